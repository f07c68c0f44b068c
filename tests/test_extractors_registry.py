"""Which reader reads which page, and what becomes of a page that fails."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from drawn_pdf import drawn_pdf, grey_picture, table, text_at
from real_truth import real

from extractors.digital.ruled import Ruled
from extractors.model import PageReading
from extractors.registry import first_reading, read_page
from extractors.source import Page, open_document

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
TABLE = table([40, 140, 240], [250, 230, 210], [["a", "b"], ["c", "d"]])


class Faulty:
    """A reader whose library fails on every page."""

    name = "faulty"

    def accepts(self, page: Page) -> bool:
        """Always, so that it is asked to read."""
        return True

    def extract(self, page: Page) -> PageReading | None:
        """Fail as a library does."""
        raise KeyError("Contents")


def reading_of(path: Path, number: int = 1) -> PageReading:
    """What the registry makes of a page."""
    with open_document(path) as document:
        return read_page(document.page(number))


def test_a_ruled_page_is_read_by_its_rules(tmp_path: Path) -> None:
    """Rules with text in them are read from the text layer."""
    reading = reading_of(drawn_pdf(tmp_path / "t.pdf", TABLE))
    assert (reading.content, reading.outcome, reading.reader) == ("digital", "table", "ruled")


def test_a_page_of_text_keeps_its_lines(tmp_path: Path) -> None:
    """A letter has no grids, and its lines are there in reading order."""
    content = text_at(40, 100, "second") + text_at(40, 250, "first")
    reading = reading_of(drawn_pdf(tmp_path / "t.pdf", content))
    assert (reading.content, reading.outcome, reading.grids) == ("digital", "text", ())
    assert [line.text for line in reading.text] == ["first", "second"]


def test_an_empty_page_is_blank(tmp_path: Path) -> None:
    """A page that shows nothing is blank and needs no recogniser."""
    reading = reading_of(drawn_pdf(tmp_path / "e.pdf", ""))
    assert (reading.content, reading.outcome, reading.text) == ("blank", "blank", ())


def test_a_seal_over_a_digital_table_changes_nothing(tmp_path: Path) -> None:
    """A small picture over cells leaves the page digital and its glyphs whole."""
    content = TABLE + "q 60 0 0 60 100 200 cm /P Do Q"
    reading = reading_of(drawn_pdf(tmp_path / "s.pdf", content, streams={"P": grey_picture()}))
    assert (reading.content, reading.reader) == ("digital", "ruled")
    assert [cell.text for cell in reading.grids[0].cells] == ["a", "b", "c", "d"]


def test_a_digital_table_on_a_background_picture_stays_digital(tmp_path: Path) -> None:
    """A picture of paper under a table does not make the page a scan."""
    content = "q 400 0 0 300 0 0 cm /P Do Q\n" + TABLE
    reading = reading_of(drawn_pdf(tmp_path / "b.pdf", content, streams={"P": grey_picture()}))
    assert (reading.content, reading.reader) == ("digital", "ruled")


def test_a_reader_that_fails_hands_on_to_the_next(tmp_path: Path) -> None:
    """The failure of a library costs its reader the page, and is told when nobody else reads it."""
    with open_document(drawn_pdf(tmp_path / "t.pdf", TABLE)) as document:
        page = document.page(1)
        reading, _ = first_reading((Faulty(), Ruled()), page)
        nothing, failures = first_reading((Faulty(),), page)
    assert reading is not None
    assert [(finding.code, finding.severity) for finding in reading.findings] == [("READER-FAILED", "warning")]
    assert nothing is None
    assert ["KeyError" in finding.message for finding in failures] == [True]


def test_a_page_too_large_to_draw_fails_with_its_code(tmp_path: Path) -> None:
    """A page that cannot be drawn within the limits is a failed page, not an exception."""
    path = drawn_pdf(
        tmp_path / "h.pdf",
        "q 90000 0 0 90000 0 0 cm /P Do Q",
        media=(0, 0, 90000, 90000),
        streams={"P": grey_picture()},
    )
    reading = reading_of(path)
    assert (reading.outcome, reading.error) == ("failed", "PAGE-TOO-LARGE")
    assert [finding.severity for finding in reading.findings] == ["error"]


def test_a_page_that_shows_nothing_because_it_is_damaged_says_so(tmp_path: Path) -> None:
    """A blank page whose content could not be read is blank with a warning, not silently."""
    broken = ("/Type /XObject /Subtype /Form /BBox [0 0 400 300] /Filter /LZWDecode", b"\xff" * 20)
    reading = reading_of(drawn_pdf(tmp_path / "d.pdf", "/X Do", streams={"X": broken}))
    assert reading.outcome == "blank"
    assert [(finding.code, finding.severity) for finding in reading.findings] == [("HIDDEN-TEXT", "warning")]


@pytest.mark.slow
def test_a_real_scan_is_read_as_a_picture() -> None:
    """A scanned letter with a red seal has text, no layer, and no table."""
    reading = reading_of(real("gov", "amac_redseal_scan.pdf"), 4)
    assert (reading.content, reading.outcome, reading.reader) == ("scan", "text", "scan")


@pytest.mark.slow
def test_unreadable_text_is_read_from_its_picture(tmp_path: Path) -> None:
    """A page whose fonts name no characters is drawn and recognised, and says why."""
    content = text_at(40, 250, "12", size=30) + text_at(200, 100, "\\000\\001\\000\\002\\000\\003", font="F2")
    reading = reading_of(drawn_pdf(tmp_path / "g.pdf", content))
    assert reading.content == "mixed"
    assert any("12" in line.text for line in reading.text)
    assert [finding.code for finding in reading.findings if finding.severity == "info"] == ["HIDDEN-TEXT"]
