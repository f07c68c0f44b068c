"""The rows of a form above its list, in which cells stand beside a column of labels and nothing is ruled.

White runs down beside the labels; where labels of another width begin, a new section does. A label may stand beside
several rows: the labels of a section tile its rows, each in the middle of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from extractors.gutters import band_of, edges_of, held
from extractors.model import Box
from extractors.pieces import Level, Piece, levels_of, whites_in
from extractors.textrows import Block, blocks_of, tiled

NOWHERE = (float("inf"), float("inf"))
# In heights of a line.
BREAK = 4.0  # white so high ends a table
LARGE = 1.25  # higher print is a title
MARGIN = 1.0  # a row reaches no further above its text
CENTRED = 0.6  # so far may a label stand from the middle of its cell
NEAREST = 0.9  # lines of one column are no nearer; what seems so stands side by side
# Shares: lines nearer than rows by this are of one cell; such lines are alike; lines of one cell are nearer than this.
WRAPPED, ALIKE, ABOVE, BELOW = 0.85, 1.25, 1.15, 0.94


@dataclass(frozen=True, slots=True)
class Section:
    """Rows beside labels: the edge between both, the rows' edges, the rows of each label, the marks."""

    gutter: float
    edges: tuple[float, ...]
    labels: tuple[tuple[int, int], ...]
    boxes: tuple[Box, ...]

    def cells(self, x0: float, x1: float, known: Sequence[float], em: float) -> list[Box]:
        """The cells from x0 to x1: the labels, and what white parts in each row beside them."""
        cells = [Box(x0, self.edges[first], self.gutter, self.edges[last]) for first, last in self.labels]
        rows = pairwise(self.edges)
        bands = [band_of(Box(self.gutter, top, x1, bottom), self.boxes, em) for top, bottom in rows]
        parting = edges_of(bands, known, em)
        for band in bands:
            xs = (self.gutter, *held(band, bands, parting, em), x1)
            cells += [Box(a, band.box.top, b, band.box.bottom) for a, b in pairwise(xs)]
        return cells


def sections_above(boxes: Sequence[Box], below: Box, bottom: float, pitch: float, em: float) -> list[Section]:
    """The sections of rows that end where a list begins, from the lowest up; what stands above them is not in one.

    Args:
        boxes: marks above the list.
        below: around the list.
        bottom: the upper edge of the list.
        pitch: lines nearer than this are of one cell.
        em: the usual height of a line.
    """
    sections: list[Section] = []
    rest = list(boxes)
    while rest:
        section = _section(rest, bottom, pitch, em)
        # labels are narrower than what stands beside them, or it is a title beside a unit of money
        if section is None or section.gutter > below.centre[0]:
            break
        sections.append(section)
        bottom = section.edges[0]
        rest = [box for box in rest if box.centre[1] < bottom]
    return sections


def pitch_of(columns: Sequence[Sequence[Box]], closest: float, em: float) -> float:
    """The distance below which two lines are of one cell.

    Args:
        columns: lines, those of each column by themselves.
        closest: how near lines of two rows of the list come.
        em: the usual height of a line.
    """
    found: list[float] = []
    for column in columns:
        middles = sorted(line.centre[1] for line in column)
        found += [b - a for a, b in pairwise(middles) if b - a >= NEAREST * em]
    least = min(found, default=closest)
    if least >= WRAPPED * closest:
        return BELOW * least
    return ABOVE * median(distance for distance in found if distance <= ALIKE * least)


def _section(boxes: Sequence[Box], bottom: float, pitch: float, em: float) -> Section | None:
    """The lowest section of these marks, or None where no label stands."""
    gutter, members = _beside(levels_of([Piece((box,)) for box in boxes], em), bottom, em)
    labels = blocks_of([box for box in members if box.centre[0] < gutter], pitch)
    rows = blocks_of([box for box in members if box.centre[0] > gutter], pitch)
    if not labels or not rows:
        return None
    for first in range(len(rows)):
        # rows of the section above may have a place beside these labels, but none of them
        start = max(box.bottom for box in boxes if box.centre[1] < rows[first].top) if first else None
        limit = (rows[first - 1].bottom + rows[first].top) / 2 if first else float("-inf")
        beside = [label for label in labels if label.middle > limit]
        found = _tiled(rows[first:], beside, bottom, start, em)
        if found is not None:
            edges, spans = found
            return Section(gutter, edges, spans, tuple(box for box in members if box.centre[1] > edges[0]))
    return _row_by_row(members, gutter, bottom, pitch, em)


def _row_by_row(boxes: Sequence[Box], gutter: float, bottom: float, pitch: float, em: float) -> Section | None:
    """The section with a label for every row, from the first row that has one; None where no row has."""
    rows = blocks_of(boxes, pitch)
    sides = [
        {box.centre[0] > gutter for box in boxes if row.top - em / 2 < box.centre[1] < row.bottom + em / 2}
        for row in rows
    ]
    first = next((index for index, side in enumerate(sides) if len(side) > 1), None)
    if first is None:
        return None
    edges = _edges(rows[first:], bottom, rows[first - 1].bottom if first else None, em)
    spans = tuple((row, row + 1) for row in range(len(rows) - first))
    return Section(gutter, edges, spans, tuple(box for box in boxes if box.centre[1] > edges[0]))


def _beside(levels: Sequence[Level], bottom: float, em: float) -> tuple[float, list[Box]]:
    """Where white runs down beside labels, and the marks from the lowest up to those that stand in it."""
    members: list[Box] = []
    ink, gutter = 0, NOWHERE
    for level in reversed(levels):
        whites = whites_in(ink | level.ink, em)
        now = whites[0] if whites else NOWHERE
        title = min(box.height for box in level.boxes) > LARGE * em
        if title or bottom - level.bottom > BREAK * em or now[0] > gutter[1]:
            break
        ink, gutter, bottom = ink | level.ink, now, level.top
        members += level.boxes
    return (gutter[0] + gutter[1]) / 2, members


def _tiled(
    rows: Sequence[Block], labels: Sequence[Block], bottom: float, above: float | None, em: float
) -> tuple[tuple[float, ...], tuple[tuple[int, int], ...]] | None:
    """The edges of rows and the rows of each label, or None where a label stands in the middle of none."""
    if not labels:
        return None
    middles = [label.middle for label in labels]
    spans = tiled(middles, _edges(rows, bottom, above, em), CENTRED * em)
    if spans is None:
        return None
    taller = list(rows)
    for label, (first, last) in zip(labels, spans, strict=True):
        if last == first + 1:  # a label of two lines makes its row as high
            row = taller[first]
            taller[first] = Block(min(row.top, label.top), max(row.bottom, label.bottom), row.middle, row.lines)
    edges = _edges(taller, bottom, above, em)
    return edges, tiled(middles, edges, CENTRED * em) or spans


def _edges(rows: Sequence[Block], bottom: float, above: float | None, em: float) -> tuple[float, ...]:
    inner = [(before.bottom + after.top) / 2 for before, after in pairwise(rows)]
    white = min(MARGIN * em, max(0.0, bottom - rows[-1].bottom))
    top = rows[0].top - white if above is None else max((above + rows[0].top) / 2, rows[0].top - MARGIN * em)
    return (top, *inner, bottom)
