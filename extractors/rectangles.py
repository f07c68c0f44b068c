"""The walls of a fine grid → the rectangles of cells between them; what has lost a piece of a wall is cut or mended."""

from __future__ import annotations

from itertools import pairwise

Span = tuple[int, int, int, int]  # row, column, row span, column span

WALL = 0.5  # share of a fine cell's side that must be ruled to count as a wall
CORNERS = 2  # rules that end in a gap of a wall, where one may be broken


def rectangles(h_ink: list[list[float]], v_ink: list[list[float]], *, exact: bool) -> tuple[list[Span], list[Span]]:
    """The cells, and those of them that lack a piece of a wall.

    Args:
        h_ink: how much of each side along x is ruled, 0 to 1: grid line from the top, then column.
        v_ink: of each side along y: grid line from the left, then row.
        exact: whether the rules are drawn, not scanned: then they end where they were meant to.
    """
    return _resumed(h_ink, v_ink, exact=exact) or _cut_apart(h_ink, v_ink)


def _resumed(
    h_ink: list[list[float]], v_ink: list[list[float]], *, exact: bool
) -> tuple[list[Span], list[Span]] | None:
    """The rectangles with the gaps of walls filled in which rules across end or turn: no cell has such a corner.

    Web pages that give the first cell of each row no left border draw so beside merged cells. None without such gaps.
    Of scanned rules a piece may be broken off below a merged cell, which gives a corner in a gap, too: one gap must
    have more than that, and no region may be left that is no rectangle, for then other pieces are missing.

    Args:
        h_ink: of the grid lines along x; see `rectangles`.
        v_ink: of those along y.
        exact: whether the rules are drawn, not scanned.
    """
    gaps = _gaps_with_corners(h_ink, v_ink)
    if not gaps or not (exact or max(gaps.values()) >= CORNERS):
        return None
    filled = {(row, col) for col, first, last in gaps for row in range(first, last)}
    whole = [[1.0 if (row, col) in filled else ink for row, ink in enumerate(line)] for col, line in enumerate(v_ink)]
    spans, repaired = _cut_apart(h_ink, whole)
    if repaired and not exact:
        return None
    return spans, repaired + [span for span in spans if any(_touches(span, row, col) for row, col in filled)]


def _gaps_with_corners(h_ink: list[list[float]], v_ink: list[list[float]]) -> dict[tuple[int, int, int], int]:
    """The gaps of walls, by grid line and rows, first ≤ row < last, with how many rules end in each on one side."""
    gaps: dict[tuple[int, int, int], int] = {}
    for col in range(1, len(v_ink) - 1):
        inked = [row for row, ink in enumerate(v_ink[col]) if ink >= WALL]
        for above, below in pairwise(inked):
            lines = range(above + 1, below + 1)  # of the grid, from the end of the wall to where it goes on
            crossed = [(h_ink[line][col - 1] >= WALL, h_ink[line][col] >= WALL) for line in lines]
            corners = max(crossed.count((True, False)), crossed.count((False, True)))
            if len(lines) > 1 and corners:
                gaps[col, above + 1, below] = corners
    return gaps


def _touches(span: Span, row: int, line: int) -> bool:
    """Whether a piece of a vertical grid line is part of the side of a span."""
    first, col, rows, cols = span
    return first <= row < first + rows and line in (col, col + cols)


def _cut_apart(h_ink: list[list[float]], v_ink: list[list[float]]) -> tuple[list[Span], list[Span]]:
    """Regions of fine cells without a wall between them, as rectangles; and those that had to be cut into shape."""
    rows, cols = len(h_ink) - 1, len(v_ink) - 1
    seen: set[tuple[int, int]] = set()
    spans: list[Span] = []
    repaired: list[Span] = []
    for start in ((row, col) for row in range(rows) for col in range(cols)):
        if start in seen:
            continue
        region = _region(start, h_ink, v_ink, rows, cols)
        seen |= region
        pieces = _cut(region, h_ink, v_ink)
        spans.extend(pieces)
        if len(pieces) > 1:
            repaired.extend(pieces)
    return spans, repaired


def _region(
    start: tuple[int, int], h_ink: list[list[float]], v_ink: list[list[float]], rows: int, cols: int
) -> set[tuple[int, int]]:
    """Flood from a fine cell through everything that is not a wall."""
    region, todo = {start}, [start]
    while todo:
        row, col = todo.pop()
        steps = (
            (row - 1, col, row > 0 and h_ink[row][col] < WALL),
            (row + 1, col, row + 1 < rows and h_ink[row + 1][col] < WALL),
            (row, col - 1, col > 0 and v_ink[col][row] < WALL),
            (row, col + 1, col + 1 < cols and v_ink[col + 1][row] < WALL),
        )
        for next_row, next_col, free in steps:
            if free and (next_row, next_col) not in region:
                region.add((next_row, next_col))
                todo.append((next_row, next_col))
    return region


def _cut(region: set[tuple[int, int]], h_ink: list[list[float]], v_ink: list[list[float]]) -> list[Span]:
    """Cut a region into rectangles, each time along the straight line with the most ink on it."""
    top, bottom = min(r for r, _ in region), max(r for r, _ in region) + 1
    left, right = min(c for _, c in region), max(c for _, c in region) + 1
    if len(region) == (bottom - top) * (right - left):
        return [(top, left, bottom - top, right - left)]
    best: tuple[float, int, int] | None = None  # ink, direction, position
    for row in range(top + 1, bottom):
        chord = [c for c in range(left, right) if (row - 1, c) in region and (row, c) in region]
        best = _better(best, _chord_ink([h_ink[row][c] for c in chord]), 0, row)
    for col in range(left + 1, right):
        chord = [r for r in range(top, bottom) if (r, col - 1) in region and (r, col) in region]
        best = _better(best, _chord_ink([v_ink[col][r] for r in chord]), 1, col)
    if best is None:
        raise AssertionError("a region of one row and one column is a rectangle")
    _, direction, position = best
    parts = (
        {cell for cell in region if cell[direction] < position},
        {cell for cell in region if cell[direction] >= position},
    )
    return [span for part in parts for piece in _connected(part) for span in _cut(piece, h_ink, v_ink)]


def _chord_ink(shares: list[float]) -> float:
    """Ink along a cut; a shorter cut wins among equals, an empty one (the region is already apart there) first."""
    if not shares:
        return 2.0
    return sum(shares) / len(shares) - 0.01 * len(shares)


def _better(best: tuple[float, int, int] | None, ink: float, direction: int, position: int) -> tuple[float, int, int]:
    return (ink, direction, position) if best is None or ink > best[0] else best


def _connected(cells: set[tuple[int, int]]) -> list[set[tuple[int, int]]]:
    """Parts of a set of fine cells that hang together by their sides."""
    rest, parts = set(cells), []
    while rest:
        todo = [min(rest)]
        part: set[tuple[int, int]] = set()
        while todo:
            row, col = todo.pop()
            if (row, col) not in rest:
                continue
            rest.discard((row, col))
            part.add((row, col))
            todo += [(row - 1, col), (row + 1, col), (row, col - 1), (row, col + 1)]
        parts.append(part)
    return parts
