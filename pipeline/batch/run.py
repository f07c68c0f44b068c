"""One run: find the documents, leave out what is there already, convert the rest, account for all."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from pipeline.batch import changes
from pipeline.batch.changes import Gone, Lost
from pipeline.batch.dispatch import Progress, run
from pipeline.batch.report import RunReport, new_run_id, save
from pipeline.batch.summary import Change, Summary
from pipeline.config import Settings
from pipeline.corrections.store import FOLDER as CORRECTIONS
from pipeline.errors import OutputError
from pipeline.inputs.discover import Discovered, discover
from pipeline.inputs.requested import Input, inputs_of
from pipeline.store import dataset, state
from pipeline.store.lock import sole_run
from pipeline.store.storage import Place, place_of, store_at


@dataclass(slots=True)
class _Clock:
    """Seconds of the stages of a run, in order."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextlib.contextmanager
    def time(self, stage: str) -> Iterator[None]:
        began = time.monotonic()
        try:
            yield
        finally:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + time.monotonic() - began


def convert_inputs(
    inputs: Iterable[Path | str | Input],
    settings: Settings,
    on_file: Callable[[str], None] = lambda path: None,
    on_found: Callable[[int], None] = lambda documents: None,
    on_progress: Callable[[Progress], None] = lambda progress: None,
    *,
    on_interrupt: Callable[[], None] = lambda: None,
    choose: Callable[[Discovered], Discovered] = lambda found: found,
) -> RunReport:
    """Convert PDFs, pictures, folders and zips into the dataset at `settings.out` and write the run report.

    `on_file` is told each path that is looked at, `on_found` the number of documents before the first is converted,
    `on_interrupt` that the pages in hand are the last ones. A source that this version of the program has converted
    into the same dataset before is left as it is, unless `settings.force`. Rows of a file that holds other bytes now
    go when these have been converted; those of files that are gone go with `settings.prune`. `choose` may leave some
    of what was found aside.

    Raises:
        InputNotFoundError: an input does not exist.
        OutputError: the dataset cannot be written, or another run is writing it.
    """
    started, began, clock = datetime.now(UTC), time.monotonic(), _Clock()
    given = inputs_of(inputs)
    settings = replace(settings, out=place_of(settings.out))
    with _alone(settings.out):
        dataset.prepare(settings.out)
        known = state.load(settings.out)
        with clock.time("find"):
            leave_out = settings.out if isinstance(settings.out, Path) else None
            found = choose(discover(given, on_file, known.files, leave_out))
        on_found(len(found.sources))
        with clock.time("compare"):
            changes.recall_origins(known, settings)
            gone = changes.lost(found, known, settings)
            compared = changes.compare(
                found.sources,
                settings,
                known,
                lambda one: on_progress(Progress(one.source.path, one.pages, one.pages, one)),
            )
        dataset.begin(settings.out)
        with clock.time("convert"):
            waiting = (source for source in found.sources if source.sha256 not in compared.unchanged)
            outcome = run(waiting, settings, on_progress, on_interrupt=on_interrupt)
        converted = {
            each.source.sha256: replace(each, change=compared.reasons.get(each.source.sha256, Change.NEW))
            for each in outcome.summaries
        }
        with clock.time("remove"):
            done = {**converted, **compared.unchanged}
            gone = () if outcome.interrupted else gone
            removed = _remove(gone, done, settings)
        _remember(known, converted, removed, settings)
        report = RunReport(
            run_id=new_run_id(started),
            inputs=tuple(each.address for each in given),
            out=settings.out,
            workers=settings.workers,
            pipeline_version=settings.pipeline_version,
            started=started,
            seconds=time.monotonic() - began,
            stages=tuple(clock.seconds.items()),
            summaries=tuple(done[source.sha256] for source in found.sources if source.sha256 in done),
            found=len(found.sources),
            hashed=found.hashed,
            other_files=found.other_files,
            interrupted=outcome.interrupted,
            gone=gone,
            removed=tuple(each.sha256 for each in removed),
        )
        save(report)
        # a process that an interruption killed may have been writing
        if not outcome.interrupted:
            dataset.release(settings.out)
    return report


@contextlib.contextmanager
def _alone(out: Place) -> Iterator[None]:
    """One run at a time in a folder. In other stores nothing can be locked (docs/batches.md)."""
    if isinstance(out, str):
        try:
            corrected = store_at(out).folders(CORRECTIONS)
        except OSError as error:
            raise OutputError(f"{out} cannot be reached: {error.strerror or error}.") from error
        if corrected:
            hint = "Copy the dataset into a folder, convert there, and copy it back."
            raise OutputError(f"{out} holds corrections, which are only followed in a folder.", hint)
        yield
        return
    with contextlib.ExitStack() as held:
        try:
            held.enter_context(sole_run(out))
        except OSError as error:
            raise OutputError(f"{out} cannot be written to: {error.strerror or error}.") from error
        yield


def _remove(gone: tuple[Lost, ...], done: dict[str, Summary], settings: Settings) -> list[Lost]:
    """Delete the rows of what was replaced by something that could be read, and with --prune of what is gone."""
    removed = []
    for each in gone:
        readable = any(sha256 in done and not done[sha256].failure for sha256 in each.by)
        if (each.why is Gone.REPLACED and readable) or (each.why is Gone.REMOVED and settings.prune):
            dataset.remove(settings.out, each.sha256[:16])
            removed.append(each)
    return removed


def _remember(known: state.State, converted: dict[str, Summary], removed: list[Lost], settings: Settings) -> None:
    marks = {dataset.source_of(name): mark for name, mark in store_at(settings.out).stamps("documents").items()}
    for sha256, summary in converted.items():
        known.documents[sha256] = state.remembered(summary, settings.pipeline_version, marks.get(sha256[:16]))
    for each in removed:
        known.documents.pop(each.sha256, None)
    try:
        state.save(settings.out, known)
    except OSError as error:
        # the report, written next to it, would fail alike
        raise OutputError(f"The dataset in {settings.out} cannot be written: {error.strerror or error}.") from error
