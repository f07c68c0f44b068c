"""A wall between two cells that is broken, or hidden by print or a seal: neighbours have it, and each has a text.

The text of a merged cell is set in its middle. Texts that stand in the middle of the rows which the neighbours on both
sides have are those of two cells, whatever is left of the wall between them. So are those that stand in the middle of
the columns of a neighbour above or below, or begin at the side of one.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from extractors.scan.blobs import blobs, stretches

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from extractors.rectangles import Span
    from extractors.scan.ruling.faint_walls import FaintWall
    from extractors.scan.ruling.grid import Grid

# In character heights: what is left of a wall lies so near to its line; rules beside the cell; the least height of a
# text, and how far its middle lies at most from the middle of its row.
NEAR, INSET, LOWEST, CENTRED = 0.15, 0.12, 0.5, 0.3
# In character heights: with so much left of its width a line does not wrap; the most white between lines of one text.
ROOM, LINES = 1.8, 1.0
SPECK = 0.22  # in character heights: smaller than any stroke
# In character heights: the least height of a sign, its least and its largest width; and its ink, in their square.
SIGN, SIGN_INK = (0.15, 0.3, 0.8), 0.05
CLEAR = 0.35  # in character heights: so near to a level, print is not told from what is left of a wall
BEGINS = 0.8  # in character heights: a text set at the left side of its column begins so near to it
DOTS, RULED = 0.4, 0.7  # in character heights, white between two dots; and the share of a cell's width that they cover


def walls_between_texts(grid: Grid) -> list[FaintWall]:
    """The walls that part cells of which each holds a text of its own."""
    found: list[FaintWall] = []
    for span, levels in grid.levels_beside(all):
        cell, ys = _cell(grid, span, levels)
        if _text_in_each(cell, ys, grid.glyph) and not _wraps(cell, ys, grid.glyph):
            found += [grid.wall(y, grid.box_of(span)) for y in ys[1:-1]]
    turned = grid.turned()
    for span, levels in turned.levels_beside(any):
        cell, xs = _cell(turned, span, levels)
        if _text_in_each(cell, xs, grid.glyph, beginning=BEGINS * grid.glyph):
            found += [turned.wall(x, turned.box_of(span)) for x in xs[1:-1]]
    return found


def _cell(grid: Grid, span: Span, levels: Sequence[int]) -> tuple[NDArray[np.uint8], list[float]]:
    """The ink of the columns of a cell, over the height of the page, and the levels of its sides and of these lines."""
    row, col, rows, cols = span
    edge = round(INSET * grid.glyph)
    inside = grid.ink[:, max(0, round(grid.xs[col]) + edge) : max(0, round(grid.xs[col + cols]) - edge)]
    return inside, [grid.ys[level] for level in (row, *levels, row + rows)]


def _text_in_each(ink: NDArray[np.uint8], ys: Sequence[float], glyph: float, beginning: float | None = None) -> bool:
    """Whether a text stands in the middle of every row, and none across the levels between them.

    Args:
        ink: of the columns of a cell, 255 on 0.
        ys: top and bottom of the cell and the levels between, in pixels.
        glyph: the usual height of a character in pixels.
        beginning: some texts, but not all, may begin so near to the side of theirs instead; in pixels.
    """
    import numpy as np

    centred = 0
    near = round(NEAR * glyph)
    covered = {y: _is_ruled(ink[max(0, round(y) - near) : round(y) + near + 1], glyph) for y in ys[1:-1]}
    for top, bottom in pairwise(ys):
        inside = ink[round(top) + near : max(0, round(bottom) - near)]
        if beginning is None:  # where a text begins, its least mark tells
            inside = _without_specks(inside, glyph)
        runs = stretches(np.any(inside, axis=1)) if inside.size else []
        if not runs or (max(end - start for start, end in runs) < LOWEST * glyph and not _is_sign(inside, glyph)):
            return False
        first, last = runs[0][0], runs[-1][1]
        if (first == 0 and not covered.get(top, True)) or (last == len(inside) and not covered.get(bottom, True)):
            return False
        if abs(round(top) + near + (first + last) / 2 - (top + bottom) / 2) <= CENTRED * glyph:
            centred += 1
        elif beginning is None or first > beginning:
            return False
    return centred > 0


def _without_specks(ink: NDArray[np.uint8], glyph: float) -> NDArray[np.uint8]:
    """The ink of a row without what is smaller than any stroke; all of it where it has no more."""
    import cv2
    import numpy as np

    if not ink.any():
        return ink
    _, labels, stats, _ = blobs(np.ascontiguousarray(ink))
    small = stats[:, cv2.CC_STAT_WIDTH : cv2.CC_STAT_HEIGHT + 1].max(axis=1) < SPECK * glyph
    small[0] = True
    return ink if small.all() else np.where(small[labels], 0, ink).astype(np.uint8)


def _is_sign(ink: NDArray[np.uint8], glyph: float) -> bool:
    """Whether all ink of a row is one compact mark, low as = and < are, and more than specks."""
    import numpy as np

    rows, columns = np.nonzero(ink)
    size = (np.ptp(rows), np.ptp(columns)) if len(rows) else (0, 0)
    return bool(
        len(rows) >= SIGN_INK * glyph**2
        and SIGN[0] * glyph <= min(size)
        and SIGN[1] * glyph <= size[1] <= SIGN[2] * glyph
    )


def _wraps(ink: NDArray[np.uint8], ys: Sequence[float], glyph: float) -> bool:
    """Whether what stands in the rows may be the lines of one text: all but the last are full, and near to the next.

    Args:
        ink: of the columns of a cell, 255 on 0.
        ys: top and bottom of the cell and the levels between, in pixels.
        glyph: the usual height of a character in pixels.
    """
    import numpy as np

    near = round(CLEAR * glyph)  # what is left of a wall is no part of a text
    texts = [ink[round(top) + near : max(0, round(bottom) - near)] for top, bottom in pairwise(ys)]
    if not all(np.any(text) for text in texts):
        return True  # rows so low that no text is told from what is left of their walls
    rows = [np.flatnonzero(np.any(text, axis=1)) + round(top) + near for text, top in zip(texts, ys[:-1], strict=True)]
    widths = [int(np.ptp(np.flatnonzero(np.any(text, axis=0)))) for text in texts]
    full = all(width > ink.shape[1] - ROOM * glyph for width in widths[:-1])
    return full and all(below[0] - above[-1] < LINES * glyph for above, below in pairwise(rows))


def _is_ruled(band: NDArray[np.uint8], glyph: float) -> bool:
    """Whether what is left of a rule goes through a band, beside print too."""
    import cv2
    import numpy as np

    along = cv2.morphologyEx(
        band.max(axis=0, keepdims=True), cv2.MORPH_CLOSE, np.ones((1, round(DOTS * glyph)), np.uint8)
    )
    return bool(along.size and (along > 0).mean() >= RULED)
