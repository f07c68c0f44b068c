"""What a coloured pen leaves on a scan in colour is taken off, and coloured print is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from extractors.scan.cleaning.pen import without_pen

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from extractors.scan.cleaning.pen import Penned

DPI, PAPER, BLACK = 200.0, (244, 244, 242), (40, 40, 40)
PENS = [(28, 44, 140), (190, 30, 40)]
TICK = [[0, 0], [9, 10], [30, -15]]


def _page() -> NDArray[np.uint8]:
    """A word in a cell, black on white."""
    page = np.full((400, 700, 3), PAPER, np.uint8)
    cv2.rectangle(page, (60, 120), (400, 220), BLACK, 3)
    cv2.putText(page, "95.2 tons", (90, 185), cv2.FONT_HERSHEY_SIMPLEX, 1.1, BLACK, 3, cv2.LINE_AA)
    return page


def _cleared(page: NDArray[np.uint8]) -> Penned:
    """The page after this stage."""
    grey = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
    return without_pen(page, grey, np.zeros(grey.shape, dtype=bool), DPI)


def _stroke(page: NDArray[np.uint8], points: list[list[int]], x: int, y: int, ink: tuple[int, ...]) -> None:
    """Ink takes light from what lies below it."""
    over = np.full_like(page, 255)
    cv2.polylines(over, [np.array(points, np.int32) + np.array([x, y])], False, ink, 3, cv2.LINE_AA)
    np.minimum(page, over, out=page)


@pytest.mark.parametrize("ink", PENS)
@pytest.mark.parametrize("x", [262, 390])
def test_a_coloured_tick_beside_print_is_taken_off(ink: tuple[int, ...], x: int) -> None:
    """Over a rule, too; print and rules stay as they were."""
    page = _page()
    if x > 300:
        cv2.putText(page, "95", (340, 185), cv2.FONT_HERSHEY_SIMPLEX, 1.1, BLACK, 3, cv2.LINE_AA)
    plain = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
    _stroke(page, TICK, x, 178, ink)
    penned = _cleared(page)
    assert penned.ticks is not None
    assert penned.strokes is None
    assert (penned.grey[plain > 230] > 200).all()
    assert (penned.grey[plain < 60] < 80).all()


@pytest.mark.parametrize("ink", PENS)
def test_a_signature_over_print_is_taken_off_and_remembered(ink: tuple[int, ...]) -> None:
    """The print it crosses stays dark."""
    page = _page()
    plain = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
    _stroke(page, [[0, 0], [60, -50], [110, 30], [190, -70], [260, 20]], 110, 190, ink)
    penned = _cleared(page)
    assert penned.strokes is not None
    assert (penned.grey[plain > 230] > 180).mean() > 0.999
    assert (penned.grey[plain < 60] < 130).mean() > 0.97


def test_coloured_print_a_lone_coloured_figure_and_a_coloured_rule_stay() -> None:
    """A red word, a red figure beside black print, and a red line below it say something."""
    page = _page()
    red = (200, 30, 40)
    cv2.putText(page, "tons", (450, 185), cv2.FONT_HERSHEY_SIMPLEX, 1.1, red, 3, cv2.LINE_AA)
    cv2.putText(page, "7", (290, 185), cv2.FONT_HERSHEY_SIMPLEX, 1.1, red, 3, cv2.LINE_AA)
    cv2.line(page, (80, 205), (350, 205), red, 3)
    assert (_cleared(page).grey == cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)).all()


def test_a_tick_alone_in_its_cell_stays() -> None:
    """It is the answer that the form asks for."""
    page = _page()
    _stroke(page, TICK, 550, 178, PENS[0])
    assert _cleared(page).ticks is None


def test_print_drawn_for_the_subpixels_of_a_screen_is_no_pen() -> None:
    """A screenshot has black characters with red left and blue right edges."""
    plain = np.full((400, 3 * 700), 244, np.uint8)
    cv2.putText(plain, "95.2 tons", (3 * 90, 185), cv2.FONT_HERSHEY_SIMPLEX, 2.2, 40, 5, cv2.LINE_AA)
    page = cv2.blur(plain, (3, 1)).reshape(400, 700, 3)
    grey = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
    spread = page.max(axis=2).astype(int) - page.min(axis=2)
    assert (spread > 60).sum() > 100
    assert (_cleared(page).grey == grey).all()


def test_black_print_on_a_coloured_cell_is_no_pen() -> None:
    """Its soft edges are dark and of the colour of the cell."""
    page = _page()
    page[60:320, 30:660] = (244, 214, 140)
    cv2.rectangle(page, (60, 120), (640, 220), BLACK, 3)
    cv2.putText(page, "95.2 tons", (90, 200), cv2.FONT_HERSHEY_SIMPLEX, 2.4, BLACK, 5, cv2.LINE_AA)
    page = cv2.GaussianBlur(page, (0, 0), 1.6)
    soft = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
    colour = page.max(axis=2).astype(int) - page.min(axis=2)
    assert ((colour > 60) & (soft < 170)).sum() > 300
    assert (_cleared(page).grey == soft).all()


def test_a_wall_under_a_tick_stays_whole_where_it_took_the_colour_of_the_tick() -> None:
    """Paler print is coloured there, and JPEG keeps colour coarsely; a wall cut in two was text of its cell."""
    page = _page()
    cv2.line(page, (300, 120), (300, 390), (90, 90, 90), 3)
    plain = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
    _stroke(page, TICK, 285, 178, PENS[1])
    _, packed = cv2.imencode(".jpg", page[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, 75])
    penned = _cleared(np.ascontiguousarray(cv2.imdecode(packed, cv2.IMREAD_COLOR)[:, :, ::-1]))
    assert penned.ticks is not None or penned.strokes is not None
    wall = penned.grey[125:215, 300]
    assert plain[125:215, 300].max() < 100
    assert wall.max() < 150


@pytest.mark.parametrize("ink", PENS)
def test_a_ring_with_a_number_in_it_is_taken_off(ink: tuple[int, ...]) -> None:
    """Who checks a form numbers what he remarks on; black print that a ring encloses stays."""
    page = _page()
    plain = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
    over = np.full_like(page, 255)
    cv2.ellipse(over, (305, 172), (19, 17), 0, 0, 360, ink, 3, cv2.LINE_AA)
    cv2.putText(over, "3", (297, 181), cv2.FONT_HERSHEY_SIMPLEX, 0.7, ink, 2, cv2.LINE_AA)
    cv2.ellipse(over, (361, 172), (25, 25), 0, 0, 360, ink, 3, cv2.LINE_AA)
    np.minimum(page, over, out=page)
    cv2.putText(page, "7", (350, 184), cv2.FONT_HERSHEY_SIMPLEX, 1.1, BLACK, 3, cv2.LINE_AA)
    cv2.putText(plain, "7", (350, 184), cv2.FONT_HERSHEY_SIMPLEX, 1.1, 40, 3, cv2.LINE_AA)
    penned = _cleared(page)
    assert penned.ticks is not None
    assert (penned.grey[plain > 230] > 200).all()
    assert (penned.grey[plain < 60] < 80).all()


def test_a_coloured_nought_and_a_coloured_box_stay() -> None:
    """Neither is a ring of a pen: the one is narrower, the other fills the corners of its box."""
    page = _page()
    ink = PENS[0]
    cv2.ellipse(page, (285, 172), (9, 17), 0, 0, 360, ink, 3, cv2.LINE_AA)
    cv2.rectangle(page, (340, 150), (376, 186), ink, 3)
    assert _cleared(page).ticks is None
