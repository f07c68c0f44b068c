"""Page readings on disk, so that a long document is in nobody's memory while it is read."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Sequence
from pathlib import Path

from extractors.model import PageReading
from pipeline.errors import Failure

# About 11 KB a page become 3; a higher level takes longer and gains nothing.
LEVEL = 1


def keep(file: Path, readings: Sequence[PageReading], faults: Sequence[Failure]) -> None:
    """Write readings, and the tracebacks of pages among them that failed, to a file of this run."""
    file.write_bytes(zlib.compress(pickle.dumps((tuple(readings), tuple(faults))), LEVEL))


def load(file: Path) -> tuple[tuple[PageReading, ...], tuple[Failure, ...]]:
    """What `keep` wrote. Only for files below the run's own scratch folder: a pickle can do anything."""
    readings, faults = pickle.loads(zlib.decompress(file.read_bytes()))
    return readings, faults
