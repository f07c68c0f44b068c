"""Rows of the indicator grid that are no indicators: totals, column numbers, notes, sign-off and label rows."""

from __future__ import annotations

import re

from extractors.model import Cell
from normalizers.blocks import Block
from normalizers.formspec import vocabulary
from normalizers.header import Header
from normalizers.sheet import Part, blank
from normalizers.taxonomy import names_level
from normalizers.text import squeeze
from normalizers.titles import attachment_of, is_year_line

_FEWEST_NUMBERS = 3
_MEASURED = re.compile(r"[≥≧≤≦><=%]|[0-9]")


def skipped(part: Part, row: int, header: Header) -> str | None:
    """Why a row holds no indicator (`blank`, `wide`, `total`, `numbers`, `sign`, `note`, `label`), or None."""
    inside = _inside(part, row, header)
    texts = [squeeze(cell.text) for cell in inside if not blank(cell) and cell.row == row]
    first = next((cell for cell in part.row(row) if cell.row == row and not blank(cell)), None)
    beside = [squeeze(first.text)] if first is not None and first.col == 0 else []
    checks = (
        ("blank", all(blank(cell) for cell in inside)),
        ("wide", len(inside) == 1 and inside[0].col_span > 1),
        ("total", any(vocabulary().totals.search(text) for text in [*texts[:2], *beside])),
        ("numbers", _numbers(texts)),
    )
    reason = next((name for name, holds in checks if holds), None)
    if reason == "wide" and first is not None and first not in inside:
        return _by_first(first) or "label"
    if reason is None and first is not None and first.col == 0 and _names_person(first):
        return "sign"
    if reason or first is None or first.col != 0 or not _values_unlike(part, row, header):
        return reason
    return _by_first(first) or ("label" if _apart(part, row, header, first) else None)


def unexpected(part: Part, row: int) -> str | None:
    """The text of a row over the whole width when it may be an indicator whose rules were not seen, else None."""
    text = " ".join(cell.text for cell in part.row(row) if cell.row == row and not blank(cell))
    squeezed = squeeze(text)
    words = vocabulary()
    known = words.is_title(text) or is_year_line(text) or attachment_of(text) is not None
    if known or words.notes.search(_unspaced(text)) or words.signs.search(squeezed) or not _MEASURED.search(squeezed):
        return None
    return text


def _by_first(first: Cell) -> str | None:
    text = squeeze(first.text)
    if names_level(text) is not None:
        return None
    if vocabulary().notes.search(_unspaced(first.text)):
        return "note"
    if vocabulary().signs.search(text):
        return "sign"
    return "label" if vocabulary().fields.exact(text) else None


def _names_person(first: Cell) -> bool:
    """填报人：… at the beginning of a row, whatever stands in its last cell."""
    label, colon, _ = first.text.replace("：", ":").partition(":")
    match = vocabulary().fields.exact(label) if colon else None
    return match is not None and match.role == "personal"


def _unspaced(text: str) -> str:
    """Without blanks but with its colon, which tells `注：` from a word that begins with 注."""
    return "".join(text.split())


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


def _apart(part: Part, row: int, header: Header, first: Cell) -> bool:
    """A row of its own: one text over the columns of name and value: 其他需要说明的问题 and what follows it."""
    block = header.blocks[0]
    name, value = block.cols("name"), block.cols("value")
    if names_level(first.text) is not None or not (name and value):
        return False
    return part.grid.at(row, name[0]) is part.grid.at(row, value[0])


def _has_value(part: Part, row: int, block: Block) -> bool:
    others = {col for role, cols in block.columns if role != "value" for col in cols}
    cells = [part.grid.at(row, col) for col in block.cols("value")]
    return any(
        not blank(cell) and not any(col in others for col in range(cell.col, cell.col + cell.col_span))
        for cell in cells
    )
