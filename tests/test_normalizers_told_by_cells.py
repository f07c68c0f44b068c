"""A list of projects of which most headings were lost on a scan."""

from __future__ import annotations

from decimal import Decimal

from grids import grid, reading

from normalizers.chain import normalize
from normalizers.model import TargetTable

LIST = """
| {owner} | {project} | {budget} | {goal} | {first} | {second} | {name} | 指标性质 | 指标值 | 度量单位 | {weight} |
| 永清县保障中心 | 技能提升行动 | 66,154,800.00 | {one} | 产出指标 | 数量指标 | 灌溉面积 | ≥ | 1554 | 亩 | 40 |
| ^ | ^ | ^ | ^ | 产出指标 | 时效指标 | 完成率 | = | 100 | % | 20 |
| ^ | ^ | ^ | ^ | 效益指标 | 社会效益指标 | 社会和谐 | 定性 | 健全 |  | 40 |
| 大洼区财政局 | 森林防火补助 | 4,315,220.00 | {two} | 产出指标 | 数量指标 | 示范基地 | ≥ | 158 | 个 | 60 |
| ^ | ^ | ^ | ^ | 效益指标 | 经济效益指标 | 年增粮食 | > | 27 | 公斤 | 40 |
"""
GOALS = {"one": "按计划完成职业技能提升的年度任务。", "two": "新建示范点五百个，带动就业一万五千人。"}
LOST = {
    "owner": "中",
    "project": "名称",
    "budget": "-ua",
    "goal": "FTs",
    "first": "没指",
    "second": "级指标",
    "name": "没指标",
    "weight": "核电",
}
HEADINGS = {
    "owner": "单位名称",
    "project": "项目名称",
    "budget": "预算数",
    "goal": "年度目标",
    "first": "一级指标",
    "second": "二级指标",
    "name": "三级指标",
    "weight": "权重",
}


def read(headings: dict[str, str], confidence: float = 0.9) -> tuple[TargetTable, ...]:
    """The tables of the list under these headings, as a scan."""
    return tuple(normalize([reading(grid(LIST.format(**headings, **GOALS), confidence=confidence))]).tables)


def told(table: TargetTable) -> list[tuple[object, ...]]:
    """What a row says, its project first."""
    return [
        (table.project_name, row.level1, row.level2, row.level3, row.measure.operator_text, row.value_text, row.weight)
        for row in table.indicators
    ]


def test_the_cells_of_a_list_tell_what_its_lost_headings_did() -> None:
    """Levels, names, weights and projects are those of the same list with its headings, and every row is in doubt."""
    found, clear = read(LOST), read(HEADINGS)
    assert [told(table) for table in found] == [told(table) for table in clear]
    assert [len(table.indicators) for table in found] == [3, 2]
    assert told(found[1])[0] == ("森林防火补助", "产出指标", "数量指标", "示范基地", "≥", "158", Decimal(60))
    assert all("FORM-UNKNOWN" in row.reasons for table in found for row in table.indicators)


def test_a_page_without_a_readable_heading_of_the_values_is_not_guessed() -> None:
    """Without the word for the target nothing tells a list of targets from one of results."""
    drawing = LIST.format(**LOST, **GOALS).replace("指标值", "措标俏")
    assert normalize([reading(grid(drawing, confidence=0.9))]).tables == ()


def test_a_text_layer_says_what_its_headings_are() -> None:
    """Headings of a digital page that are unknown are unknown, not lost."""
    assert read(LOST, confidence=1.0) == ()


def test_what_stands_left_of_levels_with_headings_is_no_project() -> None:
    """The spine of a form is no list: its headings were read, so its cells tell nothing more."""
    drawing = """
| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 |
| ^ | 产出指标 | 数量指标 | 新增企业 | ≥ | 15 | 户 |
| ^ | 效益指标 | 社会效益指标 | 带动就业 | ≥ | 300 | 人 |
"""
    (table,) = normalize([reading(grid(drawing, confidence=0.9))]).tables
    assert (table.project_name, [row.reasons for row in table.indicators]) == (None, [(), ()])
