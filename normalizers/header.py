"""Header rows of the indicator grid: which column holds what, and which columns belong together.

Columns are found by their words, never by position. Several blocks may share one header: two horizons side by
side, two value columns for one name, one value column a place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractors.model import Cell, TableGrid
from normalizers.codes import MeaningCode
from normalizers.formspec import Match, vocabulary
from normalizers.model import Horizon
from normalizers.sheet import blank, edges
from normalizers.taxonomy import names_level
from normalizers.text import squeeze, without_brackets

CORE = ("level1", "level2", "name", "value")
FLAT = ("project", "owner", "budget", "goal")
# A header is at most so many rows deep; a cell that reaches further down stands beside the table.
_DEEPEST = 3
_LEVELS = ("level1", "level2", "name")


@dataclass(frozen=True, slots=True)
class Block:
    """Columns that make one indicator a row: role → grid columns. `place` is the town of a column of places."""

    columns: tuple[tuple[str, tuple[int, ...]], ...]
    horizon: Horizon | None = None
    place: str | None = None

    def cols(self, role: str) -> tuple[int, ...]:
        """The columns of a role."""
        return next((cols for name, cols in self.columns if name == role), ())


@dataclass(frozen=True, slots=True)
class Header:
    """A header of rows first ≤ row < last of a grid. `headings` are the printed words of every column.

    `extras` are the columns with no role in any block; `flat` says in which columns every row names its project.
    """

    first: int
    last: int
    blocks: tuple[Block, ...]
    headings: tuple[str, ...]
    extras: tuple[int, ...]
    flat: tuple[tuple[str, tuple[int, ...]], ...] = ()
    spine: str = ""
    words: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def roles(self) -> frozenset[str]:
        """All roles that some block has."""
        return frozenset(role for block in self.blocks for role, _ in block.columns)


@dataclass(frozen=True, slots=True)
class _Run:
    """Neighbouring columns under one header cell."""

    role: str
    rank: int
    cols: tuple[int, ...]
    text: str
    above: str
    slip: bool


def find_headers(grid: TableGrid) -> tuple[Header, ...]:
    """All header rows of the indicator grid, from the top."""
    headers: list[Header] = []
    row = 0
    while row < grid.rows:
        header = _header_at(grid, row)
        if header is None:
            row += 1
            continue
        headers.append(header)
        row = header.last
    return tuple(headers)


def _matches(cells: Sequence[Cell]) -> dict[tuple[int, int], Match]:
    """The header words among the cells of a row, weak ones only where no strong one has their role."""
    index, weak = vocabulary().columns, vocabulary().weak
    found: dict[tuple[int, int], Match] = {}
    for cell in cells:
        match = index.find(cell.text) if cell.row_span <= _DEEPEST else None
        if match is not None and not (match.slip and match.role in FLAT):
            found[cell.row, cell.col] = match
    found |= _ambiguous_levels(cells, found)
    if not any(match.role == "project" for match in found.values()):
        found = {key: match for key, match in found.items() if match.role not in FLAT}
    strong = {match.role for match in found.values() if match.word not in weak}
    return {key: match for key, match in found.items() if match.word not in weak or match.role not in strong}


def _ambiguous_levels(cells: Sequence[Cell], found: dict[tuple[int, int], Match]) -> dict[tuple[int, int], Match]:
    """`?级指标`: one character off all three levels. It is the one that is missing at its place."""
    taken = {match.role for match in found.values()}
    missing = [role for role in _LEVELS if role not in taken]
    result: dict[tuple[int, int], Match] = {}
    for cell in cells:
        if blank(cell) or found.get((cell.row, cell.col)) or cell.row_span > _DEEPEST:
            continue
        near = vocabulary().columns.near_roles(cell.text)
        if len(near) > 1 and missing and set(near) & set(missing):
            role = next(role for role in missing if role in near)
            missing.remove(role)
            result[cell.row, cell.col] = near[role]
    return result


def _is_header(cells: Sequence[Cell], matches: dict[tuple[int, int], Match]) -> bool:
    roles = {match.role for match in matches.values()}
    filled = [cell for cell in cells if not blank(cell)]
    levels = {"level1", "level2"} <= roles
    if "name" in roles and levels:
        return True
    core = ("name" in roles and "value" in roles) or (levels and "value" in roles) or {"level2", "name"} <= roles
    return core and len(matches) * 2 >= len(filled)


def _header_at(grid: TableGrid, row: int) -> Header | None:
    cells = grid.row_cells(row)
    matches = _matches(cells)
    if not _is_header(cells, matches):
        return None
    core = [cell for cell in cells if (cell.row, cell.col) in matches and matches[cell.row, cell.col].role in CORE]
    bottom = max(cell.row + cell.row_span for cell in core)
    # The lowest of the rows that show the header words: groups of columns stand above their members.
    while row + 1 < bottom:
        below = grid.row_cells(row + 1)
        if not _is_header(below, _matches(below)):
            break
        row, matches = row + 1, matches | _matches(below)
    top = min(cell.row for cell in core)
    return _build(grid, top, bottom, row, matches)


def _build(grid: TableGrid, top: int, bottom: int, row: int, matches: dict[tuple[int, int], Match]) -> Header:
    spine, texts, runs, words = "", [""] * grid.cols, list[_Run](), list[str]()
    col = 0
    while col < grid.cols:
        stack = list(dict.fromkeys(grid.at(line, col) for line in range(top, bottom)))
        cell = stack[-1]
        width = max(1, min(cell.col + cell.col_span, grid.cols) - col)
        cols = tuple(range(col, col + width))
        found = [(item, matches[item.row, item.col]) for item in stack if (item.row, item.col) in matches]
        printed = [item.text for item in stack if not blank(item)]
        if cell.row + cell.row_span > bottom or (not found and cell.col == 0 and _is_spine(cell.text)):
            spine = spine or cell.text
            runs.append(_Run("spine", 0, cols, cell.text, "", slip=False))
        else:
            match = found[-1][1] if found else None
            role, rank = (match.role, match.rank) if match else ("", 0)
            above = _group_above(grid, top, col, stack[0], printed)
            slip = bool(match and match.slip)
            words += [item.text for item in stack if not blank(item)]
            runs.append(_Run(role, rank, cols, "/".join(dict.fromkeys(printed)), above, slip))
            for place in cols:
                texts[place] = runs[-1].text or f"第{place + 1}列"
        col += width
    header = _assemble(top, bottom, runs, tuple(texts), spine)
    return replace(header, words=tuple(dict.fromkeys(words)))


def _is_spine(text: str) -> bool:
    return squeeze(text).rstrip("0123456789()分%").endswith(("绩效指标", "考核指标", "指标"))


def _group_above(grid: TableGrid, top: int, col: int, first: Cell, printed: Sequence[str]) -> str:
    """Words over a column that may name its horizon: upper header rows, or a heading in the row just above."""
    words = "".join(printed)
    if top > 0 and first.row == top:
        cell = grid.at(top - 1, col)
        if cell.col_span < grid.cols and without_brackets(squeeze(cell.text)).endswith(_GROUP_ENDS):
            return words + "|" + cell.text
    return words


_GROUP_ENDS = ("指标", "指标值")


def _assemble(top: int, bottom: int, runs: list[_Run], texts: tuple[str, ...], spine: str) -> Header:
    doubts: list[str] = []
    flat = tuple((run.role, run.cols) for run in runs if run.role in FLAT)
    runs = _repair_levels(runs, doubts)
    runs = _place_weights(runs)
    blocks = _blocks(runs, doubts)
    used = {col for block in blocks for _, cols in block.columns for col in cols}
    used |= {col for _, cols in flat for col in cols} | {col for run in runs if run.role == "spine" for col in run.cols}
    extras = tuple(col for run in runs for col in run.cols if col not in used)
    return Header(top, bottom, blocks, texts, extras, flat, spine, doubts=tuple(dict.fromkeys(doubts)))


def _repair_levels(runs: list[_Run], doubts: list[str]) -> list[_Run]:
    """一级 二级 二级 指标值: one character was misread, for a third level is missing and nothing else is twice."""
    roles = [run.role for run in runs]
    if "name" not in roles and roles.count("level2") == 2 and roles.count("value") <= 1:
        second = len(roles) - 1 - roles[::-1].index("level2")
        doubts.append(MeaningCode.UNKNOWN_FORM)
        runs = [replace(run, role="name") if index == second else run for index, run in enumerate(runs)]
    return runs


def _place_weights(runs: list[_Run]) -> list[_Run]:
    """A weight column right after a level is the weight of that level."""
    placed: list[_Run] = []
    for run in runs:
        before = placed[-1].role if placed else ""
        if run.role == "weight" and before in ("level1", "level2"):
            run = replace(run, role=f"{before}_weight")  # noqa: PLW2901
        placed.append(run)
    return placed


def _blocks(runs: list[_Run], doubts: list[str]) -> tuple[Block, ...]:
    known = [run for run in runs if run.role and run.role not in ("spine", *FLAT)]
    groups = _split(known)
    if len(groups) > 1:
        shared = [run for run in groups[0] if run.role in ("level1", "level1_weight")]
        rest = [group if any(run.role == "level1" for run in group) else shared + group for group in groups[1:]]
        blocks = [_block(group) for group in [groups[0], *rest]]
    else:
        blocks = _single(known, runs, doubts)
    return tuple(blocks)


def _split(runs: list[_Run]) -> list[list[_Run]]:
    """Side-by-side blocks: a new one begins where a core column comes again after name and value."""
    groups: list[list[_Run]] = [[]]
    for run in runs:
        roles = [item.role for item in groups[-1]]
        again = run.role in CORE and run.role in roles
        complete = "value" in roles and ("name" in roles or "level2" in roles)
        if again and complete and run.role != "value":
            groups.append([])
        groups[-1].append(run)
    if len(groups) > 1 and not all(any(run.role == "value" for run in group) for group in groups):
        return [runs]
    return groups


def _single(known: list[_Run], runs: list[_Run], doubts: list[str]) -> list[Block]:
    values = [run for run in known if run.role == "value"]
    others = [run for run in known if run.role != "value"]
    if len(values) > 1:
        horizons = [vocabulary().horizon(run.above) for run in values]
        if len(set(horizons)) == len(values):
            return [_block([*others, run]) for run in values]
        return [_block([*others, min(values, key=lambda run: run.rank)])]
    if not values:
        return _without_value(others, runs, doubts)
    return [_block(known)]


def _without_value(others: list[_Run], runs: list[_Run], doubts: list[str]) -> list[Block]:
    """No column says it holds values: one column a place, or the only one that is left, or none."""
    start = next((index for index, run in enumerate(runs) if run.role == "name"), len(runs))
    free = [run for run in runs[start + 1 :] if not run.role and run.text]
    if len(free) > 1:
        return [replace(_block([*others, replace(run, role="value")]), place=run.text) for run in free]
    doubts.append(MeaningCode.UNKNOWN_FORM if free else MeaningCode.NO_VALUE_COLUMN)
    return [_block([*others, *(replace(run, role="value") for run in free)])]


def _block(runs: list[_Run]) -> Block:
    columns: dict[str, _Run] = {}
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


def shifted(header: Header, texts: Sequence[str]) -> Header:
    """Levels moved by one: without a column of names the deepest level holds them.

    Args:
        header: a header.
        texts: the filled cells of its level-1 column.
    """
    blocks = tuple(_shift(block, texts) for block in header.blocks)
    return replace(header, blocks=blocks)


def _shift(block: Block, texts: Sequence[str]) -> Block:
    columns = dict(block.columns)
    if "name" in columns or not columns.keys() & {"level1", "level2"}:
        return block
    columns["name"] = columns.pop("level2" if "level2" in columns else "level1")
    first = columns.pop("level1", None)
    if first is not None:
        seconds = sum(_second_level(text) for text in texts)
        columns["level2" if seconds * 2 > len(texts) else "level1"] = first
    return replace(block, columns=tuple(columns.items()))


def _second_level(text: str) -> bool:
    return names_level(text) == 2 or squeeze(text).startswith("成本")


def moved(header: Header, origin: TableGrid, grid: TableGrid) -> Header:
    """The same columns on a grid that continues the table without a header: matched by where they stand."""
    best = _nearest_columns(origin, grid)

    def move(cols: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(col for col, old in enumerate(best) if old in cols)

    blocks = tuple(
        replace(block, columns=tuple((role, to) for role, cols in block.columns if (to := move(cols))))
        for block in header.blocks
    )
    headings = tuple(header.headings[old] if old < len(header.headings) else "" for old in best)
    flat = tuple((role, to) for role, cols in header.flat if (to := move(cols)))
    return replace(header, first=0, last=0, blocks=blocks, headings=headings, extras=move(header.extras), flat=flat)


def _nearest_columns(origin: TableGrid, grid: TableGrid) -> tuple[int, ...]:
    if origin.cols == grid.cols and similar(origin, grid):
        return tuple(range(grid.cols))
    old, new = edges(origin), edges(grid)
    # A scan may have moved between two pages, never by as much as a column.
    shift = new[0] - old[0] if abs((new[-1] - new[0]) - (old[-1] - old[0])) < _SAME_WIDTH * (old[-1] - old[0]) else 0.0
    best: list[int] = []
    for left, right in pairwise(new):
        overlaps = [min(right - shift, end) - max(left - shift, start) for start, end in pairwise(old)]
        best.append(overlaps.index(max(overlaps)))
    return tuple(best)


_SAME_WIDTH = 0.03
_NEAR = 0.04


def similar(origin: TableGrid, grid: TableGrid) -> bool:
    """Whether every column border of the grid stands where the other grid has one.

    Borders are compared as shares of the width, for a page may be printed smaller than the one before; a grid that
    has lost a column at its side is compared in points.
    """
    old, new = edges(origin), edges(grid)
    near = _NEAR * origin.box.width
    if all(min(abs(border - other) for other in old) <= near / 2 for border in new):
        return True
    if abs(origin.box.width - grid.box.width) > _WIDTH_OFF * origin.box.width:
        return False
    shares, others = _shares(grid), _shares(origin)
    return all(min(abs(border - other) for other in others) <= _NEAR for border in shares)


_WIDTH_OFF = 0.15


def _shares(grid: TableGrid) -> tuple[float, ...]:
    borders = edges(grid)
    width = max(borders[-1] - borders[0], 1e-6)
    return tuple((border - borders[0]) / width for border in borders)
