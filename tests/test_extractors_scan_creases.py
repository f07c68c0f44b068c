"""A folded sheet: what its creases lowered is lifted again, and a page without them is left as it is."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.scan.flattening.creases import creases
from extractors.scan.flattening.flatten import flatten

GLYPH, DPI = 28.0, 200.0
ROWS, COLUMNS = range(200, 1801, 64), (120, 300, 560, 1000, 1180)


def ruled() -> NDArray[np.uint8]:
    """A table of dark lines on a light page, with strokes of print in its cells."""
    page = np.full((2000, 1300), 235, np.uint8)
    for y in ROWS:
        cv2.line(page, (COLUMNS[0], y), (COLUMNS[-1], y), 40, 2)
        cv2.line(page, (340, y + 32), (420, y + 32), 40, 3)
    for x in COLUMNS:
        cv2.line(page, (x, ROWS[0]), (x, ROWS[-1]), 40, 2)
    return page


def dip(size: int, middle: float, deep: float, wide: float = 50) -> NDArray[np.float32]:
    """How far the paper lies too low at each place along it."""
    return (deep * np.clip(1 - np.abs(np.arange(size) - middle) / wide, 0, None)).astype(np.float32)


def lowered(page: NDArray[np.uint8], by: NDArray[np.float32]) -> NDArray[np.uint8]:
    """The page as it is scanned."""
    x, y = np.meshgrid(np.arange(page.shape[1], dtype=np.float32), np.arange(page.shape[0], dtype=np.float32))
    return cv2.remap(page, x, y - by[None, :], cv2.INTER_LINEAR, borderValue=235)


def found(page: NDArray[np.uint8]) -> tuple[NDArray[np.float32], NDArray[np.float32]] | None:
    """Its creases."""
    return creases(page, cv2.resize(page, None, fx=0.45, fy=0.45, interpolation=cv2.INTER_AREA), GLYPH)


def bow(page: NDArray[np.uint8]) -> float:
    """How far the darkest row of a rule moves over the inner columns, in pixels."""
    piece = page[ROWS[5] - 20 : ROWS[5] + 20, 600:950].astype(float)
    darkest = piece.argmin(axis=0)
    return float(darkest.max() - darkest.min())


@pytest.mark.parametrize("deep", [-7.0, 4.0, 9.0])
def test_a_crease_along_y_is_told_and_lifted(deep: float) -> None:
    """As deep as it is, where it is, and nothing beside it."""
    by = dip(1300, 700, deep)
    told = found(lowered(ruled(), by))
    assert told is not None
    assert np.abs(told[0] - by).max() < 1.2
    assert not told[1].any()
    assert bow(lowered(ruled(), by)) >= abs(deep) - 1
    assert bow(flatten(lowered(ruled(), by), DPI, GLYPH).grey) <= 0.5 * abs(deep)


def test_a_crease_is_followed_over_strips_that_tell_nothing() -> None:
    """Under a stain no rule is seen for a centimetre: the dip goes on there."""
    by = dip(1300, 700, 8.0)
    page = lowered(ruled(), by)
    page[:, 716:740] = 235
    told = found(page)
    assert told is not None
    assert np.abs(told[0] - by).max() < 1.6


def test_a_crease_along_x_is_told_by_the_walls() -> None:
    """Its rows lie too far right."""
    by = dip(2000, 900, 6.0)
    page = cv2.transpose(lowered(cv2.transpose(ruled()), by))
    told = found(page)
    assert told is not None
    assert np.abs(told[1] - by).max() < 1.2
    assert not told[0].any()


@pytest.mark.parametrize(
    "by",
    [
        np.zeros(1300, np.float32),
        np.linspace(0, 9, 1300, dtype=np.float32),  # askew
        (6 * np.sin(np.arange(1300) / 200)).astype(np.float32),  # waves
        np.where(np.abs(np.arange(1300) - 700) < 30, np.float32(8), np.float32(0)),  # torn: no paper is so steep
        dip(1300, 700, 5.0, 300),  # a broad bend
    ],
)
def test_what_is_no_crease_is_left(by: NDArray[np.float32]) -> None:
    """It is straightened in other ways, or not at all."""
    assert found(lowered(ruled(), by)) is None


def test_the_place_of_a_mark_in_a_crease_is_that_on_the_page() -> None:
    """What was lifted leads back to where it was scanned."""
    by = dip(1300, 700, 8.0)
    flat = flatten(lowered(ruled(), by), DPI, GLYPH)
    box = flat.mapping.box(690, ROWS[3] - 1, 710, ROWS[3] + 1)
    assert (box.top + box.bottom) / 2 * DPI / 72 == pytest.approx(ROWS[3] + 7, abs=2)
