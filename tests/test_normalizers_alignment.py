"""Columns of a table that goes on over a page break, found by where their borders stand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from grids import grid, reading
from hypothesis import given
from hypothesis import strategies as st

from extractors.model import Box, TableGrid
from normalizers.alignment import similar
from normalizers.chain import normalize
from normalizers.sheet import edges

BORDERS = (60.0, 100.0, 120.0, 160.0, 180.0, 300.0, 340.0, 385.0)
# the last column of the first page is two
FIRST_BORDERS = (*BORDERS, 440.0, 500.0)
BORDERS_OF_SECOND = (*BORDERS, 500.0)
FIRST = """
    | 项目名称 | 反恐经费  <  <  <  <  <  <  < |
    | 一级指标 | 权重 | 二级指标 | 分值 | 三级指标 | 计量单位 | 目标值 | 数据项1 | 数据项2 |
    | 产出指标 | 50 | 数量指标 | 20 | 采购设备 | 台 | 12 | | |
"""
SECOND = """
    | 效益指标 | 50 | 社会效益指标 | 20 | 口岸查获起数 | 起 | 40 | |
    | ^ | ^ | ^ | 10 | 培训人数 | 人 | 600 | |
    | ^ | ^ | 满意度指标 | 10 | 旅客满意度 | % | 95 | |
"""


def photographed(flat: TableGrid, lean: float, scale: float, shift: float) -> TableGrid:
    """A grid as it stands on a picture taken from nearer, aside and askew: boxes go around leaning cells."""
    top, bottom = flat.box.top, flat.box.bottom

    def at(x: float, y: float) -> float:
        return (x - BORDERS[0]) * scale + BORDERS[0] + shift + lean * (y - top)

    def around(box: Box) -> Box:
        corners = [at(x, y) for x in (box.x0, box.x1) for y in (box.top, box.bottom)]
        return Box(min(corners), box.top, max(corners), box.bottom)

    cells = tuple(replace(cell, box=around(cell.box)) for cell in flat.cells)
    return replace(flat, cells=cells, box=around(Box(BORDERS[0], top, BORDERS_OF_SECOND[-1], bottom)))


@given(st.floats(-0.1, 0.1), st.floats(0.8, 1.2), st.floats(-50, 50))
def test_borders_of_a_leaning_grid_stand_at_half_its_height(lean: float, scale: float, shift: float) -> None:
    """However far it leans, also where a cell goes over all rows."""
    flat = grid(SECOND, edges=BORDERS_OF_SECOND)
    half = lean * flat.box.height / 2
    expected = [(border - BORDERS[0]) * scale + BORDERS[0] + shift + half for border in BORDERS_OF_SECOND]
    assert edges(photographed(flat, lean, scale, shift)) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("lean", [-0.06, 0.0, 0.06])
@pytest.mark.parametrize(("scale", "shift"), [(1.0, 0.0), (1.06, -30.0), (0.94, 45.0), (1.0, 25.0)])
def test_a_table_goes_on_over_two_photographs(lean: float, scale: float, shift: float) -> None:
    """Each column is the one it was on the page before."""
    first = grid(FIRST, page=1, edges=FIRST_BORDERS)
    second = photographed(grid(SECOND, page=2, edges=BORDERS_OF_SECOND), lean, scale, shift)
    (table,) = normalize([reading(first), reading(second)]).tables
    assert [(i.level2, i.level3, i.value_text) for i in table.indicators] == [
        ("数量指标", "采购设备", "12"),
        ("社会效益指标", "口岸查获起数", "40"),
        ("社会效益指标", "培训人数", "600"),
        ("满意度指标", "旅客满意度", "95"),
    ]


def aslant(flat: TableGrid, across: float, down: float = 0.0) -> TableGrid:
    """A grid as a telephone sees it that is nearer to one side: by `across` per point of x, `down` per point of y."""
    left, top = BORDERS[0], flat.box.top

    def at(x: float, y: float) -> tuple[float, float]:
        depth = 1 + across * (x - left) + down * (y - top)
        return left + (x - left) / depth, top + (y - top) / depth

    def around(box: Box) -> Box:
        xs, ys = zip(*(at(x, y) for x in (box.x0, box.x1) for y in (box.top, box.bottom)), strict=True)
        return Box(min(xs), min(ys), max(xs), max(ys))

    cells = tuple(replace(cell, box=around(cell.box)) for cell in flat.cells)
    return replace(flat, cells=cells, box=around(flat.box))


@given(st.floats(-0.0004, 0.0004), st.floats(-0.0004, 0.0004))
def test_borders_that_draw_together_are_those_at_half_the_height(across: float, down: float) -> None:
    """Each border of a table seen aslant leans by its own."""
    flat = grid(SECOND, edges=BORDERS_OF_SECOND)
    seen = aslant(flat, across, down)
    half = flat.box.height / 2
    depth = [1 + across * (border - BORDERS[0]) + down * half for border in BORDERS_OF_SECOND]
    expected = [BORDERS[0] + (x - BORDERS[0]) / d for x, d in zip(BORDERS_OF_SECOND, depth, strict=True)]
    assert edges(seen) == pytest.approx(expected, abs=1.0)


@pytest.mark.parametrize("across", [-0.0007, 0.0009])
def test_a_page_seen_from_the_side_has_the_columns_of_the_page_before(across: float) -> None:
    """What is nearer to the telephone seems wider, and by one measure for all columns."""
    first = grid(SECOND, page=1, edges=BORDERS_OF_SECOND)
    assert similar(first, aslant(grid(SECOND, page=2, edges=BORDERS_OF_SECOND), across))


def test_a_table_with_other_columns_is_not_the_same_seen_aslant() -> None:
    """As many columns of other widths are another table."""
    others = (60.0, 85.0, 170.0, 190.0, 260.0, 290.0, 400.0, 430.0, 500.0)
    first = grid(SECOND, page=1, edges=BORDERS_OF_SECOND)
    assert not similar(first, grid(SECOND, page=2, edges=others))
