"""Rows of a ruled table whose rules are gone over a stretch of the page, told by where the texts stand.

On a pale copy the walls along y may be left where the hairlines between the rows are not: a row of the grid then holds
many lines in each of its columns, side by side and too short to go on below. They are parted as the rows of a table
without rules are (`extractors.textrows`), in the columns that the grid has.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from extractors.bands import printed, several_rows
from extractors.model import Box
from extractors.pieces import lines_of
from extractors.scan.blobs import blobs
from extractors.textrows import FILLED, OVERLAP, rows_in, told_cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractors.scan.ruling.faint_walls import FaintWall
    from extractors.scan.ruling.grid import Grid

INSET = 0.15  # in character heights: rules beside a cell
HIGH = 4.0  # in character heights: a row that is lower holds one text at most
THIN, LONG = 0.25, 1.3  # in character heights: so thin and so long is what is left of a rule
LOWEST = 0.4  # in character heights: what is lower is left of a rule, or dirt
FEWEST_LINES, FEWEST_COLUMNS = 3, 3  # lines in a column, and columns with so many


def walls_by_text(grid: Grid) -> list[FaintWall]:
    """The walls between the texts of rows that run together in several columns."""
    found: list[FaintWall] = []
    for row, (top, bottom) in enumerate(pairwise(grid.ys)):
        if bottom - top < HIGH * grid.glyph:
            continue
        across = sorted((span for span in grid.spans if span[0] <= row < span[0] + span[2]), key=lambda span: span[1])
        # a merged cell that begins above may have its text there: it is only told with the rows beside it
        first = min(span[0] for span in across)
        marks = [
            [
                mark
                for above in grid.spans
                if first <= above[0] <= row and col <= above[1] and above[1] + above[3] <= col + cols
                for mark in _marks(grid, grid.box_of(above))
            ]
            for _, col, _, cols in across
        ]
        found += _walls(grid, [grid.box_of(span) for span in across], marks, top)
    return found


def _walls(grid: Grid, cells: Sequence[Box], marks: Sequence[Sequence[Box]], top: float) -> list[FaintWall]:
    """The walls in cells that stand side by side.

    Args:
        grid: of their table.
        cells: from left to right, in pixels.
        marks: of their columns, from the top of the highest on.
        top: below it rows run together.
    """
    columns = [[line for line in lines_of(own) if line.height > LOWEST * grid.glyph] for own in marks]
    below = [[line for line in lines if line.centre[1] > top] for lines in columns]
    if sum(len(lines) >= FEWEST_LINES for lines in below) < FEWEST_COLUMNS:
        return []
    together = [replace(cell, top=top) for cell in cells]
    if not several_rows(together, [mark for own in marks for mark in own], grid.glyph):
        return []
    em = median(line.height for lines in columns for line in lines)
    rows = rows_in(columns, em)
    told = told_cells(columns, rows, em, goes_on_from=0) if rows else None
    if told is None:
        return []
    edges, cells_of_columns = told
    return [
        grid.wall(edges[last], cell)
        for cell, lines, spans in zip(cells, columns, cells_of_columns, strict=True)
        # what is not told stays one cell, in which its names are seen to have run together
        for _, last in (spans or _one_a_row(lines, edges, em))[:-1]
        if edges[last] > cell.top + grid.glyph / 2
    ]


def _one_a_row(lines: Sequence[Box], edges: Sequence[float], em: float) -> tuple[tuple[int, int], ...]:
    """Each row by itself where most have lines, and none lies across an edge; else nothing.

    Lines of a row that wrap more often than those beside them are too close for the measure of the others.
    """
    rows = tuple(pairwise(edges))
    filled = sum(any(top < line.centre[1] < bottom for line in lines) for top, bottom in rows)
    across = any(
        line.top < edge - OVERLAP * em and line.bottom > edge + OVERLAP * em for line in lines for edge in edges
    )
    return () if across or filled < FILLED * len(rows) else tuple((row, row + 1) for row in range(len(rows)))


def _marks(grid: Grid, cell: Box) -> list[Box]:
    """The marks of print in a cell."""
    inside, x0, top = grid.inside(cell, INSET)
    _, _, stats, _ = blobs(inside)
    thin, long = THIN * grid.glyph, LONG * grid.glyph
    high, wide = inside.shape
    marks = []
    for x, y, w, h, _ in stats[1:].tolist():
        # the ragged edge of a thick rule reaches in here and there
        edge = (w < thin and (x == 0 or x + w == wide)) or (h < thin and (y == 0 or y + h == high))
        if not edge and not (min(w, h) < thin and max(w, h) > long):
            marks.append(Box(x0 + x, top + y, x0 + x + w, top + y + h))
    return printed(marks, grid.glyph)
