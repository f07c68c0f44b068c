"""A page without rules that a camera has bent is straightened by its lines of print."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.scan.cleaning.cleanup import ink_of
from extractors.scan.flattening.flatten import flatten
from extractors.scan.flattening.skew import lines_of_print

DPI, GLYPH = 200.0, 26.0


def listing(slope: float) -> NDArray[np.uint8]:
    """Three columns of words without rules; lines rise by `slope` at the foot of the page, not at all at its head."""
    page = np.full((2200, 1600), 250, np.uint8)
    for row in range(24):
        for x, words in ((180, "HEMXW KB"), (620, "MEHXWB DKRS MB"), (1180, "BR85 WM")):
            cv2.putText(page, words, (x, 300 + 70 * row), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 30, 2)
    x, y = np.meshgrid(np.arange(1600, dtype=np.float32), np.arange(2200, dtype=np.float32))
    return cv2.remap(page, x, y + slope * (x - 800) * y / 2200, cv2.INTER_LINEAR, borderValue=250).astype(np.uint8)


def lean(page: NDArray[np.uint8]) -> float:
    """The slope, in degrees, that nine in ten lines do not exceed."""
    slopes = np.abs(lines_of_print(ink_of(page, DPI), GLYPH)[:, 2])
    return float(np.degrees(np.arctan(np.percentile(slopes, 90))))


def test_lines_of_print_are_level_again() -> None:
    """Where they ran up more and more down the page."""
    bent = listing(0.04)
    assert lean(bent) > 1.5
    flat = flatten(bent, DPI, GLYPH)
    assert flat.unbent
    assert lean(flat.grey) < 0.3


def test_a_page_of_level_lines_is_let_be() -> None:
    """The very pixels."""
    level = listing(0.0)
    assert flatten(level, DPI, GLYPH).grey is level
