"""Level 1 printed over its columns, 产出指标 | 效益指标 side by side, where no column of a block holds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.model import Cell, TableGrid
from normalizers.blocks import Block
from normalizers.taxonomy import names_level
from normalizers.text import squeeze

FEWEST = 2  # blocks side by side; over one alone such a heading may be the title of its columns


def with_levels_over(grid: TableGrid, first: int, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks with the cell above each that names its level 1; as they are where not all have one of their own.

    Args:
        grid: of the header.
        first: the first row of the header; the names stand in the row above it.
        blocks: of the header, from left to right.
    """
    if first == 0 or len(blocks) < FEWEST or any(block.cols("level1") for block in blocks):
        return blocks
    cells = [_over(grid, first - 1, block) for block in blocks]
    named = [cell for cell in cells if cell is not None]
    if len({squeeze(cell.text) for cell in named}) < len(blocks):
        return blocks
    return tuple(replace(block, over=(cell.row, cell.col)) for block, cell in zip(blocks, named, strict=True))


def _over(grid: TableGrid, row: int, block: Block) -> Cell | None:
    """The cell in a row that stands over all columns of a block and names a level 1."""
    cols = sorted(_columns(block))
    cell = grid.at(row, cols[0])
    holds = cell.col <= cols[0] and cols[-1] < cell.col + cell.col_span
    return cell if holds and names_level(cell.text) == 1 else None


def _columns(block: Block) -> Sequence[int]:
    return [col for _, cols in block.columns for col in cols]
