"""Many documents over worker processes. The parent keeps the watch: on time, on memory, on life.

A worker that makes no progress within the time of one page, grows beyond its share of memory or dies is
given up and replaced; only its document is affected. A crash or a lack of memory gets a second try in a fresh
process, because a worker may have been worn out by the documents before. (`ProcessPoolExecutor` breaks as a
whole when one child dies, and cannot kill one that hangs.)
"""

from __future__ import annotations

import multiprocessing
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path

from pipeline.config import Settings
from pipeline.discover import Source
from pipeline.errors import Failure, OutOfMemoryError, OutputError, PageTimeoutError, WorkerCrashedError
from pipeline.memory import resident_mib
from pipeline.summary import Summary
from pipeline.worker import serve, write_failure

TRIES = 2
WATCH_SECONDS = 0.2
Serve = Callable[[Connection, Settings, Path], None]
# An interrupted run lets a worker that is already writing finish; writing one document takes well under a second.
FAREWELL_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Task:
    """A source and its place in the order of the run."""

    index: int
    source: Source
    tries: int = 0


@dataclass(slots=True)
class _Worker:
    """The parent's view of one process: what it is doing, since when there was no sign of progress."""

    process: multiprocessing.process.BaseProcess
    connection: Connection
    task: Task | None = None
    alive_at: float = 0.0
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
        self._queue = deque(Task(index, source) for index, source in enumerate(sources))
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
            worker.task, worker.alive_at, worker.writing = task, time.monotonic(), False
            self._on_progress(Progress(task.source.path))
            try:
                worker.connection.send(task.source)
            except OSError:
                self._lost(worker, WorkerCrashedError(f"The process died before it could read {task.source.path}."))

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
            message = f"The process died while reading {worker.task.source.path} ({_ending(worker)})."
            self._lost(worker, WorkerCrashedError(message))
            return
        worker.alive_at = time.monotonic()
        if worker.task is None:
            return
        if kind == "page":
            done, pages = content
            worker.pages += done > 0
            self._on_progress(Progress(worker.task.source.path, done, pages))
        elif kind == "writing":
            worker.writing = True
        elif kind == "broken":
            failure: Failure = content[0]
            raise OutputError(failure.message, failure.hint)
        else:
            self._finish(worker.task, content[0])
            worker.task, worker.writing = None, False
            if worker.pages >= self._settings.pages_per_worker:
                self._dismiss(worker)

    def _watch(self, worker: _Worker) -> None:
        if worker.task is None:
            return
        path, limit = worker.task.source.path, self._settings.worker_mib
        silent = time.monotonic() - worker.alive_at
        if silent > self._settings.page_seconds:
            self._lost(worker, PageTimeoutError(f"A page of {path} took more than {self._settings.page_seconds:g} s."))
        elif resident_mib(worker.process.pid) > limit:
            self._lost(worker, OutOfMemoryError(f"Reading {path} took more than {limit} MiB of memory."))

    def _lost(self, worker: _Worker, error: WorkerCrashedError | PageTimeoutError | OutOfMemoryError) -> None:
        """Give up a worker; its document gets another try, or its failure is written."""
        task = worker.task
        self._dismiss(worker)
        if task is None:
            return
        tries = task.tries + 1
        if tries < TRIES and not isinstance(error, PageTimeoutError):
            self._queue.appendleft(Task(task.index, task.source, tries))
        else:
            self._finish(task, write_failure(task.source, Failure.of(error), self._settings))

    def _finish(self, task: Task, summary: Summary) -> None:
        self.finished[task.index] = summary
        self._on_progress(Progress(task.source.path, summary.pages, summary.pages, summary))


def _ending(worker: _Worker) -> str:
    code = worker.process.exitcode
    return f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
