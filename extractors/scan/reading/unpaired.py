"""Quotation marks and brackets without the other one of their pair: a coarse scan drops the thin one at an end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.scan.reading.doubt import doubted

if TYPE_CHECKING:
    from extractors.model import Cell

PAIRS = ("“”", "《》", "()")
LIKE = str.maketrans("（）〈〉", "()《》")
# 1） and 一) number the parts of a text; a text that lists them opens none
NUMBERING = re.compile(r"(?<![(（0-9])(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})[)）]")


def with_unpaired_doubted(cell: Cell, number: int) -> Cell:
    """The cell, in doubt where a mark opens and nothing closes it, or closes what nothing opens.

    Args:
        cell: as it was read.
        number: of the page, from 1.
    """
    text = NUMBERING.sub("", cell.text).translate(LIKE)
    lone = next((pair for pair in PAIRS if not _paired(text, *pair)), None)
    return cell if lone is None else doubted(cell, f"one of ‘{lone}’ may be missing", number)


def _paired(text: str, opening: str, closing: str) -> bool:
    """Whether every mark of a pair has the other.

    >>> _paired("“三公”经费", "“", "”"), _paired("三公”经费", "“", "”"), _paired(")(", "(", ")")
    (True, False, False)
    """
    depth = 0
    for character in text:
        depth += (character == opening) - (character == closing)
        if depth < 0:
            return False
    return depth == 0
