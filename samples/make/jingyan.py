"""部门预算项目绩效目标申报表 2023 of 井研县马踏镇: a flat list, operator and unit in columns of their own.

The published list goes on; the goal and the last two indicators of its second project are filled in here.
"""

from __future__ import annotations

from samples.make.typeset import A4_LANDSCAPE, Cell, Grid, Heading, Sheet, Style, cells

_UNIT = "820001-井研县马踏镇人民政府"
_COLUMNS = (
    "单位名称",
    "项目名称",
    "预算数",
    "年度目标",
    "一级指标",
    "二级指标",
    "三级指标",
    "指标性质",
    "指标值",
    "度量单位",
    "权重",
    "指标方向性",
)

# level 1 and 2 without 指标, name, operator, value, unit, weight
_WAGES = (
    ("效益", "社会效益", "维护社会稳定", "≥", "95", "%", "10"),
    ("产出", "时效", "维持时效", "≥", "1", "年", "20"),
    ("产出", "质量", "按时发放", "≥", "1", "人/年", "10"),
    ("效益", "经济效益", "促进村集体经济发展", "≥", "95", "%", "10"),
    ("产出", "数量", "村组干部230人", "≥", "230", "个", "10"),
    ("效益", "生态效益", "保护生态环境卫生", "≥", "95", "%", "10"),
    ("效益", "可持续影响", "项目维持时效", "≥", "95", "%", "10"),
    ("满意度", "服务对象满意度", "人民群众满意度", "≥", "95", "%", "10"),
)
_ACTIVITIES = (
    ("满意度", "服务对象满意度", "辖区内群众满意度", "≥", "95", "%", "10"),
    ("效益", "经济效益", "促进农村集体经济发展", "≥", "95", "%", "10"),
    ("效益", "可持续影响", "经济、环境等方面可持续发展", "≥", "95", "%", "10"),
    ("产出", "质量", "保障村社区正常运转", "≥", "95", "%", "20"),
    ("产出", "数量", "行政村数量", "=", "11", "个", "10"),
    ("产出", "时效", "维持时效", "≥", "1", "年", "20"),
    ("效益", "社会效益", "维护社会稳定", "≥", "95", "%", "10"),
)


def _indicator(row: tuple[str, ...]) -> tuple[Cell, ...]:
    level1, level2, name, operator, value, unit, weight = row
    return (
        *cells((f"{level1}指标", f"{level2}指标", name)),
        *cells((operator, value, unit, weight, "正向指标"), "center"),
    )


def _project(name: str, budget: str, goal: str, indicators: tuple[tuple[str, ...], ...]) -> list[tuple[Cell, ...]]:
    """Unit, project, budget and goal merged down; the levels repeated and not sorted."""
    count = len(indicators)
    merged = (
        Cell(_UNIT, rows=count),
        Cell(name, rows=count),
        Cell(budget, rows=count, align="right"),
        Cell(goal, rows=count),
    )
    first, *others = [_indicator(row) for row in indicators]
    return [(*merged, *first), *others]


def sheets() -> tuple[Sheet, ...]:
    """One list over two pages: the page ends inside the second project."""
    rows = (
        cells(_COLUMNS, "center"),
        (Cell("820-马踏镇部门", cols=2), Cell("8,827,620.53", align="right"), *cells([""] * 9)),
        *_project("村组干部报酬", "3,309,840.00", "按时发放村组干部报酬", _WAGES),
        *_project("基层组织活动经费", "660,000.00", "保障村社区正常运转，按时开展基层组织活动", _ACTIVITIES),
    )
    grid = Grid((78, 70, 72, 82, 58, 70, 96, 40, 42, 42, 34, 50), rows, header_rows=1)
    style = Style("gbsn", size=9, rule=0.5, outer=0.5, row_height=32, page=A4_LANDSCAPE, margin=40)
    return (
        Sheet(
            (
                Heading("部门预算项目绩效目标申报表(2023年度)", "center", size=16, after=4),
                Heading("金额单位:元", "right", size=9, after=2),
                grid,
            ),
            style,
        ),
    )
