"""Dashed rules are rules, though each dash is shorter than a character; strokes of print in a row are none."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.scan.ruling.dashed import with_dashes_joined
from extractors.scan.ruling.rules import find_rules

GLYPH = 27.0
XS, YS = (150, 330, 600, 1000, 1200), tuple(range(200, 801, 60))


def dashed(dash: int, gap: int) -> NDArray[np.uint8]:
    """A table in a solid frame: rows parted by lines, columns by dashes that begin anew in every row, with print."""
    page = np.full((1000, 1350), 250, np.uint8)
    for y in YS:
        cv2.line(page, (XS[0], y), (XS[-1], y), 40, 2)
    for x in (XS[0], XS[-1]):
        cv2.line(page, (x, YS[0]), (x, YS[-1]), 40, 3)
    for x in XS[1:-1]:
        for row, y in enumerate(YS[:-1]):
            for start in range(y + 4, y + 56, dash + gap):
                cv2.line(page, (x, start), (x, min(start + dash, y + 56) - 1), 40, 2)
            cv2.putText(page, f"{row}1.7", (x + 30, y + 42), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 30, 2)
    return page


@pytest.mark.parametrize(("dash", "gap"), [(20, 9), (14, 8), (28, 14)])
def test_dashes_that_follow_each_other_are_one_wall(dash: int, gap: int) -> None:
    """As long as the table, whatever the rows cut it into."""
    rules = find_rules(dashed(dash, gap), GLYPH)
    for x in XS:
        ruled = sum(rule.height for rule in rules.verticals if abs(rule.centre[0] - x) < 4)
        assert ruled > 0.8 * (YS[-1] - YS[0])
    assert all(min(abs(rule.centre[0] - x) for x in XS) < 4 for rule in rules.verticals)


def test_figures_below_each_other_are_no_dashes() -> None:
    """The ones of a column of scores stand alone, too, but farther apart."""
    page = np.zeros((900, 400), np.uint8)
    for y in range(100, 800, 48):
        cv2.line(page, (200, y), (200, y + 22), 1, 2)
    along = np.ascontiguousarray(page.T)
    assert with_dashes_joined(along, 250 - 200 * along, GLYPH) is along


def test_strokes_beside_each_other_are_no_dashes() -> None:
    """The level strokes of 三 and 王 follow those of the next character, with others above and below."""
    page = np.zeros((300, 900), np.uint8)
    for x in range(60, 800, 30):
        for y in (100, 109, 118):
            cv2.line(page, (x, y), (x + 22, y), 1, 2)
    assert with_dashes_joined(page, 250 - 200 * page, GLYPH) is page


def test_the_upper_sides_of_boxes_in_a_row_are_no_dashes() -> None:
    """口口口: their other sides, which the search along x does not see, hang on both ends."""
    grey = np.full((300, 900), 250, np.uint8)
    dark = np.zeros_like(grey)
    for x in range(60, 800, 30):
        cv2.rectangle(grey, (x, 100), (x + 22, 126), 40, 2)
        cv2.line(dark, (x, 100), (x + 22, 100), 1, 2)
    assert with_dashes_joined(dark, grey, GLYPH) is dark


def test_dashes_beside_whole_rules_of_their_direction_are_found() -> None:
    """A form whose head has solid walls, and a list with dashed ones below it."""
    page = dashed(20, 9)
    for x in range(120, 1300, 190):
        cv2.line(page, (x, 15), (x, 190), 40, 2)
    walls = find_rules(page, GLYPH).verticals
    for x in XS:
        assert sum(wall.height for wall in walls if abs(wall.centre[0] - x) < 4) > 0.8 * (YS[-1] - YS[0])


@pytest.mark.parametrize("gap", [2, 3, 9])
def test_hairlines_of_dashes_with_narrow_gaps_are_joined(gap: int) -> None:
    """One dot thick, and hardly apart: no gap is lost with half of the dots."""
    page = np.zeros((300, 900), np.uint8)
    for x in range(61, 800, 18 + gap):
        page[101, x : x + 18] = 1
    joined = with_dashes_joined(page, 250 - 200 * page, GLYPH)
    assert joined[101, 80:780].all()
