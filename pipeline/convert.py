"""One document: its pages read, their tables understood. Nothing is written here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from extractors.errors import JixiaoError
from extractors.model import Box, Finding, PageReading, Place, ReadingCode, Severity
from extractors.source import Document
from normalizers.codes import MeaningCode
from normalizers.model import NormalizedDocument
from normalizers.sheet import Sheet
from pipeline.batch.attempt import attempt
from pipeline.corrections.apply import put_into_cells, settle_rows
from pipeline.corrections.model import NOTHING, Standing
from pipeline.errors import Failure, TooManyPagesError
from pipeline.inputs.discover import Source

# in place of the reader's name where there was none
NOT_READ = "none"
# The largest bundles published have some 2,000 pages; a file that claims more than this is broken or hostile.
MAX_PAGES = 20_000
# before a page: its number, the first and the last of those asked for
BeforePage = Callable[[int, int, int], None]
NONE_LOST: Mapping[int, Failure] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """All that is known of one document.

    `pages` is None when it could not be opened; `said`: the corrections in it; `faults`: bugs of ours that cost
    a page or a table of it, with their tracebacks.
    """

    source: Source
    pages: int | None = None
    readings: tuple[PageReading, ...] = ()
    document: NormalizedDocument = field(default_factory=lambda: NormalizedDocument(()))
    failure: Failure | None = None
    said: str | None = None
    faults: tuple[Failure, ...] = ()


@dataclass(slots=True)
class PagesRead:
    """Readings of pages, and the bugs met among them."""

    readings: list[PageReading] = field(default_factory=list)
    faults: list[Failure] = field(default_factory=list)


def read_pages(path: Path) -> tuple[PageReading, ...]:
    """Read every page of a document.

    Raises:
        SourceError: the document cannot be opened at all.
    """
    from extractors.source import open_document

    with open_document(path) as document:
        return tuple(read_range(document, 1, count_pages(document)).readings)


def count_pages(document: Document) -> int:
    """The number of pages.

    Raises:
        TooManyPagesError: there are more than any bundle has.
    """
    if document.page_count > MAX_PAGES:
        raise TooManyPagesError(f"{document.path.name} has {document.page_count} pages, more than {MAX_PAGES}.")
    return document.page_count


def read_range(
    document: Document,
    first: int,
    last: int,
    before: BeforePage = lambda page, first, last: None,
    lost: Mapping[int, Failure] = NONE_LOST,
) -> PagesRead:
    """Read the pages `first` to `last`; `lost` are those that cost a process its life: they are not read again."""
    pages = PagesRead()
    for number in range(first, last + 1):
        if number in lost:
            pages.readings.append(failed_page(number, lost[number]))
        else:
            before(number, first, last)
            pages.readings.append(read_one(document, number, pages.faults.append))
    return pages


def read_one(
    document: Document, number: int, on_fault: Callable[[Failure], None] = lambda failure: None
) -> PageReading:
    """Read one page. One that fails costs only itself; `on_fault` is told a bug of ours."""
    from extractors.registry import read_page

    width = height = 0.0

    def read() -> PageReading:
        nonlocal width, height
        page = document.page(number)
        width, height = page.width, page.height
        try:
            return read_page(page)
        finally:
            page.close()

    reading = attempt(f"Page {number}", read)
    if isinstance(reading, Failure):
        if reading.detail:
            on_fault(reading)
        return failed_page(number, reading, width, height)
    return reading


def failed_page(number: int, failure: Failure, width: float = 0.0, height: float = 0.0) -> PageReading:
    """A page that was not read, with the reason as a finding. Its size is 0 when it could not even be opened."""
    place = Place(number, Box(0.0, 0.0, width, height)) if width and height else None
    finding = Finding(ReadingCode.READER_FAILED, Severity.ERROR, failure.text, place)
    return PageReading(number, width, height, "blank", "failed", NOT_READ, findings=(finding,), error=failure.code)


def convert(source: Source, path: Path, said: Standing = NOTHING) -> DocumentResult:
    """Read and understand the document at `path`. An expected failure of the whole document is its result.

    `path` holds the bytes of `source`: for a member of an archive, a copy. `said` is what people have said about
    its cells (pipeline/corrections/).
    """
    from extractors.source import open_document

    try:
        with open_document(path) as document:
            pages = read_range(document, 1, count_pages(document))
    except JixiaoError as error:
        return DocumentResult(source, failure=named(Failure.of(error), path, source))
    return understand(source, pages.readings, said, tuple(pages.faults))


def named(failure: Failure, path: Path, source: Source) -> Failure:
    """The failure with the name under which the document was given, not that of a copy."""
    return replace(failure, message=failure.message.replace(path.name, source.path))


def understand(
    source: Source, readings: Sequence[PageReading], said: Standing = NOTHING, faults: tuple[Failure, ...] = ()
) -> DocumentResult:
    """The tables of pages that were read. Pages and cells stay, whatever happens; a table that fails fails alone."""
    from normalizers.chain import normalize

    failed = [reading for reading in readings if reading.outcome == "failed"]
    if len(failed) == len(readings):
        failure = Failure(
            failed[0].error or "READER-FAILED",
            f"No page of {source.path} could be read.",
            _hint(failed[0]),
            faults[0].detail if faults else None,
        )
        return unread(source, readings, failure, faults)
    met: list[Failure] = []

    def guarded(sheet: Sheet, read: Callable[[], None]) -> Finding | None:
        failure = attempt(f"A table of {source.path}", read)
        if failure is None:
            return None
        met.append(failure)
        grid = sheet.parts[0].grid
        return Finding(MeaningCode.TABLE_UNREAD, Severity.ERROR, failure.text, Place(grid.page, grid.box))

    def whole() -> DocumentResult:
        corrected = put_into_cells(readings, said)
        document = settle_rows(normalize(corrected, guarded), said)
        return DocumentResult(source, len(readings), corrected, document, said=said.state)

    result = attempt(source.path, whole)
    if isinstance(result, Failure):
        return unread(source, readings, result, faults)
    nothing_left = met and not result.document.tables
    return replace(result, failure=met[0] if nothing_left else None, faults=(*faults, *met))


def unread(
    source: Source, readings: Sequence[PageReading], failure: Failure, faults: tuple[Failure, ...] = ()
) -> DocumentResult:
    """Pages of which nothing was understood."""
    return DocumentResult(source, len(readings), tuple(readings), failure=failure, faults=faults)


def _hint(reading: PageReading) -> str:
    return next((finding.message for finding in reading.findings), "")
