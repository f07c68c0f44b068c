"""What shines through from the other side of a sheet."""

import cv2
import numpy as np
import pytest

from extractors.scan.ruling.reverse_side import without_reverse_side
from extractors.scan.ruling.rules import find_rules

GLYPH = 30.0
PAPER, INK = 245, 10


def form(rows: int, columns: tuple[int, ...], *, ink: int = INK) -> np.ndarray:
    """A table with a number in every cell: height × width."""
    grey = np.full((1200, 900), PAPER, np.uint8)
    step = 1000 // rows
    for row in range(rows + 1):
        cv2.line(grey, (80, 100 + step * row), (columns[-1], 100 + step * row), ink, 3)
    for x in columns:
        cv2.line(grey, (x, 100), (x, 100 + step * rows), ink, 3)
    for row in range(rows):
        for x in columns[:-1]:
            cv2.putText(grey, "31,350", (x + 30, 100 + step * row + step // 2 + 12), 0, 1.1, ink, 3)
    return cv2.GaussianBlur(grey, (0, 0), 0.7)


def shining_through(front: np.ndarray, back: np.ndarray) -> np.ndarray:
    """A share of what is dark on the other side, mirrored and soft."""
    mirrored = cv2.GaussianBlur(np.ascontiguousarray(back[:, ::-1]), (0, 0), 1.6).astype(int)
    return np.clip(front - (PAPER - mirrored) * 0.17, 0, 255).astype(np.uint8)


def count(grey: np.ndarray) -> int:
    """How many rules a picture has."""
    found = find_rules(grey, GLYPH)
    return len(found.horizontals) + len(found.verticals)


def test_the_other_side_of_a_sheet_is_no_table_of_this_one() -> None:
    """Its rules and its characters are gone, those of this side are as they were."""
    front = form(10, (80, 300, 560, 820))
    page = shining_through(front, form(13, (80, 240, 400, 640, 790)))
    assert count(page) > 1.5 * count(front)
    lifted = without_reverse_side(page, find_rules(page, GLYPH), GLYPH)
    assert count(lifted) == count(front)
    assert (lifted[front > 240] > 215).mean() > 0.98
    assert (lifted[front < 60] < 90).all()


@pytest.mark.parametrize("inner", [90, 200, 225])
def test_pale_rules_that_no_print_runs_across_are_walls(inner) -> None:
    """A dark frame with pale rules within, dark headings and pale rules below them."""
    page = form(10, (80, 300, 560, 820))
    for y in range(250, 1100, 100):
        cv2.line(page, (84, y), (816, y), inner, 3)
    for x in (430, 690):
        cv2.line(page, (x, 104), (x, 1096), inner, 3)
    for row in range(20):
        for x in (80, 300, 430, 560, 690):
            page[104 + 50 * row : 146 + 50 * row, x + 5 : x + 100] = PAPER
            cv2.putText(page, "31,3", (x + 12, 134 + 50 * row), 0, 0.9, INK, 3)
    assert without_reverse_side(page, find_rules(page, GLYPH), GLYPH) is page


@pytest.mark.parametrize(("ink", "rows"), [(10, 4), (150, 4), (10, 10)])
def test_more_may_shine_through_than_stands_on_this_side(ink: int, rows: int) -> None:
    """A short table with the rest of the sheet bare, also of grey ink, beside whose rules the pale ones are deep."""
    front = form(10, (80, 300, 560, 820), ink=ink)
    front[110 + 100 * rows :] = PAPER
    cv2.line(front, (80, 100 + 100 * rows), (820, 100 + 100 * rows), ink, 3)
    page = shining_through(front, form(20, (90, 200, 310, 420, 530, 640, 790)))
    lifted = without_reverse_side(page, find_rules(page, GLYPH), GLYPH)
    assert (lifted[front > 240] > 215).mean() > 0.97


def test_rules_so_pale_that_nobody_prints_them_are_those_of_the_other_side() -> None:
    """None of this side's print stands where they run, so nothing else tells them: they would cut cells in two."""
    page = form(10, (80, 300, 560, 820))
    pale = page.astype(int)
    for y in (124, 378, 624, 978):  # between the rules and the numbers of this side
        pale[y : y + 4, 90:815] -= 11
    for x in (100, 318, 578):
        pale[110:1090, x : x + 4] -= 11
    pale = np.clip(np.minimum(pale, page), 0, 255).astype(np.uint8)
    pale = cv2.GaussianBlur(pale, (0, 0), 0.7)
    assert count(pale) > count(page)
    lifted = without_reverse_side(pale, find_rules(pale, GLYPH), GLYPH)
    assert count(lifted) == count(page)
    assert (lifted[pale < 60] < 90).all()


def in_shadow(page: np.ndarray, depth: int) -> np.ndarray:
    """The page with pale lines that begin and end in the middle of its cells, beside the print."""
    pale = page.astype(int)
    for y, start, end in ((118, 150, 470), (330, 210, 640), (470, 340, 780), (640, 120, 400), (925, 420, 700)):
        pale[y : y + 3, start:end] -= depth
    return cv2.GaussianBlur(np.minimum(pale, page).astype(np.uint8), (0, 0), 0.7)


@pytest.mark.parametrize("depth", [18, 28, 40])
def test_pale_lines_that_end_anywhere_are_the_steps_of_a_shadow(depth: int) -> None:
    """A photograph sent with much compression has them; no wall ends where no rule is."""
    page = form(10, (80, 300, 560, 820))
    shaded = in_shadow(page, depth)
    assert count(shaded) >= count(page) + 3
    lifted = without_reverse_side(shaded, find_rules(shaded, GLYPH), GLYPH)
    assert count(lifted) == count(page)
    assert (lifted[shaded < 90] < 95).all()
