"""Forms written down as text, the way DOMAIN draws them: `samples/make/variants/*.txt`, a line for each thing.

`=` is a title, `~` a line under it, `>` a line to the left, `:` one to the right; `#` are the widths of the columns
of the grid that follows, `|` is a row of it: a cell `<` goes on from the left, `^` from above, a backslash and n is a
line break. `@` sets the style (font, size, page, row, margin), `----` begins a page, `;` is a comment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from samples.make.typeset import A4, A4_LANDSCAPE, Align, Cell, Grid, Heading, Sheet, Style

SHORT = (595.28, 560.0)
PAGES = {"a4": A4, "landscape": A4_LANDSCAPE, "short": SHORT}
_HEADINGS: dict[str, tuple[Align, float, float]] = {
    "=": ("center", 15, 3),
    "~": ("center", 0, 6),
    ">": ("left", 0, 4),
    ":": ("right", 0, 3),
}
_SHORTEST_LEFT = 9  # a longer text is set to the left, a shorter one in the middle
_LEFT, _ABOVE = "<", "^"


def written(path: Path) -> tuple[Sheet, ...]:
    """The sheets of a form written as text.

    Raises:
        ValueError: a line is of no known kind, or the cells of a grid do not fit together.
    """
    sheets: list[Sheet] = []
    style, blocks = Style(size=9.5, row_height=18, margin=40), list[Heading | Grid]()
    widths: tuple[float, ...] = ()
    rows: list[list[str]] = []

    def close() -> None:
        if rows:
            blocks.append(Grid(widths, _cells(rows)))
            rows.clear()

    for line in path.read_text(encoding="utf-8").splitlines():
        mark, rest = line[:1], line[1:].strip()
        if mark == "|":
            rows.append([text.strip() for text in rest.removesuffix("|").split("|")])
            continue
        close()
        if mark == "@":
            style = _styled(style, *rest.split())
        elif mark == "#":
            widths = tuple(float(width) for width in rest.split())
        elif line.startswith("----"):
            sheets.append(Sheet(tuple(blocks), style))
            blocks = []
        elif mark in _HEADINGS:
            align, size, after = _HEADINGS[mark]
            blocks.append(Heading(rest, align, size=size, after=after))
        elif line.strip() and mark != ";":
            raise ValueError(f"{path.name}: {line!r} is no line of a form")
    close()
    return (*sheets, Sheet(tuple(blocks), style))


def _styled(style: Style, key: str, value: str) -> Style:
    if key == "font":
        return replace(style, font=value)
    if key == "page":
        return replace(style, page=PAGES[value])
    return replace(style, **{{"size": "size", "row": "row_height", "margin": "margin"}[key]: float(value)})


def _cells(rows: Sequence[Sequence[str]]) -> tuple[tuple[Cell, ...], ...]:
    """The cells that begin in each row, with their spans."""
    grid = []
    for row, texts in enumerate(rows):
        begun = []
        for col, text in enumerate(texts):
            if text in (_LEFT, _ABOVE):
                continue
            cols = 1
            while col + cols < len(texts) and texts[col + cols] == _LEFT:
                cols += 1
            height = 1
            while row + height < len(rows) and rows[row + height][col] == _ABOVE:
                height += 1
            long = len(text) > _SHORTEST_LEFT and "\\n" not in text
            begun.append(Cell(text.replace("\\n", "\n"), cols, height, "left" if long else "center"))
        grid.append(tuple(begun))
    return tuple(grid)
