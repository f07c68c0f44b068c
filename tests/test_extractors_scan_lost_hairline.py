"""A 1 of a scan is a 4 where traces of one are left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from extractors.scan.reading.lost_hairline import may_be_four, with_four
from extractors.scan.reading.recognise import Glyph, Reading

if TYPE_CHECKING:
    from numpy.typing import NDArray

HEIGHT, WIDTH = 37, 30  # pixels of a crop whose characters are 28 high


def _stem() -> NDArray[np.uint8]:
    """The heavy stroke of a figure."""
    crop = np.full((HEIGHT, WIDTH), 250, np.uint8)
    crop[6:30, 14:17] = 20
    return crop


@pytest.mark.parametrize(
    "trace",
    [
        pytest.param((slice(23, 25), slice(14, 20)), id="right of the stem"),
        pytest.param((slice(23, 25), slice(9, 17)), id="left of it"),
        pytest.param((slice(23, 25), slice(5, 12)), id="apart from it"),
    ],
)
def test_a_stem_with_a_trace_of_the_level_stroke_may_be_a_four(trace: tuple[slice, slice]) -> None:
    """It lies between the middle and the foot."""
    crop = _stem()
    crop[trace] = 20
    assert may_be_four(crop)


def test_the_flag_and_the_foot_of_a_one_and_a_speck_beside_it_say_nothing_of_a_four() -> None:
    """In any face: with a flag, with a foot, with both, on dirty paper."""
    one = _stem()
    assert not may_be_four(one)
    cv2.line(one, (15, 6), (9, 11), 20, 2)  # the flag
    assert not may_be_four(one)
    one[28:30, 8:23] = 20  # the foot
    assert not may_be_four(one)
    one[22:24, 22:24] = 20  # a speck
    assert not may_be_four(one)


@pytest.mark.parametrize(
    ("rows", "across", "text"),
    [
        pytest.param(slice(20, 23), slice(12, 18), "4", id="a level stroke"),
        pytest.param(slice(27, 30), slice(10, 20), "1", id="a foot"),
        pytest.param(slice(6, 9), slice(10, 17), "1", id="a flag"),
        pytest.param(slice(20, 23), slice(14, 18), "1", id="a pixel more"),
    ],
)
def test_within_a_number_a_stem_wider_than_its_foot_is_a_four_in_doubt(rows: slice, across: slice, text: str) -> None:
    """=13 and such a stem is =134; the faces of 1 have a foot, a flag or neither."""
    crop = np.hstack([np.full((HEIGHT, 2 * WIDTH), 250, np.uint8), _stem()])
    crop[6:30, 20:23] = crop[6:30, 44:47] = 20
    crop[rows, 2 * WIDTH + across.start : 2 * WIDTH + across.stop] = 20
    read = Reading((Glyph("1", 0.9, 21.0), Glyph("1", 0.9, 45.0), Glyph("1", 0.9, 2 * WIDTH + 15.0)))
    four, doubts = with_four(read, crop)
    assert (four.text, bool(doubts)) == ("11" + text, text == "4")


@pytest.mark.parametrize(
    ("piece", "before", "text"),
    [
        pytest.param((slice(22, 24), slice(8, 12)), "", "4", id="at the beginning"),
        pytest.param((slice(22, 24), slice(8, 12)), "3", "4", id="behind a figure"),
        pytest.param((slice(22, 24), slice(8, 12)), "=", "1", id="a stroke of the sign before"),
        pytest.param((slice(12, 14), slice(8, 12)), "", "1", id="higher than a level stroke"),
        pytest.param((slice(20, 25), slice(8, 11)), "", "1", id="a speck higher than wide"),
        pytest.param((slice(22, 24), slice(1, 5)), "", "1", id="further off"),
    ],
)
def test_a_piece_of_a_level_stroke_close_before_a_stem_makes_a_number_begin_with_four(
    piece: tuple[slice, slice], before: str, text: str
) -> None:
    """48 of a fax has its hairline left in a piece of three pixels; all readers see 18."""
    crop = np.hstack([np.full((HEIGHT, WIDTH), 250, np.uint8), _stem(), _stem()])
    crop[piece[0], WIDTH + piece[1].start : WIDTH + piece[1].stop] = 20
    ahead = tuple(Glyph(one, 0.9, 15.0) for one in before)
    four, doubts = with_four(Reading((*ahead, Glyph("1", 0.9, WIDTH + 15.0), Glyph("8", 0.9, 2 * WIDTH + 15.0))), crop)
    assert (four.text, bool(doubts)) == (f"{before}{text}8", text == "4")


THIRTEEN = """
.....##........#####...
....####......#######..
....####.....##....###.
.....###.....##....###.
.....###...........###.
.....###...........##..
.....###........#####..
.....###.......######..
.....###...........###.
.....###............##.
.....###.....#......##.
.....###....###....###.
.....###.....##....###.
....####......#######..
................##.....
"""


def test_a_one_that_was_placed_at_a_three_is_no_four() -> None:
    """A reader tells a place late: beside the stem of 13 stands a figure that is wider below its middle, too."""
    ink = np.array([[255 - 235 * (dot == "#") for dot in row] for row in THIRTEEN.split()], np.uint8)
    crop = np.pad(ink, ((7, 8), (6, 6)), constant_values=255)
    assert with_four(Reading((Glyph("1", 0.9, 16.4), Glyph("3", 0.9, 26.0))), crop)[0].text == "13"


def test_an_empty_line_is_no_figure() -> None:
    """Nothing is found where there is no ink."""
    assert not may_be_four(np.full((HEIGHT, WIDTH), 250, np.uint8))


def test_a_one_with_the_trace_of_a_four_is_a_four_in_doubt() -> None:
    """Alone in its line; a 4 that was read, and a 1 without a trace, stay without a doubt."""
    traced = _stem()
    traced[23:25, 9:17] = 20
    for crop, read, text, doubted in ((traced, "1", "4", True), (_stem(), "1", "1", False), (traced, "4", "4", False)):
        four, doubts = with_four(Reading((Glyph(read, 0.9, 15),)), crop)
        assert (four.text, bool(doubts)) == (text, doubted)
