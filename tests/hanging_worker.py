"""A worker process that says who it is and then hangs, deaf to everything but a kill."""

from __future__ import annotations

import os
import time
from multiprocessing.connection import Connection
from pathlib import Path

from pipeline.batch.worker import die_with_parent
from pipeline.config import Settings


def serve(connection: Connection, settings: Settings, scratch: Path) -> None:
    """`settings.out` is the file into which the process id goes."""
    die_with_parent()
    connection.recv()
    beside = Path(f"{settings.out}.tmp")
    beside.write_text(str(os.getpid()), encoding="ascii")
    beside.rename(Path(str(settings.out)))
    time.sleep(600)
