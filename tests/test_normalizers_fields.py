"""The header form: labels, amounts, goals."""

from __future__ import annotations

from decimal import Decimal

import pytest
from grids import grid

from normalizers.fields import Form, merged_fields, read_form
from normalizers.model import BudgetLine, Horizon, Scope
from normalizers.sheet import Part


def form(drawing: str) -> Form:
    """The form of drawn rows."""
    table = grid(drawing)
    part = Part(table, 0, 0, table.rows)
    return read_form([(part, row) for row in range(table.rows)])


def budgets(drawing: str, unit: str | None = None) -> list[tuple[object, ...]]:
    """Label, parent, scope, yuan of every amount."""
    lines: tuple[BudgetLine, ...] = form(drawing).funds.budgets(unit)
    return [(line.label, line.parent, line.scope, line.amount_yuan) for line in lines]


def test_pairs_in_a_row() -> None:
    """Labels and texts alternate; a label without a text is not a text of the label before."""
    found = form("""
    | 项目名称 | 甲项目 | 项目属性 | 新增项目 |
    | 主管部门 | 乙局   | 实施单位 |          |
    | 主管部门编码 | 015 | 不认识的标签 | 内容 |
    """)
    assert (found.text("project_name"), found.text("department"), found.text("implementing_unit")) == (
        "甲项目",
        "乙局",
        None,
    )
    assert dict(merged_fields(found)) == {"项目属性": "新增项目", "主管部门编码": "015", "不认识的标签": "内容"}


def test_pairs_in_one_cell() -> None:
    """项目名称：甲 in one cell is a label and its text."""
    found = form("| 项目名称：甲项目 | 主管部门：乙局 |")
    assert (found.text("project_name"), found.text("department")) == ("甲项目", "乙局")


def test_people_are_left_out() -> None:
    """Names of people, and texts with a telephone number under any label, are not stored."""
    found = form("""
    | 项目负责人 | 张三 | 联系电话 | 13912345678 |
    | 其他说明事项 | 李四 0431-88901234 | 项目属性 | 新增 |
    """)
    assert merged_fields(found) == (("项目属性", "新增"),)


def test_goal_headings_without_a_text_below_them() -> None:
    """A goal block that follows two headings side by side ends them: what comes after it is a row like any other."""
    found = form("| 年度目标 | 长期目标 |\n| 总体目标 | 培训600人。 |\n| 项目名称 | 甲项目 |")
    assert found.text("project_name") == "甲项目"
    assert [goal.text for goal in found.goals.goals()] == ["培训600人。"]


def test_a_label_with_a_misread_character() -> None:
    """项日名称 is 项目名称."""
    assert form("| 项日名称 | 甲项目 |").text("project_name") == "甲项目"


def test_several_amounts_in_one_cell() -> None:
    """Amounts printed after each other in one cell are lines of their own; a breakdown in brackets stays text."""
    assert budgets("| 项目资金（万元） | 资金总额：100 其中：财政拨款：60（中央20） 其他资金：40 |") == [
        ("资金总额", None, Scope.ANNUAL, Decimal(1000000)),
        ("财政拨款", 1, Scope.ANNUAL, Decimal(600000)),
        ("其他资金", 1, Scope.ANNUAL, Decimal(400000)),
    ]


@pytest.mark.parametrize(
    ("cell", "amounts"),
    [
        ("1,500 其中：财政拨款 1,200 其他资金 300", [("年度资金总额", 1500), ("财政拨款", 1200), ("其他资金", 300)]),
        ("1500；其他资金300", [("年度资金总额", 1500), ("其他资金", 300)]),
        ("1500 其中：培训班 300", [("年度资金总额", None)]),
        ("1,500", [("年度资金总额", 1500)]),
    ],
)
def test_an_amount_with_its_parts_behind_it_in_one_cell(cell: str, amounts: list[tuple[str, int | None]]) -> None:
    """They are lines of their own, parts of the first; where anything else is among them the text stays in doubt."""
    found = budgets(f"| 项目资金（万元） | 年度资金总额 | {cell} |")
    assert [(label, yuan) for label, _, _, yuan in found] == [
        (label, None if amount is None else Decimal(amount * 10_000)) for label, amount in amounts
    ]
    assert [parent for _, parent, _, _ in found] == [None, *[1] * (len(amounts) - 1)]


def test_a_label_with_a_unit_before_other_labels_is_their_heading() -> None:
    """资金总额（万元） beside two labels with amounts: it has none, and its unit is theirs."""
    assert budgets("| 资金总额（万元） | 中期资金总额：1,500 | 年度资金总额 | 486 |") == [
        ("中期资金总额", None, Scope.TOTAL, Decimal(15000000)),
        ("年度资金总额", None, Scope.ANNUAL, Decimal(4860000)),
    ]


def test_heading_alone_is_the_label() -> None:
    """项目资金 beside nothing but an amount names it."""
    assert budgets("| 项目资金 | 685万元 |") == [("项目资金", None, Scope.ANNUAL, Decimal(6850000))]


def test_heading_with_its_amount_and_a_part_beside_it() -> None:
    """项目资金（万元） | 480 | 其中：财政拨款 | 400 are two amounts, the second a part of the first."""
    found = budgets("| 项目资金（万元） | 480 | 其中：财政拨款 | 400 |")
    assert found == [
        ("项目资金（万元）", None, Scope.ANNUAL, Decimal(4800000)),
        ("财政拨款", 1, Scope.ANNUAL, Decimal(4000000)),
    ]


def test_money_unit_of_the_label_goes_before_that_of_the_table() -> None:
    """The label's unit is the nearest; without one the table's counts; without any the amount is in doubt."""
    drawing = "| 资金情况 | 年度金额（元） | 300 |\n| ^ | 其中：财政拨款 | 300 |"
    assert [line[3] for line in budgets(drawing, "万元")] == [Decimal(300), Decimal(3000000)]
    bare = form("| 资金情况 | 年度金额 | 300 |").funds.budgets(None)[0]
    assert (bare.amount_yuan, bare.reasons) == (None, ("MONEY-UNIT-MISSING",))


def test_label_and_cell_with_different_units_are_in_doubt() -> None:
    """项目资金（万元） beside 315元."""
    line = form("| 项目资金（万元） | 年度资金总额：315元 |").funds.budgets(None)[0]
    assert "MONEY-UNIT-CONFLICT" in line.reasons


def test_goal_beside_its_heading_and_under_it() -> None:
    """A heading in the same row, a heading above, the spine alone."""
    assert [
        (goal.horizon, goal.text) for goal in form("| 总体目标 | 长期目标 | 甲 | 年度目标 | 乙 |").goals.goals()
    ] == [
        (Horizon.LONG_TERM, "甲"),
        (Horizon.ANNUAL, "乙"),
    ]
    assert [(goal.horizon, goal.text) for goal in form("| 绩效目标 | 甲乙 |").goals.goals()] == [
        (Horizon.ANNUAL, "甲乙")
    ]
    assert [(goal.horizon, goal.text) for goal in form("| 实施期目标 | 甲 |\n| 年度目标 | 乙 |").goals.goals()] == [
        (Horizon.MEDIUM_TERM, "甲"),
        (Horizon.ANNUAL, "乙"),
    ]


def test_vertical_heading_with_its_characters_out_of_order() -> None:
    """A vertical heading read in another order is still the heading."""
    drawing = "| 绩⏎目⏎效⏎标 | 年度目标 |\n| ^ | 培训600人。 |"
    assert [goal.text for goal in form(drawing).goals.goals()] == ["培训600人。"]


def test_goals_under_headings_without_a_spine() -> None:
    """Two headings side by side with nothing beside them: the next row holds their texts."""
    drawing = "| 年度目标 < | 长期目标 < |\n| 甲 < | 乙 < |\n| 项目名称 | 丙 | 项目属性 | 丁 |"
    found = form(drawing)
    assert [(goal.horizon, goal.text) for goal in found.goals.goals()] == [
        (Horizon.ANNUAL, "甲"),
        (Horizon.LONG_TERM, "乙"),
    ]
    assert found.text("project_name") == "丙"


def test_goal_blocks_one_under_the_other() -> None:
    """A goal block with headings above its texts does not swallow the goal below it."""
    drawing = "| 总体目标 | 中期目标 |\n| ^ | 甲 |\n| 年度目标 | 乙 |"
    assert [(goal.horizon, goal.text) for goal in form(drawing).goals.goals()] == [
        (Horizon.MEDIUM_TERM, "甲"),
        (Horizon.ANNUAL, "乙"),
    ]


def test_an_amount_is_no_misread_heading() -> None:
    """资金总额 is one character off 资金总量, 项目总预算 one off 项目预算; both are what they say, with their texts."""
    found = budgets("""
    | 项目总预算（万元） | 260 | 项目当年预算（万元） | 96.5 |
    | 资金总额（万元） | 120 | 其他资金（万元） | 0 |
    """)
    assert [(label, yuan) for label, _, _, yuan in found] == [
        ("项目总预算（万元）", Decimal(2600000)),
        ("项目当年预算（万元）", Decimal(965000)),
        ("资金总额（万元）", Decimal(1200000)),
        ("其他资金（万元）", Decimal(0)),
    ]


def test_a_result_in_one_cell_with_its_heading_is_no_goal() -> None:
    """预期目标：… beside 实际完成情况：…: only the first is a goal."""
    (goal,) = form("| 年度总体目标 | 预期目标：培训600人。 | 实际完成情况：培训580人。 |").goals.goals()
    assert goal.text == "预期目标：培训600人。"
