"""The digital readers against real documents that people have read (../shared/real)."""

from __future__ import annotations

import logging

import pytest
from real_truth import differences, differences_over_pages, real, truth

from extractors.model import PageReading, TableGrid
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
