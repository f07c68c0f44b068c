from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.scan.cleaning.light_print import with_dark_print

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DPI, PAPER, FILL = 200.0, 245, 40
TOP, BOTTOM = 200, 260
COLUMNS = (100, 220, 340, 460, 580)


def _word(page: NDArray[np.uint8], x: int, y: int, colour: int) -> None:
    """Two characters of three strokes each."""
    import cv2

    for left in (x, x + 28):
        for stroke in (0, 10, 20):
            cv2.line(page, (left, y + stroke), (left + 20, y + stroke), colour, 3)


def _table(words: tuple[int, ...]) -> NDArray[np.uint8]:
    """A dark band of headings at these places, over a ruled table whose rules are as dark as the band."""
    import cv2
    import numpy as np

    page = np.full((700, 800), PAPER, np.uint8)
    page[TOP:BOTTOM, COLUMNS[0] : COLUMNS[-1]] = FILL
    for x in COLUMNS:
        cv2.line(page, (x, BOTTOM), (x, 560), FILL, 2)
    for y in range(320, 561, 60):
        cv2.line(page, (COLUMNS[0], y), (COLUMNS[-1], y), FILL, 2)
    for x in words:
        _word(page, x, TOP + 20, 240)
    return page


def _wall_at(page: NDArray[np.uint8], x: int) -> bool:
    """Whether a dark line runs through the band at about this place."""
    return bool((page[TOP + 8 : BOTTOM - 8, x - 4 : x + 5].min(axis=1) < 60).all())


def test_the_rules_below_dark_headings_go_on_between_them() -> None:
    """Each heading gets its own cell, though its walls are as dark as its fill."""
    turned = with_dark_print(_table((140, 260, 380, 500)), DPI)
    assert [_wall_at(turned, x) for x in COLUMNS[1:-1]] == [True] * 3


def test_no_wall_runs_through_a_heading_over_two_columns() -> None:
    """Where one of the rules would cross print the headings are merged ones, and none goes on."""
    turned = with_dark_print(_table((140, 315, 500)), DPI)
    assert turned[TOP + 30, 150] < 60  # the band was turned over
    assert [_wall_at(turned, x) for x in COLUMNS[1:-1]] == [False] * 3


def test_a_heading_in_the_middle_of_its_rows_is_not_cut_in_three() -> None:
    """A heading beside several rows stands in the middle: blank above and below, no wall goes on."""
    import cv2
    import numpy as np

    page = np.full((700, 800), PAPER, np.uint8)
    page[200:380, 100:200] = FILL
    for y in (200, 260, 320, 380):
        cv2.line(page, (200, y), (700, y), FILL, 2)
    for x in (450, 700):
        cv2.line(page, (x, 200), (x, 380), FILL, 2)
    _word(page, 125, 280, 240)
    turned = with_dark_print(page, DPI)
    assert turned[280, 135] < 60
    assert turned[256:264, 112:190].min() > 120
    assert turned[316:324, 112:190].min() > 120


def test_a_dark_band_and_a_dark_column_part_at_their_corner() -> None:
    """Cells have four corners: an area in the shape of an L is cut where its edges would go on."""
    import numpy as np

    page = np.full((700, 800), PAPER, np.uint8)
    page[200:260, 100:700] = FILL
    page[260:500, 100:200] = FILL
    for x in (250, 400, 550):
        _word(page, x, 220, 240)
    _word(page, 120, 380, 240)
    turned = with_dark_print(page, DPI)
    assert (turned[210:250, 195:206].min(axis=1) < 60).all()


def test_a_grey_rule_between_headings_is_no_print() -> None:
    """A rule that is lighter than the band and duller than its print is a wall, and its headings stay apart."""
    import cv2

    page = _table((140, 260, 380, 500))
    for x in COLUMNS[1:-1]:
        cv2.line(page, (x, TOP), (x, BOTTOM), 85, 2)
    turned = with_dark_print(page, DPI)
    assert turned[TOP + 10, COLUMNS[0] + 20] > 200  # the band was turned over
    assert [_wall_at(turned, x) for x in COLUMNS[1:-1]] == [True] * 3


def test_thin_print_on_a_dark_band_is_print() -> None:
    """Thin white strokes are grey in a scan, hardly any as light as paper: the headings are told apart all the same."""
    words = (140, 260, 380, 500)
    page = _table(words)
    band = page[TOP:BOTTOM, COLUMNS[0] : COLUMNS[-1]]
    band[band > 200] = 130
    for x in words:
        page[TOP + 30 : TOP + 32, x : x + 20] = 200
    turned = with_dark_print(page, DPI)
    assert turned[TOP + 10, COLUMNS[0] + 20] > 200
    assert [_wall_at(turned, x) for x in COLUMNS[1:-1]] == [True] * 3
