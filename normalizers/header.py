"""Header rows of the indicator grid: which column holds what, and which columns belong together.

Columns are found by their words, never by position. Several blocks may share one header: two horizons side by
side, two value columns for one name, one value column a place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.model import Cell, TableGrid
from normalizers.blocks import CORE, FLAT, Block, ColumnRun, group_blocks, place_weights, repair_levels, repair_twins
from normalizers.codes import MeaningCode
from normalizers.formspec import vocabulary
from normalizers.guess import (
    guess_role,
    guess_roles,
    level_left_over,
    levels_by_cells,
    like_weights,
    name_without_heading,
    operators_by_cells,
    texts_below,
)
from normalizers.header_words import LEAST_KNOWN, LEVELS, header_word, header_words
from normalizers.headings import doubtful_columns, parted, told_by_cells, value_by_cells
from normalizers.level_over import with_levels_over
from normalizers.lost_headings import flat_by_cells, over_levels
from normalizers.sheet import blank, recognised
from normalizers.taxonomy import names_level
from normalizers.text import squeeze, without_brackets
from normalizers.words import Match


@dataclass(frozen=True, slots=True)
class Header:
    """A header of rows first ≤ row < last of a grid. `headings` are the printed words of every column.

    `extras` are the columns with no role in any block; `flat` says in which columns every row names its project;
    `unsure` are columns whose heading may have been misread (normalizers/headings.py), `wide` those of a page without a
    header that stand over several of the page before.
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
    unsure: tuple[int, ...] = ()
    wide: tuple[int, ...] = ()

    @property
    def roles(self) -> frozenset[str]:
        """All roles that some block has."""
        return frozenset(role for block in self.blocks for role, _ in block.columns)


def find_headers(grid: TableGrid) -> tuple[Header, ...]:
    """All header rows of the indicator grid, from the top."""
    found = _find(grid, unknown=False)
    return found or (_find(grid, unknown=True) if recognised(grid) or _has_level_word(grid) else ())


def _has_level_word(grid: TableGrid) -> bool:
    matches = (vocabulary().columns.find(cell.text) for cell in grid.cells)
    return any(match is not None and match.role == "level1" for match in matches)


def _find(grid: TableGrid, *, unknown: bool) -> tuple[Header, ...]:
    """`unknown`: also rows that name both levels and nothing else that is known, or stand over both (lost_headings)."""
    headers: list[Header] = []
    row = 0
    while row < grid.rows:
        header = _header_at(grid, row, unknown=unknown)
        if header is None:
            row += 1
            continue
        headers.append(header)
        row = header.last
    return tuple(headers)


def _is_header(cells: Sequence[Cell], matches: dict[tuple[int, int], Match]) -> bool:
    roles = {match.role for match in matches.values()}
    filled = [cell for cell in cells if not blank(cell)]
    levels = {"level1", "level2"} <= roles
    if "name" in roles and levels:
        return True
    core = ("name" in roles and "value" in roles) or (levels and "value" in roles) or {"level2", "name"} <= roles
    return core and len(matches) * 2 >= len(filled)


def _header_at(grid: TableGrid, row: int, *, unknown: bool) -> Header | None:
    cells = grid.row_cells(row)
    matches = header_words(cells)
    if not _is_header(cells, matches):
        over = unknown and over_levels(grid, row, frozenset(match.role for match in matches.values()))
        if not over and not (unknown and _names_levels(matches) and row + 1 < grid.rows):
            return None
        # what is left of the headings of the levels tells less than the cells below them
        matches = {key: match for key, match in matches.items() if not (over and match.slip and match.role in LEVELS)}
    core = [cell for cell in cells if (cell.row, cell.col) in matches and matches[cell.row, cell.col].role in CORE]
    bottom = _bottom(grid, core)
    # The lowest of the rows that show the header words: groups of columns stand above their members.
    while row + 1 < bottom:
        below = grid.row_cells(row + 1)
        if not _is_header(below, header_words(below)):
            break
        row, matches = row + 1, matches | header_words(below)
    # 项目名称 beside the group over the levels begins above them
    top = min(cell.row for cell in cells if (cell.row, cell.col) in matches)
    return _build(grid, top, bottom, row, matches)


def _bottom(grid: TableGrid, core: Sequence[Cell]) -> int:
    """The row below the headings of the levels, the name and the value.

    Where a wall was not seen, one heading may reach into the first row of the indicators.
    """
    ends = sorted(cell.row + cell.row_span for cell in core)
    if len(ends) < LEAST_KNOWN or ends[-2] == ends[-1]:
        return ends[-1]
    own = [grid.at(ends[-2], cell.col) for cell in core if cell.row + cell.row_span <= ends[-2]]
    is_data = len(own) >= LEAST_KNOWN and not any(blank(cell) or header_word(cell) for cell in own)
    return ends[-2] if is_data else ends[-1]


def _names_levels(matches: dict[tuple[int, int], Match]) -> bool:
    return {"level1", "level2"} <= {match.role for match in matches.values() if not match.slip}


def _build(grid: TableGrid, top: int, bottom: int, row: int, matches: dict[tuple[int, int], Match]) -> Header:
    spine, texts, runs, words = "", [""] * grid.cols, list[ColumnRun](), list[str]()
    col = 0
    while col < grid.cols:
        stack = list(dict.fromkeys(grid.at(line, col) for line in range(top, bottom)))
        cell = stack[-1]
        width = max(1, min(cell.col + cell.col_span, grid.cols) - col)
        if col == 0 and width > 1 and (beside := _spine_below(grid, bottom)):
            # on a dark ground the wall between the blank above the spine and the first heading is not seen
            spine = spine or beside
            runs.append(ColumnRun("spine", 0, (0,), beside, "", slip=False))
            texts[0] = beside
            col, width = 1, width - 1
        cols = tuple(range(col, col + width))
        found = [(item, matches[item.row, item.col]) for item in stack if (item.row, item.col) in matches]
        printed = [item.text for item in stack if not blank(item)]
        if not found and (cell.row + cell.row_span > bottom or (cell.col == 0 and _is_spine(cell.text))):
            spine = spine or cell.text
            runs.append(ColumnRun("spine", 0, cols, cell.text, "", slip=False))
        else:
            match = found[-1][1] if found else None
            role, rank = (match.role, match.rank) if match else ("", 0)
            above = _group_above(grid, top, col, stack[0], printed)
            slip = bool(match and match.slip)
            words += [item.text for item in stack if not blank(item)]
            both = parted(cell.text) if (match is None or slip) and recognised(grid) else ()
            if len(both) == width:
                # the wall between two columns of a dark heading was not seen, and their words stand in their order
                for place, (text, own) in zip(cols, both, strict=True):
                    texts[place] = text
                    runs.append(ColumnRun(own.role, own.rank, (place,), text, above, slip=False))
                col += width
                continue
            runs.append(ColumnRun(role, rank, cols, "/".join(dict.fromkeys(printed)), above, slip))
            for place in cols:
                # a star marks a field that must be filled in; it is no part of the name
                texts[place] = runs[-1].text.strip("*＊ ") or f"第{place + 1}列"
        col += width
    runs = operators_by_cells(grid, bottom, levels_by_cells(grid, bottom, runs))
    guessed = value_by_cells(grid, top, bottom, told_by_cells(grid, top, bottom, _guessed(grid, bottom, runs)))
    guessed = name_without_heading(grid, bottom, guessed)
    if not _is_header(grid.row_cells(row), matches) and not _names_levels(matches):
        guessed = flat_by_cells(grid, bottom, guessed)  # the levels were told by their cells alone
    guessed, doubtful = _weights_without_heading(grid, top, bottom, guessed)
    twins = list[str]()
    guessed = repair_twins(guessed, twins)
    header = _assemble(top, bottom, guessed, tuple(texts), spine)
    header = replace(header, blocks=with_levels_over(grid, top, header.blocks))
    doubtful = doubtful or (recognised(grid) and (any(map(_glued, runs)) or level_left_over(grid, bottom, guessed)))
    if doubtful or any(old.role != new.role for old, new in zip(runs, guessed, strict=True)):
        header = replace(header, doubts=tuple(dict.fromkeys((*header.doubts, str(MeaningCode.UNKNOWN_FORM)))))
    unsure = doubtful_columns(grid, top, bottom, guessed)
    return replace(header, words=tuple(dict.fromkeys(words)), unsure=unsure)


def _guessed(grid: TableGrid, bottom: int, runs: list[ColumnRun]) -> list[ColumnRun]:
    """An unknown form: where neither the name nor the value has a known heading, the cells below tell the columns."""
    roles = {run.role for run in runs}
    if roles & {"name", "value"}:
        return runs
    free = [run for run in runs if not run.role and run.text]
    found = guess_roles([texts_below(grid, bottom, run) for run in free])
    told = {run.cols: role for run, role in zip(free, found, strict=True) if role and role not in roles}
    return [replace(run, role=told.get(run.cols, run.role)) for run in runs]


def _weights_without_heading(
    grid: TableGrid, top: int, bottom: int, runs: list[ColumnRun]
) -> tuple[list[ColumnRun], bool]:
    """A column of small numbers whose heading was not read, where none is known to hold the weights.

    They are the weights when they make up a whole; in any case the table is in doubt, for weights may be lost.
    """
    if any(run.role in ("weight", "score") for run in runs) or not any(run.role == "name" for run in runs):
        return runs, False
    doubtful = False
    for index, run in enumerate(runs):
        texts = texts_below(grid, bottom, run) if not run.role else []
        if not like_weights(texts):
            continue
        if guess_role(texts) == "weight":
            return [*runs[:index], replace(run, role="weight"), *runs[index + 1 :]], True
        heads = [grid.at(row, run.cols[0]) for row in range(top, bottom)]
        doubtful = doubtful or all(blank(cell) or cell.findings for cell in heads)
    return runs, doubtful


def _glued(run: ColumnRun) -> bool:
    """Whether two headings stand in one cell, for the rule between two columns was not seen."""
    return not vocabulary().columns.exact(squeeze(run.text)) and bool(parted(run.text))


def _is_spine(text: str) -> bool:
    return squeeze(text).rstrip("0123456789()分%").endswith(("绩效指标", "考核指标", "指标"))


def _spine_below(grid: TableGrid, bottom: int) -> str | None:
    """The text of the one cell below a header that stands beside several names of level 1; None without it."""
    first = list(dict.fromkeys(grid.at(row, 0) for row in range(bottom, grid.rows)))
    spine = next((cell for cell in first if not blank(cell)), None)
    if spine is None or spine is not first[0] or spine.col_span > 1 or not _is_spine(spine.text):
        return None
    beside = dict.fromkeys(grid.at(row, 1) for row in range(spine.row, spine.row + spine.row_span))
    names = [cell.text for cell in beside if not blank(cell)]
    return spine.text if names_level(spine.text) is None and any(names_level(text) == 1 for text in names) else None


def _group_above(grid: TableGrid, top: int, col: int, first: Cell, printed: Sequence[str]) -> str:
    """Words over a column that may name its horizon: upper header rows, or a heading in the row just above."""
    words = "".join(printed)
    if top > 0 and first.row == top:
        cell = grid.at(top - 1, col)
        if cell.col_span < grid.cols and without_brackets(squeeze(cell.text)).endswith(_GROUP_ENDS):
            return words + "|" + cell.text
    return words


_GROUP_ENDS = ("指标", "指标值")


def _assemble(top: int, bottom: int, runs: list[ColumnRun], texts: tuple[str, ...], spine: str) -> Header:
    doubts: list[str] = []
    flat = tuple((run.role, run.cols) for run in runs if run.role in FLAT)
    if any(run.slip and run.role in FLAT for run in runs):
        doubts.append(MeaningCode.UNKNOWN_FORM)
    runs = repair_levels(runs, doubts)
    runs = place_weights(runs)
    blocks = group_blocks(runs, doubts)
    used = {col for block in blocks for _, cols in block.columns for col in cols}
    used |= {col for _, cols in flat for col in cols} | {col for run in runs if run.role == "spine" for col in run.cols}
    extras = tuple(col for run in runs for col in run.cols if col not in used)
    return Header(top, bottom, blocks, texts, extras, flat, spine, doubts=tuple(dict.fromkeys(doubts)))
