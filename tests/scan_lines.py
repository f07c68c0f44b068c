"""Lines of a scan drawn as blocks of ink, and what a recogniser would read on them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from extractors.scan.reading.recognise import Glyph, Reading

EM = 30
HEIGHT = round(EM * 1.32)


def crop_with(marks: list[tuple[int, int, int, int]], width: int = 240) -> NDArray[np.uint8]:
    """A line's picture with black rectangles (x0, top, x1, bottom)."""
    picture = np.full((HEIGHT, width), 245, dtype=np.uint8)
    for x0, top, x1, bottom in marks:
        picture[top:bottom, x0:x1] = 20
    return picture


def reading(*glyphs: tuple[str, float]) -> Reading:
    """Characters with their centres, all sure."""
    return Reading(tuple(Glyph(text, 1.0, centre) for text, centre in glyphs))
