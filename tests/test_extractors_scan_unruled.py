"""Scanned tables without vertical rules, or without any: what their pages are taken for. Pages are drawn here."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.model import Box, QuarterTurn
from extractors.pieces import Piece
from extractors.scan.cleaning.cleanup import Sheet
from extractors.scan.flattening.upright import ACROSS, runs_across, turned
from extractors.scan.geometry import measure
from extractors.scan.ruling.unruled import _are_print, print_alone, with_unruled

DPI = 200.0
PITCH = 28  # pixels from character to character


def sheet(height: int = 1400, width: int = 1000) -> NDArray[np.uint8]:
    """White paper."""
    return np.full((height, width), 250, dtype=np.uint8)


def write(page: NDArray[np.uint8], x: int, y: int, count: int, size: int = 24) -> None:
    """A line of `count` characters, each something like 米."""
    for left in range(x, x + count * PITCH, PITCH):
        middle, end = size // 2, size - 2
        cv2.line(page, (left, y + middle), (left + end, y + middle), 30, 2)
        cv2.line(page, (left + middle, y), (left + middle, y + end), 30, 2)
        cv2.line(page, (left + 2, y + 2), (left + end, y + end), 30, 2)
        cv2.line(page, (left + end, y + 2), (left + 2, y + end), 30, 2)


def ruled_along_x(rows: int = 20, thick: int = 7) -> NDArray[np.uint8]:
    """A table of single lines close between bars, its columns parted by white."""
    page = sheet()
    for row in range(rows + 1):
        cv2.line(page, (80, 120 + row * 50), (920, 120 + row * 50), 20, thick)
    for row in range(rows):
        for col in range(4):
            write(page, 100 + col * 210, 133 + row * 50, 2 + (row + col) % 3)
    return page


@pytest.mark.parametrize("turn", [0, 90])
def test_bars_between_rows_do_not_hide_which_way_lines_run(turn: QuarterTurn) -> None:
    """They hold lines of text together across the page; the print alone runs as it does."""
    lying = measure(Sheet(turned(ruled_along_x(), turn), None, DPI), 0)
    alone = print_alone(lying)
    across = runs_across(alone.ink, alone.glyph)
    assert across > ACROSS if turn else across < 1 / ACROSS


@pytest.mark.parametrize(("scraps", "is_print"), [(0, True), (2, True), (9, False)])
def test_no_list_is_looked_for_among_scraps(scraps: int, is_print: bool) -> None:
    """A heading that a fax tore to pieces took a minute: most of its pieces are lower than any character."""
    pieces = [Piece((Box(0, 0, 10, 9),))] * 3 + [Piece((Box(0, 0, 2, 2),))] * scraps
    assert _are_print(pieces, 10.0) is is_print
    assert not _are_print([], 10.0)


def columns_and_rows(page: NDArray[np.uint8]) -> list[tuple[int, int]]:
    """Of each table that is found on a page."""
    found = with_unruled(measure(Sheet(page, None, DPI), 0))
    return [(len(lattice.xs) - 1, len(lattice.ys) - 1) for lattice in found.lattices]


@pytest.mark.parametrize("edge", [False, True], ids=["table alone", "edge of the sheet beside it"])
@pytest.mark.parametrize("lean", [-0.04, 0.025])
def test_a_table_that_leans_in_a_photograph_is_one_table(lean: float, edge: bool) -> None:
    """Its rules are level, but each begins a little further aside than the one above; no upright rule tells that."""
    page = ruled_along_x(thick=2)
    aside = cv2.warpAffine(page, np.array([[1, lean, -lean * 600], [0, 1, 0]]), (1060, 1400), borderValue=250)
    if edge:
        cv2.line(aside, (1010, 60), (1010, 1340), 60, 2)
    assert columns_and_rows(aside) == [(4, 20)]


def low_rows(rows: int = 20) -> NDArray[np.uint8]:
    """A table of single lines whose upright strokes reach from the rule above nearly to the one below."""
    page = sheet()
    for row in range(rows + 1):
        cv2.line(page, (80, 120 + row * 36), (920, 120 + row * 36), 20, 3)
    for row in range(rows):
        for col in range(4):
            top = 122 + row * 36
            write(page, 100 + col * 210, top + 3, 2 + (row + col) % 3)
            page[top : top + 31, 100 + col * 210 + 10 : 100 + col * 210 + 14] = 20
    return page


def test_strokes_that_reach_from_rule_to_rule_are_no_walls() -> None:
    """In rows as low as their print the strokes of characters below each other look like one upright run of ink."""
    assert columns_and_rows(low_rows()) == [(4, 20)]


def test_a_text_right_below_the_last_rule_does_not_cost_the_last_row() -> None:
    """A bar with print close below all along is a rule: above it the paper is bare."""
    page = ruled_along_x(thick=4)
    for left in range(80, 920, PITCH):
        cv2.rectangle(page, (left, 1127), (left + 24, 1150), 30, 2)
    assert columns_and_rows(page) == [(4, 20)]


def strew(page: NDArray[np.uint8], places: tuple[tuple[int, int], ...]) -> None:
    """Sixty specks on the room of two characters, at each of these places."""
    chance = np.random.default_rng(3)
    for left, top in places:
        for x, y in chance.integers(0, 55, (60, 2)):
            page[top + y : top + y + 2, left + x : left + x + 3] = 20


def test_swarms_of_specks_between_columns_part_nothing() -> None:
    """A threshold turns a pale watermark into dots, which fill the white between the columns of some rows."""
    page = ruled_along_x(thick=2)
    strew(page, ((235, 300), (450, 420), (660, 640), (240, 800), (655, 560), (460, 900)))
    assert columns_and_rows(page) == [(4, 20)]


def test_nothing_is_cleared_in_a_ruled_table_beside_them() -> None:
    """Its columns need no white, and its rows are not marked: what a swarm hides there must not vanish unseen."""
    page = ruled_along_x(rows=12, thick=2)
    strew(page, ((235, 300), (450, 420)))
    for place in (900, 1000, 1100, 1200, 1300):
        cv2.line(page, (80, place), (920, place), 20, 2)
    for place in (80, 500, 920):
        cv2.line(page, (place, 900), (place, 1300), 20, 2)
    strew(page, ((300, 920), (600, 1120)))
    before = measure(Sheet(page, None, DPI), 0)
    after = with_unruled(before)
    assert len(before.lattices) == 1 and len(after.lattices) == 2
    assert (before.ink[910:1290, 90:910] == after.ink[910:1290, 90:910]).all()
    assert (before.ink[300:360, 235:295] != after.ink[300:360, 235:295]).any()


def test_a_character_that_thick_toner_has_filled_is_no_hole() -> None:
    """量 of small print in a copy of a copy is a black square of 20 pixels; it stays in the cell of a ruled table."""
    page = ruled_along_x(rows=12, thick=2)
    for place in (900, 1000, 1100, 1200, 1300):
        cv2.line(page, (80, place), (920, place), 20, 2)
    for place in (80, 500, 920):
        cv2.line(page, (place, 900), (place, 1300), 20, 2)
    cv2.rectangle(page, (330, 1040), (350, 1060), 15, -1)
    read = with_unruled(measure(Sheet(page, None, DPI), 0))
    assert len(read.lattices) == 2
    assert (read.ink[1042:1058, 332:348] > 0).all()


def test_the_dark_border_of_a_copy_rules_no_list() -> None:
    """What stands between the upper and the lower edge of the page is no row between two rules."""
    page = sheet()
    page[:4] = page[-4:] = 15
    for place in (100, 160, 220, 280):
        cv2.line(page, (80, place), (920, place), 20, 2)
    for place in (80, 500, 920):
        cv2.line(page, (place, 100), (place, 280), 20, 2)
    for row in range(3):
        write(page, 120, 115 + row * 60, 5)
        write(page, 540, 115 + row * 60, 3)
    for col in range(3):
        write(page, 90 + col * 290, 330, 5)
    found = with_unruled(measure(Sheet(page, None, DPI), 0))
    assert [lattice.box.height < page.shape[0] * 36 / DPI for lattice in found.lattices] == [True]


def test_punched_holes_and_underlines_do_not_cost_a_list_without_rules() -> None:
    """Holes at the side stand in no row, and would be a column of their own."""
    page = sheet()
    for row in range(18):
        for col in range(4):
            write(page, 160 + col * 210, 133 + row * 60, 3 + (row + col) % 2)
    whole = columns_and_rows(page)
    for y in (400, 840):
        cv2.circle(page, (60, y), 23, 15, -1)
    cv2.line(page, (790, 133 + 5 * 60 + 28), (870, 133 + 5 * 60 + 28), 30, 2)
    assert whole == [(4, 18)]
    assert columns_and_rows(page) == whole


def test_lines_of_words_far_apart_around_a_ruled_table_are_no_tables() -> None:
    """The head line of a fax and a note below: as tables they parted the table from that of the page before."""
    page = sheet()
    for row in range(7):
        cv2.line(page, (80, 300 + row * 60), (920, 300 + row * 60), 20, 3)
    for x in (80, 360, 640, 920):
        cv2.line(page, (x, 300), (x, 660), 20, 3)
    for row in range(6):
        for x in (110, 390, 670):
            write(page, x, 320 + row * 60, 4)
    for x, count in ((20, 2), (110, 1), (170, 1), (230, 1), (320, 1), (390, 2), (480, 2), (570, 3), (700, 1), (760, 1)):
        write(page, x, 10, count)
    for x, count in ((80, 2), (190, 4), (350, 3), (480, 1), (540, 1), (600, 5), (780, 1), (840, 1), (890, 1)):
        write(page, x, 700, count)
    assert columns_and_rows(page) == [(3, 6)]
