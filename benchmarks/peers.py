"""Other tools on the same pages, each in an environment of its own: rows right, and seconds a page.

A peer is a script in this folder that takes PDFs and prints a JSON line a file: {"path", "seconds", "rows"}, each row
the texts of its cells from left to right, those of merged cells filled down. An indicator row is right when one row
holds 一级, 二级, 三级指标 and the value, without regard to blanks and widths; a peer that says where it is unsure is
unknown to us, so nothing is counted as flagged.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.compare import golden_rows, holds
from benchmarks.score import Tally

FOLDER = Path(__file__).parent


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
    """Rows right of rows, pages' seconds, of the files that a peer could read at all."""

    rows: int = 0
    right: int = 0
    seconds: float = 0.0
    pages: int = 0


def report(text: str, pdfs: Sequence[Path], kept: Path, ours: Mapping[str, Tally]) -> str:
    """A table of a peer's rows beside ours, condition by condition."""
    from benchmarks.scans import condition_of

    peer = Peer.of(text)
    counts: dict[str, Count] = {}
    for pdf, document in zip(pdfs, _documents(peer, pdfs, kept), strict=True):
        count = counts.setdefault(condition_of(pdf), Count())
        wanted = golden_rows(pdf)
        count.rows += len(wanted)
        count.right += found(wanted, document["rows"])
        count.seconds += document["seconds"]
        count.pages += document["pages"]
    lines = [
        f"#### {peer.name}",
        "",
        "| condition | jixiao, rows | peer, rows | peer, s a page |",
        "|---|---:|---:|---:|",
    ]
    for name, count in counts.items():
        mine = ours[name]
        lines.append(
            f"| {name} | {mine.right} / {mine.rows} | {count.right} / {count.rows}"
            f" | {count.seconds / max(1, count.pages):.2f} |"
        )
    return "\n".join(lines)


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
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
            for line in running.stdout or ():
                if line.startswith("{"):
                    document = json.loads(line)
                    place = places[Path(document["path"])]
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.write_text(line, encoding="utf-8")
        if running.returncode:
            raise subprocess.CalledProcessError(running.returncode, command[:2])
    for pdf in pdfs:
        yield json.loads(places[pdf].read_text(encoding="utf-8"))
