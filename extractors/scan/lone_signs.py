"""Operators in a column of their own, read beside a number.

A recogniser of lines has hardly ever seen a sign alone: ≥ becomes >, 2, N or nothing. Set before a number taken from
the same page it is the beginning of an ordinary value, and is read like one.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.model import Cell, Finding, Line, Place, Severity
from extractors.scan.lines import Strip, crop_of
from extractors.scan.recognise import Reading, Recogniser
from extractors.scan.second_reading import VALUE_BELIEVED, Doubt, with_bars

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from extractors.scan.geometry import Geometry
    from extractors.tiling import Lattice

NUMBER = re.compile(r"[0-9]{2,4}%?")
SIGNS = frozenset("≥≧⩾≤≦⩽><＞＜=＝")
SURE = 0.95  # a number that serves as company must itself be read well
GAP = 0.12  # in line heights: between the sign and the number, as values are set


def signs_in_context(
    geometry: Geometry, lattice: Lattice, cells: tuple[Cell, ...], number: int, reader: Recogniser
) -> tuple[Cell, ...]:
    """Read every cell with a single doubtful or arrow-like character again, beside a number of this table.

    A sign that is read well in company replaces the lone reading with its doubts; anything else stays as it was.
    """
    company = _company(geometry, lattice, cells)
    if company is None:
        return cells
    spans = dict(zip(cells, lattice.spans, strict=True))
    return tuple(
        _in_context(cell, geometry, geometry.lines_of(lattice, spans[cell])[0], company, number, reader)
        if _is_lone_sign(cell)
        else cell
        for cell in cells
    )


def _is_lone_sign(cell: Cell) -> bool:
    """One character that is a sign, or that is none of a Chinese text and was not read well."""
    if len(cell.lines) != 1 or len(cell.text) != 1:
        return False
    return cell.text in SIGNS or (cell.confidence < SURE and not "\u4e00" <= cell.text <= "\u9fff")


def _company(geometry: Geometry, lattice: Lattice, cells: tuple[Cell, ...]) -> NDArray[np.uint8] | None:
    """The picture of a number of this table that was read without doubt."""
    for cell, span in zip(cells, lattice.spans, strict=True):
        if len(cell.lines) == 1 and NUMBER.fullmatch(cell.text) and cell.confidence > SURE and not cell.findings:
            strips, _ = geometry.lines_of(lattice, span)
            if len(strips) == 1:
                return crop_of(geometry.paper, strips[0], (), geometry.glyph)
    return None


def _in_context(
    cell: Cell,
    geometry: Geometry,
    strips: tuple[Strip, ...],
    company: NDArray[np.uint8],
    number: int,
    reader: Recogniser,
) -> Cell:
    """The cell with its sign read in company, or as it was."""
    if len(strips) != 1:
        return cell
    sign = crop_of(geometry.paper, strips[0], (), geometry.glyph)
    picture, border = _beside(sign, company, geometry.glyph)
    reading, doubts = with_bars(reader.read(picture))
    signs = [glyph for glyph in reading.glyphs if glyph.centre < border]
    text = "".join(glyph.text for glyph in signs)
    if not signs or not set(text) <= SIGNS or not NUMBER.fullmatch(Reading(reading.glyphs[len(signs) :]).text):
        return cell
    confidence = min(glyph.confidence for glyph in signs)
    if confidence < VALUE_BELIEVED:
        return replace(cell, lines=(Line(text, cell.lines[0].box, confidence),)) if text != cell.text else cell
    return replace(
        cell,
        lines=(Line(text, cell.lines[0].box, confidence),),
        findings=tuple(_finding(doubt, Place(number, cell.lines[0].box)) for doubt in doubts),
    )


def _finding(doubt: Doubt, place: Place) -> Finding:
    return Finding(doubt.code, Severity.WARNING, doubt.message, place, doubt.evidence)


def _beside(sign: NDArray[np.uint8], company: NDArray[np.uint8], glyph: float) -> tuple[NDArray[np.uint8], float]:
    """The sign and the number in one line, and where the sign ends in it."""
    import numpy as np

    height = max(sign.shape[0], company.shape[0])
    parts = []
    for crop in (sign, company):
        columns = np.flatnonzero((crop < np.percentile(crop, 85) - 40).any(axis=0))
        inked = crop[:, max(0, columns[0] - 1) : columns[-1] + 2] if len(columns) else crop
        frame = np.full((height, inked.shape[1]), int(np.percentile(crop, 85)), dtype=np.uint8)
        y = (height - inked.shape[0]) // 2
        frame[y : y + inked.shape[0]] = inked
        parts.append(frame)
    ground = int(np.percentile(company, 85))
    edge = np.full((height, round(0.3 * glyph)), ground, dtype=np.uint8)
    gap = np.full((height, max(1, round(GAP * glyph))), ground, dtype=np.uint8)
    return np.hstack([edge, parts[0], gap, parts[1], edge]), edge.shape[1] + parts[0].shape[1] + gap.shape[1] / 2
