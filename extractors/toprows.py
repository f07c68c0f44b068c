"""Rows of a table without rules whose texts begin at the top of their cells: lines in known columns → rows and cells.

So Word and most typesetters set a table unless told otherwise. Each row begins with the first lines of its texts side
by side, and what stands below one of them alone goes on with it. Where the lines of one cell are nearer than those of
two, that tells the rows; where they are not, the rows begin with the lines of a column whose texts do not wrap. A cell
without text stays one: whether it belongs to what is above is told by what the columns mean, not by where they stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractors.model import Box
from extractors.textrows import LEAST_PITCH, LEVEL, OVERLAP, RowCells, Rows, blocks_of, closest, pitches

FEWEST_ROWS = 4
# In heights of a line: texts that begin so near to each other begin one row, as headings of one line and of two do.
ONE_ROW = 0.7
FILLED = 0.6  # of the rows, so many at least have a text in a column that tells them
SHORT = 0.7  # of the texts of one such column, so many at least are of one line
BESIDE = 0.9  # of the rows, so many at least have a text beside their first one
GOES_ON = 1.35  # times the distance of two lines of one text: what is farther below stands by itself
FULL = 2.5  # so much narrower than its column may a line be that goes on in the next one


def rows_from_top(columns: Sequence[Sequence[Box]], em: float) -> Rows | None:
    """The rows that the first lines of texts make, or None where the text does not tell them.

    Args:
        columns: the lines of each column, one box a line.
        em: the usual height of a line.
    """
    for pitch in reversed(pitches(columns, em)):
        starts = _starts([block.top + em / 2 for column in columns for block in blocks_of(column, pitch)], em)
        rows = _rows(columns, starts, pitch, em)
        if _are_rows(columns, rows, em) and _parts_texts(columns, rows, em):
            return rows
    rows = _rows(columns, _of_one_column(columns, em), LEAST_PITCH * em, em)
    return rows if _are_rows(columns, rows, em) else None


def tells_lines_apart(rows: Rows, em: float) -> bool:
    """Whether lines of one text are nearer to each other than those of two, or only what stands beside them tells."""
    return rows.pitch > LEAST_PITCH * em


def top_of_row(columns: Sequence[Sequence[Box]], rows: Rows, row: int, em: float) -> float:
    """Where the text of a row begins."""
    return min(line.top for column in columns for line in column if _row_at(line, rows.middles, em) == row)


def last_bottom(columns: Sequence[Sequence[Box]], rows: Rows, em: float) -> float:
    """Where the texts of the last row end: their lines follow each other as closely as those of one text do."""
    leading = closest(columns, LEAST_PITCH * em)
    bottom = 0.0
    for column in columns:
        last: Box | None = None
        for line in column:
            if _row_at(line, rows.middles, em) == len(rows.middles) - 1 or (
                last is not None and line.centre[1] - last.centre[1] <= GOES_ON * leading
            ):
                last = line
        bottom = max(bottom, last.bottom if last else bottom)
    return bottom


def cells_from_top(columns: Sequence[Sequence[Box]], rows: Rows, em: float) -> RowCells | None:
    """The cells of columns of lines in these rows, or None where a text reaches into the row below.

    Only of merged cells may it do so, that have no other text there.
    """
    extents = [(middle - em / 2, middle + em / 2) for middle in rows.middles]
    leaves = _leaves(columns, rows.middles, em)
    texts = [_texts(column, rows, closest(columns, LEAST_PITCH * em), em) for column in columns]
    if any(found is None for found in texts):
        return None
    for index, found in enumerate(texts):
        for row, lines in found or ():
            if index in leaves:
                top, bottom = extents[row]
                extents[row] = min(top, lines[0].top), max(bottom, lines[-1].bottom)
    if any(after[0] - before[1] < -OVERLAP * em for before, after in pairwise(extents)):
        return None
    white = sorted(after[0] - before[1] for before, after in pairwise(extents))
    usual = white[len(white) // 2] / 2 if white else 0.0
    inner = [(before[1] + after[0]) / 2 for before, after in pairwise(extents)]
    edges = (extents[0][0] - usual, *inner, extents[-1][1] + usual)
    cells = [_cells(found or (), edges, merged=index not in leaves) for index, found in enumerate(texts)]
    return RowCells(edges, tuple(spans for spans in cells if spans)) if all(cells) else None


def _starts(tops: Sequence[float], em: float) -> list[float]:
    """The middles of first lines as those of rows: the highest of those that are near to each other."""
    starts: list[float] = []
    for top in sorted(tops):
        if not starts or top - starts[-1] > ONE_ROW * em:
            starts.append(top)
    return starts


def _of_one_column(columns: Sequence[Sequence[Box]], em: float) -> list[float]:
    """The lines of the column beside which the most lines of others stand, nearly always: none of its texts wraps."""
    best, found = 0, []
    for column in columns:
        middles = [line.centre[1] for line in column]
        beside = [
            sum(any(abs(line.centre[1] - middle) <= LEVEL * em for line in other) for middle in middles)
            for other in columns
        ]
        worth = len(middles) * sum(count >= BESIDE * len(middles) for count in beside)
        if len(middles) >= FEWEST_ROWS and worth > best:
            best, found = worth, middles
    return found


def _rows(columns: Sequence[Sequence[Box]], middles: Sequence[float], pitch: float, em: float) -> Rows:
    filled = [sum(any(_row_at(line, [row], em) == 0 for line in column) for column in columns) for row in middles]
    return Rows(tuple(middles), tuple(filled), pitch, from_top=True)


def _are_rows(columns: Sequence[Sequence[Box]], rows: Rows, em: float) -> bool:
    """Whether two columns have texts of nearly all rows, one of them short ones, and nearly no row is of one text."""
    leaves = _leaves(columns, rows.middles, em)
    if len(rows.middles) < FEWEST_ROWS or len(leaves) < 2:
        return False
    texts = [_texts(columns[index], rows, closest(columns, LEAST_PITCH * em), em) for index in leaves]
    short = any(sum(len(lines) == 1 for _, lines in found) >= SHORT * len(found) for found in texts if found)
    return short and sum(count > 1 for count in rows.filled) >= BESIDE * len(rows.filled)


def _parts_texts(columns: Sequence[Sequence[Box]], rows: Rows, em: float) -> bool:
    """Whether no text of one cell, by the distance of its lines, goes on over the begin of a row in a full column."""
    return not any(
        block.top + em < start < block.bottom - em / 4
        for index in _leaves(columns, rows.middles, em)
        for block in blocks_of(columns[index], rows.pitch)
        for start in rows.middles
    )


def _leaves(columns: Sequence[Sequence[Box]], starts: Sequence[float], em: float) -> list[int]:
    """The columns that have a text in most rows."""
    return [
        index
        for index, column in enumerate(columns)
        if sum(any(_row_at(line, [start], em) == 0 for line in column) for start in starts) >= FILLED * len(starts)
    ]


def _texts(column: Sequence[Box], rows: Rows, leading: float, em: float) -> list[tuple[int, list[Box]]] | None:
    """The lines of a column as texts, each with the row it begins; None where a line neither begins one nor goes on."""
    texts: list[tuple[int, list[Box]]] = []
    widest = max((line.width for line in column), default=0.0)
    for line in column:
        row = _row_at(line, rows.middles, em)
        if row is not None and (not texts or texts[-1][0] != row):
            texts.append((row, [line]))
            continue
        before = texts[-1][1][-1] if texts else None
        if before is None:
            return None
        step = line.centre[1] - before.centre[1]
        if step >= rows.pitch and (step > GOES_ON * leading or before.width < widest - FULL * em):
            return None
        texts[-1][1].append(line)
    return texts


def _row_at(line: Box, starts: Sequence[float], em: float) -> int | None:
    """The row that begins with a line; headings of one line may stand in the middle of those of two."""
    if not starts:
        return None
    nearest = min(range(len(starts)), key=lambda index: abs(starts[index] - line.centre[1]))
    return nearest if abs(starts[nearest] - line.centre[1]) <= (LEVEL if nearest else ONE_ROW) * em else None


def _cells(
    texts: Sequence[tuple[int, Sequence[Box]]], edges: Sequence[float], *, merged: bool
) -> tuple[tuple[int, int], ...] | None:
    """A cell a row, but for a text that reaches over the rows below: those are its cell, too, if they are blank."""
    rows = len(edges) - 1
    last = {row: row + 1 for row in range(rows)}
    following = [row for row, _ in texts[1:]] + [rows]
    for (row, lines), end in zip(texts, following, strict=True):
        while lines[-1].centre[1] > edges[last[row]] and merged and last[row] < end:
            last[row] += 1
        if lines[-1].centre[1] > edges[last[row]]:
            return None
    spans: list[tuple[int, int]] = []
    row = 0
    while row < rows:
        spans.append((row, last[row]))
        row = last[row]
    return tuple(spans)
