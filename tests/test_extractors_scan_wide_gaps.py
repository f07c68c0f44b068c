"""Rules broken by gaps wider than a character: drawn tables of which only pieces of the rules are left."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.model import Box
from extractors.scan.cleaning.cleanup import Sheet
from extractors.scan.geometry import measure
from extractors.scan.ruling.broken import broken_rules
from extractors.scan.ruling.broken_lines import lines_of
from extractors.scan.ruling.rules import RuleInk
from extractors.scan.ruling.scraps import Scrap, characters, scraps_in
from extractors.tiling import Lattice

DPI, GLYPH = 200.0, 28
XS, YS = (100, 400, 800, 1200), tuple(range(150, 151 + 8 * 60, 60))
ERASED = 0.5
# the first column is one cell over four rows and one over the other four; the first row one over two columns
WHOLE = [(0, 0, 4, 1), (0, 1, 1, 2), (4, 0, 4, 1)]


def write(page: NDArray[np.uint8], x: int, y: int, count: int) -> None:
    """Characters like 田, 28 pixels apart."""
    for left in range(x, x + count * GLYPH, GLYPH):
        cv2.rectangle(page, (left, y), (left + 22, y + 24), 30, 2)
        cv2.line(page, (left, y + 12), (left + 22, y + 12), 30, 2)
        cv2.line(page, (left + 11, y - 2), (left + 11, y + 26), 30, 2)


def pieces(start: int, end: int, rng: np.random.Generator, erased: float = ERASED) -> list[tuple[int, int]]:
    """What is left of a rule: from where to where, 20 to 50 pixels each with gaps of up to two characters."""
    if not erased:
        return [(start, end)]
    left, at = [], start - int(rng.integers(0, 40))
    while at < end:
        length, gap = int(rng.integers(20, 50)), int(rng.integers(20, 50))
        if at + length > start:
            left.append((max(start, at), min(end, at + length)))
        at += length + gap
    return left


def table(
    seed: int = 1, erased: float = ERASED, top: int = 0, page: NDArray[np.uint8] | None = None
) -> NDArray[np.uint8]:
    """Eight rows of three columns with merged cells and print, its rules in pieces."""
    page = np.full((760, 1320), 248, dtype=np.uint8) if page is None else page
    rng = np.random.default_rng(seed)
    for row, y in enumerate(YS):
        for a, b in pieces(XS[0] if row in (0, 4, 8) else XS[1], XS[3], rng, erased):
            cv2.line(page, (a, top + y), (b, top + y), 40, 2)
    for x in XS:
        for a, b in pieces(YS[1] if x == XS[2] else YS[0], YS[-1], rng, erased):
            cv2.line(page, (x, top + a), (x, top + b), 40, 2)
    for row, y in enumerate(YS[:-1]):
        if row:
            write(page, XS[1] + 10, top + y + 18, 4)
            write(page, XS[2] + 40, top + y + 18, 4)
    write(page, XS[1] + 320, top + YS[0] + 18, 6)
    for middle in (2, 6):
        write(page, XS[0] + 50, top + YS[middle] - 12, 4)
    return page


def lattices_of(page: NDArray[np.uint8]) -> tuple[Lattice, ...]:
    """The tables on a page with the grain of paper."""
    noise = np.random.default_rng(3).normal(0, 3, page.shape)
    return measure(Sheet(np.clip(page + noise, 0, 255).astype(np.uint8), None, DPI), 0).lattices


def found(page: NDArray[np.uint8], horizontals: list[Box], verticals: list[Box]) -> list[Box]:
    """The walls that are found beside these rules."""
    rules = RuleInk(horizontals, verticals, np.zeros(page.shape, dtype=bool))
    ink = cv2.threshold(page, 140, 255, cv2.THRESH_BINARY_INV)[1]
    return [wall.box for wall in broken_rules(page, np.asarray(ink, np.uint8), rules, GLYPH)]


@pytest.mark.parametrize("seed", range(1, 7))
def test_a_table_of_which_half_of_each_rule_is_left_has_its_cells(seed: int) -> None:
    """Pieces on one line are one rule: the grid is that of the whole table, merged cells included."""
    (whole,), (lattice,) = lattices_of(table(erased=0)), lattices_of(table(seed))
    assert [span for span in whole.spans if span[2:] != (1, 1)] == WHOLE
    same = [span for span in whole.spans if span in lattice.spans]
    assert len(same) >= len(whole.spans) - 2
    assert sum(span in lattice.spans for span in WHOLE) >= len(WHOLE) - 1


def test_two_tables_below_each_other_stay_two() -> None:
    """Their rules lie on the same lines, and a title is all that stands between them."""
    page = np.full((1400, 1320), 248, dtype=np.uint8)
    table(1, page=page)
    write(page, 460, 686, 10)
    table(2, top=600, page=page)
    assert len(lattices_of(page)) == 2


def test_a_wall_without_any_piece_between_the_print_of_two_cells_is_doubted() -> None:
    """The rule goes on above and below and print stands on both sides: a wall, but its cells are marked."""
    page = table(1)
    page[YS[5] + 3 : YS[6] - 2, XS[2] - 3 : XS[2] + 4] = 248
    (lattice,) = lattices_of(page)
    sides = [span for span in lattice.spans if span[0] == 5 and span[1] > 0]
    assert sides == [(5, 1, 1, 1), (5, 2, 1, 1)]
    marked = [(box.x0, box.top) for box in lattice.repaired]
    assert all((lattice.box_of(span).x0, lattice.box_of(span).top) in marked for span in sides)


def test_print_across_the_place_of_a_wall_keeps_a_cell_whole() -> None:
    """A sentence over both columns, in a row amid others: the rule has no gap there, it is interrupted."""
    page = table(1)
    page[YS[5] + 3 : YS[6] - 2, XS[1] + 4 : XS[3] - 4] = 248
    write(page, XS[1] + 20, YS[5] + 18, 26)
    (lattice,) = lattices_of(page)
    assert (5, 1, 1, 2) in lattice.spans


def test_the_outer_column_of_an_open_table_is_there() -> None:
    """No rule stands at its left: it begins where the broken rules along x begin."""
    page = table(1)
    page[YS[0] + 3 : YS[4] - 2, XS[0] - 4 : XS[0] + 5] = page[YS[4] + 3 : YS[8] - 2, XS[0] - 4 : XS[0] + 5] = 248
    for row in range(1, 8):
        for a, b in pieces(XS[0], XS[1], np.random.default_rng(row)):
            cv2.line(page, (a, YS[row]), (b, YS[row]), 40, 2)
    (lattice,) = lattices_of(page)
    assert lattice.box.x0 == pytest.approx(XS[0] * 72 / DPI, abs=6)


def test_nothing_is_looked_for_where_rules_are_whole() -> None:
    """The rules of a table without a frame all end at one place at each side: that is no broken rule."""
    page = np.full((760, 1320), 248, dtype=np.uint8)
    lying = [Box(float(XS[0]), y - 1.0, float(XS[3]), y + 1.0) for y in range(100, 700, 20)]
    standing = [Box(x - 1.0, 100.0, x + 1.0, 680.0) for x in XS[1:3]]
    assert found(page, lying, standing) == []


def test_dashes_in_the_cells_of_a_row_are_no_rule() -> None:
    """They are as long as each other; what is left of a rule is now longer, now shorter."""

    def on_one_line(*widths: float) -> list[Scrap]:
        return [Scrap(Box(60.0 * at, 100, 60.0 * at + width, 103), lone=True) for at, width in enumerate(widths)]

    assert lines_of([], on_one_line(*[26.0] * 12), GLYPH) == []
    (line,) = lines_of([], on_one_line(*[26.0, 12.0, 18.0] * 4), GLYPH)
    assert (line.start, line.end) == (0.0, 11 * 60.0 + 18.0)


def test_strokes_of_characters_are_no_scraps_of_rules() -> None:
    """Straight strokes with white beside them belong to their character; a piece by itself belongs to none."""
    page = np.full((200, 400), 248, dtype=np.uint8)
    write(page, 40, 40, 6)
    cv2.line(page, (60, 150), (90, 150), 40, 2)
    ink = np.asarray(cv2.threshold(page, 140, 255, cv2.THRESH_BINARY_INV)[1], np.uint8)
    (scrap,) = scraps_in(page, characters(ink, GLYPH), GLYPH)
    assert scrap.lone
    assert scrap.box.centre == pytest.approx((75, 150), abs=2)


def test_the_edge_of_a_sheet_beyond_a_whole_table_breaks_no_rule() -> None:
    """It is found in a dozen pieces that meet nothing; on the table none does."""
    page = np.full((760, 1320), 248, dtype=np.uint8)
    lying = [Box(float(XS[0]), y - 1.0, float(XS[3]), y + 1.0) for y in range(100, 700, 20)]
    standing = [Box(x - 1.0, 100.0, x + 1.0, 680.0) for x in (*XS[1:3], XS[3])]
    edge = [Box(x, 40.0 + x / 100, x + 60.0, 42.0 + x / 100) for x in np.arange(30.0, 1250.0, 90.0).tolist()]
    assert found(page, [*edge, *lying], standing) == []
