"""The header form: names, departments, period, amounts and goals from labels and their texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from extractors.model import Cell
from normalizers.amounts import money_unit_in
from normalizers.formspec import vocabulary
from normalizers.funds import FundReader
from normalizers.goals import GoalReader, side_by_side
from normalizers.inner import InnerReader, heads_inner_table
from normalizers.labels import Pair, inline_pairs, known, pairs_in
from normalizers.sheet import Part, Spot, blank
from normalizers.text import squeeze

_PHONE = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}[-—]?\d{7,8})(?!\d)")
_UNIT_CELL = re.compile(r"^\(?(金额|货币|计量)?单位")
_SINGLE = ("project_name", "department", "implementing_unit", "period", "period_start", "period_end")


@dataclass(slots=True)
class Form:
    """What a header form says. `spots` are the cells its fields rest on, with their roles."""

    single: dict[str, Pair] = field(default_factory=dict)
    others: list[tuple[str, str]] = field(default_factory=list)
    funds: FundReader = field(default_factory=FundReader)
    goals: GoalReader = field(default_factory=GoalReader)
    inner: InnerReader = field(default_factory=InnerReader)
    spots: list[tuple[Spot, str]] = field(default_factory=list)
    money_unit: str | None = None
    under_headings: bool = False

    def text(self, role: str) -> str | None:
        """The text of a field."""
        pair = self.single.get(role)
        return pair.text if pair else None


def read_form(rows: Sequence[tuple[Part, int]]) -> Form:
    """Read the rows before the indicators."""
    form = Form()
    section: tuple[str, Spot] | None = None
    for part, row in rows:
        form.money_unit = form.money_unit or _declared_unit(part, row)
        section = _section(part, row, section)
        if section is None:
            _plain_row(form, part, row)
            continue
        form.under_headings = False
        kind, spine = section
        if spine.cell.row == row:
            form.spots.append((spine, f"{kind}:heading"))
        if kind == "goals":
            _goal_row(form, part, row, spine)
        elif kind == "inner":
            form.spots += [(spot, f"field:{label}") for spot, label in form.inner.row(part, row, spine)]
        else:
            _mark_row(form, part, row, spine, "budget")
            for pair in form.funds.row(part, row, spine):
                _take(form, pair)
    return form


def _plain_row(form: Form, part: Part, row: int) -> None:
    """A row with no heading beside it: pairs of labels and texts, or goals whose headings stand above them."""
    if form.under_headings:
        form.under_headings = False
        form.goals.below_headings(part, row)
    elif form.goals.headings(part, row):
        form.under_headings = True
    else:
        for pair in pairs_in(part, row):
            _take(form, pair)


def take_footer(form: Form, rows: Sequence[tuple[Part, int]]) -> None:
    """Labels with their texts below the indicators: 保障措施 and its like. Amounts and goals stand above only."""
    for part, row in rows:
        for pair in pairs_in(part, row):
            if pair.known is None or pair.known.group == "fields":
                _take(form, pair)


def _declared_unit(part: Part, row: int) -> str | None:
    """The money unit of a cell that says nothing else: 单位：万元."""
    for cell in part.row(row):
        if _UNIT_CELL.match(squeeze(cell.text)) and (unit := money_unit_in(cell.text)):
            return unit
    return None


def _goal_row(form: Form, part: Part, row: int, spine: Spot) -> None:
    _mark_row(form, part, row, spine, "goal")
    form.goals.row(part, row, spine)


def _mark_row(form: Form, part: Part, row: int, spine: Spot, role: str) -> None:
    form.spots += [
        (Spot(part, cell), role)
        for cell in part.row(row)
        if cell.row == row and cell is not spine.cell and not blank(cell)
    ]


def _section(part: Part, row: int, before: tuple[str, Spot] | None) -> tuple[str, Spot] | None:
    """The block a row belongs to, by the heading beside it; a blank beside it goes on with the block above."""
    first = part.grid.at(row, 0)
    covers = before is not None and _reaches(before[1], part, row)
    if before is not None and covers and (before[0] == "inner" or before[1].cell.col > 0):
        return before
    if side_by_side(part, row):
        return None
    kind = _block_heading(part, row, first)
    if kind:
        return kind, Spot(part, first)
    if nested := _nested_heading(part, row, first):
        return "goals", nested
    if before is None or known(first.text) is not None:
        return None
    spine = before[1]
    goes_on = blank(first) and first.col_span == spine.cell.col_span
    return before if covers or goes_on else None


def _reaches(spine: Spot, part: Part, row: int) -> bool:
    return spine.part.grid is part.grid and spine.cell.row + spine.cell.row_span > row


def _nested_heading(part: Part, row: int, first: Cell) -> Spot | None:
    """项目基本情况 | 1.项目年度目标完成情况 | …: the heading of goals stands beside another heading."""
    if first.row_span < 2 or first.col_span >= part.grid.cols:
        return None
    second = part.grid.at(row, first.col + first.col_span)
    return Spot(part, second) if second.row_span > 1 and vocabulary().goal_spine.exact(second.text) else None


def _block_heading(part: Part, row: int, first: Cell) -> str | None:
    words = vocabulary()
    followers = [cell for cell in part.row(row) if cell.row == row and cell is not first and not blank(cell)]
    text = _vertical(first)
    if heads_inner_table(part, row):
        return "inner"
    if words.goal_spine.exact(text) and first.col_span < part.grid.cols:
        return "goals"
    label = known(text)
    # 资金总额 is one character off 资金总量 and no misread heading
    misread = not (label and label.exact) and words.fund_spine.find(text)
    heads_funds = bool(words.fund_spine.exact(text) or misread)
    # 资金总额（万元） before 年度资金总额：486 has no amount of its own
    beside = next(iter(followers), None)
    if label and label.group == "funds" and money_unit_in(first.text) and beside and beside.col == first.col_span:
        heads_funds = heads_funds or _names_fund(part, beside)
    if not heads_funds or first.col_span == part.grid.cols:
        return None
    return "funds" if followers or first.row_span > 1 else None


def _names_fund(part: Part, cell: Cell) -> bool:
    """Whether a cell is the label of an amount, or begins with one and its amount."""
    label = known(cell.text) or next((pair.known for pair in inline_pairs(part, cell)), None)
    return label is not None and label.group == "funds"


# A vertical heading may survive in any order of its characters, or only with its first ones.
_SETS = {frozenset("绩效目标"): "绩效目标", frozenset("总体目标"): "总体目标", frozenset("年度目标"): "年度目标"}


def _vertical(cell: Cell) -> str:
    text = squeeze(cell.text)
    return _SETS.get(frozenset(text), text) if len(text) == 4 else text


def _take(form: Form, pair: Pair) -> None:
    """Put a pair where it belongs."""
    role = pair.known.role if pair.known else ""
    group = pair.known.group if pair.known else ""
    if group == "funds":
        form.funds.pair(pair)
        _mark(form, pair, "budget")
    elif group == "goals":
        form.goals.pair(pair)
        _mark(form, pair, "goal")
    elif role == "personal":
        return
    elif role in _SINGLE and pair.text and _stronger(pair, form.single.get(role)):
        before = form.single.get(role)
        if before is not None and before.text:
            form.others.append((before.label, before.text))
        form.single[role] = pair
        _mark(form, pair, role)
    elif pair.text and not _PHONE.search(pair.text):
        form.others.append((pair.label, pair.text))
        _mark(form, pair, f"field:{pair.label}")


def _stronger(pair: Pair, before: Pair | None) -> bool:
    """The first printed one counts; only a project goes before the programme it belongs to (一级项目名称)."""
    if before is None:
        return True
    programme = before.known is not None and before.known.word == "一级项目名称"
    return programme and pair.known is not None and pair.known.word == "二级项目名称"


def _mark(form: Form, pair: Pair, role: str) -> None:
    form.spots.append((pair.label_spot, f"label:{pair.label}"))
    form.spots += [(spot, role) for spot in pair.spots if spot.key != pair.label_spot.key]


def merged_fields(form: Form, more: Iterable[tuple[str, str]] = ()) -> tuple[tuple[str, str], ...]:
    """Labels and texts without a column of their own, and more; a label printed twice keeps both, numbered."""
    return tuple(_numbered([*form.others, *form.inner.pairs, *form.funds.others, *more]))


def _numbered(pairs: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    seen: dict[str, int] = {}
    for label, text in pairs:
        seen[label] = seen.get(label, 0) + 1
        yield (label if seen[label] == 1 else f"{label} {seen[label]}"), text
