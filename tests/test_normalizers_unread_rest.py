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


def test_a_list_of_projects_whose_repeated_header_was_not_understood_is_reported() -> None:
    """Two of its headings read as one: 项目名称 stands in it as on the page before, and the row is in no table."""
    first = """
    | 单位名称 | 项目名称 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
    | 甲局 | 修路 | 产出指标 | 数量指标 | 新增企业 | 15户 |
    """
    rest = """
    | 单位名称 | 项目名称 | 一级指标 | 1二级指标三级 | 指标值 |
    |  |  | 满意度指标 | 服务酸的区 | ≥90% |
    """
    edges = [50.0, 110.0, 170.0, 230.0, 290.0, 350.0, 410.0]
    pages = [reading(grid(first, edges=edges)), reading(grid(rest, page=2, edges=[*edges[:4], *edges[5:]]), page=2)]
    found = [finding for finding in normalize(pages).findings if finding.code == "TABLE-UNREAD"]
    assert [finding.place.page for finding in found if finding.place] == [2]


def side_by_side(*texts: str, top: float) -> tuple[Line, ...]:
    """Texts of one printed line, with white between them."""
    return tuple(
        Line(text, Box(60 + 150 * place, top, 130 + 150 * place, top + 14), 0.99) for place, text in enumerate(texts)
    )


@pytest.mark.parametrize(
    ("texts", "reported"),
    [(("师生反馈", "符合相关规定"), True), (("填报人：张三", "联系电话：010"), False), (("师生反馈",), False)],
)
def test_texts_side_by_side_behind_or_below_a_table_without_rules_may_be_a_row(
    texts: tuple[str, ...], reported: bool
) -> None:
    """A last row whose levels stand on the page before has no word of a level; who signs has labels."""
    drawn = replace(grid(TABLE, confidence=0.99), findings=(UNRULED,))
    behind = normalize([reading(drawn), reading(text=side_by_side(*texts, top=80), page=2)])
    below = normalize([reading(drawn, text=side_by_side(*texts, top=drawn.box.bottom + 10))])
    for document, page in ((behind, 2), (below, 1)):
        found = [finding for finding in document.findings if finding.code == "TABLE-UNREAD"]
        assert [finding.place.page for finding in found if finding.place] == ([page] if reported else [])


def test_a_page_of_levels_without_a_title_is_reported() -> None:
    """Six names of levels as lines by themselves are those of a table, whatever became of its title."""
    names = ("产出指标", "数量指标", "质量指标", "效益指标", "社会效益指标", "满意度指标")
    lines = tuple(Line(name, Box(60, 80 + 20 * row, 120, 94 + 20 * row), 0.99) for row, name in enumerate(names))
    for count, reported in ((6, 1), (5, 0)):
        document = normalize([reading(text=lines[:count])])
        assert sum(finding.code == "TABLE-UNREAD" for finding in document.findings) == reported


@pytest.mark.parametrize("doubted", [True, False])
def test_a_scan_behind_a_table_of_which_much_is_in_doubt_is_reported(doubted: bool) -> None:
    """The other side shone through, and nothing reads as a level or a bound; what reads surely is let be."""
    doubts = {text: Finding(ReadingCode.INK_LEFT, Severity.WARNING, "ink") for text in ("对度", "弟标", "级")}
    drawn = grid(
        "| 标指 | 对度 | 户831 |\n| 级 | 弟标 | 58户 |",
        page=2,
        edges=[50.0, 100.0, 190.0, 350.0],
        confidence=0.95,
        doubts=doubts if doubted else {},
    )
    document = normalize([reading(grid(TABLE, confidence=0.99)), reading(drawn, page=2)])
    found = [finding for finding in document.findings if finding.code == "TABLE-UNREAD"]
    assert [finding.place.page for finding in found if finding.place] == ([2] if doubted else [])
