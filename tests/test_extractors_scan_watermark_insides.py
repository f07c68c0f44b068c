from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from extractors.scan.cleaning.watermark import without_watermark
from extractors.scan.cleaning.watermark_insides import lifted_by_insides
from extractors.scan.cleaning.watermark_page import coarse_page, print_contrast

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DPI, PAPER = 150.0, 240


def _table(print_: int = 50) -> NDArray[np.float32]:
    """Words and rules at 150 dpi, without grain."""
    import cv2
    import numpy as np

    page = np.full((1200, 900), PAPER, np.uint8)
    random = np.random.default_rng(1)
    for top in range(130, 1150, 40):
        for left in range(80, 800, 220):
            word = "".join(random.choice(list("ABEHKMRSW0123456789"), 8))
            cv2.putText(page, word, (left, top), cv2.FONT_HERSHEY_SIMPLEX, 0.7, print_, 2)
        cv2.line(page, (60, top + 12), (850, top + 12), 60, 2)
    return page.astype(np.float32)


def _letters() -> NDArray[np.bool_]:
    """Two letters of 40 mm with an upright stroke each, each once on the page."""
    import cv2
    import numpy as np

    drawn = np.zeros((1200, 900), np.uint8)
    for left, top, strokes in (
        (260, 700, ((0.4, 120), (1.57, 110), (2.3, 120), (5.6, 90))),
        (600, 420, ((0.9, 130), (1.57, 70), (2.9, 110), (5.1, 120))),
    ):
        for turn, reach in strokes:
            end = (round(left + reach * math.cos(turn)), round(top + reach * math.sin(turn)))
            cv2.line(drawn, (left, top), end, 255, 10)
    return drawn > 0


def _scanned(page: NDArray[np.float32], grain: float = 7.0) -> NDArray[np.uint8]:
    """The page through a poor scanner: the toner fades by half from left to right."""
    import cv2
    import numpy as np

    faded = PAPER - (PAPER - page) * np.linspace(1.0, 0.5, page.shape[1], dtype=np.float32)[None, :]
    soft = cv2.GaussianBlur(faded, (0, 0), 0.8)
    noise = np.random.default_rng(3).normal(0, grain, page.shape)
    return np.clip(soft + noise, 0, 255).astype(np.uint8)


def _cleared(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    page = coarse_page(grey, DPI)
    assert page is not None
    return without_watermark(grey, page)


@pytest.mark.parametrize("left_of_light", [0.78, 0.86])
def test_large_letters_go_from_a_scan_that_fades_and_the_print_stays(left_of_light: float) -> None:
    """They have no one tone and come once; each part of them becomes as light as the paper around it."""
    import numpy as np

    table, letters = _table(), _letters()
    clean, before = _scanned(table), _scanned(np.where(letters, table * left_of_light, table))
    after = _cleared(before).astype(int)
    for columns in (slice(0, 450), slice(450, 900)):
        bare = letters[:, columns] & (table[:, columns] > 235)
        light = clean[:, columns][bare].mean()
        assert before[:, columns][bare].mean() < light - 9
        assert abs(after[:, columns][bare].mean() - light) < 5
    print_ = table < 80
    assert np.abs(after[print_ & letters] - clean[print_ & letters]).mean() < 15
    assert np.abs(after[print_ & ~letters] - before[print_ & ~letters]).mean() < 3


def test_bold_print_that_faded_is_no_watermark() -> None:
    """It is as even inside as a watermark, but no part of it is as high as a letter of one."""
    import cv2
    import numpy as np

    page = np.full((1200, 900), PAPER, np.uint8)
    for row, top in enumerate(range(100, 1150, 60)):
        cv2.putText(page, "BMRWEK 88450 ESBB", (80, top), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 60 + 8 * row, 5)
    grey = _scanned(page.astype(np.float32))
    assert _cleared(grey) is grey


@pytest.mark.parametrize("grain", [7.0, 14.0])
def test_grain_is_no_watermark(grain: float) -> None:
    """However coarse it is: a photograph in little light has nothing but grain between its print."""
    grey = _scanned(_table(), grain)
    page = coarse_page(grey, DPI)
    assert page is not None
    assert lifted_by_insides(grey, page, print_contrast(page)) is None
