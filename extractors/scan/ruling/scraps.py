"""Short straight pieces of ink that may be what is left of a rule: too short to be one by their length."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.model import Box
from extractors.scan.blobs import blobs
from extractors.scan.reading.ink import shade

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHORTEST, THICKEST = 0.3, 0.25  # in character heights: along the rule and across it
STROKE = 0.45  # in character heights: thicker than any rule, thinner than a character
DARK, LEAST = 0.22, 16.0  # of the contrast of print; grey levels
BESIDE = 0.35  # in character heights: so far beside a piece the paper is bare
TALLER = 1.25  # in character heights: no stroke is as long, unless the whole character is larger
BARE = 0.25  # of a piece's length: what crosses it, or hangs on it, is no longer
# In character heights: how high and how wide a character is, or a few that touch; of its box it fills more than two
# rules that cross in it.
SMALL, LARGE, FILLED = 0.35, 2.2, 0.3


@dataclass(frozen=True, slots=True)
class Scrap:
    """A piece along x: its box in pixels, and whether it may be one of a rule that is not known yet.

    Print close to one side of it makes a short one doubtful.
    """

    box: Box
    lone: bool


def characters(ink: NDArray[np.uint8], glyph: float) -> NDArray[np.uint8]:
    """The ink of characters, 1 on 0.

    Args:
        ink: height × width, 255 on 0, rules included.
        glyph: the usual height of a character in pixels.
    """
    import cv2
    import numpy as np

    _, labels, stats, _ = blobs(ink)
    width, height, area = (stats[:, at] for at in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA))
    smaller = np.minimum(width, height)
    are = (smaller >= SMALL * glyph) & (smaller <= LARGE * glyph) & (area > FILLED * width * height)
    are[0] = False
    return are.astype(np.uint8)[labels]


def scraps_in(grey: NDArray[np.uint8], print_: NDArray[np.uint8], glyph: float) -> list[Scrap]:
    """The straight pieces along x that are no strokes of characters and have bare paper above or below.

    Args:
        grey: height × width, straightened, dark ink on a light ground.
        print_: the ink of characters on it.
        glyph: the usual height of a character in pixels.
    """
    import cv2
    import numpy as np

    thick = max(3, int(STROKE * glyph)) | 1
    hat = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, np.ones((2 * thick + 1, 1), np.uint8))
    dark = cv2.threshold(hat, max(LEAST, DARK * shade(hat[::2, ::2], 99.5)), 1, cv2.THRESH_BINARY)[1]
    straight = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, max(5, round(SHORTEST * glyph))), np.uint8))
    _, _, stats, _ = blobs(straight)
    flat = stats[1:][stats[1:, cv2.CC_STAT_HEIGHT] <= max(3, round(THICKEST * glyph))]
    far = max(3, round(BESIDE * glyph))
    scraps = []
    for x, y, width, height, _ in flat.tolist():
        along = slice(x, x + width)
        if print_[y : y + height, along].any(axis=0).mean() > 0.5:
            continue
        sides = dark[max(0, y - far) : max(0, y - 1), along], dark[y + height + 1 : y + height + far, along]
        bare = [side.any(axis=0).mean() <= BARE for side in sides]
        if any(bare):
            scraps.append(
                Scrap(
                    Box(float(x), float(y), float(x + width), float(y + height)), all(bare) or width >= TALLER * glyph
                )
            )
    return scraps
