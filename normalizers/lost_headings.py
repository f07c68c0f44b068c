"""A list whose headings were lost for the most part: what its cells tell of the columns.

On a fax of thin white print on black little is left of the headings. Where some were read, and below the others stand
the names of both levels, the row is a header all the same; every row that rests on it is in doubt.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.model import TableGrid
from normalizers.amounts import parse_amount
from normalizers.blocks import FLAT, ColumnRun
from normalizers.guess import holds_level, like_weights, texts_below
from normalizers.sheet import recognised
from normalizers.text import squeeze

_BESIDE = frozenset(("operator", "unit", "weight"))  # headings that stand beside that of the value
_FEWEST = 2  # of these that were read
_GOAL = 16  # characters: what an annual goal has at least
_OWNER = re.compile(r"(?:局|厅|委|部|处|院|所|站|办|中心|委员会|办公室|政府|学校|公司)$")
_MOST = 0.6


def over_levels(grid: TableGrid, row: int, roles: frozenset[str]) -> bool:
    """Whether a row of a recognised grid heads columns of the names of both levels, whose own headings were not read.

    Args:
        grid: the grid.
        row: which of its rows.
        roles: what the headings that were read stand for.
    """
    if not recognised(grid) or "value" not in roles or len(roles & _BESIDE) < _FEWEST or row + 1 >= grid.rows:
        return False
    runs = [ColumnRun("", 0, (col,), "", "", slip=False) for col in range(grid.cols)]
    return all(any(holds_level(grid, row + 1, run, level) for run in runs) for level in (1, 2))


def flat_by_cells(grid: TableGrid, bottom: int, runs: list[ColumnRun]) -> list[ColumnRun]:
    """The columns that say whose project a row is, left of the levels, where none of their headings was read; weights.

    Args:
        grid: a recognised grid.
        bottom: the first row below the header.
        runs: its columns with their roles.
    """
    roles = [run.role for run in runs]
    if "level1" not in roles or set(roles) & set(FLAT):
        return runs
    left = range(roles.index("level1"))
    free = [index for index in left if not roles[index]]
    told = {index: role for index in free if (role := _flat_role(texts_below(grid, bottom, runs[index])))}
    if list(told.values()).count("project") != 1 or len(set(told.values())) < len(told):
        return runs
    small = [index for index, run in enumerate(runs) if not run.role and like_weights(texts_below(grid, bottom, run))]
    if len(small) == 1 and small[0] not in told:
        told[small[0]] = "weight"  # of several projects, so they add up to no whole
    return [replace(run, role=told.get(index, run.role)) for index, run in enumerate(runs)]


def _flat_role(texts: Sequence[str]) -> str | None:
    checks = (
        ("budget", lambda text: parse_amount(text, "元").yuan is not None),
        ("goal", lambda text: len(text) >= _GOAL),
        ("owner", lambda text: _OWNER.search(text) is not None),
        ("project", bool),
    )
    plain = [squeeze(text) for text in texts if squeeze(text)]
    return next(
        (role for role, holds in checks if plain and sum(map(bool, map(holds, plain))) > _MOST * len(plain)), None
    )
