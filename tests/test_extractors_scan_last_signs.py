"""A sign at the end of a line that one reader saw."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.model import ReadingCode
from extractors.scan.reading.last_signs import lost_last_sign
from extractors.scan.reading.recognise import Glyph, Reading

STEP = 24


def line(mark: int) -> NDArray[np.uint8]:
    """Two characters and a mark of so many pixels each way behind them, on a line 24 pixels high."""
    crop = np.full((32, 100), 245, np.uint8)
    for left in (6, 30):
        cv2.rectangle(crop, (left, 5), (left + 18, 26), 40, 2)
    crop[20 : 20 + mark, 62 : 62 + mark] = 60
    return crop


def reading(text: str, last: float = 0.99) -> Reading:
    """Characters one step apart; the last one so sure."""
    return Reading(tuple(Glyph(one, last if at == 2 else 0.99, 16.0 + STEP * at) for at, one in enumerate(text)))


@pytest.mark.parametrize(
    ("other", "sure", "mark", "doubted"),
    [
        ("专利、", 0.78, 6, True),
        ("专利，", 0.9, 6, True),
        ("专利、", 0.3, 6, False),  # hardly heard
        ("专利、", 0.9, 1, False),  # grain
        ("专利权", 0.9, 6, False),  # another text, which is doubted elsewhere
        ("专刊、", 0.9, 6, False),
    ],
)
def test_a_sign_that_was_heard_and_has_ink_is_a_doubt(other: str, sure: float, mark: int, doubted: bool) -> None:
    """外观设计专利、软件著作权 lost its 、 to two readers of three."""
    doubts = lost_last_sign(reading("专利"), [reading(other, sure)], line(mark))
    assert [(doubt.code, doubt.evidence) for doubt in doubts] == [(ReadingCode.READINGS_DIFFER, other)] * doubted
