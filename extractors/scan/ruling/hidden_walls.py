"""Walls that are hidden in the merged cells of a table: one look after the other, each at what those before it left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.scan.ruling.between_texts import walls_between_texts
from extractors.scan.ruling.faint_walls import with_walls
from extractors.scan.ruling.grid import Grid
from extractors.scan.ruling.off_centre import walls_off_centre
from extractors.scan.ruling.pieces_between import walls_of_pieces
from extractors.scan.ruling.rows_by_text import walls_by_text
from extractors.scan.straightened import tables_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from extractors.scan.ruling.faint_walls import FaintWall
    from extractors.scan.ruling.rules import RuleInk


def hidden_walls(ink: NDArray[np.uint8], found: RuleInk, glyph: float, scale: float) -> list[FaintWall]:
    """The walls that are known from the cells beside them and from the texts, all doubtful, in pixels.

    Args:
        ink: height × width, 255 on 0, with what is left of the rules.
        found: the rules that make the tables.
        glyph: the usual height of a character in pixels.
        scale: points a pixel.
    """
    import cv2

    across = cv2.transpose(ink)
    lattices = tables_of(found, glyph, scale)
    walls: list[FaintWall] = []
    broken = False
    for look in (walls_between_texts, walls_of_pieces, walls_by_text, walls_off_centre):
        if look is walls_off_centre and not broken:
            continue  # only where rules are known to be broken may one be gone without a trace
        seen = [wall for lattice in lattices for wall in look(Grid.of(lattice, ink, across, glyph, scale))]
        broken |= look is walls_of_pieces and bool(seen)
        if seen:
            walls += seen
            lattices = tables_of(with_walls(found, walls), glyph, scale)
    return walls
