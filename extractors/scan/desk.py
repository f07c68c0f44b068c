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
SHEET = 0.06  # of the picture: a smaller bright area is no sheet
CONVEX = 0.93  # share of its hull that a sheet fills
DARKER = 0.8  # of a sheet's brightness: nine tenths of a desk are darker
LEAST_DESK = 0.03  # of the picture: less desk disturbs nothing
EDGE = 4  # small pixels of the rim of a sheet that must be blank
BLANK = 0.012  # share of the rim that may be dark
STROKE = 0.12  # of the brightness: what is darker than its surroundings by more is a stroke


def without_desk(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture with everything outside its sheets in the tone of the paper next to it; itself where unsure.

    Args:
        grey: height × width, dark print on light paper.
    """
    import cv2
    import numpy as np

    shrink = min(1.0, LONGEST / max(grey.shape))
    small = cv2.resize(grey, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    sheets = _sheets(small)
    outside = sheets == 0
    if not sheets.any() or outside.mean() < LEAST_DESK:
        return grey
    inside = cv2.erode(sheets, np.ones((3, 3), np.uint8), borderValue=1)
    if np.percentile(small[outside], 90) > DARKER * np.median(small[inside > 0]) or not _blank_rim(small, inside):
        return grey
    # the tone of the nearest paper, so that no step is left at the edge
    _, nearest = cv2.distanceTransformWithLabels(1 - inside, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    tones = np.zeros(int(nearest.max()) + 1, np.uint8)
    smooth = cv2.medianBlur(small, 5)
    tones[nearest[inside > 0]] = smooth[inside > 0]
    size = grey.shape[::-1]
    tone = cv2.resize(cv2.blur(tones[nearest], (5, 5)), size, interpolation=cv2.INTER_LINEAR)
    kept = cv2.resize(inside, size, interpolation=cv2.INTER_NEAREST).astype(bool)
    return np.where(kept, grey, tone)


def _sheets(small: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The filled areas of sheets as 1 on 0."""
    import cv2
    import numpy as np

    smooth = cv2.medianBlur(small, 5)
    level, _ = cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    bright = cv2.morphologyEx((smooth > level).astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    contours, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    sheets = np.zeros_like(small)
    for contour in contours:
        hull = cv2.convexHull(contour)
        area = cv2.contourArea(contour)
        if area >= SHEET * small.size and area >= CONVEX * cv2.contourArea(hull):
            cv2.drawContours(sheets, [contour], -1, 1, thickness=cv2.FILLED)
    return sheets


def _blank_rim(small: NDArray[np.uint8], inside: NDArray[np.uint8]) -> bool:
    """Whether hardly a stroke lies on the inner rim of the sheets."""
    import cv2
    import numpy as np

    side = 2 * EDGE + 1
    first = cv2.erode(inside, np.ones((5, 5), np.uint8), borderValue=1)
    rim = (first > 0) & (cv2.erode(first, np.ones((side, side), np.uint8), borderValue=1) == 0)
    strokes = cv2.morphologyEx(small, cv2.MORPH_BLACKHAT, np.ones((7, 7), np.uint8))
    return bool((strokes[rim] > STROKE * np.median(small[inside > 0])).mean() <= BLANK) if rim.any() else True
