"""Reads one file of the corpus in this process and counts: the work of one benchmark worker."""

from __future__ import annotations

import hashlib
import json
import os
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.score import Tally, tally

ROOT = Path(__file__).resolve().parent.parent
_SOURCES = ("extractors", "normalizers", "pipeline")


@dataclass(frozen=True, slots=True)
class Task:
    """A file to read, and where its counts are kept, so that a run that was cut off goes on."""

    pdf: Path
    kept: Path


@cache
def version() -> str:
    """A short hash of the reader's own sources: counts of another version are not taken for this one's."""
    digest = hashlib.sha256()
    for folder in _SOURCES:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".py", ".toml"):
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def warm() -> None:
    """Load the models, so that no file pays for it; one thread, as the command's own processes have."""
    from extractors.scan.reading.recognise import recogniser
    from pipeline.config import one_thread_each

    one_thread_each()  # before OpenCV is loaded, which would take every core
    recogniser()


def read(task: Task) -> Tally:
    """Read the file, or take what an earlier run of the same version kept."""
    if task.kept.exists():
        return Tally(**json.loads(task.kept.read_text(encoding="utf-8")))
    from pipeline.golden import compare_paths
    from pipeline.spotcheck.goldens import GOLDEN

    _forget_peak()
    wall, cpu = time.perf_counter(), time.process_time()
    (compared,) = compare_paths([task.pdf]).documents
    counts = tally(json.loads((task.pdf.parent / GOLDEN).read_text(encoding="utf-8"))["tables"], compared)
    counts.seconds, counts.cpu_seconds = time.perf_counter() - wall, time.process_time() - cpu
    counts.pages, counts.peak_mib = page_count(task.pdf), _peak_mib()
    task.kept.parent.mkdir(parents=True, exist_ok=True)
    part = task.kept.with_suffix(f".{os.getpid()}")
    part.write_text(json.dumps(counts.plain(), ensure_ascii=False), encoding="utf-8")
    part.replace(task.kept)
    return counts


def page_count(pdf: Path) -> int:
    """Pages of a PDF."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def _forget_peak() -> None:
    """Set this process's high-water mark back to what it holds now (Linux, man proc_pid_clear_refs)."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _peak_mib() -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    (line,) = (line for line in lines if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024
