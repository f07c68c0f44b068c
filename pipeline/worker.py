"""The process that reads documents: takes a source, writes its files, says what it did; libraries stay warm.

It tells its parent after every page that it is alive; the parent keeps the watch (pipeline/batch.py).
"""

from __future__ import annotations

import logging
import signal
import time
import traceback
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from extractors.errors import JixiaoError
from pipeline.config import Settings, one_thread_each
from pipeline.convert import DocumentResult, convert
from pipeline.corrections.store import load_standing
from pipeline.dataset import write
from pipeline.discover import Source, local_file, unreadable
from pipeline.errors import Failure, InstallationError, InternalError, OutOfMemoryError, OutputError
from pipeline.rows import document_rows
from pipeline.summary import Summary, summarise


@dataclass(frozen=True, slots=True)
class Order:
    """What a worker is asked for: a source, and pages of it not to be read again because they killed a process."""

    source: Source
    lost: dict[int, Failure] = field(default_factory=dict)


# Messages to the parent: ("page", done, pages), ("writing",), ("done", Summary), ("broken", Failure)
Message = tuple[object, ...]


def serve(connection: Connection, settings: Settings, scratch: Path) -> None:
    """Convert what comes through the connection until it is closed; `scratch` is for unpacked members."""
    # Ctrl-C reaches every process of the terminal; what to do about it is the parent's decision.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Libraries complain about damaged files line by line; what matters of it is a finding or a failure.
    logging.getLogger().addHandler(logging.NullHandler())
    one_thread_each()
    while True:
        try:
            order: Order = connection.recv()
            connection.send(_convert_one(order, settings, scratch, connection))
        # the parent has gone: nobody waits for more
        except (EOFError, ConnectionError):
            return


def _convert_one(order: Order, settings: Settings, scratch: Path, connection: Connection) -> Message:
    started = time.monotonic()
    source = order.source
    try:
        result = _result(order, settings.out, scratch, connection)
    # every other document would fail alike
    except ImportError as error:
        return ("broken", Failure.of(InstallationError(f"A library cannot be loaded: {error}.")))
    connection.send(("writing",))
    try:
        rows = document_rows(result, settings.pipeline_version)
        write(settings.out, source.sha16, rows, settings.pipeline_version)
    except OutputError as error:
        return ("broken", Failure.of(error))
    return ("done", summarise(source, rows, result.failure, time.monotonic() - started))


def _result(order: Order, out: Path, scratch: Path, connection: Connection) -> DocumentResult:
    """The reading, whatever happens: this is the batch's boundary."""
    source = order.source
    if source.failure:
        return DocumentResult(source, failure=source.failure)
    path = source.file
    try:
        said = load_standing(out, source.sha256)
        path = local_file(source, scratch)
        return convert(source, path, lambda done, pages: connection.send(("page", done, pages)), order.lost, said)
    except (ConnectionError, ImportError):
        raise
    except OSError as error:
        return DocumentResult(source, failure=Failure.of(unreadable(source.path, error)))
    except JixiaoError as error:
        return DocumentResult(source, failure=Failure.of(error))
    except MemoryError:
        return DocumentResult(source, failure=Failure.of(OutOfMemoryError(f"{source.path} needs too much memory.")))
    # A bug must cost only this document; its traceback goes into the run report.
    except Exception as error:
        message = f"{source.path} met an unexpected {type(error).__name__}."
        return DocumentResult(source, failure=Failure.of(InternalError(message), traceback.format_exc()))
    finally:
        if path != source.file:
            path.unlink(missing_ok=True)


def write_failure(source: Source, failure: Failure, settings: Settings) -> Summary:
    """Write the row of a source whose worker was lost."""
    rows = document_rows(DocumentResult(source, failure=failure), settings.pipeline_version)
    write(settings.out, source.sha16, rows, settings.pipeline_version)
    return summarise(source, rows, failure, 0.0)
