"""White lines between coloured cells are rules; gaps between lines of print, rims of rules and plain paper are none."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from ruled_page import ruled

from extractors.scan.cleaning.white_rules import with_dark_rules
from extractors.scan.ruling.rules import find_rules

DPI, GLYPH = 200.0, 26.0
XS, YS = (150, 330, 600, 1000, 1200), range(200, 801, 60)


def coloured(grain: float = 0.0, lean: float = 0.0) -> NDArray[np.uint8]:
    """A list of four columns and ten rows, every second row darker, three white pixels between the cells, with print.

    Args:
        grain: of the paper, standard deviation in grey levels.
        lean: degrees.
    """
    page = np.full((1000, 1350), 252, np.uint8)
    for row, (top, bottom) in enumerate(pairwise(YS)):
        for left, right in pairwise(XS):
            page[top + 2 : bottom - 1, left + 2 : right - 1] = 225 if row % 2 else 238
            cv2.putText(page, f"{row}7.5", (left + 30, bottom - 20), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 30, 2)
    turn = cv2.getRotationMatrix2D((675, 500), lean, 1.0)
    page = cv2.warpAffine(page, turn, (1350, 1000), flags=cv2.INTER_LINEAR, borderValue=252).astype(np.uint8)
    noise = np.random.default_rng(5).normal(0, grain, page.shape) if grain else 0
    return np.clip(page + noise, 0, 255).astype(np.uint8)


@pytest.mark.parametrize(("grain", "lean"), [(0, 0), (4, 0), (0, 3), (3, -2)])
def test_white_lines_between_coloured_cells_are_drawn_dark(grain: float, lean: float) -> None:
    """With the edges of the table, which nothing parts from the paper, on grain and on a page that leans."""
    drawn = with_dark_rules(coloured(grain, lean), DPI)
    level = cv2.warpAffine(drawn, cv2.getRotationMatrix2D((675, 500), -lean, 1.0), (1350, 1000), borderValue=255)
    rules = find_rules(level.astype(np.uint8), GLYPH)
    levels = [(rule.top + rule.bottom) / 2 for rule in rules.horizontals]
    walls = [(rule.x0 + rule.x1) / 2 for rule in rules.verticals]
    for middles, wanted in ((levels, YS), (walls, XS)):
        assert all(min(abs(middle - place) for middle in middles) < 6 for place in wanted)
        assert all(min(abs(middle - place) for place in wanted) < 6 for middle in middles)


def test_a_streak_that_is_fainter_than_the_lines_is_none_of_them() -> None:
    """In one cell, 0.8 inches long."""
    page = coloured()
    page[212:215, 830:990] += 7
    assert (with_dark_rules(page, DPI)[208:219, 840:980] > 200).all()


def test_the_cells_are_white_then_and_their_print_is_dark() -> None:
    """As a table with rules is."""
    page = coloured()
    drawn = with_dark_rules(page, DPI)
    assert np.percentile(drawn[210:250, 340:590], 60) > 250
    assert (drawn[page < 60] < 80).all()


def test_white_letters_in_dark_cells_are_dark_then() -> None:
    """As in the heading of a table style."""
    page = coloured()
    for left, right in pairwise(XS):
        page[YS[0] + 2 : YS[1] - 1, left + 2 : right - 1] = 70
        cv2.putText(page, "NAME", (left + 30, YS[1] - 20), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 250, 2)
    head = np.s_[YS[0] + 6 : YS[1] - 6, XS[0] + 6 : XS[1] - 6]
    drawn = with_dark_rules(page, DPI)[head]
    assert (drawn[page[head] < 80] > 230).all()
    assert (drawn[page[head] > 240] < 80).all()


def test_the_upper_edge_is_level_though_its_row_has_one_wall() -> None:
    """Only one rule goes as far as the edge; the others begin a row below."""
    page = coloured()
    page[YS[0] + 2 : YS[1] - 1, XS[1] + 2 : XS[-1] - 1] = 238
    drawn = with_dark_rules(page, DPI)
    rows = [np.flatnonzero(drawn[YS[0] - 12 : YS[0] + 8, x] < 60) + YS[0] - 12 for x in (200, 500, 1100)]
    assert all(len(row) and abs(row.mean() - YS[0]) < 5 for row in rows)


def prose() -> NDArray[np.uint8]:
    """Small print, set close and blurred: the gaps between its lines and columns are as light as those of cells."""
    rng = np.random.default_rng(11)
    page = np.full((1000, 1350), 252, np.uint8)
    for y in range(120, 900, 22):
        for x in range(100, 1250, 22):
            strokes = rng.random((8, 8)) < 0.25
            page[y : y + 16, x : x + 16][np.kron(strokes, np.ones((2, 2))) > 0] = 60
    return cv2.GaussianBlur(page, (0, 0), 2.0).astype(np.uint8)


def rimmed() -> NDArray[np.uint8]:
    """A table with dark rules on grey paper that is lighter on one side of them, as an embossed print is."""
    page = ruled((1000, 1350), [x + 4 for x in XS], [y + 4 for y in YS], paper=232, ink=246, thick=3)
    return np.minimum(page, ruled((1000, 1350), XS, YS, paper=255, ink=90, thick=2))


def streaked() -> NDArray[np.uint8]:
    """Grey paper with two light streaks across and one along."""
    page = np.full((1000, 1350), 232, np.uint8)
    page[300:303] = page[600:603] = page[:, 700:703] = 250
    return page


@pytest.mark.parametrize(
    "page",
    [
        prose(),
        rimmed(),
        streaked(),
        ruled((1000, 1350), XS, YS, paper=250, ink=30, thick=2),
        np.full((900, 900), 240, np.uint8),
    ],
    ids=["close print", "rims of rules", "streaks", "dark rules", "blank"],
)
def test_other_pages_are_left_as_they_are(page: NDArray[np.uint8]) -> None:
    """The very same page."""
    assert with_dark_rules(page, DPI) is page
