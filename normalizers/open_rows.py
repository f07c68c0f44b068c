"""What the rows above have left open for those below: levels, the project of a list, cells that end a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from normalizers.codes import MeaningCode
from normalizers.late_names import Key, LateName
from normalizers.printed import Row, Run
from normalizers.project_rows import ProjectRows
from normalizers.sheet import Spot
from normalizers.text import squeeze


@dataclass(slots=True)
class OpenRows:
    """The state of one block."""

    runs: dict[str, Run | None] = field(default_factory=dict)
    flat: dict[str, Run | None] = field(default_factory=dict)
    last: Row | None = None
    # whether a row before the last has a name and no value: then another one may have none either
    valueless: bool = False
    # the levels of the first row of the project of a list
    begins: tuple[str | None, ...] = ()
    # blank level cells that go on with the level above
    open_cells: set[Key] = field(default_factory=set)
    # those that end a page and are named on the next
    late: dict[Key, LateName] = field(default_factory=dict)
    # the level 1 that is printed over the columns of the block
    over: Run | None = None

    def begin(self, rows: ProjectRows) -> None:
        """Another project: nothing above goes on."""
        self.flat = dict(rows.runs)
        self.runs, self.last, self.begins = {"level1": self.over} if self.over else {}, None, ()


def named_late(cells: Sequence[Spot], state: OpenRows, doubts: list[str]) -> Sequence[Spot]:
    """The text that blank cells at the end of a page have on the next one; a cell of one row may be no part of it."""
    late = next((state.late[spot.key] for spot in cells if spot.key in state.late), None)
    if late is None:
        return ()
    if not late.sure and MeaningCode.ROW_CUT not in doubts:
        doubts.append(MeaningCode.ROW_CUT)
    return late.spots


def same_name(one: Run | None, other: Run | None) -> bool:
    """Whether two cells say the same, blanks aside."""
    return one is not None and other is not None and squeeze(one.printed() or "") == squeeze(other.printed() or "")
