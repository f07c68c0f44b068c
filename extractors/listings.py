"""Levels of text → the stretches of them in which the most columns stay white between each other: lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from statistics import median

from extractors.model import Box
from extractors.pieces import GUTTER, Level, around, has_ink, lines_of, whites_in
from extractors.textrows import blocks_of
from extractors.wrapped import wrapped_apart

NOWHERE = (float("inf"), float("inf"))
# All in heights of a line.
WIDE = 1.0  # white that parts columns even when one holds a single line
WITHIN = 0.6  # white between two characters of a text, the second one narrow
COMMA = 1.4  # white where a comma stands that is too small to be told from dirt
HEADING_LINES = 3
HIDING = 5  # levels above a list that tell whether it begins there
NEARLY = 0.7  # of the longest columns: more of them that are nearly as long are tried first
ALIGNED = 0.5  # texts of a column begin, or have their middles, so near to each other
CLOSE_LINES = 2.0  # from line to line of one text
BREAK = 4.0  # white so high ends a table
FEWEST_COLUMNS, FEWEST_ROWS = 4, 4
FEWEST_FILLED = 3  # texts of a row that shows the columns, and such rows of a list
ALIKE = 0.5  # of the texts of a column that the last one stands below
STEP = 1.2  # of the usual distance of rows: no more is the last one away


# What stands around a white on a level, by the level's identity and the white: stretches of levels share most of it.
_Seen = dict[tuple[int, float, float], tuple[float | None, float | None]]


@dataclass(frozen=True, slots=True)
class Listing:
    """The levels of a list, from and to, and the gutters between its columns."""

    first: int
    last: int
    gutters: tuple[float, ...]


def listings_in(levels: Sequence[Level], em: float, fewest: int = FEWEST_COLUMNS) -> list[Listing]:
    """The stretches of levels with the longest columns side by side: one for each number of columns, the most first."""
    if not _has_columns(levels, em):
        return []
    best: dict[int, tuple[int, Listing]] = {}
    seen: _Seen = {}
    for first in range(len(levels)):
        ink = 0
        for last in range(first, len(levels)):
            if last > first and levels[last].top - levels[last - 1].bottom > BREAK * em:
                break
            ink |= levels[last].ink
            whites, lines = whites_in(ink, em), last - first + 1
            few = lines < FEWEST_ROWS
            known = max((worth for worth, _ in best.values()), default=0)
            if (few and lines < len(levels)) or len(whites) * lines < NEARLY * known:
                continue
            inside = levels[first : last + 1]
            gutters = [sum(white) / 2 for white in whites] if few else _parting(inside, whites, em, seen)
            most = best.get(len(gutters), (0,))[0]
            # no column is longer than the stretch
            if len(gutters) + 1 < min(fewest, FEWEST_COLUMNS - few) or len(gutters) * lines <= most:
                continue
            worth = sum(_length(inside, a, b, em) for a, b in pairwise((0.0, *gutters, float("inf")))) - lines
            if worth > most:
                best[len(gutters)] = worth, Listing(first, last, tuple(gutters))
    most = max((worth for worth, _ in best.values()), default=0)
    found = [best[columns][1] for columns in sorted(best, reverse=True) if best[columns][0] >= NEARLY * most]
    found = [each for one in found for each in (_with_last(levels, one, em), one) if each]
    return [replace(one, gutters=_with_lone(levels[one.first : one.last + 1], one.gutters, em)) for one in found]


def refined(levels: Sequence[Level], found: Listing, em: float) -> Iterator[Listing]:
    """The list from a heading inside it on, where print above hid some of its columns or kept a row out."""
    seen: _Seen = {}
    for first in range(found.first + 1, found.last):
        if not far_apart(levels[first], em):
            continue
        best, most, ink = None, 0, 0
        for last in range(first, len(levels)):
            if last > first and levels[last].top - levels[last - 1].bottom > BREAK * em:
                break
            ink |= levels[last].ink
            gutters = _parting(levels[first : last + 1], whites_in(ink, em), em, seen)
            worth = (len(gutters) + 1) * (last - first)
            if last >= found.last and len(gutters) >= len(found.gutters) and worth > most:
                best, most = Listing(first, last, tuple(gutters)), worth
        if best is None or (len(best.gutters), best.last) <= (len(found.gutters), found.last):
            continue
        if hidden(levels[max(found.first, first - HIDING) : first], best.gutters, em):
            inside = levels[best.first : best.last + 1]
            yield without_prose(levels, replace(best, gutters=_with_lone(inside, best.gutters, em)), em)


def without_prose(levels: Sequence[Level], found: Listing, em: float) -> Listing:
    """The list without the running text below it, the white of whose commas happens to be that of its columns."""
    last = found.last
    while last > found.first and _runs_over(levels[last], found.gutters, em):
        last -= 1
    return replace(found, last=last)


def _runs_over(level: Level, gutters: Sequence[float], em: float) -> bool:
    """Whether print goes on behind several gutters without wide white, or behind one and there is no wide white."""
    whites = whites_in(level.ink, em)
    narrow = [b - a < WIDE * em for a, b in whites for gutter in gutters if a < gutter < b]
    return sum(narrow) > 1 or (any(narrow) and not any(b - a >= WIDE * em for a, b in whites))


def hidden(above: Sequence[Level], gutters: Sequence[float], em: float) -> bool:
    """Whether print runs over a gutter just above a list: what stands there are no rows of it."""
    reach = GUTTER * em / 2
    return any(has_ink(level.ink, gutter - reach, gutter + reach, em) for level in above for gutter in gutters)


def far_apart(level: Level, em: float) -> bool:
    """Whether a level holds as many texts far apart as the heading of a list."""
    return sum(b - a >= WIDE * em for a, b in whites_in(level.ink, em)) >= FEWEST_COLUMNS - 1


def _has_columns(levels: Sequence[Level], em: float) -> bool:
    """Whether some lines are parted widely, as those of prose are not; of the last row of a list, one."""
    wide = [level for level in levels if any(b - a >= WIDE * em for a, b in whites_in(level.ink, em))]
    return len(wide) >= (FEWEST_FILLED if len(levels) >= FEWEST_ROWS else 1)


def _length(levels: Sequence[Level], start: float, stop: float, em: float) -> int:
    """How many levels there are from the first text of a column to its last."""
    filled = [index for index, level in enumerate(levels) if has_ink(level.ink, start, stop, em)]
    return filled[-1] - filled[0] + 1 if filled else 0


def _parting(levels: Sequence[Level], whites: Sequence[tuple[float, float]], em: float, seen: _Seen) -> list[float]:
    """The middles of whites that part columns: one has several lines, but for the first, which may hold one."""
    kept: list[float] = []
    for (start, stop), (after, _) in pairwise((*whites, NOWHERE)):
        # a mark is in one column, for what parts them is white on all levels
        printed = (level for level in levels if has_ink(level.ink, stop, after, em))
        if len(tuple(islice(printed, 2))) > 1 and (
            stop - start > WITHIN * em or not _within_texts(levels, (start + stop) / 2, after, WITHIN * em, seen)
        ):
            kept.append((start + stop) / 2)
    return kept


def _within_texts(levels: Sequence[Level], at: float, after: float, close: float, seen: _Seen) -> bool:
    """Whether a white is within texts: what stands behind it, up to the next, mostly stands close to what is before.

    Nowhere is it far from that, but it may stand alone: a heading in the middle of its column.
    """
    beside, alone = 0, 0
    for level in levels:
        behind, before = _around_white(level, at, after, seen)
        if behind is None:
            continue
        if before is not None and behind - before > close:
            return False
        beside += before is not None
        alone += before is None
    return beside > alone


def _around_white(level: Level, at: float, after: float, seen: _Seen) -> tuple[float | None, float | None]:
    """Where on a level print begins behind a white, up to the next, and where it ends before; None where none does."""
    key = (id(level), at, after)
    if key not in seen:
        behind = min((box.x0 for box in level.boxes if at < box.centre[0] <= after), default=None)
        seen[key] = behind, max((box.x1 for box in level.boxes if box.centre[0] < at), default=None)
    return seen[key]


def _with_last(levels: Sequence[Level], found: Listing, em: float) -> Listing | None:
    """The list with a row below it whose only text stands where those above it stand; None without one."""
    inside, below = levels[found.first : found.last + 1], levels[found.last + 1 : found.last + 2]
    if not below:
        return None
    box = around(below[0].boxes)
    start, stop = (
        max((x for x in found.gutters if x < box.x0), default=None),
        min((x for x in found.gutters if x > box.x0), default=float("inf")),
    )
    if start is None or box.x1 > stop:
        return None
    lines = lines_of([box for level in inside for box in level.boxes if start < box.centre[0] < stop])
    steps = [b.centre[1] - a.centre[1] for a, b in pairwise(lines)]
    beside = sum(min(abs(line.x0 - box.x0), abs(line.centre[0] - box.centre[0])) < ALIGNED * em for line in lines)
    if not steps or beside < ALIKE * len(lines) or box.centre[1] - lines[-1].centre[1] > STEP * median(steps):
        return None
    return replace(found, last=found.last + 1)


def _with_lone(levels: Sequence[Level], gutters: Sequence[float], em: float) -> tuple[float, ...]:
    """The gutters, and those around a column with a single line in wide white, unless that is a heading out of line."""
    ink = 0
    for level in levels:
        ink |= level.ink
    more: set[float] = set(gutters)
    whites = _without_commas(levels, whites_in(ink, em), em)
    for (a, start), (stop, b) in pairwise(whites):
        lines = [level for level in levels if any(start <= box.centre[0] <= stop for box in level.boxes)]
        if len(lines) != 1 or lines[0] in levels[:HEADING_LINES]:
            continue
        own = [box for box in lines[0].boxes if start <= box.centre[0] <= stop]
        before = max((white[1] for white in whites if white[1] < a), default=float("-inf"))
        after = min((white[0] for white in whites if white[0] > b), default=float("inf"))
        left, right = (_text_beside(levels, *between, own[0].centre[1], em) for between in ((before, a), (b, after)))
        sides = ((start - a, left), (b - stop, right))
        parted = [wrapped_apart(text, own, white, em) for white, text in sides]
        if not all(white >= WIDE * em or apart for (white, _), apart in zip(sides, parted, strict=True)):
            continue
        if parted[0] or not _within_texts(lines, (a + start) / 2, stop, COMMA * em, {}):
            more |= {(a + start) / 2, (stop + b) / 2}
    return tuple(sorted(more))


def _without_commas(
    levels: Sequence[Level], whites: Sequence[tuple[float, float]], em: float
) -> list[tuple[float, float]]:
    """The whites but for narrow ones with a single text on both sides, on one line: within a number with commas."""
    ends = [float("-inf"), *(x for white in whites for x in white), float("inf")]
    kept: list[tuple[float, float]] = []
    for before, (start, stop), after in zip(ends[:-2:2], whites, ends[3::2], strict=True):
        beside = [
            [level for level in levels if any(x0 <= box.centre[0] <= x1 for box in level.boxes)]
            for x0, x1 in ((before, start), (stop, after))
        ]
        if stop - start > WITHIN * em or beside[0] != beside[1] or len(beside[0]) != 1:
            kept.append((start, stop))
    return kept


def _text_beside(levels: Sequence[Level], start: float, stop: float, y: float, em: float) -> list[Box]:
    """The lines of a column that follow each other closely, above and below a height of the page."""
    inside = [box for level in levels for box in level.boxes if start < box.centre[0] < stop]
    blocks = blocks_of(lines_of(inside), CLOSE_LINES * em)
    near = [block for block in blocks if block.top <= y <= block.bottom]
    return [box for box in inside for block in near if block.top <= box.centre[1] <= block.bottom]
