"""The columns as Arrow schemas, with their labels as field metadata, and as the page docs/dataset.md."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pipeline.config import CONTRACT_VERSION
from pipeline.store.columns import TABLES, Table

if TYPE_CHECKING:
    import pyarrow as pa


_INTRODUCTION = """\
# The dataset

Contract version {version}. Generated from `pipeline/store/columns.py` by `python -m pipeline.store.schema`; a test
fails when it is out of date.

Lengths are points (1/72 inch, rounded to 0.01) on the upright page, origin top left; pages count from 1, grid rows and
columns from 0, ordinals from 1. Numbers are exact decimals. What is missing is null, never an empty string and never
0. Confidence runs from 0 to 1, rounded to four digits. `needs_review` means that the reading is in doubt; a
contradiction that stands in the source itself is a row in `findings`.

Each source owns one file `<sha16>.parquet` in the folders below, named by the first 16 digits of its SHA-256.
Converting it again replaces exactly these files. `documents` is written last: a source that has a row there is
complete. A source without bytes (a folder without PDFs, an unreadable file) is known by the SHA-256 of `path:` and its
path. `_runs/` holds a report of each run, the only place with clock times; `_state/` only serves the next run and may
be deleted.
"""


def arrow_type(name: str) -> Any:
    """The Arrow type of a column's type name, such as `decimal128(20,2)` or `list<string>`."""
    import pyarrow as pa

    if decimal := re.fullmatch(r"decimal128\((\d+),(\d+)\)", name):
        return pa.decimal128(int(decimal[1]), int(decimal[2]))
    if name == "list<string>":
        return pa.list_(pa.string())
    simple = {
        "string": pa.string,
        "int32": pa.int32,
        "int64": pa.int64,
        "double": pa.float64,
        "bool": pa.bool_,
        "date32": pa.date32,
    }
    return simple[name]()


def arrow_schema(table: Table, pipeline_version: str) -> pa.Schema:
    """Schema of one table; the file metadata carries both versions."""
    import pyarrow as pa

    fields = [
        pa.field(
            column.name,
            arrow_type(column.type),
            metadata={"label_zh": column.label_zh, "description": column.description},
        )
        for column in table.columns
    ]
    return pa.schema(fields, metadata={"contract_version": CONTRACT_VERSION, "pipeline_version": pipeline_version})


def markdown() -> str:
    """The page docs/dataset.md."""
    lines = [_INTRODUCTION.format(version=CONTRACT_VERSION)]
    for table in TABLES.values():
        folder = f"{table.name}/year=*/" if table.by_year else f"{table.name}/"
        lines += [f"## {table.name} ({table.label_zh})", "", f"`{folder}`: {table.description}", ""]
        lines += ["| column | type | 中文 | meaning |", "|---|---|---|---|"]
        lines += [f"| {c.name} | {c.type} | {c.label_zh} | {c.description} |" for c in table.columns]
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    import sys

    sys.stdout.write(markdown())
