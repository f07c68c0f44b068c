"""Pieces that lie on one line: what is left of a rule that is broken by wide gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from extractors.crossrules import union
from extractors.model import Box
from extractors.scan.ruling.scraps import Scrap

SPREAD = 0.25  # in character heights: pieces of one rule lie no further off each other across it
# In character heights, of the pieces of a line: all of them and the longest at the least; the longest where they are
# many, and their usual length is below this share of it.
LENGTH, LONGEST, LONG, MANY, UNEVEN = 3.0, 1.25, 0.8, 5, 0.85
# In character heights: a wider gap parts a line in two; a part is inked over so much of its length, and over so much.
APART, FULL, SHORT = 10.0, 0.2, 1.25


@dataclass(frozen=True, slots=True)
class Line:
    """What is left of a rule along x: its y, and from where to where there are pieces, in pixels.

    `reach` is from where to where there are any on its level: those of other tables, or behind a merged cell, too.
    """

    at: float
    pieces: tuple[tuple[float, float], ...]
    reach: tuple[float, float]

    @property
    def start(self) -> float:
        """Where the first piece begins."""
        return self.pieces[0][0]

    @property
    def end(self) -> float:
        """Where the last piece ends."""
        return self.pieces[-1][1]

    def ink(self, start: float, end: float) -> float:
        """How much of a stretch is inked, in pixels."""
        return sum(max(0.0, min(end, last) - max(start, first)) for first, last in self.pieces)


def lines_of(rules: Sequence[Box], scraps: Sequence[Scrap], glyph: float) -> list[Line]:
    """The lines on which pieces follow each other, from top to bottom.

    Args:
        rules: along x.
        scraps: likewise.
        glyph: the usual height of a character in pixels.
    """
    lines: list[Line] = []
    for level in _levels([*rules, *(scrap.box for scrap in scraps if scrap.lone)], SPREAD * glyph):
        at = _middle(level)
        near = [
            s.box
            for s in scraps
            if not s.lone and s.box.width >= LONG * glyph and abs(s.box.centre[1] - at) < SPREAD / 2 * glyph
        ]
        parts = [
            [box for box in [*level, *near] if first <= box.x0 < last]
            for first, last in union(((box.x0, box.x1) for box in [*level, *near]), APART * glyph)
        ]
        if any(_is_rule([box for box in part if box in level], rules, glyph) for part in parts):
            reach = min(box.x0 for box in parts[0]), max(box.x1 for box in parts[-1])
            own = (Line(at, tuple(union(((box.x0, box.x1) for box in part), 1.0)), reach) for part in parts)
            lines += [
                line
                for line in own
                if line.ink(line.start, line.end) >= max(FULL * (line.end - line.start), SHORT * glyph)
            ]
    return lines


def _is_rule(pieces: Sequence[Box], rules: Sequence[Box], glyph: float) -> bool:
    """Whether pieces that follow each other on a line are those of a rule: one is a rule, or they are many or long."""
    if any(piece in rules for piece in pieces):
        return True
    widths = [end - start for start, end in union(((box.x0, box.x1) for box in pieces), 1.0)]
    if sum(widths) < LENGTH * glyph:
        return False
    longest = max(widths)
    # dashes in the cells of one row are as long as each other, and so are figures 1 below each other
    uneven = len(widths) >= MANY and median(widths) <= UNEVEN * longest
    return longest >= LONGEST * glyph or (uneven and longest >= LONG * glyph)


def _levels(boxes: Sequence[Box], spread: float) -> list[list[Box]]:
    """Boxes by their height on the page; a level never spreads over more than it may."""
    levels: list[list[Box]] = []
    for box in sorted(boxes, key=lambda box: box.centre[1]):
        if levels and box.centre[1] - levels[-1][0].centre[1] <= spread:
            levels[-1].append(box)
        else:
            levels.append([box])
    return levels


def _middle(level: Sequence[Box]) -> float:
    """The height of a level by the longest of its pieces."""
    return median(box.centre[1] for box in sorted(level, key=lambda box: -box.width)[:5])
