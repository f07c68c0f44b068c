"""The real documents: all converted, with as many target tables as they hold, their cells as people read them."""

from __future__ import annotations

from pathlib import Path

import pytest
from real_truth import real

from benchmarks.real import LEAST, Score, Truth, TruthCell, documents, measure, score
from extractors.model import Box, Cell, Line, TableGrid

LETTER = Box(0, 0, 10, 10)


def _grid(texts: list[list[str]]) -> TableGrid:
    cells = tuple(
        Cell(row, col, 1, 1, LETTER, (Line(text, LETTER),))
        for row, line in enumerate(texts)
        for col, text in enumerate(line)
    )
    return TableGrid(1, len(texts), len(texts[0]), cells, LETTER, "ruled")


def _truth(texts: list[list[str]]) -> Truth:
    cells = [
        TruthCell((row, col, 1, 1), text, ignored=False)
        for row, line in enumerate(texts)
        for col, text in enumerate(line)
    ]
    return Truth("a.pdf", (1,), len(texts), len(texts[0]), tuple(cells))


def test_a_wrong_cell_costs_itself_and_a_lost_column_its_cells() -> None:
    """One misread cell of four leaves three right; without its second column two of four stand somewhere."""
    expected = _truth([["甲", "1"], ["乙", "2"]])
    assert score("a", [expected], [_grid([["甲", "1"], ["乙", "7"]])], "digital").right == 3
    assert score("a", [expected], [_grid([["甲"], ["乙"]])], "digital").right < 4
    assert score("a", [expected], [], "digital").right == 0


def test_of_two_allowed_readings_the_better_counts() -> None:
    """A table that may be read in two ways is right when it is read in one of them."""
    ways = [_truth([["甲", "1"]]), _truth([["甲1", ""]])]
    assert score("a", ways, [_grid([["甲1", ""]])], "scan") == Score("a", "scan", 2, ())


@pytest.mark.slow
def test_every_real_document_is_converted_and_its_cells_are_right(tmp_path: Path) -> None:
    """No document fails, each has its number of target tables, 98 % of digital cells and 95 % of scanned are exact."""
    folder = real()
    assert len(list(documents(folder, tmp_path))) == 18
    # eight scanned pages of a book without a table: only the command reads them
    scores, faults = measure(folder, without=("mineru_small_ocr.pdf",))
    assert faults == []
    for content, least in LEAST.items():
        found = [table for table in scores if table.content == content]
        assert found
        assert sum(table.right for table in found) >= least * sum(table.cells for table in found)
