"""XX and xx of a scan are told by their height."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.scan.reading.letter_case import with_case
from extractors.scan.reading.recognise import Glyph, Reading


def line(height: int, behind: int) -> NDArray[np.uint8]:
    """A bar as high as a sign, two crosses of this height on its foot, and a box as high as what stands behind them."""
    crop = np.full((53, 150), 245, dtype=np.uint8)
    foot = 44
    cv2.rectangle(crop, (10, foot - 28), (14, foot), 20, -1)
    for left in (30, 60):
        cv2.line(crop, (left, foot - height), (left + 18, foot), 20, 3)
        cv2.line(crop, (left + 18, foot - height), (left, foot), 20, 3)
    cv2.rectangle(crop, (92, foot - behind), (120, foot), 20, 3)
    return crop


@pytest.mark.parametrize("read", ["XX", "xx", "Xx"])
@pytest.mark.parametrize(
    ("height", "sign", "behind", "printed"),
    [(26, "%", 28, "XX"), (18, "%", 28, "xx"), (26, "期", 37, "XX"), (18, "期", 37, "xx")],
)
def test_the_blank_of_a_form_is_as_tall_as_it_is_printed(
    read: str, height: int, sign: str, behind: int, printed: str
) -> None:
    """Whatever the recogniser read, beside signs and beside Chinese characters."""
    text = f"≥{read}{sign}"
    reading = Reading(tuple(Glyph(c, 0.9, x) for c, x in zip(text, (12, 39, 69, 106), strict=True)))
    assert with_case(reading, line(height, behind)).text == f"≥{printed}{sign}"


def test_letters_of_a_word_stay_as_they_were_read() -> None:
    """Only two or more x by themselves are a blank."""
    for text in ("4xA", "AXX", "EXXE"):
        reading = Reading(tuple(Glyph(c, 0.9, 12 + 30 * place) for place, c in enumerate(text)))
        assert with_case(reading, line(18, 28)).text == text


@pytest.mark.parametrize(("height", "printed"), [(16, "XX"), (11, "xx")])
def test_a_sign_higher_than_a_capital_is_no_measure(height: int, printed: str) -> None:
    """The ≥ of some faces is half as high again as their figures."""
    reading = Reading(tuple(Glyph(c, 0.9, x) for c, x in zip("≥xx%", (12, 39, 69, 106), strict=True)))
    assert with_case(reading, line(height, 17)).text == f"≥{printed}%"


@pytest.mark.parametrize(("height", "printed"), [(26, "XX"), (18, "xx")])
def test_two_that_touch_are_measured_together(height: int, printed: str) -> None:
    """At 300 dpi the feet of XX ran together, and the ring of % is near to where the second X was heard."""
    crop = line(height, 28)
    cv2.line(crop, (48, 44), (60, 44), 20, 3)
    crop[:, 88:] = 245
    cv2.circle(crop, (92, 23), 7, 20, 3)
    cv2.line(crop, (98, 44), (118, 16), 20, 3)
    reading = Reading(tuple(Glyph(c, 0.9, x) for c, x in zip("≥XX%", (12, 41, 82, 108), strict=True)))
    assert with_case(reading, crop).text == f"≥{printed}%"
