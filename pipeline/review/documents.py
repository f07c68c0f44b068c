"""One document as the page needs it: its tables, and what people have decided about it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline.corrections.model import Event, Standing, standing
from pipeline.corrections.store import load
from pipeline.review.index import Line, read_columns
from pipeline.store.columns import TABLES

Json = dict[str, Any]
Corners = tuple[int, int, int, int, int]

ROWS = ("target_tables", "budgets", "goals", "indicators")
KEPT_DOCUMENTS = 4


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


def box_of(row: Json) -> list[float] | None:
    """The four edges; None for a row without a place."""
    return None if row.get("x0") is None else [row["x0"], row["top"], row["x1"], row["bottom"]]


def plain(value: Any) -> Any:
    """A value of the dataset as JSON: decimals as they are written, never as floats."""
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return value.isoformat() if isinstance(value, date) else value
