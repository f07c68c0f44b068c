"""Writes the files of one source: complete or not at all, and the same bytes every time.

First all bytes are made safe. Then the source's row in `documents` goes, the new files take their places, files in
partitions that the source no longer has rows for go, and the new row in `documents` comes last. So a reader
never meets half a file, and a source that has a row is complete; one that was interrupted in between has none
and is converted by the next run.
"""

from __future__ import annotations

import io
import os
from collections.abc import Container, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.config import CONTRACT_VERSION
from pipeline.errors import DatasetError, InputNotFoundError, OutputError
from pipeline.store.columns import TABLES, Table
from pipeline.store.rows import DocumentRows, Row
from pipeline.store.schema import arrow_schema
from pipeline.store.storage import LocalStore, Place, Store, store_at

if TYPE_CHECKING:
    import pyarrow as pa

# Hive's name for the partition of a null, which every loader knows
NO_YEAR = "__HIVE_DEFAULT_PARTITION__"
ROW_GROUP = 65_536
ZSTD_LEVEL = 3
# written by `jixiao compact` into its copies
COMPACTED = "_compacted.json"
_SUFFIX = ".parquet"
# There while a run writes. One that was killed leaves it behind.
_WRITING = "_state/writing"


def prepare(out: Place) -> None:
    """Make the folder of the dataset, see that it can be written to, and sweep away what a killed run left.

    What it left is hidden files, and files of a source without a row in `documents`: both are half a source. When
    the last run came to its end (`release`), such a row was taken away by somebody, and the files are whole: they stay,
    because their source need not be among the inputs of this run. One that is replaces them anyway.
    In a store without locks nothing is swept, because another run may be writing it just now.

    Raises:
        OutputError: it cannot, or it is a compacted copy.
    """
    with _as_output_error(out):
        store = store_at(out)
        if store.exists(COMPACTED):
            hint = "Convert into the dataset it was made from, and compact that again."
            raise OutputError(f"{out} is a compacted copy, whose rows have no file of their own.", hint)
        _probe(store)
        if isinstance(store, LocalStore):
            _sweep_temporary(store.root)
            if store.exists(_WRITING):
                _sweep_halves(store)


def begin(out: Place) -> None:
    """Say that sources are being written, for the next run if this one is killed.

    Raises:
        OutputError: it cannot be said.
    """
    with _as_output_error(out):
        store = store_at(out)
        if isinstance(store, LocalStore):
            store.write(_WRITING, b"")


def release(out: Place) -> None:
    """Say that nothing is half written: every process of the run came to the end of what it wrote."""
    with _as_output_error(out):
        store = store_at(out)
        if isinstance(store, LocalStore):
            store.delete(_WRITING)


def _probe(store: Store) -> None:
    """See that it can be written to, before hours of work go into it."""
    probe = f"_runs/.{os.getpid()}.tmp"
    store.write(probe, b"")
    store.delete(probe)


def _sweep_temporary(root: Path) -> None:
    for folder in (*TABLES, "_runs", "_state"):
        for temporary in (root / folder).rglob(".*.tmp"):
            temporary.unlink(missing_ok=True)


def _sweep_halves(store: LocalStore) -> None:
    finished = {source_of(name) for name in store.stamps("documents")}
    for table in TABLES:
        for name in store.stamps(table):
            if name.endswith(_SUFFIX) and source_of(name) not in finished:
                store.delete(name)


def source_of(name: str) -> str:
    """The `sha16` in the name of a file."""
    return name.rpartition("/")[2].removesuffix(_SUFFIX)


def document_name(sha16: str) -> str:
    """The file that is written last, below the dataset."""
    return f"documents/{sha16}{_SUFFIX}"


def document_path(out: Path, sha16: str) -> Path:
    """The same in a folder."""
    return out / document_name(sha16)


def write(out: Place, sha16: str, rows: DocumentRows, pipeline_version: str) -> None:
    """Replace exactly the files of one source.

    Raises:
        OutputError: the disk is full or the folder cannot be written to; what was there stays readable.
    """
    final = document_name(sha16)
    contents = {
        name: _parquet(table, content, pipeline_version)
        for name, (table, content) in _targets(sha16, rows.tables).items()
    }
    last = _parquet(TABLES["documents"], [rows.document], pipeline_version)
    with _as_output_error(out):
        store = store_at(out)
        with store.writing():
            stale = [name for name in files_of(store, sha16) if name not in contents]
            store.write_all({**contents, final: last}, before=(final, *stale))


def write_document_row(out: Place, sha16: str, row: Row, pipeline_version: str) -> None:
    """Replace only the row in `documents`: for a source that was found under another path."""
    with _as_output_error(out):
        store = store_at(out)
        with store.writing():
            store.write(document_name(sha16), _parquet(TABLES["documents"], [row], pipeline_version))


def remove(out: Place, sha16: str) -> None:
    """Delete every row of one source; its row in `documents` goes first, so that half of it is never taken for all.

    Raises:
        OutputError: it cannot be deleted.
    """
    with _as_output_error(out):
        store = store_at(out)
        with store.writing():
            store.delete(document_name(sha16))
            for name in files_of(store, sha16):
                store.delete(name)


def read_document_row(out: Place, sha16: str, pipeline_version: str) -> Row | None:
    """The row in `documents`, when this version of the program wrote it; None when there is none."""
    table = _read(store_at(out), document_name(sha16))
    if table is None:
        return None
    metadata = table.schema.metadata or {}
    wanted = {b"pipeline_version": pipeline_version, b"contract_version": CONTRACT_VERSION}
    if any(metadata.get(key) != value.encode() for key, value in wanted.items()) or table.num_rows != 1:
        return None
    row: Row = table.to_pylist()[0]
    return row


def read_rows(out: Place, sha16: str, name: str) -> list[Row]:
    """The rows of one source in one table, in the order of its partitions."""
    store = store_at(out)
    tables = [_read(store, file) for file in sorted(files_of(store, sha16, name))]
    return [row for table in tables if table is not None for row in table.to_pylist()]


def read_table(
    out: Place,
    name: str,
    columns: list[str] | None = None,
    condition: Any = None,
    only: Container[str] | None = None,
) -> list[Row]:
    """Rows of one table over all sources, or `only` these (`sha16`), in the order of the files' names.

    `columns`: these, all when None. `condition` is an Arrow expression.

    Raises:
        DatasetError: a file of it is damaged or cannot be read.
    """
    import pyarrow as pa
    import pyarrow.dataset as arrow

    store = store_at(out)
    names = sorted(
        file for file in store.stamps(name) if file.endswith(_SUFFIX) and (only is None or source_of(file) in only)
    )
    if not names:
        return []
    system, root = store.for_arrow()
    table = TABLES[name]
    try:
        files = arrow.dataset(
            [f"{root}/{file}" for file in names], arrow_schema(table, ""), filesystem=system, format="parquet"
        )
        rows: list[Row] = files.to_table(columns, filter=condition).to_pylist()
    except (pa.ArrowInvalid, OSError) as error:
        raise DatasetError(f"{name} in {out} cannot be read: {error}") from error
    return rows


def see_that_it_is_one(out: Place) -> None:
    """See that there is a dataset.

    Raises:
        InputNotFoundError: there is none.
    """
    try:
        if not store_at(out).stamps("documents"):
            raise InputNotFoundError(f"There is no dataset in {out}.", "Check the path; jixiao convert writes one.")
    except OSError as error:
        raise InputNotFoundError(f"{out} cannot be read: {error.strerror or error}.") from error


def _read(store: Store, name: str) -> pa.Table | None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        # handing the columns of so small a file out to threads takes longer than reading them
        return pq.ParquetFile(pa.BufferReader(store.read(name))).read(use_threads=False)
    except (pa.ArrowInvalid, OSError):
        return None


def _targets(sha16: str, tables: Mapping[str, list[Row]]) -> dict[str, tuple[Table, list[Row]]]:
    """Which file gets which rows."""
    targets: dict[str, tuple[Table, list[Row]]] = {}
    for name, rows in tables.items():
        table = TABLES[name]
        if table.by_year:
            for row in rows:
                year = NO_YEAR if row["fiscal_year"] is None else row["fiscal_year"]
                targets.setdefault(f"{name}/year={year}/{sha16}{_SUFFIX}", (table, []))[1].append(row)
        elif rows or table.always:
            targets[f"{name}/{sha16}{_SUFFIX}"] = (table, rows)
    return targets


def files_of(store: Store, sha16: str, only: str | None = None) -> Iterator[str]:
    """Every file of a source, or those of one table; its row in `documents` is left out."""
    for table in TABLES.values():
        if table.name == "documents" or only not in (None, table.name):
            continue
        folders = store.folders(table.name) if table.by_year else [""]
        for folder in folders:
            name = "/".join(part for part in (table.name, folder, f"{sha16}{_SUFFIX}") if part)
            if store.exists(name):
                yield name


def _parquet(table: Table, rows: list[Row], pipeline_version: str) -> bytes:
    """The bytes of one file."""
    import pyarrow.parquet as pq

    file = io.BytesIO()
    pq.write_table(
        arrow_table(table, rows, pipeline_version),
        file,
        compression="zstd",
        compression_level=ZSTD_LEVEL,
        row_group_size=ROW_GROUP,
    )
    return file.getvalue()


def arrow_table(table: Table, rows: list[dict[str, Any]], pipeline_version: str) -> pa.Table:
    """Rows as an Arrow table with the columns of the contract; other keys of a row are left out."""
    import pyarrow as pa

    schema = arrow_schema(table, pipeline_version)
    columns = [pa.array([row[field.name] for row in rows], type=field.type) for field in schema]
    return pa.Table.from_arrays(columns, schema=schema)


@contextmanager
def _as_output_error(out: Place) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(f"The dataset in {out} cannot be written: {error.strerror or error}.") from error
