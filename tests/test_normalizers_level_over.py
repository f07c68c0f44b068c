"""Tables whose level 1 is printed over their columns, 产出指标 beside 效益指标."""

from __future__ import annotations

from grids import grid, lines, reading

from extractors.model import Finding, Place, ReadingCode, Severity
from normalizers.chain import normalize
from normalizers.model import Horizon, TargetTable

TITLE = lines("项目支出绩效目标批复表", "（2025年）")
FORM = """
| 项目名称 | 薄弱环节改善 < | 预算金额 | 360万元 < |
| 绩效目标 | 新增学位1800个 < < < < |
"""
OVER = "| 产出指标 < < | 效益指标 < < |\n"
HEAD = "| 二级指标 | 指标内容 | 指标值 | 二级指标 | 指标内容 | 指标值 |\n"
ROWS = """| 数量指标 | 新增学位 | 1800个 | 社会效益指标 | 巩固率 | ≥98.5% |
| ^ | 新建校舍 | 2栋 | 服务对象满意度指标 | 学生满意度 | ≥95% |
"""
READ = {
    ("产出指标", "数量指标", "新增学位", "1800个"),
    ("产出指标", "数量指标", "新建校舍", "2栋"),
    ("效益指标", "社会效益指标", "巩固率", "≥98.5%"),
    ("效益指标", "服务对象满意度指标", "学生满意度", "≥95%"),
}


def table(*pages: str, doubts: dict[str, Finding] | None = None) -> TargetTable:
    """The one table of pages with a grid each."""
    first = reading(grid(pages[0], doubts=doubts), text=TITLE)
    (found,) = normalize([first, *(reading(grid(page, page=at)) for at, page in enumerate(pages[1:], 2))]).tables
    return found


def rows(found: TargetTable) -> set[tuple[str | None, ...]]:
    """Levels, name, value."""
    return {(item.level1, item.level2, item.level3, item.value_text) for item in found.indicators}


def test_level_1_over_the_columns_is_that_of_their_rows() -> None:
    """Both halves are of the year, and the form is known."""
    found = table(FORM + OVER + HEAD + ROWS)
    assert rows(found) == READ
    assert {item.horizon for item in found.indicators} == {Horizon.ANNUAL}
    assert not any(item.reasons for item in found.indicators)


def test_it_goes_on_over_the_page() -> None:
    """The next page has neither the names nor a header."""
    found = table(FORM + OVER + HEAD + ROWS, "| 质量指标 | 合格率 | 100% | 可持续影响指标 | 使用年限 | ≥50年 |")
    more = {("产出指标", "质量指标", "合格率", "100%"), ("效益指标", "可持续影响指标", "使用年限", "≥50年")}
    assert rows(found) == READ | more


def test_the_next_page_may_print_the_names_and_the_header_again() -> None:
    """The levels are those of the page before, and no heading becomes an indicator."""
    more = "| 质量指标 | 合格率 | 100% | 可持续影响指标 | 使用年限 | ≥50年 |"
    found = table(FORM + OVER + HEAD + ROWS, OVER + HEAD + more)
    added = {("产出指标", "质量指标", "合格率", "100%"), ("效益指标", "可持续影响指标", "使用年限", "≥50年")}
    assert rows(found) == READ | added
    assert {item.horizon for item in found.indicators} == {Horizon.ANNUAL}


def test_a_doubt_about_the_name_is_one_about_every_row_below_it() -> None:
    """Read under a seal, it may be another level."""
    place = Place(1, grid(OVER).box)
    doubt = Finding(ReadingCode.READINGS_DIFFER, Severity.WARNING, "read twice", place)
    found = table(FORM + OVER + HEAD + ROWS, doubts={"效益指标": doubt})
    assert {item.level3 for item in found.indicators if item.reasons} == {"巩固率", "学生满意度"}


def test_one_heading_over_both_halves_is_no_level() -> None:
    """绩效指标 over all columns, or over one half alone, names nothing."""
    for over in ("| 产出指标 < < < < < |\n", "| 产出指标 < < | 绩效指标 < < |\n"):
        assert {item.level1 for item in table(FORM + over + HEAD + ROWS).indicators} == {None}
