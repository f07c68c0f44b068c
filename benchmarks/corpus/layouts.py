"""How a form is laid out: each function gives the printed sheet and the truth of one variant of the real forms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from random import Random
from typing import Any

from benchmarks.corpus import truth
from benchmarks.corpus.contents import Contents, Row, invent, without_words_and_dates
from samples.make.typeset import Cell, Grid, Heading, cells, vertical

Rows = list[tuple[Cell, ...]]
Truth = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Printed:
    """The blocks of a form, its page size where it is not upright A4, and the truth of each of its tables."""

    blocks: tuple[Heading | Grid, ...]
    tables: tuple[Truth, ...]
    landscape: bool = False


def _centred(text: str, cols: int = 1, rows: int = 1) -> Cell:
    return Cell(text, cols, rows, "center")


def _levels(rows: Sequence[Row], rest: Callable[[Row], Sequence[Cell]], mark: Callable[[str], str] = str) -> Rows:
    """Indicator rows with merged level cells; `rest` gives the cells from the name on, `mark` prints level 1."""
    printed: Rows = []
    for level1, group in groupby(rows, key=lambda row: row.level1):
        of_level1 = list(group)
        first = [_centred(mark(level1), rows=len(of_level1))]
        for level2, inner in groupby(of_level1, key=lambda row: row.level2):
            of_level2 = list(inner)
            second = [_centred(level2, rows=len(of_level2))]
            for row in of_level2:
                printed.append((*first, *second, *rest(row)))
                first, second = [], []
    return printed


def _spine(heading: Cell, rows: Rows) -> Rows:
    """The rows with the vertical (or merged) heading put before the first one."""
    return [(Cell(heading.text, heading.cols, len(rows), "center"), *rows[0]), *rows[1:]]


def _yuan(amount: Decimal) -> Decimal:
    return amount * 10_000


def _common(contents: Contents, title: str, year_text: str) -> Truth:
    return {
        "title": title,
        "year_text": year_text,
        "fiscal_year": contents.year,
        "project_name": contents.project,
        "budget_total_yuan": truth.exact(_yuan(contents.total)),
    }


def _name_and_value(row: Row) -> Sequence[Cell]:
    return Cell(row.name), _centred(row.value.printed)


def simple(random: Random) -> Printed:
    """Two goals side by side, the amount with its unit in the cell, 效果指标 with 满意度指标 as a level 2."""
    c = invent(random)
    title, year = f"{c.project}资金绩效目标表", f"（{c.year}年度）"
    amount = f"{c.total}万元"
    grid = Grid(
        (4.8, 6, 7, 16, 10),
        (
            (_centred("项目名称"), Cell(c.project, 4)),
            (_centred("预算部门"), Cell(c.department, 4)),
            (_centred("项目资金"), Cell(f"年度资金总额：{' ' * random.randint(0, 4)}{amount}", 4)),
            (_centred("绩效目标", rows=2), _centred("年度目标", 2), _centred("长期目标", 2)),
            (Cell(c.annual_goal, 2), Cell(c.long_goal, 2)),
            *_spine(
                Cell("绩效指标"),
                [
                    cells(("一级指标", "二级指标", "三级指标", "指标值"), "center"),
                    *_levels(c.rows, _name_and_value),
                ],
            ),
        ),
    )
    table = _common(c, title, year) | {
        "attachment_label": f"附件{c.attachment}",
        "attachment_no": c.attachment,
        "department": c.department,
        "department_label": "预算部门",
        "budget_total_text": amount,
        "budgets": [truth.budget("年度资金总额", amount, "万元", _yuan(c.total))],
        "goals": [
            truth.goal("annual", "年度目标", c.annual_goal),
            truth.goal("long_term", "长期目标", c.long_goal),
        ],
        "indicators": [truth.indicator(row) for row in c.rows],
    }
    headings = (
        Heading(f"附件{c.attachment}", size=14, after=8),
        Heading(title, "center", 16),
        Heading(year, "center"),
    )
    return Printed((*headings, grid), (table,))


def extended(random: Random) -> Printed:
    """Level weights under the level name, explanations, vertical headings, the money unit in the label."""
    c = invent(random)
    title, year = f"{c.project}绩效目标表", f"（{c.year}年）"
    shares = {"产出指标": "50", "效益指标": "30", "满意度指标": "10"}
    rest = lambda row: (Cell(row.name), Cell(row.explanation), _centred(row.value.printed))  # noqa: E731
    header = cells(("一级指标", "二级\n指标", "三级指标", "指标\n解释", "年度指\n标值"), "center")
    grid = Grid(
        (5, 5, 6.5, 9, 12, 6),
        (
            (_centred("项目名称"), Cell(c.project, 5)),
            (_centred("主管部门"), Cell(c.department, 5)),
            (_centred("项目实施期"), Cell(f"{c.year}年3月—{c.year + 1}年6月", 5)),
            (_centred("项目资金\n（万元）", rows=2), Cell(f"年度资金总额：  {c.total}", 5)),
            (Cell(f"   其中：年度财政拨款  {c.fiscal}", 5),),
            (_centred(vertical("绩效目标"), rows=2), _centred("年度目标", 5)),
            (Cell(c.annual_goal, 5),),
            *_spine(
                Cell(vertical("绩效指标")),
                [header, *_levels(c.rows, rest, lambda level1: f"{level1}\n{shares[level1]}%")],
            ),
        ),
    )
    table = _common(c, title, year) | {
        "department": c.department,
        "department_label": "主管部门",
        "period_text": f"{c.year}年3月—{c.year + 1}年6月",
        "period_start": f"{c.year}-03-01",
        "period_end": f"{c.year + 1}-06-30",
        "budget_total_text": str(c.total),
        "budgets": [
            truth.budget("年度资金总额", str(c.total), "万元", _yuan(c.total)),
            truth.budget("年度财政拨款", str(c.fiscal), "万元", _yuan(c.fiscal), parent=1),
        ],
        "goals": [truth.goal("annual", "年度目标", c.annual_goal)],
        "indicators": [
            truth.indicator(row, level1_weight=shares[row.level1], explanation=row.explanation) for row in c.rows
        ],
    }
    return Printed((Heading(title, "center", 16), Heading(year, "center"), grid), (table,))


def dual(random: Random) -> Printed:
    """Mid-term and annual goals and indicators side by side, on the same level 1."""
    c = invent(random)
    other = invent(random).rows
    by_level = {key: list(group) for key, group in groupby(other, key=lambda row: row.level2)}
    pairs: list[tuple[Row | None, Row]] = []
    for level2, group in groupby(c.rows, key=lambda row: row.level2):
        left = by_level.get(level2, [])
        pairs += [(left[i] if i < len(left) else None, row) for i, row in enumerate(group)]
    title, year = "项目支出绩效目标申报表", f"（{c.year}年度）"
    body: Rows = []
    for level1, level1_pairs in groupby(pairs, key=lambda pair: pair[1].level1):
        of_level1 = list(level1_pairs)
        first = [_centred(level1, rows=len(of_level1))]
        for level2, level2_pairs in groupby(of_level1, key=lambda pair: pair[1].level2):
            of_level2 = list(level2_pairs)
            span = [_centred(level2, rows=len(of_level2))]
            for left_row, right_row in of_level2:
                left_cells = _name_and_value(left_row) if left_row else (Cell(), Cell())
                body.append((*first, *span, *left_cells, *span, *_name_and_value(right_row)))
                first, span = [], []
    header = ("一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值")
    grid = Grid(
        (4, 4.5, 5, 10, 6, 5, 10, 6),
        (
            (_centred("项目名称", 2), Cell(c.project, 6)),
            (_centred("主管部门", 2), Cell(c.department, 2), _centred("实施单位", 2), Cell(c.unit, 2)),
            (
                _centred("项目资金\n（万元）", 2, 3),
                Cell("中期资金总额：", 2),
                Cell(str(c.total * 3)),
                Cell("年度资金总额：", 2),
                Cell(str(c.total)),
            ),
            (Cell("其中：财政拨款", 2), Cell(str(c.fiscal * 3)), Cell("其中：财政拨款", 2), Cell(str(c.fiscal))),
            (Cell("其他资金", 2), Cell(str(c.other * 3)), Cell("其他资金", 2), Cell(str(c.other))),
            (_centred("总体\n目标", rows=2), _centred("中期目标", 4), _centred("年度目标", 3)),
            (Cell(c.long_goal, 4), Cell(c.annual_goal, 3)),
            *_spine(Cell(vertical("绩效指标")), [cells(header, "center"), *body]),
        ),
    )
    rows = []
    for left_row, right_row in pairs:
        rows += [truth.indicator(left_row, horizon="medium_term")] if left_row else []
        rows.append(truth.indicator(right_row))
    table = _common(c, title, year) | {
        "department": c.department,
        "department_label": "主管部门",
        "implementing_unit": c.unit,
        "budget_total_text": str(c.total),
        "goals": [
            truth.goal("medium_term", "中期目标", c.long_goal),
            truth.goal("annual", "年度目标", c.annual_goal),
        ],
        "indicators": rows,
    }
    return Printed((Heading(title, "center", 16), Heading(year, "center"), grid), (table,))


def regional(random: Random) -> Printed:
    """A transfer payment: several authorities, a unit column beside values that repeat their unit."""
    c = invent(random)
    title, year = f"{c.project}区域绩效目标表", f"（{c.year}年度）"
    rest = lambda row: (Cell(row.name), _centred(row.value.unit), _centred(row.value.printed))  # noqa: E731
    header = cells(("一级指标", "二级指标", "三级指标", "单位", "指标值"), "center")
    grid = Grid(
        (5.5, 5.5, 7, 14, 5, 9),
        (
            (_centred("资金名称"), Cell(c.project, 5)),
            (_centred("省级主管部门"), Cell(c.department, 5)),
            (_centred("资金情况", rows=3), Cell("年度金额（万元）：", 2), Cell(str(c.total), 3)),
            (Cell("其中：中央补助（万元）", 2), Cell(str(c.fiscal), 3)),
            (Cell("地方资金（万元）", 2), Cell(str(c.other) if c.other else "", 3)),
            (_centred("年度目标"), Cell(c.annual_goal, 5)),
            *_spine(Cell("绩效指标"), [header, *_levels(c.rows, rest)]),
        ),
    )
    table = _common(c, title, year) | {
        "budget_total_text": str(c.total),
        "goals": [truth.goal("annual", "年度目标", c.annual_goal)],
        "indicators": [truth.indicator(row) for row in c.rows],
    }
    return Printed((Heading(title, "center", 16), Heading(year, "center"), grid), (table,))


def rural(random: Random) -> Printed:
    """The rural application form: a person in charge, notes below, no vertical headings."""
    c = invent(random)
    title, year = "绩效目标申报表", f"（{c.year}年度）"
    grid = Grid(
        (6, 6, 7, 14, 10),
        (
            (_centred("项目名称"), Cell(c.project, 2), _centred("项目负责人及电话"), Cell("李明 010-00000000")),
            (_centred("主管部门"), Cell(c.department, 2), _centred("实施单位"), Cell(c.unit)),
            (_centred("资金情况\n（万元）", rows=3), Cell("年度资金总额：", 2), Cell(str(c.total), 2)),
            (Cell("其中：财政拨款", 2), Cell(str(c.fiscal), 2)),
            (Cell("其他资金", 2), Cell(str(c.other), 2)),
            (_centred("总体目标", rows=2), _centred("年度目标", 4)),
            (Cell(c.annual_goal, 4),),
            *_spine(
                Cell("绩效指标"),
                [
                    cells(("一级指标", "二级指标", "三级指标", "指标值"), "center"),
                    *_levels(c.rows, _name_and_value),
                ],
            ),
        ),
    )
    table = _common(c, title, year) | {
        "department": c.department,
        "department_label": "主管部门",
        "implementing_unit": c.unit,
        "budget_total_text": str(c.total),
        "budgets": [
            truth.budget("年度资金总额", str(c.total), "万元", _yuan(c.total)),
            truth.budget("财政拨款", str(c.fiscal), "万元", _yuan(c.fiscal), parent=1),
            truth.budget("其他资金", str(c.other), "万元", _yuan(c.other), parent=1),
        ],
        "goals": [truth.goal("annual", "年度目标", c.annual_goal)],
        "indicators": [truth.indicator(row) for row in c.rows],
    }
    note = Heading("注：各项指标请根据实际情况填写，不适用的可以删除。", size=9)
    return Printed((Heading(title, "center", 16), Heading(year, "center"), grid, note), (table,))


_APART = ("指标性质", "指标值", "度量单位", "权重", "指标方向性")


def _apart(row: Row) -> Sequence[Cell]:
    """Name, operator, value, unit, weight, direction: a column each."""
    value = row.value
    operator = "定性" if value.word else value.operator
    return (
        Cell(row.name),
        *cells((operator, value.word or value.number, value.unit, row.weight, "正向指标"), "center"),
    )


def _apart_truth(row: Row) -> Truth:
    return truth.indicator(row, apart=True, weight=row.weight)


def flat(random: Random) -> Printed:
    """Many projects in one landscape grid over several pages, levels repeated, money in 元 with separators."""
    projects = [without_words_and_dates(invent(random), random) for _ in range(random.randint(2, 4))]
    year = projects[0].year
    title = f"部门预算项目绩效目标申报表（{year}年度）"
    columns = ("单位名称", "项目名称", "预算数", "年度目标", "一级指标", "二级指标", "三级指标", *_APART)
    rows: Rows = [cells(columns, "center")]
    tables = []
    for c in projects:
        amount = f"{_yuan(c.total):,.2f}"
        merged = [Cell(text, rows=len(c.rows)) for text in (c.unit, c.project, amount, c.annual_goal)]
        for row in c.rows:
            rows.append((*merged, Cell(row.level1), Cell(row.level2), *_apart(row)))
            merged = []
        tables.append(
            {
                "fiscal_year": year,
                "project_name": c.project,
                "budget_total_text": amount,
                "budget_total_yuan": truth.exact(_yuan(c.total)),
                "goals": [truth.goal("annual", "年度目标", c.annual_goal)],
                "indicators": [_apart_truth(row) for row in c.rows],
            }
        )
    grid = Grid((6, 6, 7, 9, 4.5, 5.5, 8, 4, 5, 4.5, 3, 5), tuple(rows), header_rows=1)
    blocks = (Heading(title, "center", 16), Heading("金额单位：元", "right"), grid)
    return Printed(blocks, tuple(tables), landscape=True)


def starred(random: Random) -> Printed:
    """Headers with the stars of the entry screen, money and weights in the header form."""
    c = without_words_and_dates(invent(random), random)
    title = "项目绩效目标表"
    columns = (
        "一级指标*", "二级指标*", "三级指标*", "绩效指标性质*", "绩效指标值*", "绩效度量单位", "权重*", "指标方向性*",
    )  # fmt: skip
    grid = Grid(
        (5, 6, 11, 6, 6, 6, 4, 6),
        (
            (_centred("项目名称："), Cell(c.project, 7)),
            (_centred("主管部门："), Cell(c.department, 2), _centred("资金总额："), Cell(f"{c.total}", 4)),
            (_centred("预算执行率权重："), Cell("10", 2), _centred("财政拨款："), Cell(f"{c.fiscal}", 4)),
            (_centred("总体目标"), Cell(c.annual_goal, 7)),
            cells(columns, "center"),
            *((Cell(row.level1), Cell(row.level2), *_apart(row)) for row in c.rows),
        ),
    )
    table = _common(c, title, "") | {
        "department": c.department,
        "department_label": "主管部门",
        "budget_total_text": str(c.total),
        "indicators": [_apart_truth(row) for row in c.rows],
    }
    del table["year_text"]
    blocks = (Heading(title, "center", 16), Heading(f"{c.year}年度", "center"), Heading("单位：万元", "right"), grid)
    return Printed(blocks, (table,), landscape=True)


def shanghai(random: Random) -> Printed:
    """Dates of the project, money in 元 in two columns, project goal and annual goal."""
    c = invent(random)
    title, year = "财政项目支出绩效目标申报表", f"（{c.year}年度）"
    whole, fiscal = f"{_yuan(c.total) * 2:,.2f}", f"{_yuan(c.fiscal):,.2f}"
    annual = f"{_yuan(c.total):,.2f}"
    grid = Grid(
        (6, 5.5, 7, 11, 7, 9),
        (
            (_centred("项目名称"), Cell(c.project, 2), _centred("项目类别"), Cell("特定目标类", 2)),
            (_centred("主管部门"), Cell(c.department, 2), _centred("实施单位"), Cell(c.unit, 2)),
            (
                _centred("计划开始日期"),
                Cell(f"{c.year - 1}-01-01", 2),
                _centred("计划完成日期"),
                Cell(f"{c.year}-12-31", 2),
            ),
            (
                _centred("项目资金\n（元）", rows=2),
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
                _centred("项目绩效目标", rows=2),
                _centred(f"项目总体目标({c.year - 1}年-{c.year}年)", 2),
                _centred("年度总体目标", 3),
            ),
            (Cell(c.long_goal, 2), Cell(c.annual_goal, 3)),
            *_spine(
                Cell("绩效指标"),
                [
                    (*cells(("一级指标", "二级指标"), "center"), _centred("三级指标", 2), _centred("年度指标值")),
                    *_levels(c.rows, lambda row: (Cell(row.name, 2), _centred(row.value.printed))),
                ],
            ),
        ),
    )
    table = _common(c, title, year) | {
        "department": c.department,
        "department_label": "主管部门",
        "implementing_unit": c.unit,
        "period_start": f"{c.year - 1}-01-01",
        "period_end": f"{c.year}-12-31",
        "budget_total_text": annual,
        "indicators": [truth.indicator(row) for row in c.rows],
    }
    return Printed((Heading(title, "center", 16), Heading(year, "center"), grid), (table,))


LAYOUTS: tuple[Callable[[Random], Printed], ...] = (
    simple,
    extended,
    dual,
    regional,
    rural,
    flat,
    starred,
    shanghai,
)
