"""The scan reader on real scans and photographs made by others, against truth read by hand."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from real_truth import bare, real, truth

from extractors.model import Cell, PageReading
from extractors.scan.scanned import Scanned, read_picture
from extractors.source import open_document

pytestmark = pytest.mark.slow


def picture_of(name: str, dpi: float) -> PageReading:
    """The reading of an image file taken as a page of this resolution."""
    picture = np.asarray(Image.open(real("tables", name)).convert("RGB"))
    return read_picture(picture, dpi, number=1, width=picture.shape[1] * 72 / dpi, height=picture.shape[0] * 72 / dpi)


@pytest.mark.parametrize(
    ("file", "dpi", "names"),
    [
        ("xfund_zh_val_21.jpg", 300, ["zh_val_21_t1", "zh_val_21_t2"]),
        ("tsr_wired_table.png", 150, ["tsr_wired_table"]),
        ("rapiddoc_table_04.png", 150, ["rapiddoc_table_04"]),
        ("rapiddoc_table_10_90.png", 100, ["rapiddoc_table_10"]),
        ("tocr_table.jpeg", 150, ["tocr_table"]),
    ],
)
def test_real_scans_give_every_cell_with_its_span(file: str, dpi: float, names: list[str]) -> None:
    """Every merged cell stands where a person sees it, also on a page lying on its side."""
    reading = picture_of(file, dpi)
    assert len(reading.grids) == len(names)
    for grid, name in zip(reading.grids, names, strict=True):
        expected = truth(name)
        assert {cell.span for cell in expected.cells} == {(c.row, c.col, c.row_span, c.col_span) for c in grid.cells}


@pytest.mark.parametrize(
    ("file", "dpi", "name", "unreadable"),
    [
        ("tsr_wired_table.png", 150, "tsr_wired_table", 0),
        ("rapiddoc_table_04.png", 150, "rapiddoc_table_04", 0),
        # eleven pixels a character: a vertical heading and two words are beyond the recogniser
        ("rapiddoc_table_10_90.png", 100, "rapiddoc_table_10", 5),
    ],
)
def test_real_scans_give_the_text_of_their_cells(file: str, dpi: float, name: str, unreadable: int) -> None:
    """Text agrees with the truth but for the cells that are known to be unreadable."""
    (grid,) = picture_of(file, dpi).grids
    cells: dict[tuple[int, int], Cell] = {(cell.row, cell.col): cell for cell in grid.cells}
    wrong = [c for c in truth(name).cells if not c.ignored and bare(cells[c.span[:2]].text) != c.text]
    assert len(wrong) <= unreadable


def test_a_letter_without_tables_is_text() -> None:
    """A stamped decision of four pages has no table and all of its first line."""
    with open_document(real("gov", "amac_redseal_scan.pdf")) as document:
        readings = [Scanned().extract(document.page(number)) for number in (1, 4)]
    assert [reading.outcome for reading in readings] == ["text", "text"]
    assert bare(readings[0].text[0].text).startswith("中国证券投资基金")


def test_a_photograph_of_a_book_page_has_no_table() -> None:
    """Edges of paper and dark corners are no rules."""
    assert picture_of("tsr_no_table.jpg", 100).grids == ()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_of_letter_spaced_words_in_narrow_columns_is_turned_upright(turn: int) -> None:
    """Its characters stand as close to those below as to those beside them; 23 rows of 10 columns, seen by a person."""
    with open_document(real("gov", "kpi_fk.pdf")) as document:
        drawn = document.page(2).image(200)
    picture = np.ascontiguousarray(np.rot90(drawn, -(turn // 90)))
    reading = read_picture(picture, 200, number=2, width=picture.shape[1] * 0.36, height=picture.shape[0] * 0.36)
    assert reading.turned == (360 - turn) % 360
    assert [(grid.rows, grid.cols) for grid in reading.grids] == [(23, 10)]
