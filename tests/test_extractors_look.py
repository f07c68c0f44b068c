"""What a text layer says is compared with what the page shows, font by font."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from drawn_pdf import drawn_pdf, table, text_at

from extractors.errors import DamagedPdfError
from extractors.look import belied
from extractors.model import Box
from extractors.registry import read_page
from extractors.source import Page, open_document

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MEDIA = (0, 0, 595, 842)
ROWS = [["Name", "Value"], ["Bridge", ">=46%"], ["Road", "2745.00"], ["School", "318"], ["Well", "90%"]]
PAGE = table([60, 300, 530], [780, 750, 720, 690, 660, 630], ROWS)
# a font whose map to Unicode exchanges figures: 2 for 0, 7 for 9, 1 for 3 and so on
SWAPPED = {"0": "2", "1": "3", "2": "0", "3": "1", "4": "5", "5": "4", "6": "8", "7": "9", "8": "6", "9": "7"}


def named(swapped: dict[str, str]) -> bytes:
    """A map of the printable ASCII characters to Unicode that exchanges some."""
    lines = [f"<{code:02x}> <{ord(swapped.get(chr(code), chr(code))):04x}>" for code in range(32, 127)]
    blocks = [f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar" for part in (lines[:50], lines[50:])]
    head = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def"
    return "\n".join([head, "1 begincodespacerange <00> <ff> endcodespacerange", *blocks, "endcmap end end"]).encode()


def said(path: Path) -> list[str]:
    """The texts of the cells of the page's tables."""
    with open_document(path) as document:
        return [cell.text for grid in read_page(document.page(1)).grids for cell in grid.cells]


@pytest.mark.slow
def test_a_font_that_names_its_figures_wrongly_is_not_believed(tmp_path: Path) -> None:
    """The page is read as it looks, and a finding says why."""
    path = drawn_pdf(tmp_path / "swapped.pdf", PAGE, media=MEDIA, to_unicode=named(SWAPPED))
    with open_document(path) as document:
        page = read_page(document.page(1))
    assert [cell.text for grid in page.grids for cell in grid.cells][3::2] == [">=46%", "2745.00", "318", "90%"]
    assert {grid.reader for grid in page.grids} == {"scan"}
    assert [finding.code for finding in page.findings][-1] == "HIDDEN-TEXT"
    assert "is drawn as" in page.findings[-1].message


def test_a_font_that_names_its_characters_rightly_is_believed(tmp_path: Path) -> None:
    """Its table is read from its layer."""
    path = drawn_pdf(tmp_path / "named.pdf", PAGE, media=MEDIA, to_unicode=named({}))
    assert said(path) == [text for row in ROWS for text in row]
    with open_document(path) as document:
        assert {grid.reader for grid in read_page(document.page(1)).grids} == {"ruled"}


@pytest.mark.parametrize(
    ("seen", "sure", "believed"),
    [
        ("2745", 1.0, True),  # what is said
        ("0967", 1.0, False),
        ("0967", 0.5, True),  # hardly legible: nothing is told
        ("2746", 1.0, True),  # recognised text has a slip now and then
    ],
)
def test_a_slip_of_the_recogniser_or_a_line_it_cannot_read_belies_nothing(
    tmp_path: Path, seen: str, sure: float, *, believed: bool
) -> None:
    """Three figures at least and a fifth of them, in lines that are read with certainty."""
    with open_document(drawn_pdf(tmp_path / "one.pdf", text_at(40, 40, "2745"))) as document:
        assert (belied(document.page(1), lambda _: (seen, sure)) is None) is believed


@pytest.mark.parametrize(("turned", "matrix"), [(0, "1 0 0 1 40 40"), (90, "0 -1 1 0 40 240"), (270, "0 1 -1 0 80 40")])
def test_a_turned_run_is_shown_upright(tmp_path: Path, turned: int, matrix: str) -> None:
    """Landscape tables stand on portrait pages: a run is handed to the recogniser along x."""
    shapes: list[tuple[int, ...]] = []

    def recognise(line: NDArray[np.uint8]) -> tuple[str, float]:
        shapes.append(line.shape)
        return "2745", 1.0

    content = f"BT /F1 10 Tf {matrix} Tm (2745) Tj ET\n"
    with open_document(drawn_pdf(tmp_path / f"{turned}.pdf", content)) as document:
        assert belied(document.page(1), recognise) is None
    assert all(width > 1.4 * height for height, width in shapes)
    assert shapes


def test_what_a_printer_noted_beside_the_page_is_not_looked_at(tmp_path: Path) -> None:
    """It is in the layer, and nowhere in the picture."""

    def unasked(_: NDArray[np.uint8]) -> tuple[str, float]:
        raise AssertionError

    path = drawn_pdf(tmp_path / "marks.pdf", text_at(-200, 40, "2745") + text_at(40, 900, "318"))
    with open_document(path) as document:
        assert belied(document.page(1), unasked) is None


@pytest.mark.parametrize("error", [DamagedPdfError("cannot be drawn"), ValueError("a library's own")])
def test_a_page_that_cannot_be_compared_is_believed_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    """Its layer is all there is: the table is not lost."""

    def undrawable(self: Page, boxes: list[Box], dpi: float) -> None:
        raise error

    monkeypatch.setattr(Page, "parts", undrawable)
    with open_document(drawn_pdf(tmp_path / "p.pdf", PAGE, media=MEDIA)) as document:
        page = read_page(document.page(1))
    assert [cell.text for grid in page.grids for cell in grid.cells] == [text for row in ROWS for text in row]
    assert [(finding.code, str(error) in finding.message) for finding in page.findings] == [("READER-FAILED", True)]
