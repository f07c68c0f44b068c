"""Header rows: columns by their words, blocks, what a recogniser may have made of them."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from grids import grid, reading

from normalizers.chain import normalize
from normalizers.header import find_headers
from normalizers.model import Horizon, TargetTable

REAL = Path(__file__).resolve().parents[2] / "shared" / "real"


def only(drawing: str, **options: object) -> TargetTable:
    """The one table of a drawing."""
    tables = normalize([reading(grid(drawing, **options))]).tables
    assert len(tables) == 1
    return tables[0]


def rows(table: TargetTable) -> list[tuple[str | None, ...]]:
    """Levels, name, value."""
    return [(item.level1, item.level2, item.level3, item.value_text) for item in table.indicators]


ROW = ("产出指标", "数量指标", "新增企业", "15户")


@pytest.mark.parametrize(
    "header",
    [
        "| 一级指标 | 二级指标 | 三级指标 | 指标值 |",
        "| *一级指标 | *二级指标 | *三级指标 | *指标值 |",
        "| 一级⏎指标 | 二级⏎指标 | 三级⏎指标 | 年度指⏎标值 |",
        "| 一级绩效指标 | 二级绩效指标 | 指标内容 | 目标值 |",
        "| 一级 | 二级 | 三级 | 指标值(或计划水平) |",
        "| 一级指际 | 二级指标 | 三级指标 | 指标值 |",
        "| 丨级指标 | 二级指标 | 三级指标 | 指标值 |",
        "| 一级指标 | 二级指标 | 王级指标 | 指标值 |",
        "| 一级指标 | 二级指标 | 三级指标 | 年度指标佰 |",
    ],
)
def test_spellings_of_one_header(header: str) -> None:
    """Stars, wraps, synonyms and single misread characters give the same columns."""
    assert rows(only(header + "\n| 产出指标 | 数量指标 | 新增企业 | 15户 |")) == [ROW]


def test_third_level_read_as_second() -> None:
    """一级 二级 二级 指标值: the second 二级 is the third level, and the table is in doubt."""
    table = only("| 一级指标 | 二级指标 | 二级指标 | 指标值 |\n| 产出指标 | 数量指标 | 新增企业 | 15户 |")
    assert rows(table) == [ROW]
    assert "FORM-UNKNOWN" in table.reasons
    assert "FORM-UNKNOWN" in table.indicators[0].reasons


def test_second_level_read_as_first() -> None:
    """一级 一级 三级: the level between them is the second; what stands elsewhere tells nothing."""
    told = only("| 一级指标 | 一级指标 | 三级指标 | 指标值 |\n| 产出指标 | 数量指标 | 新增企业 | 15户 |")
    assert rows(told) == [ROW]
    assert told.indicators[0].reasons == ()
    apart = only("| 一级指标 | 三级指标 | 一级指标 | 指标值 |\n| 产出指标 | 新增企业 | 数量指标 | 15户 |")
    assert rows(apart) != [ROW]


def test_levels_that_lost_a_stroke_each_stand_in_their_order() -> None:
    """级指标 一级指标 三级指标: nobody prints the second level before the first."""
    told = only("| 级指标 | 一级指标 | 三级指标 | 指标值 |\n| 产出指标 | 数量指标 | 新增企业 | 15户 |")
    assert rows(told) == [ROW]


def test_a_second_level_read_as_the_third_is_told_by_its_place() -> None:
    """The strokes of 二 ran together in a coarse scan, and nobody prints 三级指标 twice."""
    table = only(
        "| 一级指标 | 三级指标 | 三级指标 | 指标值 |\n| 产出指标 | 数量指标 | 新增企业 | 15户 |", confidence=0.99
    )
    assert rows(table) == [ROW]


def test_two_levels_misread_are_in_doubt() -> None:
    """王级指标 and 亍级指标 with a column between them: which is which is told by their order only."""
    table = only("| 一级指标 | 亍级指标 | 备注 | 王级指标 | 指标值 |\n| 产出指标 | 数量指标 |  | 新增企业 | 15户 |")
    assert rows(table) == [ROW]
    assert table.indicators[0].reasons == ("FORM-UNKNOWN",)


@pytest.mark.parametrize(
    ("header", "doubted"),
    [
        ("| 级指标 | 级指标 | 三级指标 | 指标值 |", False),
        ("| -级指标 | 级指标 | 三级指标 | 指标值 |", False),
        ("| --级指标 | 级指标 | 三级指标 | 指标值 |", False),
        ("| 一级指标 | 级指标 | 级指标 | 指标值 |", False),
        ("| 级指标 | 二级指标 | 级指标 | 指标值 |", True),
    ],
)
def test_two_levels_without_their_numbers_beside_the_third_leave_no_choice(header: str, doubted: bool) -> None:
    """一 and 二 are lost in a pale scan, 二 and 三 in a fax; where that between them is left, it settles nothing."""
    table = only(header + "\n| 产出指标 | 数量指标 | 新增企业 | 15户 |")
    assert rows(table) == [ROW]
    assert ("FORM-UNKNOWN" in table.indicators[0].reasons) is doubted


@pytest.mark.parametrize("head", ["i-级指标*", "1一级指标", "!-级指标"])
def test_the_remnant_of_a_rule_before_the_first_level_hides_no_column(head: str) -> None:
    """Where it stands in the cells below, too, nothing else tells what they are."""
    table = only(f"| {head} | 二级指标* | 三级指标* | 指标值* |\n| 1产出指标i | 数量指标 | 新增企业 | 15户 |")
    assert [row.level1 for row in table.indicators] == ["1产出指标i"]


@pytest.mark.parametrize("total", ["合计", "指标分值合计", "总分（100分）"])
def test_a_heading_that_names_no_level_over_names_of_levels(total: str) -> None:
    """指标类型 over 产出指标 and 效益指标 is the first level: its cells say so, and nothing is in doubt.

    The row of totals is no indicator, however it is worded.
    """
    table = only(
        """
    | 序号 | 指标类型 | 指标内容 | 目标值 | 权重 |
    | 1 | 产出指标 | 新增企业 | 15户 | 50 |
    | 2 | 效益指标 | 带动就业 | 20人 | 40 |
    | {total} < < < | 90 |
    """.replace("{total}", total)
    )
    assert rows(table) == [("产出指标", None, "新增企业", "15户"), ("效益指标", None, "带动就业", "20人")]
    assert not any(item.reasons for item in table.indicators)


def test_the_kind_of_an_indicator_is_no_level() -> None:
    """指标类型 over 定量 and 定性 stays what it says."""
    table = only("""
    | 指标类型 | 指标内容 | 目标值 |
    | 定量 | 新增企业 | 15户 |
    | 定性 | 带动就业 | 明显 |
    """)
    assert [item.level1 for item in table.indicators] == [None, None]


def test_names_whose_heading_is_lost_are_no_second_level() -> None:
    """数量指标 is never taken for the name of an indicator: the column beside it is, and the rows are in doubt."""
    table = only("""
    | 一级指标 | 二级指标 | 元)三级指标 | 指标值 |
    | 产出指标 | 数量指标 | 新增企业 | 15户 |
    | ^ | 质量指标 | 合格率 | 90% |
    """)
    assert rows(table) == [ROW, ("产出指标", "质量指标", "合格率", "90%")]
    assert all("FORM-UNKNOWN" in item.reasons for item in table.indicators)


@pytest.mark.parametrize(
    "heading", ["2024年 | 2025年", "2024年指标值 | 2025年指标值", "2024年度目标值 | 2025年度目标值"]
)
def test_a_column_for_each_year(heading: str) -> None:
    """Every year has a target of its own under its own heading; later years are the medium term, not places."""
    table = only(
        f"| 一级指标 | 二级指标 | 三级指标 | {heading} |\n| 产出指标 | 数量指标 | 高标准农田 | 5万亩 | 6万亩 |"
    )
    assert [(item.horizon, item.value_text) for item in table.indicators] == [
        (Horizon.ANNUAL, "5万亩"),
        (Horizon.MEDIUM_TERM, "6万亩"),
    ]
    assert [item.extras for item in table.indicators] == [(("年度", text.strip()),) for text in heading.split("|")]
    assert not any(item.reasons for item in table.indicators)


def test_what_was_reached_in_other_years_is_no_target() -> None:
    """2022年实际值 beside 2024年目标值 is kept as an extra."""
    table = only("""
    | 一级指标 | 二级指标 | 三级指标 | 2022年实际值 | 2023年完成情况 | 2024年目标值 |
    | 产出指标 | 数量指标 | 新增企业 | 9户 | 12户 | 15户 |
    """)
    assert rows(table) == [ROW]
    assert table.indicators[0].extras == (("2022年实际值", "9户"), ("2023年完成情况", "12户"))


def test_header_two_rows_deep() -> None:
    """Groups of columns above their members name the horizon of the members."""
    table = only("""
    | 一级指标 | 长期绩效指标 < < | 年度绩效指标 < < |
    | ^ | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值 |
    | 产出指标 | 数量指标 | 总里程 | 30公里 | 质量指标 | 合格率 | 90% |
    """)
    assert [(item.horizon, item.level2, item.level3, item.value_text) for item in table.indicators] == [
        (Horizon.LONG_TERM, "数量指标", "总里程", "30公里"),
        (Horizon.ANNUAL, "质量指标", "合格率", "90%"),
    ]


@pytest.mark.parametrize("span", ["三年", "五年期", "2025-2027年", "规划期"])
def test_a_span_of_years_before_a_value_is_the_medium_term(span: str) -> None:
    """年度指标值 on the left, 三年指标值 on the right, one first level for both."""
    table = only(
        f"""
        | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 二级指标 | 三级指标 | {span}指标值 |
        | 产出指标 | 数量指标 | 新建法庭 | 6间 | 数量指标 | 累计建成法庭 | ≥18间 |
        """
    )
    assert [(item.horizon, item.level1, item.level3, item.value_text) for item in table.indicators] == [
        (Horizon.ANNUAL, "产出指标", "新建法庭", "6间"),
        (Horizon.MEDIUM_TERM, "产出指标", "累计建成法庭", "≥18间"),
    ]
    assert not any(item.reasons for item in table.indicators)


@pytest.mark.parametrize("other", ["半年指标值", "上三年实际值", "近三年完成值"])
def test_half_a_year_and_years_gone_by_are_no_span_to_come(other: str) -> None:
    """半年指标值 beside 年度指标值 is no target of its own, and what was reached in three years is none."""
    table = only(
        f"""
        | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | {other} |
        | 产出指标 | 数量指标 | 新建法庭 | 6间 | 3间 |
        """
    )
    assert rows(table) == [("产出指标", "数量指标", "新建法庭", "6间")]


def test_a_value_that_only_the_other_half_of_a_drawn_table_names_is_one_in_doubt() -> None:
    """达到的水平 stands where 指标值 stands in the half beside it."""
    table = only(
        """
        | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 二级指标 | 三级指标 | 中期达到水平 |
        | 产出指标 | 数量指标 | 新建法庭 | 6间 | 数量指标 | 累计建成法庭 | ≥18间 |
        """
    )
    assert [(item.level3, item.value_text) for item in table.indicators] == [
        ("新建法庭", "6间"),
        ("累计建成法庭", "≥18间"),
    ]
    assert all("FORM-UNKNOWN" in item.reasons for item in table.indicators)


def test_levels_and_names_again_without_a_value_put_the_rows_in_doubt() -> None:
    """The second half of the table is not read, and every row says that the header is not understood."""
    table = only(
        """
        | 一级指标 | 二级指标 | 三级指标 | 指标值 | 权重 | 二级指标 | 三级指标 | 达到的水平 |
        | 产出指标 | 数量指标 | 新建法庭 | 6间 | 10 | 数量指标 | 累计建成法庭 | ≥18间 |
        """
    )
    assert all("FORM-UNKNOWN" in item.reasons for item in table.indicators)


def test_a_weight_says_of_which_level_it_is() -> None:
    """二级指标权重 behind the names, merged as its level is."""
    table = only(
        """
        | 一级指标 | 二级指标 | 三级指标 | 二级指标权重 | 指标值 |
        | 产出指标 | 数量指标 | 新建法庭 | 18 | 6间 |
        | ^ | ^ | 改造法庭 | ^ | 4间 |
        """
    )
    assert [(item.level3, item.level2_weight, item.weight) for item in table.indicators] == [
        ("新建法庭", Decimal(18), None),
        ("改造法庭", Decimal(18), None),
    ]


def test_blocks_without_any_word_about_their_span_are_in_doubt() -> None:
    """Two equal blocks and no goals above: left is taken for the longer span, and said to be a guess."""
    table = only("""
    | 一级指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值 |
    | 产出指标 | 数量指标 | 总里程 | 30公里 | 数量指标 | 里程 | 10公里 |
    """)
    assert [item.horizon for item in table.indicators] == [Horizon.MEDIUM_TERM, Horizon.ANNUAL]
    assert all("FORM-UNKNOWN" in item.reasons for item in table.indicators)


def test_a_target_beside_a_result_column_of_the_same_name() -> None:
    """目标值 is the target where 指标值 stands beside it; 指标值 is then kept as an extra."""
    table = only("""
    | 一级指标 | 二级指标 | 三级指标 | 目标值 | 指标值 |
    | 产出指标 | 数量指标 | 新增企业 | 15户 | 12户 |
    """)
    assert rows(table) == [ROW]
    assert table.indicators[0].extras == (("指标值", "12户"),)


def test_no_column_for_the_values() -> None:
    """Without any value column the names are kept and the table is in doubt."""
    table = only("| 一级指标 | 二级指标 | 三级指标 |\n| 产出指标 | 数量指标 | 新增企业 |")
    assert rows(table) == [("产出指标", "数量指标", "新增企业", None)]
    assert "FORM-NO-VALUE" in table.reasons


def test_an_unknown_last_column_is_taken_for_the_value_in_doubt() -> None:
    """One column is left and nothing else can hold the values."""
    table = only("| 一级指标 | 二级指标 | 三级指标 | 预计达到 |\n| 产出指标 | 数量指标 | 新增企业 | 15户 |")
    assert rows(table) == [ROW]
    assert table.indicators[0].reasons == ("FORM-UNKNOWN",)


@pytest.mark.parametrize(
    "drawing",
    [
        "| 科目编码 | 科目名称 | 预算数 | 备注 |\n| 201 | 行政运行 | 12 | |",
        "| 单位 | 指标 | 数量 |\n| 个 | 一 | 2 |",
        "| 序号 | 项目名称 | 金额 |\n| 1 | 培训 | 2 |",
        "| 项目名称 | 培训 |\n| 年度目标 | 培训600人 |",
    ],
)
def test_other_tables_have_no_indicator_header(drawing: str) -> None:
    """Budgets, lists and header forms alone are no indicator grids."""
    assert find_headers(grid(drawing)) == ()


def test_merged_cell_over_two_levels() -> None:
    """满意度指标 over both level columns is the first level; there is no second."""
    table = only("""
    | 一级指标 | 二级指标 | 三级指标 | 指标值 |
    | 产出指标 | 数量指标 | 新增企业 | 15户 |
    | 满意度指标 | < | 企业满意度 | 90% |
    """)
    assert rows(table)[1] == ("满意度指标", None, "企业满意度", "90%")
    assert not table.indicators[1].reasons


def test_blank_level_in_a_ruled_table_is_in_doubt() -> None:
    """A blank level cell with rules around it may be forgotten or may go on: it goes on, in doubt."""
    drawing = """
    | 一级指标 | 二级指标 | 三级指标 | 指标值 |
    | 产出指标 | 数量指标 | 新增企业 | 15户 |
    |  |  | 就业人数 | 20人 |
    """
    ruled, borderless = only(drawing), only(drawing, reader="borderless")
    for table in (ruled, borderless):
        assert rows(table)[1] == ("产出指标", "数量指标", "就业人数", "20人")
    assert ruled.indicators[1].reasons == ("LEVEL-MISSING",)
    assert borderless.indicators[1].reasons == ()


def test_level_that_nothing_gives() -> None:
    """A first row without a level, and a new first level without a second, are in doubt."""
    table = only("""
    | 一级指标 | 二级指标 | 三级指标 | 指标值 |
    | 产出指标 |  | 新增企业 | 15户 |
    | 效益指标 |  | 就业人数 | 20人 |
    """)
    assert rows(table) == [("产出指标", None, "新增企业", "15户"), ("效益指标", None, "就业人数", "20人")]
    assert [item.reasons for item in table.indicators] == [("LEVEL-MISSING",)] * 2


def test_names_of_a_third_level_without_any_other_column_are_in_doubt() -> None:
    """A fold tore the table in two, and the columns of the levels stand in another one."""
    table = only("""
    | 三级指标 | 指标值 |
    | 新增企业 | 15户 |
    | 就业人数 | 20人 |
    """)
    assert [item.reasons for item in table.indicators] == [("LEVEL-MISSING",)] * 2


def test_a_heading_that_reaches_into_the_first_indicator_costs_no_row() -> None:
    """The wall below it was not seen: the first of 27 indicators was taken for a row of the header."""
    table = only("""
    | 一级指标 | 二级指标 | 三级指标 | 指标值 |
    | ^ | 数量指标 | 新增企业 | 15户 |
    | 产出指标 | 数量指标 | 就业人数 | 20人 |
    """)
    assert [row[2:] for row in rows(table)] == [("新增企业", "15户"), ("就业人数", "20人")]
    assert rows(table)[1][:2] == ("产出指标", "数量指标")


@pytest.mark.parametrize(
    ("heading", "explanation", "extras"),
    [
        ("指标解释及数据来源", "取自年报", ()),
        ("指标说明、评分依据", "取自年报", ()),
        ("数据出处及说明", None, (("数据出处及说明", "取自年报"),)),
    ],
)
def test_a_heading_of_two_things_is_that_of_the_first(
    heading: str, explanation: str | None, extras: tuple[tuple[str, str], ...]
) -> None:
    """On a scan it put every row in doubt, for it resembles the heading of an explanation."""
    table = only(f"""
    | 一级指标 | 二级指标 | 三级指标 | 指标值 | {heading} |
    | 产出指标 | 数量指标 | 新增企业 | 15户 | 取自年报 |
    """)
    (row,) = table.indicators
    assert (row.explanation, row.extras) == (explanation, extras)


def test_a_header_of_two_rows_stays_one() -> None:
    """What stands below a group of columns are headings too, be they words nobody knows."""
    table = only("""
    | 一级指标 | 二级指标 | 三级指标 | 指标值 < |
    | ^ | ^ | ^ | 城厢镇 | 凤城镇 |
    | 产出指标 | 数量指标 | 新增企业 | 15户 | 20户 |
    """)
    assert {row[2] for row in rows(table)} == {"新增企业"}


def test_name_over_several_values_and_value_over_several_names() -> None:
    """One name with two values is two indicators, two names with one value as well; blanks beside are none."""
    table = only("""
    | 一级指标 | 二级指标 | 三级指标 | 指标值 | 备注 |
    | 产出指标 | 数量指标 | 培训 | 20人 | 甲 |
    | ^ | ^ | ^ | 3期 | 乙 |
    | ^ | ^ | 覆盖率 | 90% | 丙 |
    | ^ | ^ | 合格率 | ^ | 丁 |
    | ^ | ^ | 验收 | 通过 | 戊 |
    | ^ | ^ | ^ | ^ | 己 |
    """)
    assert [(row[2], row[3], item.extras) for row, item in zip(rows(table), table.indicators, strict=True)] == [
        ("培训", "20人", (("备注", "甲"),)),
        ("培训", "3期", (("备注", "乙"),)),
        ("覆盖率", "90%", (("备注", "丙"),)),
        ("合格率", "90%", (("备注", "丁"),)),
        ("验收", "通过", (("备注", "戊；己"),)),
    ]


def test_rows_that_are_no_indicators() -> None:
    """Totals, notes, signatures, labels with a text over the whole width: none of them is an indicator."""
    table = only("""
    | 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 得分 |
    | ^ | 产出指标 | 数量指标 | 新增企业 | 15户 | 10 |
    | ^ | 小计 |  |  | 15 | 10 |
    | 总分 |  |  |  | 100 | 98 |
    | 其他需要说明的问题 | 共3项 <  <  <  < |
    | 保障措施 | 专人负责 <  <  <  < |
    | 主管部门审核意见 | 同意 <  <  <  < |
    | 填报人：张三 <  < | 联系电话：13900000000 <  < |
    | 注：各地请根据实际情况填写。 <  <  <  <  < |
    """)
    assert rows(table) == [ROW]
    assert dict(table.indicators[0].extras) == {"得分": "10"}
    assert dict(table.fields) == {"其他需要说明的问题": "共3项", "保障措施": "专人负责"}
    assert table.reasons == ("FORM-UNKNOWN",)


def test_a_row_that_lost_its_rules_is_reported() -> None:
    """A row that became one cell and holds a value is no indicator, and not left out in silence."""
    table = only("""
    | 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
    | ^ | 产出指标 | 数量指标 | 新增企业 | 15户 |
    | ^ | 效益指标 社会效益指标 带动就业 ≥150人 <  <  < |
    """)
    assert rows(table) == [ROW]
    assert "TABLE-UNREAD" in table.reasons
    assert [item.finding.evidence for item in table.findings if item.finding.code == "TABLE-UNREAD"] == [
        "效益指标 社会效益指标 带动就业 ≥150人"
    ]


def test_a_unit_that_lost_its_dot_is_in_doubt_on_a_scan_only() -> None:
    """元/人天 may be printed so; in a picture its dot may not have been seen."""
    drawing = "| 一级指标 | 二级指标 | 三级指标 | 指标值 |\n| 产出指标 | 数量指标 | 会议费定额 | ≤550元/人天 |"
    assert only(drawing).indicators[0].reasons == ()
    assert only(drawing, confidence=0.98).indicators[0].reasons == ("UNIT-UNKNOWN",)


def test_empty_value_of_a_scan_is_in_doubt() -> None:
    """A blank value may be an unread one where text was recognised; in a text layer it is blank."""
    drawing = "| 一级指标 | 二级指标 | 三级指标 | 指标值 |\n| 产出指标 | 数量指标 | 新增企业 |  |"
    assert only(drawing).indicators[0].reasons == ()
    assert only(drawing, confidence=0.98).indicators[0].reasons == ("OCR-UNREADABLE",)


def _truth_rows(name: str) -> list[tuple[str | None, ...]]:
    """What the truth prints beside every name below a header, from its cells alone: columns 0 to 7."""
    cells = json.loads((REAL / "truth" / f"{name}.json").read_text("utf-8"))["cells"]
    owner = {
        (row, col): cell
        for cell in cells
        for row in range(cell["r"], cell["r"] + cell["rs"])
        for col in range(cell["c"], cell["c"] + cell["cs"])
    }
    names = [cell for cell in cells if cell["c"] == 4 and cell["text"] not in ("", "三级指标")]
    return [
        tuple(owner[cell["r"], col]["text"] or None for col in (0, 2, 4, 1, 3, 6))
        for cell in sorted(names, key=lambda cell: cell["r"])
    ]


@pytest.mark.parametrize("name", ["kpi_dtg", "kpi_dbjs", "kpi_fk", "kpi_fzzl"])
def test_evaluation_tables_of_a_real_system(name: str) -> None:
    """Every row with a name in the truth is one indicator with its levels, weights and target; no other is."""
    if not REAL.is_dir():
        pytest.skip("the real documents are not beside the repository")
    from pipeline.convert import read_pages

    tables = normalize(read_pages(REAL / "gov" / f"{name}.pdf")).tables
    found = [
        (item.level1, item.level2, item.level3, _plain(item.level1_weight), _plain(item.level2_weight), item.value_text)
        for table in tables
        for item in table.indicators
    ]
    assert [table.form for table in tables] == ["evaluation-indicators"]
    assert found == _truth_rows(name)


def _plain(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


UNNAMED = """
| 项目名称 | 基地 <  <  <  < |
| 年度目标 | 新增企业。 <  <  <  < |
| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | {heading} |
| ^ | 产出指标 | 数量指标 | 新增企业 | 15户 | 20 |
| ^ | ^ | ^ | 新增基地 | 3个 | {last} |
"""


@pytest.mark.parametrize("heading", ["", "权量"])
def test_weights_under_an_unread_heading_are_taken_in_doubt(heading: str) -> None:
    """Small numbers that add up to 90 are the weights, and every row says that the heading did not."""
    table = only(UNNAMED.format(heading=heading, last="70"))
    assert [item.weight for item in table.indicators] == [20, 70]
    assert all(item.reasons == ("FORM-UNKNOWN",) for item in table.indicators)


def test_numbers_under_a_blank_heading_that_make_no_whole_are_kept_in_doubt() -> None:
    """They may be the weights of a table that goes on: nothing is taken, nothing is silent."""
    table = only(UNNAMED.format(heading="", last="35"))
    assert [(item.weight, dict(item.extras)) for item in table.indicators] == [
        (None, {"第6列": "20"}),
        (None, {"第6列": "35"}),
    ]
    assert all(item.reasons == ("FORM-UNKNOWN",) for item in table.indicators)


def test_several_weights_beside_one_name_are_doubted() -> None:
    """None of them is chosen and none is added up; all are kept."""
    table = only("""
    | 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 权重 |
    | ^ | 产出指标 | 数量指标 | 新增企业 | 15户 | 20 |
    | ^ | ^ | ^ | ^ | ^ | 10 |
    | ^ | ^ | ^ | 新增基地 | 3个 | 60 |
    """)
    first, second = table.indicators
    assert (first.weight, dict(first.extras), first.reasons) == (None, {"权重": "20；10"}, ("WEIGHTS-SEVERAL",))
    assert (second.weight, second.reasons) == (60, ())


def test_the_star_of_a_mandatory_field_is_no_part_of_a_level() -> None:
    """*数量指标 is 数量指标; a star in a name stays, for names are as printed."""
    table = only("""
    | 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
    | ^ | *产出指标 | *数量指标 | *新增企业 | 15户 |
    """)
    assert rows(table) == [("产出指标", "数量指标", "*新增企业", "15户")]


def test_half_a_year_is_no_target_of_the_year() -> None:
    """半年（程）目标值 is kept apart; the value is that of 全年（程）目标值."""
    table = only("""
    | 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 半年（程）目标值 | 全年（程）目标值 |
    | ^ | 产出指标 | 数量指标 | 新增企业 | 5户 | 15户 |
    """)
    (row,) = table.indicators
    assert (row.value_text, dict(row.extras), row.reasons) == ("15户", {"半年（程）目标值": "5户"}, ())


def test_two_value_columns_under_one_word_are_doubted() -> None:
    """Nothing tells which of them is the target: one is taken, the other kept, every row marked."""
    table = only("""
    | 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 指标值 |
    | ^ | 产出指标 | 数量指标 | 新增企业 | 5户 | 15户 |
    """)
    assert table.indicators[0].reasons == ("FORM-UNKNOWN",)


@pytest.mark.parametrize(("confidence", "doubted"), [(0.9, True), (1.0, False)])
def test_two_headings_in_one_cell_of_a_scan_are_in_doubt(confidence: float, doubted: bool) -> None:
    """度量单位指标属性: the rule between two columns was not seen, so what stands below may be of either."""
    drawing = "| 二级指标 | 三级指标 | 指标值 | 度量单位指标属性 |\n| 数量指标 | 新增企业 | 15 | 户定量 |"
    assert ["FORM-UNKNOWN" in item.reasons for item in only(drawing, confidence=confidence).indicators] == [doubted]


def test_a_sign_off_row_with_a_seal_in_the_value_column_is_no_indicator() -> None:
    """填报人：… | 联系电话：… | （盖章）: nobody's name or number becomes an indicator."""
    table = only("""
    | 一级指标 | 二级指标 | 三级指标 | 指标值 |
    | 产出指标 | 数量指标 | 新增企业 | 15户 |
    | 填报人：王某 < | 联系电话：0571-85551234 | （盖章） |
    """)
    assert rows(table) == [ROW]


def test_a_heading_of_three_characters_with_a_speck_read_before_it_is_known() -> None:
    """量指标值 is 指标值: half of a table printed in two blocks would be lost without it."""
    drawing = """
        | 一级指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 量指标值 |
        | 产出指标 | 数量指标 | 新增企业 | ≥3家   | 数量指标 | 新增岗位 | ≥5个     |
        |          | 质量指标 | 合格率   | ≥90%   | 质量指标 | 达标率   | ≥95%     |
    """
    read = {row.level3: row.value_text for row in only(drawing, confidence=0.98).indicators}
    assert read == {"新增企业": "≥3家", "新增岗位": "≥5个", "合格率": "≥90%", "达标率": "≥95%"}


def test_a_wall_between_two_level_headings_beside_that_of_their_columns() -> None:
    """Each level keeps its cells: on a dark header a wall was drawn where another one ends above it."""
    table = only("""
    | 一级指标 < | 二级指标 | 三级指标 | 指标值 |
    | 产出指标 | 数量指标 < | 新增企业 | 15户 |
    | ^ | 质量指标 < | 合格率 | 90% |
    """)
    assert rows(table) == [ROW, ("产出指标", "质量指标", "合格率", "90%")]


SIGNS = """
| 一级指标 | 二级指标 | 三级指标 | {heading} | 指标值 | 计量单位 |
| 产出指标 | 数量指标 | 新增企业 | {first} | 15 | 户 |
| 产出指标 | 成本指标 | 单位成本 | ≤ | 3 | 万元 |
| 效益指标 | 社会效益指标 | 长效机制 | 定性 | 健全 |  |
"""


@pytest.mark.parametrize("heading", ["方向", "指标方向", "比较关系", "指标类型"])
def test_a_column_of_signs_holds_the_operators_whatever_its_heading(heading: str) -> None:
    """方向 is the direction of an indicator in some towns and its sign in others; the cells tell which."""
    table = only(SIGNS.format(heading=heading, first="≥"))
    assert [row.measure.operator_text for row in table.indicators] == ["≥", "≤", None]
    assert [row.extras for row in table.indicators] == [(), (), ()]
    assert not any(row.measure.doubts for row in table.indicators)


def test_a_column_with_other_cells_than_signs_is_none_of_operators() -> None:
    """正向 beside ≤ is a direction: on a digital page nothing but signs makes an operator column."""
    table = only(SIGNS.format(heading="方向", first="正向"))
    assert [row.measure.operator_text for row in table.indicators] == [None, None, None]
    assert [dict(row.extras)["方向"] for row in table.indicators] == ["正向", "≤", "定性"]


@pytest.mark.parametrize("together", ["指标值权重", "指标值 权重"])
def test_two_headings_without_the_wall_between_them_are_no_slip_of_one(together: str) -> None:
    """A seal stands where it was: 指标值权重 is 指标权重 but for one character, and the values had no column."""
    table = only(
        f"| 一级指标 | 二级指标 | 三级指标 | {together} | < |\n| 产出指标 | 数量指标 | 新增企业 | 15户 | 8 |",
        confidence=0.99,
    )
    assert rows(table) == [ROW]
    assert table.indicators[0].weight == Decimal(8)
