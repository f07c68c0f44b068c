"""Rows into indicators: merged levels filled down, cells cut by a page break healed, levels told from names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.model import Cell
from normalizers.blocks import Block
from normalizers.codes import MeaningCode
from normalizers.cut import had_room, name_goes_on, numbered
from normalizers.header import Header
from normalizers.late_names import late_names
from normalizers.open_rows import OpenRows, named_late, same_name
from normalizers.printed import Row, Run, only_dirt
from normalizers.project_columns import fill_flat
from normalizers.project_rows import ProjectRows, place, project_rows
from normalizers.rows import skipped
from normalizers.sheet import Part, Spot, blank, joined
from normalizers.stitch import Region
from normalizers.taxonomy import is_level_name, names_level
from normalizers.text import squeeze

_LEVELS = ("level1", "level2")
# Pre-printed: 指标1： with nothing after it, a row of dots.
_EMPTY_NAME = re.compile(r"(指标[0-9一二三四五六七八九十]*)?[.…、]*")
# The rest of a cut level name is short: 指标, 度指标.
_REST = 4


def read_rows(regions: Sequence[Region], *, named: bool) -> tuple[list[Row], list[tuple[Part, int, str]]]:
    """All indicators of the regions in printed order, side-by-side blocks from left to right.

    Args:
        regions: rows with the header each is read by.
        named: whether the header form names the project of all of them.

    Returns:
        The indicators, and the rows that hold none with the reason why.
    """
    rows: list[Row] = []
    left: list[tuple[Part, int, str]] = []
    states: dict[int, OpenRows] = {}
    late = late_names(regions)
    across = project_rows(regions, named=named)
    current: ProjectRows | None = None
    for region in regions:
        count = len(region.header.blocks)
        if len(states) != count or not region.top:
            open_runs = [(state.runs, state.flat) for _, state in sorted(states.items())]
            open_runs += [({}, {}) for _ in range(count)]
            states = {index: OpenRows(*open_runs[index], late=late) for index in range(count)}
        for index, block in enumerate(region.header.blocks):
            if block.over is not None and not region.top:
                over = Run([Spot(region.part, region.part.grid.at(*block.over))])
                states[index].over = states[index].runs["level1"] = over
        top = region.top
        for number in range(region.first, region.last):
            if named_here := across.get(place(region.part, number)):
                if named_here is not current:
                    for state in states.values():
                        state.begin(named_here)
                current, top = named_here, False
                continue
            if reason := skipped(region.part, number, region.header):
                left.append((region.part, number, reason))
                continue
            found = [
                row
                for index in range(count)
                if (row := _row(region, number, index, states[index], top=top)) is not None
            ]
            rows += found
            top = False
    kept = [row for row in rows if not (row.blank("value") and _EMPTY_NAME.fullmatch(squeeze(row.text("name") or "")))]
    return kept, left


def _row(region: Region, number: int, index: int, state: OpenRows, *, top: bool) -> Row | None:
    """The indicator that begins in this row and block; None when the row only goes on with one, or holds none."""
    block = region.header.blocks[index]
    cells = cells_by_role(region.part, number, block)
    doubts: list[str] = []
    healed = top and _heal(cells, state)
    before = state.flat.get("project")
    flat = fill_flat(region, number, cells, state, top=top, doubts=doubts)
    levels = _fill_levels(block, cells, state, doubts, quiet=top or _borderless(region.part))
    another = flat.get("project") is not before
    printed = tuple(run.printed() if run else None for run in levels.values())
    cut = top and another and before is not None and "budget" not in flat and printed != state.begins
    state.begins = printed if another else state.begins
    row = Row(region, [(region.part, number)], index, cells, levels, flat, doubts)
    if top and state.last is not None and _rest_of_row(row, state, healed):
        return None
    if row.blank("name") and row.blank("value"):
        return None
    if state.last is not None and _same_indicator(row, state.last):
        _extend(state.last, row)
        return None
    if row.blank("name") or _below_no_level(region.header, block):
        doubts.append(MeaningCode.LEVEL_MISSING)
    if flat.get("project") is None and any(role == "project" for role, _ in region.header.flat):
        doubts.append(MeaningCode.ROW_CUT)  # the project that its blank cells go on with was not found
    if state.last is not None:
        # a project begins with the levels that the one before began with; with others it may be the rest of that
        if top and (cut or _may_be_cut(row, state.last)):
            state.last.doubts.append(MeaningCode.ROW_CUT)
            doubts.append(MeaningCode.ROW_CUT)
        state.valueless |= state.last.blank("value")
    state.last = row
    return row


def _below_no_level(header: Header, block: Block) -> bool:
    """Whether the names are headed as a third level without a column of another: a table torn in two."""
    if block.cols("level1") or block.cols("level2"):
        return False
    return any(squeeze(header.headings[col]).startswith("三级") for col in block.cols("name"))


def cells_by_role(part: Part, number: int, block: Block) -> dict[str, list[Spot]]:
    """The cells over a row by role; a cell over columns of several roles has one of them."""
    roles: dict[Cell, list[str]] = {}
    for role, cols in block.columns:
        for col in cols:
            known = roles.setdefault(part.grid.at(number, col), [])
            if role not in known:
                known.append(role)
    # where a heading's wall stands beside that of its column, the level with a cell of its own leaves this one alone
    own = {names[0] for names in roles.values() if len(names) == 1}
    cells: dict[str, list[Spot]] = {}
    for cell, names in roles.items():
        left = [name for name in names if name not in own] if set(names) == set(_LEVELS) else []
        cells.setdefault(_owner(cell, left or names), []).append(Spot(part, cell))
    for spots in cells.values():
        spots.sort(key=lambda spot: spot.cell.col)
    return cells


def _owner(cell: Cell, roles: Sequence[str]) -> str:
    if len(roles) == 1:
        return roles[0]
    levels = [role for role in roles if role in _LEVELS]
    if "name" in roles and not (levels and (blank(cell) or names_level(cell.text))):
        return "name"
    return levels[0] if levels else roles[0]


def _borderless(part: Part) -> bool:
    return part.grid.reader.startswith("borderless")


def _fill_levels(
    block: Block, cells: dict[str, list[Spot]], state: OpenRows, doubts: list[str], quiet: bool
) -> dict[str, Run | None]:
    """The level of this row: printed here, or the one above. A new level 1 ends the level 2 above."""
    for role in _LEVELS:
        if not block.cols(role):
            continue
        spots = [spot for spot in cells.get(role, ()) if not blank(spot.cell) and not only_dirt(spot.cell)]
        spots = spots or list(named_late(cells.get(role, ()), state, doubts))
        run = state.runs.get(role)
        if spots:
            if run is None or run.spots[-1].key != spots[-1].key:
                state.runs[role] = Run(list(spots))
                if role == "level1" and not same_name(run, state.runs[role]):
                    state.runs["level2"] = None
        elif role not in cells:
            # one cell over both level columns: there is no level 2
            state.runs[role] = None
        else:
            below = {spot.key for spot in cells[role]}
            if quiet and run is not None:
                state.open_cells |= below
            elif run is None or not below & state.open_cells:
                doubts.append(MeaningCode.LEVEL_MISSING)
    return {role: state.runs.get(role) for role in _LEVELS}


def _heal(cells: dict[str, list[Spot]], state: OpenRows) -> bool:
    """A level name cut by a page break: what stands here completes the name above."""
    healed = False
    for role in _LEVELS:
        run = state.runs.get(role)
        spots = [spot for spot in cells.get(role, ()) if not blank(spot.cell)]
        if run is None or not spots or run.spots[-1].key == spots[-1].key:
            continue
        level = 1 if role == "level1" else 2
        above, here = run.printed() or "", joined([spot.cell for spot in spots]) or ""
        whole = is_level_name(above + here, level) and not is_level_name(above, level)
        rest = len(squeeze(here)) <= _REST and here.endswith("指标") and not squeeze(above).endswith("指标")
        weight = _only_weight(run, spots)
        if whole or weight or (rest and not is_level_name(here, level)):
            run.spots += spots
            if not whole and not (weight and is_level_name(above, level)):
                run.doubts.append(MeaningCode.ROW_CUT)
            healed = True
    return healed


def _only_weight(run: Run, spots: Sequence[Spot]) -> bool:
    """50% at the top of a page: the weight of the level above."""
    text = squeeze(joined([spot.cell for spot in spots]) or "").strip("()")
    return run.weight() is None and text.rstrip("%分").isdecimal() and text[-1:] in ("%", "分")


def _rest_of_row(row: Row, state: OpenRows, healed: bool) -> bool:
    """The first row of a page may be the wrapped rest of the last row of the page before: then it is added to it."""
    last = state.last
    if last is None or last.region.part.grid is row.region.part.grid or last.block != row.block:
        return False
    printed = [role for role in row.cells if role not in _LEVELS and not row.blank(role)]
    levels = any(not blank(spot.cell) for role in _LEVELS for spot in row.cells.get(role, ()))
    if (levels and not healed) or not printed:
        return False
    name_only = printed == ["name"] and not last.blank("name") and _name_goes_on(row, last, state.valueless)
    closes = (row.text("name") or "").startswith(("）", ")", "”", "、", "，", "（", "(")) and not row.blank("name")
    if not (row.blank("name") or name_only or (closes and last.blank("value"))):
        return False
    if row.blank("name") and not row.blank("value") and last.blank("name"):
        return False
    for role in printed:
        last.cells.setdefault(role, []).extend(row.cells[role])
    last.lines += row.lines
    last.doubts.append(MeaningCode.ROW_CUT)
    return True


def _name_goes_on(row: Row, last: Row, valueless: bool) -> bool:
    room = had_room(last.cells["name"][-1].cell, row.cells["name"][0].cell)
    return name_goes_on(row.text("name") or "", last.text("name") or "", valueless=valueless, room=room)


def _may_be_cut(row: Row, last: Row) -> bool:
    """A name alone that was kept as a row of its own and that no number shows to begin one."""
    alone = [role for role in row.cells if role not in _LEVELS and not row.blank(role)] == ["name"]
    levels = any(not blank(spot.cell) for role in _LEVELS for spot in row.cells.get(role, ()))
    other = last.region.part.grid is not row.region.part.grid and last.block == row.block
    return alone and not levels and other and not numbered(row.text("name") or "")


def _same_indicator(row: Row, last: Row) -> bool:
    """A merged name with the same or no value beside it, or a merged value with no other name, is one indicator."""
    if last.region.part.grid is not row.region.part.grid:
        return False
    keys, before = _keys(row), _keys(last)
    if not row.blank("name") and keys["name"] == before["name"]:
        return row.blank("value") or keys["value"] == before["value"]
    return row.blank("name") and not row.blank("value") and keys["value"] == before["value"]


def _keys(row: Row) -> dict[str, list[object]]:
    return {role: [spot.key for spot in row.cells.get(role, ()) if not blank(spot.cell)] for role in ("name", "value")}


def _extend(last: Row, row: Row) -> None:
    """Add the cells that a row has beside a merged name or value."""
    last.lines += row.lines
    for role, spots in row.cells.items():
        if role in _LEVELS:
            continue
        known = {spot.key for spot in last.cells.get(role, ())}
        last.cells.setdefault(role, []).extend(spot for spot in spots if spot.key not in known)
