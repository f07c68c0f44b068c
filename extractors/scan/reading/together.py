"""What only all lines of a cell, or all cells of a table, tell of what was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.scan.reading.lone_dashes import with_lone_dashes
from extractors.scan.reading.lone_marks import with_lone_marks_doubted
from extractors.scan.reading.strays import with_slash_doubted, with_stroke_doubted
from extractors.scan.reading.unpaired import with_unpaired_doubted

if TYPE_CHECKING:
    from extractors.model import Cell


def together(cells: tuple[Cell, ...], number: int) -> tuple[Cell, ...]:
    """The cells of a table with lone strokes read as dashes, and with the doubts that the whole of them tells.

    Args:
        cells: as they were read, each by itself.
        number: of the page, from 1.
    """
    cells = with_lone_marks_doubted(with_lone_dashes(cells), number)
    for look in (with_stroke_doubted, with_slash_doubted, with_unpaired_doubted):
        cells = tuple(look(cell, number) for cell in cells)
    return cells
