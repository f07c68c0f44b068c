"""Rules become lattices whose spans tile the table exactly."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from extractors.model import Box, Rule
from extractors.tiling import Lattice, Span, tile

PITCH_X, PITCH_Y = 60.0, 20.0


def horizontal(y: float, x0: float, x1: float) -> Rule:
    """A thin rule along x."""
    return Rule(Box(x0, y - 0.25, x1, y + 0.25))


def vertical(x: float, top: float, bottom: float) -> Rule:
    """A thin rule along y."""
    return Rule(Box(x - 0.25, top, x + 0.25, bottom))


def walls_of(spans: list[Span], shift: float = 50.0) -> list[Rule]:
    """The four sides of every span, drawn piece by piece as office programs do."""
    rules = []
    for row, col, row_span, col_span in spans:
        x0, x1 = shift + col * PITCH_X, shift + (col + col_span) * PITCH_X
        top, bottom = shift + row * PITCH_Y, shift + (row + row_span) * PITCH_Y
        rules += [
            horizontal(top, x0, x1),
            horizontal(bottom, x0, x1),
            vertical(x0, top, bottom),
            vertical(x1, top, bottom),
        ]
    return rules


def random_spans(rng: random.Random, rows: int, cols: int) -> list[Span]:
    """A random tiling in reading order."""
    free = {(r, c) for r in range(rows) for c in range(cols)}
    spans = []
    for row in range(rows):
        for col in range(cols):
            if (row, col) not in free:
                continue
            width = 1
            while (row, col + width) in free and rng.random() < 0.3:
                width += 1
            height = 1
            while all((row + height, c) in free for c in range(col, col + width)) and rng.random() < 0.3:
                height += 1
            free -= {(r, c) for r in range(row, row + height) for c in range(col, col + width)}
            spans.append((row, col, height, width))
    return spans


def compressed(spans: list[Span]) -> list[Span]:
    """Without the rows and columns at which no cell begins: no rule is drawn there."""
    ys = sorted({r for r, _, _, _ in spans} | {r + h for r, _, h, _ in spans})
    xs = sorted({c for _, c, _, _ in spans} | {c + w for _, c, _, w in spans})
    at_y, at_x = {y: i for i, y in enumerate(ys)}, {x: i for i, x in enumerate(xs)}
    return sorted((at_y[r], at_x[c], at_y[r + h] - at_y[r], at_x[c + w] - at_x[c]) for r, c, h, w in spans)


def covered(lattice: Lattice) -> list[tuple[int, int]]:
    """Every fine cell of every span, once for each time it is covered."""
    return sorted((r + i, c + k) for r, c, h, w in lattice.spans for i in range(h) for k in range(w))


@given(st.integers(2, 8), st.integers(2, 6), st.integers(0, 10_000))
def test_the_walls_of_any_tiling_give_that_tiling_back(rows: int, cols: int, seed: int) -> None:
    """Drawing the walls of merged cells and reading them is the identity."""
    spans = random_spans(random.Random(seed), rows, cols)
    if len(spans) < 2:
        return
    (lattice,) = tile(walls_of(spans))
    assert compressed(spans) == list(lattice.spans)
    assert lattice.repaired == ()


@given(st.integers(2, 7), st.integers(2, 6), st.integers(0, 10_000), st.floats(0.05, 0.6))
def test_lost_pieces_of_rules_never_break_the_tiling(rows: int, cols: int, seed: int, lost: float) -> None:
    """Whatever rules are missing, each table found is covered by its cells exactly once."""
    rng = random.Random(seed)
    rules = [rule for rule in walls_of(random_spans(rng, rows, cols)) if rng.random() > lost]
    for lattice in tile(rules):
        height, width = len(lattice.ys) - 1, len(lattice.xs) - 1
        assert [(r, c) for r in range(height) for c in range(width)] == covered(lattice)


def test_jitter_below_the_tolerance_changes_nothing() -> None:
    """Cells drawn one by one, each a little off, still share their walls."""
    rng = random.Random(7)
    spans = [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1), (2, 0, 1, 3)]
    shaken = [
        Rule(Box(r.box.x0 + d, r.box.top + e, r.box.x1 + d, r.box.bottom + e))
        for r in walls_of(spans)
        for d, e in [(rng.uniform(-0.5, 0.5), rng.uniform(-0.5, 0.5))]
    ]
    (lattice,) = tile(shaken)
    assert sorted(spans) == list(lattice.spans)


def test_a_missing_piece_of_a_wall_is_completed_and_reported() -> None:
    """An L-shaped region is cut where the rest of the wall stands."""
    spans = [(0, 0, 2, 1), (0, 1, 1, 1), (0, 2, 1, 1), (1, 1, 1, 1), (1, 2, 1, 1)]
    rules = [r for r in walls_of(spans) if not (r.horizontal and abs(r.box.top - 69.75) < 1 and r.box.x0 > 160)]
    rules = [r for r in rules if r.horizontal or not (abs(r.box.x0 - 169.75) < 1 and r.box.top < 60)]
    (lattice,) = tile(rules)
    assert len(lattice.repaired) >= 2
    assert [(r, c) for r in range(2) for c in range(3)] == covered(lattice)


def test_a_gap_in_a_drawn_wall_at_which_rules_end_is_filled() -> None:
    """A level merged over three rows whose wall to the names stops after the first: the names keep their column.

    Web pages draw so that give the first cell of each row no left border.
    """
    spans = [
        (0, 0, 1, 1),
        (0, 1, 1, 1),
        (1, 0, 3, 1),
        (1, 1, 1, 1),
        (2, 1, 1, 1),
        (3, 1, 1, 1),
        (4, 0, 1, 1),
        (4, 1, 1, 1),
    ]
    rules = [
        rule
        for rule in walls_of(spans)
        if rule.horizontal or not (abs(rule.box.x0 - 109.75) < 1 and 85 < rule.box.centre[1] < 130)
    ]
    rules += [vertical(110, 70, 90)]
    (lattice,) = tile(rules, exact=True)
    assert list(lattice.spans) == sorted(spans)
    assert lattice.box_of((1, 0, 3, 1)) in lattice.repaired


def test_a_wall_that_ends_on_a_rule_and_begins_again_below_another_is_whole() -> None:
    """Between two rows of two cells one cell spans both columns."""
    spans = [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 2), (2, 0, 1, 1), (2, 1, 1, 1)]
    (lattice,) = tile(walls_of(spans), exact=True)
    assert list(lattice.spans) == spans
    assert lattice.repaired == ()


def test_a_double_rule_is_one() -> None:
    """The space between its lines is no column and no row."""
    spans = [(row, col, 1, 1) for row in range(2) for col in range(2)]
    outer = [
        horizontal(47.5, 47.5, 172.5),
        horizontal(92.5, 47.5, 172.5),
        vertical(47.5, 47.5, 92.5),
        vertical(172.5, 47.5, 92.5),
    ]
    (lattice,) = tile([*walls_of(spans), *outer])
    assert list(lattice.spans) == spans
    assert lattice.repaired == ()


def test_an_open_left_and_right_side_still_has_its_columns() -> None:
    """Tables without outer vertical rules keep the outer columns."""
    rules = [horizontal(y, 50, 350) for y in (100, 120, 140)] + [vertical(x, 100, 140) for x in (150, 250)]
    (lattice,) = tile(rules)
    assert list(lattice.spans) == [(0, 0, 1, 1), (0, 1, 1, 1), (0, 2, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1), (1, 2, 1, 1)]
    assert (lattice.xs[0], lattice.xs[-1]) == (50.0, 350.0)


def test_underlines_and_check_boxes_are_not_tables() -> None:
    """Short rules that touch no other rule, and small frames, give nothing."""
    box = [horizontal(300, 80, 89), horizontal(309, 80, 89), vertical(80, 300, 309), vertical(89, 300, 309)]
    assert tile([horizontal(200, 80, 140), *box]) == ()


def test_two_tables_on_a_page_stay_apart() -> None:
    """Tables are separated by the white between them, not by their columns."""
    spans = [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 2)]
    found = tile(walls_of(spans, shift=50) + walls_of(spans, shift=400))
    assert [tuple(spans), tuple(spans)] == [lattice.spans for lattice in found]


def test_a_frame_around_a_table_is_not_its_cell() -> None:
    """A page frame does not swallow the table inside it."""
    frame = [horizontal(20, 20, 560), horizontal(800, 20, 560), vertical(20, 20, 800), vertical(560, 20, 800)]
    spans = [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 2)]
    (lattice,) = tile(frame + walls_of(spans))
    assert tuple(spans) == lattice.spans


def test_the_dark_border_of_a_copy_is_no_part_of_the_table() -> None:
    """A frame round the page, one side of which is in pieces or was not found."""
    spans = [(row, col, 1, 1) for row in range(3) for col in range(3)]
    border = [
        horizontal(5, 0, 270),
        horizontal(400, 0, 270),
        vertical(2, 0, 405),
        vertical(5, 100, 400),
        vertical(268, 0, 300),
    ]
    (lattice,) = tile([*walls_of(spans), *border])
    assert list(lattice.spans) == spans


def test_an_open_spine_column_is_found_by_the_rows_that_reach_it() -> None:
    """Without an outer rule, a merged left column shows only at its top and bottom."""
    rules = [horizontal(y, 50, 350) for y in (100, 120, 180)] + [horizontal(y, 110, 350) for y in (140, 160)]
    rules += [vertical(x, 100, 180) for x in (110, 230)]
    (lattice,) = tile(rules)
    assert lattice.xs[0] == 50
    assert (1, 0, 3, 1) in lattice.spans


def test_a_single_rule_that_sticks_out_is_no_column() -> None:
    """One careless line does not open the table."""
    spans = [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 2)]
    (lattice,) = tile([*walls_of(spans), horizontal(70, 20, 60)])
    assert tuple(spans) == lattice.spans


def test_a_row_that_a_page_end_cut_off_is_one_though_only_one_rule_runs_across() -> None:
    """The last row on the next page, open above: three rules down from one make it, two or uneven ones do not."""
    down = [vertical(x, 60.0, 100.0) for x in (50.0, 120.0, 200.0, 400.0)]
    (lattice,) = tile([horizontal(100.0, 50.0, 400.0), *down])
    assert lattice.spans == ((0, 0, 1, 1), (0, 1, 1, 1), (0, 2, 1, 1))
    assert (lattice.ys[0], lattice.ys[-1]) == (60.0, 100.0)
    assert not tile([horizontal(100.0, 50.0, 400.0), *down[:2]])
    uneven = [vertical(x, 60.0 + 9 * i, 100.0) for i, x in enumerate((50.0, 120.0, 200.0, 400.0))]
    assert not tile([horizontal(100.0, 50.0, 400.0), *uneven])
