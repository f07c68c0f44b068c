"""Dirt that reads as a sign beside the text of a cell."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.model import Box, Cell, Finding, Line, Place, ReadingCode, Severity
from extractors.scan.reading.doubt import Doubt
from extractors.scan.reading.lines import Strip
from extractors.scan.reading.recognise import Glyph, Reading
from extractors.scan.reading.second_reading import LineReading
from extractors.scan.reading.strays import (
    stray_lines,
    with_full_stop_doubted,
    with_slash_doubted,
    with_stroke_doubted,
    without_last_comma,
)
from extractors.scan.scanned import read_picture

GLYPH = 20.0
TEXT = Strip(100, 100, 180, 120)
TAIL = Strip(100, 128, 105, 142)
BEHIND, ABOVE = Strip(200, 128, 205, 142), Strip(120, 40, 125, 54)
DOUBT = Doubt(ReadingCode.READINGS_DIFFER, "read twice and differently")
SLIGHT, FIGURE = 10, 40  # pixels of ink: a scrap, and the thinnest 1 in print of which a character has 160


def page(*inked: tuple[Strip, int]) -> NDArray[np.uint8]:
    """A page with so many pixels of ink in each strip."""
    ink = np.zeros((300, 300), dtype=np.uint8)
    for strip, pixels in inked:
        part = np.zeros(strip.height * strip.width, dtype=np.uint8)
        part[:pixels] = 255
        ink[strip.top : strip.bottom, strip.x0 : strip.x1] = part.reshape(strip.height, strip.width)
    return ink


def read(text: str, *, sure: bool) -> LineReading:
    """A line as it was read."""
    glyphs = tuple(Glyph(one, 0.99 if sure else 0.3, 10.0) for one in text)
    return LineReading(Reading(glyphs), 0.999 if sure else 0.3, () if sure else (DOUBT,))


@pytest.mark.parametrize(
    ("mark", "pixels", "sign", "stray"),
    [
        (BEHIND, SLIGHT, read("0", sure=False), True),
        (ABOVE, SLIGHT, read("1", sure=False), True),
        (BEHIND, SLIGHT, read("1", sure=True), True),  # any scratch is surely read as a stroke
        (BEHIND, SLIGHT, read("次", sure=True), False),
        (TAIL, SLIGHT, read("1", sure=False), False),  # where the last figure of a value stands
        (BEHIND, FIGURE, read("1", sure=False), False),  # ink enough for a figure
        (ABOVE, FIGURE, read("1", sure=True), False),
        (Strip(200, 128, 218, 142), SLIGHT, read("0", sure=False), False),  # as wide as a character
    ],
)
def test_only_a_slight_mark_away_from_the_text_is_left_out(
    mark: Strip, pixels: int, sign: LineReading, stray: bool
) -> None:
    """What could be the wrapped end of a text, or is a figure by its ink, stays."""
    lines = sorted([(TEXT, read("产出指标", sure=True)), (mark, sign)], key=lambda line: line[0].top)
    strips, reads = zip(*lines, strict=True)
    found = stray_lines(strips, reads, page((TEXT, 640), (mark, pixels)), GLYPH)
    assert found == ({strips.index(mark)} if stray else set())


def test_without_text_that_was_read_well_nothing_is_left_out() -> None:
    """A cell of unsure lines alone says nothing about what its print looks like."""
    reads = [read("产出指标", sure=False), read("1", sure=False)]
    assert not stray_lines([TEXT, BEHIND], reads, page((TEXT, 640), (BEHIND, SLIGHT)), GLYPH)


def cell(*texts: str) -> Cell:
    """A cell with these lines, read surely."""
    lines = tuple(Line(text, Box(10, 10 + 12 * i, 50, 20 + 12 * i), 0.999) for i, text in enumerate(texts))
    return Cell(0, 0, 1, 1, Box(0, 0, 60, 60), lines, ())


@pytest.mark.parametrize(
    ("texts", "doubted"),
    [
        (("产出指标", "1"), True),
        (("群众反映", "情况", "|"), True),
        (("一", "社会效益"), True),
        (("存储容量", "二"), True),  # the pieces of a rule beside a fold
        (("≥202", "1"), False),  # the last figure of a number
        (("不低于95%", "-", "99%"), False),
        (("产出指标", "50%"), False),
        (("PLAN", "1"), True),
        (("1",), False),
        (("一", "级", "指", "标"), False),  # a heading set upright
    ],
)
def test_a_single_stroke_beside_words_without_figures_is_doubted(texts: tuple[str, ...], doubted: bool) -> None:
    """It keeps its place in the text, and the finding has the box of its line."""
    before = cell(*texts)
    after = with_stroke_doubted(before, 3)
    assert after.text == before.text
    places = [finding.place for finding in after.findings]
    stroke = next((line for line in before.lines if line.text in "1|一二"), None)
    assert places == ([Place(3, stroke.box)] if doubted and stroke else [])


@pytest.mark.parametrize(
    ("texts", "doubted"),
    [
        (("是否",), True),
        (("是", "否"), True),
        (("是/否",), False),
        (("是否", "达标"), False),
        (("制度是否", "有无"), False),
    ],
)
def test_a_choice_of_two_words_without_its_slash_is_in_doubt(texts: tuple[str, ...], doubted: bool) -> None:
    """Alone in its cell; as a line of a name that wraps it is none."""
    after = with_slash_doubted(cell(*texts), 3)
    assert [finding.code for finding in after.findings] == ([ReadingCode.CONFUSABLE] if doubted else [])


def test_other_findings_of_the_cell_stay() -> None:
    """The doubt about a stroke is one more."""
    known = Finding(ReadingCode.GRID_REPAIRED, Severity.WARNING, "known", Place(1, Box(0, 0, 60, 60)))
    one = cell("产出指标", "1")
    after = with_stroke_doubted(Cell(0, 0, 1, 1, one.box, one.lines, (known,)), 1)
    assert len(after.findings) == 2
    assert after.findings[0] is known


@pytest.mark.parametrize(("width", "text", "doubted"), [(2, "改善", False), (4, "改善，", True)])
def test_a_comma_at_the_end_of_a_cell_is_dirt_or_doubted(width: int, text: str, doubted: bool) -> None:
    """Grain is thinner than a comma; a text that goes on over the page may end with one."""
    crop = np.full((40, 110), 250, dtype=np.uint8)
    for x in (10, 44):
        cv2.rectangle(crop, (x, 6), (x + 26, 32), 20, 3)
    crop[28:34, 80 : 80 + width] = 20
    line = LineReading(Reading((Glyph("改", 0.9, 23), Glyph("善", 0.9, 57), Glyph("，", 0.6, 81))), 0.99)
    after = without_last_comma(line, crop)
    assert (after.text, bool(after.doubts)) == (text, doubted)


@pytest.mark.parametrize(
    ("text", "doubted"),
    [("120万人次。", True), ("120万人次", False), ("有效提升。", False), ("全年开展消防宣传12万人次以上。", False)],
)
def test_a_full_stop_behind_a_value_is_doubted(text: str, doubted: bool) -> None:
    """A piece of a ring of ink is as round; behind a sentence it is one."""
    line = LineReading(Reading(tuple(Glyph(one, 0.99, 20.0 * place) for place, one in enumerate(text))), 0.99)
    assert bool(with_full_stop_doubted(line).doubts) == doubted


@pytest.mark.slow
@pytest.mark.parametrize(("column", "severity"), [(0, Severity.INFO), (2, Severity.WARNING)])
def test_a_scrap_far_above_a_text_is_left_out_and_reported_with_its_place(column: int, severity: Severity) -> None:
    """The finding has the box of the scrap, not that of the cell; above a number it is a doubt, above a word none."""
    sheet = np.full((700, 900), 245, dtype=np.uint8)
    for x in (100, 300, 500, 800):
        cv2.line(sheet, (x, 100), (x, 400), 20, 2)
    for y in (100, 250, 400):
        cv2.line(sheet, (100, y), (800, y), 20, 2)
    for y in (190, 340):
        for x, text in ((120, "PLAN"), (320, "DONE"), (520, "2024")):
            cv2.putText(sheet, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 20, 3)
    right = (280, 480, 780)[column]
    cv2.line(sheet, (right, 115), (right, 132), 90, 1)
    picture = np.repeat(sheet[:, :, None], 3, axis=2)
    (grid,) = read_picture(picture, 200.0, number=1, width=324, height=252).grids
    found = grid.at(0, column)
    assert found.text == ("PLAN", "DONE", "2024")[column]
    (finding,) = found.findings
    assert (finding.code, finding.severity) == (ReadingCode.INK_LEFT, severity)
    assert finding.place is not None
    assert finding.place.box.width < 2
    assert finding.place.box.centre[0] == pytest.approx(right * 72 / 200, abs=2)
