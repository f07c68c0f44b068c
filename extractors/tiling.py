"""Rules → lattices: rectangles of cells, merged ones with their spans, that tile each table exactly.

The order of the work: rules on one line are joined, rules that touch make one table, the positions of its rules
make a fine grid, and fine cells without a wall between them grow together. A region that has not become a
rectangle has lost a piece of a wall; it is cut along the line with the most ink, and the cut is reported.
The finding of edges and intersections follows pdfplumber's table finder (after Anssi Nurminen's thesis); regions
and their repair are ours, because a scan breaks rules and a cell must exist all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.model import Box, Rule
from extractors.rectangles import Span, rectangles

SMALLEST_TABLE = (30.0, 12.0)  # width and height in points; smaller frames are check boxes and rules of thumb
SLIVER = 4.0  # points: no row and no column is so narrow, it is the space of a double rule
AT_EDGE = 0.02  # of the size of a frame: how far from its edges the pieces of its sides may lie
FEWEST_OPEN = 3  # rules down that make a row with the one rule across below or above them


@dataclass(frozen=True, slots=True)
class Lattice:
    """The skeleton of one table.

    `xs` and `ys` are the positions of its grid lines in points; `spans` tile rows × columns exactly, in reading
    order; `repaired` are the boxes of cells whose walls were completed.
    """

    box: Box
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    spans: tuple[Span, ...]
    repaired: tuple[Box, ...] = ()

    def box_of(self, span: Span) -> Box:
        """The box of a span in points."""
        row, col, row_span, col_span = span
        return Box(self.xs[col], self.ys[row], self.xs[col + col_span], self.ys[row + row_span])


@dataclass(frozen=True, slots=True)
class _Segment:
    """A joined rule: its position across its direction, and from where to where it runs."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class _Component:
    """Rules that touch each other."""

    horizontals: tuple[_Segment, ...]
    verticals: tuple[_Segment, ...]

    @property
    def box(self) -> Box:
        """Around all its rules."""
        xs = [s.at for s in self.verticals] + [x for s in self.horizontals for x in (s.start, s.end)]
        ys = [s.at for s in self.horizontals] + [y for s in self.verticals for y in (s.start, s.end)]
        return Box(min(xs), min(ys), max(xs), max(ys))


def tile(rules: Sequence[Rule], *, tolerance: float = 2.0, exact: bool = False) -> tuple[Lattice, ...]:
    """Find the tables that the rules draw.

    Args:
        rules: in points, origin top left.
        tolerance: how far apart, in points, two rules may lie and still be one, and how far the end of a rule may
            stay short of the rule it should meet.
        exact: whether the rules are drawn, not scanned: then they end where they were meant to.

    Returns:
        One lattice a table, from top to bottom, then from left to right. Frames with a single cell, underlines and
        check boxes are not tables.
    """
    horizontals = _joined(
        [(((r.box.top + r.box.bottom) / 2), r.box.x0, r.box.x1) for r in rules if r.horizontal], tolerance
    )
    verticals = _joined(
        [(((r.box.x0 + r.box.x1) / 2), r.box.top, r.box.bottom) for r in rules if not r.horizontal], tolerance
    )
    lattices: list[Lattice] = []
    for component in _nest(_components(horizontals, verticals, tolerance)):
        lattice = _lattice(component, tolerance, exact=exact)
        if lattice is not None:
            lattices.append(lattice)
    return tuple(sorted(lattices, key=lambda lattice: (lattice.box.top, lattice.box.x0)))


def _joined(pieces: Iterable[tuple[float, float, float]], tolerance: float) -> list[_Segment]:
    """Pieces on one line become one segment; gaps up to twice the tolerance close."""
    segments: list[_Segment] = []
    for group in _clusters(sorted(pieces), tolerance):
        weight = sum(end - start for _, start, end in group) or 1.0
        at = sum(position * (end - start) for position, start, end in group) / weight if weight > 1 else group[0][0]
        runs: list[list[float]] = []
        for _, start, end in sorted(group, key=lambda piece: piece[1]):
            if runs and start <= runs[-1][1] + 2 * tolerance:
                runs[-1][1] = max(runs[-1][1], end)
            else:
                runs.append([start, end])
        segments.extend(_Segment(at, start, end) for start, end in runs)
    return segments


def _clusters(pieces: Sequence[tuple[float, float, float]], tolerance: float) -> list[list[tuple[float, float, float]]]:
    """Group sorted pieces by position; a group never spreads over more than the tolerance, so it cannot drift."""
    groups: list[list[tuple[float, float, float]]] = []
    for piece in pieces:
        if groups and piece[0] - groups[-1][0][0] <= tolerance:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return groups


def _components(horizontals: list[_Segment], verticals: list[_Segment], tolerance: float) -> list[_Component]:
    """Segments that cross or touch belong together."""
    parent = list(range(len(horizontals) + len(verticals)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for h_index, h in enumerate(horizontals):
        for v_index, v in enumerate(verticals, start=len(horizontals)):
            crosses_x = h.start - tolerance <= v.at <= h.end + tolerance
            if crosses_x and v.start - tolerance <= h.at <= v.end + tolerance:
                parent[root(h_index)] = root(v_index)
    members: dict[int, tuple[list[_Segment], list[_Segment]]] = {}
    for index in range(len(parent)):
        group = members.setdefault(root(index), ([], []))
        if index < len(horizontals):
            group[0].append(horizontals[index])
        else:
            group[1].append(verticals[index - len(horizontals)])
    found = [_Component(tuple(hs), tuple(vs)) for hs, vs in members.values() if hs and vs]
    return [c for c in found if (len(c.horizontals) > 1 or _is_open_row(c, tolerance)) and _large_enough(c.box)]


def _is_open_row(component: _Component, tolerance: float) -> bool:
    """Whether rules down from one rule across all end alike: the last row of a table, cut off by the end of a page."""
    if len(component.horizontals) != 1 or len(component.verticals) < FEWEST_OPEN:
        return False
    across, near = component.horizontals[0].at, 2 * tolerance
    starts, ends = [s.start for s in component.verticals], [s.end for s in component.verticals]
    return any(
        max(free) - min(free) <= near and max(abs(end - across) for end in held) <= near
        for free, held in ((starts, ends), (ends, starts))
    )


def _large_enough(box: Box) -> bool:
    return box.width >= SMALLEST_TABLE[0] and box.height >= SMALLEST_TABLE[1]


def _nest(components: list[_Component]) -> list[_Component]:
    """A table inside a cell of another becomes part of it; a frame around a table is dropped."""
    kept: list[_Component] = []
    for component in sorted(components, key=lambda c: -c.box.width * c.box.height):
        outer = next((index for index, other in enumerate(kept) if _inside(component.box, other.box)), None)
        if outer is None or _is_frame(kept[outer]):
            kept.append(component)
        elif len(component.verticals) >= 2:
            kept[outer] = _Component(
                kept[outer].horizontals + component.horizontals, kept[outer].verticals + component.verticals
            )
    return kept


def _inside(inner: Box, outer: Box) -> bool:
    return inner.overlap(outer) > 0.95 * inner.width * inner.height


def _is_frame(component: _Component) -> bool:
    """Whether all rules run along the edges of what they draw: a frame, or the dark border of a copy in pieces."""
    box = component.box
    levels = (min(s.at - box.top, box.bottom - s.at) / box.height for s in component.horizontals)
    uprights = (min(s.at - box.x0, box.x1 - s.at) / box.width for s in component.verticals)
    return all(aside <= AT_EDGE for aside in (*levels, *uprights))


def _lattice(component: _Component, tolerance: float, *, exact: bool) -> Lattice | None:
    """The fine grid of a component, its walls, and the regions between them."""
    left, right = _open_edges(component.horizontals, component.verticals, tolerance)
    top, bottom = _open_edges(component.verticals, component.horizontals, tolerance)
    apart = max(tolerance, SLIVER)
    xs = _positions([s.at for s in component.verticals], left, right, apart)
    ys = _positions([s.at for s in component.horizontals], top, bottom, apart)
    if len(xs) < 2 or len(ys) < 2:
        return None
    # inked[i][k]: how much of the fine side from k to k + 1 along grid line i is ruled
    h_ink = [_coverage(component.horizontals, y, xs, apart) for y in ys]
    v_ink = [_coverage(component.verticals, x, ys, apart) for x in xs]
    spans, repaired = rectangles(h_ink, v_ink, exact=exact)
    if len(spans) < 2:
        return None
    keep_y = sorted({row for row, _, _, _ in spans} | {row + rows for row, _, rows, _ in spans})
    keep_x = sorted({col for _, col, _, _ in spans} | {col + cols for _, col, _, cols in spans})
    row_at, col_at = {y: i for i, y in enumerate(keep_y)}, {x: i for i, x in enumerate(keep_x)}
    final = sorted(
        (row_at[r], col_at[c], row_at[r + rs] - row_at[r], col_at[c + cs] - col_at[c]) for r, c, rs, cs in spans
    )
    return Lattice(
        Box(xs[0], ys[0], xs[-1], ys[-1]),
        tuple(xs[i] for i in keep_x),
        tuple(ys[i] for i in keep_y),
        tuple(final),
        tuple(Box(xs[c], ys[r], xs[c + cs], ys[r + rs]) for r, c, rs, cs in repaired),
    )


def _open_edges(
    along: Sequence[_Segment], across: Sequence[_Segment], tolerance: float
) -> tuple[float | None, float | None]:
    """Where rules run on beyond the outermost crossing rule to one and the same end, the table is open there.

    The rows beside a merged spine stop short of it, so two rules that agree are enough; a rule that sticks out by
    itself is a careless drawing, not a column.
    """
    first, last = min(s.at for s in across), max(s.at for s in across)
    clear = 4 * tolerance
    before = [s.start for s in along if s.start < first - clear]
    after = [s.end for s in along if s.end > last + clear]
    # a broken rule may end a little early
    return _agreed(before, 2 * tolerance), _agreed(after, 2 * tolerance)


def _agreed(ends: Sequence[float], tolerance: float) -> float | None:
    """The position on which most of the ends agree, at least two."""
    groups = _clusters(sorted((end, 0.0, 0.0) for end in ends), tolerance)
    largest = max(groups, key=len, default=[])
    return sum(position for position, _, _ in largest) / len(largest) if len(largest) >= 2 else None


def _positions(found: list[float], start: float | None, end: float | None, apart: float) -> list[float]:
    """Grid lines from the positions of rules, ascending; rules less than `apart` from each other are one."""
    wanted = sorted(found + [edge for edge in (start, end) if edge is not None])
    lines: list[float] = []
    for group in _clusters([(position, 0.0, 0.0) for position in wanted], apart):
        lines.append(sum(position for position, _, _ in group) / len(group))
    return lines


def _coverage(segments: Sequence[_Segment], at: float, stops: list[float], apart: float) -> list[float]:
    """The ruled share of each stretch between two neighbouring stops along the grid line at `at`."""
    near = [s for s in segments if abs(s.at - at) <= apart]
    shares = []
    for start, end in pairwise(stops):
        pieces = sorted((max(start, s.start), min(end, s.end)) for s in near if s.start < end and s.end > start)
        covered, reached = 0.0, start
        for piece_start, piece_end in pieces:
            covered += max(0.0, piece_end - max(piece_start, reached))
            reached = max(reached, piece_end)
        shares.append(covered / (end - start))
    return shares
