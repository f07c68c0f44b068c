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

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

COARSE_DPI = 200.0  # thin strokes of print keep their darkness at this resolution
PAPER_MM, COARSER = 12.0, 4  # wider than any stroke of a letter; the light of paper is told at a lower resolution
DARK = 0.75  # of the paper's brightness: what is darker is print, whatever else there is
PAPER = 0.9  # what is brighter is paper for the most part
PALE = 0.95  # a watermark is darker
PALER = 0.62  # contrast of a watermark as a share of the print's contrast, at most
RULE_MM = 15.0  # a longer run of dark ink is a rule
# A longer and thinner run of pale ink is the rule of a coloured form, on a page that is askew too; slanting strokes
# that are thinner have no run of that length.
PALE_RULE_MM, THICK_MM = 8.0, 1.5
STROKE_MM = 0.6  # thicker strokes are a heavy rule or a dark watermark, and tell nothing of the print's darkness
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
class _Mark:
    """The watermark of a page: `strokes` is 1 on 0 on the coarse picture, `tone` the share of light it leaves."""

    strokes: NDArray[np.uint8]
    tone: float


def lifted_by_tone(grey: NDArray[np.uint8], dpi: float) -> NDArray[np.uint8] | None:
    """The page without its watermark; None where no watermark has one tone.

    Args:
        grey: height × width, dark print on a light ground.
        dpi: its resolution.
    """
    import cv2
    import numpy as np

    shrink = min(1.0, COARSE_DPI / dpi)
    small = cv2.resize(grey, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    millimetre = min(dpi, COARSE_DPI) / 25.4
    soft = cv2.blur(small, (3, 3))
    paper = _paper(soft, millimetre)
    share = soft.astype(np.float32) / paper
    some = share[::4, ::4]  # dots enough for the usual light and its noise
    bright = some[some > PAPER]
    if bright.size == 0:
        return None
    usual = float(np.median(bright))
    share /= usual
    noise = 1.48 * float(np.median(np.abs(bright / usual - 1)))
    mark = _mark(share, small.astype(np.float32) / (paper * usual), max(EVEN, NOISES * noise), millimetre)
    if mark is None:
        return None
    ground = cv2.resize(paper * usual, grey.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return _lifted(grey, ground, mark, millimetre / shrink)


def _paper(soft: NDArray[np.uint8], millimetre: float) -> NDArray[np.float32]:
    """The light of the bare paper at every dot, not corrected for the noise; it changes slowly."""
    import cv2
    import numpy as np

    few = cv2.resize(soft, None, fx=1 / COARSER, fy=1 / COARSER, interpolation=cv2.INTER_AREA)
    wide = round(PAPER_MM * millimetre / COARSER) | 1
    closed = cv2.morphologyEx(few, cv2.MORPH_CLOSE, np.ones((wide, wide), np.uint8))
    light = np.maximum(cv2.blur(closed, (wide, wide)), 1).astype(np.float32)
    return cv2.resize(light, soft.shape[::-1], interpolation=cv2.INTER_LINEAR).astype(np.float32)


def _mark(share: NDArray[np.float32], sharp: NDArray[np.float32], even: float, millimetre: float) -> _Mark | None:
    """The watermark, found by the flat places of one tone.

    Args:
        share: of the paper's brightness, height × width, softened.
        sharp: the same, not softened.
        even: by which it may vary in a flat place.
        millimetre: in pixels of it.
    """
    import cv2
    import numpy as np

    contrast = _contrast(sharp, millimetre)
    if contrast == 0:
        return None
    three = np.ones((3, 3), np.uint8)
    flat = cv2.dilate(share, three) - cv2.erode(share, three) < even
    near = _square(2 * NEAR_MM * millimetre + 1)
    dark = (share < 1 - PALER * contrast).astype(np.uint8)
    pale = (share < PALE) & (cv2.dilate(dark, near) == 0)
    inside = flat & pale
    if inside.mean() < LEAST:
        return None  # a page without a watermark is not searched any further
    coloured = ((share < PALE) & (dark == 0)).astype(np.uint8)
    solid = _solid(share < PALE, millimetre)
    inside &= ~_rules(coloured, millimetre) & ~solid
    tone = _tone(share[inside], share[flat], LEAST * share.size)
    if tone is None:
        return None
    # Known by its tone, the watermark is found in strokes too thin to have a flat inside, away from the edges of print
    # (which are of every tone).
    even = max(ALIKE, even)
    alike = np.abs(share - tone) < even
    edge = _square(2 * EDGE_MM * millimetre + 1)
    printed = cv2.dilate((sharp < tone - 2 * ALIKE).astype(np.uint8), edge) > 0
    inked = (share < (1 + tone) / 2).astype(np.uint8)
    free = ~solid & ~(runs(inked, PALE_RULE_MM * millimetre) & (_heavy(inked, millimetre) == 0))
    thin = (alike & free & ~printed).astype(np.uint8)
    cores = cv2.bitwise_or((inside & alike).astype(np.uint8), cv2.morphologyEx(thin, cv2.MORPH_OPEN, _square(THIN)))
    # and in the edges and ends of its strokes
    own = ((share < (2 + tone) / 3) & (share > tone - even) & free & ~printed).astype(np.uint8)
    around = cv2.dilate(cores, _square(2 * END_MM * millimetre + 1))
    strokes = cv2.bitwise_or(cores, cv2.bitwise_and(own, around))
    return _Mark(strokes, tone) if _is_lettering(strokes, millimetre) else None


def _contrast(share: NDArray[np.float32], millimetre: float) -> float:
    """By how much of the paper's light print is darker; 0 on a page without print."""
    import cv2
    import numpy as np

    print_ = share < DARK
    if not print_.any():
        return 0.0
    # Rules heavier than any stroke are darker than the print beside them and say nothing about its contrast; nor do
    # the strokes of a watermark so dark that it counts as print: on a page of little print they outnumber it.
    broad = _square(max(2.0, STROKE_MM * millimetre))
    heavy = cv2.dilate(cv2.morphologyEx(print_.astype(np.uint8), cv2.MORPH_OPEN, broad), np.ones((3, 3), np.uint8))
    # the darker part of it: the edges of thin strokes are half as dark as their middle
    letters_only = print_ & ~_long_runs(print_.astype(np.uint8), RULE_MM * millimetre) & (heavy == 0)
    return 1 - float(np.percentile(share[letters_only if letters_only.any() else print_], 12))


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


def _is_lettering(strokes: NDArray[np.uint8], millimetre: float) -> bool:
    """Most of these strokes, 1 on 0, join to parts as large as the letters of a watermark, and these are not filled."""
    import cv2
    import numpy as np

    joined = cv2.morphologyEx(strokes, cv2.MORPH_CLOSE, _square(JOIN_MM * millimetre))
    count, labels, stats, _ = blobs(joined)
    sides = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]] / millimetre
    dots = np.bincount(labels.ravel(), weights=strokes.ravel(), minlength=count)
    filled = dots / np.maximum(1, stats[:, cv2.CC_STAT_WIDTH] * stats[:, cv2.CC_STAT_HEIGHT])
    fits = (sides.max(axis=1) >= LETTER_MM) & (sides.min(axis=1) >= LETTER_MM / 2) & (filled < FILLED)
    return bool(dots[1:][fits[1:]].sum() > dots[1:].sum() / 2)


def _lifted(grey: NDArray[np.uint8], ground: NDArray[np.float32], mark: _Mark, millimetre: float) -> NDArray[np.uint8]:
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
    strokes = cv2.resize(mark.strokes, grey.shape[::-1], interpolation=cv2.INTER_NEAREST)
    within = cv2.dilate(strokes, _square(2 * NEAR_MM * millimetre + 1)) > 0
    print_ = (share < mark.tone - 2 * ALIKE).astype(np.uint8)
    edged = cv2.dilate(print_, _square(2 * EDGE_MM * millimetre + 1)) > 0
    # how much of the watermark is seen at a dot that no print covers, and told by these at the others
    seen = np.clip((1 - share) / (1 - mark.tone), 0, 1) * within
    bare = (~edged).astype(np.float32)
    wide = AROUND_MM * millimetre
    told = cv2.GaussianBlur(seen * bare, (0, 0), wide) / np.maximum(cv2.GaussianBlur(bare, (0, 0), wide), 1e-3)
    # The edges of print are no darker than the watermark, and print loses little with them: there a hint is enough. A
    # rule with notches in its edge would be left over in pieces.
    soft = (share > mark.tone - ALIKE) & ~runs((share < (1 + mark.tone) / 2).astype(np.uint8), NOTCH_MM * millimetre)
    below = np.where(soft, 6 * told - 0.3, 3 * told - 0.6)
    taken = np.where(edged, np.clip(below, 0, 1), seen)
    cleared = np.minimum(grey / (1 - taken * (1 - mark.tone)), np.maximum(ground, grey))
    return np.clip(cleared + 0.5, 0, 255).astype(np.uint8)


def _square(side: float) -> NDArray[np.uint8]:
    """A window of this side in pixels."""
    import numpy as np

    size = max(1, round(side))
    return np.ones((size, size), np.uint8)


def _solid(pale: NDArray[np.bool_], millimetre: float) -> NDArray[np.bool_]:
    """Level and upright blocks larger than any stroke, without a dot of paper: shaded cells, shadows, a desk."""
    import cv2
    import numpy as np

    short, long = (round(side * millimetre) for side in SOLID_MM)
    ink = pale.astype(np.uint8)
    blocks = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((short, long), np.uint8))
    blocks |= cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((long, short), np.uint8))
    return cv2.dilate(blocks, _square(2 * millimetre)) > 0


def _rules(pale: NDArray[np.uint8], millimetre: float) -> NDArray[np.bool_]:
    """Long thin runs of pale ink: the rules of a coloured form.

    Args:
        pale: 1 on 0.
        millimetre: in pixels of it.
    """
    return _long_runs(pale, PALE_RULE_MM * millimetre) & (_heavy(pale, millimetre) == 0)


def _heavy(ink: NDArray[np.uint8], millimetre: float) -> NDArray[np.uint8]:
    """The parts of ink, 1 on 0, that are thicker than a rule."""
    import cv2
    import numpy as np

    thick = _square(max(3.0, THICK_MM * millimetre))
    return cv2.morphologyEx(ink, cv2.MORPH_OPEN, thick).astype(np.uint8)


def _long_runs(ink: NDArray[np.uint8], least: float) -> NDArray[np.bool_]:
    """Level and upright runs of ink, 1 on 0, of at least so many pixels, with their soft edges."""
    import cv2
    import numpy as np

    return cv2.dilate(runs(ink, least).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0


def runs(ink: NDArray[np.uint8], least: float) -> NDArray[np.bool_]:
    """Level and upright runs of ink, 1 on 0, of at least so many pixels."""
    import cv2
    import numpy as np

    long = max(3, round(least))
    level = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, long), np.uint8))
    return (level | cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((long, 1), np.uint8))) > 0
