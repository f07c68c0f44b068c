"""A colour picture → dark ink on an even ground, with the seals taken off and remembered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.scan.cleaning.banding import without_bands
from extractors.scan.cleaning.colour_seals import without_colour_seals, without_turned_seals
from extractors.scan.cleaning.desk import without_desk
from extractors.scan.cleaning.dithered import without_dither
from extractors.scan.cleaning.glass_streaks import without_glass_streaks
from extractors.scan.cleaning.grain import without_grain
from extractors.scan.cleaning.grey_seals import GreySeals, without_grey_seals
from extractors.scan.cleaning.light_print import with_dark_print
from extractors.scan.cleaning.negative import positive
from extractors.scan.cleaning.pale_streaks import without_pale_streaks
from extractors.scan.cleaning.pen import without_pen
from extractors.scan.cleaning.streaks import without_streaks
from extractors.scan.cleaning.watermark import without_watermark
from extractors.scan.cleaning.watermark_page import coarse_page
from extractors.scan.cleaning.white_rules import with_dark_rules

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SPARSE = 16  # of so many rows and columns one tells the colour of the paper
BRIGHT = 60  # per cent of a page's dots are darker than its paper
TINGED = (1.03, 1.5)  # the strongest colour of the paper as a multiple of the weakest: in other light; on other paper


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A page picture ready to be measured.

    `grey` is height × width, dark text on a light ground; `seal` marks the pixels that the ink of seals covered (None
    when there was none), `greys` are those of them that are grey, and `stamped` is the picture with all seals on it,
    each dot of a coloured one as bright as the colour of its ink shows it; `dpi` is its resolution. `ticks` are the
    pixels of a coloured pen that were taken off beside print, `strokes` those across it.
    """

    grey: NDArray[np.uint8]
    seal: NDArray[np.bool_] | None
    dpi: float
    greys: GreySeals | None = None
    ticks: NDArray[np.bool_] | None = None
    strokes: NDArray[np.bool_] | None = None
    stamped: NDArray[np.uint8] | None = None


def clean(picture: NDArray[np.uint8], dpi: float) -> Sheet:
    """Take seals and a watermark off a picture; coloured print and coloured rules stay.

    Args:
        picture: height × width × 3, RGB.
        dpi: its resolution.
    """
    import cv2
    import numpy as np

    picture = positive(picture, dpi)
    seen = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    solid = without_dither(seen, dpi)
    ruled = with_dark_rules(solid, dpi)
    smooth = without_grain(ruled) if solid is seen else ruled
    paper = without_desk(without_streaks(without_bands(smooth, dpi), dpi), picture)
    even = without_glass_streaks(without_pale_streaks(paper, dpi), dpi)
    grey = with_dark_print(even, dpi)
    if grey is not even:
        grey = without_turned_seals(grey, even, _in_white_light(picture), dpi)
    if grey is not seen:  # wood is as red as a seal, and so may be the fill of a cell
        picture = picture.copy()
        cv2.copyTo(cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB), cv2.compare(grey, seen, cv2.CMP_NE), picture)
    picture = _in_white_light(picture)
    without, seal = without_colour_seals(picture, grey, dpi)
    coloured = seal.copy() if seal.any() else None
    penned = without_pen(picture, without, seal, dpi)
    without = penned.grey
    greys, sealed = None, without
    page = coarse_page(without, dpi)
    if page is not None:
        without, greys = without_grey_seals(without, page)
    if greys is not None:
        seal |= greys.strokes
        page = coarse_page(without, dpi)
    if page is not None:
        without = without_watermark(without, page)
    with_it = None if greys is None else sealed
    if coloured is not None:
        with_it = np.where(coloured, picture.max(axis=2), without if greys is None else sealed)
    return Sheet(without, seal if seal.any() else None, dpi, greys, penned.ticks, penned.strokes, with_it)


def _in_white_light(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture with white paper; the very same one where it nearly is, or is of a colour of its own.

    In warm light paper is hardly blue, and neither is a blue seal on it (the brightest colour is white: Land, 1977).
    """
    import cv2
    import numpy as np

    few = picture[::SPARSE, ::SPARSE].reshape(-1, 3)
    light = few.sum(axis=1)
    bright = few[light >= np.percentile(light, BRIGHT)]
    paper = np.median(bright, axis=0)
    gains = paper.max() / np.maximum(1, paper)
    if not TINGED[0] < gains.max() < TINGED[1]:
        return picture
    levels = np.minimum(np.arange(256)[:, None] * gains + 0.5, 255).astype(np.uint8)
    return cv2.LUT(picture, levels[:, None]).astype(np.uint8)


def ink_of(grey: NDArray[np.uint8], dpi: float, contrast: int = 14) -> NDArray[np.uint8]:
    """Ink as 255 on 0: darker than its surroundings (a quarter of an inch) by `contrast` grey levels.

    And darker than the ground it stands on: where a shaded cell ends, its edge is darker than the white beyond and no
    stroke (a morphological black-hat with a window wider than any stroke is nothing there).
    """
    import cv2
    import numpy as np

    block, wide = max(15, int(dpi / 4)) | 1, max(9, int(dpi / 8)) | 1
    # an adaptive threshold by hand: OpenCV's own takes twice as long over the comparison
    around = cv2.boxFilter(grey, -1, (block, block), borderType=cv2.BORDER_REPLICATE)
    closed = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((wide, wide), np.uint8))
    darker = cv2.subtract(cv2.min(around, closed), grey)
    return cv2.threshold(darker, contrast - 1, 255, cv2.THRESH_BINARY)[1]
