"""A 4 read as 1: in a face with hairlines a coarse scan keeps of 4 little more than its stem.

Every recogniser reads that as 1, and surely. Of a figure alone a trace of the level stroke stays beside the stem, low,
where 1 has none: beside none of 99 figures 1 of the tuning seeds 6, 9, 13 and 20 to 22 (fax, poor 150 dpi, office), and
of 48 of 55 figures 4. Within a number, where neighbours may touch, the stem itself is wider there than at its foot: of
1141 figures read as 1 (fax, seeds 20 to 26) six, and all six were 4. Or a piece of the level stroke lies before it: of
5805 figures read as 1 (tuning seeds, forms by others, real documents) before one at the beginning of a number or behind
a figure, which was 4.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.model import ReadingCode
from extractors.scan.reading.doubt import Doubt
from extractors.scan.reading.ink import connected, em_of
from extractors.scan.reading.recognise import FIGURES, Reading

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
STROKE = 0.25  # in ems: the upper half of a stem is no wider, with the flag of 1 or what is left of the slope of 4
TALL, NARROW, NEAR = 0.5, 0.6, 0.1  # in ems: how high a figure is at least, how wide at most, how near to its place
PIECE = 0.1  # in ems: a level stroke parted from the stem is so long at least, and longer than high; a speck is not
LONGEST, BEFORE = 0.25, 0.15  # in ems: what is left of one before the stem of a number is no longer and no further off


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
    # behind anything but a figure the piece may be its own: the stroke of =, the hook of 年
    first = (place for place in ones if not place or reading.glyphs[place - 1].text in FIGURES)
    crossed.update(place for place in first if _has_piece(crop, reading.glyphs[place].centre))
    if reading.text == "1" and may_be_four(crop):
        crossed.update(ones)
    if not crossed:
        return reading, ()
    glyphs = (replace(glyph, text="4") if place in crossed else glyph for place, glyph in enumerate(reading.glyphs))
    message = "‘1’ was read where a trace of the level stroke of ‘4’ is left"
    return Reading(tuple(glyphs)), (Doubt(ReadingCode.CONFUSABLE, message, reading.text),)


def _is_crossed(crop: NDArray[np.uint8], centre: float) -> bool:
    """Whether the stem at `centre`, in pixels from the left, is wider where 4 has its level stroke than at its foot."""
    import numpy as np

    em, (labels, stats, _) = em_of(crop), connected(crop)
    stem = _stem(stats, centre, em)
    if stem is None:
        return False
    left, top, across, high = (int(value) for value in stats[stem, :4])
    rows = labels[top : top + high, left : left + across] == stem
    widths = across - rows.argmax(axis=1) - rows[:, ::-1].argmax(axis=1)
    first, last = (round(part * high) for part in CROSSED)
    if widths[:first].max() > STROKE * em:  # 3, which a reader may have placed 1 at
        return False
    foot = widths[last:].max(initial=0)
    upper = np.median(widths[round(UPPER * high) : first])
    return bool(widths[first:last].max() - max(foot, upper) >= max(WIDER_PIXELS, WIDER * em))


def _has_piece(crop: NDArray[np.uint8], centre: float) -> bool:
    """Whether a piece of a level stroke lies close before the stem at `centre`, where 4 has its own."""
    em, (_, stats, _) = em_of(crop), connected(crop)
    stem = _stem(stats, centre, em)
    if stem is None:
        return False
    x, top, _, high = stats[stem, :4].tolist()
    low, deep = top + LEVEL[0] * high, top + LEVEL[1] * high
    return any(
        PIECE * em <= width <= LONGEST * em
        and height <= width
        and low <= above + height / 2 <= deep
        and 0 <= x - left - width < BEFORE * em
        for left, above, width, height, _ in stats[1:].tolist()
    )


def _stem(stats: NDArray[np.int32], centre: float, em: float) -> int | None:
    """The figure at a place of a line among its pieces of ink."""
    import cv2
    import numpy as np

    x, width, height = (stats[:, kind] for kind in (cv2.CC_STAT_LEFT, cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT))
    figures = (height >= TALL * em) & (width <= NARROW * em)
    here = figures & (x - NEAR * em <= centre) & (centre <= x + width + NEAR * em)
    here[0] = False
    return int(np.where(here, np.abs(x + width / 2 - centre), np.inf).argmin()) if here.any() else None


def may_be_four(crop: NDArray[np.uint8]) -> bool:
    """Whether the one figure of a line, read as 1, has a trace of ink beside its stem where 4 has its level stroke.

    Args:
        crop: the line with its margins, height × width, grey.
    """
    import cv2
    import numpy as np

    labels, stats, _ = connected(crop)
    if len(stats) == 1:
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
