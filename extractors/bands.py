"""Horizontal rules and marks of print → lattices: tables whose rows are ruled and whose columns are not.

A rule that parts the rows of a few columns only ends where a merged cell begins, so the ends of rules are edges of
columns, and between two rules over one another lies a band: a rectangle whose cells stand side by side in its full
height. What parts them is white from the top of the band to its bottom. Narrow white counts where an edge is known
from the ends of rules or from other bands; wide white makes an edge of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractors.crossrules import Interval, LongRule, clustered, joined_rules, rectangles, stacks, union
from extractors.gutters import Band, band_of, edges_of, held, holds_one_text, parted
from extractors.model import Box
from extractors.rectangles import Span
from extractors.tiling import Lattice

# All in heights of a character.
ENDS = 0.8  # ends of rules so near to each other are one edge
SPECK, SMALL = 0.22, 0.35  # marks smaller than this part nothing; smaller than that, only beside others
LONELY = 0.6
TALL = 6.0  # a mark so high is a border of the scanner, a frame or a picture, no print
FEWEST_LEVELS, FEWEST_COLUMNS = 4, 2
FEWEST_IN_ONE = 3  # columns of a table with fewer rules, which may be the end of one that began on another page
FEWEST_LINES = 3  # lines of one band that are rows of their own, or those of running text
# Lines so far apart are not those of one text, and a line of which so much of its cell is left does not wrap: there is
# room for a character between the margins.
ROWS_APART, SHORT = 1.55, 2.5


def banded(marks: Sequence[Box], rules: Sequence[Box], em: float) -> tuple[Lattice, ...]:
    """Find the tables that are ruled along x only.

    Args:
        marks: boxes of characters, or of parts of them, in points.
        rules: boxes of horizontal rules outside every table with both kinds of rules, in points.
        em: the usual height of a character, in points.
    """
    marks = printed(marks, em)
    joined = joined_rules(rules, em)
    found: list[Lattice] = []
    while joined:
        frame = max(joined, key=lambda rule: rule.x1 - rule.x0)
        mains = _as_long(frame, joined, em)
        joined = [rule for rule in joined if rule not in mains]
        for stack in stacks(mains, marks, em):
            top, bottom = stack[0].y, stack[-1].y
            x0, x1 = min(rule.x0 for rule in stack), max(rule.x1 for rule in stack)
            within = [r for r in joined if top < r.y < bottom and x0 - em < r.x0 and r.x1 < x1 + em]
            joined = [rule for rule in joined if rule not in within]
            lattice = _lattice([*stack, *within], marks, em)
            if lattice is not None:
                found.append(lattice)
    return tuple(sorted(found, key=lambda lattice: (lattice.box.top, lattice.box.x0)))


def _as_long(frame: LongRule, rules: Sequence[LongRule], em: float) -> list[LongRule]:
    """The rules that begin and end where this one does, or where the next one of them does: a photograph may lean."""
    found = [frame]
    for way in (1, -1):
        last = frame
        for rule in sorted(rules, key=lambda rule: way * rule.y):
            alike = abs(rule.x0 - last.x0) <= ENDS * em and abs(rule.x1 - last.x1) <= ENDS * em
            if way * rule.y > way * frame.y and alike:
                found.append(rule)
                last = rule
    return sorted(found, key=lambda rule: rule.y)


def of_several_rows(lattices: Sequence[Lattice]) -> list[Lattice]:
    """Without those of one row: that may be the heading of a list whose other rows are not ruled."""
    return [lattice for lattice in lattices if len(lattice.ys) > 2]


def with_lists(ruled: Sequence[Lattice], lists: Sequence[Lattice]) -> tuple[Lattice, ...]:
    """Tables ruled along x, but for those of one row that a list holds, and the lists, from top to bottom."""
    headings = [lattice for lattice in ruled if len(lattice.ys) <= 2]
    held = [lattice for lattice in headings if any(each.box.holds(*lattice.box.centre) for each in lists)]
    kept = [*(lattice for lattice in ruled if lattice not in held), *lists]
    return tuple(sorted(kept, key=lambda lattice: (lattice.box.top, lattice.box.x0)))


def printed(marks: Sequence[Box], em: float) -> list[Box]:
    """Without borders, specks, and small marks that stand away from every character: dirt would cut white in two."""
    large = [mark for mark in marks if SMALL * em <= max(mark.width, mark.height) and mark.height <= TALL * em]
    near = [
        mark
        for mark in marks
        if SPECK * em < max(mark.width, mark.height) < SMALL * em
        and any(
            gap_between(mark, other) <= LONELY * em and other.top - em / 2 < mark.centre[1] < other.bottom + em / 2
            for other in large
        )
    ]
    return [*large, *near]


def gap_between(one: Box, other: Box) -> float:
    """White between two boxes along x, 0 where they lie over one another."""
    return max(0.0, one.x0 - other.x1, other.x0 - one.x1)


def _lattice(rules: Sequence[LongRule], marks: Sequence[Box], em: float) -> Lattice | None:
    """The lattice between the rules of one table, or None when it is no table."""
    ys = sorted({rule.y for rule in rules})
    ends = clustered([x for rule in rules for x in (rule.x0, rule.x1)], ENDS * em)
    groups: dict[Interval, list[Band]] = {}
    for band in parted([band_of(box, marks, em) for box in rectangles(rules, ends)], marks, em):
        groups.setdefault((band.box.x0, band.box.x1), []).append(band)
    known = list(ends)
    cells: list[Box] = []
    # where many bands lie over one another their white says most; what it says helps the others
    runs = [run for group in groups.values() for run in _runs(group, ends, em)]
    for group in sorted(runs, key=len, reverse=True):
        edges = edges_of(group, known, em)
        known += [edge for edge in edges if edge not in known]
        cells += [cell for band in group for cell in _cells(band, held(band, group, edges, em))]
    if _holds_several_rows(cells, marks, em):
        return None
    columns = max(sum(cell.top <= y < cell.bottom for cell in cells) for y in ys)
    return lattice_of(cells) if columns >= (FEWEST_COLUMNS if len(ys) >= FEWEST_LEVELS else FEWEST_IN_ONE) else None


def _runs(bands: Sequence[Band], known: Sequence[float], em: float) -> list[list[Band]]:
    """Bands of one place, parted where they do not lie right below each other, and by those that hold one long text.

    What is above a goal, or above rows that are divided otherwise, are rows of another kind, with other columns.
    """
    runs: list[list[Band]] = []
    edges = edges_of(bands, known, em)
    for band in sorted(bands, key=lambda band: band.box.top):
        alone = holds_one_text(band, edges, em)
        if runs and band.box.top <= runs[-1][-1].box.bottom and alone == holds_one_text(runs[-1][-1], edges, em):
            runs[-1].append(band)
        else:
            runs.append([band])
    return runs


def _holds_several_rows(cells: Sequence[Box], marks: Sequence[Box], em: float) -> bool:
    """Whether rules part groups of rows only, as the three of a table in a book: a line of a band is a row."""
    bands: dict[Interval, list[Box]] = {}
    for cell in cells:
        bands.setdefault((cell.top, cell.bottom), []).append(cell)
    wide = [band for band in bands.values() if len(band) >= FEWEST_IN_ONE]
    # or the columns of running text, whose lines fill them
    full = sum(_full_lines(band, marks) >= FEWEST_LINES for band in wide)
    return 0 < len(wide) <= 2 * full or any(several_rows(band, marks, em) for band in wide)


def _full_lines(cells: Sequence[Box], marks: Sequence[Box]) -> int:
    """The lines of a band that have print in most of its columns, and in three at least."""
    inside = [mark for mark in marks if any(cell.holds(*mark.centre) for cell in cells)]
    least = max(FEWEST_IN_ONE, len(cells) / 2)
    return sum(
        sum(any(top <= mark.centre[1] <= bottom and cell.holds(*mark.centre) for mark in inside) for cell in cells)
        >= least
        for top, bottom in union(((mark.top, mark.bottom) for mark in inside), 0.0)
    )


def several_rows(cells: Sequence[Box], marks: Sequence[Box], em: float) -> bool:
    """Whether lines stand side by side in a band, farther apart than those of one text, and end before their cells do.

    A text goes on below only when its cell is full.
    """
    inside = [[mark for mark in marks if cell.holds(*mark.centre)] for cell in cells]
    heights = union(((mark.top, mark.bottom) for column in inside for mark in column), 0.0)
    lines = [
        [[mark for mark in column if top <= mark.centre[1] <= bottom] for column in inside] for top, bottom in heights
    ]
    for (above, one), (below, other) in pairwise(zip(heights, lines, strict=True)):
        if (sum(below) - sum(above)) / 2 < ROWS_APART * em:
            continue
        both = [index for index in range(len(cells)) if one[index] and other[index]]
        short = [index for index in both if cells[index].width - _width(one[index]) > SHORT * em]
        if len(short) >= FEWEST_COLUMNS:
            return True
    return False


def _width(marks: Sequence[Box]) -> float:
    return max(mark.x1 for mark in marks) - min(mark.x0 for mark in marks)


def lattice_of(cells: Sequence[Box]) -> Lattice:
    """The lattice of rectangles that tile a table, their sides being exactly equal where they meet."""
    xs = sorted({x for cell in cells for x in (cell.x0, cell.x1)})
    ys = sorted({y for cell in cells for y in (cell.top, cell.bottom)})
    spans: list[Span] = []
    for cell in cells:
        row, col = ys.index(cell.top), xs.index(cell.x0)
        spans.append((row, col, ys.index(cell.bottom) - row, xs.index(cell.x1) - col))
    return Lattice(Box(xs[0], ys[0], xs[-1], ys[-1]), tuple(xs), tuple(ys), tuple(sorted(spans)))


def _cells(band: Band, edges: Sequence[float]) -> list[Box]:
    box = band.box
    return [Box(x0, box.top, x1, box.bottom) for x0, x1 in pairwise((box.x0, *edges, box.x1))]
