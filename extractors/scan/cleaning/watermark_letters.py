"""A pale watermark told by its strokes: large letters that are clearly lighter than the print, with print over them.

A watermark darkens the paper by a share that is the same all over it, so its pixels are divided by that share: the
bare letters become paper and the print that crosses them keeps nearly all of its darkness.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.scan.blobs import blobs
from extractors.scan.cleaning.watermark_page import PALER, RULE_MM, STROKE_MM, square, thin_runs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from extractors.scan.cleaning.watermark_page import CoarsePage

PALE = 0.94  # of the paper's brightness: what is brighter is paper, or too faint to be taken for ink
THICK_MM = 0.9  # a long and thinner run of pale ink is the rule of a coloured form
THIN_MM = 0.45  # so thin are the strokes of a watermark that is known to be there
JOIN_MM = 1.0  # parts of a letter that print cuts through lie so near to each other
# Millimetres: the letters of a watermark are larger than print; what is larger still is a shaded cell or a shadow.
LETTER_MM = (5.0, 75.0)
FILLED = 0.7  # share of its box: more is a shaded cell, which disturbs no reading
# Share of its strokes that lie so near to their usual tone (measured on scans of documents by others: watermarks 0.69
# and more, faded print 0.50 and less).
EVEN, NEAR = 0.6, 0.05
PALEST = 0.88  # what takes so little light by its strokes is a shaded cell: between it and paper lies only faded print
LIKE = 0.1  # difference in the share of light between two strokes of one watermark
LEAST = 0.002  # share of the page that letters cover where there is a watermark at all


def may_have_letters(page: CoarsePage, contrast: float) -> bool:
    """Whether there is pale ink enough in strokes thicker than the blurred edges of print.

    Args:
        page: as coarse_page gives it.
        contrast: of its print, or more.
    """
    import cv2

    return cv2.countNonZero(_broad(_pale(page, contrast), page.millimetre)) >= LEAST * page.share.size


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """Pale ink of the size of letters, or of words of them; both arrays are height × width of the coarse page.

    `free` is all pale ink but rules, 1 on 0; `numbers` are those of the parts in their broad strokes, else 0.
    """

    free: NDArray[np.uint8]
    numbers: NDArray[np.int32]

    def count(self) -> int:
        """How many parts there are."""
        import numpy as np

        return len(np.unique(self.numbers[self.numbers > 0]))


def parts_of(page: CoarsePage, contrast: float) -> Parts | None:
    """What may be letters of a watermark; None where there is too little pale ink.

    Args:
        page: as coarse_page gives it.
        contrast: of its print.
    """
    import cv2
    import numpy as np

    millimetre = page.millimetre
    pale = _pale(page, contrast)
    # less pale ink leaves less, so a page that has too little with its rules has too little without them
    if _broad(pale, millimetre).mean() < LEAST:
        return None
    free = (pale & ~thin_runs(pale, RULE_MM * millimetre, THICK_MM * millimetre)).astype(np.uint8)
    cores = _broad(free, millimetre)
    if cores.mean() < LEAST:
        return None
    # print that crosses a letter must not cut it into pieces
    near = square(max(3, round(JOIN_MM * millimetre)) | 1)
    count, labels, stats, _ = blobs(cv2.morphologyEx(cores, cv2.MORPH_CLOSE, near))
    sides = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]] / millimetre
    dots = np.bincount(labels.ravel()[np.flatnonzero(cores)], minlength=count)
    filled = dots / np.maximum(1, stats[:, cv2.CC_STAT_WIDTH] * stats[:, cv2.CC_STAT_HEIGHT])
    low, high = LETTER_MM
    fits = (sides.max(axis=1) >= low) & (sides.min(axis=1) >= low / 2) & (sides.max(axis=1) <= high) & (filled < FILLED)
    fits[0] = False
    return Parts(free, np.where(fits[labels] & (cores > 0), labels, 0))


def lifted_by_letters(grey: NDArray[np.uint8], page: CoarsePage, parts: Parts) -> NDArray[np.uint8] | None:
    """The page without its watermark; None where there are no letters of one.

    Args:
        grey: height × width, dark print on a light ground.
        page: the same, coarse.
        parts: what may be letters on it.
    """
    import cv2
    import numpy as np

    letters, level = _letters(page, parts)
    if letters is None:
        return None
    # one coarse dot more on every side takes the blurred edges along
    spread = cv2.dilate(letters, square(3))
    mask = cv2.resize(spread, grey.shape[::-1], interpolation=cv2.INTER_NEAREST).astype(bool)
    ground = cv2.resize(page.light, grey.shape[::-1], interpolation=cv2.INTER_LINEAR)
    lifted = np.minimum(grey[mask] / level, ground[mask])
    cleared = grey.copy()
    cleared[mask] = np.maximum(lifted, grey[mask]).astype(np.uint8)
    return cleared


def _letters(page: CoarsePage, parts: Parts) -> tuple[NDArray[np.uint8] | None, float]:
    """The letters of a watermark as 1 on 0, and the share of the paper's light that they leave."""
    import cv2
    import numpy as np

    share, millimetre = page.share, page.millimetre
    letters = parts.numbers > 0
    if letters.mean() < LEAST:
        return None, 1.0
    tones = share[letters]
    if (np.abs(tones - np.median(tones)) < NEAR).mean() < EVEN:
        return None, 1.0  # faded print: of every tone
    level = float(np.percentile(tones, 35))
    if level > PALEST:
        return None, 1.0
    # where there is a watermark, a loose stroke of its darkness is a part of it, whatever its size, but no grey rule
    strokes = cv2.morphologyEx(parts.free, cv2.MORPH_OPEN, square(max(2.0, THIN_MM * millimetre)))
    letters = (strokes > 0) & (np.abs(share - level) < LIKE)
    # thin ends of strokes near the known ones belong to them
    near = square(max(3, round(JOIN_MM * millimetre)) | 1)
    around = cv2.dilate(letters.astype(np.uint8), near)
    return (((around > 0) & (share < PALE + 0.02)) | letters).astype(np.uint8), level


def _pale(page: CoarsePage, contrast: float) -> NDArray[np.uint8]:
    """What is lighter than print by far and darker than paper, 1 on 0."""
    import numpy as np

    return ((page.share < PALE) & (page.share > 1 - PALER * contrast)).astype(np.uint8)


def _broad(ink: NDArray[np.uint8], millimetre: float) -> NDArray[np.uint8]:
    """The parts of ink, 1 on 0, that are thicker than pale print and the blurred edges of print."""
    import cv2
    import numpy as np

    return cv2.morphologyEx(ink, cv2.MORPH_OPEN, square(max(2.0, STROKE_MM * millimetre))).astype(np.uint8)
