"""Pale streaks that the drum of a copier draws down every page: they became walls, and cut words in two.

A streak is as pale at the head of a page as at its foot, and goes all the way, over paper, print and rules; a rule ends
with its table. The light that the paper has lost along it is given back (the correction of a flat field, as scanners
make it with a white strip; here the margins are the strip).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.scan.blobs import stretches
from extractors.scan.cleaning.both_ways import both_ways
from extractors.scan.cleaning.streaks import END, WIDEST

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Grey levels by which it is darker than what stands beside it; one has at most so many times the darkness at one end
# that it has at the other. A rule is as dark as the strokes of print, and streaks.py's are nearly so.
PALEST, DARKEST, ALIKE = 1.5, 30.0, 2.0
GRAIN = 6.0  # times what is usual on the page: the grain of its paper
PARTS, SEEN = 20, 0.85  # in so many of so many parts of its way it is at least half as dark as at the ends


def without_pale_streaks(grey: NDArray[np.uint8], dpi: float) -> NDArray[np.uint8]:
    """The picture without pale streaks along x or y; the very same picture when there are none.

    Args:
        grey: height × width, as it was scanned: turned, a streak would lean.
        dpi: its resolution.
    """
    return both_ways(grey, lambda seen: _lifted(seen, dpi))


def _lifted(grey: NDArray[np.uint8], dpi: float) -> NDArray[np.uint8]:
    """Without the streaks along y."""
    import numpy as np

    end = max(1, round(END * len(grey)))
    head, foot = darker_columns(grey[:end], dpi), darker_columns(grey[-end:], dpi)
    paler, darker = np.minimum(head, foot), np.maximum(head, foot)
    palest = max(PALEST, GRAIN * float(np.median(paler)))
    streaked = (paler >= palest) & (darker <= DARKEST) & (darker <= ALIKE * paler)
    if not streaked.any():
        return grey
    gain = np.ones(grey.shape[1], np.float32)
    for first, last in stretches(streaked):
        depth = paler[first:last]
        left, right = first - 1, last
        if left < 0 or right >= grey.shape[1] or not _goes_through(grey[:, left : right + 1], float(depth.max())):
            continue
        paper = np.maximum(grey[:end, left], grey[:end, right]).mean()
        gain[first:last] = paper / np.maximum(1, paper - depth)
    if (gain == 1).all():
        return grey
    return np.minimum(grey * gain[None, :] + 0.5, 255).astype(np.uint8)


def darker_columns(strip: NDArray[np.uint8], dpi: float) -> NDArray[np.float32]:
    """How much darker the columns of a strip are than what stands beside them, in grey levels: a black-hat of means.

    Args:
        strip: height × width.
        dpi: its resolution.
    """
    import cv2
    import numpy as np

    # OpenCV adds up rows in half of numpy's time
    means = cv2.reduce(np.ascontiguousarray(strip), 0, cv2.REDUCE_AVG, dtype=cv2.CV_32F)
    wide = np.ones((1, 2 * round(WIDEST * dpi / 25.4) + 1), np.uint8)
    darker: NDArray[np.float32] = cv2.morphologyEx(means, cv2.MORPH_BLACKHAT, wide)[0]
    return darker


def _goes_through(line: NDArray[np.uint8], depth: float) -> bool:
    """Whether some columns between two others are darker than these nearly all the way."""
    import numpy as np

    parts = [np.median(part, axis=0) for part in np.array_split(line, PARTS)]
    seen = [(part[0] + part[-1]) / 2 - part[1:-1].min() >= depth / 2 for part in parts]
    return sum(seen) >= SEEN * PARTS
