"""A wall that print or a seal hides is known from its neighbours and from the texts on both sides of it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.model import Box
from extractors.scan.ruling.between_rows import walls_between_rows
from extractors.tiling import Lattice

GLYPH, LOW = 28.0, 48


def lattice(merged: int) -> Lattice:
    """Three columns of 300 pixels and four rows, of which two are one in the column `merged`; a pixel is a point."""
    spans = [(row, col, 1, 1) for row in range(4) for col in range(3) if (row, col) not in {(1, merged), (2, merged)}]
    spans = sorted([*spans, (1, merged, 2, 1)])
    ys = tuple(float(100 + LOW * row) for row in range(5))
    return Lattice(Box(100, 100, 1000, ys[-1]), (100.0, 400.0, 700.0, 1000.0), ys, tuple(spans))


def texts(*middles: float, col: int = 1) -> NDArray[np.uint8]:
    """Ink of a word around each of these heights."""
    ink = np.zeros((400, 1100), np.uint8)
    for middle in middles:
        for x in range(130 + 300 * col, 290 + 300 * col, 32):
            cv2.rectangle(ink, (x, round(middle - 13)), (x + 26, round(middle + 13)), 255, 2)
    return ink


def walls(ink: NDArray[np.uint8], col: int = 1) -> list[float]:
    """The levels of the walls in a merged cell of the second and third row."""
    found = walls_between_rows(ink, [lattice(col)], GLYPH, 1.0)
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


def test_one_text_is_that_of_a_merged_cell() -> None:
    """In its middle, of one line and of three."""
    assert walls(texts(196)) == []
    assert walls(texts(164, 196, 228)) == []


def test_two_lines_of_one_text_stand_nearer_to_each_other_than_rows() -> None:
    """They are not in the middle of the rows."""
    assert walls(texts(180, 212)) == []


def test_a_cell_at_the_side_of_the_table_may_be_merged() -> None:
    """Only where both neighbours have the rows is it known that the cell has them."""
    assert walls(texts(172, 220, col=0), col=0) == []
