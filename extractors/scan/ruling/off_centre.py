"""A wall that is gone without a trace, told by a text that is not in the middle of its merged cell.

Where merged cells have their texts in the middle, as nearly all forms do, one whose text stands aside is two cells: its
own, which has the text in its middle and ends where a row does, and the rest of one from the page before.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from extractors.model import Box
from extractors.scan.blobs import stretches
from extractors.scan.ruling.faint_walls import FaintWall

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from extractors.tiling import Lattice, Span

# In character heights: rules beside the cell; how far the middle of a text lies at most from that of its cell, and at
# least from that of two.
INSET, CENTRED, ASIDE = 0.15, 0.35, 0.8
LOWEST = 0.4  # in character heights: a speck, and what is left of a rule, are lower than a line of text
FEWEST, MOSTLY = 3, 0.7  # merged cells whose texts are in their middle, and their share


@dataclass(frozen=True, slots=True)
class _Text:
    """What stands in a merged cell: the cell, and from where to where its ink reaches, in pixels."""

    span: Span
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


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
        ys = [y / scale for y in lattice.ys]
        texts = [text for span in lattice.spans if span[2] > 1 if (text := _text(ink, lattice, span, glyph, scale))]
        aside = [text for text in texts if abs(_off(text, ys)) > ASIDE * glyph]
        centred = sum(abs(_off(text, ys)) <= CENTRED * glyph for text in texts)
        if not aside or centred < max(FEWEST, MOSTLY * len(texts)):
            continue
        for text in aside:
            row, col, tall, cols = text.span
            levels = [
                level
                for level in range(row + 1, row + tall)
                if _fits(text, ys[row], ys[level], glyph) or _fits(text, ys[level], ys[row + tall], glyph)
            ]
            if len(levels) == 1:
                x0, x1 = (lattice.xs[at] / scale for at in (col, col + cols))
                found.append(FaintWall(Box(x0, ys[levels[0]] - 0.5, x1, ys[levels[0]] + 0.5), doubtful=True))
    return found


def _off(text: _Text, ys: Sequence[float]) -> float:
    """How far below the middle of its cell a text stands."""
    return text.middle - (ys[text.span[0]] + ys[text.span[0] + text.span[2]]) / 2


def _fits(text: _Text, top: float, bottom: float, glyph: float) -> bool:
    """Whether a text stands in the middle between two levels."""
    return top < text.top and text.bottom < bottom and abs(text.middle - (top + bottom) / 2) <= CENTRED * glyph


def _text(ink: NDArray[np.uint8], lattice: Lattice, span: Span, glyph: float, scale: float) -> _Text | None:
    """The text of a merged cell; None where there is none, or more than one."""
    import numpy as np

    row, col, tall, cols = span
    inset = round(INSET * glyph)
    top, bottom = round(lattice.ys[row] / scale) + inset, round(lattice.ys[row + tall] / scale) - inset
    x0, x1 = round(lattice.xs[col] / scale) + inset, round(lattice.xs[col + cols] / scale) - inset
    inside = ink[max(0, top) : max(0, bottom), max(0, x0) : max(0, x1)]
    lines = [line for line in stretches(np.any(inside, axis=1)) if line[1] - line[0] > LOWEST * glyph]
    # what stands far from the rest is dirt, or the text of another cell: either way the middle is not known
    if not lines or any(below[0] - above[1] > glyph for above, below in pairwise(lines)):
        return None
    return _Text(span, float(top + lines[0][0]), float(top + lines[-1][1]))
