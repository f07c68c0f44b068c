"""One document: its pages read, their tables understood. Nothing is written here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from extractors.errors import JixiaoError
from extractors.model import Finding, PageReading, Place, ReadingCode, Severity
from extractors.source import Document
from normalizers.model import NormalizedDocument
from pipeline.discover import Source
from pipeline.errors import Failure


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """All that is known of one document. `pages` is None when it could not be opened."""

    source: Source
    pages: int | None = None
    readings: tuple[PageReading, ...] = ()
    document: NormalizedDocument = field(default_factory=lambda: NormalizedDocument(()))
    failure: Failure | None = None


def read_pages(path: Path, on_page: Callable[[int, int], None] = lambda page, pages: None) -> tuple[PageReading, ...]:
    """Read every page; `on_page` is told (pages done, pages in all) before the first and after each.

    Raises:
        SourceError: the document cannot be opened at all.
    """
    from extractors.source import open_document

    with open_document(path) as document:
        on_page(0, document.page_count)
        readings = []
        for number in range(1, document.page_count + 1):
            readings.append(_read_page(document, number))
            on_page(number, document.page_count)
    return tuple(readings)


def _read_page(document: Document, number: int) -> PageReading:
    """A page that fails costs only itself."""
    from extractors.registry import read_page

    width = height = 0.0
    try:
        page = document.page(number)
        width, height = page.width, page.height
        try:
            return read_page(page)
        finally:
            page.close()
    except JixiaoError as error:
        finding = Finding(ReadingCode.READER_FAILED, Severity.ERROR, str(error), _whole_page(number, width, height))
        return PageReading(number, width, height, "blank", "failed", "none", findings=(finding,), error=error.code)


def _whole_page(number: int, width: float, height: float) -> Place | None:
    from extractors.model import Box

    return Place(number, Box(0.0, 0.0, width, height)) if width and height else None


def convert(
    source: Source, path: Path, on_page: Callable[[int, int], None] = lambda page, pages: None
) -> DocumentResult:
    """Read and understand the document at `path`. An expected failure of the whole document is its result.

    `path` holds the bytes of `source`: for a member of an archive, a copy.
    """
    from normalizers.chain import normalize

    try:
        readings = read_pages(path, on_page)
    except JixiaoError as error:
        return DocumentResult(
            source, failure=Failure(error.code, error.message.replace(path.name, source.path), error.hint)
        )
    failed = [reading for reading in readings if reading.outcome == "failed"]
    if len(failed) == len(readings):
        failure = Failure(
            failed[0].error or "READER-FAILED", f"No page of {source.path} could be read.", _hint(failed[0])
        )
        return DocumentResult(source, len(readings), readings, failure=failure)
    return DocumentResult(source, len(readings), readings, normalize(readings))


def _hint(reading: PageReading) -> str:
    return next((finding.message for finding in reading.findings), "")
