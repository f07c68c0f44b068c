"""One document: its pages read, their tables understood. Nothing is written here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from extractors.errors import JixiaoError
from extractors.model import Box, Finding, PageReading, Place, ReadingCode, Severity
from extractors.source import Document
from normalizers.model import NormalizedDocument
from pipeline.corrections.apply import put_into_cells, settle_rows
from pipeline.corrections.model import NOTHING, Standing
from pipeline.discover import Source
from pipeline.errors import Failure

# in place of the reader's name where there was none
NOT_READ = "none"
OnPage = Callable[[int, int], None]
NONE_LOST: Mapping[int, Failure] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """All that is known of one document. `pages` is None when it could not be opened; `said`: the corrections in it."""

    source: Source
    pages: int | None = None
    readings: tuple[PageReading, ...] = ()
    document: NormalizedDocument = field(default_factory=lambda: NormalizedDocument(()))
    failure: Failure | None = None
    said: str | None = None


def read_pages(
    path: Path, on_page: OnPage = lambda page, pages: None, lost: Mapping[int, Failure] = NONE_LOST
) -> tuple[PageReading, ...]:
    """Read every page; `on_page` is told (pages done, pages in all) before the first and after each.

    `lost` are pages that cost a process its life in an earlier try: they are not read again.

    Raises:
        SourceError: the document cannot be opened at all.
    """
    from extractors.source import open_document

    with open_document(path) as document:
        on_page(0, document.page_count)
        readings = []
        for number in range(1, document.page_count + 1):
            failure = lost.get(number)
            readings.append(_failed_page(number, failure) if failure else read_one(document, number))
            on_page(number, document.page_count)
    return tuple(readings)


def read_one(document: Document, number: int) -> PageReading:
    """Read one page. One that fails costs only itself."""
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
        return _failed_page(number, Failure.of(error), width, height)


def _failed_page(number: int, failure: Failure, width: float = 0.0, height: float = 0.0) -> PageReading:
    """A page that was not read, with the reason as a finding. Its size is 0 when it could not even be opened."""
    place = Place(number, Box(0.0, 0.0, width, height)) if width and height else None
    finding = Finding(ReadingCode.READER_FAILED, Severity.ERROR, failure.text, place)
    return PageReading(number, width, height, "blank", "failed", NOT_READ, findings=(finding,), error=failure.code)


def convert(
    source: Source,
    path: Path,
    on_page: OnPage = lambda page, pages: None,
    lost: Mapping[int, Failure] = NONE_LOST,
    said: Standing = NOTHING,
) -> DocumentResult:
    """Read and understand the document at `path`. An expected failure of the whole document is its result.

    `path` holds the bytes of `source`: for a member of an archive, a copy. `on_page`, `lost`: see `read_pages`.
    `said` is what people have said about its cells (pipeline/corrections/).
    """
    from normalizers.chain import normalize

    try:
        readings = read_pages(path, on_page, lost)
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
    readings = put_into_cells(readings, said)
    return DocumentResult(source, len(readings), readings, settle_rows(normalize(readings), said), said=said.state)


def _hint(reading: PageReading) -> str:
    return next((finding.message for finding in reading.findings), "")
