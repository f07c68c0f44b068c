"""Straighten a page: find its skew, turn the picture back, and keep the way from the flat picture to the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.model import Box

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LARGEST = 12.0  # degrees looked for to either side
NEGLIGIBLE = 0.03  # degrees: half a pixel over an A4 page at 100 dpi; below it the pixels are left as they are


@dataclass(frozen=True, slots=True, eq=False)
class Mapping:
    """Flat pixels → points of the upright page, by a 3 × 3 homography of pixels and a scale."""

    matrix: NDArray[np.float64]
    dpi: float

    def box(self, x0: float, top: float, x1: float, bottom: float) -> Box:
        """The box in points around the flat pixel rectangle."""
        import numpy as np

        corners = np.array([[x0, x1, x1, x0], [top, top, bottom, bottom], [1, 1, 1, 1]], dtype=np.float64)
        xs, ys, ws = self.matrix @ corners
        scale = 72 / self.dpi
        xs, ys = xs / ws * scale, ys / ws * scale
        return Box(float(xs.min()), float(ys.min()), float(xs.max()), float(ys.max()))


def skew_of(ink: NDArray[np.uint8]) -> float:
    """The angle in degrees, clockwise positive, by which the page is turned from straight.

    The projections of ink on both axes are sharpest when rules and lines of text lie along them (Postl's method).

    Args:
        ink: height × width, ink 255 on 0.
    """
    import cv2
    import numpy as np

    shrink = min(1.0, 900 / max(ink.shape))
    small = cv2.resize(ink, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    side = int(np.hypot(*small.shape)) + 2
    canvas = np.zeros((side, side), np.uint8)
    y, x = (side - small.shape[0]) // 2, (side - small.shape[1]) // 2
    canvas[y : y + small.shape[0], x : x + small.shape[1]] = small

    def sharpness(angle: float) -> float:
        turn = cv2.getRotationMatrix2D((side / 2, side / 2), angle, 1.0)
        turned = cv2.warpAffine(canvas, turn, (side, side), flags=cv2.INTER_LINEAR)
        rows = turned.sum(axis=1, dtype=np.float64)
        columns = turned.sum(axis=0, dtype=np.float64)
        return float((np.diff(rows) ** 2).sum() + (np.diff(columns) ** 2).sum())

    best = max(np.arange(-LARGEST, LARGEST + 0.01, 0.5), key=sharpness)
    for step in (0.1, 0.02):
        best = max(best + step * np.arange(-5, 6), key=sharpness)
    return round(float(best), 2)


def straighten(grey: NDArray[np.uint8], skew: float) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """Turn the picture back by its skew.

    Returns:
        The flat picture, and the homography from its pixels to those of the picture given.
    """
    import cv2
    import numpy as np

    height, width = grey.shape
    if abs(skew) < NEGLIGIBLE:
        return grey, np.eye(3)
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1.0)
    # grow the sheet so that no corner is lost
    corners = np.array([[0, width, width, 0], [0, 0, height, height], [1, 1, 1, 1]], dtype=np.float64)
    xs, ys = turn @ corners
    turn[:, 2] -= [min(0.0, xs.min()), min(0.0, ys.min())]
    size = (
        int(np.ceil(max(xs.max(), width) - min(0.0, xs.min()))),
        int(np.ceil(max(ys.max(), height) - min(0.0, ys.min()))),
    )
    ground = int(np.percentile(grey, 75))
    flat = cv2.warpAffine(grey, turn, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=ground)
    return flat, np.linalg.inv(np.vstack([turn, [0, 0, 1]]))
