"""Conversions in this process, and decisions of reviewers as the page makes them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipeline.convert import convert
from pipeline.corrections.model import Event
from pipeline.corrections.store import append, load_standing
from pipeline.inputs.discover import discover
from pipeline.review.decisions import decide
from pipeline.review.documents import Documents, Loaded
from pipeline.review.index import Index
from pipeline.store import dataset
from pipeline.store.rows import document_rows

VERSION = "test"


def converted(pdf: Path, out: Path) -> str:
    """Convert a PDF with what people have said about it; the name of its files."""
    dataset.prepare(out)
    (source,) = discover([pdf]).sources
    rows = document_rows(convert(source, pdf, said=load_standing(out, source.sha256)), VERSION)
    dataset.write(out, source.sha16, rows, VERSION)
    return source.sha16


def loaded(out: Path, sha16: str) -> Loaded:
    """A document as the review page loads it."""
    line = Index(out).line(sha16)
    assert line is not None
    return Documents(out).load(line)


def value_row(document: Loaded, name: str) -> dict[str, Any]:
    """The indicator of this name."""
    (row,) = [row for row in document.tables["indicators"] if row["level3"] == name]
    return row


def key_of(document: Loaded, name: str) -> str:
    """How the page names the indicator of this name."""
    row = value_row(document, name)
    return f"indicators:{row['table_id']}:{row['ordinal']}:{row['part']}"


def cell_of(document: Loaded, text: str) -> dict[str, Any]:
    """The cell with this text."""
    (cell,) = [cell for cell in document.tables["cells"] if cell["text"] == text]
    return cell


def correct(out: Path, sha16: str, name: str, text: str, *, who: str = "王芳", over: tuple[str, ...] = ()) -> Event:
    """Correct the value of an indicator and keep it."""
    document = loaded(out, sha16)
    cell = cell_of(document, value_row(document, name)["value_text"])
    place = ":".join(str(cell[part]) for part in ("page", "grid", "row", "col"))
    wish = {"action": "correct", "cell": place, "row": key_of(document, name), "text": text, "who": who, "over": over}
    return append(out, decide(document, wish))


def accept(out: Path, sha16: str, name: str, *, who: str = "王芳", over: tuple[str, ...] = ()) -> Event:
    """Accept an indicator and keep it."""
    document = loaded(out, sha16)
    return append(
        out, decide(document, {"action": "accept", "row": key_of(document, name), "who": who, "over": list(over)})
    )


def withdraw(out: Path, sha16: str, event: Event) -> Event:
    """Undo an event."""
    wish = {"action": "withdraw", "over": [event.id], "who": event.who}
    return append(out, decide(loaded(out, sha16), wish))
