"""Rows across a list that name the project of the rows below them: 项目名称：免费开放 | 预算金额：143万元.

Such a row stands where other lists have a column for the project. The list goes on below it under the same header;
its levels begin anew. Names without a label (一、免费开放) are told by where they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractors.model import Cell, Line
from normalizers.codes import MeaningCode
from normalizers.formspec import vocabulary
from normalizers.labels import Pair, inline_pairs, known, pairs_in
from normalizers.printed import Run
from normalizers.rows import skipped
from normalizers.sheet import Part, Spot, blank, full_width, joined, union
from normalizers.stitch import Region
from normalizers.taxonomy import names_level
from normalizers.text import squeeze
from normalizers.titles import attachment_of

Place = tuple[int, int, int]  # page, number of the grid on it, row
_FIELD = "field:"


@dataclass(frozen=True, slots=True)
class ProjectRows:
    """What rows across say of their project: roles of the columns of a list, fields for all else."""

    runs: Mapping[str, Run]


def project_rows(regions: Sequence[Region], *, named: bool) -> dict[Place, ProjectRows]:
    """Those among rows of indicators, by where they stand. `named`: the header form names a project."""
    listed = any(role == "project" for region in regions for role, _ in region.header.flat)
    if listed or not regions:
        return {}
    return _labelled(regions) or ({} if named else _unlabelled(regions))


def place(part: Part, row: int) -> Place:
    """Where a row stands."""
    return part.grid.page, part.number, row


def fields_of(flat: Mapping[str, Run | None]) -> Iterator[tuple[str, str]]:
    """Labels and texts that such rows have for a project and lists have no column for."""
    for role, run in flat.items():
        if role.startswith(_FIELD) and run and (text := joined([spot.cell for spot in run.spots])):
            yield run.label or role, text


def names_project(part: Part, row: int) -> bool:
    """Whether a row begins with the label of a project and its name, and is no row of a header form with more."""
    return bool(_project_pairs(part, row, _pairs(part, row)))


def _labelled(regions: Sequence[Region]) -> dict[Place, ProjectRows]:
    found: dict[Place, ProjectRows] = {}
    runs: dict[str, Run] = {}
    waiting: list[Place] = []
    for region in regions:
        for row in range(region.first, region.last):
            pairs = _pairs(region.part, row)
            if named := _project_pairs(region.part, row, pairs):
                runs, waiting = {}, [place(region.part, row)]
                _add(runs, named)
            elif waiting and (pairs or skipped(region.part, row, region.header)):
                pairs = pairs or [pair for pair in pairs_in(region.part, row) if pair.known and pair.text]
                _add(runs, pairs)
                waiting += [place(region.part, row)] if pairs else []
            else:
                # what no row follows names none: 项目名称 in a sign-off row
                found |= dict.fromkeys(waiting, ProjectRows(runs))
                waiting = []
    return found


def _pairs(part: Part, row: int) -> list[Pair]:
    """The labels of a row and their texts where it holds nothing else."""
    cells = _filled(part, row)
    pairs = list(pairs_in(part, row)) if cells else []
    if not pairs or not all(pair.known and pair.text for pair in pairs) or pairs[0].label_spot.cell is not cells[0]:
        return []
    used = {spot.key for pair in pairs for spot in (pair.label_spot, *pair.spots)}
    return pairs if all(Spot(part, cell).key in used for cell in cells) else []


def _filled(part: Part, row: int) -> list[Cell]:
    """The cells with text that stand in a row alone."""
    return [cell for cell in part.row(row) if cell.row == row and cell.row_span == 1 and not blank(cell)]


def _project_pairs(part: Part, row: int, pairs: list[Pair]) -> list[Pair]:
    """The pairs of a row that names a project: of labels alone, given, or begun by 项目名称：… in one cell."""
    if pairs:
        return pairs if _names_project(pairs[0]) else []
    cells = _filled(part, row)
    inline = list(inline_pairs(part, cells[0])) if cells and cells[0].col_span > 1 else []
    if not inline or not _names_project(inline[0]) or not inline[0].text:
        return []
    return [*inline, *(pair for cell in cells[1:] for pair in _beside(Spot(part, cell)))]


def _beside(spot: Spot) -> list[Pair]:
    """What stands in a cell beside the name of a project, whether its label is known, unknown or missing."""
    label, colon, text = spot.cell.text.replace("：", ":").partition(":")
    unknown = Pair(label if colon else _BESIDE, None, text if colon else label, (spot,), spot)
    return list(inline_pairs(spot.part, spot.cell)) or [unknown]


_BESIDE = "其他"


def _names_project(pair: Pair) -> bool:
    return pair.known is not None and pair.known.role == "project_name"


_ROLES = {"project_name": "project", "department": "owner", "implementing_unit": "implementing_unit"}


def _add(runs: dict[str, Run], pairs: Sequence[Pair]) -> None:
    """Add pairs by their roles; what has none, or one that is taken, is a field."""
    for pair in pairs:
        group, role = (pair.known.group, pair.known.role) if pair.known else ("", "")
        if role == "personal":
            continue
        named = {"funds": "" if pair.part_of else "budget", "goals": "goal"}.get(group, _ROLES.get(role, ""))
        key = named if named and named not in runs else f"{_FIELD}{len(runs)}"
        runs[key] = Run([_alone(spot, pair.text or "") for spot in pair.spots], label=pair.label)


def _alone(spot: Spot, text: str) -> Spot:
    """The cell with this text only, without the label printed in it."""
    lines = spot.cell.lines
    if squeeze(spot.cell.text) == squeeze(text) or not lines:
        return spot
    line = Line(text, union([line.box for line in lines]), spot.cell.confidence)
    return Spot(spot.part, replace(spot.cell, lines=(line,)))


def _unlabelled(regions: Sequence[Region]) -> dict[Place, ProjectRows]:
    """Rows of one text each that begin the list and divide it, every one before a first level of its own."""
    rows = [(region, row) for region in regions for row in range(region.first, region.last)]
    found: dict[Place, Spot] = {}
    for (region, row), (below, next_row) in pairwise(rows):
        cell = full_width(region.part, row)
        if cell is None or cell.row != row or cell.row_span > 1 or not _may_name(cell.text):
            continue
        if _begins_level(below, next_row):
            found[place(region.part, row)] = Spot(region.part, cell)
    first, first_row = rows[0]
    if len(found) < _FEWEST or place(first.part, first_row) not in found:
        return {}
    texts = [squeeze(spot.cell.text) for spot in found.values()]
    sure = all(map(_PROJECT_END.search, texts)) or all(map(_NUMBER.match, texts))
    doubts = [] if sure else [str(MeaningCode.UNKNOWN_FORM)]
    names = {at: _alone(spot, _NUMBER.sub("", spot.cell.text.strip())) for at, spot in found.items()}
    return {at: ProjectRows({"project": Run([name], list(doubts))}) for at, name in names.items()}


_FEWEST = 2
_SHORTEST, _LONGEST = 4, 60
_NUMBER = re.compile(
    r"^(?:[(（]?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[、.．)）]|项目[0-9一二三四五六七八九十]{1,3}[:：])\s*"
)
_PROJECT_END = re.compile(r"(?:项目|专项|经费|资金|工程|补助|补贴)(?:\([^()]*\))?$")
_NO_PROJECT_END = re.compile(r"(?:指标|目标|部分|表|情况|说明)$")


def _may_name(text: str) -> bool:
    bare = _NUMBER.sub("", squeeze(text))
    words = vocabulary()
    if not _SHORTEST <= len(bare) <= _LONGEST or _NO_PROJECT_END.search(bare) or names_level(bare) is not None:
        return False
    told = words.is_title(text) or attachment_of(text) is not None or words.totals.search(bare)
    return not (told or words.notes.search(squeeze(text)) or words.signs.search(bare) or known(bare))


def _begins_level(region: Region, row: int) -> bool:
    cells = [region.part.grid.at(row, col) for block in region.header.blocks for col in block.cols("level1")]
    return any(cell.row == row and names_level(cell.text) == 1 for cell in cells)
