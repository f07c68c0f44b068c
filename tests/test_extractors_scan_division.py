"""÷ told by its ink where a recogniser reads another sign."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.scan.reading.recognise import Glyph, Reading
from extractors.scan.reading.repairs import repaired

EM = 40
MIDDLE = 26  # of a line with its margins
PLACE = 80.0  # of the sign, between two blocks


def line(*strokes: tuple[int, int, int, int]) -> NDArray[np.uint8]:
    """Two characters with these strokes between them: left, top, right, bottom, from the middle of the sign."""
    picture = np.full((round(1.32 * EM), 160), 245, np.uint8)
    for left in (12, 112):
        cv2.rectangle(picture, (left, 8), (left + 34, 44), 30, -1)
    for left, top, right, bottom in strokes:
        cv2.rectangle(picture, (80 + left, MIDDLE + top), (80 + right, MIDDLE + bottom), 30, -1)
    return picture


def read_as(sign: str, picture: NDArray[np.uint8]) -> str:
    """The text of the line when a recogniser read this sign between two characters."""
    glyphs = (Glyph("数", 1.0, 29.0), Glyph(sign, 0.9, PLACE), Glyph("应", 1.0, 129.0))
    return repaired(Reading(glyphs), picture)[0].text


DOT_ABOVE, BAR, DOT_BELOW = (-2, -11, 2, -7), (-10, -1, 10, 1), (-2, 7, 2, 11)


@pytest.mark.parametrize("sign", ["：", "；", ":", "+"])
def test_a_level_stroke_between_two_dots_is_a_division_whatever_was_read(sign: str) -> None:
    """The stroke goes beyond the dots, and there is white around it."""
    assert read_as(sign, line(DOT_ABOVE, BAR, DOT_BELOW)) == "数÷应"


def test_a_division_that_lost_the_gap_on_one_side_is_one() -> None:
    """A fax joins the upper dot to the stroke."""
    assert read_as("：", line((-2, -11, 2, -1), BAR, DOT_BELOW)) == "数÷应"


@pytest.mark.parametrize(
    ("sign", "strokes"),
    [
        ("：", (DOT_ABOVE, DOT_BELOW)),
        ("+", ((-1, -11, 1, 11), BAR)),
        ("：", (DOT_ABOVE, DOT_BELOW, (-10, 16, 10, 18))),  # what is left of a rule below
        ("：", ((-10, -9, 10, -7), (-10, 5, 10, 7))),  # a sign of equality: no dots
        ("：", (DOT_ABOVE, BAR)),
    ],
)
def test_other_signs_stay_what_was_read(sign: str, strokes: tuple[tuple[int, int, int, int], ...]) -> None:
    """Dots without a stroke, a stroke without dots, and a cross are no division."""
    assert read_as(sign, line(*strokes)) == f"数{sign}应"
