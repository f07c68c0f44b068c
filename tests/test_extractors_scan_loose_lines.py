"""Streaks that begin and end anywhere on a page are no walls of its tables; walls stay, broken ones too."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.model import Box
from extractors.scan.cleaning.cleanup import Sheet
from extractors.scan.geometry import measure
from extractors.scan.ruling.loose_lines import _course, without_loose_lines
from extractors.scan.ruling.rules import RuleInk, find_rules

GLYPH = 28.0
PAPER, INK = 245, 20
WALLS = (80, 300, 560, 820)


def form(cells: tuple[int, ...] = (100, 320, 590)) -> NDArray[np.uint8]:
    """A table of ten rows and three columns with print in every cell, height × width."""
    grey = np.full((1300, 900), PAPER, np.uint8)
    for row in range(11):
        cv2.line(grey, (WALLS[0], 100 + 100 * row), (WALLS[-1], 100 + 100 * row), INK, 2)
    for x in WALLS:
        cv2.line(grey, (x, 100), (x, 1100), INK, 2)
    for row in range(10):
        for x in cells:
            cv2.putText(grey, "EHEHEHE", (x, 165 + 100 * row), cv2.FONT_HERSHEY_SIMPLEX, 1.1, INK, 2)
    return grey


def streaked(
    grey: NDArray[np.uint8], x: int, ends: tuple[int, int], *, left: float, lean: float = 0.0
) -> NDArray[np.uint8]:
    """The same with a line down the page that leaves this share of the light."""
    share = np.ones(grey.shape, np.float32)
    for y in range(*ends):
        at = round(x + lean * (y - ends[0]))
        share[y, at : at + 2] = left
    return (grey * share).astype(np.uint8)


def lifted(page: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The page without its streaks."""
    return without_loose_lines(page, find_rules(page, GLYPH), GLYPH)[0]


def columns(found: RuleInk) -> list[int]:
    """Where walls stand, to 20 pixels."""
    return sorted({round(box.centre[0] / 20) for box in found.verticals})


@pytest.mark.parametrize("left", [0.7, 0.4, 0.0])
@pytest.mark.parametrize(("x", "ends"), [(380, (250, 860)), (380, (160, 1230)), (650, (40, 1050))])
@pytest.mark.parametrize("lean", [0.0, 0.006])
def test_a_streak_through_print_is_no_wall(left: float, x: int, ends: tuple[int, int], lean: float) -> None:
    """However dark, whether it ends in a cell or beside the table; print and rules across it stay."""
    plain = form()
    page = streaked(plain, x, ends, left=left, lean=lean)
    assert columns(find_rules(page, GLYPH)) != columns(find_rules(plain, GLYPH))
    clear, opaque = without_loose_lines(page, find_rules(page, GLYPH), GLYPH)
    assert columns(find_rules(clear, GLYPH)) == columns(find_rules(plain, GLYPH))
    assert len(find_rules(clear, GLYPH).horizontals) == len(find_rules(plain, GLYPH).horizontals)
    # what an opaque streak covers is gone, and what stands close at its ends, but nothing beside it
    covered = cv2.dilate((page != plain).astype(np.uint8), np.ones((41, 9), np.uint8)) > 0
    assert not ((plain < 60) & (clear > 120) & ~(covered & (left == 0))).any()
    # of which it is said that nothing is known
    assert bool(opaque) == (left == 0)
    said = np.zeros(page.shape, np.uint8)
    for box in opaque:
        said[round(box.top) : round(box.bottom), round(box.x0) : round(box.x1) + 1] = 1
    assert not ((page == 0) & (cv2.dilate(said, np.ones((11, 1), np.uint8)) == 0)).any()


@pytest.mark.parametrize(("left", "dead"), [(0.0, True), (0.5, False)])
def test_of_what_an_opaque_streak_covers_nothing_is_known(left: float, *, dead: bool) -> None:
    """A figure 1 under it is gone as a whole: 15万人 became 5万人."""
    geometry = measure(Sheet(streaked(form(), 380, (250, 860), left=left), None, 200), 0)
    assert any(box.x0 <= 381 <= box.x1 and box.top <= 260 and box.bottom >= 850 for box in geometry.dead) is dead


def test_a_streak_on_a_sideways_page_is_no_rule() -> None:
    """Scanned along the feeder and turned upright, it runs along the lines of print and on into the margin."""
    plain = form()
    page = streaked(plain.T, 470, (200, 880), left=0.6).T
    page = np.ascontiguousarray(page)
    rows, left = (
        {round(box.centre[1] / 20) for box in find_rules(seen, GLYPH).horizontals} for seen in (page, lifted(page))
    )
    assert left < rows


def test_a_line_within_a_cell_that_touches_no_rule_is_lifted() -> None:
    """Four characters high, it is none; it was read as figures 1 beside the heading of the cell."""
    plain = form(cells=(320, 590))
    plain[103:1098, 83:298] = PAPER  # one cell over all rows
    page = streaked(plain, 200, (300, 900), left=0.5)
    assert (page[300:900, 200] < PAPER - 60).all()
    assert (lifted(page)[310:890, 200] > PAPER - 12).all()


@pytest.mark.parametrize("ends", [(100, 1100), (100, 650), (260, 1100), (400, 1030)])
def test_a_wall_stays_however_much_of_it_is_lost(ends: tuple[int, int]) -> None:
    """A copy lost one of its ends or both; no print stands across it."""
    page = form()
    page[102:1099, 556:565] = PAPER
    for row in range(11):
        page[99 + 100 * row : 102 + 100 * row, 556:565] = INK
    cv2.line(page, (560, ends[0]), (560, ends[1]), INK, 2)
    assert lifted(page) is page


def test_the_walls_of_a_table_that_a_page_cuts_stay() -> None:
    """They end where nothing else is, all at one level."""
    page = form()
    page[:160] = PAPER
    page[1060:] = PAPER
    assert lifted(page) is page


def test_a_fill_line_under_print_stays() -> None:
    """It touches no rule either, but runs along the print."""
    page = form()
    cv2.line(page, (100, 1220), (600, 1220), INK, 2)
    assert lifted(page) is page


@pytest.mark.parametrize("seed", range(20))
def test_pieces_on_no_even_curve_have_a_course_all_the_same(seed: int) -> None:
    """A page is not lost over them; the course stays beside the pieces."""
    chance = np.random.default_rng(seed)
    grey = np.full((60, 800), 240, np.uint8)
    for at in range(0, 800, 60):
        grey[chance.choice([3, 4, 40, 41]), at : at + 60] = 40
    course = _course(grey, [Box(10, 8, 700, 36)], np.arange(9, 702))
    assert course.shape == (693,)
    assert course.min() >= -20
    assert course.max() <= 80
