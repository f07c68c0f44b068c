"""A wall that print or a seal hides is known from its neighbours and from the texts on both sides of it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hidden_walls import grid, lattice, texts
from numpy.typing import NDArray

from extractors.scan.ruling.between_texts import walls_between_texts


def walls(ink: NDArray[np.uint8], col: int = 1) -> list[float]:
    """The levels of the walls in a merged cell of the second and third row."""
    found = walls_between_texts(grid(lattice((1, col, 2, 1)), ink))
    assert all(wall.doubtful for wall in found)
    return [wall.box.centre[1] for wall in found]


def test_a_text_in_each_row_tells_the_wall_between_them() -> None:
    """Each in the middle of what its neighbours have as a row."""
    assert walls(texts(172, 220)) == [196.0]


def test_what_is_left_of_a_rule_may_touch_the_text() -> None:
    """Dots over the width of the cell, print set on them."""
    ink = texts(172, 220)
    ink[190:198, 410:690:9] = 255
    assert walls(ink) == [196.0]


@pytest.mark.parametrize(("thick", "known"), [(3, [196.0]), (1, [])])
def test_signs_among_the_specks_of_a_fax_are_texts(thick: int, known: list[float]) -> None:
    """= in a row and < in the next are low; specks beside them, hairs among them, are none."""
    ink = np.zeros((400, 1100), np.uint8)
    for y in (168, 176):
        cv2.line(ink, (540, y), (556, y), 255, thick)
    cv2.polylines(ink, [np.array([(556, 212), (540, 220), (556, 228)])], isClosed=False, color=255, thickness=thick)
    for x, y in ((430, 156), (520, 190), (600, 203), (660, 240)):
        ink[y : y + 2, x : x + 2] = 255
    assert walls(ink) == known


def test_one_text_is_that_of_a_merged_cell() -> None:
    """In its middle, of one line and of three."""
    assert walls(texts(196)) == []
    assert walls(texts(164, 196, 228)) == []


def test_two_lines_of_one_text_stand_nearer_to_each_other_than_rows() -> None:
    """They are not in the middle of the rows."""
    assert walls(texts(180, 212)) == []


def test_lines_that_fill_their_cell_may_be_those_of_one_text() -> None:
    """It wraps in a merged cell of two rows that are hardly higher than lines."""
    ink = texts(172, 220)
    for x in range(290 + 300 - 140, 690, 32):
        for middle in (172, 220):
            cv2.rectangle(ink, (x, middle - 13), (x + 26, middle + 13), 255, 2)
    assert walls(ink) == []


def test_a_cell_at_the_side_of_the_table_may_be_merged() -> None:
    """Only where both neighbours have the rows is it known that the cell has them."""
    assert walls(texts(172, 220, col=0), col=0) == []


def heading(*middles: float) -> NDArray[np.uint8]:
    """Ink of a word around each of these places in the first row."""
    ink = np.zeros((400, 1100), np.uint8)
    for middle in middles:
        for x in range(-48, 48, 32):
            cv2.rectangle(ink, (round(middle + x), 111), (round(middle + x + 26), 137), 255, 2)
    return ink


def test_headings_in_the_middle_of_the_columns_below_are_cells() -> None:
    """And one in the middle of both columns is that of the two."""
    table = lattice((0, 1, 1, 2))
    found = walls_between_texts(grid(table, heading(250, 553, 853)))
    assert [wall.box.centre for wall in found] == [(700.0, 124.0)]
    assert walls_between_texts(grid(table, heading(250, 703))) == []


def test_a_name_at_the_side_of_its_column_and_a_value_in_the_middle_of_its_own_are_two_cells() -> None:
    """Two texts at the sides of theirs may be one, with white where a wall is above by chance."""
    table = lattice((0, 1, 1, 2))
    found = walls_between_texts(grid(table, heading(250, 463, 853)))
    assert [wall.box.centre for wall in found] == [(700.0, 124.0)]
    assert walls_between_texts(grid(table, heading(250, 463, 763))) == []
