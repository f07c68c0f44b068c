"""A table most of whose cells are in doubt is in doubt as a whole."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from grids import grid, reading

from extractors.model import Finding, Place, Severity, TableGrid
from extractors.scan.accounting.illegible import nothing_read, with_doubt_of_all
from extractors.scan.cleaning.cleanup import Sheet
from extractors.scan.geometry import measure
from normalizers.chain import normalize

TABLE = """
    | 项目名称 | 反恐经费 < < |
    | 一级指标 | 二级指标 | 三级指标 | 指标值 |
    | 产出指标 | 数量指标 | 采购设备 | 12台 |
    | 产出指标 | 质量指标 | 验收合格率 | ≥95% |
    | 效益指标 | 社会效益指标 | 查获起数 | ≥40起 |
"""


def doubted(count: int) -> TableGrid:
    """The table with a doubt about its first cells."""
    sure = grid(TABLE)

    def doubt(index: int) -> tuple[Finding, ...]:
        place = Place(1, sure.cells[index].box)
        return (Finding("OCR-DIFFER", Severity.WARNING, "read twice", place),) if index < count else ()

    return replace(sure, cells=tuple(replace(cell, findings=doubt(i)) for i, cell in enumerate(sure.cells)))


@pytest.mark.parametrize(("count", "codes"), [(0, []), (6, []), (12, ["PAGE-ILLEGIBLE"])])
def test_most_of_the_cells_decide(count: int, codes: list[str]) -> None:
    """A third of the cells in doubt are doubts about those cells; most of them are one about the table."""
    assert [finding.code for finding in with_doubt_of_all(doubted(count)).findings] == codes


def test_every_row_of_an_illegible_table_is_in_doubt() -> None:
    """Also the row whose own cells nobody doubts."""
    (table,) = normalize([reading(with_doubt_of_all(doubted(12)))]).tables
    assert all("PAGE-ILLEGIBLE" in indicator.reasons for indicator in table.indicators)


@pytest.mark.parametrize(("tone", "count", "told"), [(40, 30, True), (200, 30, False), (40, 5, False)])
def test_a_page_with_marks_of_which_nothing_was_read_is_reported(tone: int, count: int, *, told: bool) -> None:
    """They may be characters; pale ones shine through from the other side, and a few are holes and staples."""
    page = np.full((1600, 1200), 245, np.uint8)
    for place in range(count):
        x, y = 200 + 80 * (place % 10), 300 + 90 * (place // 10)
        cv2.rectangle(page, (x, y), (x + 26, y + 26), tone, 3)
        cv2.line(page, (x, y + 13), (x + 26, y + 13), tone, 3)
    geometry = measure(Sheet(page, None, 200.0), 0)
    codes = [finding.code for finding in nothing_read(geometry, 1, 432.0, 576.0)]
    assert codes == ["PAGE-ILLEGIBLE"] * told
