"""A table most of whose cells are in doubt is in doubt as a whole."""

from __future__ import annotations

from dataclasses import replace

import pytest
from grids import grid, reading

from extractors.model import Finding, Place, Severity, TableGrid
from extractors.scan.accounting.illegible import with_doubt_of_all
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
