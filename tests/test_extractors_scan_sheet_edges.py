"""A crooked sheet with the lid of the scanner seen round it: its edges are no rules and no print."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from extractors.scan.flattening.flatten import flatten
from extractors.scan.flattening.sheet_edges import SEEN, SHRINK, _medians, without_lid
from extractors.scan.flattening.skew import skew_of_lines

GLYPH, PAPER, LID = 26.0, 248, 228
STEP_LEFT = 8  # grey levels: a fainter edge is no ink
MIDDLE = 144  # between ink and paper


def sheet(*, rules: bool) -> NDArray[np.uint8]:
    """A sheet with short lines of squares in two columns, and rules between them or none."""
    page = np.full((1700, 1200), PAPER, dtype=np.uint8)
    for line in range(14):
        for x in (*range(150, 150 + 28 * 6, 28), *range(650, 650 + 28 * 8, 28)):
            page[150 + 60 * line : 176 + 60 * line, x : x + 22] = 40
        if rules:
            page[192 + 60 * line : 195 + 60 * line, 120:1080] = 40
    return page


def on_lid(page: NDArray[np.uint8], angle: float) -> NDArray[np.uint8]:
    """The sheet turned clockwise on a lid that is a little darker, nothing cut off."""
    height, width = page.shape
    turn = np.radians(abs(angle))
    wide = round(width * np.cos(turn) + height * np.sin(turn))
    tall = round(height * np.cos(turn) + width * np.sin(turn))
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -angle, 1.0)
    matrix[:, 2] += (wide - width) / 2, (tall - height) / 2
    return cv2.warpAffine(page, matrix, (wide, tall), flags=cv2.INTER_CUBIC, borderValue=LID)


@pytest.mark.parametrize("rules", [True, False])
@pytest.mark.parametrize("angle", [-2.9, 1.6, 2.4])
def test_a_crooked_sheet_without_vertical_rules_is_turned_and_not_bent(angle: float, *, rules: bool) -> None:
    """What is seen of the lid tapers to lines that lean by half the skew; they bend nothing."""
    flat = flatten(on_lid(sheet(rules=rules), angle), 200, GLYPH)
    assert abs(flat.skew - angle) <= 0.1
    assert not flat.unbent


@pytest.mark.parametrize("angle", [-2.9, 1.6, 2.4])
def test_the_lid_becomes_paper(angle: float) -> None:
    """Nothing of the lid is left, and nothing of the print is lost."""
    page = sheet(rules=False)
    flat = flatten(on_lid(page, angle), 200, GLYPH).grey
    grown = (np.asarray(flat) < MIDDLE).sum() / (page < MIDDLE).sum()
    assert 0.97 < grown < 1.03
    around = cv2.erode((flat > LID + STEP_LEFT).astype(np.uint8), np.ones((3, 3), np.uint8))
    assert around[:, :80].all() and around[:, -80:].all() and around[:80].all() and around[-80:].all()


def test_a_strip_with_print_is_no_lid() -> None:
    """A shaded column at the border that holds print, a lower one, and a thin rule there are left as they are."""
    printed, lower, ruled = (sheet(rules=True) for _ in range(3))
    printed[:, :80] = np.minimum(printed[:, :80], LID)
    printed[100:1600:60, 20:60] = printed[101:1600:60, 20:60] = printed[102:1600:60, 20:60] = 40
    lower[200:900, :80] = LID
    ruled[:, :6] = LID
    for page in (printed, lower, ruled):
        scanned = np.ones((page.shape[0] // SHRINK, page.shape[1] // SHRINK), dtype=bool)
        assert (without_lid(page, scanned, GLYPH) == page).all()


def test_edges_that_lean_do_not_turn_level_print() -> None:
    """Two long strips of ink that lean, as the edges of a sheet leave them, outweigh no lines of print."""
    ink = np.where(sheet(rules=False) < 128, 255, 0).astype(np.uint8)
    for y in (40, 1650):
        cv2.line(ink, (100, y), (800, y + 16), 255, 14)
    assert skew_of_lines(ink, GLYPH) == 0.0


@given(
    arrays.arrays(np.uint8, st.tuples(st.integers(1, 30), st.integers(1, 8))),
    st.randoms(use_true_random=False),
)
def test_the_tone_of_a_column_is_the_median_of_what_is_known_of_it(part, chance) -> None:
    """Told by one ordering of all columns, the tones are those that numpy finds without the unknown pixels."""
    known = np.array([[chance.random() < 0.5 for _ in row] for row in part])
    told = _medians(part, known)
    for column in range(part.shape[1]):
        seen = part[known[:, column], column].astype(np.float32)
        if len(seen) > SEEN * len(part):
            assert told[column] == np.median(seen)
        else:
            assert np.isnan(told[column])


@pytest.mark.parametrize("tone", [45, 120])
def test_a_dark_rim_all_along_the_edge_of_the_picture_becomes_paper(tone: int) -> None:
    """The ground of a scanner without a white lid: its edge would be a wall around all tables of the page."""
    page = sheet(rules=True)
    dark = page.copy()
    dark[:, -16:] = dark[:24] = tone
    dark = cv2.GaussianBlur(dark, (0, 0), 2)
    scanned = np.ones((page.shape[0] // SHRINK, page.shape[1] // SHRINK), dtype=bool)
    cleared = without_lid(dark, scanned, GLYPH)
    assert (cleared[:, -16:] > MIDDLE).all()
    assert (cleared[:24, :-16] > MIDDLE).all()
    assert (cleared[150:1600, 100:1100] == dark[150:1600, 100:1100]).all()
