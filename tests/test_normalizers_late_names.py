"""Names of merged cells that a page break left to the next page, and names cut in two by it."""

from __future__ import annotations

import pytest
from grids import grid, lines, reading

from normalizers.chain import normalize
from normalizers.model import TargetTable

TITLE = lines("附件6", "创业孵化基地项目绩效目标表")


def tables(first: str, second: str) -> tuple[TargetTable, ...]:
    """The tables of two pages."""
    pages = [reading(grid(first), text=TITLE), reading(grid(second, page=2))]
    return normalize(pages).tables


def levels(first: str, second: str) -> list[tuple[str | None, str | None, str | None, bool]]:
    """Levels and name of each row of one table, and whether its levels or its place over the pages are in doubt."""
    (table,) = tables(first, second)
    doubts = ("LEVEL-MISSING", "ROW-CUT")
    return [
        (item.level1, item.level2, item.level3, any(reason in doubts for reason in item.reasons))
        for item in table.indicators
    ]


HEAD = """
| 项目名称 | 创业孵化基地项目 <  <  < |
| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
| ^ | 产出指标 | 数量指标 | 新增入孵企业 | 150户 |
"""
FIRST = "产出指标", "数量指标", "新增入孵企业", False


def test_a_level_whose_name_stands_on_the_next_page_is_that_one() -> None:
    """The name was set in the middle of its merged cell, and the page ends above the middle."""
    found = levels(
        HEAD.rstrip()
        + """
        | ^ |  | 经济效益指标 | 带动增收 | 3万元 |
        | ^ | ^ | 社会效益指标 | 带动就业 | 15万人 |
        """,
        """
        |  | 效益指标 |  | 培训就业 | 20人 |
        | ^ | ^ | 生态效益指标 | 节约能耗 | 5% |
        """,
    )
    assert found == [
        FIRST,
        ("效益指标", "经济效益指标", "带动增收", False),
        ("效益指标", "社会效益指标", "带动就业", False),
        ("效益指标", "社会效益指标", "培训就业", False),
        ("效益指标", "生态效益指标", "节约能耗", False),
    ]


def test_a_blank_level_of_one_row_at_the_end_of_a_page_is_named_in_doubt() -> None:
    """It may as well go on with the level above."""
    found = levels(HEAD + "| ^ |  | 社会效益指标 | 带动就业 | 15万人 |", "|  | 效益指标 | 生态效益指标 | 能耗 | 5% |")
    assert found == [
        FIRST,
        ("效益指标", "社会效益指标", "带动就业", True),
        ("效益指标", "生态效益指标", "能耗", False),
    ]


def test_where_names_stand_above_blank_cells_the_last_of_these_is_no_name_of_the_next_page() -> None:
    """A list that prints a level once and leaves the cells below it blank, each with rules around it."""
    found = levels(
        HEAD.rstrip()
        + """
        | ^ |  | 质量指标 | 合格率 | 100% |
        | ^ |  | 时效指标 | 及时率 | 95% |
        """,
        "|  | 效益指标 | 社会效益指标 | 带动就业 | 15万人 |",
    )
    assert [row[0] for row in found] == ["产出指标", "产出指标", "产出指标", "效益指标"]


LIST = """
| 项目名称 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
| 农村公路 | 产出指标 | 数量指标 | 示范点 | 6个 |
| ^ | 效益指标 | 社会效益指标 | 满意率 | 90% |
"""


def test_a_project_of_a_list_whose_name_stands_on_the_next_page_is_that_one() -> None:
    """Its rows on the page before were given to the project above."""
    found = tables(
        LIST.rstrip()
        + """
        |  | 产出指标 | 数量指标 | 校舍 | 2栋 |
        | ^ | ^ | 质量指标 | 合格率 | 100% |
        """,
        """
        | 项目名称 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
        | 校舍维修 | 效益指标 | 社会效益指标 | 知晓率 | 85% |
        """,
    )
    assert [(table.project_name, [item.level3 for item in table.indicators]) for table in found] == [
        ("农村公路", ["示范点", "满意率"]),
        ("校舍维修", ["校舍", "合格率", "知晓率"]),
    ]
    assert not any(item.reasons for table in found for item in table.indicators)


@pytest.mark.parametrize(
    ("rest", "level"), [("万元）", "效益指标"), ("维修万元", "")], ids=["closes the bracket", "begins with no level"]
)
def test_a_project_cut_in_its_name_is_one(rest: str, level: str) -> None:
    """The second part closes the bracket of the first, or stands beside a level that goes on."""
    found = tables(
        LIST + "| 校舍维修（80 | 产出指标 | 数量指标 | 校舍 | 2栋 |",
        f"""
        | 项目名称 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
        | {rest} | {level} | 质量指标 | 合格率 | 100% |
        """,
    )
    assert [(table.project_name, [item.level3 for item in table.indicators]) for table in found][1:] == [
        ("校舍维修（80" + rest, ["校舍", "合格率"])
    ]


def test_an_amount_in_the_name_of_a_project_is_no_value() -> None:
    """Headings that nobody knows: what stands left of the levels says nothing of an indicator."""
    document = normalize(
        [
            reading(
                grid(
                    """
                    | 事项 | 甲 | 乙 | 丙 | 丁 |
                    | 人居环境整治（186万元） | 产出指标 | 数量指标 | 配齐保洁员 | 58人 |
                    | ^ | ^ | 质量指标 | 垃圾无害化处理率 | 100% |
                    | 农村公路养护（142.6万元） | ^ | 时效指标 | 水毁抢通时间 | 24小时内 |
                    | ^ | 效益指标 | 社会效益指标 | 村民满意率 | 90% |
                    """
                ),
                text=TITLE,
            )
        ]
    )
    rows = [item for table in document.tables for item in table.indicators]
    assert [(item.level3, item.value_text) for item in rows] == [
        ("配齐保洁员", "58人"),
        ("垃圾无害化处理率", "100%"),
        ("水毁抢通时间", "24小时内"),
        ("村民满意率", "90%"),
    ]
    assert all(item.reasons for item in rows)


LOST = """
| 项目名称 | 预算数 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
| 修路 | 100 | 产出指标 | 数量指标 | 里程 | 5公里 |
| _ | 51.8 | 产出指标 | 数量指标 | 沼气池 | 3口 |
| {name} | ^ | 效益指标 | 社会效益指标 | 安全事故 | 0起 |
| 植树 | 30 | 产出指标 | 数量指标 | 面积 | 8亩 |
"""


@pytest.mark.parametrize(
    ("confidence", "name", "found"),
    [
        (0.99, "^", [("修路", ["里程"]), (None, ["沼气池", "安全事故"]), ("植树", ["面积"])]),
        (0.99, "202安全置14", [("修路", ["里程"]), ("202安全置14", ["沼气池", "安全事故"]), ("植树", ["面积"])]),
        (1.0, "^", [("修路", ["里程", "沼气池", "安全事故"]), ("植树", ["面积"])]),
    ],
)
def test_an_amount_beside_a_name_that_a_stamp_hides_begins_another_project(
    confidence: float, name: str, found: list[tuple[str | None, list[str]]]
) -> None:
    """Its rows went to the project above without a doubt; a text layer loses no name, and its blank goes on."""
    read = normalize([reading(grid(LOST.format(name=name), confidence=confidence), text=TITLE)]).tables
    assert [(table.project_name, [row.level3 for row in table.indicators]) for table in read] == found
    if confidence < 1:
        assert "ROW-CUT" in read[1].indicators[0].reasons
