"""Which way up a scanned page lies is told from its lines; a page is not measured more often than that takes."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.model import QuarterTurn
from extractors.scan import which_way_up
from extractors.scan.cleaning.cleanup import Sheet
from extractors.scan.geometry import Geometry, measure
from extractors.scan.reading.recognise import Glyph, Reading

DPI = 200.0
ROWS, HIGH = 8, 70


def form() -> Sheet:
    """A table of two columns with a line of marks in each cell, each with a foot: upside down it stands on its head."""
    page = np.full((900, 1000), 248, np.uint8)
    for row in range(ROWS + 1):
        cv2.line(page, (100, 100 + HIGH * row), (900, 100 + HIGH * row), 30, 2)
    for x in (100, 400, 900):
        cv2.line(page, (x, 100), (x, 100 + HIGH * ROWS), 30, 2)
    for row in range(ROWS):
        for left in (130, 440):
            for x in range(left, left + 150, 30):
                top = 122 + HIGH * row
                cv2.rectangle(page, (x, top), (x + 22, top + 24), 30, 2)
                cv2.rectangle(page, (x, top + 16), (x + 22, top + 24), 30, cv2.FILLED)
    return Sheet(page, None, DPI)


class Clerk:
    """Reads lines that stand on their feet with one probability, and those on their heads with another."""

    def __init__(self, upright: float, upside_down: float) -> None:
        """The probabilities."""
        self.upright, self.upside_down = upright, upside_down

    def __call__(self, crop: NDArray[np.uint8]) -> Reading:
        """One more line."""
        middle = crop.shape[0] // 2
        stands = crop[middle:].mean() < crop[:middle].mean()
        sure = self.upright if stands else self.upside_down
        return Reading(tuple(Glyph("田", sure, 30.0 * place) for place in range(5)))


@pytest.mark.parametrize(
    ("upright", "upside_down", "turn", "times"),
    [
        (0.95, 0.3, 0, 1),
        (0.7, 0.3, 0, 1),  # a poor page, whose lines are worse upside down
        (0.3, 0.95, 180, 2),
        (0.6, 0.5, 0, 2),
    ],
)
def test_a_page_is_measured_again_only_where_its_lines_do_not_tell(
    upright: float, upside_down: float, turn: int, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its lines are read upside down, too, before it is turned over."""
    measured: list[QuarterTurn] = []

    def counted(sheet: Sheet, turn: QuarterTurn) -> Geometry:
        measured.append(turn)
        return measure(sheet, turn)

    monkeypatch.setattr(which_way_up, "measure", counted)
    page = which_way_up.upright_geometry(form(), [Clerk(upright, upside_down)])
    assert page.turn == turn
    assert len(measured) == times


def test_a_page_that_nobody_reads_lies_as_its_row_of_cells_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two seals over the last row of a table: on its side the row is no table, and its marks agree by chance."""
    page = np.full((1000, 900), 248, np.uint8)
    for y in (100, 170):
        cv2.line(page, (100, y), (800, y), 30, 2)
    for x in (100, 300, 500, 800):
        cv2.line(page, (x, 100), (x, 170), 30, 2)
        for left in range(x + 20, x + 150, 40) if x < 800 else ():
            cv2.circle(page, (left, 135), 12, 30, 2)

    def reader(crop: NDArray[np.uint8]) -> Reading:
        height, width = crop.shape
        return Reading((Glyph("国", 0.5, 10.0),) if height >= 0.8 * width else ())

    monkeypatch.setattr(which_way_up, "runs_across", lambda *_: 1.0)
    found = which_way_up.upright_geometry(Sheet(page, None, DPI), [reader, reader])
    assert found.turn in (0, 180)
    assert found.lattices
