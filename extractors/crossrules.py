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
