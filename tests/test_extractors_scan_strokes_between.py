"""Upright runs between the rules of a table that has none: which of them are strokes of print."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from extractors.model import Box
from extractors.scan.ruling.rules import RuleInk
from extractors.scan.ruling.strokes_between import without_strokes_between

GLYPH = 25.0
ROWS = [Box(50, 100 + 40 * row, 950, 102 + 40 * row) for row in range(11)]


def between(*walls: Box) -> list[Box]:
    """What is left of these walls between eleven rules."""
    return without_strokes_between(RuleInk(ROWS, list(walls), np.zeros((700, 1000), bool)), GLYPH).verticals


def test_a_run_across_two_rows_of_ten_is_print() -> None:
    """Two characters below each other and the rule between them."""
    assert between(Box(300, 141, 302, 219)) == []


@pytest.mark.parametrize("rows", [6, 10])
def test_a_wall_in_most_rows_stays(rows: int) -> None:
    """A table may have no walls at its sides, and merged cells in some of its rows."""
    wall = Box(300, 101, 302, 101 + 40 * rows)
    assert between(wall) == [wall]


def test_a_table_with_walls_at_its_sides_keeps_every_short_wall() -> None:
    """There a wall of two rows parts a merged cell."""
    sides = [Box(x, above.top, x + 2, below.top) for above, below in pairwise(ROWS) for x in (50, 949)]
    short = Box(300, 141, 302, 219)
    assert between(*sides, short) == [*sides, short]


def test_a_table_elsewhere_on_the_page_keeps_its_walls() -> None:
    """What stands above or below the rules is none of their print."""
    below = Box(300, 560, 302, 690)
    assert between(below, Box(300, 141, 302, 219)) == [below]


def test_runs_that_were_too_short_to_be_believed_are_still_known() -> None:
    """They tell that the rules of a page are broken."""
    scraps = (Box(100, 300, 120, 302),)
    found = RuleInk(ROWS, [Box(300, 141, 302, 219)], np.zeros((700, 1000), bool), scraps)
    assert without_strokes_between(found, GLYPH).scraps == scraps
