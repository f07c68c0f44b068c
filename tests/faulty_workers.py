"""Worker processes that go wrong on purpose, for the tests of the batch."""

from __future__ import annotations

import hashlib
import os
import signal
import time
from multiprocessing.connection import Connection
from pathlib import Path

from pipeline.batch.orders import Done, Order, Sign, Stage
from pipeline.batch.worker import write_failure
from pipeline.config import Settings
from pipeline.errors import Failure
from pipeline.inputs.discover import Source

BALLAST_MIB = 300


def source_of(file: Path) -> Source:
    """A file as a source, without looking for others."""
    content = file.read_bytes()
    return Source(file.name, hashlib.sha256(content).hexdigest(), file, len(content))


def serve(connection: Connection, settings: Settings, scratch: Path) -> None:
    """Do what the name of the source says: on its first page, or while opening it; `once` only the first time.

    The code of the document is that of the page that was lost, or TEST.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            order: Order = connection.recv()
        except EOFError:
            return
        connection.send(Sign())
        source = order.source
        if "opening" not in source.path:
            connection.send(Sign(Stage.READING, 1, 1, 2))
        marker = settings.out / f"{source.sha16}.seen"
        first = not marker.exists()
        marker.touch()
        if ("once" not in source.path or first) and 1 not in order.lost:
            _misbehave(source.path)
        connection.send(Sign(Stage.READING, 2, 1, 2))
        lost = ",".join(failure.code for failure in order.lost.values())
        summary = write_failure(source, Failure(lost or "TEST", f"process {os.getpid()}"), settings)
        connection.send(Done(summary))


def _misbehave(path: str) -> None:
    if "crash" in path:
        os.kill(os.getpid(), signal.SIGSEGV)
    if "exit" in path:
        os._exit(3)
    if "hang" in path:
        time.sleep(600)
    if "bomb" in path:
        ballast = bytearray(os.urandom(1024)) * 1024 * BALLAST_MIB
        time.sleep(600)
        ballast.clear()
