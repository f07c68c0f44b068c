"""Ink that no line of a cell accounts for: read by itself and added to the cell, or reported with its place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.model import Box, Cell, Finding, Line, Place, ReadingCode, Severity
from extractors.scan.accounting.ledger import Inked, Kind, kept_marks
from extractors.scan.reading.crops import crop_of
from extractors.scan.reading.hairlines import hairlines
from extractors.scan.reading.lines import Strip
from extractors.scan.reading.plain import canonical
from extractors.scan.reading.recognise import READERS
from extractors.scan.reading.second_reading import REVIEW, LineReading, read_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractors.scan.geometry import Geometry
    from extractors.scan.reading.pale_marks import PrintDarkness
    from extractors.tiling import Lattice

TOGETHER = 0.6  # in character heights: marks no further apart are read as one line
SMALL = 0.3  # in character heights: no character is smaller in both directions
WIDER = 1.6  # white around the second view of a line that gave nothing, as a factor


def settled(
    geometry: Geometry, lattice: Lattice, cells: tuple[Cell, ...], number: int, darkness: PrintDarkness
) -> tuple[Cell, ...]:
    """The cells of a grid with the ink that was left over read into them, or reported in them.

    Args:
        geometry: of the page.
        lattice: of the grid.
        cells: as they were read, one for each span of the lattice.
        number: of the page, from 1.
        darkness: of the print of the grid.
    """
    walls = [Strip(*geometry.pixels(lattice.box_of(span))) for span in lattice.spans]
    strips = [geometry.lines_of(lattice, span)[0] for span in lattice.spans]
    lines = [line for cell, own in zip(cells, strips, strict=True) for line in _read(cell, own, geometry)]
    inked = inked_of(geometry, lattice, walls, lines)
    marks = kept_marks(inked, geometry.glyph) if inked else ()
    # far paler than print is the mottle of the paper; a value that is nothing else is blank, and in doubt
    left = [mark.box for mark in marks if mark.kind is Kind.LEFT and not darkness.is_pale(mark.box)]
    pale = hairlines(geometry.paper, walls, [strip for own in strips for strip in own], geometry.glyph)
    specks = [mark.box for mark in marks if mark.kind is Kind.SPECK]
    left += [stroke for stroke in pale if not _out_of_text(stroke, walls, strips) and not _of_one(specks, stroke)]
    if not left:
        return cells
    return tuple(
        _with_ink(cell, [box for box in left if _holds(wall, box)], own, geometry, number)
        for cell, wall, own in zip(cells, walls, strips, strict=True)
    )


def inked_of(geometry: Geometry, lattice: Lattice, walls: Sequence[Strip], lines: Sequence[Strip]) -> Inked | None:
    """The ink of a grid, ready for the ledger; None for a geometry that has not kept all ink.

    Args:
        geometry: of the page.
        lattice: of the grid.
        walls: its cells in pixels.
        lines: the lines that gave text.
    """
    if geometry.drawn is None:
        return None
    height, width = geometry.ink.shape
    x0, top, x1, bottom = geometry.pixels(lattice.box)
    x0, top = max(0, x0), max(0, top)
    area = (slice(top, max(top, bottom)), slice(x0, max(x0, x1)))
    seal = None if geometry.seal is None else geometry.seal[area]
    return Inked(geometry.drawn[area], geometry.ink[area], seal, walls, lines, x0, top, width, height)


def _read(cell: Cell, strips: Sequence[Strip], geometry: Geometry) -> list[Strip]:
    """Those of the lines of ink that the text of a cell was read from, or that a finding of it points at."""
    left_out = [one.place for one in cell.findings if one.code == ReadingCode.INK_LEFT]
    places = {line.box for line in cell.lines} | {place.box for place in left_out if place is not None}
    if len(cell.lines) == 1 and len(strips) > 1:  # a vertical heading read as one line
        whole = _around(strips)
        if _on_page(whole, geometry) in places:
            return [whole]
    return [strip for strip in strips if _on_page(strip, geometry) in places]


def _with_ink(cell: Cell, left: Sequence[Strip], tried: Sequence[Strip], geometry: Geometry, number: int) -> Cell:
    """The cell with its left-over ink as text, or as findings where it reads as nothing sure."""
    for strip in _lines(left, geometry.glyph):
        line = next((one for one in tried if _continues(one, strip, geometry.glyph)), None)
        if line is None and _is_dirt(strip, tried, geometry.glyph):
            continue
        whole = strip if line is None else _around([line, strip])
        read = _second_view(whole, line, tried, geometry)
        known = next((one for one in cell.lines if line is not None and one.box == _on_page(line, geometry)), None)
        if known is not None and canonical(read.text) == canonical(known.text):
            continue
        # a flat stroke or a quotation mark beside a text is as often dirt or what a watermark left: it is not believed
        flat = bool(cell.lines) and _without_strokes(read.text) == _without_strokes(known.text if known else "")
        sure = not flat and not read.doubts and read.confidence >= REVIEW
        if read.text and (sure or (known is not None and _completes_level(known.text, read.text))):
            others = [one for one in cell.lines if one is not known]
            added = Line(read.text, _on_page(whole, geometry), read.confidence)
            place = Place(number, added.box)
            doubts = (Finding(d.code, Severity.WARNING, d.message, place, d.evidence) for d in read.doubts)
            lines = tuple(sorted((*others, added), key=lambda one: one.box.centre[1]))
            cell = replace(cell, lines=lines, findings=(*cell.findings, *doubts))
        elif not any(doubt.code == ReadingCode.UNREADABLE for doubt in cell.findings):
            place = Place(number, _on_page(strip, geometry))
            message = "ink that belongs to no character that was read"
            doubt = Finding(ReadingCode.INK_LEFT, Severity.WARNING, message, place, evidence=read.text or None)
            cell = replace(cell, findings=(*cell.findings, doubt))
    return cell


def _completes_level(known: str, read: str) -> bool:
    """Whether a stroke left over before 级指标 was read as its 一: no heading begins with 级."""
    return known.startswith("级") and read.startswith("一级")


def _without_strokes(text: str) -> str:
    return canonical(text).strip("一-—–_\"'`")


def _continues(line: Strip, mark: Strip, glyph: float) -> bool:
    """Whether a mark stands in a line, before its first or behind its last character."""
    beside = max(mark.x0 - line.x1, line.x0 - mark.x1) <= TOGETHER * glyph
    return beside and min(line.bottom, mark.bottom) - max(line.top, mark.top) >= 0.5 * mark.height


def _out_of_text(stroke: Strip, walls: Sequence[Strip], strips: Sequence[Sequence[Strip]]) -> bool:
    """Whether a pale stroke lies in a cell with text, but neither in one of its lines nor above or below one."""
    own = next((lines for wall, lines in zip(walls, strips, strict=True) if _holds(wall, stroke)), ())
    return bool(own) and not any(
        _levels_meet(line, stroke) or min(line.x1, stroke.x1) > max(line.x0, stroke.x0) for line in own
    )


def _of_one(marks: Sequence[Strip], stroke: Strip) -> bool:
    """Whether most of a pale stroke is one of the marks: the middle of a speck is as flat."""
    return any(
        mark.top <= stroke.bottom
        and stroke.top <= mark.bottom
        and 2 * (min(mark.x1, stroke.x1) - max(mark.x0, stroke.x0)) > stroke.width
        for mark in marks
    )


def _is_dirt(mark: Strip, lines: Sequence[Strip], glyph: float) -> bool:
    """Whether a mark in a cell with text is smaller than any character and not at the height of any of its lines.

    As small as it are only points and dashes, which stand in a line.
    """

    def small(one: Strip) -> bool:
        return max(one.x1 - one.x0, one.height) < SMALL * glyph

    text = [line for line in lines if not small(line)]
    return small(mark) and bool(text) and not any(_levels_meet(line, mark) for line in text)


def _levels_meet(line: Strip, mark: Strip) -> bool:
    return line.top <= (mark.top + mark.bottom) / 2 <= line.bottom


def _second_view(strip: Strip, line: Strip | None, tried: Sequence[Strip], geometry: Geometry) -> LineReading:
    """The reading of left-over ink, with the line it continues; what gave nothing is seen with more white around it."""
    margin = WIDER if strip in tried else 1.0
    others = [one for one in tried if one not in (strip, line)]
    return read_line(crop_of(geometry.paper, strip, others, geometry.glyph, margin=margin), READERS)


def _lines(left: Sequence[Strip], glyph: float) -> list[Strip]:
    """Marks that stand beside each other as one line each."""
    lines: list[Strip] = []
    for box in sorted(left, key=lambda mark: (mark.top + mark.bottom, mark.x0)):
        near = [one for one in lines if _apart(one, box) <= TOGETHER * glyph]
        lines = [one for one in lines if one not in near] + [_around([*near, box])]
    return sorted(lines, key=lambda line: (line.top, line.x0))


def _apart(one: Strip, other: Strip) -> float:
    """The white between two rectangles, the longer way, in pixels."""
    aside = max(one.x0, other.x0) - min(one.x1, other.x1)
    below = max(one.top, other.top) - min(one.bottom, other.bottom)
    return max(aside, below, 0)


def _around(strips: Sequence[Strip]) -> Strip:
    return Strip(
        min(s.x0 for s in strips), min(s.top for s in strips), max(s.x1 for s in strips), max(s.bottom for s in strips)
    )


def _holds(wall: Strip, box: Strip) -> bool:
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    return wall.x0 <= x < wall.x1 and wall.top <= y < wall.bottom


def _on_page(strip: Strip, geometry: Geometry) -> Box:
    return geometry.mapping.box(strip.x0, strip.top, strip.x1, strip.bottom)
