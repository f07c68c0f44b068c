"""Writing goldens, only on request: drafting one from a reading, and taking a reading over where it differs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractors.errors import SourceError
from pipeline.errors import InputNotFoundError, UsageError
from pipeline.golden import differing_columns, table_keys
from pipeline.spotcheck.goldens import (
    GOLDEN,
    NAMES,
    SIGNATURE,
    canonical,
    from_rows,
    load,
    printed,
    printed_columns,
    signature,
    write,
)
from pipeline.spotcheck.matching import matched
from pipeline.store.rows import Row

SEE = "See: jixiao golden --help"


@dataclass(frozen=True, slots=True)
class Accepted:
    """A golden with the reading taken over, and a line for each change."""

    tables: tuple[Mapping[str, Any], ...]
    changes: tuple[str, ...]


def draft(paths: Iterable[Path]) -> Iterator[str]:
    """Write a golden beside each PDF that has none; a line for each.

    Raises:
        UsageError: a folder has a golden already, or several PDFs and it is not clear which one is meant.
        SourceError: a PDF cannot be read.
        OutputError: a folder cannot be written to.
    """
    files = list(_one_for_each_folder(paths))
    for file in files:
        if (file.parent / GOLDEN).exists():
            raise UsageError(
                f"{file.parent / GOLDEN} exists; it is never overwritten.", "To change it: jixiao golden accept"
            )
    for file in files:
        tables = from_rows(_reading(file))
        write(file.parent / GOLDEN, canonical(tables, {SIGNATURE: None}))
        yield f"{file.parent / GOLDEN}: {len(tables)} tables drafted from {file.name}"
        yield "  nobody has seen them yet: compare every value with the page, then: jixiao golden accept --by NAME"


def accept(paths: Iterable[Path], by: str | None, only: str = "") -> Iterator[str]:
    """Take over what the readings say where they differ from their goldens; a line for each change.

    `only`: a part of the line of a change; the others stay as they are. `by` signs the golden.

    Raises:
        UsageError, SourceError, OutputError: see `draft`; a folder without a golden is bad usage.
    """
    for file in _one_for_each_folder(paths):
        path = file.parent / GOLDEN
        if not path.exists():
            raise UsageError(f"{path} does not exist.", "To draft it: jixiao golden write")
        accepted = taken_over(load(path), _reading(file), only)
        signed = {SIGNATURE: by} if by or accepted.changes else signature(path)
        write(path, canonical(accepted.tables, signed))
        yield f"{path}: changes taken over from {file.name}: {len(accepted.changes)}" + (f", signed {by}" if by else "")
        yield from (f"  {change}" for change in accepted.changes)


def taken_over(golden: Sequence[Mapping[str, Any]], rows: Mapping[str, Sequence[Row]], only: str = "") -> Accepted:
    """The golden with each difference replaced by what was read; rows keep the columns that they named."""
    taking = _Taking(rows, only)
    headers = rows["target_tables"]
    tables: list[Mapping[str, Any]] = []
    for position, (one, other) in enumerate(matched(golden, headers, table_keys(golden)), start=1):
        name = f"table {position}"
        if one is not None and other is not None:
            tables.append(taking.table(name, golden[one], headers[other]))
        elif one is not None and not taking.wants(f"{name}: removed"):
            tables.append(golden[one])
        elif other is not None and taking.wants(f"{name}: added"):
            tables += from_rows({**rows, "target_tables": [headers[other]]})
    return Accepted(tuple(tables), tuple(taking.changes))


class _Taking:
    """Which changes are wanted, and which were made."""

    def __init__(self, rows: Mapping[str, Sequence[Row]], only: str) -> None:
        self.changes: list[str] = []
        self._rows, self._only = rows, only

    def wants(self, change: str) -> bool:
        """Whether to make a change; it is noted when so."""
        wanted = self._only in change
        if wanted:
            self.changes.append(change)
        return wanted

    def table(self, name: str, golden: Mapping[str, Any], header: Row) -> dict[str, Any]:
        """A table of the golden with the changes of its header and rows."""
        scalars = {key: value for key, value in golden.items() if key not in NAMES}
        taken = self._columns(name, "target_tables", scalars, header)
        for kind in reversed(NAMES):
            if kind in golden:
                read = [row for row in self._rows[kind] if row["table_id"] == header["table_id"]]
                taken[kind] = list(self._below(name, kind, golden[kind], read))
        return taken

    def _below(
        self, table: str, kind: str, golden: Sequence[Mapping[str, Any]], read: Sequence[Row]
    ) -> Iterator[Mapping[str, Any]]:
        said = [column for column in NAMES[kind] if all(column in row for row in golden)]
        named = list(dict.fromkeys(key for row in golden for key in row)) or printed_columns(kind)
        for one, other in matched(golden, read, [said]):
            title = golden[one] if one is not None else read[other or 0]
            name = f"{table} {kind.removesuffix('s')} {' '.join(str(title.get(key)) for key in NAMES[kind])}"
            if one is not None and other is not None:
                yield self._columns(name, kind, golden[one], read[other])
            elif one is not None and not self.wants(f"{name}: removed"):
                yield golden[one]
            elif other is not None and self.wants(f"{name}: added"):
                yield printed(kind, read[other], named)

    def _columns(self, name: str, kind: str, golden: Mapping[str, Any], read: Row) -> dict[str, Any]:
        taken = dict(golden)
        for column in differing_columns(golden, read):
            value = printed(kind, read, [column])[column]
            if self.wants(f"{name}: {column}: {golden[column]} → {value}"):
                taken[column] = value
        return taken


def _reading(file: Path) -> Mapping[str, Sequence[Row]]:
    from pipeline.convert import convert
    from pipeline.inputs.discover import Source
    from pipeline.store.rows import document_rows

    result = convert(Source(file.name, "0" * 64, file), file)
    if result.failure:
        error = SourceError(result.failure.message, result.failure.hint)
        error.code = result.failure.code
        raise error
    return document_rows(result, "golden").tables


def _one_for_each_folder(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if not path.exists():
            raise InputNotFoundError(f"{path} does not exist.")
        if path.is_file():
            yield path
            continue
        folders: dict[Path, list[Path]] = {}
        for file in sorted(path.rglob("*")):
            if file.suffix.lower() == ".pdf":
                folders.setdefault(file.parent, []).append(file)
        if not folders:
            raise UsageError(f"There is no PDF in {path}.", SEE)
        for folder, files in folders.items():
            if len(files) > 1:
                raise UsageError(f"{folder} has {len(files)} PDFs and one golden; name the PDF to read.", SEE)
            yield files[0]
