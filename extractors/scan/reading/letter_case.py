"""XX and xx, the blank of a form, told by their height: recognisers take one for the other."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.scan.reading.ink import dark, em_of
from extractors.scan.reading.recognise import Reading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BLANK = re.compile(r"(?<![A-Za-z])[xX]{2,4}(?![A-Za-z])")
WIDE = re.compile(r"[\u4e00-\u9fff]")
# The height of a capital X as a part of the tallest ink of its line, at least: on 53 readings of tuning seeds 12 to 19
# beside figures and signs 0.78 to 1, beside Chinese characters 0.69 to 0.89. A small x is two thirds as high.
TALL, TALL_BESIDE_CHINESE = 0.74, 0.6
NEAR = 0.3  # in ems: from the centre of a character that was read to that of its ink


def with_case(reading: Reading, crop: NDArray[np.uint8]) -> Reading:
    """The reading with each XX as tall as it is printed.

    Args:
        reading: what a model read.
        crop: the line it was read from, height × width, grey.
    """
    import cv2
    import numpy as np

    found = BLANK.search(reading.signs)
    if found is None:
        return reading
    _, _, stats, centres = cv2.connectedComponentsWithStats(dark(crop).astype(np.uint8), connectivity=8)
    heights, xs = stats[1:, cv2.CC_STAT_HEIGHT], centres[1:, 0]
    if not len(heights):
        return reading
    glyphs, least = list(reading.glyphs), TALL_BESIDE_CHINESE if WIDE.search(reading.text) else TALL
    near = [np.abs(xs - glyphs[place].centre) < NEAR * em_of(crop) for place in range(*found.span())]
    own = [int(heights[beside].max()) for beside in near if beside.any()]
    if not own:
        return reading
    case = str.upper if float(np.median(own)) >= least * heights.max() else str.lower
    for place in range(*found.span()):
        glyphs[place] = replace(glyphs[place], text=case(glyphs[place].text))
    return Reading(tuple(glyphs))
