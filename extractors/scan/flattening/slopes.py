"""The slopes that the long straight segments of a page tell, and the polynomial shift that cancels them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

FINE = 1800  # pixels of the longer side at which segments are looked for: hairlines of a photograph must survive
FEWEST = 6  # segments that must be there to tell anything
POWERS = ((1, 0), (1, 1), (1, 2), (2, 0), (2, 1), (3, 0))  # of the polynomial shift, along and across a rule


def strokes(grey: NDArray[np.uint8], glyph: float) -> NDArray[np.uint8]:
    """Thin dark lines, print and rules, by their contrast: the edge of a sheet on a desk is a step and leaves nothing.

    A morphological black-hat with a window of half a character.
    """
    import cv2

    side = max(3, round(0.5 * glyph)) | 1
    return cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, cv2.getStructuringElement(cv2.MORPH_RECT, (side, side)))


def segments_of(flat: NDArray[np.uint8], glyph: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Long straight segments as rows (position along, position across, slope, length), near x and near y."""
    import cv2
    import numpy as np

    shrink = min(1.0, FINE / max(flat.shape))
    small = cv2.resize(flat, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    full_size = np.array([1 / shrink, 1 / shrink, 1, 1 / shrink])
    across = cv2.transpose(small)
    return _near_x(small, glyph * shrink) * full_size, _near_x(across, glyph * shrink) * full_size


def _near_x(picture: NDArray[np.uint8], glyph: float) -> NDArray[np.float64]:
    """Segments that run nearly along x: (x, y, slope, length) of each.

    Looked for twice. Among all thin strokes, a bowed rule comes in many pieces that tell its bow; among those along x
    alone, the rules across cannot cut the sides of low rows into pieces too short to be told from print.
    """
    import numpy as np

    return nearly_along(np.concatenate(detected([strokes(picture, glyph), strokes_along(picture, glyph)])), glyph)


def strokes_along(grey: NDArray[np.uint8], glyph: float) -> NDArray[np.uint8]:
    """The thin strokes along x alone: whole where others cross them."""
    import cv2

    upright = cv2.getStructuringElement(cv2.MORPH_RECT, (1, max(3, round(0.5 * glyph)) | 1))
    hat = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, upright)
    return cv2.morphologyEx(hat, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, (7, 1)))


def detected(pictures: Iterable[NDArray[np.uint8]]) -> list[NDArray[np.float32]]:
    """The straight segments in each picture, their ends as rows (x0, y0, x1, y1)."""
    import cv2
    import numpy as np

    detector = cv2.createLineSegmentDetector(0)
    found = [detector.detect(picture)[0] for picture in pictures]
    return [np.zeros((0, 4), np.float32) if ends is None else ends.reshape(-1, 4) for ends in found]


def nearly_along(ends: NDArray[np.float32], glyph: float) -> NDArray[np.float64]:
    """The long segments that run nearly along x: (x, y, slope, length) of each."""
    import numpy as np

    x0, y0, x1, y1 = ends.T.astype(np.float64)
    dx, dy, length = x1 - x0, y1 - y0, np.hypot(x1 - x0, y1 - y0)
    kept = (length > 3 * glyph) & (np.abs(dy) < 0.15 * np.abs(dx))
    segments = np.stack([(x0 + x1) / 2, (y0 + y1) / 2, dy / np.where(dx == 0, 1, dx), length], axis=1)
    return segments[kept]


def lean(segments: NDArray[np.float64], share: float) -> float:
    """The slope that this share of the ruled length does not exceed; 0 with too few segments to tell."""
    import numpy as np

    if len(segments) < FEWEST:
        return 0.0
    order = np.argsort(np.abs(segments[:, 2]))
    reached = np.cumsum(segments[order, 3]) / segments[:, 3].sum()
    last = min(len(order) - 1, int(np.searchsorted(reached, share)))
    return float(np.abs(segments[order[last], 2]))


def cancelling(segments: NDArray[np.float64], half: float):  # type: ignore[no-untyped-def]  # a closure over arrays
    """A function (along, across) → shift across, in pixels, whose slope cancels the slopes of the segments."""
    import numpy as np

    if len(segments) < FEWEST:
        return lambda along, across: np.zeros_like(along)
    # a segment tells the slope at its ends too: the shift must not stop short of the ends of the rules
    segments = np.concatenate([segments + share * segments[:, 3:] * np.array([1, 0, 0, 0]) for share in (-0.5, 0, 0.5)])
    low, high = segments[:, :2].min(axis=0), segments[:, :2].max(axis=0)
    middle = (low + high) / 2
    u, v = ((segments[:, :2] - middle) / half).T
    slopes = np.stack([i * u ** (i - 1) * v**j for i, j in POWERS], axis=1) / half
    weights = segments[:, 3].copy()
    # a long straight segment tells one slope only: what would bow it must be asked for by many segments
    ridge = weights.sum() / half**2 * np.diag([1e-3 if i == 1 else 3e-3 for i, _ in POWERS])
    for _ in range(4):
        weighted = slopes * weights[:, None]
        coefficients = np.linalg.solve(slopes.T @ weighted + ridge, -weighted.T @ segments[:, 2])
        left = np.abs(slopes @ coefficients + segments[:, 2])
        # strokes of large print lean as they like; what the rules agree on counts (Huber's weights)
        usual = max(1e-4, float(np.median(left)))
        weights = segments[:, 3] * np.minimum(1.0, 2 * usual / np.maximum(left, 1e-9))

    def shift(along: NDArray[np.float32], across: NDArray[np.float32]) -> NDArray[np.float64]:
        # beyond the outermost rules nothing is known: the shift stays what it was there
        p = (np.clip(along, low[0], high[0]) - middle[0]) / half
        q = (np.clip(across, low[1], high[1]) - middle[1]) / half
        return sum(c * p**i * q**j for c, (i, j) in zip(coefficients, POWERS, strict=True))

    return shift
