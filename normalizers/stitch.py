"""One form over its parts: which rows are the header form, which are indicators, and by which header each is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from normalizers.alignment import moved
from normalizers.header import Header, find_headers
from normalizers.headless import header_by_cells
from normalizers.sheet import Part, Sheet, blank
from normalizers.shifted_levels import shifted


@dataclass(frozen=True, slots=True)
class Region:
    """Rows read by one header. `top` says that they continue a table over the end of a page."""

    part: Part
    first: int
    last: int
    header: Header
    top: bool


@dataclass(frozen=True, slots=True)
class Stitched:
    """The rows of the header form, the regions of indicators, and all headers with their parts."""

    form: tuple[tuple[Part, int], ...]
    regions: tuple[Region, ...]
    headers: tuple[tuple[Part, Header], ...]


def stitch(sheet: Sheet) -> Stitched:
    """Go through the parts from first to last; no row is left out.

    Rows before the first header are the header form. Rows above a later header, or on a part without any, are read
    by the header before them, its columns found by where they stand.
    """
    form: list[tuple[Part, int]] = []
    regions: list[Region] = []
    headers: list[tuple[Part, Header]] = []
    for part, own in _headers(sheet):
        row = part.first
        stops = [*own, None]
        for header in stops:
            end = header.first if header else part.last
            if row < end and headers:
                regions.append(_region(headers[-1], part, row, end, before=regions))
            elif row < end:
                form += [(part, line) for line in range(row, end)]
            if header:
                headers.append((part, header))
                row = header.last
    return Stitched(tuple(form), tuple(_shifted(regions)), tuple(headers))


def _headers(sheet: Sheet) -> list[tuple[Part, list[Header]]]:
    """The headers of each part; where no part shows any, the one that its cells tell."""
    printed = [
        (part, [header for header in find_headers(part.grid) if part.first <= header.first < part.last])
        for part in sheet.parts
    ]
    if any(own for _, own in printed):
        return printed
    told = [(part, header_by_cells(part)) for part in sheet.parts]
    return [(part, [header] if header else []) for part, header in told]


def _region(found: tuple[Part, Header], part: Part, first: int, last: int, *, before: list[Region]) -> Region:
    origin, header = found
    here = origin.grid is part.grid
    if not here:
        header = moved(header, origin.grid, part.grid)
    top = bool(before) and before[-1].part.grid is not part.grid
    return Region(part, first, last, header, top)


def _shifted(regions: list[Region]) -> Iterator[Region]:
    texts = [text for region in regions for text in _level_texts(region)]
    for region in regions:
        yield replace(region, header=shifted(region.header, texts))


def _level_texts(region: Region) -> list[str]:
    grid, texts = region.part.grid, []
    for col in (col for block in region.header.blocks for col in block.cols("level1")):
        cells = dict.fromkeys(grid.at(row, col) for row in range(region.first, region.last))
        texts += [cell.text for cell in cells if not blank(cell)]
    return texts
