"""A wall of which only pieces are left: straight thin ink inside a merged cell, on the level of a neighbour's wall.

A printer or a copier breaks some rules of a page and leaves the others whole. A piece is no longer than a stroke of
print may be, but it lies exactly on a line of the grid, and no print stands on that line beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.model import Box
from extractors.scan.blobs import stretches
from extractors.scan.ruling.faint_walls import FaintWall

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from extractors.tiling import Lattice, Span

# In character heights: how far a piece lies off the grid line; how far beside it there is no print; rules at the ends
# of the side; the shortest piece; all pieces together, which are also this share of the side.
OFF, BESIDE, INSET, PIECE, TOGETHER, SHARE = 0.15, 0.24, 0.15, 0.5, 1.2, 0.2
SLOPE = 2  # pixels by which a piece may rise, and be thick
DIRT = 0.04  # of the columns of a side may have other ink
DASH, CENTRED = 2.3, 0.4  # in character heights: one piece no longer, so near to the middle, may be a dash in the cell


def walls_of_pieces(ink: NDArray[np.uint8], lattices: Sequence[Lattice], glyph: float, scale: float) -> list[FaintWall]:
    """The walls, all doubtful, that pieces inside merged cells show.

    Args:
        ink: 255 on 0, with what is left of the rules.
        lattices: in points.
        glyph: the usual height of a character in pixels.
        scale: points a pixel.
    """
    import cv2

    across = cv2.transpose(ink)
    found: list[FaintWall] = []
    for lattice in lattices:
        ys, xs = ([place / scale for place in places] for places in (lattice.ys, lattice.xs))
        for at, start, end in _sides(lattice.spans, ys, xs):
            if _is_pieced(ink, at, (start, end), glyph, upright=False):
                found.append(FaintWall(Box(start, at - 0.5, end, at + 0.5), doubtful=True))
        turned = [(col, row, cols, rows) for row, col, rows, cols in lattice.spans]
        for at, start, end in _sides(turned, xs, ys):
            if _is_pieced(across, at, (start, end), glyph, upright=True):
                found.append(FaintWall(Box(at - 0.5, start, at + 0.5, end), doubtful=True))
    return found


def _sides(spans: Sequence[Span], ys: Sequence[float], xs: Sequence[float]) -> Iterator[tuple[float, float, float]]:
    """Level, start and end of the sides along x that merged cells lack and a neighbour has."""
    starts = {(row + down, col): (row, col) for row, col, rows, cols in spans for down in range(rows)}
    ends = {(row + down, col + cols): (row, col) for row, col, rows, cols in spans for down in range(rows)}
    for row, col, rows, cols in spans:
        for level in range(row + 1, row + rows):
            beside = ((ends, col), (starts, col + cols))
            if any(cells.get((level - 1, at)) != cells.get((level, at)) for cells, at in beside):
                yield ys[level], xs[col], xs[col + cols]


def _is_pieced(ink: NDArray[np.uint8], at: float, side: tuple[float, float], glyph: float, *, upright: bool) -> bool:
    """Whether pieces of a rule lie along this side, and nothing else."""
    import numpy as np

    inset, off, beside = (round(share * glyph) for share in (INSET, OFF, BESIDE))
    x0, x1 = round(side[0]) + inset, round(side[1]) - inset
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
    if not upright and len(pieces) == 1 and length <= DASH * glyph:
        start, end = pieces[0]
        return abs((start + end) / 2 - len(piece) / 2) > CENTRED * glyph
    return True
