"""The lean of a page without rules: told by its lines of print."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.scan.flattening import skew
from extractors.scan.flattening.skew import levelness, skew_of, skew_of_lines

GLYPH = 26.0


def page(angle: float, *, lines: int) -> NDArray[np.uint8]:
    """Ink of a page that holds a few short lines of squares near its top, in two columns, turned clockwise."""
    ink = np.zeros((1100, 800), dtype=np.uint8)
    for line in range(lines):
        for x in (*range(100, 100 + 28 * 6, 28), *range(450, 450 + 28 * 8, 28)):
            ink[100 + 50 * line : 126 + 50 * line, x : x + 22] = 255
    turn = cv2.getRotationMatrix2D((400, 550), -angle, 1.0)
    return cv2.warpAffine(ink, turn, (800, 1100), flags=cv2.INTER_NEAREST)


@pytest.mark.parametrize("angle", [-3.0, -0.8, 0.6, 1.5])
@pytest.mark.parametrize("lines", [3, 8])
def test_the_lean_of_few_lines_is_found(angle: float, lines: int) -> None:
    """A page of which most is white leans as its few lines do, to a fifth of a degree."""
    assert abs(skew_of_lines(page(angle, lines=lines), GLYPH) - angle) <= 0.2


def test_cells_a_step_apart_do_not_lean() -> None:
    """Two cells side by side whose lines stand half a line apart are no leaning line."""
    ink = np.zeros((600, 800), dtype=np.uint8)
    for row in range(5):
        for x, down in ((100, 0), (282, 14)):
            for character in range(6):
                left, top = x + 28 * character, 60 + 90 * row + down
                ink[top : top + 26, left : left + 22] = 255
    assert skew_of_lines(ink, GLYPH) == 0.0


def test_what_is_level_is_left() -> None:
    """Level lines, a lean that the columns of a table allow, and a blank page are not turned."""
    assert skew_of_lines(page(0.0, lines=5), GLYPH) == 0.0
    assert skew_of_lines(page(0.1, lines=5), GLYPH) == 0.0
    assert skew_of_lines(np.zeros((1100, 800), dtype=np.uint8), GLYPH) == 0.0


def test_bent_lines_are_less_level() -> None:
    """Lines that a mistaken unbending has bowed are less level than as they were printed."""
    straight = page(0.0, lines=8)
    y, x = np.indices(straight.shape, dtype=np.float32)
    bowed = cv2.remap(straight, x, y + 12 * np.sin(x / 250), cv2.INTER_NEAREST)
    assert levelness(straight, GLYPH) > levelness(bowed, GLYPH)


@pytest.mark.parametrize("angle", [-8.3, -0.87, 0.0, 0.34, 2.6])
def test_the_skew_is_where_the_projections_are_sharpest(angle: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page is turned at few angles only, and to look at all of them would find no other one."""
    ink = page(angle, lines=20)
    turned: list[float] = []
    sharpness = skew._sharpness
    monkeypatch.setattr(skew, "_sharpness", lambda canvas, at: turned.append(at) or sharpness(canvas, at))
    found = skew_of(ink)
    assert abs(found - angle) <= 0.05
    assert len(turned) < 20
    monkeypatch.setattr(skew, "NEARLY", (0.0, 0.0, 0.0))
    assert skew_of(ink) == found
    assert len(turned) > 70
