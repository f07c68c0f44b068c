"""Weights and units of recognised pages that could not be read: their rows are marked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from grids import grid, reading

from normalizers.chain import normalize

TABLE = """
| 一级指标 | 二级指标 | 三级指标 | 指标值 | 权重 |
| 产出指标 | 数量指标 | 新增企业 | 15户 | 10 |
| ^ | ^ | 新增基地 | 3个 | {weight} |
"""


@pytest.mark.parametrize(
    ("weight", "bare", "confidence", "reasons"),
    [
        ("1C", False, 0.99, ("OCR-CONFUSABLE",)),
        ("1C", False, 1.0, ()),
        ("_", False, 0.99, ("OCR-UNREADABLE",)),
        ("_", True, 0.99, ()),
        ("—", False, 0.99, ()),
        ("10分", False, 0.99, ()),
    ],
)
def test_a_weight_that_is_no_number_marks_its_row(
    weight: str, bare: bool, confidence: float, reasons: tuple[str, ...]
) -> None:
    """A misread weight, or a blank one not proven bare; not a dash, nor a text layer."""
    drawn = grid(TABLE.format(weight=weight), confidence=confidence)
    cells = tuple(replace(cell, bare=bare) if not cell.lines else cell for cell in drawn.cells)
    (table,) = normalize([reading(replace(drawn, cells=cells))]).tables
    assert [item.reasons for item in table.indicators] == [(), reasons]


@pytest.mark.parametrize(
    ("value", "bare", "confidence", "reasons"),
    [
        ("92", False, 0.99, ("OCR-UNREADABLE",)),
        ("92", True, 0.99, ()),
        ("92", False, 1.0, ()),
        ("92%", False, 0.99, ()),
        ("健全", False, 0.99, ()),
    ],
)
def test_a_number_beside_a_blank_unit_that_may_hold_ink_marks_its_row(
    value: str, bare: bool, confidence: float, reasons: tuple[str, ...]
) -> None:
    """A lone % of a fax may not be seen at all; words need no unit."""
    drawn = grid(
        f"""
        | 一级指标 | 二级指标 | 三级指标 | 指标值 | 计量单位 |
        | 产出指标 | 数量指标 | 新增企业 | 15 | 户 |
        | ^ | ^ | 达标情况 | {value} | _ |
        """,
        confidence=confidence,
    )
    cells = tuple(replace(cell, bare=bare) if not cell.lines else cell for cell in drawn.cells)
    (table,) = normalize([reading(replace(drawn, cells=cells))]).tables
    assert [item.reasons for item in table.indicators] == [(), reasons]


@pytest.mark.parametrize(
    ("value", "confidence", "reasons"),
    [
        ("≥天", 0.99, ("OCR-UNREADABLE",)),
        ("≤万元", 0.99, ("OCR-UNREADABLE",)),
        ("≥天", 1.0, ()),
        ("≥**天", 0.99, ()),
        ("≥3天", 0.99, ()),
    ],
)
def test_an_operator_and_a_unit_without_a_number_are_in_doubt_on_a_scan(
    value: str, confidence: float, reasons: tuple[str, ...]
) -> None:
    """A fax lost what stands between them: the stars of a form to be filled in, or a number."""
    drawing = f"| 一级指标 | 二级指标 | 三级指标 | 指标值 |\n| 产出指标 | 数量指标 | 占道施工时间 | {value} |"
    (table,) = normalize([reading(grid(drawing, confidence=confidence))]).tables
    assert [item.reasons for item in table.indicators] == [reasons]
