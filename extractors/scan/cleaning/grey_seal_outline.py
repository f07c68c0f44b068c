"""The outline of a grey seal: the ellipse or the rectangle that its frame lies along.

Print and rules that cross a frame part it, and print that touches it sticks out of it. A shape through all of it says
where the frame goes on below them, to a dot (an ellipse by least squares: Fitzgibbon, Pilu and Fisher, 1999; those
dots that lie far from it left out, and again).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.scan.cleaning.watermark_page import square

if TYPE_CHECKING:
    import cv2
    import numpy as np
    from numpy.typing import NDArray

RECTANGLE = 0.93  # of the box around it: what fills more has corners (an ellipse fills 0.79)
OFF_MM = (2.5, 1.0, 0.5)  # dots farther from the ellipse are print or a star, at first and once it is known better
WAYS, FEWEST = 180, 60  # directions in which the outermost dot is looked for; with fewer that have one it is no ellipse
BROADEST_MM = 4.0  # no frame is broader
ON_FRAME = 0.4  # of the dots at one depth below the outline are the frame's, where its gaps are wide


def depth_in(frame: NDArray[np.uint8], enclosed: NDArray[np.uint8], millimetre: float) -> NDArray[np.float32]:
    """How far, in dots, every dot lies inside the outline of a frame; 0 outside.

    Args:
        frame: the long strokes of a seal, 1 on 0.
        enclosed: what they enclose, to half a millimetre, likewise.
        millimetre: in dots of both.
    """
    import cv2
    import numpy as np

    near = cv2.dilate(enclosed, square(2 * OFF_MM[-1] * millimetre + 1))
    around = cv2.findNonZero(frame & near)
    if around is None:  # strokes of a watermark that enclose something of a table, and not as a frame does
        return np.zeros(frame.shape, np.float32)
    hull = cv2.convexHull(around)
    corners = cv2.boxPoints(cv2.minAreaRect(hull))
    inside = np.zeros_like(frame)
    if cv2.contourArea(hull) > RECTANGLE * cv2.contourArea(corners):
        cv2.fillConvexPoly(inside, np.round(corners).astype(np.int32), 1)
    else:
        cv2.ellipse(inside, _ellipse(frame, hull, millimetre), 1, cv2.FILLED)
    inside = cv2.copyMakeBorder(inside, 1, 1, 1, 1, cv2.BORDER_CONSTANT)  # what it touches is not inside
    return cv2.distanceTransform(inside, cv2.DIST_L2, 5)[1:-1, 1:-1].astype(np.float32)


def ring(frame: NDArray[np.uint8], depth: NDArray[np.float32], millimetre: float) -> NDArray[np.uint8]:
    """The outer stroke of a frame without its gaps, 1 on 0; empty where it does not lie along its outline.

    Args:
        frame: the long strokes of a seal, 1 on 0.
        depth: in dots, as depth_in gives it.
        millimetre: in dots of both.
    """
    import numpy as np

    inside = depth > 0
    if not inside.any():
        return np.zeros_like(frame)
    steps = np.minimum(depth[inside].astype(np.int32), round(BROADEST_MM * millimetre))
    share = np.bincount(steps, frame[inside]) / np.maximum(1, np.bincount(steps))
    first = int(np.argmax(share[: len(share) // 2 + 1]))
    beyond = np.flatnonzero(share[first:] < ON_FRAME)
    if share[first] < ON_FRAME or not beyond.size:
        return np.zeros_like(frame)
    return (inside & (depth < first + beyond[0] + 1)).astype(np.uint8)


def _ellipse(frame: NDArray[np.uint8], hull: NDArray[np.int32], millimetre: float) -> cv2.typing.RotatedRect:
    """The ellipse through the outermost dots of a frame in every direction but those that are not its own.

    Args:
        frame: the long strokes of a seal, 1 on 0.
        hull: around nearly all of it.
        millimetre: in its dots.
    """
    import cv2
    import numpy as np

    found = cv2.fitEllipse(hull)
    ys, xs = np.nonzero(frame)
    for off in OFF_MM:
        (x, y), axes, turn = found
        along = np.radians(turn)
        # from its middle, in its own directions, as parts of its half axes
        right, down = xs - x, ys - y
        first = (right * np.cos(along) + down * np.sin(along)) / (axes[0] / 2)
        second = (down * np.cos(along) - right * np.sin(along)) / (axes[1] / 2)
        radius = np.hypot(first, second)
        near = np.flatnonzero(np.abs(radius - 1) * min(axes) / 2 < off * millimetre)
        way = (np.arctan2(second, first)[near] * WAYS / (2 * np.pi)).astype(np.int32)
        outward = np.lexsort((-radius[near], way))
        outermost = near[outward[np.unique(way[outward], return_index=True)[1]]]
        if len(outermost) < FEWEST:
            break
        found = cv2.fitEllipse(np.stack((xs[outermost], ys[outermost]), axis=1).astype(np.int32))
    return found
