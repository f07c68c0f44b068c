"""Tables drawn with characters, as the readers would give them.

`|` parts cells, `^` goes on with the cell above, `<` with the cell to the left, ⏎ is a line end in a cell, `_` a blank
that spans:

    | 项目名称 | 基地  <  < |
    | 绩⏎效   | 一级指标 | 指标值 | 备注 |
    | ^        | 产出指标 | 15个   |      |
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.model import Box, Cell, Finding, Line, PageReading, TableGrid

WIDTH, HEIGHT = 60.0, 20.0
LEFT, TOP = 50.0, 120.0


def grid(
    drawing: str,
    *,
    page: int = 1,
    top: float = TOP,
    edges: Sequence[float] | None = None,
    reader: str = "ruled",
    confidence: float = 1.0,
    doubts: dict[str, Finding] | None = None,
) -> TableGrid:
    """The grid of a drawing. `edges` are the column borders in points; `doubts` go to the cells with that text."""
    rows = [_cells(line) for line in drawing.strip().splitlines()]
    cols = max(len(row) for row in rows)
    assert all(len(row) == cols for row in rows), [len(row) for row in rows]
    borders = list(edges) if edges else [LEFT + WIDTH * col for col in range(cols + 1)]
    owner = _owners(rows, cols)
    cells: list[Cell] = []
    for row, col in sorted(set(owner.values())):
        covered = [place for place, head in owner.items() if head == (row, col)]
        last_row, last_col = max(place[0] for place in covered), max(place[1] for place in covered)
        box = Box(borders[col], top + HEIGHT * row, borders[last_col + 1], top + HEIGHT * (last_row + 1))
        lines = tuple(Line(text, box, confidence) for text in rows[row][col].split("⏎") if text)
        found = (doubts or {}).get(rows[row][col])
        cells.append(Cell(row, col, last_row - row + 1, last_col - col + 1, box, lines, (found,) if found else ()))
    around = Box(borders[0], top, borders[-1], top + HEIGHT * len(rows))
    return TableGrid(page, len(rows), cols, tuple(cells), around, reader)


def _cells(line: str) -> list[str]:
    cells: list[str] = []
    for chunk in line.strip().strip("|").split("|"):
        words = chunk.split()
        spans = 0
        while words and words[-1] == "<":
            words.pop()
            spans += 1
        if words or not spans:
            cells.append("" if words == ["_"] else " ".join(words))
        cells += ["<"] * spans
    return cells


def _owners(rows: list[list[str]], cols: int) -> dict[tuple[int, int], tuple[int, int]]:
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for row, texts in enumerate(rows):
        for col in range(cols):
            if texts[col] == "^":
                owner[row, col] = owner[row - 1, col]
            elif texts[col] == "<":
                owner[row, col] = owner[row, col - 1]
            else:
                owner[row, col] = (row, col)
    return owner


def lines(*texts: str, top: float = 20.0) -> tuple[Line, ...]:
    """Lines above a table, centred on the page."""
    return tuple(
        Line(text, Box(297 - 6 * len(text), top + 18 * index, 297 + 6 * len(text), top + 18 * index + 12))
        for index, text in enumerate(texts)
    )


def reading(*grids: TableGrid, text: Sequence[Line] = (), page: int | None = None) -> PageReading:
    """The page of some grids."""
    number = page or (grids[0].page if grids else 1)
    outcome = "table" if grids else "text"
    return PageReading(number, 595, 842, "digital", outcome, "ruled", grids=tuple(grids), text=tuple(text))
