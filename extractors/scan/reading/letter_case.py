"""XX and xx, the blank of a form, told by their height: recognisers take one for the other."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.scan.reading.ink import MARK, connected, em_of
from extractors.scan.reading.recognise import Reading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BLANK = re.compile(r"(?<![A-Za-z])[xX]{2,4}(?![A-Za-z])")
# What is as high as a capital. No sign is: ≥ has 0.6 to 1.5 times that height, as the face will.
AS_HIGH = frozenset("0123456789%％")
WIDE = re.compile(r"[\u4e00-\u9fff]")
# The height of a capital X, at least, as a part of that of the figures beside it: in 31 faces a capital has 0.95 to
# 1.04 of it, a small x 0.65 to 0.79. As a part of a Chinese character, which a line without figures is measured by:
# 0.66 to 0.83 and 0.45 to 0.62.
OF_FIGURES, OF_CHINESE = 0.86, 0.63
NEAR = 0.3  # in ems: from the centre of a character that was read to that of its ink


def with_case(reading: Reading, crop: NDArray[np.uint8]) -> Reading:
    """The reading with each XX as tall as it is printed.

    Args:
        reading: what a model read.
        crop: the line it was read from, height × width, grey.
    """
    import numpy as np

    found = BLANK.search(reading.signs)
    if found is None:
        return reading
    heights = _heights(reading, crop)
    own = _height_between(reading.glyphs[found.start()].centre, reading.glyphs[found.end() - 1].centre, crop)
    if not own:
        return reading
    figures, chinese = (
        [height for glyph, height in zip(reading.glyphs, heights, strict=True) if height and is_one(glyph.text)]
        for is_one in (AS_HIGH.__contains__, WIDE.fullmatch)
    )
    if figures:
        least = OF_FIGURES * float(np.median(figures))
    else:
        least = OF_CHINESE * (max(chinese) if chinese else em_of(crop))
    case = str.upper if own >= least else str.lower
    glyphs = list(reading.glyphs)
    for place in range(*found.span()):
        glyphs[place] = replace(glyphs[place], text=case(glyphs[place].text))
    return Reading(tuple(glyphs))


def _height_between(first: float, last: float, crop: NDArray[np.uint8]) -> int:
    """The height of the highest piece of ink from one place to another, in pixels: two X touch, and are one piece."""
    import numpy as np

    _, stats, _ = connected(crop)
    left, width, height = stats[1:, 0], stats[1:, 2], stats[1:, 3]
    here = (left <= last) & (left + width >= first) & (np.maximum(width, height) > MARK * em_of(crop))
    return int(height[here].max()) if here.any() else 0


def _heights(reading: Reading, crop: NDArray[np.uint8]) -> list[int]:
    """How high the ink of each character is, with all its pieces but specks, in pixels; 0 where there is none."""
    import numpy as np

    em = em_of(crop)
    _, stats, centres = connected(crop)
    top, width, height, middle = stats[1:, 1], stats[1:, 2], stats[1:, 3], centres[1:, 0]
    marks = np.maximum(width, height) > MARK * em
    heights = []
    for glyph in reading.glyphs:
        here = marks & (np.abs(middle - glyph.centre) < NEAR * em)
        heights.append(int((top + height)[here].max() - top[here].min()) if here.any() else 0)
    return heights
