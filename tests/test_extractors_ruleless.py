"""Tables without any rule: columns from white, rows from where texts stand."""

import pytest

from extractors.model import Box
from extractors.pieces import Piece
from extractors.ruleless import ruleless
from extractors.textrows import tiled
from extractors.tiling import Lattice

EM = 10.0
LEFTS = (50.0, 130.0, 220.0, 420.0)
PITCH, LEADING = 20.0, 12.0


def text(x0: float, middle: float, count: int, lines: int = 1) -> list[Piece]:
    """Lines of so many characters around a middle."""
    tops = [middle - EM / 2 + LEADING * (line - (lines - 1) / 2) for line in range(lines)]
    return [Piece(tuple(Box(x0 + EM * i, top, x0 + EM * (i + 1), top + EM) for i in range(count))) for top in tops]


def a_list(rows: int = 6, first: float = 100.0) -> list[Piece]:
    """A heading and rows of a name and a value, beside levels of three rows each."""
    pieces = [piece for left in LEFTS for piece in text(left, first, 4)]
    for row in range(1, rows + 1):
        pieces += text(LEFTS[2], first + PITCH * row, 8 + row % 3) + text(LEFTS[3], first + PITCH * row, 3)
    for start in range(1, rows + 1, 3):
        pieces += text(LEFTS[0], first + PITCH * (start + 1), 4) + text(LEFTS[1], first + PITCH * (start + 1), 6)
    return pieces


def texts_in(lattice: Lattice, pieces: list[Piece]) -> list[int]:
    """How many pieces stand in each cell."""
    boxes = [lattice.box_of(span) for span in lattice.spans]
    return [sum(box.holds(*piece.box.centre) for piece in pieces) for box in boxes]


def test_texts_beside_several_rows_are_merged_cells() -> None:
    """Texts that stand in the middle of three rows each are merged cells of these rows."""
    pieces = a_list()
    (lattice,) = ruleless(pieces)
    assert [span for span in lattice.spans if span[2] > 1] == [(1, 0, 3, 1), (1, 1, 3, 1), (4, 0, 3, 1), (4, 1, 3, 1)]
    assert texts_in(lattice, pieces) == [1] * len(lattice.spans)


@pytest.mark.parametrize("lines", [2, 3])
def test_wrapped_texts_stay_whole(lines: int) -> None:
    """Lines nearer to each other than rows are are one cell, also where a value stands beside the middle one."""
    pieces = a_list(rows=6)
    below = 100.0 + 6 * PITCH
    middle = below + PITCH + (lines - 1) * LEADING / 2
    for left, count in zip(LEFTS, (1, 2, lines, 1), strict=True):
        pieces += text(left, middle, 4, count)
    (lattice,) = ruleless(pieces)
    assert len(lattice.ys) - 1 == 8
    assert texts_in(lattice, pieces)[-4:] == [1, 2, lines, 1]


def test_blank_cells_stay_single() -> None:
    """A column with fewer texts than rows holds blank cells where its texts are not in the middle of merged ones."""
    pieces = a_list()
    pieces += text(500.0, 100.0, 2) + text(500.0, 100.0 + 2 * PITCH, 1) + text(500.0, 100.0 + 3 * PITCH, 1)
    (lattice,) = ruleless(pieces)
    unit = [span for span in lattice.spans if span[1] == len(lattice.xs) - 2]
    assert [span[2] for span in unit] == [1] * 7


def test_labels_above_the_list_belong_to_it() -> None:
    """Rows beside a column of labels are rows of the table; the title above them is not."""
    title = [Piece((Box(150.0, 10.0, 400.0, 26.0),))]
    head = text(50.0, 50.0, 4) + text(130.0, 50.0, 20) + text(50.0, 75.0, 4) + text(130.0, 75.0, 33)
    pieces = a_list()
    (lattice,) = ruleless(title + head + pieces)
    assert 26.0 < lattice.ys[0] < 45.0
    assert texts_in(lattice, head + pieces)[:4] == [1, 1, 1, 1]


def test_two_tables_on_a_page() -> None:
    """A list above another, with white between them, is a table of its own."""
    assert len(ruleless(a_list() + a_list(first=400.0))) == 2


def test_a_text_in_no_row_leaves_the_table_unread() -> None:
    """A text between two rows, in a column whose others stand in rows, cannot be told: no table is found."""
    pieces = a_list() + text(500.0, 100.0, 2) + text(500.0, 100.0 + 2 * PITCH, 2)
    assert not ruleless([*pieces, *text(500.0, 100.0 + 4.5 * PITCH, 2)])


def test_a_note_below_the_list_makes_no_column() -> None:
    """On a later page without a heading, 注： and its text below the list are parted by white, as columns are."""
    pieces = [piece for piece in a_list() if piece.box.top > 105]
    note = 100.0 + 6 * PITCH + 2 * EM
    (lattice,) = ruleless([*pieces, *text(10.0, note, 1), *text(35.0, note, 8)])
    assert len(lattice.xs) - 1 == len(LEFTS)


@pytest.mark.parametrize("gap", [0.0, 3.0])
def test_prose_is_no_table(gap: float) -> None:
    """Full lines of words, parted as words are or not at all, make no table."""
    lines = [
        Piece(tuple(Box(x, top, x + 20.0 - gap, top + EM) for x in range(50, 450, 20)))
        for top in (100.0 + 14.0 * line for line in range(20))
    ]
    assert ruleless(lines) == ()
    assert ruleless(lines[:1]) == ()


def test_contents_are_no_table() -> None:
    """A list of contents has two columns: its entries and its pages."""
    lines = [piece for row in range(12) for left in (50.0, 450.0) for piece in text(left, 100.0 + PITCH * row, 2)]
    assert ruleless(lines) == ()


def test_tiles_have_their_texts_in_the_middle() -> None:
    """Texts tile rows only where each is in the middle of its rows; the first rows may have theirs a page before."""
    edges = [0.0, 10.0, 20.0, 30.0, 40.0]
    assert tiled([10.0, 30.0], edges, 2.0) == ((0, 2), (2, 4))
    assert tiled([5.0, 20.0], edges, 2.0) is None
    assert tiled([25.0, 35.0], edges, 2.0) is None
    assert tiled([25.0, 35.0], edges, 2.0, goes_on_from=0) == ((0, 2), (2, 3), (3, 4))


def test_a_last_row_of_one_text_is_a_row() -> None:
    """A last row with a blank value stands where the names above it do; without it, no merged cell has a middle."""
    pieces = [piece for left in LEFTS for piece in text(left, 100.0, 4)]
    for row in range(1, 7):
        pieces += text(LEFTS[2], 100.0 + PITCH * row, 8) + (text(LEFTS[3], 100.0 + PITCH * row, 3) if row < 6 else [])
    for start, rows in ((1, 2), (3, 4)):
        middle = 100.0 + PITCH * (start + (rows - 1) / 2)
        pieces += text(LEFTS[0], middle, 4) + text(LEFTS[1], middle, 6)
    (lattice,) = ruleless(pieces)
    assert texts_in(lattice, pieces)[-2:] == [1, 0]


def test_white_within_a_repeated_text_parts_nothing() -> None:
    """A character narrower than its place leaves white in every row where its text is repeated, and no column."""
    pieces = []
    for row in range(7):
        middle = 100.0 + PITCH * row
        pieces += text(50.0, middle, 1) + text(64.0, middle, 3)
        pieces += [piece for left in LEFTS[1:] for piece in text(left, middle, 4 + row % 3)]
    (lattice,) = ruleless(pieces)
    assert len(lattice.xs) - 1 == len(LEFTS)


def test_a_page_may_begin_with_a_row_that_fills_all_columns_but_one() -> None:
    """What seems a heading is a row that goes on when the merged cells of the page have their middles only then."""
    pieces = []
    for row in range(6):
        for left in LEFTS[1:]:
            pieces += text(left, 100.0 + PITCH * row, 4 + row % 3)
    pieces += text(LEFTS[0], 100.0 + PITCH * 2.5, 4) + text(LEFTS[0], 100.0 + PITCH * 5, 4)
    (lattice,) = ruleless(pieces)
    assert [span for span in lattice.spans if span[2] > 1] == [(1, 0, 4, 1)]


def test_a_heading_printed_again_stands_above_a_merged_cell_of_the_page_before() -> None:
    """The first rows of a later page have their level before it: below the heading they are blank, not out of place."""
    heading = [piece for left in LEFTS for piece in text(left, 100.0, 4)]
    rows = [piece for row in range(1, 7) for left in LEFTS[2:] for piece in text(left, 100.0 + PITCH * row, 4)]
    levels = [piece for left in LEFTS[:2] for piece in text(left, 100.0 + PITCH * 5, 4)]
    (lattice,) = ruleless([*heading, *rows, *levels])
    assert [span for span in lattice.spans if span[1] == 0] == [(0, 0, 1, 1), (1, 0, 3, 1), (4, 0, 3, 1)]


def test_a_number_in_the_middle_of_its_cell_beside_a_wrapped_text_is_a_column() -> None:
    """Once on the page, close behind the text, its groups of figures parted by commas that were lost."""
    left, rows = (20.0, 84.0, 160.0, 230.0, 420.0), range(1, 7)
    names = [piece for row in rows for x0 in left[3:] for piece in text(x0, 100.0 + PITCH * row, 4)]
    project = text(left[0], 100.0 + PITCH * 3.5, 5, lines=3)
    number = [Piece(tuple(Box(x0, 165.5, x0 + 17.0, 174.0) for x0 in (79.0, 100.0, 121.0)))]
    (lattice,) = ruleless([*names, *project, *number, *text(left[2], 100.0 + PITCH * 3.5, 4, lines=2)])
    assert sum(70.0 < x < 79.0 for x in lattice.xs) == 1
    assert len(lattice.xs) - 1 == 5


def test_a_row_kept_out_by_a_goal_above_the_list_is_found_from_its_heading() -> None:
    """The white of a comma in the goal lies where columns are parted; the long level of the last row runs over it."""
    goal = [Piece((*text(50.0, 70.0, 7)[0].parts, *text(125.0, 70.0, 6)[0].parts, *text(192.0, 70.0, 22)[0].parts))]
    label = [piece for left in LEFTS for piece in text(left, 45.0, 4)]
    last = 100.0 + 7 * PITCH
    row = [*text(LEFTS[0], last, 4), *text(LEFTS[1], last, 8), *text(LEFTS[2], last, 4), *text(LEFTS[3], last, 3)]
    (lattice,) = ruleless([*label, *goal, *a_list(), *row])
    assert lattice.box.bottom > last


def test_running_text_below_a_list_is_no_row_of_it() -> None:
    """Its commas leave white where the columns are parted."""
    below = 100.0 + 7 * PITCH
    prose = [
        Piece(tuple(part for x0, count in ((50.0, 7), (125.0, 8), (211.0, 18)) for part in text(x0, y, count)[0].parts))
        for y in (below + 10, below + 10 + LEADING)
    ]
    (lattice,) = ruleless([*a_list(), *prose])
    assert lattice.box.bottom < below


def a_list_from_top(leading: float, padding: float) -> list[Piece]:
    """A heading and rows whose texts begin at their top: the levels in the first of their rows, some names in lines."""
    pieces = [piece for left in (*LEFTS, 500.0) for piece in text(left, 100.0, 4)]
    top = 100.0
    for row, lines in enumerate((1, 2, 1, 1, 3, 1, 1)):
        top += (leading * (1, 1, 2, 1, 1, 3, 1)[row]) + padding
        levels = [(LEFTS[0], 4)] * (row in (0, 4)) + [(LEFTS[1], 6)] * (row in (0, 2, 4))
        for left, count in (*levels, (LEFTS[3], 3), (500.0, 1)):
            pieces += text(left, top, count)
        for line in range(lines):
            pieces += text(LEFTS[2], top + leading * line, 15 if line < lines - 1 else 7)
    return pieces


@pytest.mark.parametrize("padding", [7.0, 0.0])
def test_texts_may_begin_at_the_top_of_their_cells(padding: float) -> None:
    """As Word sets them, also without white between rows; names are whole, levels stand where they begin."""
    pieces = a_list_from_top(LEADING + 2, padding)
    (lattice,) = ruleless(pieces)
    cells = texts_in(lattice, pieces)
    assert (len(lattice.ys) - 1, len(lattice.xs) - 1) == (8, 5)
    assert [cells[5 * row + 2] for row in range(8)] == [1, 1, 2, 1, 1, 3, 1, 1]
    assert [cells[5 * row] for row in range(8)] == [1, 1, 0, 0, 0, 1, 0, 0]
    assert [cells[5 * row + 4] for row in range(8)] == [1] * 8


def test_a_level_in_two_lines_reaches_over_the_blank_below_it() -> None:
    """Its second line stands beside the next row, in which the level has no text of its own."""
    pieces = a_list_from_top(LEADING + 2, 7.0)
    second = next(piece.box for piece in pieces if piece.box.x0 == LEFTS[0] and piece.box.top > 105)
    pieces += text(LEFTS[0], second.centre[1] + LEADING + 2, 2)
    (lattice,) = ruleless(pieces)
    assert [span for span in lattice.spans if span[2] > 1] == [(1, 0, 2, 1)]


def test_headings_of_one_line_may_stand_in_the_middle_of_those_of_two() -> None:
    """The heading is one row, also where texts below it begin at the top of theirs."""
    pieces = [piece for piece in a_list_from_top(LEADING + 2, 7.0) if piece.box.x0 != LEFTS[3] or piece.box.top > 105]
    (lattice,) = ruleless(pieces + text(LEFTS[3], 100.0, 3, 2))
    assert len(lattice.ys) - 1 == 8


def test_rows_whose_texts_stand_in_the_middle_are_not_cut() -> None:
    """A name of two lines beside a value at the first: as if it stood in the middle, a line went to the next row."""
    pieces = a_list_from_top(LEADING, 3.0)
    (lattice,) = ruleless(pieces)
    names = [span for span in lattice.spans if span[1] == 2]
    boxes = [lattice.box_of(span) for span in names]
    held = [[piece.box.width > 100 for piece in pieces if box.holds(*piece.box.centre)] for box in boxes]
    assert held[2] == [True, False] and held[5] == [True, True, False]


def test_the_sand_of_a_worn_page_is_compared_with_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """On more lines than a sheet can hold there is no list, and none is looked for: that takes minutes."""

    def unasked(*_: object) -> list[Lattice]:
        raise AssertionError

    monkeypatch.setattr("extractors.ruleless._tables", unasked)
    grains = [piece for row in range(150) for piece in text(40 + 37 * (row % 7), 20 + 12 * row, 2)]
    assert ruleless(grains) == ()
