"""A slash alone in its cell, told from a 1 by its ink."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.scan.reading.recognise import Glyph, Reading
from extractors.scan.reading.repairs import repaired

EM = 40


def strokes(*lines: tuple[int, int, int, int], blur: float = 0.0) -> NDArray[np.uint8]:
    """A line of 53 pixels with strokes from point to point, its em from row 6 to 46."""
    picture = np.full((round(1.32 * EM), 60), 245, np.uint8)
    for x0, y0, x1, y1 in lines:
        cv2.line(picture, (x0, y0), (x1, y1), 30, 3)
    return cv2.GaussianBlur(picture, (0, 0), blur) if blur else picture


def read_as(text: str, picture: NDArray[np.uint8]) -> str:
    """What becomes of a reading of one character from this picture."""
    return repaired(Reading((Glyph(text, 0.96, 30.0),)), picture)[0].text


SLASH = (36, 7, 24, 45)


@pytest.mark.parametrize("read", ["1", "l", "I", "7", "J", "/"])
@pytest.mark.parametrize("blur", [0.0, 1.5])
def test_one_straight_leaning_stroke_is_a_slash_whatever_was_read(read: str, blur: float) -> None:
    """Readers of lines have hardly seen a slash alone; beside a full page of them they say 1, surely."""
    assert read_as(read, strokes(SLASH, blur=blur)) == "/"


def test_a_slash_with_a_speck_beside_it_is_one() -> None:
    """Dust is no part of it."""
    picture = strokes(SLASH)
    picture[20:22, 50:52] = 60
    assert read_as("1", picture) == "/"


@pytest.mark.parametrize(
    "lines",
    [
        ((30, 7, 30, 45),),  # 1 without a flag
        ((30, 7, 30, 45), (30, 7, 22, 15)),  # with one
        ((34, 7, 26, 45), (34, 7, 25, 13)),  # an italic one
        ((26, 7, 34, 45),),  # leans to the left
        ((20, 7, 40, 7), (40, 7, 28, 45)),  # 7
        ((50, 7, 2, 45),),  # as flat as a stroke of the pen
    ],
)
def test_upright_and_flagged_strokes_stay_figures(lines: tuple[tuple[int, int, int, int], ...]) -> None:
    """Only a stroke of one width that leans as a slash does is one."""
    assert read_as("1", strokes(*lines)) == "1"


def test_a_slash_in_company_is_left_to_the_readers() -> None:
    """In a line of several characters they know it."""
    glyphs = (Glyph("1", 0.9, 30.0), Glyph("人", 1.0, 60.0))
    assert repaired(Reading(glyphs), strokes(SLASH))[0].text == "1人"
