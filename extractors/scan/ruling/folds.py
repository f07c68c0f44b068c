"""Folds of the paper and streaks of a scanner: lines from one edge of the picture to the other, paler than the rules.

A letter is folded to fit an envelope, and dirt on the glass of a feeder draws a line down every page. Both cross the
table and are taken for rules of it: rows and columns are cut in two, and the table seems to reach the edge.
"""

from __future__ import annotations

from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from extractors.model import Box
from extractors.scan.reading.ink import shade
from extractors.scan.ruling.rules import RuleInk

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

PALE = 0.6  # of the contrast of the rules of the page
FEWEST = 6  # rules that tell it
EDGE = 0.012  # of the picture: so near its edges a line ends that goes on beyond them; no printed rule does on both
COVERED = 0.6  # of the way between the edges is line
OFF, STRAIGHT = 0.45, 0.15  # in character heights: from one piece of a line to the next; from the middle of it
RECENT = 3  # pieces of a line, from the left, of which one is level with the next
REACH = 0.6  # in character heights: how far from its middle its shade ends
PARTS = 48  # of the way, in each of which its darkest level is looked for
OWN = 75  # per cent of the parts, the darkest first: by then there is one that shows the line and no rule
CLEAR = 85  # per cent of the places along a line, the darkest first: the others have no print or rule near
AROUND = 2  # pixels above and below its pieces
BESIDE = 0.3, 0.5  # in character heights: where the ground beside a rule is looked at


def without_folds(grey: NDArray[np.uint8], found: RuleInk, glyph: float) -> NDArray[np.uint8]:
    """The picture with such lines lightened to what stands beside them; the very same picture when there are none.

    Args:
        grey: height × width, straightened.
        found: the rules in it, these lines among them.
        glyph: the usual height of a character in pixels.
    """
    import cv2

    turned = cv2.transpose(grey)
    across, down = found.horizontals, [Box(b.top, b.x0, b.bottom, b.x1) for b in found.verticals]
    if not any(_at_edge(boxes, picture.shape[1]) for boxes, picture in ((across, grey), (down, turned))):
        return grey
    contrasts = {
        id(box): contrast(picture, box, glyph) for boxes, picture in ((across, grey), (down, turned)) for box in boxes
    }
    if len(contrasts) < FEWEST:
        return grey
    pale = PALE * median(contrasts.values())
    lines = [
        _lines([box for box in boxes if contrasts[id(box)] < pale], size, glyph)
        for boxes, size in ((across, grey.shape[1]), (down, grey.shape[0]))
    ]
    lifted = grey
    for line in lines[0]:
        lifted = _lifted(lifted, line, glyph)
    if lines[1]:
        aside = cv2.transpose(lifted)
        for line in lines[1]:
            aside = _lifted(aside, line, glyph)
        lifted = cv2.transpose(aside)
    return lifted


def _at_edge(boxes: Sequence[Box], width: int) -> bool:
    return any(box.x0 < EDGE * width for box in boxes) and any(box.x1 > (1 - EDGE) * width for box in boxes)


def contrast(grey: NDArray[np.uint8], box: Box, glyph: float) -> float:
    """By how many levels a line along x is darker than what stands above and below it, at the usual place of it."""
    import numpy as np

    x0, x1, top, bottom = (round(edge) for edge in (box.x0, box.x1, box.top, box.bottom))
    near, far = (round(share * glyph) for share in BESIDE)
    columns = slice(max(0, x0), max(x0 + 1, x1))
    beside = np.vstack(
        (grey[max(0, top - far) : max(0, top - near), columns], grey[bottom + near : bottom + far, columns])
    )
    if not beside.size:
        return 255.0
    return shade(beside, 50) - shade(grey[max(0, top) : bottom + 1, columns].min(axis=0)[None], 50)


def _lines(boxes: Sequence[Box], width: int, glyph: float) -> list[list[Box]]:
    """Pieces along x that follow each other on one line from one edge to the other."""
    chains: list[list[Box]] = []
    for box in sorted(boxes, key=lambda box: box.x0):
        before = next((chain for chain in chains if any(_level(box, piece, glyph) for piece in chain[-RECENT:])), None)
        if before is None:
            chains.append([box])
        else:
            before.append(box)
    return [chain for chain in chains if _at_edge(chain, width) and sum(box.width for box in chain) >= COVERED * width]


def _level(first: Box, second: Box, glyph: float) -> bool:
    return first.top < second.bottom + OFF * glyph and second.top < first.bottom + OFF * glyph


def _lifted(grey: NDArray[np.uint8], line: Sequence[Box], glyph: float) -> NDArray[np.uint8]:
    """The picture with a line along x divided by its usual shade, which leaves print under it as dark as it is."""
    import numpy as np

    height, width = grey.shape
    reach = round(REACH * glyph)
    top, bottom = round(min(box.top for box in line)), round(max(box.bottom for box in line))
    first, last = max(0, top - AROUND), min(height, bottom + AROUND + 1)
    # print is dark in few columns of a part: the medians of a part show the line alone, and rules, which are darker
    places = np.linspace(0, width, PARTS + 1).astype(int)
    shades = np.stack([np.median(grey[first:last, a:b], axis=1) for a, b in pairwise(places)])
    own = np.percentile(shades.min(axis=1), OWN)
    middles = np.abs(shades - own).argmin(axis=1) + float(first)
    centres = (places[:-1] + places[1:]) / 2
    kept = np.ones(PARTS, dtype=bool)
    for _ in range(3):
        slope, start = np.polyfit(centres[kept], middles[kept], 1)
        off = np.abs(middles - slope * centres - start)
        kept = off <= max(STRAIGHT * glyph, 2.0)
        if kept.sum() < PARTS / 2:
            return grey
    path = np.rint(slope * np.arange(width) + start).astype(int)
    rows = path[None, :] + np.arange(-reach, reach + 1)[:, None]
    inside = (rows >= 0) & (rows < height)
    rows = np.clip(rows, 0, height - 1)
    columns = np.broadcast_to(np.arange(width), rows.shape)
    along = grey[rows, columns].astype(np.float32)
    # where no print or rule is near
    darkest = along.min(axis=0)
    usual = np.maximum(1.0, np.median(along[:, darkest >= np.percentile(darkest, CLEAR)], axis=1))
    ground = np.linspace(np.median(usual[: reach // 3 + 1]), np.median(usual[-reach // 3 - 1 :]), len(usual))
    gain = np.maximum(1.0, ground / usual)
    # it is not quite straight, and lies between two pixels here and there
    gain = np.maximum(gain, np.maximum(np.append(gain[1:], 1.0), np.append(1.0, gain[:-1])))
    out = grey.copy()
    light = np.minimum(along * gain[:, None], np.maximum(along, ground[:, None])).astype(np.uint8)
    out[rows[inside], columns[inside]] = light[inside]
    return out
