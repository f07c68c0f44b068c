"""Walls of a table of one row, which are hardly longer than the strokes beside them."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.scan.ruling.rules import find_rules

GLYPH = 24.0
TOP, BOTTOM = 150, 214  # 2.7 characters apart


def row(beside: int) -> NDArray[np.uint8]:
    """A row between two rules with walls at 100, 400 and 700; a stroke so high stands close to the middle one."""
    page = np.full((400, 800), 245, np.uint8)
    for y in (TOP, BOTTOM):
        cv2.line(page, (100, y), (700, y), 40, 2)
    for x in (100, 400, 700):
        cv2.line(page, (x, TOP), (x, BOTTOM), 40, 2)
    middle = (TOP + BOTTOM) // 2
    page[middle - beside // 2 : middle + beside // 2, 404:407] = 40
    return page


@pytest.mark.parametrize("beside", [0, 16, 22, 28])
def test_a_short_wall_beside_text_is_one_when_it_reaches_from_rule_to_rule(beside: int) -> None:
    """The rest of a table on the next page: its wall was lost beside the first character of a name."""
    found = find_rules(row(beside), GLYPH)
    assert sorted(round(box.centre[0] / 100) for box in found.verticals) == [1, 4, 7]


def test_a_stroke_of_print_beside_another_is_no_wall_of_a_low_row() -> None:
    """Two strokes of a tall character end short of the rules above and below."""
    page = row(28)
    page[TOP + 2 : TOP + 7, 399:403] = page[BOTTOM - 7 : BOTTOM - 1, 399:403] = 245
    found = find_rules(page, GLYPH)
    assert sorted(round(box.centre[0] / 100) for box in found.verticals) == [1, 7]


@pytest.mark.parametrize(("left", "right", "walls"), [(100, 250, 1), (107, 220, 0), (107, 250, 0)])
def test_the_feet_of_a_line_of_print_are_a_wall_only_from_wall_to_wall(left: int, right: int, walls: int) -> None:
    """业技能提升行 stands on one level for more than four characters; text may hang on a short wall as densely."""
    page = np.full((500, 800), 245, np.uint8)
    for y in (100, 400):
        cv2.line(page, (100, y), (700, y), 40, 2)
    for x in (100, 250, 700):
        cv2.line(page, (x, 100), (x, 400), 40, 2)
    cv2.line(page, (left, 250), (right, 250), 40, 2)
    for x in range(112, 215, 10):
        page[230:250, x : x + 4] = 40
    found = find_rules(page, GLYPH)
    assert sum(abs(box.centre[1] - 250) < 5 for box in found.horizontals) == walls


@pytest.mark.parametrize(("open_ends", "walls"), [(0, 1), (1, 1), (6, 0)])
def test_an_upright_stroke_of_a_character_is_no_wall_of_a_row_set_close(open_ends: int, walls: int) -> None:
    """That of 计 is nearly as high as such a row; a fax may gnaw at the ends of a wall."""
    page = np.full((300, 800), 245, np.uint8)
    top, bottom = 100, 142
    for y in (top, bottom):
        cv2.line(page, (100, y), (700, y), 40, 2)
    for x in (100, 700):
        cv2.line(page, (x, top), (x, bottom), 40, 2)
    page[top + 1 + open_ends : bottom - open_ends, 400:403] = 40
    found = find_rules(page, GLYPH)
    assert sum(abs(box.centre[0] - 401) < 5 for box in found.verticals) == walls


def glued(top: int, bottom: int) -> NDArray[np.uint8]:
    """Four low rows of names that begin a pixel beside their wall, which reaches from `top` to `bottom`."""
    page = np.full((400, 800), 245, np.uint8)
    for row in range(5):
        cv2.line(page, (100, 150 + row * 36), (700, 150 + row * 36), 40, 2)
    for x in (100, 700):
        cv2.line(page, (x, 150), (x, 294), 40, 2)
    cv2.line(page, (400, top), (400, bottom), 40, 2)
    for row in range(4):
        for x in (404, 410, 416, 424):  # the strokes of a character
            page[157 + row * 36 : 180 + row * 36, x : x + 4] = 40
    return page


@pytest.mark.parametrize(("top", "bottom", "walls"), [(150, 294, 3), (154, 182, 2)])
def test_a_wall_with_names_glued_to_it_is_one_when_it_crosses_a_rule(top: int, bottom: int, walls: int) -> None:
    """The few rows that a spreadsheet leaves for the last page; a stroke between two rules is none."""
    assert len(find_rules(glued(top, bottom), GLYPH).verticals) == walls
