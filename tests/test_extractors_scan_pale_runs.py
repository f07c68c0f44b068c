"""Pale rules of a page whose other rules are clear, and lines of print as pale as they."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from ruled_page import ruled

from extractors.scan.ruling.rules import find_rules

GLYPH = 17.0  # characters of a scan of 150 dpi
ROW, LEFT, RIGHT = 330, 102, 318  # between two rules, from wall to wall


def form() -> NDArray[np.uint8]:
    """A table of four columns and ten rows, rules of four pixels, on grainy paper."""
    page = ruled((700, 1100), range(100, 961, 215), range(50, 651, 60), paper=235, ink=40, thick=4)
    grain = np.random.default_rng(5).normal(0, 5, page.shape)
    return np.clip(page + grain, 0, 255).astype(np.uint8)


def in_the_row(page: NDArray[np.uint8]) -> list[float]:
    """The height of what is found as a rule between two rules of the form."""
    return [box.centre[1] for box in find_rules(page, GLYPH).horizontals if abs(box.centre[1] - ROW) < GLYPH]


@pytest.mark.parametrize(("thick", "found"), [(2, 1), (9, 0)])
def test_what_is_pale_and_thicker_than_the_clear_rules_is_a_line_of_print(thick: int, found: int) -> None:
    """A faded line of print fills its cell from wall to wall; a rule as pale is as thin as the others or thinner."""
    page = form()
    page[ROW : ROW + thick, LEFT:RIGHT] -= 28
    assert len(in_the_row(page)) == found


def test_what_is_pale_and_darker_from_stroke_to_stroke_is_a_line_of_print() -> None:
    """The middles of faded characters make a run as thin as a rule is; a fold grows paler only slowly."""
    columns = np.arange(LEFT, RIGHT)
    for depth, found in ((np.where(columns % 11 < 5, 50, 12), 0), (np.linspace(12, 50, len(columns)), 1)):
        page = form()
        page[ROW : ROW + 4, LEFT:RIGHT] -= depth.astype(np.uint8)
        assert len(in_the_row(page)) == found
