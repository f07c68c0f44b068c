"""Weights of a scanned table that do not add up: which of them a look-alike would put right.

A source may err as well, and then no row is in doubt. But where one figure read as another it is often taken for
(lone 4 as 1 on a fax), or at most two, explain the difference, those rows are.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from normalizers.audit.weights import Weights, adds_up, blocks, is_usual, own_weights, sums
from normalizers.model import TargetTable

# What a recogniser may take for each other, as seen on faxes and poor copies: strokes lost, loops opened or filled.
_TWINS = {"0": "68", "1": "47", "2": "7", "3": "58", "4": "1", "5": "36", "6": "058", "7": "12", "8": "0369", "9": "8"}
_TOGETHER = 2  # so many misread weights may explain a sum; with more nearly any sum has some
_MANY = 0.5  # of the rows: what any two of so many explain, the source erred in, and its sum alone is reported


def misweighed(table: TargetTable) -> frozenset[int]:
    """The ordinals of the rows whose weight may be misread; none on a digital page, or where the weights add up."""
    doubtful: set[int] = set()
    for block in blocks(table):
        weights = own_weights(block)
        if weights is None or len(weights) < 2 or adds_up(weights) or all(row.confidence == 1 for row in block):
            continue
        doubtful |= {block[place].ordinal for place in _explaining(weights)}
    return frozenset(doubtful)


def _explaining(weights: Weights) -> set[int]:
    """The places of the fewest changes that make the weights add up."""
    read = sums(weights)
    changes = [
        (place, sums([(label, other - weight)]))
        for place, (label, weight) in enumerate(weights)
        for other in _look_alikes(weight)
    ]
    for count in range(1, _TOGETHER + 1):
        found: set[int] = set()
        for chosen in combinations(changes, count):
            places = {place for place, _ in chosen}
            changed = (sum(parts, Decimal(0)) for parts in zip(read, *(by for _, by in chosen), strict=True))
            if len(places) == count and any(map(is_usual, changed)):
                found |= places
        if count > 1 and len(found) > _MANY * len(weights):
            return set()
        if found:
            return found
    return set()


def _look_alikes(weight: Decimal) -> Iterator[Decimal]:
    """What may be printed for a weight: a figure of it another, a thin 1 in front of it lost or too many."""
    text = f"{weight.normalize():f}"
    for place, figure in enumerate(text):
        for twin in _TWINS.get(figure, ""):
            yield Decimal(text[:place] + twin + text[place + 1 :])
    if len(text) == 1:
        yield Decimal("1" + text)
    if len(text) == 2 and text.startswith("1"):
        yield Decimal(text[1:])
