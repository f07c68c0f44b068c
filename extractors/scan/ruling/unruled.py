"""Tables of a scan that have no vertical rules: added to the geometry of its page from the white in it."""

from __future__ import annotations

from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING

from extractors.bands import banded, of_several_rows, with_lists
from extractors.model import Box
from extractors.ruleless import ruleless
from extractors.scan.blobs import blobs
from extractors.scan.cleaning.swarms import swarms
from extractors.scan.reading.ink import shade
from extractors.scan.ruling.loose import pieces_in
from extractors.scan.ruling.mended import mended

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from extractors.model import Rule
    from extractors.pieces import Piece
    from extractors.scan.geometry import Geometry
    from extractors.tiling import Lattice

LEAST_LINES = 9  # three rows of three columns
SCRAPS = 0.4  # in character heights: pieces that are lower are none of print
# Millimetres and character heights, thicker than any stroke and than a character that thick toner has filled; of the
# light of the paper.
HOLE, HOLE_EM, BLACK = 3.0, 0.6, 0.5
EDGE = 6.0  # points: nothing is printed so close to the edge of a page
CLEARED = 2  # pixels around a rule that are its soft edge


def with_unruled(geometry: Geometry) -> Geometry:
    """The geometry with the tables that have no vertical rules or none at all, and their rules painted over.

    What cannot be told is not read, as on a digital page: rows guessed from gaps run together without a sign.
    """
    apart = _apart(geometry)
    bare = _without_holes(_without(geometry, apart) if apart else geometry)
    dirty = bare.ink
    bare, sure = _swept(bare) if apart or not geometry.lattices else (bare, dirty)
    levels = [rule.box for rule in apart if rule.horizontal and not _at_edge(rule.box, geometry)]
    em = geometry.glyph * 72 / geometry.dpi
    marks = _marks(bare, sure) if levels else []
    found = banded(marks, mended(levels, marks, em), em) if levels else ()
    known = (*geometry.lattices, *of_several_rows(found))
    # dirt around a ruled table, once it is cleared, leaves scattered words: no list is to be made of them
    pieces = pieces_in(_outside(bare, dirty if geometry.lattices else sure, known), geometry.glyph, 72 / geometry.dpi)
    # beside a table stand its title, its unit of money and its notes
    enough = not known or len(pieces) >= LEAST_LINES
    if enough and _are_print(pieces, em):
        lists = ruleless(pieces)
        # one line beside a table, its words far apart, is the head line of a fax or a note
        found = with_lists(found, of_several_rows(lists) if known else lists)
    if not found:
        return geometry
    lattices = tuple(sorted((*geometry.lattices, *found), key=lambda lattice: (lattice.box.top, lattice.box.x0)))
    return replace(bare, lattices=lattices, unruled=found)


def _swept(geometry: Geometry) -> tuple[Geometry, NDArray[np.uint8]]:
    """The geometry without swarms of specks outside its ruled tables, and the ink that is surely print.

    They fill the white between columns. What is ruled needs none, and its rows are not marked.
    """
    import cv2
    import numpy as np

    dirt = swarms(_outside(geometry, geometry.ink, geometry.lattices), geometry.paper, geometry.glyph)
    if dirt is None:
        return geometry, geometry.ink
    ink = np.where(dirt.alone, 0, geometry.ink).astype(np.uint8)
    edges = cv2.dilate(dirt.alone.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    paper = np.where(edges & (ink == 0), dirt.ground, geometry.paper).astype(np.uint8)
    return replace(geometry, ink=ink, paper=paper, solid=None), np.where(dirt.marks, 0, geometry.ink).astype(np.uint8)


def _without_holes(geometry: Geometry) -> Geometry:
    """The geometry without what is black over more than any stroke is thick: punched holes, which stand in no row."""
    import cv2
    import numpy as np

    side = round(max(HOLE * geometry.dpi / 25.4, HOLE_EM * geometry.glyph))
    black = cv2.threshold(geometry.paper, BLACK * shade(geometry.paper[::4, ::4], 80), 1, cv2.THRESH_BINARY_INV)[1]
    holes = cv2.morphologyEx(black, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    if not holes.any():
        return geometry
    around = _outside(geometry, cv2.dilate(holes, np.ones((side, side), np.uint8)), geometry.lattices)
    return replace(geometry, ink=np.where(around > 0, 0, geometry.ink).astype(np.uint8), solid=None)


def _are_print(pieces: Sequence[Piece], em: float) -> bool:
    """Whether half of some pieces are nearly as high as characters; scraps make no list, and many take long."""
    return bool(pieces) and median(piece.box.height for piece in pieces) >= SCRAPS * em


def _outside(geometry: Geometry, ink: NDArray[np.uint8], lattices: Sequence[Lattice]) -> NDArray[np.uint8]:
    """The ink that is in none of these tables."""
    ink = ink.copy()
    for lattice in lattices:
        x0, top, x1, bottom = geometry.pixels(lattice.box)
        ink[top:bottom, x0:x1] = 0
    return ink


def print_alone(geometry: Geometry) -> Geometry:
    """The geometry with the rules outside every table painted over, for what looks at its print.

    The rules of a table without verticals outweigh the lines of text between them, whatever their direction.
    """
    apart = _apart(geometry)
    return _without(geometry, apart) if apart else geometry


def _apart(geometry: Geometry) -> list[Rule]:
    """The rules outside every table."""
    return [rule for rule in geometry.rules if not _in_table(rule.box, geometry.lattices)]


def _marks(geometry: Geometry, ink: NDArray[np.uint8]) -> list[Box]:
    """The marks of ink outside every table, in points."""
    _, _, stats, _ = blobs(ink)
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


def _at_edge(rule: Box, geometry: Geometry) -> bool:
    """Whether a rule runs along the upper or lower edge of the page: the dark border of a copy."""
    height = geometry.paper.shape[0] * 72 / geometry.dpi
    return min(rule.centre[1], height - rule.centre[1]) < EDGE


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
    return replace(geometry, ink=ink, paper=paper, solid=None)
