"""The ledger of ink: every mark inside a grid is accounted for, and what is left over is read or reported."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from extractors.model import Cell, PageReading
from extractors.scan.accounting.ledger import Inked, Kind, Mark, kept_marks, marks_of
from extractors.scan.accounting.left_over import inked_of
from extractors.scan.cleaning.cleanup import Sheet
from extractors.scan.geometry import Geometry, measure
from extractors.scan.reading.hairlines import hairlines
from extractors.scan.reading.lines import Strip
from extractors.scan.scanned import read_picture

DPI = 200.0
GLYPH = 28.0
WALL = Strip(10, 10, 290, 90)


def inked(
    marks: NDArray[np.uint8],
    *,
    rules: NDArray[np.uint8] | None = None,
    lines: tuple[Strip, ...] = (),
    seal: NDArray[np.bool_] | None = None,
    walls: tuple[Strip, ...] = (WALL,),
) -> Inked:
    """A grid of one cell in the middle of a large page."""
    drawn = marks if rules is None else np.maximum(marks, rules)
    return Inked(
        drawn, marks, seal, tuple(_moved(w) for w in walls), tuple(_moved(s) for s in lines), 500, 400, 2000, 2000
    )


def _moved(strip: Strip) -> Strip:
    return Strip(strip.x0 + 500, strip.top + 400, strip.x1 + 500, strip.bottom + 400)


def blank() -> NDArray[np.uint8]:
    """No ink."""
    return np.zeros((100, 300), dtype=np.uint8)


def box(x: int, y: int, width: int, height: int) -> NDArray[np.uint8]:
    """One rectangle of ink."""
    ink = blank()
    ink[y : y + height, x : x + width] = 255
    return ink


@pytest.mark.parametrize(
    ("mark", "kind"),
    [
        (box(100, 40, 4, 20), Kind.LEFT),  # a lone 1
        (box(100, 50, 26, 3), Kind.LEFT),  # a lone —
        (box(13, 40, 4, 20), Kind.LEFT),  # a 1 near the side of its cell
        (box(100, 50, 4, 4), Kind.SPECK),
        (box(12, 20, 3, 60), Kind.RULE),  # the frayed edge of the left wall
        (box(40, 85, 90, 3), Kind.RULE),  # and of the lower one
        (box(40, 8, 28, 4), Kind.RULE),  # a piece of the upper one, no longer than a dash
        (box(8, 40, 5, 24), Kind.RULE),  # a piece of the left one, no higher than a figure
        (box(284, 50, 9, 6), Kind.RULE),  # over the right one, where thick rules meet
        (box(284, 50, 9, 18), Kind.LEFT),  # and as high as a figure that overflows its cell
    ],
)
def test_a_mark_is_what_its_size_and_place_say(mark: NDArray[np.uint8], kind: Kind) -> None:
    """What is as large as a figure is left over when nothing accounts for it; specks and frayed rules have a name."""
    assert [each.kind for each in kept_marks(inked(mark), GLYPH)] == [kind]


def test_a_ring_and_a_slash_that_nobody_read_are_left_over() -> None:
    """A lone 0 and a lone / are each one mark."""
    ink = blank()
    cv2.ellipse(ink, (80, 50), (7, 12), 0, 0, 360, 255, 2)
    cv2.line(ink, (150, 62), (162, 38), 255, 2)
    assert [each.kind for each in kept_marks(inked(ink), GLYPH)] == [Kind.LEFT, Kind.LEFT]


def test_ink_in_a_line_that_gave_text_is_text() -> None:
    """The same ink is text where the line around it was read, and left over where it was not."""
    mark, line = box(100, 40, 14, 20), Strip(90, 38, 200, 62)
    assert [each.kind for each in kept_marks(inked(mark, lines=(line,)), GLYPH)] == [Kind.TEXT]
    assert [each.kind for each in kept_marks(inked(mark, lines=(Strip(90, 70, 200, 88),)), GLYPH)] == [Kind.LEFT]


def test_ink_of_a_seal_is_the_seals() -> None:
    """Ink below coloured ink that is no line's belongs to the seal."""
    mark = box(100, 40, 14, 20)
    assert [each.kind for each in kept_marks(inked(mark, seal=mark > 0), GLYPH)] == [Kind.SEAL]


def test_a_punch_hole_is_no_character() -> None:
    """A filled disc of two characters' height is a hole; a ring of that size is not."""
    hole, ring = blank(), blank()
    cv2.circle(hole, (150, 50), 28, 255, -1)
    cv2.circle(ring, (150, 50), 28, 255, 2)
    assert [each.kind for each in kept_marks(inked(hole), GLYPH)] == [Kind.HOLE]
    assert [each.kind for each in kept_marks(inked(ring), GLYPH)] == [Kind.LEFT]


def test_many_specks_in_a_cell_are_a_broken_character() -> None:
    """Two specks are dirt; thirty pieces side by side are not."""
    few, many = blank(), blank()
    few[40:43, 60:63] = few[60:63, 200:203] = 255
    for index in range(30):
        x, y = 100 + index % 6 * 5, 35 + index // 6 * 5
        many[y : y + 3, x : x + 3] = 255
    assert {each.kind for each in kept_marks(inked(few), GLYPH)} == {Kind.SPECK}
    assert {each.kind for each in kept_marks(inked(many), GLYPH)} == {Kind.LEFT}


def test_ink_across_a_rule_is_two_marks_and_a_rule() -> None:
    """A stroke through a rule is cut by it; neither half is taken for the rule."""
    stroke, rule = box(100, 20, 5, 60), box(0, 48, 300, 3)
    stroke[rule > 0] = 0
    marks = marks_of(inked(stroke, rules=rule, walls=(Strip(0, 0, 300, 49), Strip(0, 49, 300, 100))), GLYPH)
    assert sorted(each.kind for each in marks) == [Kind.LEFT, Kind.LEFT, Kind.RULE]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 280), st.integers(0, 80), st.integers(1, 60), st.integers(1, 30)), max_size=12),
    st.lists(st.tuples(st.integers(0, 250), st.integers(0, 80), st.integers(5, 50), st.integers(5, 20)), max_size=3),
    st.integers(0, 99),
)
def test_every_pixel_of_ink_is_in_exactly_one_mark(
    drawn: list[tuple[int, int, int, int]], lines: list[tuple[int, int, int, int]], rule: int
) -> None:
    """Whatever is drawn: the pixels of the marks add up to the ink, and each mark has one of the kinds."""
    ink, rules = blank(), box(0, rule, 300, 2)
    for x, y, width, height in drawn:
        ink[y : y + height, x : x + width] = 255
    ink[rules > 0] = 0
    read = tuple(Strip(x, y, x + width, y + height) for x, y, width, height in lines)
    every = inked(ink, rules=rules, lines=read)
    marks = marks_of(every, GLYPH)
    assert sum(mark.pixels for mark in marks) == int((every.drawn > 0).sum())
    assert all(isinstance(mark.kind, Kind) and _has_ink(mark, every) for mark in marks)
    assert set(kept_marks(every, GLYPH)) <= set(marks)


def _has_ink(mark: Mark, every: Inked) -> bool:
    area = every.drawn[mark.box.top - 400 : mark.box.bottom - 400, mark.box.x0 - 500 : mark.box.x1 - 500]
    return 0 < mark.pixels <= int((area > 0).sum())


@pytest.mark.parametrize(("contrast", "found"), [(20, 1), (4, 0)])
def test_a_pale_level_stroke_is_seen_and_noise_is_not(contrast: int, found: int) -> None:
    """A hairline 20 grey levels darker than noisy paper is found where it stands; noise alone gives nothing."""
    noise = np.random.default_rng(5).normal(240, 3, (100, 300))
    noise[50, 120:145] -= contrast
    strokes = hairlines(noise.astype(np.uint8), (WALL,), (), GLYPH)
    assert len(strokes) == found
    assert all(each.x0 >= 118 and each.x1 <= 147 and each.top <= 50 < each.bottom for each in strokes)


def test_known_lines_and_the_shadow_of_a_rule_hold_no_hairlines() -> None:
    """The same stroke inside a line that was found, or close to a wall, is nothing new."""
    paper = np.full((100, 300), 240, dtype=np.uint8)
    paper[50, 120:145] = 220
    paper[14, 120:145] = 220
    assert hairlines(paper, (WALL,), (Strip(100, 40, 200, 60),), GLYPH) == ()


def lone_signs() -> NDArray[np.uint8]:
    """A table of three by three whose last column holds 1, — and / drawn as strokes."""
    page = np.full((700, 900), 250, dtype=np.uint8)
    for place in range(4):
        cv2.line(page, (100, 100 + place * 100), (700, 100 + place * 100), 40, 2)
        cv2.line(page, (100 + place * 200, 100), (100 + place * 200, 400), 40, 2)
    for row in range(3):
        for col in range(2):
            cv2.putText(page, "PLAN", (130 + col * 200, 160 + row * 100), cv2.FONT_HERSHEY_SIMPLEX, 1.1, 20, 3)
    cv2.putText(page, "1", (590, 160), cv2.FONT_HERSHEY_SIMPLEX, 1.1, 20, 3)
    cv2.line(page, (590, 250), (616, 250), 20, 3)
    cv2.line(page, (590, 364), (604, 336), 20, 3)
    return page


def test_the_ledger_of_a_page_knows_every_line() -> None:
    """With every line read nothing is left over; with one line unread exactly its ink is."""
    geometry = measure(Sheet(lone_signs(), None, DPI), 0)
    (lattice,) = geometry.lattices
    walls = [Strip(*geometry.pixels(lattice.box_of(span))) for span in lattice.spans]
    lines = [line for span in lattice.spans for line in geometry.lines_of(lattice, span)[0]]
    assert len(lines) == 9
    assert _left(geometry, walls, lines) == []
    for unread in lines:
        left = _left(geometry, walls, [line for line in lines if line != unread])
        assert left
        assert all(unread.x0 <= mark.box.x0 and mark.box.x1 <= unread.x1 for mark in left)


def _left(geometry: Geometry, walls: list[Strip], lines: list[Strip]) -> list[Mark]:
    every = inked_of(geometry, geometry.lattices[0], walls, lines)
    assert every is not None
    return [mark for mark in marks_of(every, geometry.glyph) if mark.kind is Kind.LEFT]


@pytest.mark.slow
def test_lone_signs_are_read_or_doubted_never_lost() -> None:
    """No cell with a sign comes out empty without a finding."""
    reading = _read(lone_signs())
    for row, text in enumerate("1—/"):
        cell = _cell(reading, row, 2)
        assert cell.findings or cell.text in (text, "-", "一"), (text, cell.text)


@pytest.mark.slow
def test_a_blot_that_is_no_text_is_reported_with_its_place() -> None:
    """A scribble in an empty corner of a cell is a finding of that cell and of no other."""
    page = lone_signs()
    cv2.rectangle(page, (320, 372), (332, 384), 20, -1)
    reading = _read(page)
    marked = _cell(reading, 2, 1)
    assert marked.findings or marked.text != "PLAN"
    assert _cell(reading, 1, 1).findings == ()


def _read(page: NDArray[np.uint8]) -> PageReading:
    picture = np.repeat(page[:, :, None], 3, axis=2)
    return read_picture(picture, DPI, number=1, width=900 * 72 / DPI, height=700 * 72 / DPI)


def _cell(reading: PageReading, row: int, col: int) -> Cell:
    (grid,) = reading.grids
    return grid.at(row, col)


@pytest.mark.slow
def test_doubts_about_figures_beside_a_table_are_kept() -> None:
    """A year above a table whose digits are blotted is a finding at its place; a clear one is none."""
    clear = lone_signs()
    cv2.putText(clear, "2025", (400, 70), cv2.FONT_HERSHEY_SIMPLEX, 1.1, 20, 3)
    blotted = clear.copy()
    cv2.circle(blotted, (490, 58), 9, 20, -1)
    cv2.line(blotted, (395, 66), (500, 44), 20, 4)
    assert _read(clear).findings == ()
    (line,) = _read(clear).text
    found = _read(blotted).findings
    assert found
    assert all(each.place is not None and each.place.box.overlap(line.box) > 0 for each in found)


@pytest.mark.slow
def test_a_scratch_lower_than_a_figure_is_dirt_and_a_figure_is_not() -> None:
    """A thin upright mark in the white of a cell is a finding from the height of a 1 on."""
    scratched, figured = lone_signs(), lone_signs()
    cv2.line(scratched, (470, 112), (470, 119), 20, 2)
    cv2.line(figured, (470, 108), (470, 127), 20, 3)
    dirty = _cell(_read(scratched), 0, 1)
    assert (dirty.text, dirty.findings) == ("PLAN", ())
    cell = _cell(_read(figured), 0, 1)
    assert cell.findings or cell.text != "PLAN"


@pytest.mark.slow
def test_dots_above_and_below_the_line_of_a_cell_are_dirt() -> None:
    """No character is as small in both directions but points and dashes, which stand in a line."""
    page = lone_signs()
    for x, y in ((650, 114), (540, 186), (680, 188)):
        cv2.rectangle(page, (x, y - 3), (x + 5, y + 2), 20, -1)
    cell = _cell(_read(page), 0, 2)
    assert (cell.text, cell.findings) == ("1", ())


@pytest.mark.slow
def test_a_pale_flat_stroke_below_a_text_is_a_doubt_and_not_a_word() -> None:
    """What a watermark leaves in a cell reads as 一; beside a text it is not believed, and not passed over."""
    page = lone_signs()
    cv2.line(page, (150, 184), (178, 184), 238, 2)
    cell = _cell(_read(page), 0, 0)
    assert cell.text == "PLAN"
    assert cell.findings


@pytest.mark.slow
def test_the_soft_edges_of_a_speck_are_no_pale_stroke() -> None:
    """A dot of toner below a text, turned by a few degrees with its page: it is a speck and nothing besides."""
    page = lone_signs()
    rows = ("001100", "038930", "39ccb5", "28cca4", "018940", "001200")
    dot = np.array([[int(figure, 16) for figure in row] for row in rows], np.float32)
    soft = np.clip(248 - 12.5 * cv2.resize(dot, (9, 9), interpolation=cv2.INTER_CUBIC), 0, 255)
    page[180:189, 160:169] = soft if page.ndim == 2 else soft[:, :, None]
    cell = _cell(_read(page), 0, 0)
    assert (cell.text, cell.findings) == ("PLAN", ())
