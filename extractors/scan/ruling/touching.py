"""Strokes of print that touch a rule: they are kept where the rule and its soft edge are cleared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.scan.reading.ink import shade

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TALLEST_STROKE = 1.1  # in character heights


def without_strokes(
    cleared: NDArray[np.uint8], core: NDArray[np.uint8], grey: NDArray[np.uint8], glyph: float, pad: int
) -> NDArray[np.uint8]:
    """The cleared pixels but for those of strokes that touch a rule: figures set right stand against their wall.

    A stroke goes on beyond the soft edge of the rule, as dark as the rule; what does so for longer than a character
    is high is the rule itself.

    Args:
        cleared: the rules and their soft edges, 1 on 0.
        core: the rules alone.
        grey: the picture.
        glyph: the usual height of a character in pixels.
        pad: pixels of a soft edge.
    """
    import cv2
    import numpy as np

    if not core.any():
        return cleared
    # halfway to the rules from the ground beside them: that of a shaded cell is its shade
    ground = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((round(glyph), round(glyph)), np.uint8))
    halfway = np.rint((np.arange(256) + shade(grey, 50, core)) / 2).astype(np.uint8)
    dark = cv2.compare(grey, cv2.LUT(ground, halfway), cv2.CMP_LT)
    beyond = cv2.copyTo(dark, 1 - cleared)
    length, side = round(TALLEST_STROKE * glyph), 2 * pad + 1
    kept = np.zeros_like(cleared)
    upright, level = ((length, 1), (1, side)), ((1, length), (side, 1))
    for along, across in (upright, level):
        long = cv2.morphologyEx(beyond, cv2.MORPH_OPEN, np.ones(along, np.uint8))
        kept |= cv2.dilate(cv2.subtract(beyond, long), np.ones(across, np.uint8))
    strokes = cv2.bitwise_and(cv2.bitwise_and(kept, dark), cv2.compare(core, 0, cv2.CMP_EQ))
    return cv2.bitwise_and(cleared, cv2.bitwise_not(strokes))
