"""What the page shows of a document, as plain JSON values: the way from doubt to doubt, and each page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from pipeline.corrections.model import CorrectionCode, Event
from pipeline.review.documents import ROWS, Corners, Json, Loaded, box_of, cell_key, corners_of, plain, row_key
from pipeline.review.found import compared, finding_view

_BESIDE = ("table_id", "source_sha256", "x0", "top", "x1", "bottom", "page", "needs_review", "review_reasons")


def overview(loaded: Loaded) -> Json:
    """The document without its pages: what stands in the head of the view, and the way from doubt to doubt."""
    line = loaded.line
    return {
        "sha16": line.sha16,
        "path": line.path,
        "status": line.status,
        "error": line.error,
        "applied": loaded.applied,
        "events": len(loaded.events),
        "decisions": len(loaded.said.agreed),
        "conflicts": len(loaded.said.disputed),
        "pages": [
            {
                "page": page["page"],
                "width": page["width_pt"],
                "height": page["height_pt"],
                "content": page["content"],
                "turned": page["turned"],
                "outcome": page["outcome"],
                "error": page["error_code"],
            }
            for page in sorted(loaded.tables["pages"], key=lambda page: page["page"])
        ],
        "doubts": [
            {"key": row_key(table, row), "page": place[0], "open": not _decided(loaded, table, row)}
            for table, row, place in _in_reading_order(loaded)
            if row["needs_review"]
        ],
    }


def _decided(loaded: Loaded, table: str, row: Json) -> bool:
    """Whether a person has decided about a doubtful row and the dataset does not hold it yet."""
    about = loaded.about_row(table, row)
    if len(about) != 1 or loaded.applied:
        return False
    # a decision that a conversion has found stale waits for another, whatever else has been decided since
    stale = CorrectionCode.STALE in (row.get("review_reasons") or "").split(",")
    return not stale or datetime.fromisoformat(about[0].when).timestamp() > loaded.line.stamp[0] / 1e9


def _in_reading_order(loaded: Loaded) -> list[tuple[str, Json, tuple[float, ...]]]:
    rows = []
    for table in ROWS:
        for row in loaded.tables[table]:
            place = (row["page"], row["top"], row["x0"]) if corners_of(row) else (row.get("page_first") or 1, -1.0, 0.0)
            rows.append((table, row, (*place, row["ordinal"], row.get("part", 1))))
    return sorted(rows, key=lambda item: item[2])


def page_view(loaded: Loaded, page: int) -> Json:
    """Rows, cells and findings of one page."""
    cells = [cell for cell in loaded.tables["cells"] if cell["page"] == page]
    by_corners = {corners_of(cell): cell for cell in cells}
    rows = [(table, row) for table, row, place in _in_reading_order(loaded) if place[0] == page]
    findings = [finding for finding in loaded.tables["findings"] if _concerns(finding, page, rows)]
    return {
        "page": page,
        "rows": [_row(loaded, table, row, by_corners, findings) for table, row in rows],
        "cells": [_cell(loaded, cell) for cell in cells],
        "findings": [finding_view(finding, loaded) for finding in findings],
    }


def _concerns(finding: Json, page: int, rows: Iterable[tuple[str, Json]]) -> bool:
    if finding["page"] is not None:
        return bool(finding["page"] == page)
    return finding["table_id"] is None or any(row["table_id"] == finding["table_id"] for _, row in rows)


def _row(
    loaded: Loaded, table: str, row: Json, by_corners: Mapping[Corners | None, Json], findings: Sequence[Json]
) -> Json:
    cell = by_corners.get(corners_of(row)) if corners_of(row) else None
    reasons = _reasons(table, row, findings)
    return {
        "key": row_key(table, row),
        "table": table,
        "table_id": row["table_id"],
        "ordinal": row["ordinal"],
        "box": box_of(row),
        "cell": cell and cell_key(cell),
        "confidence": row["confidence"],
        "needs_review": row["needs_review"],
        "reasons": reasons,
        "values": {name: plain(value) for name, value in row.items() if name not in _BESIDE},
        "findings": [number for number, finding in enumerate(findings) if _is_of(finding, table, row, reasons)],
        "decisions": [_decision(event) for event in loaded.about_row(table, row)],
        "applied": loaded.applied,
    }


def _reasons(table: str, row: Json, findings: Sequence[Json]) -> list[str]:
    """Of the row; budgets and goals have no such column, so from the doubts at their places."""
    if "review_reasons" in row:
        return [code for code in (row["review_reasons"] or "").split(",") if code]
    if not row["needs_review"]:
        return []
    return list(dict.fromkeys(finding["code"] for finding in findings if _at_one_height(finding, row)))


def _is_of(finding: Json, table: str, row: Json, reasons: Sequence[str]) -> bool:
    if finding["table_id"] != row["table_id"]:
        return False
    if table == "target_tables":
        return finding["code"] in reasons and finding["indicator_ordinal"] is None
    if any(corners_of(place) == corners_of(row) for place in compared(finding)):
        return True
    if finding["indicator_ordinal"] is not None:
        return table == "indicators" and finding["indicator_ordinal"] == row["ordinal"]
    return _at_one_height(finding, row) and (finding["code"] in reasons or corners_of(finding) == corners_of(row))


def _at_one_height(finding: Json, row: Json) -> bool:
    if corners_of(finding) is None or corners_of(row) is None or finding["page"] != row["page"]:
        return False
    return bool(min(finding["bottom"], row["bottom"]) > max(finding["top"], row["top"]))


def _cell(loaded: Loaded, cell: Json) -> Json:
    return {
        "key": cell_key(cell),
        "grid": cell["grid"],
        "row": cell["row"],
        "col": cell["col"],
        "rows": cell["row_span"],
        "cols": cell["col_span"],
        "box": box_of(cell),
        "text": cell["text"] or "",
        "confidence": cell["confidence"],
        "decisions": [_decision(event) for event in loaded.about(corners_of(cell))],
    }


def _decision(event: Event) -> Json:
    return {
        "id": event.id,
        "kind": event.kind,
        "reading": event.reading,
        "text": event.text,
        "who": event.who,
        "when": event.when,
        "why": event.why,
    }
