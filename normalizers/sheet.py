"""A table as it was printed, possibly in several pieces: what bundle finds and every later step reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.model import Box, Cell, Line, Place, Severity, TableGrid, join_lines
from normalizers.text import squeeze


@dataclass(frozen=True, slots=True)
class SideBySide(TableGrid):
    """A grid of two halves (normalizers/sides.py): from column `seam` on its cells stand on page `right_page`.

    There they are columns of the only grid of their page.
    """

    right_page: int = 0
    seam: int = 0


def origin(grid: TableGrid, cell: Cell) -> tuple[int, int]:
    """The page of a cell, and its column in the grid as it was read there."""
    if isinstance(grid, SideBySide) and cell.col >= grid.seam:
        return grid.right_page, cell.col - grid.seam
    return grid.page, cell.col


def last_page(grid: TableGrid) -> int:
    """The last page that a grid stands on."""
    return grid.right_page if isinstance(grid, SideBySide) else grid.page


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows (first ≤ row < last) of one grid; `number` is the grid's index on its page."""

    grid: TableGrid
    number: int
    first: int
    last: int

    def row(self, row: int) -> tuple[Cell, ...]:
        """The different cells over a row."""
        return self.grid.row_cells(row)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One form, or one list, over one or more parts. `above` are the lines between it and what stands before it."""

    parts: tuple[Part, ...]
    above: tuple[Line, ...]

    def rows(self) -> Iterator[tuple[Part, int]]:
        """All rows from the first to the last."""
        for part in self.parts:
            for row in range(part.first, part.last):
                yield part, row


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell of a part."""

    part: Part
    cell: Cell

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(origin(self.part.grid, self.cell)[0], self.cell.box)

    @property
    def key(self) -> tuple[int, int, int, int]:
        """The same for the same cell only."""
        return self.part.grid.page, self.part.number, self.cell.row, self.cell.col


def codes(cells: Sequence[Cell]) -> tuple[str, ...]:
    """The doubts about cells, each once; remarks for information are none."""
    return tuple(
        dict.fromkeys(
            finding.code for cell in cells for finding in cell.findings if finding.severity is not Severity.INFO
        )
    )


def joined(cells: Sequence[Cell]) -> str | None:
    """The text of cells read as one; None when all are blank."""
    return join_lines([line.text for cell in cells for line in cell.lines]) or None


def recognised(grid: TableGrid) -> bool:
    """Whether the text of a grid was recognised in a picture: a text layer is believed wholly."""
    return any(line.confidence < 1.0 for cell in grid.cells for line in cell.lines)


def blank(cell: Cell) -> bool:
    """Whether nothing is printed in it."""
    return not squeeze(cell.text)


def edges(grid: TableGrid) -> tuple[float, ...]:
    """The x of every column border in points, cols + 1 of them; a border that no cell shows lies midway.

    Borders of a photographed or skewed page lean, each by its own; theirs is the x at half the height of the grid.
    """
    (lean, more), middle = _lean(grid), grid.box.centre[1]
    starts: dict[int, list[float]] = {}
    for cell in grid.cells:
        # the box around a leaning cell is wider than the cell by what it leans over its height
        left, right = lean + more * cell.box.x0, lean + more * cell.box.x1
        height, below = cell.box.height, middle - cell.box.centre[1]
        starts.setdefault(cell.col, []).append(cell.box.x0 + abs(left) * height / 2 + left * below)
        starts.setdefault(cell.col + cell.col_span, []).append(cell.box.x1 - abs(right) * height / 2 + right * below)
    found = {col: sorted(values)[len(values) // 2] for col, values in starts.items()}
    borders: list[float] = []
    for col in range(grid.cols + 1):
        if col in found:
            borders.append(max(found[col], borders[-1]) if borders else found[col])
        else:
            later = min(other for other in found if other > col)
            borders.append(borders[-1] + (found[later] - borders[-1]) / (later - col + 1))
    return tuple(borders)


def _lean(grid: TableGrid) -> tuple[float, float]:
    """How many points a column border goes to the right per point downwards, at x = 0, and more per point of x.

    The borders of a page that lies askew are parallel; those that a telephone saw aslant draw together.
    """
    borders: dict[int, list[tuple[float, float]]] = {}
    for cell in grid.cells:
        if cell.row_span == 1:
            borders.setdefault(cell.col, []).append((cell.box.centre[1], cell.box.x0))
    weight = place = places = turn = turns = 0.0
    for points in borders.values():
        y_mean, x_mean = (sum(values) / len(points) for values in zip(*points, strict=True))
        along = sum((y - y_mean) ** 2 for y, _ in points)
        across = sum((y - y_mean) * (x - x_mean) for y, x in points)
        weight, place, places = weight + along, place + along * x_mean, places + along * x_mean**2
        turn, turns = turn + across, turns + across * x_mean
    if not weight:
        return 0.0, 0.0
    spread = places - place**2 / weight
    if sum(len(points) > 1 for points in borders.values()) < _BORDERS_THAT_TELL or spread <= 0:
        return turn / weight, 0.0
    more = (turns - turn * place / weight) / spread
    return (turn - more * place) / weight, more


_BORDERS_THAT_TELL = 3


def full_width(part: Part, row: int) -> Cell | None:
    """The cell that alone fills a row, or the only one of it with text that spans most of its width."""
    cells = part.row(row)
    filled = [cell for cell in cells if not blank(cell)]
    if len(cells) == 1:
        return cells[0]
    if len(filled) == 1 and filled[0].col_span * 3 >= part.grid.cols * 2:
        return filled[0]
    return None


def union(boxes: Sequence[Box]) -> Box:
    """The box around all."""
    around = boxes[0]
    for box in boxes[1:]:
        around = around.union(box)
    return around
