"""A colour picture → dark ink on an even ground, with the seal's red taken off and remembered.

Black print under red ink stays dark in the red channel while the seal itself is as bright there as paper, so the red
channel is what is read under a seal (removing red or binarising alone is not enough).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SEAL_SHARE = 0.0004  # of a page: less red than this is a coloured speck or JPEG noise


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A page picture ready to be measured.

    `grey` is height × width, dark text on a light ground; `seal` marks the pixels that red ink covered (None when
    there was none); `dpi` is its resolution.
    """

    grey: NDArray[np.uint8]
    seal: NDArray[np.bool_] | None
    dpi: float


def clean(picture: NDArray[np.uint8], dpi: float) -> Sheet:
    """Take the red off a picture.

    Args:
        picture: height × width × 3, RGB.
        dpi: its resolution.
    """
    import cv2
    import numpy as np

    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    # a quarter of the rows and columns is enough to see that there is no red
    if _red_ink(picture[::4, ::4]).mean() < SEAL_SHARE:
        return Sheet(grey, None, dpi)
    inked = _red_ink(picture)
    spread = cv2.dilate(inked.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)
    paper = int(np.percentile(grey[::4, ::4], 80))
    level = max(60, int(np.percentile(picture[:, :, 0][inked], 35)))
    lifted = np.clip(picture[:, :, 0].astype(np.float32) * (paper / level), 0, paper).astype(np.uint8)
    without = grey.copy()
    without[spread] = np.maximum(lifted, grey)[spread]
    return Sheet(without, inked, dpi)


def _red_ink(picture: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Clearly redder than anything else; a photo's warm light is not, it has little contrast."""
    import numpy as np

    red = picture[:, :, 0].astype(np.int16)
    others = np.maximum(picture[:, :, 1], picture[:, :, 2]).astype(np.int16)
    return (red - others > 40) & (others < 190)


def ink_of(grey: NDArray[np.uint8], dpi: float, contrast: int = 14) -> NDArray[np.uint8]:
    """Ink as 255 on 0: darker than its surroundings (a quarter of an inch) by `contrast` grey levels."""
    import cv2

    block = max(15, int(dpi / 4)) | 1
    return cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, contrast)


def glyph_height(ink: NDArray[np.uint8], dpi: float) -> float:
    """The usual height of a character in pixels, from the blobs of ink that have the size of print (5 to 30 pt).

    Falls back to 10.5 pt (五号, the size of most forms) on a page with too few of them.
    """
    import cv2
    import numpy as np

    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    heights = stats[1:, cv2.CC_STAT_HEIGHT]
    widths = stats[1:, cv2.CC_STAT_WIDTH]
    low, high = 5 * dpi / 72, 30 * dpi / 72
    size = np.maximum(heights, widths)
    print_like = (size >= low) & (size <= high) & (np.minimum(heights, widths) > size / 6)
    if int(print_like.sum()) < 10:
        return 10.5 * dpi / 72
    # a Chinese character often falls into parts; its full height is nearer to the larger blobs
    return float(np.percentile(size[print_like], 65)) * 1.05
