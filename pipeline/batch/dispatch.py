"""Many documents over the processes of an engine: which order is given next, and what becomes of each.

Nothing here reads a document or holds a page: a long document is read in pieces that are kept on disk, and
joined when all are there (pipeline/batch/orders.py).
"""

from __future__ import annotations

import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.batch.interrupts import Interrupts
from pipeline.batch.orders import Broken, Done, Event, Kept, Lost, Order, Part, Sign, Split, Stage, Stopped, pieces
from pipeline.batch.strikes import Job, next_try
from pipeline.batch.summary import Summary
from pipeline.batch.worker import serve, write_failure
from pipeline.config import Settings
from pipeline.engines.local import LocalEngine
from pipeline.engines.protocol import Engine
from pipeline.engines.watched import Serve
from pipeline.errors import Failure, InstallationError, OutputError
from pipeline.inputs.discover import Source


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
    on_interrupt: Callable[[], None] = lambda: None,
) -> Outcome:
    """Convert all sources into `settings.out`. `serve` is what a process runs that reads.

    The first Ctrl-C lets every process end the page it is reading; documents that are complete then are written, and
    no other is begun (`on_interrupt` is told). The second ends at once.

    Raises:
        OutputError: the dataset cannot be written; nothing more can be done.
        InstallationError: a library is missing, so that no document can be read.
    """
    # Members of archives are unpacked below the parent's folder, which is removed even when processes are killed.
    with tempfile.TemporaryDirectory(prefix="jixiao-") as scratch:
        engine = _engine(settings, Path(scratch), serve)
        batch = _Batch(sources, settings, engine, on_progress)
        interrupts = Interrupts()
        try:
            with interrupts.heeded():
                batch.work(interrupts, on_interrupt)
            interrupted = batch.left_undone
        except KeyboardInterrupt:
            interrupted = True
        finally:
            engine.stop()
    return Outcome(tuple(batch.finished[index] for index in sorted(batch.finished)), interrupted)


def _engine(settings: Settings, scratch: Path, serve: Serve) -> Engine:
    if settings.engine == "ray":
        from pipeline.engines.ray import RayEngine

        return RayEngine(settings, scratch, serve)
    return LocalEngine(settings, scratch, serve)


@dataclass(slots=True)
class _Pieces:
    """A long document: the pieces still to come, the parts that are there, the pages done."""

    pages: int
    missing: int
    parts: list[Part] = field(default_factory=list)
    done: int = 0


class _Batch:
    """One run's queue, jobs under way and results."""

    def __init__(
        self, sources: Iterable[Source], settings: Settings, engine: Engine, on_progress: Callable[[Progress], None]
    ) -> None:
        self.finished: dict[int, Summary] = {}
        self._sources: Iterator[tuple[int, Source]] = enumerate(sources)
        self._settings = settings
        self._engine = engine
        self._on_progress = on_progress
        # Work on documents that were begun comes before new ones.
        self._begun: deque[Job] = deque()
        self._under_way: dict[int, Job] = {}
        self._long: dict[int, _Pieces] = {}
        self._jobs = 0
        self._winding_down = False
        self._taken_up = 0

    def work(self, interrupts: Interrupts, on_interrupt: Callable[[], None]) -> None:
        """Until every document is finished, or those in hand when an interruption is wanted."""
        while self._hand_out() or self._under_way:
            self._take(self._engine.news())
            if interrupts.wanted and not self._winding_down:
                self._winding_down = True
                self._engine.wind_down()
                on_interrupt()

    @property
    def left_undone(self) -> bool:
        """Whether there are documents that are not finished; after `work`."""
        return len(self.finished) < self._taken_up or next(self._sources, None) is not None

    def _take(self, news: Iterable[tuple[int, Event]]) -> None:
        for number, event in news:
            if isinstance(event, Sign):
                self._tell(self._under_way[number], event)
            else:
                self._ended(self._under_way.pop(number), event)

    def _hand_out(self) -> bool:
        """Give orders while there is room; whether any was given."""
        given = False
        while self._engine.has_room() and (job := self._next()):
            self._jobs += 1
            self._under_way[self._jobs] = job
            self._engine.give(self._jobs, job.order)
            given = True
        return given

    def _next(self) -> Job | None:
        while self._begun:
            job = self._begun.popleft()
            # a document whose pages are all there has only to be written
            if job.order.parts or not self._winding_down:
                return job
        index, source = (0, None) if self._winding_down else next(self._sources, (0, None))
        if source is None:
            return None
        self._taken_up += 1
        self._on_progress(Progress(source.path))
        return Job(index, Order(source))

    def _ended(self, job: Job, event: Event) -> None:
        match event:
            case Done(summary):
                self._finish(job, summary)
            case Split(pages):
                self._split(job, pages)
            case Kept(part):
                self._collect(job, part)
            case Lost():
                self._lost(job, event)
            case Stopped():
                pass
            case Broken(failure):
                kind = InstallationError if failure.code == InstallationError.code else OutputError
                raise kind(failure.message, failure.hint)

    def _split(self, job: Job, pages: int) -> None:
        ranges = pieces(pages)
        self._long[job.index] = _Pieces(pages, len(ranges))
        self._begun.extend(Job(job.index, Order(job.order.source, pages=each)) for each in ranges)

    def _collect(self, job: Job, part: Part) -> None:
        document = self._long[job.index]
        document.parts.append(part)
        document.missing -= 1
        document.done += part.last - part.first + 1
        self._on_progress(Progress(job.order.source.path, document.done, document.pages))
        if not document.missing:
            self._begun.appendleft(Job(job.index, Order(job.order.source, parts=tuple(document.parts))))

    def _lost(self, job: Job, lost: Lost) -> None:
        match next_try(job, lost):
            case Job() as again:
                self._begun.appendleft(again)
            case Part() as part:
                self._collect(job, part)
            case None:
                self._finish(job, self._failed(job, lost.failure))

    def _failed(self, job: Job, failure: Failure) -> Summary:
        return write_failure(job.order.source, failure, self._settings)

    def _finish(self, job: Job, summary: Summary) -> None:
        self.finished[job.index] = summary
        document = self._long.pop(job.index, None)
        for part in document.parts if document else ():
            if part.file:
                part.file.unlink(missing_ok=True)
        self._on_progress(Progress(job.order.source.path, summary.pages, summary.pages, summary))

    def _tell(self, job: Job, sign: Sign) -> None:
        if sign.stage is Stage.READING and sign.page is not None and not job.order.pages:
            self._on_progress(Progress(job.order.source.path, sign.page - sign.first, sign.last))
