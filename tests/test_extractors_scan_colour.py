from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.scan.cleaning.cleanup import clean
from extractors.scan.ruling.rules import find_rules

DPI = 150.0
RED, BLUE = (215, 40, 45), (50, 60, 190)


def paper() -> NDArray[np.uint8]:
    """A white sheet of A5 at 150 dpi."""
    return np.full((1240, 870, 3), 250, dtype=np.uint8)


@pytest.mark.parametrize("ink", [RED, BLUE])
def test_a_ring_comes_off_and_black_print_below_it_stays(ink: tuple[int, int, int]) -> None:
    """The paper shows where the ring was; a black stroke under it is as dark as before."""
    sheet = paper()
    cv2.circle(sheet, (400, 600), 110, ink, 10)
    sheet[590:600, 250:330] = 20
    cleaned = clean(sheet, DPI)
    assert cleaned.seal is not None
    assert cleaned.seal[600, 510]
    assert cleaned.grey[600, 510] > 180
    assert cleaned.grey[595, 292] < 60


@pytest.mark.parametrize("ink", [RED, BLUE])
def test_a_seal_in_the_shade_of_a_photograph_leaves_neither_light_nor_dark_letters(ink: tuple[int, int, int]) -> None:
    """Where the light falls off across the sheet, what is under the seal is as light as the paper beside it."""
    sheet = paper()
    cv2.circle(sheet, (250, 600), 110, ink, 10)
    shade = np.linspace(0.55, 1.0, sheet.shape[1])[None, :, None]
    shaded = (sheet * shade).astype(np.uint8)
    cleaned = clean(shaded, DPI)
    beside = (250 * shade[0, :, 0]).astype(int)
    ring = cleaned.grey[600, 130:150].astype(int), cleaned.grey[600, 350:370].astype(int)
    assert cleaned.seal is not None
    assert np.abs(ring[0] - beside[130:150]).max() < 14
    assert np.abs(ring[1] - beside[350:370]).max() < 14


@pytest.mark.parametrize("width", [2, 5])
@pytest.mark.parametrize("fall", [0, 30])
@pytest.mark.parametrize("ink", [RED, (230, 120, 130)])
def test_the_rules_of_a_coloured_form_are_no_seal(ink: tuple[int, int, int], fall: int, width: int) -> None:
    """A net of red rules over the page, thin or heavy, level or skewed by two degrees, keeps its ink."""
    sheet = paper()
    for y in range(200, 1001, 100):
        cv2.line(sheet, (80, y), (800, y + fall), ink, width)
    for x in range(80, 801, 180):
        cv2.line(sheet, (x, 200 + fall * (x - 80) // 720), (x, 1000 + fall * (x - 80) // 720), ink, width)
    cleaned = clean(sheet, DPI)
    assert cleaned.seal is None
    assert cleaned.grey[198:206, 100:170].min(axis=0).max() < 190
    if width == 2 and not fall:
        found = find_rules(cleaned.grey, 22.0)
        assert (len(found.horizontals), len(found.verticals)) == (9, 5)


def test_large_letters_in_colour_come_off_as_a_watermark() -> None:
    """Slanting strokes thicker than any rule, larger than any seal."""
    sheet = paper()
    for x in (150, 450):
        cv2.line(sheet, (x, 300), (x + 250, 900), RED, 16)
        cv2.line(sheet, (x + 250, 300), (x, 900), RED, 16)
    cv2.line(sheet, (150, 640), (700, 560), RED, 16)
    cleaned = clean(sheet, DPI)
    assert cleaned.seal is not None
    assert cleaned.grey[600, 275] > 180


def test_a_red_heading_is_print() -> None:
    """Large letters side by side, as on a letterhead, stay."""
    sheet = paper()
    for index in range(6):
        x = 100 + 90 * index
        cv2.rectangle(sheet, (x, 100), (x + 60, 160), RED, 8)
        sheet[125:135, x : x + 60] = RED
    cleaned = clean(sheet, DPI)
    assert cleaned.seal is None or not cleaned.seal[90:170].any()
    assert cleaned.grey[130, 130] < 150


def test_the_arc_of_a_grey_seal_is_no_rule() -> None:
    """A ring in a monochrome scan gives no column."""
    grey = np.full((1240, 870), 250, dtype=np.uint8)
    for y in (300, 360, 420, 480, 540, 600):
        grey[y : y + 2, 80:800] = 30
    for x in (80, 440, 798):
        grey[300:602, x : x + 2] = 30
    cv2.circle(grey, (620, 450), 110, 90, 6)
    found = find_rules(grey, 22.0)
    assert sorted(round(box.centre[0]) for box in found.verticals) == [81, 441, 799]


def test_a_broken_rule_is_one_rule() -> None:
    """Pieces shorter than any believed alone, on one line, reach from end to end."""
    grey = np.full((600, 870), 250, dtype=np.uint8)
    for x in range(80, 780, 72):
        grey[300:303, x : x + 58] = 40
    found = find_rules(grey, 22.0)
    assert min(box.x0 for box in found.horizontals) <= 84
    assert max(box.x1 for box in found.horizontals) >= 780


def test_a_blue_seal_in_warm_light_comes_off() -> None:
    """Lamplight leaves paper little blue: a seal is told by its colour beside that of the paper."""
    sheet = paper()
    cv2.circle(sheet, (400, 600), 110, (140, 150, 208), 10)
    sheet[590:600, 250:330] = 20
    warm = (sheet * np.array([0.86, 0.78, 0.66])).astype(np.uint8)
    cleaned = clean(warm, DPI)
    assert cleaned.greys is None
    assert cleaned.seal is not None
    assert cleaned.seal[600, 510]
    assert cleaned.grey[600, 510] > 0.85 * cleaned.grey[300, 300]
    assert cleaned.grey[595, 292] < 60


def test_a_form_on_coloured_paper_keeps_its_colours() -> None:
    """Pink paper is no lamplight: nothing on it is taken for a seal."""
    sheet = paper()
    sheet[:] = (255, 150, 160)
    sheet[590:600, 250:330] = 20
    assert clean(sheet, DPI).seal is None


@pytest.mark.parametrize("ink", [BLUE, (172, 160, 192)])
def test_the_dense_part_of_a_seal_or_a_watermark_is_no_dark_cell(ink: tuple[int, int, int]) -> None:
    """Where the strokes of two seals leave little white they look like print on blue; that blue goes on beyond."""
    sheet = paper()
    for x in range(440, 521, 12):
        cv2.line(sheet, (x, 560), (x, 640), ink, 9)
    cv2.rectangle(sheet, (292, 552), (528, 648), ink, 10)
    cv2.circle(sheet, (320, 520), 150, ink, 10)
    sheet[590:596, 200:700] = 20
    cleaned = clean(sheet, DPI)
    assert cleaned.grey[570:585, 450:510].min() > 150
    assert cleaned.grey[593, 600] < 60


@pytest.mark.parametrize("lean", [0, 14])
def test_a_small_seal_that_is_nearly_all_dense_is_no_dark_cell(lean: int) -> None:
    """Its colour ends where the dense part does, and has gaps that no fill of a cell has."""
    sheet = np.full((1240, 870, 3), 205, dtype=np.uint8)
    middle = (400.0, 600.0)
    frame = cv2.boxPoints((middle, (150.0, 150.0), float(lean))).astype(np.int32)
    for x in range(352, 470, 12):
        cv2.line(sheet, (x, 545), (x + lean // 2, 655), (170, 90, 95), 5)
    cv2.polylines(sheet, [frame], isClosed=True, color=(170, 90, 95), thickness=7)
    for y in range(500, 701, 40):
        sheet[y : y + 3, 80:800] = 40
    cleaned = clean(cv2.GaussianBlur(sheet, (0, 0), 1.2), DPI)
    assert cleaned.seal is not None
    assert cleaned.grey[550:575, 380:450].min() > 150
    assert cleaned.grey[541, 600] < 90


def test_a_blue_heading_with_white_print_is_turned_over() -> None:
    """A row and a column of blue cells hang together: they are dark cells, and no seal."""
    sheet = paper()
    sheet[200:260, 80:800] = BLUE
    sheet[260:900, 80:200] = BLUE
    for x in range(100, 780, 40):
        cv2.rectangle(sheet, (x, 215), (x + 22, 245), (250, 250, 250), 4)
    for y in range(300, 880, 60):
        cv2.rectangle(sheet, (110, y), (140, y + 30), (250, 250, 250), 4)
    cleaned = clean(sheet, DPI)
    assert cleaned.grey[217, 320] < 90
    assert cleaned.grey[230, 312] > 180
    assert cleaned.grey[302, 125] < 90


@pytest.mark.parametrize("ink", [(185, 140, 140), (140, 148, 185)])
def test_a_pale_seal_below_heavy_rules_comes_off_whole(ink: tuple[int, int, int]) -> None:
    """Black rules cut it into pieces lower than any seal, and in the shade it is hardly coloured."""
    sheet = np.full((1240, 870, 3), 190, dtype=np.uint8)
    cv2.rectangle(sheet, (300, 500), (420, 620), ink, 7)
    for x in (320, 355, 390):
        cv2.line(sheet, (x, 515), (x, 600), ink, 5)
    for y in range(440, 681, 35):
        sheet[y : y + 8, 80:800] = 20
    cleaned = clean(sheet, DPI)
    assert cleaned.seal is not None
    between = cleaned.grey[525:540, 290:430], cleaned.grey[560:575, 290:430]
    assert min(int(piece.min()) for piece in between) > 165
    assert cleaned.grey[514, 350] < 60


def test_rules_whose_colour_shows_in_pieces_are_no_seal() -> None:
    """A dark blue is hardly blue to a scanner: two walls and the rule between them were taken off, a project moved."""
    page, piece = paper(), 20
    dull, clear = (60, 66, 88), (52, 60, 100)
    for at in (300, 460):
        for top in range(200, 520, piece):
            cv2.line(page, (at, top), (at, top + piece - 1), clear if top // piece % 3 else dull, 3)
    for left in range(240, 560, piece):
        cv2.line(page, (left, 360), (left + piece - 1, 360), clear if left // piece % 3 else dull, 3)
    sheet = clean(page, 200)
    assert sheet.seal is None
    assert (sheet.grey[200:520, 298:303].min(axis=1) < 120).all()


@pytest.mark.parametrize("fall", [0, 25])
def test_the_rules_and_the_shaded_cells_of_a_form_in_one_colour_are_no_watermark(fall: int) -> None:
    """In the warm shade of a photograph its fills are as red as its rules: all walls of two pages were taken off."""
    sheet = paper()
    fill, rule = (205, 150, 115), (185, 95, 60)
    band = np.array([[80, 200], [800, 200 + fall], [800, 250 + fall], [80, 250]], np.int32)
    cv2.fillPoly(sheet, [band], fill)
    side = np.array([[80, 250], [200, 254], [200, 804], [80, 800]], np.int32)
    cv2.fillPoly(sheet, [side], fill)
    for y in range(200, 801, 50):
        cv2.line(sheet, (80, y), (800, y + fall), rule, 2)
    for x in range(80, 801, 120):
        cv2.line(sheet, (x, 200 + fall * (x - 80) // 720), (x, 800 + fall * (x - 80) // 720), rule, 2)
    cleaned = clean(sheet, DPI)
    assert cleaned.seal is None
    assert cleaned.grey[400 : 402 + fall, 480:560].min(axis=0).max() < 150
