"""Digital pages with drawn rules: the rules make the grid, the text layer fills it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.digital.textlayer import View, judge, view_of
from extractors.filling import fill, lines_of
from extractors.geometry import join_pieces
from extractors.model import (
    Box,
    Cell,
    Finding,
    PageReading,
    Place,
    ReadingCode,
    Rule,
    Severity,
    TableGrid,
    Word,
)
from extractors.tiling import Lattice, tile

if TYPE_CHECKING:
    from extractors.source import Page

FEWEST_RULES = 4
# A map or a chart has more strokes than any table; tiling compares each with each.
MOST_RULES = 4000
# Shares of the page: a frame around its content, perhaps with a band for the heading, is no table.
FRAME = 0.8
FRAME_CELLS = 3


class Ruled:
    """Reads tables whose rules are drawn."""

    name = "ruled"

    def accepts(self, page: Page) -> bool:
        """Text that is believed, and enough rules for a table."""
        return len(page.rules()) >= FEWEST_RULES and judge(page).trust == "trusted"

    def extract(self, page: Page) -> PageReading | None:
        """The tables of the page, or None when its rules make none."""
        view = view_of(page)
        rules = join_pieces(view.rules)
        if len(rules) > MOST_RULES:
            return None
        lattices = [lattice for lattice in tile(rules, exact=True) if not _is_frame(lattice, view)]
        grids, rest = _filled(lattices, view.words, page.number, self.name)
        if not grids:
            return None
        return PageReading(
            page=page.number,
            width=view.width,
            height=view.height,
            content="digital",
            outcome="table",
            reader=self.name,
            grids=tuple(_with_cuts(grid, view) for grid in grids),
            text=lines_of(rest),
            rules=_within(rules, [grid.box for grid in grids]),
            turned=view.turned,
            findings=view.findings(page.number),
        )


def _filled(
    lattices: Sequence[Lattice], words: tuple[Word, ...], page: int, reader: str
) -> tuple[tuple[TableGrid, ...], tuple[Word, ...]]:
    """Grids that hold text, and the words outside all of them."""
    grids: list[TableGrid] = []
    for lattice in lattices:
        grid, rest = fill(lattice, words, page=page, reader=reader)
        if any(cell.lines for cell in grid.cells):
            grids.append(grid)
            words = rest
    return tuple(grids), words


def _with_cuts(grid: TableGrid, view: View) -> TableGrid:
    """Cells whose printed text is cut off at their side say so."""
    return replace(grid, cells=tuple(_with_cut(cell, view, grid.page) for cell in grid.cells)) if view.cut else grid


def _with_cut(cell: Cell, view: View, page: int) -> Cell:
    message = "The text goes on where it is not shown; only the visible part was read."
    doubts = tuple(
        Finding(ReadingCode.HIDDEN_TEXT, Severity.WARNING, message, Place(page, cell.box), evidence=text)
        for word, text in view.cut
        if cell.box.holds(*word.box.centre)
    )
    return replace(cell, findings=cell.findings + doubts)


def _is_frame(lattice: Lattice, view: View) -> bool:
    wide, high = lattice.box.width >= FRAME * view.width, lattice.box.height >= FRAME * view.height
    return wide and high and len(lattice.spans) <= FRAME_CELLS


def _within(rules: Sequence[Rule], boxes: Sequence[Box]) -> tuple[Rule, ...]:
    """The rules that belong to a table: its own, and what is drawn inside it."""
    near = 2.0
    areas = [Box(box.x0 - near, box.top - near, box.x1 + near, box.bottom + near) for box in boxes]
    return tuple(rule for rule in rules if any(area.holds(*rule.box.centre) for area in areas))
