"""Settings of a run, the versions written into the dataset, and the only touch on the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipeline.store.storage import Place

VERSION = "0.1.0"
CONTRACT_VERSION = "1"

# libraries whose release can change a character or a box; models come inside rapidocr's wheel
READING_LIBRARIES = (
    "camelot-py",
    "numpy",
    "onnxruntime",
    "opencv-python-headless",
    "pdfminer.six",
    "pdfplumber",
    "pypdfium2",
    "rapidocr",
)
_THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OPENCV_FOR_THREADS_NUM")


@dataclass(frozen=True, slots=True)
class Settings:
    """How a run is done. None of it changes what is read, only whether and how fast.

    `page_seconds` is the wall time one page may take; `worker_mib` the resident memory (MiB) of one worker
    process; a worker is replaced after `pages_per_worker` pages, so that a leak in a library cannot add up.
    `engine` says whether the processes are on this machine or on a Ray cluster.
    """

    out: Place
    workers: int
    pipeline_version: str
    force: bool = False
    prune: bool = False
    page_seconds: float = 300.0
    worker_mib: int = 3072
    pages_per_worker: int = 500
    engine: Literal["local", "ray"] = "local"

    def __post_init__(self) -> None:
        if self.workers < 1 or self.page_seconds <= 0 or self.worker_mib < 1 or self.pages_per_worker < 1:
            raise ValueError("workers, page_seconds, worker_mib and pages_per_worker must be positive")


def default_workers() -> int:
    """Cores this process may use (a container's share, not the machine's, where the system can tell)."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


def pipeline_version() -> str:
    """Version of everything that decides what is read: `0.1.0+1a2b3c4d`.

    The part after the plus is a hash of our readers, normalizers, forms and dataset writer and of the
    releases of the reading libraries (with them the models), so that a form added between two releases
    makes the documents be read again.
    """
    import hashlib
    from importlib.metadata import PackageNotFoundError, version

    digest = hashlib.sha256()
    root = Path(__file__).resolve().parent.parent
    writers = (f"store/{name}.py" for name in ("columns", "dataset", "findings", "rows", "schema"))
    files = [root / "pipeline" / name for name in ("convert.py", *writers)]
    files += [root / "pipeline" / "corrections" / name for name in ("apply.py", "model.py")]
    for package in ("extractors", "normalizers"):
        files += [path for path in (root / package).rglob("*") if path.suffix in {".py", ".toml"}]
    for path in sorted(files):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    for name in READING_LIBRARIES:
        try:
            digest.update(f"{name} {version(name)}\n".encode())
        except PackageNotFoundError:
            # installed under another name, as opencv often is; if it is missing, the first import will tell
            digest.update(f"{name} unknown\n".encode())
    return f"{VERSION}+{digest.hexdigest()[:8]}"


def one_thread_each() -> None:
    """Keep numeric libraries, not yet imported, to one thread: the cores are shared out to processes."""
    for name in _THREAD_VARIABLES:
        os.environ[name] = "1"
