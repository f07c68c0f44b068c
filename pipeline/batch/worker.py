"""The process that reads documents: takes an order, writes its files, says what it did; libraries stay warm.

It gives a sign of life when it begins and before every page; its parent keeps the watch
(pipeline/engines/watched.py).
"""

from __future__ import annotations

import logging
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from extractors.errors import JixiaoError
from extractors.model import PageReading
from extractors.source import Document
from pipeline.batch import kept
from pipeline.batch.attempt import attempt
from pipeline.batch.memory import limit_address_space
from pipeline.batch.orders import (
    PAGES_TOGETHER,
    Answer,
    Broken,
    Done,
    Enough,
    Kept,
    Order,
    Part,
    Sign,
    Split,
    Stage,
    Stopped,
)
from pipeline.batch.summary import Summary, summarise
from pipeline.config import Settings, one_thread_each
from pipeline.convert import DocumentResult, count_pages, failed_page, read_range, understand, unread
from pipeline.corrections.store import load_standing
from pipeline.errors import Failure, InstallationError, OutputError
from pipeline.inputs.discover import Source, local_file, unreadable
from pipeline.store.dataset import write
from pipeline.store.rows import DocumentRows, document_rows


def serve(connection: Connection, settings: Settings, scratch: Path) -> None:
    """Carry out what comes through the connection until it is closed; `scratch` is the folder of the run."""
    # Ctrl-C reaches every process of the terminal, a service manager's stop every process of the service; what to do
    # about it is the parent's decision.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    die_with_parent()
    limit_address_space(settings.worker_mib)
    # Libraries complain about damaged files line by line; what matters of it is a finding or a failure.
    logging.getLogger().addHandler(logging.NullHandler())
    one_thread_each()
    reader = _Reader(settings, scratch, connection.send, lambda: _is_enough(connection))
    while True:
        try:
            order: Order | Enough = connection.recv()
            # it crossed the answer to the order it was meant for
            if isinstance(order, Enough):
                continue
            connection.send(Sign())
            connection.send(reader.carry_out(order))
        # the parent has gone: nobody waits for more
        except (EOFError, ConnectionError):
            return


class _EnoughError(BaseException):
    """No page is to be read any more. No `Exception`: it is no failure of the document."""


def _is_enough(connection: Connection) -> bool:
    """Whether the parent wants no more pages; during an order it says nothing else.

    Raises:
        ConnectionError: the parent has gone.
    """
    try:
        return connection.poll() and isinstance(connection.recv(), Enough)
    except EOFError as error:
        raise ConnectionResetError("nobody waits for the answer") from error


def die_with_parent() -> None:
    """Ask Linux to kill this process when its parent dies, also on a page that hangs; elsewhere, the pipe tells."""
    if sys.platform != "linux":
        return
    import ctypes

    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)


@dataclass(slots=True)
class _Open:
    """A document that stays open for its next pages: its file, what that looked like when it was checked."""

    sha256: str
    file: Path
    copied: bool
    looks: tuple[int, int]
    document: Document

    def is_of(self, source: Source) -> bool:
        """Whether it is this source, unchanged."""
        return self.sha256 == source.sha256 and self.file.exists() and _looks(self.file) == self.looks

    def close(self) -> None:
        """Close it; a copy is removed."""
        self.document.close()
        if self.copied:
            self.file.unlink(missing_ok=True)


class _Reader:
    """Carries out orders, one at a time."""

    def __init__(
        self, settings: Settings, scratch: Path, say: Callable[[Sign], None], is_enough: Callable[[], bool]
    ) -> None:
        self._settings = settings
        self._scratch = scratch
        self._say = say
        self._is_enough = is_enough
        self._open: _Open | None = None
        self._understanding = 0.0

    def carry_out(self, order: Order) -> Answer:
        """The answer, whatever happens. ConnectionError when nobody waits for it."""
        started = time.monotonic()
        self._understanding = 0.0
        try:
            if order.pages:
                return self._keep(order, order.pages, started)
            done = attempt(order.source.path, lambda: self._result(order))
        except _EnoughError:
            return Stopped()
        # every other document would fail alike
        except ImportError as error:
            return Broken(Failure.of(InstallationError(f"A library cannot be loaded: {error}.")))
        if isinstance(done, Split):
            return done
        result = DocumentResult(order.source, failure=done) if isinstance(done, Failure) else done
        return self._write(order, result, started)

    def _keep(self, order: Order, pages: tuple[int, int], started: float) -> Kept:
        first, last = pages

        def read() -> Path:
            found = read_range(self._opened(order.source), first, last, self._reading, order.lost)
            file = self._scratch / f"{order.source.sha16}-{first}-{last}-{os.getpid()}.pages"
            kept.keep(file, found.readings, found.faults)
            return file

        done = attempt(order.source.path, read)
        seconds = time.monotonic() - started
        if isinstance(done, Failure):
            return Kept(Part(first, last, failure=done, seconds=seconds))
        return Kept(Part(first, last, done, seconds=seconds))

    def _result(self, order: Order) -> DocumentResult | Split:
        """The reading of a whole document, or that it is too long for one order."""
        source = order.source
        if source.failure:
            return DocumentResult(source, failure=source.failure)
        if order.parts:
            readings, faults = _joined(order.parts)
            return self._understood(order, readings, faults)
        document = self._opened(source)
        pages = count_pages(document)
        if pages > PAGES_TOGETHER:
            return Split(pages)
        found = read_range(document, 1, pages, self._reading, order.lost)
        self._close()
        return self._understood(order, found.readings, tuple(found.faults))

    def _understood(self, order: Order, readings: list[PageReading], faults: tuple[Failure, ...]) -> DocumentResult:
        if order.puzzling:
            return unread(order.source, readings, order.puzzling, faults)
        self._say(Sign(Stage.UNDERSTANDING, last=len(readings)))
        began = time.monotonic()
        try:
            return understand(order.source, readings, load_standing(self._settings.out, order.source.sha256), faults)
        finally:
            self._understanding = time.monotonic() - began

    def _reading(self, page: int, first: int, last: int) -> None:
        if self._is_enough():
            raise _EnoughError
        self._say(Sign(Stage.READING, page, first, last))

    def _write(self, order: Order, result: DocumentResult, started: float) -> Answer:
        self._say(Sign(Stage.WRITING, last=len(result.readings)))
        began = time.monotonic()
        try:
            rows = self._written(result)
            if isinstance(rows, Failure):
                # What cannot be written as rows is a bug of ours, and may be in any of its rows.
                result = DocumentResult(result.source, result.pages, failure=rows, faults=result.faults)
                rows = write_rows(result, self._settings)
        except OutputError as error:
            return Broken(Failure.of(error))
        seconds = time.monotonic() - started + sum(part.seconds for part in order.parts)
        writing = time.monotonic() - began
        stages = (
            ("read", seconds - self._understanding - writing),
            ("understand", self._understanding),
            ("write", writing),
        )
        return Done(summarise(result.source, rows, result.failure, seconds, result.faults, stages=stages))

    def _written(self, result: DocumentResult) -> DocumentRows | Failure:
        outcome = attempt(result.source.path, lambda: write_rows(result, self._settings))
        if isinstance(outcome, Failure) and outcome.code == OutputError.code:
            raise OutputError(outcome.message, outcome.hint)
        return outcome

    def _opened(self, source: Source) -> Document:
        """The document, open until another one is asked for.

        Raises:
            SourceError: it cannot be opened, or not even be read.
        """
        from extractors.source import open_document

        if self._open is not None:
            if self._open.is_of(source):
                return self._open.document
            self._close()
        # Two processes may be at work on one document.
        folder = self._scratch / str(os.getpid())
        folder.mkdir(exist_ok=True)
        file = source.file
        try:
            file = local_file(source, folder)
            document = open_document(file)
        except OSError as error:
            shutil.rmtree(folder)
            raise unreadable(source.path, error) from error
        except JixiaoError as error:
            shutil.rmtree(folder)
            # a copy has another name than the member it was made from
            error.message = error.message.replace(file.name, source.path)
            raise
        self._open = _Open(source.sha256, file, file != source.file, _looks(file), document)
        return document

    def _close(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None


def _looks(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns


def _joined(parts: tuple[Part, ...]) -> tuple[list[PageReading], tuple[Failure, ...]]:
    """All pages in order; a part that could not be read is so many failed pages."""
    readings: list[PageReading] = []
    faults: list[Failure] = []
    for part in sorted(parts, key=lambda part: part.first):
        if part.failure is None and part.file is not None:
            pages, met = kept.load(part.file)
            readings += pages
            faults += met
        elif part.failure is not None:
            readings += [failed_page(number, part.failure) for number in range(part.first, part.last + 1)]
            faults += [part.failure] if part.failure.detail else []
    return readings, tuple(faults)


def write_rows(result: DocumentResult, settings: Settings) -> DocumentRows:
    """Write all rows of a document.

    Raises:
        OutputError: the dataset cannot be written.
    """
    rows = document_rows(result, settings.pipeline_version)
    write(settings.out, result.source.sha16, rows, settings.pipeline_version)
    return rows


def write_failure(source: Source, failure: Failure, settings: Settings) -> Summary:
    """Write the row of a source whose process was lost."""
    return summarise(source, write_rows(DocumentResult(source, failure=failure), settings), failure, 0.0)
