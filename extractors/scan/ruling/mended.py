"""Rules of a table without walls that a printer or a copier broke: their pieces are joined, their ends found again."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractors.bands import printed
from extractors.crossrules import LARGE, LEVEL, Interval, LongRule, joined_rules
from extractors.model import Box

# In character heights, but for counts.
SAME = 0.25  # two gaps of one merged cell
WORD, LOWEST = 0.5, 0.5  # white within a line of print; the height of a character's mark
FEWEST_BREAKS = 3  # a page with so many has broken rules
SHARED = 2, 3  # rules that start, and that end at one place where that is the edge of a column


def mended(rules: Sequence[Box], marks: Sequence[Box], em: float) -> list[Box]:
    """The rules of a page whose printer or copier broke them, made whole; on other pages the same ones.

    A merged cell makes a gap in a rule, too: its text stands across it, or between it and the same gap of the next
    rule. Where many rules are broken, an end that hardly another has is where a rule broke off, and not the edge of a
    column: rows are parted as far as the right side of their table, if by rules of several lengths.

    Args:
        rules: along x, outside every table with both kinds of rules, in points.
        marks: boxes of characters, or of parts of them, in points.
        em: the usual height of a character, in points.
    """
    marks = printed(marks, em)
    levels: dict[float, list[LongRule]] = {}
    for rule in sorted(joined_rules(rules, em), key=lambda rule: (rule.y, rule.x0)):
        levels.setdefault(rule.y, []).append(rule)
    gaps = {y: [(a.x1, b.x0) for a, b in pairwise(level)] for y, level in levels.items()}
    ys = list(levels)

    def merged(y: float, gap: Interval) -> bool:
        place = ys.index(y)
        again = (
            _holds_text(gap, sorted((y, near)), marks, em)
            for near in (*ys[max(0, place - 1) : place], *ys[place + 1 : place + 2])
            if any(_alike(gap, other, em) for other in gaps[near])
        )
        return any(again) or _crossed(y, gap, marks, em)

    breaks = {(y, gap) for y, level in gaps.items() for gap in level if not merged(y, gap)}
    if len(breaks) < FEWEST_BREAKS:
        return list(rules)
    whole: dict[float, list[Interval]] = {}
    for y, pieces in levels.items():
        joined = whole[y] = [(pieces[0].x0, pieces[0].x1)]
        for before, behind in pairwise(pieces):
            if (y, (before.x1, behind.x0)) in breaks:
                joined[-1] = joined[-1][0], behind.x1
            else:
                joined.append((behind.x0, behind.x1))
    starts, ends = ([level[side][side] for level in whole.values()] for side in (0, -1))
    for level in whole.values():
        level[0] = _reached(level[0][0], starts, -1, SHARED[0], em), level[0][1]
        level[-1] = level[-1][0], _reached(level[-1][1], ends, 1, SHARED[1], em)
    return [Box(x0, y, x1, y) for y, level in whole.items() for x0, x1 in level]


def _alike(gap: Interval, other: Interval, em: float) -> bool:
    return abs(gap[0] - other[0]) <= SAME * em and abs(gap[1] - other[1]) <= SAME * em


def _crossed(y: float, gap: Interval, marks: Sequence[Box], em: float) -> bool:
    """Whether a character stands in a gap of a rule on the level of the rule, and no dirt or stroke of a stamp."""
    return any(
        mark.top < y < mark.bottom
        and gap[0] < mark.x0
        and mark.x1 < gap[1]
        and LOWEST * em < mark.height < LARGE * em
        and not any(_goes_on(x, [near for near in marks if near.top < y < near.bottom], em) for x in gap)
        for mark in marks
    )


def _holds_text(gap: Interval, levels: Sequence[float], marks: Sequence[Box], em: float) -> bool:
    """Whether print stands in a gap between two levels, and none beside it goes on across the ends of the gap."""
    inside = [mark for mark in marks if levels[0] < mark.centre[1] < levels[1]]
    return any(gap[0] < mark.x0 and mark.x1 < gap[1] for mark in inside) and not any(
        _goes_on(x, inside, em) for x in gap
    )


def _goes_on(x: float, marks: Sequence[Box], em: float) -> bool:
    """Whether a line of print goes on across x: there is no edge of a column."""
    near = [mark for mark in marks if abs(mark.centre[0] - x) < 2 * em]
    left, right = ([mark for mark in near if (mark.centre[0] < x) is side] for side in (True, False))
    return any(b.x0 - a.x1 < WORD * em and a.top < b.bottom and b.top < a.bottom for a in left for b in right)


def _reached(end: float, ends: Sequence[float], way: int, least: int, em: float) -> float:
    """The end of a rule, or the nearest one beyond it that at least so many rules share, where these do not."""
    outward = sorted({x for x in ends if (x - end) * way >= 0}, key=lambda x: abs(x - end))
    shared = (x for x in outward if sum(abs(x - other) <= LEVEL * em for other in ends) >= least)
    return next(shared, end)
