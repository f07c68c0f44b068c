"""Pieces of a rule inside a merged cell, on the level of a neighbour's wall, are a wall; dashes and print are none."""

from __future__ import annotations

import numpy as np
import pytest
from hidden_walls import grid, lattice, texts
from numpy.typing import NDArray

from extractors.scan.ruling.pieces_between import walls_of_pieces

LEVEL = 196  # between the second and the third row


def walls(ink: NDArray[np.uint8]) -> list[tuple[float, float]]:
    """The middles of the walls in a cell of the second and third row."""
    found = walls_of_pieces(grid(lattice((1, 1, 2, 1)), ink))
    assert all(wall.doubtful for wall in found)
    return [wall.box.centre for wall in found]


@pytest.mark.parametrize("pieces", [[(410, 480)], [(600, 690)], [(480, 510), (560, 600)]], ids=str)
def test_pieces_on_the_level_of_a_wall_are_what_is_left_of_it(pieces: list[tuple[int, int]]) -> None:
    """Two texts above and below, and nothing else on the level."""
    ink = texts(172, 220)
    for start, end in pieces:
        ink[LEVEL - 1 : LEVEL + 2, start:end] = 255
    assert walls(ink) == [(550.0, float(LEVEL))]


def test_the_dash_in_the_middle_of_a_merged_cell_is_its_text() -> None:
    """For nothing to be filled in: two characters wide, on the level of a wall by chance."""
    ink = np.zeros((900, 1100), np.uint8)
    ink[LEVEL - 1 : LEVEL + 2, 522:578] = 255
    assert walls(ink) == []


def test_strokes_of_a_line_of_print_are_no_pieces() -> None:
    """The text of a merged cell stands on the level of a wall, with the dash of a span of time in it."""
    ink = texts(LEVEL)
    ink[LEVEL - 1 : LEVEL + 2, 600:660] = 255
    assert walls(ink) == []


def test_a_wall_along_y_is_found_as_well() -> None:
    """In a cell over two columns."""
    ink = np.zeros((900, 1100), np.uint8)
    ink[150:190, 699:702] = 255
    found = walls_of_pieces(grid(lattice((1, 1, 1, 2)), ink))
    assert [wall.box.centre for wall in found] == [(700.0, 172.0)]
