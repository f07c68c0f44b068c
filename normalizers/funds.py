"""The fund block: amounts with their labels, what they are part of, for the year or for the whole project."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.model import Cell
from normalizers.amounts import money_unit_in, parse_amount
from normalizers.formspec import vocabulary
from normalizers.labels import Known, Pair, inline_pairs, known, pairs_in, tidy_label
from normalizers.model import BudgetLine, Scope
from normalizers.sheet import Part, Spot, blank, codes
from normalizers.text import squeeze
from normalizers.words import Match

_ANNUAL = ("年度", "当年", "本年", "全年")
_TOTALS = ("annual_total", "plain_total", "project_total")


@dataclass(frozen=True, slots=True)
class _Line:
    """An amount before its scope and parent are known. `col` is where its label stands."""

    label: str
    role: str
    text: str | None
    spots: tuple[Spot, ...]
    label_spot: Spot
    hint: str | None
    part_of: bool
    words: str

    @property
    def col(self) -> int:
        return self.label_spot.cell.col


@dataclass(slots=True)
class FundReader:
    """Gathers amounts row by row; `columns` are the headings over the amounts of a block that has them."""

    lines: list[_Line] = field(default_factory=list)
    columns: dict[int, str] = field(default_factory=dict)
    heads: dict[int, str] = field(default_factory=dict)
    others: list[tuple[str, str]] = field(default_factory=list)
    heads_unit: str | None = None

    def row(self, part: Part, row: int, spine: Spot | None) -> list[Pair]:
        """A row of the fund block; returns the pairs in it that are no amounts."""
        cells = [cell for cell in part.row(row) if cell.row == row and (spine is None or cell is not spine.cell)]
        if self._is_heading(cells):
            return []
        unit = money_unit_in(spine.cell.text) if spine else None
        if self.columns and self._in_columns(part, cells, unit):
            return []
        if spine is not None and spine.cell.row == row and spine.cell.row_span == 1:
            self._beside(part, cells, spine, unit)
        rest: list[Pair] = []
        for pair in pairs_in(part, row, spine):
            if pair.known is not None and pair.known.group == "funds":
                self.pair(pair, unit)
            elif pair.known is None and _amount_like(pair.text):
                self.pair(pair, unit, Known("funds", "part", pair.label))
            else:
                rest.append(pair)
        if not self.lines and spine is not None:
            self._alone(part, cells, spine, unit)
        return rest

    def pair(self, pair: Pair, unit: str | None = None, kind: Known | None = None) -> None:
        """An amount printed as a label and a text."""
        label = kind or pair.known
        if label is None:
            return
        hint = money_unit_in(pair.label_spot.cell.text.split(pair.text or "\0")[0]) or unit
        whole, parts = _broken_down(pair.text or "")
        text = whole or pair.text
        words = pair.label + label.word
        self.lines.append(_Line(pair.label, label.role, text, pair.spots, pair.label_spot, hint, pair.part_of, words))
        for name, role, amount in parts:
            spots = pair.spots or (pair.label_spot,)
            self.lines.append(_Line(name, role, amount, spots, pair.label_spot, hint, part_of=True, words=name))

    def _is_heading(self, cells: Sequence[Cell]) -> bool:
        found = {cell.col: match.role for cell in cells if not blank(cell) and (match := _column(cell.text))}
        amounts = any(_amount_like(cell.text) for cell in cells if cell.col not in found)
        if len(found) < 2 or amounts or len(found) * 3 < sum(not blank(cell) for cell in cells):
            return False
        # the first column holds the labels, whatever stands over it (年度预算数(万元))
        found.pop(cells[0].col, None)
        self.columns = found
        self.heads = {cell.col: cell.text for cell in cells}
        self.heads_unit = next((unit for cell in cells if (unit := money_unit_in(cell.text))), None)
        return True

    def _in_columns(self, part: Part, cells: Sequence[Cell], unit: str | None) -> bool:
        """A label in front and amounts under their headings; the budget is the column that says so."""
        label = next((cell for cell in cells if not blank(cell) and cell.col not in self.columns), None)
        if label is None or any(pair.text for pair in inline_pairs(part, label)):
            return False
        budget = _budget_column(self.columns, self.heads)
        found = known(label.text)
        kind = found if found and found.group == "funds" else Known("funds", "part", tidy_label(label.text))
        for cell in cells:
            if cell.col == budget:
                hint = money_unit_in(label.text) or money_unit_in(self.heads[budget]) or self.heads_unit or unit
                text = cell.text.strip() or None
                spot = Spot(part, label)
                words = label.text if found else label.text + self.heads[budget]
                of_which = label.text.strip().startswith("其中")
                line = _Line(tidy_label(label.text), kind.role, text, (Spot(part, cell),), spot, hint, of_which, words)
                self.lines.append(line)
            elif cell.col in self.columns and not blank(cell):
                self.others.append((f"{tidy_label(label.text)}/{self.heads[cell.col].strip()}", cell.text.strip()))
        return True

    def _beside(self, part: Part, cells: Sequence[Cell], spine: Spot, unit: str | None) -> None:
        """项目资金 | 480 | 其中：财政拨款 | 400: the heading is the label of the amount right beside it."""
        filled = [cell for cell in cells if not blank(cell)]
        named = bool(filled) and any(pair.text for pair in inline_pairs(part, filled[0]))
        if len(filled) > 1 and not named and _amount_like(filled[0].text) and known(filled[1].text) is not None:
            self._total(part, filled[0], spine, unit)

    def _alone(self, part: Part, cells: Sequence[Cell], spine: Spot, unit: str | None) -> None:
        """项目资金 | 685万元: the heading is the label."""
        filled = [cell for cell in cells if not blank(cell)]
        if len(filled) == 1 and _amount_like(filled[0].text):
            self._total(part, filled[0], spine, unit)

    def _total(self, part: Part, cell: Cell, spine: Spot, unit: str | None) -> None:
        label = tidy_label(spine.cell.text)
        spots = (Spot(part, cell),)
        self.lines.append(
            _Line(label, "plain_total", cell.text.strip(), spots, spine, unit, part_of=False, words=label)
        )

    def budgets(self, table_unit: str | None) -> tuple[BudgetLine, ...]:
        """The amount lines, numbered from 1."""
        scopes = self._scopes()
        parents = self._parents(scopes)
        return tuple(
            _budget(line, ordinal, parents[ordinal - 1], scopes[ordinal - 1], table_unit)
            for ordinal, line in enumerate(self.lines, 1)
        )

    def _scopes(self) -> list[Scope]:
        annual_elsewhere = any(line.role == "annual_total" for line in self.lines)
        scopes: list[Scope] = []
        for index, line in enumerate(self.lines):
            if line.role == "project_total":
                scope = Scope.TOTAL
            elif line.role == "annual_total" or any(word in line.words for word in _ANNUAL):
                scope = Scope.ANNUAL
            elif line.role == "plain_total":
                scope = Scope.TOTAL if annual_elsewhere else Scope.ANNUAL
            else:
                total = self._total_above(index)
                scope = scopes[total] if total is not None else Scope.ANNUAL
            scopes.append(scope)
        return scopes

    def _total_above(self, index: int) -> int | None:
        """The total that a part stands under: the last one whose label is in the same column, else the last one."""
        above = [place for place in range(index) if self.lines[place].role in _TOTALS]
        same = [place for place in above if self.lines[place].col == self.lines[index].col]
        return (same or above)[-1] if above else None

    def _parents(self, scopes: Sequence[Scope]) -> list[int | None]:
        parents: list[int | None] = []
        for index, line in enumerate(self.lines):
            total = self._total_above(index) if line.role == "part" else None
            parents.append(total + 1 if total is not None and scopes[total] is scopes[index] else None)
        return parents

    def total(self, budgets: Sequence[BudgetLine]) -> BudgetLine | None:
        """The total of the year."""
        named = [line for line, raw in zip(budgets, self.lines, strict=True) if raw.role == "annual_total"]
        plain = [
            line
            for line, raw in zip(budgets, self.lines, strict=True)
            if raw.role == "plain_total" and line.scope is Scope.ANNUAL
        ]
        return next((line for line in (*named, *plain) if line.amount_text), next(iter((*named, *plain)), None))


# 2020年实际执行数, 1-7月执行数: the span of time is no part of the heading
_SPAN = re.compile(r"^(?:[0-9]{4}年度?|[0-9]{1,2}-[0-9]{1,2}月)(?=.)")


def _column(text: str) -> Match | None:
    """What a heading over amounts says."""
    bare = squeeze(text).rstrip("()ABab（）")
    index = vocabulary().fund_columns
    return index.exact(text) or index.find(bare) or index.exact(_SPAN.sub("", bare))


def _budget_column(columns: dict[int, str], heads: dict[int, str]) -> int:
    """全年预算数 before 年初预算数 before any other budget; without one the first column."""
    budgets = [col for col, role in columns.items() if role == "budget"]
    if not budgets:
        return min(columns)
    ranks = {col: match.rank for col in budgets if (match := _column(heads[col]))}
    return min(budgets, key=lambda col: (ranks.get(col, len(ranks)), col))


_WHOLE = re.compile(r"(?P<value>\d[\d.,，]*\s*[百千万亿]*元?)(?=\s|[;；，,、]|其中)")
_OF_IT = re.compile(
    r"[;；，,、\s]*(?:其中\s*[:：]?\s*)?(?P<label>[^\d:：;；，,、\s]{2,20})\s*[:：]?\s*(?P<value>\d[\d.,，]*\s*[百千万亿]*元?)"
)


def _broken_down(text: str) -> tuple[str | None, list[tuple[str, str, str]]]:
    """1,500 其中：财政拨款 1,200 其他资金 300: the amount, and label, role and amount of each of its parts.

    Nothing where anything else stands among them.
    """
    whole = _WHOLE.match(text)
    parts: list[tuple[str, str, str]] = []
    end = whole.end() if whole else len(text)
    while whole and end < len(text.rstrip("。;；")):
        match = _OF_IT.match(text, end)
        label = known(match["label"]) if match else None
        if match is None or label is None or label.group != "funds":
            return None, []
        parts.append((tidy_label(match["label"]), label.role, match["value"].strip("，, ")))
        end = match.end()
    return (whole["value"].strip("，, "), parts) if whole and parts else (None, [])


def _amount_like(text: str | None) -> bool:
    if not text or not any(character.isdigit() for character in text):
        return False
    return parse_amount(text, "元").yuan is not None


def _budget(line: _Line, ordinal: int, parent: int | None, scope: Scope, table_unit: str | None) -> BudgetLine:
    amount = parse_amount(line.text or "", line.hint or table_unit)
    spots = line.spots or (line.label_spot,)
    cells = [*(spot.cell for spot in spots), line.label_spot.cell]
    return BudgetLine(
        ordinal=ordinal,
        label=line.label,
        parent=parent,
        scope=scope,
        amount_text=amount.text,
        unit_text=amount.unit_text,
        amount_yuan=amount.yuan,
        place=spots[0].place,
        confidence=min(cell.confidence for cell in cells),
        reasons=tuple(dict.fromkeys((*codes(cells), *amount.doubts))),
    )
