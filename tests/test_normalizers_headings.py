"""Headings of scans that may have been misread: their columns are not lost without a mark."""

from __future__ import annotations

import pytest
from grids import grid, reading

from extractors.model import Finding, Severity
from normalizers.chain import normalize
from normalizers.model import TargetTable

TABLE = """
| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | {heading} | 指标值 |
| ^ | 产出指标 | 数量指标 | 新增企业 | {first} | 15户 |
| ^ | ^ | ^ | 新增基地 | {last} | 3个 |
"""
EXPLAINED = ("反映当年新增企业的数量", "反映当年新增基地的数量")


def only(
    heading: str, cells: tuple[str, str], *, confidence: float = 0.99, doubt: Finding | None = None
) -> TargetTable:
    """The table with one more column, its heading in doubt when `doubt` is given."""
    drawing = TABLE.format(heading=heading, first=cells[0], last=cells[1])
    drawn = grid(drawing, confidence=confidence, doubts={heading: doubt} if doubt else None)
    (table,) = normalize([reading(drawn)]).tables
    return table


def doubted(table: TargetTable) -> list[bool]:
    """For each row whether its heading is in doubt."""
    return ["HEADING-DOUBTFUL" in item.reasons for item in table.indicators]


def unsure(code: str, other: str | None = None) -> Finding:
    """A reader's doubt about a heading, with its other reading."""
    return Finding(code, Severity.WARNING, "read otherwise", None, other)


@pytest.mark.parametrize(
    ("heading", "code"), [("", None), ("指怀斛释", "OCR-LOW"), ("指怀斛释", "SEAL-OVERLAP"), ("绩效旨标苗述", None)]
)
def test_explanations_under_a_heading_in_doubt_mark_their_rows(heading: str, code: str | None) -> None:
    """Text below a heading that was not read, read in doubt, or nearly is 绩效指标描述, is not lost silently."""
    table = only(heading, EXPLAINED, doubt=unsure(code) if code else None)
    assert doubted(table) == [True, True]
    assert [dict(item.extras)[heading or "第5列"] for item in table.indicators] == list(EXPLAINED)
    assert "HEADING-DOUBTFUL" in table.reasons


def test_only_rows_with_something_in_the_column_are_marked() -> None:
    """A blank cell below a heading in doubt has nothing to lose."""
    assert doubted(only("指怀斛释", ("反映当年新增企业的数量", ""), doubt=unsure("OCR-LOW"))) == [True, False]


def test_weights_that_make_no_whole_under_a_heading_like_theirs_mark_their_rows() -> None:
    """权量 is one character off 权重: small numbers below may be the weights of a table that goes on."""
    assert doubted(only("权量", ("20", "35"))) == [True, True]


def test_the_other_reading_of_a_heading_may_name_another_column() -> None:
    """A heading read as 备注 and again as 分值: whether the column holds the weights is open."""
    table = only("备注", ("20", "70"), doubt=unsure("OCR-DIFFER", "分值"))
    assert doubted(table) == [True, True]


@pytest.mark.parametrize(
    ("heading", "cells", "confidence"),
    [
        ("数据来源", EXPLAINED, 0.99),
        ("备注", EXPLAINED, 0.99),
        ("指标说明", EXPLAINED, 0.99),
        ("权重", ("20", "35"), 0.99),
        ("所在村", ("2", "7"), 0.99),
        ("绩效旨标苗述", EXPLAINED, 1.0),
        ("", EXPLAINED, 1.0),
    ],
)
def test_clear_headings_and_digital_pages_are_not_marked(
    heading: str, cells: tuple[str, str], confidence: float
) -> None:
    """A known heading, one that is merely unknown, and every heading of a text layer raise no doubt."""
    assert doubted(only(heading, cells, confidence=confidence)) == [False, False]


@pytest.mark.parametrize("heading", ["指标说明", "备注", "权重"])
def test_a_known_heading_in_doubt_whose_other_reading_is_no_column_is_not_marked(heading: str) -> None:
    """A reading that is a word of a form is right: chance does not make one."""
    assert doubted(only(heading, EXPLAINED, doubt=unsure("OCR-LOW", heading))) == [False, False]


def test_the_finding_shows_the_heading_and_what_was_read() -> None:
    """A reviewer sees which heading to compare."""
    table = only("指怀斛释", EXPLAINED, doubt=unsure("OCR-LOW"))
    (found,) = [item.finding for item in table.findings if item.finding.code == "HEADING-DOUBTFUL"]
    assert "指怀斛释" in found.message
    assert found.place is not None
    assert (found.place.box.x0, found.place.box.top) == (50.0 + 4 * 60.0, 120.0)


def test_the_doubt_goes_on_over_a_page_without_a_header() -> None:
    """The columns of a table that goes on are as doubtful as those of its first page."""
    first = grid(
        TABLE.format(heading="", first="反映当年新增企业的数量", last="反映当年新增基地的数量"), confidence=0.99
    )
    second = grid(
        "| 绩效指标 | 产出指标 | 质量指标 | 验收合格 | 反映当年验收合格的情况 | 100% |",
        page=2,
        top=30.0,
        confidence=0.99,
    )
    (table,) = normalize([reading(first), reading(second)]).tables
    assert doubted(table) == [True, True, True]


LEVELS = """
| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
| ^ | {level1} | {level2} | 新增企业 | 15户 |
"""


@pytest.mark.parametrize(
    ("level1", "level2"),
    [("效益指", "社会效益指标"), ("指标", "满意度指标"), ("产山指标", "数量指标"), ("产出指标", "象满意度指标")],
)
def test_a_level_that_lost_characters_marks_its_rows(level1: str, level2: str) -> None:
    """A piece of a known name, or one character off it, is no name of its own on a recognised page.

    On a digital page only one that lost its last character is none: the end of the page cut its cell.
    """
    (scan,) = normalize([reading(grid(LEVELS.format(level1=level1, level2=level2), confidence=0.99))]).tables
    (digital,) = normalize([reading(grid(LEVELS.format(level1=level1, level2=level2)))]).tables
    assert "LEVEL-MISREAD" in scan.indicators[0].reasons
    assert ("LEVEL-MISREAD" in digital.indicators[0].reasons) is (level1 == "效益指")


@pytest.mark.parametrize(
    ("level1", "level2"),
    [
        ("产出", "数量"),
        ("产出指标(50分)", "数量指标20%"),
        ("满意度", "服务对象满意度"),
        ("管理指标", "制度建设"),
        ("产出目标", "社会效益目标"),
        ("效益", "社会、生态效益"),
    ],
)
def test_short_and_own_names_of_levels_are_not_marked(level1: str, level2: str) -> None:
    """Forms print 产出 for 产出指标, weights behind a name, and names of their own."""
    (scan,) = normalize([reading(grid(LEVELS.format(level1=level1, level2=level2), confidence=0.99))]).tables
    assert "LEVEL-MISREAD" not in scan.indicators[0].reasons


WITHOUT_VALUE = """
| 一级指标 | 二级指标 | 三级指标 | {heading} |
| 产出指标 | 数量指标 | 新增企业 | 15户 |
| ^ | ^ | 新增基地 | {last} |
"""


def valued(heading: str, last: str = "3个", confidence: float = 0.99) -> list[str | None]:
    """The values of a table whose last column has this heading; each row in doubt that has one."""
    drawn = grid(WITHOUT_VALUE.format(heading=heading, last=last), confidence=confidence)
    (table,) = normalize([reading(drawn)]).tables
    if confidence < 1:
        assert all(item.reasons for item in table.indicators)
    return [item.value_text for item in table.indicators]


def test_the_only_column_right_of_the_names_holds_the_values_when_a_seal_hides_its_heading() -> None:
    """Seventeen rows had no value because one cell was not read; every one of them is in doubt."""
    assert valued("") == ["15户", "3个"]


def test_a_column_without_a_heading_that_is_empty_for_the_most_part_holds_no_values() -> None:
    """Remarks are few."""
    assert valued("", last="") == [None, None]


def test_a_blank_heading_of_a_text_layer_is_blank() -> None:
    """Nothing was lost on a digital page: what its author left open stays so."""
    assert valued("", confidence=1.0) == [None, None]


def test_a_level_cell_with_nothing_but_dirt_goes_on_with_the_level_above() -> None:
    """The rest of a cell on the next page held a scrap of a watermark: nine rows had the level ‘-’."""
    first = grid(
        """
| 一级指标 | 二级指标 | 三级指标 | 指标值 |
| 效益指标 | 社会效益指标 | 新增企业 | 15户 |
""",
        confidence=0.99,
    )
    rest = grid("| - | 生态效益指标 | 绿化面积 | 3亩 |", page=2, confidence=0.99)
    (table,) = normalize([reading(first), reading(rest)]).tables
    told = [(item.level1, item.level2, item.level3) for item in table.indicators]
    assert told == [("效益指标", "社会效益指标", "新增企业"), ("效益指标", "生态效益指标", "绿化面积")]


def test_the_line_of_a_level_cell_that_is_a_name_is_its_name_whatever_a_seal_left_beside_it() -> None:
    """Letters of a seal above and below 产出指标 were read as lines of their own: eight rows had no level."""
    drawn = grid(
        """
| 一级指标 | 二级指标 | 三级指标 | 指标值 |
| oom1⏎产出指标⏎高d | 数量指标 | 新增企业 | 15户 |
""",
        confidence=0.9,
        doubts={"oom1⏎产出指标⏎高d": unsure("SEAL-OVERLAP")},
    )
    (table,) = normalize([reading(drawn)]).tables
    (item,) = table.indicators
    assert (item.level1, item.level1_code) == ("产出指标", "output")
    assert "LEVEL-MISREAD" in item.reasons


def test_the_sources_of_a_budget_are_what_their_headings_say() -> None:
    """其中：财政拨款 below 预算安排 resembles 资金安排; 86 right rows of a list were in doubt for that."""
    drawn = grid(
        """
    | 序号 | 项目名称 | 预算安排 < < | 总体目标 | 绩效指标 < < < |
    | ^ | ^ | 年度资金总额 | 其中：财政拨款 | 其他资金 | ^ | 一级指标 | 二级指标 | 三级指标 | 指标值 |
    | 1 | 企业培育 | 86.50 | 80.00 | 6.50 | 培育企业十五户以上 | 产出指标 | 数量指标 | 新增企业 | 15户 |
    | ^ | ^ | ^ | ^ | ^ | ^ | 效益指标 | 社会效益指标 | 带动就业 | 20人 |
    """,
        confidence=0.99,
    )
    (table,) = normalize([reading(drawn)]).tables
    assert doubted(table) == [False, False]


@pytest.mark.parametrize(("evidence", "doubtful"), [("绩效指标", False), ("指标值", True)])
def test_the_heading_itself_is_no_other_reading_of_it(evidence: str, doubtful: bool) -> None:
    """Ink was left beside 绩效指标 over three levels, and the finding quotes it: twenty right rows were in doubt."""
    doubt = Finding("INK-LEFT", Severity.WARNING, "ink with no character read", None, evidence)
    drawn = grid(
        """
    | 绩效指标 < < | 目标 |
    | 一级指标 | 二级指标 | 三级指标 | ^ |
    | 产出指标 | 数量指标 | 新增企业 | 15户 |
    """,
        confidence=0.99,
        doubts={"绩效指标": doubt},
    )
    (table,) = normalize([reading(drawn)]).tables
    assert doubted(table) == [doubtful]


def test_what_a_seal_left_below_a_heading_does_not_hide_it() -> None:
    """A heading with a line of figures under it, read in doubt, is that heading; a word more would be another."""
    drawing = """
    | 一级指标 | 二级指标 | 三级指标 | 指标值⏎{} | 计量单位⏎5 |
    | 产出指标 | 数量指标 | 新增企业 | ≥15 | 户 |
    """

    def read(left: str, *, doubt: bool) -> TargetTable:
        doubts = {f"指标值⏎{left}": unsure("OCR-DIFFER"), "计量单位⏎5": unsure("OCR-DIFFER")} if doubt else None
        (table,) = normalize([reading(grid(drawing.format(left), confidence=0.9, doubts=doubts))]).tables
        return table

    (item,) = read("LE7B", doubt=True).indicators
    assert (item.value_text, item.measure.unit_text) == ("≥15", "户")
    assert not {"FORM-UNKNOWN", "HEADING-DOUBTFUL"} & set(item.reasons)
    assert any("FORM-UNKNOWN" in row.reasons for row in read("LE7B", doubt=False).indicators)


def test_a_level_heading_of_which_only_the_number_is_in_doubt_marks_its_rows() -> None:
    """二级指标 that lost a stroke is 一级指标: the other reading of the number names another column."""
    drawing = """
    | 一级指标 | 三级指标 | 指标值 |
    | 成本指标 | 车辆运维费 | ≥15万元 |
    """
    for other, doubtful in (("二", True), ("旨", False)):
        drawn = grid(drawing, confidence=0.99, doubts={"一级指标": unsure("OCR-DIFFER", other)})
        (table,) = normalize([reading(drawn)]).tables
        assert doubted(table) == [doubtful]


def test_the_rest_of_a_rule_above_a_level_heading_is_no_number_of_it() -> None:
    """一 and 二级指标 below each other are no 一级指标."""
    drawing = """
    | 一⏎二级指标 | 三级指标 | 指标值 |
    | 成本指标 | 车辆运维费 | ≥15万元 |
    """
    drawn = grid(drawing, confidence=0.99, doubts={"一⏎二级指标": unsure("OCR-CONFUSABLE", "一")})
    (table,) = normalize([reading(drawn)]).tables
    assert [(item.level1, item.level2) for item in table.indicators] == [(None, "成本指标")]
