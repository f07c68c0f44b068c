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
# Where the line is looked for at the edge that no piece of it reaches: so far from that, and off the level of its last
# piece, in character heights; it has at least so much of its contrast there.
MARGIN, LEANS, SHOWS = 2.5, 0.8, 0.4
REST = 1.5  # times the contrast of its pieces: what the darkest places of a line have at most
STEP = 0.15  # in character heights: across a line, or from one side of a fold to the other
OFF, STRAIGHT = 0.45, 0.15  # in character heights: from one piece of a line to the next; from the middle of it
RECENT = 3  # pieces of a line, from the left, of which one is level with the next
BENT = 2  # degree of the curve that it follows: paper that was folded lies bent on the glass
REACH = 0.6  # in character heights: how far from its middle its shade ends
PARTS = 48  # of the way, in each of which its darkest level is looked for
GROUND = 75  # per cent of the rows around a line, the darkest first: by then there is paper
CLEAR = 85  # per cent of the places along a line, the darkest first: the others have no print or rule near
AROUND = 2  # pixels on either side of a rule: its soft edge
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
    across, down = found.horizontals, [b.transposed for b in found.verticals]
    contrasts = {
        id(box): contrast(picture, box, glyph) for boxes, picture in ((across, grey), (down, turned)) for box in boxes
    }
    if len(contrasts) < FEWEST:
        return grey
    pale = PALE * median(contrasts.values())
    lines = [
        _lines(picture, [box for box in boxes if contrasts[id(box)] < pale], pale, glyph)
        for boxes, picture in ((across, grey), (down, turned))
    ]
    lifted = grey
    for line in lines[0]:
        lifted = _lifted(lifted, line, pale, glyph)
    if lines[1]:
        aside = cv2.transpose(lifted)
        for line in lines[1]:
            aside = _lifted(aside, line, pale, glyph)
        lifted = cv2.transpose(aside)
    return lifted


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


def _lines(grey: NDArray[np.uint8], boxes: Sequence[Box], pale: float, glyph: float) -> list[list[Box]]:
    """Pieces along x that follow each other on one line from one edge to the other."""
    chains: list[list[Box]] = []
    for box in sorted(boxes, key=lambda box: box.x0):
        before = next((chain for chain in chains if any(_level(box, piece, glyph) for piece in chain[-RECENT:])), None)
        if before is None:
            chains.append([box])
        else:
            before.append(box)
    return [chain for chain in chains if _crosses(grey, chain, pale, glyph)]


def _crosses(grey: NDArray[np.uint8], chain: Sequence[Box], pale: float, glyph: float) -> bool:
    """Whether pieces of a line are those of one that goes on beyond both edges; between print few pieces are seen."""
    width = grey.shape[1]
    first, last = chain[0], max(chain, key=lambda box: box.x1)
    begins, ends = first.x0 < EDGE * width, last.x1 > (1 - EDGE) * width
    return (begins or _shows_at(grey, first, pale, glyph, left=True)) and (
        ends or _shows_at(grey, last, pale, glyph, left=False)
    )


def _shows_at(grey: NDArray[np.uint8], piece: Box, pale: float, glyph: float, *, left: bool) -> bool:
    """Whether a line that ends with a piece shows at an edge too: beyond a rule on its level it may be no run of ink.

    As a line or as a step: the light falls otherwise on what is bent.

    Args:
        grey: height × width.
        piece: of the line, the nearest to that edge.
        pale: the contrast that is not a rule's.
        glyph: the usual height of a character in pixels.
        left: the edge.
    """
    import numpy as np

    strip, margin = round(MARGIN * glyph), round(EDGE * grey.shape[1])
    columns = slice(margin, strip) if left else slice(-strip, -margin)
    top = max(0, round(piece.centre[1] - LEANS * glyph))
    profile = np.median(grey[top : round(piece.centre[1] + LEANS * glyph), columns], axis=1)
    near = max(2, round(STEP * glyph))
    dark = float(np.abs(profile[near:] - profile[:-near]).max(initial=0.0))
    return bool(SHOWS * contrast(grey, piece, glyph) <= dark < pale)


def _level(first: Box, second: Box, glyph: float) -> bool:
    return first.top < second.bottom + OFF * glyph and second.top < first.bottom + OFF * glyph


def _path(band: NDArray[np.uint8], pale: float, glyph: float) -> NDArray[np.int_] | None:
    """The row of a line along x in every column of the band that it lies in; None where it follows no even curve."""
    import cv2
    import numpy as np

    width = band.shape[1]
    # print is dark in few columns of a part: the medians of a part show the line alone, and rules, which are darker
    places = np.linspace(0, width, PARTS + 1).astype(int)
    shades = np.stack([np.median(band[:, a:b], axis=1) for a, b in pairwise(places)])
    depth = np.percentile(shades, GROUND, axis=1, keepdims=True) - shades
    ruled = cv2.dilate((depth > pale).astype(np.uint8), np.ones((1, 2 * AROUND + 1), np.uint8)) > 0
    depth[ruled] = 0
    middles = depth.argmax(axis=1).astype(float)
    centres = (places[:-1] + places[1:]) / 2
    seen = depth.max(axis=1) >= SHOWS * np.median(depth.max(axis=1))
    kept = seen
    for _ in range(3):
        if kept.sum() < PARTS / 3:
            return None
        bent = np.polyfit(centres[kept], middles[kept], BENT)
        kept = seen & (np.abs(middles - np.polyval(bent, centres)) <= max(STRAIGHT * glyph, 2.0))
    if kept.sum() < PARTS / 3:
        return None
    followed = [float(np.median(middles[kept][max(0, part - 1) : part + 2])) for part in range(int(kept.sum()))]
    return np.rint(np.interp(np.arange(width), centres[kept], followed)).astype(int)


def _lifted(grey: NDArray[np.uint8], line: Sequence[Box], pale: float, glyph: float) -> NDArray[np.uint8]:
    """The picture with a line along x divided by its usual shade, which leaves print under it as dark as it is."""
    import cv2
    import numpy as np

    height, width = grey.shape
    reach = round(REACH * glyph)
    top, bottom = round(min(box.top for box in line)), round(max(box.bottom for box in line))
    off = round(OFF * glyph)
    first, last = max(0, top - off), min(height, bottom + off + 1)
    path = _path(grey[first:last], pale, glyph)
    if path is None:
        return grey
    path += first
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
    # where it waves beside its path, what is as pale and as thin as it is its rest, and no stroke of print
    closed = cv2.morphologyEx(light, cv2.MORPH_CLOSE, np.ones((2 * round(STEP * glyph) + 1, 1), np.uint8))
    deepest = min(pale, REST * max(contrast(grey, piece, glyph) for piece in line))
    light = np.where(light > ground[:, None] - deepest, closed, light)
    out[rows[inside], columns[inside]] = light[inside]
    return out
