from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from documents import result

from pipeline.cli import main
from pipeline.errors import UsageError
from pipeline.golden import compare
from pipeline.spotcheck.goldens import canonical, from_rows, load, signature, write
from pipeline.spotcheck.keep import taken_over
from pipeline.store.rows import document_rows

ROOT = Path(__file__).parents[1]
GOLDENS = sorted((ROOT / "samples").rglob("golden.json"))
DIGITAL = ROOT / "samples/putuo-2026/putuo-2026-digital.pdf"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one digital PDF and its hand-written golden."""
    (tmp_path / DIGITAL.name).write_bytes(DIGITAL.read_bytes())
    (tmp_path / "golden.json").write_bytes((DIGITAL.parent / "golden.json").read_bytes())
    return tmp_path


@pytest.mark.parametrize("path", GOLDENS, ids=lambda path: path.parent.name)
def test_goldens_lie_in_their_canonical_form(path: Path) -> None:
    """A pull request then shows what changed in a golden and nothing else."""
    assert path.read_text(encoding="utf-8") == canonical(load(path), signature(path))


def test_the_canonical_form_has_an_indicator_a_line_and_decimals_as_plain_strings() -> None:
    """Numbers that were written as numbers, with zeros or an exponent, come out as one plain string."""
    row = {"value_min": "1.50E+5", "level3": "推广人数", "number_low": 15}
    text = canonical([{"title": "表", "indicators": [row, {"level3": "甲"}]}], {})
    assert text.splitlines() == [
        '{"tables": [',
        " {",
        '  "title": "表",',
        '  "indicators": [',
        '    {"level3": "推广人数", "number_low": "15", "value_min": "150000"},',
        '    {"level3": "甲"}',
        "  ]",
        " }",
        "]}",
    ]


def test_the_canonical_form_says_the_same(tmp_path: Path) -> None:
    """Only the order of keys and the writing of numbers change."""
    for path in GOLDENS:
        write(tmp_path / "golden.json", canonical(load(path), {}))
        assert load(tmp_path / "golden.json") == load(path)


def test_a_draft_agrees_with_the_reading_it_was_made_from() -> None:
    """Each printed column is in it, so each would be compared."""
    rows = document_rows(result(), "test").tables
    verdicts = {row.verdict for row in compare(from_rows(rows), rows)}
    assert verdicts == {"right"}
    assert from_rows(rows)[0]["indicators"][0]["value_text"] == "≥15万人"


def test_writing_never_overwrites(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a person has written is not replaced by a reading."""
    before = (folder / "golden.json").read_bytes()
    assert main(["golden", "write", str(folder)]) == 2
    assert "jixiao golden accept" in capsys.readouterr().err
    assert (folder / "golden.json").read_bytes() == before


def test_a_draft_is_unsigned_until_somebody_signs_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A golden that nobody has compared with the page proves nothing, and the check says so."""
    (folder / "golden.json").unlink()
    assert main(["golden", "write", str(folder)]) == 0
    capsys.readouterr()
    assert main(["golden", "check", str(folder)]) == 0
    assert "nobody has signed it" in capsys.readouterr().out
    assert main(["golden", "accept", str(folder), "--by", "王芳"]) == 0
    capsys.readouterr()
    assert main(["golden", str(folder)]) == 0
    assert "nobody" not in capsys.readouterr().out
    assert json.loads((folder / "golden.json").read_text(encoding="utf-8"))["checked_by"] == "王芳"


def test_accepting_takes_over_only_what_is_asked_for(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One change is taken over, the other stays, and the signature of a changed golden is gone."""
    path = folder / "golden.json"
    wrong = path.read_text(encoding="utf-8").replace('"拆违经费"', '"拆违"').replace('"3498000"', '"3498001"')
    path.write_text(wrong, encoding="utf-8")
    assert main(["golden", "accept", str(folder), "--only", "project_name"]) == 0
    assert "拆违 → 拆违经费" in capsys.readouterr().out
    (table,) = load(path)
    assert (table["project_name"], table["budget_total_yuan"]) == ("拆违经费", "3498001")
    assert signature(path) == {"checked_by": None}


def test_accepting_adds_and_removes_rows_with_the_columns_that_the_golden_names() -> None:
    """A golden that leaves out columns on purpose goes on leaving them out."""
    rows = document_rows(result(), "test").tables
    golden: list[dict[str, Any]] = [
        {"title": "项目支出绩效目标表", "indicators": [{"level3": "没有这一行的指标", "value_text": "1个"}]}
    ]
    (table,) = taken_over(golden, rows).tables
    assert table["indicators"] == [{"level3": "推广人数", "value_text": "≥15万人"}]
    golden[0]["indicators"] = []
    (table,) = taken_over(golden, rows).tables
    assert table["indicators"][0]["level3"] == "推广人数"


def test_a_folder_with_several_pdfs_asks_for_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They share a golden, so it must be said which reading is meant."""
    (folder / "scan.pdf").write_bytes(b"%PDF-1.4")
    assert main(["golden", "accept", str(folder)]) == 2
    assert "name the PDF" in capsys.readouterr().err


def test_a_number_that_is_none_is_refused(tmp_path: Path) -> None:
    """It could never be equal to anything."""
    path = tmp_path / "golden.json"
    path.write_text('{"tables": [{"indicators": [{"number_low": "fifteen"}]}]}', encoding="utf-8")
    with pytest.raises(UsageError):
        load(path)
