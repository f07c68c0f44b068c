"""How far the confidence of a line can be trusted: fits it, and prints what it says beside what is true.

    python -m benchmarks.corpus OUT --seed 4 --count 9
    python -m benchmarks.confidence OUT               the reliability of the weights in use
    python -m benchmarks.confidence OUT --fit         weights fitted to these lines, and how they do by halves

The truth of a line is what the digital twin of its page holds in the same cell; cells whose lines are split otherwise
on the scan are left out, they are not the recogniser's doing. Fit on tuning seeds, look at reliability on others.
"""

from __future__ import annotations

import argparse
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from extractors.model import PageReading, TableGrid
from extractors.registry import read_page
from extractors.scan.cleaning.cleanup import clean
from extractors.scan.reading.confidence import Evidence, probability
from extractors.scan.reading.crops import crop_of
from extractors.scan.reading.heard import Reader
from extractors.scan.reading.lines import is_vertical
from extractors.scan.reading.recognise import READERS
from extractors.scan.reading.second_reading import judge
from extractors.scan.scanned import COARSEST, FINEST, USUAL, _upright
from extractors.source import Page, open_document
from extractors.tiling import Lattice

BINS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 1.0)
RIDGE = 0.02
DRESS = str.maketrans({"≧": "≥", "⩾": "≥", "≦": "≤", "⩽": "≤", "—": "-", "–": "-"})


@dataclass(frozen=True, slots=True)
class Judged:
    """One line: its condition, what speaks for its text, whether that is right, and whether it was doubted."""

    condition: str
    evidence: Evidence
    right: bool
    doubted: bool


def lines_of(folder: Path) -> Iterator[Judged]:
    """Every line of the scans of one form whose truth is known."""
    with open_document(folder / "digital.pdf") as digital:
        truth = [read_page(page) for page in digital.pages()]
    for scan in sorted(folder.glob("scan-*.pdf")):
        with open_document(scan) as document:
            for page, true in zip(document.pages(), truth, strict=False):
                yield from _lines_on(page, true, scan.stem.removeprefix("scan-"))


def _lines_on(page: Page, true: PageReading, condition: str) -> Iterator[Judged]:
    dpi = page.fitting_dpi(min(max(page.picture_dpi() or USUAL, COARSEST), FINEST))
    geometry = _upright(clean(page.image(dpi), dpi), READERS)
    for lattice, grid in zip(geometry.lattices, true.grids, strict=False):
        for cell, span in _common(grid, lattice):
            strips, _ = geometry.lines_of(lattice, span)
            if len(strips) != len(cell) or is_vertical(strips, geometry.glyph):
                continue
            for strip, text in zip(strips, cell, strict=True):
                crop = crop_of(geometry.paper, strip, [s for s in strips if s is not strip], geometry.glyph)
                yield _judged(crop, text, condition, READERS)


def _common(grid: TableGrid, lattice: Lattice) -> Iterator[tuple[list[str], tuple[int, int, int, int]]]:
    """The cells that lie at the same place in both: their true lines and their span on the scan."""
    spans = set(lattice.spans)
    for cell in grid.cells:
        span = (cell.row, cell.col, cell.row_span, cell.col_span)
        if span in spans:
            yield [line.text for line in cell.lines], span


def _judged(crop: NDArray[np.uint8], text: str, condition: str, readers: Sequence[Reader]) -> Judged:
    evidence, line = judge(crop, readers)
    return Judged(condition, evidence, _loose(line.text) == _loose(text), bool(line.doubts))


def _loose(text: str) -> str:
    """As `jixiao golden` compares: without blanks, widths and the dress of signs."""
    return "".join(unicodedata.normalize("NFKC", text.translate(DRESS)).split())


def fitted(lines: Sequence[Judged]) -> NDArray[np.float64]:
    """Weights of the logistic model by Newton's method with a ridge."""
    rows = np.array([line.evidence.row for line in lines])
    right = np.array([line.right for line in lines], dtype=float)
    weights = np.zeros(rows.shape[1])
    for _ in range(60):
        said = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (right - said) - RIDGE * weights
        bend = (rows * (said * (1 - said))[:, None]).T @ rows + RIDGE * np.eye(len(weights))
        weights += np.linalg.solve(bend, slope)
    return weights


def reliability(lines: Sequence[Judged], said: Iterable[float]) -> Iterator[str]:
    """For each range of confidence, how many lines, what was said, what is true, as a Markdown table."""
    yield "| confidence | lines | mean said | right |"
    yield "|---|---:|---:|---:|"
    pairs = list(zip(lines, said, strict=True))
    for low, high in pairwise(BINS):
        here = [(line.right, p) for line, p in pairs if low <= p < high or p == high == BINS[-1]]
        if here:
            mean, right = np.mean([p for _, p in here]), np.mean([r for r, _ in here])
            yield f"| {low:g} to {high:g} | {len(here)} | {mean:.4f} | {right:.4f} |"


def by_condition(lines: Sequence[Judged]) -> Iterator[str]:
    """For each condition: lines, wrong ones with and without a doubt, right ones with one."""
    yield "| condition | lines | wrong, doubted | wrong, silent | right, doubted |"
    yield "|---|---:|---:|---:|---:|"
    for condition in dict.fromkeys(line.condition for line in lines):
        here = [line for line in lines if line.condition == condition]
        wrong = [line for line in here if not line.right]
        silent = sum(not line.doubted for line in wrong)
        doubted = sum(line.right and line.doubted for line in here)
        share = doubted / len(here)
        yield f"| {condition} | {len(here)} | {len(wrong) - silent} | {silent} | {doubted} ({share:.2%}) |"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables; exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="made by python -m benchmarks.corpus")
    parser.add_argument("--fit", action="store_true")
    options = parser.parse_args(arguments)
    forms = sorted({path.parent for path in options.folder.rglob("digital.pdf")})
    lines = [line for form in forms for line in lines_of(form)]
    print("\n".join(by_condition(lines)), end="\n\n")
    print("\n".join(reliability(lines, (probability(line.evidence) for line in lines))))
    if options.fit:
        print("\nWEIGHTS =", tuple(round(float(weight), 3) for weight in fitted(lines)))
        half = fitted(lines[::2])
        rest = lines[1::2]
        print("\nfitted to every other line, on the rest:\n")
        said = (float(1 / (1 + np.exp(-np.dot(half, line.evidence.row)))) for line in rest)
        print("\n".join(reliability(rest, said)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
