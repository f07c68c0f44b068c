from __future__ import annotations

from dataclasses import replace

import pytest
from grids import grid, lines, reading

from extractors.model import Finding, Place, ReadingCode, Severity
from normalizers.chain import normalize

FORM = """
| 项目名称 | 创业孵化基地项目 <  <  < |
| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
| ^        | 产出指标 | 数量指标 | 新增入孵企业 | 150户 |
"""


@pytest.mark.parametrize(
    ("code", "line", "doubted"),
    [
        (ReadingCode.LOW_CONFIDENCE, 1, True),
        (ReadingCode.LOW_CONFIDENCE, 2, False),
        (ReadingCode.LOW_RESOLUTION, 1, False),
    ],
)
def test_a_doubtful_line_above_a_table_doubts_the_table(code: ReadingCode, line: int, doubted: bool) -> None:
    """The year of the dataset's partition stands there; what is below the table or about the page is another matter."""
    table = grid(FORM)
    text = lines("项目绩效目标表", "（2023年度）")
    below = replace(text[0].box, top=table.box.bottom + 10, bottom=table.box.bottom + 22)
    box = text[line].box if line < len(text) else below
    finding = Finding(code, Severity.WARNING, "2025", Place(1, box))
    page = replace(reading(table, text=text), findings=(finding,))
    (read,) = normalize([page]).tables
    assert read.fiscal_year == 2023
    assert (code.value in read.reasons) == doubted
    assert not any(code.value in row.reasons for row in read.indicators)
