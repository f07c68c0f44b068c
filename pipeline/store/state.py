"""What runs remember between each other in `_state/index.json`, to be quick. Safe to lose; no part of the dataset."""

from __future__ import annotations

import json
from dataclasses import astuple, dataclass, field
from typing import Any

from pipeline.batch.summary import Review, Summary
from pipeline.inputs.discover import Source
from pipeline.inputs.fileindex import FileIndex
from pipeline.store.storage import Place, store_at

NAME = "_state/index.json"
FORMAT = 1
RUNS = "_runs"
# Reports are looked through newest first; one of a large batch has megabytes.
LATEST_RUNS = 50
_COUNTS = ("pages", "tables", "indicators", "indicators_in_doubt", "tables_in_doubt", "unread", "needs_review")


@dataclass(frozen=True, slots=True)
class Remembered:
    """One document of the dataset: the mark of its row's file, what was reported of it, where its bytes were.

    `mark` is None when only `origins` are known.
    """

    origins: tuple[str, ...]
    mark: str | None = None
    version: str = ""
    corrections: str | None = None
    path: str = ""
    duplicate_paths: tuple[str, ...] = ()
    counts: dict[str, Any] = field(default_factory=dict)
    failed_pages: tuple[tuple[int, str], ...] = ()
    reviews: tuple[Review, ...] = ()

    def summary(self, source: Source) -> Summary:
        """As it was reported."""
        return Summary(
            source,
            failed_pages=self.failed_pages,
            reviews=self.reviews,
            corrections=self.corrections,
            unchanged=True,
            **self.counts,
        )


def remembered(summary: Summary, version: str, mark: str | None) -> Remembered:
    """What is worth remembering of a document; of one that failed, where it was."""
    if summary.failure:
        return Remembered(summary.source.origins, path=summary.source.path)
    return Remembered(
        summary.source.origins,
        mark,
        version,
        summary.corrections,
        summary.source.path,
        summary.source.duplicate_paths,
        {name: getattr(summary, name) for name in _COUNTS},
        summary.failed_pages,
        summary.reviews,
    )


@dataclass(slots=True)
class State:
    """Files by address, documents by hash."""

    files: FileIndex = field(default_factory=FileIndex)
    documents: dict[str, Remembered] = field(default_factory=dict)


def load(out: Place) -> State:
    """What is remembered of this dataset; nothing when it was lost or is of another format."""
    try:
        content = json.loads(store_at(out).read(NAME))
        if content["format"] != FORMAT:
            return State()
        documents = {sha256: _document(entry) for sha256, entry in content["documents"].items()}
        return State(FileIndex(dict(content["files"])), documents)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return State()


def save(out: Place, state: State) -> None:
    """Remember it for the next run.

    Raises:
        OSError: it cannot be written.
    """
    documents = {sha256: _entry(each) for sha256, each in sorted(state.documents.items())}
    content = {"format": FORMAT, "files": state.files.merged(), "documents": documents}
    # file names that are no Unicode survive as escapes
    store_at(out).write(NAME, json.dumps(content, separators=(",", ":")).encode("ascii"))


def origins_from_reports(out: Place, wanted: set[str]) -> dict[str, tuple[str, ...]]:
    """Where the bytes of these documents (by `sha16`) were, by hash, from the run reports: the index may be lost."""
    store = store_at(out)
    found: dict[str, tuple[str, ...]] = {}
    open_ones = set(wanted)
    for name in sorted(store.stamps(RUNS), reverse=True)[:LATEST_RUNS]:
        if not open_ones:
            break
        try:
            for each in json.loads(store.read(name))["documents"]:
                sha256 = each["source_sha256"]
                if sha256[:16] in open_ones:
                    found[sha256] = tuple(each["origins"])
                    open_ones.discard(sha256[:16])
        # a report of an earlier version, or no report
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return found


def _entry(each: Remembered) -> dict[str, Any]:
    return {
        "origins": each.origins,
        "mark": each.mark,
        "version": each.version,
        "corrections": each.corrections,
        "path": each.path,
        "duplicate_paths": each.duplicate_paths,
        "counts": each.counts,
        "failed_pages": each.failed_pages,
        "reviews": [astuple(one) for one in each.reviews],
    }


def _document(entry: dict[str, Any]) -> Remembered:
    if set(entry["counts"]) - set(_COUNTS):
        raise ValueError("written by another version")
    return Remembered(
        tuple(entry["origins"]),
        entry["mark"],
        entry["version"],
        entry["corrections"],
        entry["path"],
        tuple(entry["duplicate_paths"]),
        entry["counts"],
        tuple((page, code) for page, code in entry["failed_pages"]),
        tuple(Review(*one) for one in entry["reviews"]),
    )
