"""The rules of a typeset table: its frame, and the sides where two cells meet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from samples.make.typeset import Style


def draw_rules(
    canvas: Canvas, owner: Sequence[Sequence[int]], xs: Sequence[float], ys: Sequence[float], style: Style
) -> None:
    """Draw the frame of a table and the rules between cells of different owners.

    Args:
        canvas: of the page.
        owner: for each row and column the number of the cell that covers it.
        xs: of the columns in points, one more than there are columns.
        ys: likewise of the rows, from the top of the page.
        style: how rules look.
    """
    rows, cols = len(owner), len(owner[0])
    for row in range(rows + 1):
        inner = 0 < row < rows
        on = [not inner or owner[row - 1][col] != owner[row][col] for col in range(cols)]
        for start, end in _stretches(on):
            _draw_rule(canvas, style, (xs[start], ys[row], xs[end], ys[row]), inner)
    for col in range(cols + 1):
        inner = 0 < col < cols
        on = [not inner or owner[row][col - 1] != owner[row][col] for row in range(rows)]
        for start, end in _stretches(on):
            if style.verticals and (inner or style.outer):
                _draw_rule(canvas, style, (xs[col], ys[start], xs[col], ys[end]), inner)


def _stretches(on: Sequence[bool]) -> Iterator[tuple[int, int]]:
    start = None
    for index, drawn in enumerate([*on, False]):
        if drawn and start is None:
            start = index
        elif not drawn and start is not None:
            yield start, index
            start = None


def _draw_rule(canvas: Canvas, style: Style, ends: tuple[float, float, float, float], inner: bool) -> None:
    x0, y0, x1, y1 = ends
    width = style.rule if inner else style.outer or style.rule
    height = style.page[1]
    if style.dash or any(style.ink):
        canvas.setFillColorRGB(*style.ink)
        canvas.setStrokeColorRGB(*style.ink)
        canvas.setDash(style.dash)
    if style.rules_as == "rect" and not style.dash:
        half = width / 2
        canvas.rect(x0 - half, height - y1 - half, x1 - x0 + width, y1 - y0 + width, stroke=0, fill=1)
    else:
        canvas.setLineWidth(width)
        canvas.setLineCap(0 if style.dash else 2)
        canvas.line(x0, height - y0, x1, height - y1)
    if any(style.ink):
        canvas.setFillColorRGB(0, 0, 0)
