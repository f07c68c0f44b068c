"""The goal block: a heading beside its text, above it, or two headings side by side above two texts."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.model import Cell
from normalizers.formspec import vocabulary
from normalizers.labels import Pair, inline_pairs
from normalizers.model import Goal, Horizon
from normalizers.sheet import Part, Spot, blank, codes, joined
from normalizers.text import squeeze

# A heading in a goal block that no list knows is short and names its span of time.
_LONGEST_HEADING = 30


@dataclass(slots=True)
class _Text:
    """One goal while it is gathered."""

    label: str
    kind: str
    spots: list[Spot] = field(default_factory=list)


@dataclass(slots=True)
class GoalReader:
    """Gathers goals row by row. `heads` are the headings that stand above the next texts, by columns."""

    texts: list[_Text] = field(default_factory=list)
    heads: list[tuple[int, int, _Text]] = field(default_factory=list)

    def row(self, part: Part, row: int, spine: Spot) -> None:
        """A row of the goal block."""
        if spine.part.grid is part.grid and spine.cell.row == row:
            self.heads = []
        left = spine.cell.col if spine.part.grid is part.grid else 0
        printed = [cell for cell in part.row(row) if cell.row == row and not blank(cell)]
        cells = [cell for cell in printed if cell is not spine.cell and cell.col >= left]
        kinds = [_heading(cell) for cell in cells]
        if cells and all(kinds):
            self._open(part, [(cell, kind) for cell, kind in zip(cells, kinds, strict=True) if kind])
        elif any(kinds):
            self._beside(part, cells)
        elif self.heads:
            self._below(part, cells)
        else:
            self._spine(part, cells, spine)

    def headings(self, part: Part, row: int) -> bool:
        """A row of nothing but headings side by side, with no heading beside them; the next row holds their texts."""
        cells = [cell for cell in part.row(row) if not blank(cell)]
        if not side_by_side(part, row):
            return False
        kinds = [match.role for cell in cells if (match := vocabulary().goals.exact(cell.text))]
        self._open(part, list(zip(cells, kinds, strict=True)))
        return True

    def below_headings(self, part: Part, row: int) -> None:
        """The row of texts under such headings."""
        self._below(part, [cell for cell in part.row(row) if cell.row == row and not blank(cell)])
        self.heads = []

    def pair(self, pair: Pair) -> None:
        """A goal printed as a label and its text."""
        if pair.known is None:
            return
        text = _Text(pair.label, pair.known.role, list(pair.spots))
        self.texts.append(text)

    def _open(self, part: Part, cells: list[tuple[Cell, str]]) -> None:
        self.heads = []
        for cell, kind in cells:
            text = _Text(joined([cell]) or "", kind)
            self.texts.append(text)
            self.heads.append((cell.col, cell.col + cell.col_span, text))

    def _beside(self, part: Part, cells: list[Cell]) -> None:
        open_text: _Text | None = None
        for cell in cells:
            kind = _heading(cell)
            if kind:
                open_text = _Text(joined([cell]) or "", kind)
                self.texts.append(open_text)
            elif open_text is not None:
                open_text.spots.append(Spot(part, cell))

    def _below(self, part: Part, cells: list[Cell]) -> None:
        for cell in cells:
            shares = [
                (min(last, cell.col + cell.col_span) - max(first, cell.col), -first, text)
                for first, last, text in self.heads
            ]
            max(shares, key=lambda share: share[:2])[2].spots.append(Spot(part, cell))

    def _spine(self, part: Part, cells: list[Cell], spine: Spot) -> None:
        match = vocabulary().goals.find(spine.cell.text)
        kind = match.role if match else vocabulary().horizon(spine.cell.text) or "annual"
        same = self.texts and self.texts[-1].spots and self.texts[-1].label == spine.cell.text
        text = self.texts[-1] if same else _Text(spine.cell.text, kind)
        if not same:
            self.texts.append(text)
        text.spots += [Spot(part, cell) for cell in cells if not _reports(part, cell)]

    def goals(self) -> tuple[Goal, ...]:
        """The goals with a text, numbered from 1; those that report results are none."""
        kept = [text for text in self.texts if text.kind != "none" and text.spots]
        found: list[Goal] = []
        for text in kept:
            cells = [spot.cell for spot in text.spots]
            printed = joined(cells)
            if printed is None:
                continue
            first = text.spots[0]
            found.append(
                Goal(
                    ordinal=len(found) + 1,
                    horizon=Horizon(text.kind),
                    label=text.label.strip().rstrip(":："),
                    text=printed,
                    place=first.place,
                    confidence=min(cell.confidence for cell in cells),
                    reasons=codes(cells),
                )
            )
        return tuple(found)


def _reports(part: Part, cell: Cell) -> bool:
    """实际完成情况：… beside the goals of a 自评表: what was done, with its heading in the same cell."""
    first = next(inline_pairs(part, cell), None)
    return bool(first and first.known and first.known.group == "goals" and first.known.role == "none")


def side_by_side(part: Part, row: int) -> bool:
    """Whether a row holds headings of several spans of time and nothing else; 总体目标 names none and stands beside."""
    cells = [cell for cell in part.row(row) if not blank(cell)]
    words = vocabulary()
    named = [cell for cell in cells if words.goals.exact(cell.text) and words.horizon(cell.text)]
    return len(cells) > 1 and len(named) == len(cells) and all(cell.row_span == 1 for cell in cells)


def _heading(cell: Cell) -> str | None:
    """The kind of a goal heading, None for any other text."""
    match = vocabulary().goals.find(cell.text)
    if match:
        return match.role
    squeezed = squeeze(cell.text)
    if len(squeezed) <= _LONGEST_HEADING and "目标" in squeezed and squeezed.endswith((")", "目标", "目标值")):
        return vocabulary().horizon(squeezed)
    return None
