"""Sand over the whole page: a copier or a telephone in the dark adds to every pixel more than the paper differs by.

All of it is ink to a threshold near the paper, and a page that a person reads at once was blank to us.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BANDS, ROWS = 8, 12  # so many bands of so many rows tell how grainy a page is
# Grey levels, standard deviation. Office, poor and fax scans, photographs and third copies were measured at 0 to 1.
GRAINY = 8.0
STRENGTH = 1.25  # times the grain: what non-local means takes for the same grey
PATCH, SEARCH = 5, 15  # pixels


def without_grain(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The page smoothed along its strokes by non-local means (Buades, Coll and Morel, 2005), if it is grainy.

    The very same page where it is not.

    Args:
        grey: height × width, as it was drawn.
    """
    import cv2

    grain = grain_of(grey)
    if grain < GRAINY:
        return grey
    smooth: NDArray[np.uint8] = cv2.fastNlMeansDenoising(grey, None, STRENGTH * grain, PATCH, SEARCH)
    return smooth


def grain_of(grey: NDArray[np.uint8]) -> float:
    """The noise of a page: its standard deviation in grey levels (Immerkær, 1996), by the median, which strokes leave.

    Args:
        grey: height × width.
    """
    import cv2
    import numpy as np

    tops = np.linspace(0, max(0, grey.shape[0] - ROWS), BANDS).astype(int)
    bands = np.vstack([grey[top : top + ROWS] for top in tops]).astype(np.float32)
    mask = np.outer((1, -2, 1), (1, -2, 1)).astype(np.float32)
    return float(np.median(np.abs(cv2.filter2D(bands, -1, mask)))) * 1.4826 / 6
