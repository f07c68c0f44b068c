"""Where grey seals are: their frames, in broad strokes paler than the print they lie on.

The frame of a seal is round, oval or square, and what it encloses is convex and as large as a seal. It hangs together
with nothing, or is parted by print and rules that cross it. An oval that lies on long strokes nearly all around is
found however they hang together, two that overlap, too (by samples: Fischler and Bolles, RANSAC, 1981).
"""

from __future__ import annotations

from math import pi
from typing import TYPE_CHECKING

from extractors.scan.cleaning.grey_seal_strokes import INKED
from extractors.scan.cleaning.watermark_page import square

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from extractors.scan.cleaning.watermark_page import CoarsePage

COARSER, SOME = 4, 64  # a frame shows in a picture so many times smaller; so much of a dot, of 255, is ink
GAP_MM = 1.6  # a rule or print across the frame cuts it no wider
PARTED_MM = 5.0  # nor does print along it or a rule aslant part its arcs by more
OFF_MM, ALONG = 0.8, 0.7  # its arcs lie so near to their hull, over so much of that
LINE_MM = 7.0  # no line of a form's print is so high, and no seal so small
SIDES_MM = (15.0, 65.0)  # the sides of a seal (the largest in law measure 60)
CONVEX = 0.88  # of its hull: two seals that overlap are less
FILLED = (0.1, 0.56)  # of what it encloses is ink: less is an empty box of rules, more a shaded cell
LONGER, ON_RULES = 1.3, (0.8, 0.47)  # times its side; so much of its outline, if it is a rectangle so much
# of the outline of a round seal lies on ink that is no rule: 0.37 and more in 60 scans with grey seals, 0.04 to 0.37 of
# eight false ones in 163 poor scans without any, six of them below 0.25 (tuning and used-up seeds, a scratch script)
OWN = 0.3
LEANS = (0.0, -1.5, 1.5, -3.0, 3.0, -4.5, 4.5)  # degrees: between two of them runs are as long as a seal
RECTANGLE = 0.88  # of the smallest box around it, less its corners: what fills more is a rectangle
FRAME_MM = 5.0  # a piece of a frame, or the star in it, is at least so long
STRAIGHT_MM = 1.2  # a piece no higher or no wider is a straight one of a rule
SAMPLES, SAMPLED, FEWEST = 600, 6, 60  # ovals through so many dots are tried, where there are dots enough
OVAL = 1.9  # no seal is so many times longer than high
STEP = 3  # degrees between the points of its outline
RING = 4  # times that off: so broad is all that belongs to its ring
SEEN = 0.6  # of an oval lies on the page at least
MOST = 4  # ovals whose strokes hang together
ANOTHER = 0.5  # of the smaller of two ovals lies in the other: they are one


def enclosed_by_frames(broad: NDArray[np.uint8], page: CoarsePage, *, parted: bool) -> list[NDArray[np.uint8]]:
    """What each frame of a seal encloses, with its edge, 1 on 0 of the size of the coarse page.

    Args:
        broad: pale ink in broad strokes, 1 on 0.
        page: the page.
        parted: look for frames that are not closed, too; rules in broad strokes look like those.
    """
    import cv2
    import numpy as np

    millimetre = page.millimetre / COARSER
    few = cv2.resize(broad * 255, None, fx=1 / COARSER, fy=1 / COARSER, interpolation=cv2.INTER_AREA)
    dots = (few > SOME).astype(np.uint8)
    joined = cv2.morphologyEx(dots, cv2.MORPH_CLOSE, _disc(GAP_MM * millimetre))
    frames = _frames(joined, millimetre)
    if parted:
        rest = _away(dots, [_filled(dots, frame) for frame in frames], PARTED_MM * millimetre)
        arcs = long_strokes(rest, millimetre)
        ovals = _ovals(arcs, millimetre) if arcs.any() else []  # most pages have none
        frames += [oval for oval in ovals if _is_frame(oval, joined, millimetre)]
        rings = [_ring(dots, oval) for oval in ovals]
        arcs = long_strokes(_away(arcs, rings, RING * OFF_MM * millimetre), millimetre) if rings else arcs
        frames += _parted(arcs, joined, millimetre) if arcs.any() else []
    if not frames:
        return []
    dark = cv2.resize(cv2.inRange(page.soft, 0, INKED), few.shape[::-1], interpolation=cv2.INTER_AREA)
    inked = (dark > SOME).astype(np.uint8)
    return [
        cv2.resize(_filled(dots, frame), broad.shape[::-1], interpolation=cv2.INTER_NEAREST)
        for frame in frames
        if not _on_rules(frame, inked, millimetre)
    ]


def _away(dots: NDArray[np.uint8], taken: list[NDArray[np.uint8]], reach: float) -> NDArray[np.uint8]:
    """The dots, 1 on 0, that lie farther than half of `reach` from all that is taken."""
    import cv2
    import numpy as np

    if not taken:
        return dots
    return dots & (1 - cv2.dilate(np.bitwise_or.reduce(taken), _disc(reach)))


def _filled(like: NDArray[np.uint8], outline: NDArray[np.int32]) -> NDArray[np.uint8]:
    """What an outline encloses, 1 on 0."""
    import cv2
    import numpy as np

    return cv2.drawContours(np.zeros_like(like), [outline], -1, 1, cv2.FILLED)


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
    if not large:
        return []
    full = cv2.drawContours(np.zeros_like(joined), large, -1, 1, cv2.FILLED)
    # print that hangs on a frame sticks out of it by the height of a line
    whole = cv2.morphologyEx(full, cv2.MORPH_OPEN, _disc(LINE_MM * millimetre))
    return [outline for outline in _outlines(whole) if _is_frame(outline, joined, millimetre)]


def _ovals(arcs: NDArray[np.uint8], millimetre: float) -> list[NDArray[np.int32]]:
    """The outlines of the ovals of a seal's size that lie on long strokes nearly all around, each points × 1 × 2.

    Args:
        arcs: long pale strokes, 1 on 0.
        millimetre: in dots of it.
    """
    import cv2
    import numpy as np

    _, pieces, stats, _ = cv2.connectedComponentsWithStats(arcs)
    bent = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].min(axis=1) > STRAIGHT_MM * millimetre
    bent[0] = False
    if not bent.any():
        return []
    curves = bent[pieces].astype(np.uint8)
    count, groups = cv2.connectedComponents(cv2.dilate(curves, _disc(PARTED_MM * millimetre)))
    away = cv2.distanceTransform(1 - arcs, cv2.DIST_L2, 3) / millimetre
    found: list[NDArray[np.int32]] = []
    for index in range(1, count):
        left = curves & (groups == index)
        for _ in range(MOST):
            oval = _oval(left, away, millimetre)
            if oval is None:
                break
            if not any(are_one(_filled(arcs, oval), _filled(arcs, other)) for other in found):
                found.append(oval)
            left = _away(left, [_ring(arcs, oval)], RING * OFF_MM * millimetre)
    return found


def _oval(curves: NDArray[np.uint8], away: NDArray[np.float32], millimetre: float) -> NDArray[np.int32] | None:
    """The outline of the oval through some of the dots that lies nearest to strokes, or None.

    Args:
        curves: dots of which some may be an oval's, 1 on 0.
        away: how far every dot lies from a stroke, in millimetres.
        millimetre: in dots of both.
    """
    import cv2
    import numpy as np

    ys, xs = np.nonzero(curves)
    if len(xs) < FEWEST:
        return None
    dots = np.stack((xs, ys), axis=1).astype(np.float32)
    low, high = (side * millimetre for side in SIDES_MM)
    random = np.random.default_rng(0)  # the same page has the same ovals
    best, most = None, ALONG
    for _ in range(SAMPLES):
        through = ellipse_through(dots[random.choice(len(dots), SAMPLED, replace=False)])
        if through is None:
            continue
        (x, y), (across, down), turn = through
        shorter, longer = sorted((across, down))
        if not low <= shorter <= longer <= min(high, OVAL * shorter):
            continue
        middle, axes = (round(x), round(y)), (round(across / 2), round(down / 2))
        outline = np.asarray(cv2.ellipse2Poly(middle, axes, round(turn), 0, 360, STEP), np.int32)
        seen = outline[((outline >= 0) & (outline < away.shape[::-1])).all(axis=1)]
        along = float((away[seen[:, 1], seen[:, 0]] < OFF_MM).mean()) if len(seen) > SEEN * len(outline) else 0.0
        if along > most:
            # the middle of the stroke is what was sampled
            axes = (axes[0] + round(OFF_MM * millimetre), axes[1] + round(OFF_MM * millimetre))
            whole = cv2.ellipse2Poly(middle, axes, round(turn), 0, 360, STEP)
            # what lies beyond the edge of the page is not there
            inside = np.clip(whole, 0, np.array(away.shape[::-1]) - 1).astype(np.int32)
            best, most = inside[:, None], along
    return best


def ellipse_through(
    dots: NDArray[np.float32],
) -> tuple[tuple[float, float], tuple[float, float], float] | None:
    """The ellipse nearest to some dots (x and y each) as its middle, its axes and its turn in degrees, or None.

    The search for one may not come to an end where all dots but one lie on a line.
    """
    import cv2

    try:
        middle, axes, turn = cv2.fitEllipseDirect(dots)
    except cv2.error:
        return None
    return (middle[0], middle[1]), (axes[0], axes[1]), turn


def _ring(like: NDArray[np.uint8], outline: NDArray[np.int32]) -> NDArray[np.uint8]:
    """An outline as a line, 1 on 0."""
    import cv2
    import numpy as np

    return cv2.polylines(np.zeros_like(like), [outline], isClosed=True, color=1)


def are_one(area: NDArray[np.uint8], other: NDArray[np.uint8]) -> bool:
    """Whether two areas, 1 on 0, have most of the smaller one in common."""
    return bool((area & other).sum() > ANOTHER * min(area.sum(), other.sum()))


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


def _on_rules(outline: NDArray[np.int32], inked: NDArray[np.uint8], millimetre: float) -> bool:
    """Whether an outline lies on lines, level and upright or nearly so, that are longer than it: the rules of a table.

    Args:
        outline: points × 1 × 2.
        inked: ink of every kind, 1 on 0.
        millimetre: in dots of it.
    """
    import cv2

    _, _, width, height = cv2.boundingRect(outline)
    thicker = cv2.dilate(inked, square(3))  # lines that lean a little have runs, too
    rules = _lines(thicker, round(LONGER * width)) | _lines(thicker.T, round(LONGER * height)).T
    xs, ys = outline[:, 0, 0], outline[:, 0, 1]
    ruled = rules[ys, xs] > 0
    if _is_rectangle(outline, millimetre):
        return float(ruled.mean()) > ON_RULES[1]
    # print beside some faded rules makes an oval of them, of which hardly any lies on other ink
    near = cv2.distanceTransform(1 - inked, cv2.DIST_L2, 3)[ys, xs] < OFF_MM * millimetre
    return float(ruled.mean()) > ON_RULES[0] or float((near & ~ruled).mean()) < OWN


def _is_rectangle(outline: NDArray[np.int32], millimetre: float) -> bool:
    """Whether an outline, points × 1 × 2, is a rectangle whose corners were rounded with what sticks out of a frame."""
    import cv2

    _, (width, height), _ = cv2.minAreaRect(outline)
    corners = (1 - pi / 4) * (LINE_MM * millimetre) ** 2
    return cv2.contourArea(outline) > RECTANGLE * (width * height - corners)


def _lines(inked: NDArray[np.uint8], length: int) -> NDArray[np.uint8]:
    """The lines along x in some ink, at least so many dots long: level, or as the table of a crooked sheet leans."""
    import cv2
    import numpy as np

    best, most = np.zeros_like(inked), -1.0
    for slope in np.tan(np.radians(LEANS)):
        to_level = np.array([[1, 0, 0], [-slope, 1, slope * inked.shape[1] / 2]])
        level = cv2.warpAffine(inked, to_level, inked.shape[::-1], flags=cv2.INTER_NEAREST)
        runs = cv2.morphologyEx(level, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
        if runs.sum() > most:
            best, most = runs, float(runs.sum())
            back = to_level
    return cv2.warpAffine(best, back, inked.shape[::-1], flags=cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP)


def long_strokes(broad: NDArray[np.uint8], millimetre: float) -> NDArray[np.uint8]:
    """The long ones of some broad strokes: the frame, the star in it; 1 on 0.

    Dense print is as pale and broad in places as a seal, in pieces smaller than a character.
    """
    import cv2
    import numpy as np

    _, labels, stats, _ = cv2.connectedComponentsWithStats(broad)
    long = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1) >= FRAME_MM * millimetre
    long[0] = False
    return long[labels].astype(np.uint8)


def _outlines(mask: NDArray[np.uint8]) -> list[NDArray[np.int32]]:
    """The outer outlines of what is 1 on 0, each points × 1 × 2."""
    import cv2

    return list(cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0])


def _disc(across: float) -> NDArray[np.uint8]:
    """A round window so many pixels wide."""
    import cv2

    side = max(3, round(across)) | 1
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
