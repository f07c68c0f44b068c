"""Roman numerals in one sign, told by their strokes."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.model import ReadingCode
from extractors.scan.reading.recognise import Glyph, Reading
from extractors.scan.reading.roman import with_numerals


def numeral(strokes: int) -> NDArray[np.uint8]:
    """So many upright strokes under one bar and over another, and a box as wide as a character behind."""
    crop = np.full((53, 110), 245, np.uint8)
    for stroke in range(strokes):
        x = 18 + round(24 * (stroke + 0.5) / max(1, strokes))
        cv2.line(crop, (x, 10), (x, 42), 30, 3)
    for y in (10, 42):
        cv2.line(crop, (14, y), (46, y), 30, 2)
    cv2.rectangle(crop, (56, 8), (92, 44), 30, 3)
    return crop


def reading(text: str) -> Reading:
    """Two signs where one stands, and 类."""
    return Reading(tuple(Glyph(c, 0.9, x) for c, x in zip(text, (22, 40, 74), strict=True)))


@pytest.mark.parametrize("read", ["IⅡ类", "ⅡI类", "ⅠⅡ类", "IⅢ类"])
@pytest.mark.parametrize(("strokes", "printed"), [(2, "Ⅱ类"), (3, "Ⅲ类")])
def test_a_letter_beside_a_numeral_is_a_stroke_of_it(read: str, strokes: int, printed: str) -> None:
    """Ⅱ类 of the quality of water was IⅡ类 to all readers."""
    found, doubts = with_numerals(reading(read), numeral(strokes))
    assert (found.text, doubts) == (printed, ())


def test_strokes_that_cannot_be_counted_are_a_doubt() -> None:
    """One bar over two strokes that ran together."""
    found, doubts = with_numerals(reading("IⅡ类"), numeral(1))
    assert (found.text, [doubt.code for doubt in doubts]) == ("IⅡ类", [ReadingCode.CONFUSABLE])


@pytest.mark.parametrize(
    ("text", "strokes", "found"), [("川类", 3, "Ⅲ类"), ("四川类", 3, "四川类"), ("川局", 3, "川局")]
)
def test_three_strokes_before_a_class_are_a_numeral(text: str, strokes: int, found: str) -> None:
    """Ⅲ类及以上 of a fax was 川类及以上 to all readers; nothing is of the class of a river."""
    places = (8, 30, 74)[-len(text) :] if len(text) > 2 else (30, 74)
    read = Reading(tuple(Glyph(c, 0.99, x) for c, x in zip(text, places, strict=True)))
    assert with_numerals(read, numeral(strokes))[0].text == found


@pytest.mark.parametrize("text", ["II类", "Ⅱ型类"])
def test_letters_alone_and_a_numeral_alone_stay(text: str) -> None:
    """Both are printed."""
    assert with_numerals(reading(text), numeral(2)) == (reading(text), ())


def test_the_stroke_of_four_is_not_read_twice() -> None:
    """准Ⅳ类 of a cleaned river was 准IⅣ类."""
    assert with_numerals(reading("IⅣ类"), numeral(2))[0].text == "Ⅳ类"


@pytest.mark.parametrize(("read", "printed"), [("I一Ⅲ", "Ⅰ—Ⅲ"), ("l—Ⅱ", "Ⅰ—Ⅱ"), ("Ⅰ—Ⅲ", "Ⅰ—Ⅲ"), ("I—B", "I—B")])
def test_a_range_of_numerals_begins_with_one(read: str, printed: str) -> None:
    """优良（Ⅰ—Ⅲ类）比例 was （I一Ⅲ类） to all readers."""
    assert with_numerals(reading(read), numeral(1))[0].text == printed
