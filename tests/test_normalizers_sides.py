"""Lists split left and right over two pages: joined where the halves show that they belong together."""

from __future__ import annotations

from grids import grid, lines, reading

from extractors.model import PageReading
from normalizers.chain import normalize
from normalizers.model import NormalizedDocument

LEFT = """
| 项目名称 | 一级指标 | 二级指标 | 三级指标 |
| 甲项目 | 产出指标 | 数量指标 | 新增企业 |
| ^ | 产出指标 | 质量指标 | 合格率 |
"""
LEFT_ON = """
| 乙项目 | 产出指标 | 数量指标 | 培训班次 |
| ^ | 效益指标 | 社会效益指标 | 带动就业 |
"""
RIGHT = """
| 指标性质 | 指标值 | 度量单位 | 权重 |
| ≥ | 15 | 户 | 20 |
| = | 100 | % | 30 |
"""
RIGHT_ON = """
| ≥ | 8 | 期 | 20 |
| ≥ | 300 | 人 | 30 |
"""
ROWS = [
    ("甲项目", "新增企业", "15", "户", 20),
    ("甲项目", "合格率", "100", "%", 30),
    ("乙项目", "培训班次", "8", "期", 20),
    ("乙项目", "带动就业", "300", "人", 30),
]


def document(*drawings: str) -> NormalizedDocument:
    """A list under its title, a page each drawing."""
    pages: list[PageReading] = []
    for number, drawing in enumerate(drawings, 1):
        text = lines("部门预算项目绩效目标申报表") if number == 1 else ()
        pages.append(reading(grid(drawing, page=number), text=text))
    return normalize(pages)


def rows(found: NormalizedDocument) -> list[tuple[object, ...]]:
    """Project, name, value, unit and weight of every indicator."""
    return [
        (table.project_name, row.level3, row.value_text, row.measure.unit_text, row.weight)
        for table in found.tables
        for row in table.indicators
    ]


def test_left_and_right_in_turn() -> None:
    """Each right half goes with the left one before it, also where both go on without a header."""
    found = document(LEFT, RIGHT, LEFT_ON, RIGHT_ON)
    assert rows(found) == ROWS
    assert all("FORM-NO-VALUE" not in table.reasons for table in found.tables)


def test_all_left_halves_before_the_right_ones() -> None:
    """What spreadsheets do unless they are told otherwise."""
    assert rows(document(LEFT, LEFT_ON, RIGHT, RIGHT_ON)) == ROWS


def test_a_value_stands_on_the_page_where_it_is_printed() -> None:
    """Evidence and roles of the right half point to the right half's page and to its own columns."""
    found = document(LEFT, RIGHT)
    (table,) = found.tables
    assert [row.place.page for row in table.indicators] == [2, 2]
    assert table.grids == ((1, 0), (2, 0))
    assert (table.page_first, table.page_last) == (1, 2)
    assert found.continued == (2,)
    values = [(role.page, role.grid, role.row, role.col) for role in found.roles if role.role == "value"]
    assert values == [(2, 0, 1, 1), (2, 0, 2, 1)]
    names = [(role.page, role.grid, role.row, role.col) for role in found.roles if role.role == "name"]
    assert names == [(1, 0, 1, 3), (1, 0, 2, 3)]


def test_halves_of_different_rows_are_not_joined_and_not_silent() -> None:
    """A right half with a row more belongs to something else: the left one is left without values and says so."""
    found = document(LEFT, RIGHT + "| ≥ | 7 | 个 | 10 |")
    assert rows(found)[:2] == [("甲项目", "新增企业", None, None, None), ("甲项目", "合格率", None, None, None)]
    assert "FORM-NO-VALUE" in found.tables[0].reasons


def test_a_table_with_values_of_its_own_is_no_left_half() -> None:
    """A list of units on the page after a complete table stays apart from it."""
    complete = """
    | 项目名称 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
    | 甲项目 | 产出指标 | 数量指标 | 新增企业 | 15户 |
    | ^ | 产出指标 | 质量指标 | 合格率 | 100% |
    """
    assert rows(document(complete, RIGHT))[0] == ("甲项目", "新增企业", "15户", "户", None)
