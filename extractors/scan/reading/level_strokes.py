"""The level strokes of a line, which may be dashes: where they lie, how long they are, and what stands beside them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from extractors.scan.blobs import stretches
from extractors.scan.reading.ink import connected, dark, em_of, faint

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# A level stroke between two characters: in ems, how long it is at least and how high at most; so many columns have ink
LEVEL_LONG, LEVEL_HIGH, LEVEL_INKED = 0.33, 0.25, 0.6
STROKE = 0.15  # in ems: no level stroke between two characters is thicker
SPECK = 0.25  # in ems: dirt on it is no longer, its pieces on either side are


def flat_strokes(crop: NDArray[np.uint8]) -> list[tuple[int, int]]:
    """The free-standing level strokes of a line, such as dashes: their left and right ends in pixels."""
    em = em_of(crop)
    _, stats, _ = connected(crop)
    return [
        (x, x + width) for x, _, width, height, _ in stats[1:].tolist() if height < 0.2 * em and width > 1.5 * height
    ]


def extent(crop: NDArray[np.uint8], left: float, right: float) -> int:
    """From the first piece to the last of a level stroke between two places of a line, in pixels, faint ones too."""
    import cv2
    import numpy as np

    low = 0.2 * em_of(crop)
    longest = 0
    for inked in (dark(crop), faint(crop)):
        _, _, stats, _ = cv2.connectedComponentsWithStats(inked.astype(np.uint8), connectivity=8)
        pieces = [
            (x, x + width, y + height / 2, pixels)
            for x, y, width, height, pixels in stats[1:].tolist()
            if height < low and x >= left - low and x + width <= right + low
        ]
        level = max(pieces, key=lambda piece: piece[3])[2] if pieces else 0.0
        ends = [end for piece in pieces if abs(piece[2] - level) < low / 2 for end in piece[:2]]
        longest = max(longest, max(ends, default=0) - min(ends, default=0))
    return longest


def is_low(crop: NDArray[np.uint8], right: float) -> bool:
    """Whether all ink before a place of a line, in pixels, could be that of one level stroke."""
    import numpy as np

    rows = np.flatnonzero(dark(crop)[:, : max(0, round(right))].any(axis=1))
    return bool(len(rows) and rows[-1] - rows[0] < LEVEL_HIGH * em_of(crop))


def level_run(crop: NDArray[np.uint8], inked: NDArray[np.bool_], left: float, right: float) -> int:
    """The longest stretch of columns between two places of a line that holds one low stroke alone, in pixels.

    Its ends may touch what stands beside it: there the ink is higher.

    Args:
        crop: the line, height × width, grey.
        inked: its pixels that count as ink.
        left: from here, in pixels.
        right: up to here.
    """
    import numpy as np

    part = inked[:, max(0, round(left)) : max(0, round(right))]
    if not part.size:
        return 0
    rows, thick = np.arange(len(part))[:, None], STROKE * em_of(crop)
    top, bottom = np.where(part, rows, len(part)).min(axis=0), np.where(part, rows, -1).max(axis=0)
    low = (bottom >= top) & (bottom - top < thick)
    if not low.any():
        return 0
    middle = (top + bottom) / 2
    level = low & (np.abs(middle - np.median(middle[low])) < thick / 2)
    pieces = [piece for piece in stretches(level) if piece[1] - piece[0] > SPECK * em_of(crop)]
    for (_, start), (end, _) in pairwise(pieces):
        # a speck lies on the stroke
        level[start:end] |= end - start < SPECK * em_of(crop) and (bottom >= top)[start:end].all()
    return max((end - start for start, end in stretches(level)), default=0)


def is_level(crop: NDArray[np.uint8], left: float, right: float) -> bool:
    """Whether what lies between two places of a line, in pixels, is one level stroke, at least a third of an em long.

    It may touch what stands beside it, and be broken.
    """
    import numpy as np

    em = em_of(crop)
    part = dark(crop)[:, max(0, round(left)) : max(0, round(right))]
    rows = np.flatnonzero(part.any(axis=1))
    if part.shape[1] < LEVEL_LONG * em or not len(rows):
        return False
    return bool(rows[-1] - rows[0] < LEVEL_HIGH * em and part.any(axis=0).mean() > LEVEL_INKED)
