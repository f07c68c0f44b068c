"""Dashed rules: thin strokes that stand alone and follow each other on one line are joined.

A word processor's dashes are shorter than a character and the gaps between them as wide as those between two strokes,
so neither their length nor their closeness tells them from print. That nothing stands beside them does.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from extractors.model import Box
from extractors.scan.blobs import blobs
from extractors.scan.ruling.chains import chains

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# In character heights: the shortest and the longest dash, the thickest; how far beside it is looked for print
SHORTEST, LONGEST, THICKEST, BESIDE = 0.45, 1.6, 0.2, 0.35
COMPANY = 0.2  # of what lies on one side of it, so much may be ink: another rule crosses it
SOFT = 4  # pixels by which a stroke is longer than what is dark of it
GAP, OFF = 0.8, 0.1  # in character heights: between two dashes of a rule, and how far one lies off the other's line
FEWEST = 3  # dashes in a row


def with_dashes_joined(dark: NDArray[np.uint8], grey: NDArray[np.uint8], glyph: float) -> NDArray[np.uint8]:
    """The picture with the gaps between the dashes of rules along x filled; the same one where there are none.

    Args:
        dark: height × width, 1 where it is darker than what is above and below, else 0.
        grey: the same picture in grey levels.
        glyph: the usual height of a character in pixels.
    """
    import cv2
    import numpy as np

    # half of the dots show strokes as well, in a quarter of the time: one dot thin, and with gaps of two dots between
    height, width = (side // 2 * 2 for side in dark.shape)
    tall, em = np.maximum(dark[:height:2, :width], dark[1:height:2, :width]), glyph / 2
    half, gappy = np.maximum(tall[:, ::2], tall[:, 1::2]), np.minimum(tall[:, ::2], tall[:, 1::2])
    # an odd length: an opening by an even one moves what it leaves by a dot
    strokes = cv2.morphologyEx(gappy, cv2.MORPH_OPEN, np.ones((1, max(3, round(SHORTEST * em) | 1)), np.uint8))
    _, _, stats, _ = blobs(strokes)
    x, y, width, height = (stats[1:, column].astype(np.int64) for column in range(4))
    dashes = (width <= LONGEST * em) & (height <= max(2.0, THICKEST * em)) & (width > 2 * height)
    x, y, width, height = (values[dashes] for values in (x, y, width, height))
    alone = _is_alone(half, (x, y, width, height), round(BESIDE * em))
    boxes = [
        Box(*(2.0 * side for side in sides))
        for sides in np.stack([x, y, x + width, y + height], axis=1)[alone].tolist()
    ]
    boxes = [box for box in boxes if not _hung_on(grey, box, round(BESIDE * glyph))]
    rows = [chain for chain in chains(boxes, GAP * glyph, OFF * glyph) if len(chain) >= FEWEST]
    if not rows:
        return dark
    joined = dark.copy()
    for before, behind in (pair for chain in rows for pair in pairwise(chain)):
        middle = (before.centre[1] + behind.centre[1]) / 2
        thick = min(before.height, behind.height) / 2
        joined[round(middle - thick) : round(middle + thick), int(before.x1) : int(behind.x0)] = 1
    return joined


def _is_alone(dark: NDArray[np.uint8], boxes: tuple[NDArray[np.int64], ...], far: int) -> NDArray[np.bool_]:
    """Which of the boxes (x, y, width, height) have hardly any ink so near above and below them."""
    import cv2
    import numpy as np

    x, y, width, height = boxes
    total = cv2.integral(dark)
    alone = np.ones(len(x), bool)
    # the soft edge of a dash is its own
    for side in ((y - 1 - far, y - 1), (y + height + 1, y + height + 1 + far)):
        top, bottom = np.clip(side, 0, len(dark))
        ink = total[bottom, x + width] - total[top, x + width] - total[bottom, x] + total[top, x]
        alone &= ink <= COMPANY * far * width
    return alone


def _hung_on(grey: NDArray[np.uint8], box: Box, far: int) -> bool:
    """Whether strokes hang on both ends of a dash, above or below it: it is the side of 口."""
    x0, top, x1, bottom = int(box.x0), int(box.top), int(box.x1), int(box.bottom)
    level = float(grey[top:bottom, x0:x1].mean())
    x0, x1 = max(0, x0 - SOFT), x1 + SOFT
    end = max(1, (x1 - x0) // 3)
    for side in (grey[max(0, top - 2 - far) : max(0, top - 2), x0:x1], grey[bottom + 2 : bottom + 2 + far, x0:x1]):
        ink = side < (level + float(side.max(initial=0))) / 2
        if ink[:, :end].any() and ink[:, -end:].any():
            return True
    return False
