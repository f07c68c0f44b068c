"""Headings of a recognised page that were not read at all: their columns are told, or their rows are in doubt."""

from __future__ import annotations

import pytest
from grids import grid, reading

from normalizers.chain import normalize
from normalizers.model import TargetTable

BODY = """
| 产出指标 | 数量指标 | 新增企业 | 15户 |
| 效益指标 | 社会效益指标 | 带动就业 | 300人 |
"""
READ = [("产出指标", "数量指标", "新增企业", "15户"), ("效益指标", "社会效益指标", "带动就业", "300人")]


def only(drawing: str, confidence: float = 0.99) -> TargetTable:
    """The only table of a drawing."""
    (table,) = normalize([reading(grid(drawing, confidence=confidence))]).tables
    return table


def rows(table: TargetTable) -> list[tuple[str | None, ...]]:
    """Levels, name, value."""
    return [(item.level1, item.level2, item.level3, item.value_text) for item in table.indicators]


@pytest.mark.parametrize(
    "header",
    [
        "| _ | 二级指标 | 三级指标 | 指标值 |",
        "| 一级指标 | _ | 三级指标 | 指标值 |",
    ],
)
def test_levels_below_headings_that_were_not_read(header: str) -> None:
    """White print on a dark ground may lose a heading: complete names of a level need none."""
    assert rows(only(header + BODY)) == READ


def test_three_levels_without_their_numbers() -> None:
    """They stand in their order, and the table is in doubt."""
    header = "| 级指标 | 级指标 | 级指标 | 指标值 | 度量单位 |"
    table = only(header + BODY.replace("15户 |", "15 | 户 |").replace("300人 |", "300 | 人 |"))
    assert [row[:3] for row in rows(table)] == [row[:3] for row in READ]
    assert all("FORM-UNKNOWN" in item.reasons for item in table.indicators)


@pytest.mark.parametrize(("confidence", "doubted"), [(0.99, True), (1.0, False)])
def test_a_level_whose_place_a_misread_heading_took_is_in_doubt(confidence: float, doubted: bool) -> None:
    """Names of levels stand under a heading that says nothing: they are one, whatever the others were taken for."""
    table = only("| 发级格标 | 级指标 | 三级指标 | 指标值 |" + BODY, confidence)
    assert ["FORM-UNKNOWN" in item.reasons for item in table.indicators] == [doubted] * 2


def test_one_number_of_three_that_was_lost_is_the_missing_level() -> None:
    """一级指标, 级指标, 三级指标 leaves one level over."""
    assert rows(only("| 一级指标 | 级指标 | 三级指标 | 指标值 |" + BODY)) == READ


@pytest.mark.parametrize(("confidence", "doubted"), [(0.99, True), (1.0, False)])
def test_a_column_whose_heading_was_not_seen_is_in_doubt(confidence: float, doubted: bool) -> None:
    """It may be a level with names of the form's own. A text layer has no unseen headings."""
    first, second = BODY.strip().splitlines()
    header = "| _ | 一级指标 | 二级指标 | 三级指标 | 指标值 |"
    table = only(f"{header}\n| 企业发展 {first}\n| 就业帮扶 {second}", confidence)
    assert ["HEADING-DOUBTFUL" in item.reasons for item in table.indicators] == [doubted] * 2


TWINS = """
| 一级指标 | 二级指标 | {name} | {value} | 二级指标 | 三级指标 | 指标值 |
| 产出指标 | 数量指标 | 新增企业 | 45户 | 数量指标 | 新增企业 | 15户 |
| 效益指标 | 社会效益指标 | 带动就业 | 900人 | 社会效益指标 | 带动就业 | 300人 |
"""


@pytest.mark.parametrize(("name", "value"), [("_", "指标值"), ("三级指标", "_"), ("舍级指标", "指标值")])
def test_the_heading_of_one_of_two_blocks_is_told_by_the_other(name: str, value: str) -> None:
    """Two blocks side by side have the same columns; nothing is lost, and all rows are in doubt."""
    table = only(TWINS.format(name=name, value=value))
    assert [(item.level2, item.level3, item.value_text) for item in table.indicators] == [
        ("数量指标", "新增企业", "45户"),
        ("数量指标", "新增企业", "15户"),
        ("社会效益指标", "带动就业", "900人"),
        ("社会效益指标", "带动就业", "300人"),
    ]
    assert all("FORM-UNKNOWN" in item.reasons for item in table.indicators)


@pytest.mark.parametrize("heading", ["指标怀质", "川主"])
def test_operators_below_an_unknown_heading_are_in_doubt(heading: str) -> None:
    """A column of signs is that of the operators, whatever was read above it."""
    drawing = f"| 一级指标 | 二级指标 | 三级指标 | {heading} | 指标值 |"
    table = only(drawing + BODY.replace("| 15户", "| ≥ | 15户").replace("| 300人", "| ≤ | 300人"))
    assert all(item.measure.operator or "HEADING-DOUBTFUL" in item.reasons for item in table.indicators)


def test_rows_above_the_first_header_that_was_understood_are_reported() -> None:
    """The header of page 1 was not read: its rows are none of page 2, and TABLE-UNREAD says so."""
    above = grid("| 项目名称 | 基地 < < |\n| 川 | 主 | 丨 | 丿 |" + BODY, confidence=0.99)
    below = grid("| 一级指标 | 二级指标 | 三级指标 | 指标值 |" + BODY, page=2, top=40, confidence=0.99)
    tables = normalize([reading(above), reading(below, page=2)]).tables
    assert any("TABLE-UNREAD" in table.reasons for table in tables) or sum(len(t.indicators) for t in tables) > 2


def test_projects_of_a_list_below_a_misread_heading_stay_apart() -> None:
    """项山名称 beside the columns of indicators is 项目名称; every row is in doubt."""
    first, second = BODY.strip().splitlines()
    header = "| 项山名称 | 一级指标 | 二级指标 | 三级指标 | 指标值 |"
    drawn = grid(f"{header}\n| 养老设施改造 {first}\n| 小区节能改造 {second}", confidence=0.99)
    tables = normalize([reading(drawn)]).tables
    assert [table.project_name for table in tables] == ["养老设施改造", "小区节能改造"]
    assert all("FORM-UNKNOWN" in item.reasons for table in tables for item in table.indicators)


@pytest.mark.parametrize(("confidence", "unit"), [(0.99, "户"), (1.0, None)])
def test_two_headings_in_one_cell_over_two_columns_are_one_for_each(confidence: float, unit: str | None) -> None:
    """The white wall of a dark heading was not seen; below it the columns are apart."""
    drawing = """
    | 一级指标 | 二级指标 | 三级指标 | 指标值 | 度量单位*权重* < |
    | 产出指标 | 数量指标 | 新增企业 | 15 | 户 | 50 |
    | 产出指标 | 质量指标 | 合格率 | 90 | % | 40 |
    """
    table = only(drawing, confidence)
    first = table.indicators[0]
    assert (first.measure.unit_text, first.weight) == (unit, 50 if unit else None)
    if unit:
        assert not any(item.reasons for item in table.indicators)
