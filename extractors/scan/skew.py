"""The angle by which a page is turned from straight, by the projections of its ink."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LARGEST = 12.0  # degrees of skew looked for to either side


def skew_of(ink: NDArray[np.uint8]) -> float:
    """The angle in degrees, clockwise positive, by which the page is turned from straight.

    The projections of ink on both axes are sharpest when rules and lines of text lie along them (Postl's method).

    Args:
        ink: height × width, the darker the ink the larger the number, 0 where there is none.
    """
    # a coarse look at a small picture finds the half degree, a fine one at a larger picture the rest
    best = 0.0
    coarse, fine = _shrunk(ink, 450), _shrunk(ink, 900)
    for small, reach, step in ((coarse, LARGEST, 0.5), (fine, 0.5, 0.1), (fine, 0.1, 0.02)):
        canvas = _on_ground(small, abs(best) + reach)
        count = round(reach / step)
        best = max((best + step * k for k in range(-count, count + 1)), key=lambda angle: _sharpness(canvas, angle))
    return round(best, 2)


def _shrunk(ink: NDArray[np.uint8], longest: int) -> NDArray[np.uint8]:
    """The picture with a longest side of so many pixels, or as it is when it is smaller."""
    import cv2

    shrink = min(1.0, longest / max(ink.shape))
    return cv2.resize(ink, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)


def _on_ground(small: NDArray[np.uint8], reach: float) -> NDArray[np.uint8]:
    """A picture with as much room around it as turning by `reach` degrees takes."""
    import numpy as np

    height, width = small.shape
    cos, sin = np.cos(np.radians(reach)), np.sin(np.radians(reach))
    y, x = (int(height * cos + width * sin - height) // 2 + 2, int(width * cos + height * sin - width) // 2 + 2)
    return np.pad(small, ((max(2, y), max(2, y)), (max(2, x), max(2, x))))


def _sharpness(canvas: NDArray[np.uint8], angle: float) -> float:
    """How much the projections on both axes change from pixel to pixel when the canvas is turned by an angle."""
    import cv2
    import numpy as np

    height, width = canvas.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(canvas, turn, (width, height), flags=cv2.INTER_LINEAR)
    # OpenCV adds up along a row in whole numbers many times as fast as in floating-point ones
    sums = (cv2.reduce(turned, axis, cv2.REDUCE_SUM, dtype=cv2.CV_32S).ravel() for axis in (0, 1))
    return float(sum((np.diff(projection.astype(np.float64)) ** 2).sum() for projection in sums))
