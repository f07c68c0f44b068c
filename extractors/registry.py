"""Which reader reads a page: in order of trust, drawn rules, text set in columns, then the picture of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.errors import JixiaoError, ReaderError
from extractors.look import belied
from extractors.model import Box, Content, Finding, PageReading, Place, ReadingCode, Severity
from extractors.pasted import go_on_in, may_hold_table, pasted, torn, with_pasted

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from extractors.digital.textlayer import Judgement
    from extractors.protocol import Extractor
    from extractors.source import Page

TEXT_READER = "text"
PAGE_PICTURE = 0.5  # of the page: pictures over so much of it are the page
# A digital table on a page under a picture is believed when it holds so much of the page's text.
OWN_TEXT = 0.5
BLANK_DPI = 36.0
# A page whose darkest and lightest points differ by less than this shows nothing (paper noise of a scan).
BLANK_RANGE = 24


def digital_readers() -> tuple[Extractor, ...]:
    """The readers of text layers, most trusted first."""
    from extractors.digital.borderless import Borderless
    from extractors.digital.ruled import Ruled

    return (Ruled(), Borderless())


def picture_reader() -> Extractor:
    """The reader of last resort: any page can be drawn and recognised."""
    from extractors.scan.scanned import Scanned

    return Scanned()


def read_page(page: Page) -> PageReading:
    """Read a page with the most trusted reader that finds something on it.

    Never raises for a page that cannot be read: the outcome is then `failed`, `error` its code.
    """
    from extractors.digital.textlayer import judge

    try:
        judgement = judge(page)
        if judgement.trust == "trusted":
            reading = _read_digital(page, judgement)
            drawn, failures = _belied(page) if any(grid.reader != "scan" for grid in reading.grids) else (None, ())
            if drawn is None:
                return replace(reading, findings=reading.findings + failures)
            judgement = replace(judgement, trust="garbage", reason=drawn)
        if judgement.trust == "none" and _shows_nothing(page):
            return replace(_without_tables(page, "blank"), findings=_layer_findings(page, judgement))
        content: Content = "mixed" if judgement.glyphs else "scan"
        return _read_picture(page, content, _layer_findings(page, judgement))
    except JixiaoError as error:
        return _failed(page, error)


def _belied(page: Page) -> tuple[str | None, tuple[Finding, ...]]:
    """What is drawn otherwise than the layer says, or why the two could not be compared: the layer is believed then."""
    try:
        return belied(page, _recognised), ()
    except MemoryError:
        raise
    except Exception as error:  # the reader boundary, as below
        message = f"The text was not compared with what is drawn: {type(error).__name__}: {error}"
        return None, (Finding(ReadingCode.READER_FAILED, Severity.WARNING, message, _whole(page)),)


def _recognised(line: NDArray[np.uint8]) -> tuple[str, float]:
    """What the small recogniser of the reader of pictures makes of a line, and how sure it is."""
    from extractors.scan.reading.recognise import quick

    reading = quick(line)
    return reading.text, reading.mean


def _read_digital(page: Page, judgement: Judgement) -> PageReading:
    """Digital tables first; a picture that may hold the table next; else the text as it stands."""
    reading, failures = first_reading(digital_readers(), page)
    cover = page.picture_cover()
    if reading is not None and (cover < PAGE_PICTURE or _share_in_grids(reading) >= OWN_TEXT):
        return _with_pasted(page, reading)
    if failures or may_hold_table(page):
        seen = _read_picture(page, "mixed", failures)
        if seen.grids or cover >= PAGE_PICTURE:
            return seen
    return reading or _without_tables(page, "digital")


def _with_pasted(page: Page, reading: PageReading) -> PageReading:
    """A table that is pasted as a picture beside digital ones is read too, and one that goes on in a picture there."""
    pictures, seams = pasted(page, reading), torn(page, reading)
    if not pictures and not seams:
        return reading
    seen = _read_picture(page, "mixed", ())
    return seen if go_on_in(reading, seen, seams) else with_pasted(reading, seen, pictures)


def first_reading(readers: Sequence[Extractor], page: Page) -> tuple[PageReading | None, tuple[Finding, ...]]:
    """The first reading, and what failed on the way to it."""
    failures: tuple[Finding, ...] = ()
    for reader in readers:
        try:
            if reader.accepts(page) and (reading := reader.extract(page)) is not None:
                return replace(reading, findings=reading.findings + failures), ()
        except (JixiaoError, MemoryError):
            raise
        except Exception as error:  # the reader boundary: a library may fail in any way on somebody's page
            failures += (_failure(page, reader.name, error),)
    return None, failures


def _read_picture(page: Page, content: Content, findings: tuple[Finding, ...]) -> PageReading:
    reader = picture_reader()
    try:
        reading = reader.extract(page)
    except (JixiaoError, MemoryError):
        raise
    except Exception as error:  # the reader boundary, as above
        raise ReaderError(f"Page {page.number}: {reader.name} failed: {type(error).__name__}: {error}") from error
    if reading is None:
        return _without_tables(page, "blank")
    kept = reading.content if reading.content == "blank" else content
    return replace(reading, content=kept, findings=reading.findings + findings)


def _without_tables(page: Page, content: Content) -> PageReading:
    """A page of text, or of nothing."""
    from extractors.digital.textlayer import view_of
    from extractors.filling import lines_of

    view = view_of(page)
    text = lines_of(view.words) if content == "digital" else ()
    return PageReading(
        page=page.number,
        width=view.width,
        height=view.height,
        content=content,
        outcome="text" if text else "blank",
        reader=TEXT_READER,
        text=text,
        turned=view.turned,
        findings=view.findings(page.number),
    )


def _shows_nothing(page: Page) -> bool:
    """Whether the drawn page is one even colour: no picture, no outlines, no annotation."""
    import cv2

    from extractors.scan.scanned import drawing_dpi

    dpi = drawing_dpi(page)  # the picture that is read next, if anything is
    shrink = min(1.0, page.fitting_dpi(BLANK_DPI) / dpi)
    picture = page.image(dpi)
    third = len(picture) // 3
    # most pages show something in their middle, and to see that takes a third of the time
    parts = (picture[third : 2 * third], picture) if third * shrink >= 1 else (picture,)
    for part in parts:
        small = cv2.resize(part, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
        if int(small.max()) - int(small.min()) >= BLANK_RANGE:
            return False
    return True


def _share_in_grids(reading: PageReading) -> float:
    inside = sum(len(line.text) for grid in reading.grids for cell in grid.cells for line in cell.lines)
    outside = sum(len(line.text) for line in reading.text)
    return inside / max(inside + outside, 1)


def _layer_findings(page: Page, judgement: Judgement) -> tuple[Finding, ...]:
    """Why a text layer that is there was not used."""
    severity = Severity.INFO
    if page.layer_error is not None:
        severity = Severity.WARNING
        message = f"The content of the page cannot be read, so its picture was: {page.layer_error}"
    elif judgement.trust in ("hidden", "garbage"):
        message = f"The text layer was not used: {judgement.reason}."
    else:
        return ()
    return (Finding(ReadingCode.HIDDEN_TEXT, severity, message, _whole(page)),)


def _failure(page: Page, reader: str, error: Exception) -> Finding:
    message = f"The reader {reader} failed: {type(error).__name__}: {error}"
    return Finding(ReadingCode.READER_FAILED, Severity.WARNING, message, _whole(page))


def _failed(page: Page, error: JixiaoError) -> PageReading:
    finding = Finding(ReadingCode.READER_FAILED, Severity.ERROR, str(error), _whole(page), evidence=error.code)
    return PageReading(
        page=page.number,
        width=page.width,
        height=page.height,
        content="scan" if page.picture_cover() >= PAGE_PICTURE else "digital",
        outcome="failed",
        reader=TEXT_READER,
        findings=(finding,),
        error=error.code,
    )


def _whole(page: Page) -> Place:
    return Place(page.number, Box(0.0, 0.0, page.width, page.height))
