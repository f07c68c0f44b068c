"""Rows of `findings`: the doubts of pages, grids and cells, and what the normalizers found, each once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from extractors.model import Finding, Place, Severity
from normalizers.codes import MeaningCode
from normalizers.doubts import explain
from normalizers.model import BudgetLine, Goal, Indicator, TargetTable
from pipeline.convert import DocumentResult

Owners = Mapping[tuple[int, int], str]
Entry = tuple[Finding, int | None, str | None, int | None]


def finding_rows(source_sha256: str, result: DocumentResult, owners: Owners) -> list[dict[str, Any]]:
    """One row per finding, in the order of the pages.

    A finding that both a cell and the table read from it report is one row, the one that names the table.
    """
    entries: dict[tuple[object, ...], Entry] = {}
    for entry in _entries(result, owners):
        finding, page, _, _ = entry
        entries.setdefault((finding.code, page, _corners(finding.place), finding.message), entry)
    rows = [_row(source_sha256, *entry) for entry in entries.values()]
    return sorted(rows, key=_reading_order)


def _entries(result: DocumentResult, owners: Owners) -> Iterator[Entry]:
    read = list(_reading_entries(result, owners))
    for table in result.document.tables:
        table_id = f"{result.source.sha16}-{table.ordinal:02d}"
        known = [entry[0] for entry in read if entry[2] == table_id] + [found.finding for found in table.findings]
        for found in table.findings:
            yield found.finding, _page(found.finding), table_id, found.indicator
        for finding, indicator in _unexplained(table, known):
            yield finding, _page(finding), table_id, indicator
    for finding in result.document.findings:
        yield finding, _page(finding), None, None
    yield from read


def _unexplained(table: TargetTable, known: list[Finding]) -> Iterator[tuple[Finding, int | None]]:
    """A finding for each reason of a doubtful row that none beside it gives: no mark without its place."""
    rows: list[BudgetLine | Goal | Indicator] = [*table.budgets, *table.goals, *table.indicators]
    for row in rows:
        for code in dict.fromkeys(row.reasons):
            if not any(finding.code == code and _beside(finding.place, row.place) for finding in known):
                ordinal = row.ordinal if isinstance(row, Indicator) else None
                doubt = explain(code, row)
                said, related = _elsewhere(code, row, known)
                message = f"{doubt.message} {said}".strip()
                finding = Finding(str(code), Severity.WARNING, message, row.place, _printed(row), related=related)
                yield replace(finding, computed=doubt.text), ordinal


# Doubts about the header: the finding at the heading is about every row.
_OF_THE_TABLE = (MeaningCode.UNKNOWN_FORM, MeaningCode.NO_VALUE_COLUMN, MeaningCode.HEADING_DOUBTFUL)


def _elsewhere(code: str, row: BudgetLine | Goal | Indicator, known: list[Finding]) -> tuple[str, tuple[Place, ...]]:
    """What is said of a cell with the same doubt that stands elsewhere, as a level cell on the page before."""
    others = [finding for finding in known if finding.code == code and finding.place is not None]
    levels = [row.level1, row.level2] if isinstance(row, Indicator) else []
    texts = [text for text in levels if text]
    about = [finding for finding in others if finding.evidence and any(finding.evidence in text for text in texts)]
    about = about or (others if code in _OF_THE_TABLE else [])
    places = tuple(finding.place for finding in about if finding.place is not None)
    pages = dict.fromkeys(
        f"(page {place.page}: {finding.message})" for finding, place in zip(about, places, strict=True)
    )
    return " ".join(pages), places


def _beside(one: Place | None, other: Place) -> bool:
    """On the same page and at the same height."""
    return (
        one is not None
        and one.page == other.page
        and min(one.box.bottom, other.box.bottom) > max(one.box.top, other.box.top)
    )


def _printed(row: BudgetLine | Goal | Indicator) -> str | None:
    if isinstance(row, Indicator):
        return row.value_text
    return row.text if isinstance(row, Goal) else row.amount_text


def _reading_entries(result: DocumentResult, owners: Owners) -> Iterator[Entry]:
    """Doubts of pages, grids and cells; a doubt about a value cell names the first indicator read from it."""
    values = {
        _corners(indicator.place): indicator.ordinal
        for table in reversed(result.document.tables)
        for indicator in reversed(table.indicators)
    }
    for reading in result.readings:
        for finding in reading.findings:
            yield finding, reading.page, None, None
        for index, grid in enumerate(reading.grids):
            table_id = owners.get((reading.page, index))
            for finding in grid.findings:
                yield finding, reading.page, table_id, None
            for cell in grid.cells:
                at_cell = Place(reading.page, cell.box)
                for finding in cell.findings:
                    placed = replace(finding, place=finding.place or at_cell)
                    yield placed, reading.page, table_id, values.get(_corners(at_cell))


def _page(finding: Finding) -> int | None:
    return finding.place.page if finding.place else None


def _corners(place: Place | None) -> tuple[float, ...] | None:
    if place is None:
        return None
    return (place.page, *(round(edge, 2) for edge in (place.box.x0, place.box.top, place.box.x1, place.box.bottom)))


def _row(
    source_sha256: str, finding: Finding, page: int | None, table_id: str | None, indicator: int | None
) -> dict[str, Any]:
    corners = _corners(finding.place)
    x0, top, x1, bottom = corners[1:] if corners else (None, None, None, None)
    return {
        "source_sha256": source_sha256,
        "table_id": table_id,
        "page": page,
        "indicator_ordinal": indicator,
        "code": str(finding.code),
        "severity": finding.severity.value,
        "message": finding.message,
        "evidence": finding.evidence or None,
        "suggestion": finding.suggestion or None,
        "x0": x0,
        "top": top,
        "x1": x1,
        "bottom": bottom,
        "computed": finding.computed or None,
        "expected": finding.expected or None,
        "places_json": _places_json(finding.related),
    }


def _places_json(places: Sequence[Place]) -> str | None:
    """The boxes of the other side; None when there is none."""
    corners = (_corners(place) for place in places)
    boxes = [dict(zip(("page", "x0", "top", "x1", "bottom"), edges, strict=True)) for edges in corners if edges]
    return json.dumps(boxes) if boxes else None


def _reading_order(row: dict[str, Any]) -> tuple[Any, ...]:
    """By page and place; what has none stands last."""
    return (
        row["page"] is None,
        row["page"] or 0,
        row["top"] is None,
        row["top"] or 0.0,
        row["x0"] or 0.0,
        row["code"],
        row["message"],
    )
