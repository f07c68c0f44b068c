"""A page straightened, its rules, and the height of the print that these are told by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.model import Box, Rule
from extractors.pieces import around
from extractors.scan.cleaning.cleanup import ink_of
from extractors.scan.flattening.flatten import Flat, flatten
from extractors.scan.flattening.square import squared
from extractors.scan.print_height import PROSE, height_in_tables
from extractors.scan.ruling.rules import RuleInk, find_rules
from extractors.scan.ruling.strokes_between import without_strokes_between
from extractors.tiling import tile

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from extractors.tiling import Lattice

WALL_REACH = 0.3  # in character heights: how far apart two pieces of one wall may lie
RULES_DPI = 200.0  # rules are looked for at no more than this: a hairline of 0.3 pt is nearly a pixel there


def straightened(grey: NDArray[np.uint8], dpi: float, glyph: float, skew: float | None) -> tuple[Flat, RuleInk, float]:
    """The straight picture; its rules, which may tell after all that it leans; and the height of a character.

    Args:
        grey: height × width, upright but for its skew.
        dpi: its resolution.
        glyph: the usual height of a character in pixels; that in the tables may be smaller.
        skew: degrees, of a page that is known not to be bent.
    """
    flattened = flatten(grey, dpi, glyph, skew)
    found = rules_of(flattened.grey, dpi, glyph)
    square = squared(grey, flattened, found.horizontals, found.verticals, glyph)
    if square is not flattened:
        found = rules_of(square.grey, dpi, glyph)
    smaller = _height_in_tables(square.grey, found, dpi, glyph)
    return square, found if smaller == glyph else rules_of(square.grey, dpi, smaller), smaller


def rules_of(flat: NDArray[np.uint8], dpi: float, glyph: float) -> RuleInk:
    """The rules of a straight picture."""
    return without_strokes_between(find_rules(flat, glyph, min(1.0, RULES_DPI / dpi)), glyph)


def in_points(boxes: Sequence[Box], scale: float) -> tuple[Rule, ...]:
    """Boxes in pixels as rules, a pixel being so many points."""
    return tuple(Rule(box.scaled(scale)) for box in boxes)


def tables_of(found: RuleInk, glyph: float, scale: float) -> tuple[Lattice, ...]:
    """The tables that rules in pixels make, in points, a pixel being so many."""
    return tile(in_points(found.horizontals + found.verticals, scale), tolerance=WALL_REACH * glyph * scale)


def _height_in_tables(flat: NDArray[np.uint8], found: RuleInk, dpi: float, glyph: float) -> float:
    """The height of a character in the tables, if that is told apart from the usual one."""
    if not found.verticals:
        return glyph
    walled = around(found.verticals)
    if walled.width * walled.height > PROSE * flat.size:  # most pages are nearly all table
        return glyph
    scale = 72 / dpi
    boxes = [table.box.scaled(1 / scale) for table in tables_of(found, glyph, scale)]
    return height_in_tables(ink_of(flat, dpi), boxes, dpi, glyph) if boxes else glyph
