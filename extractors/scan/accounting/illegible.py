"""Tables of which most cells are in doubt: the picture is out of focus, shaken or too dark, and none of it is sure."""

from __future__ import annotations

from dataclasses import replace

from extractors.model import Finding, Place, ReadingCode, Severity, TableGrid

MOST = 0.5  # of the cells with text: on shaken pictures that can be read a third are in doubt, on lost ones all
FEWEST = 12  # cells with text: a few say nothing of a page
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
