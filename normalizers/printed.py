"""Rows as they are printed: the cells of one indicator by role, and the level cells that stand beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from extractors.model import Cell, ReadingCode
from normalizers.sheet import Part, Spot, joined
from normalizers.stitch import Region
from normalizers.taxonomy import is_level_name, level_names, mended_level_name, without_weight
from normalizers.text import squeeze

_MISREAD = (ReadingCode.READINGS_DIFFER, ReadingCode.LOW_CONFIDENCE, ReadingCode.UNDER_SEAL)
# What dirt at the edge of a cell is read as, and the tick of a pen beside its text.
_SPECKS = "*＊ :：.。,，、·'‘’`\"“”;；-—_√✓"


def only_dirt(cell: Cell) -> bool:
    """Whether nothing was recognised in a cell of a picture but what dirt is read as: no level is named so."""
    return not cell.text.strip(_SPECKS) and any(line.confidence < 1.0 for line in cell.lines)


@dataclass(slots=True)
class Run:
    """A level cell and the rows it stands for; over a page break it may be several cells.

    `label` is what the cell is called where no heading of a column says it (normalizers/project_rows.py).
    """

    spots: list[Spot] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    label: str | None = None

    def texts(self) -> list[str]:
        """The printed lines."""
        return [line.text for spot in self.spots for line in spot.cell.lines]

    def printed(self) -> str | None:
        """The name without a weight printed in the cell and without the star of a mandatory field.

        A complete name that was recognised in a picture has no specks beside it either.
        """
        name = without_weight(self.texts())[0]
        if not name:
            return None
        if mended := self.mended():
            return mended
        alone = name.strip(_SPECKS)
        recognised = any(line.confidence < 1.0 for spot in self.spots for line in spot.cell.lines)
        if recognised and (is_level_name(alone, 1) or is_level_name(alone, 2)):
            return alone
        return name.strip("*＊ ") or name

    def mended(self) -> str | None:
        """The complete name that a reader in doubt missed by a slip, or that one of the lines is; the row is marked."""
        findings = [finding for spot in self.spots for finding in spot.cell.findings]
        if not any(finding.code in _MISREAD for finding in findings):
            return None
        name = without_weight(self.texts())[0] or ""
        whole = [squeeze(text) for text in self.texts() if squeeze(text) in level_names()]
        if len(whole) == 1:  # what stands above and below it was read from a seal or from dirt, unless it is a weight
            return whole[0] if squeeze(name) != whole[0] else None
        others = [text for finding in findings if (text := finding.evidence)]
        return mended_level_name(name, others)

    def weight(self) -> Decimal | None:
        """The weight printed in the cell."""
        return without_weight(self.texts())[1]


@dataclass(slots=True)
class Row:
    """One indicator as printed: the grid rows it stands in, its cells by role, its levels, the doubts about both."""

    region: Region
    lines: list[tuple[Part, int]]
    block: int
    cells: dict[str, list[Spot]]
    levels: dict[str, Run | None]
    flat: dict[str, Run | None]
    doubts: list[str] = field(default_factory=list)

    def text(self, role: str) -> str | None:
        """The text of a role, None when blank."""
        return joined([spot.cell for spot in self.cells.get(role, ())])

    def blank(self, role: str) -> bool:
        """Whether nothing is printed for a role."""
        return self.text(role) is None
