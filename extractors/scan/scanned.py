"""Reads a page that is a picture: the order of the steps.

Grid first, then cells: rules are found and tiled, each cell is split into lines by its ink, each line is recognised
by itself. Nothing is left to a text detector, which misses lone digits and runs words of two cells together.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.model import (
    Box,
    Cell,
    Content,
    Finding,
    Line,
    Outcome,
    PageReading,
    Place,
    ReadingCode,
    Rule,
    Severity,
    TableGrid,
)
from extractors.rectangles import Span
from extractors.scan.accounting.bare import is_bare
from extractors.scan.accounting.dead_columns import cut_by
from extractors.scan.accounting.illegible import nothing_read, with_doubt_of_all
from extractors.scan.accounting.left_over import settled
from extractors.scan.accounting.under_seal import Seals
from extractors.scan.cleaning.cleanup import clean
from extractors.scan.geometry import Geometry
from extractors.scan.reading.crops import crop_of, montage
from extractors.scan.reading.doubt import Doubt, finding_of, within
from extractors.scan.reading.heard import Reader
from extractors.scan.reading.lines import Strip, is_vertical
from extractors.scan.reading.lone_signs import behind, signs_in_context
from extractors.scan.reading.once import Once
from extractors.scan.reading.pale_marks import PrintDarkness, is_mottle
from extractors.scan.reading.plain import holds_value
from extractors.scan.reading.prose import ways
from extractors.scan.reading.recognise import READERS
from extractors.scan.reading.second_reading import LineReading, read_line
from extractors.scan.reading.strays import all_words, stray_lines, with_end_doubted
from extractors.scan.reading.ticks import penned_over, without_ticks
from extractors.scan.reading.together import together
from extractors.scan.reading.typesetting import set_alike
from extractors.scan.reading.unit_dots import with_dots_between
from extractors.scan.reading.wording import doubt as wording_doubt
from extractors.scan.reading.wording import slip_at_break
from extractors.scan.ruling.cut_off import cut_cells, with_cut_cells
from extractors.scan.ruling.missing_walls import missing_walls
from extractors.scan.ruling.unruled import with_unruled
from extractors.scan.threads import one_thread
from extractors.scan.which_way_up import upright_geometry
from extractors.tiling import Lattice

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from extractors.scan.reading.prose import Way
    from extractors.source import Page

NAME = "scan"
COARSEST, FINEST, USUAL = 150.0, 300.0, 200.0  # dpi at which a page is drawn
MOST_PIXELS = 18e6  # A3 at 300 dpi: a larger sheet is drawn more coarsely, so that a page takes a few hundred MB
SMALLEST_GLYPH = 13.0  # pixels; below it strokes run together and no reading is worth much
JUNK = 0.5  # mean probability below which a mark outside every table is no text


class Scanned:
    """The reader of pictures of pages."""

    name = NAME

    def accepts(self, page: Page) -> bool:
        """Any page can be drawn and read; it is the last in the order of trust."""
        return True

    def extract(self, page: Page) -> PageReading:
        """Draw the page near its own resolution and read the picture."""
        dpi = drawing_dpi(page)
        return read_picture(page.image(dpi), dpi, number=page.number, width=page.width, height=page.height)


def drawing_dpi(page: Page) -> float:
    """The resolution a page is drawn at: near its own, bounded by what reading needs and what memory allows."""
    native = page.picture_dpi()
    affordable = 72 * (MOST_PIXELS / max(1.0, page.width * page.height)) ** 0.5
    return page.fitting_dpi(min(max(native or USUAL, COARSEST), FINEST, affordable))


def read_picture(
    picture: NDArray[np.uint8], dpi: float, *, number: int, width: float, height: float, content: Content = "scan"
) -> PageReading:
    """Read the picture of a page.

    Args:
        picture: height × width × 3, RGB, as displayed.
        dpi: its resolution.
        number: of the page, from 1.
        width: of the page as displayed, in points.
        height: likewise.
        content: what the page was found to be.
    """
    one_thread()
    readers = tuple(Once(reader) for reader in READERS)
    seals = Seals(with_unruled(upright_geometry(clean(picture, dpi), readers)))
    geometry = seals.cleared()
    outside = geometry.lines_outside()
    how = zip(outside, ways(outside, geometry.glyph, tables=bool(geometry.lattices)), strict=True)
    read = [line for strip, way in how if (line := _open_line(geometry, strip, readers, way))]
    text = tuple(line for line, _ in read)
    width, height = (height, width) if geometry.turn in (90, 270) else (width, height)
    whole = (with_doubt_of_all(_grid(geometry, lattice, number, seals, readers)) for lattice in geometry.lattices)
    grids = tuple(
        with_cut_cells(grid, cut_cells(geometry, lattice, width, height))
        for grid, lattice in zip(whole, geometry.lattices, strict=True)
    )
    # beside a table stand its title, its year and its unit of money; what is doubtful there changes every row
    findings = [finding_of(doubt, line.box, number) for line, doubts in read if grids for doubt in doubts]
    if geometry.glyph < SMALLEST_GLYPH and (text or grids):
        findings.append(
            Finding(
                ReadingCode.LOW_RESOLUTION,
                Severity.WARNING,
                f"characters are {geometry.glyph:.0f} pixels high",
                Place(number, Box(0, 0, width, height)),
                suggestion="scan again at 200 dpi or more",
            )
        )
    outcome: Outcome = "table" if grids else "text" if text else "blank"
    if outcome == "blank":
        findings += nothing_read(geometry, number, width, height)
    return PageReading(
        page=number,
        width=width,
        height=height,
        content="blank" if outcome == "blank" and not findings else content,
        outcome=outcome,
        reader=NAME,
        grids=grids,
        text=text,
        rules=tuple(Rule(geometry.on_page(rule.box)) for rule in geometry.rules),
        turned=geometry.turn,
        skew=geometry.skew,
        findings=tuple(findings),
    )


def _open_line(
    geometry: Geometry, strip: Strip, readers: Sequence[Reader], way: Way
) -> tuple[Line, tuple[Doubt, ...]] | None:
    """A line outside every table with the doubts about its figures, or None when the mark is no text."""
    crop = crop_of(geometry.paper, strip, (), geometry.glyph)
    read = way(crop, readers)
    if not read.text or read.reading.mean < JUNK:
        return None
    line = Line(read.text, _page_box(geometry, strip), read.confidence)
    return line, read.doubts if holds_value(read.text) else ()


def _grid(geometry: Geometry, lattice: Lattice, number: int, seals: Seals, readers: Sequence[Reader]) -> TableGrid:
    """Read every cell of a lattice."""
    lines = [line for span in lattice.spans for line in geometry.lines_of(lattice, span)[0]]
    darkness = PrintDarkness(geometry.paper, geometry.ink, lines, geometry.glyph)
    cells = tuple(
        _cell(geometry, lattice, span, number, darkness=darkness, seals=seals, readers=readers)
        for span in lattice.spans
    )
    cells = settled(geometry, lattice, signs_in_context(geometry, lattice, cells, number), number, darkness)
    cells = together(cells, number)
    box = geometry.on_page(lattice.box)
    cells, doubts = _with_missing_walls(geometry, lattice, cells, number)
    if lattice in geometry.unruled:
        message = "The table has no vertical rules: its columns were taken from the alignment of the text."
        doubts = (Finding(ReadingCode.NO_RULES, Severity.WARNING, message, Place(number, box)),)
    return TableGrid(
        page=number,
        rows=len(lattice.ys) - 1,
        cols=len(lattice.xs) - 1,
        cells=cells,
        box=box,
        reader=NAME,
        findings=doubts,
    )


def _with_missing_walls(
    geometry: Geometry, lattice: Lattice, cells: tuple[Cell, ...], number: int
) -> tuple[tuple[Cell, ...], tuple[Finding, ...]]:
    """The cells, those in which a wall may be missing marked; and the same doubts about the table: it may lack rows."""
    if lattice in geometry.unruled:
        return cells, ()
    # what was left out beside words stands apart without a wall; a line that could not be read may be a row
    dirt = {
        finding.place.box
        for cell in cells
        for finding in cell.findings
        if finding.code == ReadingCode.INK_LEFT and finding.severity is Severity.INFO and finding.place
    }
    seen = missing_walls(geometry, lattice, lambda strip: _page_box(geometry, strip) in dirt)
    marked: list[Cell] = []
    doubts: list[Finding] = []
    for span, cell in zip(lattice.spans, cells, strict=True):
        if span in seen:
            place = Place(number, cell.box)
            doubt = Finding(ReadingCode.WALL_MISSING, Severity.WARNING, seen[span], place, cell.text or None)
            doubts.append(doubt)
            marked.append(replace(cell, findings=(*cell.findings, doubt)))
        else:
            marked.append(cell)
    return tuple(marked), tuple(doubts)


def _cell(
    geometry: Geometry,
    lattice: Lattice,
    span: Span,
    number: int,
    *,
    darkness: PrintDarkness,
    seals: Seals,
    readers: Sequence[Reader],
) -> Cell:
    """Read one cell, line by line; a vertical heading is read as one line."""
    flat_box = lattice.box_of(span)
    strips, _ = geometry.lines_of(lattice, span)
    lines: list[Line] = []
    doubts: list[Doubt] = []
    dirt: list[Finding] = []
    vertical = is_vertical(strips, geometry.glyph)
    if vertical:
        crop = montage(geometry.paper, strips, geometry.glyph)
        lines, doubts = _vertical(geometry, strips, read_line(crop, readers))
    else:
        crops = [crop_of(geometry.paper, s, [o for o in strips if o is not s], geometry.glyph) for s in strips]
        reads = with_dots_between(_read_lines(crops, readers), strips, geometry.all_ink, geometry.glyph)
        stray = stray_lines(strips, reads, geometry.ink, geometry.glyph)
        pale = darkness.pale_lines(strips, reads)
        for index, strip in enumerate(strips):
            read = reads[index]
            if index in stray or index in pale:
                slight = "pale" if index in pale else "slight"
                doubt = Doubt(ReadingCode.INK_LEFT, f"a mark too {slight} for a character was left out", read.text)
                finding = finding_of(doubt, _page_box(geometry, strip), number)
                harmless = index in pale and is_mottle(read, reads)
                dirt.append(replace(finding, severity=Severity.INFO) if harmless else finding)
                continue
            if index and read.doubts and not reads[index - 1].doubts:
                read = behind(crops[index - 1], reads[index - 1], crops[index], read, geometry.glyph)
            others = [other for other in strips if other is not strip]
            read = seals.confirmed(strip, others, geometry.pixels(flat_box), read, readers)
            if index + 1 == len(strips):
                read = with_end_doubted(read, crops[index], alone=index == 0)
            doubts += within(read.doubts, reads[index + 1].text if index + 1 < len(reads) else "")
            sure = index > 0 and not read.doubts and not reads[index - 1].doubts
            if sure and (found := slip_at_break(reads[index - 1].reading, read.reading)):
                doubts.append(wording_doubt(found, found.reading.text))
            if read.text:
                lines.append(Line(read.text, _page_box(geometry, strip), read.confidence))
    read_as = "".join(line.text for line in lines)
    least = min((line.confidence for line in lines), default=0.0)
    doubts += seals.doubts(strips, read_as, least, confirmed=not vertical)
    doubts += cut_by(lines, strips, geometry.dead, geometry.glyph)
    doubts += penned_over(strips, geometry.pixels(flat_box), lines, geometry.ticks, geometry.strokes)
    lines, pen = without_ticks(lines)
    doubts += pen
    if any(box.overlap(flat_box) > 0.5 * flat_box.width * flat_box.height for box in lattice.repaired):
        doubts.append(Doubt(ReadingCode.GRID_REPAIRED, "a piece of this cell's border was not found on the page"))
    box = geometry.on_page(flat_box)
    # a slight mark away from words is dirt; away from a number it may be what is left of a figure
    if all_words([line.text for line in lines]):
        dirt = [replace(finding, severity=Severity.INFO) for finding in dirt]
    findings = (*(finding_of(doubt, box, number) for doubt in doubts), *dirt)
    row, col, row_span, col_span = span
    bare = (
        not lines and not findings and is_bare(geometry.paper, geometry.seal, geometry.pixels(flat_box), geometry.glyph)
    )
    return Cell(row, col, row_span, col_span, box, set_alike(lines), findings, bare)


def _read_lines(crops: Sequence[NDArray[np.uint8]], readers: Sequence[Reader]) -> list[LineReading]:
    """The lines of a cell; each is told what the small model reads in those beside it, for words go on there."""
    if len(crops) == 1:
        return [read_line(crops[0], readers)]
    seen = ["", *(readers[0](crop).text for crop in crops), ""]
    return [read_line(crop, readers, (seen[index], seen[index + 2])) for index, crop in enumerate(crops)]


def _vertical(geometry: Geometry, strips: tuple[Strip, ...], read: LineReading) -> tuple[list[Line], list[Doubt]]:
    """A vertical heading: one line a character where the count agrees, one line in all where it does not."""
    if not read.text:
        return [], [Doubt(ReadingCode.UNREADABLE, "ink that gave no text")]
    glyphs = [glyph for glyph in read.reading.glyphs if not glyph.text.isspace()]
    if len(glyphs) == len(strips):
        pairs = zip(strips, glyphs, strict=True)
        lines = [Line(glyph.text, _page_box(geometry, strip), read.confidence) for strip, glyph in pairs]
        return lines, list(read.doubts)
    whole = Strip(min(s.x0 for s in strips), strips[0].top, max(s.x1 for s in strips), max(s.bottom for s in strips))
    doubt = Doubt(
        ReadingCode.INK_LEFT, f"{len(strips)} characters stand in this column and {len(glyphs)} were read", read.text
    )
    return [Line(read.text, _page_box(geometry, whole), read.confidence)], [doubt]


def _page_box(geometry: Geometry, strip: Strip) -> Box:
    return geometry.mapping.box(strip.x0, strip.top, strip.x1, strip.bottom)
