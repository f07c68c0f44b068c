"""Pieces of text → the lattice of a table without any rule.

The list of a table is the stretch of a page in which the most columns stay white between each other; its rows come
from where its texts stand (`textrows`). Above it a form has rows with fewer cells beside a column of labels: they
belong to the table as long as white runs down beside the labels. What cannot be told is not read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from extractors.bands import lattice_of
from extractors.labelled import LARGE, pitch_of, sections_above
from extractors.listings import (
    BREAK,
    FEWEST_FILLED,
    FEWEST_ROWS,
    HIDING,
    Listing,
    far_apart,
    hidden,
    listings_in,
    refined,
    without_prose,
)
from extractors.model import Box
from extractors.pieces import GUTTER, Level, Piece, around, levels_of, lines_of
from extractors.textrows import RowCells, Rows, bottom_of, cells_of, closest, rows_in, top_of
from extractors.tiling import Lattice
from extractors.toprows import cells_from_top, last_bottom, rows_from_top, tells_lines_apart, top_of_row

ALIGNMENTS = (False, True)  # whether texts stand at the top of their cells: first in the middle, which tells more
PART = 0.7  # of the rows of a list: fewer are a part of it, as where no text wraps, middles are tops
MOST_LEVELS = 110  # an A4 sheet has room for 100 lines of 7 points; to compare the 178 of a grainy one took minutes
TRIED = 6  # levels that may be the heading of a list
FEWEST_GUTTERS = 2
# Prose in columns fills its lines to the end; the cells of a table do not.
FULL_CELL, FULL_CELLS = 0.9, 0.5


@dataclass(frozen=True, slots=True)
class _Body:
    """The marks of a list, those above it, its gutters, and whether its first rows may be on the page before.

    `goes_on_from` is the row with which it may go on. `first_is_row`: it begins its page with what is taken for a
    heading, but may be a row that goes on.
    """

    inside: tuple[Box, ...]
    above: tuple[Box, ...]
    gutters: tuple[float, ...]
    goes_on_from: int | None
    first_is_row: bool = False

    @property
    def columns(self) -> list[list[Box]]:
        """The lines of each column."""
        return _columns(self.inside, self.gutters)


@dataclass(frozen=True, slots=True)
class _Table:
    """A lattice, and how many rows its list has, without those of the form above it."""

    lattice: Lattice
    rows: int


def ruleless(pieces: Sequence[Piece]) -> tuple[Lattice, ...]:
    """The tables of a page on which no rule is drawn, or nothing where they cannot be told.

    Args:
        pieces: of the text outside every other table, in points.
    """
    if not pieces:
        return ()
    em = median(piece.box.height for piece in pieces)
    levels = levels_of(pieces, em)
    if len(levels) > MOST_LEVELS:
        return ()
    found = _tables(levels, em)
    if not found:
        # of a list that goes on, the texts of merged cells may all stand on the page before
        going_on = (
            _going_on(levels, one, em, from_top=from_top)
            for from_top in ALIGNMENTS
            for one in listings_in(levels, em, 3)
        )
        found = [table.lattice for table in going_on if table][:1]
    return tuple(sorted(found, key=lambda lattice: lattice.box.top))


def _going_on(levels: Sequence[Level], found: Listing, em: float, *, from_top: bool) -> _Table | None:
    """The lattice of a list at the very top of a page that goes on from the page before, or None where it does not."""
    body = _body(levels, found, em, from_top=from_top) if found.first == 0 else None
    goes_on = body is not None and (body.goes_on_from == 0 or body.first_is_row)
    return _table(levels, found, em, from_top=from_top) if goes_on else None


def _tables(levels: Sequence[Level], em: float) -> list[Lattice]:
    """The tables of a stretch of a page: the one with the most columns and lines, then those above and below it."""
    lists = [without_prose(levels, found, em) for found in listings_in(levels, em)]
    tried = [each for found in lists for each in (*refined(levels, found, em), found)]
    centred, from_top = (_first(levels, tried, em, from_top=from_top) for from_top in ALIGNMENTS)
    found = from_top if not centred or (from_top and centred.rows < PART * from_top.rows) else centred
    if found is None:
        return []
    lattice = found.lattice
    above = [level for level in levels if level.bottom <= lattice.box.top]
    below = [level for level in levels if level.top >= lattice.box.bottom]
    return [lattice, *_tables(above, em), *_tables(below, em)]


def _first(levels: Sequence[Level], tried: Sequence[Listing], em: float, *, from_top: bool) -> _Table | None:
    """The table of the first of these lists that makes one, or of a list whose heading is hidden among them."""
    tables = (_table(levels, each, em, from_top=from_top) for each in tried)
    return next((each for each in tables if each), None) or _from_heading(levels, em, from_top=from_top)


def _from_heading(levels: Sequence[Level], em: float, *, from_top: bool) -> _Table | None:
    """The lattice of a list that begins with texts far apart, where what is above them hides some of its gutters."""
    headings = [first for first, level in enumerate(levels) if far_apart(level, em)]
    for first in headings[:TRIED]:
        for found in listings_in(levels[first:], em):
            if found.first > 0 or not hidden(levels[max(0, first - HIDING) : first], found.gutters, em):
                continue
            table = _table(levels, replace(found, first=first, last=first + found.last), em, from_top=from_top)
            if table:
                return table
    return None


def _table(levels: Sequence[Level], found: Listing, em: float, *, from_top: bool) -> _Table | None:
    """The lattice of the list and of the rows above it."""
    body = _body(levels, found, em, from_top=from_top)
    if body is None or (rows := _rows(body.columns, em, from_top=from_top)) is None:
        return None
    body = replace(body, inside=_without_signs(body, rows, em))
    body = replace(body, gutters=_inner(body))
    if not from_top and _begin_at_top(body.columns, rows, em):
        return None
    cells = _cells(body, rows, em)
    if cells is None and body.first_is_row:
        body = replace(body, goes_on_from=0)
        cells = _cells(body, rows, em)
    if cells is None or len(body.gutters) < FEWEST_GUTTERS or not _is_table(body, rows, cells):
        return None
    print_above = [box for box in body.above if box.height <= LARGE * em]
    nearest = closest(body.columns, rows.pitch)
    pitch = pitch_of([*body.columns, *_columns(print_above, body.gutters)], nearest, em)
    sections = sections_above(body.above, around(body.inside), cells.edges[0], pitch, em)
    boxes = [*body.inside, *(box for section in sections for box in section.boxes)]
    x0, x1 = min(box.x0 for box in boxes) - GUTTER * em, max(box.x1 for box in boxes) + GUTTER * em
    rectangles = [
        Box(a, cells.edges[first], b, cells.edges[last])
        for (a, b), spans in zip(pairwise((x0, *body.gutters, x1)), cells.cells, strict=True)
        for first, last in spans
    ]
    for section in sections:
        rectangles += section.cells(x0, x1, body.gutters, em)
    return _Table(lattice_of(rectangles), len(cells.edges) - 1)


def _rows(columns: Sequence[Sequence[Box]], em: float, *, from_top: bool) -> Rows | None:
    return rows_from_top(columns, em) if from_top else rows_in(columns, em)


def _begin_at_top(columns: Sequence[Sequence[Box]], rows: Rows, em: float) -> bool:
    """Whether rows are of one text, and would not be if texts began at the top of theirs: they are second lines.

    Where lines of one text are as far apart as rows, one such row may be one with a blank beside its text.
    """
    single = rows.filled.count(1)
    from_top = rows_from_top(columns, em) if single else None
    if from_top is None or min(from_top.filled) < 2:
        return False
    return single > 1 or tells_lines_apart(from_top, em)


def _cells(body: _Body, rows: Rows, em: float) -> RowCells | None:
    if rows.from_top:
        return cells_from_top(body.columns, rows, em)
    return cells_of(body.columns, rows, em, goes_on_from=body.goes_on_from)


def _body(levels: Sequence[Level], found: Listing, em: float, *, from_top: bool) -> _Body | None:
    """The list from its heading on; None where it has none and does not begin its page, and where no row is seen."""
    inside = [box for level in levels[found.first : found.last + 1] for box in level.boxes]
    above = [box for level in levels[: found.first] for box in level.boxes]
    columns = _columns(inside, found.gutters)
    begins = found.first == 0 or levels[found.first].top - levels[found.first - 1].bottom > BREAK * em
    rows = _rows(columns, em, from_top=from_top)
    if rows is None:
        return None
    heading = _heading(rows, len(columns))
    ends = len(rows.filled) < FEWEST_ROWS
    if begins and (heading is None or ends or min(rows.filled[:heading], default=1) > 1):
        return _Body(tuple(inside), tuple(above), found.gutters, goes_on_from=0)
    if heading is None:
        return None
    # the rows before it have other columns
    top = (top_of_row if from_top else top_of)(columns, rows, heading, em)
    above += [box for box in inside if box.centre[1] < top]
    inside = [box for box in inside if box.centre[1] >= top]
    first_is_row = begins and heading == 0 and rows.filled[0] < len(columns)
    # a heading with nothing above it may be printed again
    again = 1 if found.first == 0 and heading == 0 else None
    return _Body(tuple(inside), tuple(above), found.gutters, goes_on_from=again, first_is_row=first_is_row)


def _inner(body: _Body) -> tuple[float, ...]:
    """The gutters with marks on both sides: a note below the list, left out since, may have had a column."""
    around_all = around(body.inside)
    return tuple(gutter for gutter in body.gutters if around_all.x0 < gutter < around_all.x1)


def _without_signs(body: _Body, rows: Rows, em: float) -> tuple[Box, ...]:
    """The marks of a list without what stands by itself below the last row: it signs the table."""
    end = (last_bottom if rows.from_top else bottom_of)(body.columns, rows, em)
    return tuple(box for box in body.inside if box.centre[1] <= end)


def _columns(boxes: Sequence[Box], gutters: Sequence[float]) -> list[list[Box]]:
    """The lines of each column, one box a line."""
    columns: list[list[Box]] = []
    for a, b in pairwise((float("-inf"), *gutters, float("inf"))):
        inside = [box for box in boxes if a < box.centre[0] < b]
        columns.append(lines_of(inside))
    return columns


def _heading(rows: Rows, columns: int) -> int | None:
    """The first row in which every column has text, but for one whose merged cell begins there; None without one."""
    return next((row for row, filled in enumerate(rows.filled) if filled >= columns - 1), None)


def _is_table(body: _Body, rows: Rows, cells: RowCells) -> bool:
    """Whether enough rows fill three columns, and the lines do not fill their columns as prose does."""
    # a merged cell fills the rows beside it, but no row is only of those
    merged = sum(len(spans) < len(rows.filled) for spans in cells.cells)
    wide = sum(filled >= FEWEST_FILLED or (filled > 1 and merged > 0) for filled in rows.filled)
    if body.goes_on_from == 0:
        return wide > 0 and min(rows.filled) > 1
    full = 0
    for column in body.columns:
        width = max((box.x1 for box in column), default=0.0) - min((box.x0 for box in column), default=0.0)
        several = [box for box in column if box.width > FULL_CELL * width]
        full += len(several) if len(column) > len(rows.filled) else 0
    lines = sum(len(column) for column in body.columns)
    return len(rows.filled) >= FEWEST_ROWS and wide >= FEWEST_FILLED and full < FULL_CELLS * lines
