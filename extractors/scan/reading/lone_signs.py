"""Operators and units in a column of their own, read beside a number.

A recogniser of lines has hardly ever seen a sign alone: ≥ becomes >, 2, N or nothing, % becomes 名. Set before or
behind a number taken from the same table it is part of an ordinary value, and is read like one.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.model import Cell, Finding, Line, Place, ReadingCode, Severity
from extractors.scan.reading.against import NARROWEST_PERMILLE
from extractors.scan.reading.crops import crop_of
from extractors.scan.reading.doubt import Doubt
from extractors.scan.reading.ink import proportion
from extractors.scan.reading.lines import Strip
from extractors.scan.reading.plain import canonical
from extractors.scan.reading.recognise import READERS, Reading
from extractors.scan.reading.second_reading import LineReading, read_line

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from extractors.scan.geometry import Geometry
    from extractors.tiling import Lattice

NUMBER = re.compile(r"[0-9]{2,4}%?")
WITHIN = re.compile(r"[0-9]{2,6}")  # a number in a value, `≥90%` or `2380亩`
SIGNS = frozenset("≥≧⩾≤≦⩽><＞＜=＝")
LIKE_SIGNS = frozenset("二一2Z7乏之丶")  # what signs are read as when they stand alone
SURE = 0.95  # a number that serves as company must itself be read well
UNSURE = 0.5  # a sign alone that is likelier wrong than right gives way without a doubt to what it is in company
CERTAIN = 0.98  # in company: this sure, a sign is one though each reader took it for another figure alone
SHORT = 3  # characters of a line that is read again behind the one before
GAP = 0.12  # in line heights: between the sign and the number, as values are set


def signs_in_context(geometry: Geometry, lattice: Lattice, cells: tuple[Cell, ...], number: int) -> tuple[Cell, ...]:
    """Read every cell with a single doubtful character, or ink that gave none, again beside a number of this table.

    What is read well in company replaces the lone reading with its doubts; anything else stays as it was.
    """
    lone = {}
    for index, (cell, span) in enumerate(zip(cells, lattice.spans, strict=True)):
        strips, _ = geometry.lines_of(lattice, span) if len(cell.text) <= 1 else ((), 0)
        if _is_lone(cell, strips):
            lone[index] = strips[0]
    company = _company(geometry, lattice, cells) if lone else None
    if company is None:
        return cells
    return tuple(
        _in_company(cell, geometry, lone[index], company, number) if index in lone else cell
        for index, cell in enumerate(cells)
    )


def _is_lone(cell: Cell, strips: tuple[Strip, ...]) -> bool:
    """Ink of one line that gave nothing, or one character: a sign, or anything that was not read well."""
    if len(strips) != 1 or len(cell.text) > 1:
        return False
    if not cell.lines and any(finding.code == ReadingCode.UNDER_SEAL for finding in cell.findings):
        return False  # a piece of a seal reads like a sign
    return not cell.lines or cell.text in SIGNS or cell.text in LIKE_SIGNS or cell.confidence < SURE


def _company(geometry: Geometry, lattice: Lattice, cells: tuple[Cell, ...]) -> NDArray[np.uint8] | None:
    """The picture of a number of this table that was read without doubt: of a cell of its own, or out of a value."""
    values = []
    for cell, span in zip(cells, lattice.spans, strict=True):
        if len(cell.lines) == 1 and WITHIN.search(cell.text) and cell.confidence > SURE and not cell.findings:
            values.append((cell, span))
    # the shortest first: a number alone, then one with a sign or a unit
    for cell, span in sorted(values, key=lambda value: (NUMBER.fullmatch(value[0].text) is None, len(value[0].text))):
        strips, _ = geometry.lines_of(lattice, span)
        if len(strips) != 1:
            continue
        crop = crop_of(geometry.paper, strips[0], (), geometry.glyph)
        number = crop if NUMBER.fullmatch(cell.text) else _number_in(crop)
        if number is not None:
            return number
    return None


def _number_in(crop: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
    """The first number in the picture of a line, cut where there is least ink; None where it is not read again."""
    read = READERS[1](crop)
    glyphs, found = read.glyphs, WITHIN.search(read.signs)
    if found is None:
        return None
    first, last = found.start(), found.end() - 1
    left = _gap(crop, glyphs[first - 1].centre, glyphs[first].centre) if first else 0
    right = _gap(crop, glyphs[last].centre, glyphs[last + 1].centre) if last + 1 < len(glyphs) else crop.shape[1]
    return crop[:, left:right]


def _gap(crop: NDArray[np.uint8], before: float, behind: float) -> int:
    """The lightest pixel column between two characters."""
    start = round(before)
    return start + int(crop[:, start : max(start + 1, round(behind))].sum(axis=0, dtype=int).argmax())


def _in_company(cell: Cell, geometry: Geometry, strip: Strip, company: NDArray[np.uint8], number: int) -> Cell:
    """The cell as it reads before a number, when that makes it a sign; else as it reads behind one; else as it was."""
    crop = crop_of(geometry.paper, strip, (), geometry.glyph)
    box = geometry.mapping.box(strip.x0, strip.top, strip.x1, strip.bottom)
    before, border = _beside(crop, company, geometry.glyph)
    read = read_line(before, READERS)
    own, rest = _parted(read, border)
    if not (own and set(own) <= SIGNS and NUMBER.fullmatch(rest)):
        if cell.text in SIGNS:
            return cell
        behind, border = _beside(company, crop, geometry.glyph)
        read = read_line(behind, READERS)
        rest, own = _parted(read, border)
        if len(own) != 1 or not NUMBER.fullmatch(rest):
            return cell
    if cell.lines and not (cell.findings and (own == cell.text or read.confidence > cell.confidence)):
        return cell
    doubts = read.doubts if own == cell.text or not cell.lines else (*read.doubts, _otherwise(cell, own, read))
    place = Place(number, box)
    findings = tuple(Finding(d.code, Severity.WARNING, d.message, place, d.evidence) for d in doubts if d)
    if own in SIGNS or own == cell.text:  # what the ink says (a bar, a second ring) does not change in company
        # nor does company tell a wide % from ‰
        wide = own == "%" and proportion(crop) > NARROWEST_PERMILLE
        kept = (f for f in cell.findings if wide or f.code == ReadingCode.CONFUSABLE)
        findings += tuple(f for f in kept if f not in findings)
    # nor does it say what a seal hides
    findings += tuple(f for f in cell.findings if f.code == ReadingCode.UNDER_SEAL and f not in findings)
    return replace(cell, lines=(Line(own, box, read.confidence),), findings=findings)


def behind(  # a tail and the line that it ends
    before: NDArray[np.uint8], known: LineReading, crop: NDArray[np.uint8], alone: LineReading, glyph: float
) -> LineReading:
    """The short last line of a wrapped text (`/亩`), as it reads set behind the line before, when that is surer.

    Args:
        before: the picture of the line before.
        known: what was read from it.
        crop: the picture of the short line.
        alone: what was read from that by itself.
        glyph: the usual height of a character in pixels.
    """
    if len(alone.text) > SHORT:
        return alone
    picture, border = _beside(before, crop, glyph)
    read = read_line(picture, READERS)
    first, rest = _parted(read, border)
    if canonical(first) != canonical(known.text) or not rest or read.doubts or read.confidence <= alone.confidence:
        return alone
    glyphs = tuple(one for one in read.reading.glyphs if one.centre >= border)
    return LineReading(Reading(glyphs), read.confidence)


def _parted(read: LineReading, border: float) -> tuple[str, str]:
    """What was read before a place in the picture, and what behind it."""
    before = "".join(glyph.text for glyph in read.reading.glyphs if glyph.centre < border)
    behind = "".join(glyph.text for glyph in read.reading.glyphs if glyph.centre >= border)
    return before.strip(), behind.strip()


def _otherwise(cell: Cell, own: str, read: LineReading) -> Doubt | None:
    """A doubt where the sign alone was read as something that could stand there too: another sign, or read surely.

    A figure that shows as a sign beside figures of its own print is none, when each of the two readers of it alone
    saw another.
    """
    undecided = any(finding.code == ReadingCode.READINGS_DIFFER for finding in cell.findings)
    limit = SURE if undecided and not own.isalnum() and read.confidence >= CERTAIN else UNSURE
    if read.confidence >= SURE and cell.confidence < limit and cell.text not in SIGNS:
        return None
    return Doubt(ReadingCode.READINGS_DIFFER, f"read as ‘{cell.text}’ alone and as ‘{own}’ in company", cell.text)


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
