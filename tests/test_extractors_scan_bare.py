"""Cells that are blank to the eye, and those in which something pale can be seen."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from extractors.scan.accounting.bare import is_bare

GLYPH = 28.0
CELL = (20, 20, 220, 100)


def paper() -> NDArray[np.uint8]:
    """Scanned paper of even grain, nothing on it."""
    noise = np.random.default_rng(5).normal(0, 3, (120, 240))
    return np.clip(235 + noise, 0, 255).astype(np.uint8)


def test_paper_with_grain_is_bare() -> None:
    """The grain of an ordinary scan is nothing that can be seen."""
    assert is_bare(paper(), None, CELL, GLYPH)


@settings(max_examples=40)
@given(x=st.integers(35, 180), y=st.integers(55, 85), pale=st.integers(25, 120))
def test_a_pale_character_is_seen(x: int, y: int, pale: int) -> None:
    """Strokes a tenth darker than the paper and more are something, wherever in the cell they stand."""
    page = paper()
    cv2.putText(page, "3", (x, y), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 235 - pale, 2)
    assert not is_bare(page, None, CELL, GLYPH)


@pytest.mark.parametrize("cell", [(20, 20, 220, 40), (20, 20, 45, 100), (500, 20, 600, 100)])
def test_a_cell_too_narrow_to_tell_is_not_called_bare(cell: tuple[int, int, int, int]) -> None:
    """Beside the walls nothing is looked at; a cell that has no more is not known."""
    assert not is_bare(paper(), None, cell, GLYPH)


def test_under_a_seal_nothing_is_called_bare() -> None:
    """What lay there was taken off with it."""
    seal = np.zeros((120, 240), dtype=bool)
    seal[60:64, 100:104] = True
    assert not is_bare(paper(), seal, CELL, GLYPH)
