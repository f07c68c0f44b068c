"""Pages that cannot be read: a table of which most cells are in doubt, and ink of which nothing was read at all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.model import Box, Finding, Place, ReadingCode, Severity, TableGrid
from extractors.scan.blobs import blobs
from extractors.scan.reading.ink import shade
from extractors.scan.reading.remnants import can_be_print

if TYPE_CHECKING:
    from extractors.scan.geometry import Geometry

MOST = 0.5  # of the cells with text: on shaken pictures that can be read a third are in doubt, on lost ones all
FEWEST = 12  # cells with text: a few say nothing of a page
# Of a page. Of 64 pages of tuning seeds half have more than 0.063 of ink, the fullest 0.126, the two empty ones 0.0001.
INKED = 0.03
# Grey levels below the paper: what shines through is paler. So many pieces are more than holes, staples and stains.
DARK, PIECES = 80, 12
_OF_THE_TEXT = frozenset((ReadingCode.LOW_CONFIDENCE, ReadingCode.READINGS_DIFFER, ReadingCode.UNREADABLE))


def with_doubt_of_all(grid: TableGrid) -> TableGrid:
    """The table, in doubt as a whole where most of its cells with text are."""
    cells = [cell for cell in grid.cells if cell.lines]
    doubtful = sum(any(finding.code in _OF_THE_TEXT for finding in cell.findings) for cell in cells)
    if len(cells) < FEWEST or doubtful < MOST * len(cells):
        return grid
    message = f"{doubtful} of {len(cells)} cells with text could not be read for certain."
    place, advice = Place(grid.page, grid.box), "photograph or scan the sheet again, in focus and in even light"
    doubt = Finding(ReadingCode.ILLEGIBLE, Severity.WARNING, message, place, suggestion=advice)
    return replace(grid, findings=(*grid.findings, doubt))


def nothing_read(page: Geometry, number: int, width: float, height: float) -> tuple[Finding, ...]:
    """A doubt about a page with no text at all that is covered with ink, or holds what may be characters.

    Args:
        page: as it was measured.
        number: of the page, from 1.
        width: of the page as displayed, in points.
        height: likewise.
    """
    share = float((page.ink > 0).mean())
    pieces = _dark_pieces(page)
    if share < INKED and pieces < PIECES:
        return ()
    what = f"{share:.0%} of the page is dark" if share >= INKED else f"{pieces} marks on the page may be characters"
    message = f"{what}, and nothing could be read on it."
    place, advice = Place(number, Box(0, 0, width, height)), "look at the page, and scan it again if it holds a table"
    return (Finding(ReadingCode.ILLEGIBLE, Severity.WARNING, message, place, suggestion=advice),)


def _dark_pieces(page: Geometry) -> int:
    """How many pieces of ink are as large as parts of characters, and too dark to shine through from the other side."""
    import numpy as np

    dark = (page.ink > 0) & (page.paper < shade(page.paper[::4, ::4], 80) - DARK)
    _, _, stats, _ = blobs(dark.astype(np.uint8))
    return int(can_be_print(stats, page.glyph).sum())
