"""Dashes of a scan are as long as they are printed, in one piece, and none is lost."""

from __future__ import annotations

import pytest
from scan_lines import HEIGHT, crop_with, reading

from extractors.scan.reading.dashes import with_dashes


def test_a_dash_that_touches_its_neighbours_is_read_between_percentage_and_figure() -> None:
    """95%—98% of which no reader saw the dash; without a level stroke there, nothing is added."""
    signs = [(4, 8, 18, 32), (20, 8, 36, 32), (66, 8, 80, 32)]
    lost = reading(("5", 11), ("%", 28), ("9", 73))
    assert with_dashes(lost, crop_with([*signs, (36, 20, 66, 22)])).text == "5%—9"
    assert with_dashes(lost, crop_with(signs)).text == "5%9"
    assert with_dashes(lost, crop_with([*signs, (44, 10, 58, 30)])).text == "5%9"


def test_a_broken_dash_is_as_long_as_its_pieces_together() -> None:
    """Of `90%—95%` a poor scan leaves pieces of the dash; a hyphen with as much white around it stays one."""
    heard = reading(("9", 16), ("%", 32), ("-", 60), ("9", 90))
    figures = [(10, 8, 22, 32), (26, 8, 38, 32), (84, 8, 96, 32)]
    em = HEIGHT / 1.32
    start = round(60 - 0.45 * em)
    pieces = [(start, 20, start + 8, 23), (start + 12, 20, start + 19, 23), (start + 23, 20, start + 29, 23)]
    assert with_dashes(heard, crop_with([*figures, *pieces])).text == "9%—9"
    assert with_dashes(heard, crop_with([*figures, (54, 20, 66, 23)])).text == "9%-9"


def test_the_pieces_of_a_broken_dash_read_as_two_are_one() -> None:
    """`月—2` of a fax; two hyphens are of one length."""
    heard = reading(("9", 16), ("%", 32), ("-", 52), ("-", 66), ("9", 90))
    figures = [(10, 8, 22, 32), (26, 8, 38, 32), (84, 8, 96, 32)]
    assert with_dashes(heard, crop_with([*figures, (46, 20, 52, 23), (57, 20, 74, 23)])).text == "9%—9"
    assert with_dashes(heard, crop_with([*figures, (46, 20, 57, 23), (62, 20, 73, 23)])).text == "9%--9"


@pytest.mark.parametrize(("start", "text"), [(34, "5%—9"), (62, "5%-9")])
def test_a_dash_that_was_read_is_long_though_it_touches_its_neighbours(start: int, text: str) -> None:
    """90%—95% whose dash runs into both; a hyphen that touches the figure behind it is short."""
    signs = [(4, 8, 18, 32), (20, 8, 36, 32), (72, 8, 86, 32)]
    heard = reading(("5", 11), ("%", 28), ("-", 60), ("9", 79))
    assert with_dashes(heard, crop_with([*signs, (start, 20, 74, 22)])).text == text


@pytest.mark.parametrize(("start", "text"), [(34, "5%—9"), (60, "5%-9")])
def test_a_dash_too_pale_to_be_clear_ink_is_as_long_as_it_is_printed(start: int, text: str) -> None:
    """85%—90% of a faded scan; the pale edge of a hyphen makes it no longer."""
    heard = reading(("5", 11), ("%", 28), ("-", 56), ("9", 79))
    crop = crop_with([(4, 8, 18, 32), (20, 8, 36, 32), (72, 8, 86, 32)])
    crop[20:23, start:72] = 180
    assert with_dashes(heard, crop).text == text


@pytest.mark.parametrize(("speck", "text"), [((50, 20, 54, 30), "5%—9"), ((42, 20, 66, 30), "5%-9")])
def test_a_speck_on_a_dash_makes_it_no_shorter(speck: tuple[int, int, int, int], text: str) -> None:
    """60%—70% whose dash touches both its neighbours and a speck; of what is longer nobody knows what it is."""
    signs = [(4, 8, 18, 32), (20, 8, 36, 32), (72, 8, 86, 32)]
    heard = reading(("5", 11), ("%", 28), ("-", 56), ("9", 79))
    assert with_dashes(heard, crop_with([*signs, (34, 20, 74, 22), speck])).text == text


CHARACTERS = [(42, 6, 68, 34), (72, 6, 98, 34)]
PIECES = [(8, 20, 12, 22), (17, 20, 20, 22), (26, 20, 34, 22)]


@pytest.mark.parametrize("read", ["-级指", "--级指", "-一级指", "级指"])
def test_the_pieces_of_a_numeral_before_a_level_are_no_dashes(read: str) -> None:
    """一 of 一级指标 as a fax leaves it, read as dashes or, out of focus, not at all."""
    centres = (*range(10, 10 * (len(read) - 1), 10), 55, 85)[-len(read) :]
    heard = reading(*zip(read, centres, strict=True))
    assert with_dashes(heard, crop_with([*CHARACTERS, *PIECES])).text == "一级指"


def test_a_level_has_no_numeral_but_the_one_that_is_printed() -> None:
    """Of 三 readers lose as much; and 级指 may be the second line of a text."""
    heard = reading(("级", 55), ("指", 85))
    three = [(8, 8, 34, 10), (8, 20, 34, 22), (8, 32, 34, 34)]
    assert with_dashes(heard, crop_with([*CHARACTERS, *three])).text == "级指"
    assert with_dashes(heard, crop_with(CHARACTERS)).text == "级指"


@pytest.mark.parametrize(
    ("read", "centres", "text"),
    [
        ("告-一次", (20, 44, 56, 84), "告一次"),
        ("告一-次", (20, 44, 56, 84), "告一次"),
        ("告-一次", (20, 44, 66, 94), "告-一次"),
        ("5-一次", (20, 44, 56, 84), "5-一次"),
    ],
)
def test_a_dash_beside_a_numeral_with_room_for_one_is_a_piece_of_it(
    read: str, centres: tuple[float, ...], text: str
) -> None:
    """The arm of a seal's star parts the stroke of 一; a dash with room of its own, or behind a figure, is one."""
    crop = crop_with([(6, 6, 34, 34), (40, 20, 50, 22), (54, 20, 66, 22), (70, 6, 98, 34)])
    assert with_dashes(reading(*zip(read, centres, strict=True)), crop).text == text
