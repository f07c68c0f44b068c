"""Takes a pale watermark off a poor scan: large letters that are even inside their strokes, however dark each is.

Where the toner faded a watermark has no one tone, and the grain of the paper hides what it has. But inside a stroke the
page varies no more than bare paper does (to the grain and a share of the stroke's own depth), which neither faded print
does nor the blurred edge of dark print; and from one stroke to the next the depth changes slowly.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from extractors.scan.cleaning.watermark_page import PALER, square, thin_runs
from extractors.scan.cleaning.watermark_tone import Mark, is_lettering, lifted_mark, solid

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from extractors.scan.cleaning.watermark_page import CoarsePage

PALE = 0.95  # of the paper's brightness: a watermark is darker
PALE_RULE_MM, THICK_MM = 30.0, 1.5  # a longer and thinner run of ink is a rule, and no stroke of a letter
NEAR_MM = 0.3  # the blurred edge of print ends within
FINE_MM = 0.25  # finer than a stroke there is only grain: the deviation of the weights
# Share of light that the inside of a stroke lacks at least; so many deviations of the light of bare paper around a dot.
LIGHTEST, CLEAR = 0.03, 4.0
# The inside of a stroke varies no more than so many times the grain of the paper, or this share of its own depth.
GRAINS, OWN = 1.3, 0.2
INSIDE_MM = 0.5  # an inside is at least so wide: specks and the gaps of print are narrower
LEAST = 0.0003  # share of the page that insides cover where there is a watermark (others: 0.00002 and less)
DEEPER = 1.8  # times the usual depth: what is deeper is no watermark
SLOW_MM = 5.0  # the depth is told by the insides around: the deviation of their weights
FAR = 1e-4  # weight of all insides together where none is near
FEW = 0.05  # of the dots around must be bare to tell anything
DARKER = 0.1  # share of light: what lacks more is ink, what lacks less paper for the most part
EDGE_MM = 0.45  # the edge of a stroke is so far from its inside at most
GAP_MM, FULL = 0.8, 0.7  # wider than the strokes of print; so much of the usual depth is no blurred gap
LONG_MM = 5.0  # longer than the strokes of print
TURN = 7.5  # degrees from one direction to the next
# Millimetres: parts so near to each other are of one letter, and no line of print is so high (bold print that faded is
# as even: none of it lies in such parts, of the strokes of watermarks 68 % and more).
JOIN_MM, LETTER_MM = 1.0, 5.0
REACH_MM = 12.0  # a stroke goes on so far from its insides at most: under print, or too thin to have one


def lifted_by_insides(grey: NDArray[np.uint8], page: CoarsePage, contrast: float) -> NDArray[np.uint8] | None:
    """The page without its watermark; None where no large letters are even inside.

    Args:
        grey: height × width, dark print on a light ground.
        page: the same, coarse.
        contrast: of its print.
    """
    import cv2
    import numpy as np

    millimetre = page.millimetre
    lack = 1 - page.share
    dark = (page.soft < 1 - PALER * contrast).astype(np.uint8)
    bare = (cv2.dilate(dark, square(2 * NEAR_MM * millimetre + 1)) == 0).astype(np.float32)
    depth, varies = _told(lack, bare, FINE_MM * millimetre)
    lightest = max(LIGHTEST, CLEAR * _grain(depth))
    even = varies < (GRAINS * _grain(lack)) ** 2 + (OWN * depth) ** 2
    pale = page.soft < PALE
    ruled = thin_runs(pale.astype(np.uint8), PALE_RULE_MM * millimetre, THICK_MM * millimetre)
    inside = even & (depth > lightest) & (bare > 0) & ~ruled & ~solid(pale, millimetre)
    cores = cv2.morphologyEx(inside.astype(np.uint8), cv2.MORPH_OPEN, square(INSIDE_MM * millimetre))
    if cores.mean() < LEAST:
        return None
    # a blot of faded print is as even, but darker than the watermark
    cores &= depth < DEEPER * np.median(depth[cores > 0])
    usual = usual_depth(depth, cores, SLOW_MM * millimetre)
    strokes = _strokes(1 - page.soft, usual, cores, ruled, millimetre)
    if not is_lettering(strokes, millimetre, join=JOIN_MM, narrow=LETTER_MM):
        return None
    ground = cv2.resize(page.light, grey.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return lifted_mark(grey, ground, Mark(strokes, 1 - usual), millimetre * grey.shape[1] / lack.shape[1])


def _strokes(
    lack: NDArray[np.float32],
    usual: NDArray[np.float32],
    cores: NDArray[np.uint8],
    ruled: NDArray[np.bool_],
    millimetre: float,
) -> NDArray[np.uint8]:
    """The whole strokes of a watermark, 1 on 0.

    Args:
        lack: share of light that is lacking.
        usual: the same of a watermark.
        cores: the insides of its strokes, 1 on 0.
        ruled: the rules of the page.
        millimetre: in dots.
    """
    import cv2
    import numpy as np

    pale = lack > usual / 2
    edges = cv2.dilate(cores, square(2 * EDGE_MM * millimetre + 1)) > 0
    # print as pale as the watermark has paper in its gaps, where it does not lie on one
    ground = cv2.morphologyEx(lack, cv2.MORPH_OPEN, square(GAP_MM * millimetre)) > FULL * usual
    wide = cv2.dilate(ground.astype(np.uint8), square(2 * NEAR_MM * millimetre + 1)) > 0
    reach = cv2.dilate(cores, square(2 * REACH_MM * millimetre + 1)) > 0
    thin = _straight(pale & reach, LONG_MM * millimetre)
    return (pale & ~ruled & (edges | (reach & (wide | thin)))).astype(np.uint8)


def _straight(ink: NDArray[np.bool_], least: float) -> NDArray[np.bool_]:
    """Straight runs of ink of at least so many dots in any direction."""
    import cv2
    import numpy as np

    found = np.zeros(ink.shape, np.uint8)
    x, y, width, height = cv2.boundingRect(ink.astype(np.uint8))
    within = ink[y : y + height, x : x + width].astype(np.uint8)
    half = round(least / 2)
    for turn in np.deg2rad(np.arange(0, 180, TURN)):
        line = np.zeros((2 * half + 1, 2 * half + 1), np.uint8)
        right, down = round(half * math.cos(turn)), round(half * math.sin(turn))
        cv2.line(line, (half - right, half - down), (half + right, half + down), 1)
        found[y : y + height, x : x + width] |= cv2.morphologyEx(within, cv2.MORPH_OPEN, line)
    return found > 0


def usual_depth(depth: NDArray[np.float32], cores: NDArray[np.uint8], wide: float) -> NDArray[np.float32]:
    """How much of the light strokes take, told everywhere by their insides around.

    The deeper an inside, the more it counts: the edges of a stroke that it holds are no deep ones.

    Args:
        depth: share of light that is lacking.
        cores: the insides, 1 on 0.
        wide: deviation of the weights in dots.
    """
    import cv2
    import numpy as np

    weighed = depth * cores
    around, squares = (cv2.GaussianBlur(part, (0, 0), wide) for part in (weighed, weighed * depth))
    everywhere = float((weighed * depth).sum() / weighed.sum())
    # far from every inside, what they tell all together
    return ((squares + FAR * everywhere) / (around + FAR)).astype(np.float32)


def _told(
    lack: NDArray[np.float32], bare: NDArray[np.float32], fine: float
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The mean and the variance of the light lacking at the bare dots around each dot.

    Args:
        lack: share of light that is lacking.
        bare: 1 where no print covers the page, else 0.
        fine: deviation of the weights in dots.
    """
    import cv2
    import numpy as np

    weight = np.maximum(cv2.GaussianBlur(bare, (0, 0), fine), FEW)
    seen = lack * bare
    mean, squares = (cv2.GaussianBlur(part, (0, 0), fine) / weight for part in (seen, seen * lack))
    return mean, np.maximum(0, squares - mean * mean)


def _grain(lack: NDArray[np.float32]) -> float:
    """The deviation on bare paper of the share of light that is lacking."""
    import numpy as np

    some = np.abs(lack[::3, ::3])
    return 1.48 * float(np.median(some[some < DARKER]))
