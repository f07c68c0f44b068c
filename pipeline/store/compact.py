"""A copy of a dataset with few large files: for warehouses that suffer from many small ones.

The dataset itself keeps a file a source, because that is what makes runs repeatable: whoever merged them in place
could not replace one source without rewriting others. So the merged files go to another place, made anew each
time, and nothing is ever converted into it.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.config import CONTRACT_VERSION
from pipeline.errors import DatasetError, OutputError
from pipeline.store.columns import TABLES, Table
from pipeline.store.dataset import COMPACTED, ROW_GROUP, ZSTD_LEVEL, see_that_it_is_one, source_of
from pipeline.store.lock import sole_run
from pipeline.store.schema import arrow_schema
from pipeline.store.storage import LocalStore, Place, Store, store_at

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_PER_FILE = 1_000_000


def compact(out: Place, to: Place, rows_per_file: int = ROWS_PER_FILE) -> dict[str, int]:
    """Write the merged copy; the number of files of each table. The rows stand in the order of their sources.

    Raises:
        InputNotFoundError: there is no dataset.
        DatasetError: a file of it is damaged.
        OutputError: the copy cannot be written, something else is there, or a run is writing the dataset.
    """
    see_that_it_is_one(out)
    with _unchanging(out):
        source = store_at(out)
        if source.exists(COMPACTED):
            raise OutputError(f"{out} is a compacted copy itself.", "Compact the dataset it was made from.")
        try:
            with _target(to) as target:
                counts = {name: _merge(source, target, table, rows_per_file) for name, table in TABLES.items()}
                content = {"from": str(out), "contract_version": CONTRACT_VERSION, "files": counts}
                target.write(COMPACTED, json.dumps(content, ensure_ascii=False).encode())
        except OSError as error:
            raise OutputError(f"{to} cannot be written: {error.strerror or error}.", "Choose another --to.") from error
    return counts


@contextlib.contextmanager
def _unchanging(out: Place) -> Iterator[None]:
    with contextlib.ExitStack() as held:
        if isinstance(out, Path):
            # a dataset that nobody can write to does not change either
            with contextlib.suppress(OSError):
                held.enter_context(sole_run(out))
        yield


@contextlib.contextmanager
def _target(to: Place) -> Iterator[Store]:
    """A store that becomes `to` when all is written; an earlier copy there is replaced, anything else is not."""
    store = store_at(to)
    copied = store.exists(COMPACTED)
    here = isinstance(store, LocalStore) and store.root.exists()
    used = any(Path(to).iterdir()) if here else bool(store.stamps("."))
    if used and not copied:
        raise OutputError(f"{to} is no compacted copy and not empty.", "Choose an empty or new folder with --to.")
    if not isinstance(store, LocalStore):
        if copied:
            raise OutputError(f"{to} holds a copy already.", "Delete it, or choose another place with --to.")
        yield store
        return
    root = store.root.absolute()
    root.parent.mkdir(parents=True, exist_ok=True)
    building, former = (root.parent / f".{root.name}.{os.getpid()}.{kind}" for kind in ("tmp", "old"))
    try:
        yield LocalStore(building)
        # no system swaps two folders everywhere: for a moment there is none, never half of one
        if root.exists():
            root.rename(former)
        building.rename(root)
    finally:
        shutil.rmtree(building, ignore_errors=True)
        shutil.rmtree(former, ignore_errors=True)


def _merge(source: Store, target: Store, table: Table, rows_per_file: int) -> int:
    finished = {source_of(name) for name in source.stamps("documents")}
    partitions: dict[str, list[str]] = {}
    for name in sorted(source.stamps(table.name)):
        if name.endswith(".parquet") and source_of(name) in finished:
            partitions.setdefault(name.rpartition("/")[0], []).append(name)
    return sum(_merge_partition(source, target, table, names, rows_per_file) for names in partitions.values())


def _merge_partition(source: Store, target: Store, table: Table, names: list[str], rows_per_file: int) -> int:
    folder = names[0].rpartition("/")[0]
    waiting: list[pa.Table] = []
    number = rows = 0
    for name in names:
        part = _read(source, name, table)
        if waiting and rows + part.num_rows > rows_per_file:
            _write(target, f"{folder}/part-{number:05d}.parquet", table, waiting)
            number, waiting, rows = number + 1, [], 0
        waiting.append(part)
        rows += part.num_rows
    _write(target, f"{folder}/part-{number:05d}.parquet", table, waiting)
    return number + 1


def _read(source: Store, name: str, table: Table) -> pa.Table:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        # handing the columns of so small a file out to threads takes longer than reading them
        part = pq.ParquetFile(pa.BufferReader(source.read(name))).read(use_threads=False)
    except (pa.ArrowInvalid, OSError) as error:
        raise DatasetError(f"{name} in {source.place} cannot be read: {error}") from error
    unknown = set(part.schema.names) - set(arrow_schema(table, "").names)
    if unknown:
        message = f"{name} has columns this version does not know: {', '.join(sorted(unknown))}."
        raise DatasetError(message, "Compact it with the version that wrote it.")
    return part


def _write(target: Store, name: str, table: Table, parts: list[Any]) -> None:
    """One file; columns that a part is too old to have are null in its rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    versions = {(part.schema.metadata or {}).get(b"pipeline_version", b"").decode() for part in parts}
    schema = arrow_schema(table, ", ".join(sorted(versions)))
    bare = schema.remove_metadata()
    merged = pa.concat_tables([bare.empty_table(), *(_bare(part) for part in parts)], promote_options="default")
    file = io.BytesIO()
    pq.write_table(
        pa.Table.from_arrays(merged.select(schema.names).columns, schema=schema),
        file,
        compression="zstd",
        compression_level=ZSTD_LEVEL,
        row_group_size=ROW_GROUP,
    )
    target.write(name, file.getvalue())


def _bare(part: pa.Table) -> pa.Table:
    """Without metadata, which differs between versions."""
    import pyarrow as pa

    fields = [field.remove_metadata() for field in part.schema]
    return pa.Table.from_arrays(part.columns, schema=pa.schema(fields))
