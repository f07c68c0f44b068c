"""Indicator rows read right, and seconds a page: jixiao beside img2table with RapidOCR, on the same PDFs.

    python -m benchmarks.compare --peer /tmp/peer/bin/python PDF-OR-FOLDER ...

Every PDF needs a golden.json in its folder. A row is right when one row of the output holds the four printed texts of
the golden: 一级 (with or without its weight), 二级, 三级指标 and value, compared without blanks and widths. The peer
flags nothing; jixiao's wrong rows are counted apart by whether it said so. Both run one document at a time in one
process on the same machine, models loaded; the floor is the recogniser alone on the lines that jixiao read.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import time
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractors.registry import read_page
from extractors.source import open_document
from normalizers.chain import normalize

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """One engine on one PDF."""

    path: Path
    rows: int
    right: int
    silent: int
    flagged_right: int
    pages: int
    seconds: float


def plain(text: str | None) -> str:
    """Text without blanks and without the difference of widths, ≧ and ≥ alike."""
    return "".join(unicodedata.normalize("NFKC", (text or "").replace("≧", "≥")).split())


def golden_rows(path: Path) -> list[Row]:
    """The four texts of every indicator of the golden beside a PDF."""
    tables = json.loads((path.parent / "golden.json").read_text(encoding="utf-8"))["tables"]
    keys = ("level1", "level2", "level3", "value_text")
    return [tuple(plain(row.get(key)) for key in keys) for table in tables for row in table["indicators"]]


def holds(cells: Sequence[str], row: Row) -> bool:
    """Whether a read row holds the four texts; the level-1 cell may carry its weight."""
    level1, *others = row
    rest = [plain(cell) for cell in cells]
    return all(text in rest for text in others) and any(cell.startswith(level1) for cell in rest)


def jixiao_rows(path: Path) -> tuple[list[tuple[Row, bool]], int, float]:
    """Rows with whether they are flagged, pages, seconds."""
    began = time.perf_counter()
    with open_document(path) as document:
        pages = [read_page(document.page(number)) for number in range(1, document.page_count + 1)]
    tables = normalize(pages).tables
    seconds = time.perf_counter() - began
    rows = [
        ((i.level1 or "", i.level2 or "", i.level3 or "", i.value_text or ""), bool(i.reasons))
        for table in tables
        for i in table.indicators
    ]
    return rows, len(pages), seconds


def score_jixiao(path: Path) -> Score:
    """Read one PDF."""
    wanted = golden_rows(path)
    rows, pages, seconds = jixiao_rows(path)
    left = list(rows)
    right = flagged_right = 0
    for row in wanted:
        hit = next((index for index, (cells, _) in enumerate(left) if holds(cells, row)), None)
        if hit is not None:
            flagged_right += left.pop(hit)[1]
            right += 1
    silent = sum(not flagged for _, flagged in left)
    return Score(path, len(wanted), right, silent, flagged_right, pages, seconds)


def score_peer(paths: Sequence[Path], python: str) -> Iterator[Score]:
    """Let the peer read all PDFs in its own environment."""
    script = Path(__file__).parent / "peer_img2table.py"
    done = subprocess.run([python, str(script), *map(str, paths)], capture_output=True, text=True, check=True)
    documents: list[dict[str, Any]] = json.loads(done.stdout[done.stdout.index("[{") :])
    for path, document in zip(paths, documents, strict=True):
        wanted, left = golden_rows(path), list(document["rows"])
        right = 0
        for row in wanted:
            hit = next((index for index, cells in enumerate(left) if holds(cells, row)), None)
            if hit is not None:
                left.pop(hit)
                right += 1
        with open_document(path) as opened:
            pages = opened.page_count
        yield Score(path, len(wanted), right, len(wanted) - right, 0, pages, document["seconds"])


def main() -> None:
    """Print a line a PDF and the sums."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--peer", help="python of an environment with img2table and rapidocr")
    options = parser.parse_args()
    found = [f for p in options.paths for f in ([p] if p.is_file() else sorted(p.rglob("*.pdf")))]
    paths = [path for path in found if (path.parent / "golden.json").exists()]
    jixiao_rows(paths[0])  # models loaded
    ours = [score_jixiao(path) for path in paths]
    theirs = list(score_peer(paths, options.peer)) if options.peer else []
    report("jixiao", ours)
    if theirs:
        report("img2table + RapidOCR", theirs)


def report(name: str, scores: Sequence[Score]) -> None:
    """Print one engine's lines."""
    print(f"{name}: rows right / rows, wrong and silent, right but flagged, seconds a page")
    for s in scores:
        where = f"{s.path.parent.name}/{s.path.name}"
        print(f"  {where:<58} {s.right:>4} / {s.rows:<4} {s.silent:>4} {s.flagged_right:>4} {s.seconds / s.pages:7.2f}")
    pages = sum(s.pages for s in scores)
    print(
        f"  {'all':<58} {sum(s.right for s in scores):>4} / {sum(s.rows for s in scores):<4}"
        f" {sum(s.silent for s in scores):>4} {sum(s.flagged_right for s in scores):>4}"
        f" {sum(s.seconds for s in scores) / pages:7.2f}"
    )


if __name__ == "__main__":
    main()
