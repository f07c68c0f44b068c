"""Tables of a scan that have no vertical rules: added to the geometry of its page from the alignment of its lines."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.alignment import aligned
from extractors.bands import banded
from extractors.model import Box, Rule
from extractors.ruleless import ruleless
from extractors.scan.ruling.loose import pieces_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractors.scan.geometry import Geometry
    from extractors.tiling import Lattice

CLEARED = 2  # pixels around a rule that are its soft edge
LONG_RULE = 0.3  # of the page's width
LEAST_LINES = 9  # three rows of three columns


def with_unruled(geometry: Geometry) -> Geometry:
    """The geometry with the tables that have no vertical rules or none at all, and their rules painted over."""
    apart = [rule for rule in _apart(geometry) if rule.horizontal]
    if not geometry.lattices and not any(_is_long(geometry, rule) for rule in apart):
        found = ruleless(pieces_in(geometry.ink, geometry.glyph, 72 / geometry.dpi))
        if found:
            return replace(geometry, lattices=found, unruled=found)
    bare = _without(geometry, apart) if apart else geometry
    found = banded(_marks(bare), [rule.box for rule in apart], geometry.glyph * 72 / geometry.dpi) if apart else ()
    if found:
        bare = replace(bare, lattices=(*bare.lattices, *found))
    found = (*found, *_aligned(bare, [rule for rule in apart if not _in_table(rule.box, found)]))
    if not found:
        return geometry
    lattices = tuple(sorted((*geometry.lattices, *found), key=lambda lattice: (lattice.box.top, lattice.box.x0)))
    return replace(bare, lattices=lattices, unruled=found)


def print_alone(geometry: Geometry) -> Geometry:
    """The geometry with the rules outside every table painted over, for what looks at its print.

    The rules of a table without verticals outweigh the lines of text between them, whatever their direction.
    """
    apart = _apart(geometry)
    return _without(geometry, apart) if apart else geometry


def _apart(geometry: Geometry) -> list[Rule]:
    """The rules outside every table."""
    return [rule for rule in geometry.rules if not _in_table(rule.box, geometry.lattices)]


def _is_long(geometry: Geometry, rule: Rule) -> bool:
    """Whether a rule may be one of a table; a shorter one is a stroke of print."""
    return rule.box.width * geometry.dpi / 72 > LONG_RULE * geometry.ink.shape[1]


def _aligned(geometry: Geometry, rules: list[Rule]) -> tuple[Lattice, ...]:
    """The tables that only the alignment of lines outside every other table shows."""
    strips = geometry.lines_outside()
    if len(strips) < LEAST_LINES:
        return ()
    scale = 72 / geometry.dpi
    lines = [Box(s.x0 * scale, s.top * scale, s.x1 * scale, s.bottom * scale) for s in strips]
    return aligned(lines, [rule.box for rule in rules])


def _marks(geometry: Geometry) -> list[Box]:
    """The marks of ink outside every table, in points."""
    import cv2

    _, _, stats, _ = cv2.connectedComponentsWithStats(geometry.ink, connectivity=8)
    scale = 72 / geometry.dpi
    boxes = [
        Box(x * scale, y * scale, (x + width) * scale, (y + height) * scale)
        for x, y, width, height, _ in stats[1:].tolist()
    ]
    return [box for box in boxes if not _in_table(box, geometry.lattices)]


def _in_table(box: Box, lattices: tuple[Lattice, ...]) -> bool:
    return any(
        lattice.box.x0 - 1 <= box.centre[0] <= lattice.box.x1 + 1
        and lattice.box.top - 1 <= box.centre[1] <= lattice.box.bottom + 1
        for lattice in lattices
    )


def _without(geometry: Geometry, rules: Sequence[Rule]) -> Geometry:
    """The geometry with these rules painted in the tone of the paper beside them."""
    import numpy as np

    ink, paper = geometry.ink.copy(), geometry.paper.copy()
    near = max(2, round(0.3 * geometry.glyph))
    for rule in rules:
        x0, top, x1, bottom = geometry.pixels(rule.box)
        rows = slice(max(0, top - CLEARED), bottom + CLEARED + 1)
        columns = slice(max(0, x0 - CLEARED), x1 + CLEARED + 1)
        around = paper[max(0, top - near) : bottom + near, columns]
        if around.size:
            ink[rows, columns] = 0
            paper[rows, columns] = np.percentile(around, 75, axis=0).astype(np.uint8)
    return replace(geometry, ink=ink, paper=paper)
