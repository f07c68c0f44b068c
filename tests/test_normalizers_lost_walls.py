"""Cells that ran together because the wall between them was not seen: their rows are marked."""

from __future__ import annotations

import pytest
from grids import grid, reading

from normalizers.chain import normalize
from normalizers.model import TargetTable

TOGETHER = """
| 一级指标 | 二级指标 | 三级指标 | 指标值 |
| 产出指标 | 数量指标 | 新增企业 | 15户 |
| 效益指标 | 生态效益指标 | 固碳增汇⏎带动就业 | 0.9万吨 |
| ^ | 社会效益指标 | ^ | 300人 |
"""
LEVELS = """
| 一级指标 | 二级指标 | 三级指标 | 指标值 |
| 产出指标 | 数量指标 | 新增企业 | 15户 |
| 效益指标⏎满意度指标 | 社会效益指标 | 带动就业 | 300人 |
| ^ | 服务对象满意度指标 | 群众满意度 | 90% |
"""
UNREAD = """
| 一级指标 | {heading} | 三级指标 | 指标值 |
| 产出指标 | 数量指标 | 新增企业 | 15户 |
| ^ | ^ | 新增基地 | 3个 |
"""


def only(drawing: str, confidence: float) -> TargetTable:
    """The only table of a drawing."""
    (table,) = normalize([reading(grid(drawing, confidence=confidence))]).tables
    return table


@pytest.mark.parametrize(("confidence", "marked"), [(0.99, [False, True, True]), (1.0, [False] * 3)])
def test_a_name_beside_several_cells_of_a_level_marks_its_rows(confidence: float, marked: list[bool]) -> None:
    """A name belongs to one level; a name that reaches over two has lost a wall. A text layer's walls are believed."""
    table = only(TOGETHER, confidence)
    assert ["GRID-WALL-MISSING" in item.reasons for item in table.indicators] == marked


def test_a_level_that_reads_as_two_marks_its_rows() -> None:
    """效益指标满意度指标 is the text of two cells."""
    table = only(LEVELS, 0.99)
    assert ["LEVEL-MISREAD" in item.reasons for item in table.indicators] == [False, True, True]


@pytest.mark.parametrize("heading", ["之二级指标1", "级"])
def test_a_column_of_complete_level_names_needs_no_heading(heading: str) -> None:
    """One cell with the complete name of a level is enough where the heading is unreadable."""
    table = only(UNREAD.format(heading=heading), 0.99)
    assert [(item.level1, item.level2) for item in table.indicators] == [("产出指标", "数量指标")] * 2


@pytest.mark.parametrize("beside", [":", "√"])
@pytest.mark.parametrize("confidence", [0.99, 1.0])
def test_a_speck_beside_the_complete_name_of_a_level_is_no_part_of_it(confidence: float, beside: str) -> None:
    """Dirt beside a name is read as a colon or a stop, and a reviewer ticks it; what a text layer holds is believed."""
    drawing = UNREAD.format(heading="二级指标").replace("| 数量指标 |", f"| 数量指标{beside} |")
    level2 = "数量指标" if confidence < 1 else f"数量指标{beside}"
    assert [item.level2 for item in only(drawing, confidence).indicators] == [level2] * 2


BESIDE_SPINE = """
| 一级指标 < | 二级指标 | 三级指标 | 指标值 |
| {spine} | 产出指标 | 数量指标 | 新增企业 | 15户 |
| ^ | 效益指标 | 社会效益指标 | 带动就业 | 300人 |
"""


def test_a_heading_that_runs_over_the_spine_leaves_it_out_of_the_levels() -> None:
    """On a dark ground the wall before the first heading is not seen: 绩效指标 beside all rows is no level."""
    table = only(BESIDE_SPINE.format(spine="绩⏎效⏎指⏎标"), 0.99)
    assert [item.level1 for item in table.indicators] == ["产出指标", "效益指标"]
    assert not any(item.reasons for item in table.indicators)


def test_a_level_of_two_cells_side_by_side_marks_its_rows() -> None:
    """What stands beside the levels was not understood, so the level is in doubt."""
    table = only(BESIDE_SPINE.format(spine="绩效怀标川"), 0.99)
    assert all("GRID-WALL-MISSING" in item.reasons for item in table.indicators)
