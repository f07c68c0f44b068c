"""A colour picture → dark ink on an even ground, with the seal's red taken off and remembered.

Black print under red ink stays dark in the red channel while the seal itself is as bright there as paper, so the red
channel is what is read under a seal (removing red or binarising alone is not enough).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.scan.blobs import blobs
from extractors.scan.cleaning.desk import without_desk
from extractors.scan.cleaning.dithered import without_dither
from extractors.scan.cleaning.grey_seals import without_grey_seals
from extractors.scan.cleaning.light_print import with_dark_print
from extractors.scan.cleaning.negative import positive
from extractors.scan.cleaning.pen import without_pen
from extractors.scan.cleaning.streaks import without_streaks
from extractors.scan.cleaning.watermark import without_watermark
from extractors.scan.cleaning.watermark_page import coarse_page

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SEAL_SHARE = 0.0004  # of a page: less coloured ink than this is a speck or JPEG noise
RED, BLUE = 0, 2  # channels
SPARSE = 16  # of so many rows and columns one tells the colour of the paper
BRIGHT = 60  # per cent of a page's dots are darker than its paper
TINGED = (1.03, 1.5)  # the strongest colour of the paper as a multiple of the weakest: in other light; on other paper
STRONG = 40  # grey levels by which a colour stands out of the others
PALE = 12  # the same within the frame of a seal
FRAME = 15.0  # millimetres: no line of a heading is so high, and hardly a seal smaller
SEAL_DPI = 100.0  # the shape of a seal shows at this resolution
# Millimetres: the smaller side of a seal is at least, the larger at most so long (the largest in law measure 60).
SEAL_SIDES = (7.0, 75.0)
FILLED = 0.7  # share of its box that is ink: more is a coloured cell, not a seal
LETTERS = 4  # so many parts of one height side by side are a heading
FEWEST = 10  # blobs that tell the height of print
# Blobs so many times wider than high are more than one character; where blur makes them more than this share of the
# print, their height is told, not their width (few are a Latin word or a number, lower than a character).
JOINED, BLURRED = 1.5, 0.2
THICK, HEAVY = 0.45, 2.0  # half a stroke in millimetres: no usual rule is so thick; times that: none at all
RUN, RULED = 8.0, 0.5  # millimetres: a run along x or y is a rule, not a letter; so much of coloured rules lies on such


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A page picture ready to be measured.

    `grey` is height × width, dark text on a light ground; `seal` marks the pixels that the ink of seals covered (None
    when there was none), `grey_seal` those of them whose seal is grey, and `stamped` is the picture with these seals;
    `dpi` is its resolution. `ticks` are the pixels of a coloured pen that were taken off beside print, `strokes` those
    across it.
    """

    grey: NDArray[np.uint8]
    seal: NDArray[np.bool_] | None
    dpi: float
    grey_seal: NDArray[np.bool_] | None = None
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
    grey = with_dark_print(without_desk(without_streaks(without_dither(seen), dpi)), dpi)
    if grey is not seen:  # wood is as red as a seal, and so may be the fill of a cell
        picture = np.where((grey != seen)[:, :, None], grey[:, :, None], picture)
    picture = _in_white_light(picture)
    # a quarter of the rows and columns is enough to see that there is no coloured ink
    few = picture[::4, ::4]
    seal = np.zeros(grey.shape, dtype=bool)
    without = grey
    for channel in (RED, BLUE):
        if _coloured(few, channel).mean() < SEAL_SHARE:
            continue
        inked = _coloured(picture, channel)
        stamped = inked & _seal_like(inked, dpi)
        if not stamped.any():
            continue
        stamped |= _pale_parts(picture, channel, stamped, dpi)
        without = _lifted(picture[:, :, channel], without, stamped)
        seal |= stamped
    penned = without_pen(picture, without, seal, dpi)
    without = penned.grey
    grey_seal, sealed = None, without
    page = coarse_page(without, dpi)
    if page is not None:
        without, grey_seal = without_grey_seals(without, page)
    if grey_seal is not None:
        seal |= grey_seal
        page = coarse_page(without, dpi)
    if page is not None:
        without = without_watermark(without, page)
    with_it = None if grey_seal is None else sealed
    return Sheet(without, seal if seal.any() else None, dpi, grey_seal, penned.ticks, penned.strokes, with_it)


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


def _pale_parts(picture: NDArray[np.uint8], channel: int, stamped: NDArray[np.bool_], dpi: float) -> NDArray[np.bool_]:
    """The fainter ink of a seal, within the frame of its clear ink: the thin strokes of its letters.

    Print that lies there keeps its darkness when it is lifted, so little colour is enough.
    """
    import cv2
    import numpy as np

    near = max(3, round(2 * dpi / 25.4))
    joined = cv2.dilate(stamped.astype(np.uint8), np.ones((near, near), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    pale = np.zeros_like(stamped)
    for x, y, width, height, _ in stats[1:].tolist():
        if min(width, height) < FRAME * dpi / 25.4 or max(width, height) > SEAL_SIDES[1] * dpi / 25.4:
            continue  # a heading in colour, a rule
        parts = list(cv2.split(picture[y : y + height, x : x + width]))
        own = parts.pop(channel)
        pale[y : y + height, x : x + width] |= cv2.subtract(own, cv2.max(parts[0], parts[1])) > PALE
    return pale


def _lifted(channel: NDArray[np.uint8], grey: NDArray[np.uint8], stamped: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """The grey picture with the stamped pixels as bright as the ink's own colour shows them."""
    import cv2
    import numpy as np

    spread = cv2.dilate(stamped.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)
    paper = int(np.percentile(grey[::4, ::4], 80))
    level = max(60, int(np.percentile(channel[stamped], 35)))
    lifted = np.clip(channel[spread].astype(np.float32) * (paper / level), 0, paper).astype(np.uint8)
    without = grey.copy()
    without[spread] = np.maximum(lifted, grey[spread])
    return without


def _coloured(picture: NDArray[np.uint8], channel: int) -> NDArray[np.bool_]:
    """Clearly of one colour; a photo's warm or cold light is not, it has little contrast."""
    import cv2
    import numpy as np

    parts = list(cv2.split(picture))
    own = parts.pop(channel)
    others = cv2.max(parts[0], parts[1])
    return (cv2.subtract(own, others) > STRONG) & (others < np.uint8(190))


def _seal_like(inked: NDArray[np.bool_], dpi: float) -> NDArray[np.bool_]:
    """The parts of coloured ink that have the size of a seal or of the letters of a watermark.

    A line of coloured print is lower, the rules of a coloured form hang together over more than any seal, and a
    coloured cell is filled.
    """
    import cv2
    import numpy as np

    shrink = min(1.0, SEAL_DPI / dpi)
    small = cv2.resize(inked.astype(np.uint8) * 255, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    dots = (small > 60).astype(np.uint8)
    millimetre = min(dpi, SEAL_DPI) / 25.4
    near = max(3, round(1.2 * millimetre)) | 1
    joined = cv2.morphologyEx(dots, cv2.MORPH_CLOSE, np.ones((near, near), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    sides = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]] / millimetre
    low, high = SEAL_SIDES
    dotted = np.bincount(labels.ravel(), weights=dots.ravel(), minlength=len(stats))
    filled = dotted / np.maximum(1, stats[:, cv2.CC_STAT_WIDTH] * stats[:, cv2.CC_STAT_HEIGHT])
    fits = (sides.min(axis=1) >= low) & (sides.max(axis=1) <= high) & (filled < FILLED)
    # thick strokes of any size are the letters of a watermark
    thickness = cv2.distanceTransform(dots, cv2.DIST_L2, 3)
    fits[0] = False
    large = (sides.max(axis=1) > high) & (sides.min(axis=1) >= low) & (filled < FILLED)
    runs = _runs(dots, round(RUN * millimetre)) if large.any() else dots
    for index in np.flatnonzero(large[1:]) + 1:
        part = (labels == index) & (dots > 0)
        strength = np.percentile(thickness[part], 90) / THICK / millimetre
        fits[index] = strength > (HEAVY if runs[part].mean() > RULED else 1)
    fits &= ~_lettering(stats, fits)
    # the characters inside a ring belong to it
    whole = np.zeros(joined.shape, np.uint8)
    for index in np.flatnonzero(fits):
        x, y, width, height = (int(v) for v in stats[index, :4])
        whole[y : y + height, x : x + width] = 1
    own = cv2.morphologyEx(joined, cv2.MORPH_DILATE, np.ones((3, 3), np.uint8)) & whole
    for index in np.flatnonzero(~fits[1:]) + 1:
        if sides[index].max() > high:  # a coloured rule that runs through the seal
            own[labels == index] = 0
    return cv2.resize(own, inked.shape[::-1], interpolation=cv2.INTER_NEAREST).astype(bool)


def _runs(dots: NDArray[np.uint8], length: int) -> NDArray[np.uint8]:
    """The pixels of runs along x or y at least so long, 1 on 0; runs that lean by a few degrees, too."""
    import cv2
    import numpy as np

    thicker = cv2.dilate(dots, np.ones((3, 3), np.uint8))
    along = (cv2.morphologyEx(thicker, cv2.MORPH_OPEN, np.ones(side, np.uint8)) for side in ((1, length), (length, 1)))
    return cv2.bitwise_or(*along)


def _lettering(stats: NDArray[np.int32], fits: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which of the parts are the letters of a coloured heading: several of one height side by side.

    Args:
        stats: of connectedComponentsWithStats.
        fits: the parts asked about.
    """
    import numpy as np

    top, width, height = (stats[:, column].astype(float) for column in range(1, 4))
    middle = top + height / 2
    letters = np.zeros(len(stats), dtype=bool)
    for index in np.flatnonzero(fits):
        tall = height[index]
        alike = fits & (np.abs(height - tall) < 0.4 * tall) & (np.abs(middle - middle[index]) < tall / 3)
        # letters that touch count by the room they take
        letters[index] = np.maximum(1, np.round(width[alike] / tall)).sum() >= LETTERS
    return letters


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
    strokes = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, np.ones((wide, wide), np.uint8))
    darker = cv2.min(cv2.subtract(around, grey), strokes)
    return cv2.threshold(darker, contrast - 1, 255, cv2.THRESH_BINARY)[1]


def glyph_height(ink: NDArray[np.uint8], dpi: float) -> float:
    """The usual height of a character in pixels, from the blobs of ink that have the size of print (5 to 30 pt).

    Falls back to 10.5 pt (五号, the size of most forms) on a page with too few of them.
    """
    import cv2
    import numpy as np

    _, _, stats, _ = blobs(ink)
    heights = stats[1:, cv2.CC_STAT_HEIGHT]
    widths = stats[1:, cv2.CC_STAT_WIDTH]
    low, high = 5 * dpi / 72, 30 * dpi / 72
    size = np.maximum(heights, widths)
    print_like = (size >= low) & (size <= high) & (np.minimum(heights, widths) > size / 6)
    if int(print_like.sum()) < FEWEST:
        return 10.5 * dpi / 72
    joined = print_like & (widths > JOINED * heights) & (heights >= low)
    # a Chinese character often falls into parts, and Latin ones are lower: its height is nearer to the larger blobs
    if joined.sum() > BLURRED * print_like.sum():
        return float(np.percentile(heights[print_like], 80)) * 1.05
    return float(np.percentile(size[print_like], 65)) * 1.05
