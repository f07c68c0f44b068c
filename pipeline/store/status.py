"""What is in a dataset, what failed and why, and what to do next."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.batch.changes import LIMITS
from pipeline.config import CONTRACT_VERSION
from pipeline.store.dataset import read_table, see_that_it_is_one
from pipeline.store.lock import holder
from pipeline.store.rows import Row
from pipeline.store.storage import Place, store_at

SHOWN = 20
_COLUMNS = [
    "source_sha256",
    "source_path",
    "duplicate_paths",
    "pages",
    "tables",
    "indicators",
    "status",
    "error_code",
    "error_message",
    "needs_review",
    "pipeline_version",
]


@dataclass(frozen=True, slots=True)
class Status:
    """The state of a dataset; `failed` are documents, `lost_pages` pages given up to a limit of a process."""

    out: Place
    documents: tuple[Row, ...]
    lost_pages: tuple[Row, ...]
    failed_pages: int
    last_run: dict[str, Any] | None
    running: str | None

    @property
    def failed(self) -> list[Row]:
        """Rows of `documents` that failed."""
        return [row for row in self.documents if row["status"] == "failed"]

    def to_retry(self) -> list[Row]:
        """Documents that failed, and those that lost a page to a limit."""
        lost = {row["source_sha256"] for row in self.lost_pages}
        return [row for row in self.documents if row["status"] == "failed" or row["source_sha256"] in lost]


def status(out: Place) -> Status:
    """Look at a dataset.

    Raises:
        InputNotFoundError: there is none.
        DatasetError: a file of it is damaged.
    """
    import pyarrow.compute as pc

    see_that_it_is_one(out)
    documents = sorted(read_table(out, "documents", _COLUMNS), key=lambda row: row["source_path"])
    # a page that failed puts its document in doubt
    doubtful = {row["source_sha256"][:16] for row in documents if row["needs_review"] or row["status"] == "failed"}
    columns = ["source_sha256", "page", "error_code"]
    pages = read_table(out, "pages", columns, pc.field("outcome") == "failed", only=doubtful)
    return Status(
        out=out,
        documents=tuple(documents),
        lost_pages=tuple(row for row in pages if row["error_code"] in LIMITS),
        failed_pages=len(pages),
        last_run=_last_run(out),
        running=None if isinstance(out, str) else holder(out),
    )


def _last_run(out: Place) -> dict[str, Any] | None:
    store = store_at(out)
    for name in sorted(store.stamps("_runs"), reverse=True):
        try:
            report: dict[str, Any] = json.loads(store.read(name))
            return {key: report[key] for key in ("run_id", "exit_code", "interrupted", "seconds", "found", "totals")}
        # not a report, or one of another version: the one before it tells as well
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return None


def as_json(seen: Status) -> dict[str, Any]:
    """The status as a JSON object."""
    rows = seen.documents
    return {
        "out": str(seen.out),
        "contract_version": CONTRACT_VERSION,
        "documents": {"total": len(rows), **Counter(row["status"] for row in rows)},
        **{name: sum(row[name] or 0 for row in rows) for name in ("pages", "tables", "indicators")},
        "needs_review": sum(row["needs_review"] for row in rows),
        "failed_pages": seen.failed_pages,
        "versions": dict(Counter(row["pipeline_version"] for row in rows)),
        "failed": [
            {name: row[name] for name in ("source_path", "source_sha256", "error_code", "error_message")}
            for row in seen.failed
        ],
        "lost_pages": [dict(row) for row in seen.lost_pages],
        "last_run": seen.last_run,
        "running": seen.running,
    }


def lines(seen: Status, version: str) -> Iterator[str]:
    """The same for a person; `version` is the program's own."""
    rows = seen.documents
    count = Counter(row["status"] for row in rows)
    kinds = f"{count['converted']} converted, {count['no_table']} without target tables, {count['failed']} failed"
    yield f"documents   {len(rows):>7}   {kinds}"
    lost = f"   {seen.failed_pages} failed" if seen.failed_pages else ""
    yield f"pages       {sum(row['pages'] or 0 for row in rows):>7}{lost}"
    yield f"tables      {sum(row['tables'] for row in rows):>7}"
    yield f"indicators  {sum(row['indicators'] for row in rows):>7}"
    yield f"to review   {sum(row['needs_review'] for row in rows):>7}   documents with needs_review = true"
    older = sum(row["pipeline_version"] != version for row in rows)
    if older:
        yield f"to renew    {older:>7}   written by another version than {version}: jixiao convert does them again"
    yield from _run_lines(seen)
    yield from _failure_lines(seen)


def _run_lines(seen: Status) -> Iterator[str]:
    if seen.running:
        yield f"running             {seen.running}"
    if seen.last_run:
        run = seen.last_run
        left = run["found"] - run["totals"]["documents"]
        end = f"interrupted with {left} left; the same command goes on" if run["interrupted"] else "to the end"
        yield f"last run            {run['run_id']}, {run['seconds']:.0f} s, {end} (exit code {run['exit_code']})"


def _failure_lines(seen: Status) -> Iterator[str]:
    by_code: dict[str, list[Row]] = {}
    for row in seen.failed:
        by_code.setdefault(row["error_code"], []).append(row)
    for code, rows in sorted(by_code.items(), key=lambda item: (-len(item[1]), item[0])):
        yield ""
        yield f"{code}: {len(rows)}"
        for row in rows[:SHOWN]:
            yield f"  {row['source_path']}: {row['error_message']}"
        if len(rows) > SHOWN:
            yield f"  and {len(rows) - SHOWN} more: --json names all"
    if seen.lost_pages:
        others = len(seen.to_retry()) - len(seen.failed)
        yield ""
        yield f"pages given up to a limit of time or memory: {len(seen.lost_pages)} in {others} documents"
    if seen.to_retry():
        yield ""
        yield f"again, these only: jixiao retry {seen.out}"
