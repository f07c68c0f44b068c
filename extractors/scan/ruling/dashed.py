"""Dashed rules: thin strokes that stand alone and follow each other on one line are joined.

A word processor's dashes are shorter than a character and the gaps between them as wide as those between two strokes,
so neither their length nor their closeness tells them from print. That nothing stands beside them does.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from extractors.scan.blobs import blobs

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

    strokes = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, max(3, round(SHORTEST * glyph))), np.uint8))
    _, _, stats, _ = blobs(strokes)
    x, y, width, height = (stats[1:, column].astype(np.int64) for column in range(4))
    dashes = (width <= LONGEST * glyph) & (height <= THICKEST * glyph) & (width > 2 * height)
    x, y, width, height = (values[dashes] for values in (x, y, width, height))
    far = round(BESIDE * glyph)
    alone = _is_alone(dark, (x, y, width, height), far)
    boxes = np.stack([x, y, x + width, y + height], axis=1)[alone]
    boxes = boxes[[not _hung_on(grey, box.tolist(), far) for box in boxes]]
    joined = dark
    for chain in _chains(boxes, glyph):
        if len(chain) >= FEWEST:
            joined = dark.copy() if joined is dark else joined
            for before, behind in pairwise(chain):
                top, bottom = min(before[1], behind[1]), max(before[3], behind[3])
                middle = (before[1] + before[3] + behind[1] + behind[3]) // 4
                thick = max(1, (before[3] - before[1] + behind[3] - behind[1]) // 2)
                first = max(top, middle - thick // 2)
                joined[first : min(bottom, first + thick), before[2] : behind[0]] = 1
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


def _hung_on(grey: NDArray[np.uint8], box: list[int], far: int) -> bool:
    """Whether strokes hang on both ends of a box (x0, top, x1, bottom), above or below it: it is the side of 口."""
    x0, top, x1, bottom = box
    level = float(grey[top:bottom, x0:x1].mean())
    x0, x1 = max(0, x0 - SOFT), x1 + SOFT
    end = max(1, (x1 - x0) // 3)
    for side in (grey[max(0, top - 2 - far) : max(0, top - 2), x0:x1], grey[bottom + 2 : bottom + 2 + far, x0:x1]):
        ink = side < (level + float(side.max(initial=0))) / 2
        if ink[:, :end].any() and ink[:, -end:].any():
            return True
    return False


def _chains(boxes: NDArray[np.int64], glyph: float) -> list[list[NDArray[np.int64]]]:
    """Boxes (x0, top, x1, bottom), from left to right, that follow each other on one line."""
    import numpy as np

    chains: list[list[NDArray[np.int64]]] = []
    open_ends: list[list[NDArray[np.int64]]] = []
    for box in boxes[np.argsort(boxes[:, 0], kind="stable")]:
        open_ends = [chain for chain in open_ends if box[0] - chain[-1][2] <= GAP * glyph]
        follows = (
            chain
            for chain in open_ends
            if box[0] >= chain[-1][2] and abs(box[1] + box[3] - chain[-1][1] - chain[-1][3]) <= 2 * OFF * glyph
        )
        chain = next(follows, None)
        if chain is None:
            chain = []
            chains.append(chain)
            open_ends.append(chain)
        chain.append(box)
    return chains
