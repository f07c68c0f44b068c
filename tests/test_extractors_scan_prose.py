"""Which lines of a scanned page of prose need one reading only."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.scan.reading.heard import NARROW
from extractors.scan.reading.lines import Strip
from extractors.scan.reading.once import Once
from extractors.scan.reading.prose import MOST, body, read_body, read_grain, ways
from extractors.scan.reading.recognise import Glyph, Reading
from extractors.scan.reading.second_reading import read_line

GLYPH = 28.0
HEADING = Strip(600, 100, 1050, 142)  # large, in the middle
ATTACHMENT = Strip(150, 40, 240, 68)
BODY = [Strip(150 + 56 * (row == 0), 200 + 50 * row, 1500, 228 + 50 * row) for row in range(8)]
LAST = Strip(150, 600, 500, 628)
CROP = np.full((37, 400), 245, dtype=np.uint8)


@dataclass
class Voice:
    """A reader that says one text, and counts how often it was asked."""

    text: str
    sure: float = 1.0
    asked: list[int] = field(default_factory=list)

    def __call__(self, crop: NDArray[np.uint8]) -> Reading:
        """The text, its characters spread over the crop."""
        self.asked.append(crop.shape[1])
        step = crop.shape[1] / len(self.text)
        return Reading(tuple(Glyph(one, self.sure, (index + 0.5) * step) for index, one in enumerate(self.text)))


@dataclass
class Elsewhere:
    """A reader whose characters all stand in the first quarter of the line."""

    voice: Voice

    def __call__(self, crop: NDArray[np.uint8]) -> Reading:
        """What the voice says of that quarter."""
        return self.voice(crop[:, : crop.shape[1] // 4])


def test_the_body_is_what_goes_from_edge_to_edge() -> None:
    """An indented first line belongs to the body; a heading, an attachment's number and a last line do not."""
    assert body([ATTACHMENT, HEADING, *BODY, LAST], GLYPH) == frozenset(BODY)


def test_notes_in_the_margins_leave_the_body_as_it_is() -> None:
    """Numbers of an edition beside the text, left and right, do not move its edges."""
    notes = [Strip(40, 250, 110, 278), Strip(1560, 400, 1630, 428)]
    assert body([*notes, *BODY, LAST], GLYPH) == frozenset(BODY)


def test_a_wide_heading_in_larger_print_is_no_body() -> None:
    """A title that fills the width is told by its height."""
    wide = Strip(150, 100, 1500, 145)
    assert wide not in body([wide, *BODY, LAST], GLYPH)


def test_a_few_lines_have_no_body() -> None:
    """The three lines of a cover or of the heading of a table are all read thoroughly."""
    assert body(BODY[:3], GLYPH) == frozenset()


def test_clear_words_are_read_once() -> None:
    """Words of the body that the small model reads clearly are not read again."""
    voices = [Voice("现将有关事项通知如下", 0.99) for _ in range(3)]
    assert read_body(CROP, voices).text == "现将有关事项通知如下"
    assert [len(voice.asked) for voice in voices] == [1, 0, 0]


def test_figures_are_read_again() -> None:
    """A figure of a sentence is read twice, the second time narrowed."""
    first, second = Voice("资金共计58万元", 0.99), Voice("资金共计58万元")
    assert read_body(CROP, [Once(first), second, Voice(first.text)]).text == first.text
    assert len(second.asked) == 0
    assert first.asked == [CROP.shape[1], round(NARROW * CROP.shape[1])]


def test_doubtful_words_are_read_by_a_larger_model() -> None:
    """Words of the body that the small model is not sure of get the larger model's reading as well."""
    first, second = Voice("现将有关事项通知如下", 0.8), Voice("现将有关事项通知如下")
    assert read_body(CROP, [Once(first), second, Voice(first.text)]).text == first.text
    assert (len(first.asked), len(second.asked)) == (1, 1)


def test_a_lost_word_is_read_again() -> None:
    """Ink with no character read above it sends a line to the larger models, however sure the small one is."""
    stained = CROP.copy()
    stained[6:32, 180:220] = 20
    first, second, third = Voice("现将", 0.99), Voice("现将通知"), Voice("现将通知")
    read_body(stained, [Elsewhere(first), second, third])
    assert len(second.asked) == 1


def test_the_grain_of_paper_is_read_once() -> None:
    """Nothing comes of it; what may be print among very many lines is read like any other."""
    small, larger = Voice("口中", 0.4), Voice("口中")
    assert read_grain(CROP, [Once(small), Once(larger), Once(larger)]).reading.mean < 0.5
    assert (len(small.asked), larger.asked) == (1, [])
    small = Voice("附件3", 0.8)
    read_grain(CROP, [Once(small), Once(larger), Once(larger)])
    assert larger.asked


@pytest.mark.parametrize("tables", [True, False])
def test_only_a_page_with_very_many_lines_is_taken_for_grainy(tables: bool) -> None:
    """Beside a table every line is read in full; without one the body is not."""
    few = [*BODY, LAST]
    assert ways(few, GLYPH, tables=tables) == [read_line if tables else read_body] * 8 + [read_line]
    many = [Strip(10 * x, 100, 10 * x + 6, 110) for x in range(MOST + 1)]
    assert set(ways(many, GLYPH, tables=tables)) == {read_grain}
