"""Rows whose rules are gone are told by their texts; long texts side by side are one row."""

from __future__ import annotations

import cv2
import numpy as np
from hidden_walls import LOW, XS, grid, level
from numpy.typing import NDArray

from extractors.model import Box
from extractors.scan.ruling.rows_by_text import walls_by_text
from extractors.tiling import Lattice

GONE = 8  # rows without rules below two that have them


def table() -> Lattice:
    """Two rows and a high one; in the first column one cell over the second and the high one."""
    ys = (level(0), level(1), level(2), level(2 + GONE))
    spans = (
        (0, 0, 1, 1),
        (0, 1, 1, 1),
        (0, 2, 1, 1),
        (1, 0, 2, 1),
        (1, 1, 1, 1),
        (1, 2, 1, 1),
        (2, 1, 1, 1),
        (2, 2, 1, 1),
    )
    return Lattice(Box(XS[0], ys[0], XS[-1], ys[-1]), XS, ys, tuple(sorted(spans)))


def word(ink: NDArray[np.uint8], x: float, middle: float, characters: int = 4) -> None:
    """Print at the left side of a column."""
    for index in range(characters):
        left = round(x + 20 + 32 * index)
        cv2.rectangle(ink, (left, round(middle - 13)), (left + 26, round(middle + 13)), 255, 2)


def page(merged: tuple[float, ...]) -> NDArray[np.uint8]:
    """A text in each row of the second and third column, and at these heights in the first."""
    ink = np.zeros((900, 1100), np.uint8)
    for row in range(2 + GONE):
        for x in XS[1:3]:
            word(ink, x, level(row) + LOW / 2, 3 + row % 2)
    for middle in merged:
        word(ink, XS[0], middle)
    return ink


def walls(ink: NDArray[np.uint8]) -> dict[float, list[int]]:
    """For the left side of each column: between which rows it has walls, by the row below."""
    found = walls_by_text(grid(table(), ink))
    assert all(wall.doubtful for wall in found)
    return {x: [round((w.box.centre[1] - level(0)) / LOW) for w in found if w.box.x0 == x] for x in XS[:3]}


def test_rows_and_merged_cells_are_told_by_the_middles_of_texts() -> None:
    """Of merged cells, one begins where rules are left: its text stands in the middle of both stretches."""
    singles = list(range(3, 2 + GONE))
    merged = (level(1) + level(4)) / 2, level(5), level(7), level(9)
    assert walls(page(merged)) == {XS[0]: [4, 6, 8], XS[1]: singles, XS[2]: singles}


def test_a_column_that_tells_no_cells_stays_one() -> None:
    """Nothing stands in the middle of its last rows."""
    found = walls(page((level(2), level(3), level(4))))
    assert found[XS[0]] == []
    assert len(found[XS[1]]) == len(found[XS[2]]) == GONE - 1


def test_long_texts_side_by_side_are_those_of_one_row() -> None:
    """They fill their cells to the end of each line."""
    ink = np.zeros((900, 1100), np.uint8)
    for x in XS[:3]:
        for line in range(9):
            word(ink, x, level(2) + 30 + 38 * line, 8)
    assert walls(ink) == {x: [] for x in XS[:3]}


def test_the_ragged_edge_of_a_thick_rule_is_no_text() -> None:
    """It reaches into the cells in pieces as high as a line, one below the other."""
    ink = np.zeros((900, 1100), np.uint8)
    word(ink, XS[1], level(6))
    for right in XS[1:]:
        for row in range(2, 2 + GONE):
            top = round(level(row)) + 8
            cv2.rectangle(ink, (round(right) - 6, top), (round(right), top + 28), 255, -1)
    assert walls(ink) == {x: [] for x in XS[:3]}
