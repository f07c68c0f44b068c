"""One run at a time in a folder. The system frees a lock when its holder dies, so a killed run leaves none."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from pipeline.errors import OutputError

# An orphan of a killed run that is already writing finishes within a second.
WAIT_SECONDS = 30.0
STEP_SECONDS = 0.1


@contextmanager
def sole_run(out: Path) -> Iterator[None]:
    """Held by a run from its first look at the dataset to its report.

    Raises:
        OutputError: another run holds it.
        OSError: the folder cannot be written to.
    """
    folder = out / "_state"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a+", encoding="utf-8") as file:
        if not _locked_soon(file):
            file.seek(0)
            holder = file.read().strip() or "a run that does not say which"
            message = f"{out} is being written by {holder}."
            raise OutputError(message, "Wait until it has ended, or choose another folder with --out.")
        file.truncate(0)
        file.write(f"process {os.getpid()} on {socket.gethostname()} since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC")
        file.flush()
        _await_writers(folder / "writers", out)
        try:
            yield
        finally:
            file.truncate(0)


def holder(out: Path) -> str | None:
    """The run that is writing now."""
    try:
        with (out / "_state" / "lock").open("r+", encoding="utf-8") as file:
            return None if _locked(file, exclusive=True) else file.read().strip() or "a run that does not say which"
    except OSError:
        return None


@contextmanager
def shared(path: Path) -> Iterator[None]:
    """Held by whoever writes the files of a source."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        _locked(file, exclusive=False, wait=True)
        yield


def _await_writers(path: Path, out: Path) -> None:
    """Until processes that a killed run left behind have finished what they are writing."""
    until = time.monotonic() + WAIT_SECONDS
    with path.open("a+", encoding="utf-8") as file:
        while not _locked(file, exclusive=True):
            if time.monotonic() > until:
                message = f"A process of an earlier run is still writing to {out}."
                raise OutputError(message, "End it, or choose another folder with --out.")
            time.sleep(STEP_SECONDS)


def _locked_soon(file: IO[str]) -> bool:
    """Locked, or held by another run: `holder` takes it for an instant, too."""
    if _locked(file, exclusive=True):
        return True
    time.sleep(STEP_SECONDS)
    return _locked(file, exclusive=True)


def _locked(file: IO[str], exclusive: bool, wait: bool = False) -> bool:
    """Whether the file is locked for us now. A file system without locks (some network shares) grants everything."""
    try:
        import fcntl
    except ImportError:  # Windows
        return _locked_on_windows(file) if exclusive else True
    kind = fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH
    try:
        fcntl.flock(file, kind if wait else kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def _locked_on_windows(file: IO[str]) -> bool:
    import msvcrt

    try:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    except OSError:
        return False
    return True
