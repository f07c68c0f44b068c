from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import value_texts
from target_tables import LEVEL1, LEVEL2, PLACE, QUIET, SATISFACTION, Row, codes, goal, line, row_place, table

from extractors.model import Severity
from normalizers.audit.chain import audit
from normalizers.model import BudgetLine, Horizon, TargetTable

# 附件6–10 of the Jilin bundle of 2024, as published
INCUBATORS = table(
    ("产出指标", "数量指标", "新培育一批创业孵化基地", "15个"),
    ("产出指标", "数量指标", "新增入孵企业", "150户"),
    ("产出指标", "质量指标", "培育省级创业孵化示范基地（或专精特新产业孵化园）", "5个"),
    ("产出指标", "时效指标", "资金拨付率", "100%"),
    ("产出指标", "成本指标", "降低创业孵化基地运营成本", "600万元"),
    ("效果指标", "社会效益指标", "所有省级创业孵化基地在孵企业带动就业", "15万人"),
    ("效果指标", "生态效益指标", "对自然环境影响", "0"),
    ("效果指标", "可持续影响指标", "执行优胜劣汰动态管理制度情况（整改或撤销不合格基地）", "≥20个"),
    ("效果指标", "可持续影响指标", "省级创业孵化基地转型晋级", "≥5个"),
    ("效果指标", "满意度指标", "对政府部门服务满意度", "≥80%"),
    title="创业孵化基地设目资金绩效目标表",
    project_name="创业孵化基地项目",
    department="吉林省工业和信息化厅",
    year_text="（2024年度）",
    goals=(goal("新培育15个创业孵化基地，全省孵化基地带动就业15万人。"),),
    budgets=(line(1, "年度资金总额", "685"),),
)
SERVICES = table(
    ("产出指标", "数量指标", "服务活动场次", "≧30场"),
    ("产出指标", "数量指标", "参与活动人次", "≧1000人"),
    ("产出指标", "质量指标", "企业需求对接率", "≧90%"),
    ("产出指标", "质量指标", "资金拨付率", "100%"),
    ("产出指标", "时效指标", "活动完成及时率", "≧90%"),
    ("效果指标", "社会效益指标", "提供企业创业指导", "≧40户"),
    ("效果指标", "可持续影响指标", "达成企业合作数", "≧25户"),
    ("效果指标", "可持续影响指标", "带动潜在就业人数", "≥70人"),
    ("效果指标", "满意度指标", "服务满意度", "≥90%"),
    title="中小企业公共服务项目资金绩效目标表",
    project_name="中小企业公共服务项目",
    department="吉林省工业和信息化厅",
    goals=(goal("参与活动1000人次以上，带动潜在就业人数650人。"),),
    budgets=(line(1, "年度资金总额", "270.83"),),
)
MARKETS = table(
    ("产出指标", "数量指标", "组织企业参加展会", "6场"),
    ("产出指标", "质量指标", "签订意向合同", "30份"),
    ("产出指标", "时效指标", "资金拨付率", "100%"),
    ("效果指标", "经济效益指标", "企业新增销售额", "≥800万元"),
    ("效果指标", "经济效益指标", "降低企业成本", "≥400万元"),
    ("效果指标", "社会效益指标", "服务对象政策知晓率", "≥90%"),
    ("效果指标", "满意度指标", "服务对象满意度", "≥90%"),
    title="中小企业市场开拓项目资金绩效目标表",
    project_name="中小企业市场开拓项目",
    department="吉林省工业和信息化厅",
    goals=(goal("目标：组织省内中小企业参加国家、省、行业协会等主办的各类展会，帮助企业开拓市场。"),),
    budgets=(line(1, "年度资金总额", "356.37"),),
)
TRAINING = table(
    ("产出指标", "数量指标", "培训班次", "14期"),
    ("产出指标", "质量指标", "师资费用占比", "≥40%"),
    ("产出指标", "质量指标", "培训内容完成度", "100%"),
    ("产出指标", "质量指标", "学员参训率", "≥80%"),
    ("产出指标", "时效指标", "培训项目实施完成情况", "100%"),
    ("效益指标", "社会效益指标", "提升企业经营管理人员管理能力", "≥600人次"),
    SATISFACTION,
    weights={"产出指标": "50", "效益指标": "30", "满意度指标": "10"},
    goals=(goal("目标1：培育壮大企业家队伍。目标2：培训企业管理人才600人次以上。"),),
    budgets=(line(1, "年度资金总额", "315.8"), line(2, "年度财政拨款", "315.8", parent=1)),
    title="企业经营管理人员培训项目资金绩效目标表",
    project_name="省级中小企业和民营经济发展专项资金企业经营管理人才培训项目",
    department="省工信厅",
    period_text="2024年7月—2025年7月",
    period_start=date(2024, 7, 1),
    period_end=date(2025, 7, 31),
)
AWARDS = table(
    ("产出指标", "数量指标", "年度认定省级专精特新中小企业户数", "559"),
    ("产出指标", "质量指标", "企业研发经费支出", "≥50万元"),
    ("产出指标", "质量指标", "每户企业发明专利或自建研发机构或主持参与制（修）订国际国家行业标准个数。", "≥1"),
    ("产出指标", "时效指标", "资金拨付率", "100%"),
    ("产出指标", "成本指标", "为创业降低经营成本", "≥1%"),
    ("效果指标", "经济效益指标", "认定企业年营业收入", "≥30亿元"),
    ("效果指标", "社会效益指标", "就业、税收贡献同比增长", "≥1%"),
    ("效果指标", "生态效益指标", "对自然环境影响", "0"),
    ("效果指标", "可持续影响指标", "创新能力持续提升（研发投入占比）", "≥1.5%"),
    ("效果指标", "可持续影响指标", "实现发明专利或实用新型专利、外观设计专利、软件著作权增量", "≥1"),
    ("效果指标", "满意度指标", "对政府部门服务满意度", "≥90%"),
    goals=(
        goal("目标：培育559户省级专精特新中小企业。"),
        goal("通过培育扶持，计划到2025年底，培育省级“专精特新”中小企业1500家。", Horizon.LONG_TERM),
    ),
    budgets=(line(1, "年度资金总额", "2800"),),
    title="省级“专精特新”中小企业奖励资金绩效目标表",
    project_name="省级“专精特新”中小企业奖励项目",
    department="吉林省工业和信息化厅",
)


@pytest.mark.parametrize(
    ("bundle", "expected"),
    [
        (INCUBATORS, {"LEVEL-UNUSUAL": 1, "LEVEL-DOUBTFUL": 1, "TITLE-AGAINST-NAME": 1}),
        (
            SERVICES,
            {
                "LEVEL-UNUSUAL": 1,
                "UNIT-AGAINST-NAME": 1,
                "GOAL-DIFFERS": 1,
                "LEVEL-DOUBTFUL": 1,
                "GLYPHS-MIXED": 1,
            },
        ),
        (MARKETS, {"LEVEL-UNUSUAL": 1, "LEVEL-DOUBTFUL": 1}),
        (TRAINING, {"PERIOD-BEYOND-YEAR": 1, "TITLE-AGAINST-NAME": 1}),
        (AWARDS, {"LEVEL-UNUSUAL": 1, "UNIT-MISSING": 3, "LEVEL-DOUBTFUL": 1}),
    ],
    ids=["6", "7", "8", "9", "10"],
)
def test_the_seed_bundle_has_the_findings_found_by_hand(bundle: TargetTable, expected: dict[str, int]) -> None:
    """The run by hand at the end of DOMAIN 5, check by check; nothing else is reported."""
    assert Counter(codes(bundle)) == Counter(expected)


def test_the_goal_finding_names_both_numbers_and_the_row() -> None:
    """650 in the goal, 70 in the eighth row."""
    found = next(item for item in audit(SERVICES) if item.finding.code == "GOAL-DIFFERS")
    assert found.indicator == 8
    assert found.finding.severity is Severity.WARNING
    assert found.finding.place == row_place(8)
    assert found.finding.related == (PLACE,)
    assert (found.finding.computed, found.finding.expected) == ("70 人", "650 人")
    assert "650" in found.finding.message and "70" in found.finding.message


def test_satisfaction_below_benefit_is_only_noted() -> None:
    """It is the custom of whole provinces; quantity below benefit is not."""
    noted = next(item for item in audit(MARKETS) if item.finding.code == "LEVEL-UNUSUAL")
    assert noted.finding.severity is Severity.INFO
    wrong = audit(table(*QUIET, ("效益指标", "数量指标", "展会", "6场"), ("效益指标", "数量指标", "会议", "6场")))
    assert [(item.finding.code, item.finding.severity) for item in wrong] == [("LEVEL-UNUSUAL", Severity.WARNING)]


def test_a_sound_table_has_no_findings() -> None:
    """Silence is the usual answer."""
    assert codes(table(*QUIET)) == []


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([line(1, "总额", "284"), line(2, "财政", "200", 1), line(3, "其他", "84", 1)], []),
        ([line(1, "总额", "10606.7522"), line(2, "财政", "6923.3552", 1), line(3, "其他", "3683.3970", 1)], []),
        ([line(1, "总额", "100"), line(2, "财政", "80", 1)], []),
        ([line(1, "总额", "100"), line(2, "财政", "80", 1), line(3, "其他", "", 1)], []),
        ([line(1, "总额", "100"), line(2, "财政", "80", 1), line(3, "上级", "50", 2), line(4, "本级", "30", 2)], []),
        ([line(1, "总额", "100.0"), line(2, "财政", "33.3", 1), line(3, "其他", "66.6", 1)], []),
        ([line(1, "总额", "100"), line(2, "财政", "80", 1), line(3, "其他", "10", 1)], ["SUM-DIFFERS"]),
        ([line(1, "总额", "0"), line(2, "财政", "90", 1)], ["SUM-DIFFERS"]),
        (
            [line(1, "总额", "100"), line(2, "财政", "80", 1), line(3, "其他", "30", 1), line(4, "自筹", "", 1)],
            ["SUM-DIFFERS"],
        ),
        ([line(1, "总额", "43.26"), line(2, "财政", "43.20", 1), line(3, "其他", "0.03", 1)], ["SUM-DIFFERS"]),
    ],
)
def test_the_parts_of_an_amount(lines: list[BudgetLine], expected: list[str]) -> None:
    """Only direct parts are added; a part left blank may be anything; rounding is no difference."""
    assert codes(table(*QUIET, budgets=tuple(lines))) == expected


def test_mixed_money_units_are_reported() -> None:
    """元 and 万元 in one fund block; a zero has no say."""
    mixed = (line(1, "总额", "100"), line(2, "财政", "1,000,000", 1, "元"))
    zero = (line(1, "总额", "100"), line(2, "财政", "100", 1), line(3, "其他", "0", 1, "元"))
    assert codes(table(*QUIET, budgets=mixed)) == ["MONEY-UNITS-MIXED"]
    assert codes(table(*QUIET, budgets=zero)) == []


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        (("50", "30", "10"), []),
        (("50", "40", "10"), []),
        (("0.5", "0.3", "0.1"), []),
        (("60", "30", "20"), ["LEVEL-WEIGHTS"]),
        (("0.5", "0.3", "0.3"), ["LEVEL-WEIGHTS"]),
    ],
)
def test_level_weights(weights: tuple[str, str, str], expected: list[str]) -> None:
    """90 or 100, in points or as fractions."""
    levels = dict(zip(("产出指标", "效益指标", "满意度指标"), weights, strict=True))
    assert codes(table(*QUIET, weights=levels)) == expected


def weighted(*weights: str | None, level: str = "50") -> TargetTable:
    """A table of one level 1 with the weights of its indicators."""
    rows = [("产出指标", "数量指标", f"展会{ordinal}", "6场") for ordinal, _ in enumerate(weights)]
    plain = table(*rows, weights={"产出指标": level})
    own = tuple(
        replace(item, weight=None if weight is None else Decimal(weight))
        for item, weight in zip(plain.indicators, weights, strict=True)
    )
    return replace(plain, indicators=own)


def test_indicator_weights() -> None:
    """They add up to the weight of their level 1; rows without a weight make no judgement possible."""
    assert "INDICATOR-WEIGHTS" not in codes(weighted("22.5", "27.5"))
    assert "INDICATOR-WEIGHTS" not in codes(weighted("20", None))
    assert "INDICATOR-WEIGHTS" in codes(weighted("20", "20"))


def test_a_level_that_is_repeated_out_of_order_is_one_group() -> None:
    """Flat forms print 产出 rows in two places; their weights belong together."""
    rows = (QUIET[0], QUIET[1], ("产出指标", "质量指标", "合格率", "100%"), SATISFACTION)
    assert codes(table(*rows, weights={"产出指标": "50", "效益指标": "30", "满意度指标": "10"})) == []


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (("产出指标", "数量指标", "培训场次", ""), ["VALUE-BLANK"]),
        (("产出指标", "数量指标", "培训场次", "≥**场"), ["VALUE-BLANK"]),
        (("产出指标", "质量指标", "验收合格率", "≥100%"), []),
        (("产出指标", "质量指标", "验收合格率", "≥120%"), ["RATE-ABOVE-100"]),
        (("产出指标", "质量指标", "任务完成率", "≥120%"), []),
        (("效益指标", "经济效益指标", "收入增长率", "≥120%"), []),
        (("满意度指标", "服务对象满意度指标", "群众满意度", "≥50%"), ["SATISFACTION-UNUSUAL"]),
        (("满意度指标", "服务对象满意度指标", "群众不满意比例", "≤5%"), []),
        (("产出指标", "成本指标", "培训成本", "≥120万元"), ["COST-AT-LEAST"]),
        (("成本指标", "经济成本指标", "补助标准", "≥1600元/亩"), ["COST-AT-LEAST"]),
        (("产出指标", "成本指标", "培训成本", "≤120万元"), []),
        (("产出指标", "成本指标", "节约培训成本", "≥120万元"), []),
        (("产出指标", "成本指标", "成本控制率", "≥95%"), []),
        (("产出指标", "数量指标", "企业户数", "559"), ["UNIT-MISSING"]),
        (("产出指标", "数量指标", "出台制度", "3"), []),
        (("产出指标", "数量指标", "参加人次", "≥1000人"), ["UNIT-AGAINST-NAME"]),
        (("产出指标", "数量指标", "参加人数", "≥1000人次"), ["UNIT-AGAINST-NAME"]),
        (("产出指标", "数量指标", "参加人次", "≥1万人次"), []),
        (("产出指标", "数量指标", "企业户数", "≥10家"), []),
        (("产出指标", "质量指标", "资金到位率", "≥10万元"), ["LEVEL-DOUBTFUL", "UNIT-AGAINST-NAME"]),
        (("产出指标", "数量指标", "出台制度", "0项"), ["VALUE-ZERO"]),
        (("产出指标", "质量指标", "安全事故", "0起"), []),
        (("产出指标", "数量指标", "参加人数", "≥600人；≤500人"), ["VALUES-CROSS"]),
        (("产出指标", "数量指标", "参加人数", "≥500人；≤600人"), []),
        (("产出指标", "数量指标", "参加人数", "≥600人；≤600人"), []),
        (("产出指标", "数量指标", "培训", "≥600人；≤5期"), []),
    ],
    ids=lambda part: part[2] + part[3] if isinstance(part, tuple) else None,
)
def test_values_against_their_names(row: Row, expected: list[str]) -> None:
    """Each check strikes where it should and stays silent on what only looks like it."""
    assert codes(table(*QUIET, row)) == expected


def test_a_qualitative_row_without_value_is_only_noted() -> None:
    """Forms that declare a row 定性 leave its value empty."""
    bare = table(*QUIET, ("产出指标", "质量指标", "促进和谐", ""))
    declared = replace(bare.indicators[-1], extras=(("指标性质", "定性"),))
    found = audit(replace(bare, indicators=(*bare.indicators[:-1], declared)))
    assert [(item.finding.code, item.finding.severity) for item in found] == [("VALUE-BLANK", Severity.INFO)]


def test_absent_groups_are_noted() -> None:
    """A table of outputs alone; a table whose levels are not understood is left alone."""
    assert codes(table(QUIET[0])) == ["LEVEL-ABSENT", "SATISFACTION-ABSENT"]
    assert codes(table(("过程指标", "管理", "制度健全", "健全"))) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("带动就业人数500人。", ["GOAL-DIFFERS"]),
        ("带动就业人数不少于0.05万人。", ["GOAL-DIFFERS"]),
        ("带动就业人数600人。", []),
        ("培训500人，带动就业人数达到600人。", []),
        ("新增城镇岗位500人。", ["GOAL-UNMEASURED"]),
        ("带动就业人数500户。", []),
        ("全年举办12期。", []),
    ],
)
def test_goals_against_indicators(text: str, expected: list[str]) -> None:
    """Only a number for the very same thing in the very same unit contradicts."""
    assert codes(table(*QUIET, goals=(goal(text),))) == expected


def test_a_long_term_goal_is_not_compared_with_annual_indicators() -> None:
    """It speaks of another horizon."""
    assert codes(table(*QUIET, goals=(goal("带动就业人数5000人。", Horizon.LONG_TERM),))) == []


def test_deadlines_against_year_and_period() -> None:
    """A deadline in a later year needs a period that reaches there."""
    late = (*QUIET, ("产出指标", "时效指标", "完成时间", "2025年6月底前"))
    assert codes(table(*late)) == ["DEADLINE-OUTSIDE"]
    period = {"period_start": date(2024, 1, 1), "period_end": date(2025, 12, 31)}
    assert codes(table(*late, **period)) == ["PERIOD-BEYOND-YEAR"]
    assert codes(table(*late, fiscal_year=None)) == []


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2024, 1, 1), date(2024, 12, 31), []),
        (date(2024, 3, 1), None, []),
        (None, date(2024, 12, 31), []),
        (date(2023, 12, 31), date(2024, 12, 31), ["PERIOD-BEYOND-YEAR"]),
        (date(2024, 1, 1), date(2025, 1, 1), ["PERIOD-BEYOND-YEAR"]),
        (date(2023, 1, 1), None, ["PERIOD-BEYOND-YEAR"]),
        (date(2025, 1, 1), None, ["YEARS-DIFFER"]),
        (None, date(2023, 12, 31), ["YEARS-DIFFER"]),
    ],
)
def test_the_period_against_the_year(first: date | None, last: date | None, expected: list[str]) -> None:
    """Inside the year is silent, beyond it is noted, apart from it is a contradiction; an open end is no bound."""
    assert codes(table(*QUIET, period_start=first, period_end=last)) == expected


def test_a_deadline_in_a_period_with_an_open_end() -> None:
    """A project that began in 2024 and goes on may have a deadline in 2025, none before it began."""
    late = (*QUIET, ("产出指标", "时效指标", "完成时间", "2025年6月底前"))
    assert codes(table(*late, period_start=date(2024, 1, 1))) == []
    early = (*QUIET, ("产出指标", "时效指标", "完成时间", "2023年6月底前"))
    assert codes(table(*early, period_start=date(2024, 1, 1))) == ["DEADLINE-OUTSIDE"]


def test_years_of_title_and_period() -> None:
    """A title of another year, and a period that does not touch the table's."""
    assert codes(table(*QUIET, title="2023年项目绩效目标表", year_text="（2024年度）")) == ["YEARS-DIFFER"]
    past = {"period_start": date(2022, 1, 1), "period_end": date(2022, 12, 31)}
    assert codes(table(*QUIET, **past)) == ["YEARS-DIFFER"]


@given(
    st.lists(
        st.tuples(st.sampled_from([*LEVEL1, ""]), st.sampled_from([*LEVEL2, ""]), value_texts(), value_texts()),
        max_size=4,
    )
)
def test_any_table_is_audited_without_failing_and_alike(rows: list[Row]) -> None:
    """The same table gives the same findings, each with a message that ends in a full stop."""
    found = table(*rows, goals=tuple(goal(row[2]) for row in rows))
    assert audit(found) == audit(found)
    assert all(item.finding.message.endswith(".") for item in audit(found))
