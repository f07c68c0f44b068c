"""One side of a comparison: a dataset on disk, or a folder of goldens, as typed rows by document."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from pipeline.errors import InputNotFoundError, UsageError
from pipeline.spotcheck.goldens import GOLDEN, NAMES, load
from pipeline.store.columns import TABLES
from pipeline.store.dataset import read_table, see_that_it_is_one
from pipeline.store.rows import Row
from pipeline.store.storage import Place

# What is compared row by row; findings are our words about the rows, cells are compared as grids.
COMPARED = ("documents", "pages", "target_tables", "budgets", "goals", "indicators")
SEE = "See: jixiao diff --help"


@dataclass(frozen=True, slots=True)
class Reading:
    """All rows of one document by table name; a golden has no `documents`, `pages` and `cells`."""

    sha256: str
    path: str
    rows: Mapping[str, Sequence[Row]]


@dataclass(frozen=True, slots=True)
class Side:
    """A dataset or goldens. `said`: whether a row holds only the columns that are to be compared."""

    name: str
    readings: tuple[Reading, ...]
    golden: bool = False
    by_sha256: Mapping[str, Reading] = field(default_factory=dict)


def read_side(place: Place) -> Side:
    """A dataset, or goldens beside their PDFs.

    Raises:
        InputNotFoundError: there is no such place.
        UsageError: it is neither.
        DatasetError: a file of the dataset cannot be read.
    """
    if isinstance(place, Path) and not place.exists():
        raise InputNotFoundError(f"{place} does not exist.")
    if isinstance(place, Path) and not (place / "documents").is_dir():
        readings, golden = tuple(_goldens(place)), True
        if not readings:
            raise UsageError(f"{place} is neither a dataset nor a folder with a {GOLDEN}.", SEE)
    else:
        if not isinstance(place, Path):
            see_that_it_is_one(place)
        readings, golden = read_dataset(place), False
    return Side(str(place), readings, golden, {reading.sha256: reading for reading in readings})


def read_dataset(place: Place, tables: Sequence[str] = (*COMPARED, "cells")) -> tuple[Reading, ...]:
    """The documents of a dataset in the order of their paths, with the rows of the tables named.

    Raises:
        DatasetError: a file cannot be read.
    """
    rows: dict[str, dict[str, list[Row]]] = defaultdict(lambda: {name: [] for name in tables})
    for name in tables:
        for row in read_table(place, name):
            rows[row["source_sha256"]][name].append(row)
    documents = {sha256: of["documents"][0] for sha256, of in rows.items() if of.get("documents")}
    ordered = sorted(documents, key=lambda sha256: (documents[sha256]["source_path"], sha256))
    return tuple(Reading(sha256, documents[sha256]["source_path"], rows[sha256]) for sha256 in ordered)


def _goldens(path: Path) -> Iterator[Reading]:
    """A reading for every PDF beside a golden."""
    files = [path] if path.is_file() else sorted(path.rglob("*"))
    for file in files:
        if file.suffix.lower() == ".pdf" and (file.parent / GOLDEN).exists():
            sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
            yield Reading(sha256, str(file), golden_rows(load(file.parent / GOLDEN)))


def golden_rows(tables: Sequence[Mapping[str, Any]]) -> dict[str, list[Row]]:
    """The tables of a golden as rows of the dataset with the columns that it names, typed as there."""
    rows: dict[str, list[Row]] = {name: [] for name in ("target_tables", *NAMES)}
    for number, table in enumerate(tables):
        rows["target_tables"].append(_typed("target_tables", table, number))
        for name in NAMES:
            rows[name] += [_typed(name, row, number) for row in table.get(name, [])]
    return rows


def _typed(name: str, row: Mapping[str, Any], number: int) -> Row:
    types = {column.name: column.type for column in TABLES[name].columns}
    typed = {column: _value(types[column], value) for column, value in row.items() if column not in NAMES}
    return {**typed, "table_id": str(number)}


def _value(kind: str, value: Any) -> Any:
    if value is None or value == "":
        return None
    if kind.startswith("decimal"):
        try:
            return Decimal(str(value))
        except InvalidOperation as error:
            raise UsageError(f"A golden says {value}, which is no number.") from error
    if kind == "date32":
        return date.fromisoformat(str(value))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, Mapping) else value
