"""The account of a run: for a person at the end of it, and as `_runs/<run-id>.json` for a machine."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from pipeline.batch.changes import Gone, Lost
from pipeline.batch.summary import Change, Review, Summary
from pipeline.config import CONTRACT_VERSION
from pipeline.errors import EXIT_FAILED, EXIT_INTERRUPTED, EXIT_OK, OutputError
from pipeline.store.storage import Place, store_at

SHOWN_REVIEWS = 10
SHOWN_ERRORS = 20
SHOWN_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class RunReport:
    """All of a run. Clock times and durations stand here and nowhere in the dataset.

    `gone` are documents of the dataset whose files are not there any more, `removed` those whose rows went with
    them; `hashed` is the number of files that had to be read through to know them.
    """

    run_id: str
    inputs: tuple[str, ...]
    out: Place
    workers: int
    pipeline_version: str
    started: datetime
    seconds: float
    summaries: tuple[Summary, ...]
    found: int
    other_files: int
    interrupted: bool
    stages: tuple[tuple[str, float], ...] = ()
    hashed: int = 0
    gone: tuple[Lost, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """As the contract says."""
        if self.interrupted:
            return EXIT_INTERRUPTED
        return EXIT_FAILED if self.failures() else EXIT_OK

    def stage_seconds(self) -> dict[str, float]:
        """Seconds of each stage of the run, and of each stage of the documents over all workers."""
        seconds = dict(self.stages)
        for summary in self.summaries:
            for stage, spent in summary.stages:
                seconds[f"documents.{stage}"] = seconds.get(f"documents.{stage}", 0.0) + spent
        return {stage: round(spent, 3) for stage, spent in seconds.items()}

    def failures(self) -> list[Summary]:
        """Documents that failed."""
        return [summary for summary in self.summaries if summary.failure]

    def reviews(self) -> list[Review]:
        """What was not read, indicators in doubt, then tables."""
        reviews = [review for summary in self.summaries for review in summary.reviews]
        return sorted(reviews, key=lambda review: (not review.lost, review.name is None))

    def totals(self) -> dict[str, int]:
        """Counts over all documents of the run."""
        count = {"documents": len(self.summaries)}
        for status in ("converted", "no_table", "failed"):
            count[status] = sum(summary.status == status for summary in self.summaries)
        count["unchanged"] = sum(summary.unchanged for summary in self.summaries)
        done = [summary.change for summary in self.summaries if not summary.unchanged]
        count["new"] = done.count(Change.NEW)
        count["again"] = done.count(Change.AGAIN)
        count["changed"] = len(done) - count["new"] - count["again"]
        count["removed"] = len(self.removed)
        count["gone"] = sum(lost.why is Gone.REMOVED and lost.sha256 not in self.removed for lost in self.gone)
        for name in ("pages", "tables", "indicators", "indicators_in_doubt", "tables_in_doubt", "unread"):
            count[name] = sum(getattr(summary, name) for summary in self.summaries)
        count["failed_pages"] = sum(len(summary.failed_pages) for summary in self.summaries)
        return count


def new_run_id(started: datetime) -> str:
    """Sorts by time; the process id keeps two runs of one second apart."""
    return f"{started.astimezone(UTC):%Y%m%dT%H%M%SZ}-{os.getpid()}"


def as_json(report: RunReport) -> dict[str, Any]:
    """The run report as a JSON object."""
    removed = set(report.removed)
    return {
        "run_id": report.run_id,
        "started": report.started.isoformat(timespec="seconds"),
        "seconds": round(report.seconds, 3),
        "stages": report.stage_seconds(),
        "inputs": list(report.inputs),
        "out": str(report.out),
        "workers": report.workers,
        "pipeline_version": report.pipeline_version,
        "contract_version": CONTRACT_VERSION,
        "exit_code": report.exit_code,
        "interrupted": report.interrupted,
        "found": report.found,
        "hashed_files": report.hashed,
        "other_files": report.other_files,
        "totals": report.totals(),
        "gone": [
            {"source_sha256": lost.sha256, "source_path": lost.path, "why": lost.why, "removed": lost.sha256 in removed}
            for lost in report.gone
        ],
        "documents": [_document(summary) for summary in report.summaries],
    }


def _document(summary: Summary) -> dict[str, Any]:
    source = summary.source
    return {
        "source_path": source.path,
        "source_sha256": source.sha256,
        "duplicate_paths": list(source.duplicate_paths),
        "status": summary.status,
        "origins": list(source.origins),
        "unchanged": summary.unchanged,
        "change": None if summary.unchanged else summary.change,
        "seconds": round(summary.seconds, 3),
        "pages": summary.pages,
        "failed_pages": [{"page": page, "code": code} for page, code in summary.failed_pages],
        "tables": summary.tables,
        "indicators": summary.indicators,
        "indicators_in_doubt": summary.indicators_in_doubt,
        "tables_in_doubt": summary.tables_in_doubt,
        "unread": summary.unread,
        "reviews": [asdict(review) for review in summary.reviews],
        "failure": asdict(summary.failure) if summary.failure else None,
        "faults": [asdict(fault) for fault in summary.faults],
    }


def save(report: RunReport) -> str:
    """Write `_runs/<run-id>.json`; its name.

    Raises:
        OutputError: it cannot be written.
    """
    name = f"_runs/{report.run_id}.json"
    content = json.dumps(as_json(report), ensure_ascii=False, indent=1) + "\n"
    try:
        store_at(report.out).write(name, content.encode())
    except OSError as error:
        raise OutputError(f"{name} in {report.out} cannot be written: {error.strerror or error}.") from error
    return name


def closing_lines(report: RunReport) -> Iterator[str]:
    """The closing summary for a person."""
    count = report.totals()
    yield ""
    yield from interrupted_lines(report)
    yield _documents_line(count)
    yield from _change_lines(report, count)
    yield f"pages       {count['pages']:>7}" + (f"   {count['failed_pages']} failed" if count["failed_pages"] else "")
    yield f"tables      {count['tables']:>7}" + _in_doubt(count["tables_in_doubt"], "in doubt in header or structure")
    if count["unread"]:
        yield f"not read    {count['unread']:>7}   tables or pages, see findings"
    yield f"indicators  {count['indicators']:>7}"
    yield f"to review   {count['indicators_in_doubt']:>7}   indicators with needs_review = true"
    if report.other_files:
        yield f"other files {report.other_files:>7}   neither PDF, picture nor zip, left aside"
    yield from _review_lines(
        report.reviews(), count["indicators_in_doubt"] + count["tables_in_doubt"] + count["unread"]
    )
    yield from _failed_page_lines(report.summaries)
    yield ""
    yield f"written to  {report.out}{os.sep} in {report.seconds:.1f} s; run report _runs{os.sep}{report.run_id}.json"
    if count["indicators"]:
        yield f"ask it      {query_line(report.out)}"


def interrupted_lines(report: RunReport) -> Iterator[str]:
    """What is left of a run that was interrupted."""
    if report.interrupted:
        done = len(report.summaries)
        yield f"Interrupted: {done} of {report.found} documents are finished and written, {report.found - done} left."
        yield "The same command again goes on from here."


def _documents_line(count: dict[str, int]) -> str:
    parts = [
        f"{count['converted']} converted",
        f"{count['no_table']} without target tables",
        f"{count['failed']} failed",
    ]
    return f"documents   {count['documents']:>7}   {', '.join(parts)}"


def _change_lines(report: RunReport, count: dict[str, int]) -> Iterator[str]:
    """What this run did, when it was not the first."""
    names = ("new", "changed", "again", "unchanged", "removed")
    if any(count[name] for name in names[1:]):
        words = {"again": "tried again"}
        yield f"this run              {', '.join(f'{count[name]} {words.get(name, name)}' for name in names)}"
    left = [lost for lost in report.gone if lost.why is Gone.REMOVED and lost.sha256 not in report.removed]
    if left:
        yield f"gone        {len(left):>7}   no longer among the inputs; --prune removes their rows:"
        for lost in left[:SHOWN_ERRORS]:
            yield f"  {lost.path}"


def _in_doubt(number: int, what: str) -> str:
    return f"   {number} {what}" if number else ""


def _review_lines(reviews: list[Review], in_doubt: int) -> Iterator[str]:
    if not reviews:
        return
    yield ""
    yield "First to review:"
    for review in reviews[:SHOWN_REVIEWS]:
        what = _cut(review.name) if review.name else "not read" if review.lost else "the table"
        value = f" = {_cut(review.value)}" if review.value else ""
        yield f"  {review.path} page {review.page}: {what}{value}  ({review.reasons})"
    if in_doubt > SHOWN_REVIEWS:
        yield f"  and {in_doubt - SHOWN_REVIEWS} more: rows with needs_review = true, and findings"


def _failed_page_lines(summaries: tuple[Summary, ...]) -> Iterator[str]:
    failed = [summary for summary in summaries if summary.failed_pages and not summary.failure]
    if failed:
        yield ""
        yield "Pages that could not be read (see findings):"
    for summary in failed[:SHOWN_ERRORS]:
        pages = ", ".join(f"{page} ({code})" for page, code in summary.failed_pages)
        yield f"  {summary.source.path} page {pages}"


def error_lines(report: RunReport) -> Iterator[str]:
    """One line for each document that failed."""
    failures = [summary.failure for summary in report.summaries if summary.failure]
    for failure in failures[:SHOWN_ERRORS]:
        yield failure.line
    if len(failures) > SHOWN_ERRORS:
        yield f"and {len(failures) - SHOWN_ERRORS} more: rows of documents with status = 'failed'"


def query_line(out: Place) -> str:
    """A DuckDB command that shows the first indicators."""
    files = f"{out if isinstance(out, str) else out.as_posix()}/indicators/*/*.parquet".replace("'", "''")
    columns = "table_id, level1, level2, level3, value_text, value_min, value_max, base_unit, needs_review"
    return f"duckdb -c \"SELECT {columns} FROM '{files}' ORDER BY table_id, ordinal LIMIT 20\""


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…"
