"""A circled number beside the text of a cell may be written by a pen: who checks a form numbers what he remarks on.

Printed ones count: a cell that lists has ① and ②, a column that lists has one in every cell.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.model import Finding, Place, ReadingCode, Severity

if TYPE_CHECKING:
    from extractors.model import Cell

CIRCLED = frozenset("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
LISTING = 0.5  # of the cells of a column: so many with a circled number are a list


def with_circled_doubted(cells: tuple[Cell, ...], number: int) -> tuple[Cell, ...]:
    """The cells of a table, in doubt where a single circled number stands at an end of one.

    Args:
        cells: as they were read.
        number: of the page, from 1.
    """
    filled = Counter(cell.col for cell in cells if cell.text)
    marked = Counter(cell.col for cell in cells if _beside(cell.text))
    return tuple(
        _doubted(cell, number) if _beside(cell.text) and marked[cell.col] < LISTING * filled[cell.col] else cell
        for cell in cells
    )


def _beside(text: str) -> bool:
    """Whether a text has one circled number, at one of its ends."""
    found = [sign for sign in text if sign in CIRCLED]
    return len(found) == 1 < len(text) and found[0] in (text[0], text[-1])


def _doubted(cell: Cell, number: int) -> Cell:
    message = "a circled number beside the text may be written by a pen"
    doubt = Finding(ReadingCode.CONFUSABLE, Severity.WARNING, message, Place(number, cell.box), cell.text)
    return replace(cell, findings=(*cell.findings, doubt))
