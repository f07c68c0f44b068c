"""The checks of DOMAIN 5 one by one: what each strikes at, and every false alarm that the domain names for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from target_tables import PLACE, QUIET, Row, codes, goal, line, row_place, table

from extractors.model import Box, Finding, Place, Severity
from normalizers.audit.chain import audit, audited_together
from normalizers.model import Horizon, TargetTable

OUT, QUALITY, TIME, COST = (("产出指标", level2) for level2 in ("数量指标", "质量指标", "时效指标", "成本指标"))
SOCIAL = ("效益指标", "社会效益指标")


def finding(found: TargetTable, code: str) -> Finding:
    """The only finding with this code."""
    (only,) = [item.finding for item in audit(found) if item.finding.code == code]
    return only


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # V10: an amount beside a total of 685 万元
        ([(*COST, "培训成本", "≤90000万元")], ["AMOUNT-UNUSUAL"]),
        ([(*COST, "培训成本", "≤5元")], ["AMOUNT-UNUSUAL"]),
        ([(*COST, "培训成本", "≤120万元")], []),
        ([("效益指标", "经济效益指标", "认定企业年营业收入", "≥30亿元")], []),
        ([(*COST, "误餐费标准", "≤50元/人")], []),
        ([("效益指标", "经济效益指标", "农民人均增收", "≥5元")], []),
        # N3: the number in the name
        ([(*QUALITY, "设备达标率100%", "≥98%")], ["NAME-NUMBER-DIFFERS"]),
        ([(*QUALITY, "设备达标率100%", "100%")], []),
        ([(*OUT, "6-12岁儿童人数", "≥500人")], []),
        ([(*OUT, "村组干部230人", "≥230个")], ["UNIT-AGAINST-NAME"]),
        ([(*OUT, "村组干部230人", "≥230人")], []),
        # V6
        ([(*TIME, "按时发放", "≥1人/年")], ["UNIT-AGAINST-NAME"]),
        ([(*TIME, "按时发放率", "100%")], []),
        ([(*TIME, "按时发放补贴人数", "≥50人")], []),
        ([(*QUALITY, "婴儿死亡率", "≤10/10万")], []),
        ([(*OUT, "巡查频率", "≥2次/年")], []),
        ([(*OUT, "企业户数", "≥10个")], []),
        ([(*OUT, "企业户数", "≥10家")], []),
        ([(*OUT, "受益户数", "≥10人")], ["UNIT-AGAINST-NAME"]),
        # V5 and the artefact of spreadsheets
        ([(*QUALITY, "审稿率", "1")], ["RATE-AS-FRACTION"]),
        ([(*QUALITY, "验收通过率", "≥0.95")], ["RATE-AS-FRACTION"]),
        ([(*QUALITY, "验收通过率", "≥95")], ["UNIT-MISSING"]),
        ([(*OUT, "制度数量", "1")], ["UNIT-MISSING"]),
        # a standard without what it is per
        ([(*COST, "补助标准", "≤120万元")], ["RATE-UNIT-MISSING"]),
        ([(*COST, "补助标准", "≤120万元/公里")], []),
        # V1: the grades themselves
        ([(*QUALITY, "服务质量", "优良中低差")], ["VALUE-BLANK"]),
        ([(*QUALITY, "服务质量", "优、良、中、差")], ["VALUE-BLANK"]),
        ([(*QUALITY, "服务质量", "优")], []),
        ([(*QUALITY, "服务质量", "优良")], []),
        # V7: what one hopes to see none of
        ([(*QUALITY, "核心系统的瘫痪次数", "0次")], []),
        ([(*QUALITY, "安全管理", "零事故")], []),
        ([(*QUALITY, "结转资金率", "0%")], []),
        # V3
        ([("满意度指标", "服务对象满意度指标", "群众不满意率", "0%")], []),
        # T4: another level 2
        ([(*TIME, "资金拨付率", "100%")], ["LEVEL-DOUBTFUL"]),
        ([(*TIME, "资金拨付及时率", "100%")], []),
        ([(*QUALITY, "活动完成及时率", "≥90%")], ["LEVEL-DOUBTFUL"]),
        ([(*TIME, "活动完成及时率", "≥90%")], []),
        ([(*OUT, "工程验收合格率", "100%")], ["LEVEL-DOUBTFUL"]),
        ([(*QUALITY, "工程验收合格率", "100%")], []),
        ([(*OUT, "整改不合格率", "≤5%")], []),
        ([(*OUT, "师资费用占比", "≥40%")], ["LEVEL-DOUBTFUL"]),
        ([(*QUALITY, "师资费用占比", "≥40%")], []),
        ([(*QUALITY, "项目成本", "≤10万元")], ["LEVEL-DOUBTFUL"]),
        ([("效益指标", "经济效益指标", "降低企业成本", "≥400万元")], []),
        ([(*QUALITY, "节约成本", "≥4万元")], []),
        # U1, U2: one name twice
        ([(*OUT, "举办展会", "6场"), (*OUT, "举办展会", "6场")], ["INDICATOR-REPEATED"]),
        ([(*OUT, "举办展会", "6场"), (*OUT, "举办展会", "8场")], ["VALUES-DISAGREE"]),
        ([(*OUT, "举办展会", "6场"), (*OUT, "举办展会", "800人")], []),
        ([(*OUT, "举办展会", "6场"), (*SOCIAL, "举办展会", "8场")], []),
        ([(*OUT, "参展人员", "≥6人"), (*OUT, "参展人员", "≤9人")], []),
        # D4
        ([(*OUT, "举办展会", "≧6场")], ["GLYPHS-MIXED"]),
        ([(*COST, "会议", "≤6场"), (*COST, "会议费", "≦6万元")], ["GLYPHS-MIXED"]),
        ([(*OUT, "举办展会", ">=6场")], []),
    ],
    ids=lambda part: " ".join(row[2] + row[3] for row in part) if part and isinstance(part[0], tuple) else None,
)
def test_a_check_strikes_and_stays_silent(rows: Sequence[Row], expected: list[str]) -> None:
    """Beside a sound table and a total of 685 万元, these rows have these findings and no others."""
    found = table(*QUIET, *rows, budgets=(line(1, "总额", "685"),), budget_total_yuan=Decimal(6850000))
    assert codes(found) == expected


def test_an_empty_cell_of_a_recognised_page_is_a_doubt_of_the_reading() -> None:
    """What was not seen is not yet missing from the source."""
    (empty,) = table((*OUT, "培训场次", "")).indicators
    unseen = replace(empty, measure=replace(empty.measure, doubts=("OCR-UNREADABLE",)))
    assert "VALUE-BLANK" in codes(replace(table(*QUIET), indicators=(empty,)))
    assert "VALUE-BLANK" not in codes(replace(table(*QUIET), indicators=(unseen,)))


@pytest.mark.parametrize(("total", "expected"), [("0.05", ["AMOUNT-UNUSUAL"]), ("0.5", []), ("0", []), ("", [])])
def test_a_total_that_no_project_has(total: str, expected: list[str]) -> None:
    """Five hundred yuan is unusual; five thousand is a village's project, and nothing is no amount."""
    lines = (line(1, "总额", total),) if total else ()
    assert codes(table(*QUIET, budgets=lines, budget_total_yuan=lines[0].amount_yuan if lines else None)) == expected


def test_rows_for_different_places_are_meant_to_repeat() -> None:
    """A matrix has one row per town, with the same name and its own value."""
    rows = table(*QUIET, (*OUT, "举办展会", "6场"), (*OUT, "举办展会", "8场")).indicators
    towns = (replace(rows[3], extras=(("地区", "甲镇"),)), replace(rows[4], extras=(("地区", "乙镇"),)))
    assert codes(replace(table(*QUIET), indicators=(*rows[:3], *towns))) == []


def test_a_repeated_name_with_another_explanation_is_another_thing() -> None:
    """Explanations part what the names do not."""
    rows = table(*QUIET, (*OUT, "举办展会", "6场"), (*OUT, "举办展会", "8场")).indicators
    explained = replace(rows[4], explanation="境外展会")
    assert codes(replace(table(*QUIET), indicators=(*rows[:4], explained))) == []


WEIGHTS = {"产出指标": "50", "效益指标": "30", "满意度指标": "10"}


@pytest.mark.parametrize(
    ("rows", "weights", "expected"),
    [
        (QUIET, WEIGHTS, []),
        ((*QUIET, ("预算执行率", "预算执行率", "预算执行率", "100%")), {**WEIGHTS, "预算执行率": "10"}, []),
        (
            (*QUIET, ("预算执行率", "预算执行率", "预算执行率", "100%")),
            {"产出指标": "70", "效益指标": "20", "满意度指标": "10", "预算执行率": "10"},
            [],
        ),
        (QUIET, {"产出指标": "70", "效益指标": "30", "满意度指标": "10"}, ["LEVEL-WEIGHTS"]),
    ],
)
def test_the_weight_of_the_budgets_execution(rows: Sequence[Row], weights: dict[str, str], expected: list[str]) -> None:
    """Ten for the execution stand beside 90 or beside 100; 110 without it is a slip."""
    assert [code for code in codes(table(*rows, weights=weights)) if "WEIGHT" in code] == expected


def weighted(groups: dict[str, Sequence[str | None]], levels: dict[str, str]) -> TargetTable:
    """A table with these weights of indicators under these weights of levels."""
    rows = [(level, "数量指标", f"{level}{place}", "6场") for level, own in groups.items() for place in range(len(own))]
    plain = table(*rows, weights=levels)
    own = [weight for weights in groups.values() for weight in weights]
    items = zip(plain.indicators, own, strict=True)
    return replace(plain, indicators=tuple(replace(item, weight=Decimal(w) if w else None) for item, w in items))


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        ({"产出指标": ["20", "30"], "效益指标": ["50"]}, []),
        ({"产出指标": ["20", "20"], "效益指标": ["50"]}, ["INDICATOR-WEIGHTS"]),
        ({"产出指标": ["40", "60"], "效益指标": ["100"]}, []),
        ({"产出指标": ["0.4", "0.6"], "效益指标": ["1"]}, []),
        ({"产出指标": ["20", None], "效益指标": ["50"]}, ["WEIGHT-PARTIAL"]),
        ({"产出指标": ["20", "30"], "效益指标": [None]}, []),
        ({"产出指标": ["22.5", "27.5"], "效益指标": ["50"]}, []),
    ],
)
def test_weights_below_a_level(groups: dict[str, Sequence[str | None]], expected: list[str]) -> None:
    """They add up to the level's own, or to 100 under every level; a level whose rows have none says nothing."""
    found = weighted(groups, {"产出指标": "50", "效益指标": "50"})
    assert [code for code in codes(found) if "WEIGHT" in code] == expected


def test_weights_nested_twice_are_shares_of_their_second_level() -> None:
    """Real evaluation forms print 75 + 25 under a level that weighs 50 of 100."""
    found = weighted({"预算绩效": ["75", "25"], "项目产出": ["30", "40", "30"]}, {"预算绩效": "50", "项目产出": "50"})
    assert [code for code in codes(found) if "WEIGHT" in code] == []


def test_words_without_a_weight_are_usual() -> None:
    """定性 rows weigh nothing in some forms."""
    found = weighted({"产出指标": ["20", None]}, {"产出指标": "50"})
    wordy = replace(found.indicators[1], measure=table((*OUT, "制度", "健全")).indicators[0].measure)
    assert "WEIGHT-PARTIAL" not in codes(replace(found, indicators=(found.indicators[0], wordy)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("年度资金总额为700万元。", ["GOAL-AMOUNT-DIFFERS"]),
        ("安排专项资金685万元。", []),
        ("安排专项资金6850000元。", []),
        ("2024年至2026年安排专项资金2055万元。", []),
        ("累计安排专项资金2055万元。", []),
        ("带动社会投资7000万元。", ["GOAL-UNMEASURED"]),
    ],
)
def test_amounts_in_goals(text: str, expected: list[str]) -> None:
    """Only the money of this project and this year contradicts the fund block."""
    found = table(
        *QUIET,
        goals=(goal(text),),
        budgets=(line(1, "总额", "685"),),
        budget_total_yuan=Decimal(6850000),
        budget_total_text="685",
    )
    assert codes(found) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("举办培训12期，参观4000户。", ["GOAL-UNMEASURED"]),
        ("带动600人次就业。", []),
        ("带动就业人数600人。", []),
        ("在2024年12月31日前完成。", []),
        ("落实一级标准，执行第3条规定。", []),
    ],
)
def test_goals_that_nothing_measures_are_noted(text: str, expected: list[str]) -> None:
    """A number of things that no indicator has; dates, laws and looser units are no promise."""
    found = [item.finding for item in audit(table(*QUIET, goals=(goal(text),)))]
    assert [item.code for item in found] == expected
    assert all(item.severity is Severity.INFO for item in found)


@pytest.mark.parametrize(
    ("text", "name", "value", "expected"),
    [
        ("带动潜在就业人数650人。", "带动潜在就业人数", "≥70人", True),
        ("累计带动潜在就业人数650人。", "带动潜在就业人数", "≥70人", False),
        ("带动农村转移就业人数650人。", "新增带动农村转移就业人数", "≥70人", False),
        ("新增带动农村转移就业人数650人。", "新增带动农村转移就业人数", "≥70人", True),
        ("带动潜在就业人数0.007万人。", "带动潜在就业人数", "≥70人", False),
        ("带动潜在就业人数60-70人。", "带动潜在就业人数", "60-70人", False),
        ("带动潜在就业人数650户。", "带动潜在就业人数", "≥70人", False),
    ],
)
def test_a_goal_against_its_indicator(text: str, name: str, value: str, expected: bool) -> None:
    """The same thing, counted the same way, with another number; totals and new ones are counted differently."""
    rows = (QUIET[0], (*SOCIAL, name, value), QUIET[2])
    assert ("GOAL-DIFFERS" in codes(table(*rows, goals=(goal(text),)))) is expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, ["SATISFACTION-ABSENT"]),
        ({"project_name": "2024年专项债券还本付息"}, []),
        ({"title": "教学设备购置项目绩效目标表"}, []),
    ],
)
def test_a_table_without_satisfaction(fields: dict[str, str], expected: list[str]) -> None:
    """Noted where people are served; bonds and purchases serve nobody directly."""
    assert codes(table(*QUIET[:2], **fields)) == expected


def test_a_list_by_region_need_not_be_complete() -> None:
    """One value column per town holds an extract of the whole table."""
    one = table(QUIET[0]).indicators[0]
    assert codes(replace(table(QUIET[0]), indicators=(replace(one, extras=(("地区", "甲镇"),)),))) == []


def test_a_goal_of_another_horizon_is_not_measured_here() -> None:
    """附件10 of the Jilin bundle: 1500家 by 2025 is a long-term goal without long-term indicators."""
    text = "计划到2025年底，培育省级“专精特新”中小企业1500家。"
    assert codes(table(*QUIET, goals=(goal(text, Horizon.LONG_TERM),))) == []


@pytest.mark.parametrize(
    ("title", "name", "expected"),
    [
        ("企业经营管理人员培训项目资金绩效目标表", "省级专项资金企业经营管理人才培训项目", ("人员培", "人才培")),
        ("创业孵化基地设目资金绩效目标表", "创业孵化基地项目", ("地设目", "地项目")),
        ("中小企业公共服务项目资金绩效目标表", "中小企业公共服务项目", None),
        ("省级“专精特新”中小企业奖励资金绩效目标表", "省级“专精特新”中小企业奖励项目", None),
        ("生猪（牛羊）调出大县奖励资金区域绩效目标表", "生猪（牛羊）调出大县奖励资金", None),
        ("项目支出绩效目标表", "农村公路养护", None),
        ("部门整体支出绩效目标申报表", "农村公路养护", None),
        ("2023年水利发展资金绩效目标表", "安溪县农村供水保障工程", None),
        ("农村公路养护专项绩效目标表", "农村公路养护项目", None),
        (None, "农村公路养护", None),
        ("农村公路养护绩效目标表", None, None),
    ],
)
def test_the_title_against_the_project(title: str | None, name: str | None, expected: tuple[str, str] | None) -> None:
    """A word that differs in nearly the same name; a programme's or a form's title is another thing."""
    places = (("title", Place(1, Box(0, 0, 5, 5))), ("project_name", PLACE))
    found = table(*QUIET, title=title, project_name=name, places=places)
    assert codes(found) == (["TITLE-AGAINST-NAME"] if expected else [])
    if expected:
        one = finding(found, "TITLE-AGAINST-NAME")
        assert (one.computed, one.expected) == expected
        assert (one.place, one.related) == (PLACE, (places[0][1],))


@pytest.mark.parametrize(
    ("departments", "expected"),
    [
        (["吉林省工业和信息化厅", "省工信厅", "吉林省工业和信息化厅"], [[], ["DEPARTMENT-SPELLINGS"], []]),
        (["吉林省工业和信息化厅", "吉林省工业合信息化厅", "吉林省工业和信息化厅"], [[], ["DEPARTMENT-SPELLINGS"], []]),
        (["吉林省工业和信息化厅", "吉林省财政厅"], [[], []]),
        (["县教育局", "县文化局"], [[], []]),
        ([None, "县教育局", "县教育局"], [[], [], []]),
    ],
)
def test_one_department_under_two_names(departments: list[str | None], expected: list[list[str]]) -> None:
    """Abbreviated, or one character off, in the table with the rarer name; other departments are other departments."""
    tables = audited_together([table(*QUIET, department=name) for name in departments])
    assert [[item.finding.code for item in found.findings] for found in tables] == expected


def test_the_period_is_shown_where_it_stands() -> None:
    """The finding about the period has the box of the period."""
    found = table(*QUIET, period_start=date(2023, 1, 1), period_end=date(2024, 12, 31), places=(("period", PLACE),))
    assert finding(found, "PERIOD-BEYOND-YEAR").place == PLACE


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["≥90%", "≥80%", "≥95%", "≥85%", ">92%"], ["OPERATOR-ODD"]),
        (["≥90%", "≥80%", "≥95%", "≥85%", "≥92%"], []),
        (["≥90%", "≥80%", ">95%", "≥85%", ">92%"], []),
        (["≥90%", "≥80%", ">92%"], []),
        (["≥90%", "≥80%", "≥95%", "≤85%", "2280次"], ["OPERATOR-ODD"]),
        (["≥90%", "≥80%", "≥95%", "14期", "2280次"], []),
        (["≥90%", "≥80%", "≥95%", "≥85%", "20次"], []),
        (["≥90%", "≥80%", "≥95%", "≥85%", "380次"], []),
        (["≥90%", "≥80%", "≥95%", "≥85%", "大于92%"], []),
        (["不低于90%", "不低于80%", "不低于95%", "不低于85%", ">92%"], []),
        (["≦9%", "≤8%", "≤7%", "≤5%", "<2%"], ["OPERATOR-ODD"]),
    ],
)
def test_an_operator_unlike_all_its_neighbours(values: list[str], expected: list[str]) -> None:
    """> among ≥, or nothing before a number that begins with 2; one neighbour like it makes it usual."""
    rows = [(*QUALITY, f"服务{place}", value) for place, value in enumerate(values)]
    assert [code for code in codes(table(*rows)) if code.startswith("OPERATOR")] == expected


def test_both_sides_of_a_contradiction_have_their_boxes() -> None:
    """Parts of a sum, the first of two equal rows, the amount in the fund block."""
    parts = tuple(
        replace(item, place=row_place(30 + item.ordinal))
        for item in (line(1, "总额", "100"), line(2, "财政", "80", 1), line(3, "其他", "10", 1))
    )
    total = finding(table(*QUIET, budgets=parts), "SUM-DIFFERS")
    assert (total.computed, total.expected) == ("900000 元", "1000000 元")
    assert (total.place, total.related) == (row_place(31), (row_place(32), row_place(33)))
    twice = finding(table(*QUIET, (*OUT, "展会", "6场"), (*OUT, "展会", "8场")), "VALUES-DISAGREE")
    assert (twice.place, twice.related) == (row_place(5), (row_place(4),))
    assert (twice.computed, twice.expected) == ("8场", "6场")


def test_a_finding_never_gives_its_own_place_as_the_other_side() -> None:
    """Two boxes that are one would show nothing."""
    found = [item.finding for item in audit(weighted({"产出指标": ["20", "20"], "效益指标": ["50"]}, WEIGHTS))]
    assert found
    assert all(item.place not in item.related for item in found)
