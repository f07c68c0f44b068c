"""Dark streaks of a dirty sensor glass across a table, and walls that only look like them."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.scan.cleaning.glass_streaks import without_glass_streaks
from extractors.scan.ruling.rules import find_rules
from tests.ruled_page import GRAINY_ROWS as ROWS
from tests.ruled_page import grainy_table as page

DPI = 200.0


def shaded(paper: NDArray[np.uint8], taken: float, rows: slice = slice(None), *, columns: int = 3) -> NDArray[np.uint8]:
    """The page with a share of the light taken from some columns."""
    out = paper.astype(np.float32)
    out[rows, 400 : 400 + columns] *= 1 - taken
    return out.astype(np.uint8)


def walls(paper: NDArray[np.uint8]) -> set[int]:
    """Where walls are found."""
    return {round(box.centre[0]) // 50 * 50 for box in find_rules(paper, 28.0).verticals}


@pytest.mark.parametrize("rows", [slice(None), slice(700, None), slice(0, 900)])
@pytest.mark.parametrize("taken", [0.2, 0.5])
def test_a_streak_is_lifted_from_where_it_begins(taken: float, rows: slice) -> None:
    """It is no wall then, and rules that it crosses stay."""
    seen = shaded(page(), taken, rows)
    lifted = without_glass_streaks(seen, DPI)
    assert 400 in walls(seen)
    assert walls(lifted) == {200, 650, 1000}
    assert np.abs(lifted[760:830, 400:403].astype(int).mean() - 245) < 4
    assert lifted[ROWS[5] : ROWS[5] + 2, 400:403].max() < 90
    assert (np.delete(lifted, np.s_[398:405], axis=1) == np.delete(seen, np.s_[398:405], axis=1)).all()


def test_a_streak_that_darkens_on_its_way_leaves_no_trace() -> None:
    """The dirt gathers while the paper goes by."""
    seen = page().astype(np.float32)
    seen[:, 400:403] *= 1 - np.linspace(0.2, 0.32, len(seen))[:, None]
    lifted = without_glass_streaks(seen.astype(np.uint8), DPI)
    assert walls(lifted) == {200, 650, 1000}


def test_a_streak_lies_level_where_the_sheet_was_turned_after_the_scan() -> None:
    """The direction of the paper is then along x."""
    turned = np.ascontiguousarray(np.rot90(shaded(page(), 0.4)))
    upright = without_glass_streaks(shaded(page(), 0.4), DPI)
    assert np.abs(np.rot90(without_glass_streaks(turned, DPI), -1).astype(int) - upright).max() <= 1


@pytest.mark.parametrize("top", [0, 20, 45])
def test_a_table_at_the_edge_of_its_picture_keeps_its_walls(top: int) -> None:
    """A picture of a table alone has rules in what would be its margin, or walls over a part of it only."""
    seen = page()[300 - top : 1202]
    assert without_glass_streaks(seen, DPI) is seen


def test_the_ring_of_a_seal_and_a_page_without_streaks_are_left_as_they_are() -> None:
    """What is wider than dirt is none."""
    bare = page()
    assert without_glass_streaks(bare, DPI) is bare
    wide = shaded(bare, 0.5, slice(1500, None), columns=12)
    assert without_glass_streaks(wide, DPI) is wide
