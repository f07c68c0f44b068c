"""Marks that few cells of a column have may be a pen's, or what is left of a text: they are in doubt.

Who checks a form ticks it and numbers what he remarks on. Printed marks are many: a cell that lists has ① and ②, a
column that lists has one in every cell, one of answers has ticks, and one of units has single characters.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from extractors.scan.reading.doubt import doubted
from extractors.scan.reading.ticks import TICKS

if TYPE_CHECKING:
    from extractors.model import Cell

CIRCLED = frozenset("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
STROKES = frozenset("/\\|~^")  # at an end of a text; a unit that ends so was cut
CLASSES = frozenset("类级档等")  # of Ⅲ类: the numeral is hardly a character to a recogniser
CLASS_ALONE = "the number of a class may be lost"
USUAL = 0.5  # of the filled cells of a column: what so many have is printed


def with_lone_marks_doubted(cells: tuple[Cell, ...], number: int) -> tuple[Cell, ...]:
    """The cells of a table, in doubt where one has a mark that hardly another of its column has.

    Args:
        cells: as they were read.
        number: of the page, from 1.
    """
    filled = Counter(cell.col for cell in cells if cell.text)
    marked = Counter((cell.col, mark) for cell in cells if (mark := _mark(cell.text)))
    # a union, which takes the larger count: a class alone is a single character, too
    marked |= Counter((cell.col, CLASS_ALONE) for cell in cells if len(cell.text) == 1)
    return tuple(
        doubted(cell, mark, number)
        if (mark := _mark(cell.text)) and marked[cell.col, mark] < USUAL * filled[cell.col]
        else cell
        for cell in cells
    )


def _mark(text: str) -> str:
    """What a text has that a pen may have written, or that is left of it; nothing on most."""
    circled = [sign for sign in text if sign in CIRCLED]
    if len(circled) == 1 < len(text) and circled[0] in (text[0], text[-1]):
        return "a circled number beside the text may be written by a pen"
    if len(text) > 1 and (text[0] in STROKES or text[-1] in STROKES):
        return "a stroke at the end of the text may be a pen's, or the text goes on"
    if text and not text.strip(TICKS):
        return "a tick alone in its cell may have been written over its text"
    return CLASS_ALONE if text in CLASSES else ""
