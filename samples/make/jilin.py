"""附件6–附件10 of the 2024 special funds of 吉林省工业和信息化厅, line breaks and slips as published."""

from __future__ import annotations

from samples.make.typeset import Cell, Grid, Heading, Sheet, Style, cells, vertical

_DEPARTMENT = "吉林省工业和信息化厅"


def _headings(label: str, title: str, year: str) -> tuple[Heading, ...]:
    return (
        Heading(label, size=14, after=10),
        Heading(title, "center", size=18, after=2),
        Heading(year, "center", size=12, after=8),
    )


def _centred(text: str, cols: int = 1, rows: int = 1) -> Cell:
    return Cell(text, cols, rows, "center")


def _simple(
    attachment: tuple[str, str, str],
    fields: tuple[str, str],
    goals: tuple[str, str],
    indicators: list[tuple[Cell, ...]],
    widths: tuple[float, ...],
) -> Sheet:
    """The simple form: two goals side by side, no weights; `fields` are the project's name and funds."""
    project, funds = fields
    rows = [
        (_centred("项目名称"), Cell(project, 4)),
        (_centred("预算部门"), Cell(_DEPARTMENT, 4)),
        (_centred("项目资金"), Cell(funds, 4)),
        (_centred("绩效目标", rows=2), _centred("年度目标", 2), _centred("长期目标", 2)),
        (Cell(goals[0], 2), Cell(goals[1], 2)),
        (
            _centred("绩效指标", rows=len(indicators) + 1),
            *cells(("一级指标", "二级指标", "三级指标", "指标值"), "center"),
        ),
        *indicators,
    ]
    return Sheet((*_headings(*attachment), Grid(widths, tuple(rows))), Style(margin=44))


def _row(*texts: str | Cell) -> tuple[Cell, ...]:
    """Level names and values centred, the name of the indicator (the last but one) to the left."""
    row = [text if isinstance(text, Cell) else _centred(text) for text in texts]
    row[-2] = Cell(row[-2].text, row[-2].cols, row[-2].rows)
    return tuple(row)


def _incubators() -> Sheet:
    return _simple(
        ("附件6", "创业孵化基地设目资金绩效目标表", "（2024年度）"),
        ("创业孵化基地项目", "年度资金总额：    685万元"),
        (
            "新培育15个创业孵化基地，全省孵化基地\n带动就业15万人。",
            "推进创业孵化基地建设，完善服务功能，以创业促进就\n业，培育市场主体和一批专精特新中小企业。",
        ),
        [
            _row(_centred("产出指标", rows=5), _centred("数量指标", rows=2), "新培育一批创业孵化基地", "15个"),
            _row("新增入孵企业", "150户"),
            _row("质量指标", "培育省级创业孵化示范基地\n（或专精特新产业孵化园）", "5个"),
            _row("时效指标", "资金拨付率", "100%"),
            _row("成本指标", "降低创业孵化基地运营成本", "600万元"),
            _row(_centred("效果指标", rows=5), "社会效益\n指标", "所有省级创业孵化基地在孵企\n业带动就业", "15万人"),
            _row("生态效益\n指标", "对自然环境影响", "0"),
            _row(
                _centred("可持续影响\n指标", rows=2), "执行优胜劣汰动态管理制度情\n况（整改或撤销不合格基地）", "≥20个"
            ),
            _row("省级创业孵化基地转型晋级", "≥5个"),
            _row("满意度\n指标", "对政府部门服务满意度", "≥80%"),
        ],
        (48.5, 88, 109.5, 146, 115),
    )


def _services() -> Sheet:
    return _simple(
        ("附件7", "中小企业公共服务项目资金绩效目标表", "（2024年）"),
        ("中小企业公共服务项目", "年度资金总额：    270.83万元"),
        (
            "参与活动1000人次以上，\n带动潜在就业人数650人。",
            "创新带动创业，创业带动就业，以“创客中国”\n大赛等多种双创活动为引领，打造服务中小企业\n的创新创业新平台。",
        ),
        [
            _row(_centred("产出指标", rows=5), _centred("数量指标", rows=2), "服务活动场次", "≧30场 "),
            _row("参与活动人次", "≧1000人"),
            _row(_centred("质量指标", rows=2), "企业需求对接率", "≧90%"),
            _row("资金拨付率", "100%"),
            _row("时效指标", "活动完成及时率", "≧90%"),
            _row(_centred("效果指标", rows=4), "社会效益\n指标", "提供企业创业指导", "≧40户"),
            _row(_centred("可持续影响\n指标", rows=2), "达成企业合作数", "≧25户"),
            _row("带动潜在就业人数", "≥70人"),
            _row("满意度\n指标", "服务满意度", "≥90%"),
        ],
        (48.5, 90, 100, 155, 113),
    )


def _markets() -> Sheet:
    return _simple(
        ("附件8", "中小企业市场开拓项目资金绩效目标表", "（2024年）"),
        ("中小企业市场开拓项目", "年度资金总额：356.37万元"),
        (
            "目标：组织省内中小企业参加国家、省、行业\n协会等主办的各类展会，帮助企业开拓市场。",
            "通过组织中小企业参加各类展会，帮助企业开拓市\n场，增强企业核心竞争力，推动企业高质量发展。",
        ),
        [
            _row(_centred("产出指标", rows=3), "数量指标", "组织企业参加展会", "6场"),
            _row("质量指标", "签订意向合同", "30份"),
            _row("时效指标", "资金拨付率", "100%"),
            _row(_centred("效果指标", rows=4), _centred("经济效益\n指标", rows=2), "企业新增销售额", "≥800万元"),
            _row("降低企业成本", "≥400万元"),
            _row("社会效益\n指标", "服务对象政策知晓率", "≥90%"),
            _row("满意度\n指标", "服务对象满意度", "≥90%"),
        ],
        (48.5, 100, 118, 140, 100.5),
    )


def _training() -> Sheet:
    """The extended form: weights, explanations, vertical headings, the money unit in a label."""
    rows = (
        (_centred("项目名称"), Cell("省级中小企业和民营经济发展专项资金企业经营管理人才培训项目", 5)),
        (_centred("主管部门"), Cell("省工信厅", 5)),
        (_centred("项目实施期"), Cell("2024年7月—2025年7月", 5)),
        (_centred("项目资金\n（万元）", rows=2), Cell("年度资金总额：  315.8", 5)),
        (Cell("   其中：年度财政拨款  315.8", 5),),
        (_centred(vertical("绩效目标"), rows=2), _centred("年度目标", 5)),
        (Cell("目标1：培育壮大企业家队伍。\n目标2：培训企业管理人才600人次以上。", 5),),
        (
            _centred(vertical("绩效指标"), rows=8),
            *cells(("一级指标", "二级\n指标", "三级指标", "指标\n解释", "年度指\n标值"), "center"),
        ),
        (
            _centred("产出\n指标\n50%", rows=5),
            _centred("数量指标"),
            Cell("培训班次"),
            Cell("组织实施企业经营管理人才\n培训班次"),
            _centred("14期"),
        ),
        (
            _centred("质量指标", rows=3),
            Cell("师资费用占比"),
            Cell("培训项目用于师资、现场教\n学等费用支出占项目支持额\n度40%以上"),
            _centred("≥40%"),
        ),
        (Cell("培训内容完成度"), Cell("培训申报内容以及培训课时\n完成度"), _centred("100%")),
        (Cell("学员参训率"), Cell("每期参训学员达到一定数量"), _centred("≥80%")),
        (_centred("时效指标"), Cell("培训项目实施完成情\n况"), Cell("按计划完成年度培训任务"), _centred("100%")),
        (
            _centred("效益\n指标\n30%"),
            _centred("社会效益\n指标"),
            Cell("提升企业经营管理人\n员管理能力"),
            Cell("培训企业经营管理人员数量\n达到一定规模"),
            _centred("≥600人\n次"),
        ),
        (
            _centred("满意度指标\n10%"),
            _centred("服务对象满意度指标"),
            Cell("学员满意度"),
            Cell("通过调查问卷形式总结培训\n学员满意度"),
            _centred("≥80%"),
        ),
    )
    attachment = _headings("附件9", "企业经营管理人员培训项目资金绩效目标表", "（2024年度）")
    return Sheet((*attachment, Grid((5.7, 5.7, 9.7, 9.7, 12.7, 4.4), rows)))


def _awards() -> Sheet:
    return _simple(
        ("附件10", "省级“专精特新”中小企业奖励资金绩效目标表", "（2024年）"),
        ("省级“专精特新”中小企业奖励项目", "年度资金总额：2800万元"),
        (
            "目标：培育559户省级专精特新中小\n企业。",
            "通过培育扶持，不断提高“专精特新”中小企业的数量和比\n"
            "重，提高中小企业的整体质量。计划到2025年底，培育省级“\n"
            "专精特新”中小企业1500家。",
        ),
        [
            _row(_centred("产出指标", rows=5), "数量指标", "年度认定省级专精特新中小企业户\n数", "559"),
            _row(_centred("质量指标", rows=2), "企业研发经费支出", "≥50万元"),
            _row("每户企业发明专利或自建研发机构\n或主持参与制（修）订国际国家行\n业标准个数。", "≥1"),
            _row("时效指标", "资金拨付率", "100%"),
            _row("成本指标", "为创业降低经营成本", "≥1%"),
            _row(_centred("效果指标", rows=6), "经济效益\n指标", "认定企业年营业收入", "≥30亿元"),
            _row("社会效益\n指标", "就业、税收贡献同比增长", "≥1%"),
            _row("生态效益\n指标", "对自然环境影响", "0"),
            _row(_centred("可持续影响\n指标", rows=2), "创新能力持续提升（研发投入占\n比）", "≥1.5%"),
            _row("实现发明专利或实用新型专利、外\n观设计专利、软件著作权增量", "≥1"),
            _row("满意度\n指标", "对政府部门服务满意度", "≥90%"),
        ],
        (48.5, 72, 92, 175, 119.5),
    )


def sheets() -> tuple[Sheet, ...]:
    """The five attachments, a page each."""
    return _incubators(), _services(), _markets(), _training(), _awards()
