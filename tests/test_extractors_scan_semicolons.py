"""； and ： of a scan are told by the tail of the lower mark."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.scan.reading.recognise import Glyph, Reading
from extractors.scan.reading.semicolons import with_semicolons

STEP = 20


def reading(text: str) -> Reading:
    """Characters one step apart."""
    return Reading(tuple(Glyph(one, 0.9, 20.0 + STEP * index) for index, one in enumerate(text)))


def line(text: str, *, tail: int, below: int = 4) -> NDArray[np.uint8]:
    """A line 30 pixels high; its ： and ； as two dots, the lower one so wide and with so long a tail."""
    crop = np.full((40, 40 + STEP * len(text)), 250, np.uint8)
    for index, one in enumerate(text):
        x = 20 + STEP * index
        if one in "：；":
            crop[14:18, x - 2 : x + 2] = 20
            crop[26:30, x - 2 : x - 2 + below] = 20
            crop[30 : 30 + tail, x : x + 2] = 20
        else:
            cv2.rectangle(crop, (x - 6, 6), (x + 6, 30), 20, 2)
    return crop


@pytest.mark.parametrize("text", ["≥61场：≥700人次", "完成任务：提高"])
def test_a_colon_whose_lower_mark_has_a_tail_is_a_semicolon(text: str) -> None:
    """Between two measures and anywhere else."""
    read, doubts = with_semicolons(reading(text), line(text, tail=4))
    assert read.text == text.replace("：", "；")
    assert not doubts


def test_a_semicolon_of_two_equal_dots_is_a_colon() -> None:
    """其中；财政拨款 was read; between two measures none is made of it."""
    assert with_semicolons(reading("其中；财政"), line("其中；财政", tail=0))[0].text == "其中：财政"
    assert with_semicolons(reading("≥61场；≥7人"), line("≥61场；≥7人", tail=0))[0].text == "≥61场；≥7人"


def test_a_frayed_dot_is_a_tail_only_between_two_measures() -> None:
    """A fax adds a row of pixels to a dot."""
    for text, settled in (("目标1：完成", "目标1：完成"), ("3场：≥7人", "3场；≥7人")):
        assert with_semicolons(reading(text), line(text, tail=0, below=5))[0].text == settled


@pytest.mark.parametrize(
    ("text", "doubted"),
    [
        ("3场：≥7人", True),
        ("95%：3个", True),
        ("2021年：≥90%", False),
        ("比例1：3", False),
        ("8：30开门", False),
        ("其中：≥7人", False),
    ],
)
def test_a_colon_between_two_measures_is_doubted(text: str, doubted: bool) -> None:
    """A year, a ratio and an hour have one; before an operator it is the sign that keeps both measures."""
    read, doubts = with_semicolons(reading(text), line(text, tail=0))
    assert read.text == (text.replace("：", "；") if doubted and "≥" in text else text)
    assert bool(doubts) is doubted


def test_the_strokes_of_the_character_before_are_no_marks_of_a_colon() -> None:
    """氵 of 法 has two below each other, which are larger than the dots of a small ：."""
    crop = line("法：实", tail=0)
    crop[:, 5:35] = 250
    crop[8:13, 29:33] = crop[18:30, 28:32] = 20
    crop[14:18, 38:42] = crop[26:30, 38:42] = 250
    crop[15:17, 39:41] = crop[24:26, 39:41] = 20
    assert with_semicolons(reading("法：实"), crop)[0].text == "法：实"
