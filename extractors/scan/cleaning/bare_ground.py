"""The light of the bare paper, in every place of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEAST_BARE = 0.2  # of a window: less bare ground says nothing about it


def bare_ground(flat: NDArray[np.uint8], inked: NDArray[np.uint8], reach: float) -> NDArray[np.uint8]:
    """The light of the bare ground near every pixel: within a shaded cell that of its shade, up to its rules.

    Args:
        flat: height × width.
        inked: what is rule or print in it, 255 on 0.
        reach: pixels of the window over which the ground is averaged; wider than any rule.
    """
    import cv2
    import numpy as np

    bare = cv2.bitwise_not(inked)
    lit = cv2.copyTo(flat, bare)
    side = (round(reach) | 1,) * 2
    share = cv2.blur(bare, side)
    near = cv2.divide(cv2.blur(lit, side), share, scale=255)
    # where nearly nothing near is bare (two bars cross), what is bare farther away
    few, little = (cv2.resize(part, None, fx=0.1, fy=0.1, interpolation=cv2.INTER_AREA) for part in (bare, lit))
    wide = cv2.divide(cv2.blur(little, (5, 5)), np.maximum(cv2.blur(few, (5, 5)), 1), scale=255)
    far = cv2.resize(wide, flat.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return cv2.copyTo(near, cv2.compare(share, 255 * LEAST_BARE, cv2.CMP_GT), far)
