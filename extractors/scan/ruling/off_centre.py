"""Walls that are gone without a trace, told by texts that are not in the middle of their merged cell.

Where merged cells have their texts in the middle, as nearly all forms do, one whose text stands aside is two cells: its
own, which has the text in its middle and ends where a row does, and the rest of one from the page before. One with
several texts, each in the middle of some of its rows, is as many cells.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.scan.blobs import stretches
from extractors.textrows import tiled

if TYPE_CHECKING:
    from extractors.model import Box
    from extractors.rectangles import Span
    from extractors.scan.ruling.faint_walls import FaintWall
    from extractors.scan.ruling.grid import Grid

# In character heights: rules beside the cell; how far the middle of a text lies at most from that of its cell, and at
# least from that of two.
INSET, CENTRED, ASIDE = 0.15, 0.35, 0.8
# In character heights: a speck, and what is left of a rule, are lower than a line of text; white within a text.
LOWEST, LINES = 0.4, 1.0
FEWEST, MOSTLY = 3, 0.7  # merged cells whose texts are in their middle, and their share


@dataclass(frozen=True, slots=True)
class _Merged:
    """A merged cell: its box, the levels of its rows, and the middles of its texts, in pixels."""

    box: Box
    ys: tuple[float, ...]
    middles: tuple[float, ...]

    @property
    def off(self) -> float:
        """How far from the middle of the cell its texts stand in the mean."""
        return abs(sum(self.middles) / len(self.middles) - self.box.centre[1])


def walls_off_centre(grid: Grid) -> list[FaintWall]:
    """The walls that merged cells lack by where their texts stand."""
    merged = [cell for span in grid.spans if span[2] > 1 if (cell := _merged(grid, span))]
    single = [cell for cell in merged if len(cell.middles) == 1]
    if sum(cell.off <= CENTRED * grid.glyph for cell in single) < max(FEWEST, MOSTLY * len(single)):
        return []
    found: list[FaintWall] = []
    for cell in merged:
        if len(cell.middles) > 1 or cell.off > ASIDE * grid.glyph:
            spans = tiled(cell.middles, cell.ys, CENTRED * grid.glyph, goes_on_from=0) or ()
            found += [grid.wall(cell.ys[last], cell.box) for _, last in spans[:-1]]
    return found


def _merged(grid: Grid, span: Span) -> _Merged | None:
    """A merged cell with its texts; None where it has none."""
    import numpy as np

    box = grid.box_of(span)
    inside, _, top = grid.inside(box, INSET)
    texts: list[tuple[int, int]] = []
    for start, end in stretches(np.any(inside, axis=1)):
        if end - start <= LOWEST * grid.glyph:
            continue
        if texts and start - texts[-1][1] <= LINES * grid.glyph:
            texts[-1] = texts[-1][0], end
        else:
            texts.append((start, end))
    middles = tuple(top + (start + end) / 2 for start, end in texts)
    return _Merged(box, grid.ys[span[0] : span[0] + span[2] + 1], middles) if texts else None
