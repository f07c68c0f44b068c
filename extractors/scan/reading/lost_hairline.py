"""A 4 read as 1: in a face with hairlines a coarse scan keeps of 4 little more than its stem.

Every recogniser reads that as 1, and surely. Of a figure alone a trace of the level stroke stays beside the stem, low,
where 1 has none: beside none of 99 figures 1 of the tuning seeds 6, 9, 13 and 20 to 22 (fax, poor 150 dpi, office), and
of 48 of 55 figures 4. Within a number, where neighbours may touch, the stem itself is wider there than at its foot: of
1141 figures read as 1 (fax, seeds 20 to 26) six, and all six were 4.
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
# Within a number, as parts of the height of a stem: where the rows begin that tell its width, the rows of the level
# stroke, below which its foot is. So much wider than both is the level stroke, in ems and in pixels at least.
UPPER, CROSSED, WIDER, WIDER_PIXELS = 0.25, (0.5, 0.86), 0.075, 2
TALL, NARROW, NEAR = (
    0.5,
    0.6,
    0.1,
)  # in ems: a figure is so high at least, so wide at most, and stands where it was read
PIECE = 0.1  # in ems: a level stroke parted from the stem is so long at least, and longer than high; a speck is not


def with_four(reading: Reading, crop: NDArray[np.uint8]) -> tuple[Reading, tuple[Doubt, ...]]:
    """4 for a 1 that has the trace of a 4; in doubt, unless another reader sees the 4 itself.

    Args:
        reading: what a model read.
        crop: the line it was read from, height × width, grey.
    """
    ones = [place for place, glyph in enumerate(reading.glyphs) if glyph.text == "1"]
    if not ones:
        return reading, ()
    crossed = {place for place in ones if _is_crossed(crop, reading.glyphs[place].centre)}
    if reading.text == "1" and may_be_four(crop):
        crossed.update(ones)
    if not crossed:
        return reading, ()
    glyphs = (replace(glyph, text="4") if place in crossed else glyph for place, glyph in enumerate(reading.glyphs))
    message = "‘1’ was read where a trace of the level stroke of ‘4’ is left"
    return Reading(tuple(glyphs)), (Doubt(ReadingCode.CONFUSABLE, message, reading.text),)


def _is_crossed(crop: NDArray[np.uint8], centre: float) -> bool:
    """Whether the stem at `centre`, in pixels from the left, is wider where 4 has its level stroke than at its foot."""
    import cv2
    import numpy as np

    em = em_of(crop)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark(crop).astype(np.uint8), connectivity=8)
    x, width, height = (stats[:, kind] for kind in (cv2.CC_STAT_LEFT, cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT))
    figures = (height >= TALL * em) & (width <= NARROW * em)
    here = figures & (x - NEAR * em <= centre) & (centre <= x + width + NEAR * em)
    here[0] = False
    if not here.any():
        return False
    stem = int(np.where(here, np.abs(x + width / 2 - centre), np.inf).argmin())
    left, top, across, high = (int(value) for value in stats[stem, :4])
    rows = labels[top : top + high, left : left + across] == stem
    widths = across - rows.argmax(axis=1) - rows[:, ::-1].argmax(axis=1)
    first, last = (round(part * high) for part in CROSSED)
    foot = widths[last:].max(initial=0)
    upper = np.median(widths[round(UPPER * high) : first])
    return bool(widths[first:last].max() - max(foot, upper) >= max(WIDER_PIXELS, WIDER * em))


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
