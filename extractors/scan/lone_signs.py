"""Operators and units in a column of their own, read beside a number.

A recogniser of lines has hardly ever seen a sign alone: ≥ becomes >, 2, N or nothing, % becomes 名. Set before or
behind a number taken from the same table it is part of an ordinary value, and is read like one.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.model import Cell, Finding, Line, Place, Severity
from extractors.scan.lines import Strip, crop_of
from extractors.scan.recognise import Reading, Recogniser
from extractors.scan.second_reading import BARRED, VALUE_BELIEVED, with_bars

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from extractors.scan.geometry import Geometry
    from extractors.tiling import Lattice

NUMBER = re.compile(r"[0-9]{2,4}%?")
SIGNS = frozenset("≥≧⩾≤≦⩽><＞＜=＝")
LIKE_SIGNS = frozenset("二一2Z7乏之丶")  # what signs are read as when they stand alone
SURE = 0.95  # a number that serves as company must itself be read well
GAP = 0.12  # in line heights: between the sign and the number, as values are set


def signs_in_context(
    geometry: Geometry, lattice: Lattice, cells: tuple[Cell, ...], number: int, reader: Recogniser
) -> tuple[Cell, ...]:
    """Read every cell with a single doubtful character, or ink that gave none, again beside a number of this table.

    What is read well in company replaces the lone reading with its doubts; anything else stays as it was.
    """
    company = _company(geometry, lattice, cells)
    if company is None:
        return cells
    read = []
    for cell, span in zip(cells, lattice.spans, strict=True):
        strips, _ = geometry.lines_of(lattice, span) if len(cell.text) <= 1 else ((), 0)
        lone = _is_lone(cell, strips)
        read.append(_in_company(cell, geometry, strips[0], company, number, reader) if lone else cell)
    return tuple(read)


def _is_lone(cell: Cell, strips: tuple[Strip, ...]) -> bool:
    """Ink of one line that gave nothing, or one character: a sign, or anything that was not read well."""
    if len(strips) != 1 or len(cell.text) > 1:
        return False
    return not cell.lines or cell.text in SIGNS or cell.text in LIKE_SIGNS or cell.confidence < SURE


def _company(geometry: Geometry, lattice: Lattice, cells: tuple[Cell, ...]) -> NDArray[np.uint8] | None:
    """The picture of a number of this table that was read without doubt."""
    for cell, span in zip(cells, lattice.spans, strict=True):
        if len(cell.lines) == 1 and NUMBER.fullmatch(cell.text) and cell.confidence > SURE and not cell.findings:
            strips, _ = geometry.lines_of(lattice, span)
            if len(strips) == 1:
                return crop_of(geometry.paper, strips[0], (), geometry.glyph)
    return None


def _in_company(  # noqa: PLR0917  # what a cell is read with
    cell: Cell, geometry: Geometry, strip: Strip, company: NDArray[np.uint8], number: int, reader: Recogniser
) -> Cell:
    """The cell as it reads before a number, when that makes it a sign; else as it reads behind one; else as it was."""
    crop = crop_of(geometry.paper, strip, (), geometry.glyph)
    box = geometry.mapping.box(strip.x0, strip.top, strip.x1, strip.bottom)
    picture, border = _beside(crop, company, geometry.glyph)
    reading, doubts = with_bars(reader.read(picture))
    own = Reading(tuple(glyph for glyph in reading.glyphs if glyph.centre < border))
    rest = Reading(tuple(glyph for glyph in reading.glyphs if glyph.centre >= border))
    if not (own.text and set(own.text) <= SIGNS and NUMBER.fullmatch(rest.text)):
        if cell.text in SIGNS:
            return cell
        doubts = ()
        picture, border = _beside(company, crop, geometry.glyph)
        reading = reader.read(picture)
        own = Reading(tuple(glyph for glyph in reading.glyphs if glyph.centre >= border))
        rest = Reading(tuple(glyph for glyph in reading.glyphs if glyph.centre < border))
        if len(own.text) != 1 or not NUMBER.fullmatch(rest.text):
            return cell
    if own.text in BARRED or own.confidence < max(
        VALUE_BELIEVED, cell.confidence if own.text != cell.text and cell.lines else 0.0
    ):
        return cell
    place = Place(number, box)
    findings = tuple(Finding(d.code, Severity.WARNING, d.message, place, d.evidence) for d in doubts)
    return replace(cell, lines=(Line(own.text, box, own.confidence),), findings=findings)


def _beside(left: NDArray[np.uint8], right: NDArray[np.uint8], glyph: float) -> tuple[NDArray[np.uint8], float]:
    """Two crops in one line, and where the first ends in it."""
    import numpy as np

    height = max(left.shape[0], right.shape[0])
    parts = []
    for crop in (left, right):
        columns = np.flatnonzero((crop < np.percentile(crop, 85) - 40).any(axis=0))
        inked = crop[:, max(0, columns[0] - 1) : columns[-1] + 2] if len(columns) else crop
        frame = np.full((height, inked.shape[1]), int(np.percentile(crop, 85)), dtype=np.uint8)
        y = (height - inked.shape[0]) // 2
        frame[y : y + inked.shape[0]] = inked
        parts.append(frame)
    ground = int(np.percentile(right, 85))
    edge = np.full((height, round(0.3 * glyph)), ground, dtype=np.uint8)
    gap = np.full((height, max(1, round(GAP * glyph))), ground, dtype=np.uint8)
    return np.hstack([edge, parts[0], gap, parts[1], edge]), edge.shape[1] + parts[0].shape[1] + gap.shape[1] / 2
