"""Two leaves on one page are read one after the other."""

from __future__ import annotations

from extractors.model import Box, Cell, Line, PageReading, TableGrid
from normalizers.leaves import beside, leaves


def grid(box: Box) -> TableGrid:
    """A grid of one empty cell."""
    return TableGrid(1, 1, 1, (Cell(0, 0, 1, 1, box),), box, "scan")


def page(grids: list[Box], lines: list[Line]) -> PageReading:
    """A page, 1000 points wide, with grids and lines."""
    return PageReading(1, 1000, 700, "scan", "table", "scan", tuple(map(grid, grids)), tuple(lines))


LEFT, RIGHT = Box(50, 150, 450, 600), Box(550, 120, 950, 400)
TITLE, OTHER = Line("绩效目标表", Box(150, 80, 350, 100)), Line("附件2", Box(560, 70, 640, 90))


def test_side_by_side_grids_are_two_leaves_from_left_to_right() -> None:
    """The left grid comes first although the right one begins higher, and each keeps its own lines and number."""
    first, second = leaves(page([RIGHT, LEFT], [TITLE, OTHER]))
    assert [number for number, _ in first.numbered] == [1]
    assert [number for number, _ in second.numbered] == [0]
    assert first.text == (TITLE,)
    assert second.text == (OTHER,)


def test_the_rest_of_a_table_high_on_the_second_sheet_is_read_after_the_first() -> None:
    """Two sheets on one wide photograph: a few rows at the head of the right one begin and end above the left table."""
    first, second = leaves(page([Box(560, 60, 940, 110), LEFT], [TITLE]))
    assert [number for number, _ in first.numbered] == [1]
    assert [number for number, _ in second.numbered] == [0]


def test_a_title_over_both_grids_keeps_them_on_one_leaf() -> None:
    """What is printed across the gutter belongs to both sides."""
    over = Line("项目支出绩效目标表", Box(400, 60, 600, 80))
    assert len(leaves(page([LEFT, RIGHT], [over]))) == 1


def test_the_grain_of_a_desk_closes_no_gutter() -> None:
    """A mark that was hardly read is not believed to cross it."""
    grain = Line("一", Box(400, 20, 600, 24), 0.3)
    assert len(leaves(page([LEFT, RIGHT], [grain]))) == 2


def test_grids_below_each_other_are_one_leaf() -> None:
    """A page with two tables, one narrow and one shifted aside, is read from top to bottom."""
    (only,) = leaves(page([Box(550, 400, 950, 600), Box(50, 100, 450, 300)], []))
    assert [number for number, _ in only.numbered] == [1, 0]


def test_beside_needs_both_level_and_apart() -> None:
    """Grids that overlap along x, or are not level, are not side by side."""
    assert beside(LEFT, RIGHT)
    assert not beside(LEFT, Box(440, 150, 950, 600))
    assert not beside(LEFT, Box(550, 590, 950, 900))
