"""One document as the page shows it: its rows, cells, findings and decisions, page by page, as plain JSON values."""

from __future__ import annotations

import json
import re
import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from extractors.model import Severity
from pipeline.audit.words import WORDS, sentence
from pipeline.columns import TABLES
from pipeline.corrections.model import CorrectionCode, Event, Standing, standing
from pipeline.corrections.store import load
from pipeline.review.index import Line, read_columns

Json = dict[str, Any]
Corners = tuple[int, int, int, int, int]

ROWS = ("target_tables", "budgets", "goals", "indicators")
KEPT_DOCUMENTS = 4
# how readers quote what they read: extractors/scan/
_QUOTED = re.compile("‘([^’]*)’")
_TWO_READINGS = "OCR-DIFFER"
_BESIDE = ("table_id", "source_sha256", "x0", "top", "x1", "bottom", "page", "needs_review", "review_reasons")


@dataclass(frozen=True, slots=True)
class Loaded:
    """The tables of one document as rows of the dataset, and the decisions of people."""

    line: Line
    tables: Mapping[str, list[Json]]
    events: tuple[Event, ...]
    said: Standing

    @property
    def applied(self) -> bool:
        """Whether the rows have been converted with the decisions as they are now."""
        return self.line.corrections == self.said.state

    def row(self, key: str) -> Json | None:
        """A row by its key."""
        table = key.partition(":")[0]
        return next((row for row in self.tables.get(table, ()) if row_key(table, row) == key), None)

    def cell(self, key: str) -> Json | None:
        """A cell by its key."""
        return next((cell for cell in self.tables["cells"] if cell_key(cell) == key), None)

    def about(self, corners: Corners | None) -> tuple[Event, ...]:
        """The events that hold about the cell with these corners; several when people disagree."""
        if corners is None:
            return ()
        groups = [(event,) for event in self.said.agreed] + list(self.said.disputed)
        return next((group for group in groups if group[0].key == ("cell", *corners)), ())

    def about_row(self, table: str, row: Json) -> tuple[Event, ...]:
        """The same for a row, by its value cell; for a table's header by its number."""
        if table != "target_tables":
            return self.about(corners_of(row))
        wanted = ("table", str(row["ordinal"]))
        groups = [(event,) for event in self.said.agreed] + list(self.said.disputed)
        return next((group for group in groups if group[0].key == wanted), ())


class Documents:
    """Reads documents of one dataset and keeps the last ones."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._kept: OrderedDict[tuple[str, tuple[int, int]], Mapping[str, list[Json]]] = OrderedDict()
        self._reading = threading.Lock()

    def load(self, line: Line) -> Loaded:
        """A document with the decisions about it as they are on the disk now.

        Raises:
            CorrectionsError: they cannot be read.
        """
        events = load(self._out, line.sha256)
        return Loaded(line, self._tables(line), events, standing(events))

    def _tables(self, line: Line) -> Mapping[str, list[Json]]:
        key = (line.sha16, line.stamp)
        with self._reading:
            if key not in self._kept:
                self._kept[key] = {table: self._rows(table, line.sha16) for table in TABLES}
                while len(self._kept) > KEPT_DOCUMENTS:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
            return self._kept[key]

    def _rows(self, table: str, sha16: str) -> list[Json]:
        by_year = TABLES[table].by_year
        files = sorted(self._out.glob(f"{table}/year=*/{sha16}.parquet" if by_year else f"{table}/{sha16}.parquet"))
        return [row for file in files for row in read_columns(file)]


def corners_of(row: Json) -> Corners | None:
    """Page and corners as `Event.key` has them; None for a row without a place."""
    if row.get("page") is None or row.get("x0") is None:
        return None
    return (row["page"], *(round(row[edge]) for edge in ("x0", "top", "x1", "bottom")))


def row_key(table: str, row: Json) -> str:
    """Names a row on the page."""
    part = f":{row['part']}" if "part" in row else ""
    return f"{table}:{row['table_id']}:{row['ordinal']}{part}"


def cell_key(cell: Json) -> str:
    """Names a cell on the page."""
    return f"{cell['page']}:{cell['grid']}:{cell['row']}:{cell['col']}"


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
        "findings": [_finding(finding, loaded) for finding in findings],
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
        "box": _box(row),
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
    if any(corners_of(place) == corners_of(row) for place in _compared(finding)):
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
        "box": _box(cell),
        "text": cell["text"] or "",
        "confidence": cell["confidence"],
        "decisions": [_decision(event) for event in loaded.about(corners_of(cell))],
    }


def _finding(finding: Json, loaded: Loaded) -> Json:
    return {
        "code": finding["code"],
        "severity": finding["severity"],
        "message": finding["message"],
        "chinese": _in_chinese(finding),
        "evidence": finding["evidence"],
        "suggestion": finding["suggestion"],
        "page": finding["page"],
        "box": _box(finding),
        "others": _other_sides(finding, loaded),
        "readings": readings(finding),
    }


def _in_chinese(finding: Json) -> str | None:
    """The sentence that `jixiao audit` has for it; doubts about a reading have none."""
    if finding["code"] not in WORDS:
        return None
    return sentence(finding["code"], finding.get("computed"), finding.get("expected"))


def _other_sides(finding: Json, loaded: Loaded) -> list[Json]:
    """The places that a finding compares its own with, and the indicator it is about where that stands elsewhere."""
    sides = []
    for place in _compared(finding):
        sides.append({"page": place["page"], "box": _box(place), "key": _row_at(place, loaded)})
    for row in loaded.tables["indicators"]:
        same = row["table_id"] == finding["table_id"] and row["ordinal"] == finding["indicator_ordinal"]
        if same and corners_of(row) is not None:
            sides.append({"page": row["page"], "box": _box(row), "key": row_key("indicators", row)})
    own = (finding["page"], _box(finding))
    different = {(side["page"], *side["box"]): side for side in sides if (side["page"], side["box"]) != own}
    return list(different.values())


def _compared(finding: Json) -> list[Json]:
    """The boxes of the other side of a contradiction."""
    places: list[Json] = json.loads(finding.get("places_json") or "[]")
    return places


def _row_at(place: Json, loaded: Loaded) -> str | None:
    rows = ((table, row) for table in ("indicators", "goals", "budgets") for row in loaded.tables[table])
    return next((row_key(table, row) for table, row in rows if corners_of(row) == corners_of(place)), None)


def readings(finding: Json) -> list[Json]:
    """What may stand in place of what (`of`: a part of the cell; None for all of it), as far as the finding tells."""
    if finding["severity"] == Severity.INFO:
        return []
    quoted = _QUOTED.findall(finding["message"]) if finding["code"] == _TWO_READINGS else []
    pairs = [(of, text) for of in quoted for text in quoted if of != text]
    # a suggestion may list several, as a disagreement of reviewers does
    pairs += [(finding.get("computed"), text) for text in (finding["suggestion"] or "").split(" | ")]
    return [{"of": of, "text": text} for of, text in dict.fromkeys(pairs) if text]


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


def _box(row: Json) -> list[float] | None:
    return None if row.get("x0") is None else [row["x0"], row["top"], row["x1"], row["bottom"]]


def plain(value: Any) -> Any:
    """A value of the dataset as JSON: decimals as they are written, never as floats."""
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return value.isoformat() if isinstance(value, date) else value
