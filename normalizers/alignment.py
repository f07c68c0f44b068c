"""The columns of a table that goes on without a header: found by where they stand."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from statistics import median

from extractors.model import TableGrid
from normalizers.header import Header
from normalizers.sheet import edges

# Borders of one table on two pages agree within these shares of its width.
_NEAR = 0.04
_WIDTH_OFF = 0.15
# So much nearer a telephone may be on one page than on the other, or to one side of the table than to the other side;
# and so many borders prove that it was.
_NEARER = 1.6
_FEWEST_BORDERS = 6
_MOST = 0.7  # of a column: a column that stands over so much of it stands over it
_FEWEST_COLUMNS = 3  # that show where the columns of a table stand


def moved(header: Header, origin: TableGrid, grid: TableGrid) -> Header:
    """The same columns on a grid that continues the table without a header: matched by where they stand."""
    best = _nearest_columns(origin, grid)

    def move(cols: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(col for col, old in enumerate(best) if old in cols)

    blocks = tuple(
        replace(block, columns=tuple((role, to) for role, cols in block.columns if (to := move(cols))))
        for block in header.blocks
    )
    headings = tuple(header.headings[old] if old < len(header.headings) else "" for old in best)
    flat = tuple((role, to) for role, cols in header.flat if (to := move(cols)))
    found = replace(header, first=0, last=0, blocks=blocks, headings=headings, flat=flat)
    return replace(found, extras=move(header.extras), unsure=move(header.unsure), wide=_wide(header, origin, grid))


def _nearest_columns(origin: TableGrid, grid: TableGrid) -> tuple[int, ...]:
    if origin.cols == grid.cols and similar(origin, grid):
        return tuple(range(grid.cols))
    old, new = edges(origin), _laid_over(edges(grid), edges(origin))
    best: list[int] = []
    for left, right in pairwise(new):
        overlaps = [min(right, end) - max(left, start) for start, end in pairwise(old)]
        best.append(overlaps.index(max(overlaps)))
    return tuple(best)


def _wide(header: Header, origin: TableGrid, grid: TableGrid) -> tuple[int, ...]:
    """The columns of a grid that stand over most of columns of the other one which hold different things."""
    old, new = edges(origin), _laid_over(edges(grid), edges(origin))
    columns = [columns for block in header.blocks for columns in block.columns] + list(header.flat)
    roles = {col: role for role, cols in columns for col in cols}

    def below(left: float, right: float) -> set[str]:
        over = (min(right, end) - max(left, start) > _MOST * (end - start) for start, end in pairwise(old))
        return {roles[col] for col, covered in enumerate(over) if covered and col in roles}

    return tuple(col for col, (left, right) in enumerate(pairwise(new)) if len(below(left, right)) > 1)


def _laid_over(new: tuple[float, ...], old: tuple[float, ...]) -> tuple[float, ...]:
    """The borders of a grid where they would stand on the page before: as they are, moved, or moved and scaled.

    A scan may lie elsewhere on the glass and a photograph may be taken from nearer; a grid that has lost a column at
    its side keeps the other one.
    """
    size, old_size = new[-1] - new[0], old[-1] - old[0]
    laid = [new]
    if abs(size - old_size) < _WIDTH_OFF * old_size:
        laid += [
            tuple(border - new[0] + old[0] for border in new),
            tuple(border - new[-1] + old[-1] for border in new),
            tuple((border - new[0]) * old_size / size + old[0] for border in new),
        ]
    return min(laid, key=lambda borders: sum(min(abs(border - other) for other in old) for border in borders))


def similar(origin: TableGrid, grid: TableGrid) -> bool:
    """Whether every column border of the grid stands where the other grid has one.

    Borders are compared as shares of the width, for a page may be printed smaller than the one before; a grid that
    has lost a column at its side is compared in points.
    """
    old, new = edges(origin), edges(grid)
    near = _NEAR * origin.box.width
    if all(min(abs(border - other) for other in old) <= near / 2 for border in new):
        return True
    # not the widths of the boxes: the box around a table that lies askew is wider the higher it is
    shares, others, times = _shares(grid), _shares(origin), (new[-1] - new[0]) / max(old[-1] - old[0], 1e-6)
    if abs(times - 1) <= _WIDTH_OFF and all(min(abs(border - other) for other in others) <= _NEAR for border in shares):
        return True
    return 1 / _NEARER <= times <= _NEARER and _seen_aslant(others, shares)


def stands_in(origin: TableGrid, grid: TableGrid) -> bool:
    """Whether every column of a grid stands in one of its own of the other, and none beside them."""
    near = _NEAR * origin.box.width
    if grid.box.x0 < origin.box.x0 - near or grid.box.x1 > origin.box.x1 + near:
        return False
    columns = _nearest_columns(origin, grid)
    return len(columns) >= _FEWEST_COLUMNS and all(left < right for left, right in pairwise(columns))


def _seen_aslant(others: tuple[float, ...], shares: tuple[float, ...]) -> bool:
    """Whether two telephones that looked from different sides would see the same borders so.

    What is nearer seems wider: of a line seen in perspective, its ends laid over each other, t becomes
    t / (t + k · (1 − t)), and one k must explain every border between.
    """
    if len(shares) != len(others) or len(shares) < _FEWEST_BORDERS:
        return False
    pairs = [(t, seen) for t, seen in zip(others[1:-1], shares[1:-1], strict=True) if 0 < t < 1 and 0 < seen < 1]
    if len(pairs) < len(shares) - 2:
        return False
    ratio = median(t * (1 - seen) / (seen * (1 - t)) for t, seen in pairs)
    return 1 / _NEARER <= ratio <= _NEARER and all(
        abs(t / (t + ratio * (1 - t)) - seen) <= _NEAR / 2 for t, seen in pairs
    )


def _shares(grid: TableGrid) -> tuple[float, ...]:
    borders = edges(grid)
    width = max(borders[-1] - borders[0], 1e-6)
    return tuple((border - borders[0]) / width for border in borders)
