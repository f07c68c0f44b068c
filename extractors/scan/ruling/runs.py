"""One run of dark pixels along x: how it lies, how thick it is, and how print that hangs on it is parted from it.

A run is given by its pixels in its bounding box, rows × columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.model import Box
from extractors.scan.blobs import stretches

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

# Print that hangs on a rule: in character heights, over what length the sides of the rule are looked for, and which
# part of that length has to be clear of print at the least
AROUND, CLEAR = 8.0, 0.3
LADEN = 1.5  # times as thick as the run is elsewhere: all of a stretch has print on it
CLOUD, MOST_CLOUD = 1.2, 0.5  # in character heights: thicker than any rule with print on it; share of its length
KEPT = 0.9  # of the length of a run that is left of it at the least; else it was no straight rule
# A line of print between two rules on one level: in character heights, the shortest; a dot of a rule is as dark as half
# of what is usual in it; so many more dots are paler between the strokes of print than in the rule (measured: 0.3 to 0)
BRIDGE, AS_DARK, GAPPY = 1.0, 0.5, 0.12
HALF_LINE = 0.45  # in character heights: so far print on the level of a rule reaches above and below it at the least
# Of the dots of a shorter stretch, and in character heights the shortest: a character between a rule and the next one
# on its level. The crossing of another rule, which is as pale, is shorter.
MOSTLY_PALE, CHARACTER = 0.4, 0.6
FEW = 500  # values


def lean(part: NDArray[np.bool_]) -> float:
    """The angle in degrees between a run along x and the axis, by the middles of its first and last fifth."""
    import numpy as np

    columns = np.flatnonzero(part.any(axis=0))
    fifth = max(1, len(columns) // 5)
    ends = (part[:, columns[:fifth]], part[:, columns[-fifth:]])
    rows = np.arange(part.shape[0])[:, None]
    first, last = (((end * rows).sum(axis=0) / end.sum(axis=0)).mean() for end in ends)
    rise = last - first
    return float(np.degrees(np.arctan2(abs(rise), max(1, columns[-1] - columns[0]) * (1 - fifth / len(columns)))))


def without_clouds(part: NDArray[np.bool_], glyph: float) -> NDArray[np.bool_]:
    """A run without those columns in which it is a dark cloud.

    A fax makes black grain of a shaded heading in places, and a wall that meets it must not be lost for that.
    """
    thickness = part.sum(axis=0)
    cloud = thickness > CLOUD * glyph
    if not cloud.any() or cloud.sum() > MOST_CLOUD * (thickness > 0).sum():
        return part
    return part & ~cloud


def without_print(part: NDArray[np.bool_], glyph: float) -> NDArray[np.bool_]:
    """A run without the strokes that hang on it: as thick as it is beside them.

    A spreadsheet sets its text a pixel from the rule. A stroke makes the run thicker over the height of a character;
    the sides of the rule are where most of the run around has them, along the slope that the run has there. Where
    print hangs on all of a stretch, they are where those of the stretches before and behind it lead.
    """
    import numpy as np

    columns = np.flatnonzero(part.any(axis=0))
    tops = part[:, columns].argmax(axis=0)
    bottoms = part.shape[0] - part[::-1, columns].argmax(axis=0)
    rows = np.arange(part.shape[0])[:, None]
    stretches = np.array_split(np.arange(len(columns)), max(1, int(len(columns) / (AROUND * glyph))))
    upper, lower = np.empty(len(columns)), np.empty(len(columns))
    for stretch in stretches:
        here = columns[stretch]
        along = _slope(here, tops[stretch], bottoms[stretch]) * (here - here.mean())
        upper[stretch] = quantile(tops[stretch] - along, 1 - CLEAR) + along
        lower[stretch] = quantile(bottoms[stretch] - along, CLEAR) + along
    thickness = np.array([(lower[stretch] - upper[stretch]).mean() for stretch in stretches])
    laden = thickness > LADEN * max(0.0, float(quantile(thickness, CLEAR))) + 1  # a wave has a thickness below 0
    if laden.any():
        clear = np.concatenate([stretch for stretch, full in zip(stretches, laden, strict=True) if not full])
        upper, lower = (_led_on(columns, side, clear) for side in (upper, lower))
    alone = np.zeros_like(part)
    alone[:, columns] = part[:, columns] & (rows > upper - 1) & (rows < lower)
    return alone if alone.any(axis=0).sum() >= KEPT * len(columns) else part


def cut_apart(
    run: NDArray[np.bool_],
    alone: NDArray[np.bool_],
    glyph: float,
    *,
    corner: tuple[int, int],
    darkness: NDArray[np.uint8],
    grey: NDArray[np.uint8] | None,
) -> list[tuple[int, int]]:
    """From which column to which a run is rule; where print seems to cut it, looked at once more in the picture itself.

    A stroke that hangs on the rule and is as high as the window is no darker than its surroundings above and below.

    Args:
        run: the pixels, print included.
        alone: those of the rule it may be.
        glyph: the usual height of a character in pixels.
        corner: where the box begins on the page, x and y.
        darkness: of the page against what is above and below, before any gap was closed.
        grey: the page; None for a rule that is too short, or too pale, to be told from print by single pixels.
    """
    import cv2
    import numpy as np

    (x, y), (height, width), near = corner, run.shape, round(HALF_LINE * glyph)
    above, rows, columns = min(y, near), slice(max(0, y - near), y + height + near), slice(x, x + width)

    def cut(strip: NDArray[np.uint8]) -> list[tuple[int, int]]:
        own = strip[above : above + height]
        return parted(run, alone, own, glyph, above=strip[:above], below=strip[above + height :])

    parts = cut(darkness[rows, columns])
    if grey is None or width - _length(parts) < glyph:
        return parts
    strip = grey[rows, columns]
    window = np.ones((2 * len(strip) + 1, 2 * round(glyph) + 1), np.uint8)
    again = cut(cv2.morphologyEx(strip, cv2.MORPH_BLACKHAT, window).astype(np.uint8))
    return max(parts, again, key=_length)


def _length(parts: Sequence[tuple[int, int]]) -> int:
    return sum(last - first for first, last in parts)


def parted(
    run: NDArray[np.bool_],
    alone: NDArray[np.bool_],
    darkness: NDArray[np.uint8],
    glyph: float,
    *,
    above: NDArray[np.uint8],
    below: NDArray[np.uint8],
) -> list[tuple[int, int]]:
    """From which column to which a run is rule, without the lines of print that join two rules on one level.

    Print that hangs on a rule, or stands on both sides of it, leaves the rule as dark as it is elsewhere. Where there
    is none below the print, the paper between the strokes shows.

    Args:
        run: the pixels, print included.
        alone: those of the rule it may be.
        darkness: of the page in the same box, before any gap was closed.
        glyph: the usual height of a character in pixels.
        above: the darkness of the rows right above the box, as wide as it; may have none.
        below: likewise.
    """
    import numpy as np

    columns = np.flatnonzero(run.any(axis=0))
    heights = run.sum(axis=0)
    level = np.where(alone, darkness, 0).max(axis=0)
    laden = heights > LADEN * float(quantile(heights[columns], CLEAR)) + 1
    inked = AS_DARK * float(quantile(level[columns], 0.5))
    beside = [_joined(np.any(side > inked, axis=0), glyph) for side in (above, below)]
    joined = _joined(laden | (beside[0] & beside[1]), glyph)
    if not joined.any() or joined.all():
        return [(0, run.shape[1])]
    clear = columns[joined[columns] == 0]
    if not len(clear):
        return [(0, run.shape[1])]
    pale = level < AS_DARK * float(quantile(level[clear], 0.5))
    usual = float(pale[clear].mean())
    kept, begin = [], 0
    for first, last in stretches(joined):
        long = last - first >= BRIDGE * glyph
        start, end = (first, last) if long else _with_white(pale, first, last)
        least = GAPPY if long else MOSTLY_PALE
        if end - start >= CHARACTER * glyph and pale[start:end].mean() > least + 2 * usual:
            kept.append((begin, start))
            begin = end
    return [*kept, (begin, run.shape[1])]


def _with_white(pale: NDArray[np.bool_], first: int, last: int) -> tuple[int, int]:
    """A stretch with the pale columns before it and behind it."""
    while first and pale[first - 1]:
        first -= 1
    while last < len(pale) and pale[last]:
        last += 1
    return first, last


def _joined(columns: NDArray[np.bool_], glyph: float) -> NDArray[np.bool_]:
    """Columns with the gaps between them closed that are no wider than a character."""
    import cv2
    import numpy as np

    kernel = np.ones((1, round(glyph) | 1), np.uint8)
    return cv2.morphologyEx(columns.astype(np.uint8)[None], cv2.MORPH_CLOSE, kernel)[0] > 0


def _led_on(columns: NDArray[np.integer], side: NDArray[np.float64], clear: NDArray[np.integer]) -> NDArray[np.float64]:
    """A side of a run, known at some of its columns, in all of them: between them straight, beyond them as it falls."""
    import numpy as np

    led = np.interp(columns, columns[clear], side[clear])
    first, last = columns[clear[0]], columns[clear[-1]]
    fall = (side[clear[-1]] - side[clear[0]]) / max(1, last - first)
    return led + fall * (np.minimum(0, columns - first) + np.maximum(0, columns - last))


def _slope(columns: NDArray[np.integer], tops: NDArray[np.integer], bottoms: NDArray[np.integer]) -> float:
    """By how many pixels the sides of a run fall per column, from its first third to its last; 0 when hardly at all."""
    import numpy as np

    third = len(columns) // 3
    if not third:
        return 0.0
    falls = [
        quantile(side[-third:], share) - quantile(side[:third], share)
        for side, share in ((tops, 1 - CLEAR), (bottoms, CLEAR))
    ]
    # print that begins midway moves one side only
    fall = min(falls, key=abs)
    return float(fall / (np.mean(columns[-third:]) - np.mean(columns[:third]))) if abs(fall) > 1 else 0.0


def quantile(values: NDArray[np.generic], share: float) -> NDArray[np.float64]:
    """What numpy's quantile along the first axis gives, whose preparations take longer than the ordering of a few."""
    import numpy as np

    place = (len(values) - 1) * share
    below = int(place)
    above = min(below + 1, len(values) - 1)
    # to look for two places of a few values takes longer than to sort them
    ordered = np.sort(values, axis=0) if values.size < FEW else np.partition(values, (below, above), axis=0)
    both = ordered[below : above + 1].astype(np.float64)
    low, high = both[0], both[-1]
    part = place - below
    return high - (high - low) * (1 - part) if part >= 0.5 else low + (high - low) * part


def box_of(part: NDArray[np.bool_], x: int, y: int) -> Box:
    """The straight box of a run at x, y: around its middle, as thick as the run is in the mean."""
    import numpy as np

    columns = np.flatnonzero(part.any(axis=0))
    thickness = part.sum() / len(columns)
    middle = float(y + (part.sum(axis=1) * np.arange(part.shape[0])).sum() / part.sum() + 0.5)
    return Box(float(x + columns[0]), middle - thickness / 2, float(x + columns[-1] + 1), middle + thickness / 2)


def bow(part: NDArray[np.bool_]) -> float:
    """By how many pixels the middle of a run lies off the straight line between its ends."""
    import numpy as np

    columns = np.flatnonzero(part.any(axis=0))
    middles = (part[:, columns] * np.arange(part.shape[0])[:, None]).sum(axis=0) / part[:, columns].sum(axis=0)
    fifth = max(1, len(columns) // 5)
    half = len(columns) // 2
    centre = middles[max(0, half - fifth // 2) : half + fifth // 2 + 1].mean()
    return float(abs(centre - (middles[:fifth].mean() + middles[-fifth:].mean()) / 2))
