"""Writes the files of one source: complete or not at all, and the same bytes every time.

New files are first written beside their places and synced. Then the source's row in `documents` goes, the
new files take their places, files in partitions that the source no longer has rows for go, and the new row in
`documents` comes last. So a reader never meets half a file, and a source that has a row is complete; one that
was interrupted in between has none and is converted by the next run.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.columns import TABLES, Table
from pipeline.config import CONTRACT_VERSION
from pipeline.errors import OutputError
from pipeline.rows import DocumentRows, Row
from pipeline.schema import arrow_schema

if TYPE_CHECKING:
    import pyarrow as pa

# Hive's name for the partition of a null, which every loader knows
NO_YEAR = "__HIVE_DEFAULT_PARTITION__"
ROW_GROUP = 65_536
ZSTD_LEVEL = 3


def prepare(out: Path) -> None:
    """Make the folder of the dataset and see that it can be written to.

    Raises:
        OutputError: it cannot.
    """
    try:
        (out / "_runs").mkdir(parents=True, exist_ok=True)
        probe = out / "_runs" / f".{os.getpid()}.tmp"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise OutputError(f"{out} cannot be written to: {error.strerror or error}.") from error


def document_path(out: Path, sha16: str) -> Path:
    """The file that is written last."""
    return out / "documents" / f"{sha16}.parquet"


def write(out: Path, sha16: str, rows: DocumentRows, pipeline_version: str) -> None:
    """Replace exactly the files of one source.

    Raises:
        OutputError: the disk is full or the folder cannot be written to; what was there stays readable.
    """
    try:
        _replace(out, sha16, rows, pipeline_version)
    except OSError as error:
        raise OutputError(f"The dataset in {out} cannot be written: {error.strerror or error}.") from error


def write_document_row(out: Path, sha16: str, row: Row, pipeline_version: str) -> None:
    """Replace only the row in `documents`: for a source that was found under another path."""
    target = document_path(out, sha16)
    try:
        _written(target, TABLES["documents"], [row], pipeline_version).replace(target)
        _sync_folder(target.parent)
    except OSError as error:
        raise OutputError(f"The dataset in {out} cannot be written: {error.strerror or error}.") from error


def read_document_row(out: Path, sha16: str, pipeline_version: str) -> Row | None:
    """The row in `documents`, when this version of the program wrote it; None when there is none."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = document_path(out, sha16)
    if not path.exists():
        return None
    try:
        table = pq.read_table(path, partitioning=None)
    except (pa.ArrowInvalid, OSError):
        return None
    metadata = table.schema.metadata or {}
    wanted = {b"pipeline_version": pipeline_version, b"contract_version": CONTRACT_VERSION}
    if any(metadata.get(key) != value.encode() for key, value in wanted.items()) or table.num_rows != 1:
        return None
    row: Row = table.to_pylist()[0]
    return row


def _replace(out: Path, sha16: str, rows: DocumentRows, pipeline_version: str) -> None:
    final = document_path(out, sha16)
    files = {**_targets(out, sha16, rows.tables), final: (TABLES["documents"], [rows.document])}
    written: dict[Path, Path] = {}
    try:
        for path, (table, content) in files.items():
            written[path] = _written(path, table, content, pipeline_version)
        final.unlink(missing_ok=True)
        _sync_folder(final.parent)
        last = written.pop(final)
        for path, temporary in written.items():
            temporary.replace(path)
        stale = set(_files(out, sha16)) - set(written)
        for path in stale:
            path.unlink()
        for folder in sorted({path.parent for path in (*written, *stale)}):
            _sync_folder(folder)
        last.replace(final)
        _sync_folder(final.parent)
    finally:
        for path in files:
            _temporary(path).unlink(missing_ok=True)


def _targets(out: Path, sha16: str, tables: Mapping[str, list[Row]]) -> dict[Path, tuple[Table, list[Row]]]:
    """Which file gets which rows."""
    targets: dict[Path, tuple[Table, list[Row]]] = {}
    for name, rows in tables.items():
        table = TABLES[name]
        if table.by_year:
            for row in rows:
                year = NO_YEAR if row["fiscal_year"] is None else row["fiscal_year"]
                path = out / name / f"year={year}" / f"{sha16}.parquet"
                targets.setdefault(path, (table, []))[1].append(row)
        elif rows or table.always:
            targets[out / name / f"{sha16}.parquet"] = (table, rows)
    return targets


def _files(out: Path, sha16: str) -> Iterable[Path]:
    """Every file of a source but its row in `documents`, and what an interrupted run left beside them."""
    for table in TABLES.values():
        for folder in out.glob(f"{table.name}/year=*" if table.by_year else table.name):
            if table.name != "documents" and (file := folder / f"{sha16}.parquet").exists():
                yield file
            yield from (path for path in folder.glob(f".{sha16}.*.tmp") if not _is_ours(path))


def _is_ours(temporary: Path) -> bool:
    return temporary.name.split(".")[2] == str(os.getpid())


def _temporary(target: Path) -> Path:
    """Beside the target; the name is hidden and ends otherwise, so that no loader takes it."""
    return target.parent / f".{target.stem}.{os.getpid()}.tmp"


def _written(target: Path, table: Table, rows: list[Row], pipeline_version: str) -> Path:
    """A complete, synced file beside the target."""
    import pyarrow.parquet as pq

    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = _temporary(target)
    with temporary.open("wb") as file:
        pq.write_table(
            arrow_table(table, rows, pipeline_version),
            file,
            compression="zstd",
            compression_level=ZSTD_LEVEL,
            row_group_size=ROW_GROUP,
        )
        file.flush()
        os.fsync(file.fileno())
    return temporary


def arrow_table(table: Table, rows: list[dict[str, Any]], pipeline_version: str) -> pa.Table:
    """Rows as an Arrow table with the columns of the contract; other keys of a row are left out."""
    import pyarrow as pa

    schema = arrow_schema(table, pipeline_version)
    columns = [pa.array([row[field.name] for row in rows], type=field.type) for field in schema]
    return pa.Table.from_arrays(columns, schema=schema)


def _sync_folder(folder: Path) -> None:
    """Make renames in a folder last; Windows has no such thing and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
