"""Digital pages whose tables have no rules, or only horizontal ones: their columns are where text is aligned.

Tables ruled along x are read by `bands`, those without a rule by `ruleless`. Between a few rules camelot (stream and
network flavours, after Anssi Nurminen's thesis and pdfplumber's text strategy) sees where text is aligned; rows are
made here, because one of its rows is one printed line, and a cell of a target table often wraps.
Without rules no reading is certain: every grid carries GRID-NO-RULES.
"""

from __future__ import annotations

import warnings
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

from extractors.bands import banded, of_several_rows, with_lists
from extractors.digital.textlayer import View, judge, view_of
from extractors.filling import fill, lines_of, rows_of
from extractors.geometry import em_of, join_pieces
from extractors.model import Box, Finding, Line, PageReading, Place, ReadingCode, Rule, Severity, TableGrid, Word
from extractors.pieces import Piece
from extractors.rectangles import Span
from extractors.ruleless import ruleless
from extractors.tiling import Lattice

if TYPE_CHECKING:
    from extractors.source import Page

FEWEST_COLUMNS, FEWEST_ROWS = 3, 3
# Shares. Of a table's rows, so many fill two columns or more; of a page's width, a rule of a table is so long.
FILLED_ROWS = 0.6
LONG_RULE = 0.3
# Prose in columns fills its lines to the end; the cells of a table do not.
FULL_CELL, FULL_CELLS = 0.85, 0.5
# A gap between lines that is so many times the smallest one parts rows; below it, lines of one cell.
ROW_GAP = 1.35
CROSSING = 0.3  # em by which a run must reach over a column edge on both sides to join two cells
PARTED = 0.35  # em between two pieces of a printed line
LEADERS = ("……", "....", "····", "．．．．")


@dataclass(frozen=True, slots=True)
class _Area:
    """Where a table may be: its box, the edges of its columns, its horizontal rules."""

    box: Box
    edges: tuple[float, ...]
    rules: tuple[Rule, ...]


class Borderless:
    """Reads tables whose columns are only aligned text."""

    name = "borderless"

    def accepts(self, page: Page) -> bool:
        """Text that is believed, upright, on a page that camelot measures as we do."""
        return page.is_plain and judge(page).trust == "trusted"

    def extract(self, page: Page) -> PageReading | None:
        """The table of the page, or None: prose, contents and letters are no tables."""
        view = view_of(page)
        if view.turned != 0:
            return None
        rules = join_pieces(view.rules)
        reading = _read(page, view, _lattices(view, rules), rules)
        if reading is not None or not any(
            rule.horizontal and rule.box.width >= LONG_RULE * page.width for rule in rules
        ):
            return reading
        return _ruled_in_part(page, view, rules)


def _ruled_in_part(page: Page, view: View, rules: Sequence[Rule]) -> PageReading | None:
    """The table whose columns camelot finds, between a few rules or beside them."""
    area = _area(page, rules) if _has_columns(view.words) else None
    lattice = area and _lattice(area, view.words)
    if not area or not lattice:
        return None
    grid, rest = fill(lattice, view.words, page=page.number, reader=Borderless.name)
    if not _is_table(grid):
        return None
    return _reading(page, view, [_doubted(grid)], rest, area.rules)


def _lattices(view: View, rules: Sequence[Rule]) -> Sequence[Lattice]:
    """Of the tables whose rows are ruled, and of those whose rows are told by their text alone."""
    visible = [word for word in view.words if not word.text.isspace()]
    levels = [rule.box for rule in rules if rule.horizontal]
    if not visible:
        return ()
    across = banded([word.box for word in visible], levels, median(word.box.height for word in visible))
    ruled = of_several_rows(across)
    outside = [word for word in visible if not any(each.box.holds(*word.box.centre) for each in ruled)]
    return with_lists(across, ruleless(_pieces(outside)))


def _read(page: Page, view: View, lattices: Sequence[Lattice], rules: Sequence[Rule]) -> PageReading | None:
    """The page with the tables of these lattices, or None when none has text in three cells."""
    grids: list[TableGrid] = []
    words = view.words
    for lattice in lattices:
        grid, rest = fill(lattice, words, page=page.number, reader=Borderless.name)
        if sum(bool(cell.lines) for cell in grid.cells) >= FEWEST_COLUMNS:
            grids.append(_doubted(grid))
            words = rest
    if not grids:
        return None
    return _reading(page, view, grids, words, [rule for rule in rules if any(_meets(rule, grid.box) for grid in grids)])


def _reading(
    page: Page, view: View, grids: Sequence[TableGrid], rest: Sequence[Word], rules: Sequence[Rule]
) -> PageReading:
    """The page with these tables, the rules they have, and the words that stand in none of them."""
    return PageReading(
        page=page.number,
        width=view.width,
        height=view.height,
        content="digital",
        outcome="table",
        reader=Borderless.name,
        grids=tuple(grids),
        text=lines_of(rest),
        rules=tuple(rules),
        findings=view.findings(page.number),
    )


def _meets(rule: Rule, box: Box) -> bool:
    x, y = rule.box.centre
    return box.x0 <= x <= box.x1 and box.top - 1 <= y <= box.bottom + 1


def _pieces(words: Sequence[Word]) -> list[Piece]:
    """The words as pieces of printed lines, parted where there is white between them."""
    pieces: list[list[Box]] = []
    for row in rows_of([word for word in words if not word.text.isspace()]):
        pieces.append([row[0].box])
        for left, right in pairwise(row):
            if right.box.x0 - left.box.x1 > PARTED * right.box.height:
                pieces.append([])
            pieces[-1].append(right.box)
    return [Piece(tuple(piece)) for piece in pieces]


def _has_columns(words: Sequence[Word]) -> bool:
    """Whether some lines have the gaps of three columns: spares camelot the pages of prose."""
    rows = rows_of([word for word in words if not word.text.isspace()])
    gaps = [sum(b.box.x0 - a.box.x1 >= a.box.height for a, b in pairwise(row)) for row in rows]
    return sum(count >= FEWEST_COLUMNS - 1 for count in gaps) >= FEWEST_ROWS - 1


def _doubted(grid: TableGrid) -> TableGrid:
    message = "The table has no vertical rules: its columns were taken from the alignment of the text."
    finding = Finding(ReadingCode.NO_RULES, Severity.WARNING, message, Place(grid.page, grid.box))
    return replace(grid, findings=(*grid.findings, finding))


def _area(page: Page, rules: Sequence[Rule]) -> _Area | None:
    """The part of the page between horizontal rules of one length, else what camelot takes for a table."""
    long_rules = [rule for rule in rules if rule.horizontal and rule.box.width >= LONG_RULE * page.width]
    stack = _stack(long_rules)
    if len(stack) >= 3:
        box = Box(
            min(rule.box.x0 for rule in stack),
            min(rule.box.top for rule in stack),
            max(rule.box.x1 for rule in stack),
            max(rule.box.bottom for rule in stack),
        )
        table = _camelot(page, "stream", box)
        return table and _Area(box, table[1], tuple(stack))
    table = _camelot(page, "network", None)
    return table and _Area(table[0], table[1], ())


def _stack(rules: Sequence[Rule]) -> list[Rule]:
    """The largest set of rules that begin and end at the same places."""
    near = 4.0
    stacks = [
        [rule for rule in rules if abs(rule.box.x0 - first.box.x0) <= near and abs(rule.box.x1 - first.box.x1) <= near]
        for first in rules
    ]
    return max(stacks, key=len, default=[])


def _camelot(page: Page, flavor: str, area: Box | None) -> tuple[Box, tuple[float, ...]] | None:
    """The largest table camelot sees: its box and the edges of its columns, in points from the top left."""
    import camelot

    options: dict[str, Any] = {}
    if area is not None:
        options["table_areas"] = [f"{area.x0},{page.height - area.top},{area.x1},{page.height - area.bottom}"]
    with warnings.catch_warnings():
        # camelot warns about every page on which it finds nothing.
        warnings.simplefilter("ignore")
        tables = camelot.read_pdf(
            str(page.path), pages=str(page.number), flavor=flavor, suppress_stdout=True, **options
        )
    found = max(tables, key=lambda table: len(table.cols) * len(table.rows), default=None)
    if found is None or len(found.cols) < 2:
        return None
    edges = (found.cols[0][0], *(right for _, right in found.cols))
    tops = [page.height - y for row in found.rows for y in row]
    return Box(edges[0], min(tops), edges[-1], max(tops)), edges


def _lattice(area: _Area, words: Sequence[Word]) -> Lattice | None:
    """Rows of the area's lines, columns of camelot; cells that a run of text bridges are one."""
    inside = [word for word in words if not word.text.isspace() and area.box.holds(*word.box.centre)]
    lines: Sequence[Line] = lines_of(inside)
    if not area.rules:
        lines = _without_headings(lines, inside, area.edges)
    if len(area.edges) <= FEWEST_COLUMNS or len(lines) < FEWEST_ROWS:
        return None
    em = em_of(inside)
    left = min(area.edges[0], min(line.box.x0 for line in lines) - 0.2 * em)
    right = max(area.edges[-1], max(line.box.x1 for line in lines) + 0.2 * em)
    body = [word.box for word in inside if any(line.box.holds(*word.box.centre) for line in lines)]
    xs = (left, *_gutters(area.edges, body), right)
    ys = _row_edges(lines, area.rules, em)
    if len(ys) <= FEWEST_ROWS or any(first >= second for first, second in (*pairwise(xs), *pairwise(ys))):
        return None
    spans = _spans(inside, xs, ys, em)
    return Lattice(Box(xs[0], ys[0], xs[-1], ys[-1]), xs, ys, spans)


def _without_headings(lines: Sequence[Line], words: Sequence[Word], edges: Sequence[float]) -> list[Line]:
    """Without the lines at either end that stand in one column only: title, unit of money, signatures."""

    def columns(line: Line) -> int:
        return len({bisect_right(edges, word.box.centre[0]) for word in words if line.box.holds(*word.box.centre)})

    kept = list(lines)
    while kept and (columns(kept[0]) < 2 or _wide_run(kept[0], words, edges)):
        kept.pop(0)
    while kept and columns(kept[-1]) < 2:
        kept.pop()
    return kept


def _wide_run(line: Line, words: Sequence[Word], edges: Sequence[float]) -> bool:
    """Whether the line is one run of text over several columns, as a title is."""
    members = sorted((word.box for word in words if line.box.holds(*word.box.centre)), key=lambda box: box.x0)
    gaps = [right.x0 - left.x1 for left, right in pairwise(members)]
    return max(gaps, default=0.0) < line.box.height


def _gutters(edges: Sequence[float], boxes: Sequence[Box]) -> list[float]:
    """The inner edges, each moved to where it cuts the least text, in the middle of the widest such place.

    camelot sets an edge between the usual ends of two columns; one longer line then reaches over it.
    """
    moved: list[float] = []
    for before, edge, after in zip(edges, edges[1:], edges[2:], strict=False):
        low, high = (before + edge) / 2, (edge + after) / 2
        stops = sorted({low, high, *(x for box in boxes for x in (box.x0, box.x1) if low < x < high)})
        cut = [sum(box.x0 < x < box.x1 for box in boxes) for x in ((a + b) / 2 for a, b in pairwise(stops))]
        places = [(count, a - b, a, b) for count, (a, b) in zip(cut, pairwise(stops), strict=True)]
        _, _, start, end = min(places, default=(0, 0.0, edge, edge))
        moved.append((start + end) / 2)
    return moved


def _row_edges(lines: Sequence[Line], rules: Sequence[Rule], em: float) -> tuple[float, ...]:
    """Edges of rows: the rules where every row is ruled, else the middles of the wider gaps between lines."""
    at = sorted({round(rule.box.centre[1], 1) for rule in rules})
    between = [sum(low <= line.box.centre[1] < high for line in lines) for low, high in pairwise(at)]
    if len(at) >= 4 and all(count > 0 for count in between) and median(between) < 2:
        return tuple(at)
    ordered = sorted(lines, key=lambda line: line.box.top)
    gaps = [(second.box.centre[1] - first.box.centre[1]) for first, second in pairwise(ordered)]
    smallest = min(gaps)
    limit = smallest * ROW_GAP if max(gaps) >= smallest * ROW_GAP else 0.0
    edges = [
        (first.box.bottom + second.box.top) / 2
        for (first, second), gap in zip(pairwise(ordered), gaps, strict=True)
        if gap >= limit
    ]
    return (ordered[0].box.top - 0.2 * em, *edges, max(line.box.bottom for line in ordered) + 0.2 * em)


def _spans(words: Sequence[Word], xs: Sequence[float], ys: Sequence[float], em: float) -> tuple[Span, ...]:
    """One cell a row and column, except where a run of text reaches over the edge between two columns."""
    spans: list[Span] = []
    for row, (top, bottom) in enumerate(pairwise(ys)):
        members = [word.box for word in words if top <= word.box.centre[1] < bottom]
        start = 0
        for col in range(1, len(xs)):
            if col == len(xs) - 1 or not _bridged(members, xs[col], em):
                spans.append((row, start, 1, col - start))
                start = col
    return tuple(spans)


def _bridged(boxes: Sequence[Box], edge: float, em: float) -> bool:
    """Whether the text runs on over the edge without a gap."""
    left = [box for box in boxes if box.centre[0] < edge and edge - box.x1 < CROSSING * em]
    right = [box for box in boxes if box.centre[0] >= edge and box.x0 - edge < CROSSING * em]
    return any(
        second.x0 - first.x1 < CROSSING * em and abs(second.centre[1] - first.centre[1]) < 0.5 * em
        for first in left
        for second in right
    )


def _is_table(grid: TableGrid) -> bool:
    """Whether the grid looks like a table rather than like prose set in columns, a letter or a list of contents."""
    rows = [[cell for cell in grid.row_cells(row) if cell.lines] for row in range(grid.rows)]
    filled = sum(len(row) >= 2 for row in rows)
    wide = sum(len(row) >= FEWEST_COLUMNS for row in rows)
    cells = [cell for row in rows for cell in row]
    full = sum(len(cell.lines) == 1 and cell.lines[0].box.width > FULL_CELL * cell.box.width for cell in cells)
    leaders = sum(any(mark in cell.text for mark in LEADERS) for cell in cells)
    return (
        filled >= FILLED_ROWS * grid.rows
        and wide >= max(2, 0.3 * grid.rows)
        and full < FULL_CELLS * len(cells)
        and leaders < 0.3 * grid.rows
    )
