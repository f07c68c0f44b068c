"""Which lines of a page belong to which of its tables."""

from __future__ import annotations

from dataclasses import replace

import pytest
from grids import grid, reading

from extractors.model import Box, Line
from normalizers.chain import normalize

DRAWING = """
    | 资金名称 | 大气污染防治补助经费 |
    | 三级指标 | 指标值 |
    | 图书采购到馆时间 | 11月底前 |
"""


@pytest.mark.parametrize("slope", [-0.08, 0.0, 0.08])
def test_the_year_above_a_skewed_table_is_its_own(slope: float) -> None:
    """The box of a leaning cell reaches up to its higher side, beside a line that stands above its middle."""
    flat = grid(DRAWING, edges=(50, 300, 545))
    left, right = flat.box.x0, flat.box.x1

    def leaning(box: Box) -> Box:
        ends = [slope * (x - left) for x in (box.x0, box.x1)]
        return Box(box.x0, box.top + min(ends), box.x1, box.bottom + max(ends))

    cells = tuple(replace(cell, box=leaning(cell.box)) for cell in flat.cells)
    skewed = replace(flat, cells=cells, box=leaning(flat.box))
    middle = (left + right) / 2  # where two cells meet
    y = flat.box.top + slope * (middle - left)
    title = Line("区域绩效目标表", Box(middle - 80, y - 40, middle + 80, y - 26))
    year = Line("(2025年度)", Box(middle - 30, y - 13, middle + 30, y - 3))
    (table,) = normalize([reading(skewed, text=(title, year))]).tables
    assert table.fiscal_year == 2025
