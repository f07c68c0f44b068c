"""How long a run takes that has nothing to do: `python -m benchmarks.rerun [--count 5000] [--folder DIR]`.

Files of 200 kB are made and their rows written as a conversion would, without reading any; then three runs over them
are timed: without the index in `_state/`, with it, and with it once more.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import tempfile
import time
from pathlib import Path

from extractors.model import PageReading
from pipeline.batch.run import convert_inputs
from pipeline.config import Settings
from pipeline.convert import DocumentResult
from pipeline.inputs.discover import Source
from pipeline.inputs.fileindex import UNSETTLED_NS
from pipeline.store import dataset
from pipeline.store.rows import document_rows

FILE_BYTES = 200_000
VERSION = "rerun"


def make(root: Path, count: int) -> None:
    """Files, and the dataset they would have given: a page of text each."""
    for number in range(count):
        content = str(number).encode().ljust(FILE_BYTES)
        file = root / "in" / f"{number % 50:02d}" / f"{number}.pdf"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        source = Source(f"{file.parent.name}/{file.name}", hashlib.sha256(content).hexdigest(), file, len(content))
        reading = PageReading(1, 595.0, 842.0, "digital", "text", "text")
        rows = document_rows(DocumentResult(source, 1, (reading,)), VERSION)
        dataset.write(root / "out", source.sha16, rows, VERSION)


def main() -> None:
    """Make, run three times, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--folder", type=Path, help="where the files are made (default: a temporary folder)")
    options = parser.parse_args()
    root = Path(tempfile.mkdtemp(prefix="jixiao-rerun-", dir=options.folder))
    try:
        make(root, options.count)
        time.sleep(UNSETTLED_NS / 1e9)
        for name in ("without the index", "with the index", "once more"):
            began = time.monotonic()
            report = convert_inputs([root / "in"], Settings(root / "out", 1, VERSION))
            unchanged = report.totals()["unchanged"]
            print(f"{name}: {time.monotonic() - began:.1f} s, {unchanged} unchanged, {report.hashed} files read")
    finally:
        shutil.rmtree(root)


if __name__ == "__main__":
    main()
