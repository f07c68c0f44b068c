"""A text aside of the middle of its merged cell tells a wall that is gone, where other texts are in theirs."""

from __future__ import annotations

import numpy as np
from hidden_walls import grid, lattice, level, texts
from numpy.typing import NDArray

from extractors.scan.ruling.off_centre import walls_off_centre

ROWS = 12
MERGED = ((0, 0, 12, 1), (0, 1, 4, 1), (4, 1, 4, 1), (8, 1, 4, 1))


def page(middle: float | tuple[float, ...], *others: float) -> NDArray[np.uint8]:
    """Texts at these heights in the first column and some in the second."""
    first = middle if isinstance(middle, tuple) else (middle,)
    return np.maximum(texts(*first, col=0), texts(*others))


def walls(ink: NDArray[np.uint8]) -> list[tuple[float, float]]:
    """The middles of the walls that are found."""
    found = walls_off_centre(grid(lattice(*MERGED, rows=ROWS), ink))
    assert all(wall.doubtful for wall in found)
    return [wall.box.centre for wall in found]


CENTRED = tuple(level(row) for row in (2, 6, 10))


def test_a_text_in_the_middle_of_the_last_rows_is_theirs_alone() -> None:
    """The rows above are the rest of a cell from the page before."""
    assert walls(page((level(2) + level(12)) / 2, *CENTRED)) == [(250.0, level(2))]


def test_a_text_in_the_middle_of_its_cell_is_that_of_all_rows() -> None:
    """As the others are."""
    assert walls(page(level(6), *CENTRED)) == []


def test_where_texts_stand_at_the_top_of_their_cells_none_tells_a_wall() -> None:
    """All of them are aside."""
    top = 20.0
    assert walls(page(level(0) + top, *(level(row) + top for row in (0, 4, 8)))) == []


def test_a_text_that_no_rows_have_in_their_middle_tells_nothing() -> None:
    """Between two levels that would do."""
    assert walls(page(level(7) + 12, *CENTRED)) == []


def test_several_texts_each_in_the_middle_of_some_rows_are_those_of_as_many_cells() -> None:
    """The wall between them stands where both have theirs."""
    middles = (level(0) + level(5)) / 2, (level(5) + level(12)) / 2
    assert walls(page(middles, *CENTRED)) == [(250.0, level(5))]
