"""Lists too wide for a page: their left columns on one page, the right ones on another, joined to one grid again.

Spreadsheets print either all left halves and then all right ones, or left and right in turn. Halves belong together
when the left one names its rows and has no values, the right one has the values and names nothing, and every row
stands at the same height.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.model import Line, PageReading, TableGrid
from normalizers.alignment import similar
from normalizers.formspec import vocabulary
from normalizers.sheet import SideBySide, blank

# Rows of two halves begin at the same height, to this share of the row's own.
_SAME_HEIGHT = 0.35
_NAMES = frozenset(("level1", "level2", "name", "project"))
_RIGHT = frozenset(("value", "operator", "unit", "weight", "direction", "explanation", "remark", "type"))
_FEWEST = 2
_HEAD_ROWS = 3


def join_sides(pages: Sequence[PageReading]) -> tuple[PageReading, ...]:
    """The pages with such halves joined on the page of the left one; the other pages as they are."""
    joined = list(pages)
    index = 0
    while index < len(joined):
        distance = _distance(joined, index)
        if distance == 0:
            index += 1
            continue
        left, right = joined[index].grids[0], joined[index + distance].grids[0]
        while _run(joined, index, distance, left, right):
            for place in range(index, index + distance):
                joined[place], joined[place + distance] = _together(joined[place], joined[place + distance])
            index += 2 * distance
    return tuple(joined)


def _distance(pages: Sequence[PageReading], index: int) -> int:
    """How many pages after a left half its right half stands; 0 when the page is none, or has none."""
    if len(pages[index].grids) != 1 or not _is_left(pages[index].grids[0]):
        return 0
    left = pages[index].grids[0]
    for place in range(index + 1, len(pages)):
        if len(pages[place].grids) != 1:
            return 0
        grid = pages[place].grids[0]
        if _is_right(grid):
            distance = place - index
            return distance if _run(pages, index, distance, left, grid) else 0
        if not similar(left, grid):
            return 0
    return 0


def _run(pages: Sequence[PageReading], index: int, distance: int, left: TableGrid, right: TableGrid) -> bool:
    """Whether the next pages are as many left halves and then their right ones."""
    if index + 2 * distance > len(pages):
        return False
    for place in range(index, index + distance):
        one, other = pages[place], pages[place + distance]
        if len(one.grids) != 1 or len(other.grids) != 1:
            return False
        alike = similar(left, one.grids[0]) and similar(right, other.grids[0])
        if not alike or not _same_rows(one.grids[0], other.grids[0]):
            return False
    return True


def _roles(grid: TableGrid, row: int) -> set[str]:
    index = vocabulary().columns
    matches = [index.exact(cell.text) for cell in grid.row_cells(row) if not blank(cell)]
    return {match.role for match in matches if match}


def _is_left(grid: TableGrid) -> bool:
    rows = [_roles(grid, row) for row in range(min(grid.rows, _HEAD_ROWS))]
    return any(len(roles & _NAMES) >= _FEWEST and "value" not in roles for roles in rows) and not any(
        "value" in roles for roles in rows
    )


def _is_right(grid: TableGrid) -> bool:
    rows = [_roles(grid, row) for row in range(min(grid.rows, _HEAD_ROWS))]
    return any(len(roles & _RIGHT) >= _FEWEST and "value" in roles for roles in rows) and not any(
        roles & _NAMES for roles in rows
    )


def _same_rows(left: TableGrid, right: TableGrid) -> bool:
    if left.rows != right.rows:
        return False
    for row in range(left.rows):
        one, other = left.at(row, left.cols - 1), right.at(row, 0)
        if one.row != row or other.row != row:
            continue
        allowed = _SAME_HEIGHT * min(one.box.height, other.box.height)
        if abs((one.box.top - left.box.top) - (other.box.top - right.box.top)) > allowed:
            return False
    return True


def _together(one: PageReading, other: PageReading) -> tuple[PageReading, PageReading]:
    left, right = one.grids[0], other.grids[0]
    moved = [replace(cell, col=cell.col + left.cols) for cell in right.cells]
    cells = tuple(sorted((*left.cells, *moved), key=lambda cell: (cell.row, cell.col)))
    findings = (*left.findings, *right.findings)
    grid = SideBySide(
        left.page, left.rows, left.cols + right.cols, cells, left.box, left.reader, findings, other.page, left.cols
    )
    rest: tuple[Line, ...] = tuple(line for line in other.text if line.box.top > right.box.bottom)
    return replace(one, grids=(grid,)), replace(other, grids=(), text=rest)
