"""Pages stored as negatives."""

import cv2
import numpy as np
import pytest

from extractors.scan.cleaning.cleanup import clean
from extractors.scan.cleaning.negative import positive

DPI = 100.0


def page(paper: int = 245, ink: int = 20) -> np.ndarray:
    """A sheet of A4 with lines of print in a frame: height × width × 3."""
    sheet = np.full((1169, 827, 3), paper, np.uint8)
    for top in range(120, 1100, 30):
        cv2.putText(sheet, "3,186.50 3,186.50 3,186.50", (100, top), cv2.FONT_HERSHEY_SIMPLEX, 0.7, (ink,) * 3, 2)
    cv2.rectangle(sheet, (80, 80), (740, 1120), (ink,) * 3, 2)
    return sheet


@pytest.mark.parametrize("rim", [0, 14])
def test_light_print_on_black_is_turned_over(rim) -> None:
    """The whole page, whatever was dark around the sheet."""
    sheet = page()
    sheet[:rim], sheet[:, :rim] = 10, 10
    assert np.array_equal(positive(255 - sheet, DPI), sheet)
    assert np.median(clean(255 - sheet, DPI).grey) > 200


@pytest.mark.parametrize(
    "sheet",
    [
        page(),
        page(paper=80, ink=10),  # in bad light
        page(paper=30, ink=20),  # nothing to be seen
        cv2.copyMakeBorder(page(), 500, 500, 400, 400, cv2.BORDER_CONSTANT, value=(40, 40, 40)),  # on a dark desk
    ],
)
def test_dark_print_is_left_as_it_is(sheet) -> None:
    """However dark the page or what is around it."""
    assert positive(sheet, DPI) is sheet


def test_a_table_in_white_on_dark_is_no_negative() -> None:
    """Its page has white margins."""
    sheet = page()
    sheet[80:1120, 80:740] = 255 - sheet[80:1120, 80:740]
    assert positive(sheet, DPI) is sheet
