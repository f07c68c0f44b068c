"""What events do to a document: the texts of cells before it is understood, the doubts of rows after."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from extractors.model import Box, Cell, Finding, Line, PageReading, Place, Severity, TableGrid, join_lines
from normalizers.model import BudgetLine, Goal, Indicator, NormalizedDocument, TableFinding, TargetTable
from pipeline.corrections.model import CorrectionCode, Event, Seen, Spot, Standing, seen

# Share of the common area of two boxes: readers of later versions may move a border by a little.
SAME_CELL = 0.8
Row = TypeVar("Row", BudgetLine, Goal, Indicator)


def put_into_cells(readings: Sequence[PageReading], said: Standing) -> tuple[PageReading, ...]:
    """The readings with the agreed texts in their cells, and a finding at every cell somebody spoke about."""
    pages = {reading.page: reading for reading in readings}
    for event in said.agreed:
        if event.spot is not None and event.text is not None and event.spot.page in pages:
            pages[event.spot.page] = _with_event(pages[event.spot.page], event.spot, event)
    for events in said.disputed:
        spot = events[0].spot
        if spot is not None and spot.page in pages:
            pages[spot.page] = _with_dispute(pages[spot.page], spot, events)
    return tuple(pages[reading.page] for reading in readings)


def _with_event(reading: PageReading, spot: Spot, event: Event) -> PageReading:
    found = _find(reading, spot)
    if found is None:
        return _unplaced(reading, spot, event)
    index, cell = found
    if cell.text not in (event.reading or "", _joined(event)):
        stale = Finding(
            CorrectionCode.STALE,
            Severity.WARNING,
            "The cell is read otherwise than when a person decided about it; the decision was not applied.",
            Place(reading.page, cell.box),
            evidence=cell.text or None,
            suggestion=event.text or None,
        )
        return _with_cell(reading, index, replace(cell, findings=(*cell.findings, stale)))
    return _with_cell(reading, index, _spoken(cell, event, reading.page))


def _spoken(cell: Cell, event: Event, page: int) -> Cell:
    """The cell as a person says it is; its doubts are answered."""
    place = Place(page, cell.box)
    if cell.text == _joined(event):
        finding = Finding(CorrectionCode.ACCEPTED, Severity.INFO, "A person has accepted this reading.", place)
        lines = tuple(replace(line, confidence=1.0) for line in cell.lines)
    else:
        finding = Finding(
            CorrectionCode.CORRECTED,
            Severity.INFO,
            "A person has corrected this cell; the evidence is what was read.",
            place,
            evidence=cell.text or None,
        )
        lines = _lines(event.text or "", cell.box)
    kept = tuple(doubt for doubt in cell.findings if doubt.severity is Severity.INFO)
    return replace(cell, lines=lines, findings=(*kept, finding))


def _joined(event: Event) -> str:
    return join_lines((event.text or "").splitlines())


def _lines(text: str, box: Box) -> tuple[Line, ...]:
    """The typed lines, one below the other in equal shares of the cell."""
    typed = [line.strip() for line in text.splitlines() if line.strip()]
    height = box.height / max(len(typed), 1)
    return tuple(
        Line(line, Box(box.x0, box.top + number * height, box.x1, min(box.top + (number + 1) * height, box.bottom)))
        for number, line in enumerate(typed)
    )


def _with_dispute(reading: PageReading, spot: Spot, events: Sequence[Event]) -> PageReading:
    found = _find(reading, spot)
    if found is None:
        return _unplaced(reading, spot, events[0])
    index, cell = found
    finding = Finding(
        CorrectionCode.CONFLICT,
        Severity.WARNING,
        "Reviewers disagree about this cell; none of their decisions was applied.",
        Place(reading.page, cell.box),
        evidence=cell.text or None,
        suggestion=" | ".join(sorted({event.text or "" for event in events})),
    )
    return _with_cell(reading, index, replace(cell, findings=(*cell.findings, finding)))


def _unplaced(reading: PageReading, spot: Spot, event: Event) -> PageReading:
    finding = Finding(
        CorrectionCode.STALE,
        Severity.WARNING,
        "A person decided about a cell that is not read here any more; the decision was not applied.",
        Place(reading.page, spot.box),
        evidence=event.reading,
        suggestion=event.text or None,
    )
    return replace(reading, findings=(*reading.findings, finding))


def _find(reading: PageReading, spot: Spot) -> tuple[int, Cell] | None:
    """The cell at this place of the page, and the index of its grid."""
    best: tuple[float, int, Cell] | None = None
    for index, grid in enumerate(reading.grids):
        for cell in grid.cells:
            share = _alike(cell.box, spot.box)
            if share >= SAME_CELL and (best is None or share > best[0]):
                best = share, index, cell
    return None if best is None else (best[1], best[2])


def _alike(one: Box, other: Box) -> float:
    """Common area over the area of both."""
    common = one.overlap(other)
    both = one.width * one.height + other.width * other.height - common
    return common / both if both > 0 else 0.0


def _with_cell(reading: PageReading, index: int, cell: Cell) -> PageReading:
    grid = reading.grids[index]
    cells = tuple(cell if (old.row, old.col) == (cell.row, cell.col) else old for old in grid.cells)
    grids = (*reading.grids[:index], _replaced(grid, cells), *reading.grids[index + 1 :])
    return replace(reading, grids=grids)


def _replaced(grid: TableGrid, cells: tuple[Cell, ...]) -> TableGrid:
    return TableGrid(grid.page, grid.rows, grid.cols, cells, grid.box, grid.reader, grid.findings)


def settle_rows(document: NormalizedDocument, said: Standing) -> NormalizedDocument:
    """The document without the doubts of the rows that a person has seen as they are now.

    A row that was accepted and is understood otherwise now keeps its doubts, and says that it was accepted.
    """
    accepted = [event for event in said.agreed if event.rows]
    if not accepted:
        return document
    return replace(document, tables=tuple(_settled(table, accepted) for table in document.tables))


def _settled(table: TargetTable, events: Sequence[Event]) -> TargetTable:
    stale: list[TableFinding] = []

    def indicator_stale(row: Indicator) -> None:
        stale.append(TableFinding(_changed(row.place, row.value_text), row.ordinal))

    def other_stale(row: BudgetLine | Goal) -> None:
        stale.append(TableFinding(_changed(row.place, None)))

    indicators = _settled_rows("indicators", table.indicators, events, indicator_stale)
    budgets = _settled_rows("budgets", table.budgets, events, other_stale)
    goals = _settled_rows("goals", table.goals, events, other_stale)
    settled = replace(table, indicators=indicators, budgets=budgets, goals=goals)
    if any(dict(row) == seen("target_tables", settled) for row in _rows(events, "target_tables")):
        settled = replace(settled, reasons=(), confidence=1.0)
    return replace(settled, findings=(*settled.findings, *stale))


def _rows(events: Iterable[Event], table: str) -> list[Seen]:
    return [row for event in events for name, row in event.rows if name == table]


def _settled_rows(
    table: str, rows: Sequence[Row], events: Sequence[Event], on_stale: Callable[[Row], None]
) -> tuple[Row, ...]:
    return tuple(_settled_row(table, row, events, on_stale) for row in rows)


def _settled_row(table: str, row: Row, events: Sequence[Event], on_stale: Callable[[Row], None]) -> Row:
    about = [event for event in events if _is_about(event, row.place)]
    now = seen(table, row)
    if any(dict(known) == now for known in _rows(about, table)):
        return replace(row, reasons=(), confidence=1.0)
    # a correction tells only what is expected to follow from it; an acceptance tells what was seen
    if any(event.kind == "accept" and _rows([event], table) for event in about):
        on_stale(row)
        return replace(row, reasons=(*row.reasons, str(CorrectionCode.STALE)))
    return row


def _is_about(event: Event, place: Place) -> bool:
    return event.spot is not None and event.spot.page == place.page and _alike(event.spot.box, place.box) >= SAME_CELL


def _changed(place: Place, text: str | None) -> Finding:
    return Finding(
        CorrectionCode.STALE,
        Severity.WARNING,
        "A person accepted this row, and it is understood otherwise now.",
        place,
        evidence=text,
    )
