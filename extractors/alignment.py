"""Aligned lines of text → lattices: tables that are ruled along x only, or not at all.

Columns are where no line of several rows stands; rows are parted by rules or by the wider gaps between lines; a line
that reaches over the gap between two columns joins their cells. Nothing found this way is certain: whoever uses a
lattice from here says so in a finding.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from extractors.model import Box
from extractors.tiling import Lattice, Span

FEWEST_COLUMNS, FEWEST_ROWS = 3, 3
# Shares. Of a table's rows, so many hold two lines or more side by side; of its rows, so many may cross a gutter.
SIDE_BY_SIDE, CROSSED = 0.4, 0.25
# Prose in columns fills its lines to the end; the cells of a table do not.
FULL_CELL, FULL_CELLS = 0.85, 0.5
GUTTER = 0.5  # in heights of a line: the narrowest gap between two columns
ROW_GAP = 1.35  # a gap between lines so many times the usual smallest one parts rows; below it, lines of one cell
BREAK = 4.0  # in heights of a line: white so high ends a table
EDGE = 0.3  # in heights of a line: white around the outermost text


def aligned(lines: Sequence[Box], rules: Sequence[Box]) -> tuple[Lattice, ...]:
    """Find the tables among lines of text that stand outside every ruled table.

    Args:
        lines: boxes of lines, split at wide gaps, in points.
        rules: boxes of horizontal rules outside every ruled table, in points.
    """
    if not lines:
        return ()
    height = median(line.height for line in lines)
    found: list[Lattice] = []
    for block in _blocks(_rows(lines), height):
        inside = [line for row in block for line in row]
        box = _around(inside)
        near = [r for r in rules if r.width > 0.5 * box.width and box.top - height < r.centre[1] < box.bottom + height]
        lattice = _lattice(block, near, height)
        if lattice is not None:
            found.append(lattice)
    return tuple(found)


def _rows(lines: Sequence[Box]) -> list[list[Box]]:
    """Lines side by side, from top to bottom."""
    rows: list[list[Box]] = []
    for line in sorted(lines, key=lambda box: box.centre[1]):
        if rows and rows[-1][0].top <= line.centre[1] <= rows[-1][0].bottom:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda box: box.x0) for row in rows]


def _blocks(rows: list[list[Box]], height: float) -> list[list[list[Box]]]:
    """Stretches of rows that can be a table: they begin and end with lines side by side, without a wide break."""
    blocks: list[list[list[Box]]] = [[]]
    lonely = 0
    for row in rows:
        last = blocks[-1]
        lonely = 0 if len(row) > 1 else lonely + 1
        # a wrapped cell leaves a few rows with a single line; prose leaves many
        if last and (
            min(b.top for b in row) - max(b.bottom for b in last[-1]) > BREAK * height or lonely > FEWEST_ROWS
        ):
            blocks.append([])
        blocks[-1].append(row)
    return [trimmed for block in blocks if (trimmed := _trimmed(block))]


def _trimmed(block: list[list[Box]]) -> list[list[Box]]:
    """Without the single lines at either end: titles, notes, prose."""
    several = [index for index, row in enumerate(block) if len(row) >= 2]
    return block[several[0] : several[-1] + 1] if several else []


def _lattice(block: list[list[Box]], rules: Sequence[Box], height: float) -> Lattice | None:
    """The lattice of a block of rows, or None when it is no table."""
    wide = [row for row in block if len(row) >= 2]
    if len(wide) < FEWEST_ROWS or len(wide) < SIDE_BY_SIDE * len(block):
        return None
    # the rows with the most lines show the columns; headings and merged cells reach over them
    full = [row for row in wide if len(row) >= FEWEST_COLUMNS]
    inside = [line for row in block for line in row]
    box = _around(inside)
    views = [wide, full] if len(full) >= FEWEST_ROWS else [wide]
    gutters = max((_columns(view, box, height) for view in views), key=len)
    if len(gutters) < FEWEST_COLUMNS - 1:
        return None
    xs = (box.x0 - EDGE * height, *gutters, box.x1 + EDGE * height)
    if not _looks_like_table(block, xs):
        return None
    ys = _row_edges(block, rules, height)
    if len(ys) <= FEWEST_ROWS or any(b - a <= 0 for a, b in (*pairwise(xs), *pairwise(ys))):
        return None
    return Lattice(Box(xs[0], ys[0], xs[-1], ys[-1]), xs, ys, _spans(inside, xs, ys, height))


def _columns(rows: Sequence[Sequence[Box]], box: Box, height: float) -> list[float]:
    """The gutters, letting as few rows cross them as gives the most: a narrow column that is mostly empty must show."""
    tries = [_gutters(rows, box, height, allowed) for allowed in range(int(CROSSED * len(rows)) + 1)]
    return max(tries, key=len)


def _gutters(rows: Sequence[Sequence[Box]], box: Box, height: float, allowed: int) -> list[float]:
    """The middles of the gaps that no more than `allowed` rows cross."""
    stops = sorted({box.x0, box.x1, *(x for row in rows for line in row for x in (line.x0, line.x1))})
    gaps: list[tuple[float, float]] = []
    for start, end in pairwise(stops):
        middle = (start + end) / 2
        if sum(any(line.x0 < middle < line.x1 for line in row) for row in rows) > allowed:
            continue
        if gaps and gaps[-1][1] >= start - 0.01:
            gaps[-1] = (gaps[-1][0], end)
        else:
            gaps.append((start, end))
    return [(a + b) / 2 for a, b in gaps if b - a >= GUTTER * height and a > box.x0 and b < box.x1]


def _looks_like_table(block: Sequence[Sequence[Box]], xs: Sequence[float]) -> bool:
    """Whether enough rows fill three columns, and the lines do not fill their columns as prose does."""
    columns = [
        {index for line in row for index, (a, b) in enumerate(pairwise(xs)) if a <= line.centre[0] < b} for row in block
    ]
    lines = [line for row in block for line in row]
    full = sum(
        any(a <= line.centre[0] < b and line.width > FULL_CELL * (b - a) for a, b in pairwise(xs)) for line in lines
    )
    return sum(len(filled) >= FEWEST_COLUMNS for filled in columns) >= max(2, 0.3 * len(block)) and (
        full < FULL_CELLS * len(lines)
    )


def _row_edges(block: Sequence[Sequence[Box]], rules: Sequence[Box], height: float) -> tuple[float, ...]:
    """Edges of rows: the rules where every row is ruled, else the rules and the middles of the wider gaps."""
    boxes = [_around(row) for row in block]
    inner = [rule.centre[1] for rule in rules if boxes[0].centre[1] < rule.centre[1] < boxes[-1].centre[1]]
    top, bottom = boxes[0].top - EDGE * height, boxes[-1].bottom + EDGE * height
    ruled = _spread([top, *sorted(inner), bottom], height)
    held = [sum(low <= box.centre[1] < high for box in boxes) for low, high in pairwise(ruled)]
    if len(ruled) > FEWEST_ROWS and all(held) and median(held) <= 2:
        return tuple(ruled)
    gaps = [second.centre[1] - first.centre[1] for first, second in pairwise(boxes)]
    smallest = sorted(gaps)[len(gaps) // 5]
    limit = ROW_GAP * smallest if max(gaps) >= ROW_GAP * smallest else 0.0
    between = [
        (first.bottom + second.top) / 2
        for (first, second), gap in zip(pairwise(boxes), gaps, strict=True)
        if gap >= limit and not any(first.centre[1] < y < second.centre[1] for y in inner)
    ]
    return tuple(_spread(sorted([top, *inner, *between, bottom]), height))


def _spread(edges: Sequence[float], height: float) -> list[float]:
    """Ascending edges without those closer than half a line to the one before; the last stays."""
    kept = [edges[0]]
    for edge in edges[1:-1]:
        if edge - kept[-1] > height / 2 and edges[-1] - edge > height / 2:
            kept.append(edge)
    return [*kept, edges[-1]]


def _spans(lines: Sequence[Box], xs: Sequence[float], ys: Sequence[float], height: float) -> tuple[Span, ...]:
    """One cell a row and column, except where a line reaches over the edge between two columns."""
    spans: list[Span] = []
    for row, (top, bottom) in enumerate(pairwise(ys)):
        members = [line for line in lines if top <= line.centre[1] < bottom]
        start = 0
        for col in range(1, len(xs)):
            reach = GUTTER * height
            crossed = any(line.x0 < xs[col] - reach and line.x1 > xs[col] + reach for line in members)
            if col == len(xs) - 1 or not crossed:
                spans.append((row, start, 1, col - start))
                start = col
    return tuple(spans)


def _around(boxes: Sequence[Box]) -> Box:
    return Box(
        min(box.x0 for box in boxes),
        min(box.top for box in boxes),
        max(box.x1 for box in boxes),
        max(box.bottom for box in boxes),
    )
