"""Cells that hold text as if a wall had been lost in them: no row may vanish without a word.

Where a wall is not found, cells grow together and their rows are lost. What remains to be seen is text that is set
apart inside one cell further than the lines of its neighbours, above all where those have a wall.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from extractors.scan.reading.lines import Strip, is_vertical

if TYPE_CHECKING:
    from extractors.rectangles import Span
    from extractors.scan.geometry import Geometry
    from extractors.tiling import Lattice

# In character heights: the white between lines of one paragraph is less where a grid line runs through it, and where
# none does.
APART, FAR = 0.7, 1.2
LEAST = 0.6  # of a line's height, and of its width: one character that a narrow cell wraps is a line
LOOSER, LOOSEST = 1.25, 1.6  # likewise, times the usual white between the lines of this table
# In character heights: so far the middle of a text lies at most from the middle of a cell in which it is centred, and
# so far at least where it is not.
CENTRED, ASIDE = 0.4, 0.8


def missing_walls(
    geometry: Geometry, lattice: Lattice, is_dirt: Callable[[Strip], bool] = lambda strip: False
) -> dict[Span, str]:
    """The cells in which a wall seems to be missing, each with what is seen of it.

    Args:
        geometry: of the page.
        lattice: of a table whose rules were found.
        is_dirt: whether a line was left out when its cell was read.
    """
    lines = {span: geometry.lines_of(lattice, span)[0] for span in lattice.spans}
    lines = {
        span: tuple(_text([strip for strip in own if not is_dirt(strip)], geometry.glyph))
        for span, own in lines.items()
    }
    lines = {span: own for span, own in lines.items() if not is_vertical(own, geometry.glyph)}
    whites = sorted(white for span, own in lines.items() if span[2] == 1 for _, white in _whites(own))
    # cells that ran together must not set the measure: the closer lines within single rows do
    usual = whites[len(whites) // 4] if whites else 0.0
    found: dict[Span, str] = {}
    for span, own in lines.items():
        row, _, row_span, _ = span
        scale = geometry.dpi / 72
        levels = [lattice.ys[line] * scale for line in range(row + 1, row + row_span)]
        sides = lattice.ys[row] * scale, lattice.ys[row + row_span] * scale
        if _one_block(own, sides, levels, geometry.glyph):
            continue
        if _rows_run_together(own, levels, geometry.glyph, usual):
            found[span] = "lines of text stand apart in this cell as in rows; a border may be missing between them"
    return found


def _text(lines: Sequence[Strip], glyph: float) -> list[Strip]:
    """The lines that hold more than a speck or a sign, from top to bottom."""
    return sorted((s for s in lines if min(s.height, s.width) > LEAST * glyph), key=lambda strip: strip.top)


def _whites(lines: Sequence[Strip]) -> list[tuple[float, float]]:
    """The white between neighbouring lines: its middle and its height in pixels."""
    return [((upper.bottom + lower.top) / 2, float(lower.top - upper.bottom)) for upper, lower in pairwise(lines)]


def _one_block(lines: Sequence[Strip], sides: tuple[float, float], levels: Sequence[float], glyph: float) -> bool:
    """Whether all the text of a cell is centred in it as one, and no part of it in what a wall would leave to it.

    A name and the weight printed under it with a line between are set so. Text of rows that ran together is centred
    in each row, whatever the rows have in common.

    Args:
        lines: of the cell, from top to bottom.
        sides: top and bottom of the cell in pixels.
        levels: where walls of neighbouring cells would cut it, in pixels.
        glyph: the usual height of a character in pixels.
    """
    top, bottom = sides
    if len(lines) < 2 or abs(lines[0].top + lines[-1].bottom - top - bottom) / 2 > CENTRED * glyph:
        return False
    for upper, lower in pairwise(lines):
        ends = float(upper.bottom), float(lower.top)
        walls = [level for level in levels if ends[0] <= level <= ends[1]]
        above = (lines[0].top + upper.bottom) / 2
        below = (lower.top + lines[-1].bottom) / 2
        # a wall that no neighbour shares lies anywhere in the white: where it would suit the text best
        for wall in walls or [min(max(at, ends[0]), ends[1]) for at in (2 * above - top, 2 * below - bottom)]:
            off = abs(above - (top + wall) / 2), abs(below - (wall + bottom) / 2)
            if min(off) < ASIDE * glyph:
                return False
    return True


def _rows_run_together(lines: Sequence[Strip], levels: Sequence[float], glyph: float, usual: float) -> bool:
    if len(lines) * 2 < len(levels) + 1:
        return False  # a heading of a few lines in a merged cell of many rows is loose by chance
    for middle, white in _whites(lines):
        if white > max(FAR * glyph, LOOSEST * usual):
            return True
        if white > max(APART * glyph, LOOSER * usual) and any(abs(level - middle) < white / 2 for level in levels):
            return True
    return False
