"""Tables that the edge of the picture cuts off: what lies beyond is not known, a text at it may be half a text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.model import Box, Finding, Place, ReadingCode, Severity, TableGrid

if TYPE_CHECKING:
    from extractors.rectangles import Span
    from extractors.scan.geometry import Geometry
    from extractors.tiling import Lattice

MARGIN = 0.6  # in character heights: no table is printed or laid so near to the edge of a sheet


def cut_cells(geometry: Geometry, lattice: Lattice, width: float, height: float) -> frozenset[Span]:
    """The cells that reach the edge of the picture.

    Args:
        geometry: of the page.
        lattice: one of its tables.
        width: of the upright page in points.
        height: likewise.
    """
    margin = MARGIN * geometry.glyph * 72 / geometry.dpi

    def within(span: Span) -> bool:
        box = geometry.on_page(lattice.box_of(span))
        return min(box.x0, box.top, width - box.x1, height - box.bottom) >= margin

    # where the last rule is beyond the edge, the tiling has closed the table at the ends of the others
    return frozenset(span for span in lattice.spans if not within(span))


def with_cut_cells(grid: TableGrid, cut: frozenset[Span]) -> TableGrid:
    """The table with a doubt about each cell that is cut off, and one about itself: it may lack rows and columns."""
    if not cut:
        return grid

    def doubt(box: Box, message: str, text: str | None = None) -> Finding:
        suggestion = "photograph or scan the whole sheet"
        return Finding(
            ReadingCode.CUT_OFF, Severity.WARNING, message, Place(grid.page, box), text, suggestion=suggestion
        )

    message = "the cell reaches the edge of the picture and may go on beyond it"
    cells = tuple(
        replace(cell, findings=(*cell.findings, doubt(cell.box, message, cell.text or None)))
        if (cell.row, cell.col, cell.row_span, cell.col_span) in cut
        else cell
        for cell in grid.cells
    )
    lacking = doubt(grid.box, "The table reaches the edge of the picture: it may lack rows or columns.")
    return replace(grid, cells=cells, findings=(*grid.findings, lacking))
