"""Rows into indicators: the value parsed beside its operator, unit and name; doubts of the cells gathered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.model import Cell, ReadingCode
from normalizers.blocks import Block, horizon_of
from normalizers.codes import MeaningCode
from normalizers.context import ValueContext
from normalizers.dates import find_year
from normalizers.formspec import vocabulary
from normalizers.measure import parse_values
from normalizers.model import Horizon, Indicator, Measure, ValueKind
from normalizers.placeholders import is_blank_mark, lacks_its_blank
from normalizers.printed import Row
from normalizers.sheet import Spot, blank, codes, joined, recognised
from normalizers.taxonomy import level_codes, lost_its_end, nearly_level_name
from normalizers.text import fold, squeeze
from normalizers.units import looks_misread
from normalizers.vouched import vouched

_WEIGHT = re.compile(r"(\d{1,4}(?:\.\d+)?)(?:%|分)?")
_SPAN_OF_TIME = re.compile(r"[(（][^()（）]*(?:年度|长期|中期|实施期|项目期|当年|本年)[^()（）]*[)）]")
_WEIGHTS = ("level1_weight", "level2_weight", "weight")
# An indicator rests on these cells.
_EVIDENCE = ("name", "value", "operator", "unit", "explanation", *_WEIGHTS)
_HORIZONS_BY_PLACE = (Horizon.MEDIUM_TERM, Horizon.ANNUAL)


@dataclass(frozen=True, slots=True)
class TableContext:
    """What the rows of a table share. `goals` are the horizons of its goals from left to right."""

    fiscal_year: int | None
    money_unit: str | None
    goals: tuple[Horizon, ...] = ()


def build(rows: Sequence[Row], context: TableContext) -> tuple[Indicator, ...]:
    """The indicators of one table, numbered from 1; the values of one cell share their number."""
    names = {name for row in rows for name in _level_names(row)}
    # 效益 beside 效益指标: a form prints the one or the other, and a streak through the cell leaves half of it
    halves = frozenset(name for name in names if f"{name}指标" in names)
    return tuple(
        indicator for ordinal, row in enumerate(rows, 1) for indicator in _indicators(row, ordinal, context, halves)
    )


def _level_names(row: Row) -> list[str]:
    return [run.printed() or "" for run in row.levels.values() if run]


def _indicators(row: Row, ordinal: int, context: TableContext, halves: Set[str]) -> Iterator[Indicator]:
    block = row.region.header.blocks[row.block]
    values = [spot for spot in row.cells.get("value", ()) if not blank(spot.cell)]
    lines = [line.text for spot in values for line in spot.cell.lines]
    name, horizon = row.text("name"), _horizon(row, block, context)
    asked = ValueContext(
        name,
        row.text("operator"),
        row.text("unit"),
        context.fiscal_year,
        context.money_unit,
        _value_heading(row, block),
    )
    first, second = row.levels.get("level1"), row.levels.get("level2")
    level1, level2 = (first.printed() if first else None), (second.printed() if second else None)
    code1, code2 = level_codes(level1, level2)
    weights = {role: _weight(row, role) for role in _WEIGHTS}
    evidence = _evidence(row)
    reasons = _reasons(row, block, evidence, halves, horizon is None)
    extras = tuple(_extras(row, block, weights))
    anchor = values[0] if values else _anchor(row)
    for part, measure in enumerate(_measures(lines, asked, row), 1):
        yield Indicator(
            ordinal=ordinal,
            horizon=horizon or _HORIZONS_BY_PLACE[min(row.block, 1)],
            level1=level1,
            level2=level2,
            level3=name,
            level1_code=code1,
            level2_code=code2,
            level1_weight=weights["level1_weight"] or (first.weight() if first else None),
            level2_weight=weights["level2_weight"] or (second.weight() if second else None),
            weight=weights["weight"],
            explanation=row.text("explanation"),
            value_text=joined([spot.cell for spot in values]),
            part=part,
            measure=measure,
            extras=extras,
            place=anchor.place,
            reader=row.region.part.grid.reader,
            confidence=min((cell.confidence for cell in evidence), default=1.0),
            reasons=tuple(dict.fromkeys((*reasons, *measure.doubts))),
        )


def _value_heading(row: Row, block: Block) -> str | None:
    """The heading of the value column, without brackets that name a span of time: 指标值(年度) is no unit."""
    cols = block.cols("value")
    return _SPAN_OF_TIME.sub("", row.region.header.headings[cols[0]]) if cols else None


def _measures(lines: Sequence[str], context: ValueContext, row: Row) -> tuple[Measure, ...]:
    measures = parse_values(lines, context)
    if not recognised(row.region.part.grid):
        return measures
    if lines:
        return tuple(replace(item, doubts=(*item.doubts, *_slips(item))) for item in measures)
    # An empty cell of a scan may also be one whose text was not seen, unless it is bare to the eye.
    cells = [spot.cell for spot in row.cells.get("value", ())]
    if cells and all(cell.bare for cell in cells):
        return measures
    return tuple(
        Measure(item.text, ValueKind.MISSING, doubts=(*item.doubts, ReadingCode.UNREADABLE))
        if item.kind is ValueKind.MISSING
        else item
        for item in measures
    )


def _slips(measure: Measure) -> Iterator[str]:
    """What a recogniser may have made of a measure: a strange unit, or an operator and a unit with nothing between."""
    if looks_misread(measure.unit_text or ""):
        yield MeaningCode.UNIT_UNKNOWN
    if measure.kind is ValueKind.PLACEHOLDER and lacks_its_blank(measure.text or ""):
        yield ReadingCode.UNREADABLE


def _anchor(row: Row) -> Spot:
    return next(spot for role in ("value", "name") for spot in row.cells.get(role, ()))


def _horizon(row: Row, block: Block, context: TableContext) -> Horizon | None:
    """Of the block's own words, of the words beside the block, of the goal above it; None when it cannot be told."""
    blocks = row.region.header.blocks
    spine = horizon_of(vocabulary().horizon(row.region.header.spine))
    if block.horizon is not None:
        return block.horizon
    if len(blocks) == 1 or block.place is not None or block.over is not None:
        return spine or Horizon.ANNUAL
    if any(other.horizon for other in blocks):
        return Horizon.ANNUAL if all(other.horizon is not Horizon.ANNUAL for other in blocks) else Horizon.MEDIUM_TERM
    if len(context.goals) == len(blocks):
        goal = context.goals[row.block]
        return Horizon.LONG_TERM if goal is Horizon.OVERALL else goal
    return None


def _evidence(row: Row) -> list[Cell]:
    levels = [vouched(spot.cell) for run in row.levels.values() if run for spot in run.spots]
    return [*levels, *(spot.cell for role in _EVIDENCE for spot in row.cells.get(role, ()))]


_OF_EVERY_ROW = frozenset((ReadingCode.NO_RULES, ReadingCode.ILLEGIBLE))


def _reasons(
    row: Row, block: Block, evidence: Sequence[Cell], halves: Set[str], horizon_unknown: bool
) -> tuple[str, ...]:
    reasons = [*codes(evidence), *row.doubts]
    reasons += [doubt for run in (*row.levels.values(), row.flat.get("project")) if run for doubt in run.doubts]
    reasons += row.region.header.doubts
    reasons += [finding.code for finding in row.region.part.grid.findings if finding.code in _OF_EVERY_ROW]
    if any(len(row.cells.get(role, ())) > 1 and _weight(row, role) is None for role in _WEIGHTS):
        reasons.append(MeaningCode.WEIGHTS_SEVERAL)
    if horizon_unknown:
        reasons.append(MeaningCode.UNKNOWN_FORM)
    mended = any(run.mended() for run in row.levels.values() if run) or any(map(lost_its_end, _level_names(row)))
    strange = any(nearly_level_name(name) or name in halves for name in _level_names(row))
    if mended or (strange and recognised(row.region.part.grid)):
        reasons.append(MeaningCode.LEVEL_MISREAD)
    if recognised(row.region.part.grid):
        if _over_several_levels(row, block) or _levels_of_several_cells(row):
            reasons.append(ReadingCode.WALL_MISSING)
        reasons += _lost_weight(row)
        if any(_filled(row, col) for col in row.region.header.wide):
            reasons.append(ReadingCode.WALL_MISSING)
        if _lost_unit(row):
            reasons.append(ReadingCode.UNREADABLE)
    if any(_filled(row, col) for col in row.region.header.unsure):
        reasons.append(MeaningCode.HEADING_DOUBTFUL)
    return tuple(dict.fromkeys(str(reason) for reason in reasons))


def _lost_unit(row: Row) -> bool:
    """Whether a bare number stands beside a blank cell for its unit in which something may be seen."""
    values = [spot.cell for spot in row.cells.get("value", ())]
    if len(values) != 1 or not _NUMBER.fullmatch(squeeze(values[0].text)):
        return False
    return any(blank(spot.cell) and not spot.cell.bare for spot in row.cells.get("unit", ()))


_NUMBER = re.compile(r"[0-9][0-9.,]*")


def _lost_weight(row: Row) -> Iterator[str]:
    """The doubt about a weight that is no number, or about a blank one in whose cell something may be seen."""
    cells = [spot.cell for spot in row.cells.get("weight", ())]
    if len(cells) != 1 or _weight(row, "weight") is not None:
        return
    if blank(cells[0]):
        if not cells[0].bare:
            yield ReadingCode.UNREADABLE
    elif not is_blank_mark(cells[0].text):
        yield ReadingCode.CONFUSABLE


def _over_several_levels(row: Row, block: Block) -> bool:
    """Whether the cell of the name stands beside several cells of one level: it has run together with others."""
    for spot in row.cells.get("name", ()):
        if spot.part.grid is not row.region.part.grid:
            continue  # the end of a name on the next page, whose columns have other numbers
        grid, rows = spot.part.grid, range(spot.cell.row, spot.cell.row + spot.cell.row_span)
        for role in ("level1", "level2"):
            cells = {grid.at(number, col) for col in block.cols(role)[:1] for number in rows}
            if sum(not blank(cell) for cell in cells) > 1:
                return True
    return False


def _levels_of_several_cells(row: Row) -> bool:
    """Whether a level stands in two cells side by side: under one heading, for a wall of the header was not seen."""
    for run in row.levels.values():
        grids = [spot.key[:2] for spot in run.spots] if run else []
        if len(set(grids)) < len(grids):
            return True
    return False


def _filled(row: Row, col: int) -> bool:
    return any(col < part.grid.cols and not blank(part.grid.at(number, col)) for part, number in row.lines)


def _weight(row: Row, role: str) -> Decimal | None:
    text = row.text(role)
    match = _WEIGHT.fullmatch(fold(text).text) if text and len(row.cells[role]) == 1 else None
    return Decimal(match[1]) if match else None


def _extras(row: Row, block: Block, weights: dict[str, Decimal | None]) -> Iterator[tuple[str, str]]:
    """Cells of columns without a role, under their heading; a weight that is no number goes here too."""
    if block.place is not None:
        yield ("地区" if find_year(block.place) is None else "年度"), block.place
    header = row.region.header
    for role, weight in weights.items():
        printed = _several(row.cells.get(role, ()))
        if weight is None and printed:
            yield header.headings[block.cols(role)[0]], printed
    seen: set[str] = set()
    for col in header.extras:
        cells = dict.fromkeys(part.grid.at(number, col) for part, number in row.lines if col < part.grid.cols)
        texts = [text for cell in cells if (text := joined([cell]))]
        heading = header.headings[col]
        if texts and heading not in seen:
            seen.add(heading)
            yield heading, "；".join(texts)


def _several(spots: Sequence[Spot]) -> str:
    return "；".join(text for spot in spots if (text := joined([spot.cell])))
