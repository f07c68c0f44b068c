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
from extractors.scan.ruling.unruled import _are_print, print_alone

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
