"""A 4 read as 1: in a face with hairlines a coarse scan keeps of 4 little more than its stem.

Every recogniser reads that as 1, and surely. A trace of the level stroke stays beside the stem, low, where 1 has none:
beside none of 99 figures 1 of the tuning seeds 6, 9, 13 and 20 to 22 (fax, poor 150 dpi, office), and of 48 of 55
figures 4.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.model import ReadingCode
from extractors.scan.reading.doubt import Doubt
from extractors.scan.reading.ink import dark, em_of
from extractors.scan.reading.recognise import Reading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

STEM = 0.6  # of the ink of the fullest column of a figure: so full are those of its stem
LEVEL = (0.5, 0.8)  # of its height from the top: where the level stroke of 4 lies, above the foot of 1
LEFT, RIGHT = 0.12, 0.04  # in ems: a trace beside the stem; the flag of 1 is higher, and leans to the left
SOFT = 1  # pixels: the edge of a stem
PIECE = 0.1  # in ems: a level stroke parted from the stem is so long at least, and longer than high; a speck is not


def with_four(reading: Reading, crop: NDArray[np.uint8]) -> tuple[Reading, tuple[Doubt, ...]]:
    """4 for a 1 alone in its line that has the trace of a 4; in doubt, unless another reader sees the 4 itself.

    Args:
        reading: what a model read.
        crop: the line it was read from, height × width, grey.
    """
    if reading.text != "1" or not may_be_four(crop):
        return reading, ()
    four = Reading(tuple(replace(glyph, text="4") if glyph.text == "1" else glyph for glyph in reading.glyphs))
    message = "‘1’ was read where a trace of the level stroke of ‘4’ is left"
    return four, (Doubt(ReadingCode.CONFUSABLE, message, reading.text),)


def may_be_four(crop: NDArray[np.uint8]) -> bool:
    """Whether the one figure of a line, read as 1, has a trace of ink beside its stem where 4 has its level stroke.

    Args:
        crop: the line with its margins, height × width, grey.
    """
    import cv2
    import numpy as np

    count, labels, stats, _ = cv2.connectedComponentsWithStats(dark(crop).astype(np.uint8), connectivity=8)
    if count == 1:
        return False
    stem = 1 + int(stats[1:, cv2.CC_STAT_HEIGHT].argmax())
    x, top, width, height = (int(v) for v in stats[stem, :4])
    columns = (labels[:, x : x + width] == stem).sum(axis=0)
    full = x + np.flatnonzero(columns >= STEM * columns.max())
    low, high = top + round(LEVEL[0] * height), top + round(LEVEL[1] * height)
    em = em_of(crop)
    level = stats[:, cv2.CC_STAT_WIDTH] > np.maximum(PIECE * em, stats[:, cv2.CC_STAT_HEIGHT])
    level[[0, stem]] = False, True
    traced = np.flatnonzero(level[labels[low:high]].any(axis=0))
    return bool(
        len(traced) and (traced.max() - full.max() - SOFT > RIGHT * em or full.min() - traced.min() > LEFT * em)
    )
