"""Takes grey seals off a scan without colour, or a copy, where no channel shows the print below a stamp.

A seal is known by its frame (grey_seal_frames.py). Its ink darkens what it lies on by a share that changes slowly (the
pad gives it unevenly), so the dots of its strokes are divided by the share found around them: bare strokes become
paper, print below them stays dark.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.scan.cleaning.grey_seal_frames import are_one, enclosed_by_frames, long_strokes
from extractors.scan.cleaning.grey_seal_strokes import (
    DARKER,
    INKED,
    FoundSeal,
    letters_stay,
    print_beside,
    strokes_of,
    tone_of,
)
from extractors.scan.cleaning.watermark_page import square

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from extractors.scan.cleaning.watermark_page import CoarsePage

DARKEST = 0.25  # what is darker still is print, and a seal so dark cannot be told from it
# Light and millimetres: a frame that is darker than pale rules and broader, or one as pale and thin as they are, alone.
FRAMES = ((0.78, 0.62), (INKED, 0.5))
PALEST = 0.7  # of the paper's light: paler ink is a watermark's
LONG = 0.15  # of the strokes of a seal are long ones: with fewer, a watermark's were taken for it
PRINT_EDGE_MM = 0.15  # the blurred edge of print
AROUND_MM = 0.3  # the seal's ink on a dot of print is told by the bare dots around it: the deviation of their weights
NOISE = 0.85  # bare ink of the seal is no darker than this share of what is usual around it
# Strokes fade over the deviation of their blur; a dot has no more of the ink than so many times what the blur leaves,
# and with less than this it has none.
EDGE_MM, SOFT, LITTLE = 0.13, 1.5, 0.03
MARGIN_MM = 1.5  # the corners of a square seal lie so far outside what print that hangs on it was taken off of


@dataclass(frozen=True, slots=True, eq=False)
class GreySeals:
    """The grey seals that were taken off a page, height × width as it.

    `strokes` are the pixels of their ink, `letters` those of them that only their tone tells from print; `lettered` is
    what those enclose whose letters are no paler than the print of the page: they may still stand there.
    """

    strokes: NDArray[np.bool_]
    letters: NDArray[np.bool_]
    lettered: NDArray[np.bool_]

    def moved(self, move: Callable[[NDArray[np.bool_]], NDArray[np.bool_]]) -> GreySeals:
        """The same on a picture that `move` leads to."""
        return GreySeals(move(self.strokes), move(self.letters), move(self.lettered))


def without_grey_seals(grey: NDArray[np.uint8], page: CoarsePage) -> tuple[NDArray[np.uint8], GreySeals | None]:
    """The page without its grey seals, and where they were; the very same page and None where it has none.

    Args:
        grey: height × width, dark print on a light ground.
        page: the same, coarse.
    """
    import cv2
    import numpy as np

    layers = [_opened(cv2.inRange(page.soft, DARKEST, light), side * page.millimetre) for light, side in FRAMES]
    seals = enclosed_by_frames(layers[0], page, parted=True)
    for seal in enclosed_by_frames(layers[1], page, parted=False):
        known = next((number for number, other in enumerate(seals) if are_one(seal, other)), None)
        if known is None:
            seals.append(seal)
        else:
            seals[known] |= seal
    if not seals:
        return grey, None
    broad = layers[0]
    beside = print_beside(page, 1 - np.bitwise_or.reduce(seals))
    covered, letters, lettered = (np.zeros_like(broad) for _ in range(3))
    tones = np.ones(broad.shape, np.float32)
    for enclosed in seals:
        x, y, width, height = cv2.boundingRect(enclosed)
        margin = round(MARGIN_MM * page.millimetre)
        here = np.s_[max(0, y - margin) : y + height + margin, max(0, x - margin) : x + width + margin]
        inner = enclosed[here]
        own = cv2.dilate(inner, square(2 * MARGIN_MM * page.millimetre + 1))
        frame = long_strokes(broad[here] & own, page.millimetre)
        if not (frame & inner).any() or np.median(page.soft[here][(frame & inner) > 0]) > PALEST:
            continue
        tone = tone_of(page.soft[here], frame, page.millimetre)
        frame = long_strokes(frame & (page.soft[here] > tone - DARKER), page.millimetre)  # without the print beside it
        shape, told = strokes_of(page, FoundSeal(here, inner, frame, tone), beside)
        seal = own & (shape | told)
        if frame.sum() < LONG * seal.sum():
            continue
        covered[here] |= seal
        letters[here] |= own & told
        lettered[here] |= inner * np.uint8(letters_stay(tone[inner > 0], beside))
        tones[here] = np.where(own > 0, tone, tones[here])
    if not covered.any():
        return grey, None
    size = grey.shape[::-1]
    mask, told, stay = (
        cv2.resize(where, size, interpolation=cv2.INTER_NEAREST).astype(bool) for where in (covered, letters, lettered)
    )
    tone = cv2.resize(tones, size, interpolation=cv2.INTER_NEAREST)
    ground = cv2.resize(page.light, size, interpolation=cv2.INTER_LINEAR)
    lifted = _lifted(grey, ground, mask, tone, page.millimetre * size[0] / broad.shape[1])
    return lifted, GreySeals(mask, told, stay)


def _lifted(
    grey: NDArray[np.uint8],
    ground: NDArray[np.float32],
    mask: NDArray[np.bool_],
    tone: NDArray[np.float32],
    millimetre: float,
) -> NDArray[np.uint8]:
    """The page with the light that its seals took given back.

    Args:
        grey: height × width.
        ground: the light of bare paper.
        mask: the strokes of the seals.
        tone: the shares of light that they leave.
        millimetre: in pixels of the page.
    """
    import cv2
    import numpy as np

    share = np.minimum(grey / ground, 1).astype(np.float32)
    print_ = ((share < tone - DARKER) & (cv2.blur(share, (3, 3)) < tone - DARKER / 2)).astype(np.uint8)
    edged = cv2.dilate(print_, square(2 * PRINT_EDGE_MM * millimetre + 1)) > 0
    # no more of the seal's ink lies on a dot than its blurred strokes have there
    most = np.minimum(1, SOFT * cv2.GaussianBlur(mask.astype(np.float32), (0, 0), EDGE_MM * millimetre))
    # how much of it lies on a dot that no print covers, and told by these at the others
    seen = np.minimum(np.clip((1 - share) / (1 - np.minimum(tone, 0.95)), 0, 1), most)
    bare = (~edged).astype(np.float32)
    wide = AROUND_MM * millimetre
    told = cv2.GaussianBlur(seen * bare, (0, 0), wide) / np.maximum(cv2.GaussianBlur(bare, (0, 0), wide), 1e-3)
    taken = np.where(edged, np.minimum(np.clip(2 * told - 0.3, 0, 1), most), seen)
    cleared = np.minimum(share / (1 - taken * (1 - tone)), 1)
    cleared[(most > LITTLE) & ~edged & (cleared > NOISE)] = 1
    return np.where(most > LITTLE, np.maximum(grey, cleared * ground + 0.5), grey).astype(np.uint8)


def _opened(mask: NDArray[np.uint8], side: float) -> NDArray[np.uint8]:
    """What a square of this side in pixels fits into, 1 on 0; the mask is 255 on 0."""
    import cv2

    return cv2.morphologyEx(mask, cv2.MORPH_OPEN, square(max(2.0, side))) & 1
