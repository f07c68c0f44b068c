"""Which row of one reading is which row of another: by meaning, so that one inserted row is one difference."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

Key = tuple[str, ...]
Pair = tuple[int | None, int | None]

# Rows whose names are less alike than this are not the same row, unless both stand alone between the same neighbours.
ALIKE = 60.0
DRESS = str.maketrans({"≧": "≥", "⩾": "≥", "≦": "≤", "⩽": "≤"})


def loose(value: Any) -> str:
    """Text without blanks, widths, and the dress of an operator: a scan does not always tell ≧ from ≥."""
    return "" if value is None else "".join(unicodedata.normalize("NFKC", str(value).translate(DRESS)).split())


def matched(
    left: Sequence[Mapping[str, Any]], right: Sequence[Mapping[str, Any]], keys: Iterable[Sequence[str]]
) -> Iterator[Pair]:
    """Pairs of positions in the order of both sides; None where a side has no such row.

    `keys` are the columns that name a row, the strictest first. Rows with the same key are paired in their order,
    what is left over by likeness of the strictest key, and at last what stands alone between the same neighbours.
    """
    of_left: dict[int, int] = {}
    of_right: dict[int, int] = {}

    def pair(one: int, other: int) -> None:
        of_left[one], of_right[other] = other, one

    rules = [tuple(columns) for columns in keys]
    names = [[tuple(loose(row.get(column)) for column in columns) for columns in rules] for row in left]
    others = [[tuple(loose(row.get(column)) for column in columns) for columns in rules] for row in right]
    for rule in range(len(rules)):
        waiting: dict[Key, list[int]] = defaultdict(list)
        for position, row in enumerate(others):
            if position not in of_right and any(row[rule]):
                waiting[row[rule]].append(position)
        for position, row in enumerate(names):
            if position not in of_left and waiting.get(row[rule]):
                pair(position, waiting[row[rule]].pop(0))
    for one, other in _likest(
        {position: " ".join(row[0]) for position, row in enumerate(names) if position not in of_left},
        {position: " ".join(row[0]) for position, row in enumerate(others) if position not in of_right},
    ):
        pair(one, other)
    for one, other in list(_between(of_left, len(left), len(right))):
        pair(one, other)
    return _in_order(of_left, len(left), len(right))


def _likest(left: Mapping[int, str], right: Mapping[int, str]) -> Iterator[tuple[int, int]]:
    """The pairs that are most alike, each row once."""
    if not left or not right:
        return
    from rapidfuzz import fuzz

    scores = [
        (-fuzz.ratio(text, other, score_cutoff=ALIKE), abs(position - place), position, place)
        for position, text in left.items()
        for place, other in right.items()
    ]
    taken: set[int] = set()
    given: set[int] = set()
    for score, _, position, place in sorted(scores):
        if score < 0 and position not in taken and place not in given:
            taken.add(position)
            given.add(place)
            yield position, place


def _between(of_left: Mapping[int, int], left: int, right: int) -> Iterator[tuple[int, int]]:
    """Unpaired rows that stand between the same neighbours, as they come."""
    used = set(of_left.values())
    for position in range(left):
        if position in of_left:
            continue
        run = position
        while run > 0 and run - 1 not in of_left:
            run -= 1
        before = of_left[run - 1] if run > 0 else -1
        place = before + 1 + position - run
        if place < right and all(step not in used for step in range(before + 1, place + 1)):
            yield position, place


def _in_order(of_left: Mapping[int, int], left: int, right: int) -> Iterator[Pair]:
    """Pairs in the order of the left side, each new row of the right after the one it follows there."""
    of_right = {other: one for one, other in of_left.items()}
    followers: dict[int, list[int]] = defaultdict(list)
    anchor = -1
    for place in range(right):
        if place in of_right:
            anchor = of_right[place]
        else:
            followers[anchor].append(place)
    yield from ((None, place) for place in followers[-1])
    for position in range(left):
        yield position, of_left.get(position)
        yield from ((None, place) for place in followers[position])
