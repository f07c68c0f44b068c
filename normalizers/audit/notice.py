"""F5: the total that the notice names against the tables that are attached to it.

A notice may speak of more money than its tables plan: of other attachments, of matching funds, of earlier years. So a
total is compared only when it is the only one of the notice, and too little only when every listed table is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractors.model import Finding, Line, PageReading, Place, Severity, TableGrid
from normalizers.amounts import MONEY_UNITS, money_unit_in, parse_amount
from normalizers.audit.report import amount, plain
from normalizers.codes import AuditCode
from normalizers.formspec import vocabulary
from normalizers.model import TargetTable
from normalizers.numbers import ARABIC
from normalizers.text import fold, squeeze

_AMOUNT = re.compile(rf"(?<![0-9.,]){ARABIC}(?P<unit>万亿|百万|千万|十万|[十百千万亿])?元")
_TOTAL = re.compile(r"共计?|合计|总计|总额|总规模|下达|安排|拨付|分配|核定")
# Money of another phase, of a part, or of somebody else
_OTHER = re.compile(
    r"其中|累计|结转|结余|提前|此前|前期|已(?:经)?(?:下达|安排|拨付)|收回|调[增减整]|追[加减]|配套|自筹|带动|撬动|投资|每|人均|不超过|不低于|以[上内下]"
)
_SENTENCE = re.compile(r"[。;；!?]")
_CLAUSE = re.compile(r"[，,、]")
_LISTED = re.compile(r"绩效(?:目标|指标)[^。，,;；]{0,12}?表")


@dataclass(frozen=True, slots=True)
class _Claim:
    """The total of a notice in yuan, half of its last printed digit, its words and its place."""

    yuan: Decimal
    tolerance: Decimal
    printed: str
    place: Place


def check_notice(pages: Sequence[PageReading], tables: Sequence[TargetTable]) -> Iterator[Finding]:
    """F5: the tables add up to more than the notice gives, or to less although all that it lists are there."""
    totals = [table.budget_total_yuan for table in tables if table.budget_total_yuan is not None]
    if not tables or len(totals) != len(tables) or len({table.fiscal_year for table in tables}) > 1:
        return
    before = list(_before(pages, tables[0]))
    claims = [*_in_text(before), *_in_lists(pages, tables[0])]
    if len({claim.yuan for claim in claims}) != 1 or _explained(claims[0], tables, totals):
        return
    claim, added = claims[0], sum(totals, Decimal(0))
    if added < claim.yuan and _listed(before) != len(tables):
        return
    yield Finding(
        AuditCode.NOTICE_TOTAL_DIFFERS,
        Severity.INFO,
        f"The notice gives {plain(claim.yuan)} yuan, its {len(tables)} tables add up to {plain(added)} yuan.",
        claim.place,
        claim.printed,
        related=tuple(place for table in tables if (place := _total_place(table)) is not None),
        computed=amount(added),
        expected=amount(claim.yuan),
    )


def _explained(claim: _Claim, tables: Sequence[TargetTable], totals: Sequence[Decimal]) -> bool:
    """Whether the total is that of all tables, of one that holds the others, or of one source of money in all."""
    sums = [sum(totals, Decimal(0)), *totals]
    labels = set.intersection(*({line.label for line in table.budgets} for table in tables))
    for label in labels:
        lines = [next(line for line in table.budgets if line.label == label) for table in tables]
        sums.append(sum((line.amount_yuan or Decimal(0) for line in lines), Decimal(0)))
    return any(abs(added - claim.yuan) <= claim.tolerance for added in sums)


def _total_place(table: TargetTable) -> Place | None:
    return next((line.place for line in table.budgets if line.amount_yuan == table.budget_total_yuan), None)


def _before(pages: Sequence[PageReading], first: TargetTable) -> Iterator[tuple[int, Line]]:
    """The lines of the notice: those above the first target table."""
    for page in pages:
        if page.page > first.page_first:
            return
        numbers = [number for own, number in first.grids if own == page.page]
        edge = page.grids[min(numbers)].box.top if numbers and min(numbers) < len(page.grids) else page.height
        for line in page.text:
            if line.box.centre[1] < edge:
                yield page.page, line


def _in_text(lines: Sequence[tuple[int, Line]]) -> Iterator[_Claim]:
    """Totals in the sentences of the notice, also where a line ends inside them."""
    texts = [_unspaced(line.text) for _, line in lines]
    text = "".join(texts)
    starts = [sum(map(len, texts[:index])) for index in range(len(texts))]
    for match in _AMOUNT.finditer(text):
        sentence = _SENTENCE.split(text[: match.start()])[-1]
        if not _TOTAL.search(_CLAUSE.split(sentence)[-1]) or _OTHER.search(sentence):
            continue
        index = max(index for index, start in enumerate(starts) if start <= match.start())
        page, line = lines[index]
        claim = _claim(match.group(), None, Place(page, line.box))
        if claim is not None:
            yield claim


def _in_lists(pages: Sequence[PageReading], first: TargetTable) -> Iterator[_Claim]:
    """The last row of a list of money before the tables: 合计 and one amount, its unit in the heading."""
    for page in pages:
        for number, grid in enumerate(page.grids):
            if page.page < first.page_first or (page.page == first.page_first and number < first.grids[0][1]):
                yield from _sum_row(grid)


def _sum_row(grid: TableGrid) -> Iterator[_Claim]:
    for row in range(1, grid.rows):
        cells = [cell for cell in grid.row_cells(row) if cell.row == row and cell.text]
        if len(cells) != 2 or not vocabulary().totals.search(squeeze(cells[0].text)):
            continue
        heads = [grid.at(above, cells[1].col).text for above in range(row)]
        unit = next((unit for head in heads if (unit := money_unit_in(head))), None)
        claim = _claim(cells[1].text, unit, Place(grid.page, cells[1].box)) if unit else None
        if claim is not None:
            yield claim


def _unspaced(text: str) -> str:
    return fold(text).text.replace(" ", "")


def _claim(printed: str, unit: str | None, place: Place) -> _Claim | None:
    parsed = parse_amount(printed, unit)
    if parsed.yuan is None or parsed.yuan <= 0 or parsed.doubts:
        return None
    decimals = re.search(r"[.]([0-9]+)", fold(printed).text)
    last = MONEY_UNITS.get(parsed.unit_text or "", Decimal(1)).scaleb(-len(decimals[1]) if decimals else 0)
    return _Claim(parsed.yuan, last / 2, printed, place)


def _listed(lines: Sequence[tuple[int, Line]]) -> int:
    """How many target tables the list of attachments in the notice names."""
    text = "".join(_unspaced(line.text) for _, line in lines)
    start = re.search("附件?[:：]", text)
    end = re.search("20[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日", text[start.end() :]) if start else None
    listed = text[start.end() : start.end() + end.start()] if start and end else ""
    return len(_LISTED.findall(listed))
