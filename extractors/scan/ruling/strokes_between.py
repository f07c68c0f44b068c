"""Strokes of print taken for walls, in a table that is ruled along x only.

Where its rows are hardly higher than its text, the upright strokes of two rows and the rule between them look like one
run of ink. A table with walls has them in most of its rows; strokes make such runs in a few, here and there, and the
rows beside these are torn out of their table.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from extractors.scan.ruling.rules import RuleInk
from extractors.scan.ruling.stacked import stacked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractors.model import Box

SIDE = 0.8  # in character heights: so far from the ends of its rules stands a wall at the side of a table
SHORT = 0.5  # of a row's height: so much of it a wall may leave out
WALLED = 0.5  # share of the rows, beside a wall each, that makes it a table with walls


def without_strokes_between(found: RuleInk, glyph: float) -> RuleInk:
    """The rules without the upright ones inside a table that has none in most rows, nor at its sides.

    Args:
        found: the rules of a page, in pixels.
        glyph: the usual height of a character in pixels.
    """
    strokes = [
        wall for stack in stacked(found.horizontals, glyph) for wall in _few_inside(stack, found.verticals, glyph)
    ]
    if not strokes:
        return found
    mask = found.mask.copy()
    for box in strokes:
        mask[int(box.top) : int(box.bottom) + 1, int(box.x0) : int(box.x1) + 1] = False
    return replace(found, verticals=[wall for wall in found.verticals if wall not in strokes], mask=mask)


def _few_inside(stack: Sequence[Box], walls: Sequence[Box], glyph: float) -> list[Box]:
    """The walls between the rules of a stack, if most of its rows have none, and none stands at its sides."""
    top, bottom = stack[0].centre[1], stack[-1].centre[1]
    x0, x1 = min(rule.x0 for rule in stack), max(rule.x1 for rule in stack)
    near = [
        wall
        for wall in walls
        if x0 - SIDE * glyph < wall.centre[0] < x1 + SIDE * glyph and top < wall.centre[1] < bottom
    ]
    if not near or any(min(wall.centre[0] - x0, x1 - wall.centre[0]) < SIDE * glyph for wall in near):
        return []
    rows = list(pairwise(rule.centre[1] for rule in stack))
    walled = sum(
        any(min(wall.bottom, below) - max(wall.top, above) > (1 - SHORT) * (below - above) for wall in near)
        for above, below in rows
    )
    return near if walled < WALLED * len(rows) else []
