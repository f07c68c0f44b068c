"""Paints the lid or the dark ground round a crooked sheet in the tone of paper: its edges look like rules and print.

Nothing is painted where it is not clear that it is blank and beyond an edge of the sheet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHRINK = 4  # pixels in one of the small picture, in both directions: the noise of paper is averaged away
FARTHEST = 0.15  # of the picture's side: so far inside an edge of the sheet is looked for
NARROWEST = 0.35  # in character heights: a narrower strip may be a rule cut by the border of the picture
SEEN = 0.1  # of a column's pixels: with fewer on the scanned picture its tone is not known
STEP = 8  # grey levels by which the lid is darker than the paper at its edge
KNOWN = 0.4  # of the rows on which there must be something scanned beside the edge
ALONG = 0.8  # of the rows on which the edge must be seen: a shaded cell is not as high as the sheet
DIRTY = 0.01  # share of the lid that may be dust
STROKE = 20  # grey levels off the tone of the lid: dust or print
RIM = 0.35  # in character heights: the soft edge of the sheet, and what the skew is not quite known by


def without_lid(flat: NDArray[np.uint8], scanned: NDArray[np.bool_], glyph: float) -> NDArray[np.uint8]:
    """The picture with what lies beyond the edges of its sheet in the tone of the paper beside it.

    Args:
        flat: height × width, straightened.
        scanned: a quarter of that, where the picture is scanned and not filled in.
        glyph: the usual height of a character in pixels.
    """
    import cv2
    import numpy as np

    small = cv2.resize(flat, None, fx=1 / SHRINK, fy=1 / SHRINK, interpolation=cv2.INTER_AREA)
    seen = cv2.resize(scanned.astype(np.uint8), small.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0
    painted = flat
    for quarter in range(4):
        edge = _left_edge(np.rot90(small, quarter), np.rot90(seen, quarter), glyph / SHRINK)
        if edge is None:
            continue
        if painted is flat:
            painted = flat.copy()
        _paint(np.rot90(painted, quarter), edge * SHRINK, round(RIM * glyph))
    return painted


def _left_edge(small: NDArray[np.uint8], seen: NDArray[np.bool_], glyph: float) -> int | None:
    """The first column of the sheet, where a blank strip to the left of it is darker; None where none is."""
    import numpy as np

    near = max(2, round(0.5 * glyph))
    reach = round(FARTHEST * small.shape[1])
    tones = _medians(small[:, : reach + near], seen[:, : reach + near])
    enough = ~np.isnan(tones)
    if not enough.any():
        return None
    first = int(np.argmax(enough))
    rises = tones[first + 3 :] - tones[first:-3]
    if not len(rises) or np.isnan(rises).all() or np.nanmax(rises) < STEP:
        return None
    start = int(np.argmax(np.nan_to_num(rises) >= STEP))
    edge = first + start + 1 + int(np.nanargmax(rises[start : start + 3]))
    part, known = small[:, : reach + near].astype(np.float32), seen[:, : reach + near]
    part[~known] = np.nan
    lid, paper = part[:, : edge - 1], part[:, edge + 2 : edge + 2 + near]
    if known[:, :edge].any(axis=0).sum() < NARROWEST * glyph or paper.shape[1] < 2:
        return None
    tone, bright = float(np.nanmedian(lid)), float(np.nanmedian(paper))
    if tone >= bright - STEP or np.nanmax(tones[:edge]) > bright - STEP / 2:
        return None
    beside = known[:, edge - 2] & known[:, edge + 3]
    risen = part[beside, edge + 3] - part[beside, edge - 2] > STEP / 2
    if beside.mean() < KNOWN or risen.mean() < ALONG:
        return None
    return edge + 2 if (np.abs(lid - tone)[known[:, : edge - 1]] > STROKE).mean() < DIRTY else None


def _medians(part: NDArray[np.uint8], known: NDArray[np.bool_]) -> NDArray[np.float32]:
    """The median of what is known of each column; nan where that is too little."""
    import numpy as np

    # unknown pixels are sorted behind all others: numpy's median without them takes ten times as long
    ordered = np.sort(np.where(known, part, np.uint16(256)), axis=0)
    count = known.sum(axis=0)
    columns = np.arange(part.shape[1])
    middle = (ordered[np.maximum(0, count - 1) // 2, columns] + ordered[count // 2, columns]) / np.float32(2)
    return np.where(known.mean(axis=0) > SEEN, middle, np.float32(np.nan)).astype(np.float32)


def _paint(picture: NDArray[np.uint8], edge: int, rim: int) -> None:
    """Everything to the left of an edge, and its rim, in the tone of the paper at the same height; in place."""
    import cv2
    import numpy as np

    beside = picture[:, edge + rim : edge + 3 * rim]
    # closed over the height of a line: print that stands at the edge must not be drawn out into a rule
    tone = np.median(beside, axis=1).astype(np.uint8)[:, None]
    picture[:, : edge + rim] = cv2.morphologyEx(tone, cv2.MORPH_CLOSE, np.ones((6 * rim | 1, 1), np.uint8))
