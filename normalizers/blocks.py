"""Which columns under one header belong together, and for which span of time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from normalizers.codes import MeaningCode
from normalizers.dates import find_year
from normalizers.formspec import vocabulary
from normalizers.model import Horizon

CORE = ("level1", "level2", "name", "value")
FLAT = ("project", "owner", "budget", "goal")


@dataclass(frozen=True, slots=True)
class Block:
    """Columns that make one indicator a row: role → grid columns. `place` is the town or year of a column.

    `over` are the row and column of the cell over them that names their level 1.
    """

    columns: tuple[tuple[str, tuple[int, ...]], ...]
    horizon: Horizon | None = None
    place: str | None = None
    over: tuple[int, int] | None = None

    def cols(self, role: str) -> tuple[int, ...]:
        """The columns of a role."""
        return next((cols for name, cols in self.columns if name == role), ())


@dataclass(frozen=True, slots=True)
class ColumnRun:
    """Neighbouring columns under one header cell."""

    role: str
    rank: int
    cols: tuple[int, ...]
    text: str
    above: str
    slip: bool


def repair_levels(runs: list[ColumnRun], doubts: list[str]) -> list[ColumnRun]:
    """一级 二级 二级 指标值: one character was misread, for a third level is missing and nothing else is twice.

    Likewise 一级 一级 三级, where a seal hides a stroke of 二; between those two nothing else stands. And 级 一级 三级,
    where a fax took both the stroke of 一 and one of 二: nobody prints the second level before the first. And 一级 三级
    三级, where a coarse scan ran the strokes of 二 together.
    """
    roles = [run.role for run in runs]
    if "level2" not in roles and roles.count("name") == 2:
        first = roles.index("name")
        alike = all(run.text.endswith(_LEVEL_TAIL) for run in runs[first : first + 2])
        if first and roles[first - 1 : first + 2] == ["level1", "name", "name"] and alike:
            return [replace(run, role="level2") if index == first else run for index, run in enumerate(runs)]
    for index in range(len(roles) - 2):
        if roles[index : index + 3] == ["level2", "level1", "name"] and runs[index].slip:
            upper, lower = replace(runs[index], role="level1"), replace(runs[index + 1], role="level2")
            return [*runs[:index], upper, lower, *runs[index + 2 :]]
    if "level2" not in roles and roles.count("level1") == 2:
        second = len(roles) - 1 - roles[::-1].index("level1")
        if roles[second - 1 : second + 2] == ["level1", "level1", "name"]:
            return [replace(run, role="level2") if index == second else run for index, run in enumerate(runs)]
    if "name" not in roles and roles.count("level2") == 2 and roles.count("value") <= 1:
        second = len(roles) - 1 - roles[::-1].index("level2")
        doubts.append(MeaningCode.UNKNOWN_FORM)
        runs = [replace(run, role="name") if index == second else run for index, run in enumerate(runs)]
    levels = [run for run in runs if run.role in ("level1", "level2", "name")]
    if sum(run.slip for run in levels) > 1 and not _in_order(levels):
        # one misread level is what the others leave over; of two, only the order tells which is which
        doubts.append(MeaningCode.UNKNOWN_FORM)
    return runs


def _in_order(levels: Sequence[ColumnRun]) -> bool:
    """Whether two misread levels stand side by side, and a third one that was not at an end: 级指标 -级指标 三级指标.

    Nobody prints the levels in another order, so what is left of their words leaves nothing to choose.
    """
    roles = [run.role for run in levels]
    beside = all(before.cols[-1] + 1 == run.cols[0] for before, run in pairwise(levels))
    alike = all(run.text.endswith(_LEVEL_TAIL) for run in levels)
    return roles == ["level1", "level2", "name"] and beside and alike and not (levels[0].slip and levels[-1].slip)


_LEVEL_TAIL = "级指标"


def repair_twins(runs: list[ColumnRun], doubts: list[str]) -> list[ColumnRun]:
    """二级 三级 指标值 | 二级 ? 指标值: of two blocks alike but for one heading, the other block says it."""
    inner = [index for index, run in enumerate(runs) if run.role != "spine"]
    for length in range(_SHORTEST_BLOCK, len(inner) // 2 + 1):
        pairs = list(zip(inner[-2 * length : -length], inner[-length:], strict=True))
        unlike = [pair for pair in pairs if runs[pair[0]].role != runs[pair[1]].role]
        if len(unlike) == 1 and any(not runs[index].role for index in unlike[0]):
            role = next((runs[index].role for index in unlike[0] if runs[index].role), "")
            if role in CORE:
                doubts.append(MeaningCode.UNKNOWN_FORM)
                return [replace(run, role=role) if index in unlike[0] else run for index, run in enumerate(runs)]
    return runs


_SHORTEST_BLOCK = 3


def place_weights(runs: list[ColumnRun]) -> list[ColumnRun]:
    """A weight column right after a level is the weight of that level."""
    placed: list[ColumnRun] = []
    for run in runs:
        before = placed[-1].role if placed else ""
        if run.role == "weight" and before in ("level1", "level2"):
            run = replace(run, role=f"{before}_weight")  # noqa: PLW2901
        placed.append(run)
    return placed


def group_blocks(runs: list[ColumnRun], doubts: list[str]) -> tuple[Block, ...]:
    """The blocks of a header from left to right; what cannot be told for certain is added to `doubts`."""
    known = [run for run in runs if run.role and run.role not in ("spine", *FLAT)]
    groups = _split(known, doubts)
    if len(groups) > 1:
        shared = [run for run in groups[0] if run.role in ("level1", "level1_weight")]
        rest = [group if any(run.role == "level1" for run in group) else shared + group for group in groups[1:]]
        blocks = [_block(group) for group in [groups[0], *rest]]
    else:
        blocks = _single(known, runs, doubts)
    return tuple(blocks)


def _split(runs: list[ColumnRun], doubts: list[str]) -> list[list[ColumnRun]]:
    """Side-by-side blocks: a new one begins where a core column comes again after name and value.

    Levels and names without a value of their own are not read, and the rows beside them are in doubt.
    """
    groups: list[list[ColumnRun]] = [[]]
    for run in runs:
        roles = [item.role for item in groups[-1]]
        again = run.role in CORE and run.role in roles
        complete = "value" in roles and ("name" in roles or "level2" in roles)
        if again and complete and run.role != "value":
            groups.append([])
        groups[-1].append(run)
    without = [{run.role for run in group} for group in groups if all(run.role != "value" for run in group)]
    if len(groups) > 1 and without:
        if any({"level2", "name"} <= roles for roles in without):
            doubts.append(MeaningCode.UNKNOWN_FORM)
        return [runs]
    return groups


def _single(known: list[ColumnRun], runs: list[ColumnRun], doubts: list[str]) -> list[Block]:
    values = [run for run in known if run.role == "value"]
    others = [run for run in known if run.role != "value"]
    if len(values) > 1:
        if years := _years(values):
            return _by_year(others, years)
        horizons = [vocabulary().horizon(run.above) for run in values]
        if len(set(horizons)) == len(values):
            return [_block([*others, run]) for run in values]
        best = min(values, key=lambda run: (run.slip, run.rank))
        if sum((run.slip, run.rank) == (best.slip, best.rank) for run in values) > 1:
            # two columns under one word: nothing tells which of them holds the target
            doubts.append(MeaningCode.UNKNOWN_FORM)
        return [_block([*others, best])]
    if not values:
        return _without_value(others, runs, doubts)
    return [_block(known)]


def _without_value(others: list[ColumnRun], runs: list[ColumnRun], doubts: list[str]) -> list[Block]:
    """No column says it holds values: one column a place, or the only one that is left, or none."""
    start = next((index for index, run in enumerate(runs) if run.role == "name"), len(runs))
    free = [run for run in runs[start + 1 :] if not run.role and run.text]
    if years := _years([run for run in free if find_year(run.text) and not _PAST.search(run.text)]):
        return _by_year(others, years)
    free = [run for run in free if not (find_year(run.text) and _PAST.search(run.text))]
    if len(free) > 1:
        return [replace(_block([*others, replace(run, role="value")]), place=run.text) for run in free]
    doubts.append(MeaningCode.UNKNOWN_FORM if free else MeaningCode.NO_VALUE_COLUMN)
    return [_block([*others, *(replace(run, role="value") for run in free)])]


# 2022年实际值: what was reached in a year is no target
_PAST = re.compile("实际|完成|执行|达到情况")


def _years(runs: Sequence[ColumnRun]) -> list[tuple[int, ColumnRun]]:
    """Value columns of one year each, 2024年指标值 beside 2025年指标值, by their years; none unless all name one."""
    years = [(year, run) for run in runs if (year := find_year(run.text)) is not None]
    return sorted(years, key=lambda item: item[0]) if 1 < len(years) == len(runs) == len(dict(years)) else []


def _by_year(others: list[ColumnRun], years: Sequence[tuple[int, ColumnRun]]) -> list[Block]:
    """The first year is the table's own; the targets of later years are those of its medium term."""
    spans = [Horizon.ANNUAL] + [Horizon.MEDIUM_TERM] * (len(years) - 1)
    blocks = [(_block([*others, replace(run, role="value")]), run.text) for _, run in years]
    return [replace(block, place=text, horizon=span) for (block, text), span in zip(blocks, spans, strict=True)]


def _block(runs: list[ColumnRun]) -> Block:
    columns: dict[str, ColumnRun] = {}
    for run in runs:
        if run.role not in columns or run.rank < columns[run.role].rank:
            columns[run.role] = run
    value = columns.get("value") or columns.get("name")
    words = "".join(columns[role].above for role in ("level2", "name") if role in columns)
    named = vocabulary().horizon(value.above if value else "") or vocabulary().horizon(words)
    kept = tuple((role, run.cols) for role, run in columns.items() if role not in _ALWAYS_EXTRA)
    return Block(kept, horizon_of(named))


# Never a target: kept under their own heading.
_ALWAYS_EXTRA = frozenset(("actual", "score", "reason", "remark", "number", "type", "direction"))


def horizon_of(name: str | None) -> Horizon | None:
    """The horizon an indicator may have; that of the whole project counts as long."""
    if name is None:
        return None
    return Horizon.LONG_TERM if name == "overall" else Horizon(name)
