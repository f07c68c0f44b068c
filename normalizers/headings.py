"""Headings of a recognised page that may have been misread: the columns below them may hold a role they were not given.

A heading that is merely unknown is no doubt: on a digital page it is what it says, and its column goes to the extras.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from extractors.model import Cell, Severity, TableGrid
from normalizers.blocks import FLAT, ColumnRun
from normalizers.formspec import vocabulary
from normalizers.guess import guess_role, mostly_weights, texts_below
from normalizers.labels import tidy_label
from normalizers.sheet import blank, recognised
from normalizers.text import squeeze
from normalizers.words import Match, one_off

# Roles whose column can be lost: the name and the value cannot go without a mark.
_LOSABLE = ("explanation", "operator", "unit", "weight")
# A heading that shares more than this with a word of a role may be that word misread.
_RESEMBLES = 0.5
_SHORT = 3
_TOLD = ("operator", "unit")
_HAN = ("\u4e00", "\u9fff")


def doubtful_columns(grid: TableGrid, top: int, bottom: int, runs: Sequence[ColumnRun]) -> tuple[int, ...]:
    """The columns whose heading was read in doubt, or not at all, and whose cells look like a role it would have named.

    Args:
        grid: the grid; only a recognised one has such columns.
        top: the first row of the header.
        bottom: the row after its last.
        runs: its columns with their roles.
    """
    if not recognised(grid):
        return ()
    taken = {run.role for run in runs}
    missing = [role for role in _LOSABLE if not any(name.startswith(role) or name.endswith(role) for name in taken)]
    if "score" in taken and "weight" in missing:
        missing.remove("weight")
    found = [run for run in runs if run.role != "spine" and _doubtful(grid, top, bottom, run, missing)]
    return tuple(col for run in found for col in run.cols)


def second_reading(head: Cell) -> Match | None:
    """What a heading in doubt stands for by its other reading: 权量, read again as 权重; None when it is no heading."""
    found = {match.role: match for match in _other_readings(head)}
    return replace(next(iter(found.values())), slip=True) if len(found) == 1 else None


def parted(text: str) -> tuple[tuple[str, Match], ...]:
    """The two headings of 权重*指标方向性*, each with what it stands for; nothing when a text is not two."""
    whole = squeeze(text)
    for end in range(_SHORTEST_HEADING, len(whole) - _SHORTEST_HEADING + 1):
        left, right = (part.strip("*＊") for part in (whole[:end], whole[end:]))
        first, second = (vocabulary().columns.exact(part) for part in (left, right))
        if first is not None and second is not None and first.role != second.role:
            return (left, first), (right, second)
    return ()


_SHORTEST_HEADING = 2


def told_by_cells(grid: TableGrid, top: int, bottom: int, runs: list[ColumnRun]) -> list[ColumnRun]:
    """The columns with that of the units, or of the operators, under a heading that was not read for certain.

    Only where no heading names them and the cells of one such column alone are nothing else.
    """
    if not recognised(grid):
        return runs
    for role in _TOLD:
        if any(role in (run.role, run.role.split("_")[-1]) for run in runs):
            continue
        found = [
            index
            for index, run in enumerate(runs)
            if not run.role
            and _unsure(_heads(grid, top, bottom, run))
            and guess_role(texts_below(grid, bottom, run)) == role
        ]
        if len(found) == 1:
            runs = [replace(run, role=role) if index == found[0] else run for index, run in enumerate(runs)]
    return runs


def value_by_cells(grid: TableGrid, top: int, bottom: int, runs: list[ColumnRun]) -> list[ColumnRun]:
    """The columns with that of the values, where its heading lies under a seal: the only one right of the names.

    Only where that heading was not read for certain and the column is filled, as targets are.
    """
    roles = [run.role for run in runs]
    if not recognised(grid) or "value" in roles or "name" not in roles:
        return runs
    name = roles.index("name")
    right = [index for index in range(name + 1, len(runs)) if not runs[index].role]
    if len(right) != 1 or not _unsure(_heads(grid, top, bottom, runs[right[0]])):
        return runs
    named, filled = (len(texts_below(grid, bottom, runs[index])) for index in (name, right[0]))
    if 2 * filled <= named:
        return runs
    return [replace(run, role="value") if index == right[0] else run for index, run in enumerate(runs)]


def _heads(grid: TableGrid, top: int, bottom: int, run: ColumnRun) -> list[Cell]:
    return list(dict.fromkeys(grid.at(row, run.cols[0]) for row in range(top, bottom)))


def _unsure(heads: Sequence[Cell]) -> bool:
    return all(blank(head) for head in heads) or any(map(in_doubt, heads))


def _doubtful(grid: TableGrid, top: int, bottom: int, run: ColumnRun, missing: Sequence[str]) -> bool:
    heads = _heads(grid, top, bottom, run)
    if run.role:
        others = [match.role for head in heads for match in _other_readings(head)]
        named = any(vocabulary().columns.find(head.text) for head in heads)
        return any(role != run.role for role in others) or (run.role in others and not named)
    below = dict.fromkeys(grid.at(row, col) for row in range(bottom, grid.rows) for col in run.cols)
    texts = [cell.text for cell in below if not blank(cell)]
    if not run.text and len(texts) > 1:
        return True  # one text may be that of a spine
    unsure = _unsure(heads)
    roles = [role for role in missing if unsure or role in _TOLD or _resembles(run.text, role)]
    if any(_looks_like(texts, role) for role in roles):
        return True
    # 其中：财政拨款 and 其他资金 below 预算安排 are what they say, however much they resemble 资金安排
    fund = any(vocabulary().funds.exact(tidy_label(head.text)) for head in heads)
    return not fund and any(_resembles(run.text, role) for role in FLAT)


def in_doubt(head: Cell) -> bool:
    """Whether a reader says that a heading may be another."""
    return any(finding.severity is not Severity.INFO for finding in head.findings)


def _other_readings(head: Cell) -> Iterator[Match]:
    """What the other readings of a heading in doubt stand for."""
    for finding in head.findings:
        if finding.severity is Severity.INFO:
            continue
        for text in (finding.evidence, finding.suggestion):
            # a doubt about something else quotes what was read
            other = _with_number(text, head.text) if text and squeeze(text) != squeeze(head.text) else None
            match = vocabulary().columns.exact(other) if other else None
            if match is not None:
                yield match


def _with_number(text: str, heading: str) -> str:
    """The heading with another number of its level, where the other reading is only that: 二 of 一级指标."""
    tail = squeeze(heading).lstrip("一二三")
    return text + tail if squeeze(text) in _NUMBERS and tail.startswith("级") else text


_NUMBERS = ("一", "二", "三")


def _resembles(text: str, role: str) -> bool:
    heading = squeeze(text)
    return any(_alike(heading, squeeze(word)) for word in vocabulary().raw["columns"].get(role, ()))


def _alike(heading: str, word: str) -> bool:
    if len(word) <= _SHORT:
        return len(heading) == len(word) and one_off(heading, word)
    return SequenceMatcher(None, heading, word, autojunk=False).ratio() > _RESEMBLES


def _looks_like(texts: Sequence[str], role: str) -> bool:
    if role == "weight":
        return mostly_weights(texts)
    if role == "explanation":
        return bool(texts) and sum(map(_prose, texts)) * 2 > len(texts)
    return guess_role(texts) == role


def _prose(text: str) -> bool:
    """Words that are no unit, no sign and no number with a unit."""
    han = sum(_HAN[0] <= character <= _HAN[1] for character in text)
    return han >= 2 * _SHORT and han * 2 > len(text)
