"""Forms that go back to the ministries: the dual form of 2015, the regional form, the rural form."""

from __future__ import annotations

from itertools import groupby
from random import Random

from benchmarks.corpus import truth
from benchmarks.corpus.contents import TREE_2015, TREE_2021, Row, invent
from benchmarks.corpus.sheet import Printed, Rows, centred, levels, name_and_value, spine, titled, widths, yuan
from samples.make.typeset import Cell, Grid, Heading, cells

Pairs = list[tuple[Row | None, Row]]  # mid-term and annual indicator of one printed row


def _pairs(annual: tuple[Row, ...], other: tuple[Row, ...]) -> Pairs:
    by_level = {key: list(group) for key, group in groupby(other, key=lambda row: row.level2)}
    pairs: Pairs = []
    for level2, group in groupby(annual, key=lambda row: row.level2):
        left = by_level.get(level2, [])
        pairs += [(left[i] if i < len(left) else None, row) for i, row in enumerate(group)]
    return pairs


def _side_by_side(pairs: Pairs) -> Rows:
    body: Rows = []
    for level1, level1_pairs in groupby(pairs, key=lambda pair: pair[1].level1):
        of_level1 = list(level1_pairs)
        first = [centred(level1, rows=len(of_level1))]
        for level2, level2_pairs in groupby(of_level1, key=lambda pair: pair[1].level2):
            of_level2 = list(level2_pairs)
            span = [centred(level2, rows=len(of_level2))]
            for left_row, right_row in of_level2:
                left = name_and_value(left_row) if left_row else (Cell(), Cell())
                body.append((*first, *span, *left, *span, *name_and_value(right_row)))
                first, span = [], []
    return body


def dual(random: Random) -> Printed:
    """Mid-term and annual goals and indicators side by side, on the same level 1."""
    c = invent(random, TREE_2015)
    pairs = _pairs(c.rows, invent(random, TREE_2015, year=c.year).rows)
    title, year = "项目支出绩效目标申报表", f"（{c.year}年度）"
    header = ("一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值")
    funds = [
        ("中期资金总额：", c.total * 3, "年度资金总额：", c.total),
        ("其中：财政拨款", c.fiscal * 3, "其中：财政拨款", c.fiscal),
        ("其他资金", c.other * 3, "其他资金", c.other),
    ]
    money: Rows = [(Cell(a, 2), Cell(str(b)), Cell(d, 2), Cell(str(e))) for a, b, d, e in funds]
    grid = Grid(
        widths(random, 4, 5, 5, 10, 7, 5, 10, 7),
        (
            (centred("项目名称", 2), Cell(c.project, 6)),
            (centred("主管部门", 2), Cell(c.department, 2), centred("实施单位", 2), Cell(c.unit, 2)),
            (centred("项目资金\n（万元）", 2, 3), *money[0]),
            *money[1:],
            (centred("总体\n目标", rows=2), centred("中期目标", 4), centred("年度目标", 3)),
            (Cell(c.long_goal, 4), Cell(c.annual_goal, 3)),
            *spine(random, "绩效指标", [cells(header, "center"), *_side_by_side(pairs)]),
        ),
    )
    rows = []
    for left_row, right_row in pairs:
        rows += truth.indicators([left_row], horizon="medium_term") if left_row else []
        rows += truth.indicators([right_row])
    table = truth.common(c, title, year, str(c.total)) | {
        "department": c.department,
        "department_label": "主管部门",
        "implementing_unit": c.unit,
        "goals": [
            truth.goal("medium_term", "中期目标", c.long_goal),
            truth.goal("annual", "年度目标", c.annual_goal),
        ],
        "indicators": rows,
    }
    return Printed((*titled(title, year), grid), (table,))


def regional(random: Random) -> Printed:
    """A transfer payment: several authorities, a unit column beside values that repeat their unit."""
    c = invent(random, random.choice((TREE_2015, TREE_2021)))
    title, year = f"{c.project}区域绩效目标表", f"（{c.year}年度）"
    header = cells(("一级指标", "二级指标", "三级指标", "单位", "指标值"), "center")
    rows = levels(c.rows, lambda row: (Cell(row.name), centred(row.value.unit), centred(row.value.printed())))
    grid = Grid(
        widths(random, 5.5, 5.5, 7, 14, 5, 9),
        (
            (centred("资金名称"), Cell(c.project, 5)),
            (centred("省级主管部门"), Cell(c.department, 5)),
            (centred("资金情况", rows=3), Cell("年度金额（万元）：", 2), Cell(str(c.total), 3)),
            (Cell("其中：中央补助（万元）", 2), Cell(str(c.fiscal), 3)),
            (Cell("地方资金（万元）", 2), Cell(str(c.other) if c.other else "", 3)),
            (centred("年度目标"), Cell(c.annual_goal, 5)),
            *spine(random, "绩效指标", [header, *rows]),
        ),
    )
    table = truth.common(c, title, year, str(c.total)) | {
        "goals": [truth.goal("annual", "年度目标", c.annual_goal)],
        "indicators": truth.indicators(c.rows),
    }
    return Printed((*titled(title, year), grid), (table,))


def rural(random: Random) -> Printed:
    """The rural application form: a person in charge, notes below."""
    c = invent(random, TREE_2015)
    title, year = "绩效目标申报表", f"（{c.year}年度）"
    header = cells(("一级指标", "二级指标", "三级指标", "指标值"), "center")
    grid = Grid(
        widths(random, 6, 6, 7, 14, 10),
        (
            (centred("项目名称"), Cell(c.project, 2), centred("项目负责人及电话"), Cell("李明 010-00000000")),
            (centred("主管部门"), Cell(c.department, 2), centred("实施单位"), Cell(c.unit)),
            (centred("资金情况\n（万元）", rows=3), Cell("年度资金总额：", 2), Cell(str(c.total), 2)),
            (Cell("其中：财政拨款", 2), Cell(str(c.fiscal), 2)),
            (Cell("其他资金", 2), Cell(str(c.other), 2)),
            *spine(random, "总体目标", [(centred("年度目标", 4),), (Cell(c.annual_goal + "\n\n", 4),)]),
            *spine(random, "绩效指标", [header, *levels(c.rows, name_and_value)]),
        ),
    )
    table = truth.common(c, title, year, str(c.total)) | {
        "department": c.department,
        "department_label": "主管部门",
        "implementing_unit": c.unit,
        "budgets": [
            truth.budget("年度资金总额", str(c.total), "万元", yuan(c.total)),
            truth.budget("财政拨款", str(c.fiscal), "万元", yuan(c.fiscal), parent=1),
            truth.budget("其他资金", str(c.other), "万元", yuan(c.other), parent=1),
        ],
        "goals": [truth.goal("annual", "年度目标", c.annual_goal)],
        "indicators": truth.indicators(c.rows),
    }
    note = Heading("注：各项指标请根据实际情况填写，不适用的可以删除。", size=9)
    return Printed((*titled(title, year), grid, note), (table,))
