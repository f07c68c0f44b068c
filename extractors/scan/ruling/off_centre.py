"""Walls that are gone without a trace, told by texts that are not in the middle of their merged cell.

Where merged cells have their texts in the middle, as nearly all forms do, one whose text stands aside is two cells: its
own, which has the text in its middle and ends where a row does, and the rest of one from the page before. One with
several texts, each in the middle of some of its rows, is as many cells.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.model import Box
from extractors.scan.blobs import stretches
from extractors.scan.ruling.faint_walls import FaintWall
from extractors.textrows import tiled

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from extractors.tiling import Lattice, Span

# In character heights: rules beside the cell; how far the middle of a text lies at most from that of its cell, and at
# least from that of two.
INSET, CENTRED, ASIDE = 0.15, 0.35, 0.8
# In character heights: a speck, and what is left of a rule, are lower than a line of text; white within a text.
LOWEST, LINES = 0.4, 1.0
FEWEST, MOSTLY = 3, 0.7  # merged cells whose texts are in their middle, and their share


@dataclass(frozen=True, slots=True)
class _Merged:
    """A merged cell: where it lies, the levels of its rows, and the middles of its texts, in pixels."""

    x0: float
    x1: float
    ys: tuple[float, ...]
    middles: tuple[float, ...]

    @property
    def off(self) -> float:
        """How far from the middle of the cell its texts stand in the mean."""
        return abs(sum(self.middles) / len(self.middles) - (self.ys[0] + self.ys[-1]) / 2)


def walls_off_centre(
    ink: NDArray[np.uint8], lattices: Sequence[Lattice], glyph: float, scale: float
) -> list[FaintWall]:
    """The walls, all doubtful, that merged cells lack by where their texts stand.

    Args:
        ink: 255 on 0, with what is left of the rules.
        lattices: in points.
        glyph: the usual height of a character in pixels.
        scale: points a pixel.
    """
    found: list[FaintWall] = []
    for lattice in lattices:
        merged = [cell for span in lattice.spans if span[2] > 1 if (cell := _merged(ink, lattice, span, glyph, scale))]
        single = [cell for cell in merged if len(cell.middles) == 1]
        if sum(cell.off <= CENTRED * glyph for cell in single) < max(FEWEST, MOSTLY * len(single)):
            continue
        for cell in merged:
            if len(cell.middles) > 1 or cell.off > ASIDE * glyph:
                spans = tiled(cell.middles, cell.ys, CENTRED * glyph, goes_on_from=0) or ()
                levels = [cell.ys[last] for _, last in spans[:-1]]
                found += [FaintWall(Box(cell.x0, y - 0.5, cell.x1, y + 0.5), doubtful=True) for y in levels]
    return found


def _merged(ink: NDArray[np.uint8], lattice: Lattice, span: Span, glyph: float, scale: float) -> _Merged | None:
    """A merged cell with its texts; None where it has none."""
    import numpy as np

    row, col, tall, cols = span
    ys = tuple(y / scale for y in lattice.ys[row : row + tall + 1])
    x0, x1 = lattice.xs[col] / scale, lattice.xs[col + cols] / scale
    inset = round(INSET * glyph)
    top = max(0, round(ys[0]) + inset)
    inside = ink[top : max(top, round(ys[-1]) - inset), max(0, round(x0) + inset) : max(0, round(x1) - inset)]
    texts: list[tuple[int, int]] = []
    for start, end in stretches(np.any(inside, axis=1)):
        if end - start <= LOWEST * glyph:
            continue
        if texts and start - texts[-1][1] <= LINES * glyph:
            texts[-1] = texts[-1][0], end
        else:
            texts.append((start, end))
    return _Merged(x0, x1, ys, tuple(top + (start + end) / 2 for start, end in texts)) if texts else None
