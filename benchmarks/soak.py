"""Thousands of documents through one run: its rate, its memory over time, and whether every row is there.

    python -m benchmarks.soak                         5,000 documents, some minutes on two idle cores
    python -m benchmarks.soak --documents 500 --report benchmarks/RESULTS.md

The documents are the digital samples, typeset again with other numbers: each has its own bytes and its own values. At
the end the rows are counted, and every copy of a form must have as many as the others.
"""

from __future__ import annotations

import argparse
import importlib
import random
import re
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.batch.dispatch import run
from pipeline.batch.memory import children_of, resident_mib
from pipeline.config import Settings, default_workers, pipeline_version
from pipeline.inputs.discover import Source
from samples.make.typeset import Cell, Grid, Sheet, draw

HEADING = "## Soak"
BUNDLES = ("jingyan", "yueyang", "putuo")
SAMPLE_SECONDS = 2.0
SHOWN = 8
_DIGIT = re.compile(r"\d")


@dataclass
class Watch:
    """Memory in MiB of this process, and of it with all its workers, over the seconds of the run."""

    parent: list[float] = field(default_factory=list)
    workers: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    def look(self, pid: int) -> None:
        """Until `ended`."""
        started = time.monotonic()
        while not self.ended.wait(SAMPLE_SECONDS):
            self.seconds.append(time.monotonic() - started)
            self.parent.append(resident_mib(pid))
            self.workers.append(max((resident_mib(child) for child in children_of(pid)), default=0.0))


def altered(sheet: Sheet, rng: random.Random) -> Sheet:
    """The sheet with other digits in its values; years, names and labels stay, so that it is the same form."""
    blocks = tuple(_altered_grid(block, rng) if isinstance(block, Grid) else block for block in sheet.blocks)
    return replace(sheet, blocks=blocks)


def _altered_grid(grid: Grid, rng: random.Random) -> Grid:
    rows = tuple(tuple(_altered_cell(cell, rng) for cell in row) for row in grid.rows)
    return replace(grid, rows=rows)


def _altered_cell(cell: Cell, rng: random.Random) -> Cell:
    return cell if "年" in cell.text else replace(cell, text=_other_digits(cell.text, rng))


def _other_digits(text: str, rng: random.Random) -> str:
    return _DIGIT.sub(lambda digit: digit[0] if digit[0] == "0" else str(rng.randint(1, 9)), text)


def make(folder: Path, documents: int) -> list[Source]:
    """Draw the documents."""
    import hashlib

    bundles = [importlib.import_module(f"samples.make.{name}").sheets() for name in BUNDLES]
    sources = []
    for number in range(documents):
        rng = random.Random(number)
        sheets = bundles[number % len(bundles)]
        path = folder / f"{number:05d}.pdf"
        # the title makes the bytes differ even where the digits should not
        draw(path, [altered(sheet, rng) for sheet in sheets], title=f"{number}")
        content = path.read_bytes()
        sources.append(Source(path.name, hashlib.sha256(content).hexdigest(), path, len(content)))
    return sources


def count(out: Path) -> dict[str, int]:
    """Rows in the dataset."""
    import pyarrow.parquet as pq

    names = ("documents", "pages", "target_tables", "indicators", "cells", "findings")
    return {
        name: sum(pq.read_metadata(file).num_rows for file in (out / name).rglob("[!._]*.parquet")) for name in names
    }


def expected(out: Path, documents: int) -> list[str]:
    """What does not agree: each of the forms must have as many rows in every copy as in the others."""
    import pyarrow.parquet as pq

    rows = [row for file in sorted((out / "documents").glob("*.parquet")) for row in pq.read_table(file).to_pylist()]
    wrong = [] if len(rows) == documents else [f"{len(rows)} rows of documents for {documents} files"]
    for number in range(len(BUNDLES)):
        mine = [row for row in rows if int(row["source_path"][:5]) % len(BUNDLES) == number]
        kinds = Counter((row["status"], row["pages"], row["tables"], row["indicators"]) for row in mine)
        if len(kinds) > 1:
            wrong.append(f"{BUNDLES[number]}: {dict(kinds)}")
    return wrong


def main() -> int:
    """Make, convert, count, tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=5000)
    parser.add_argument("--workers", type=int, default=default_workers())
    parser.add_argument("--report", type=Path, help="write the result under its heading in this file")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="jixiao-soak-") as folder:
        base = Path(folder)
        started = time.monotonic()
        sources = make(base, options.documents)
        made = time.monotonic() - started
        text = _soak(sources, base / "out", options, made)
    print(text)
    if options.report:
        _write(options.report, text, options)
    return 0


def _soak(sources: list[Source], out: Path, options: argparse.Namespace, made: float) -> str:
    import os

    settings = Settings(out=out, workers=options.workers, pipeline_version=pipeline_version())
    watch = Watch()
    thread = threading.Thread(target=watch.look, args=(os.getpid(),), daemon=True)
    thread.start()
    started, load = time.monotonic(), os.getloadavg()[0]
    outcome = run(sources, settings)
    seconds = time.monotonic() - started
    watch.ended.set()
    thread.join()
    rows = count(out)
    statuses = Counter(summary.status for summary in outcome.summaries)
    wrong = expected(out, len(outcome.summaries))
    done = len(outcome.summaries)
    lines = [
        *([f"Interrupted after {done} of {len(sources)} documents.", ""] if outcome.interrupted else []),
        f"{len(sources)} documents (made in {made:.0f} s), {options.workers} workers, load average {load:.1f} at the "
        f"beginning and {os.getloadavg()[0]:.1f} at the end.",
        "",
        f"* {seconds:.0f} s: {done / seconds:.1f} documents and {rows['pages'] / seconds:.1f} pages a second.",
        f"* Status: {', '.join(f'{number} {status}' for status, number in sorted(statuses.items()))}.",
        f"* Rows: {', '.join(f'{number:,} {name}' for name, number in rows.items())}.",
        f"* Copies of one form that differ in status, pages, tables or indicators: {'; '.join(wrong) or 'none'}.",
        "",
        "| time, s | parent, MiB | largest worker, MiB |",
        "|---:|---:|---:|",
        *_curve(watch),
    ]
    return "\n".join(lines)


def _curve(watch: Watch) -> list[str]:
    places = sorted({round(step * (len(watch.seconds) - 1) / (SHOWN - 1)) for step in range(SHOWN)})
    return [
        f"| {watch.seconds[at]:.0f} | {watch.parent[at]:.0f} | {watch.workers[at]:.0f} |" for at in places if at >= 0
    ]


def _write(path: Path, text: str, options: argparse.Namespace) -> None:
    command = f"    python -m benchmarks.soak --documents {options.documents} --workers {options.workers}"
    section = f"{HEADING}\n\n{command}\n\n{text}\n"
    before, _, after = path.read_text(encoding="utf-8").partition(HEADING + "\n")
    rest = after[after.index("\n## ") + 1 :] if "\n## " in after else ""
    path.write_text(before.rstrip("\n") + "\n\n" + section + ("\n" + rest if rest else ""), encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
