"""Lists whose projects are named in rows across the table."""

from __future__ import annotations

from grids import grid, lines, reading

from extractors.model import PageReading
from normalizers.chain import normalize
from normalizers.model import TargetTable

TITLE = lines("附件4", "重点项目绩效目标表")
HEAD = "| 一级指标 | 二级指标 | 三级指标 | 目标值 |"
FIRST = """
| 项目名称：免费开放 <  <  | 预算金额：268.5万元 |
| 产出指标 | 数量指标 | 开放天数 | ≥310天 |
| ^ | 质量指标 | 展柜达标率 | 100% |
"""
SECOND = """
| 项目名称：户户通运行维护 <  <  | 预算金额：143万元 |
| 产出指标 | 数量指标 | 维护终端 | 218套 |
"""


def tables(*pages: str) -> tuple[TargetTable, ...]:
    """The tables of pages with a grid each, the first under a title."""
    readings: list[PageReading] = [reading(grid(pages[0]), text=TITLE)]
    readings += [reading(grid(page, page=number)) for number, page in enumerate(pages[1:], 2)]
    return normalize(readings).tables


def rows(table: TargetTable) -> list[tuple[str | None, ...]]:
    """Levels, name, value."""
    return [(item.level1, item.level2, item.level3, item.value_text) for item in table.indicators]


def test_a_band_names_the_project_and_the_budget_of_the_rows_below_it() -> None:
    """Each band begins a table, its levels begin anew, and nothing of it becomes an indicator."""
    first, second = tables(HEAD + FIRST.rstrip() + SECOND)
    assert (first.project_name, second.project_name) == ("免费开放", "户户通运行维护")
    assert (first.budget_total_text, second.budget_total_text) == ("268.5万元", "143万元")
    assert [line.label for line in first.budgets] == ["预算金额"]
    assert rows(first) == [
        ("产出指标", "数量指标", "开放天数", "≥310天"),
        ("产出指标", "质量指标", "展柜达标率", "100%"),
    ]
    assert rows(second) == [("产出指标", "数量指标", "维护终端", "218套")]
    assert not any(item.reasons for table in (first, second) for item in table.indicators)


def test_a_band_at_the_foot_of_a_page_names_the_rows_of_the_next() -> None:
    """The next page has neither header nor band of its own."""
    band, row = SECOND.strip().split("\n")
    first, second = tables(HEAD + FIRST.rstrip() + "\n" + band, row)
    assert [table.project_name for table in (first, second)] == ["免费开放", "户户通运行维护"]
    assert rows(second) == [("产出指标", "数量指标", "维护终端", "218套")]
    assert (second.page_first, second.page_last) == (2, 2)


def test_a_page_may_begin_with_a_band() -> None:
    """A band below the header of the page before goes on with its list."""
    first, second = tables(HEAD + FIRST, SECOND)
    assert [table.project_name for table in (first, second)] == ["免费开放", "户户通运行维护"]
    assert rows(second) == [("产出指标", "数量指标", "维护终端", "218套")]


def test_a_band_may_have_its_labels_in_cells_of_their_own_and_several_rows() -> None:
    """Department, unit and what has no column of its own go with the project."""
    text = """
    | 一级指标 | 二级指标 | 三级指标 | 目标值 |
    | 项目名称 | 免费开放 <  < |
    | 主管部门 | 县文旅局 | 实施单位 | 县博物馆 |
    | 产出指标 | 数量指标 | 开放天数 | ≥310天 |
    | 项目名称 | 户户通 <  < |
    | 项目类型 | 运转类 <  < |
    | 产出指标 | 数量指标 | 维护终端 | 218套 |
    """
    first, second = tables(text)
    assert (first.project_name, first.department, first.implementing_unit) == ("免费开放", "县文旅局", "县博物馆")
    assert (second.project_name, second.department) == ("户户通", None)
    assert dict(second.fields) == {"项目类型": "运转类"}
    assert [len(rows(table)) for table in (first, second)] == [1, 1]


def test_what_stands_beside_a_project_without_a_known_label_is_kept() -> None:
    """Under its own label, or as something else, as often as it stands there; known labels of one cell, too."""
    text = """
    | 一级指标 | 二级指标 | 三级指标 | 目标值 | 权重 |
    | 项目名称：免费开放 < | 归口科室：文化科 | 重点 | 延续 |
    | 产出指标 | 数量指标 | 开放天数 | ≥310天 | 10 |
    | 项目名称：户户通 <  < | 主管部门：县文旅局 项目类型：运转类 | 重点 |
    | 产出指标 | 数量指标 | 维护终端 | 218套 | 10 |
    """
    first, second = tables(text)
    assert first.project_name == "免费开放"
    assert dict(first.fields) == {"归口科室": "文化科", "其他": "重点", "其他 2": "延续"}
    assert (second.project_name, second.department) == ("户户通", "县文旅局")
    assert dict(second.fields) == {"项目类型": "运转类", "其他": "重点"}


def test_a_label_of_the_form_and_of_a_project_are_both_kept() -> None:
    """项目类型 above the list, and another in the row of the project."""
    text = """
    | 项目类型 | 一次性 <  < |
    | 一级指标 | 二级指标 | 三级指标 | 目标值 |
    | 项目名称 | 免费开放 | 项目类型 | 运转类 |
    | 产出指标 | 数量指标 | 开放天数 | ≥310天 |
    """
    (table,) = tables(text)
    assert dict(table.fields) == {"项目类型": "一次性", "项目类型 2": "运转类"}


def test_names_without_a_label_divide_a_list_that_they_begin() -> None:
    """一、免费开放 under the header and 二、户户通 before another first level; their numbers belong to no name."""
    text = """
    | 一级指标 | 二级指标 | 三级指标 | 目标值 |
    | 一、博物馆免费开放 < < < |
    | 产出指标 | 数量指标 | 开放天数 | ≥310天 |
    | 二、户户通运行维护 < < < |
    | 产出指标 | 数量指标 | 维护终端 | 218套 |
    """
    first, second = tables(text)
    assert (first.project_name, second.project_name) == ("博物馆免费开放", "户户通运行维护")
    assert rows(second) == [("产出指标", "数量指标", "维护终端", "218套")]


def test_names_without_label_and_number_are_in_doubt() -> None:
    """Nothing but their place says that they are projects."""
    text = """
    | 一级指标 | 二级指标 | 三级指标 | 目标值 |
    | 博物馆免费开放 < < < |
    | 产出指标 | 数量指标 | 开放天数 | ≥310天 |
    | 户户通运行 < < < |
    | 产出指标 | 数量指标 | 维护终端 | 218套 |
    """
    first, second = tables(text)
    assert (first.project_name, second.project_name) == ("博物馆免费开放", "户户通运行")
    assert all("FORM-UNKNOWN" in item.reasons for table in (first, second) for item in table.indicators)


def test_wide_rows_of_a_form_that_names_its_project_are_none() -> None:
    """The sections of one project stay one table."""
    text = """
    | 项目名称 | 免费开放 <  < |
    | 一级指标 | 二级指标 | 三级指标 | 目标值 |
    | 一、开放服务方面 < < < |
    | 产出指标 | 数量指标 | 开放天数 | ≥310天 |
    | 二、藏品保护方面 < < < |
    | 产出指标 | 数量指标 | 修复文物 | 35件 |
    """
    (table,) = tables(text)
    assert table.project_name == "免费开放"
    assert len(rows(table)) == 2


def test_a_label_below_all_rows_begins_nothing() -> None:
    """项目名称 in a row at the end, with no indicator below it."""
    (table,) = tables(HEAD + FIRST.rstrip() + "\n| 项目名称：户户通 < < < |")
    assert table.project_name == "免费开放"
    assert len(rows(table)) == 2


def test_bands_above_headers_of_their_own_begin_forms() -> None:
    """Each project has its header again, in one frame."""
    band, row = SECOND.strip().split("\n")
    first, second = tables(
        "\n".join([FIRST.strip().split("\n")[0], HEAD, *FIRST.strip().split("\n")[1:], band, HEAD, row])
    )
    assert [table.project_name for table in (first, second)] == ["免费开放", "户户通运行维护"]
    assert [len(rows(table)) for table in (first, second)] == [2, 1]
