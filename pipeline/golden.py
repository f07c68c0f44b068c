"""Fresh readings against goldens: `golden.json` beside the PDFs of a folder says what they hold.

    {"tables": [{"title": "…", …, "budgets": [{…}], "goals": [{…}], "indicators": [{"level3": "…", …}]}]}

Keys are columns of the dataset (numbers as strings or numbers); a column that a row does not name is not
compared; where no indicator of a table names its `part`, several values of one cell are one row. The same golden
holds for every PDF of its folder: a digital one and its scans. Rows are matched by their names, not their numbers,
so one lost row is one difference. Text that differs only in full-width or half-width characters, in blanks or in the
dress of an operator (≧ for ≥) is counted apart and is not wrong.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import groupby
from pathlib import Path
from typing import Any

from pipeline.convert import convert
from pipeline.errors import EXIT_FAILED, EXIT_OK, Failure, InputNotFoundError, UsageError
from pipeline.inputs.discover import Source
from pipeline.spotcheck.goldens import GOLDEN, NAMES, SIGNATURE, load, signature
from pipeline.spotcheck.matching import loose, matched
from pipeline.store.rows import Row, document_rows

TABLE_KEYS = (("attachment_label", "title", "project_name", "department"), ("project_name",), ("attachment_label",))


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell that is not what the golden says; `column` is empty when a whole row is missing or too many."""

    column: str
    expected: str | None
    read: str | None


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One row of the golden or of the reading, and how they differ."""

    table: str
    name: str
    flagged: bool
    reasons: str | None = None
    differences: tuple[Difference, ...] = ()
    spellings: int = 0

    @property
    def verdict(self) -> str:
        """One of the four counts."""
        if self.differences:
            return "wrong and flagged" if self.flagged else "wrong NOT flagged"
        return "flagged though right" if self.flagged else "right"


@dataclass(frozen=True, slots=True)
class Compared:
    """One PDF and its golden."""

    path: Path
    rows: tuple[ComparedRow, ...] = ()
    reading: Mapping[str, list[Row]] = field(default_factory=dict)
    failure: Failure | None = None
    unsigned: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """All PDFs compared."""

    documents: tuple[Compared, ...]

    @property
    def exit_code(self) -> int:
        """1 when a row is wrong and nothing in the dataset says so."""
        silent = any(row.verdict == "wrong NOT flagged" for document in self.documents for row in document.rows)
        return EXIT_FAILED if silent or any(document.failure for document in self.documents) else EXIT_OK

    def lines(self) -> Iterator[str]:
        """The differences and the counts, for a person."""
        for document in self.documents:
            yield from _document_lines(document)
        if len(self.documents) > 1:
            yield f"all {len(self.documents)} documents"
            yield from _count_lines([row for document in self.documents for row in document.rows])


def compare_paths(paths: Iterable[Path]) -> Comparison:
    """Read every PDF below the paths that has a golden in its folder and compare.

    Raises:
        UsageError: there is no such PDF, or a golden is not of this form.
    """
    documents = [_compare_file(path) for path in _with_golden(paths)]
    if not documents:
        raise UsageError(f"No PDF there has a {GOLDEN} in its folder.", "See: jixiao golden --help")
    return Comparison(tuple(documents))


def _with_golden(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if not path.exists():
            raise InputNotFoundError(f"{path} does not exist.")
        found = [path] if path.is_file() else sorted(path.rglob("*"))
        yield from (file for file in found if file.suffix.lower() == ".pdf" and (file.parent / GOLDEN).exists())


def _compare_file(path: Path) -> Compared:
    golden = load(path.parent / GOLDEN)
    result = convert(Source(path.name, "0" * 64, path), path)
    if result.failure:
        return Compared(path, failure=result.failure)
    rows = document_rows(result, "golden").tables
    return Compared(
        path, tuple(compare(golden, rows)), rows, unsigned=signature(path.parent / GOLDEN) == {SIGNATURE: None}
    )


def compare(golden: Sequence[Mapping[str, Any]], rows: Mapping[str, list[Row]]) -> Iterator[ComparedRow]:
    """Compare the rows of one document with its golden, table by table in their order."""
    read = rows["target_tables"]
    for position, (one, other) in enumerate(matched(golden, read, table_keys(golden)), start=1):
        expected = None if one is None else golden[one]
        header = None if other is None else read[other]
        number = f"table {position}"
        scalars = {key: value for key, value in expected.items() if key not in NAMES} if expected is not None else None
        yield _compare_row("target_tables", number, scalars, header)
        for name in NAMES:
            wanted = list(expected.get(name, [])) if expected is not None else []
            below = [row for row in rows[name] if header is not None and row["table_id"] == header["table_id"]]
            if expected is not None and name not in expected:
                continue
            if name == "indicators" and not any("part" in row for row in wanted):
                below = list(_whole_cells(below))
            for row, found in _matched(name, wanted, below):
                yield _compare_row(name, f"{number} {_name(name, row or found or {})}", row, found)


def _whole_cells(read: Iterable[Row]) -> Iterator[Row]:
    """One row a cell, in doubt when one of its parts is: a golden that names no parts holds cells as printed."""
    for _, parts in groupby(read, key=lambda row: row["ordinal"]):
        first, *others = parts
        yield {**first, **_doubt_of([first, *others])} if others else first


def _doubt_of(parts: Sequence[Row]) -> Row:
    reasons = dict.fromkeys(reason for row in parts for reason in (row["review_reasons"] or "").split(",") if reason)
    return {"needs_review": any(row["needs_review"] for row in parts), "review_reasons": ",".join(reasons) or None}


def _name(table: str, row: Mapping[str, Any]) -> str:
    return f"{table.removesuffix('s')} {' '.join(str(row[key]) for key in NAMES[table] if row.get(key) is not None)}"


def _matched(
    name: str, wanted: list[Mapping[str, Any]], read: list[Row]
) -> Iterator[tuple[Mapping[str, Any] | None, Row | None]]:
    """Pairs of rows by what names them."""
    columns = [column for column in NAMES[name] if all(column in row for row in wanted)]
    for one, other in matched(wanted, read, [columns]):
        yield None if one is None else wanted[one], None if other is None else read[other]


def table_keys(golden: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    """What names a target table within its document, as far as every table of the golden says it."""
    said = [[column for column in key if all(column in table for table in golden)] for key in TABLE_KEYS]
    return [key for key in said if key] or [["title"]]


def _compare_row(table: str, name: str, wanted: Mapping[str, Any] | None, read: Row | None) -> ComparedRow:
    if read is None:
        return ComparedRow(table, name, False, None, (Difference("", "a row", None),))
    flagged, reasons = bool(read.get("needs_review")), read.get("review_reasons")
    if wanted is None:
        return ComparedRow(table, name, flagged, reasons, (Difference("", None, "a row"),))
    unlike = [(column, wanted[column], read[column]) for column in differing_columns(wanted, read)]
    differences = tuple(
        Difference(column, _shown(value), _shown(found)) for column, value, found in unlike if not _alike(value, found)
    )
    return ComparedRow(table, name, flagged, reasons, differences, len(unlike) - len(differences))


def differing_columns(wanted: Mapping[str, Any], read: Row) -> list[str]:
    """The columns that the golden names and that were read otherwise, spelling included."""
    return [column for column, value in wanted.items() if not _same(value, read[column])]


def _same(expected: Any, read: Any) -> bool:
    """Whether a cell is what the golden says; "" and null are the same in a golden."""
    if expected is None or expected == "" or read is None:
        return read is None and expected in (None, "")
    if isinstance(read, Decimal):
        return _decimal(expected) == read
    if isinstance(read, date):
        return str(expected) == read.isoformat()
    return bool(expected == (json.loads(read) if isinstance(expected, Mapping) else read))


def _decimal(value: Any) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _alike(expected: Any, read: Any) -> bool:
    if isinstance(expected, Mapping) and isinstance(read, str):
        return _loose_items(expected) == _loose_items(json.loads(read))
    return isinstance(expected, str) and isinstance(read, str) and loose(expected) == loose(read)


def _loose_items(items: Mapping[str, str]) -> dict[str, str]:
    return {loose(key): loose(value) for key, value in items.items()}


def _shown(value: Any) -> str | None:
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False)
    return None if value is None or value == "" else str(value)


def _document_lines(document: Compared) -> Iterator[str]:
    yield str(document.path)
    if document.unsigned:
        yield f"  its {GOLDEN} was drafted from a reading and nobody has signed it: see jixiao golden accept --by"
    if document.failure:
        yield f"  {document.failure.line}"
        return
    for row in document.rows:
        mark = f"flagged {row.reasons or ''}".rstrip() if row.flagged else "NOT flagged"
        for difference in row.differences:
            what = f"{difference.column}: " if difference.column else ""
            expected, read = difference.expected or "nothing", difference.read or "nothing"
            yield f"  {row.name}: {what}expected {expected}, read {read}  ({mark})"
    yield from _count_lines(document.rows)


def _count_lines(rows: Sequence[ComparedRow]) -> Iterator[str]:
    for table in ("target_tables", *NAMES):
        counts = Counter(row.verdict for row in rows if row.table == table)
        if counts:
            verdicts = ("right", "wrong and flagged", "wrong NOT flagged", "flagged though right")
            yield f"  {table:<14}" + ", ".join(f"{counts[verdict]} {verdict}" for verdict in verdicts)
    spellings = sum(row.spellings for row in rows)
    if spellings:
        yield f"  {spellings} cells differ only in blanks, widths or the dress of an operator"
