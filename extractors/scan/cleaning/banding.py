"""Bands that dirty rollers draw down every page: grey stripes side by side from edge to edge, taken for pale rules.

A stripe is as dark at the head of a page as at its foot. What is usual along each column of pixels, print left aside,
is the shade of the paper there; divided by it, a page has the same paper everywhere. Stripes of a dirty drum wander: of
these each part of the page has its own shade.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.scan.cleaning.both_ways import both_ways

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FEW = 32  # so many lines tell whether a page is banded
PAPER = 85  # per cent of a column's pixels are darker than paper
WIDE = 12.0  # millimetres: no stripe is wider
# Of the paper beside it: a stripe has so much of its light at most, a rule less than the second.
STRIPED, RULE = 0.97, 0.72
# Of all columns: a page of dirty rollers was measured at 0.47, the grain of desks at up to 0.21, other scans at up to
# 0.14.
BANDED = 0.3
# Where they wander, so many parts of the way are looked at, and in each so much is striped: 0.2 to 0.52 on five pages
# of such a drum (0.17 on a sixth, which is left); 0.11 at most in some part of 67 others, curled photographs too.
PARTS, WANDERING = 16, 0.2


def without_bands(grey: NDArray[np.uint8], dpi: float) -> NDArray[np.uint8]:
    """The page in even light where stripes cover it along x or y; the very same page where they do not.

    Args:
        grey: height × width, as it was scanned: turned, stripes would lean.
        dpi: its resolution.
    """
    return both_ways(grey, lambda seen: _lifted(seen, dpi))


def _lifted(grey: NDArray[np.uint8], dpi: float) -> NDArray[np.uint8]:
    """Without the stripes along y."""
    import numpy as np

    few = np.linspace(0, len(grey) - 1, min(FEW, len(grey))).astype(int)
    if _striped(_shares(grey[few], dpi)).mean() < BANDED:
        return _lifted_in_parts(grey, dpi)
    shares = _shares(grey, dpi)
    striped = _striped(shares)
    if striped.mean() < BANDED:
        return grey
    gain = np.where(striped, 1 / shares, 1).astype(np.float32)
    return np.minimum(grey * gain[None, :], 255).astype(np.uint8)


def _lifted_in_parts(grey: NDArray[np.uint8], dpi: float) -> NDArray[np.uint8]:
    """Without stripes that wander along y."""
    import cv2
    import numpy as np

    parts = np.array_split(grey, PARTS)
    middle = parts[PARTS // 2]
    if len(middle) < FEW or _striped(_shares(middle[:: len(middle) * 2 // FEW], dpi)).mean() < WANDERING:
        return grey
    gains: list[NDArray[np.float32]] = []
    for part in parts:
        shares = _shares(part, dpi)
        striped = _striped(shares)
        if striped.mean() < WANDERING:
            return grey
        gains.append(np.where(striped, 1 / shares, 1).astype(np.float32))
    # linear from the middle of one part to that of the next
    gain = cv2.resize(np.stack(gains), grey.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.minimum(grey * gain, 255).astype(np.uint8)


def _shares(rows: NDArray[np.uint8], dpi: float) -> NDArray[np.float32]:
    """The light of the paper of every column as a share of that beside it."""
    import cv2
    import numpy as np

    paper = np.percentile(rows, PAPER, axis=0).astype(np.float32)[None]
    wide = round(WIDE * dpi / 25.4) | 1
    beside = cv2.morphologyEx(paper, cv2.MORPH_CLOSE, np.ones((1, wide), np.uint8))
    shares: NDArray[np.float32] = (paper / np.maximum(1, beside))[0]
    return shares


def _striped(shares: NDArray[np.float32]) -> NDArray[np.bool_]:
    return (shares < STRIPED) & (shares > RULE)
