"""A page stored as a negative: light print on black from edge to edge, as a film or a wrongly marked fax gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.scan.reading.ink import shade

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

COARSE = 4  # of so many rows and columns one tells the ground
CONTRAST = 60  # grey levels between print and ground: less is no print that could be read
MOSTLY = 0.7  # of a page is ground; a sheet on a dark desk covers more of its picture than print covers of a sheet
# millimetres: no stroke, rule or seal's band is so broad, margins are; so much of the page may be light and as broad,
# which is the shadow around a copied sheet
BROAD, RIM = 3.0, 0.1


def positive(picture: NDArray[np.uint8], dpi: float) -> NDArray[np.uint8]:
    """The picture with dark print on light paper; the very same one where it is no negative.

    Args:
        picture: height × width × 3, RGB.
        dpi: its resolution.
    """
    import cv2
    import numpy as np

    few = np.ascontiguousarray(picture[::COARSE, ::COARSE, 1])
    darkest, usual, lightest = (int(shade(few, percent)) for percent in (1, 50, 99))
    if lightest - darkest < CONTRAST or 2 * usual > darkest + lightest:
        return picture
    light = (few > (darkest + lightest) // 2).astype(np.uint8)
    if light.mean() > 1 - MOSTLY:
        return picture
    side = max(3, round(BROAD * dpi / 25.4 / COARSE))
    broad = cv2.morphologyEx(light, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    return picture if broad.mean() > RIM else cv2.bitwise_not(picture).astype(np.uint8)
