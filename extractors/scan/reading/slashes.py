"""A / that stands alone in its cell, read as 1: to a recogniser of lines both are one upright stroke.

The ink tells them apart. A slash is one straight stroke, of one width, that leans to the right; a 1 stands upright,
or has a flag or a foot where it leans.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.scan.blobs import stretches
from extractors.scan.reading.ink import connected, em_of
from extractors.scan.reading.recognise import Reading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

READ_FOR = frozenset("1lI|｜丨丿ノJ7イ/")
LEAN = (0.17, 1.2)  # of the height: how much further right it begins than it ends
TALL = 0.6  # in ems: no slash is lower
STRAIGHT = 0.06  # of the height: so far its rows lie off the line through them at the most, in the mean
BROADER = 2.2  # times its usual width: a row of the bar of a 7 or the flag of a 1
SURE = 0.99  # that such a stroke is a slash


def with_slash(reading: Reading, crop: NDArray[np.uint8]) -> Reading:
    """The reading of a single character as the slash that its ink is.

    Args:
        reading: what a model read.
        crop: the line it was read from, height × width, grey.
    """
    if len(reading.glyphs) != 1 or reading.glyphs[0].text not in READ_FOR or not is_slash(crop):
        return reading
    glyph = reading.glyphs[0]
    return Reading((replace(glyph, text="/", confidence=max(SURE, glyph.confidence)),))


def is_slash(crop: NDArray[np.uint8]) -> bool:
    """Whether all ink of a line but specks is one straight stroke that leans to the right.

    Args:
        crop: height × width, grey, with the margins of a line.
    """
    import numpy as np

    labels, stats, _ = connected(crop)
    if len(stats) < 2:
        return False
    largest = 1 + int(stats[1:, 4].argmax())
    x, y, width, height, pixels = (int(value) for value in stats[largest])
    rest = int(stats[1:, 4].sum()) - pixels
    if height < TALL * em_of(crop) or rest > pixels / 4:
        return False
    stroke = labels[y : y + height, x : x + width] == largest
    widths = stroke.sum(axis=1)
    if any(len(stretches(row)) != 1 for row in stroke):
        return False
    middles = (stroke * np.arange(width)).sum(axis=1) / widths
    rows = np.arange(height)
    slope, start = np.polyfit(rows, middles, 1)
    even = int(widths.max()) <= BROADER * float(np.median(widths))
    off = float(np.abs(middles - (slope * rows + start)).mean())
    return bool(even and LEAN[0] <= -slope <= LEAN[1] and off <= STRAIGHT * height)
