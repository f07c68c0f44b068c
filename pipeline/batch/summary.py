"""What a run reports of one document: small enough to send between processes and to keep for every one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from pipeline.errors import Failure
from pipeline.inputs.discover import Source
from pipeline.store.dataset import read_rows
from pipeline.store.rows import DocumentRows, Row, tells_of_loss
from pipeline.store.storage import Place

# of each document; the run shows fewer
KEPT_REVIEWS = 10


class Change(StrEnum):
    """Why a document is converted."""

    NEW = "new"
    CONTENT = "content"  # other bytes where another document was
    VERSION = "version"  # written by another version of the program
    CORRECTIONS = "corrections"  # a reviewer has decided otherwise since
    AGAIN = "again"  # it failed before, lost a page to a limit, or --force


@dataclass(frozen=True, slots=True)
class Review:
    """One indicator in doubt, or a table whose header or structure is (then without name).

    `lost` where it is a table or a page that was not read.
    """

    path: str
    page: int
    name: str | None
    value: str | None
    reasons: str
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of one document, pages that failed with their codes, the first rows in doubt, and its failure.

    `unread` counts the tables and pages that findings say were not read; `faults` are bugs of ours that cost pages or
    tables of it, with their tracebacks; `stages` the seconds of each stage; `corrections` as in `documents`; `change`
    why it was converted (nothing when `unchanged`).
    """

    source: Source
    pages: int = 0
    failed_pages: tuple[tuple[int, str], ...] = ()
    tables: int = 0
    indicators: int = 0
    indicators_in_doubt: int = 0
    tables_in_doubt: int = 0
    unread: int = 0
    needs_review: bool = False
    reviews: tuple[Review, ...] = ()
    failure: Failure | None = None
    faults: tuple[Failure, ...] = ()
    unchanged: bool = False
    seconds: float = 0.0
    stages: tuple[tuple[str, float], ...] = ()
    corrections: str | None = None
    change: Change = Change.NEW

    @property
    def status(self) -> str:
        """As in `documents`."""
        return "failed" if self.failure else "converted" if self.tables else "no_table"


def summarise(
    source: Source,
    rows: DocumentRows,
    failure: Failure | None,
    seconds: float,
    faults: tuple[Failure, ...] = (),
    *,
    stages: tuple[tuple[str, float], ...] = (),
) -> Summary:
    """The summary of what was just written."""
    counted = _counted(source, rows.document, rows.tables)
    return replace(counted, failure=failure, seconds=seconds, faults=faults, stages=stages)


def summarise_written(source: Source, document: Row, out: Place) -> Summary:
    """The summary of what an earlier run wrote; rows are looked at only when some are in doubt."""
    tables: dict[str, list[dict[str, Any]]] = {}
    if document["needs_review"]:
        for name in ("pages", "target_tables", "indicators", "findings"):
            tables[name] = read_rows(out, source.sha16, name)
    return replace(_counted(source, document, tables), unchanged=True)


def _counted(source: Source, document: Row, tables: Any) -> Summary:
    indicators = [row for row in tables.get("indicators", ()) if row["needs_review"]]
    headers = [row for row in tables.get("target_tables", ()) if row["needs_review"]]
    unread = sorted({(row["page"], str(row["code"])) for row in tables.get("findings", ()) if tells_of_loss(row)})
    lost = [Review(source.path, page, None, None, code, lost=True) for page, code in unread]
    reviews = [
        Review(source.path, row["page"], row["level3"], row["value_text"], row["review_reasons"]) for row in indicators
    ] + [Review(source.path, row["page_first"], None, row["title"], row["review_reasons"]) for row in headers]
    return Summary(
        source,
        pages=document["pages"] or 0,
        failed_pages=tuple(
            (row["page"], row["error_code"]) for row in tables.get("pages", ()) if row["outcome"] == "failed"
        ),
        tables=document["tables"],
        indicators=document["indicators"],
        indicators_in_doubt=len(indicators),
        tables_in_doubt=len(headers),
        unread=len(unread),
        needs_review=document["needs_review"],
        corrections=document["corrections"],
        reviews=(*lost, *sorted(reviews, key=lambda review: review.page))[:KEPT_REVIEWS],
    )
