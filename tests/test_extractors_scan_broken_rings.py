"""% and ‰ of a fax that kept pieces of their rings alone."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.scan.reading.broken_rings import with_broken_rings
from extractors.scan.reading.recognise import Glyph, Reading

HIGH, LOW, BESIDE = (20, 12), (29, 24), (41, 24)  # centres of the rings of a sign, from its left and from the top
STEP = 16  # pixels from figure to figure


def line(rings: list[tuple[int, int]], figures: int = 0, *, filled: bool = False) -> NDArray[np.uint8]:
    """A line 30 pixels high: figures as bars, then rings without their top and bottom."""
    crop = np.full((40, 60 + STEP * figures), 255, np.uint8)
    for index in range(figures):
        cv2.rectangle(crop, (14 + STEP * index, 6), (22 + STEP * index, 30), 0, 2)
    for x, y in rings:
        centre = (x + STEP * figures, y)
        cv2.ellipse(crop, centre, (4, 4), 0, 0, 360, 0, -1 if filled else 2)
        if not filled:
            crop[:, centre[0]] = 255
    return crop


def reading(text: str) -> Reading:
    """What was read, its characters one step apart."""
    return Reading(tuple(Glyph(one, 0.4, 18.0 + STEP * index) for index, one in enumerate(text)))


@pytest.mark.parametrize("read", ["0", "品", "a", "", "6", "%"])
@pytest.mark.parametrize(("rings", "sign"), [([HIGH, LOW], "%"), ([HIGH, LOW, BESIDE], "‰")])
def test_two_broken_rings_aslant_are_a_per_cent_sign_and_three_a_per_mille(
    read: str, rings: list[tuple[int, int]], sign: str
) -> None:
    """Alone in a cell, whatever it was read as."""
    assert with_broken_rings(reading(read), line(rings)).text == sign


@pytest.mark.parametrize("read", ["‰", "%0"])
def test_a_ring_that_was_read_and_is_not_seen_stays(read: str) -> None:
    """The last one of ‰ may be lost: that makes ten times the number."""
    assert with_broken_rings(reading(read), line([HIGH, LOW])).text == read


@pytest.mark.parametrize("read", ["98°", "980", "98", "98%", "988", "98^"])
def test_behind_a_figure_they_are_no_nought(read: str) -> None:
    """Nor another figure, nor nothing."""
    assert with_broken_rings(reading(read), line([HIGH, LOW], figures=2)).text == "98%"


@pytest.mark.parametrize(("read", "text"), [("**0", "**%"), ("5（°", "5（%"), ("5人0", "5人0")])
def test_they_stand_behind_stars_and_in_brackets_too(read: str, text: str) -> None:
    """As in a template, and where the unit is put in brackets; behind a word stands none."""
    assert with_broken_rings(reading(read), line([HIGH, LOW], figures=2)).text == text


@pytest.mark.parametrize(
    "crop",
    [
        line([HIGH, (20, 24)]),  # one above the other, as of 8
        line([HIGH, (33, 12)]),  # on one level
        line([HIGH]),
        line([HIGH, LOW], filled=True),  # 多 has two strokes aslant, and dirt is filled
    ],
)
def test_other_marks_are_read_as_they_were(crop: NDArray[np.uint8]) -> None:
    """Two rings in a row, one above the other, one alone, and two dots aslant."""
    assert with_broken_rings(reading("8"), crop).text == "8"


def test_a_nought_behind_a_figure_stays() -> None:
    """Its ink is one ring, as high as a figure."""
    assert with_broken_rings(reading("900"), line([], figures=3)).text == "900"
