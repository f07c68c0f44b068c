"""A table at the edge of the picture may go on beyond it: its last cells are in doubt."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from grids import grid

from extractors.model import ReadingCode
from extractors.scan.cleaning.cleanup import Sheet
from extractors.scan.geometry import measure
from extractors.scan.ruling.cut_off import cut_cells, with_cut_cells

DPI = 150.0
COLUMNS, ROWS = (150, 450, 750, 1050), (200, 300, 400, 500, 600)


def cut(right: int = 1240, bottom: int = 800) -> set[tuple[int, int]]:
    """Row and column of the cells in doubt in a table of four rows and three columns, on a picture cut so."""
    page = np.full((800, 1240), 235, np.uint8)
    for y in ROWS:
        cv2.line(page, (COLUMNS[0], y), (COLUMNS[-1], y), 30, 2)
    for x in COLUMNS:
        cv2.line(page, (x, ROWS[0]), (x, ROWS[-1]), 30, 2)
    page = np.ascontiguousarray(page[:bottom, :right])
    geometry = measure(Sheet(page, None, DPI), 0)
    (lattice,) = geometry.lattices
    spans = cut_cells(geometry, lattice, right * 72 / DPI, bottom * 72 / DPI)
    return {(row, col) for row, col, _, _ in spans}


def test_a_table_amid_its_page_is_whole() -> None:
    """The margin of the sheet is seen all round."""
    assert cut() == set()


@pytest.mark.parametrize("bottom", [601, 560])
def test_the_last_row_at_the_lower_edge_is_in_doubt(bottom: int) -> None:
    """Whether its rule is still seen or not: more rows may follow."""
    assert cut(bottom=bottom) == {(3, 0), (3, 1), (3, 2)}


@pytest.mark.parametrize("right", [1051, 900])
def test_the_last_column_at_the_right_edge_is_in_doubt(right: int) -> None:
    """Its texts may go on beyond the picture in every row."""
    assert cut(right=right) == {(0, 2), (1, 2), (2, 2), (3, 2)}


def test_a_cut_table_is_in_doubt_with_its_cells() -> None:
    """The cells say what may be half a text, the table that it may lack rows or columns."""
    whole = grid("| 指标 | 值 |\n| 培训人数 | 50人 |")
    found = with_cut_cells(whole, frozenset({(1, 0, 1, 1), (1, 1, 1, 1)}))
    assert [[f.code for f in cell.findings] for cell in found.cells] == [[], [], ["PAGE-CUT"], ["PAGE-CUT"]]
    assert [f.code for f in found.findings] == [ReadingCode.CUT_OFF]
    assert with_cut_cells(whole, frozenset()) is whole
