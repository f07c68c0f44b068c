"""Marks far paler than the print of their table."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.model import ReadingCode, Severity
from extractors.scan.reading.doubt import Doubt
from extractors.scan.reading.lines import Strip
from extractors.scan.reading.pale_marks import PrintDarkness, is_mottle
from extractors.scan.reading.recognise import Glyph, Reading
from extractors.scan.reading.second_reading import LineReading
from extractors.scan.scanned import read_picture

GLYPH = 20.0
PAPER, PRINT = 240, 40
WORDS, MARK = Strip(100, 100, 180, 120), Strip(100, 200, 130, 220)
DOUBT = Doubt(ReadingCode.READINGS_DIFFER, "read twice and differently")


def darkness(level: int) -> PrintDarkness:
    """A line of print, and a mark of this grey."""
    paper, ink = np.full((300, 300), PAPER, np.uint8), np.zeros((300, 300), np.uint8)
    for strip, grey in ((WORDS, PRINT), (MARK, level)):
        part = slice(strip.top, strip.bottom, 2), slice(strip.x0, strip.x1)
        paper[part], ink[part] = grey, 255
    return PrintDarkness(paper, ink, [WORDS, MARK], GLYPH)


def read(text: str, *, sure: bool) -> LineReading:
    """A line as it was read."""
    glyphs = tuple(Glyph(one, 0.99 if sure else 0.3, 10.0) for one in text)
    return LineReading(Reading(glyphs), 0.999 if sure else 0.3, () if sure else (DOUBT,))


@pytest.mark.parametrize(
    ("level", "sign", "pale"),
    [
        (180, read("使况", sure=False), True),  # 60 grey levels of 200
        (180, read("备注", sure=True), False),  # grey notes are print
        (120, read("使况", sure=False), False),  # 120 of 200: faded print, to be looked at
        (180, read("", sure=False), False),  # gave no text, which is said elsewhere
    ],
)
def test_only_what_is_pale_and_was_not_read_surely_is_left_out(level: int, sign: LineReading, pale: bool) -> None:
    """The words of the table tell how dark its print is."""
    found = darkness(level).pale_lines([WORDS, MARK], [read("产出指标", sure=True), sign])
    assert found == ({1} if pale else set())


@pytest.mark.parametrize(
    ("sign", "beside", "mottle"),
    [
        ("使况", read("产出指标", sure=True), True),
        ("使况", read("产出指标", sure=False), False),  # nothing there tells what its print is like
        ("夜间及节假日", read("≥90%", sure=True), False),  # a grey note that was not read well
    ],
)
def test_a_pale_mark_needs_no_look_only_as_a_few_signs_beside_print(
    sign: str, beside: LineReading, mottle: bool
) -> None:
    """What may be text is left to a person."""
    mark = read(sign, sure=False)
    assert is_mottle(mark, [beside, mark]) is mottle


def test_a_table_without_words_has_no_usual_darkness() -> None:
    """Nothing in it is called pale."""
    paper = np.full((300, 300), PAPER, np.uint8)
    assert not PrintDarkness(paper, np.zeros_like(paper), [MARK], GLYPH).is_pale(MARK)


def sheet(mark: int) -> NDArray[np.uint8]:
    """A table of a merged first cell with print and, far above it, a cloud of dots of this grey."""
    page = np.full((700, 900), 245, np.uint8)
    for x in (100, 340, 560, 800):
        cv2.line(page, (x, 100), (x, 500), 20, 2)
    for y in (100, 500):
        cv2.line(page, (100, y), (800, y), 20, 2)
    for y in (200, 300, 400):
        cv2.line(page, (340, y), (800, y), 20, 2)
    cv2.putText(page, "OUTPUT", (130, 315), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 20, 3)
    for y in (165, 265, 365, 465):
        cv2.putText(page, "PLAN", (370, y), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 20, 3)
        cv2.putText(page, "2024", (600, y), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 20, 3)
    dots = np.random.default_rng(3).random((26, 40)) < 0.45
    for y, x in zip(*np.nonzero(dots), strict=True):
        page[140 + y, 190 + x] = mark
    return page


@pytest.mark.slow
def test_a_cloud_of_dots_in_a_merged_cell_costs_no_row_a_look() -> None:
    """It is no text of the cell, no row of its own that lacks a wall, and a note that needs nobody's eye."""
    picture = np.repeat(sheet(170)[:, :, None], 3, axis=2)
    (grid,) = read_picture(picture, 200.0, number=1, width=324, height=252).grids
    assert grid.at(0, 0).text == "OUTPUT"
    assert all(finding.severity == Severity.INFO for cell in grid.cells for finding in cell.findings)
    assert not grid.findings


@pytest.mark.slow
def test_a_cloud_as_dark_as_print_is_reported() -> None:
    """It may have been a word."""
    picture = np.repeat(sheet(20)[:, :, None], 3, axis=2)
    (grid,) = read_picture(picture, 200.0, number=1, width=324, height=252).grids
    assert any(finding.severity == Severity.WARNING for finding in grid.at(0, 0).findings)
