"""What a column without a known heading holds, by its cells: the way an unknown form is read, never without a doubt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from extractors.model import TableGrid
from normalizers.blocks import ColumnRun
from normalizers.operators import SIGN, SIGNS
from normalizers.sheet import blank, recognised
from normalizers.taxonomy import is_level_name, names_level, nearly_level_name
from normalizers.text import fold
from normalizers.units import find_unit

# A column is what more than this share of its cells are.
_MOST = 0.6
_EXPLAINS = 16
_WEIGHT = re.compile(r"(\d{1,3}(?:\.\d+)?)(?:%|分)?")
_LIKE_WEIGHT = re.compile(r"[0-9A-Za-z]{1,3}(?:\.[0-9A-Za-z]+)?[%分]?")
# Weights add up to the whole, or to what the rate of execution leaves of it.
_WHOLE = (90, 100)
_NUMBER = re.compile(r"[0-9]")
_LEVELS = ("level1", "level2")
_FEWEST_NAMES = 2


def guess_role(texts: Sequence[str]) -> str | None:
    """The role that most of the filled cells of a column speak for; `name` is told by the columns, not by cells."""
    folded = [fold(text).text for text in texts if fold(text).text]
    if not folded:
        return None
    if like_weights(folded) and sum(map(_weight, folded)) in _WHOLE:
        return "weight"
    checks = (
        ("operator", lambda text: SIGN.fullmatch(text) or text == "定性"),
        ("level1", lambda text: names_level(text) == 1),
        ("level2", lambda text: names_level(text) == 2),
        ("unit", lambda text: not _NUMBER.search(text) and find_unit(text) is not None),
        ("value", lambda text: len(text) < _EXPLAINS and _NUMBER.search(text)),
        ("explanation", lambda text: len(text) >= _EXPLAINS),
    )
    for role, holds in checks:
        if sum(bool(holds(text)) for text in folded) > _MOST * len(folded):
            return role
    return None


def guess_roles(columns: Sequence[Sequence[str]]) -> list[str | None]:
    """The roles of unknown columns from left to right, each given once: the first text that repeats least is the name.

    Args:
        columns: the filled cells of each.
    """
    roles = [guess_role(texts) for texts in columns]
    levels = [index for index, role in enumerate(roles) if role in _LEVELS]
    # a project with its amount in brackets is no value: nothing of an indicator stands left of its levels
    roles = [None if index < min(levels, default=0) else role for index, role in enumerate(roles)]
    taken: set[str] = set()
    for index, role in enumerate(roles):
        if role in taken:
            roles[index] = None
        elif role is not None:
            taken.add(role)
    free = [index for index, role in enumerate(roles) if role is None and len(set(columns[index])) > 1]
    name = next((index for index in free if index > max(levels, default=-1)), None)
    if name is not None:
        roles[name] = "name"
    return roles


def like_weights(texts: Sequence[str]) -> bool:
    """Whether all cells of a column are small numbers, in points or per cent."""
    return len(texts) > 1 and all(_WEIGHT.fullmatch(fold(text).text) for text in texts)


def mostly_weights(texts: Sequence[str]) -> bool:
    """Whether they are small numbers, or could be such misread: 1C and IC for 10."""
    return len(texts) > 1 and all(_LIKE_WEIGHT.fullmatch(fold(text).text) for text in texts)


def _weight(text: str) -> Decimal:
    match = _WEIGHT.fullmatch(text)
    return Decimal(match[1]) if match else Decimal(0)


def levels_by_cells(grid: TableGrid, bottom: int, runs: list[ColumnRun]) -> list[ColumnRun]:
    """指标类型 over 产出指标, 效益指标: a heading that names no level over cells that do nothing else.

    On a recognised page it may also be blank: print that was not seen.
    """
    unseen = recognised(grid)
    for level, role in enumerate(_LEVELS, 1):
        if any(run.role == role for run in runs):
            continue
        for index, run in enumerate(runs):
            if run.role in _NAMES_NO_LEVEL and (run.text or unseen) and holds_level(grid, bottom, run, level):
                runs = [*runs[:index], replace(run, role=role), *runs[index + 1 :]]
                break
    return runs


_NAMES_NO_LEVEL = ("type", "spine", "")


def operators_by_cells(grid: TableGrid, bottom: int, runs: list[ColumnRun]) -> list[ColumnRun]:
    """方向 over ≥, ≤ and =: the one column that holds nothing else holds the operators, if no heading names them."""
    if any(run.role.split("_")[-1] == "operator" for run in runs):
        return runs
    found = [
        index
        for index, run in enumerate(runs)
        if run.role in _NAMES_NO_OPERATOR and run.text and _holds_operators(grid, bottom, run)
    ]
    if len(found) != 1:
        return runs
    return [replace(run, role="operator") if index == found[0] else run for index, run in enumerate(runs)]


_NAMES_NO_OPERATOR = ("direction", "type", "")


def _holds_operators(grid: TableGrid, bottom: int, run: ColumnRun) -> bool:
    """Whether the cells of a column are signs, or 定性; some of a recognised page may be misread."""
    signs = [fold(text).text for text in texts_below(grid, bottom, run)]
    known = sum(text in SIGNS or text == "定性" for text in signs)
    enough = known > _MOST * len(signs) if recognised(grid) else known == len(signs)
    return enough and any(text in SIGNS for text in signs)


def level_left_over(grid: TableGrid, bottom: int, runs: Sequence[ColumnRun]) -> bool:
    """Whether a column no heading was found for holds names of a level: another one may have taken its place."""
    free = [run for run in runs if not run.role]
    return any(holds_level(grid, bottom, run, level) for run in free for level in range(1, len(_LEVELS) + 1))


def holds_level(grid: TableGrid, bottom: int, run: ColumnRun, level: int) -> bool:
    """Whether the cells that begin in a column are names of a level and nothing else; a row of totals begins left."""
    cells = dict.fromkeys(grid.at(row, run.cols[0]) for row in range(bottom, grid.rows))
    texts = [cell.text for cell in cells if cell.col == run.cols[0] and not blank(cell)]
    whole = [is_level_name(text, level) for text in texts]
    # a slip of the recogniser among complete names
    slips = recognised(grid) and sum(whole) * 2 > len(whole)
    alike = all(
        complete or names_level(text) == level or (slips and nearly_level_name(text))
        for text, complete in zip(texts, whole, strict=True)
    )
    return alike and (len(texts) > 1 or any(whole))


def name_without_heading(grid: TableGrid, bottom: int, runs: list[ColumnRun]) -> list[ColumnRun]:
    """The heading of the names was not read: the deepest level holds names of levels, so they stand right of it."""
    roles = [run.role for run in runs]
    if "name" in roles or "level2" not in roles or "value" not in roles:
        return runs
    deepest = roles.index("level2")
    if not holds_level(grid, bottom, runs[deepest], 2):
        return runs
    beside = deepest + 1
    if beside == len(runs) or runs[beside].role or len(set(texts_below(grid, bottom, runs[beside]))) < _FEWEST_NAMES:
        return runs
    return [*runs[:beside], replace(runs[beside], role="name"), *runs[beside + 1 :]]


def texts_below(grid: TableGrid, bottom: int, run: ColumnRun) -> list[str]:
    """The filled cells below the heading of a column."""
    cells = dict.fromkeys(grid.at(row, run.cols[0]) for row in range(bottom, grid.rows))
    return [cell.text for cell in cells if not blank(cell)]
