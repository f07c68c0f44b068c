"""The mark between the figures of a number: point or comma."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.scan.reading.point_or_comma import mistaken_mark, with_points
from extractors.scan.reading.recognise import Glyph, Reading
from extractors.scan.reading.repairs import repaired

STEP = 15


def reading(text: str) -> Reading:
    """A reading of sure characters, one every 15 pixels."""
    return Reading(tuple(Glyph(one, 0.99, 20.0 + STEP * index) for index, one in enumerate(text)))


def crop(text: str, mark: str) -> NDArray[np.uint8]:
    """A line 30 pixels high whose points and commas are drawn as this mark, its figures as bars."""
    picture = np.full((40, 40 + STEP * len(text)), 250, np.uint8)
    for index, one in enumerate(text):
        x = 20 + STEP * index
        if one in ".,":
            cv2.rectangle(picture, (x - 2, 29), (x + 1, 32), 30, -1)
            if mark == ",":
                cv2.line(picture, (x + 1, 32), (x - 1, 36), 30, 2)
        else:
            cv2.rectangle(picture, (x - 4, 8), (x + 4, 32), 30, 2)
    return picture


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("767,77万元", "767.77万元"),
        ("≥1,5倍", "≥1.5倍"),
        ("1,234,5", "1,234,5"),  # not one number
        ("12,345元", "12,345元"),
        ("3.5,4.5", "3.5,4.5"),
    ],
)
def test_one_or_two_figures_stand_behind_a_point(text: str, expected: str) -> None:
    """A comma parts three figures; the change is told."""
    changed, before = with_points(reading(text))
    assert changed.text == expected
    assert (before is not None) == (text != expected)


@pytest.mark.parametrize(
    ("text", "drawn", "doubted"),
    [
        ("3.256亩", ",", "3.256"),
        ("3.256亩", ".", None),
        ("3,256亩", ".", "3,256"),
        ("3,256亩", ",", None),
        ("3.200亩", ".", "3.200"),  # thousandths that end in a nought are not printed
        ("0.125倍", ",", None),  # no number of thousands begins with a nought
        ("1,234,567元", ".", None),  # two such marks are no points
    ],
)
def test_the_ink_of_a_mark_contradicts_what_was_read(text: str, drawn: str, doubted: str | None) -> None:
    """A comma has a tail, a point has none; only where three figures follow does it matter."""
    assert mistaken_mark(reading(text), crop(text, drawn)) == doubted


@pytest.mark.parametrize(("right", "text"), [(64, "10.0%"), (56, "100%")])
def test_between_figures_as_close_as_without_a_point_a_mark_is_a_speck(right: int, text: str) -> None:
    """A speck below two noughts made 10.0% of 100% to all readers; a printed point has white of its own."""
    picture = np.full((40, 130), 250, np.uint8)
    for left, width in ((12, 9), (36, 15), (right, 15), (right + 22, 22)):
        cv2.rectangle(picture, (left, 7), (left + width, 32), 30, 2)
    cv2.rectangle(picture, (54, 33), (57, 36), 30, -1)
    centres = (16.0, 43.0, 55.0, right + 7.0, right + 33.0)
    seen = Reading(tuple(Glyph(one, 0.9, centre) for one, centre in zip("10.0%", centres, strict=True)))
    found, doubts = repaired(seen, picture)
    assert (found.text, bool(doubts)) == (text, text == "100%")
