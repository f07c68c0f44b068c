"""Pale streaks of a copier from edge to edge, and lines that only look like them."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.scan.cleaning.pale_streaks import without_pale_streaks
from extractors.scan.ruling.rules import find_rules
from tests.ruled_page import GRAINY_ROWS as ROWS
from tests.ruled_page import grainy_table as page

DPI = 200.0


def streaked(paper: NDArray[np.uint8], columns: slice, by: int, rows: slice = slice(None)) -> NDArray[np.uint8]:
    """The page with some columns darker by so many grey levels, print included."""
    out = paper.astype(np.int16)
    out[rows, columns] -= by
    return np.clip(out, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("by", [4, 9, 20])
def test_the_paper_under_a_streak_is_as_light_as_beside_it(by: int) -> None:
    """It goes through the cells of a table; the print under it stays dark."""
    bare = page()
    lifted = without_pale_streaks(streaked(bare, slice(400, 403), by), DPI)
    assert abs(lifted[:250, 400:403].mean() - bare[:250, 400:403].mean()) < 1
    assert abs(lifted[310:380, 400:403].mean() - bare[310:380, 400:403].mean()) < 1
    assert lifted[ROWS[1], 400:403].max() < 60


def test_a_streak_is_no_wall() -> None:
    """At 9 grey levels it was taken for a faded one from the first rule to the last."""
    seen = streaked(page(), slice(400, 403), 9)
    columns = {round(box.centre[0]) // 50 * 50 for box in find_rules(without_pale_streaks(seen, DPI), 28.0).verticals}
    assert columns == {200, 650, 1000}
    assert 400 in {round(box.centre[0]) // 50 * 50 for box in find_rules(seen, 28.0).verticals}


def test_a_streak_lies_level_where_the_sheet_was_turned_after_the_scan() -> None:
    """The direction of the paper is then along x."""
    seen = np.ascontiguousarray(np.rot90(streaked(page(), slice(400, 403), 9)))
    upright = without_pale_streaks(streaked(page(), slice(400, 403), 9), DPI)
    assert np.abs(np.rot90(without_pale_streaks(seen, DPI), -1).astype(int) - upright).max() <= 1


def test_a_page_without_streaks_is_the_same_picture() -> None:
    """Grain is as dark by chance at the head of a page as at its foot, in some of so many columns."""
    bare = page()
    assert without_pale_streaks(bare, DPI) is bare


def test_a_pale_wall_that_ends_with_its_table_stays() -> None:
    """The margins above and below have nothing of it."""
    walled = streaked(page(), slice(400, 403), 9, rows=slice(ROWS[0], ROWS[-1]))
    assert without_pale_streaks(walled, DPI) is walled


def test_lines_at_both_ends_of_a_page_are_no_streak() -> None:
    """What stands above each other in a head and a foot does not go through."""
    marked = streaked(streaked(page(), slice(400, 403), 9, slice(0, 100)), slice(400, 403), 9, slice(1500, None))
    assert without_pale_streaks(marked, DPI) is marked
