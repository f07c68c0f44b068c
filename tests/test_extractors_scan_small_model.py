"""When the small model is believed: what it reads surely at once or twice, and what a larger one must see."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from scan_lines import crop_with

from extractors.model import ReadingCode
from extractors.scan.reading.heard import hear, narrowed
from extractors.scan.reading.recognise import Glyph, Reading
from extractors.scan.reading.second_reading import read_line
from extractors.scan.reading.small_model import same_again, sure_at_once

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from extractors.scan.reading.heard import Reader

WIDTH = 16  # pixels from a character to the next


def line_of(text: str) -> NDArray[np.uint8]:
    """Ink for a line of so many characters."""
    return crop_with([(6 + WIDTH * place, 8, 18 + WIDTH * place, 32) for place in range(len(text))])


def reader(whole: tuple[str, float], narrow: tuple[str, float], width: int) -> Reader:
    """A model that reads a line of a width so, and otherwise when it is narrowed."""

    def read(picture: NDArray[np.uint8]) -> Reading:
        text, sure = whole if picture.shape[1] == width else narrow
        step = WIDTH * picture.shape[1] / width
        return Reading(tuple(Glyph(one, sure, 6 + (place + 0.4) * step) for place, one in enumerate(text)))

    return read


def again(whole: tuple[str, float], narrow: tuple[str, float]) -> bool:
    """Whether the small model is believed that reads a line so, and so when it is narrowed."""
    crop = line_of(whole[0])
    small = reader(whole, narrow, crop.shape[1])
    return same_again(hear(small, crop, crop), crop, small) is not None


def unasked(_: NDArray[np.uint8]) -> Reading:
    """A model that must not be asked."""
    raise AssertionError


@pytest.mark.parametrize(
    ("whole", "narrow", "believed"),
    [
        (("158", 0.98), ("158", 0.98), True),
        (("158", 0.96), ("158", 0.99), False),
        (("158", 0.99), ("158", 0.96), False),
        (("158", 1.0), ("188", 1.0), False),
        (("15", 1.0), ("155", 1.0), False),
    ],
)
def test_a_number_is_believed_that_is_surely_the_same_narrowed(
    whole: tuple[str, float], narrow: tuple[str, float], believed: bool
) -> None:
    """Another figure, one more of them, or a doubt at either time sends the line to a larger model."""
    assert again(whole, narrow) is believed


def test_a_number_read_twice_asks_no_larger_model() -> None:
    """And its line is as sure as two readings make it."""
    crop = line_of("158")
    read = read_line(crop, [reader(("158", 0.99), ("158", 0.99), crop.shape[1]), unasked, unasked])
    assert (read.text, read.doubts) == ("158", ())
    assert read.confidence > 0.99


def test_a_permille_that_one_reader_made_out_is_not_outvoted_unsaid() -> None:
    """However sure the two larger models are of %."""
    crop = line_of("3%")
    small = reader(("3‰", 0.5), ("3%", 0.99), crop.shape[1])
    larger = reader(("3%", 0.9999), ("3%", 0.9999), crop.shape[1])
    read = read_line(crop, (small, larger, larger))
    assert (read.text, [doubt.code for doubt in read.doubts]) == ("3%", [ReadingCode.CONFUSABLE])


@pytest.mark.parametrize(("text", "doubted"), [("2830元", True), ("满意度高的", False)])
def test_a_figure_that_one_reading_was_hardly_sure_of_is_in_doubt(text: str, *, doubted: bool) -> None:
    """However sure the others are of the same text; words have a dictionary to stand by them."""
    crop = line_of(text)

    def wavering(picture: NDArray[np.uint8]) -> Reading:
        read = reader((text, 0.9999), (text, 0.9999), crop.shape[1])(picture)
        return Reading(
            tuple(replace(glyph, confidence=0.72) if i == 2 else glyph for i, glyph in enumerate(read.glyphs))
        )

    small = reader((text, 0.9), (text, 0.9), crop.shape[1])
    larger = reader((text, 0.9999), (text, 0.9999), crop.shape[1])
    read = read_line(crop, (small, wavering, larger))
    assert [doubt.code for doubt in read.doubts] == ([ReadingCode.LOW_CONFIDENCE] if doubted else [])


@pytest.mark.parametrize(("sure", "believed"), [(0.985, False), (0.995, True)])
def test_a_figure_alone_must_be_surer(sure: float, believed: bool) -> None:
    """No other character stands by it that would be misread with it."""
    assert again(("5", sure), ("5", sure)) is believed


@pytest.mark.parametrize(("text", "believed"), [("项目完成情况", True), ("完成项目3项", False)])
def test_a_number_must_be_surer_than_words(text: str, believed: bool) -> None:
    """A dictionary stands by words; at 0.95 a figure may be another."""
    assert again((text, 0.95), (text, 0.95)) is believed


def test_a_character_that_stands_for_an_unknown_one_is_not_believed() -> None:
    """樘 is read as 槿, and 岣 as 峋, both times alike; nothing that the model does not know is read as 个."""
    assert again(("30个", 0.99), ("30个", 0.99))
    assert not again(("30槿", 0.99), ("30槿", 0.99))
    assert not again(("大峋乡", 0.98), ("大峋乡", 0.98))


def test_a_character_that_makes_no_word_is_believed_as_surely_as_words_at_once() -> None:
    """岭 stands for no other, but no word stands by it as by 南岭; a character of a word, or certain, needs nothing."""
    assert again(("大岭乡", 0.98), ("大岭乡", 0.98))
    assert not again(("大岭乡", 0.95), ("大岭乡", 0.95))
    assert again(("大峋乡", 0.9995), ("大峋乡", 0.9995))
    assert again(("项目完成情况", 0.95), ("项目完成情况", 0.95))


def test_a_word_that_goes_on_in_the_next_line_of_its_cell_is_a_word() -> None:
    """绩效目 before 标: 目 would be no part of a word."""
    text, crop = "绩效目", line_of("绩效目")
    small = reader((text, 0.98), (text, 0.98), crop.shape[1])
    heard = hear(small, crop, crop)
    assert not sure_at_once(heard, crop)
    assert sure_at_once(heard, crop, ("", "标"))
    assert not sure_at_once(heard, crop, ("标", ""))


def test_words_that_are_sure_are_read_once() -> None:
    """A number never is, and a character alone must be certain."""
    said = [("数量指标", 0.98, True), ("数量15", 0.9995, False), ("元", 0.9995, True), ("元", 0.995, False)]
    for text, sure, at_once in said:
        crop = line_of(text)
        small = reader((text, sure), (text, sure), crop.shape[1])
        assert sure_at_once(hear(small, crop, crop), crop) is at_once


@pytest.mark.parametrize("sure", [0.972, 0.978])
def test_words_that_one_reading_leaves_short_of_likely_are_read_narrowed_first(sure: float) -> None:
    """Sure enough to be believed at once, not likely enough to be left so: no larger model is asked."""
    text, crop = "数量指标", line_of("数量指标")
    small = reader((text, sure), (text, sure), crop.shape[1])
    read = read_line(crop, (small, unasked, unasked))
    assert (read.text, read.doubts) == (text, ())


def test_a_line_is_narrowed_in_width_alone() -> None:
    """The picture keeps its height, so that the model sees its characters as large as before."""
    crop = line_of("158")
    assert narrowed(crop).shape == (crop.shape[0], round(0.87 * crop.shape[1]))


def test_ink_without_a_character_needs_a_larger_model() -> None:
    """≥90% read as 90% twice leaves the ink of the operator."""
    crop = line_of("≥90%")
    lost = Reading(tuple(Glyph(one, 1.0, 6 + (place + 1.4) * WIDTH) for place, one in enumerate("90%")))
    assert same_again(hear(lambda _: lost, crop, crop), crop, lambda _: lost) is None


@pytest.mark.parametrize(("mark", "believed"), [((86, 26, 92, 32), False), ((86, 4, 92, 10), True), (None, True)])
def test_ink_low_behind_the_last_character_sends_words_to_a_larger_model(
    mark: tuple[int, int, int, int] | None, *, believed: bool
) -> None:
    """It may be the 、 of 学生、家长、 with the list going on in the next line, which was dropped both times."""
    text = "学生家长"
    crop = crop_with([*((6 + WIDTH * at, 8, 18 + WIDTH * at, 32) for at in range(4)), *([mark] if mark else [])])
    small = reader((text, 0.9999), (text, 0.9999), crop.shape[1])
    heard = hear(small, crop, crop)
    assert sure_at_once(heard, crop) is believed
    assert (same_again(heard, crop, small) is not None) is believed
