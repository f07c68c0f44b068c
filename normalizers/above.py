"""Doubts about what stands above a table: its title, year, attachment and unit of money are read from those lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractors.model import PageReading, ReadingCode, Severity
from normalizers.model import TargetTable

# What a reader says of one line of text; the others are about a page or a table.
OF_A_LINE = frozenset(
    (
        ReadingCode.LOW_CONFIDENCE,
        ReadingCode.READINGS_DIFFER,
        ReadingCode.CONFUSABLE,
        ReadingCode.UNREADABLE,
        ReadingCode.UNDER_SEAL,
        ReadingCode.INK_LEFT,
    )
)


def with_doubts_above(table: TargetTable, pages: Mapping[int, PageReading]) -> TargetTable:
    """The table, in doubt itself when a line between it and the table before it on its page is."""
    if not table.grids:
        return table
    number, index = table.grids[0]
    page = pages.get(number)
    if page is None or index >= len(page.grids):
        return table
    lower = page.grids[index].box.top
    upper = max((grid.box.bottom for grid in page.grids if grid.box.bottom <= lower), default=0.0)
    doubts = [
        str(finding.code)
        for finding in page.findings
        if finding.code in OF_A_LINE
        and finding.severity is not Severity.INFO
        and finding.place is not None
        and upper <= (finding.place.box.top + finding.place.box.bottom) / 2 <= lower
    ]
    return replace(table, reasons=tuple(dict.fromkeys((*table.reasons, *doubts)))) if doubts else table


def by_number(pages: Sequence[PageReading]) -> dict[int, PageReading]:
    """The pages by their numbers."""
    return {page.page: page for page in pages}
