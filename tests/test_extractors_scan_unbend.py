"""A sheet that lies in waves: its rules are traced and made straight, whatever the shape of the waves."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.scan.flattening import flatten as flattening
from extractors.scan.flattening.flatten import flatten
from extractors.scan.flattening.unbend import field, traced

GLYPH, DPI = 30.0, 200.0
ROWS, COLUMNS = range(150, 1551, 70), (120, 300, 520, 860, 1080)


def ruled(thick: int = 2) -> NDArray[np.uint8]:
    """A table of dark lines on a light page, with a stroke of print in every cell of one column."""
    page = np.full((1700, 1200), 230, np.uint8)
    for y in ROWS:
        cv2.line(page, (COLUMNS[0], y), (COLUMNS[-1], y), 40, thick)
        cv2.line(page, (340, y + 35), (400, y + 35), 40, 3)
    for x in COLUMNS:
        cv2.line(page, (x, ROWS[0]), (x, ROWS[-1]), 40, thick)
    return page


def waved(page: NDArray[np.uint8], high: float, length: float) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """The page with waves of so many pixels along it, and how far each of its pixels came down."""
    height, width = page.shape
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    down = (high * np.sin(2 * np.pi * x / length + y / 700)).astype(np.float32)
    return cv2.remap(page, x, y - down, cv2.INTER_LINEAR, borderValue=230), down


@pytest.mark.parametrize("thick", [2, 12])
def test_the_rules_of_a_waved_sheet_are_traced(thick: int) -> None:
    """As many as were drawn, and as far off straight as the waves took them, thin or heavy; print is no rule."""
    bent, _ = waved(ruled(thick), 6.0, 700.0)
    traces = traced(bent, GLYPH)
    assert len(set(traces.rule)) == len(ROWS)
    assert 4.0 < traces.waviness() < 7.0
    assert traced(ruled(), GLYPH).waviness() < 0.2


def test_the_field_is_what_the_waves_did() -> None:
    """Between the rules too; a shift of the whole page is let be, for it bends nothing."""
    bent, down = waved(ruled(), 6.0, 700.0)
    knots = field(traced(bent, GLYPH), bent.shape)
    told = cv2.resize(knots, bent.shape[::-1], interpolation=cv2.INTER_LINEAR)
    within = (slice(ROWS[0], ROWS[-1]), slice(COLUMNS[0], COLUMNS[-1]))
    along = (told - down)[within]
    assert np.abs(along - along.mean(axis=1, keepdims=True)).max() < 1.5


@pytest.mark.slow
@pytest.mark.parametrize("across", [False, True])
def test_a_waved_page_is_flattened(across: bool) -> None:
    """Afterwards no rule lies a pixel off straight, whichever way the waves ran."""
    bent, _ = waved(ruled(), 8.0, 700.0)
    page = np.ascontiguousarray(bent.T) if across else bent
    flat = flatten(page, DPI, GLYPH).grey
    assert max(traced(flat, GLYPH).waviness(), traced(np.ascontiguousarray(flat.T), GLYPH).waviness()) < 0.7


def test_a_page_without_rules_has_no_traces() -> None:
    """There is nothing that could be unbent by them."""
    traces = traced(np.full((800, 600), 230, np.uint8), GLYPH)
    assert traces.rule.size == 0
    assert traces.waviness() == 0


@pytest.mark.parametrize("bow", [0.0, 8.0])
def test_few_walls_are_seen_at_a_glance(bow: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """A flat page of two columns is not looked at in full size, though its rows cut its walls; one that is bowed is."""
    page = np.full((1700, 1200), 230, np.uint8)
    for y in range(150, 1551, 50):
        cv2.line(page, (120, y), (1080, y), 40, 2)
    for x in (120, 600, 1080):
        cv2.line(page, (x, 150), (x, 1550), 40, 2)
    column, row = np.meshgrid(np.arange(1200, dtype=np.float32), np.arange(1700, dtype=np.float32))
    bowed = (column - bow * np.sin(row / 1700 * np.pi)).astype(np.float32)
    page = cv2.remap(page, bowed, row, cv2.INTER_LINEAR, borderValue=230)
    full_size: list[float] = []
    look = flattening._bend
    monkeypatch.setattr(flattening, "_bend", lambda *given: full_size.append(given[1]) or look(*given))
    flatten(page, DPI, GLYPH)
    assert bool(full_size) is bool(bow)
