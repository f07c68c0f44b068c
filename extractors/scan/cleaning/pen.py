"""Takes the coloured strokes of a pen off a scan in colour: ticks beside print, and signatures over it.

A scan in colour tells a pen from print by its ink, as long as the print is black. Not every coloured mark is a pen's: a
form has words and rules in colour, too. What is taken off is a lone stroke of the shape of a tick, a ring with the
number in it, or a stroke larger than any character of a form that crosses black ink. What a pen wrote apart from that
stays to be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi
from typing import TYPE_CHECKING

from extractors.scan.cleaning.watermark_page import runs
from extractors.scan.reading.ink import shade

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

COLOURED, NEUTRAL = 40, 24  # grey levels between the channels of an ink: at least; of black ink at most
DARK = 0.75  # of the paper's light: paler colour is a marker's or a ground
SPARSE = 4  # of so many rows and columns one tells whether a page has coloured ink
FEWEST = 12  # coloured dots of those: fewer are noise
COLOUR_PRINT = 0.5  # of a page's ink in colour: more is a form printed in colour
# Millimetres: sides of a tick; of a stroke that is no character of a form (16 pt); a level or upright run is a rule
TICK_MM, LARGE_MM, RULE_MM = (1.6, 9.0), 5.5, 12.0
LONG_MM = 10.0  # a longer single stroke is no character at all
CROSSED_MM = 0.8  # a black rule across a stroke parts it by no more
ONE_INK = 0.8  # of its dots have the same channel as the strongest, or as the weakest
FILLED = 0.4  # of the box around a stroke that is ink: more is no thin stroke
TOUCHED = 0.03  # of a mark's outline that lies on black ink: it touches print
BESIDE_MM = 3.0  # a tick stands no further from the print that it belongs to
EDGE_MM = 0.25  # the soft, discoloured edge of a stroke
# Millimetres: sides of a ring; of the disc in its box, how much it encloses, and how much of that is ink at the most
RING_MM, ROUND, RING_INK = (3.0, 14.0), (0.8, 1.15), 0.6
ONE_RUN = 0.85  # of the columns of a tick hold one stroke
LOWEST, HIGHEST = (0.08, 0.62), 0.8  # of its width: where it is lowest and highest
LEFT_ARM = 0.8  # of its height: the left arm begins that high at most, that of a V as high as its right one


@dataclass(frozen=True, slots=True, eq=False)
class Penned:
    """A page without coloured strokes of a pen, and the pixels where they were; None where there were none.

    `grey` is height × width. `ticks` stand beside print, `strokes` cross it.
    """

    grey: NDArray[np.uint8]
    ticks: NDArray[np.bool_] | None = None
    strokes: NDArray[np.bool_] | None = None


def without_pen(picture: NDArray[np.uint8], grey: NDArray[np.uint8], seal: NDArray[np.bool_], dpi: float) -> Penned:
    """Take ticks and strokes of a coloured pen off a page.

    Args:
        picture: height × width × 3, RGB.
        grey: height × width, without coloured seals.
        seal: the pixels of coloured seals.
        dpi: the resolution of all.
    """
    import cv2
    import numpy as np

    paper = shade(grey[::SPARSE, ::SPARSE], 80)
    few = _chroma(picture[::SPARSE, ::SPARSE]) > COLOURED
    few &= (grey[::SPARSE, ::SPARSE] < DARK * paper) & ~seal[::SPARSE, ::SPARSE]
    if int(few.sum()) < FEWEST or few.sum() > COLOUR_PRINT * (grey[::SPARSE, ::SPARSE] < DARK * paper).sum():
        return Penned(grey)
    chroma = _chroma(picture)
    near_seal = cv2.dilate(seal.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    inked = grey < DARK * paper
    coloured = (inked & (chroma > COLOURED) & ~near_seal).astype(np.uint8)
    black = (inked & (chroma < NEUTRAL) & ~near_seal).astype(np.uint8)
    millimetre = dpi / 25.4
    rules = runs(black, RULE_MM * millimetre)
    ruled = cv2.dilate(rules.astype(np.uint8), np.ones((3, 3), np.uint8))
    print_ = black & (1 - ruled)
    crossed = np.ones((round(CROSSED_MM * millimetre) | 1,) * 2, np.uint8)
    side = 2 * round(EDGE_MM * millimetre) + 1
    reach = round(EDGE_MM * millimetre)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(cv2.dilate(coloured, crossed))
    ticks, strokes = np.zeros_like(coloured), np.zeros_like(coloured)
    for index in range(1, count):
        x, y, width, height, _ = stats[index].tolist()
        if max(width, height) < TICK_MM[0] * millimetre:
            continue
        around = np.s_[max(0, y - reach) : y + height + reach, max(0, x - reach) : x + width + reach]
        mark = (labels[around] == index).astype(np.uint8) & coloured[around]
        if mark.sum() > FILLED * width * height or runs(mark, RULE_MM * millimetre).any():
            continue
        if not _of_one_ink(picture[around][mark > 0]):
            continue
        rim = cv2.dilate(mark, np.ones((side, side), np.uint8)) & (1 - mark)
        ground = chroma[around][(rim > 0) & ~inked[around]]
        if len(ground) and float(np.median(ground)) > NEUTRAL:
            continue  # black print on a coloured cell: its soft edges have the colour of that
        touches = float(print_[around][rim > 0].mean()) > TOUCHED
        whole = cv2.morphologyEx(mark, cv2.MORPH_CLOSE, crossed)
        if _is_tick(whole, millimetre) or _is_ring(mark, whole, millimetre):
            if touches:
                strokes[around] |= rim | mark
            elif _beside_print(print_, (x, y, width, height), millimetre):
                ticks[around] |= rim | mark
        elif (min(width, height) > LARGE_MM * millimetre and touches) or (
            max(width, height) > LONG_MM * millimetre and _one_run(whole, int(width < height))
        ):
            strokes[around] |= rim | mark
    if not ticks.any() and not strokes.any():
        return Penned(grey)
    cleared = grey.copy()
    # where a mark crosses black ink, that stays; of a tick, which crosses no print, the rules, though coloured there
    through = runs(inked.astype(np.uint8), RULE_MM * millimetre)
    cleared[(ticks > 0) & ((black & ruled) == 0) & ~through] = round(paper)
    cleared[(strokes > 0) & (black == 0) & ~through] = round(paper)
    return Penned(cleared, ticks.astype(bool) if ticks.any() else None, strokes.astype(bool) if strokes.any() else None)


def _chroma(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """How far the channels of every dot lie apart in grey levels."""
    import cv2

    red, green, blue = cv2.split(picture)
    return cv2.subtract(cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue)).astype("uint8")


def _of_one_ink(dots: NDArray[np.uint8]) -> bool:
    """Whether dots, N × 3, are of one hue; print drawn for the subpixels of a screen is red left and blue right."""
    import numpy as np

    return any(np.bincount(ends, minlength=3).max() >= ONE_INK * len(dots) for ends in (dots.argmax(1), dots.argmin(1)))


def _one_run(mark: NDArray[np.uint8], axis: int) -> bool:
    """Whether nearly every column (axis 0) or row (1) of a mark, 1 on 0, holds one run of it: one stroke."""
    import numpy as np

    begins = (np.diff(mark.astype(np.int8), axis=axis, prepend=0) == 1).sum(axis=axis)
    return bool((begins[begins > 0] == 1).mean() > ONE_RUN)


def _is_tick(mark: NDArray[np.uint8], millimetre: float) -> bool:
    """Whether a mark, 1 on 0, is one stroke down to the right and from there up, higher than it began."""
    import numpy as np

    rows, columns = np.flatnonzero(mark.any(axis=1)), np.flatnonzero(mark.any(axis=0))
    mark = mark[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    height, width = mark.shape
    low, high = (side * millimetre for side in TICK_MM)
    if not (low <= width <= high and low <= height <= high):
        return False
    if not _one_run(mark, 0):
        return False
    end = max(1, round(0.1 * height))
    lowest = float(np.flatnonzero(mark[-end:].any(axis=0)).mean()) / width
    highest = float(np.flatnonzero(mark[:end].any(axis=0)).mean()) / width
    left_arm = mark[:, : max(1, round(lowest * width))]
    begins = height - float(np.flatnonzero(left_arm.any(axis=1))[0]) if left_arm.any() else 0.0
    falls = begins > 0.1 * height
    return LOWEST[0] < lowest < LOWEST[1] and highest > HIGHEST and falls and begins < LEFT_ARM * height


def _is_ring(mark: NDArray[np.uint8], whole: NDArray[np.uint8], millimetre: float) -> bool:
    """Whether a mark, 1 on 0, is a ring with nothing outside it: round a number that was written, or a printed one.

    Args:
        mark: its ink.
        whole: the same with its gaps closed, which may fill the number.
        millimetre: in pixels.
    """
    import cv2

    contours, _ = cv2.findContours(whole, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if len(contours) != 1:
        return False
    _, _, width, height = cv2.boundingRect(contours[0])
    low, high = (side * millimetre for side in RING_MM)
    if not (low <= min(width, height) and max(width, height) <= high):
        return False
    # a disc fills its box by a quarter of π, and a ring leaves most of that white
    disc = pi / 4 * width * height
    return ROUND[0] * disc < cv2.contourArea(contours[0]) < ROUND[1] * disc and mark.sum() < RING_INK * disc


def _beside_print(print_: NDArray[np.uint8], box: tuple[int, int, int, int], millimetre: float) -> bool:
    """Whether print, 1 on 0, stands near the left or right end of a box (x, y, width, height)."""
    x, y, width, height = box
    reach = round(BESIDE_MM * millimetre)
    return bool(print_[y : y + height, max(0, x - reach) : x + width + reach].any())
