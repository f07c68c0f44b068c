"""The middle dot of a unit, told by its ink where no reader saw it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.model import ReadingCode
from extractors.scan.reading.against import ink_doubts
from extractors.scan.reading.lines import Strip
from extractors.scan.reading.recognise import Glyph, Reading
from extractors.scan.reading.second_reading import LineReading
from extractors.scan.reading.unit_dots import with_dot, with_dots_between

EM = 30


def reading(text: str, centres: list[float]) -> Reading:
    """A reading of sure characters."""
    return Reading(tuple(Glyph(one, 0.99, centre) for one, centre in zip(text, centres, strict=True)))


def crop(dot: tuple[int, int] | None, radius: int = 3) -> NDArray[np.uint8]:
    """元/人天 with 1.5 em between the last two, and a mark."""
    picture = np.full((40, 160), 250, np.uint8)
    for centre in (25, 85, 130):
        cv2.rectangle(picture, (centre - 12, 6), (centre + 12, 34), 40, 2)
    cv2.line(picture, (50, 34), (58, 6), 40, 2)
    if dot:
        cv2.circle(picture, dot, radius, 40, -1)
    return picture


@pytest.mark.parametrize(
    ("text", "dot", "expected"),
    [
        ("元/人天", (107, 20), "元/人·天"),
        ("元/人天", None, "元/人天"),
        ("元/人天", (107, 34), "元/人天"),  # at the foot of the line: a full stop or dirt
        ("元一人天", (107, 20), "元一人天"),  # no unit of two things
        ("元/8天", (107, 20), "元/8天"),  # the point of a number is another's concern
    ],
)
def test_a_dot_in_a_unit_is_seen_in_its_ink(text: str, dot: tuple[int, int] | None, expected: str) -> None:
    """Behind a stroke, between two wide characters that stand apart, half-way up the line."""
    assert with_dot(reading(text, [25, 54, 85, 130]), crop(dot)).text == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("人天", "人·天"), ("人月", "人·月"), ("人员", "人员"), ("个天", "个天"), ("人次", "人次")]
)
def test_a_dot_between_persons_and_days_is_seen_though_the_stroke_ends_the_line_before(
    text: str, expected: str
) -> None:
    """≤117元/ and below it 人·天."""
    assert with_dot(reading(text, [25, 70]), crop((107, 20))[:, 60:]).text == expected


@pytest.mark.parametrize(("dot", "expected"), [(None, "元/百小时"), ((107, 20), "元/百·小时")])
def test_the_first_stroke_of_a_character_is_no_dot(dot: tuple[int, int] | None, expected: str) -> None:
    """小 of a written face begins with a stroke like a dot; a dot of the unit stands before it."""
    picture = cv2.copyMakeBorder(crop(dot), 0, 0, 0, 40, cv2.BORDER_CONSTANT, value=250)
    picture[:, 116:145] = 250
    cv2.circle(picture, (119, 20), 3, 40, -1)
    cv2.line(picture, (130, 6), (130, 34), 40, 2)
    cv2.circle(picture, (141, 20), 3, 40, -1)
    cv2.rectangle(picture, (152, 6), (176, 34), 40, 2)
    glyphs = reading("元/百小时", [25, 54, 85, 130, 164])
    assert with_dot(glyphs, picture).text == expected


def test_characters_that_stand_close_have_no_dot_between() -> None:
    """A mark where two characters leave no room for a dot is dirt."""
    assert with_dot(reading("元/人天", [25, 54, 98, 128]), crop((113, 20))).text == "元/人天"


@pytest.mark.parametrize(
    ("below", "expected"),
    [(None, "元/台·次"), ((114, 31), "元/台次")],  # 冫 of 次 has a stroke below its dot
)
def test_the_dot_of_a_narrow_face_is_one_where_it_stands_alone(below: tuple[int, int] | None, expected: str) -> None:
    """It leaves hardly more room than none; a part of a character has more of it in its columns."""
    picture = crop((114, 20), radius=2)
    picture[:, 116:] = 250
    cv2.rectangle(picture, (119, 6), (141, 34), 40, 2)
    if below:
        cv2.circle(picture, below, 2, 40, -1)
    assert with_dot(reading("元/台次", [25, 54, 98, 131]), _shifted(picture)).text == expected


def _shifted(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The third character moved to the right, to where a narrow dot leaves it."""
    moved = picture.copy()
    moved[:, 72:98] = 250
    moved[:, 85:111] = picture[:, 72:98]
    return moved


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        ((127, 55), ("70元/人·", "天")),
        ((58, 95), ("70元/人", "·天")),
        ((127, 68), ("70元/人", "天")),
        ((200, 55), ("70元/人", "天")),
        (None, ("70元/人", "天")),
    ],
)
def test_a_dot_at_a_line_end_belongs_to_the_unit(mark: tuple[int, int] | None, expected: tuple[str, str]) -> None:
    """A wrapped unit keeps its dot, behind the last character of one line or before the first of the next."""
    ink = np.zeros((140, 300), np.uint8)
    if mark:
        cv2.circle(ink, mark, 3, 255, -1)
    first, second = Strip(20, 40, 115, 70), Strip(70, 80, 100, 110)
    reads = [
        LineReading(reading("70元/人", [5, 15, 35, 55, 80]), 0.99),
        LineReading(reading("天", [15]), 0.99),
    ]
    assert tuple(read.text for read in with_dots_between(reads, [first, second], ink, EM)) == expected


@pytest.mark.parametrize(
    ("text", "second", "doubted"), [("人月", 80, True), ("人天", 80, True), ("人月", 54, False), ("人员", 80, False)]
)
def test_room_for_a_dot_that_is_not_seen_is_a_doubt(text: str, second: float, *, doubted: bool) -> None:
    """A fax at 7.5 points left nothing of the dot of 人·月 but its place."""
    doubts = ink_doubts(reading(text, [25, second]), crop(None))
    assert [doubt.code for doubt in doubts if "dot" in doubt.message] == [ReadingCode.CONFUSABLE] * doubted
