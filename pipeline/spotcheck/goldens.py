"""`golden.json` as a file: loading it, its one canonical text, drafting it from a reading, taking a reading over.

The canonical text is made for a pull request: a header field a line, a row of budgets, goals and indicators a
line, keys in the order of the dataset's columns, decimals as strings.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from pipeline.errors import OutputError, UsageError
from pipeline.store.columns import TABLES
from pipeline.store.rows import Row

GOLDEN = "golden.json"
SIGNATURE = "checked_by"
# Tables that a golden holds below each target table, and what names a row there.
NAMES = {"indicators": ("horizon", "level3", "part"), "goals": ("horizon", "label"), "budgets": ("scope", "label")}
# What is not on the page: keys, places and our own doubt. A golden does not say it.
PLACE = ("page", "page_first", "page_last", "x0", "top", "x1", "bottom")
DOUBT = ("form", "reader", "confidence", "needs_review", "review_reasons")
NOT_PRINTED = frozenset(("table_id", "source_sha256", "ordinal", "indicators", *PLACE, *DOUBT))
REPEATED = frozenset({"fiscal_year"})  # in every row; a golden says it once, in its header
OBJECTS = frozenset({"fields_json", "extras_json"})

Table = Mapping[str, Any]


def printed_columns(table: str) -> tuple[str, ...]:
    """The columns of a table that a golden can say, in their order."""
    left_out = NOT_PRINTED if table == "target_tables" else NOT_PRINTED | REPEATED
    return tuple(column.name for column in TABLES[table].columns if column.name not in left_out)


def load(path: Path) -> list[dict[str, Any]]:
    """The tables of a golden.

    Raises:
        UsageError: it is no golden, or it names a column that the dataset does not have.
    """
    try:
        tables: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["tables"]
        for table in tables:
            _check_columns(path, table)
            _table_text(table)
    except (ValueError, KeyError, TypeError, AttributeError, InvalidOperation) as error:
        raise UsageError(f"{path} is no golden: {error!r}.") from error
    return tables


def signature(path: Path) -> dict[str, str | None]:
    """Who signed a golden that was drafted or changed from a reading, as its entry; empty for one written by hand."""
    content = json.loads(path.read_text(encoding="utf-8"))
    return {SIGNATURE: content[SIGNATURE] or None} if SIGNATURE in content else {}


def _check_columns(path: Path, table: Table) -> None:
    for name, rows in (("target_tables", [table]), *((name, table.get(name, [])) for name in NAMES)):
        known = {column.name for column in TABLES[name].columns} | set(NAMES)
        unknown = sorted({key for row in rows for key in row} - known)
        if unknown:
            raise UsageError(f"{path} names columns that {name} does not have: {', '.join(unknown)}.")


def from_rows(rows: Mapping[str, Sequence[Row]]) -> list[dict[str, Any]]:
    """What a reading says, as the tables of a golden: a draft that a person has to check against the page."""
    tables = []
    for header in rows["target_tables"]:
        table = printed("target_tables", header)
        for name in reversed(NAMES):
            below = [row for row in rows[name] if row["table_id"] == header["table_id"]]
            table[name] = [printed(name, row) for row in below]
        tables.append(table)
    return tables


def printed(table: str, row: Row, columns: Iterable[str] | None = None) -> dict[str, Any]:
    """A row of the dataset as a row of a golden; `columns` when only some are wanted."""
    wanted = printed_columns(table) if columns is None else columns
    return {column: _plain(column, row[column]) for column in wanted}


def _plain(column: str, value: Any) -> Any:
    if column in OBJECTS:
        return json.loads(value) if value else None
    if isinstance(value, Decimal):
        return plain_decimal(value)
    return value.isoformat() if isinstance(value, date) else value


def plain_decimal(value: Decimal) -> str:
    """The shortest plain writing: 15 for 15.000000000, never an exponent."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def canonical(tables: Sequence[Table], signed: Mapping[str, str | None]) -> str:
    """The text of a golden with its entry of `signature`."""
    lead = "".join(f"{_json(key)}: {_json(value)}, " for key, value in signed.items())
    body = ",\n".join(_table_text(table) for table in tables)
    return "\n".join([f'{{{lead}"tables": [', *([body] if body else []), "]}"]) + "\n"


def _table_text(table: Table) -> str:
    parts = [f"  {_json(key)}: {_json(_canonical_value(key, table[key]))}" for key in _ordered("target_tables", table)]
    for name in reversed(NAMES):
        if name in table:
            rows = ",\n".join(f"    {_row_text(name, row)}" for row in table[name])
            parts.append(f'  "{name}": [\n{rows}\n  ]' if rows else f'  "{name}": []')
    return " {\n" + ",\n".join(parts) + "\n }"


def _row_text(name: str, row: Table) -> str:
    return _json({key: _canonical_value(key, row[key]) for key in _ordered(name, row)})


def _ordered(name: str, row: Table) -> list[str]:
    return [column.name for column in TABLES[name].columns if column.name in row and column.name not in NAMES]


def _canonical_value(column: str, value: Any) -> Any:
    if column in _DECIMALS and value not in (None, ""):
        return plain_decimal(Decimal(str(value)))
    return value


_DECIMALS = frozenset(
    column.name for table in TABLES.values() for column in table.columns if column.type.startswith("decimal")
)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def write(path: Path, text: str) -> None:
    """Put a golden in its place, whole or not at all.

    Raises:
        OutputError: the folder cannot be written to.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise OutputError(f"{path} cannot be written: {error.strerror or error}.", "Free the folder.") from error
