"""Two leaves on one page: a book laid open, two sheets on one photograph. Each is read from its top to its end.

Grids stand side by side there, and what is printed above the right one has nothing to do with the left one.
"""

from __future__ import annotations

from dataclasses import dataclass

from extractors.model import Box, Line, PageReading, TableGrid

_UNSURE = 0.6  # confidence below which a line may be the grain of a desk, which closes no gutter


@dataclass(frozen=True, slots=True)
class Leaf:
    """What stands on one leaf: grids with their numbers on the page from top to bottom, and lines in reading order."""

    numbered: tuple[tuple[int, TableGrid], ...]
    text: tuple[Line, ...]


def leaves(page: PageReading) -> tuple[Leaf, ...]:
    """The leaves of a page from left to right; one for most pages.

    A gutter parts two leaves where grids stand side by side and nothing that was read crosses it. On a page wider than
    high they need not be level: the rest of a table stands at the head of the second sheet, higher than its beginning.
    """
    numbered = sorted(enumerate(page.grids), key=lambda pair: (pair[1].box.top, pair[1].box.x0))
    gutters = _gutters(page)
    return tuple(
        Leaf(
            tuple(pair for pair in numbered if _leaf_of(pair[1].box, gutters) == place),
            tuple(line for line in page.text if _leaf_of(line.box, gutters) == place),
        )
        for place in range(len(gutters) + 1)
    )


def beside(one: Box, other: Box) -> bool:
    """Whether two boxes stand side by side: apart along x, and level over half of the lower one's height."""
    level = min(one.bottom, other.bottom) - max(one.top, other.top)
    apart = one.x1 <= other.x0 or other.x1 <= one.x0
    return apart and level > 0.5 * min(one.height, other.height)


def _facing(left: Box, right: Box) -> bool:
    """Whether a box stands right of another and begins above its end."""
    return left.x1 <= right.x0 and right.top < left.bottom


def _leaf_of(box: Box, gutters: list[float]) -> int:
    return sum(box.centre[0] > gutter for gutter in gutters)


def _gutters(page: PageReading) -> list[float]:
    """The x of the middles of free strips, in points, that have grids side by side left and right of them."""
    grids = [grid.box for grid in page.grids]
    facing = _facing if page.width > page.height else beside
    if not any(facing(one, other) for one in grids for other in grids):
        return []
    lines = [line.box for line in page.text if line.confidence >= _UNSURE]
    found: list[float] = []
    reach = float("-inf")
    left: list[Box] = []
    for box in sorted((*grids, *lines), key=lambda box: box.x0):
        if box.x0 > reach:
            right = [grid for grid in grids if grid.x0 >= box.x0]
            if any(facing(one, other) for one in left for other in right):
                found.append((reach + box.x0) / 2)
                left = []
        reach = max(reach, box.x1)
        left += [box] if box in grids else []
    return found
