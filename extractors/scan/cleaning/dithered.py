"""A page of black and white whose greys are dots, scattered or in a screen: paper is light grey, and covered with them.

A scanner that keeps a bit a pixel and does not cut at a threshold spreads what it rounds off over the neighbours
(Floyd and Steinberg, 1976) or compares with a pattern (Bayer, 1973). A quarter of a million dots are then no ink.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.scan.blobs import blobs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BANDS, ROWS = 8, 48  # so many bands of so many rows tell whether a page is dithered
BLACK = 60  # grey levels by which a dot is darker than every pixel around it: no noise of a lamp is
# Of all pixels: the dots of light grey paper were measured at 3 to 4 in a hundred, the dirt of a fax at 0.04.
DOTTED = 0.01
LARGEST = 3  # pixels of a dot: of the tone of paper seldom more touch
SOFT = 1.0  # pixels: the blur that joins what is left into even strokes and even greys


def without_dither(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The page with the dots of its paper taken off and its print smoothed; the very same one where it is not dithered.

    Args:
        grey: height × width, as it was drawn.
    """
    import cv2
    import numpy as np

    if not _is_dithered(grey):
        return grey
    ink = cv2.threshold(grey, 127, 255, cv2.THRESH_BINARY_INV)[1]
    _, labels, stats, _ = blobs(ink)
    dots = stats[:, cv2.CC_STAT_AREA] <= LARGEST
    dots[0] = False
    cleared = np.where(dots[labels], np.uint8(255), grey)
    return cv2.GaussianBlur(cleared, (0, 0), SOFT).astype(np.uint8)


def _is_dithered(grey: NDArray[np.uint8]) -> bool:
    import cv2
    import numpy as np

    tops = np.linspace(0, max(0, grey.shape[0] - ROWS), BANDS).astype(int)
    bands = np.vstack([grey[top : top + ROWS] for top in tops])
    ring = np.ones((3, 3), np.uint8)
    ring[1, 1] = 0
    dots = cv2.subtract(cv2.erode(bands, ring), bands) > BLACK
    return bool(dots.mean() > DOTTED)
