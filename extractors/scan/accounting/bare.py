"""Whether a cell without text is blank to the eye too: no stroke on its paper, however pale."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# In character heights: ground beside the walls that is not looked at, for their soft edges lie there; the least that
# must be left to tell anything; the window in which paper is brightest; what is smaller is grain or dust.
FROM_WALL, ROOM, WINDOW, DUST = 0.3, 0.6, 0.5, 0.12
FAINT = (
    10  # grey levels: of 2116 cells with text of the tuning corpus (pale, dim, fax, photographs) none is called bare
)


def is_bare(
    paper: NDArray[np.uint8], seal: NDArray[np.bool_] | None, cell: tuple[int, int, int, int], glyph: float
) -> bool:
    """Whether nothing at all can be seen in a cell; False also where it is too narrow to tell, or a seal lies in it.

    Args:
        paper: the flat grey picture, its rules painted over.
        seal: the pixels a seal was taken off, or None.
        cell: x0, top, x1, bottom in pixels.
        glyph: the usual height of a character in pixels.
    """
    import cv2
    import numpy as np

    margin = round(FROM_WALL * glyph)
    x0, top = cell[0] + margin, cell[1] + margin
    # the walls of a sheet cut off by the edge of its picture lie beyond it
    x1, bottom = min(cell[2] - margin, paper.shape[1]), min(cell[3] - margin, paper.shape[0])
    if min(x1 - x0, bottom - top) < ROOM * glyph or (seal is not None and seal[top:bottom, x0:x1].any()):
        return False
    smooth = cv2.blur(paper[top:bottom, x0:x1], (3, 3))
    side = max(3, round(WINDOW * glyph)) | 1
    strokes = cv2.morphologyEx(smooth, cv2.MORPH_BLACKHAT, np.ones((side, side), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats((strokes >= FAINT).astype(np.uint8), connectivity=8)
    return int(stats[1:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(initial=0)) < DUST * glyph
