"""One run: find the documents, leave out what is there already, convert the rest, account for all."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from pipeline import dataset
from pipeline.batch import Progress, run
from pipeline.config import Settings
from pipeline.corrections.store import state_of
from pipeline.discover import Source, check_inputs, discover
from pipeline.errors import OutOfMemoryError, PageTimeoutError, WorkerCrashedError
from pipeline.report import RunReport, new_run_id, save
from pipeline.summary import Summary, summarise_written

LIMITS = {kind.code for kind in (OutOfMemoryError, PageTimeoutError, WorkerCrashedError)}


def convert_inputs(
    inputs: Iterable[Path],
    settings: Settings,
    on_file: Callable[[str], None] = lambda path: None,
    on_found: Callable[[int], None] = lambda documents: None,
    on_progress: Callable[[Progress], None] = lambda progress: None,
) -> RunReport:
    """Convert PDFs, folders and zips into the dataset at `settings.out` and write the run report.

    `on_file` is told each path that is looked at, `on_found` the number of documents before the first is
    converted. A source that this version of the program has converted into the same dataset before is left as
    it is, unless `settings.force`.

    Raises:
        InputNotFoundError: an input does not exist.
        OutputError: the dataset cannot be written.
    """
    inputs = list(inputs)
    started, clock = datetime.now(UTC), time.monotonic()
    check_inputs(inputs)
    dataset.prepare(settings.out)
    found = discover(inputs, on_file)
    on_found(len(found.sources))
    unchanged = {} if settings.force else _unchanged(found.sources, settings, on_progress)
    outcome = run((source for source in found.sources if source.sha256 not in unchanged), settings, on_progress)
    converted = {summary.source.sha256: summary for summary in outcome.summaries}
    known = {**converted, **unchanged}
    report = RunReport(
        run_id=new_run_id(started),
        inputs=tuple(str(path) for path in inputs),
        out=settings.out,
        workers=settings.workers,
        pipeline_version=settings.pipeline_version,
        started=started,
        seconds=time.monotonic() - clock,
        summaries=tuple(known[source.sha256] for source in found.sources if source.sha256 in known),
        found=len(found.sources),
        other_files=found.other_files,
        interrupted=outcome.interrupted,
    )
    save(report)
    return report


def _unchanged(
    sources: Iterable[Source], settings: Settings, on_progress: Callable[[Progress], None]
) -> dict[str, Summary]:
    """Summaries of the sources that are complete in the dataset.

    What failed is tried again, and so is a document that lost a page to the limits of a process: the machine
    may have been busy, or the limits are others now. So is one about which people have said something new.
    """
    unchanged = {}
    for source in sources:
        row = dataset.read_document_row(settings.out, source.sha16, settings.pipeline_version)
        if row is None or row["source_sha256"] != source.sha256 or row["status"] == "failed":
            continue
        if row["corrections"] != state_of(settings.out, source.sha256):
            continue
        summary = summarise_written(source, row, settings.out)
        if any(code in LIMITS for _, code in summary.failed_pages):
            continue
        paths = {"source_path": source.path, "duplicate_paths": list(source.duplicate_paths)}
        if any(row[name] != value for name, value in paths.items()):
            dataset.write_document_row(settings.out, source.sha16, {**row, **paths}, settings.pipeline_version)
        unchanged[source.sha256] = summary
        on_progress(Progress(source.path, summary.pages, summary.pages, summary))
    return unchanged
