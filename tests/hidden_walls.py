"""A table of pixels with one merged cell, and print, for the looks for walls that are hidden in it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.model import Box
from extractors.scan.ruling.grid import Grid
from extractors.tiling import Lattice, Span

GLYPH, LOW = 28.0, 48
XS = (100.0, 400.0, 700.0, 1000.0)


def level(row: int) -> float:
    """The top of a row."""
    return float(100 + LOW * row)


def lattice(*merged: Span, rows: int = 4) -> Lattice:
    """Three columns of 300 pixels and some rows, but for the merged cells; a pixel is a point."""
    covered = {(r + i, c + j) for r, c, tall, wide in merged for i in range(tall) for j in range(wide)}
    single = [(row, col, 1, 1) for row in range(rows) for col in range(3) if (row, col) not in covered]
    ys = tuple(level(row) for row in range(rows + 1))
    return Lattice(Box(XS[0], ys[0], XS[-1], ys[-1]), XS, ys, tuple(sorted([*single, *merged])))


def texts(*middles: float, col: int = 1) -> NDArray[np.uint8]:
    """Ink of a word around each of these heights, in one column."""
    ink = np.zeros((900, 1100), np.uint8)
    for middle in middles:
        for x in range(130 + 300 * col, 290 + 300 * col, 32):
            cv2.rectangle(ink, (x, round(middle - 13)), (x + 26, round(middle + 13)), 255, 2)
    return ink


def grid(table: Lattice, ink: NDArray[np.uint8]) -> Grid:
    """The table on this ink."""
    return Grid.of(table, ink, ink.T.copy(), GLYPH, 1.0)
