"""Where a table stands on its page: within running text, and two on one page."""

from __future__ import annotations

from random import Random
from typing import Any

from benchmarks.corpus import truth
from benchmarks.corpus.contents import TREE_2015, invent
from benchmarks.corpus.notice import TEXT
from benchmarks.corpus.sheet import Printed, centred, levels, name_and_value, widths
from samples.make.typeset import Cell, Grid, Heading, cells


def _short(random: Random, most: int) -> tuple[Grid, dict[str, Any], str]:
    """A small form without a spine: its grid, its golden without the heading's columns, its title."""
    c = invent(random, TREE_2015, most=most)
    header = cells(("一级指标", "二级指标", "三级指标", "指标值"), "center")
    grid = Grid(
        widths(random, 6, 7, 14, 10),
        (
            (centred("项目名称"), Cell(c.project, 3)),
            (centred("主管部门"), Cell(c.department), centred("资金总额"), Cell(f"{c.total}万元")),
            (centred("年度目标"), Cell(c.annual_goal, 3)),
            header,
            *levels(c.rows, name_and_value),
        ),
    )
    title = f"{c.project}绩效目标表"
    year = f"（{c.year}年度）"
    table = truth.common(c, title, year, f"{c.total}万元") | {
        "department": c.department,
        "department_label": "主管部门",
        "goals": [truth.goal("annual", "年度目标", c.annual_goal)],
        "indicators": truth.indicators(c.rows),
    }
    return grid, table, title


def letter(random: Random) -> Printed:
    """An announcement: paragraphs, the table, more paragraphs."""
    grid, table, title = _short(random, 10)
    before, after = random.sample(TEXT, 2)
    blocks = (
        Heading("　　" + before, after=12),
        Heading(title, "center", 15),
        Heading(table["year_text"], "center"),
        grid,
        Heading("　　" + after, after=12),
    )
    return Printed(blocks, (table,))


def twins(random: Random) -> Printed:
    """Two forms one below the other, where the size of the print lets them share a page."""
    blocks: list[Heading | Grid] = []
    tables = []
    for _ in range(2):
        grid, table, title = _short(random, 7)
        blocks += [Heading(title, "center", 15), Heading(table["year_text"], "center"), grid, Heading(" ", after=10)]
        tables.append(table)
    return Printed(tuple(blocks), tuple(tables))
