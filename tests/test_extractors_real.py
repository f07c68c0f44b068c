"""The digital readers against real documents that people have read (../shared/real)."""

from __future__ import annotations

import logging

import pytest
from real_truth import differences, differences_over_pages, real, truth

from extractors.model import PageReading, TableGrid
from extractors.radicals import as_character
from extractors.registry import read_page
from extractors.source import open_document

logging.getLogger("pdfminer").setLevel(logging.ERROR)


def read(document: str, pages: tuple[int, ...]) -> list[PageReading]:
    """The readings of these pages of a real document."""
    readings = []
    with open_document(real(document)) as opened:
        for number in pages:
            page = opened.page(number)
            readings.append(read_page(page))
            page.close()
    return readings


def only_grids(readings: list[PageReading]) -> list[TableGrid]:
    """The grids of pages with one table each."""
    return [grid for reading in readings for grid in reading.grids]


@pytest.mark.parametrize("name", ["csrc_p1", "js_sw_2018_p4", "js_sw_2018_p11", "kpi_fzzl", "xls_zhichu_jihua"])
def test_digital_table_equals_what_a_person_read(name: str) -> None:
    """Every cell of a digital table has the text and the span that a person read, and none is in doubt."""
    expected = truth(name)
    (grid,) = only_grids(read(expected.document, expected.pages))
    assert differences(expected, grid) == []
    assert [finding for cell in grid.cells for finding in cell.findings] == []


@pytest.mark.parametrize("name", ["kpi_dbjs", "kpi_dtg", "kpi_fk"])
def test_digital_table_over_pages_equals_what_a_person_read(name: str) -> None:
    """The fragments of a table over several pages hold together every cell that a person read."""
    expected = truth(name)
    grids = only_grids(read(expected.document, expected.pages))
    assert differences_over_pages(expected, grids) == []
    assert [finding for grid in grids for cell in grid.cells for finding in cell.findings] == []


@pytest.mark.parametrize(
    "name", ["js_sw_2018_tables", "kpi_dbjs", "ptq_fuban_2025_yusuan", "szfgs2024", "xls_zhichu_jihua"]
)
def test_glyphs_are_those_of_pdfplumber(name: str) -> None:
    """Every character that pdfplumber reads is a glyph with the same text and the same left and right side."""
    import pdfplumber

    path = real("gov", f"{name}.pdf")
    with pdfplumber.open(path) as reference, open_document(path) as document:
        for plumbed, page in zip(reference.pages, document.pages(), strict=True):
            expected = [(as_character(c["text"]), round(c["x0"], 2), round(c["x1"], 2)) for c in plumbed.chars]
            found = [
                (glyph.word.text, round(glyph.word.box.x0, 2), round(glyph.word.box.x1, 2))
                for glyph in page.layer().glyphs
            ]
            assert found == expected


@pytest.mark.parametrize("name", ["js_sw_2018_tables", "kpi_dbjs", "ptq_fuban_2025_yusuan", "xls_zhichu_jihua"])
def test_lines_of_pdfplumber_are_rules(name: str) -> None:
    """Every drawn line or thin rectangle that pdfplumber sees lies under a rule."""
    import pdfplumber

    path = real("gov", f"{name}.pdf")
    with pdfplumber.open(path) as reference, open_document(path) as document:
        for plumbed, page in zip(reference.pages, document.pages(), strict=True):
            boxes = [rule.box for rule in page.rules()]
            thin = [r for r in plumbed.rects if min(r["width"], r["height"]) <= 1 <= max(r["width"], r["height"]) / 4]
            for line in [*plumbed.lines, *thin]:
                x, y = (line["x0"] + line["x1"]) / 2, (line["top"] + line["bottom"]) / 2
                near = [b for b in boxes if b.x0 - 0.6 <= x <= b.x1 + 0.6 and b.top - 0.6 <= y <= b.bottom + 0.6]
                assert near, f"page {page.number}: no rule at {x:.1f}, {y:.1f}"
