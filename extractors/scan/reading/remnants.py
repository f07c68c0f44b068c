"""The ink of a page or of a cell without what its rules left and without dirt far from print."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from extractors.scan.blobs import blobs
from extractors.scan.reading.lines import HALF, SPECK

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# In character heights from the wall above or below: what ends so close to it is a piece of that wall. A piece of a
# broken rule may be as short as a dash, but no dash stands so close.
ON_WALL = 0.2
ASTRIDE = 0.16  # in character heights: the half of a stroke on a wall, as wide as it reaches into one of its cells
# how far from print, in character heights, a small mark is dirt: a decimal point between wide figures stands 0.5 from
# either; two dots together are a colon
LONELY, IN_COMPANY = 0.65, 1.0
THINNEST, SHORTEST = 0.12, 0.3  # in character heights: a part of a character is larger in both directions, in one
SHORTEST_STEP, LONGEST_STEP = 0.955, 1.3694  # what a pixel aside, one aslant counts in OpenCV's 3 × 3 window


def without_rules(
    ink: NDArray[np.uint8], rules: NDArray[np.bool_], glyph: float
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Ink with the rules and the dirt taken away, and of that the pieces that can be parts of characters.

    Dirt is a mark smaller than any punctuation that stands away from print. A decimal point stands close to its
    digits; the two dots of a colon keep each other company.

    Args:
        ink: height × width, 255 on 0.
        rules: the pixels to clear.
        glyph: the usual height of a character in pixels.
    """
    import cv2
    import numpy as np

    cleared = cv2.copyTo(ink, np.logical_not(rules).view(np.uint8))
    _, labels, stats, centres = blobs(cleared)
    size = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    small = size < SPECK * glyph
    small[0] = False
    dirt = stats[:, cv2.CC_STAT_AREA] <= 2
    dirt[0] = False
    inked = np.flatnonzero(cleared > 0)
    owner = labels.ravel()[inked]
    solid = np.zeros_like(cleared)  # the smallest of them is larger than dirt
    solid.ravel()[inked[can_be_print(stats, glyph)[owner]]] = 255
    if not small.any():
        return cleared, solid
    printed = cleared.copy()
    printed.ravel()[inked[small[owner]]] = 0
    dots = np.flatnonzero(small & ~dirt)
    places = centres[dots]
    away = _distances(printed, places, LONELY * glyph, IN_COMPANY * glyph)
    dirt[dots[away > IN_COMPANY * glyph]] = True
    for index in np.flatnonzero((away > LONELY * glyph) & (away <= IN_COMPANY * glyph)):
        aside = np.abs(places - places[index]) / glyph
        # the dots of a colon stand above each other, those of an ellipsis beside each other
        company = int(((aside.max(axis=1) < 0.9) & (aside.min(axis=1) < 0.15)).sum()) > 1
        dirt[dots[index]] = not company
    cleared.ravel()[inked[dirt[owner]]] = 0
    return cleared, solid


def can_be_print(stats: NDArray[np.int32], glyph: float) -> NDArray[np.bool_]:
    """Which blobs, by their rows of connectedComponentsWithStats, are large enough for a part of a character."""
    import cv2

    sides = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]]
    kept: NDArray[np.bool_] = (sides.min(axis=1) > THINNEST * glyph) & (sides.max(axis=1) > SHORTEST * glyph)
    kept[0] = False
    return kept


def _distances(printed: NDArray[np.uint8], places: NDArray[np.float64], near: float, far: float) -> NDArray[np.float64]:
    """How far from print the dots stand, in pixels; nearer than `near` and farther than `far` may be any such distance.

    Looked for around each dot where they are few: on the whole page it takes as long as a few lines of text.
    """
    import cv2
    import numpy as np

    reach, close = math.ceil(far / SHORTEST_STEP) + 1, int(near / LONGEST_STEP)
    away = np.zeros(len(places))
    between: list[tuple[int, int, int]] = []
    for index, (x, y) in enumerate(places.astype(int).tolist()):
        if cv2.countNonZero(_around(printed, x, y, close)):
            continue
        if cv2.countNonZero(_around(printed, x, y, reach)):
            between.append((index, x, y))
        else:
            away[index] = np.inf
    whole = len(between) * (2 * reach + 1) ** 2 > printed.size
    page = cv2.distanceTransform(255 - printed, cv2.DIST_L2, 3) if whole else None
    for index, x, y in between:
        if page is not None:
            away[index] = page[y, x]
            continue
        window = 255 - _around(printed, x, y, reach)
        away[index] = cv2.distanceTransform(window, cv2.DIST_L2, 3)[min(y, reach), min(x, reach)]
    return away


def _around(picture: NDArray[np.uint8], x: int, y: int, reach: int) -> NDArray[np.uint8]:
    """The part of a picture that lies no farther than `reach` from a pixel, along x and along y."""
    return picture[max(0, y - reach) : y + reach + 1, max(0, x - reach) : x + reach + 1]


def without_edges(ink: NDArray[np.uint8], glyph: float) -> NDArray[np.uint8]:
    """The ink of a cell without what its own borders left at its sides.

    A remnant of a rule hugs a side of the cell, is thin, and is longer than any character.

    Args:
        ink: the cell, 255 on 0.
        glyph: the usual height of a character in pixels.
    """
    import cv2
    import numpy as np

    height, width = ink.shape
    if not ink.size:  # a cell beyond the edge of the picture; asked about nothing, OpenCV 5 crashes the process
        return ink
    near = 0.25 * glyph
    rim = int(near) + 1
    if not (ink[:rim].any() or ink[-rim:].any() or ink[:, :rim].any() or ink[:, -rim:].any()):
        return ink
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    x, y, w, h = (stats[:, column] for column in range(4))
    at_side = ((x < near) | (x + w > width - near)) & (w < 0.22 * glyph) & (h > 1.15 * glyph)
    at_end = ((y < near) | (y + h > height - near)) & (h < 0.22 * glyph) & (w > 1.3 * glyph)
    piece = ((y + h < ON_WALL * glyph) | (y > height - ON_WALL * glyph)) & (w > 0.2 * glyph)
    remnant = at_side | at_end | piece | _astride(ink, labels, stats, glyph)
    remnant[0] = False
    return np.where(remnant[labels], 0, ink).astype(np.uint8) if remnant.any() else ink


def _astride(
    ink: NDArray[np.uint8], labels: NDArray[np.integer], stats: NDArray[np.int32], glyph: float
) -> NDArray[np.bool_]:
    """The halves of upright marks that stand on the line between two cells, with nothing of this cell beside them.

    A piece of a broken rule is as high as a figure; but a figure stands on the line only where a text overflows.
    """
    import numpy as np

    x, y, w, h = (stats[:, column] for column in range(4))
    halves = ((x == 0) | (x + w == ink.shape[1])) & (w <= ASTRIDE * glyph) & (h > w)
    halves[0] = False
    reach = round(HALF * glyph)
    for index in np.flatnonzero(halves):
        rows, columns = (
            slice(y[index], y[index] + h[index]),
            slice(max(0, x[index] - reach), x[index] + w[index] + reach),
        )
        beside = labels[rows, columns]
        halves[index] = not ((beside != 0) & (beside != index)).any()
    return halves
