"""Truth of the real documents in ../shared/real, and how a grid is compared with it.

Nothing of them is in the repository; tests that need them skip when the folder is absent.
"""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from extractors.model import TableGrid

REAL = Path(__file__).resolve().parents[2] / "shared" / "real"
Span = tuple[int, int, int, int]


@dataclass(frozen=True)
class TruthCell:
    """Row, column, row span and column span; the text without blanks; `ignored` under a seal or blurred."""

    span: Span
    text: str
    ignored: bool


@dataclass(frozen=True)
class Truth:
    """One table as read by a person."""

    document: str
    pages: tuple[int, ...]
    rows: int
    cols: int
    cells: tuple[TruthCell, ...]


def real(*parts: str) -> Path:
    """A path below the real documents; skips the test when they are absent."""
    path = REAL.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"no real documents at {REAL}")
    return path


def truth(name: str) -> Truth:
    """The truth file of this name."""
    data: dict[str, Any] = json.loads(real("truth", f"{name}.json").read_text(encoding="utf-8"))
    pages = data.get("pages") or data["page"]
    return Truth(
        document=data["file"],
        pages=tuple(pages) if isinstance(pages, list) else (pages,),
        rows=data["rows"],
        cols=data["cols"],
        cells=tuple(
            TruthCell((cell["r"], cell["c"], cell["rs"], cell["cs"]), bare(cell["text"]), bool(cell.get("ignore")))
            for cell in data["cells"]
        ),
    )


def bare(text: str) -> str:
    """Text as it is compared: NFKC, without any white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def differences(expected: Truth, grid: TableGrid) -> list[str]:
    """Every cell of one page's table that is not as the truth has it, in words."""
    if (grid.rows, grid.cols) != (expected.rows, expected.cols):
        return [f"{grid.rows} × {grid.cols} instead of {expected.rows} × {expected.cols}"]
    found = {(cell.row, cell.col, cell.row_span, cell.col_span): bare(cell.text) for cell in grid.cells}
    wrong = []
    for cell in expected.cells:
        if cell.ignored:
            continue
        if cell.span not in found:
            wrong.append(f"no cell {cell.span} {cell.text!r}")
        elif found[cell.span] != cell.text:
            wrong.append(f"{cell.span}: {found[cell.span]!r} instead of {cell.text!r}")
    return wrong


def fragment(whole: Truth, first: int, last: int) -> Truth:
    """Rows first to last (exclusive) of a table, as a page that holds only these shows them.

    A cell that reaches over the break is cut; a grid line that no cell of the fragment ends at is not there. The
    text of a cut cell may stand on either page or be divided, so it is left empty here.
    """
    kept = [cell for cell in whole.cells if cell.span[0] < last and cell.span[0] + cell.span[2] > first]
    bounds = sorted({edge for cell in kept for edge in (cell.span[1], cell.span[1] + cell.span[3])})
    column = {edge: index for index, edge in enumerate(bounds)}
    cells = []
    for cell in kept:
        top, bottom = max(cell.span[0], first), min(cell.span[0] + cell.span[2], last)
        left, right = column[cell.span[1]], column[cell.span[1] + cell.span[3]]
        cut = (top, bottom) != (cell.span[0], cell.span[0] + cell.span[2])
        cells.append(TruthCell((top - first, left, bottom - top, right - left), "" if cut else cell.text, cell.ignored))
    return Truth(whole.document, whole.pages, last - first, len(bounds) - 1, tuple(cells))


def differences_over_pages(whole: Truth, grids: list[TableGrid]) -> list[str]:
    """As `differences`, for one table over several pages: its grids in order, one a page."""
    if sum(grid.rows for grid in grids) != whole.rows:
        return [f"{[grid.rows for grid in grids]} rows instead of {whole.rows}"]
    wrong: list[str] = []
    found: dict[TruthCell, str] = {}
    first = 0
    for grid in grids:
        part = fragment(whole, first, first + grid.rows)
        if (grid.rows, grid.cols) != (part.rows, part.cols):
            return [f"page {grid.page}: {grid.rows} × {grid.cols} instead of {part.rows} × {part.cols}"]
        at = {(cell.row, cell.col, cell.row_span, cell.col_span): bare(cell.text) for cell in grid.cells}
        original = [c for c in whole.cells if c.span[0] < first + grid.rows and c.span[0] + c.span[2] > first]
        for cell, cut in zip(original, part.cells, strict=True):
            if cut.span not in at:
                wrong.append(f"page {grid.page}: no cell {cut.span} {cell.text!r}")
            found[cell] = found.get(cell, "") + at.get(cut.span, "")
        first += grid.rows
    wrong += [
        f"{c.span}: {text!r} instead of {c.text!r}" for c, text in found.items() if not c.ignored and text != c.text
    ]
    return wrong
