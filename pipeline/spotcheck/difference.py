"""What is different between two readings, row by row and column by column, sorted by what it concerns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from pipeline.spotcheck.goldens import NAMES, plain_decimal
from pipeline.spotcheck.matching import loose, matched
from pipeline.spotcheck.readings import Reading, Side
from pipeline.store.rows import Row

TABLE_KEYS = (
    ("attachment_label", "title", "project_name", "department"),
    ("project_name", "title"),
    ("project_name",),
    ("attachment_label",),
    ("title",),
)
ROW_KEYS = {
    "indicators": (
        ("horizon", "level1", "level2", "level3", "part"),
        ("horizon", "level3", "part"),
        ("level3", "part"),
    ),
    "goals": (("horizon", "label"), ("label",)),
    "budgets": (("scope", "label"), ("label",)),
    "pages": (("page",),),
}
PLACE = ("page", "page_first", "page_last", "x0", "top", "x1", "bottom", "reader")
DOUBT = ("confidence", "needs_review", "review_reasons")
# Keys, positions in the dataset and what the run found out about files: not part of a reading.
NOT_COMPARED = frozenset(
    ("table_id", "source_sha256", "source_path", "duplicate_paths", "file_bytes", "ordinal", "indicators", "tables",
     "pipeline_version", "contract_version", "error_message")
)  # fmt: skip
_OF_INDICATORS = {
    "structure": ("horizon", "level1", "level2", "level1_code", "level2_code", "part"),
    "text": ("level3", "explanation", "value_text", "value_kind", "baseline_text", "note", "extras_json"),
    "operator": ("operator", "operator_text"),
    "number": ("level1_weight", "level2_weight", "weight", "number_low", "number_high", "value_min", "value_max",
               "date_from", "date_to"),
    "unit": ("unit_text", "base_unit", "dimension"),
}  # fmt: skip
_OF_TABLES = {
    "documents": "document",
    "pages": "document",
    "target_tables": "header",
    "budgets": "budget",
    "goals": "goal",
}
ASPECTS = ("document", "structure", "header", "budget", "goal", "text", "operator", "number", "unit", "doubt", "place")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a source, for its picture; the box in points on the upright page."""

    sha256: str
    path: str
    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Difference:
    """One column that differs, or a whole row that only one side has: then `column` is empty.

    `left` and `right` are None where there is nothing on that side.
    """

    document: str
    table: str
    kind: str
    row: str
    aspect: str
    column: str
    left: str | None
    right: str | None
    left_spot: Spot | None = None
    right_spot: Spot | None = None


@dataclass(frozen=True, slots=True)
class PairedTable:
    """A target table on both sides, each with its rows; one of them may be missing."""

    document: str
    name: str
    left: Mapping[str, Sequence[Row]] | None
    right: Mapping[str, Sequence[Row]] | None


def is_compared(kind: str, column: str) -> bool:
    """Whether a column is part of a reading; the year stands in every row, but it is the header's."""
    return column not in NOT_COMPARED and (column != "fiscal_year" or kind == "target_tables")


def aspect_of(kind: str, column: str) -> str:
    """What a column of a table concerns."""
    if column in PLACE and kind != "pages":
        return "place"
    if column in DOUBT:
        return "doubt"
    if kind == "target_tables" and column == "form":
        return "structure"
    if kind != "indicators":
        return _OF_TABLES[kind]
    return next(aspect for aspect, columns in _OF_INDICATORS.items() if column in columns)


def paired_documents(left: Side, right: Side) -> Iterator[tuple[Reading | None, Reading | None]]:
    """Documents with the same bytes, then those under the same path, then what only one side has.

    Goldens say nothing of documents that they do not lie beside, so those are left out.
    """
    others = [reading for reading in right.readings if reading.sha256 not in left.by_sha256]
    for reading in left.readings:
        other = right.by_sha256.get(reading.sha256)
        if other is None and not (left.golden or right.golden):
            other = next((each for each in others if each.path == reading.path), None)
            others = [each for each in others if each is not other]
        if other is not None or not right.golden:
            yield reading, other
    if not left.golden:
        yield from ((None, other) for other in others)


def paired_tables(left: Reading | None, right: Reading | None) -> Iterator[PairedTable]:
    """The target tables of a document on both sides."""
    one, other = _tables(left), _tables(right)
    either = right or left
    name = either.path if either else ""
    for position, place in matched(
        _headers(one), _headers(other), said_keys(TABLE_KEYS, _headers(one), _headers(other))
    ):
        mine = None if position is None else one[position]
        theirs = None if place is None else other[place]
        yield PairedTable(name, _table_name(mine or theirs or {}), mine, theirs)


def _tables(reading: Reading | None) -> list[Mapping[str, Sequence[Row]]]:
    if reading is None:
        return []
    return [
        {
            "target_tables": [header],
            **{
                name: [row for row in reading.rows.get(name, ()) if row.get("table_id") == header["table_id"]]
                for name in (*NAMES, "cells")
            },
        }
        for header in reading.rows["target_tables"]
    ]


def _headers(tables: Sequence[Mapping[str, Sequence[Row]]]) -> list[Row]:
    return [table["target_tables"][0] for table in tables]


def _table_name(table: Mapping[str, Sequence[Row]]) -> str:
    header = table["target_tables"][0]
    words = (header.get(column) for column in ("attachment_label", "title", "project_name"))
    return " ".join(word for word in words if word) or "?"


def differences(left: Reading | None, right: Reading | None, golden: bool = False) -> Iterator[Difference]:
    """Every difference of one document; with `golden`, only in the columns that the left side names."""
    finder = _Finder(left, right, golden)
    if not golden:
        yield from finder.of_rows("documents", "", _rows(left, "documents"), _rows(right, "documents"), ((),))
        yield from finder.of_rows("pages", "", _rows(left, "pages"), _rows(right, "pages"), ROW_KEYS["pages"])
    for pair in paired_tables(left, right):
        yield from finder.of_table(pair)


def _rows(reading: Reading | None, name: str) -> Sequence[Row]:
    return () if reading is None else reading.rows[name]


class _Finder:
    """Compares the rows of one document."""

    def __init__(self, left: Reading | None, right: Reading | None, golden: bool) -> None:
        self._left, self._right, self._golden = left, right, golden
        either = right or left
        self._document = either.path if either else ""

    def of_table(self, pair: PairedTable) -> Iterator[Difference]:
        """A target table: its header and its rows; one difference when a side does not have it at all."""
        if pair.left is None or pair.right is None:
            header = (pair.left or pair.right or {})["target_tables"][0]
            yield self._whole("target_tables", pair.name, header, pair.left is not None)
            return
        for kind in ("target_tables", *reversed(NAMES)):
            mine, theirs = pair.left[kind], pair.right[kind]
            if self._golden and kind in NAMES and not mine and not self._says(kind):
                continue
            yield from self.of_rows(kind, pair.name, mine, theirs, ROW_KEYS.get(kind, ((),)))

    def _says(self, kind: str) -> bool:
        """Whether the golden speaks of this kind of row at all."""
        return self._left is not None and bool(self._left.rows[kind])

    def of_rows(
        self, kind: str, table: str, left: Sequence[Row], right: Sequence[Row], keys: Sequence[Sequence[str]]
    ) -> Iterator[Difference]:
        """The rows of one kind, matched by what names them."""
        for one, other in matched(left, right, said_keys(keys, left, right)):
            if one is None or other is None:
                row = right[other or 0] if one is None else left[one]
                yield self._whole(kind, table, row, one is not None)
            else:
                yield from self._columns(kind, table, left[one], right[other])

    def _columns(self, kind: str, table: str, left: Row, right: Row) -> Iterator[Difference]:
        columns = left if self._golden else right
        for column in columns:
            if not is_compared(kind, column) or left.get(column) == right.get(column):
                continue
            yield Difference(
                self._document,
                table,
                kind,
                row_name(kind, left),
                aspect_of(kind, column),
                column,
                _printed(left.get(column)),
                _printed(right.get(column)),
                _spot(self._left, left),
                _spot(self._right, right),
            )

    def _whole(self, kind: str, table: str, row: Row, on_left: bool) -> Difference:
        name = row_name(kind, row)
        spot = _spot(self._left if on_left else self._right, row)
        aspect = "document" if kind in ("documents", "pages") else "structure"
        words = name or table or "document"
        left, right = (words, None) if on_left else (None, words)
        return Difference(
            self._document, table, kind, name, aspect, "", left, right, *((spot, None) if on_left else (None, spot))
        )


def said_keys(keys: Sequence[Sequence[str]], left: Sequence[Row], right: Sequence[Row]) -> list[list[str]]:
    """The keys as far as both sides have their columns; a golden may leave some out."""
    rows = [*left, *right]
    said = [[column for column in key if all(column in row for row in rows)] for key in keys]
    return list(filter(None, said)) or [[]]


def row_name(kind: str, row: Row) -> str:
    """What a reader calls a row."""
    if kind == "pages":
        return f"page {row['page']}"
    columns = {"indicators": ("level1", "level2", "level3"), "goals": ("label",), "budgets": ("label",)}.get(kind, ())
    name = " / ".join(str(row[column]) for column in columns if row.get(column))
    return f"{name} ({row['part']})" if row.get("part", 1) != 1 else name


def _spot(reading: Reading | None, row: Row) -> Spot | None:
    if reading is None or row.get("page") is None or row.get("x0") is None:
        return None
    return Spot(reading.sha256, reading.path, row["page"], row["x0"], row["top"], row["x1"], row["bottom"])


def _printed(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, Decimal):
        return plain_decimal(value)
    return value.isoformat() if isinstance(value, date) else str(value)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which differences are wanted. Nothing is left out by default."""

    only: frozenset[str] = frozenset()
    ignored: frozenset[str] = frozenset()
    spelling: bool = True

    def wants(self, difference: Difference) -> bool:
        """Whether it is of a wanted aspect and more than spelling, where that is not wanted."""
        if difference.aspect in self.ignored or (self.only and difference.aspect not in self.only):
            return False
        same = loose(difference.left) == loose(difference.right)
        return self.spelling or not (difference.column and same)


def compare_sides(left: Side, right: Side, wanted: Filter) -> Iterable[Difference]:
    """Every wanted difference between two datasets, or between goldens (left) and a dataset."""
    for one, other in paired_documents(left, right):
        if one is None or other is None:
            reading = one or other
            name = reading.path if reading else ""
            whole = Difference(
                name, "", "documents", name, "document", "", name if one else None, name if other else None
            )
            yield from filter(wanted.wants, [whole])
        else:
            yield from filter(wanted.wants, differences(one, other, left.golden))
