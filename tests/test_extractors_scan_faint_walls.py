"""The second look for walls: drawn tables whose last wall is broken, dotted, pale or not there."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.scan.cleaning.cleanup import Sheet
from extractors.scan.geometry import measure
from extractors.scan.reading.remnants import without_edges
from extractors.scan.ruling.faint_walls import lengthened
from extractors.scan.ruling.rules import find_rules

DPI, GLYPH = 200.0, 28
XS, YS = (100, 300, 500, 700), (150, 250, 350, 450, 550)
Drawing = Callable[[NDArray[np.uint8], int, int], None]


def write(page: NDArray[np.uint8], x: int, y: int, count: int) -> None:
    """Characters like 田 and 米 by turns, 28 pixels apart."""
    for left in range(x, x + count * GLYPH, GLYPH):
        cv2.rectangle(page, (left, y), (left + 22, y + 24), 30, 2)
        cv2.line(page, (left, y + 12), (left + 22, y + 12), 30, 2)
        cv2.line(page, (left + 11, y - 2), (left + 11, y + 26), 30, 2)


def table(last: Drawing) -> NDArray[np.uint8]:
    """Four rows of three cells with text; the wall below the second row of the last column is drawn by `last`."""
    page = np.full((760, 820), 248, dtype=np.uint8)
    for y in YS:
        cv2.line(page, (XS[0], y), (XS[2] if y == YS[2] else XS[3], y), 40, 2)
    for x in XS:
        cv2.line(page, (x, YS[0]), (x, YS[-1]), 40, 2)
    for top in YS[:-1]:
        for left in XS[:-1]:
            write(page, left + 16, top + 38, 5)
    last(page, XS[2], XS[3])
    noise = np.random.default_rng(3).normal(0, 3, page.shape)
    return np.clip(page + noise, 0, 255).astype(np.uint8)


def broken(page: NDArray[np.uint8], start: int, end: int) -> None:
    """Pieces that are too short and too far apart to be a rule by themselves."""
    for piece in range(start, end, 44):
        cv2.line(page, (piece, YS[2]), (min(end, piece + 24), YS[2]), 40, 2)


def dotted(page: NDArray[np.uint8], start: int, end: int) -> None:
    """Dots with gaps as wide as they are."""
    for dot in range(start, end, 8):
        page[YS[2] : YS[2] + 3, dot : dot + 4] = 90


def pale(page: NDArray[np.uint8], start: int, end: int) -> None:
    """Hardly darker than the paper."""
    cv2.line(page, (start, YS[2]), (end, YS[2]), 228, 2)


def missing(page: NDArray[np.uint8], start: int, end: int) -> None:
    """No wall."""


def text_on_it(page: NDArray[np.uint8], start: int, end: int) -> None:
    """A line of text from wall to wall, whose lower strokes stand beside the place of the wall."""
    write(page, start + 4, YS[2] - 30, 7)


@pytest.mark.parametrize("last", [broken, dotted, pale])
def test_what_is_left_of_a_wall_parts_two_cells(last: Drawing) -> None:
    """A wall in pieces, in dots or hardly visible parts the cells above and below it: no row is lost."""
    (lattice,) = measure(Sheet(table(last), None, DPI), 0).lattices
    assert [span for span in lattice.spans if span[1] == 2] == [(row, 2, 1, 1) for row in range(4)]


@pytest.mark.parametrize("last", [missing, text_on_it])
def test_a_merged_cell_stays_whole(last: Drawing) -> None:
    """Neither white paper nor the strokes of a line of text make a wall."""
    (lattice,) = measure(Sheet(table(last), None, DPI), 0).lattices
    assert [span for span in lattice.spans if span[1] == 2] == [(0, 2, 1, 1), (1, 2, 2, 1), (3, 2, 1, 1)]


def test_the_edge_of_an_open_table_shows_in_broken_rules() -> None:
    """Where the outer rules of a table without a frame are in pieces, its first column is still there."""
    page = np.full((760, 820), 248, dtype=np.uint8)
    for y in YS:
        cv2.line(page, (XS[0] if y == YS[0] else XS[1], y), (XS[3], y), 40, 2)
    for piece in range(XS[0], XS[1], 44):
        cv2.line(page, (piece, YS[-1]), (min(XS[1], piece + 24), YS[-1]), 40, 2)
    for x in XS[1:]:
        cv2.line(page, (x, YS[0]), (x, YS[-1]), 40, 2)
    (lattice,) = measure(Sheet(page, None, DPI), 0).lattices
    assert (0, 0, 4, 1) in lattice.spans


def test_a_piece_of_a_broken_rule_is_no_dash() -> None:
    """What is left of a rule at the side of a cell goes; the character 一 in its middle stays."""
    cell = np.zeros((100, 200), dtype=np.uint8)
    cell[0:4, 60:80] = 255
    cell[48:52, 90:112] = 255
    kept = without_edges(cell, GLYPH)
    assert not kept[:10].any()
    assert (kept[40:60] == cell[40:60]).all()


def test_the_stem_of_a_character_in_a_merged_heading_is_no_wall() -> None:
    """A heading over two columns has a 小 where their wall stands in the rows below: one cell it stays."""
    page = np.full((500, 820), 248, dtype=np.uint8)
    ys = (150, 200, 300, 400)
    for y in ys:
        cv2.line(page, (XS[0], y), (XS[3], y), 40, 2)
    for x in XS:
        cv2.line(page, (x, ys[1] if x == XS[2] else ys[0]), (x, ys[-1]), 40, 2)
    for top in ys[1:-1]:
        for left in XS[:-1]:
            write(page, left + 16, top + 38, 5)
    write(page, XS[0] + 16, ys[0] + 10, 5)
    for left in range(XS[2] - 70, XS[2] + 60, GLYPH):  # 小 after 小, the third astride the place of the wall
        middle, top, bottom = left + 14, ys[0] + 10, ys[0] + 40
        cv2.line(page, (middle, top), (middle, bottom), 30, 2)
        cv2.line(page, (middle - 7, top + 10), (left + 2, bottom - 8), 30, 2)
        cv2.line(page, (middle + 7, top + 10), (left + 26, bottom - 8), 30, 2)
    (lattice,) = measure(Sheet(page, None, DPI), 0).lattices
    assert [span for span in lattice.spans if span[0] == 0] == [(0, 0, 1, 1), (0, 1, 1, 2)]


def test_a_piece_of_a_wall_between_two_cells_is_no_figure() -> None:
    """Half of an upright stroke at the very side goes; a 1 near the side, and one behind figures, stay."""
    cell = np.zeros((100, 200), dtype=np.uint8)
    cell[40:64, 0:3] = 255
    cell[40:64, 150:153] = cell[40:64, 180:184] = 255
    kept = without_edges(cell, GLYPH)
    assert not kept[:, :10].any()
    assert (kept[:, 100:] == cell[:, 100:]).all()
    overflowing = np.zeros((100, 200), dtype=np.uint8)
    overflowing[40:64, 197:200] = overflowing[40:64, 170:188] = 255
    assert (without_edges(overflowing, GLYPH) == overflowing).all()


@pytest.mark.parametrize("below", [0, 7])
def test_a_rule_does_not_go_on_over_the_sheet_beside(below: int) -> None:
    """On a photograph of two sheets a row of one went over the gutter, on the level of the last rule of the other."""
    page = np.full((600, 1600), 240, np.uint8)
    for left, right, ys in ((60, 500, (200, 260, 320)), (580, 1540, (140, 260 + below))):
        for y in ys:
            cv2.line(page, (left, y), (right, y), 40, 3)
        for x in (left, (left + right) // 2, right):
            cv2.line(page, (x, ys[0]), (x, ys[-1]), 40, 3)
    assert lengthened(page, find_rules(page, 27.0), 27.0) == []
