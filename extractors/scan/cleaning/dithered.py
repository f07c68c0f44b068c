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

BANDS, ROWS = 32, 12  # so many bands of so many rows tell whether a page is dithered
BLACK = 60  # grey levels by which a dot is darker than every pixel around it: no noise of a lamp is
# Of all pixels: the dots of light grey paper were measured at 3 to 4 in a hundred, the dirt of a fax at 0.04.
DOTTED = 0.01
# Of a band in which a shaded heading may lie; of the ground of one, over so many pixels each way: in four faxes and
# copies without one they were at most 0.006, in two headings 0.08.
SOME, SHADED, AROUND = 0.004, 0.02, 40
LARGEST = 3  # pixels of a dot: of the tone of paper seldom more touch
# A dot of a screen is a cluster of at most so many pixels; so many of them stand on a pixel of its ground, over so many
# pixels each way (13 pages with shaded headings 0.04 and more; 241 of faxes, copies and office scans 0.016 and less).
CLUSTER, SCREEN, WIDE = 12, 0.025, 60
CLOSE, NEAR = 0.01, 24  # and around each of them, over so many pixels: a full stop of print beside it stands alone
HEADINGS, LOW = 64, 6  # so many bands of so many rows tell whether a page may have such a ground
FINE = 180.0  # dpi: on coarser pages strokes of print are as small
SOFT = 1.0  # pixels: the blur that joins what is left into even strokes and even greys


def without_dither(grey: NDArray[np.uint8], dpi: float) -> NDArray[np.uint8]:
    """The page with the dots of its paper, or of its shaded cells, taken off and the print there smoothed.

    The very same one where nothing is dithered.

    Args:
        grey: height × width, as it was drawn.
        dpi: its resolution.
    """
    import numpy as np

    tops = np.linspace(0, max(0, grey.shape[0] - ROWS), BANDS).astype(int)
    shares = [_dots(grey[top : top + ROWS]).mean() / 255 for top in tops]
    if np.mean(shares) > DOTTED:
        return _cleared(grey)
    if max(shares) > SOME:
        shaded = _shaded(grey)
        if shaded.any():
            grey = np.where(shaded, _cleared(grey), grey)
    return _without_screen(grey) if dpi >= FINE and _may_have_screen(grey) else grey


def _may_have_screen(grey: NDArray[np.uint8]) -> bool:
    """Whether some band of the middle of a page is full of dots as large as those of a screen.

    A shaded heading goes over the middle, and is higher than the way from one band to the next.
    """
    import numpy as np

    high, wide = grey.shape
    tops = np.linspace(0, max(0, high - LOW), HEADINGS).astype(int)
    # a white row between them keeps the clusters of two bands apart
    apart = np.full((len(tops), LOW + 1, wide - 2 * (wide // 4)), 255, np.uint8)
    for place, top in enumerate(tops):
        band = grey[top : top + LOW, wide // 4 : wide - wide // 4]
        apart[place, : len(band)] = band
    middles, _ = _clusters(apart.reshape(-1, apart.shape[2]))
    return bool(middles.reshape(apart.shape).mean(axis=(1, 2)).max() > SCREEN / 2)


def _without_screen(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The page without the dots of a screen, which are larger than those that error diffusion scatters."""
    import cv2
    import numpy as np

    middles, dots = _clusters(grey)
    dense = cv2.boxFilter(middles, cv2.CV_32F, (WIDE, WIDE)) > SCREEN
    if not dense.any():
        return grey
    # between characters there is room for fewer: the ground goes on as far as its dots stand close
    close = cv2.boxFilter(middles, cv2.CV_32F, (NEAR, NEAR)) > CLOSE
    count, parts = cv2.connectedComponents(cv2.dilate(close.astype(np.uint8), np.ones((NEAR, NEAR), np.uint8)))
    ground = (np.bincount(parts[dense], minlength=count) > 0)[parts] & (parts > 0)
    cleared = np.where(dots & ground & close, np.uint8(255), grey)
    return np.where(ground, cv2.GaussianBlur(cleared, (0, 0), SOFT), cleared).astype(np.uint8)


def _clusters(grey: NDArray[np.uint8]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """1 in the middle of every cluster of ink as small as the dot of a screen, and the pixels of all of them."""
    import cv2
    import numpy as np

    _, labels, stats, middles = blobs(cv2.threshold(grey, 127, 255, cv2.THRESH_BINARY_INV)[1])
    small = stats[:, cv2.CC_STAT_AREA] <= CLUSTER
    small[0] = False
    found = np.zeros(grey.shape, np.float32)
    columns, rows = middles[small].astype(int).T
    found[rows, columns] = 1
    return found, small[labels]


def _cleared(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    import cv2
    import numpy as np

    ink = cv2.threshold(grey, 127, 255, cv2.THRESH_BINARY_INV)[1]
    _, labels, stats, _ = blobs(ink)
    dots = stats[:, cv2.CC_STAT_AREA] <= LARGEST
    dots[0] = False
    cleared = np.where(dots[labels], np.uint8(255), grey)
    return cv2.GaussianBlur(cleared, (0, 0), SOFT).astype(np.uint8)


def _shaded(grey: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Where the ground is dots."""
    import cv2
    import numpy as np

    share = cv2.boxFilter(_dots(grey), cv2.CV_32F, (AROUND, AROUND)) / 255
    return np.asarray(share > SHADED)


def _dots(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """255 where a pixel is far darker than every one around it."""
    import cv2
    import numpy as np

    ring = np.ones((3, 3), np.uint8)
    ring[1, 1] = 0
    lone = cv2.subtract(cv2.erode(grey, ring), grey)
    dots: NDArray[np.uint8] = cv2.threshold(lone, BLACK, 255, cv2.THRESH_BINARY)[1]
    return dots
