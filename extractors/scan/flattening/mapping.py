"""The way back from a straightened picture to the upright page, between knots by straight lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.model import Box

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

STEP = 16  # pixels between the knots of a mapping


@dataclass(frozen=True, slots=True, eq=False)
class Mapping:
    """Flat pixels → pixels and points of the upright page.

    `xs` and `ys` hold, for every 16th pixel of the flat picture in both directions, the pixel it was taken from.
    """

    xs: NDArray[np.float32]
    ys: NDArray[np.float32]
    dpi: float

    def points(self, x: NDArray[np.float32], y: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Pixels of the upright page for pixels of the flat one, between the knots by straight lines."""
        import cv2

        u, v = (x / STEP).astype("float32"), (y / STEP).astype("float32")
        return (
            cv2.remap(self.xs, u, v, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE),
            cv2.remap(self.ys, u, v, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE),
        )

    def box(self, x0: float, top: float, x1: float, bottom: float) -> Box:
        """The box in points around the flat pixel rectangle."""
        import numpy as np

        xs, ys = self.points(
            np.array([[x0, x1, x1, x0]], dtype=np.float32), np.array([[top, top, bottom, bottom]], dtype=np.float32)
        )
        scale = 72 / self.dpi
        return Box(float(xs.min()) * scale, float(ys.min()) * scale, float(xs.max()) * scale, float(ys.max()) * scale)

    def flat(self, picture: NDArray[np.uint8], shape: tuple[int, int], ground: int) -> NDArray[np.uint8]:
        """The flat picture of `shape` (height, width), taken from the upright one in a single resampling."""
        import cv2
        import numpy as np

        between = np.array([[1 / STEP, 0, 0], [0, 1 / STEP, 0]])
        xs, ys = (
            cv2.warpAffine(
                knots,
                between,
                shape[::-1],
                flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
                borderMode=cv2.BORDER_REPLICATE,
            )
            for knots in (self.xs, self.ys)
        )
        return cv2.remap(picture, xs, ys, cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=ground)


def knots_of(shape: tuple[int, int]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The x and y of the knots that cover a picture."""
    import numpy as np

    rows, columns = shape[0] // STEP + 2, shape[1] // STEP + 2
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32) * STEP
    return x, y


def affine(matrix: NDArray[np.float64], shape: tuple[int, int], dpi: float) -> Mapping:
    """The mapping of a matrix that leads from the upright page to the flat picture."""
    import numpy as np

    x, y = knots_of(shape)
    back = np.linalg.inv(matrix)
    xs = back[0, 0] * x + back[0, 1] * y + back[0, 2]
    ys = back[1, 0] * x + back[1, 1] * y + back[1, 2]
    return Mapping(xs.astype(np.float32), ys.astype(np.float32), dpi)


def composed(first: Mapping, then: Mapping) -> Mapping:
    """From the new flat picture through the old one to the page."""
    return Mapping(*then.points(first.xs, first.ys), then.dpi)
