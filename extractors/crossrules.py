"""Horizontal rules of one table: pieces joined, tables over one another parted, the rectangles between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.model import Box

# All in heights of a character.
LEVEL = 0.35  # rules so near to each other are one
BROKEN = 1.0  # white between two pieces of one rule
WIDE = 1.3  # white in a line that is more than that between two words
ENDS = 0.8  # ends of rules so near to each other are one edge
SAME = 0.25  # two gaps of one merged cell
WORD, LOWEST = 0.5, 0.5  # white within a line of print; the height of a character's mark
FEWEST_BREAKS = 3  # a page with so many has broken rules
SHARED = 2, 3  # rules that start, and that end at one place where that is the edge of a column
LARGE = 1.25  # print so much larger than the usual is a title between two tables

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class LongRule:
    """A joined rule."""

    y: float
    x0: float
    x1: float


def joined_rules(rules: Sequence[Box], em: float) -> list[LongRule]:
    """Pieces on one line as one rule; every rule of one level at exactly one height."""
    levels: list[list[Box]] = []
    for rule in sorted(rules, key=lambda box: box.centre[1]):
        if levels and rule.centre[1] - levels[-1][0].centre[1] <= LEVEL * em:
            levels[-1].append(rule)
        else:
            levels.append([rule])
    joined: list[LongRule] = []
    for level in levels:
        y = sum(rule.centre[1] * rule.width for rule in level) / max(1e-6, sum(rule.width for rule in level))
        joined += [LongRule(y, x0, x1) for x0, x1 in union(((r.x0, r.x1) for r in level), BROKEN * em)]
    return joined


def mended(rules: Sequence[LongRule], marks: Sequence[Box], em: float) -> list[LongRule]:
    """The rules of a page whose printer or copier broke them, made whole; on other pages the same ones.

    A merged cell makes a gap in a rule, too: its text stands across it, or between it and the same gap of the next
    rule. Where many rules
    are broken, an end that hardly another has is where a rule broke off, and not the edge of a column: rows are parted
    as far as the right side of their table, if by rules of several lengths.

    Args:
        rules: pieces on one level have exactly the same y.
        marks: boxes of characters, or of parts of them, in points.
        em: the usual height of a character, in points.
    """
    levels: dict[float, list[LongRule]] = {}
    for rule in sorted(rules, key=lambda rule: (rule.y, rule.x0)):
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
    return [LongRule(y, x0, x1) for y, level in whole.items() for x0, x1 in level]


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


def union(intervals: Iterable[Interval], reach: float) -> list[Interval]:
    """Intervals no further apart than `reach` as one, ascending."""
    union: list[Interval] = []
    for start, end in sorted(intervals):
        if union and start - union[-1][1] <= reach:
            union[-1] = (union[-1][0], max(union[-1][1], end))
        else:
            union.append((start, end))
    return union


def stacks(mains: Sequence[LongRule], marks: Sequence[Box], em: float) -> list[list[LongRule]]:
    """Rules of one width, parted where a title or running text stands between two tables."""
    stacks: list[list[LongRule]] = [[mains[0]]]
    for above, below in pairwise(mains):
        if _is_between_tables(above, below, marks, em):
            stacks.append([])
        stacks[-1].append(below)
    return [stack for stack in stacks if len(stack) > 1]


def _is_between_tables(above: LongRule, below: LongRule, marks: Sequence[Box], em: float) -> bool:
    inside = [m for m in marks if above.y < m.centre[1] < below.y and above.x0 < m.centre[0] < above.x1]
    if not inside:
        return below.y - above.y > 3 * em
    tall = sorted(max(mark.width, mark.height) for mark in inside)
    whites = union(((m.x0, m.x1) for m in inside), WIDE * em)
    white_above = min(mark.top for mark in inside) - above.y
    return len(whites) == 1 and (tall[len(tall) // 2] > LARGE * em or white_above > 2 * em)


def clustered(values: Sequence[float], reach: float) -> list[float]:
    """The means of values that lie near each other."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= reach:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(group) / len(group) for group in groups]


def rectangles(rules: Sequence[LongRule], ends: Sequence[float]) -> list[Box]:
    """The rectangles between rules: neighbours that begin and end at the same rules are one."""
    columns: list[list[Interval]] = []
    outer = (min(rule.y for rule in rules), max(rule.y for rule in rules))
    for x0, x1 in pairwise(ends):
        across = {rule.y for rule in rules if min(rule.x1, x1) - max(rule.x0, x0) > (x1 - x0) / 2}
        columns.append(list(pairwise(sorted(across.union(outer)))))
    boxes: list[Box] = []
    for index, column in enumerate(columns):
        for top, bottom in column:
            if index and (top, bottom) in columns[index - 1]:
                continue
            last = index
            while last + 1 < len(columns) and (top, bottom) in columns[last + 1]:
                last += 1
            boxes.append(Box(ends[index], top, ends[last + 1], bottom))
    return boxes
