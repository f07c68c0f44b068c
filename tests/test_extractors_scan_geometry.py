"""Pictures of pages: straightening, rules, lines of ink. Every picture is drawn here, so the truth is known."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from extractors.scan.cleaning.cleanup import Sheet, clean, ink_of
from extractors.scan.flattening.flatten import flatten
from extractors.scan.flattening.skew import skew_of
from extractors.scan.flattening.upright import runs_across, turned
from extractors.scan.geometry import measure
from extractors.scan.print_height import glyph_height
from extractors.scan.reading.crops import crop_of, montage
from extractors.scan.reading.lines import Strip, is_vertical, lines_in, open_lines
from extractors.scan.reading.remnants import without_edges, without_rules
from extractors.scan.ruling.rules import find_rules

GLYPH = 28.0
DPI = 200.0


def sheet(height: int = 1100, width: int = 800) -> NDArray[np.uint8]:
    """White paper."""
    return np.full((height, width), 250, dtype=np.uint8)


def stamp_glyph(page: NDArray[np.uint8], x: int, y: int, size: int = 26) -> None:
    """Something like 米: a cross and two diagonals."""
    middle, end = size // 2, size - 2
    cv2.line(page, (x, y + middle), (x + end, y + middle), 30, 2)
    cv2.line(page, (x + middle, y), (x + middle, y + end), 30, 2)
    cv2.line(page, (x + 2, y + 2), (x + end, y + end), 30, 2)
    cv2.line(page, (x + end, y + 2), (x + 2, y + end), 30, 2)


def write(page: NDArray[np.uint8], x: int, y: int, count: int) -> None:
    """A line of `count` characters, 28 pixels apart."""
    for index in range(count):
        stamp_glyph(page, x + index * 28, y)


def form() -> NDArray[np.uint8]:
    """A table of 5 rows and 3 columns with text, rules 2 pixels thick."""
    page = sheet()
    for row in range(6):
        cv2.line(page, (100, 150 + row * 120), (700, 150 + row * 120), 40, 2)
    for col in range(4):
        cv2.line(page, (100 + col * 200, 150), (100 + col * 200, 750), 40, 2)
    for row in range(5):
        for col in range(3):
            write(page, 115 + col * 200, 195 + row * 120, 5)
    return page


@pytest.mark.parametrize("angle", [-7.0, -1.3, -0.4, 0.0, 0.7, 2.5, 9.0])
def test_the_skew_of_a_turned_form_is_found(angle: float) -> None:
    """The angle is found to a tenth of a degree, on either side."""
    page = form()
    turn = cv2.getRotationMatrix2D((400, 550), -angle, 1.0)
    crooked = cv2.warpAffine(page, turn, (800, 1100), flags=cv2.INTER_CUBIC, borderValue=250)
    assert abs(skew_of(ink_of(crooked, DPI)) - angle) <= 0.1


@settings(max_examples=12, deadline=None)
@given(st.floats(-3, 3), st.integers(120, 680), st.integers(160, 740))
def test_a_flat_pixel_leads_back_to_where_it_stood(angle: float, x: int, y: int) -> None:
    """The mapping of a turned page is the turn itself."""
    page = form()
    turn = cv2.getRotationMatrix2D((400, 550), -angle, 1.0)
    crooked = cv2.warpAffine(page, turn, (800, 1100), flags=cv2.INTER_CUBIC, borderValue=250)
    flat = flatten(crooked, DPI, GLYPH)
    corner = np.argwhere(flat.grey < 100)[0]  # the first ink from the top is the upper rule
    box = flat.mapping.box(float(corner[1]), float(corner[0]), float(corner[1]) + 1, float(corner[0]) + 1)
    found = np.array([box.x0, box.top]) * DPI / 72
    back = cv2.invertAffineTransform(turn) @ np.array([found[0], found[1], 1.0])
    assert abs(back[1] - 150) <= 4
    assert 95 <= back[0] <= 705


def test_a_bent_page_becomes_straight_again() -> None:
    """Rules that bow by a character's height lie within two pixels of a straight line afterwards."""
    page = form()
    y, x = np.mgrid[0:1100, 0:800].astype(np.float32)
    bent = cv2.remap(page, x, y + 14 * np.sin(x / 800 * np.pi), cv2.INTER_CUBIC, borderValue=250)
    flat = flatten(bent, DPI, GLYPH).grey
    horizontals = find_rules(flat, GLYPH).horizontals
    long = [box for box in horizontals if box.width > 500]
    assert len(long) == 6
    for box in long:
        band = flat[int(box.top) - 12 : int(box.bottom) + 13, int(box.x0) + 15 : int(box.x1) - 15]
        heights = band.argmin(axis=0)
        assert np.percentile(heights, 95) - np.percentile(heights, 5) <= 4


def test_a_table_that_unbending_tears_apart_is_taken_as_it_lies(monkeypatch: pytest.MonkeyPatch) -> None:
    """One row has few rules to tell a bend by; torn into slanting walls it was no table, and its page was turned."""
    from extractors.scan import geometry
    from extractors.scan.flattening.flatten import Flat

    page = sheet(1100, 800)
    for left, right in pairwise((60, 160, 300, 520, 740)):
        cv2.rectangle(page, (left, 100), (right, 160), 30, 3)

    def torn(grey: NDArray[np.uint8], dpi: float, glyph: float, skew: float | None = None) -> Flat:
        flat = flatten(grey, dpi, glyph, 0.0)
        if skew is not None:
            return flat
        slanting = cv2.warpAffine(grey, np.array([[1, 0.3, -30], [0, 1, 0]]), grey.shape[::-1], borderValue=250)
        return replace(flat, grey=np.asarray(slanting, np.uint8), unbent=True)

    monkeypatch.setattr(geometry, "flatten", torn)
    (lattice,) = measure(Sheet(page, None, DPI), 0).lattices
    assert len(lattice.spans) == 4


def test_rules_are_found_and_print_is_not() -> None:
    """A form gives its nine rules; the strokes of its characters, long rows of them included, give none."""
    found = find_rules(form(), GLYPH)
    assert (len(found.horizontals), len(found.verticals)) == (6, 4)


def test_a_rule_with_text_hanging_on_it_all_along_is_a_rule() -> None:
    """Spreadsheets set text a pixel beside the rule: an unbroken rule over many rows stays one."""
    page = sheet()
    for row in range(13):
        cv2.line(page, (100, 150 + row * 34), (700, 150 + row * 34), 40, 1)
    for x in (100, 400, 700):
        cv2.line(page, (x, 150), (x, 150 + 12 * 34), 40, 1)
    for row in range(12):
        for top in (154, 174):  # the left strokes of characters
            page[top + row * 34 : top + 12 + row * 34, 404:406] = 40
        write(page, 410, 154 + row * 34, 4)
    middles = sorted(round(box.centre[0]) for box in find_rules(page, GLYPH).verticals)
    assert [min(abs(x - middle) for middle in middles) <= 4 for x in (100, 400, 700)] == [True, True, True]


def test_strokes_of_lines_set_solid_are_no_rule() -> None:
    """A narrow cell of eight lines: upright strokes stand below each other with hardly any paper between."""
    page = sheet()
    for x in (100, 700):
        cv2.line(page, (x, 100), (x, 400), 40, 2)
    for y in (100, 400):
        cv2.line(page, (100, y), (700, y), 40, 2)
    for row in range(12):
        top = 106 + row * 24
        for x in (300, 320, 340):  # 申 事 书: an upright stroke and what crosses it
            page[top : top + 21, x : x + 2] = 40
            for y in (4, 10, 16):
                page[top + y : top + y + 2, x - 7 : x + 9] = 40
    assert sorted(round(box.centre[0]) for box in find_rules(page, GLYPH).verticals) == [100, 700]


def test_hairlines_and_grey_rules_on_shaded_ground_are_found() -> None:
    """One pixel of light grey on an uneven ground is still a rule."""
    page = sheet()
    page[:] = np.linspace(250, 190, 800).astype(np.uint8)[None, :]
    for y in (300, 360, 420):
        page[y, 100:700] = page[y, 100:700] - 60
    horizontals = find_rules(page, GLYPH).horizontals
    assert [round((box.top + box.bottom) / 2 - 0.5) for box in sorted(horizontals, key=lambda b: b.top)] == [
        300,
        360,
        420,
    ]


def test_two_lines_of_a_cell_are_two_and_a_character_of_parts_is_one() -> None:
    """二 is not split at its gap, neighbouring lines are."""
    page = sheet(200, 300)
    page[40:43, 20:44] = 30  # the upper stroke of 二
    page[60:63, 16:48] = 30  # the lower one
    write(page, 20, 100, 4)
    strips, left = lines_in(ink_of(page, DPI), 0, 0, GLYPH)
    assert len(strips) == 2
    assert strips[0].top <= 40 and strips[0].bottom >= 63 and strips[1].top > 90
    assert left == 0


def test_the_halves_of_a_character_larger_than_the_usual_are_one_line() -> None:
    """亩 that a fax parted by a row of white dots; two short characters one below the other stay two."""
    page = sheet(200, 400)
    page[40:56, 20:48] = 30
    page[57:75, 22:46] = 30
    (strip,), left = lines_in(ink_of(page, DPI), 0, 0, GLYPH)
    assert (strip.top, strip.bottom) == (40, 75) and left == 0
    page[57:75] = 250
    page[64:82, 22:46] = 30
    assert len(lines_in(ink_of(page, DPI), 0, 0, GLYPH)[0]) == 2


def test_specks_beside_a_line_do_not_lengthen_it() -> None:
    """Dirt before and after the characters is left out of the line; so is dirt on empty paper."""
    page = sheet(200, 400)
    write(page, 100, 80, 4)
    cv2.circle(page, (60, 85), 2, 40, -1)
    cv2.circle(page, (330, 90), 2, 40, -1)
    cv2.circle(page, (200, 170), 2, 40, -1)
    ink, _ = without_rules(ink_of(page, DPI), np.zeros(page.shape, dtype=bool), GLYPH)
    (strip,), _ = lines_in(ink, 0, 0, GLYPH)
    assert abs(strip.x0 - 100) <= 2 and abs(strip.x1 - 209) <= 3


def test_specks_above_and_below_a_line_do_not_heighten_it() -> None:
    """The size of its print is taken from the height of a line: by it a long dash is told from a hyphen."""
    page = sheet(200, 400)
    write(page, 100, 80, 4)
    page[74:77, 150:153] = page[109:112, 120:123] = 30
    (strip,), left = lines_in(ink_of(page, DPI), 0, 0, GLYPH)
    assert abs(strip.top - 80) <= 2 and abs(strip.bottom - 106) <= 2
    assert left


def test_the_rings_of_a_percent_sign_that_lost_its_bar_are_a_line() -> None:
    """A fax keeps the two rings of a lone %: each is as small as dirt, two close together are none; two specks are."""
    for radius, lines in ((3, 1), (1, 0)):
        ink = np.zeros((100, 200), dtype=np.uint8)
        cv2.circle(ink, (100, 45), radius, 255, 1)
        cv2.circle(ink, (109, 55), radius, 255, 1)
        assert len(lines_in(ink, 0, 0, GLYPH)[0]) == lines
    apart = np.zeros((100, 200), dtype=np.uint8)
    cv2.circle(apart, (30, 45), 3, 255, 1)
    cv2.circle(apart, (150, 48), 3, 255, 1)
    assert lines_in(apart, 0, 0, GLYPH)[0] == ()


def test_the_stub_of_a_wall_is_no_line_and_a_thin_figure_is_one() -> None:
    """A mark alone in its row counts as text from the width or the height of a figure on."""
    page = sheet(300, 300)
    write(page, 100, 100, 2)
    page[40 : 40 + round(0.4 * GLYPH), 10:12] = 40
    page[200 : 200 + round(0.7 * GLYPH), 100:103] = 40
    strips, _ = lines_in(ink_of(page, DPI), 0, 0, GLYPH)
    assert [strip.top > 150 for strip in strips] == [False, True]
    assert strips[0].top > 60


def test_a_decimal_point_and_a_colon_are_not_dirt() -> None:
    """Small marks stay where print is near, and two dots keep each other."""
    page = sheet(200, 400)
    stamp_glyph(page, 100, 80)
    cv2.circle(page, (133, 103), 2, 30, -1)  # a point close behind a character
    cv2.circle(page, (250, 85), 2, 30, -1)  # a colon between characters
    cv2.circle(page, (250, 100), 2, 30, -1)
    stamp_glyph(page, 264, 80)
    ink, _ = without_rules(ink_of(page, DPI), np.zeros(page.shape, dtype=bool), GLYPH)
    assert ink[103, 133] and ink[85, 250] and ink[100, 250]


def test_a_crop_holds_its_line_and_nothing_of_the_next() -> None:
    """Lines above and below, and marks beside, are not in the picture that is read."""
    page = sheet(200, 400)
    write(page, 100, 40, 4)
    write(page, 100, 72, 4)
    strips, _ = lines_in(ink_of(page, DPI), 0, 0, GLYPH)
    crop = crop_of(page, strips[0], [strips[1]], GLYPH)
    inked = np.flatnonzero((crop < 128).any(axis=1))
    assert inked[-1] - inked[0] + 1 <= 27


def test_a_flat_mark_between_lines_that_touch_has_a_crop() -> None:
    """A mark one pixel high, with lines right above and below it, is its own rows; it does not end the page."""
    page = sheet(100, 100)
    page[50, 40:52] = 20
    mark = Strip(40, 50, 52, 51)
    crop = crop_of(page, mark, [Strip(10, 30, 90, 51), Strip(10, 50, 90, 70)], GLYPH)
    assert (crop < 128).any()


def test_a_vertical_heading_becomes_one_line() -> None:
    """Characters below each other are told from lines, and set side by side."""
    page = sheet(300, 100)
    for index in range(4):
        stamp_glyph(page, 30, 30 + index * 45)
    strips, _ = lines_in(ink_of(page, DPI), 0, 0, GLYPH)
    assert len(strips) == 4
    assert is_vertical(strips, GLYPH)
    picture = montage(page, strips, GLYPH)
    assert picture.shape[1] > 3 * picture.shape[0] * 0.8
    assert not is_vertical([Strip(0, 0, 90, 28), Strip(0, 40, 90, 68)], GLYPH)


def test_open_lines_come_in_reading_order() -> None:
    """Lines outside tables: from top to bottom, then from left to right."""
    page = sheet(300, 900)
    write(page, 500, 50, 6)
    write(page, 60, 54, 3)
    write(page, 60, 150, 10)
    found = [(round(s.x0, -1), round(s.top, -1)) for s in open_lines(ink_of(page, DPI), GLYPH)]
    assert found == [(60, 50), (500, 50), (60, 150)]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_direction_of_the_lines_is_seen_from_their_ink(turn: int) -> None:
    """Characters of a line are nearer to each other than lines, whichever way the page lies."""
    page = sheet(900, 700)
    for row in range(14):
        write(page, 60, 50 + row * 55, 18)
    across = runs_across(ink_of(turned(page, turn), DPI), GLYPH)  # type: ignore[arg-type]  # the parameter is a quarter turn
    assert (across > 1) == (turn in (90, 270))


def test_the_direction_of_the_lines_is_the_same_by_the_pieces_that_the_dirt_was_told_by() -> None:
    """What can be a part of a character is not looked for twice on a page with dirt."""
    page = sheet(900, 700)
    for row in range(14):
        write(page, 60, 50 + row * 55, 18)
    page[np.random.default_rng(1).random(page.shape) < 0.002] = 0
    ink, solid = without_rules(ink_of(page, DPI), np.zeros(page.shape, dtype=bool), GLYPH)
    assert solid.any() and not (solid & ~ink).any()
    assert runs_across(ink, GLYPH) == runs_across(ink, GLYPH, solid)


def test_red_ink_is_taken_off_and_remembered() -> None:
    """Black print under a red stamp stays, the stamp goes, and its place is known."""
    colour = np.full((300, 300, 3), 250, dtype=np.uint8)
    cv2.circle(colour, (150, 150), 90, (215, 45, 50), 12)
    cv2.rectangle(colour, (140, 50), (160, 75), (60, 10, 12), -1)  # print under the ring
    cleaned = clean(colour, DPI)
    assert cleaned.seal is not None
    assert cleaned.seal[150, 60] and not cleaned.seal[150, 150]
    assert cleaned.grey[150, 60] > 200
    assert cleaned.grey[62, 150] < 120


def test_grey_paper_has_no_seal() -> None:
    """Without red ink nothing is taken off."""
    assert clean(np.dstack([form()] * 3), DPI).seal is None


def test_print_that_hangs_on_a_rule_is_no_part_of_it() -> None:
    """A spreadsheet sets its figures a pixel from the rule; their strokes are not cleared with it."""
    picture = np.full((700, 700), 245, np.uint8)
    for y in range(50, 651, 30):
        picture[y : y + 4, 50:654] = 60
    for x in (50, 350, 650):
        picture[50:654, x : x + 4] = 60
    stroke = np.zeros(picture.shape, bool)
    for y in range(50, 650, 30):  # the right side of a nought, 17 pixels high, with one pixel of white to the rule
        stroke[y + 9 : y + 26, 346:349] = True
    picture[stroke] = 60
    picture = cv2.GaussianBlur(picture, (3, 3), 0.6)
    found = find_rules(picture, 20.0)
    (rule,) = [box for box in found.verticals if abs(box.centre[0] - 352) < 6]
    assert rule.width < 7
    assert not (found.mask & stroke).any()


@pytest.mark.parametrize("shape", [(0, 40), (40, 0)])
def test_a_cell_beyond_the_edge_of_the_picture_holds_no_line(shape: tuple[int, int]) -> None:
    """A table may go over the edge of a scan; OpenCV crashes the process when asked for the blobs of nothing."""
    nothing = np.zeros(shape, np.uint8)
    assert without_edges(nothing, GLYPH).shape == shape
    assert lines_in(nothing, 0, 0, GLYPH) == ((), 0)


def test_characters_that_blur_runs_together_are_as_high_as_one() -> None:
    """The height of a character is told by blobs of two and three of them too."""
    ink = np.zeros((900, 900), np.uint8)
    for row in range(60, 860, 60):
        for x in range(60, 800, 120):
            ink[row : row + 30, x : x + 75] = 255
    assert 28 < glyph_height(ink, 200.0) < 36


@pytest.mark.parametrize("thick", [2, 9])
def test_the_grain_of_a_shaded_cell_between_white_ones_is_no_ink(thick: int) -> None:
    """Near the edge of a grey cell its grain is darker than the white around it, and no darker than the cell."""
    page = sheet()
    page[270:390, 100:700] = 175
    page[150:750, 100:300] = 175
    for row in range(6):
        cv2.line(page, (100, 150 + row * 120), (700, 150 + row * 120), 20, thick)
    for col in range(4):
        cv2.line(page, (100 + col * 200, 150), (100 + col * 200, 750), 20, thick)
    write(page, 330, 200, 4)
    write(page, 330, 320, 4)
    grain = cv2.GaussianBlur(np.random.default_rng(5).normal(0, 10, page.shape), (0, 0), 0.9)
    scanned = np.clip(cv2.GaussianBlur(page, (0, 0), 1.2) + grain, 0, 255).astype(np.uint8)
    found = measure(Sheet(scanned, None, DPI), 0)
    (lattice,) = found.lattices
    lines = {span[:2]: found.lines_of(lattice, span)[0] for span in lattice.spans}
    assert [place for place, strips in lines.items() if strips] == [(0, 1), (1, 1)]
