"""The height of print is that in the tables, where the prose around them is larger."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.scan.cleaning.cleanup import clean
from extractors.scan.geometry import measure

DPI = 200.0


def letter(rows: int) -> NDArray[np.uint8]:
    """A letter in large print with a table of low rows, whose hairlines lie a character of the letter apart."""
    page = np.full((2200, 1600), 250, np.uint8)
    for y in range(700, 2100, 75):
        cv2.putText(page, "MXWEKH BDRSAW MEWXHK DBRSW", (150, y), cv2.FONT_HERSHEY_SIMPLEX, 1.75, 30, 3)
    for row in range(rows):
        top = 200 + 38 * row
        for x in (260, 560, 900):
            cv2.putText(page, "HEMXW8", (x, top + 30), cv2.FONT_HERSHEY_SIMPLEX, 0.85, 30, 2)
        cv2.line(page, (230, top), (1300, top), 120, 1)
    cv2.rectangle(page, (230, 200), (1300, 200 + 38 * rows), 40, 3)
    for x in (530, 870):
        cv2.line(page, (x, 200), (x, 200 + 38 * rows), 120, 1)
    return np.dstack([page] * 3)


def test_the_rows_of_a_small_table_in_a_letter_of_large_print_are_parted() -> None:
    """Two rows that went on from the page before were one."""
    geometry = measure(clean(letter(3), DPI), 0)
    (lattice,) = geometry.lattices
    assert (len(lattice.ys) - 1, len(lattice.xs) - 1) == (3, 3)
    assert geometry.glyph < 32
