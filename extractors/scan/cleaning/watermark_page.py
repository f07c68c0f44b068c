"""A page as the search for a watermark sees it: coarse, as shares of the light of its own paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Deviation of bare paper's light: less hides no tone (office scans and photographs 0.007, poor ones 0.012).
NOISY = 0.009
COARSE_DPI = 200.0  # thin strokes of print keep their darkness at this resolution
PAPER_MM, COARSER = 12.0, 4  # wider than any stroke of a letter; the light of paper is told at a lower resolution
PAPER = 0.9  # of its brightness: what is brighter is paper for the most part
DARK = 0.75  # what is darker is print, whatever else there is
PALER = 0.62  # contrast of a watermark as a share of the print's contrast, at most
RULE_MM = 15.0  # a longer run of dark ink is a rule
STROKE_MM = 0.6  # thicker strokes are a heavy rule or a dark watermark, and tell nothing of the print's darkness


@dataclass(frozen=True, slots=True, eq=False)
class CoarsePage:
    """A page at no more than 200 dpi; its arrays are height × width.

    `share` is the share of the usual light of its paper at every dot, `soft` the same after an average over three
    dots, `light` the light of bare paper in grey levels; `noise` is the deviation of the shares on bare paper,
    `millimetre` is in dots.
    """

    share: NDArray[np.float32]
    soft: NDArray[np.float32]
    light: NDArray[np.float32]
    noise: float
    millimetre: float


def coarse_page(grey: NDArray[np.uint8], dpi: float) -> CoarsePage | None:
    """The page, coarse; None where it has no bright paper.

    Args:
        grey: height × width, dark print on a light ground.
        dpi: its resolution.
    """
    import cv2
    import numpy as np

    shrink = min(1.0, COARSE_DPI / dpi)
    small = cv2.resize(grey, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA) if shrink < 1 else grey
    millimetre = min(dpi, COARSE_DPI) / 25.4
    softened = cv2.blur(small, (3, 3))
    light = _paper(softened, millimetre)
    some = softened[::4, ::4] / light[::4, ::4]  # dots enough for the usual light and its noise
    bright = some[some > PAPER]
    if bright.size == 0:
        return None
    usual = float(np.median(bright))
    noise = 1.48 * float(np.median(np.abs(bright / usual - 1)))
    light *= usual
    share, soft = (cv2.divide(picture, light, dtype=cv2.CV_32F) for picture in (small, softened))
    return CoarsePage(share, soft, light, noise, millimetre)


def _paper(soft: NDArray[np.uint8], millimetre: float) -> NDArray[np.float32]:
    """The light of the bare paper at every dot, not corrected for the noise; it changes slowly."""
    import cv2
    import numpy as np

    few = cv2.resize(soft, None, fx=1 / COARSER, fy=1 / COARSER, interpolation=cv2.INTER_AREA)
    wide = round(PAPER_MM * millimetre / COARSER) | 1
    closed = cv2.morphologyEx(few, cv2.MORPH_CLOSE, np.ones((wide, wide), np.uint8))
    light = np.maximum(cv2.blur(closed, (wide, wide)), 1).astype(np.float32)
    return cv2.resize(light, soft.shape[::-1], interpolation=cv2.INTER_LINEAR).astype(np.float32, copy=False)


def print_contrast(page: CoarsePage) -> float:
    """By how much of the paper's light print is darker; 0 on a page without print."""
    import cv2
    import numpy as np

    print_ = page.share < DARK
    if not print_.any():
        return 0.0
    # Rules heavier than any stroke are darker than the print beside them and say nothing about its contrast; nor do
    # the strokes of a watermark so dark that it counts as print: on a page of little print they outnumber it.
    ink = print_.view(np.uint8)
    thick = cv2.morphologyEx(ink, cv2.MORPH_OPEN, square(max(2.0, STROKE_MM * page.millimetre)))
    aside = long_runs(ink, RULE_MM * page.millimetre) | (cv2.dilate(thick, square(3)) > 0)
    # by their numbers: numpy takes three times as long to pick dots by a picture of them
    letters = np.flatnonzero(print_ & ~aside)
    dots = letters if len(letters) else np.flatnonzero(print_)
    # the darker part of it: the edges of thin strokes are half as dark as their middle
    return 1 - float(np.percentile(page.share.ravel().take(dots), 12))


def square(side: float) -> NDArray[np.uint8]:
    """A window of this side in pixels."""
    import numpy as np

    size = max(1, round(side))
    return np.ones((size, size), np.uint8)


def runs(ink: NDArray[np.uint8], least: float) -> NDArray[np.bool_]:
    """Level and upright runs of ink, 1 on 0, of at least so many pixels."""
    import cv2

    long = max(3, round(least))
    upright = cv2.transpose(_level_runs(cv2.transpose(ink), long))
    return cv2.bitwise_or(_level_runs(ink, long), upright) > 0


def _level_runs(ink: NDArray[np.uint8], long: int) -> NDArray[np.uint8]:
    """Level runs of at least so many pixels, of half as many at the edge of the picture: an opening by a level line.

    The longer the line, the longer OpenCV takes; what a shorter one leaves tells which rows have such a run at all.
    """
    import cv2
    import numpy as np

    short = max(1, long // 4)
    left = cv2.reduce(cv2.erode(ink, np.ones((1, short), np.uint8)), 1, cv2.REDUCE_SUM, dtype=cv2.CV_32S)
    rows = np.flatnonzero(left >= min(long // 2 - short, ink.shape[1]))
    found = np.zeros_like(ink)
    if len(rows):
        found[rows] = cv2.morphologyEx(ink[rows], cv2.MORPH_OPEN, np.ones((1, long), np.uint8))
    return found


def long_runs(ink: NDArray[np.uint8], least: float) -> NDArray[np.bool_]:
    """The same with their soft edges."""
    import cv2
    import numpy as np

    return cv2.dilate(runs(ink, least).astype(np.uint8), square(5)) > 0


def thin_runs(ink: NDArray[np.uint8], least: float, thick: float) -> NDArray[np.bool_]:
    """The same without those parts that are at least so many pixels thick: the rules of a form."""
    return long_runs(ink, least) & (heavy(ink, thick) == 0)


def heavy(ink: NDArray[np.uint8], thick: float) -> NDArray[np.uint8]:
    """The parts of ink, 1 on 0, that are at least so many pixels thick."""
    import cv2
    import numpy as np

    return cv2.morphologyEx(ink, cv2.MORPH_OPEN, square(max(3.0, thick))).astype(np.uint8)
