"""Rules of which a threshold left only specks."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.scan.cleaning.cleanup import Sheet
from extractors.scan.geometry import measure
from extractors.scan.ruling.faint_walls import FaintWall
from extractors.scan.ruling.rules import find_rules
from extractors.scan.ruling.specks import is_bilevel, speckled_rules

DPI, GLYPH = 200.0, 26.0
ROWS, TOP, PITCH = 7, 150, 70
EDGES = (100, 260, 520, 700)


def table(*, dotted: bool, seed: int = 3) -> NDArray[np.uint8]:
    """A black and white table of print, ruled along y; its level rules are whole or a dot every few pixels."""
    random = np.random.default_rng(seed)
    page = np.full((900, 800), 255, np.uint8)
    for x in EDGES:
        cv2.line(page, (x, TOP), (x, TOP + ROWS * PITCH), 0, 2)
    for row in range(ROWS + 1):
        y = TOP + row * PITCH
        if dotted:
            page[y, np.arange(EDGES[0], EDGES[-1], 12) + random.integers(-3, 4, 50)] = 0
        else:
            cv2.line(page, (EDGES[0], y), (EDGES[-1], y), 0, 2)
    for row in range(ROWS):
        for x in EDGES[:-1]:
            for index in range(4):
                left, y = x + 12 + index * 30, TOP + row * PITCH + 20 + 5 * (index % 2)
                cv2.rectangle(page, (left, y), (left + 20, y + 24), 0, 2)
                cv2.line(page, (left, y + 12), (left + 20, y + 12), 0, 2)
    page[random.integers(0, 900, 120), random.integers(0, 800, 120)] = 0  # dust
    return page


def test_rows_between_specks_are_cells() -> None:
    """Every cell of a table whose level rules are only specks is found."""
    (lattice,) = measure(Sheet(table(dotted=True), None, DPI), 0).lattices
    assert (len(lattice.ys) - 1, len(lattice.xs) - 1, len(lattice.spans)) == (ROWS, 3, 3 * ROWS)


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_dust_on_a_table_of_whole_rules_makes_none(seed: int) -> None:
    """What is ruled already, and dust, gains no rule."""
    page = table(dotted=False, seed=seed)
    assert speckled_rules(page, find_rules(page, GLYPH), GLYPH) == []


def test_a_single_row_of_dots_is_no_rule() -> None:
    """Dots on one level are dirt or a ragged edge: a threshold that loses one hairline loses its like."""
    page = table(dotted=False)
    page[TOP + PITCH // 6, np.arange(EDGES[0], EDGES[-1], 11)] = 0
    assert speckled_rules(page, find_rules(page, GLYPH), GLYPH) == []


def test_only_a_scan_of_black_and_white_alone_is_bilevel() -> None:
    """A page of black and white is, drawn half a pixel off too; one of grey levels with white paper is not."""
    page = table(dotted=True)
    shifted = cv2.warpAffine(page, np.array([[1, 0, 0.3], [0, 1, 0.0]]), page.shape[::-1], borderValue=255)
    soft = cv2.GaussianBlur(page, (0, 0), 1.2)
    assert (is_bilevel(page), is_bilevel(shifted), is_bilevel(soft)) == (True, True, False)
    assert not is_bilevel(np.full((300, 300), 255, np.uint8))


LOW, SECOND = 44, 520  # the pitch of the rows of two tables, and where the second one begins


def two_tables(*, walls: bool = True, few: bool = False, dust: bool = False) -> NDArray[np.uint8]:
    """Two tables of seven rows without text, of other columns, whose walls are dots.

    Args:
        walls: without them only the level rules are there.
        few: one row of the first has four dots on each wall.
        dust: two dots in some rows of the second, on the level of a wall of the first.
    """
    page = np.full((900, 800), 255, np.uint8)
    for top, edges in ((TOP, EDGES), (SECOND, (100, 330, 560, 700))):
        for row in range(ROWS + 1):
            cv2.line(page, (edges[0], top + row * LOW), (edges[-1], top + row * LOW), 0, 2)
        for x in edges if walls else ():
            for row in range(ROWS):
                thin = few and top == TOP and row == 3
                page[top + row * LOW + 6 : top + (row + 1) * LOW - 3 : 9 if thin else 4, x] = 0
    if dust:
        for row in (1, 2, 5):
            page[SECOND + row * LOW + 14, EDGES[1]] = page[SECOND + row * LOW + 30, EDGES[1]] = 0
    return page


def walls_of(page: NDArray[np.uint8]) -> list[FaintWall]:
    """Those that stand upright, where none of them was found as a rule."""
    found = find_rules(two_tables(walls=False), GLYPH)
    return [wall for wall in speckled_rules(page, found, GLYPH) if wall.box.width < wall.box.height]


def test_two_specks_of_dirt_on_the_level_of_another_tables_wall_are_none() -> None:
    """They split a heading and a sentence of the table below in two, and put all its rows in doubt."""
    below = [wall.box.centre[0] for wall in walls_of(two_tables(dust=True)) if wall.box.top >= SECOND]
    assert below
    assert not any(abs(x - EDGES[1]) < 4 for x in below)


def test_a_wall_with_few_specks_is_none_to_doubt_where_it_goes_on_above_and_below() -> None:
    """One row of a fax has four dots of a wall, the rows beside it nine."""
    walls = walls_of(two_tables(few=True))
    assert len(walls) >= 8 * ROWS - 2
    assert not any(wall.doubtful for wall in walls)
