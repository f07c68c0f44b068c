"""Many documents over worker processes. The parent keeps the watch: on time, on memory, on life.

A worker that makes no progress within the time of one page, grows beyond its share of memory or dies is
given up and replaced. A crash or a lack of memory gets a second try in a fresh process, because a worker may
have been worn out by the documents before; then the page under way is lost and the others are read. Only when
a document loses too many pages, or dies outside of any page, does it fail as a whole.
(`ProcessPoolExecutor` breaks as a whole when one child dies, and cannot kill one that hangs.)
"""

from __future__ import annotations

import multiprocessing
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, wait
from pathlib import Path

from pipeline.config import Settings
from pipeline.discover import Source
from pipeline.errors import (
    Failure,
    InstallationError,
    OutOfMemoryError,
    OutputError,
    PageTimeoutError,
    WorkerCrashedError,
    WorkerError,
)
from pipeline.memory import resident_mib
from pipeline.summary import Summary
from pipeline.worker import Order, serve, write_failure

# Each lost page costs another reading of the whole document.
MAX_LOST_PAGES = 3
WATCH_SECONDS = 0.2
Serve = Callable[[Connection, Settings, Path], None]
# An interrupted run lets a worker that is already writing finish; writing one document takes well under a second.
FAREWELL_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Task:
    """An order and its place in the run; `struck` when a process has died on it, at page `struck_page`."""

    index: int
    order: Order
    struck: bool = False
    struck_page: int | None = None

    @property
    def path(self) -> str:
        """For messages."""
        return self.order.source.path


@dataclass(slots=True)
class _Worker:
    """The parent's view of one process: its task, the page it is reading, when it last gave a sign."""

    process: multiprocessing.process.BaseProcess
    connection: Connection
    task: Task | None = None
    alive_at: float = 0.0
    page: int | None = None
    pages: int = 0
    writing: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """What a progress bar is told: `summary` when a document is finished, else pages of one under way."""

    path: str
    done: int = 0
    pages: int = 0
    summary: Summary | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The summaries in the order of the sources; `interrupted` when not all were reached."""

    summaries: tuple[Summary, ...]
    interrupted: bool = False


def run(
    sources: Iterable[Source],
    settings: Settings,
    on_progress: Callable[[Progress], None] = lambda progress: None,
    serve: Serve = serve,
) -> Outcome:
    """Convert all sources into `settings.out`. `serve` is what a worker process runs.

    Raises:
        OutputError: the dataset cannot be written; nothing more can be done.
        InstallationError: a library is missing, so that no document can be read.
    """
    # Members of archives are unpacked below the parent's folder, which is removed even when workers are killed.
    with tempfile.TemporaryDirectory(prefix="jixiao-") as scratch:
        batch = _Batch(sources, settings, Path(scratch), on_progress, serve)
        try:
            batch.work()
            interrupted = False
        except KeyboardInterrupt:
            batch.await_writers()
            interrupted = True
        finally:
            batch.stop()
    return Outcome(tuple(batch.finished[index] for index in sorted(batch.finished)), interrupted)


class _Batch:
    """One run's queue, workers and results."""

    def __init__(
        self,
        sources: Iterable[Source],
        settings: Settings,
        scratch: Path,
        on_progress: Callable[[Progress], None],
        serve: Serve,
    ) -> None:
        self.finished: dict[int, Summary] = {}
        self._queue = deque(Task(index, Order(source)) for index, source in enumerate(sources))
        self._settings = settings
        self._scratch = scratch
        self._serve = serve
        self._on_progress = on_progress
        self._workers: list[_Worker] = []
        # A fresh interpreter for each worker: forking is not safe beside the threads of a progress bar or a notebook.
        self._context = multiprocessing.get_context("spawn")

    def work(self) -> None:
        """Until every document is finished."""
        while self._queue or any(worker.task for worker in self._workers):
            self._hand_out()
            for ready in wait([worker.connection for worker in self._workers], WATCH_SECONDS):
                self._receive(next(worker for worker in self._workers if worker.connection is ready))
            for worker in list(self._workers):
                self._watch(worker)

    def await_writers(self) -> None:
        """Let workers that have begun to write finish."""
        until = time.monotonic() + FAREWELL_SECONDS
        while time.monotonic() < until and (writers := [worker for worker in self._workers if worker.writing]):
            for ready in wait([worker.connection for worker in writers], WATCH_SECONDS):
                self._receive(next(worker for worker in writers if worker.connection is ready))

    def stop(self) -> None:
        """End all workers."""
        for worker in list(self._workers):
            self._dismiss(worker)

    def _hand_out(self) -> None:
        while self._queue:
            worker = next((worker for worker in self._workers if worker.task is None), None)
            if worker is None:
                if len(self._workers) >= self._settings.workers:
                    return
                worker = self._hire()
            task = self._queue.popleft()
            worker.task, worker.alive_at, worker.page, worker.writing = task, time.monotonic(), None, False
            self._on_progress(Progress(task.path))
            try:
                worker.connection.send(task.order)
            except OSError:
                self._lost(worker, WorkerCrashedError(f"The process died before it could read {task.path}."))

    def _hire(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=self._serve, args=(theirs, self._settings, self._scratch), daemon=True)
        process.start()
        theirs.close()
        worker = _Worker(process, ours)
        self._workers.append(worker)
        return worker

    def _dismiss(self, worker: _Worker) -> None:
        worker.process.kill()
        worker.process.join()
        worker.connection.close()
        self._workers.remove(worker)

    def _receive(self, worker: _Worker) -> None:
        try:
            kind, *content = worker.connection.recv()
        except (EOFError, OSError):
            if worker.task is None:
                self._dismiss(worker)
                return
            worker.process.join(FAREWELL_SECONDS)
            self._lost(
                worker, WorkerCrashedError(f"The process died while reading {_where(worker)} ({_ending(worker)}).")
            )
            return
        worker.alive_at = time.monotonic()
        if worker.task is None:
            return
        if kind == "page":
            done, pages = content
            worker.page = done + 1 if done < pages else None
            worker.pages += done > 0
            self._on_progress(Progress(worker.task.path, done, pages))
        elif kind == "writing":
            worker.writing = True
        elif kind == "broken":
            failure: Failure = content[0]
            kind_of = InstallationError if failure.code == InstallationError.code else OutputError
            raise kind_of(failure.message, failure.hint)
        else:
            self._finish(worker.task, content[0])
            worker.task, worker.writing = None, False
            if worker.pages >= self._settings.pages_per_worker:
                self._dismiss(worker)

    def _watch(self, worker: _Worker) -> None:
        if worker.task is None:
            return
        seconds, limit = self._settings.page_seconds, self._settings.worker_mib
        if time.monotonic() - worker.alive_at > seconds:
            self._lost(worker, PageTimeoutError(f"Reading {_where(worker)} took more than {seconds:g} s."))
        elif resident_mib(worker.process.pid) > limit:
            self._lost(worker, OutOfMemoryError(f"Reading {_where(worker)} took more than {limit} MiB of memory."))

    def _lost(self, worker: _Worker, error: WorkerError) -> None:
        """Give up a worker; its document gets another try, loses the page under way, or fails."""
        task, page = worker.task, worker.page
        self._dismiss(worker)
        if task is None:
            return
        if not isinstance(error, PageTimeoutError) and not (task.struck and task.struck_page == page):
            self._queue.appendleft(replace(task, struck=True, struck_page=page))
        elif page is not None and len(task.order.lost) < MAX_LOST_PAGES:
            order = replace(task.order, lost={**task.order.lost, page: Failure.of(error)})
            self._queue.appendleft(Task(task.index, order))
        else:
            self._finish(task, write_failure(task.order.source, Failure.of(error), self._settings))

    def _finish(self, task: Task, summary: Summary) -> None:
        self.finished[task.index] = summary
        self._on_progress(Progress(task.path, summary.pages, summary.pages, summary))


def _where(worker: _Worker) -> str:
    path = worker.task.path if worker.task else "nothing"
    return path if worker.page is None else f"page {worker.page} of {path}"


def _ending(worker: _Worker) -> str:
    code = worker.process.exitcode
    return f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
