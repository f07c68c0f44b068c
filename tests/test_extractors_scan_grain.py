"""Pages covered with sand: smoothed where print can be seen through it, reported where nothing is read."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.scan.cleaning.cleanup import ink_of
from extractors.scan.cleaning.grain import grain_of, without_grain
from extractors.scan.scanned import read_picture

DPI = 200.0


def sheet() -> NDArray[np.uint8]:
    """A page with three lines of figures."""
    page = np.full((900, 700), 235, np.uint8)
    for line in range(3):
        cv2.putText(page, "15 800 260", (60, 200 + 220 * line), cv2.FONT_HERSHEY_SIMPLEX, 3.0, 20, 6)
    return page


def sandy(page: NDArray[np.uint8], deviation: float) -> NDArray[np.uint8]:
    """Noise of this standard deviation in grey levels on every pixel."""
    noise = np.random.default_rng(1).normal(0, deviation, page.shape)
    return np.clip(page + noise, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("deviation", [12.0, 20.0])
def test_the_grain_of_a_page_is_measured_whatever_is_printed(deviation: float) -> None:
    """Within a fifth; strokes add nothing."""
    assert abs(grain_of(sandy(np.full((900, 700), 128, np.uint8), deviation)) - deviation) < deviation / 5
    assert grain_of(sheet()) < 1


def test_print_is_all_ink_of_a_sandy_page() -> None:
    """Before, every other pixel of the paper was ink."""
    plain, page = sheet(), sandy(sheet(), 35.0)
    paper = cv2.dilate((plain < 200).astype(np.uint8), np.ones((9, 9), np.uint8)) == 0
    assert (ink_of(page, DPI)[paper] > 0).mean() > 0.15
    smooth = without_grain(page)
    assert (ink_of(smooth, DPI)[paper] > 0).mean() < 0.01
    assert (ink_of(smooth, DPI)[plain < 60] > 0).mean() > 0.95


def test_an_office_scan_is_left_as_it_is() -> None:
    """The very same page."""
    page = sandy(sheet(), 5.0)
    assert without_grain(page) is page


@pytest.mark.parametrize(("darkness", "codes"), [(0, []), (90, ["PAGE-ILLEGIBLE"])])
def test_a_page_full_of_ink_on_which_nothing_is_read_is_reported(darkness: int, codes: list[str]) -> None:
    """It was called blank, like an empty one."""
    page = np.full((900, 700, 3), 240, np.uint8)
    for x in range(40, 660, 60):  # heavy slanting strokes: no text
        cv2.line(page, (x, 40), (x + 30, 860), (240 - darkness,) * 3, 9)
    reading = read_picture(page, DPI, number=1, width=252, height=324)
    assert not reading.grids and not reading.text
    assert [finding.code for finding in reading.findings] == codes
