"""The rest of a table without rules on a page where no table was found is reported."""

from __future__ import annotations

from dataclasses import replace

import pytest
from grids import grid, reading

from extractors.model import Box, Finding, Line, ReadingCode, Severity
from normalizers.chain import normalize

TABLE = """
| 一级指标 | 二级指标 | 三级指标 | 指标值 |
| 产出指标 | 数量指标 | 新增企业 | 15户 |
| ^ | 质量指标 | 验收合格率 | ≥95% |
"""
UNRULED = Finding(ReadingCode.NO_RULES, Severity.WARNING, "no rules")


@pytest.mark.parametrize(
    ("texts", "unruled", "reported"),
    [
        (("满意度指标 服务对象满意度指标 群众满意度", "≥90%"), True, True),
        (("满意度指标 服务对象满意度指标 群众满意度", "≥90%"), False, False),
        (("附件：项目说明", "本项目由市财政局负责解释。"), True, False),
    ],
)
def test_rows_behind_a_table_without_rules_are_not_lost_without_a_word(
    texts: tuple[str, ...], unruled: bool, reported: bool
) -> None:
    """Page 2 holds rows but no heading and no rule: TABLE-UNREAD names the page; prose is no rest of a table."""
    drawn = grid(TABLE, confidence=0.99)
    first = reading(replace(drawn, findings=(UNRULED,) if unruled else ()))
    lines = tuple(Line(text, Box(60, 80 + 20 * row, 500, 94 + 20 * row), 0.99) for row, text in enumerate(texts))
    document = normalize([first, reading(text=lines, page=2)])
    found = [finding for finding in document.findings if finding.code == "TABLE-UNREAD"]
    assert [finding.place.page for finding in found if finding.place] == ([2] if reported else [])


@pytest.mark.parametrize(
    ("rows", "above", "reported"),
    [
        ("| 满意度指标 | 群众满意度 | ≥90% |", (), True),
        ("| 甲 | 群众满意度 | ≥90% |", (), True),
        ("| 工资福利支出 | 101.5 | 20.3 |", (), False),
        ("| 甲 | 群众满意度 | ≥90% |", ("绩效自评结果汇总表",), False),
    ],
)
def test_a_grid_with_rows_behind_a_table_that_does_not_go_on_with_it_is_reported(
    rows: str, above: tuple[str, ...], reported: bool
) -> None:
    """Its columns stand elsewhere (a false wall): rows with a level or a bound are named, other tables are let be."""
    strange = grid(rows, page=2, edges=[50.0, 100.0, 190.0, 350.0])
    text = tuple(Line(one, Box(60, 20, 300, 34), 0.99) for one in above)
    document = normalize([reading(grid(TABLE)), reading(strange, text=text, page=2)])
    found = [finding for finding in document.findings if finding.code == "TABLE-UNREAD"]
    assert [finding.place.page for finding in found if finding.place] == ([2] if reported else [])
