"""A pale watermark told by its strokes: large letters that are clearly lighter than the print, with print over them.

A watermark darkens the paper by a share that is the same all over it, so its pixels are divided by that share: the
bare letters become paper and the print that crosses them keeps nearly all of its darkness.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.scan.blobs import blobs
from extractors.scan.watermark_tone import runs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

COARSE_DPI = 200.0  # thin strokes of print keep their darkness at this resolution
PAPER_MM = 12.0  # wider than any stroke of a letter
DARK = 0.75  # of the paper's brightness: what is darker is print, whatever else there is
PALE = 0.92  # what is brighter is paper, or too faint to be taken for ink
PALER = 0.62  # contrast of a watermark as a share of the print's contrast, at most
RULE_MM, THICK_MM = 15.0, 0.9  # a longer and thinner run of pale ink is the rule of a coloured form
STROKE_MM = 0.6  # thinner pale strokes are the blurred edges of print, or pale print
THIN_MM = 0.45  # and so thin are the strokes of a watermark that is known to be there
# Millimetres: the letters of a watermark are larger than print; what is larger still is a shaded cell or a shadow.
LETTER_MM = (5.0, 75.0)
FILLED = 0.7  # share of its box: more is a shaded cell, which disturbs no reading
LIKE = 0.1  # difference in the share of light between two strokes of one watermark
LEAST = 0.002  # share of the page that letters cover where there is a watermark at all


def lifted_by_letters(grey: NDArray[np.uint8], dpi: float) -> NDArray[np.uint8] | None:
    """The page without its watermark; None where there are no letters of one.

    Args:
        grey: height × width, dark print on a light ground.
        dpi: its resolution.
    """
    import cv2
    import numpy as np

    shrink = min(1.0, COARSE_DPI / dpi)
    small = cv2.resize(grey, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    millimetre = min(dpi, COARSE_DPI) / 25.4
    wide = round(PAPER_MM * millimetre) | 1
    paper = cv2.blur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((wide, wide), np.uint8)), (wide, wide))
    share = small.astype(np.float32) / np.maximum(paper, 1)
    letters, level = _letters(share, millimetre)
    if letters is None:
        return None
    # one coarse dot more on every side takes the blurred edges along
    spread = cv2.dilate(letters, np.ones((3, 3), np.uint8))
    mask = cv2.resize(spread, grey.shape[::-1], interpolation=cv2.INTER_NEAREST).astype(bool)
    ground = cv2.resize(paper, grey.shape[::-1], interpolation=cv2.INTER_LINEAR)
    lifted = np.minimum(grey[mask] / level, ground[mask])
    cleared = grey.copy()
    cleared[mask] = np.maximum(lifted, grey[mask]).astype(np.uint8)
    return cleared


def _letters(share: NDArray[np.float32], millimetre: float) -> tuple[NDArray[np.uint8] | None, float]:
    """The letters of a watermark as 1 on 0, and the share of the paper's light that they leave.

    Args:
        share: of the paper's brightness, height × width.
        millimetre: in pixels of it.
    """
    import cv2
    import numpy as np

    print_ = share < DARK
    if not print_.any():
        return None, 1.0
    stroke = max(2, round(STROKE_MM * millimetre))
    broad = np.ones((stroke, stroke), np.uint8)
    # Rules heavier than any stroke are darker than the print beside them and say nothing about its contrast; nor do
    # the strokes of a watermark so dark that it counts as print: on a page of little print they outnumber it.
    heavy = cv2.dilate(cv2.morphologyEx(print_.astype(np.uint8), cv2.MORPH_OPEN, broad), np.ones((3, 3), np.uint8))
    # the darker part of it: the edges of thin strokes are half as dark as their middle
    letters_only = print_ & ~_long_runs(print_.astype(np.uint8), millimetre) & (heavy == 0)
    contrast = 1 - float(np.percentile(share[letters_only if letters_only.any() else print_], 12))
    pale = (share < PALE) & (share > 1 - PALER * contrast)
    # less pale ink leaves less, so a page that has too little with its rules has too little without them
    if cv2.morphologyEx(pale.astype(np.uint8), cv2.MORPH_OPEN, broad).mean() < LEAST:
        return None, 1.0
    letter_like = pale & ~_rules(pale.astype(np.uint8), millimetre)
    cores = cv2.morphologyEx(letter_like.astype(np.uint8), cv2.MORPH_OPEN, broad)
    if cores.mean() < LEAST:
        return None, 1.0  # a page without a watermark is not searched any further
    # print that crosses a letter must not cut it into pieces
    near = max(3, round(1.0 * millimetre)) | 1
    joined = cv2.morphologyEx(cores, cv2.MORPH_CLOSE, np.ones((near, near), np.uint8))
    count, labels, stats, _ = blobs(joined)
    sides = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]] / millimetre
    dots = np.bincount(labels.ravel(), weights=cores.ravel(), minlength=count)
    filled = dots / np.maximum(1, stats[:, cv2.CC_STAT_WIDTH] * stats[:, cv2.CC_STAT_HEIGHT])
    low, high = LETTER_MM
    fits = (sides.max(axis=1) >= low) & (sides.min(axis=1) >= low / 2) & (sides.max(axis=1) <= high) & (filled < FILLED)
    fits[0] = False
    letters = fits[labels] & (cores > 0)
    if letters.mean() < LEAST:
        return None, 1.0
    level = float(np.percentile(share[letters], 35))
    # where there is a watermark, a loose stroke of its darkness is a part of it, whatever its size
    thin = max(2, round(THIN_MM * millimetre))
    strokes = cv2.morphologyEx(pale.astype(np.uint8), cv2.MORPH_OPEN, np.ones((thin, thin), np.uint8))
    letters = (strokes > 0) & (np.abs(share - level) < LIKE)
    # thin ends of strokes near the known ones belong to them
    around = cv2.dilate(letters.astype(np.uint8), np.ones((near, near), np.uint8))
    return (((around > 0) & (share < PALE + 0.02)) | letters).astype(np.uint8), level


def _rules(pale: NDArray[np.uint8], millimetre: float) -> NDArray[np.bool_]:
    """Long thin runs of pale ink: the rules of a coloured form.

    Args:
        pale: 1 on 0.
        millimetre: in pixels of it.
    """
    import cv2
    import numpy as np

    thick = max(3, round(THICK_MM * millimetre))
    heavy = cv2.morphologyEx(pale, cv2.MORPH_OPEN, np.ones((thick, thick), np.uint8))
    return _long_runs(pale, millimetre) & (heavy == 0)


def _long_runs(ink: NDArray[np.uint8], millimetre: float) -> NDArray[np.bool_]:
    """Level and upright runs of ink longer than any stroke, with their soft edges; 1 on 0 as above."""
    import cv2
    import numpy as np

    return cv2.dilate(runs(ink, RULE_MM * millimetre).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
