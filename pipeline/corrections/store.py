"""Where events lie: one file each below `DIR/corrections/`, written once, never changed."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipeline.corrections.model import NOTHING, Event, Standing, as_json, from_json, standing
from pipeline.errors import CorrectionsError, OutputError
from pipeline.store.storage import Place

FOLDER = "corrections"
# An event is a few hundred bytes; whatever is larger was not written by us.
MAX_BYTES = 1 << 20


def load(out: Place, sha256: str) -> tuple[Event, ...]:
    """All events of one source, oldest first.

    Raises:
        CorrectionsError: one of them cannot be read: leaving it out would undo in silence what a person did.
    """
    if isinstance(out, str):
        # a remote dataset has none: pipeline/batch/run.py refuses one that has
        return ()
    folder = out / FOLDER / sha256[:16]
    try:
        files = [file for file in folder.iterdir() if file.suffix == ".json" and not file.name.startswith(".")]
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise CorrectionsError(f"{folder} cannot be read: {error.strerror or error}.") from error
    events = [read_event(file) for file in files]
    return tuple(
        sorted((event for event in events if event.source_sha256 == sha256), key=lambda event: (event.when, event.id))
    )


def load_standing(out: Place, sha256: str) -> Standing:
    """The events of one source that hold. Raises as `load` does."""
    events = load(out, sha256)
    return standing(events) if events else NOTHING


def state_of(out: Place, sha256: str) -> str | None:
    """What `documents.corrections` holds when a source is converted now; a word of its own when they are damaged."""
    try:
        return load_standing(out, sha256).state
    except CorrectionsError:
        # the conversion itself tells what is wrong
        return "damaged"


def read_event(path: Path) -> Event:
    """One event.

    Raises:
        CorrectionsError: the file holds none, or cannot be read.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ValueError("too large")
        return replace(from_json(json.loads(path.read_text(encoding="utf-8"))), id=path.stem)
    except OSError as error:
        raise CorrectionsError(f"{path} cannot be read: {error.strerror or error}.") from error
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise CorrectionsError(f"{path} does not hold a correction.") from error


def append(out: Path, event: Event, now: datetime | None = None) -> Event:
    """Write an event; it comes back with the id and the time it got.

    Its time is after the events it names, even when the clock of the machine they came from runs ahead.

    Raises:
        OutputError: the folder cannot be written to.
        CorrectionsError: an event that is there already cannot be read.
    """
    moment = now or datetime.now(UTC)
    for other in load(out, event.source_sha256):
        if other.id in event.over:
            moment = max(moment, datetime.fromisoformat(other.when) + timedelta(microseconds=1))
    when = moment.astimezone(UTC).isoformat(timespec="microseconds")
    stem = f"{moment.astimezone(UTC):%Y%m%dT%H%M%S%f}Z-{secrets.token_hex(4)}"
    stamped = replace(event, id=stem, when=when)
    folder = out / FOLDER / event.source_sha256[:16]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder / f"{stem}.json", json.dumps(as_json(stamped), ensure_ascii=False, indent=1) + "\n")
    except OSError as error:
        raise OutputError(f"{folder} cannot be written to: {error.strerror or error}.") from error
    return stamped


def _write(path: Path, text: str) -> None:
    """Complete or not at all: beside it, synced, renamed."""
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        with temporary.open("x", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.rename(path)
    finally:
        temporary.unlink(missing_ok=True)
