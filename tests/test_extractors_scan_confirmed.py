"""A line under a grey seal is believed when it reads the same with the seal on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from extractors.model import ReadingCode
from extractors.scan.accounting.under_seal import Seals
from extractors.scan.cleaning.cleanup import Sheet
from extractors.scan.cleaning.grey_seals import GreySeals
from extractors.scan.geometry import measure
from extractors.scan.reading.lines import Strip
from extractors.scan.reading.recognise import Glyph, Reading
from extractors.scan.reading.second_reading import LineReading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DPI, PAPER, SEAL = 200.0, 240, 120
CELL = (0, 0, 800, 800)
LINE = Strip(300, 300, 500, 330)  # lies below the seal
BESIDE = Strip(300, 600, 500, 630)  # does not


def _reading(text: str, confidence: float) -> Reading:
    return Reading(tuple(Glyph(one, confidence, 20.0 + 25 * place) for place, one in enumerate(text)))


def _line(text: str, confidence: float) -> LineReading:
    return LineReading(_reading(text, confidence), confidence)


def _seals(letter: tuple[int, int] | None = None, *, lettered: bool = False) -> Seals:
    """A page with a bar of a grey seal across its first line, which was taken off.

    `letter` is what was taken for one of its letters, from x to x in that line; `lettered`: such may have stayed.
    """
    import cv2
    import numpy as np

    page = np.full((800, 800), PAPER, np.uint8)
    for strip in (LINE, BESIDE):
        cv2.putText(page, "95 tons", (strip.x0, strip.bottom), cv2.FONT_HERSHEY_SIMPLEX, 1.1, 40, 2)
    bar = np.zeros(page.shape, bool)
    bar[200:400, 390:400] = True
    told = np.zeros_like(bar)
    if letter is not None:
        told[LINE.top : LINE.bottom, slice(*letter)] = True
    stamped = np.where(bar | told, np.minimum(page, SEAL), page).astype(np.uint8)
    greys = GreySeals(bar | told, letters=told, lettered=np.full_like(bar, lettered))
    return Seals(measure(Sheet(page, bar, DPI, greys, stamped=stamped), 0))


def _confirmed(strip: Strip, without: LineReading, with_seal: Reading) -> LineReading:
    seen: list[NDArray[np.uint8]] = []

    def reader(crop: NDArray[np.uint8]) -> Reading:
        seen.append(crop)
        return with_seal

    line = _seals().confirmed(strip, (), CELL, without, (reader, reader, reader))
    assert all(crop.min() < PAPER / 2 for crop in seen)
    return line


def test_a_line_that_reads_the_same_with_the_grey_seal_on_it_is_not_in_doubt() -> None:
    """Neither was a stroke of it taken off with the seal, nor is one of the seal's left."""
    assert _confirmed(LINE, _line("95吨", 0.99), _reading("95吨", 0.8)).doubts == ()


@pytest.mark.parametrize(("sure_without", "taken"), [(0.999, "95吨"), (0.2, "55吨")])
def test_of_two_readings_the_likelier_is_taken_and_is_in_doubt(sure_without: float, taken: str) -> None:
    """The doubt names the other one, for the reviewer."""
    line = _confirmed(LINE, _line("95吨", sure_without), _reading("55吨", 0.9))
    assert line.text == taken
    (doubt,) = [doubt for doubt in line.doubts if doubt.code == ReadingCode.UNDER_SEAL]
    assert {taken, doubt.evidence} == {"95吨", "55吨"}


def test_a_mark_that_reads_unlike_itself_with_the_grey_seal_is_what_is_left_of_it() -> None:
    """It is no text of the cell, and the cell is in doubt."""
    line = _confirmed(LINE, _line("戴", 0.4), _reading("M1", 0.5))
    assert not line.text
    assert [doubt.code for doubt in line.doubts] == [ReadingCode.UNDER_SEAL]


def test_a_lone_sign_under_a_grey_seal_is_in_doubt_though_it_reads_the_same() -> None:
    """A piece of the seal that was not taken off looks the same with the seal on it."""
    line = _confirmed(LINE, _line("≤", 0.99), _reading("≤", 0.99))
    assert line.text == "≤"
    assert [doubt.code for doubt in line.doubts] == [ReadingCode.UNDER_SEAL]


@pytest.mark.parametrize(("letter", "wider"), [((280, 290), 20), ((512, 520), 20), ((100, 110), 0), (None, 0)])
def test_what_was_taken_for_a_letter_beside_a_line_is_read_with_it(letter: tuple[int, int] | None, wider: int) -> None:
    """A pale thin ≤ in front of 1.5% is as pale as the letters of a seal and was taken off with them."""
    widths: list[int] = []

    def reader(crop: NDArray[np.uint8]) -> Reading:
        widths.append(crop.shape[1])
        return _reading("95吨" if crop.shape[1] < usual + wider else "≤95吨", 0.9)

    usual = LINE.width + 2 * round(0.3 * LINE.height)  # crops.MARGIN_X
    line = _seals(letter).confirmed(LINE, (), CELL, _line("95吨", 0.999), (reader, reader, reader))
    assert widths[0] == usual + wider
    assert [doubt.evidence for doubt in line.doubts] == ["≤95吨"]


def test_a_line_within_a_seal_whose_letters_may_have_stayed_is_in_doubt() -> None:
    """Where print is as pale as the seal, 率 with one of its letters behind it reads the same with the seal on."""

    def reader(_: NDArray[np.uint8]) -> Reading:
        return _reading("改造率水", 0.99)

    for strip in (LINE, BESIDE):
        line = _seals(lettered=True).confirmed(strip, (), CELL, _line("改造率水", 0.99), (reader, reader, reader))
        assert [doubt.code for doubt in line.doubts] == [ReadingCode.UNDER_SEAL]


def test_a_line_away_from_the_grey_seal_is_not_read_again() -> None:
    """It is what it was."""
    line = _line("95吨", 0.5)
    assert _confirmed(BESIDE, line, _reading("55吨", 1.0)) is line


@pytest.mark.parametrize(
    ("letter", "text", "doubted"),
    [((260, 290), "95t", True), ((295, 299), "95t", False), (None, "95t", False), ((260, 290), "数量指标", False)],
)
def test_a_value_at_whose_end_a_letter_of_a_grey_seal_stands_is_in_doubt_though_it_reads_the_same(
    letter: tuple[int, int] | None, text: str, doubted: bool
) -> None:
    """A sign below the letter is gone with it, and with the seal on it neither can be read; words miss none so."""

    def reader(crop: NDArray[np.uint8]) -> Reading:
        return _reading(text, 0.99)

    line = _seals(letter).confirmed(LINE, (), CELL, _line(text, 0.99), (reader, reader, reader))
    assert [doubt.code for doubt in line.doubts] == [ReadingCode.UNDER_SEAL] * doubted
