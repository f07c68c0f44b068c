"""Streaks of a scanner in the margin of a page, and lines that only look like them."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.scan.cleaning.streaks import without_streaks

DPI = 200.0
HEIGHT, WIDTH = 1600, 1200


def page(*, lean: float = 0.8) -> NDArray[np.uint8]:
    """A table of four columns that leans by some degrees on a white sheet."""
    paper = np.full((HEIGHT, WIDTH), 250, dtype=np.uint8)
    for x in range(200, 1101, 225):
        cv2.line(paper, (x, 300), (x, 1200), 20, 2)
    for y in range(300, 1201, 90):
        cv2.line(paper, (200, y), (1100, y), 20, 2)
    turn = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), lean, 1)
    return np.asarray(cv2.warpAffine(paper, turn, (WIDTH, HEIGHT), borderValue=250), dtype=np.uint8)


def streaked(paper: NDArray[np.uint8], column: int, *, share: float = 0.8, level: int = 0) -> NDArray[np.uint8]:
    """Two columns of dark dots from the upper to the lower edge."""
    out = paper.copy()
    out[np.random.default_rng(5).random(len(out)) < share, column : column + 2] = level
    return out


@pytest.mark.parametrize("level", [0, 150])
@pytest.mark.parametrize("column", [40, 1160])
def test_a_streak_in_the_margin_goes_and_nothing_else(column: int, level: int) -> None:
    """Black on a fax, grey on a grey scan; the leaning table beside it is as it was."""
    bare = page()
    assert np.array_equal(without_streaks(streaked(bare, column, level=level), DPI), bare)


def test_a_streak_lies_level_where_the_sheet_was_turned_after_the_scan() -> None:
    """The direction of the paper is then along x."""
    bare = np.ascontiguousarray(np.rot90(page()))
    with_streak = np.ascontiguousarray(np.rot90(streaked(page(), 40)))
    assert np.array_equal(without_streaks(with_streak, DPI), bare)


def test_the_walls_of_a_table_cut_out_to_its_edges_stay() -> None:
    """A picture of nothing but a table has walls from edge to edge, which rules end at or cross."""
    table = np.ascontiguousarray(page(lean=0.0)[330:1170, 190:1110])
    assert without_streaks(table, DPI) is table


def test_a_dark_rim_is_no_streak() -> None:
    """The border of a scanner is thicker; desk.py and the ledger know it."""
    rimmed = page()
    rimmed[:, :30] = 20
    assert without_streaks(rimmed, DPI) is rimmed


def test_a_line_that_ends_on_the_sheet_is_print() -> None:
    """A rule beside the text, or a binding line, begins and ends within the margins."""
    ruled = page()
    ruled[100:1500, 60:62] = 20
    assert without_streaks(ruled, DPI) is ruled
