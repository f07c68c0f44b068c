"""Takes the desk round a photographed sheet away: its grain and joints look like rules, its knots like print.

Sheets are what is much brighter than the rest, filled and convex. Nothing is taken away where that is not clear: where
print or rules reach the edge of what was found, it may be the edge of a shadow and not of the sheet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LONGEST = 600  # pixels of the longer side at which sheets are looked for
WHITE = 252  # no paper is so bright all over: the page around a photograph of another shape
SHEET = 0.06  # of the picture: a smaller bright area is no sheet
CONVEX = 0.93  # share of its hull that a sheet fills
DARKER, NEARLY_ALL = 0.8, 0.9  # of the paper's brightness: so much of the desk beside it is darker
LEAST_DESK = 0.03  # of the picture: less desk disturbs nothing
STEP = 0.12  # share of the brightness by which it falls within three small pixels at the edge of a sheet
PRINT = 9  # small pixels: print is finer
TOUCHING = 25  # small pixels along which a shadow goes over into its sheet
SHADOW = 0.002  # of the picture: a smaller dark place beside a sheet is no shadow
EDGE = 4  # small pixels of the rim of a sheet that must be blank
DEEP = 12  # small pixels: wider than the frame of a table, which may be all that white margins leave
SHADED, SIDES = 0.5, 3  # of the paper's brightness; sides of the picture: what is so dark on so many is no shadow
BLANK = 0.012  # share of the rim that may be dark
REACHED = 0.06  # and where the desk is no shadow: a watermark may reach the edge (on three photographs 0.033 to 0.036)
STROKE = 0.12  # of the brightness: what is darker than its surroundings by more is a stroke


def without_desk(grey: NDArray[np.uint8], colours: NDArray[np.uint8] | None = None) -> NDArray[np.uint8]:
    """The picture with everything outside its sheets in the tone of the paper next to it; itself where unsure.

    Args:
        grey: height × width, dark print on light paper.
        colours: height × width × 3, RGB, where it is known: a seal may reach the edge of a sheet.
    """
    import cv2

    shrink = min(1.0, LONGEST / max(grey.shape))
    small = cv2.resize(grey, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    rows, columns = _photograph_in(small)
    around = rows.start or columns.start or rows.stop < len(small) or columns.stop < small.shape[1]
    if around and _may_have_desk(small[rows, columns], DEEP):
        top, bottom = (round(edge / shrink) for edge in (rows.start, rows.stop))
        left, right = (round(edge / shrink) for edge in (columns.start, columns.stop))
        part = (slice(top, bottom), slice(left, right))
        cleared = _without_desk(grey[part], small[rows, columns], None if colours is None else colours[part])
        if cleared is None:
            return grey
        whole = grey.copy()
        whole[part] = cleared
        return whole
    cleared = _without_desk(grey, small, colours)
    return grey if cleared is None else cleared


def _photograph_in(small: NDArray[np.uint8]) -> tuple[slice, slice]:
    """The rows and columns of the picture on its page: where it has another shape the rest is quite white."""
    import numpy as np

    found = []
    for least in (small.min(axis=1), small.min(axis=0)):
        within = np.flatnonzero(least < WHITE)
        found.append(slice(int(within[0]), int(within[-1]) + 1) if within.size else slice(0, len(least)))
    return found[0], found[1]


def _without_desk(
    grey: NDArray[np.uint8], small: NDArray[np.uint8], colours: NDArray[np.uint8] | None
) -> NDArray[np.uint8] | None:
    """The photograph without its desk, `small` being the same at a lower resolution; None where unsure."""
    import cv2
    import numpy as np

    inside = _inside(small)
    if inside is None and colours is not None and _may_have_desk(small):
        # the ink of a seal is bright in its own colour
        inside = _inside(cv2.resize(colours, small.shape[::-1], interpolation=cv2.INTER_AREA).max(axis=2))
    if inside is None:
        return None
    # the tone of the nearest paper, so that no step is left at the edge
    _, nearest = cv2.distanceTransformWithLabels(1 - inside, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    tones = np.zeros(int(nearest.max()) + 1, np.uint8)
    smooth = cv2.medianBlur(small, 5)
    tones[nearest[inside > 0]] = smooth[inside > 0]
    size = grey.shape[::-1]
    tone = cv2.resize(cv2.blur(tones[nearest], (5, 5)), size, interpolation=cv2.INTER_LINEAR)
    kept = cv2.resize(inside, size, interpolation=cv2.INTER_NEAREST).astype(bool)
    return np.where(kept, grey, tone)


def _may_have_desk(small: NDArray[np.uint8], rim: int = EDGE) -> bool:
    """Whether the picture's rim, of so many pixels, is darker than its paper: on most scans it is not."""
    import numpy as np

    sides = (small[:rim], small[-rim:], small[:, :rim], small[:, -rim:])
    rim_of_all = np.concatenate([side.ravel() for side in sides])
    return bool(np.median(rim_of_all) < DARKER * np.percentile(small, 90))


def _inside(small: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
    """The sheets without their outermost pixels as 1 on 0; None where there is no desk, or where it is not clear."""
    import cv2
    import numpy as np

    sheets = _with_shadows(small, _sheets(small))
    sheets = _with_dimmer(small, sheets) if sheets.any() else _smooth_areas(small)
    outside = sheets == 0
    if not sheets.any() or outside.mean() < LEAST_DESK:
        return None
    inside = cv2.erode(sheets, np.ones((3, 3), np.uint8), borderValue=1)
    # whatever is bright far from the sheets is no desk: the light falls on both
    bright = np.percentile(small[outside], 90) > DARKER * np.percentile(small[inside > 0], 90)
    if bright or not _brighter(small, sheets):
        return None
    return inside if _marks_on_rim(small, inside) <= (REACHED if _lies_on_dark(small, sheets) else BLANK) else None


def _sheets(small: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The filled areas of sheets as 1 on 0."""
    import cv2
    import numpy as np

    smooth = cv2.medianBlur(small, 5)
    level, _ = cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return _filled(cv2.morphologyEx((smooth > level).astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8)))


def _filled(bright: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Those of the areas of 1 on 0 that are large and convex, without holes."""
    import cv2
    import numpy as np

    contours, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    sheets = np.zeros_like(bright)
    for contour in contours:
        hull = cv2.convexHull(contour)
        area = cv2.contourArea(contour)
        if area >= SHEET * bright.size and area >= CONVEX * cv2.contourArea(hull):
            cv2.drawContours(sheets, [contour], -1, 1, thickness=cv2.FILLED)
    return sheets


def _with_dimmer(small: NDArray[np.uint8], sheets: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The sheets with those that lie in less light beside them: no one level parts all of them from the desk."""
    import cv2
    import numpy as np

    if (sheets == 0).mean() < LEAST_DESK + SHEET:
        return sheets
    smooth = cv2.medianBlur(small, 5)
    rest = cv2.dilate(sheets, np.ones((7, 7), np.uint8)) == 0
    level, _ = cv2.threshold(smooth[rest], 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    lighter = ((smooth > level) & rest).astype(np.uint8)
    count, labels = cv2.connectedComponents(
        _filled(cv2.morphologyEx(lighter, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8)))
    )
    found = sheets.copy()
    for label in range(1, count):
        own = (labels == label).astype(np.uint8)
        if _brighter(small, own):
            found |= own
    return found


def _with_shadows(small: NDArray[np.uint8], sheets: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The sheets with those parts of them that lie in a shadow as dark as the desk; nothing where that cannot be told.

    The edge of a sheet is a step, the edge of a shadow is soft: what no step parts from a sheet belongs to it.
    """
    import cv2
    import numpy as np

    if not sheets.any():
        return sheets
    open_ground = _smooth(small) & (1 - sheets)
    # the gap between two sheets is as narrow as print, and was closed with it
    wide = cv2.morphologyEx(open_ground, cv2.MORPH_OPEN, np.ones((PRINT, PRINT), np.uint8))
    open_ground &= cv2.dilate(wide, np.ones((5, 5), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(open_ground, connectivity=4)
    beside = cv2.dilate(sheets, np.ones((3, 3), np.uint8)) & (1 - sheets)
    touching = np.bincount(labels[(beside > 0) & (open_ground > 0)], minlength=count)
    grown = sheets.copy()
    for label in range(1, count):
        if touching[label] >= TOUCHING and stats[label, cv2.CC_STAT_AREA] >= SHADOW * small.size:
            grown[labels == label] = 1
    if (grown == sheets).all() or _sides(grown & (1 - sheets)) >= SIDES:  # a desk as soft as that goes round them
        return sheets
    return _filled(cv2.morphologyEx(grown, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)))


def _smooth(small: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Where the ground, print taken away, has no step: 1 on 0."""
    import cv2
    import numpy as np

    unprinted = cv2.medianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((PRINT, PRINT), np.uint8)), 5)
    steps = cv2.morphologyEx(unprinted, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    return (steps < STEP * cv2.dilate(unprinted, np.ones((3, 3), np.uint8))).astype(np.uint8)


def _smooth_areas(small: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Sheets that are in parts as dark as the desk, by the steps at their edges; a smooth desk goes round them."""
    import cv2
    import numpy as np

    count, labels, stats, _ = cv2.connectedComponentsWithStats(_smooth(small), connectivity=4)
    height, width = small.shape
    sheets = np.zeros_like(small)
    for label in range(1, count):
        x, y, wide, tall, area = stats[label].tolist()
        if area >= SHEET * small.size and x > 0 and y > 0 and x + wide < width and y + tall < height:
            own = cv2.dilate((labels == label).astype(np.uint8), np.ones((3, 3), np.uint8))
            sheets |= _filled(cv2.morphologyEx(own, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)))
    return sheets


def _brighter(small: NDArray[np.uint8], sheets: NDArray[np.uint8]) -> bool:
    """Whether nearly all of the ground close round the sheets is much darker than the paper next to it."""
    import cv2
    import numpy as np

    smooth = cv2.medianBlur(small, 5)
    around = np.ones((2 * EDGE + 5, 2 * EDGE + 5), np.uint8)
    inner = cv2.erode(sheets, np.ones((5, 5), np.uint8), borderValue=1)
    wider = np.ones((4 * EDGE + 9, 4 * EDGE + 9), np.uint8)
    paper = cv2.dilate(np.where(inner > 0, smooth, 0).astype(np.uint8), wider)
    beside = (cv2.dilate(sheets, around) > 0) & (cv2.dilate(sheets, np.ones((5, 5), np.uint8)) == 0)
    darker = smooth[beside] < DARKER * paper[beside]
    return bool(darker.mean() >= NEARLY_ALL) if darker.size else False


def _lies_on_dark(small: NDArray[np.uint8], sheets: NDArray[np.uint8]) -> bool:
    """Whether a desk darker than any shadow lies on three sides of the sheets at least."""
    import numpy as np

    outside = sheets == 0
    sides = _sides(outside)
    dark = np.percentile(small[outside], 90) < SHADED * np.percentile(small[~outside], 50)
    return bool(sides >= SIDES and dark)


def _sides(area: NDArray[np.generic]) -> int:
    """How many sides of the picture nearly all lie in an area, given as true on false."""
    return sum(bool(side.mean() > NEARLY_ALL) for side in (area[0], area[-1], area[:, 0], area[:, -1]))


def _marks_on_rim(small: NDArray[np.uint8], inside: NDArray[np.uint8]) -> float:
    """The share of the inner rim of the sheets that strokes lie on."""
    import cv2
    import numpy as np

    side = 2 * EDGE + 1
    first = cv2.erode(inside, np.ones((5, 5), np.uint8), borderValue=1)
    rim = (first > 0) & (cv2.erode(first, np.ones((side, side), np.uint8), borderValue=1) == 0)
    strokes = cv2.morphologyEx(small, cv2.MORPH_BLACKHAT, np.ones((7, 7), np.uint8))
    return float((strokes[rim] > STROKE * np.median(small[inside > 0])).mean()) if rim.any() else 0.0
