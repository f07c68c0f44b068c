"""Tables inside the header form (年度主要任务, 项目实施进度计划 …): kept cell by cell under their headings.

Their amounts are plans for tasks, not the table's budget, and their rows are no indicators.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from normalizers.formspec import vocabulary
from normalizers.labels import known, tidy_label
from normalizers.sheet import Part, Spot, blank, joined

# Headings stand in at most so many rows.
_DEEPEST = 2
# A heading that no list knows needs so many rows and columns to be seen as the head of a table.
_FEWEST_ROWS = 3
_FEWEST_COLUMNS = 2


@dataclass(slots=True)
class InnerReader:
    """Gathers such tables row by row; `heads` are the headings of the one that is open, by column."""

    pairs: list[tuple[str, str]] = field(default_factory=list)
    heads: dict[int, str] = field(default_factory=dict)
    depth: int = 0

    def row(self, part: Part, row: int, spine: Spot) -> Iterator[tuple[Spot, str]]:
        """Take a row; the cells that hold something, each with the label it has got."""
        cells = [cell for cell in part.row(row) if cell is not spine.cell and cell.col >= _right_of(spine, part)]
        first = spine.part.grid is part.grid and spine.cell.row == row
        if first:
            spans = [cell.row_span for cell in cells if not blank(cell) and cell.row_span < spine.cell.row_span]
            self.heads, self.depth = {}, min(max(spans, default=1), _DEEPEST)
        if self.depth > 0:
            self.depth -= 1
            for cell in cells:
                if text := joined([cell]) if cell.row == row else None:
                    above = self.heads.get(cell.col)
                    label = f"{above}/{text}" if above else text
                    self.heads |= dict.fromkeys(range(cell.col, cell.col + cell.col_span), label)
            return
        beside = next((joined([cell]) for cell in cells if cell.col not in self.heads and not blank(cell)), None)
        for cell in cells:
            text = joined([cell])
            if cell.row != row or not text or cell.col not in self.heads:
                continue
            label = "/".join(word for word in (tidy_label(spine.cell.text), beside, self.heads[cell.col]) if word)
            self.pairs.append((label, text))
            yield Spot(part, cell), label


def _right_of(spine: Spot, part: Part) -> int:
    return spine.cell.col + 1 if spine.part.grid is part.grid else 0


def heads_inner_table(part: Part, row: int) -> bool:
    """Whether the first cell of a row stands beside a table of its own: known for it, or seen by its shape."""
    first = part.grid.at(row, 0)
    if first.row != row or first.row_span < 2 or first.col_span == part.grid.cols:
        return False
    if vocabulary().inner_spine.exact(first.text):
        return True
    if first.row_span < _FEWEST_ROWS or blank(first) or known(first.text):
        return False
    shapes = []
    for line in (row, row + 1):
        cells = [cell for cell in part.row(line) if cell is not first]
        shapes.append([(cell.col, cell.col_span) for cell in cells if cell.row == line and not blank(cell)])
        if line == row and any(known(cell.text) or _number(cell.text) for cell in cells if not blank(cell)):
            return False
    return len(shapes[0]) >= _FEWEST_COLUMNS and shapes[0] == shapes[1]


def _number(text: str) -> bool:
    return any(character.isdigit() for character in text)
