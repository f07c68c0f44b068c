"""Streaks across a table that begin and end anywhere: dust on a drum, a scratch of the glass, a fax whose line dropped.

Taken for rules they cut columns in two. A wall begins and ends at a rule; so does what a bad copy has left of one,
mostly. These end in the middle of cells or beside the table, each at a level of its own, and on their way they run
through print, as no wall does. What lies on them is lightened by the usual shade of the streak, so the print under it
stays where that is not opaque.

Streaks that reach from one edge of the sheet to the other are known by that alone (folds.py, cleaning/streaks.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from statistics import median
from typing import TYPE_CHECKING

from extractors.model import Box
from extractors.pieces import around
from extractors.scan.blobs import stretches
from extractors.scan.ruling.chains import chains
from extractors.scan.ruling.folds import contrast

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from extractors.scan.ruling.rules import RuleInk

# In character heights: the shortest streak; pieces of one lie so near to each other, and to one line; a wall's end lies
# so near to the rule that it ends at; ends so near to one level are those of the walls of one table.
LONG, GAP, OFF, MEETS, LEVEL = 4.0, 12.0, 0.3, 0.35, 0.5
TOUCHES = 0.25  # in character heights: so near to it a rule ends that meets a wall
EDGE = 0.6  # in character heights: what ends so near to the edge of the picture may go on beyond it
# Rules at least that it goes across, by more than MEETS on either side. One that runs down the page within a cell, and
# touches none, is no character either.
CROSSED = 2
BOTH = 2  # of its ends free
ALONE = 8.0  # in character heights: so long at least is one that touches no rule
# In character heights beyond a rule at which so many walls end, as they do at the edge of a table: there none goes on.
BEYOND, FEWEST_ENDS = 2.0, 3
# By how many of its ends are free: within so many character heights print stands on both sides of it, at so many
# places. The walls of 60 faxes, poor scans and copies (tuning seed 34 and three sets by other authors; a scratch
# script) have one such place at most where an end is free, and four in tables set tight; one wall of such a table on a
# photograph has 11, but 21 rules cross it.
BESIDE = {2: (0.3, 2), 1: (0.18, 3), 0: (0.18, 5)}
NEXT = 2  # pixels of its own soft edge, beyond which that is looked for
STROKE = 0.12  # in character heights: so long along it is a stroke of print
# Of the contrast of the rules along it: so pale a line with a free end is none of them; nor is one that print stands
# beside in fewer places.
PALE, PALER = 0.35, 0.7
INK, LEAST = 0.35, 25.0  # of the contrast of the streak, and grey levels at least: print
CLEAR = 75  # per cent of the places along it, the lightest first, are ground
REACH = 4  # pixels on either side of its middle that it and its soft edge cover at most
# Pixels: of its way, in which its middle is looked for; beside its box; off a straight line, and off the curve.
PART, AROUND, BEND, STRAY = 60, 6, 4.0, 2.0
WANDERS, ALONG = 2, 25  # pixels by which it wanders beside its course, and of its way over which that is seen
STRETCH = 400  # pixels of its way along which it is equally dark
SEEN, OPAQUE = 0.94, 0.3  # of the light of the ground: less is left on the streak, and so little that nothing shows


def without_loose_lines(
    grey: NDArray[np.uint8], found: RuleInk, glyph: float
) -> tuple[NDArray[np.uint8], tuple[Box, ...]]:
    """The picture without such streaks, the very same picture when there are none; and where nothing shows through.

    Args:
        grey: height × width, straightened.
        found: the rules in it, the streaks among them.
        glyph: the usual height of a character in pixels.

    Returns:
        The picture, and the stretches of streaks, in pixels, under which print may be gone.
    """
    import numpy as np

    turned = [box.transposed for box in found.horizontals]
    across, level = _without(grey, found.horizontals, found.verticals, glyph, upright=False)
    aside = across.T
    lifted, upright = _without(aside, [box.transposed for box in found.verticals], turned, glyph, upright=True)
    picture = across if lifted is aside else np.ascontiguousarray(lifted.T)
    return picture, (*level, *(box.transposed for box in upright))


def _without(
    grey: NDArray[np.uint8], along: Sequence[Box], across: Sequence[Box], glyph: float, *, upright: bool
) -> tuple[NDArray[np.uint8], list[Box]]:
    """The same for the streaks among the runs along x, by those along y; `upright`: x and y are exchanged."""
    lines = chains(_merged(along, OFF * glyph), GAP * glyph, OFF * glyph)
    table = _Table(grey, lines, across, glyph, upright)
    loose = [line for line in lines if table.is_loose(line)]
    if not loose:
        return grey, []
    lifted = grey.copy()
    return lifted, [box for line in loose for box in _lift(lifted, line)]


def _merged(runs: Sequence[Box], off: float) -> list[Box]:
    """Runs along x with those made one that lie over each other on a line: a pale one may be found twice."""
    merged: list[Box] = []
    for run in sorted(runs, key=lambda run: run.x0):
        twin = next((one for one in merged if run.x0 < one.x1 and abs(one.centre[1] - run.centre[1]) <= off), None)
        if twin is not None:
            merged.remove(twin)
            run = around((twin, run))  # noqa: PLW2901
        merged.append(run)
    return merged


@dataclass(frozen=True, eq=False)
class _Table:
    """A picture with its lines along x, in pieces, and its rules along y; `upright`: x and y are exchanged."""

    grey: NDArray[np.uint8]
    lines: Sequence[Sequence[Box]]
    across: Sequence[Box]
    glyph: float
    upright: bool

    @cached_property
    def usual(self) -> float:
        """The contrast that its lines along x usually have."""
        return max(1.0, median(self.contrast(line) for line in self.lines))

    def contrast(self, line: Sequence[Box]) -> float:
        """By how many levels a line is darker than what stands beside it."""
        return median(contrast(self.grey, piece, self.glyph) for piece in line)

    def is_loose(self, line: Sequence[Box]) -> bool:
        """Whether pieces on one line are a streak's: it ends nowhere, or beside the table, and runs through print."""
        glyph, (start, end), y = self.glyph, _ends(line), line[0].centre[1]
        near, edge = MEETS * glyph, EDGE * glyph
        passed = [rule for rule in self.across if start - near < rule.centre[0] < end + near]
        touched = any(min(abs(rule.top - y), abs(rule.bottom - y)) <= TOUCHES * glyph for rule in passed)
        if touched or end - start < LONG * glyph or not edge < y < len(self.grey) - edge:
            return False
        levels = [at for other in self.lines if other is not line for at in _ends(other)]
        free = sum(
            not any(abs(at - level) < LEVEL * glyph for level in levels)
            and edge < at < self.grey.shape[1] - edge
            and not self._meets(at, piece.centre[1])
            for piece, at in ((line[0], start), (max(line, key=lambda piece: piece.x1), end))
        )
        crossed = [rule.centre[0] for rule in passed if rule.top + near < y < rule.bottom - near]
        if len(crossed) < CROSSED:
            return free == BOTH and self.upright and not crossed and end - start > ALONE * glyph
        if free == BOTH and any(
            self._goes_on(last, at, levels, passed) for last, at in ((min(crossed), start), (max(crossed), end))
        ):
            return True
        pale = self.contrast(line) / self.usual
        if free and pale < PALE:
            return True
        # print stands above and below every rule of a table set tight
        if not self.upright or (not free and pale > PALER):
            return False
        beside, places = BESIDE[free]
        through = sum(_print_beside(self.grey, piece, self.across, glyph, beside) for piece in line)
        return through >= places and (free == BOTH or (free > 0 and pale < PALER) or through >= len(crossed))

    def _meets(self, at: float, y: float) -> bool:
        """Whether a line along x that ends here does so at a rule."""
        near = MEETS * self.glyph
        return any(
            abs(rule.centre[0] - at) <= near and rule.top - near <= y <= rule.bottom + near for rule in self.across
        )

    def _goes_on(self, last: float, end: float, levels: Sequence[float], passed: Sequence[Box]) -> bool:
        """Whether a line goes on from the last rule it crosses, where other lines end and beyond which no rule is."""
        near, (low, high) = MEETS * self.glyph, sorted((last, end))
        alone = not any(low + near < rule.centre[0] < high + near for rule in passed)
        ends = sum(abs(level - last) < LEVEL * self.glyph for level in levels)
        return alone and high - low > BEYOND * self.glyph and ends >= FEWEST_ENDS


def _ends(line: Sequence[Box]) -> tuple[float, float]:
    """Where a line along x begins and ends."""
    return line[0].x0, max(piece.x1 for piece in line)


def _print_beside(grey: NDArray[np.uint8], piece: Box, across: Sequence[Box], glyph: float, beside: float) -> int:
    """At how many places print stands close above and close below a piece along x, rules that cross it left out."""
    import numpy as np

    reach, top, bottom = round(beside * glyph), round(piece.top), round(piece.bottom)
    columns = slice(max(0, round(piece.x0)), round(piece.x1))
    above = grey[max(0, top - reach) : max(0, top - NEXT), columns]
    below = grey[bottom + NEXT : bottom + reach, columns]
    if not above.size or not below.size:
        return 0
    dark = max(LEAST, INK * contrast(grey, piece, glyph))
    inked = [np.any(part < np.percentile(part, CLEAR) - dark, axis=0) for part in (above, below)]
    both: NDArray[np.bool_] = np.logical_and(*inked)
    for rule in across:
        if rule.top - MEETS * glyph <= piece.bottom and rule.bottom + MEETS * glyph >= piece.top:
            start, end = round(rule.x0) - columns.start, round(rule.x1) - columns.start
            both[max(0, start - 2 * NEXT) : max(0, end + 2 * NEXT + 1)] = False
    return sum(end - start >= STROKE * glyph for start, end in stretches(both))


def _lift(grey: NDArray[np.uint8], line: Sequence[Box]) -> list[Box]:
    """Lighten a streak along x by the share of the light that is left on it.

    Where nothing shows through, print that stands on both sides is drawn through, the ground else.

    Returns:
        Its stretches through which nothing shows: what they cover is not known.
    """
    import numpy as np

    start, end = max(0, round(line[0].x0) - 1), min(grey.shape[1], round(_ends(line)[1]) + 2)
    path = _followed(grey, _course(grey, line, np.arange(start, end)), start)
    opaque = []
    for part in np.array_split(path, max(1, len(path) // STRETCH)):
        if thick := _lighten(grey, part, start):
            above, below = part.min() - thick, part.max() + thick
            opaque.append(Box(start, max(0, int(above)), start + len(part), int(below)))
        start += len(part)
    return opaque


def _around(path: NDArray[np.int_], start: int, reach: int, height: int) -> tuple[NDArray[np.int_], NDArray[np.int_]]:
    """The rows and columns of the pixels around a path along x, so many above and below it."""
    import numpy as np

    rows = np.clip(path[None, :] + np.arange(-reach, reach + 1)[:, None], 0, height - 1)
    return rows, np.broadcast_to(np.arange(start, start + len(path)), rows.shape)


def _lighten(grey: NDArray[np.uint8], path: NDArray[np.int_], start: int) -> int:
    """Lighten a stretch of a streak that is equally dark all the way.

    Returns:
        How far beside its path nothing shows through, in pixels; 0 where something does.
    """
    import numpy as np

    rows, columns = _around(path, start, REACH + 1, len(grey))
    band = grey[rows, columns].astype(np.float32)
    sides = np.maximum(band[0], band[-1])
    bare = np.minimum(band[0], band[-1]) >= np.percentile(sides, 100 - CLEAR)
    if not bare.any():
        return 0
    left = np.median(band[:, bare] / np.maximum(1, sides[bare]), axis=1)
    first = last = REACH + 1
    while first > 1 and left[first - 1] < SEEN:
        first -= 1
    while last < 2 * REACH + 1 and left[last + 1] < SEEN:
        last += 1
    # it is not quite straight, and lies between two pixels here and there
    widest = np.minimum(left, np.minimum(np.append(left[1:], 1), np.append(1, left[:-1])))
    first, last = max(1, first - 1), min(2 * REACH + 1, last + 1)
    inside = slice(first, last + 1)
    share, ground = widest[inside, None], np.maximum(band[first - 1], band[last + 1])
    given = np.where(left[inside, None] < OPAQUE, ground, np.minimum(band[inside] / np.maximum(share, OPAQUE), ground))
    lighter = np.minimum(np.maximum(band[inside], given) + 0.5, 255)
    grey[rows[inside], columns[inside]] = lighter.astype(np.uint8)
    hidden = np.flatnonzero(left < OPAQUE)
    return int(np.abs(hidden - (REACH + 1)).max()) + 1 if len(hidden) else 0


def _followed(grey: NDArray[np.uint8], course: NDArray[np.int_], start: int) -> NDArray[np.int_]:
    """Where a streak runs that wanders by a pixel or two beside its course."""
    import cv2

    rows, columns = _around(course, start, WANDERS, len(grey))
    return course + cv2.blur(grey[rows, columns], (ALONG, 1)).argmin(axis=0) - WANDERS


def _course(grey: NDArray[np.uint8], line: Sequence[Box], columns: NDArray[np.int_]) -> NDArray[np.int_]:
    """The row of the middle of a streak along x in each of these columns: the even curve that most parts lie on.

    The darkest row of a part may be a stroke of print, and more often than on a fold, which goes across the page
    (folds.py); the median of the slopes between parts is not moved by those (Theil, 1950; Sen, 1968).
    """
    import numpy as np

    first = max(0, round(min(piece.top for piece in line)) - AROUND)
    last = round(max(piece.bottom for piece in line)) + AROUND + 1
    starts = np.arange(columns[0], max(columns[0] + 1, columns[-1] - PART // 2), PART)
    shades = np.array([np.median(grey[first:last, start : start + PART], axis=1) for start in starts])
    x, y = starts + PART / 2, first + shades.argmin(axis=1).astype(float)
    if len(x) == 1:
        return np.full(len(columns), round(float(y[0])))
    one, other = np.triu_indices(len(x), 1)
    slope = float(np.median((y[other] - y[one]) / (x[other] - x[one])))
    curve = np.array([slope, float(np.median(y - slope * x))])
    for off in (BEND, STRAY):
        kept = np.abs(y - np.polyval(curve, x)) <= off
        if kept.any():  # else the parts lie on nothing even, and the line between them is as good as another
            curve = np.polyfit(x[kept], y[kept], min(2, int(kept.sum()) - 1))
    return np.rint(np.polyval(curve, columns)).astype(int)
