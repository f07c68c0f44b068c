"""A document that a person has compared with its pages, as a golden in the format of `jixiao golden`."""

from __future__ import annotations

from pathlib import Path

from pipeline.corrections.store import FOLDER
from pipeline.errors import DecisionError, OutputError
from pipeline.review.documents import Loaded
from pipeline.review.views import overview
from pipeline.spotcheck.goldens import SIGNATURE, canonical, from_rows, write

GOLDENS = "goldens"


def write_golden(out: Path, loaded: Loaded, who: str) -> Path:
    """Write `corrections/goldens/<sha16>.json`, signed; it is meant to be copied beside the PDF as golden.json.

    Raises:
        DecisionError: nobody signs it, a doubt is left, or the dataset does not hold the decisions yet.
        OutputError: it cannot be written.
    """
    name = " ".join(who.split())
    if not name:
        raise DecisionError("Nobody has said who decides.", "Give a name in the upper right corner.")
    if loaded.line.status != "converted":
        raise DecisionError("This document has no tables to keep.")
    if not loaded.applied or loaded.said.disputed:
        raise DecisionError(
            "The dataset does not hold the decisions yet.", "Run jixiao convert again, then look again."
        )
    if any(doubt["open"] for doubt in overview(loaded)["doubts"]):
        raise DecisionError("Some rows are still in doubt.", "Accept or correct them first.")
    path = out / FOLDER / GOLDENS / f"{loaded.line.sha16}.json"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{path.parent} cannot be written to: {error.strerror or error}.") from error
    write(path, canonical(from_rows(loaded.tables), {SIGNATURE: name}))
    return path
