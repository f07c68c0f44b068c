"""One process that reads documents, under watch: on time, on memory, on life.

The watch is kept from outside, because a process that hangs or is out of memory cannot be trusted to say so.
(`ProcessPoolExecutor` breaks as a whole when one child dies, and cannot kill one that hangs.)
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import time
from collections.abc import Callable, Iterator
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from pathlib import Path

from pipeline.batch.memory import resident_mib
from pipeline.batch.orders import Enough, Event, Lost, Order, Sign, Stage
from pipeline.config import Settings
from pipeline.errors import Failure, OutOfMemoryError, PageTimeoutError, WorkerCrashedError, WorkerError

Serve = Callable[[Connection, Settings, Path], None]
# A process that has closed its end of the pipe is about to be gone.
FAREWELL_SECONDS = 5.0
# One that has grown to this share of its memory between two documents is replaced before it reaches the limit.
WORN = 0.75
# A new process loads its libraries before it can begin; on a busy machine that takes a while.
STARTING_SECONDS = 60.0
# Understanding a page takes about 0.01 s, so the time of one page is enough for a document of this many.
PAGES_UNDERSTOOD_TOGETHER = 100


class Watched:
    """A process that runs `serve`; it gets one order at a time."""

    def __init__(self, settings: Settings, scratch: Path, serve: Serve) -> None:
        # A fresh interpreter: forking is not safe beside the threads of a progress bar or a notebook.
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(theirs, settings, scratch), daemon=True)
        with _interrupts_held():
            self.process.start()
        theirs.close()
        self._settings = settings
        self._order: Order | None = None
        self._sign = Sign()
        self._alive_at = 0.0
        self._pages = 0
        self._started = False

    @property
    def worn(self) -> bool:
        """Whether the next order should go to a fresh process: a leak in a library must not add up."""
        return (
            self._pages >= self._settings.pages_per_worker
            or resident_mib(self.process.pid) > WORN * self._settings.worker_mib
        )

    def give(self, order: Order) -> Lost | None:
        """Begin an order; `Lost` when the process has died since the last one."""
        self._order, self._sign, self._alive_at = order, Sign(), time.monotonic()
        try:
            self.connection.send(order)
        except OSError:
            return self._lost(WorkerCrashedError(f"The process died before it could read {order.source.path}."))
        return None

    def enough(self) -> None:
        """Let it end with the page under way; its answer comes as that to any order."""
        # one that has died is met by `receive`
        with contextlib.suppress(OSError):
            self.connection.send(Enough())

    def receive(self) -> Event:
        """What it says, when `connection` has something."""
        try:
            event: Event = self.connection.recv()
        except (EOFError, OSError):
            self.process.join(FAREWELL_SECONDS)
            return self._lost(WorkerCrashedError(f"The process died while {self._doing()} ({self._ending()})."))
        self._alive_at, self._started = time.monotonic(), True
        if isinstance(event, Sign):
            self._sign = event
            self._pages += event.stage is Stage.READING
        else:
            self._order = None
        return event

    def overdue(self) -> Lost | None:
        """`Lost` when the order under way has taken too much time or memory."""
        if self._order is None:
            return None
        seconds, limit = self._seconds(), self._settings.worker_mib
        if time.monotonic() - self._alive_at > seconds:
            return self._lost(PageTimeoutError(f"{_sentence(self._doing())} took more than {seconds:g} s."))
        if resident_mib(self.process.pid) > limit:
            return self._lost(OutOfMemoryError(f"{_sentence(self._doing())} took more than {limit} MiB of memory."))
        return None

    def end(self) -> None:
        """Kill it."""
        self.process.kill()
        self.process.join()
        self.connection.close()
        self.process.close()

    def _seconds(self) -> float:
        seconds = self._settings.page_seconds
        if not self._started:
            return seconds + STARTING_SECONDS
        if self._sign.stage in (Stage.UNDERSTANDING, Stage.WRITING):
            seconds *= 1 + self._sign.last // PAGES_UNDERSTOOD_TOGETHER
        return seconds

    def _lost(self, error: WorkerError) -> Lost:
        return Lost(Failure.of(error), self._sign, patient=not isinstance(error, PageTimeoutError))

    def _doing(self) -> str:
        path = self._order.source.path if self._order else "nothing"
        what = f"page {self._sign.page} of {path}" if self._sign.page is not None else path
        return f"{self._sign.stage} {what}"

    def _ending(self) -> str:
        code = self.process.exitcode
        return f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"


@contextlib.contextmanager
def _interrupts_held() -> Iterator[None]:
    """Keep Ctrl-C from a process that is being born: until it can ignore it, it would die of it with a traceback.

    What is held here is inherited; here it comes as soon as the process is there.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # it would be started by the first process, and then lets through what is held
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]
