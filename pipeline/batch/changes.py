"""What is new, changed, unchanged or gone since earlier runs into the same dataset."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from pipeline.batch.summary import Change, Summary, summarise_written
from pipeline.config import Settings
from pipeline.corrections.store import state_of
from pipeline.errors import OutOfMemoryError, PageTimeoutError, WorkerCrashedError
from pipeline.inputs.discover import Discovered, Source
from pipeline.store import dataset
from pipeline.store.state import Remembered, State, origins_from_reports, remembered
from pipeline.store.storage import store_at

LIMITS = frozenset(kind.code for kind in (OutOfMemoryError, PageTimeoutError, WorkerCrashedError))


class Gone(StrEnum):
    """Why a document of the dataset is no input any more."""

    REMOVED = "removed"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Lost:
    """A document of the dataset whose file is gone, or holds other bytes now (`REPLACED`, by the sources `by`)."""

    sha256: str
    path: str
    why: Gone
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Summaries of what stays as it is, and why each of the others is converted."""

    unchanged: dict[str, Summary]
    reasons: dict[str, Change]


def compare(
    sources: Iterable[Source], settings: Settings, state: State, on_unchanged: Callable[[Summary], None]
) -> Comparison:
    """Which sources are complete in the dataset as this version would write them.

    What failed is tried again, and so is a document that lost a page to the limits of a process: the machine
    may have been busy, or the limits are others now. `state` is brought up to date.
    """
    marks = {dataset.source_of(name): mark for name, mark in store_at(settings.out).stamps("documents").items()}
    known_origins = {origin: sha256 for sha256, each in state.documents.items() for origin in each.origins}
    unchanged: dict[str, Summary] = {}
    reasons: dict[str, Change] = {}
    for source in sources:
        mark = marks.get(source.sha16)
        if mark is None:
            earlier = {known_origins.get(origin) for origin in source.origins} - {None, source.sha256}
            reasons[source.sha256] = Change.CONTENT if earlier else Change.NEW
        elif settings.force:
            reasons[source.sha256] = Change.AGAIN
        elif isinstance(found := _known(source, mark, settings, state), Change):
            reasons[source.sha256] = found
        else:
            unchanged[source.sha256] = found
            on_unchanged(found)
    return Comparison(unchanged, reasons)


def _known(source: Source, mark: str, settings: Settings, state: State) -> Summary | Change:
    """The summary of a document that needs no conversion, or why it does."""
    said = state_of(settings.out, source.sha256)
    earlier = state.documents.get(source.sha256)
    paths = (source.path, source.duplicate_paths)
    wanted = (mark, settings.pipeline_version, said, *paths)
    if earlier and wanted == (
        earlier.mark,
        earlier.version,
        earlier.corrections,
        earlier.path,
        earlier.duplicate_paths,
    ):
        state.documents[source.sha256] = replace(earlier, origins=source.origins)
        return earlier.summary(source)
    row = dataset.read_document_row(settings.out, source.sha16, settings.pipeline_version)
    if row is None or row["source_sha256"] != source.sha256:
        return Change.VERSION
    if row["status"] == "failed":
        return Change.AGAIN
    if row["corrections"] != said:
        return Change.CORRECTIONS
    summary = summarise_written(source, row, settings.out)
    if any(code in LIMITS for _, code in summary.failed_pages):
        return Change.AGAIN
    if (row["source_path"], tuple(row["duplicate_paths"])) != paths:
        row = {**row, "source_path": source.path, "duplicate_paths": list(source.duplicate_paths)}
        dataset.write_document_row(settings.out, source.sha16, row, settings.pipeline_version)
        mark = store_at(settings.out).stamps("documents")[dataset.document_name(source.sha16)]
    state.documents[source.sha256] = remembered(summary, settings.pipeline_version, mark)
    return summary


def lost(found: Discovered, state: State, settings: Settings) -> tuple[Lost, ...]:
    """Documents of the dataset that came from below the inputs seen now and are not among them.

    A document is judged only when each place its bytes were at is below an input that was seen in full, or holds
    other bytes now: several inputs may be converted into one dataset, each run of its own.
    """
    here = {source.sha256 for source in found.sources}
    written = {dataset.source_of(name) for name in store_at(settings.out).stamps("documents")}
    rest = {sha256: each for sha256, each in state.documents.items() if sha256 not in here and sha256[:16] in written}
    # a folder that held nothing had a row of its own; it holds something now
    holders = {**dict.fromkeys(found.roots, tuple(here)), **_holders(found.sources)}
    roots = frozenset(root.rstrip("/\\") for root in found.roots)
    gone = []
    for sha256, each in sorted(rest.items()):
        by = tuple(dict.fromkeys(holder for origin in each.origins for holder in holders.get(origin, ())))
        open_origins = [origin for origin in each.origins if origin not in holders]
        if each.origins and all(_below(origin, roots) for origin in open_origins):
            path = each.path or each.origins[0]
            gone.append(Lost(sha256, path, Gone.REPLACED if by else Gone.REMOVED, by))
    state.files.forget(lambda address: _below(address, roots))
    return tuple(gone)


def _holders(sources: Iterable[Source]) -> Mapping[str, tuple[str, ...]]:
    """Which sources are at a place now; an archive or empty folder that failed before counts as where its files are."""
    holders: dict[str, list[str]] = {}
    for source in sources:
        for origin in source.origins:
            holders.setdefault(origin, []).append(source.sha256)
            cut = origin.rfind("!/")
            while cut > 0:
                holders.setdefault(origin[:cut], []).append(source.sha256)
                cut = origin.rfind("!/", 0, cut)
    return {origin: tuple(found) for origin, found in holders.items()}


def _below(origin: str, roots: frozenset[str]) -> bool:
    """Whether a place is one of the roots (without a slash at their end) or below one."""
    return origin in roots or any(sign in "/\\!" and origin[:at] in roots for at, sign in enumerate(origin))


def recall_origins(state: State, settings: Settings) -> None:
    """Fill in from the run reports what the index does not know."""
    written = {dataset.source_of(name) for name in store_at(settings.out).stamps("documents")}
    known = {sha256[:16] for sha256 in state.documents}
    if written <= known:
        return
    for sha256, origins in origins_from_reports(settings.out, written - known).items():
        state.documents.setdefault(sha256, Remembered(origins))
