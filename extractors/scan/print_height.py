"""The usual height of a character on a scanned page, the measure of all that is looked for on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.scan.blobs import blobs

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from extractors.model import Box

FEWEST = 10  # blobs that tell the height of print
# Blobs so many times wider than high are more than one character; where blur makes them more than this share of the
# print, their height is told, not their width (few are a Latin word or a number, lower than a character).
JOINED, BLURRED = 1.5, 0.2
PROSE = 0.5  # of a page: where the tables cover less, there may be more of other print
SMALLER = 0.87  # times the height of the print around them: the print of tables that is clearly smaller


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


def height_in_tables(ink: NDArray[np.uint8], tables: Sequence[Box], dpi: float, glyph: float) -> float:
    """The height of a character in the tables of a page where the print around them is clearly larger.

    In a letter of large print the rows of a small table are hardly higher than a character of the letter.

    Args:
        ink: 255 on 0.
        tables: their boxes in pixels.
        dpi: its resolution.
        glyph: the usual height on the page.
    """
    import numpy as np

    inside = np.zeros_like(ink)
    for table in tables:
        box = slice(round(table.top), round(table.bottom)), slice(round(table.x0), round(table.x1))
        inside[box] = ink[box]
    smaller = glyph_height(inside, dpi)
    return smaller if smaller < SMALLER * glyph else glyph
