"""The two forms of Jilin, and those of Gansu and Shanghai."""

from __future__ import annotations

from random import Random

from benchmarks.corpus import truth
from benchmarks.corpus.contents import TREE_2015, TREE_2021, TREE_JILIN, invent
from benchmarks.corpus.sheet import Printed, centred, levels, name_and_value, spine, titled, widths, yuan
from samples.make.typeset import Cell, Grid, Heading, cells


def simple(random: Random) -> Printed:
    """Two goals side by side, the amount with its unit in the cell, 效果指标 with 满意度指标 as a level 2."""
    c = invent(random, TREE_JILIN)
    title, year = f"{c.project}资金绩效目标表", random.choice((f"（{c.year}年度）", f"（{c.year}年）"))
    amount = f"{c.total}万元"
    header = cells(("一级指标", "二级指标", "三级指标", "指标值"), "center")
    grid = Grid(
        widths(random, 4.8, 6, 7, 16, 10),
        (
            (centred("项目名称"), Cell(c.project, 4)),
            (centred("预算部门"), Cell(c.department, 4)),
            (centred("项目资金"), Cell(f"年度资金总额：{' ' * random.randint(0, 4)}{amount}", 4)),
            (centred("绩效目标", rows=2), centred("年度目标", 2), centred("长期目标", 2)),
            (Cell(c.annual_goal, 2), Cell(c.long_goal, 2)),
            *spine(random, "绩效指标", [header, *levels(c.rows, name_and_value)]),
        ),
    )
    table = truth.common(c, title, year, amount) | {
        "attachment_label": f"附件{c.attachment}",
        "attachment_no": c.attachment,
        "department": c.department,
        "department_label": "预算部门",
        "budgets": [truth.budget("年度资金总额", amount, "万元", yuan(c.total))],
        "goals": [
            truth.goal("annual", "年度目标", c.annual_goal),
            truth.goal("long_term", "长期目标", c.long_goal),
        ],
        "indicators": truth.indicators(c.rows),
    }
    return Printed((Heading(f"附件{c.attachment}", size=14, after=8), *titled(title, year), grid), (table,))


def extended(random: Random) -> Printed:
    """Level weights under the level name, explanations, the money unit in the label."""
    c = invent(random, TREE_2015, most=18)
    title, year = f"{c.project}绩效目标表", f"（{c.year}年）"
    shares = {"产出指标": "50", "效益指标": "30", "满意度指标": "10"}
    header = cells(("一级指标", "二级\n指标", "三级指标", "指标\n解释", "年度指\n标值"), "center")
    rows = levels(
        c.rows,
        lambda row: (Cell(row.name), Cell(row.explanation), centred(row.value.printed())),
        lambda level1: f"{level1}\n{shares[level1]}%",
    )
    grid = Grid(
        widths(random, 5, 5.5, 6.5, 9, 12, 7),
        (
            (centred("项目名称"), Cell(c.project, 5)),
            (centred("主管部门"), Cell(c.department, 5)),
            (centred("项目实施期"), Cell(f"{c.year}年3月—{c.year + 1}年6月", 5)),
            (centred("项目资金\n（万元）", rows=2), Cell(f"年度资金总额：  {c.total}", 5)),
            (Cell(f"   其中：年度财政拨款  {c.fiscal}", 5),),
            *spine(random, "绩效目标", [(centred("年度目标", 5),), (Cell(c.annual_goal + "\n\n", 5),)]),
            *spine(random, "绩效指标", [header, *rows]),
        ),
    )
    table = truth.common(c, title, year, str(c.total)) | {
        "department": c.department,
        "department_label": "主管部门",
        "period_text": f"{c.year}年3月—{c.year + 1}年6月",
        "period_start": f"{c.year}-03-01",
        "period_end": f"{c.year + 1}-06-30",
        "budgets": [
            truth.budget("年度资金总额", str(c.total), "万元", yuan(c.total)),
            truth.budget("年度财政拨款", str(c.fiscal), "万元", yuan(c.fiscal), parent=1),
        ],
        "goals": [truth.goal("annual", "年度目标", c.annual_goal)],
        "indicators": [
            parsed | {"level1_weight": shares[row.level1], "explanation": row.explanation}
            for row in c.rows
            for parsed in truth.indicators([row])
        ],
    }
    return Printed((*titled(title, year), grid), (table,))


def gansu(random: Random) -> Printed:
    """Operator, number and unit word glued by the system (＝100百分比), three pairs of label and value a row."""
    c = invent(random, TREE_2021)
    title = f"省级部门预算项目支出绩效目标表（{c.year}年度）"
    amount, other = f"{c.total}万元", f"{c.other}万元" if c.other else "0"
    body = levels(c.rows, lambda row: (Cell(row.name, 3), centred(row.value.printed("gansu"))))
    grid = Grid(
        widths(random, 8, 8, 8, 8, 8, 9),
        (
            (centred("项目名称"), Cell(c.project, 3), centred("项目类型"), Cell("新增项目")),
            (centred("项目主管部门"), Cell(c.department, 3), centred("资金性质"), Cell("一般公共预算")),
            (
                centred("项目实施单位"),
                Cell(c.unit),
                centred("项目开始日期"),
                Cell(f"{c.year}-01-01"),
                centred("项目完成日期"),
                Cell(f"{c.year}-12-31"),
            ),
            (
                centred("项目总投资"),
                Cell(amount),
                centred("省级财政安排"),
                Cell(f"{c.fiscal}万元"),
                centred("其他资金"),
                Cell(other),
            ),
            (centred("立项必要性"), Cell(c.long_goal, 5)),
            (centred("年度绩效目标"), Cell(c.annual_goal, 5)),
            (*cells(("一级指标", "二级指标"), "center"), centred("三级指标", 3), centred("指标目标值")),
            *body,
        ),
    )
    # Whether the total investment is the year's total, and where the title ends, is left open.
    table = {
        "fiscal_year": c.year,
        "project_name": c.project,
        "department": c.department,
        "department_label": "项目主管部门",
        "implementing_unit": c.unit,
        "period_start": f"{c.year}-01-01",
        "period_end": f"{c.year}-12-31",
        "goals": [truth.goal("annual", "年度绩效目标", c.annual_goal)],
        "indicators": truth.indicators(c.rows, dress="gansu"),
    }
    return Printed((Heading(title, "center", 16), grid), (table,))


def shanghai(random: Random) -> Printed:
    """Dates of the project, money in 元 in two columns, project goal and annual goal, values as 90.00(%)."""
    c = invent(random, TREE_2021)
    title, year = "财政项目支出绩效目标申报表", f"（{c.year}年度）"
    whole, fiscal = f"{yuan(c.total) * 2:,.2f}", f"{yuan(c.fiscal):,.2f}"
    annual = f"{yuan(c.total):,.2f}"
    header = (*cells(("一级指标", "二级指标"), "center"), centred("三级指标", 2), centred("年度指标值"))
    rows = levels(c.rows, lambda row: (Cell(row.name, 2), centred(row.value.printed("shanghai"))))
    grid = Grid(
        widths(random, 6, 7, 9, 10, 7, 9),
        (
            (centred("项目名称"), Cell(c.project, 2), centred("项目类别"), Cell("特定目标类", 2)),
            (centred("主管部门"), Cell(c.department, 2), centred("实施单位"), Cell(c.unit, 2)),
            (
                centred("计划开始日期"),
                Cell(f"{c.year - 1}-01-01", 2),
                centred("计划完成日期"),
                Cell(f"{c.year}-12-31", 2),
            ),
            (
                centred("项目资金\n（元）", rows=2),
                Cell("项目资金总额"),
                Cell(whole, align="right"),
                Cell("年度资金申请总额"),
                Cell(annual, 2, align="right"),
            ),
            (
                Cell("其中：财政资金"),
                Cell(whole, align="right"),
                Cell("其中：当年财政拨款"),
                Cell(fiscal, 2, align="right"),
            ),
            (
                centred("项目绩效目标", rows=2),
                centred(f"项目总体目标({c.year - 1}年-{c.year}年)", 2),
                centred("年度总体目标", 3),
            ),
            (Cell(c.long_goal, 2), Cell(c.annual_goal, 3)),
            *spine(random, "绩效指标", [header, *rows]),
        ),
    )
    table = truth.common(c, title, year, annual) | {
        "department": c.department,
        "department_label": "主管部门",
        "implementing_unit": c.unit,
        "period_start": f"{c.year - 1}-01-01",
        "period_end": f"{c.year}-12-31",
        "indicators": truth.indicators(c.rows, dress="shanghai"),
    }
    return Printed((*titled(title, year), grid), (table,))
