"""Merged cells cut by the end of a page whose text was set in their second part.

A name stands in the middle of its merged cell. Where a page ends above the middle, the first part is blank, and to
fill it down from the cell above would give its rows the level, or the project, of others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.model import Cell, ReadingCode
from normalizers.blocks import Block
from normalizers.printed import Row, Run, only_dirt
from normalizers.sheet import Part, Spot, blank
from normalizers.stitch import Region

Key = tuple[int, int, int, int]  # of a spot


@dataclass(frozen=True, slots=True)
class LateName:
    """Where the text of a blank cell at the end of a page stands; `sure` when the cell is merged over several rows."""

    spots: tuple[Spot, ...]
    sure: bool


def late_names(regions: Sequence[Region]) -> dict[Key, LateName]:
    """The blank cells at the end of pages that have their text on the next, by the keys of their spots.

    A blank cell is one only where rules bound it and every other cell of its column has a text: lists that print a
    name once above blank cells have more of these.
    """
    found: dict[Key, LateName] = {}
    for region, below in pairwise(regions):
        if not below.top or len(region.header.blocks) != len(below.header.blocks) or _inferred(region.part):
            continue
        for cols, cols_below in _columns(region, below):
            cell, first = _last(region, cols), _named(below.part, below.first, cols_below)
            if cell is not None and first is not None:
                found[Spot(region.part, cell).key] = LateName((Spot(below.part, first),), cell.row_span > 1)
    return found


def _inferred(part: Part) -> bool:
    """Whether the cells of a grid were found without rules: a blank one is bounded by nothing."""
    return any(finding.code == ReadingCode.NO_RULES for finding in part.grid.findings)


def _columns(region: Region, below: Region) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """The columns of levels and of projects, on this page and on the next."""
    flat, flat_below = dict(region.header.flat), dict(below.header.flat)
    yield from ((flat[role], flat_below[role]) for role in flat if role in flat_below)
    for block, other in zip(region.header.blocks, below.header.blocks, strict=True):
        yield from ((block.cols(role), other.cols(role)) for role in _levels(block) if other.cols(role))


def _levels(block: Block) -> list[str]:
    return [role for role in ("level1", "level2") if block.cols(role)]


def _last(region: Region, cols: tuple[int, ...]) -> Cell | None:
    """The blank cell that ends some columns of a page, when those above it have texts."""
    part = region.part
    cells = list(dict.fromkeys(part.grid.at(row, col) for row in range(region.first, region.last) for col in cols))
    last = cells[-1]
    own = last.row > region.first and last.row + last.row_span == region.last and _within(last, cols)
    if not own or not _empty(last):
        return None
    # the first one goes on with the page before
    above = [cell for cell in cells[:-1] if cell.row > region.first]
    return None if any(_empty(cell) for cell in above) else last


def _named(part: Part, row: int, cols: tuple[int, ...]) -> Cell | None:
    """The one cell with a text over a row of some columns."""
    cells = {part.grid.at(row, col) for col in cols}
    cell = cells.pop()
    return None if cells or _empty(cell) or not _within(cell, cols) else cell


def _within(cell: Cell, cols: tuple[int, ...]) -> bool:
    return cell.col >= min(cols) and cell.col + cell.col_span - 1 <= max(cols)


def _empty(cell: Cell) -> bool:
    return blank(cell) or only_dirt(cell)


def without_project(found: dict[str, list[Spot]], above: dict[str, Run | None]) -> bool:
    """Whether another amount than that of the project above stands beside a blank project: its name was not seen."""
    run, spots = above.get("budget"), found.get("budget", [])
    if run is None or not spots or found.get("project") or above.get("project") is None:
        return False
    return run.spots[-1].key != spots[-1].key


def beside_one_amount(one: Row, other: Row) -> bool:
    """Whether two rows of a list stand beside one cell with an amount: a part of the name was not seen."""
    above, here = (row.flat.get("budget") for row in (one, other))
    return bool(above and here and above.spots[-1].key == here.spots[-1].key)
