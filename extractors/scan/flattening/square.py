"""The lean of a table without upright rules, told by where the rules of its rows end, and taken off the page.

A camera held askew turns what is upright more or less than what is level. Upright rules tell by how much; where a table
has none, its rules begin further and further aside, row after row, and it falls to pieces.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.scan.flattening.flatten import Flat
from extractors.scan.flattening.mapping import Mapping, composed, knots_of
from extractors.scan.ruling.stacked import stacked

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from extractors.model import Box

# In character heights: the shortest rules that tell the lean; how far off its straight line an end lies; ends that
# drift by less in all are let be; so far above and below the rules the page leans as they do.
LONG, OFF, DRIFT, BEYOND = 12.0, 0.2, 0.5, 10.0
TALL = 3.0  # in character heights: an upright rule so high has told the lean already
STRAIGHT = 0.8  # share of the ends that lie on their line


def squared(grey: NDArray[np.uint8], flat: Flat, levels: Sequence[Box], uprights: Sequence[Box], glyph: float) -> Flat:
    """The page with such a lean taken off; the very same one where none is seen.

    Args:
        grey: height × width, upright but for its skew.
        flat: the same, straightened.
        levels: the rules along x of that, in pixels.
        uprights: those along y.
        glyph: the usual height of a character in pixels.
    """
    import numpy as np

    for stack in stacked([rule for rule in levels if rule.width > LONG * glyph], glyph):
        first, last = stack[0].centre[1], stack[-1].centre[1]
        # the edge of the sheet beside the table tells nothing of it
        start, end = min(rule.x0 for rule in stack) - glyph, max(rule.x1 for rule in stack) + glyph
        within = [rule for rule in uprights if first < rule.centre[1] < last and start < rule.centre[0] < end]
        if any(rule.height > TALL * glyph for rule in within):
            continue
        heights = np.array([rule.centre[1] for rule in stack])
        ends = ([rule.x0 for rule in stack], [rule.x1 for rule in stack])
        left, right = (_lean(heights, np.array(side), glyph) for side in ends)
        if left is None or right is None or max(abs(left), abs(right)) * (last - first) < DRIFT * glyph:
            continue
        x0, x1 = stack[0].x0, stack[0].x1
        x, y = knots_of(flat.grey.shape)
        share = np.clip((x - x0) / (x1 - x0), 0, 1)
        down = np.clip(y, first - BEYOND * glyph, last + BEYOND * glyph) - (first + last) / 2
        back = x + (left * (1 - share) + right * share) * down
        mapping = composed(Mapping(back.astype(np.float32), y, 0.0), flat.mapping)
        ground = int(np.percentile(grey[::4, ::4], 75))
        return replace(flat, grey=mapping.flat(grey, flat.grey.shape, ground), mapping=mapping)
    return flat


def _lean(heights: NDArray[np.float64], ends: NDArray[np.float64], glyph: float) -> float | None:
    """By how many pixels the ends of rules move aside per pixel down; None where they lie on no straight line."""
    import numpy as np

    slope, start = np.polyfit(heights, ends, 1)
    off = np.abs(ends - start - slope * heights)
    return float(slope) if np.mean(off <= OFF * glyph) >= STRAIGHT else None
