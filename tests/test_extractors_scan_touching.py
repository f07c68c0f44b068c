"""Print that stands against a rule keeps its strokes when the rule is cleared."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.scan.cleaning.cleanup import Sheet
from extractors.scan.geometry import measure

DPI, WALL = 200.0, 500
TOPS = range(160, 720, 80)


def table(gap: int) -> NDArray[np.uint8]:
    """A 1-bit table of one column; in each row a ring as high as a figure ends `gap` pixels before the wall."""
    page = np.full((900, 700), 255, np.uint8)
    for top in (*TOPS, TOPS[-1] + 80):
        page[top : top + 3, 100 : WALL + 3] = 0
    page[TOPS[0] : TOPS[-1] + 80, 100:103] = page[TOPS[0] : TOPS[-1] + 80, WALL : WALL + 3] = 0
    for top in TOPS:
        for place in range(4):
            right = WALL - gap - 26 * place
            cv2.ellipse(page, (right - 9, top + 42), (8, 11), 0, 0, 360, 0, 3)
    return page


def test_a_figure_that_touches_its_wall_stays_whole() -> None:
    """A nought set right against its wall is no C: its last stroke stands where the soft edge of the wall would be."""
    found = measure(Sheet(table(gap=0), None, DPI), 0)
    for top in TOPS:
        assert found.ink[top + 38 : top + 47, WALL - 3 : WALL].all()


def test_a_wall_beside_print_is_cleared_with_its_edge() -> None:
    """Nothing of the wall is left where no stroke reaches it."""
    found = measure(Sheet(table(gap=14), None, DPI), 0)
    assert not found.ink[TOPS[0] + 6 : TOPS[-1] + 70, WALL - 8 : WALL + 10].any()
