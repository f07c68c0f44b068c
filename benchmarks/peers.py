"""Other tools on the same pages, each in an environment of its own: rows right, and seconds a page.

A peer is a script in this folder that takes PDFs and prints a JSON line a file: {"path", "seconds", "cpu_seconds",
"pages", "tables"}, a table its rows, a row the texts of its cells from left to right; null where another cell spans
it. In fairness merged cells are filled down, over the page break as well. An indicator row is right when one row holds
一级, 二级, 三级指标 and the value, without regard to blanks and widths. No peer says where it is unsure.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE, Popen
from tempfile import TemporaryFile
from typing import Any

from benchmarks.score import Tally

FOLDER = Path(__file__).parent
DIGITAL = ("camelot", "pdfplumber")  # they read no pictures: they get the digital twins
TIMED = ("rapidocr",)
_HEADING = "| condition | jixiao, rows | CPU s a page | peer, rows | CPU s a page | ratio |"


class PeerError(Exception):
    """A peer stopped; the message ends with the last line it wrote."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A tool: the script that runs it is `peer_<name>.py`."""

    name: str
    python: str

    @classmethod
    def of(cls, text: str) -> Peer:
        """From `name=/path/to/python`.

        Raises:
            ValueError: there is no such script, or no `=`.
        """
        name, mark, python = text.partition("=")
        if not mark or not (FOLDER / f"peer_{name}.py").exists():
            known = ", ".join(sorted(path.stem.removeprefix("peer_") for path in FOLDER.glob("peer_*.py")))
            raise ValueError(f"--peer {text}: write NAME=/path/to/python with a name of: {known}")
        return cls(name, python)


@dataclass(slots=True)
class Count:
    """Rows right of rows, and the CPU seconds of the pages."""

    rows: int = 0
    right: int = 0
    seconds: float = 0.0
    pages: int = 0


def report(text: str, pdfs: Sequence[Path], kept: Path, ours: Mapping[str, Tally]) -> str:
    """A table of a peer's rows beside ours, condition by condition."""
    from benchmarks.scans import condition_of

    peer = Peer.of(text)
    if peer.name in DIGITAL:
        pdfs = sorted({pdf.parent / "digital.pdf" for pdf in pdfs})
    counts: dict[str, Count] = {}
    try:
        documents = list(_documents(peer, pdfs, kept))
    except PeerError as error:
        said = re.sub(r"https?://\S+", "its model", str(error))
        return f"#### {peer.name}\n\n{said}"
    for pdf, document in zip(pdfs, documents, strict=True):
        count = counts.setdefault(condition_of(pdf), Count())
        wanted = golden_rows(pdf)
        count.rows += len(wanted)
        count.right += found(wanted, filled(document["tables"]))
        count.seconds += document["cpu_seconds"]
        count.pages += document["pages"]
    lines = [
        f"#### {peer.name}",
        "",
        _HEADING,
        "|---" + "|---:" * 5 + "|",
    ]
    for name, count in counts.items():
        mine = ours.get(name, Tally())
        theirs = "–" if peer.name in TIMED else f"{count.right} / {count.rows}"
        ratio = count.seconds / count.pages * mine.pages / mine.cpu_seconds if mine.cpu_seconds and count.pages else 0
        lines.append(
            f"| {name} | {mine.right} / {mine.rows} | {mine.cpu_seconds / max(1, mine.pages):.2f}"
            f" | {theirs} | {count.seconds / max(1, count.pages):.2f} | {ratio:.1f} |"
        )
    return "\n".join(lines)


def plain(text: str | None) -> str:
    """Text without blanks and without the difference of widths, ≧ and ≥ alike."""
    return "".join(unicodedata.normalize("NFKC", (text or "").replace("≧", "≥")).split())


def golden_rows(pdf: Path) -> list[tuple[str, ...]]:
    """The four printed texts of every indicator of the golden beside a PDF, each once."""
    tables = json.loads((pdf.parent / "golden.json").read_text(encoding="utf-8"))["tables"]
    keys = ("level1", "level2", "level3", "value_text")
    rows = [row for table in tables for row in table["indicators"] if row.get("part", 1) == 1]
    return [tuple(plain(row.get(key)) for key in keys) for row in rows]


def filled(tables: Sequence[Sequence[Sequence[str | None]]]) -> list[list[str]]:
    """All rows of a file, spanned places filled from above; on a further page empty ones at its top as well."""
    rows: list[list[str]] = []
    for table in tables:
        above = rows[-1] if rows and table and len(rows[-1]) == len(table[0]) else []
        cut = {column for column in range(len(above)) if not table[0][column]}
        for row in table:
            cut &= {column for column, text in enumerate(row) if not text}
            last = rows[-1] if rows else []
            rows.append([
                last[column] if (text is None or column in cut) and column < len(last) else text or ""
                for column, text in enumerate(row)
            ])  # fmt: skip
    return rows


def holds(cells: Sequence[str], row: tuple[str, ...]) -> bool:
    """Whether a read row holds the four texts; the level-1 cell may carry its weight."""
    level1, *others = row
    rest = [plain(cell) for cell in cells]
    return all(text in rest for text in others) and any(cell.startswith(level1) for cell in rest)


def found(wanted: Sequence[tuple[str, ...]], rows: Sequence[Sequence[str]]) -> int:
    """How many wanted rows the read rows hold; each read row counts once."""
    left = list(rows)
    right = 0
    for row in wanted:
        hit = next((index for index, cells in enumerate(left) if holds(cells, row)), None)
        if hit is not None:
            left.pop(hit)
            right += 1
    return right


def _documents(peer: Peer, pdfs: Sequence[Path], kept: Path) -> Iterator[dict[str, Any]]:
    """What the peer read of each file, from an earlier run where there is one."""
    digest = hashlib.sha256((FOLDER / f"peer_{peer.name}.py").read_bytes()).hexdigest()[:12]
    places = {pdf: kept / f"{peer.name}-{digest}" / pdf.parent.name / f"{pdf.stem}.json" for pdf in pdfs}
    missing = [pdf for pdf, place in places.items() if not place.exists()]
    if missing:
        command = [peer.python, str(FOLDER / f"peer_{peer.name}.py"), *map(str, missing)]
        with TemporaryFile("w+") as said, Popen(command, stdout=PIPE, stderr=said, text=True) as running:
            for line in running.stdout or ():
                if line.startswith("{"):
                    document = json.loads(line)
                    place = places[Path(document["path"])]
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.write_text(line, encoding="utf-8")
            if running.wait():
                said.seek(0)
                raise PeerError(f"{peer.name} could not be run: {said.read().strip().splitlines()[-1]}")
    for pdf in pdfs:
        yield json.loads(places[pdf].read_text(encoding="utf-8"))
