"""Takes a pale watermark off a page: letters of one even tone, clearly lighter than the print, with print over them.

A watermark is found by its tone: inside its strokes the page is flat and everywhere equally light, so the lights of
the flat places make one sharp peak between those of the paper and of the print. It darkens the paper by a share that
is the same all over it, so its pixels are divided by that share: bare strokes become paper, and the print that crosses
them keeps nearly all of its darkness. Whether a dot of print lies on it is told by the bare ground around the dot
(a normalised convolution: Knutsson and Westin, CVPR 1993).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.scan.blobs import blobs
from extractors.scan.cleaning.watermark_page import PALER, heavy, runs, square, thin_runs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from extractors.scan.cleaning.watermark_page import CoarsePage

PALE = 0.95  # of the paper's brightness: a watermark is darker
# A longer and thinner run of pale ink is the rule of a coloured form, on a page that is askew too; slanting strokes
# that are thinner have no run of that length.
PALE_RULE_MM, THICK_MM = 8.0, 1.5
EVEN, NOISES = 0.03, 6.0  # share of light by which a flat place may vary, at least, and in deviations of the noise
NEAR_MM = 0.3  # the blurred edge of print ends within
SOLID_MM = (4.0, 8.0)  # level and upright: so much of one tone is a shaded cell, a shadow or a desk
ALIKE = 0.04  # difference in the share of light within one watermark
SHARP = 0.7  # share of the flat pale places that are of one tone where there is a watermark
VALLEY = 0.5  # between the paper and the watermark there are fewer flat places than of it, by this share
LEAST = 0.0006  # share of the page that the insides of strokes cover where there is a watermark at all
# Millimetres: the parts of a watermark's letters lie so near to each other, and a letter is at least so large.
JOIN_MM, LETTER_MM = 2.0, 5.0
FILLED = 0.7  # share of its box: more is a shaded cell, which disturbs no reading
THIN = 2  # a thinner stroke (in dots of the coarse picture) cannot be told from dirt
END_MM = 1.0  # strokes end so far from their flat insides at most
NOTCH_MM = 6.0  # a longer run of ink is a rule, even on a page that is askew, and no stroke of print
EDGE_MM = 0.2  # the blurred edge of print at the scan's own resolution
AROUND_MM = 0.4  # the ground of a dot of print is told by the bare dots around it: the deviation of their weights


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """The watermark of a page.

    `strokes` is 1 on 0 on the coarse picture; `tone` the share of light it leaves, of any size and spread over the
    page: 1 × 1 where it is the same all over.
    """

    strokes: NDArray[np.uint8]
    tone: NDArray[np.float32]


def may_have_tone(page: CoarsePage, contrast: float) -> bool:
    """Whether there are flat pale places enough, away from print.

    Args:
        page: as coarse_page gives it.
        contrast: of its print, or more.
    """
    import numpy as np

    pale = _pale(page, contrast)[1:-1, 1:-1]
    # few places are pale: to look around each of them is faster than around all, and by one number than by two
    places = np.flatnonzero(pale)
    corners = places + 2 * (places // pale.shape[1])  # the page is two dots wider than what has dots all around
    soft, width = page.soft.ravel(), page.soft.shape[1]
    darkest = lightest = soft.take(corners)
    for step in (2 * width + 2, 2, 2 * width, 1, width, width + 1, width + 2, 2 * width + 1):
        light = soft.take(corners + step)
        darkest, lightest = np.minimum(darkest, light), np.maximum(lightest, light)
        # most are the edges of print, which differ from one dot to the next but one
        flat = np.flatnonzero(lightest - darkest < _even(page))
        if len(flat) < LEAST * pale.size:
            return False
        corners, darkest, lightest = corners[flat], darkest[flat], lightest[flat]
    return True


def lifted_by_tone(grey: NDArray[np.uint8], page: CoarsePage, contrast: float) -> NDArray[np.uint8] | None:
    """The page without its watermark; None where no watermark has one tone.

    Args:
        grey: height × width, dark print on a light ground.
        page: the same, coarse.
        contrast: of its print.
    """
    if not may_have_tone(page, contrast):
        return None
    flat = _flat(page)
    inside, blocks = _insides(page, contrast, flat)
    tone = _tone(page.soft[inside], page.soft[flat], LEAST * page.soft.size)
    return None if tone is None else _lifted(grey, page, tone, inside, blocks)


def lifted_tone(grey: NDArray[np.uint8], page: CoarsePage, tone: float, contrast: float) -> NDArray[np.uint8] | None:
    """The page without a watermark that leaves this share of its light; None where what has the tone is no lettering.

    Args:
        grey: height × width, dark print on a light ground.
        page: the same, coarse.
        tone: the share of light.
        contrast: of the print.
    """
    return _lifted(grey, page, tone, *_insides(page, contrast, _flat(page)))


def _insides(page: CoarsePage, contrast: float, flat: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """The flat pale places that may lie inside strokes; and shaded cells and shadows."""
    import numpy as np

    millimetre = page.millimetre
    blocks = solid(page.soft < PALE, millimetre)
    coloured = ((page.soft < PALE) & (page.soft >= 1 - PALER * contrast)).astype(np.uint8)
    ruled = thin_runs(coloured, PALE_RULE_MM * millimetre, THICK_MM * millimetre)
    return flat & _pale(page, contrast) & ~ruled & ~blocks, blocks


def _lifted(
    grey: NDArray[np.uint8], page: CoarsePage, tone: float, inside: NDArray[np.bool_], blocks: NDArray[np.bool_]
) -> NDArray[np.uint8] | None:
    """The page without the strokes of a tone; None where they are no lettering."""
    import cv2
    import numpy as np

    strokes = _strokes(page, tone, inside, blocks)
    if not is_lettering(strokes, page.millimetre):
        return None
    strokes = _with_heavy_parts(page, tone, strokes, blocks)
    ground = cv2.resize(page.light, grey.shape[::-1], interpolation=cv2.INTER_LINEAR)
    mark = Mark(strokes, np.full((1, 1), tone, np.float32))
    return lifted_mark(grey, ground, mark, page.millimetre * grey.shape[1] / page.soft.shape[1])


def _pale(page: CoarsePage, contrast: float) -> NDArray[np.bool_]:
    """What is darker than paper and away from all that is as dark as print."""
    import cv2
    import numpy as np

    dark = (page.soft < 1 - PALER * contrast).astype(np.uint8)
    return (page.soft < PALE) & (cv2.dilate(dark, square(2 * NEAR_MM * page.millimetre + 1)) == 0)


def _flat(page: CoarsePage) -> NDArray[np.bool_]:
    """Where the page is equally light all around."""
    import cv2
    import numpy as np

    unlike = cv2.subtract(cv2.dilate(page.soft, square(3)), cv2.erode(page.soft, square(3)))
    return np.less(unlike, _even(page))


def _even(page: CoarsePage) -> float:
    """The share of light by which a flat place may vary."""
    return max(EVEN, NOISES * page.noise)


def _strokes(page: CoarsePage, tone: float, inside: NDArray[np.bool_], blocks: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """The strokes of a watermark, 1 on 0.

    Args:
        page: the page.
        tone: the share of light that the watermark leaves.
        inside: the flat pale places.
        blocks: shaded cells and shadows.
    """
    import cv2
    import numpy as np

    soft, millimetre, even = page.soft, page.millimetre, max(ALIKE, _even(page))
    # Known by its tone, the watermark is found in strokes too thin to have a flat inside, away from the edges of print
    # (which are of every tone).
    alike = np.abs(soft - tone) < even
    edge = square(2 * EDGE_MM * millimetre + 1)
    printed = cv2.dilate((page.share < tone - 2 * ALIKE).astype(np.uint8), edge) > 0
    inked = (soft < (1 + tone) / 2).astype(np.uint8)
    ruled = runs(inked, PALE_RULE_MM * millimetre) & (heavy(inked, THICK_MM * millimetre) == 0)
    free = ~blocks & ~ruled & ~printed
    thin = cv2.morphologyEx((alike & free).astype(np.uint8), cv2.MORPH_OPEN, square(THIN))
    cores = cv2.bitwise_or((inside & alike).astype(np.uint8), thin)
    # and in the edges and ends of its strokes
    own = ((soft < (2 + tone) / 3) & (soft > tone - even) & free).astype(np.uint8)
    around = cv2.dilate(cores, square(2 * END_MM * millimetre + 1))
    return cv2.bitwise_or(cores, cv2.bitwise_and(own, around)).astype(np.uint8)


def _with_heavy_parts(
    page: CoarsePage, tone: float, strokes: NDArray[np.uint8], blocks: NDArray[np.bool_]
) -> NDArray[np.uint8]:
    """The strokes with those places of them that are as solid as a shaded cell: letters over half a page.

    A cell fills its box; a letter that is as heavy has its strokes aslant, and paper between them.
    """
    import cv2
    import numpy as np

    even = max(ALIKE, _even(page))
    alike = ((np.abs(page.soft - tone) < even) & blocks).astype(np.uint8)
    if not alike.any():
        return strokes
    reach = square(JOIN_MM * page.millimetre)
    count, labels, stats, _ = blobs(cv2.morphologyEx(alike | strokes, cv2.MORPH_CLOSE, reach))
    box = stats[:, cv2.CC_STAT_WIDTH] * stats[:, cv2.CC_STAT_HEIGHT]
    lettered = (np.bincount(labels[strokes > 0], minlength=count) > 0) & (stats[:, cv2.CC_STAT_AREA] < FILLED * box)
    lettered[0] = False
    return cv2.bitwise_or(strokes, alike & lettered[labels].astype(np.uint8)).astype(np.uint8)


def _tone(inside: NDArray[np.float32], flat: NDArray[np.float32], least: float) -> float | None:
    """The tone that most of the flat pale places have; None where they have no tone in common.

    Args:
        inside: shares of light in the flat pale places.
        flat: and in all flat places, the paper's included.
        least: so many places make a watermark.
    """
    import numpy as np

    if inside.size < least:
        return None
    steps = np.arange(0.0, 1.2, 0.01)
    counts, _ = np.histogram(inside, steps)
    peak = float(steps[int(np.argmax(np.convolve(counts, np.ones(3), "same")))]) + 0.005
    alike = np.abs(inside - peak) < ALIKE
    between, _ = np.histogram(flat, steps)
    first, last = round(peak * 100), 99
    lowest = np.convolve(between, np.ones(3) / 3, "same")[first:last].min()
    if alike.mean() < SHARP or alike.sum() < least or lowest > VALLEY * counts[first - 1 : first + 2].mean():
        return None
    return float(np.median(inside[alike]))


def is_lettering(
    strokes: NDArray[np.uint8], millimetre: float, *, join: float = JOIN_MM, narrow: float = LETTER_MM / 2
) -> bool:
    """Most of these strokes, 1 on 0, join to parts as large as the letters of a watermark, and these are not filled.

    Args:
        strokes: as they were found.
        millimetre: in dots.
        join: gap in millimetres that parts of one letter have at most.
        narrow: smaller side in millimetres that a letter has at least.
    """
    import cv2
    import numpy as np

    joined = cv2.morphologyEx(strokes, cv2.MORPH_CLOSE, square(join * millimetre))
    count, labels, stats, _ = blobs(joined)
    sides = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]] / millimetre
    dots = np.bincount(labels.ravel()[np.flatnonzero(strokes)], minlength=count)
    filled = dots / np.maximum(1, stats[:, cv2.CC_STAT_WIDTH] * stats[:, cv2.CC_STAT_HEIGHT])
    fits = (sides.max(axis=1) >= LETTER_MM) & (sides.min(axis=1) >= narrow) & (filled < FILLED)
    return bool(dots[1:][fits[1:]].sum() > dots[1:].sum() / 2)


def lifted_mark(
    grey: NDArray[np.uint8], ground: NDArray[np.float32], mark: Mark, millimetre: float
) -> NDArray[np.uint8]:
    """The page with the light that the watermark took given back.

    Args:
        grey: height × width.
        ground: the light of bare paper, of the same size.
        mark: the watermark.
        millimetre: in pixels of the page.
    """
    import cv2
    import numpy as np

    share = grey.astype(np.float32) / ground
    tone = cv2.resize(mark.tone, grey.shape[::-1], interpolation=cv2.INTER_LINEAR)
    strokes = cv2.resize(mark.strokes, grey.shape[::-1], interpolation=cv2.INTER_NEAREST)
    within = cv2.dilate(strokes, square(2 * NEAR_MM * millimetre + 1)) > 0
    print_ = (share < tone - 2 * ALIKE).astype(np.uint8)
    edged = cv2.dilate(print_, square(2 * EDGE_MM * millimetre + 1)) > 0
    # how much of the watermark is seen at a dot that no print covers, and told by these at the others
    seen = np.clip((1 - share) / (1 - tone), 0, 1) * within
    bare = (~edged).astype(np.float32)
    wide = AROUND_MM * millimetre
    told = cv2.GaussianBlur(seen * bare, (0, 0), wide) / np.maximum(cv2.GaussianBlur(bare, (0, 0), wide), 1e-3)
    # The edges of print are no darker than the watermark, and print loses little with them: there a hint is enough. A
    # rule with notches in its edge would be left over in pieces.
    soft = (share > tone - ALIKE) & ~runs((share < (1 + tone) / 2).astype(np.uint8), NOTCH_MM * millimetre)
    below = np.where(soft, 6 * told - 0.3, 3 * told - 0.6)
    taken = np.where(edged, np.clip(below, 0, 1), seen)
    cleared = np.minimum(grey / (1 - taken * (1 - tone)), np.maximum(ground, grey))
    return np.clip(cleared + 0.5, 0, 255).astype(np.uint8)


def solid(pale: NDArray[np.bool_], millimetre: float) -> NDArray[np.bool_]:
    """Level and upright blocks larger than any stroke, without a dot of paper: shaded cells, shadows, a desk."""
    import cv2
    import numpy as np

    short, long = (round(side * millimetre) for side in SOLID_MM)
    ink = pale.astype(np.uint8)
    blocks = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((short, long), np.uint8))
    blocks |= cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((long, short), np.uint8))
    return cv2.dilate(blocks, square(2 * millimetre)) > 0
