"""What was read and understood, as rows of the dataset's tables. Plain Python values, no library.

Coordinates are rounded to 0.01 point and confidence to four digits, so that the last bits of a computation on
another machine do not make another file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation, localcontext
from typing import Any

from extractors.model import Box, PageReading, Place, ReadingCode
from normalizers.codes import MeaningCode
from normalizers.model import BudgetLine, Goal, Indicator, TargetTable
from pipeline.config import CONTRACT_VERSION
from pipeline.convert import NOT_READ, DocumentResult
from pipeline.inputs.discover import Source
from pipeline.store.columns import MONEY, TABLES, VALUE, WEIGHT
from pipeline.store.findings import finding_rows

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class DocumentRows:
    """Rows by table name; the row of `documents` is apart because it is written last."""

    document: Row
    tables: Mapping[str, list[Row]]


def tells_of_loss(finding: Row) -> bool:
    """Whether a row of `findings` is about a table or a page that was not read: no other row carries it."""
    page = finding["code"] == ReadingCode.ILLEGIBLE and finding["table_id"] is None
    return bool(page or finding["code"] == MeaningCode.TABLE_UNREAD)


def document_rows(result: DocumentResult, pipeline_version: str) -> DocumentRows:
    """All rows of one source."""
    source, tables = result.source, result.document.tables
    rows: dict[str, list[Row]] = {name: [] for name in TABLES if name != "documents"}
    rows["pages"] = [_page_row(source, reading, result.document.continued) for reading in result.readings]
    for table in tables:
        key = table_key(source, table)
        rows["target_tables"].append(_target_table_row(key, table))
        rows["budgets"] += [_budget_row(key, line) for line in table.budgets]
        rows["goals"] += [_goal_row(key, goal) for goal in table.goals]
        rows["indicators"] += [_indicator_row(key, indicator) for indicator in table.indicators]
    owners = _owners(source, tables)
    rows["cells"] = [row for reading in result.readings for row in _cell_rows(source, reading, owners)]
    rows["findings"] = finding_rows(source.sha256, result, owners)
    document = document_row(result, pipeline_version)
    document["tables"] = len(rows["target_tables"])
    document["indicators"] = len(rows["indicators"])
    document["needs_review"] = (
        any(row.get("needs_review") for table_rows in rows.values() for row in table_rows)
        or any(row["outcome"] == "failed" for row in rows["pages"])
        or any(map(tells_of_loss, rows["findings"]))
    )
    return DocumentRows(document, rows)


def document_row(result: DocumentResult, pipeline_version: str) -> Row:
    """The row of `documents` of a source that has no other rows."""
    source, failure = result.source, result.failure
    return {
        "source_sha256": source.sha256,
        "source_path": source.path,
        "duplicate_paths": list(source.duplicate_paths),
        "file_bytes": source.file_bytes,
        "pages": result.pages,
        "tables": 0,
        "indicators": 0,
        "status": "failed" if failure else "converted" if result.document.tables else "no_table",
        "error_code": failure.code if failure else None,
        "error_message": failure.text if failure else None,
        "needs_review": False,
        "pipeline_version": pipeline_version,
        "contract_version": CONTRACT_VERSION,
        "corrections": result.said,
    }


def table_id(source: Source, ordinal: int) -> str:
    """The key of a target table."""
    return f"{source.sha16}-{ordinal:02d}"


def table_key(source: Source, table: TargetTable) -> Row:
    """The columns that every row of a target table begins with."""
    return {
        "table_id": table_id(source, table.ordinal),
        "source_sha256": source.sha256,
        "fiscal_year": table.fiscal_year,
    }


def _owners(source: Source, tables: Iterable[TargetTable]) -> dict[tuple[int, int], str]:
    """Which target table each grid, as (page, index), was read into: the first where there are several."""
    owners: dict[tuple[int, int], str] = {}
    for table in tables:
        for grid in table.grids:
            owners.setdefault(grid, table_id(source, table.ordinal))
    return owners


def _page_row(source: Source, reading: PageReading, continued: tuple[int, ...]) -> Row:
    outcome = "continued" if reading.outcome == "table" and reading.page in continued else reading.outcome
    return {
        "source_sha256": source.sha256,
        "page": reading.page,
        "width_pt": _points(reading.width) or None,
        "height_pt": _points(reading.height) or None,
        "content": reading.content if reading.reader != NOT_READ else None,
        "turned": reading.turned,
        "skew_deg": _points(reading.skew),
        "reader": reading.reader if reading.reader != NOT_READ else None,
        "outcome": outcome,
        "grids": len(reading.grids),
        "error_code": reading.error,
    }


def _target_table_row(key: Row, table: TargetTable) -> Row:
    total, doubts = exact(table.budget_total_yuan, MONEY, MeaningCode.AMOUNT_UNPARSED)
    return {
        **key,
        "ordinal": table.ordinal,
        "page_first": table.page_first,
        "page_last": table.page_last,
        "attachment_label": table.attachment_label or None,
        "attachment_no": table.attachment_no,
        "title": table.title or None,
        "year_text": table.year_text or None,
        "form": table.form,
        "project_name": table.project_name or None,
        "department": table.department or None,
        "department_label": table.department_label or None,
        "implementing_unit": table.implementing_unit or None,
        "period_text": table.period_text or None,
        "period_start": table.period_start,
        "period_end": table.period_end,
        "budget_total_text": table.budget_total_text or None,
        "budget_total_yuan": total,
        "indicators": len(table.indicators),
        "fields_json": _json(table.fields),
        **_trust(table.confidence, (*table.reasons, *doubts)),
    }


def _budget_row(key: Row, line: BudgetLine) -> Row:
    amount, doubts = exact(line.amount_yuan, MONEY, MeaningCode.AMOUNT_UNPARSED)
    return {
        **key,
        "ordinal": line.ordinal,
        "label": line.label or None,
        "parent_ordinal": line.parent,
        "scope": line.scope.value,
        "amount_text": line.amount_text or None,
        "unit_text": line.unit_text or None,
        "amount_yuan": amount,
        **place_columns(line.place),
        **_trust(line.confidence, (*line.reasons, *doubts)),
    }


def _goal_row(key: Row, goal: Goal) -> Row:
    return {
        **key,
        "ordinal": goal.ordinal,
        "horizon": goal.horizon.value,
        "label": goal.label or None,
        "text": goal.text or None,
        **place_columns(goal.place),
        **_trust(goal.confidence, goal.reasons),
    }


def _indicator_row(key: Row, indicator: Indicator) -> Row:
    measure = indicator.measure
    numbers, doubts = {}, list(indicator.reasons)
    for name, value, kind in (
        ("level1_weight", indicator.level1_weight, WEIGHT),
        ("level2_weight", indicator.level2_weight, WEIGHT),
        ("weight", indicator.weight, WEIGHT),
        ("number_low", measure.low, VALUE),
        ("number_high", measure.high, VALUE),
        ("value_min", measure.minimum, VALUE),
        ("value_max", measure.maximum, VALUE),
    ):
        numbers[name], more = exact(value, kind, MeaningCode.VALUE_UNPARSED)
        doubts += more
    return {
        **key,
        "ordinal": indicator.ordinal,
        "horizon": indicator.horizon.value,
        "level1": indicator.level1 or None,
        "level2": indicator.level2 or None,
        "level3": indicator.level3 or None,
        "level1_code": indicator.level1_code,
        "level2_code": indicator.level2_code,
        "explanation": indicator.explanation or None,
        "value_text": indicator.value_text or None,
        "part": indicator.part,
        "value_kind": measure.kind.value,
        "operator": measure.operator.value if measure.operator else None,
        "operator_text": measure.operator_text or None,
        "unit_text": measure.unit_text or None,
        "base_unit": measure.base_unit or None,
        "dimension": measure.dimension or None,
        "date_from": measure.date_from,
        "date_to": measure.date_to,
        "baseline_text": measure.baseline_text or None,
        "note": measure.note or None,
        "extras_json": _json(indicator.extras),
        "reader": indicator.reader,
        **numbers,
        **place_columns(indicator.place),
        **_trust(indicator.confidence, doubts),
    }


def _cell_rows(source: Source, reading: PageReading, owners: Mapping[tuple[int, int], str]) -> Iterable[Row]:
    for index, grid in enumerate(reading.grids):
        for cell in grid.cells:
            yield {
                "source_sha256": source.sha256,
                "page": reading.page,
                "grid": index,
                "table_id": owners.get((reading.page, index)),
                "row": cell.row,
                "col": cell.col,
                "row_span": cell.row_span,
                "col_span": cell.col_span,
                "text": cell.text or None,
                **box_columns(cell.box),
                "reader": grid.reader,
                "confidence": _confidence(cell.confidence),
            }


def exact(value: Decimal | None, kind: str, doubt: str) -> tuple[Decimal | None, list[str]]:
    """The value with the decimals of its column; a value with more digits is no value, and a doubt.

    Rounding it would be a silent error.
    """
    if value is None:
        return None, []
    precision, scale = (int(part) for part in kind.removeprefix("decimal128(").removesuffix(")").split(","))
    with localcontext() as context:
        context.prec = precision
        try:
            fitted = value.quantize(Decimal(1).scaleb(-scale))
        except InvalidOperation:
            return None, [doubt]
    return (fitted, []) if fitted == value else (None, [doubt])


def place_columns(place: Place | None) -> Row:
    """Page and box; all null when there is no place."""
    if place is None:
        return dict.fromkeys(("page", "x0", "top", "x1", "bottom"))
    return {"page": place.page, **box_columns(place.box)}


def box_columns(box: Box) -> Row:
    """The four edges in points."""
    return {"x0": _points(box.x0), "top": _points(box.top), "x1": _points(box.x1), "bottom": _points(box.bottom)}


def _trust(confidence: float, reasons: Iterable[str]) -> Row:
    codes = list(dict.fromkeys(str(reason) for reason in reasons))
    return {
        "confidence": _confidence(confidence),
        "needs_review": bool(codes),
        "review_reasons": ",".join(codes) or None,
    }


def _points(value: float) -> float:
    # adding 0.0 turns -0.0 into 0.0
    return round(float(value), 2) + 0.0


def _confidence(value: float) -> float:
    return round(float(value), 4)


def _json(pairs: Iterable[tuple[str, str]]) -> str | None:
    """A JSON object in printed order; a label that is printed again gets a number, so that no value is lost."""
    fields: dict[str, str | None] = {}
    for label, text in pairs:
        name, count = label, 1
        while name in fields:
            count += 1
            name = f"{label} ({count})"
        fields[name] = text or None
    return json.dumps(fields, ensure_ascii=False) if fields else None
