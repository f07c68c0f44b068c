"""The columns of a list that name the project of a row, its owner, budget and goal, merged over its rows."""

from __future__ import annotations

from extractors.model import ReadingCode
from normalizers.amounts import parse_amount
from normalizers.blocks import FLAT
from normalizers.codes import MeaningCode
from normalizers.late_names import without_project
from normalizers.open_rows import OpenRows, named_late, same_name
from normalizers.printed import Run
from normalizers.sheet import Spot, blank, joined, recognised
from normalizers.stitch import Region
from normalizers.text import squeeze


def fill_flat(
    region: Region, number: int, cells: dict[str, list[Spot]], state: OpenRows, *, top: bool, doubts: list[str]
) -> dict[str, Run | None]:
    """Project, budget and goal of a list; a new project ends the others."""
    part = region.part
    found: dict[str, list[Spot]] = {}
    for role, cols in region.header.flat:
        spots = [Spot(part, cell) for cell in dict.fromkeys(part.grid.at(number, col) for col in cols)]
        found[role] = [spot for spot in spots if not blank(spot.cell)] or list(named_late(spots, state, doubts))
    if top and _project_goes_on(found, cells, state):
        if found.pop("budget", None) and state.last is not None:  # dirt read as an amount
            state.last.doubts.append(MeaningCode.ROW_CUT)
        for role, spots in found.items():
            rest = state.flat.get(role)
            if spots and rest is not None:
                rest.spots += spots
        return dict(state.flat)
    before = state.flat
    if not top and recognised(part.grid) and without_project(found, state.flat):
        # the amount is that of a project whose name was not seen: its rows are none of the project above
        state.flat = {key: value for key, value in state.flat.items() if key == "owner"}
    for role in FLAT:
        spots, run = found.get(role, []), state.flat.get(role)
        if not spots or (run is not None and run.spots[-1].key == spots[-1].key):
            continue
        if role == "project" and (not top or same_name(run, Run(spots)) is False):
            kept = {key: value for key, value in state.flat.items() if key == "owner"}
            state.flat = kept
        state.flat[role] = Run(spots)
    one, other = before.get("project"), state.flat.get("project")
    if one and other and one is not other and recognised(part.grid) and _in_one_frame(before, state.flat):
        for project in (one, other):
            project.doubts.append(ReadingCode.WALL_MISSING)
    return dict(state.flat)


def _in_one_frame(one: dict[str, Run | None], other: dict[str, Run | None]) -> bool:
    """Whether two projects of a list stand beside the same cells of budget and goal.

    A border is missing between those cells, or the one between the names is a line of print.
    """
    pairs = [(one.get(role), other.get(role)) for role in ("budget", "goal")]
    return all(above and below and above.spots[-1].key == below.spots[-1].key for above, below in pairs)


def _project_goes_on(found: dict[str, list[Spot]], cells: dict[str, list[Spot]], state: OpenRows) -> bool:
    """Whether the cells of a project at the top of a page are the rests of those above, cut with their texts.

    The rest closes a bracket that the name above left open, or stands beside a blank level: a project begins with one.
    An amount is one line and stands in the first part: a project without one, where the one before has it, is none.
    """
    project, budget = state.flat.get("project"), state.flat.get("budget")
    spots = found.get("project", [])
    if project is None or not spots or project.spots[-1].key == spots[-1].key:
        return False
    above, here = squeeze(project.printed() or ""), squeeze(joined([spot.cell for spot in spots]) or "")
    if above == here:
        return False
    levels = cells.get("level1", ())
    closes = above.count("(") > above.count(")") and here.count(")") > here.count("(")
    if closes or (levels and all(blank(spot.cell) for spot in levels)):
        return True
    return budget is not None and not any(map(_is_amount, found.get("budget", ())))


def _is_amount(spot: Spot) -> bool:
    """Whether a cell holds an amount; text that is none was misread where text is recognised."""
    return not recognised(spot.part.grid) or parse_amount(spot.cell.text, "元").yuan is not None
