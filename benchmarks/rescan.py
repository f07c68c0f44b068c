"""Real digital documents by others, scanned by our devices: `python -m benchmarks.rescan [--conditions a,b]`.

Their forms, fonts and line breaks are not ours, and a person wrote down what their tables hold (benchmarks/real.py).
Prints, by condition, how many cells are read with the text and the span of that truth, and the cells that are not.
Exit code 2 when there are no real documents, or a condition is unknown.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from zlib import crc32

import numpy as np
import pypdfium2 as pdfium

from benchmarks.corpus.conditions import CONDITIONS, scanned
from benchmarks.corpus.leaf import leaves
from benchmarks.corpus.stored import store
from benchmarks.real import REAL, Score, Truth, load, score

# The digital documents that hold a table with a truth. The page of js_sw_2018_p11 has lines of text beside it that are
# read as tables of their own, and `score` takes a table by its number.
DOCUMENTS = ("kpi_fzzl", "kpi_dbjs", "kpi_dtg", "kpi_fk", "xls_zhichu_jihua", "csrc_p1", "js_sw_2018_p4")
USUAL = ("office200", "fax", "poor150", "skew3", "turned", "seal", "watermark", "photo")


def rescan(truth: Truth, folder: Path, condition: str, path: Path) -> Truth:
    """Write the pages of a truth as this condition's device stores them; the truth with their new numbers."""
    with tempfile.TemporaryDirectory() as scratch:
        alone = Path(scratch) / "pages.pdf"
        document, pages = pdfium.PdfDocument(folder / truth.document), pdfium.PdfDocument.new()
        pages.import_pages(document, [number - 1 for number in truth.pages])
        pages.save(alone)
        taken = CONDITIONS[condition]
        rng = np.random.default_rng(crc32(f"{truth.document} {truth.pages} {condition}".encode()))
        store(scanned(leaves(alone, taken.dpi), taken, rng), taken.dpi, path, taken.quality)
    return replace(truth, pages=tuple(range(1, len(truth.pages) + 1)))


def measure(folder: Path, condition: str, names: Sequence[str] = DOCUMENTS) -> list[Score]:
    """The scores of all documents in one condition."""
    from pipeline.convert import read_pages

    scores = []
    with tempfile.TemporaryDirectory() as scratch:
        for name in names:
            path = Path(scratch) / f"{name}.pdf"
            truth = rescan(load(folder / "truth" / f"{name}.json"), folder, condition, path)
            grids = [grid for reading in read_pages(path) for grid in reading.grids]
            scores.append(score(name, [truth], grids, condition))
    return scores


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rescan", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=REAL)
    parser.add_argument("--conditions", default=",".join(USUAL), help="default: %(default)s")
    chosen = parser.parse_args(arguments)
    conditions = chosen.conditions.split(",")
    unknown = [name for name in conditions if name not in CONDITIONS or CONDITIONS[name].spread]
    if unknown or not chosen.folder.is_dir():
        problem = f"no condition {', '.join(unknown)}" if unknown else f"no real documents at {chosen.folder}"
        print(f"error: {problem}", file=sys.stderr)
        return 2
    for condition in conditions:
        scores = measure(chosen.folder, condition)
        right, cells = sum(found.right for found in scores), sum(found.cells for found in scores)
        print(f"{condition:<12}{right:>6} of {cells} cells right, {100 * right / cells:.1f} %")
        for found in scores:
            for line in dict.fromkeys(found.wrong):
                print(f"{'':<12}{found.name}: {line}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
