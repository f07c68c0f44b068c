"""Tables ruled along x only."""

from itertools import pairwise

from extractors.bands import banded
from extractors.gutters import Band, edges_of
from extractors.model import Box
from extractors.tiling import Lattice

EM = 10.0
LEFTS = (52.0, 150.0, 300.0)


def ruled(*tops: float, x0: float = 50.0, x1: float = 400.0) -> list[Box]:
    """Horizontal rules of half a point."""
    return [Box(x0, top, x1, top + 0.5) for top in tops]


def printed(x0: float, top: float, count: int) -> list[Box]:
    """Characters side by side, with the white of their own sides."""
    return [Box(x0 + EM * index, top, x0 + EM * index + 0.9 * EM, top + EM) for index in range(count)]


def rows(tops: list[float], lefts: tuple[float, ...] = LEFTS) -> list[Box]:
    """A text of four characters in each column of each row."""
    return [mark for top in tops for left in lefts for mark in printed(left, top, 4)]


def test_three_columns_between_rules() -> None:
    """White that goes through every row parts columns, and every rule parts rows."""
    levels = [100.0, 130.0, 160.0, 190.0, 220.0]
    (lattice,) = banded(rows([110.0, 140.0, 170.0, 200.0]), ruled(*levels), EM)
    assert len(lattice.spans) == 4 * 3
    first, second = lattice.xs[1:-1]
    assert LEFTS[0] + 4 * EM - 1 < first < LEFTS[1]
    assert LEFTS[1] + 4 * EM - 1 < second < LEFTS[2]
    assert [round(y) for y in lattice.ys] == levels


def test_rule_that_ends_at_a_merged_cell() -> None:
    """A rule that begins at the second column leaves the cell of the first one merged over two rows."""
    rules = [*ruled(100.0, 160.0, 190.0, 220.0), *ruled(130.0, x0=140.0)]
    marks = [*rows([170.0, 200.0]), *printed(LEFTS[0], 125.0, 4), *rows([110.0, 140.0], LEFTS[1:])]
    (lattice,) = banded(marks, rules, EM)
    assert (0, 0, 2, 1) in lattice.spans
    assert abs(lattice.xs[1] - 140.0) < 1
    assert len(lattice.spans) == 1 + 2 * 2 + 2 * 3


def test_cells_tile_the_table() -> None:
    """Every row and column of a lattice is in exactly one cell, also where a band has one cell only."""
    marks = [*rows([110.0, 140.0, 200.0]), *printed(LEFTS[0], 170.0, 30)]
    (lattice,) = banded(marks, ruled(100.0, 130.0, 160.0, 190.0, 220.0), EM)
    places = [
        (row + down, col + right)
        for row, col, row_span, col_span in lattice.spans
        for down in range(row_span)
        for right in range(col_span)
    ]
    assert sorted(places) == [(row, col) for row in range(len(lattice.ys) - 1) for col in range(len(lattice.xs) - 1)]
    assert all(low < high for low, high in (*pairwise(lattice.xs), *pairwise(lattice.ys)))


def test_title_between_two_tables() -> None:
    """Large print alone between two rules of one width parts two tables."""
    title = [Box(180 + 16 * index, 235, 194 + 16 * index, 249) for index in range(6)]
    marks = [*rows([110.0, 140.0, 170.0, 200.0]), *title, *rows([270.0, 300.0, 330.0, 360.0])]
    found = banded(marks, ruled(100, 130, 160, 190, 220, 260, 290, 320, 350, 380), EM)
    assert [(round(lattice.box.top), round(lattice.box.bottom)) for lattice in found] == [(100, 220), (260, 380)]


def test_prose_between_rules_is_no_table() -> None:
    """Lines of prose over ruled lines, as on letter paper, have no columns."""
    marks = [mark for top in (110.0, 140.0, 170.0, 200.0) for mark in printed(52.0, top, 34)]
    assert banded(marks, ruled(100.0, 130.0, 160.0, 190.0, 220.0), EM) == ()


def test_rows_between_the_rules_of_a_book_are_not_one() -> None:
    """Three rules around a header and many rows part no rows: their texts are not run together."""
    tops = [105.0, *(float(130 + 20 * index) for index in range(6))]
    assert banded(rows(tops), ruled(100.0, 120.0, 250.0), EM) == ()


def test_wrapped_texts_are_one_cell() -> None:
    """Where most bands hold one row, a band of three lines is a row of wrapped texts."""
    marks = [*rows([110.0, 140.0, 230.0]), *rows([165.0, 180.0, 195.0])]
    (lattice,) = banded(marks, ruled(100.0, 130.0, 160.0, 220.0, 250.0), EM)
    assert len(lattice.spans) == 4 * 3


def test_rules_without_print_are_no_table() -> None:
    """Ruled lines that nobody wrote on are no table."""
    assert banded([], ruled(100.0, 130.0, 160.0, 190.0, 220.0), EM) == ()


def test_border_of_the_scanner_is_no_print() -> None:
    """A dark border that runs along the table fills no gap between its columns."""
    levels = [100.0, 130.0, 160.0, 190.0, 220.0]
    marks = [*rows([110.0, 140.0, 170.0, 200.0]), Box(100.0, 90.0, 140.0, 230.0)]
    (lattice,) = banded(marks, ruled(*levels), EM)
    assert len(lattice.spans) == 4 * 3


def columns_at(lattice: Lattice, y: float) -> list[tuple[float, float]]:
    """From where to where the cells at a height go."""
    boxes = [lattice.box_of(span) for span in lattice.spans]
    return [(box.x0, box.x1) for box in boxes if box.top < y < box.bottom]


def test_the_rows_of_a_list_have_no_columns_of_the_form_above_it() -> None:
    """A form of six columns, a goal over all of them, then names and values: no blank cells between these."""
    form = rows([110.0, 140.0, 170.0], (52.0, 110.0, 165.0, 220.0, 280.0, 350.0))
    goal = printed(110.0, 200.0, 28)
    names = [mark for row in range(6) for left in (110.0, 350.0) for mark in printed(left, 230.0 + 30 * row, 4)]
    levels = [mark for row in range(6) for mark in printed(52.0, 230.0 + 30 * row, 4)]
    ys = [100.0 + 30 * row for row in range(11)]
    (lattice,) = banded([*form, *printed(52.0, 200.0, 4), *goal, *names, *levels], ruled(*ys), EM)
    assert len(columns_at(lattice, 115.0)) == 6
    assert len(columns_at(lattice, 265.0)) == 3


def test_a_level_whose_first_one_is_on_the_page_before_has_a_blank_cell_beside_it() -> None:
    """Its text stands in the middle of the second column of levels, not of both."""
    names = [mark for row in range(6) for left in (260.0, 350.0) for mark in printed(left, 110.0 + 30 * row, 3)]
    seconds = [mark for top in (125.0, 185.0, 245.0) for mark in printed(195.0 - 2 * EM, top, 4)]
    rules = [*ruled(100.0, 160.0, 280.0), *ruled(130.0, 190.0, 250.0, x0=250.0), *ruled(220.0, x0=140.0)]
    (lattice,) = banded([*names, *seconds, *printed(75.0, 215.0, 4)], rules, EM)
    assert [round(x0) for x0, _ in columns_at(lattice, 125.0)][:3] == [50, 140, 250]


def test_rules_between_groups_of_rows_only_are_not_those_of_rows() -> None:
    """Two rows of three columns between two rules, neither text filling its cell: none is run together."""
    tops = [110.0, 140.0, 165.0, 200.0, 225.0]
    assert banded(rows(tops), ruled(100.0, 130.0, 190.0, 250.0), EM) == ()


def test_texts_that_wrap_side_by_side_are_one_row() -> None:
    """Lines as near to each other as those of one text, however many columns have them."""
    wrapped = rows([170.0, 183.0])
    (lattice,) = banded([*rows([110.0, 140.0]), *wrapped], ruled(100.0, 130.0, 160.0, 203.0), EM)
    assert len(lattice.ys) - 1 == 3


def test_wide_white_that_other_rows_fill_with_scraps_still_has_an_edge() -> None:
    """Print of another row that leaves no room anywhere in it took the whole page down."""
    box = Box(0, 0, 20, 10)
    white = Band(box, ((10.0, 11.5),), ((0.0, 10.0), (11.5, 20.0)), (), 1)
    scraps = tuple((9.5 + 0.08 * step, 9.54 + 0.08 * step) for step in range(30))
    assert all(10 < edge < 11.5 for edge in edges_of([white, Band(box, (), scraps, (), 1)], [], 1.0))


def test_a_table_whose_rules_lean_aside_down_the_page_is_one() -> None:
    """A photograph: each rule begins a little further aside than the one above, in all more than a character."""
    tops = [100.0 + 20 * row for row in range(16)]
    rules = [Box(50.0 + row, top, 400.0 + row, top + 0.5) for row, top in enumerate(tops)]
    marks = [mark for row, top in enumerate(tops[:-1]) for left in LEFTS for mark in printed(left + row, top + 5, 4)]
    (lattice,) = banded(marks, rules, EM)
    assert (len(lattice.ys) - 1, len(lattice.xs) - 1) == (15, 3)
