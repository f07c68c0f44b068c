"""Takes grey seals off a scan without colour: a closed convex frame in broad strokes, paler than the print it lies on.

A red stamp is of a middle grey in a monochrome scan or a copy, and no channel shows the print below it. It is known by
its frame: round, oval or square, what it encloses is convex, as large as a seal, and hangs together with nothing. Its
ink darkens what it lies on by a share that changes slowly (the pad gives it unevenly), so the dots of its strokes are
divided by the share found around them: bare strokes become paper, print below them stays dark.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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
COARSER, SOME = 4, 64  # a frame shows in a picture so many times smaller; so much of a dot, of 255, is ink
GAP_MM = 1.6  # a rule or print across the frame cuts it no wider
PARTED_MM = 5.0  # nor does print along it or a rule aslant part its arcs by more
OFF_MM, ALONG = 0.8, 0.7  # its arcs lie so near to their hull, over so much of that
LINE_MM = 7.0  # no line of a form's print is so high, and no seal so small
SIDES_MM = (15.0, 65.0)  # the sides of a seal (the largest in law measure 60)
CONVEX = 0.88  # of its hull: two seals that overlap are less
FILLED = (0.1, 0.56)  # of what it encloses is ink: less is an empty box of rules, more a shaded cell
LONGER, ON_RULES = 1.3, (0.8, 0.47)  # times its side; so much of its outline, if it is a level rectangle so much
LEVEL = 0.88  # of the box around it: what fills more is a level rectangle
PALEST = 0.7  # of the paper's light: paler ink is a watermark's
LONG = 0.15  # of the strokes of a seal are long ones: with fewer, a watermark's were taken for it
FRAME_MM = 5.0  # a piece of a frame, or the star in it, is at least so long
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
    enclosed = cv2.bitwise_or(
        _enclosed(layers[0], page.soft, page.millimetre, parted=True),
        _enclosed(layers[1], page.soft, page.millimetre, parted=False),
    )
    if not enclosed.any():
        return grey, None
    broad = layers[0]
    beside = print_beside(page, 1 - enclosed)
    covered, letters, lettered = (np.zeros_like(broad) for _ in range(3))
    tones = np.ones(broad.shape, np.float32)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(enclosed, connectivity=4)
    for index in range(1, count):
        x, y, width, height = stats[index, :4].tolist()
        margin = round(MARGIN_MM * page.millimetre)
        here = np.s_[max(0, y - margin) : y + height + margin, max(0, x - margin) : x + width + margin]
        inner = (labels[here] == index).astype(np.uint8)
        own = cv2.dilate(inner, square(2 * MARGIN_MM * page.millimetre + 1))
        frame = _frame(broad[here] & own, page.millimetre)
        if not (frame & inner).any() or np.median(page.soft[here][(frame & inner) > 0]) > PALEST:
            continue
        tone = tone_of(page.soft[here], frame, page.millimetre)
        frame = _frame(frame & (page.soft[here] > tone - DARKER), page.millimetre)  # without the print beside it
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


def _enclosed(
    broad: NDArray[np.uint8], soft: NDArray[np.float32], millimetre: float, *, parted: bool
) -> NDArray[np.uint8]:
    """What the frames of seals enclose, with their edges, 1 on 0.

    Args:
        broad: pale ink in broad strokes, 1 on 0.
        soft: shares of the paper's light.
        millimetre: in dots of both.
        parted: look for frames that are not closed, too; rules in broad strokes look like those.
    """
    import cv2
    import numpy as np

    millimetre /= COARSER
    few = cv2.resize(broad * 255, None, fx=1 / COARSER, fy=1 / COARSER, interpolation=cv2.INTER_AREA)
    dots = (few > SOME).astype(np.uint8)
    joined = cv2.morphologyEx(dots, cv2.MORPH_CLOSE, _disc(GAP_MM * millimetre))
    frames = _frames(joined, millimetre)
    if parted:
        known = cv2.drawContours(np.zeros_like(dots), frames, -1, 1, cv2.FILLED)
        near = cv2.dilate(known, _disc(PARTED_MM * millimetre))
        frames += _parted(_frame(dots & (1 - near), millimetre), joined, millimetre)
    if not frames:
        return np.zeros_like(broad)
    dark = cv2.resize(cv2.inRange(soft, 0, INKED), few.shape[::-1], interpolation=cv2.INTER_AREA)
    inked = (dark > SOME).astype(np.uint8)
    seals = [outline for outline in frames if not _on_rules(outline, inked)]
    enclosed = cv2.drawContours(np.zeros_like(joined), seals, -1, 1, cv2.FILLED)
    return cv2.resize(enclosed, broad.shape[::-1], interpolation=cv2.INTER_NEAREST)


def _frames(joined: NDArray[np.uint8], millimetre: float) -> list[NDArray[np.int32]]:
    """The outlines of closed frames that may be those of seals, each points × 1 × 2.

    Args:
        joined: pale ink in broad strokes, gaps closed, 1 on 0.
        millimetre: in dots of it.
    """
    import cv2
    import numpy as np

    low = SIDES_MM[0] * millimetre
    large = [outline for outline in _outlines(joined) if min(cv2.boundingRect(outline)[2:]) >= low]
    full = cv2.drawContours(np.zeros_like(joined), large, -1, 1, cv2.FILLED)
    # print that hangs on a frame sticks out of it by the height of a line
    whole = cv2.morphologyEx(full, cv2.MORPH_OPEN, _disc(LINE_MM * millimetre))
    return [outline for outline in _outlines(whole) if _is_frame(outline, joined, millimetre)]


def _parted(arcs: NDArray[np.uint8], joined: NDArray[np.uint8], millimetre: float) -> list[NDArray[np.int32]]:
    """The hulls of long strokes that lie along them nearly all around, but for where print or rules cross them aslant.

    Args:
        arcs: long pale strokes, 1 on 0.
        joined: all in broad strokes, gaps closed, 1 on 0.
        millimetre: in dots of both.
    """
    import cv2
    import numpy as np

    groups = cv2.dilate(arcs, _disc(PARTED_MM * millimetre))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(groups)
    away = cv2.distanceTransform(1 - arcs, cv2.DIST_L2, 3) / millimetre
    found = []
    for index in range(1, count):
        x, y, width, height = stats[index, :4].tolist()
        if max(width, height) > (SIDES_MM[1] + PARTED_MM) * millimetre:
            continue
        points = cv2.findNonZero(arcs[y : y + height, x : x + width] * (labels[y : y + height, x : x + width] == index))
        hull = cv2.convexHull(points + np.array([x, y], np.int32))
        (outline,) = _outlines(cv2.fillConvexPoly(np.zeros_like(arcs), hull, 1))
        along = away[outline[:, 0, 1], outline[:, 0, 0]] < OFF_MM
        if along.mean() > ALONG and _is_frame(outline, joined, millimetre):
            found.append(outline)
    return found


def _is_frame(outline: NDArray[np.int32], joined: NDArray[np.uint8], millimetre: float) -> bool:
    """Whether an outline is that of a seal.

    Args:
        outline: points × 1 × 2.
        joined: pale ink in broad strokes, gaps closed, 1 on 0.
        millimetre: in dots of it.
    """
    import cv2
    import numpy as np

    x, y, width, height = cv2.boundingRect(outline)
    low, high = (side * millimetre for side in SIDES_MM)
    if min(width, height) < low or max(width, height) > high:
        return False
    area = cv2.drawContours(np.zeros((height, width), np.uint8), [outline], -1, 1, cv2.FILLED, offset=(-x, -y))
    filled = float(joined[y : y + height, x : x + width][area > 0].mean())
    convex = cv2.contourArea(outline) / max(1.0, cv2.contourArea(cv2.convexHull(outline)))
    return convex > CONVEX and FILLED[0] < filled < FILLED[1]


def _on_rules(outline: NDArray[np.int32], inked: NDArray[np.uint8]) -> bool:
    """Whether an outline lies on level and upright lines that are longer than it is: the rules of a table.

    Args:
        outline: points × 1 × 2.
        inked: ink of every kind, 1 on 0.
    """
    import cv2
    import numpy as np

    _, _, width, height = cv2.boundingRect(outline)
    thicker = cv2.dilate(inked, square(3))  # lines that lean a little have runs, too
    windows = (np.ones((1, round(LONGER * width)), np.uint8), np.ones((round(LONGER * height), 1), np.uint8))
    rules = cv2.bitwise_or(*(cv2.morphologyEx(thicker, cv2.MORPH_OPEN, window) for window in windows))
    level = cv2.contourArea(outline) > LEVEL * width * height
    return float(rules[outline[:, 0, 1], outline[:, 0, 0]].mean()) > ON_RULES[level]


def _frame(broad: NDArray[np.uint8], millimetre: float) -> NDArray[np.uint8]:
    """The long ones of some broad strokes: the frame, the star in it; 1 on 0.

    Dense print is as pale and broad in places as a seal, in pieces smaller than a character.
    """
    import cv2
    import numpy as np

    _, labels, stats, _ = cv2.connectedComponentsWithStats(broad)
    long = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1) >= FRAME_MM * millimetre
    long[0] = False
    return long[labels].astype(np.uint8)


def _opened(mask: NDArray[np.uint8], side: float) -> NDArray[np.uint8]:
    """What a square of this side in pixels fits into, 1 on 0."""
    import cv2
    import numpy as np

    return np.minimum(cv2.morphologyEx(mask, cv2.MORPH_OPEN, square(max(2.0, side))), 1)


def _outlines(mask: NDArray[np.uint8]) -> list[NDArray[np.int32]]:
    """The outer outlines of what is 1 on 0, each points × 1 × 2."""
    import cv2

    return list(cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0])


def _disc(across: float) -> NDArray[np.uint8]:
    """A round window so many pixels wide."""
    import cv2

    side = max(3, round(across)) | 1
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
