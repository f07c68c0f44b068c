"""Which inputs to read again: those whose documents failed, at the places where they were found."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.batch import changes
from pipeline.config import Settings
from pipeline.inputs.discover import Discovered, Source
from pipeline.inputs.requested import Input
from pipeline.store import state
from pipeline.store.rows import Row
from pipeline.store.status import status
from pipeline.store.storage import is_remote


@dataclass(frozen=True, slots=True)
class Retry:
    """What to look at, how to pick the failed ones of what is found there, and paths whose place is not known."""

    inputs: tuple[Input, ...]
    choose: Callable[[Discovered], Discovered]
    unknown: tuple[str, ...]


def to_retry(settings: Settings) -> Retry:
    """The documents of a dataset that failed or lost a page to a limit.

    Raises:
        InputNotFoundError: there is no dataset.
    """
    rows = {row["source_sha256"]: row for row in status(settings.out).to_retry()}
    known = state.load(settings.out)
    changes.recall_origins(known, settings)
    origins = {sha256: known.documents[sha256].origins for sha256 in rows if sha256 in known.documents}
    inputs = {
        _outer(origin): Input(_outer(origin), _outer(rows[sha256]["source_path"]))
        for sha256, places in origins.items()
        for origin in places
        if is_remote(origin) or os.path.lexists(_outer(origin))
    }
    unknown = [
        row["source_path"]
        for sha256, row in rows.items()
        if not any(_outer(origin) in inputs for origin in origins.get(sha256, ()))
    ]
    return Retry(tuple(inputs.values()), lambda found: _chosen(found, rows, origins), tuple(unknown))


def _outer(place: str) -> str:
    """The file on the disk that holds a member of an archive."""
    return place.partition("!/")[0]


def _chosen(found: Discovered, rows: dict[str, Row], origins: dict[str, tuple[str, ...]]) -> Discovered:
    wanted = {origin for places in origins.values() for origin in places}
    sources = tuple(
        _as_recorded(source, rows.get(source.sha256), origins)
        for source in found.sources
        if source.sha256 in rows or any(_within(origin, wanted) for origin in source.origins)
    )
    # of a folder that held nothing everything is wanted; of a file or archive only what failed was looked at
    roots = tuple(root for root in found.roots if root in wanted and (is_remote(root) or Path(root).is_dir()))
    return replace(found, sources=sources, roots=roots)


def _within(origin: str, wanted: set[str]) -> bool:
    """Whether a place, or an archive or folder around it, failed."""
    return origin in wanted or any(origin.startswith((f"{place}!/", f"{place}{os.sep}")) for place in wanted)


def _as_recorded(source: Source, row: Row | None, origins: dict[str, tuple[str, ...]]) -> Source:
    """Under the paths that it has in the dataset: it may have been found below a folder."""
    if row is None:
        return source
    paths = {"path": row["source_path"], "duplicate_paths": tuple(row["duplicate_paths"])}
    return replace(source, **paths, origins=origins.get(source.sha256, source.origins))
