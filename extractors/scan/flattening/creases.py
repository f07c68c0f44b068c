"""Creases of folded paper: beside a fold all that is printed on the page dips, by the same amount from head to foot.

On a page that is otherwise straight, every strip across the rules holds pieces of the same rules at the same heights.
How far a strip is shifted shows where its pieces agree best with the rules of the whole page (cross-correlation); a
short run of shifted strips between strips in their place is a crease.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from extractors.scan.blobs import stretches

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WINDOW = 0.9  # in character heights: higher than a thick rule with its soft edges
STROKE, DARKEST = 12, 60  # grey levels by which a rule is darker than paper, and beyond which more says nothing more
LONG = 3.0  # in character heights: print has no strokes so long
CROSSED = 0.3  # likewise: the rule that crosses another
STRIP = 0.3  # likewise: the width of a strip
DEEPEST = 0.7  # likewise: a deeper dip would reach the next line
CLEAR = 1.5  # times the usual agreement at any height: what the best has at least
OFF, DEEP = 0.06, 0.09  # in character heights: strips that are shifted by less are in their place; no crease is flatter
WIDEST = 9.0  # likewise: what is wider is a bend
STEEPEST = 0.35  # the slope of the paper beside a fold
UNTOLD = 4  # strips in a row that need not tell, as in a column with few rules
FEWEST, STRAIGHT = 12, 0.6  # strips that tell the rules of a page, and the share of them that is in its place


def creases(
    flat: NDArray[np.uint8], small: NDArray[np.uint8], glyph: float
) -> tuple[NDArray[np.float32], NDArray[np.float32]] | None:
    """How far the paper dips beside its folds, or None where there are none.

    Args:
        flat: height × width, turned back by its skew, dark print on a light ground.
        small: the same picture smaller: where that has no creases the other is not looked at.
        glyph: the usual height of a character in pixels.

    Returns:
        For every column of pixels how far its print lies too low, for every row how far it lies too far right; in
        pixels.
    """
    import cv2
    import numpy as np

    shrunk = glyph * len(small) / len(flat)
    if not any(_dips(part, shrunk).any() for part in (small, cv2.transpose(small))):
        return None
    down, right = _dips(flat, glyph), _dips(cv2.transpose(flat), glyph)
    return (down, right) if np.any(down) or np.any(right) else None


def _dips(picture: NDArray[np.uint8], glyph: float) -> NDArray[np.float32]:
    """For every column of pixels how far it lies too low: nought but in creases along y."""
    import numpy as np

    width = max(2, round(STRIP * glyph))
    shifts = _filled(_shifts(picture, glyph, width))
    dips = np.zeros(len(shifts))
    told = ~np.isnan(shifts)
    off = told & (np.abs(shifts) > max(1.0, OFF * glyph))
    if told.sum() >= FEWEST and off.sum() <= (1 - STRAIGHT) * told.sum():
        for first, behind in stretches(off):
            # the slopes of a crease begin in strips that are hardly shifted
            around = slice(first - 1, behind + 1)
            if first == 0 or behind == len(shifts) or not told[around].all():
                continue
            dip = shifts[around]
            one_way = (dip[1:-1] > 0).all() or (dip[1:-1] < 0).all()
            steady = np.abs(np.diff(dip)).max() <= STEEPEST * width + 1
            deep = np.abs(dip).max() > DEEP * glyph
            if one_way and steady and deep and 1 < behind - first <= WIDEST * glyph / width:
                dips[around] = dip
    middles = (np.arange(len(dips)) + 0.5) * picture.shape[1] / len(dips)
    return np.interp(np.arange(picture.shape[1]), middles, dips).astype(np.float32)


def _filled(shifts: NDArray[np.float64]) -> NDArray[np.float64]:
    """The shifts with those between told ones, where only a few strips in a row do not tell."""
    import numpy as np

    told = np.flatnonzero(~np.isnan(shifts))
    filled = shifts.copy()
    for before, after in pairwise(told.tolist()):
        if 1 < after - before <= UNTOLD + 1:
            filled[before : after + 1] = np.linspace(shifts[before], shifts[after], after - before + 1)
    return filled


def _shifts(picture: NDArray[np.uint8], glyph: float, width: int) -> NDArray[np.float64]:
    """How far each strip of so many columns lies below the rules of the page; not a number where it does not tell."""
    import cv2
    import numpy as np

    window = max(3, round(WINDOW * glyph)) | 1
    dark = cv2.morphologyEx(picture, cv2.MORPH_BLACKHAT, np.ones((window, 1), np.uint8))
    thin = cv2.threshold(dark, STROKE, 1, cv2.THRESH_BINARY)[1]
    # where another rule crosses, nothing is darker than what lies above and below it
    thin = cv2.morphologyEx(thin, cv2.MORPH_CLOSE, np.ones((1, max(3, round(CROSSED * glyph))), np.uint8))
    runs = cv2.morphologyEx(thin, cv2.MORPH_OPEN, np.ones((1, max(3, round(LONG * glyph))), np.uint8))
    rules = cv2.GaussianBlur(cv2.reduce(runs, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32F), (1, 5), 1.0)[:, 0]
    count, reach = max(1, picture.shape[1] // width), max(2, round(DEEPEST * glyph))
    strips = cv2.resize(np.minimum(dark, DARKEST).astype(np.float32), (count, len(dark)), interpolation=cv2.INTER_AREA)
    if len(rules) <= 4 * reach:
        return np.full(count, np.nan)
    inner = rules[reach:-reach]
    agree = np.array([inner @ strips[reach + by : len(strips) - reach + by] for by in range(-reach, reach + 1)])
    best = agree.argmax(axis=0)
    inside = np.clip(best, 1, 2 * reach - 1)
    every = np.arange(count)
    before, at, behind = agree[inside - 1, every], agree[inside, every], agree[inside + 1, every]
    # the top of the parabola through the best and its neighbours
    curve = before - 2 * at + behind
    between = np.where(curve < 0, 0.5 * (before - behind) / np.minimum(curve, -1e-9), 0.0)
    clear = (agree.max(axis=0) > CLEAR * np.median(agree, axis=0)) & (best == inside)
    shifts: NDArray[np.float64] = np.where(clear, inside - reach + np.clip(between, -0.5, 0.5), np.nan)
    return shifts
