from __future__ import annotations

from extractors.alignment import aligned
from extractors.model import Box


def lines_at(*rows: tuple[float, list[tuple[float, float]]]) -> list[Box]:
    """Lines 10 points high: (top, [(x0, x1), ...]) a row."""
    return [Box(x0, top, x1, top + 10) for top, columns in rows for x0, x1 in columns]


THREE = [(50.0, 90.0), (150.0, 210.0), (300.0, 330.0)]


def test_three_columns_of_aligned_text_are_a_table() -> None:
    """Rows evenly apart are a row each; titles above stay outside."""
    rows = [(100.0 + 20 * index, THREE) for index in range(5)]
    (lattice,) = aligned(lines_at((70.0, [(120.0, 260.0)]), *rows), ())
    assert (len(lattice.ys) - 1, len(lattice.xs) - 1, len(lattice.spans)) == (5, 3, 15)
    assert lattice.box.top > 80


def test_a_line_over_two_columns_joins_their_cells() -> None:
    """A heading that spans columns is one cell."""
    rows = [(100.0 + 20 * index, THREE) for index in range(7)]
    wide = (240.0, [(50.0, 210.0), (300.0, 330.0)])
    (lattice,) = aligned(lines_at(*rows, wide, (260.0, THREE)), ())
    assert (7, 0, 1, 2) in lattice.spans


def test_wrapped_lines_between_wider_gaps_are_one_row() -> None:
    """Two lines close together belong to one cell when rows stand further apart."""
    rows = []
    for index in range(4):
        rows += [(100.0 + 40 * index, THREE), (112.0 + 40 * index, [(150.0, 200.0)])]
    (lattice,) = aligned(lines_at(*rows, (260.0, THREE)), ())
    assert len(lattice.ys) - 1 == 5


def test_rules_part_rows_where_every_row_is_ruled() -> None:
    """Between two rules lies one row, however many lines it holds."""
    rows = [(100.0 + 15 * index, THREE) for index in range(6)]
    rules = [Box(45, y, 340, y + 1) for y in (97.0, 127.0, 157.0, 187.0)]
    (lattice,) = aligned(lines_at(*rows), rules)
    assert len(lattice.ys) - 1 == 3


def test_prose_is_no_table() -> None:
    """Neither a column of full lines nor two of them."""
    single = [(100.0 + 15 * index, [(50.0, 400.0)]) for index in range(20)]
    double = [(100.0 + 15 * index, [(50.0, 220.0), (240.0, 410.0)]) for index in range(20)]
    assert aligned(lines_at(*single), ()) == ()
    assert aligned(lines_at(*double), ()) == ()


def test_nothing_is_no_table() -> None:
    """A blank page has none."""
    assert aligned((), ()) == ()
