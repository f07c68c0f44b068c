"""Streaks of a scanner in the margin of a page: dirt that stands still while the paper moves past it.

The line is straight to the pixel, runs from one edge of the sheet to the other whatever way the print leans, and beside
a table no rule touches it. In a margin it was read as figures 1, and straightening took it for a bent rule.
A streak across a table is folds.py's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.scan.blobs import stretches
from extractors.scan.cleaning.both_ways import both_ways

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

END = 0.04  # of the way of the paper: at both ends of the sheet the streak is looked for first
CONTRAST = 30.0  # grey levels by which it is darker than what stands beside it
WIDEST = 0.7  # mm
OFF = 1  # pixels that it wanders
COVERED, PARTS, BARE = 0.4, 20, 2  # of its length is ink, in all but so many of so many parts
RULE, RULES = 3.0, 2  # mm: the run of ink of a rule that ends or crosses; so many make the line a wall of a table
BESIDE = 2  # pixels on either side that its soft edge reaches


def without_streaks(grey: NDArray[np.uint8], dpi: float) -> NDArray[np.uint8]:
    """The picture without streaks in its margins; the very same picture when there are none.

    Args:
        grey: height × width, as it was scanned: turned, a streak would lean.
        dpi: its resolution.
    """
    return both_ways(grey, lambda seen: _lifted(seen, dpi))


def _lifted(grey: NDArray[np.uint8], dpi: float) -> NDArray[np.uint8]:
    """Without the streaks along y."""
    import numpy as np

    end = max(1, round(END * len(grey)))
    seen = _columns(grey[:end], dpi) & _columns(grey[-end:], dpi)
    if not seen.any():
        return grey
    lifted = grey
    for first, last in stretches(seen):
        left, right = first - BESIDE, last + BESIDE
        if last - first > WIDEST * dpi / 25.4 or left < 1 or right >= grey.shape[1]:
            continue
        if _goes_through(grey[:, left:right]) and _meets(grey, left, right, dpi) < RULES:
            lifted = grey.copy() if lifted is grey else lifted
            ground = np.maximum(grey[:, left - 1], grey[:, right])
            lifted[:, left:right] = np.maximum(grey[:, left:right], ground[:, None])
    return lifted


def _dark(piece: NDArray[np.uint8], dpi: float) -> NDArray[np.bool_]:
    """What is darker than the ground to its left and right, and thin."""
    import cv2
    import numpy as np

    wide = np.ones((1, 2 * round(WIDEST * dpi / 25.4) + 1), np.uint8)
    hat: NDArray[np.bool_] = cv2.morphologyEx(piece, cv2.MORPH_BLACKHAT, wide) > CONTRAST
    return hat


def _columns(strip: NDArray[np.uint8], dpi: float) -> NDArray[np.bool_]:
    """The columns of a strip that are dark over most of its height, and those beside them."""
    import cv2
    import numpy as np

    dark = _dark(strip, dpi).mean(axis=0) > COVERED
    return cv2.dilate(dark.astype(np.uint8)[None, :], np.ones((1, 2 * OFF + 1), np.uint8))[0] > 0


def _goes_through(line: NDArray[np.uint8]) -> bool:
    """Whether there is ink in every part of the way, without long gaps."""
    import numpy as np

    dark = (line.max(axis=1).astype(int) - line.min(axis=1)) > CONTRAST
    return sum(part.mean() < COVERED for part in np.array_split(dark, PARTS)) <= BARE


def _meets(grey: NDArray[np.uint8], left: int, right: int, dpi: float) -> int:
    """How many rules along x end at a line along y, or cross it."""
    import numpy as np

    length = round(RULE * dpi / 25.4)
    rows = np.zeros(len(grey), dtype=bool)
    for side in (grey[:, max(0, left - length) : left], grey[:, right : right + length]):
        if side.shape[1]:
            dark = side.astype(int) < np.percentile(side[::4], 50) - CONTRAST
            rows |= dark.mean(axis=1) > 1 - COVERED / 2
    return len(stretches(rows))
