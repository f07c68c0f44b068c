"""Landscape lists printed by budget software: operator, value, unit and weight in columns of their own."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from benchmarks.corpus import truth
from benchmarks.corpus.contents import TREE_2015, Row, invent
from benchmarks.corpus.sheet import Printed, Rows, centred, widths, yuan
from benchmarks.corpus.values import exact
from samples.make.typeset import Cell, Grid, Heading, cells


def _apart(row: Row) -> Sequence[Cell]:
    """Name, operator, value, unit, weight, direction: a column each."""
    target = row.value
    operator = "定性" if target.means else target.operator
    texts = (operator, target.text or target.number, target.unit, row.weight, "正向指标")
    return Cell(row.name), *cells(texts, "center")


def flat(random: Random) -> Printed:
    """Many projects in one grid over several pages, levels repeated, money in 元 with separators."""
    year = random.randint(2019, 2026)
    projects = [invent(random, TREE_2015, apart=True, most=14, year=year) for _ in range(random.randint(2, 4))]
    title = f"部门预算项目绩效目标申报表（{year}年度）"
    columns = ("单位名称", "项目名称", "预算数", "年度目标", "一级指标", "二级指标", "三级指标")
    apart = ("指标性质", "指标值", "度量单位", "权重", "指标方向性")
    rows: Rows = [cells((*columns, *apart), "center")]
    tables = []
    for c in projects:
        amount = f"{yuan(c.total):,.2f}"
        merged = [Cell(text, rows=len(c.rows)) for text in (c.unit, c.project, amount, c.annual_goal)]
        for row in c.rows:
            rows.append((*merged, Cell(row.level1), Cell(row.level2), *_apart(row)))
            merged = []
        tables.append(
            {
                "fiscal_year": year,
                "project_name": c.project,
                "budget_total_text": amount,
                "budget_total_yuan": exact(yuan(c.total)),
                "goals": [truth.goal("annual", "年度目标", c.annual_goal)],
                "indicators": truth.indicators(c.rows, dress="apart", weights=True),
            }
        )
    shares = widths(random, 6, 6, 8, 9, 4.5, 5.5, 8, 4.5, 6, 5, 3.5, 5)
    grid = Grid(shares, tuple(rows), header_rows=random.randint(0, 1))
    blocks = (Heading(title, "center", 16), Heading("金额单位：元", "right"), grid)
    return Printed(blocks, tuple(tables), landscape=True)


def starred(random: Random) -> Printed:
    """Headers with the stars of the entry screen, levels repeated, the unit of money above the grid."""
    c = invent(random, TREE_2015, apart=True)
    title, year = "项目绩效目标表", f"{c.year}年度"
    columns = (
        "一级指标*", "二级指标*", "三级指标*", "绩效指标性质*", "绩效指标值*", "绩效度量单位", "权重*", "指标方向性*",
    )  # fmt: skip
    grid = Grid(
        widths(random, 5.5, 6, 11, 6, 6, 6, 4, 6),
        (
            (centred("项目名称："), Cell(c.project, 7)),
            (centred("主管部门："), Cell(c.department, 2), centred("资金总额："), Cell(f"{c.total}", 4)),
            (centred("预算执行率权重："), Cell("10", 2), centred("财政拨款："), Cell(f"{c.fiscal}", 4)),
            (centred("总体目标"), Cell(c.annual_goal, 7)),
            cells(columns, "center"),
            *((Cell(row.level1), Cell(row.level2), *_apart(row)) for row in c.rows),
        ),
    )
    table = truth.common(c, title, year, str(c.total)) | {
        "department": c.department,
        "department_label": "主管部门",
        "indicators": truth.indicators(c.rows, dress="apart", weights=True),
    }
    del table["year_text"]
    headings = (Heading(title, "center", 16), Heading(year, "center"), Heading("单位：万元", "right"))
    return Printed((*headings, grid), (table,), landscape=True)
