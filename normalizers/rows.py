"""Rows of the indicator grid that are no indicators: totals, column numbers, notes, sign-off and label rows."""

from __future__ import annotations

from extractors.model import Cell
from normalizers.blocks import Block
from normalizers.formspec import vocabulary
from normalizers.header import Header
from normalizers.sheet import Part, blank
from normalizers.taxonomy import names_level
from normalizers.text import squeeze

_FEWEST_NUMBERS = 3


def skipped(part: Part, row: int, header: Header) -> str | None:
    """Why a row holds no indicator (`blank`, `wide`, `total`, `numbers`, `sign`, `note`, `label`), or None."""
    inside = _inside(part, row, header)
    filled = [cell for cell in inside if not blank(cell)]
    if not filled:
        return "blank"
    if len(inside) == 1 and inside[0].col_span > 1:
        return "wide"
    texts = [squeeze(cell.text) for cell in filled if cell.row == row]
    if any(text in vocabulary().totals for text in texts[:2]):
        return "total"
    if _numbers(texts):
        return "numbers"
    first = next((cell for cell in part.row(row) if cell.row == row and not blank(cell)), None)
    if first is None or first.col != 0 or not _values_unlike(part, row, header):
        return None
    return _by_first(first)


def _by_first(first: Cell) -> str | None:
    text = squeeze(first.text)
    if names_level(text) is not None:
        return None
    if vocabulary().notes.search(text):
        return "note"
    if vocabulary().signs.search(text):
        return "sign"
    return "label" if vocabulary().fields.exact(text) else None


def _inside(part: Part, row: int, header: Header) -> list[Cell]:
    """The cells over a row without those of the spine beside the table."""
    cols = {col for block in header.blocks for _, cols in block.columns for col in cols} | set(header.extras)
    cols |= {col for _, flat in header.flat for col in flat}
    return [cell for cell in part.row(row) if any(col in cols for col in range(cell.col, cell.col + cell.col_span))]


def _numbers(texts: list[str]) -> bool:
    if texts and texts[0] in vocabulary().numbers:
        texts = texts[1:]
    if len(texts) < _FEWEST_NUMBERS or not all(text.isdecimal() for text in texts):
        return False
    numbers = [int(text) for text in texts]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _values_unlike(part: Part, row: int, header: Header) -> bool:
    """No block has a value cell of its own with text in it."""
    return not any(_has_value(part, row, block) for block in header.blocks)


def _has_value(part: Part, row: int, block: Block) -> bool:
    others = {col for role, cols in block.columns if role != "value" for col in cols}
    cells = [part.grid.at(row, col) for col in block.cols("value")]
    return any(
        not blank(cell) and not any(col in others for col in range(cell.col, cell.col + cell.col_span))
        for cell in cells
    )
