"""Pages that are part text, part picture."""

from __future__ import annotations

import logging
from pathlib import Path

import cv2
import numpy as np
import pytest
from drawn_pdf import drawn_pdf, grey_picture, table, text_at

from extractors.model import Box, Cell, Line, PageReading, TableGrid
from extractors.pasted import go_on_in, may_hold_table, pasted, torn, with_pasted
from extractors.registry import read_page
from extractors.source import open_document

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
MEDIA = (0, 0, 595, 842)
DIGITAL = table([60, 300, 530], [780, 750, 720], [["Project", "Budget"], ["Bridge", "95"]])


def table_picture() -> tuple[str, bytes]:
    """A picture XObject, 1200 × 600 pixels, of a ruled table of two rows and two columns."""
    picture = np.full((600, 1200), 255, dtype=np.uint8)
    for y in (40, 300, 560):
        cv2.line(picture, (40, y), (1160, y), 0, 4)
    for x in (40, 600, 1160):
        cv2.line(picture, (x, 40), (x, 560), 0, 4)
    for (x, y), text in {(100, 190): "TARGET", (700, 190): "VALUE", (100, 450): "LENGTH", (700, 450): "1280"}.items():
        cv2.putText(picture, text, (x, y), cv2.FONT_HERSHEY_DUPLEX, 2, 0, 3)
    entries = "/Type /XObject /Subtype /Image /Width 1200 /Height 600 /ColorSpace /DeviceGray /BitsPerComponent 8"
    return entries, picture.tobytes()


def lower_rows() -> tuple[str, bytes]:
    """A picture XObject, 940 × 240 pixels: two more rows of the digital table, their walls where its are."""
    picture = np.full((240, 940), 255, dtype=np.uint8)
    for y in (120, 237):
        cv2.line(picture, (0, y), (939, y), 0, 3)
    for x in (1, 480, 938):
        cv2.line(picture, (x, 0), (x, 239), 0, 3)
    for (x, y), text in {(60, 80): "Road", (540, 80): "1280", (60, 200): "School", (540, 200): "46"}.items():
        cv2.putText(picture, text, (x, y), cv2.FONT_HERSHEY_DUPLEX, 1.4, 0, 2)
    entries = "/Type /XObject /Subtype /Image /Width 940 /Height 240 /ColorSpace /DeviceGray /BitsPerComponent 8"
    return entries, picture.tobytes()


def grid_at(box: Box, text: str) -> TableGrid:
    """A grid of one cell."""
    return TableGrid(1, 1, 1, (Cell(0, 0, 1, 1, box, (Line(text, box),)),), box, "test")


def reading(grids: tuple[TableGrid, ...], text: tuple[Line, ...] = (), turned: int = 0) -> PageReading:
    """A page of A4."""
    return PageReading(1, 595, 842, "digital", "table", "test", grids, text, turned=turned)  # type: ignore[arg-type]


@pytest.mark.slow
def test_a_table_pasted_below_a_digital_one_is_read(tmp_path: Path) -> None:
    """Both tables are there, in order: the first from its text layer, the second recognised."""
    content = DIGITAL + "q 470 0 0 235 60 400 cm /P Do Q\n" + text_at(60, 100, "a note")
    with open_document(drawn_pdf(tmp_path / "p.pdf", content, media=MEDIA, streams={"P": table_picture()})) as document:
        page = read_page(document.page(1))
    assert page.content == "mixed"
    assert [[cell.text for cell in grid.cells] for grid in page.grids] == [
        ["Project", "Budget", "Bridge", "95"],
        ["TARGET", "VALUE", "LENGTH", "1280"],
    ]
    assert [grid.reader for grid in page.grids] == ["ruled", "scan"]
    assert [line.text for line in page.text] == ["a note"]


@pytest.mark.slow
def test_a_table_that_goes_on_in_a_picture_is_read_as_one(tmp_path: Path) -> None:
    """The lower half of a page was scanned and laid under the upper one: no row of it is lost."""
    content = DIGITAL + "q 470 0 0 120 60 600 cm /P Do Q\n"
    with open_document(drawn_pdf(tmp_path / "p.pdf", content, media=MEDIA, streams={"P": lower_rows()})) as document:
        page = read_page(document.page(1))
    assert page.content == "mixed"
    assert [[cell.text for cell in grid.cells] for grid in page.grids] == [
        ["Project", "Budget", "Bridge", "95", "Road", "1280", "School", "46"]
    ]


@pytest.mark.parametrize(
    ("place", "more", "count"),
    [
        ("470 0 0 120 60 600", "", 1),  # begins where the table ends
        ("470 0 0 125 60 600", "", 1),  # and lies over a part of it
        ("470 0 0 120 60 560", "", 0),  # away from it
        ("470 0 0 20 60 700", "", 0),  # a line, no rows
        ("200 0 0 120 60 600", "", 0),  # narrow: a seal or a signature
        ("595 0 0 842 0 0", "", 0),  # the ground of the page
        ("470 0 0 120 60 600", text_at(80, 650, "set on it"), 0),
    ],
)
def test_pictures_that_a_table_may_go_on_in(tmp_path: Path, place: str, more: str, count: int) -> None:
    """Large ones that touch it, and on which hardly anything is set."""
    content = f"q {place} cm /P Do Q\n{DIGITAL}{more}"
    with open_document(drawn_pdf(tmp_path / "p.pdf", content, media=MEDIA, streams={"P": grey_picture()})) as document:
        assert len(torn(document.page(1), reading((grid_at(Box(60, 62, 530, 122), "a"),)))) == count


def test_the_page_is_read_as_a_picture_when_a_table_lies_on_both_sides_of_the_seam() -> None:
    """Not when what the picture shows is a table of its own, or nothing."""
    own, picture = Box(60, 62, 530, 122), Box(60, 122, 530, 242)
    digital = reading((grid_at(own, "digital"),))
    assert go_on_in(digital, reading((grid_at(Box(60, 62, 530, 240), "both"),)), (picture,))
    assert not go_on_in(digital, reading((grid_at(own, "same"), grid_at(picture, "other"))), (picture,))
    assert not go_on_in(digital, reading((grid_at(Box(60, 62, 530, 126), "same"),)), (picture,))
    assert not go_on_in(digital, reading((grid_at(Box(60, 62, 530, 240), "both"),), turned=90), (picture,))
    overlain = Box(60, 100, 530, 242)
    assert go_on_in(digital, reading((grid_at(Box(60, 62, 530, 240), "both"),)), (overlain,))


@pytest.mark.parametrize(("height", "room"), [(20, False), (60, True)])
def test_a_wide_picture_of_two_rows_may_be_the_end_of_a_table(tmp_path: Path, height: int, room: bool) -> None:
    """On a page without digital tables, too: the last rows of one, on a page of their own."""
    content = f"q 470 0 0 {height} 60 700 cm /P Do Q\n" + text_at(60, 100, "a note")
    with open_document(drawn_pdf(tmp_path / "p.pdf", content, media=MEDIA, streams={"P": grey_picture()})) as document:
        assert may_hold_table(document.page(1)) is room


@pytest.mark.parametrize(
    ("place", "count"),
    [
        ("470 0 0 235 60 400", 1),  # below the table, large
        ("470 0 0 60 60 400", 1),  # two rows or three
        ("60 0 0 60 60 400", 0),  # a logo
        ("595 0 0 842 0 0", 0),  # the background of the whole page
        ("100 0 0 100 430 700", 0),  # a seal over the table
    ],
)
def test_only_large_pictures_beside_the_tables_are_looked_at(tmp_path: Path, place: str, count: int) -> None:
    """Logos, seals and backgrounds cost no second reading."""
    path = drawn_pdf(
        tmp_path / "p.pdf", DIGITAL + f"q {place} cm /P Do Q\n", media=MEDIA, streams={"P": grey_picture()}
    )
    with open_document(path) as document:
        assert len(pasted(document.page(1), reading((grid_at(Box(60, 62, 530, 122), "a"),)))) == count


def test_only_what_lies_in_the_picture_is_added() -> None:
    """The digital table, which the reader of pictures sees too, is not doubled, nor are its lines."""
    own, pictured, title = Box(60, 62, 530, 122), Box(65, 210, 525, 430), Box(60, 20, 200, 40)
    digital = reading((grid_at(own, "digital"),), (Line("title", title),))
    seen = reading(
        (grid_at(own, "recognised"), grid_at(pictured, "pasted")),
        (Line("tit1e", title), Line("caption", Box(70, 205, 200, 209))),
    )
    both = with_pasted(digital, seen, (Box(60, 200, 530, 440),))
    assert [grid.cells[0].text for grid in both.grids] == ["digital", "pasted"]
    assert [line.text for line in both.text] == ["title", "caption"]


def test_a_picture_without_a_table_changes_nothing() -> None:
    """A photograph with some lettering leaves the page as its text layer says."""
    digital = reading((grid_at(Box(60, 62, 530, 122), "digital"),))
    seen = reading((grid_at(Box(60, 62, 530, 122), "recognised"),), (Line("sign", Box(70, 210, 90, 220)),))
    assert with_pasted(digital, seen, (Box(60, 200, 530, 440),)) is digital
