"""An indicator grid whose header row was not read: white print on a dark row of a scan, a page that lacks the first.

Its columns are told by their cells alone, so every row is in doubt; but none is lost.
"""

from __future__ import annotations

from normalizers.blocks import Block
from normalizers.codes import MeaningCode
from normalizers.guess import guess_roles
from normalizers.header import Header
from normalizers.sheet import Part, blank
from normalizers.taxonomy import names_level

_NEEDED = frozenset(("level2", "name", "value"))
_FEWEST_ROWS = 3


def header_by_cells(part: Part) -> Header | None:
    """A header of no rows above the first row that names a second level; None where the cells tell none."""
    first = next((row for row in range(part.first, part.last) if _names_second_level(part, row)), None)
    if first is None or part.last - first < _FEWEST_ROWS:
        return None
    grid = part.grid
    columns = [
        [cell.text for cell in dict.fromkeys(grid.at(row, col) for row in range(first, part.last)) if not blank(cell)]
        for col in range(grid.cols)
    ]
    roles = guess_roles(columns)
    found = {role: col for col, role in enumerate(roles) if role is not None}
    if not found.keys() >= _NEEDED or not found["level2"] < found["name"]:
        return None
    block = Block(tuple((role, (col,)) for role, col in found.items()))
    extras = tuple(col for col, role in enumerate(roles) if role is None and len(set(columns[col])) > 1)
    headings = tuple(f"第{col + 1}列" for col in range(grid.cols))
    return Header(first, first, (block,), headings, extras, doubts=(str(MeaningCode.UNKNOWN_FORM),))


def _names_second_level(part: Part, row: int) -> bool:
    return any(names_level(cell.text) == 2 for cell in part.row(row) if cell.row == row and not blank(cell))
