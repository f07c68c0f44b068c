from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from documents import result

from pipeline.errors import UsageError
from pipeline.golden import ComparedRow, compare, compare_paths
from pipeline.store.rows import document_rows

GOLDEN: dict[str, Any] = {
    "title": "项目支出绩效目标表",
    "fiscal_year": 2024,
    "budget_total_yuan": "1205000",
    "period_start": "2024-01-01",
    "fields_json": {"联系人": "张三"},
    "budgets": [
        {"label": "年度资金总额", "scope": "annual", "amount_yuan": "1205000"},
        {"label": "财政拨款", "scope": "annual", "amount_yuan": "1205000", "parent_ordinal": 1},
    ],
    "goals": [{"horizon": "annual", "label": "年度目标", "text": "扩大推广范围。"}],
    "indicators": [
        {
            "horizon": "annual",
            "level1": "产出指标",
            "level3": "推广人数",
            "part": 1,
            "explanation": None,
            "value_text": "≥15万人",
            "number_low": "15",
            "value_min": 150000,
            "value_max": None,
        }
    ],
}


def _compare(changes: dict[str, Any] | None = None, doubts: tuple[str, ...] = (), **table: Any) -> list[ComparedRow]:
    golden = {**GOLDEN, **table}
    if changes:
        golden["indicators"] = [{**GOLDEN["indicators"][0], **changes}]
    return list(compare([golden], document_rows(result(doubts=doubts), "test").tables))


def _indicators(rows: list[ComparedRow]) -> list[ComparedRow]:
    return [row for row in rows if row.table == "indicators"]


def test_a_reading_that_agrees_is_right_in_every_row() -> None:
    """Header, amounts, goals and indicators are each compared; numbers count by value, not by spelling."""
    assert [(row.table, row.verdict) for row in _compare()] == [
        ("target_tables", "right"),
        ("indicators", "right"),
        ("goals", "right"),
        ("budgets", "right"),
        ("budgets", "right"),
    ]


@pytest.mark.parametrize(("doubts", "verdict"), [((), "wrong NOT flagged"), (("OCR-LOW",), "wrong and flagged")])
def test_a_wrong_number_is_told_with_both_values(doubts: tuple[str, ...], verdict: str) -> None:
    """What matters of a wrong row is whether the dataset warns of it."""
    (row,) = _indicators(_compare({"number_low": "5"}, doubts))
    assert row.verdict == verdict
    ((column, expected, read),) = [(each.column, each.expected, each.read) for each in row.differences]
    assert (column, expected, Decimal(read or "")) == ("number_low", "5", Decimal(15))


def test_a_mark_on_a_right_row_is_counted() -> None:
    """It costs a reader's time."""
    (row,) = _indicators(_compare(doubts=("OCR-LOW",)))
    assert row.verdict == "flagged though right"


def test_a_null_in_the_golden_must_be_null(tmp_path: Path) -> None:
    """A value where nothing is printed is invented."""
    (row,) = _indicators(_compare({"level1": None}))
    assert row.verdict == "wrong NOT flagged"


def test_full_width_spelling_is_no_error() -> None:
    """Scans do not tell full-width from half-width brackets; such cells are counted apart."""
    (row,) = _indicators(_compare({"value_text": "≥１５ 万人"}))
    assert (row.verdict, row.spellings) == ("right", 1)


def test_a_lost_row_is_one_difference() -> None:
    """Rows are matched by their names: the rows after a lost one are not all wrong."""
    lost = {**GOLDEN["indicators"][0], "level3": "新增企业"}
    rows = _indicators(_compare(indicators=[lost, GOLDEN["indicators"][0]]))
    assert [row.verdict for row in rows] == ["wrong NOT flagged", "right"]
    assert [(each.column, each.read) for each in rows[0].differences] == [("", None)]


def test_a_table_too_many_is_wrong() -> None:
    """A table that the golden does not know is a difference, and so is each of its rows."""
    rows = list(compare([], document_rows(result(), "test").tables))
    assert {row.verdict for row in rows} == {"wrong NOT flagged"}
    assert len(rows) == 5


def test_a_golden_that_misspells_a_column_is_refused(tmp_path: Path) -> None:
    """A misspelt column would otherwise never be compared."""
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4")
    golden = {"tables": [{"titel": "表", "indicators": []}]}
    (tmp_path / "golden.json").write_text(json.dumps(golden), encoding="utf-8")
    with pytest.raises(UsageError, match="titel"):
        compare_paths([tmp_path])


def test_no_golden_is_bad_usage(tmp_path: Path) -> None:
    """Comparing nothing must not look like success."""
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4")
    with pytest.raises(UsageError):
        compare_paths([tmp_path])


def test_a_pdf_that_cannot_be_read_fails_the_comparison(tmp_path: Path) -> None:
    """A failed document is neither right nor skipped."""
    (tmp_path / "a.pdf").write_bytes(b"")
    (tmp_path / "golden.json").write_text('{"tables": []}', encoding="utf-8")
    comparison = compare_paths([tmp_path])
    assert comparison.exit_code == 1
    assert any("EMPTY-FILE" in line for line in comparison.lines())


@pytest.mark.parametrize(
    ("named", "verdicts"), [({}, ["wrong and flagged"]), ({"part": 1}, ["right", "wrong and flagged"])]
)
def test_values_of_one_cell_are_one_row_for_a_golden_that_names_no_parts(
    named: dict[str, int], verdicts: list[str]
) -> None:
    """The cell is right or wrong as a whole, and in doubt when one of its values is."""
    read = document_rows(result(), "test").tables
    second = {**read["indicators"][0], "part": 2, "needs_review": True, "review_reasons": "OCR-SECOND-READING"}
    cell = {"level3": "推广人数", "value_text": "≥15万人" if named else "≥16万人", **named}
    rows = list(compare([{"indicators": [cell]}], {**read, "indicators": [*read["indicators"], second]}))
    assert [row.verdict for row in _indicators(rows)] == verdicts
