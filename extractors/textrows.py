"""Rows of a table without rules: lines of text in known columns → rows, and the cells that stand beside several rows.

Nothing is drawn, so what counts is where the text of a cell stands: in the middle of its cell, or at its top. Lines of
one cell lie nearer to each other than lines of two; how near is tried out, and the rows are those in which the text of
most columns stands side by side. A column with fewer texts than rows holds merged cells when these tile its rows with
every text in the middle of its own; else it holds blank cells, when every text stands in a row. Where neither is so,
the table is not read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.model import Box

# In heights of a line.
LEVEL = 0.35  # texts whose middles lie so near to each other stand side by side
CENTRED = 0.45  # so far may a text stand from the middle of its merged cell
OVERLAP = 0.25  # lines of two rows may reach over one another by so much: the ink of a bracket
LEAST_PITCH, MOST_PITCH = 0.9, 3.0  # from line to line of one cell
STEP = 1.1  # distances of lines that are so many times one another are told apart
# Shares: of the rows, a column of single cells fills so many; of its texts, so many stand beside those of others.
FILLED, BESIDE = 0.6, 0.9
# What a text costs that stands in no row and reaches into one, and a row of one text, against 1 for a text in a row.
UNMATCHED, SINGLE = 3, 2
PASSES = 3  # a text of several lines makes its row higher, and the edges of rows tell where texts belong


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one cell: from the first to the last, and the middle of its lines."""

    top: float
    bottom: float
    middle: float
    lines: int


@dataclass(frozen=True, slots=True)
class Rows:
    """The middles of rows, how many texts stand in each, and the distance below which two lines are of one cell.

    `from_top`: the middles are those of first lines (`toprows`).
    """

    middles: tuple[float, ...]
    filled: tuple[int, ...]
    pitch: float
    from_top: bool = False


@dataclass(frozen=True, slots=True)
class RowCells:
    """Edges of rows, and for each column its cells as (first row, row behind the last)."""

    edges: tuple[float, ...]
    cells: tuple[tuple[tuple[int, int], ...], ...]


def blocks_of(lines: Sequence[Box], pitch: float) -> list[Block]:
    """Lines of one column as the texts of its cells: those nearer than `pitch` are of one cell."""
    groups: list[list[Box]] = []
    for line in sorted(lines, key=lambda box: box.centre[1]):
        if groups and line.centre[1] - groups[-1][-1].centre[1] < pitch:
            groups[-1].append(line)
        else:
            groups.append([line])
    return [
        Block(
            min(line.top for line in group),
            max(line.bottom for line in group),
            (group[0].centre[1] + group[-1].centre[1]) / 2,
            len(group),
        )
        for group in groups
    ]


def pitches(columns: Sequence[Sequence[Box]], em: float) -> list[float]:
    """The distances worth trying: between those of neighbouring lines that are clearly different."""
    found: list[float] = []
    for column in columns:
        middles = sorted(line.centre[1] for line in column)
        found += [b - a for a, b in pairwise(middles) if LEAST_PITCH * em <= b - a <= MOST_PITCH * em]
    found.sort()
    between = [(a + b) / 2 for a, b in pairwise(found) if b >= STEP * a]
    return [LEAST_PITCH * em, *between, *(STEP * distance for distance in found[-1:])]


def closest(columns: Sequence[Sequence[Box]], pitch: float) -> float:
    """How near two lines of different cells of a column come; 0 where no column has two cells."""
    found: list[float] = []
    for column in columns:
        middles = sorted(line.centre[1] for line in column)
        found += [b - a for a, b in pairwise(middles) if b - a >= pitch]
    return min(found, default=0.0)


def rows_in(columns: Sequence[Sequence[Box]], em: float) -> Rows | None:
    """The rows that most columns of lines agree on, or None where the text does not tell them.

    Args:
        columns: the lines of each column, one box a line.
        em: the usual height of a line.
    """
    tried = [
        (found[0], pitch, found[1])
        for pitch in pitches(columns, em)
        if (found := _leaf_rows([blocks_of(column, pitch) for column in columns], em)) is not None
    ]
    if not tried:
        return None
    most = max(worth for worth, _, _ in tried)
    alike = [(pitch, middles) for worth, pitch, middles in tried if worth == most]
    # lines of merged cells, too, are no further apart than the nearest lines, unless these are of two rows
    pitch, middles = alike[1] if alike[0][0] <= LEAST_PITCH * em and len(alike) > 1 else alike[0]
    blocks = [block for column in columns for block in blocks_of(column, pitch)]
    filled = [sum(_row_of(block, [row], em) == 0 for block in blocks) for row in middles]
    return Rows(tuple(middles), tuple(filled), pitch)


def top_of(columns: Sequence[Sequence[Box]], rows: Rows, row: int, em: float) -> float:
    """Where the text of a row begins."""
    blocks = [block for column in columns for block in blocks_of(column, rows.pitch)]
    return min(block.top for block in blocks if _row_of(block, [rows.middles[row]], em) == 0)


def bottom_of(columns: Sequence[Sequence[Box]], rows: Rows, em: float) -> float:
    """Where the texts end that stand in the last row, or begin above its end."""
    blocks = [block for column in columns for block in blocks_of(column, rows.pitch)]
    end = max(block.bottom for block in blocks if _row_of(block, rows.middles[-1:], em) == 0)
    return max(block.bottom for block in blocks if block.top < end)


def cells_of(columns: Sequence[Sequence[Box]], rows: Rows, em: float, *, goes_on_from: int | None) -> RowCells | None:
    """The cells of columns of lines in these rows, or None where a text stands in no cell.

    Args:
        columns: the lines of each column, one box a line.
        rows: of the same lines.
        em: the usual height of a line.
        goes_on_from: the table may have begun on another page, and the row with which it goes on, behind a heading
            that is printed again: a merged cell that begins there may have its text on the page before.
    """
    told = told_cells(columns, rows, em, goes_on_from=goes_on_from)
    if told is None or None in told[1]:
        return None
    return RowCells(told[0], tuple(spans for spans in told[1] if spans is not None))


def told_cells(
    columns: Sequence[Sequence[Box]], rows: Rows, em: float, *, goes_on_from: int | None
) -> tuple[tuple[float, ...], tuple[tuple[tuple[int, int], ...] | None, ...]] | None:
    """The edges of these rows and, for each column, its cells or None where a text stands in none; None without edges.

    Args:
        columns: as for `cells_of`.
        rows: likewise.
        em: likewise.
        goes_on_from: likewise.
    """
    blocks = [blocks_of(column, rows.pitch) for column in columns]
    extents = _extents(blocks, rows.middles, em)
    cells: list[tuple[tuple[int, int], ...] | None] = []
    edges: list[float] = []
    for _ in range(PASSES):
        if any(after[0] - before[1] < -OVERLAP * em for before, after in pairwise(extents)):
            return None
        edges = _edges(extents)
        full = next((index for index, column in enumerate(blocks) if len(column) >= len(rows.middles)), 0)
        cells = [
            _spans(column, rows.middles, edges, em, goes_on_from=goes_on_from, before_names=index < full)
            for index, column in enumerate(blocks)
        ]
        extents = _with_single(extents, blocks, cells)
    whole = [column for column in blocks if len(column) == len(extents)]
    return None if any(_cut(column, edges, em) for column in whole) else (tuple(edges), tuple(cells))


def _cut(column: Sequence[Block], edges: Sequence[float], em: float) -> bool:
    """Whether the edge of a row goes through a text of a column of single cells: not all stand in their middles."""
    return any(
        block.top < top - OVERLAP * em or block.bottom > bottom + OVERLAP * em
        for block, (top, bottom) in zip(column, pairwise(edges), strict=True)
    )


def _with_single(
    extents: Sequence[tuple[float, float]],
    columns: Sequence[Sequence[Block]],
    cells: Sequence[tuple[tuple[int, int], ...] | None],
) -> list[tuple[float, float]]:
    """The rows, as high as the texts of the merged columns that stand in one row only."""
    higher = list(extents)
    for column, spans in zip(columns, cells, strict=True):
        for first, last in spans or ():
            if last == first + 1:
                top, bottom = extents[first]
                for block in column:
                    if top < block.middle < bottom:
                        higher[first] = min(higher[first][0], block.top), max(higher[first][1], block.bottom)
    return higher


def _leaf_rows(columns: Sequence[Sequence[Block]], em: float) -> tuple[int, list[float]] | None:
    """The middles of the rows that most columns agree on, and how well they do."""
    anchor = max(columns, key=lambda column: (len(column), -sum(block.lines for block in column)))
    rows = [block.middle for block in anchor]
    extents = [(block.top, block.bottom) for block in anchor]
    worth, leaves = 0, 0
    left: list[Block] = []
    for column in columns:
        alone = [block for block in column if _row_of(block, rows, em) is None]
        if len(column) < FILLED * len(anchor) or len(alone) > (1 - BESIDE) * len(column) + 1:
            continue
        leaves += 1
        worth += len(column) - len(alone)
        for block in alone:
            over = any(block.top < bottom and top < block.bottom for top, bottom in extents)
            worth -= UNMATCHED if over else 1
            left += [] if over else [block]
    # two texts side by side that stand in no row are one in which the others are blank
    for block in left:
        if _beside(left, block.middle, em) and _row_of(block, rows, em) is None:
            rows.append(block.middle)
    # a row of one text may be a line of another's
    single = sum(sum(_row_of(block, [row], em) == 0 for column in columns for block in column) == 1 for row in rows)
    worth -= SINGLE * single
    return (worth, sorted(rows)) if leaves >= 2 else None


def _beside(blocks: Sequence[Block], middle: float, em: float) -> bool:
    return sum(abs(block.middle - middle) <= LEVEL * em for block in blocks) > 1


def _row_of(block: Block, rows: Sequence[float], em: float) -> int | None:
    nearest = min(range(len(rows)), key=lambda index: abs(rows[index] - block.middle))
    return nearest if abs(rows[nearest] - block.middle) <= LEVEL * em else None


def _extents(columns: Sequence[Sequence[Block]], rows: Sequence[float], em: float) -> list[tuple[float, float]]:
    """From where to where the text of each row reaches: of the columns of single cells."""
    extents = [(middle - em / 2, middle + em / 2) for middle in rows]
    for column in columns:
        places = [_row_of(block, rows, em) for block in column]
        if len(column) < FILLED * len(rows) or None in places:
            continue
        for block, place in zip(column, places, strict=True):
            if place is not None:
                top, bottom = extents[place]
                extents[place] = (min(top, block.top), max(bottom, block.bottom))
    return extents


def _edges(extents: Sequence[tuple[float, float]]) -> list[float]:
    """The middles of the white between rows; above the first and below the last as much white as is usual."""
    white = [after[0] - before[1] for before, after in pairwise(extents)]
    usual = sorted(white)[len(white) // 2] / 2 if white else 0.0
    inner = [(before[1] + after[0]) / 2 for before, after in pairwise(extents)]
    return [extents[0][0] - usual, *inner, extents[-1][1] + usual]


def _spans(
    column: Sequence[Block],
    rows: Sequence[float],
    edges: Sequence[float],
    em: float,
    *,
    goes_on_from: int | None,
    before_names: bool = False,
) -> tuple[tuple[int, int], ...] | None:
    """The cells of a column: merged ones whose texts stand in their middles, else one a row, some of them blank.

    Where the table goes on, a column before that of the names is one of merged cells if it can be one: the first of
    them may have its text on the page before.
    """
    singles = tuple((row, row + 1) for row in range(len(rows)))
    if len(column) == len(rows):
        within = all(top < block.middle < bottom for block, (top, bottom) in zip(column, pairwise(edges), strict=True))
        return singles if within else None
    if not column:
        return singles
    middles = [block.middle for block in column]
    merged = tiled(middles, edges, CENTRED * em, rows=rows)
    if merged is not None:
        return merged
    places = [_row_of(block, rows, em) for block in column]
    single = None not in places and len(set(places)) == len(places)
    # behind a heading that may be that of the table's first page, only where merged cells usually stand
    going_on = (
        None
        if goes_on_from is None or (goes_on_from > 0 and not before_names)
        else tiled(middles, edges, CENTRED * em, rows=rows, goes_on_from=goes_on_from)
    )
    return going_on if going_on and (before_names or not single) else singles if single else None


def tiled(
    middles: Sequence[float],
    edges: Sequence[float],
    reach: float,
    *,
    rows: Sequence[float] = (),
    goes_on_from: int | None = None,
) -> tuple[tuple[int, int], ...] | None:
    """The rows as that many stretches, each with its middle within reach of its own; None where there are none so.

    Args:
        middles: of the texts, ascending.
        edges: of the rows, one more than there are rows.
        reach: how far a text may stand from the middle of its cell.
        rows: where the texts of single rows stand, when that is known better than their edges.
        goes_on_from: the rows from this one on may have no text: it stands on the page before.
    """
    last = len(edges) - 1
    best: dict[int, tuple[float, tuple[tuple[int, int], ...]]] = {0: (0.0, ())}

    def with_blank(found: dict[int, tuple[float, tuple[tuple[int, int], ...]]], *, whole: bool) -> None:
        """Also with the rows that have no text, which may be all that are left."""
        if goes_on_from is None or goes_on_from not in found:
            return
        cost, spans = found[goes_on_from]
        for stop in range(goes_on_from + 1, last + whole):
            blank = (cost + reach / 2, (*spans, (goes_on_from, stop)))
            found[stop] = min(found.get(stop, blank), blank)

    with_blank(best, whole=False)
    for middle in middles:
        longer: dict[int, tuple[float, tuple[tuple[int, int], ...]]] = {}
        for start, (cost, spans) in best.items():
            for stop in range(start + 1, last + 1):
                off = abs((edges[start] + edges[stop]) / 2 - middle)
                if rows and stop == start + 1:
                    off = min(off, abs(rows[start] - middle))
                if off <= reach and (stop not in longer or cost + off < longer[stop][0]):
                    longer[stop] = (cost + off, (*spans, (start, stop)))
        with_blank(longer, whole=True)
        best = longer
    return best[last][1] if last in best else None
