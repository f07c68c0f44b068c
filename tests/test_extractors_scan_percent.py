"""% and ‰ of a scan are what their rings say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from extractors.scan.reading.percent import permille_heard, with_shares
from extractors.scan.reading.recognise import Glyph, Reading

if TYPE_CHECKING:
    from numpy.typing import NDArray

EM = 28  # pixels
HIGH, LOW, BESIDE = (12, 13), (21, 25), (32, 25)  # centres of rings from the left of a sign, and from the top


def _line(sign: list[tuple[int, int]], *, bar: bool = False, start: int = 40) -> NDArray[np.uint8]:
    """A figure 1, then rings, and the bar between them where it is left."""
    crop = np.full((37, 100), 250, np.uint8)
    cv2.line(crop, (20, 6), (20, 30), 20, 3)
    for x, y in sign:
        cv2.circle(crop, (start + x, y), 4, 20, 2, cv2.LINE_AA)
    if bar:
        cv2.line(crop, (start + 22, 6), (start + 10, 30), 60, 1, cv2.LINE_AA)
    return crop


def _read(*texts: str, start: float = 20) -> Reading:
    return Reading(tuple(Glyph(text, 0.9, start + 34 * index) for index, text in enumerate(texts)))


@pytest.mark.parametrize("bar", [True, False])
@pytest.mark.parametrize(("rings", "sign"), [([HIGH, LOW], "%"), ([HIGH, LOW, BESIDE], "‰")])
def test_two_rings_are_a_per_cent_sign_and_three_a_per_mille(
    rings: list[tuple[int, int]], sign: str, bar: bool
) -> None:
    """Whatever of the two was read, with the bar or without."""
    for read in ("%", "‰"):
        assert with_shares(_read("1", read), _line(rings, bar=bar))[0].text == f"1{sign}"


def test_rings_alone_or_behind_a_star_are_no_noughts() -> None:
    """A unit in a cell of its own is read as 00, that of a template's ** as 0."""
    assert with_shares(_read("0", "0", start=50), _line([HIGH, LOW, BESIDE]))[0].text == "‰"
    assert with_shares(_read("*", "0"), _line([HIGH, LOW]))[0].text == "*%"


def test_figures_that_cannot_have_such_rings_are_the_sign() -> None:
    """% is read as 8, ‰ as 90 or 960."""
    assert with_shares(_read("8", start=55), _line([HIGH, LOW])[:, 34:])[0].text == "8"  # its centre lies elsewhere
    assert with_shares(_read("8", start=22), _line([HIGH, LOW])[:, 34:])[0].text == "%"
    alone = _line([HIGH, LOW, BESIDE])[:, 34:]
    assert with_shares(Reading((Glyph("9", 0.9, 16), Glyph("0", 0.9, 34))), alone)[0].text == "‰"
    assert with_shares(Reading((Glyph("9", 0.9, 16), Glyph("6", 0.9, 26), Glyph("0", 0.9, 38))), alone)[0].text == "‰"


def test_figures_with_rings_of_their_own_stay() -> None:
    """96 has a ring high and one low, 10 has a nought, and 0 alone may be one."""
    nine_and_six = _line([HIGH, LOW])
    assert with_shares(_read("9", "6", start=48), nine_and_six)[0].text == "96"
    assert with_shares(Reading((Glyph("9", 0.9, 50), Glyph("6", 0.9, 62))), nine_and_six[:, 34:])[0].text == "96"
    assert with_shares(_read("1", "0"), nine_and_six)[0].text == "10"
    nine_and_two_sixes = _line([HIGH, (28, 25), (44, 25)])[:, 34:]
    figures = Reading((Glyph("9", 0.9, 18), Glyph("6", 0.9, 34), Glyph("6", 0.9, 50)))
    assert with_shares(figures, nine_and_two_sixes)[0].text == "966"
    nought = np.full((37, 40), 250, np.uint8)
    cv2.ellipse(nought, (20, 18), (7, 12), 0, 0, 360, 20, 3)
    assert with_shares(_read("0"), nought)[0].text == "0"


@pytest.mark.parametrize(("rings", "sign"), [([HIGH, LOW], "%"), ([HIGH, LOW, BESIDE], "‰")])
def test_a_nought_before_the_sign_stays(rings: list[tuple[int, int]], sign: str) -> None:
    """0% is a value, and the commonest of all that begin with a nought."""
    line = _line(rings)
    line[:, :34] = 250
    cv2.ellipse(line, (20, 18), (7, 12), 0, 0, 360, 20, 3)
    assert with_shares(_read("0", sign), line)[0].text == f"0{sign}"


def test_a_sign_whose_rings_are_broken_stays_as_it_was_read() -> None:
    """Nothing is known of it."""
    assert with_shares(_read("1", "‰"), _line([]))[0].text == "1‰"
    assert with_shares(_read("1", "%"), _line([HIGH]))[0].text == "1%"


def test_a_per_mille_sign_taken_for_a_percentage_is_told() -> None:
    """It makes a tenth of the number; 00 in its place is nothing that could be meant."""
    assert with_shares(_read("1", "%"), _line([HIGH, LOW, BESIDE]))[1]
    assert not with_shares(_read("1", "‰"), _line([HIGH, LOW, BESIDE]))[1]
    assert not with_shares(_read("0", "0", start=50), _line([HIGH, LOW, BESIDE]))[1]


def test_a_per_mille_sign_whose_middle_ring_broke_is_told_by_the_outer_ones() -> None:
    """No % has its rings so far apart. With a nought behind the % it was read whole; 96 has such rings too."""
    outer = [HIGH, BESIDE]
    assert with_shares(_read("1", "%"), _line(outer))[0].text == "1‰"
    assert with_shares(_read("1", "%"), _line(outer))[1]
    assert not with_shares(Reading((Glyph("%", 0.9, 52), Glyph("0", 0.9, 70))), _line(outer)[:, 20:])[1]
    assert with_shares(Reading((Glyph("9", 0.9, 50), Glyph("6", 0.9, 66))), _line(outer))[0].text == "96"


def test_the_ring_of_a_figure_is_none_of_the_sign_behind_it() -> None:
    """The lower ring of % and that of the 8 before it lie as far apart as the outer ones of ‰."""
    read = Reading((Glyph("8", 0.9, 52), Glyph("%", 0.9, 70)))
    assert with_shares(read, _line([HIGH, BESIDE]))[0].text == "8%"


def test_a_nought_read_behind_a_per_cent_sign_is_not_dropped() -> None:
    """It is the last ring of ‰, whose others may show as those of %."""
    read = Reading((Glyph("%", 0.9, 54), Glyph("0", 0.9, 72)))
    assert with_shares(read, _line([HIGH, LOW])[:, 10:])[0].text == "%0"


def test_one_reader_that_made_out_permille_is_enough_for_a_doubt() -> None:
    """Two that know the sign less say %: the number would be ten times as large. A ‰ that some read as % is none."""
    percent, permille = _read("3", "%"), _read("3", "‰")
    assert [doubt.evidence for doubt in permille_heard(percent, [permille])] == ["3‰"]
    assert permille_heard(permille, [percent]) == ()
    assert permille_heard(percent, [_read("8", "%")]) == ()


def test_the_rings_of_a_wide_percent_sign_among_figures_alone_are_no_permille() -> None:
    """A line of figures is lower than one of Chinese characters: Arial's % is 0.67 of its height from ring to ring."""
    crop = np.full((27, 66), 255, np.uint8)
    cv2.line(crop, (20, 4), (20, 23), 0, 2)
    for centre in ((42, 9), (55, 18)):
        cv2.circle(crop, centre, 4, 0, 2, cv2.LINE_AA)
    cv2.line(crop, (53, 4), (44, 23), 0, 1, cv2.LINE_AA)
    read = Reading((Glyph("1", 1.0, 20), Glyph("%", 1.0, 48)))
    assert with_shares(read, crop) == (read, ())


def test_a_pale_percent_sign_that_seems_low_is_no_permille() -> None:
    """Its ends fade first: from ring to ring it is 0.85 of what is left of its height, but 0.58 of the line."""
    crop = np.full((33, 66), 255, np.uint8)
    cv2.line(crop, (20, 4), (20, 29), 0, 2)
    for centre in ((38, 13), (52, 20)):
        cv2.circle(crop, centre, 4, 0, 2, cv2.LINE_AA)
    read = Reading((Glyph("1", 1.0, 20), Glyph("%", 1.0, 45)))
    assert with_shares(read, crop) == (read, ())
