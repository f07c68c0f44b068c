"""Folds of the paper and streaks of a scanner cross the page from edge to edge, and are no rules."""

import cv2
import numpy as np
import pytest

from extractors.scan.ruling.folds import without_folds
from extractors.scan.ruling.rules import find_rules

GLYPH = 30.0
PAPER, INK = 245, 10


def form() -> np.ndarray:
    """A table of ten rows and three columns with a number in every cell: height × width."""
    grey = np.full((1200, 900), PAPER, np.uint8)
    for row in range(11):
        cv2.line(grey, (80, 100 + 100 * row), (820, 100 + 100 * row), INK, 3)
    for x in (80, 300, 560, 820):
        cv2.line(grey, (x, 100), (x, 1100), INK, 3)
    for row in range(10):
        for x in (120, 330, 600):
            cv2.putText(grey, "1,350", (x, 165 + 100 * row), cv2.FONT_HERSHEY_SIMPLEX, 1.2, INK, 3)
    return cv2.GaussianBlur(grey, (0, 0), 0.7)


def folded(grey: np.ndarray, at: float, lean: float, depth: float = 0.25) -> np.ndarray:
    """A soft shade from the left edge to the right one."""
    ys, xs = np.mgrid[: grey.shape[0], : grey.shape[1]]
    shade = 1 - depth * np.exp(-(((ys - at - lean * (xs - grey.shape[1] / 2)) / 4) ** 2))
    return (grey * shade).astype(np.uint8)


def rules_of(grey: np.ndarray) -> tuple[int, int]:
    """How many levels and how many columns the rules of a picture stand on."""
    found = find_rules(grey, GLYPH)
    return len({round(box.top / 20) for box in found.horizontals}), len({round(box.x0 / 20) for box in found.verticals})


@pytest.mark.parametrize(("at", "lean"), [(350, 0.0), (350, 0.01), (640, -0.008), (825, 0.01)])
def test_a_fold_across_a_table_is_no_rule_of_it(at, lean) -> None:
    """Its rows stay whole, and print and rules on the fold stay as dark as they were."""
    plain = form()
    page = folded(plain, at, lean)
    assert rules_of(page) != rules_of(plain)
    lifted = without_folds(page, find_rules(page, GLYPH), GLYPH)
    assert rules_of(lifted) == rules_of(plain)
    assert (lifted[plain < 60] < 90).all()


def test_a_bent_fold_that_meets_a_rule_is_no_rule_of_it() -> None:
    """Merged cells at the left have no rule on the level; beyond the table's other side the fold is hardly a line."""
    plain = form()
    plain[485:516, 84:298] = PAPER  # the two cells of the first column are one
    ys, xs = np.mgrid[: plain.shape[0], : plain.shape[1]]
    along = 508 - 4 * (xs / 450 - 1) ** 2 - 8 * (xs / 450 - 1)
    depth = np.where(xs < 840, 0.25, 0.13)
    page = (plain * (1 - depth * np.exp(-(((ys - along) / 3.0) ** 2)))).astype(np.uint8)
    first = [box for box in find_rules(page, GLYPH).horizontals if abs(box.centre[1] - 508) < 15 and box.x0 < 250]
    assert first
    lifted = without_folds(page, find_rules(page, GLYPH), GLYPH)
    found = find_rules(lifted, GLYPH).horizontals
    assert not [box for box in found if abs(box.centre[1] - 508) < 15 and box.x0 < 250]
    assert [box for box in found if abs(box.centre[1] - 500) < 3 and box.x1 > 800]


def test_a_streak_down_a_page_is_no_rule() -> None:
    """Dirt on the glass of a feeder."""
    plain = form()
    page = plain.copy()
    page[:, 450:453] = np.maximum(page[:, 450:453].astype(int) - 80, 0)
    lifted = without_folds(page, find_rules(page, GLYPH), GLYPH)
    assert rules_of(page) != rules_of(plain)
    assert rules_of(lifted) == rules_of(plain)


def test_rules_are_left_as_they_are() -> None:
    """Pale ones within the page, and those of a table that goes on beyond both edges of the picture."""
    grey = form()
    cv2.line(grey, (300, 450), (820, 450), 190, 3)
    assert without_folds(grey, find_rules(grey, GLYPH), GLYPH) is grey
    cut = np.ascontiguousarray(form()[:, 100:800])
    assert without_folds(cut, find_rules(cut, GLYPH), GLYPH) is cut


def creased(grey: np.ndarray, at: float, *, first: int, last: int) -> np.ndarray:
    """A crease that waves, with the light weaker below it; between two columns clear, elsewhere too weak for a run."""
    ys, xs = np.mgrid[: grey.shape[0], : grey.shape[1]]
    off = ys - at - 2.0 * np.sin(xs / 60.0) - 0.7 * np.sin(xs / 11.0)
    depth = np.where((xs > first) & (xs < last), 0.2, 0.035)
    step = np.where(off > 0, 0.06 * np.exp(-np.maximum(off, 0) / 60.0), 0.0)
    return (grey * (1 - depth * np.exp(-((off / 1.6) ** 2)) - step)).astype(np.uint8)


@pytest.mark.parametrize(("first", "last"), [(310, 550), (84, 296)])
def test_a_crease_that_is_seen_in_one_cell_is_no_rule_of_it(first: int, last: int) -> None:
    """Beyond the table it goes on at both sides, however weakly, and so it is none of its walls."""
    plain = form()
    plain[305:396, first + 5 : last - 5] = PAPER
    page = creased(plain, 350, first=first, last=last)
    assert rules_of(page) != rules_of(plain)
    lifted = without_folds(page, find_rules(page, GLYPH), GLYPH)
    assert rules_of(lifted) == rules_of(plain)
    assert (lifted[plain < 60] < 90).all()
