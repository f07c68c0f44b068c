"""The ledger of ink: what every mark inside a grid is, so that nothing is lost without a word.

A mark is a connected piece of ink (of eight neighbours) once the rules are taken off; the rules themselves are marks
too. Each mark has exactly one kind. What is left over is read or becomes a finding.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from extractors.scan.blobs import blobs
from extractors.scan.reading.lines import DUST, HALF, SPECK, Strip
from extractors.scan.reading.remnants import ASTRIDE, ON_WALL

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

# In character heights, unless another measure is given.
MOSTLY = 0.5  # share of a mark's ink that decides
SOFT = 0.1  # ink so far beside a line belongs to it: the edges of its strokes
FRAY = 0.25  # how far from the wall of a cell the remnant of a rule may lie
THIN = 0.22  # and how thick it may be
LONG = (1.15, 1.3)  # and how long it is at least, upright and level: no figure and no sign is
HAIR = 0.12  # a mark so thin that lies along a wall of its cell and gave no text is its frayed edge
CRUMB = 0.5  # a mark no longer than this that lies over a wall is no text of either cell
BROKEN = 0.3  # the side of a square; specks of one cell with more ink than it has are no dirt
HOLE = (1.2, 5.0)  # the diameter of a punch hole or the dot of a binding
ROUND = (0.68, 0.9)  # share of its square that a disc covers (0.785), with the raggedness of a scan


class Kind(StrEnum):
    """What a mark of ink is."""

    RULE = "rule"
    SEAL = "seal"
    SPECK = "speck"
    HOLE = "hole"
    SHADOW = "shadow"
    TEXT = "text"
    LEFT = "left"


KINDS = tuple(Kind)  # numpy would turn the members into plain strings


@dataclass(frozen=True, slots=True)
class Mark:
    """A connected piece of ink: the rectangle around it and its number of inked pixels."""

    box: Strip
    pixels: int
    kind: Kind


@dataclass(frozen=True, slots=True, eq=False)
class Inked:
    """The ink of a grid's rectangle and what is known of it; pictures of one shape, with (0, 0) at `x`, `y`.

    `drawn` is all ink, `text` what was kept of it when rules and dirt were taken off (both not 0 where inked); `seal`
    are pixels under coloured ink; `walls` are the cells as rectangles, `lines` the lines that gave text, in pixels of
    the page whose `width` and `height` those are.
    """

    drawn: NDArray[np.uint8]
    text: NDArray[np.uint8]
    seal: NDArray[np.bool_] | None
    walls: Sequence[Strip]
    lines: Sequence[Strip]
    x: int
    y: int
    width: int
    height: int


def marks_of(inked: Inked, glyph: float) -> tuple[Mark, ...]:
    """Every mark in the rectangle of a grid with its kind: what was taken off first, then what was kept.

    Args:
        inked: the rectangle.
        glyph: the usual height of a character in pixels.
    """
    import numpy as np

    taken = ((inked.drawn > 0) & (inked.text == 0)).astype(np.uint8)
    return _marks(taken, inked, glyph, kept=False) + kept_marks(inked, glyph)


def kept_marks(inked: Inked, glyph: float) -> tuple[Mark, ...]:
    """Those of the marks that were not taken off as rules or dirt; all that may be left over are among them.

    Args:
        inked: the rectangle.
        glyph: the usual height of a character in pixels.
    """
    return _marks(inked.text, inked, glyph, kept=True)


def _marks(ink: NDArray[np.uint8], inked: Inked, glyph: float, *, kept: bool) -> tuple[Mark, ...]:
    import cv2
    import numpy as np

    count, labels, stats, _ = blobs(ink)
    if count == 1:
        return ()
    places = np.flatnonzero(ink > 0)
    owner = labels.ravel()[places]
    sizes = np.maximum(1, np.bincount(owner, minlength=count))

    def share(where: NDArray[np.bool_] | None) -> NDArray[np.float64]:
        if where is None:
            return np.zeros(count)
        return np.bincount(owner[where.ravel()[places]], minlength=count) / sizes

    sealed = share(inked.seal) > MOSTLY
    longer = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    kinds = np.full(count, KINDS.index(Kind.LEFT))
    if kept:
        cells = _cells_at(stats, inked)
        kinds[_frayed(stats, cells, inked, glyph)] = KINDS.index(Kind.RULE)
        kinds[_discs(stats, glyph)] = KINDS.index(Kind.HOLE)
        kinds[_at_edge(stats, inked)] = KINDS.index(Kind.SHADOW)
        kinds[(longer < DUST * glyph) | _scraps(stats, cells, inked, glyph)] = KINDS.index(Kind.SPECK)
        kinds[sealed] = KINDS.index(Kind.SEAL)
        kinds[share(_within_lines(inked, glyph)) > MOSTLY] = KINDS.index(Kind.TEXT)
        kinds[_broken(kinds, stats, cells, glyph)] = KINDS.index(Kind.LEFT)
    else:
        kinds[:] = KINDS.index(Kind.RULE)
        kinds[longer < SPECK * glyph] = KINDS.index(Kind.SPECK)
        kinds[sealed] = KINDS.index(Kind.SEAL)
    return tuple(
        Mark(Strip(x + inked.x, y + inked.y, x + width + inked.x, y + height + inked.y), pixels, KINDS[kind])
        for (x, y, width, height, pixels), kind in zip(stats[1:].tolist(), kinds[1:].tolist(), strict=True)
    )


def _within_lines(inked: Inked, glyph: float) -> NDArray[np.bool_]:
    """The pixels of the lines that gave text."""
    import numpy as np

    soft = max(2, round(SOFT * glyph))
    within = np.zeros(inked.text.shape, dtype=bool)
    for line in inked.lines:
        rows = slice(max(0, line.top - soft - inked.y), max(0, line.bottom + soft - inked.y))
        within[rows, max(0, line.x0 - soft - inked.x) : max(0, line.x1 + soft - inked.x)] = True
    return within


def _cells_at(stats: NDArray[np.int32], inked: Inked) -> NDArray[np.int32]:
    """For each mark the cell that holds its middle, as the number of a wall; -1 where none does."""
    import numpy as np

    cells = np.full(len(stats), -1, dtype=np.int32)
    x, y = stats[:, 0] + stats[:, 2] // 2 + inked.x, stats[:, 1] + stats[:, 3] // 2 + inked.y
    for index, wall in enumerate(inked.walls):
        cells[(wall.x0 <= x) & (x < wall.x1) & (wall.top <= y) & (y < wall.bottom)] = index
    return cells


def _frayed(stats: NDArray[np.int32], cells: NDArray[np.int32], inked: Inked, glyph: float) -> NDArray[np.bool_]:
    """Remnants of the rules around a cell: thin, along a side, and longer than any character or as thin as hair."""
    import numpy as np

    if not inked.walls:
        return np.zeros(len(stats), dtype=bool)
    x, y, width, height = (stats[:, column] for column in range(4))
    sides = np.array([(wall.x0, wall.top, wall.x1, wall.bottom) for wall in inked.walls])[cells]
    left, above = x + inked.x - sides[:, 0], y + inked.y - sides[:, 1]
    right, below = sides[:, 2] - (x + inked.x + width), sides[:, 3] - (y + inked.y + height)
    near = FRAY * glyph
    at_side, at_end = np.minimum(left, right) < near, np.minimum(above, below) < near
    upright = at_side & (width < THIN * glyph) & (height > LONG[0] * glyph)
    level = at_end & (height < THIN * glyph) & (width > LONG[1] * glyph)
    close = HAIR * glyph
    hair = (np.minimum(left, right) <= close) & (width <= close) | (np.minimum(above, below) <= close) & (
        height <= close
    )
    on_wall = np.minimum(above, below) + height < ON_WALL * glyph
    # a figure that overflows its cell stands in a line, which makes it text
    astride = (np.minimum(left, right) < 0) & (width <= 2 * ASTRIDE * glyph) & (height > width)
    # what the taking off of thick rules leaves where two of them meet lies over the wall
    over = (np.minimum(left, right) < 0) | (np.minimum(above, below) < 0)
    crumb = over & (np.maximum(width, height) < CRUMB * glyph)
    return (upright | level | hair | on_wall | astride | crumb) & (cells >= 0)


def _broken(
    kinds: NDArray[np.int64], stats: NDArray[np.int32], cells: NDArray[np.int32], glyph: float
) -> NDArray[np.bool_]:
    """Specks of a cell that together are too much ink for dirt: a faint character fallen to pieces."""
    import numpy as np

    specks = (kinds == KINDS.index(Kind.SPECK)) & (cells >= 0)
    specks[0] = False
    if not specks.any():
        return specks
    amount = np.bincount(cells[specks], weights=stats[specks, 4])
    broken = specks.copy()
    broken[specks] = amount[cells[specks]] > (BROKEN * glyph) ** 2
    return broken


def _scraps(stats: NDArray[np.int32], cells: NDArray[np.int32], inked: Inked, glyph: float) -> NDArray[np.bool_]:
    """Marks smaller than half of the text of their cell, and no dashes: scratches; none in a cell without text."""
    import numpy as np

    tallest = np.zeros(len(inked.walls) + 1)  # the last is that of no cell
    for index, wall in enumerate(inked.walls):
        own = [
            line.height for line in inked.lines if wall.x0 <= line.x0 < wall.x1 and wall.top <= line.top < wall.bottom
        ]
        tallest[index] = max(own, default=0)
    text = np.minimum(tallest[cells], glyph)
    width, height = stats[:, 2], stats[:, 3]
    scraps: NDArray[np.bool_] = (width < HALF * text) & (height < HALF * text) & (height >= SPECK * text)
    return scraps


def _discs(stats: NDArray[np.int32], glyph: float) -> NDArray[np.bool_]:
    """Filled discs larger than a character: punch holes."""
    import numpy as np

    width, height, pixels = (stats[:, column].astype(float) for column in (2, 3, 4))
    shorter, longer = np.minimum(width, height), np.maximum(width, height)
    filled = pixels / np.maximum(1, width * height)
    sized = (shorter > HOLE[0] * glyph) & (longer < HOLE[1] * glyph) & (shorter > 0.8 * longer)
    return sized & (filled > ROUND[0]) & (filled < ROUND[1])


def _at_edge(stats: NDArray[np.int32], inked: Inked) -> NDArray[np.bool_]:
    """Marks that touch the edge of the page: the shadow of the scanner's border."""
    x, y = stats[:, 0] + inked.x, stats[:, 1] + inked.y
    at_edge: NDArray[np.bool_] = (
        (x <= 1) | (y <= 1) | (x + stats[:, 2] >= inked.width - 1) | (y + stats[:, 3] >= inked.height - 1)
    )
    return at_edge
