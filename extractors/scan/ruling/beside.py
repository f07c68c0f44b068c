"""The ink of one run along x and what stands beside it: a drawn line is even and stands alone, print does not.

A run is given by its pixels in its bounding box, rows × columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.scan.ruling.runs import quantile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    # where the bounding box of a run begins, x and y, and its pixels in it
    Part = tuple[int, int, NDArray[np.bool_]]

# In character heights: a thicker run may be a line of small print. Its middle darkness is below this share of the dark
# one (on scans of tuning seeds 6 and 7: bars 0.82 to 1, print 0.59 to 0.73).
THICK, UNEVEN = 0.38, 0.78
HALOED = 0.3  # of a pale run's length: more of it lies in the grey around print
LOCAL = 2.0  # in character heights: along so much of a run its darkness is compared
# How much it varies, as a share of the mean (150 scans of tuning seeds 5 to 37: rules and folds up to 0.35, faded print
# from 0.31, and from 0.45 what is no thicker than PRINT_HIGH)
PATCHY = 0.4


def in_strokes(darkness: NDArray[np.uint8], x: int, y: int, part: NDArray[np.bool_], *, glyph: float) -> bool:
    """Whether a thick run is a line of print: dark in its strokes and lighter between, where a bar is dark throughout.

    Args:
        darkness: of the page.
        x: where the run begins on the page.
        y: likewise.
        part: its pixels.
        glyph: the usual height of a character in pixels.
    """
    if part.sum() <= THICK * glyph * part.any(axis=0).sum():
        return False
    values = darkness[y : y + part.shape[0], x : x + part.shape[1]][part]
    return float(quantile(values, 0.5)) < UNEVEN * float(quantile(values, 0.85))


def paper_share(grey: NDArray[np.uint8], part: NDArray[np.bool_]) -> float:
    """The share of a run's length that is paper: lighter than the middle between its ink and what stands beside it.

    Args:
        grey: the picture in the box of the run.
        part: its pixels.
    """
    import numpy as np

    level = np.where(part, grey, 255).min(axis=0)[part.any(axis=0)]
    ink, paper = float(quantile(level, 0.5)), float(quantile(grey.ravel(), 0.9))
    return float((level > (ink + paper) / 2).mean())


def company(
    dark: NDArray[np.uint8], part: NDArray[np.bool_], corner: tuple[int, int], glyph: float, may_wave: bool
) -> float:
    """The share of a run's length that has ink close above or below it.

    A rule stands alone but for what crosses it; a run that threads a line of bold or small print is full of strokes
    that hang on it.

    Args:
        dark: all thin dark pixels of the page.
        part: the run, in its bounding box.
        corner: where the box begins on the page, x and y.
        glyph: the usual height of a character in pixels.
        may_wave: measure beside the run itself; else beside the straight band it should be.
    """
    import cv2
    import numpy as np

    x, y = corner
    near = max(2, round(0.15 * glyph)) + 1
    top, bottom = max(0, y - near), min(dark.shape[0], y + part.shape[0] + near)
    inked = dark[top:bottom, x : x + part.shape[1]] > 0
    if may_wave:
        run = np.zeros(inked.shape, dtype=np.uint8)
        run[y - top : y - top + part.shape[0]] = part
        close = cv2.dilate(run, np.ones((3, 1), np.uint8))
        around = cv2.dilate(run, np.ones((2 * near + 1, 1), np.uint8))
        beside = ((around > 0) & (close == 0) & inked).any(axis=0)
    else:
        rows = part.sum(axis=1)
        middle = int((rows * np.arange(len(rows))).sum() / rows.sum() + 0.5)
        half = round(float(rows.sum()) / part.shape[1] / 2)  # less, and the soft edge of a rule is its own company
        first, last = max(0, y - top + middle - half), min(len(inked), y - top + middle + half + 1)
        above, below = inked[max(0, first - near) : max(0, first - 1)], inked[last + 1 : last + near]
        beside = above.any(axis=0) | below.any(axis=0)
    return float(beside[part.any(axis=0)].mean())


def barer_side(dark: NDArray[np.uint8], part: NDArray[np.bool_], corner: tuple[int, int], glyph: float) -> float:
    """The share of a run's length that has ink close to it on that side of it which has less.

    Args:
        dark: all thin dark pixels of the page.
        part: the run, in its bounding box; print that touches it on one side may be part of it.
        corner: where the box begins on the page, x and y.
        glyph: the usual height of a character in pixels.
    """
    import numpy as np

    x, y = corner
    near = max(2, round(0.15 * glyph)) + 1
    columns = np.flatnonzero(part.any(axis=0))
    tops = y + part[:, columns].argmax(axis=0)
    bottoms = y + part.shape[0] - part[::-1, columns].argmax(axis=0)
    if tops.min() < near or bottoms.max() + near > dark.shape[0]:
        return 1.0  # nobody knows what is beyond the picture
    # the pixel right beside it is its soft edge
    above, below = (
        edges + np.arange(first, first + near - 1)[:, None] for edges, first in ((tops, -near), (bottoms, 1))
    )
    return float(min((dark[rows, x + columns] > 0).any(axis=0).mean() for rows in (above, below)))


def lies_apart(halo: NDArray[np.uint8], run: Part) -> bool:
    """Whether a short pale run lies clear of print, whose strokes a telephone and JPEG surround with grey."""
    x, y, part = run
    near = (halo[y : y + part.shape[0], x : x + part.shape[1]] > 0) & part
    return bool(near.any(axis=0).sum() < HALOED * part.any(axis=0).sum())


def is_even(darkness: NDArray[np.uint8], run: Part, glyph: float) -> bool:
    """Whether a run is about as dark as around everywhere along its length, as a drawn line is, and print is not.

    A fold grows paler slowly.
    """
    import cv2
    import numpy as np

    x, y, part = run
    seen = np.where(part, darkness[y : y + part.shape[0], x : x + part.shape[1]], 0)
    darkest = seen.max(axis=0)[part.any(axis=0)].astype(np.float32)
    around = cv2.blur(darkest[None], (round(LOCAL * glyph) | 1, 1))[0]
    return bool((darkest - around).std() < PATCHY * darkest.mean())
