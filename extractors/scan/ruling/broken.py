"""Walls along rules that are broken by wide gaps.

A faint copy loses half the length of every rule, in gaps wider than a character. What is left of one lies on one line
all the same, and the lines of both directions make the grid. A side of a cell is a wall where its own stretch holds
a piece, or where the rule goes on at both its ends and no print crosses it; the latter is doubted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from extractors.model import Box
from extractors.scan.ruling.broken_lines import SPREAD, Line, lines_of
from extractors.scan.ruling.faint_walls import FaintWall
from extractors.scan.ruling.rules import RuleInk
from extractors.scan.ruling.scraps import characters, scraps_in

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# In how many places rules end that neither meet another nor go on, at the least; and those together with runs that are
# too short to be believed. Measured on scans of tuning seeds 20 to 34: 0 to 9, and with one exception (36) 0 to 24,
# also of open tables and of rules that a printer broke; where half of each rule was erased: 60 to 130, and 70 to 160.
LOOSE, LOOSE_RUNS, ONE_PLACE = 10, 30, 0.5  # the last in character heights
GAP, MEETS = 0.6, 0.45  # in character heights: a narrower gap closes by itself; how far an end stays short of a rule
WHOLE = 0.85  # of a line: where so much is inked, it has no gap as long as the side of a cell
OPEN, FEWEST_OPEN = 2.0, 3  # so far beyond all others, in character heights, so many lines make an open edge
# In character heights: so far from its last piece a rule may end at the one it meets, and the most where print on both
# sides of it says so.
REACH, FAR = 1.5, 4.0
PIECE, SPARSE = 0.15, 0.1  # in character heights, and of a side: so much ink makes a side of a cell a wall
SURE, MOST = 0.3, 0.6  # of a side: with less ink it is doubted; with so much it is one whatever crosses it
SOFT = 2  # pixels around a piece: its soft edge
INSET = 0.15  # in character heights: the soft edges of the rules at the ends of a side
LEVEL, AROUND, NEAR, CROSSED = 0.12, 0.5, 0.25, 0.35  # in character heights: print across a side
WORD, COLUMNS = 0.5, 1.2  # in character heights: white within a line of print; between the print of two columns


def broken_rules(grey: NDArray[np.uint8], ink: NDArray[np.uint8], found: RuleInk, glyph: float) -> list[FaintWall]:
    """The walls along rules of which only pieces are left, where a page has many such rules.

    Args:
        grey: height × width, straightened, dark ink on a light ground.
        ink: of the same page, 255 on 0.
        found: its rules.
        glyph: the usual height of a character in pixels.
    """
    import cv2

    inner = _in_tables(found.horizontals, found.verticals, glyph)
    lying_runs = [*inner[0], *(box for box in found.scraps if box.width >= box.height)]
    upright_runs = [*inner[1], *(box for box in found.scraps if box.width < box.height)]
    if _loose_ends(*inner, glyph) < LOOSE and _loose_ends(lying_runs, upright_runs, glyph) < LOOSE_RUNS:
        return []
    upright = [box.transposed for box in found.verticals]
    print_ = characters(ink, glyph)
    lying = lines_of(found.horizontals, scraps_in(grey, print_, glyph), glyph)
    standing = lines_of(upright, scraps_in(cv2.transpose(grey), cv2.transpose(print_), glyph), glyph)
    text = _text(ink, found, lying, standing, glyph)
    crossing = [*standing, *_open_edges(lying, standing, glyph)]
    walls = _Grid(lying, crossing, text, glyph, upright=False).walls()
    along_y = _Grid(standing, lying, cv2.transpose(text), glyph, upright=True).walls()
    return walls + [replace(wall, box=wall.box.transposed) for wall in along_y]


def _in_tables(lying: Sequence[Box], upright: Sequence[Box], glyph: float) -> tuple[list[Box], list[Box]]:
    """The rules but for those beyond all that meet others: there the edge of a sheet or of the picture is seen."""
    near = MEETS * glyph
    meeting = [
        (level, sheer)
        for level in lying
        for sheer in upright
        if level.x0 - near < sheer.centre[0] < level.x1 + near
        and sheer.top - near < level.centre[1] < sheer.bottom + near
    ]
    if not meeting:
        return list(lying), list(upright)
    levels, sheers = {level for level, _ in meeting}, {sheer for _, sheer in meeting}
    top, bottom = min(box.top for box in sheers) - glyph, max(box.bottom for box in sheers) + glyph
    left, right = min(box.x0 for box in levels) - glyph, max(box.x1 for box in levels) + glyph
    return (
        [box for box in lying if top < box.centre[1] < bottom],
        [box for box in upright if left < box.centre[0] < right],
    )


def _loose_ends(lying: Sequence[Box], upright: Sequence[Box], glyph: float) -> int:
    """In how many places rules along x or y end that meet none of the other kind, nor another piece of their own."""
    turned = [box.transposed for box in lying], [box.transposed for box in upright]
    return _places(lying, upright, glyph) + _places(turned[1], turned[0], glyph)


def _places(rules: Sequence[Box], across: Sequence[Box], glyph: float) -> int:
    """The same for rules along x.

    The rules of an open table end in two places, however many they are.
    """
    import numpy as np

    if not rules:
        return 0
    gap, meets = GAP * glyph, MEETS * glyph
    x0, top, x1, bottom = np.array([(box.x0, box.top, box.x1, box.bottom) for box in rules]).T
    y = (top + bottom) / 2
    level = (abs(y[:, None] - y) < SPREAD * glyph) & ~np.eye(len(rules), dtype=bool)
    loose: set[int] = set()
    for end, (first, last) in ((x0, (x0 - gap, x0)), (x1, (x1, x1 + gap))):
        bare = ~(level & (x0 < last[:, None]) & (x1 > first[:, None])).any(axis=1)
        if across:
            left, upper, right, lower = np.array([(box.x0, box.top, box.x1, box.bottom) for box in across]).T
            met = (left - meets <= end[:, None]) & (end[:, None] <= right + meets)
            met &= (upper - meets <= y[:, None]) & (y[:, None] <= lower + meets)
            bare &= ~met.any(axis=1)
        loose.update(np.rint(end[bare] / (ONE_PLACE * glyph)).astype(int).tolist())
    return len(loose)


def _open_edges(lines: Sequence[Line], across: Sequence[Line], glyph: float) -> list[Line]:
    """Where lines along x end beyond all those across: a table that is open there ends with the longest but one."""
    if not lines or not across:
        return []
    levels = lines[0].at, lines[-1].at
    first, last = min(line.at for line in across), max(line.at for line in across)
    starts = sorted(line.start for line in lines if line.start < first - OPEN * glyph)
    ends = sorted((line.end for line in lines if line.end > last + OPEN * glyph), reverse=True)
    return [Line(found[1], (), levels) for found in (starts, ends) if len(found) >= FEWEST_OPEN]


def _text(
    ink: NDArray[np.uint8], found: RuleInk, lying: Sequence[Line], standing: Sequence[Line], glyph: float
) -> NDArray[np.uint8]:
    """The ink that is in no rule and in no piece of one."""
    import cv2
    import numpy as np

    text = ink.copy()
    text[cv2.dilate(found.mask.astype(np.uint8), np.ones((2 * SOFT + 1, 2 * SOFT + 1), np.uint8)) > 0] = 0
    pieces = [*found.horizontals, *found.verticals]
    half = LEVEL * glyph
    pieces += [Box(x0, line.at - half, x1, line.at + half) for line in lying for x0, x1 in line.pieces]
    pieces += [Box(line.at - half, y0, line.at + half, y1) for line in standing for y0, y1 in line.pieces]
    for box in pieces:
        rows = slice(max(0, int(box.top) - SOFT), int(box.bottom) + SOFT + 1)
        text[rows, max(0, int(box.x0) - SOFT) : int(box.x1) + SOFT + 1] = 0
    return text


@dataclass(frozen=True, slots=True, eq=False)
class _Grid:
    """Lines along x, those across them, and the print of their page; `upright` where the page was turned for it."""

    lines: Sequence[Line]
    across: Sequence[Line]
    text: NDArray[np.uint8]
    glyph: float
    upright: bool

    def walls(self) -> list[FaintWall]:
        """The sides of cells along the lines that are walls."""
        walls: list[FaintWall] = []
        for line in self.lines:
            sides = list(pairwise(self._stops(line)))
            inked = [self._is_inked(line, side) for side in sides]
            for index, (start, end) in enumerate(sides):
                amid = any(inked[:index]) and any(inked[index + 1 :])
                if inked[index] or (any(inked) and self._is_gap(line, (start, end), amid)):
                    sparse = line.ink(start, end) < SURE * (end - start)
                    walls.append(FaintWall(Box(start, line.at - 0.5, end, line.at + 0.5), bool(sparse)))
        return walls

    def _stops(self, line: Line) -> list[float]:
        """Where lines cross this one, from the one that it may just have reached to the last such."""
        reach = REACH * self.glyph
        met = sorted({c.at for c in self.across if c.reach[0] - reach <= line.at <= c.reach[1] + reach})
        stops = [at for at in met if line.start - reach <= at <= line.end + reach]
        if not stops:
            return []
        before = [at for at in met if line.start - FAR * self.glyph <= at < stops[0]][-1:]
        after = [at for at in met if stops[-1] < at <= line.end + FAR * self.glyph][:1]
        return before + stops + after

    def _is_inked(self, line: Line, side: tuple[float, float]) -> bool:
        """Whether a piece stands on a side, and more of it than of print that crosses it."""
        inset = INSET * self.glyph
        ink = line.ink(side[0] + inset, side[1] - inset)
        least = max(PIECE * self.glyph, SPARSE * (side[1] - side[0]))
        return ink >= least and (ink >= MOST * (side[1] - side[0]) or not self._is_crossed(line, side))

    def _is_crossed(self, line: Line, side: tuple[float, float]) -> bool:
        """Whether print stands across a side: ink on its level that goes on above and below."""
        import cv2
        import numpy as np

        inset, level, around = (round(by * self.glyph) for by in (INSET, LEVEL, AROUND))
        y, x0, x1 = round(line.at), round(side[0]) + inset, round(side[1]) - inset
        top = max(0, y - around)
        band = self.text[top : y + around + 1, max(0, x0) : x1] > 0
        if not band.size:
            return False
        y -= top
        near = np.ones((1, 2 * round(NEAR * self.glyph) + 1), np.uint8)
        sides = (part.any(axis=0, keepdims=True) for part in (band[: max(0, y - level)], band[y + level + 1 :]))
        above, below = (np.asarray(cv2.dilate(beside.astype(np.uint8), near))[0] > 0 for beside in sides)
        return bool((band[max(0, y - level) : y + level + 1].any(axis=0) & above & below).sum() >= CROSSED * self.glyph)

    def _is_gap(self, line: Line, side: tuple[float, float], amid: bool) -> bool:
        """Whether a bare side is a gap of its rule, not the inside of a merged cell.

        Args:
            line: the rule.
            side: from where to where.
            amid: whether the rule goes on at both ends.
        """
        length = side[1] - side[0]
        if self.upright and length > FAR * self.glyph:
            return False
        if self._white(line, side) < WORD * self.glyph or self._is_crossed(line, side):
            return False
        if self._parts_text(line, side):
            return True
        gappy = line.ink(line.start, line.end) <= WHOLE * (line.end - line.start - length)
        return amid and gappy and self._is_there_beside(line, side)

    def _is_there_beside(self, line: Line, side: tuple[float, float]) -> bool:
        """Whether the lines beside have pieces along a side: in a merged cell, which seldom takes in two, they end."""
        start, end = side[0] + INSET * self.glyph, side[1] - INSET * self.glyph
        beside = [one for one in self.lines if one.start < (start + end) / 2 < one.end and one.at != line.at]
        before = max((one for one in beside if one.at < line.at), key=lambda one: one.at, default=line)
        after = min((one for one in beside if one.at > line.at), key=lambda one: one.at, default=line)
        return all(one.ink(start, end) > 0 for one in (before, after) if one is not line)

    def _white(self, line: Line, side: tuple[float, float]) -> float:
        """How wide the white is, in pixels, in which a line runs along one of its sides."""
        import numpy as np

        inset, far = round(INSET * self.glyph), round(FAR * self.glyph)
        y = round(line.at)
        band = self.text[max(0, y - far) : y + far, max(0, round(side[0]) + inset) : max(0, round(side[1]) - inset)]
        inked = np.flatnonzero(band.any(axis=1)) + max(0, y - far)
        # specks on the line itself are what is left of it
        level = LEVEL * self.glyph
        before, after = inked[inked < line.at - level], inked[inked > line.at + level]
        return float((after[0] if after.size else y + far) - (before[-1] if before.size else y - far))

    def _parts_text(self, line: Line, side: tuple[float, float]) -> bool:
        """Whether print stands in both of the cells side by side that a wall would part, far from each other."""
        if not self.upright:
            return False
        inset = round(INSET * self.glyph)
        x0, x1 = round(side[0]) + inset, round(side[1]) - inset
        middle = (x0 + x1) / 2
        reach = REACH * self.glyph
        levels = [one.at for one in self.lines if one.reach[0] - reach < middle < one.reach[1] + reach]
        before = max((at for at in levels if at < line.at), default=None)
        after = min((at for at in levels if at > line.at), default=None)
        if before is None or after is None or self._white(line, side) < COLUMNS * self.glyph:
            return False
        for top, bottom in ((before, line.at), (line.at, after)):
            cell = self.text[round(top) + inset : max(0, round(bottom) - inset), max(0, x0) : x1]
            if cell.any(axis=1).sum() < CROSSED * self.glyph:
                return False
        return True
