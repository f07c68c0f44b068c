"""A stroke that stands alone in a cell is a dash: — for nothing to be filled in. Recognisers call it 一.

As a numeral 一 stands in a column that counts with such: 一, 二, 三.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractors.model import Cell

STROKE, DASH = "一", "—"
COUNTED = re.compile(r"[(（]?[二三四五六七八九十]+[)）、.．]?")


def with_lone_dashes(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """The cells of a table, with a dash for every stroke that is alone and in no column of numerals."""
    counting = {cell.col for cell in cells if COUNTED.fullmatch(cell.text)}
    return tuple(
        replace(cell, lines=tuple(replace(line, text=DASH) for line in cell.lines))
        if cell.text == STROKE and cell.col not in counting
        else cell
        for cell in cells
    )
