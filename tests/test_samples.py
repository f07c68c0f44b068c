"""The samples: they say what was published, their goldens say the same, and they can be made again."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from samples.make import fonts

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"
PUBLISHED = ROOT.parent / "shared" / "published"
# those of strangers/ are not made by samples.make and have their own tests
PDFS = sorted(path for path in SAMPLES.rglob("*.pdf") if "strangers" not in path.parts)
GOLDENS = sorted(path for path in SAMPLES.rglob("golden.json") if "strangers" not in path.parts)
DIGITAL = [path for path in PDFS if path.stem.endswith("-digital")]
SCANS = [path for path in PDFS if "-scan-" in path.stem]

# Counted in the published text, not in the golden: 附件6, 7, 8, 9, 10.
JILIN_INDICATORS = {6: 10, 7: 9, 8: 7, 9: 7, 10: 11}
JILIN_GOALS = {6: 2, 7: 2, 8: 2, 9: 1, 10: 2}
JILIN_YUAN = {6: 6_850_000, 7: 2_708_300, 8: 3_563_700, 9: 3_158_000, 10: 28_000_000}
MULTIPLIERS = {"万": 10_000, "亿": 100_000_000}
# By hand from the terms of the published tables; a level 2 about satisfaction is of no other level 1.
CODES = {
    "数量指标": "output.quantity",
    "质量指标": "output.quality",
    "时效指标": "output.timeliness",
    "成本指标": "output.cost",
    "经济效益指标": "benefit.economic",
    "社会效益指标": "benefit.social",
    "生态效益指标": "benefit.ecological",
    "可持续影响指标": "benefit.sustainable",
    "满意度指标": "satisfaction.served",
    "服务对象满意度指标": "satisfaction.served",
}
DIMENSIONS = {
    None: None,
    "%": "ratio",
    "个": "count",
    "份": "count",
    "户": "households",
    "人": "people",
    "人次": "person_times",
    "场": "events",
    "期": "events",
    "元": "money",
}
PRINTED = ("level1", "level2", "level3", "explanation", "value_text")


def squeezed(text: str) -> str:
    """The text without any white space, so that line wraps do not matter."""
    return "".join(text.split())


def tables(golden: Path) -> list[dict[str, Any]]:
    """The tables of a golden."""
    found: list[dict[str, Any]] = json.loads(golden.read_text(encoding="utf-8"))["tables"]
    return found


def jilin() -> dict[int, dict[str, Any]]:
    """The tables of the Jilin golden by the number of their attachment."""
    return {table["attachment_no"]: table for table in tables(SAMPLES / "jilin-2024" / "golden.json")}


def published_jilin() -> dict[int, str]:
    """The published text by the number of its attachment."""
    path = PUBLISHED / "jilin-2024-attachments-6-10.txt"
    if not path.exists():
        pytest.skip("the published text, ../shared/published, is not here")
    pieces = re.split(r"^附件(\d+)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(map(int, pieces[1::2]), pieces[2::2], strict=True))


def drawn_text(path: Path) -> str:
    """What a digital sample prints, in the order it was drawn in: cell by cell, without white space."""
    with pdfplumber.open(path) as document:
        return squeezed("".join(char["text"] for page in document.pages for char in page.chars))


@pytest.mark.parametrize("number", JILIN_INDICATORS)
def test_jilin_golden_says_what_was_published(number: int) -> None:
    """The rows of the golden, merged cells said once, are the published text to the last character."""
    _, _, published = squeezed(published_jilin()[number]).partition("三级指标")
    written, above = "", ("", "")
    for row in jilin()[number]["indicators"]:
        level1, level2 = row["level1"], row["level2"]
        if level1 != above[0]:
            written += level1 + (f"{row['level1_weight']}%" if row["level1_weight"] else "")
        if (level1, level2) != above:
            written += level2
        above = (level1, level2)
        written += row["level3"] + (row["explanation"] or "") + row["value_text"]
    assert squeezed(written) == re.sub("^(指标解释年度)?指标值", "", published)


@pytest.mark.parametrize("number", JILIN_INDICATORS)
def test_jilin_golden_header_says_what_was_published(number: int) -> None:
    """Title, year, project, department, period, funds and goals of the golden stand in the published text."""
    text, table = squeezed(published_jilin()[number]), jilin()[number]
    columns = ("title", "year_text", "project_name", "department_label", "department", "period_text")
    printed = [table[column] for column in (*columns, "budget_total_text") if table[column] is not None]
    printed += [goal["text"] for goal in table["goals"]] + [goal["label"] for goal in table["goals"]]
    assert [words for words in printed if squeezed(words) not in text] == []
    for budget in table["budgets"]:
        assert re.search(f"{budget['label']}：?{re.escape(budget['amount_text'])}", text), budget


def test_jilin_golden_has_every_row() -> None:
    """As many indicators and goals, and as much money, as a person counted in the published text."""
    golden = jilin()
    assert {number: len(table["indicators"]) for number, table in golden.items()} == JILIN_INDICATORS
    assert {number: len(table["goals"]) for number, table in golden.items()} == JILIN_GOALS
    assert {number: Decimal(table["budget_total_yuan"]) for number, table in golden.items()} == JILIN_YUAN


def test_jilin_golden_maps_every_term() -> None:
    """Level names and units of the golden have the codes and dimensions that a person gave them."""
    for row in (row for table in jilin().values() for row in table["indicators"]):
        code = CODES[row["level2"]]
        assert (row["level1_code"], row["level2_code"]) == (code.partition(".")[0], code), row
        assert row["dimension"] == DIMENSIONS[row["base_unit"]], row
        assert (row["horizon"], row["value_kind"], row["part"]) == ("annual", "numeric", 1), row


def test_jilin_golden_period_and_funds() -> None:
    """Only 附件9 prints a period; each fund line is the annual total or, in 附件9, the appropriation within it."""
    golden = jilin()
    periods = {number: (table["period_start"], table["period_end"]) for number, table in golden.items()}
    assert periods == dict.fromkeys(JILIN_YUAN, (None, None)) | {9: ("2024-07-01", "2025-07-31")}
    for number, table in golden.items():
        assert {Decimal(budget["amount_yuan"]) for budget in table["budgets"]} == {JILIN_YUAN[number]}
        assert [budget["parent_ordinal"] for budget in table["budgets"]] == ([None, 1] if number == 9 else [None])
        assert table["fiscal_year"] == 2024


def test_jilin_digital_sample_prints_every_published_line() -> None:
    """No line of the published text is missing from the typeset one, slips of the original included."""
    text = drawn_text(SAMPLES / "jilin-2024" / "jilin-2024-digital.pdf")
    lines = [squeezed(line) for piece in published_jilin().values() for line in piece.splitlines()]
    assert [line for line in lines if line not in text] == []
    assert "创业孵化基地设目资金绩效目标表" in text


@pytest.mark.parametrize("golden", GOLDENS, ids=lambda path: path.parent.name)
def test_golden_says_what_the_digital_sample_prints(golden: Path) -> None:
    """Every name, explanation, value and goal of a golden is printed in the digital PDF beside it."""
    (digital,) = golden.parent.glob("*-digital.pdf")
    text = drawn_text(digital)
    rows = [row for table in tables(golden) for row in table["indicators"]]
    printed = [row[column] for row in rows for column in PRINTED if row.get(column) is not None]
    printed += [goal["text"] for table in tables(golden) for goal in table["goals"] if goal.get("text") is not None]
    assert len(printed) > len(rows) > 0
    assert sorted({words for words in printed if squeezed(words) not in text}) == []


def test_jilin_golden_numbers_follow_from_what_is_printed() -> None:
    """Operator, number and unit make the printed cell; a value is the number times the 万 or 亿 of its unit."""
    for row in (row for table in jilin().values() for row in table["indicators"]):
        unit = row["unit_text"] or ""
        factor = MULTIPLIERS.get(unit[:1], 1)
        assert (row["operator_text"] or "") + row["number_low"] + unit == row["value_text"]
        assert row["operator"] == ("ge" if row["operator_text"] else None)
        assert row["number_high"] == (None if row["operator"] else row["number_low"])
        assert Decimal(row["value_min"]) == Decimal(row["number_low"]) * factor, row
        assert row["value_max"] == (None if row["operator"] else row["value_min"])
        assert (row["base_unit"] or "") == (unit[1:] if factor > 1 else unit), row


@pytest.mark.parametrize("path", SCANS, ids=lambda path: path.stem)
def test_scans_are_pictures_only(path: Path) -> None:
    """A scan has one picture a page and not a single character, rule or path to read instead."""
    with pdfplumber.open(path) as document:
        found = [(len(page.images), len(page.chars), len(page.lines) + len(page.rects)) for page in document.pages]
    assert found == [(1, 0, 0)] * len(found)
    assert found


@pytest.mark.parametrize("path", DIGITAL, ids=lambda path: path.stem)
def test_digital_samples_have_text_and_rules(path: Path) -> None:
    """Every page of a digital sample has characters and rules and no picture."""
    with pdfplumber.open(path) as document:
        for page in document.pages:
            assert page.chars
            assert page.lines or page.rects
            assert not page.images


def test_every_sample_is_digital_or_a_scan_and_has_a_golden() -> None:
    """There are samples, each named for what it is, beside a golden."""
    assert sorted(DIGITAL + SCANS) == PDFS
    assert PDFS
    assert [path.name for path in PDFS if not (path.parent / "golden.json").exists()] == []


def test_readme_lists_the_files() -> None:
    """samples/README.md has a row for every file of the samples, and none for a file that is not there."""
    text = (SAMPLES / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([^`]+)` \|", text, flags=re.MULTILINE)
    files = [path.relative_to(SAMPLES) for path in SAMPLES.rglob("*") if path.is_file()]
    apart = ("make", "variants", "strangers")
    present = [path.as_posix() for path in files if path.parts[0] not in apart and path.name != "README.md"]
    assert sorted(listed) == sorted(present)


def test_every_variant_is_listed_and_complete() -> None:
    """samples/variants/README.md has a row for every folder there; each holds a digital PDF, a scan and a golden."""
    text = (SAMPLES / "variants" / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([^`]+)` \|", text, flags=re.MULTILINE)
    folders = sorted(path for path in (SAMPLES / "variants").iterdir() if path.is_dir())
    assert sorted(listed) == [path.name for path in folders]
    for folder in folders:
        names = {f"{folder.name}-digital.pdf", f"{folder.name}-scan-office.pdf", "golden.json"}
        assert {path.name for path in folder.iterdir()} == names


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the samples as `python -m samples.make` makes them now."""
    missing = fonts.missing_packages()
    if missing:
        pytest.skip(f"fonts are missing: install the Debian packages {' '.join(missing)}")
    folder = tmp_path_factory.mktemp("samples")
    subprocess.run([sys.executable, "-m", "samples.make", folder], cwd=ROOT, check=True)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("path", PDFS, ids=lambda path: path.stem)
def test_samples_are_made_again_byte_for_byte(path: Path, again: Path) -> None:
    """`python -m samples.make` writes each sample as it is in the repository."""
    assert (again / path.relative_to(SAMPLES)).read_bytes() == path.read_bytes()


@pytest.mark.slow
def test_nothing_else_is_made(again: Path) -> None:
    """`python -m samples.make` writes the PDFs of the repository and no other file."""
    made = sorted(path.relative_to(again) for path in again.rglob("*") if path.is_file())
    assert made == sorted(path.relative_to(SAMPLES) for path in PDFS)
