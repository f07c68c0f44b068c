"""`jixiao audit`: the contradictions of a dataset for the reviewer."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from documents import result, source

from extractors.model import Box, Finding, Place, Severity
from normalizers.codes import AuditCode
from normalizers.model import TableFinding
from pipeline.audit.contradictions import Filter, read_contradictions
from pipeline.audit.output import csv_text, html_text, markdown_text
from pipeline.audit.words import WORDS, sentence
from pipeline.cli import main
from pipeline.store import dataset
from pipeline.store.rows import document_rows

ROOT = Path(__file__).parent.parent
LOW, HIGH = Place(1, Box(72, 720, 144, 740)), Place(1, Box(72, 72, 144, 92))


def differs(evidence: str = "带动就业650人 | ≥70人", severity: Severity = Severity.WARNING) -> TableFinding:
    """A goal against an indicator, both with their boxes."""
    finding = Finding(AuditCode.GOAL_DIFFERS, severity, "They differ.", LOW, evidence, None, (HIGH,), "70 人", "650 人")
    return TableFinding(finding, 1)


def noted(code: AuditCode = AuditCode.VALUE_ZERO) -> TableFinding:
    """Something worth knowing."""
    return TableFinding(Finding(code, Severity.INFO, "Noted.", HIGH, computed="0"), 1)


def written(out: Path, *found: TableFinding, name: str = "a.pdf", value: str = "≥15万人", year: int = 2024) -> Path:
    """A dataset of one document whose only table has these findings."""
    one = result(source(name, name.encode()), year=year)
    (table,) = one.document.tables
    item = replace(table.indicators[0], value_text=value)
    table = replace(table, findings=found, indicators=(item,))
    converted = replace(one, document=replace(one.document, tables=(table,)))
    dataset.write(out, converted.source.sha16, document_rows(converted, "1"), "1")
    return out


def test_every_check_has_chinese_words() -> None:
    """A code without a name and a sentence would leave the reviewer with English."""
    assert set(WORDS) == set(AuditCode)
    for code in AuditCode:
        for computed, expected in (("5", "6"), ("5", None), (None, None)):
            text = sentence(code, computed, expected)
            assert re.search(r"[\u4e00-\u9fff].*。?$", text), code
            assert "{" not in text
            assert "None" not in text


def test_a_contradiction_says_both_sides_and_where_they_stand(tmp_path: Path) -> None:
    """The numbers, the row, the table, and both places as a ruler finds them: 720 points are 254 mm."""
    (found,) = read_contradictions(written(tmp_path, differs()), Filter())
    assert found.sentence == "绩效目标写 650 人，指标值为 70 人。"
    assert (found.indicator, found.value, found.year, found.source) == ("推广人数", "≥15万人", 2024, "a.pdf")
    assert found.place == "第1页 距上254毫米 距左25毫米"
    assert found.other_places == "第1页 距上25毫米 距左25毫米"


def test_a_contradiction_of_a_doubtful_row_says_so(tmp_path: Path) -> None:
    """The reading may be what is wrong, and the reviewer must know."""
    one = result(source(), doubts=("OCR-LOW",))
    (table,) = one.document.tables
    converted = replace(one, document=replace(one.document, tables=(replace(table, findings=(differs(),)),)))
    dataset.write(tmp_path, converted.source.sha16, document_rows(converted, "1"), "1")
    (found,) = read_contradictions(tmp_path, Filter())
    assert found.sentence == "绩效目标写 650 人，指标值为 70 人。（本行读数待复核：识别把握低）"


def test_doubts_about_the_reading_are_no_contradictions(tmp_path: Path) -> None:
    """They belong to the review, not to the audit."""
    doubt = TableFinding(Finding("VALUE-CONFUSABLE", Severity.WARNING, "May be.", LOW), 1)
    assert read_contradictions(written(tmp_path, doubt), Filter()) == []


def test_the_gravest_come_first_then_documents_and_pages(tmp_path: Path) -> None:
    """Errors before warnings before notes, whatever the document."""
    written(tmp_path, noted(), differs(), name="a.pdf")
    written(tmp_path, differs(severity=Severity.ERROR), name="b.pdf")
    found = read_contradictions(tmp_path, Filter())
    assert [(item.severity, item.source) for item in found] == [
        ("error", "b.pdf"), ("warning", "a.pdf"), ("info", "a.pdf"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], 4),
        (["--code", "GOAL-DIFFERS"], 2),
        (["--code", "goal-differs,value-zero"], 4),
        (["--severity", "info"], 2),
        (["--severity", "error"], 0),
        (["--year", "2023"], 2),
        (["--year", "2023,2024"], 4),
        (["--table", "没有这张表"], 0),
        (["--code", "GOAL-DIFFERS", "--year", "2023"], 1),
    ],
)
def test_filters_and_exit_codes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: Sequence[str], expected: int
) -> None:
    """1 when something is left to look at, 0 when nothing is; the last line counts it."""
    written(tmp_path, noted(), differs(), name="a.pdf")
    written(tmp_path, noted(), differs(), name="b.pdf", year=2023)
    assert main(["audit", str(tmp_path), *options]) == (1 if expected else 0)
    assert f"共 {expected} 处" in capsys.readouterr().out


def test_one_table_is_chosen_by_its_number_or_title(tmp_path: Path) -> None:
    """The table_id of the dataset, or a part of the title."""
    written(tmp_path, differs(), name="a.pdf")
    written(tmp_path, differs(), name="b.pdf")
    (first, _) = read_contradictions(tmp_path, Filter())
    assert len(read_contradictions(tmp_path, Filter(table=first.table_id))) == 1
    assert first.table
    assert len(read_contradictions(tmp_path, Filter(table=first.table[1:3]))) == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["audit"],
        ["audit", "nowhere"],
        ["audit", "."],
        ["audit", "DIR", "--code", "NO-SUCH"],
        ["audit", "DIR", "--code", ""],
        ["audit", "DIR", "--severity", "grave"],
        ["audit", "DIR", "--year", "two"],
        ["audit", "DIR", "--to", "report.docx"],
        ["audit", "DIR", "--format", "docx"],
    ],
)
def test_bad_usage_is_one_line_and_exit_code_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    """A wrong path, code, level, year or format; nothing is written."""
    written(tmp_path / "DIR", differs())
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("error ")
    assert err.count("\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["DIR"]


@pytest.mark.parametrize("ending", [".csv", ".md", ".html"])
def test_a_report_is_written_in_the_format_of_its_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], ending: str
) -> None:
    """The file holds the row; the terminal says where it is and how much it holds."""
    out = tmp_path / f"report{ending}"
    assert main(["audit", str(written(tmp_path / "data", differs())), "--to", str(out)]) == 1
    assert "目标与指标不符" in out.read_text("utf-8")
    assert f"{out}: 共 1 处" in capsys.readouterr().out


FORMULAS = ["=1+1", "+1", "-0%", "@SUM(A1)", "＝100%", " =cmd|' /C calc'!A0"]


@pytest.mark.parametrize("value", FORMULAS)
def test_a_spreadsheet_calculates_no_cell_of_the_csv(tmp_path: Path, value: str) -> None:
    """A text that begins like a formula is kept behind an apostrophe; numbers stay numbers."""
    found = read_contradictions(written(tmp_path, differs(evidence=value), value=value), Filter())
    text = csv_text(found)
    assert text.startswith("\ufeff")
    heading, row = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    cells = dict(zip(heading, row, strict=True))
    assert cells["指标值"] == cells["依据"] == f"'{value.strip()}"
    assert (cells["x0"], cells["top"], cells["页"]) == ("72.0", "720.0", "1")
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in row)


class Tags(HTMLParser):
    """The elements of a page and the texts of its cells."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the element."""
        self.tags.add(tag)
        assert all(name in ("lang", "class", "charset", "name", "content", "http-equiv") for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        """Note the text."""
        self.texts.append(data)


def test_a_source_cannot_put_elements_into_the_page(tmp_path: Path) -> None:
    """Its text is text; the page has no script and loads nothing."""
    value = '</td><script>alert("1")</script><img src=x onerror=1>'
    page = Tags()
    page.feed(html_text(read_contradictions(written(tmp_path, differs(), value=value), Filter())))
    assert not page.tags & {"script", "img", "a", "link", "iframe", "svg"}
    assert value in page.texts


def test_a_source_cannot_break_the_markdown_table(tmp_path: Path) -> None:
    """Bars, backticks, links and elements are escaped, lines are joined."""
    value = "a|b\nc `d` [e](f) <g>"
    lines = markdown_text(read_contradictions(written(tmp_path, differs(), value=value), Filter())).splitlines()
    row = lines[-1]
    assert r"a\|b c \`d\` \[e\](f) \<g\>" in row
    assert len(re.findall(r"(?<!\\)\|", row)) == len(re.findall(r"\|", lines[-3])) == 10


def test_a_source_cannot_control_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Escape sequences and right-to-left marks are dropped, rich's markup is text."""
    written(tmp_path, differs(), value="\x1b[31mred\u202e[bold]x[/bold]")
    assert main(["audit", str(tmp_path)]) == 1
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "[bold]x" in out


def test_a_dataset_of_an_earlier_version_has_no_second_side(tmp_path: Path) -> None:
    """Its findings have no computed, expected and places_json; they are shown with what they have."""
    import pyarrow.parquet as pq

    written(tmp_path, differs())
    (file,) = (tmp_path / "findings").glob("*.parquet")
    old = pq.read_table(file).drop_columns(["computed", "expected", "places_json"])
    pq.write_table(old, file)
    (found,) = read_contradictions(tmp_path, Filter())
    assert (found.sentence, found.others) == ("绩效目标写 （空），指标值为 （空）。", ())


def findings_of(path: Path) -> Counter[str]:
    """The contradictions in a file, read as users read it."""
    from pipeline import notebook

    codes = {str(code) for code in AuditCode}
    tables = notebook.read(path)
    return Counter(str(item.finding.code) for table in tables for item in table.findings if item.finding.code in codes)


def test_the_jilin_bundle_has_the_contradictions_found_by_hand() -> None:
    """The run by hand at the end of DOMAIN 5, from the page to the finding; nothing else is reported."""
    assert findings_of(ROOT / "samples/jilin-2024/jilin-2024-digital.pdf") == {
        "GOAL-DIFFERS": 1,
        "UNIT-AGAINST-NAME": 1,
        "UNIT-MISSING": 3,
        "LEVEL-UNUSUAL": 4,
        "LEVEL-DOUBTFUL": 4,
        "PERIOD-BEYOND-YEAR": 1,
        "TITLE-AGAINST-NAME": 2,
        "GLYPHS-MIXED": 1,
        "DEPARTMENT-SPELLINGS": 1,
    }


@pytest.mark.parametrize("name", ["kpi_dbjs", "kpi_fk", "kpi_fzzl"])
def test_weights_of_real_evaluation_forms_raise_no_alarm(name: str) -> None:
    """Their weights are shares of their level: 75 + 25 under a level that weighs 50."""
    file = ROOT.parent / "shared/real/gov" / f"{name}.pdf"
    if not file.exists():
        pytest.skip("the real documents are not here")
    assert set(findings_of(file)) <= {"LEVEL-DOUBTFUL"}
