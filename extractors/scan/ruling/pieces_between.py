"""A wall of which only pieces are left: straight thin ink inside a merged cell, on the level of a neighbour's wall.

A printer or a copier breaks some rules of a page and leaves the others whole. A piece is no longer than a stroke of
print may be, but it lies exactly on a line of the grid, and no print stands on that line beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.scan.blobs import stretches

if TYPE_CHECKING:
    from extractors.model import Box
    from extractors.scan.ruling.faint_walls import FaintWall
    from extractors.scan.ruling.grid import Grid

# In character heights: how far a piece lies off the grid line; how far beside it there is no print; rules at the ends
# of the side; the shortest piece; all pieces together, which are also this share of the side.
OFF, BESIDE, INSET, PIECE, TOGETHER, SHARE = 0.15, 0.24, 0.15, 0.5, 1.2, 0.2
SLOPE = 2  # pixels by which a piece may rise, and be thick
DIRT = 0.04  # of the columns of a side may have other ink
DASH, CENTRED = 2.3, 0.4  # in character heights: one piece no longer, so near to the middle, may be a dash in the cell


def walls_of_pieces(grid: Grid) -> list[FaintWall]:
    """The walls that pieces inside merged cells show."""
    return [
        way.wall(way.ys[level], way.box_of(span))
        for way in (grid, grid.turned())
        for span, levels in way.levels_beside(any)
        for level in levels
        if _is_pieced(way, way.ys[level], way.box_of(span))
    ]


def _is_pieced(grid: Grid, at: float, box: Box) -> bool:
    """Whether pieces of a rule lie across a cell at this level, and nothing else."""
    import numpy as np

    ink, glyph = grid.ink, grid.glyph
    inset, off, beside = (round(share * glyph) for share in (INSET, OFF, BESIDE))
    x0, x1 = round(box.x0) + inset, round(box.x1) - inset
    top = round(at) - off - beside
    band = ink[max(0, top) : top + 2 * (off + beside) + 1, max(0, x0) : max(0, x1)] > 0
    if band.shape[0] < 2 * (off + beside) + 1 or band.shape[1] < TOGETHER * glyph:
        return False
    near = np.count_nonzero(band[beside : beside + 2 * off + 1], axis=1)
    row = beside + int(near.argmax())
    if near.max() < TOGETHER * glyph:
        return False
    piece = np.any(band[row - SLOPE : row + SLOPE + 1], axis=0)
    above, below = band[row - beside : row - SLOPE - 1], band[row + SLOPE + 2 : row + beside + 1]
    rest = np.any(above, axis=0) | np.any(below, axis=0)
    if rest.mean() > DIRT:
        return False
    pieces = [(start, end) for start, end in stretches(piece) if end - start >= PIECE * glyph]
    length = sum(end - start for start, end in pieces)
    if length < max(TOGETHER * glyph, SHARE * len(piece)):
        return False
    if not grid.upright and len(pieces) == 1 and length <= DASH * glyph:
        start, end = pieces[0]
        return abs((start + end) / 2 - len(piece) / 2) > CENTRED * glyph
    return True
