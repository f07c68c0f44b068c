"""Rules along x that are those of one table by their ends alone, whether or not anything upright joins them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractors.model import Box

# In character heights: from the ends of one rule to those of the next, and down to it: no row is much higher.
ENDS, DOWN = 0.8, 8.0
FEWEST = 6  # rules that tell a table by themselves


def stacked(rules: Sequence[Box], glyph: float) -> list[list[Box]]:
    """Rules below each other, each beginning and ending near where the one above does, from top to bottom.

    Args:
        rules: along x, in pixels.
        glyph: the usual height of a character in pixels.
    """
    stacks: list[list[Box]] = []
    for rule in sorted(rules, key=lambda box: box.centre[1]):
        for stack in stacks:
            above = stack[-1]
            near = max(abs(above.x0 - rule.x0), abs(above.x1 - rule.x1)) <= ENDS * glyph
            if near and rule.centre[1] - above.centre[1] <= DOWN * glyph:
                stack.append(rule)
                break
        else:
            stacks.append([rule])
    return [stack for stack in stacks if len(stack) >= FEWEST]
