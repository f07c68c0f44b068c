from dataclasses import replace

import numpy as np
import pytest

from extractors.model import Box, Line, ReadingCode
from extractors.scan.reading.lines import Strip
from extractors.scan.reading.ticks import penned_over, without_ticks


def _lines(*texts: str) -> list[Line]:
    return [Line(text, Box(0, 10.0 * row, 50, 10.0 * row + 8)) for row, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("read", "kept"),
    [
        (("组织专题讲座√",), ["组织专题讲座"]),
        (("√68629",), ["68629"]),
        (("95%以上 ✓ ",), ["95%以上"]),
        (("✔社会效益", "指标"), ["社会效益", "指标"]),
        (("社会效益", "指标", "√"), ["社会效益", "指标"]),
        (("√", "≥95%"), ["≥95%"]),
    ],
)
def test_a_tick_at_an_end_of_a_text_is_left_out_and_the_cell_in_doubt(read: tuple[str, ...], kept: list[str]) -> None:
    """What was printed stays; the finding holds the text with its tick, for it may have been part of it."""
    lines, doubts = without_ticks(_lines(*read))
    assert [line.text for line in lines] == kept
    assert [doubt.code for doubt in doubts] == [ReadingCode.CONFUSABLE]
    assert doubts[0].evidence == "".join("".join(read).split())


@pytest.mark.parametrize("read", ["", "√", "√ ✓", "是√ 否□", "□是 ☑否 √", "组织专题讲座"])
def test_ticks_that_a_form_asks_for_stay(read: str) -> None:
    """A lone tick, and one among check boxes, are left alone."""
    lines = _lines(read)
    assert without_ticks(lines) == (lines, [])


@pytest.mark.parametrize("read", ["义务教育巩固√率", "农村居民可支配收入！"])
def test_a_tick_or_a_call_that_nothing_explains_is_doubted(read: str) -> None:
    """It stays in the text, for it may hide a character, and the cell is put before a person."""
    lines, doubts = without_ticks(_lines(read))
    assert [line.text for line in lines] == [read]
    assert [doubt.code for doubt in doubts] == [ReadingCode.CONFUSABLE]


def test_a_stroke_of_a_pen_over_a_line_is_doubted_and_one_beside_it_is_not() -> None:
    """What it crossed may have lost a stroke of its own."""
    strokes = np.zeros((50, 100), dtype=bool)
    strokes[10:20, 60:70] = True
    across, beside = (Strip(left, 8, left + 40, 24) for left in (30, 10))
    assert penned_over((across,), (0, 0, 100, 50), _lines("95%"), None, strokes)
    assert not penned_over((beside,), (0, 0, 100, 50), _lines("95%"), None, strokes)
    sure, unsure = (replace(_lines("单位")[0], confidence=confidence) for confidence in (0.999, 0.97))
    assert not penned_over((across,), (0, 0, 100, 50), [sure], None, strokes)
    assert penned_over((across,), (0, 0, 100, 50), [unsure], None, strokes)


@pytest.mark.parametrize(("text", "doubted"), [("是□ 否□", True), ("95%", False)])
def test_a_tick_taken_off_is_doubted_where_there_are_boxes_to_tick(text: str, doubted: bool) -> None:
    """There it may be the answer; beside other print it is a reader's."""
    ticks = np.ones((50, 100), dtype=bool)
    assert bool(penned_over((), (0, 0, 100, 50), _lines(text), ticks, None)) is doubted
