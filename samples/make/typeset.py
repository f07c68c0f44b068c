"""A small typesetter for government forms: grids with spans, wrapped Chinese, vertical headings, page breaks.

Lengths in points, y measured downwards from the top of the page. The same sheets give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from reportlab.pdfgen.canvas import Canvas

from samples.make import fonts
from samples.make.rules import draw_rules

Align = Literal["left", "center", "right"]
Colour = tuple[float, float, float]  # red, green, blue from 0 to 1

A4 = (595.28, 841.89)
A4_LANDSCAPE = (841.89, 595.28)

_NOT_FIRST = "，。；：、）)》”’！？％%"  # a line never begins with one of these
_TOKEN = re.compile(r"[0-9A-Za-z.,%]+|.", re.DOTALL)  # numbers and Latin words stay together


@dataclass(frozen=True, slots=True)
class Cell:
    r"""A cell of a form; `\n` in the text is a line break in print."""

    text: str = ""
    cols: int = 1
    rows: int = 1
    align: Align = "left"
    top: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A line outside the grid: label, title, year, money unit, note. `size` 0 means the style's size."""

    text: str
    align: Align = "left"
    size: float = 0.0
    after: float = 4.0


@dataclass(frozen=True, slots=True)
class Grid:
    """Relative column widths, and rows that list the cells beginning in them (as in HTML).

    The first `header_rows` rows are printed again where the grid goes on to another page.
    """

    widths: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    header_rows: int = 0


@dataclass(frozen=True, slots=True)
class Style:
    """How a sheet looks. `outer` is the width of the frame; 0 leaves the frame's left and right sides open.

    `dash` are lengths drawn and left out along a rule, `ink` the colour of the rules, `shade` the ground of cells
    in the row that heads the columns and `on_shade` the colour of their print; without `verticals` only horizontal
    rules are drawn.
    """

    font: str = "uming"
    size: float = 10.5
    rule: float = 0.6
    outer: float = 0.6
    padding: float = 3.0
    leading: float = 1.3
    row_height: float = 20.0
    page: tuple[float, float] = A4
    margin: float = 48.0
    rules_as: Literal["line", "rect"] = "line"
    dash: tuple[float, ...] = ()
    ink: Colour = (0.0, 0.0, 0.0)
    shade: Colour | None = None
    on_shade: Colour = (0.0, 0.0, 0.0)
    verticals: bool = True


@dataclass(frozen=True, slots=True)
class Sheet:
    """Blocks that begin on a new page and flow on to further pages when they have to."""

    blocks: tuple[Heading | Grid, ...]
    style: Style = field(default_factory=Style)


@dataclass(frozen=True, slots=True)
class _Placed:
    cell: Cell
    row: int
    col: int


def vertical(text: str) -> str:
    """A vertical heading: one character a line."""
    return "\n".join(text)


def cells(texts: Iterable[str], align: Align = "left") -> tuple[Cell, ...]:
    """A plain row, one column a text."""
    return tuple(Cell(text, align=align) for text in texts)


def wrap(text: str, room: float, font: str, size: float) -> list[str]:
    """Break a text into lines no wider than `room`, keeping its own line breaks and all its blanks."""
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for token in _TOKEN.findall(paragraph):
            parts = [token] if fonts.width(token, font, size) <= room else list(token)
            for part in parts:
                if line and fonts.width(line + part, font, size) > room:
                    kept = len(line) - 1 if part[0] in _NOT_FIRST and len(line) > 1 else len(line)
                    lines.append(line[:kept])
                    line = line[kept:]
                line += part
        lines.append(line)
    return lines


def draw(path: Path, sheets: Sequence[Sheet], title: str) -> None:
    """Write the sheets to a PDF with a text layer and vector rules."""
    canvas = Canvas(str(path), invariant=1, pageCompression=1)
    canvas.setTitle(title)
    canvas.setCreator("jixiao samples")
    for sheet in sheets:
        _draw_sheet(canvas, sheet)
    canvas.save()


def _draw_sheet(canvas: Canvas, sheet: Sheet) -> None:
    style = sheet.style
    canvas.setPageSize(style.page)
    y = style.margin
    for block in sheet.blocks:
        y = (
            _draw_heading(canvas, block, style, y)
            if isinstance(block, Heading)
            else _draw_grid(canvas, block, style, y)
        )
    canvas.showPage()


def _draw_heading(canvas: Canvas, heading: Heading, style: Style, y: float) -> float:
    size = heading.size or style.size
    room = style.page[0] - 2 * style.margin
    lines = wrap(heading.text, room, style.font, size)
    height = len(lines) * size * style.leading
    if y + height > style.page[1] - style.margin:
        canvas.showPage()
        canvas.setPageSize(style.page)
        y = style.margin
    _draw_lines(canvas, lines, (style.margin, y, room, height), style, size=size, align=heading.align)
    return y + height + heading.after


def _place(grid: Grid) -> list[_Placed]:
    taken: set[tuple[int, int]] = set()
    placed = []
    for row, row_cells in enumerate(grid.rows):
        col = 0
        for cell in row_cells:
            while (row, col) in taken:
                col += 1
            covered = {(r, c) for r in range(row, row + cell.rows) for c in range(col, col + cell.cols)}
            if taken & covered or col + cell.cols > len(grid.widths) or row + cell.rows > len(grid.rows):
                raise ValueError(f"cell {cell.text!r} in row {row} does not fit")
            taken |= covered
            placed.append(_Placed(cell, row, col))
    if len(taken) != len(grid.rows) * len(grid.widths):
        raise ValueError("the cells do not cover the grid")
    return placed


def _columns(grid: Grid, style: Style) -> list[float]:
    room = style.page[0] - 2 * style.margin
    edges = [style.margin]
    for share in grid.widths:
        edges.append(edges[-1] + share / sum(grid.widths) * room)
    return edges


def _cell_lines(item: _Placed, xs: Sequence[float], style: Style) -> list[str]:
    room = xs[item.col + item.cell.cols] - xs[item.col] - 2 * style.padding
    return wrap(item.cell.text, room, style.font, style.size)


def _row_heights(grid: Grid, placed: Sequence[_Placed], xs: Sequence[float], style: Style) -> list[float]:
    heights = [style.row_height] * len(grid.rows)
    for item in sorted(placed, key=lambda placed_item: placed_item.cell.rows):
        needed = len(_cell_lines(item, xs, style)) * style.size * style.leading + 2 * style.padding
        rows = range(item.row, item.row + item.cell.rows)
        lacking = needed - sum(heights[row] for row in rows)
        if lacking > 0:
            for row in rows:
                heights[row] += lacking / item.cell.rows
    return heights


def _pieces(grid: Grid, heights: Sequence[float], style: Style, y: float) -> Iterator[range]:
    """Rows that go on one page each; the header's height is taken off from the second page on."""
    start, used = 0, y
    for row, height in enumerate(heights):
        if used + height > style.page[1] - style.margin and row > start:
            yield range(start, row)
            start, used = row, style.margin + sum(heights[: grid.header_rows])
        used += height
    yield range(start, len(heights))


def _draw_grid(canvas: Canvas, grid: Grid, style: Style, y: float) -> float:
    xs = _columns(grid, style)
    placed = _place(grid)
    heights = _row_heights(grid, placed, xs, style)
    for number, piece in enumerate(_pieces(grid, heights, style, y)):
        if number:
            canvas.showPage()
            canvas.setPageSize(style.page)
            y = style.margin
            if grid.header_rows:
                y = _draw_rows(canvas, placed, range(grid.header_rows), heights=heights, xs=xs, style=style, y=y)
        y = _draw_rows(canvas, placed, piece, heights=heights, xs=xs, style=style, y=y)
    return y + style.size * 0.6


def _draw_rows(
    canvas: Canvas,
    placed: Sequence[_Placed],
    rows: range,
    *,
    heights: Sequence[float],
    xs: Sequence[float],
    style: Style,
    y: float,
) -> float:
    """Draw some rows; of a cell cut by the page end, lines that have room stand on the first page, the rest go on."""
    ys = [y]
    for row in rows:
        ys.append(ys[-1] + heights[row])
    owner = [[-1] * (len(xs) - 1) for _ in rows]
    heads = {item.row for item in placed if item.cell.text.startswith("一级指标")}
    for index, item in enumerate(placed):
        first, last = max(item.row, rows.start), min(item.row + item.cell.rows, rows.stop)
        if first >= last:
            continue
        for row in range(first, last):
            for col in range(item.col, item.col + item.cell.cols):
                owner[row - rows.start][col] = index
        lines = _lines_of_part(item, range(first, last), heights=heights, xs=xs, style=style)
        if lines:
            top, bottom = ys[first - rows.start], ys[last - rows.start]
            left, right = xs[item.col] + style.padding, xs[item.col + item.cell.cols] - style.padding
            height = bottom - top
            if style.shade and item.row in heads:
                canvas.setFillColorRGB(*style.shade)
                shade = (xs[item.col], style.page[1] - bottom, xs[item.col + item.cell.cols] - xs[item.col], height)
                canvas.rect(*shade, stroke=0, fill=1)
                canvas.setFillColorRGB(*style.on_shade)
            if item.cell.top:
                top, height = top + style.padding, len(lines) * style.size * style.leading
            _draw_lines(canvas, lines, (left, top, right - left, height), style, size=style.size, align=item.cell.align)
            if style.shade and item.row in heads:
                canvas.setFillColorRGB(0, 0, 0)
    draw_rules(canvas, owner, xs, ys, style)
    return ys[-1]


def _lines_of_part(
    item: _Placed, rows: range, *, heights: Sequence[float], xs: Sequence[float], style: Style
) -> list[str]:
    """The lines of a cell that stand in these of its rows: all in the first part of it where they have room there."""
    lines = _cell_lines(item, xs, style)
    end = item.row + item.cell.rows
    if rows.start == item.row and rows.stop == end:
        return lines
    step = style.size * style.leading
    before = sum(heights[item.row : rows.start])
    taken = max(1, int((before - style.padding) / step)) if before else 0
    room = int((sum(heights[rows.start : rows.stop]) - style.padding) / step) if rows.stop < end else len(lines)
    return lines[taken : taken + max(1, room)] if taken < len(lines) else []


def _draw_lines(
    canvas: Canvas,
    lines: Sequence[str],
    box: tuple[float, float, float, float],
    style: Style,
    *,
    size: float,
    align: Align,
) -> None:
    """Draw lines one below the other, centred in the height of the box (x, y, width, height)."""
    x, y, room, height = box
    step = size * style.leading
    baseline = y + (height - step * len(lines)) / 2 + (step + size * 0.72) / 2
    for line in lines:
        slack = room - fonts.width(line, style.font, size)
        cursor = x + {"left": 0.0, "center": slack / 2, "right": slack}[align]
        for face, part in fonts.runs(line, style.font):
            canvas.setFont(face, size)
            canvas.drawString(cursor, style.page[1] - baseline, part)
            cursor += fonts.width(part, face, size)
        baseline += step
