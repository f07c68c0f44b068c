"""Which lines of a page belong to which of its tables."""

from __future__ import annotations

from dataclasses import replace

import pytest
from grids import grid, reading

from extractors.model import Box, Line, PageReading
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


LIST = """
    | 一级指标 | 二级指标 | 三级指标 | 目标值 |
    | 产出指标 | 数量指标 | {} | ≥310类 |
"""


@pytest.mark.parametrize(
    ("above", "tables"),
    [
        ("项目名称：居家养老服务提升行动", [("政务平台运维服务", 1), ("居家养老服务提升行动", 1)]),
        ("项目名称: 政务平台运维服务", [("政务平台运维服务", 2)]),  # a running head
        ("主管部门：市民政局", [("政务平台运维服务", 2)]),
        ("项目名称：政务平台运维服务 主管部门：市民攻局", [("政务平台运维服务", 2)]),  # misread
    ],
)
def test_a_label_line_that_names_another_project_begins_a_table_under_the_same_title(
    above: str, tables: list[tuple[str, int]]
) -> None:
    """A unit may publish one form for each of its projects, all with one title and the name in a line below it."""

    def page(number: int, name: str, indicator: str) -> PageReading:
        title = Line("市级项目绩效目标批复表", Box(150, 60, 350, 76))
        drawn = grid(LIST.format(indicator), page=number)
        return reading(drawn, text=(title, Line(name, Box(50, 90, 350, 102))), page=number)

    pages = [page(1, "项目名称：政务平台运维服务 主管部门：市民政局", "归集证照种类"), page(2, above, "建设床位")]
    found = [(table.project_name, len(table.indicators)) for table in normalize(pages).tables]
    assert found == tables


def test_the_head_of_a_form_at_the_foot_of_a_page_belongs_to_the_rows_on_the_next() -> None:
    """Both forms of a page may be one grid; the budget of the second is no list of indicators of the first."""
    first = """
    | 项目名称 | 校舍改造  < < |
    | 绩效⏎指标 | 一级指标 | 三级指标 | 指标值 |
    | ^ | 产出指标 | 改造校舍 | 5所 |
    | 项目支出绩效目标申报表 < < < |
    | 项目名称 | 教师培训  < < |
    """
    second = """
    | 项目资金⏎(万元) | 年度资金总额 < | 218 |
    | ^ | 其中：财政拨款 < | 218 |
    | 绩效⏎指标 | 一级指标 | 三级指标 | 指标值 |
    | ^ | 产出指标 | 培训教师 | 320人次 |
    """
    pages = [
        reading(grid(first), text=(Line("项目支出绩效目标申报表", Box(120, 80, 240, 96)),)),
        reading(grid(second, page=2)),
    ]
    found = [(table.project_name, [item.level3 for item in table.indicators]) for table in normalize(pages).tables]
    assert found == [("校舍改造", ["改造校舍"]), ("教师培训", ["培训教师"])]
