"""Pages of black and white whose grey paper is dots."""

import cv2
import numpy as np
import pytest

from extractors.scan.cleaning.dithered import _without_screen, without_dither

PAPER, INK = 238, 10
BAYER = np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]], np.float32) * 16 + 8


def page() -> np.ndarray:
    """Light grey paper with strokes of print and a rule on it: height × width."""
    grey = np.full((800, 600), PAPER, np.uint8)
    for top in range(60, 760, 60):
        cv2.putText(grey, "3,186.50", (80, top), cv2.FONT_HERSHEY_SIMPLEX, 1.0, INK, 3)
    grey[20:23] = INK
    return grey


def scattered(grey: np.ndarray) -> np.ndarray:
    """Rounded to black and white, the error spread over the neighbours (Floyd and Steinberg)."""
    left, bits = grey.astype(np.float32), np.zeros_like(grey)
    for y in range(grey.shape[0]):
        for x in range(grey.shape[1]):
            bits[y, x] = 255 if left[y, x] > 127 else 0
            error = left[y, x] - bits[y, x]
            for dy, dx, share in ((0, 1, 7), (1, -1, 3), (1, 0, 5), (1, 1, 1)):
                if y + dy < grey.shape[0] and 0 <= x + dx < grey.shape[1]:
                    left[y + dy, x + dx] += error * share / 16
    return bits


def screened(grey: np.ndarray) -> np.ndarray:
    """Compared with a pattern of four by four (Bayer)."""
    high, wide = grey.shape
    return np.where(grey > np.tile(BAYER, (high // 4, wide // 4)), 255, 0).astype(np.uint8)


@pytest.mark.parametrize("dither", [scattered, screened])
def test_the_dots_of_grey_paper_are_no_ink(dither) -> None:
    """What is dark after that is what was printed."""
    grey = page()
    bits = dither(grey)
    ink = without_dither(bits, 200.0) < 128
    assert cv2.connectedComponents((bits < 128).astype(np.uint8))[0] > 5000
    assert cv2.connectedComponents(ink.astype(np.uint8))[0] < 200
    assert (ink == (grey < 128)).mean() > 0.99


def test_a_grey_page_and_a_noisy_fax_are_left_as_they_are() -> None:
    """Noise of a lamp, and one pixel lost in a thousand, are no dither."""
    rng = np.random.default_rng(3)
    noisy = np.clip(page() + 12 * rng.standard_normal((800, 600)), 0, 255).astype(np.uint8)
    fax = np.where(page() > 128, 255, 0).astype(np.uint8)
    flipped = rng.random(fax.shape) < 0.001
    fax[flipped] = 255 - fax[flipped]
    assert without_dither(noisy, 200.0) is noisy
    assert without_dither(fax, 200.0) is fax


def test_a_shaded_heading_alone_is_cleared_and_the_rest_is_as_it_was() -> None:
    """Its fill is dots on a page of white paper: 项目名称 was read as 6E项目名称C, and the page had no heading."""
    grey = np.full((800, 600), 255, np.uint8)
    grey[215:275, 60:540] = 225
    for top in (255, 500):
        cv2.putText(grey, "3,186.50", (80, top), cv2.FONT_HERSHEY_SIMPLEX, 1.0, INK, 3)
    bits = scattered(grey)
    cleared = without_dither(bits, 200.0)
    assert np.array_equal(cleared[400:], bits[400:])
    ground = cleared[222:268, 320:520]
    assert (bits[222:268, 320:520] < 128).mean() > 0.05
    assert (ground < 200).mean() < 0.01
    assert (cleared[225:260, 80:220] < 100).mean() > 0.1


@pytest.mark.parametrize("side", [2, 3])
def test_the_clustered_dots_of_a_shaded_heading_are_no_ink(side: int) -> None:
    """Those between the characters neither; the points of the print beside the heading stay."""
    grey = page()
    grey[grey == PAPER] = 255
    plain = grey.copy()
    for y in range(130, 250, 6):
        for x in range(60 + (y // 6 % 2) * 3, 500, 6):
            grey[y : y + side, x : x + side] = INK
    grey[262:265, 300:303] = plain[262:265, 300:303] = INK  # a point of small print below it
    ink = without_dither(grey, 200.0) < 128
    assert (grey < 128).sum() - (plain < 128).sum() > 1500 * side
    dots = (grey < 128) & (cv2.dilate((plain < 128).astype(np.uint8), np.ones((9, 9), np.uint8)) == 0)
    assert (ink & dots).sum() < 0.01 * dots.sum()
    assert (ink == (plain < 128)).mean() > 0.99
    assert ink[262:265, 300:303].sum() >= 5  # of nine


def test_small_print_on_a_coarse_page_is_no_screen() -> None:
    """Its strokes are as small as the dots, and as many."""
    coarse = np.full((600, 500), 255, np.uint8)
    for top in range(60, 560, 9):
        cv2.putText(coarse, "3,186.50 12.04.2024 3,186.50", (40, top), cv2.FONT_HERSHEY_SIMPLEX, 0.2, INK, 1)
    assert without_dither(coarse, 75.0) is coarse
    assert _without_screen(coarse) is not coarse
