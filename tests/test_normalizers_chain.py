"""Whole tables: the layouts of the catalogue, with the rows they print."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from grids import grid, lines, reading

from extractors.model import Finding, Severity
from normalizers.chain import normalize
from normalizers.model import Horizon, Scope, TargetTable

JILIN = """
| 项目名称 | 创业孵化基地项目                           <  <  < |
| 预算部门 | 吉林省工业和信息化厅                       <  <  < |
| 项目资金 | 年度资金总额：    685万元                  <  <  < |
| 绩效目标 | 年度目标              <  | 长期目标             < |
| ^        | 新培育15个创业孵化基地，全省孵化基地⏎带动就业15万人。 < | 推进创业孵化基地建设。 < |
| 绩效指标 | 一级指标 | 二级指标 | 三级指标        | 指标值   |
| ^        | 产出指标 | 数量指标 | 新培育一批创业孵化基地 | 15个 |
| ^        | ^        | ^        | 新增入孵企业    | 150户    |
| ^        | ^        | 质量指标 | 培育省级创业孵化示范基地⏎（或专精特新产业孵化园） | 5个 |
| ^        | 效果指标 | 社会效益⏎指标 | 带动就业   | 15万人   |
| ^        | ^        | 满意度⏎指标   | 对政府部门服务满意度 | ≥80% |
"""


def only(*grids, text=()) -> TargetTable:
    """The one table of one page."""
    tables = normalize([reading(*grids, text=text)]).tables
    assert len(tables) == 1
    return tables[0]


def rows(table: TargetTable) -> list[tuple[str | None, ...]]:
    """Levels, name and value as printed."""
    return [(item.level1, item.level2, item.level3, item.value_text) for item in table.indicators]


def test_simple_form_of_jilin() -> None:
    """2.1: header fields, one amount in its label's cell, two goals side by side, levels filled down."""
    table = only(grid(JILIN), text=lines("附件6", "创业孵化基地项目资金绩效目标表", "（2024年度）"))
    assert (table.attachment_label, table.attachment_no) == ("附件6", 6)
    assert (table.title, table.year_text, table.fiscal_year) == (
        "创业孵化基地项目资金绩效目标表",
        "（2024年度）",
        2024,
    )
    assert (table.project_name, table.department, table.department_label) == (
        "创业孵化基地项目",
        "吉林省工业和信息化厅",
        "预算部门",
    )
    assert (table.budget_total_text, table.budget_total_yuan) == ("685万元", Decimal(6850000))
    assert [(goal.horizon, goal.label, goal.text) for goal in table.goals] == [
        (Horizon.ANNUAL, "年度目标", "新培育15个创业孵化基地，全省孵化基地带动就业15万人。"),
        (Horizon.LONG_TERM, "长期目标", "推进创业孵化基地建设。"),
    ]
    assert rows(table) == [
        ("产出指标", "数量指标", "新培育一批创业孵化基地", "15个"),
        ("产出指标", "数量指标", "新增入孵企业", "150户"),
        ("产出指标", "质量指标", "培育省级创业孵化示范基地（或专精特新产业孵化园）", "5个"),
        ("效果指标", "社会效益指标", "带动就业", "15万人"),
        ("效果指标", "满意度指标", "对政府部门服务满意度", "≥80%"),
    ]
    assert [(item.level1_code, item.level2_code) for item in table.indicators][3:] == [
        ("benefit", "benefit.social"),
        ("satisfaction", "satisfaction.served"),
    ]
    assert {item.horizon for item in table.indicators} == {Horizon.ANNUAL}
    assert table.form == "jilin-simple"
    assert not any(item.reasons for item in table.indicators)


def test_extended_form_of_jilin() -> None:
    """2.2: unit of money in the label, vertical headings, weights under the levels, wrapped header words."""
    table = only(
        grid("""
        | 项目名称          | 人才培训项目                                <  <  <  < |
        | 主管部门          | 省工信厅                                    <  <  <  < |
        | 项目实施期        | 2024年7月—2025年7月                         <  <  <  < |
        | 项目资金⏎（万元） | 年度资金总额：  315.8                       <  <  <  < |
        | ^                 | 其中：年度财政拨款  315.8                   <  <  <  < |
        | 绩⏎效⏎目⏎标      | 年度目标                                    <  <  <  < |
        | ^                 | 目标1：培育壮大企业家队伍。⏎目标2：培训企业管理人才600人次以上。 <  <  <  <|
        | 绩⏎效⏎指⏎标      | 一级指标 | 二级⏎指标 | 三级⏎指标 | 指标⏎解释 | 年度指⏎标值 |
        | ^                 | 产出⏎指标⏎50% | 数量指标 | 培训班次 | 组织实施 | 14期       |
        | ^                 | 效益⏎指标⏎30% | 社会效益⏎指标 | 提升能力 | 达到规模 | ≥600人⏎次 |
        | ^                 | 满意度指标⏎10% | 服务对象满意度指标 | 学员满意度 | 总结 | ≥80% |
        """)
    )
    assert (table.period_text, table.period_start, table.period_end) == (
        "2024年7月—2025年7月",
        date(2024, 7, 1),
        date(2025, 7, 31),
    )
    assert table.fiscal_year == 2024
    assert [
        (line.label, line.parent, line.amount_text, line.unit_text, line.amount_yuan) for line in table.budgets
    ] == [
        ("年度资金总额", None, "315.8", "万元", Decimal(3158000)),
        ("年度财政拨款", 1, "315.8", "万元", Decimal(3158000)),
    ]
    assert [goal.text for goal in table.goals] == ["目标1：培育壮大企业家队伍。目标2：培训企业管理人才600人次以上。"]
    assert rows(table) == [
        ("产出指标", "数量指标", "培训班次", "14期"),
        ("效益指标", "社会效益指标", "提升能力", "≥600人次"),
        ("满意度指标", "服务对象满意度指标", "学员满意度", "≥80%"),
    ]
    assert [item.level1_weight for item in table.indicators] == [50, 30, 10]
    assert [item.explanation for item in table.indicators] == ["组织实施", "达到规模", "总结"]
    assert table.form == "jilin-extended"


def test_two_blocks_side_by_side_named_by_brackets() -> None:
    """2.3: the long-term block is empty, so only its annual rows are indicators; amounts in the label's cell."""
    table = only(
        grid("""
        | 项目名称 | 教育系统基础设施建设和设备购置                        <  <  <  <  <   |
        | 主管部门及编码 | [015001]武汉市青山区教育局  <  | 实施单位 | 武汉市青山区教育局 <  < |
        | 项目属性 | 基础建设、修缮类            <  | 项目起止时间 | 202001-202012   <  < |
        | 项目资金 | 资金总额 10000万元       <  <   | 当年资金总额: | 10000万元       < |
        | ^        | 其中:财政拨款 10000万元  <  <   | 其中:当年财政拨款 | 10000万元   < |
        | ^        | 其他资金                 <  <   | 当年其他资金 | _ < |
        | 总体目标 | 中期目标                    <  <  | 年度目标                      <  < |
        | ^        | 优化教育布局。              <  <  | 按工作计划完成。              <  < |
        | 一级指标 | 二级指标(长期) | 三级指标(长期) | 指标值(长期) | 二级指标(年度) | 三级指标(年度) | 指标值(年度) |
        | 产出指标 | 数量指标 |  |  | 数量指标 | 重点建设工程安排数量 | 2 |
        | 产出指标 | 质量指标 |  |  | 质量指标 | 验收合格率 | 100% |
        | 满意度指标 | 满意度指标 | 学生满意度 | ≥85% | 满意度指标 | 学生、家长、社会满意度 | ≥90% |
        """)
    )
    assert [(item.horizon, *row) for item, row in zip(table.indicators, rows(table), strict=True)] == [
        (Horizon.ANNUAL, "产出指标", "数量指标", "重点建设工程安排数量", "2"),
        (Horizon.ANNUAL, "产出指标", "质量指标", "验收合格率", "100%"),
        (Horizon.LONG_TERM, "满意度指标", "满意度指标", "学生满意度", "≥85%"),
        (Horizon.ANNUAL, "满意度指标", "满意度指标", "学生、家长、社会满意度", "≥90%"),
    ]
    assert [(line.label, line.scope, line.parent, line.amount_yuan) for line in table.budgets] == [
        ("资金总额", Scope.TOTAL, None, Decimal(100000000)),
        ("当年资金总额", Scope.ANNUAL, None, Decimal(100000000)),
        ("财政拨款", Scope.TOTAL, 1, Decimal(100000000)),
        ("当年财政拨款", Scope.ANNUAL, 2, Decimal(100000000)),
        ("其他资金", Scope.TOTAL, 1, None),
        ("当年其他资金", Scope.ANNUAL, 2, None),
    ]
    assert table.budget_total_text == "10000万元"
    assert (table.department, table.department_label) == ("[015001]武汉市青山区教育局", "主管部门及编码")
    assert table.implementing_unit == "武汉市青山区教育局"
    assert dict(table.fields) == {"项目属性": "基础建设、修缮类"}
    assert [goal.horizon for goal in table.goals] == [Horizon.MEDIUM_TERM, Horizon.ANNUAL]


def test_two_blocks_take_their_horizon_from_the_goals_above() -> None:
    """2.4: title, year and department inside the frame; left block under the mid-term goal, right under the annual."""
    table = only(
        grid("""
        | 东莞市财政项目支出绩效目标批复表                        <  <  <  <  <  <  < |
        | ( 2019 年度)                                            <  <  <  <  <  <  < |
        | 预算单位:东莞市交通运输局                               <  <  <  <  <  <  < |
        | 项目名称 | 镇际联网路工程 < | 中期市财政预算(万元) | 284500.00 < | 本年度申请市财政预算资金(万元) | 919.00 |
        | 总体目标 | 中期滚动目标(2019年--2021年)  <  <  < | 年度目标            <  < |
        | ^        | 完成三年工程。                <  <  < | 完成当年工程。      <  < |
        | 绩效指标 | 一级 | 二级 | 三级 | 指标值(或计划水平) | 二级 | 三级 | 计划指标值(或计划水平) |
        | ^ | 预期产出指标 | 数量指标(或建筑规模指标) | 结算项目数 | 3 | 数量指标(或建筑规模指标) | 结算项目数 | 2 |
        | ^ | ^ | 时效指标(工期指标) | 及时性 | 及时 | 时效指标(工期指标、形象进度指标) | 及时性 | 按期 |
        | ^ | 效果指标 | 社会、经济、生态效益⏎指标 | 争议率 | 0% | 社会、经济、生态效益⏎指标 | 争议率 | 0% |
        """)
    )
    assert table.title == "东莞市财政项目支出绩效目标批复表"
    assert table.fiscal_year == 2019
    assert table.department == "东莞市交通运输局"
    assert [(item.horizon, *row) for item, row in zip(table.indicators, rows(table), strict=True)][:4] == [
        (Horizon.MEDIUM_TERM, "预期产出指标", "数量指标(或建筑规模指标)", "结算项目数", "3"),
        (Horizon.ANNUAL, "预期产出指标", "数量指标(或建筑规模指标)", "结算项目数", "2"),
        (Horizon.MEDIUM_TERM, "预期产出指标", "时效指标(工期指标)", "及时性", "及时"),
        (Horizon.ANNUAL, "预期产出指标", "时效指标(工期指标、形象进度指标)", "及时性", "按期"),
    ]
    assert [(line.label, line.scope, line.amount_yuan) for line in table.budgets] == [
        ("中期市财政预算(万元)", Scope.TOTAL, Decimal(2845000000)),
        ("本年度申请市财政预算资金(万元)", Scope.ANNUAL, Decimal(9190000)),
    ]
    assert table.budget_total_yuan == Decimal(9190000)


def test_stacked_long_term_and_annual_blocks() -> None:
    """2.5: the cell beside each block says its horizon; 指标内容 is the name, 备注 an extra."""
    table = only(
        grid("""
        | 项目名称 | 农村道路 < | 项目属性 | 新增项目 □ 延续项目 √ < |
        | 项目绩效目标 | 长期目标 <  < | 年度目标 < |
        | ^ | 改善出行。 <  < | 完成10公里。 < |
        | 长期绩效指标 | 一级指标 | 二级指标 | 指标内容 | 指标值 | 备注 |
        | ^ | 产出指标 | 数量指标 | 道路总里程 | 30公里 | |
        | 年度绩效指标 | 一级指标 | 二级指标 | 指标内容 | 指标值 | 备注 |
        | ^ | 产出指标 | 数量指标 | 道路里程 | 10公里 | 一期 |
        """)
    )
    assert [(item.horizon, item.level3, item.value_text, item.extras) for item in table.indicators] == [
        (Horizon.LONG_TERM, "道路总里程", "30公里", ()),
        (Horizon.ANNUAL, "道路里程", "10公里", (("备注", "一期"),)),
    ]


def test_regional_table_of_a_transfer_payment() -> None:
    """2.6: many who-rows, unit of money in each label, a unit column beside a value with its own unit."""
    table = only(
        grid("""
        | 资金名称     | 生猪(牛羊)调出大县奖励资金           <  <  <  < |
        | 中央主管部门 | 财政部、农业农村部                   <  <  <  < |
        | 省级财政部门 | 重庆市财政局                         <  <  <  < |
        | 资金情况     | 年度金额(万元):        <  | 397        <  < |
        | ^            | 其中:中央补助(万元)    <  | 397        <  < |
        | ^            | 地方资金(万元)         <  | _          <  < |
        | 年度目标     | 到2022年底，生猪生产稳定有序发展。   <  <  <  < |
        | 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 单位 | 指标值 |
        | ^        | 产出指标 | 数量指标 | 猪肉产量稳定率 | % | ≥95% |
        | ^        | ^        | ^        | 能繁母猪稳定率 | % | 90%  |
        """),
        text=lines("生猪(牛羊)调出大县奖励资金区域绩效目标表", "（2022年度）"),
    )
    assert table.project_name == "生猪(牛羊)调出大县奖励资金"
    assert (table.department_label, table.department) == ("中央主管部门", "财政部、农业农村部")
    assert dict(table.fields) == {"省级财政部门": "重庆市财政局"}
    assert [(line.label, line.parent, line.amount_yuan) for line in table.budgets] == [
        ("年度金额(万元)", None, Decimal(3970000)),
        ("中央补助(万元)", 1, Decimal(3970000)),
        ("地方资金(万元)", 1, None),
    ]
    assert [(goal.label, goal.text) for goal in table.goals] == [("年度目标", "到2022年底，生猪生产稳定有序发展。")]
    assert [(item.measure.minimum, item.measure.base_unit) for item in table.indicators] == [
        (Decimal(95), "%"),
        (Decimal(90), "%"),
    ]


def test_rural_form_keeps_people_out() -> None:
    """2.7: names and telephone numbers are not stored; notes and approval rows are no indicators."""
    table = only(
        grid("""
        | 绩效目标申报表(基础设施建设类)                                <  <  <  < |
        | (2022年度)                                                    <  <  <  < |
        | 项目名称 | 高标准农田                <  | 项目负责人及电话 | 张三 13800000000 |
        | 主管部门 | 县农业农村局              <  | 实施单位         | 农田建设服务中心 |
        | 资金情况(万元) | 年度资金总额: <  | 854万(高标准农田建设400万元,示范建设295万元,畅通工程159万元) < |
        | ^              | 其中:财政拨款 <  | 854              < |
        | 总体目标       | 年度目标                          <  <  < |
        | ^              | 完成项目主体工程70%               <  <  < |
        | 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
        | ^        | 产出指标 | 质量指标 | *贫困地区旅游基础设施建设质量达标率100% | >=98% |
        | ^        | ^        | 成本指标 | 财政资金补助 | 1600元/亩 |
        | 注：各地请根据实际情况填写 <  <  <  < |
        | 财政部门支出股室初审意见 | (盖章) 年 月 日 <  <  < |
        """)
    )
    assert rows(table) == [
        ("产出指标", "质量指标", "*贫困地区旅游基础设施建设质量达标率100%", ">=98%"),
        ("产出指标", "成本指标", "财政资金补助", "1600元/亩"),
    ]
    assert table.budget_total_yuan == Decimal(8540000)
    assert not any("张三" in text or "138" in text for _, text in table.fields)
    assert table.title == "绩效目标申报表(基础设施建设类)"
    assert [goal.text for goal in table.goals] == ["完成项目主体工程70%"]


FLAT = """
|单位名称|项目名称|预算数|年度目标|一级指标|二级指标|三级指标|指标性质|指标值|度量单位|权重|指标方向|
| 820-马踏镇部门 | < | 8,827,620.53 |  |  |  |  |  |  |  |  |  |
|820001-马踏镇|村组干部报酬|3,309,840.00|按时发放|效益指标|社会效益指标|维护稳定|≥|95|%|10|正向指标|
| ^ | ^ | ^ | ^ | 产出指标 | 时效指标 | 维持时效 | ≥ | 1 | 年 | 20 | 正向指标 |
| ^ | ^ | ^ | ^ | 产出指标 | 质量指标 | 按时发放 | ≥ | 1 | 人/年 | 10 | 正向指标 |
| ^ | 基层组织活动经费 | 660,000.00 | 运转 | 满意度指标 | 满意度指标 | 群众满意度 | ≥ | 95 | % | 10 | 正向指标 |
"""


SPLIT = """
|项目名称|预算数|年度目标|一级指标|二级指标|三级指标|指标值|
| 北辰开发区职业技能提升行 | 4209770 | 落实各项任务 | 产出指标 | 数量指标 | 培训人数 | 43人 |
| ^ | ^ | ^ | 产出指标 | 质量指标 | 合格率 | 92% |
| 动项目 | {budget} | {goal} | 产出指标 | 时效指标 | 及时率 | 90% |
| 大气污染防治项目 | 5168090 | 健全长效机制 | 产出指标 | 数量指标 | 场次 | 73场 |
"""


@pytest.mark.parametrize(
    ("budget", "goal", "confidence", "doubted"),
    [("^", "^", 0.99, 3), ("^", "^", 1.0, 0), ("880", "^", 0.99, 0), ("880", "另一目标", 0.99, 0)],
)
def test_two_projects_of_a_scan_beside_one_budget_and_one_goal_are_in_doubt(
    budget: str, goal: str, confidence: float, doubted: int
) -> None:
    """The feet of 业技能提升行 were taken for a border; on a digital page borders are what they are."""
    pages = [reading(grid(SPLIT.format(budget=budget, goal=goal), confidence=confidence))]
    found = [item for table in normalize(pages).tables for item in table.indicators]
    assert len(found) == 4
    assert ["GRID-WALL-MISSING" in item.reasons for item in found] == [place < doubted for place in range(4)]


def test_list_of_projects_gives_a_table_each() -> None:
    """2.8: unsorted unmerged levels, operator and unit in columns, money in the unit of the line above."""
    pages = [reading(grid(FLAT), text=lines("部门预算项目绩效目标申报表(2023年度)", "金额单位:元"))]
    first, second = normalize(pages).tables
    assert (first.project_name, first.budget_total_yuan) == ("村组干部报酬", Decimal("3309840.00"))
    assert (second.project_name, second.budget_total_yuan) == ("基层组织活动经费", Decimal("660000.00"))
    assert {table.department for table in (first, second)} == {"820001-马踏镇"}
    assert {table.fiscal_year for table in (first, second)} == {2023}
    assert [goal.text for goal in first.goals] == ["按时发放"]
    assert rows(first) == [
        ("效益指标", "社会效益指标", "维护稳定", "95"),
        ("产出指标", "时效指标", "维持时效", "1"),
        ("产出指标", "质量指标", "按时发放", "1"),
    ]
    assert [(item.measure.operator, item.measure.unit_text, item.weight) for item in first.indicators] == [
        ("ge", "%", 10),
        ("ge", "年", 20),
        ("ge", "人/年", 10),
    ]
    assert [dict(item.extras) for item in first.indicators] == [{"指标方向": "正向指标"}] * 3
    assert [item.ordinal for item in second.indicators] == [1]
    assert (first.ordinal, second.ordinal, first.form) == (1, 2, "project-list")


def test_list_goes_on_over_a_page_without_header() -> None:
    """2.8: the next page has no header, blank project cells, then a new project."""
    more = """
    |  |  |  |  | 产出指标 | 数量指标 | 行政村数量 | = | 11 | 个 | 10 | 正向指标 |
    | ^ | 农村环境整治 | 5,000.00 | 改善环境 | 产出指标 | 数量指标 | 清运次数 | ≥ | 12 | 次 | 10 | 正向指标 |
    """
    document = normalize(
        [
            reading(grid(FLAT), text=lines("部门预算项目绩效目标申报表(2023年度)", "金额单位:元")),
            reading(grid(more, page=2)),
        ]
    )
    assert [(table.project_name, len(table.indicators)) for table in document.tables] == [
        ("村组干部报酬", 3),
        ("基层组织活动经费", 2),
        ("农村环境整治", 1),
    ]
    assert document.tables[1].grids == ((1, 0), (2, 0))
    assert document.continued == (2,)
    assert {table.department for table in document.tables} == {"820001-马踏镇"}


def test_starred_headers() -> None:
    """2.9: a star is no part of a header word; the weight of 预算执行率 is a field, a phone number is not."""
    table = only(
        grid("""
        | 主管部门: | 省商务厅 <  < | 资金总额: | 2430.30 <  < |
        | 项目负责人电话: | 0898-66668888 <  < | 财政拨款: | 2430.30 <  < |
        | 预算执行率权重: | 10% <  < | 其他资金: | _ <  < |
        | 总体目标 | 目标1:全年实现会展业综合收入不低于280亿元 <  <  <  <  <  < |
        | 一级指标* | 二级指标* | 三级指标* | 绩效指标性质* | 绩效指标值* | 绩效度量单位 | 权重* | 指标方向性* |
        | 产出指标 | 数量指标 | 全年实现会展业综合收入 | ≥ | 280 | 亿元 | 30% | 正向指标 |
        """),
        text=lines("项目绩效目标表", "单位：万元"),
    )
    assert rows(table) == [("产出指标", "数量指标", "全年实现会展业综合收入", "280")]
    assert table.indicators[0].measure.minimum == Decimal(28000000000)
    assert table.indicators[0].weight == 30
    assert table.budget_total_yuan == Decimal(24303000)
    assert dict(table.fields) == {"预算执行率权重": "10%"}
    assert [goal.text for goal in table.goals] == ["目标1:全年实现会展业综合收入不低于280亿元"]


WUGUI = """
| 表十二                                                     <  <  <  <  < |
| 2023年一般性项目绩效目标表(一级项目)                       <  <  <  <  < |
| 编制单位: | 813-潼南区五桂镇          <  <  | 单位:万元            <  |
| 专项资金名称 | 在职村村干部补助 < | 业务主管部门 | 813-潼南区五桂镇    <  |
| 当年预算 | 9.31 <  <  <  < |
| 项目概况 | 补助 < | 立项依据 | 渝财(2022)00001                        < |
| 当年绩效目标 | 按月及时足额发放在职村社干部的工资。          <  <  <  < |
| 绩效指标 | 指标 | 指标权重 | 计量单位 | 指标性质 | 指标值 |
| ^ | 按月发放 | 20 | 次 | = | 1 |
| ^ | 发放金额 | 20 | 万元 | ≥ | 9.31 |
| ^ | 促进经济发展 | 20 |  | 定性 |  |
"""


def test_forms_without_levels_follow_each_other_in_one_grid() -> None:
    """2.10: title rows inside the grid begin the next form; 定性 without a value keeps its row."""
    both = WUGUI.rstrip() + WUGUI.replace("在职村村干部补助", "汇总项目库").replace("9.31 <  <  <  <", "229.66 < < < <")
    tables = normalize([reading(grid(both))]).tables
    assert [(table.project_name, table.budget_total_yuan) for table in tables] == [
        ("在职村村干部补助", Decimal("93100.00")),
        ("汇总项目库", Decimal("2296600.00")),
    ]
    for table in tables:
        assert (table.title, table.fiscal_year) == ("2023年一般性项目绩效目标表(一级项目)", 2023)
        assert (table.attachment_label, table.attachment_no) == ("表十二", 12)
        assert [(*row, item.weight) for row, item in zip(rows(table), table.indicators, strict=True)] == [
            (None, None, "按月发放", "1", 20),
            (None, None, "发放金额", "9.31", 20),
            (None, None, "促进经济发展", None, 20),
        ]
        assert not table.indicators[0].reasons
        assert table.implementing_unit == "813-潼南区五桂镇"
        assert table.department == "813-潼南区五桂镇"


def test_empty_rows_keep_their_level_and_give_no_indicator() -> None:
    """2.11: a row with nothing but boilerplate is dropped; 指标值类型 is no operator."""
    table = only(
        grid("""
        | 部门(单位)名称 | 价格认证鉴定中心                                 <  <  <  <  <  <  < |
        | *部门(单位)职责 | 负责价格认定工作                                <  <  <  <  <  <  < |
        | *年度总体绩效目标 | 做好涉案、价格认定工作。                      <  <  <  <  <  <  < |
        | 绩效指标                                                        <  <  <  <  <  <  <  < |
        | 一级指标 | 二级指标 | 三级指标 | 指标值类型 | *指标值 | 计量单位 | *指标解释 | *评(扣)分标准 | 备注 |
        | 产出指标 | 数量指标 | 业务工作支出安排金额 | 定量 | 28.8万元 | 元 | 金额 | 未达指标值酌情扣分 | |
        | ^ | 时效指标 | 工作安排时间 | 定量 | 按月安排 |  | 安排 | 酌情 | |
        | ^ | 成本指标 | 社会成本指标 | 定量 | 100 | % | 成本 | 酌情 | |
        | 效益指标 | 经济效益指标 |  |  |  |  |  | 未达指标值酌情扣分 | |
        | ^ | 社会效益指标 | 保证单位正常运转 | 定性 | 应保尽保 | | 运转 | 酌情 | |
        """)
    )
    assert rows(table) == [
        ("产出指标", "数量指标", "业务工作支出安排金额", "28.8万元"),
        ("产出指标", "时效指标", "工作安排时间", "按月安排"),
        ("产出指标", "成本指标", "社会成本指标", "100"),
        ("效益指标", "社会效益指标", "保证单位正常运转", "应保尽保"),
    ]
    assert table.indicators[0].measure.operator is None
    assert dict(table.indicators[0].extras) == {"指标值类型": "定量", "评(扣)分标准": "未达指标值酌情扣分"}
    assert table.department == "价格认证鉴定中心"
    assert [goal.text for goal in table.goals] == ["做好涉案、价格认定工作。"]


def test_one_value_column_a_place() -> None:
    """2.13: columns headed by places give one indicator each, the place among the extras."""
    table = only(
        grid("""
        | 项目名称 | 省级第七批水利专项资金 <  < | 主管部门(单位)名称 | 安溪县水利局 < |
        | 资金情况(万元) | 资金总额 | 100 | 其中:财政拨款 | 100 | 其他资金 |  |
        | 总 体 目 标 | 开展2个小型水利工程建设 <  <  <  <  < |
        | 绩效⏎指标 | 一级指标 | 二级指标 | 三级指标 | 指 标 解 释 | 西坪镇尧山村 | 桃舟乡吾培村 |
        | ^ | 产出⏎指标 | 数量指标 | 开展小型水利工程建设(个) | 数量 | 1 | 1 |
        | ^ | ^ | 质量指标 | 验收合格率 | 合格 | 100% | 95% |
        """)
    )
    assert [(item.level3, item.value_text, dict(item.extras)["地区"]) for item in table.indicators] == [
        ("开展小型水利工程建设(个)", "1", "西坪镇尧山村"),
        ("开展小型水利工程建设(个)", "1", "桃舟乡吾培村"),
        ("验收合格率", "100%", "西坪镇尧山村"),
        ("验收合格率", "95%", "桃舟乡吾培村"),
    ]
    assert [(line.label, line.parent, line.amount_yuan) for line in table.budgets] == [
        ("资金总额", None, Decimal(1000000)),
        ("财政拨款", 1, Decimal(1000000)),
        ("其他资金", 1, None),
    ]


GANSU = """
| 一级项目名称 | 文化事业发展专项资金 | 二级项目名称 | 免费开放补助资金 |
| 项目主管部门 | 市文化和旅游局 | 项目开始日期 | 2023-01-01 |
| 项目完成日期 | 2023-12-31 | 项目总投资 | 20万元 |
| 中央补助安排 | 0 | 其他资金 | 20万元 |
| 年度绩效目标 | 全年免费开放。 < < |
| 一级指标 | 二级指标 | 三级指标 | 指标目标值 |
| 产出指标 | 数量指标 | 免费开放天数 | =300天 |
| 成本指标 | 经济成本指标 | 资金使用效率 | ＝100百分比 |
| ^ | 社会成本指标 | 对当地文物保护 | 长远 |
| ^ | 生态环境成本指标 | 提升绿化 | 提升 |
"""


def test_forms_of_gansu_follow_without_a_heading() -> None:
    """2.14: the label of a project begins the next form; the printed level 1 成本指标 has its own codes."""
    tables = normalize([reading(grid(GANSU.rstrip() + GANSU))]).tables
    assert len(tables) == 2
    for table in tables:
        assert rows(table) == [
            ("产出指标", "数量指标", "免费开放天数", "=300天"),
            ("成本指标", "经济成本指标", "资金使用效率", "＝100百分比"),
            ("成本指标", "社会成本指标", "对当地文物保护", "长远"),
            ("成本指标", "生态环境成本指标", "提升绿化", "提升"),
        ]
        assert [item.level2_code for item in table.indicators] == [
            "output.quantity",
            "cost.economic",
            "cost.social",
            "cost.ecological",
        ]
        assert (table.period_start, table.period_end) == (date(2023, 1, 1), date(2023, 12, 31))
        assert table.project_name == "免费开放补助资金"
        assert dict(table.fields) == {"一级项目名称": "文化事业发展专项资金"}


def test_levels_shifted_by_one() -> None:
    """2.15: 一级指标 holds 数量指标 and 二级指标 the name; the cost table above is no indicator."""
    table = only(
        grid("""
        | 项目名称 | 办公楼维修 | 项目类别 | 本级支出项目 < |
        | 项目预算 | 成本构成 | 金额 | 测算(公式)依据 | 2021年实际执行数 |
        | ^ | 保安服务费 | 191 | 依据招标文件 | 191 |
        | ^ | 合计 | 814 | | 794.55 |
        | 绩效目标 | 保障办公 < < < |
        | 绩效指标 | 一级指标 | 二级指标 | 绩效标准 | 当年预期实现值 |
        | ^ | 数量指标 | 日常维修维护次数 | 历史标准 | ≥280次 |
        | ^ | 质量指标 | 验收合格率 | 计划标准 | ≥92% |
        | ^ | 成本指标 | 成本控制率 | 计划标准 | 不超预算 |
        """)
    )
    assert rows(table) == [
        (None, "数量指标", "日常维修维护次数", "≥280次"),
        (None, "质量指标", "验收合格率", "≥92%"),
        (None, "成本指标", "成本控制率", "不超预算"),
    ]
    assert [item.explanation for item in table.indicators] == ["历史标准", "计划标准", "计划标准"]


def test_form_of_shanghai() -> None:
    """2.16: total and annual amounts side by side in 元, two dates for the period, goals of two spans."""
    table = only(
        grid("""
        | 财政项目支出绩效目标申报表                                                <  <  <  <  < |
        | （2026年度）                                                              <  <  <  <  < |
        | 项目名称 | 拆违经费 | 项目性质 | 阶段性项目 | 项目类别 | 特定目标类 |
        | 主管部门 | 普陀区城管执法局 | 实施单位 | 普陀区城管执法局             <  <  |
        | 计划开始日期 | 2024-01-01 | 计划完成日期 | 2026-12-31              <  <  |
        | 项目资金（元） | 项目资金总额 | 10,308,000.00 | 年度资金申请总额 | 3,498,000.00 < |
        | ^              | 其中：财政资金 | 10,308,000.00 | 其中：当年财政拨款 | 3,498,000.00 < |
        | ^              |                |               | 上年结转资金 | 0.00 < |
        | ^              | 其他资金 | 0.00 | 其他资金 | 0.00 < |
        | 项目绩效目标 | 项目总体目标(2024 年-2026 年)   <  | 年度总体目标     <  < |
        | ^            | "1.完成三年任务"                <  | "1.完成当年任务" <  < |
        | 绩效指标 | 一级指标 | 二级指标 | 三级指标        | 年度(/项目)指标值 < |
        | ^ | 成本指标 | 经济成本指标 | 成本控制合理性 | 合理 < |
        | ^ | 产出指标 | 数量指标 | 完成年度拆违计划 | =100.00(%) < |
        | ^ | 满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥90.00(%) < |
        """)
    )
    assert [(line.label, line.scope, line.parent, line.amount_yuan) for line in table.budgets] == [
        ("项目资金总额", Scope.TOTAL, None, Decimal("10308000.00")),
        ("年度资金申请总额", Scope.ANNUAL, None, Decimal("3498000.00")),
        ("财政资金", Scope.TOTAL, 1, Decimal("10308000.00")),
        ("当年财政拨款", Scope.ANNUAL, 2, Decimal("3498000.00")),
        ("上年结转资金", Scope.ANNUAL, 2, Decimal(0)),
        ("其他资金", Scope.TOTAL, 1, Decimal(0)),
        ("其他资金", Scope.ANNUAL, 2, Decimal(0)),
    ]
    assert table.budget_total_text == "3,498,000.00"
    assert (table.period_start, table.period_end) == (date(2024, 1, 1), date(2026, 12, 31))
    assert [(goal.horizon, goal.text) for goal in table.goals] == [
        (Horizon.OVERALL, '"1.完成三年任务"'),
        (Horizon.ANNUAL, '"1.完成当年任务"'),
    ]
    assert rows(table) == [
        ("成本指标", "经济成本指标", "成本控制合理性", "合理"),
        ("产出指标", "数量指标", "完成年度拆违计划", "=100.00(%)"),
        ("满意度指标", "服务对象满意度指标", "群众满意度", "≥90.00(%)"),
    ]
    assert {item.horizon for item in table.indicators} == {Horizon.ANNUAL}


def test_self_evaluation_keeps_results_apart() -> None:
    """2.17: what was achieved and scored is never a target; pre-printed empty rows and the total are dropped."""
    table = only(
        grid("""
        | 项目名称 | 委托业务 <  <  <  <  <  <  < |
        | 主管部门 | 教育局 <  <  | 实施单位 | 食品工程学校 <  <  < |
        | 项目资金(万元) | _            < | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
        | ^ | 年度资金总额             < | 43.2 | 43.5 | 37.24 | 10 | 86% | 9 |
        | ^ | 其中:当年财政拨款        < | 43.2 | 43.5 | 37.24 | – | | – |
        | 年度总体目标 | 预期目标  <  <  < | 实际完成情况  <  <  < |
        | ^ | 完成委托业务 <  <  < | 已完成 <  <  < |
        | 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
        | ^ | 产出指标(50分) | 数量指标 | 指标1：业务项目数量 | ≥50个 | 48个 | 8 | 7 | 延期 |
        | ^ | ^ | ^ | 指标2： |  |  |  |  | |
        | ^ | 效益指标(30分) | 社会效益指标 | 效果 | 明显 | 明显 | 30 | 30 | |
        | 总分 <  <  <  <  < | 100 | 98 | |
        """),
        text=lines("附件1", "项目支出绩效自评表", "( 2019年度)"),
    )
    assert rows(table)[0] == ("产出指标", "数量指标", "指标1：业务项目数量", "≥50个")
    assert [(row[2], item.weight) for row, item in zip(rows(table), table.indicators, strict=True)] == [
        ("指标1：业务项目数量", 8),
        ("效果", 30),
    ]
    assert dict(table.indicators[0].extras) == {"实际完成值": "48个", "得分": "7", "偏差原因分析及改进措施": "延期"}
    assert [item.level1_weight for item in table.indicators] == [50, 30]
    assert [(line.label, line.amount_text, line.parent) for line in table.budgets] == [
        ("年度资金总额", "43.5", None),
        ("当年财政拨款", "43.5", 1),
    ]
    assert [goal.text for goal in table.goals] == ["完成委托业务"]
    assert table.form == "self-evaluation"


def test_self_evaluation_of_a_transfer_payment_skips_column_numbers() -> None:
    """2.19: a row that numbers the columns is no indicator, three-column fund blocks read the budget."""
    table = only(
        grid("""
        | 转移支付(项目)名称 | 衔接资金 <  <  <  <  < |
        | 资金投入情况(万元) |  | 全年预算数(A) | 全年执行数(B) < | 预算执行率(B/A×100%) < |
        | ^ | 年度资金总额: | 808.1 | 692.98 < | 86% < |
        | ^ | 其中:中央财政资金 | 808.1 | 692.98 < | 86% < |
        | 总体目标完成情况 | 总体目标 <  < | 全年实际完成情况 <  < |
        | ^ | 巩固成果 <  < | 已巩固 <  < |
        | 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 全年实际完成值 | 未完成原因和改进措施 |
        | ^ | 列次 | 0 | 1 | 2 | 3 | 4 |
        | ^ | 产出指标 | 数量指标 | 项目数 | ≥5个 | 5个 |  |
        """)
    )
    assert rows(table) == [("产出指标", "数量指标", "项目数", "≥5个")]
    assert [(line.label, line.amount_text, line.amount_yuan) for line in table.budgets] == [
        ("年度资金总额", "808.1", Decimal(8081000)),
        ("中央财政资金", "808.1", Decimal(8081000)),
    ]
    assert [goal.text for goal in table.goals] == ["巩固成果"]


def test_two_value_columns_of_different_spans() -> None:
    """实施期指标值 beside 年度指标值: one name, one indicator a span."""
    table = only(
        grid("""
        | 资金名称 | 补助资金 <  <  < |
        | 一级指标 | 二级指标 | 三级指标 | 实施期指标值 | 年度指标值 |
        | 产出指标 | 数量指标 | 建设面积 | 300亩 | 100亩 |
        """)
    )
    assert [(item.horizon, item.value_text) for item in table.indicators] == [
        (Horizon.MEDIUM_TERM, "300亩"),
        (Horizon.ANNUAL, "100亩"),
    ]


@pytest.mark.parametrize("doubtful", ["$\\", "完成数÷应完成数"])
def test_a_doubt_about_a_weight_or_an_explanation_reaches_its_indicator(doubtful: str) -> None:
    """A weight that was not understood is null, and never without a mark."""
    drawing = """
        | 项目名称 | 基地  <  <  <  < |
        | 一级指标 | 二级指标 | 三级指标 | 指标值 | 权重 | 指标解释 |
        | 产出指标 | 数量指标 | 建设基地 | 15个 | $\\ | 完成数÷应完成数 |
        | 产出指标 | 数量指标 | 培训人数 | 20人 | 10 | 实际人数 |
    """
    doubt = Finding("OCR-DIFFER", Severity.WARNING, "read as one and again as another")
    first, second = only(grid(drawing, doubts={doubtful: doubt})).indicators
    assert (first.weight, first.reasons) == (None, ("OCR-DIFFER",))
    assert (second.weight, second.reasons) == (10, ())


def test_a_doubt_about_a_cell_reaches_its_indicator() -> None:
    """Findings and confidence of the level, name and value cells go to the indicators that rest on them."""
    doubt = Finding("SEAL-OVERLAP", Severity.WARNING, "A seal lies over it.")
    table = only(grid(JILIN, confidence=0.9, doubts={"15万人": doubt, "产出指标": doubt}))
    assert [item.reasons for item in table.indicators] == [("SEAL-OVERLAP",)] * 4 + [()]
    assert {item.confidence for item in table.indicators} == {0.9}


def test_budget_tables_are_no_target_tables() -> None:
    """A table of amounts without the indicator header gives nothing, also between two target tables."""
    budget = grid(
        """
        | 科目编码 | 科目名称 | 预算数 | 备注 |
        | 2010101 | 行政运行 | 120.00 | |
        """,
        page=2,
    )
    other = JILIN.replace("创业孵化基地项目", "市场开拓项目")
    pages = [
        reading(grid(JILIN), text=lines("附件6", "创业孵化基地项目资金绩效目标表")),
        reading(budget, text=lines("部门收支总表")),
        reading(grid(other, page=3), text=lines("附件7", "市场开拓项目资金绩效目标表")),
    ]
    document = normalize(pages)
    assert [(table.project_name, table.grids) for table in document.tables] == [
        ("创业孵化基地项目", ((1, 0),)),
        ("市场开拓项目", ((3, 0),)),
    ]
    assert document.continued == ()


def test_a_document_without_pages_has_no_tables() -> None:
    """Nothing in, nothing out."""
    assert normalize([]).tables == ()
