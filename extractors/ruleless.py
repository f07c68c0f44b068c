"""Pieces of text → the lattice of a table without any rule.

The list of a table is the stretch of a page in which the most columns stay white between each other; its rows come
from where its texts stand (`textrows`). Above it a form has rows with fewer cells beside a column of labels: they
belong to the table as long as white runs down beside the labels. What cannot be told is not read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from extractors.bands import lattice_of
from extractors.labelled import LARGE, pitch_of, sections_above
from extractors.model import Box
from extractors.pieces import GUTTER, Level, Piece, around, has_ink, levels_of, lines_of, whites_in
from extractors.textrows import RowCells, Rows, blocks_of, bottom_of, cells_of, closest, rows_in, top_of
from extractors.tiling import Lattice
from extractors.wrapped import wrapped_apart

NOWHERE = (float("inf"), float("inf"))
# All in heights of a line.
WIDE = 1.0  # white that parts columns even when one holds a single line
WITHIN = 0.6  # white between two characters of a text, the second one narrow
COMMA = 1.4  # white where a comma stands that is too small to be told from dirt
HEADING_LINES = 3
HIDING = 5  # levels above a list that tell whether it begins there
TRIED = 6  # levels that may be the heading of a list
NEARLY = 0.7  # of the longest columns: more of them that are nearly as long are tried first
ALIGNED = 0.5  # texts of a column begin, or have their middles, so near to each other
CLOSE_LINES = 2.0  # from line to line of one text
BREAK = 4.0  # white so high ends a table
FEWEST_COLUMNS, FEWEST_ROWS, FEWEST_GUTTERS = 4, 4, 2
FEWEST_FILLED = 3  # texts of a row that shows the columns, and such rows of a list
ALIKE = 0.5  # of the texts of a column that the last one stands below
STEP = 1.2  # of the usual distance of rows: no more is the last one away
# Prose in columns fills its lines to the end; the cells of a table do not.
FULL_CELL, FULL_CELLS = 0.9, 0.5


@dataclass(frozen=True, slots=True)
class _List:
    """The levels of a list, from and to, and the gutters between its columns."""

    first: int
    last: int
    gutters: tuple[float, ...]


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


def ruleless(pieces: Sequence[Piece]) -> tuple[Lattice, ...]:
    """The tables of a page on which no rule is drawn, or nothing where they cannot be told.

    Args:
        pieces: of the text outside every other table, in points.
    """
    if not pieces:
        return ()
    em = median(piece.box.height for piece in pieces)
    levels = levels_of(pieces, em)
    found = _tables(levels, em)
    if not found:
        # of a list that goes on, the texts of merged cells may all stand on the page before
        found = [lattice for lattice in (_going_on(levels, one, em) for one in _lists_in(levels, em, 3)) if lattice][:1]
    return tuple(sorted(found, key=lambda lattice: lattice.box.top))


def _going_on(levels: Sequence[Level], found: _List, em: float) -> Lattice | None:
    """The lattice of a list at the very top of a page that goes on from the page before, or None where it does not."""
    body = _body(levels, found, em) if found.first == 0 else None
    return _lattice(levels, found, em) if body and (body.goes_on_from == 0 or body.first_is_row) else None


def _tables(levels: Sequence[Level], em: float) -> list[Lattice]:
    """The tables of a stretch of a page: the one with the most columns and lines, then those above and below it."""
    lists = [_without_prose(levels, found, em) for found in _lists_in(levels, em)]
    lattices = (_lattice(levels, each, em) for found in lists for each in (*_refined(levels, found, em), found))
    lattice = next((lattice for lattice in lattices if lattice), None) or _from_heading(levels, em)
    if lattice is None:
        return []
    above = [level for level in levels if level.bottom <= lattice.box.top]
    below = [level for level in levels if level.top >= lattice.box.bottom]
    return [lattice, *_tables(above, em), *_tables(below, em)]


def _far_apart(level: Level, em: float) -> bool:
    """Whether a level holds as many texts far apart as the heading of a list."""
    return sum(b - a >= WIDE * em for a, b in whites_in(level.ink, em)) >= FEWEST_COLUMNS - 1


def _without_prose(levels: Sequence[Level], found: _List, em: float) -> _List:
    """The list without the running text below it, the white of whose commas happens to be that of its columns."""
    last = found.last
    while last > found.first and _runs_over(levels[last], found.gutters, em):
        last -= 1
    return replace(found, last=last)


def _runs_over(level: Level, gutters: Sequence[float], em: float) -> bool:
    """Whether print goes on behind several gutters without wide white, or behind one and there is no wide white."""
    whites = whites_in(level.ink, em)
    narrow = [b - a < WIDE * em for a, b in whites for gutter in gutters if a < gutter < b]
    return sum(narrow) > 1 or (any(narrow) and not any(b - a >= WIDE * em for a, b in whites))


def _refined(levels: Sequence[Level], found: _List, em: float) -> Iterator[_List]:
    """The list from a heading inside it on, where print above hid some of its columns or kept a row out."""
    for first in range(found.first + 1, found.last):
        if not _far_apart(levels[first], em):
            continue
        best, most, ink = None, 0, 0
        for last in range(first, len(levels)):
            if last > first and levels[last].top - levels[last - 1].bottom > BREAK * em:
                break
            ink |= levels[last].ink
            gutters = _parting(levels[first : last + 1], whites_in(ink, em), em)
            worth = (len(gutters) + 1) * (last - first)
            if last >= found.last and len(gutters) >= len(found.gutters) and worth > most:
                best, most = _List(first, last, tuple(gutters)), worth
        if best is None or (len(best.gutters), best.last) <= (len(found.gutters), found.last):
            continue
        if _hidden(levels[max(found.first, first - HIDING) : first], best.gutters, em):
            inside = levels[best.first : best.last + 1]
            yield _without_prose(levels, replace(best, gutters=_with_lone(inside, best.gutters, em)), em)


def _from_heading(levels: Sequence[Level], em: float) -> Lattice | None:
    """The lattice of a list that begins with texts far apart, where what is above them hides some of its gutters."""
    headings = [first for first, level in enumerate(levels) if _far_apart(level, em)]
    for first in headings[:TRIED]:
        for found in _lists_in(levels[first:], em):
            if found.first > 0 or not _hidden(levels[max(0, first - HIDING) : first], found.gutters, em):
                continue
            lattice = _lattice(levels, replace(found, first=first, last=first + found.last), em)
            if lattice:
                return lattice
    return None


def _hidden(above: Sequence[Level], gutters: Sequence[float], em: float) -> bool:
    """Whether print runs over a gutter just above a list: what stands there are no rows of it."""
    reach = GUTTER * em / 2
    return any(has_ink(level.ink, gutter - reach, gutter + reach, em) for level in above for gutter in gutters)


def _lists_in(levels: Sequence[Level], em: float, fewest: int = FEWEST_COLUMNS) -> list[_List]:
    """The stretches of levels with the longest columns side by side: one for each number of columns, the most first."""
    if not _has_columns(levels, em):
        return []
    best: dict[int, tuple[int, _List]] = {}
    for first in range(len(levels)):
        ink = 0
        for last in range(first, len(levels)):
            if last > first and levels[last].top - levels[last - 1].bottom > BREAK * em:
                break
            ink |= levels[last].ink
            whites, lines = whites_in(ink, em), last - first + 1
            few = lines < FEWEST_ROWS
            known = max((worth for worth, _ in best.values()), default=0)
            if (few and lines < len(levels)) or len(whites) * lines < NEARLY * known:
                continue
            inside = levels[first : last + 1]
            gutters = [sum(white) / 2 for white in whites] if few else _parting(inside, whites, em)
            worth = sum(_length(inside, a, b, em) for a, b in pairwise((0.0, *gutters, float("inf")))) - lines
            if len(gutters) + 1 >= min(fewest, FEWEST_COLUMNS - few) and worth > best.get(len(gutters), (0,))[0]:
                best[len(gutters)] = worth, _List(first, last, tuple(gutters))
    most = max((worth for worth, _ in best.values()), default=0)
    found = [best[columns][1] for columns in sorted(best, reverse=True) if best[columns][0] >= NEARLY * most]
    found = [each for one in found for each in (_with_last(levels, one, em), one) if each]
    return [replace(one, gutters=_with_lone(levels[one.first : one.last + 1], one.gutters, em)) for one in found]


def _has_columns(levels: Sequence[Level], em: float) -> bool:
    """Whether some lines are parted widely, as those of prose are not; of the last row of a list, one."""
    wide = [level for level in levels if any(b - a >= WIDE * em for a, b in whites_in(level.ink, em))]
    return len(wide) >= (FEWEST_FILLED if len(levels) >= FEWEST_ROWS else 1)


def _length(levels: Sequence[Level], start: float, stop: float, em: float) -> int:
    """How many levels there are from the first text of a column to its last."""
    filled = [index for index, level in enumerate(levels) if has_ink(level.ink, start, stop, em)]
    return filled[-1] - filled[0] + 1 if filled else 0


def _parting(levels: Sequence[Level], whites: Sequence[tuple[float, float]], em: float) -> list[float]:
    """The middles of whites that part columns: one has several lines, but for the first, which may hold one."""
    kept: list[float] = []
    for (start, stop), (after, _) in pairwise((*whites, NOWHERE)):
        lines = sum(any(stop <= box.centre[0] <= after for box in level.boxes) for level in levels)
        if lines > 1 and (
            stop - start > WITHIN * em or not _within_texts(levels, (start + stop) / 2, after, WITHIN * em)
        ):
            kept.append((start + stop) / 2)
    return kept


def _within_texts(levels: Sequence[Level], at: float, after: float, close: float) -> bool:
    """Whether a white is within texts: what stands behind it, up to the next, mostly stands close to what is before.

    Nowhere is it far from that, but it may stand alone: a heading in the middle of its column.
    """
    beside, alone = 0, 0
    for level in levels:
        behind = [box.x0 for box in level.boxes if at < box.centre[0] <= after]
        before = [box.x1 for box in level.boxes if box.centre[0] < at]
        if behind and before and min(behind) - max(before) > close:
            return False
        beside += bool(behind and before)
        alone += bool(behind and not before)
    return beside > alone


def _with_last(levels: Sequence[Level], found: _List, em: float) -> _List | None:
    """The list with a row below it whose only text stands where those above it stand; None without one."""
    inside, below = levels[found.first : found.last + 1], levels[found.last + 1 : found.last + 2]
    if not below:
        return None
    box = around(below[0].boxes)
    start, stop = (
        max((x for x in found.gutters if x < box.x0), default=None),
        min((x for x in found.gutters if x > box.x0), default=float("inf")),
    )
    if start is None or box.x1 > stop:
        return None
    lines = lines_of([box for level in inside for box in level.boxes if start < box.centre[0] < stop])
    steps = [b.centre[1] - a.centre[1] for a, b in pairwise(lines)]
    beside = sum(min(abs(line.x0 - box.x0), abs(line.centre[0] - box.centre[0])) < ALIGNED * em for line in lines)
    if not steps or beside < ALIKE * len(lines) or box.centre[1] - lines[-1].centre[1] > STEP * median(steps):
        return None
    return replace(found, last=found.last + 1)


def _with_lone(levels: Sequence[Level], gutters: Sequence[float], em: float) -> tuple[float, ...]:
    """The gutters, and those around a column with a single line in wide white, unless that is a heading out of line."""
    ink = 0
    for level in levels:
        ink |= level.ink
    more: set[float] = set(gutters)
    whites = _without_commas(levels, whites_in(ink, em), em)
    for (a, start), (stop, b) in pairwise(whites):
        lines = [level for level in levels if any(start <= box.centre[0] <= stop for box in level.boxes)]
        if len(lines) != 1 or lines[0] in levels[:HEADING_LINES]:
            continue
        own = [box for box in lines[0].boxes if start <= box.centre[0] <= stop]
        before = max((white[1] for white in whites if white[1] < a), default=float("-inf"))
        after = min((white[0] for white in whites if white[0] > b), default=float("inf"))
        left, right = (_text_beside(levels, *between, own[0].centre[1], em) for between in ((before, a), (b, after)))
        sides = ((start - a, left), (b - stop, right))
        parted = [wrapped_apart(text, own, white, em) for white, text in sides]
        if not all(white >= WIDE * em or apart for (white, _), apart in zip(sides, parted, strict=True)):
            continue
        if parted[0] or not _within_texts(lines, (a + start) / 2, stop, COMMA * em):
            more |= {(a + start) / 2, (stop + b) / 2}
    return tuple(sorted(more))


def _without_commas(
    levels: Sequence[Level], whites: Sequence[tuple[float, float]], em: float
) -> list[tuple[float, float]]:
    """The whites but for narrow ones with a single text on both sides, on one line: within a number with commas."""
    ends = [float("-inf"), *(x for white in whites for x in white), float("inf")]
    kept: list[tuple[float, float]] = []
    for before, (start, stop), after in zip(ends[:-2:2], whites, ends[3::2], strict=True):
        beside = [
            [level for level in levels if any(x0 <= box.centre[0] <= x1 for box in level.boxes)]
            for x0, x1 in ((before, start), (stop, after))
        ]
        if stop - start > WITHIN * em or beside[0] != beside[1] or len(beside[0]) != 1:
            kept.append((start, stop))
    return kept


def _text_beside(levels: Sequence[Level], start: float, stop: float, y: float, em: float) -> list[Box]:
    """The lines of a column that follow each other closely, above and below a height of the page."""
    inside = [box for level in levels for box in level.boxes if start < box.centre[0] < stop]
    blocks = blocks_of(lines_of(inside), CLOSE_LINES * em)
    near = [block for block in blocks if block.top <= y <= block.bottom]
    return [box for box in inside for block in near if block.top <= box.centre[1] <= block.bottom]


def _lattice(levels: Sequence[Level], found: _List, em: float) -> Lattice | None:
    """The lattice of the list and of the rows above it."""
    body = _body(levels, found, em)
    if body is None or (rows := rows_in(body.columns, em)) is None:
        return None
    body = replace(body, inside=_without_signs(body, rows, em))
    body = replace(body, gutters=_inner(body))
    cells = cells_of(body.columns, rows, em, goes_on_from=body.goes_on_from)
    if cells is None and body.first_is_row:
        body = replace(body, goes_on_from=0)
        cells = cells_of(body.columns, rows, em, goes_on_from=0)
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
    return lattice_of(rectangles)


def _body(levels: Sequence[Level], found: _List, em: float) -> _Body | None:
    """The list from its heading on; None where it has none and does not begin its page, and where no row is seen."""
    inside = [box for level in levels[found.first : found.last + 1] for box in level.boxes]
    above = [box for level in levels[: found.first] for box in level.boxes]
    columns = _columns(inside, found.gutters)
    begins = found.first == 0 or levels[found.first].top - levels[found.first - 1].bottom > BREAK * em
    rows = rows_in(columns, em)
    if rows is None:
        return None
    heading = _heading(rows, len(columns))
    ends = len(rows.filled) < FEWEST_ROWS
    if begins and (heading is None or ends or min(rows.filled[:heading], default=1) > 1):
        return _Body(tuple(inside), tuple(above), found.gutters, goes_on_from=0)
    if heading is None:
        return None
    # the rows before it have other columns
    top = top_of(columns, rows, heading, em)
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
    end = bottom_of(body.columns, rows, em)
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
