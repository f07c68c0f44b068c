"""For notebooks: a path in, typed tables or data frames out; nothing is written.

>>> from pipeline import notebook                                     # doctest: +SKIP
>>> tables = notebook.read("bundle.pdf")                              # doctest: +SKIP
>>> tables[0].indicators[0].measure.minimum                           # doctest: +SKIP
>>> frames = notebook.frames("folder-of-pdfs")                        # doctest: +SKIP
>>> frames["indicators"].query("needs_review")                        # doctest: +SKIP

Reading happens in this process, one document after another; for many documents use `jixiao convert` and load
the Parquet files.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from normalizers.model import TargetTable
from pipeline.config import pipeline_version
from pipeline.convert import DocumentResult, convert, read_pages
from pipeline.errors import InstallationError
from pipeline.inputs.discover import Source, discover, local_file
from pipeline.store.columns import TABLES
from pipeline.store.dataset import arrow_table
from pipeline.store.rows import Row, document_rows

if TYPE_CHECKING:
    import pandas as pd


def read(path: str | Path) -> tuple[TargetTable, ...]:
    """All target tables of one PDF.

    Raises:
        SourceError: the PDF cannot be opened; `.code` and `.hint` say why and what to do.
        OSError: there is no such file or it cannot be read.
    """
    from normalizers.chain import normalize

    return normalize(read_pages(Path(path))).tables


def frames(path: str | Path) -> dict[str, pd.DataFrame]:
    """The dataset of a PDF, folder or zip as data frames by table name.

    Columns have Arrow types, so that decimals stay exact and missing integers stay integers. A document that
    cannot be read is a row of `documents` with its code.

    Raises:
        InputNotFoundError: there is no such path.
        InstallationError: a library cannot be loaded.
    """
    try:
        import pandas as pd
    except ImportError as error:
        raise InstallationError(f"A library cannot be loaded: {error}.") from error

    version = pipeline_version()
    rows: dict[str, list[Row]] = {name: [] for name in TABLES}
    for source in discover([Path(path)]).sources:
        read_rows = document_rows(_convert(source), version)
        rows["documents"].append(read_rows.document)
        for name, more in read_rows.tables.items():
            rows[name] += more
    return {
        name: arrow_table(table, rows[name], version).to_pandas(types_mapper=pd.ArrowDtype)
        for name, table in TABLES.items()
    }


def _convert(source: Source) -> DocumentResult:
    if source.failure:
        return DocumentResult(source, failure=source.failure)
    with tempfile.TemporaryDirectory(prefix="jixiao-") as folder:
        return convert(source, local_file(source, Path(folder)))
