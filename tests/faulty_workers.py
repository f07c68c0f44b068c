"""Worker processes that go wrong on purpose, for the tests of the batch."""

from __future__ import annotations

import os
import signal
import time
from multiprocessing.connection import Connection
from pathlib import Path

from pipeline.config import Settings
from pipeline.errors import Failure
from pipeline.worker import write_failure

BALLAST_MIB = 300


def serve(connection: Connection, settings: Settings, scratch: Path) -> None:
    """Do what the name of the source says; `once` goes wrong only the first time."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            source = connection.recv()
        except EOFError:
            return
        connection.send(("page", 0, 2))
        marker = settings.out / f"{source.sha16}.seen"
        first = not marker.exists()
        marker.touch()
        if "once" not in source.path or first:
            _misbehave(source.path)
        connection.send(("page", 1, 2))
        summary = write_failure(source, Failure("TEST", f"process {os.getpid()}"), settings)
        connection.send(("done", summary))


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
