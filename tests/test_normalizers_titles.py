"""Lines above a table."""

from __future__ import annotations

import pytest
from grids import lines

from extractors.model import Box, Line
from normalizers.titles import attachment_of, is_year_line, read_heading


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("附件6", 6),
        ("附件 10", 10),
        ("附件2-1", 2),
        ("附1-4:", 1),
        ("附表1", 1),
        ("表十二", 12),
        ("附件十", 10),
        ("附件材料", None),
        ("表格说明", None),
    ],
)
def test_attachment_numbers(text: str, number: int | None) -> None:
    """附件2-1 has the number 2; a line that only begins like one has none."""
    assert attachment_of(text) == number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("（2024年度）", True),
        ("( 年度)", True),
        ("2019年度)", True),
        ("（2024年）", True),
        ("2024年度绩效目标表", False),
        ("年度", False),
    ],
)
def test_year_lines(text: str, expected: bool) -> None:
    """The year may have lost a bracket or its digits."""
    assert is_year_line(text) is expected


def test_title_wrapped_over_two_lines() -> None:
    """Lines of one heading are joined, the attachment and the year are not part of it."""
    heading = read_heading(
        lines("附件9", "省级中小企业和民营经济发展专项资金企业经营", "管理人才培训项目绩效目标表", "（2024年度）")
    )
    assert heading.title == "省级中小企业和民营经济发展专项资金企业经营管理人才培训项目绩效目标表"
    assert (heading.attachment_label, heading.year_text) == ("附件9", "（2024年度）")


def test_title_wrapped_inside_its_last_word() -> None:
    """A wrap inside 绩效目标表 hides it from neither line alone."""
    heading = read_heading(lines("省级中小企业和民营经济发展专项资金绩效目", "标表"))
    assert heading.title == "省级中小企业和民营经济发展专项资金绩效目标表"


def test_running_text_is_no_part_of_a_title() -> None:
    """A sentence just above a title, or one far above, does not join it."""
    text = lines("现将有关绩效目标予以下达，请遵照执行。", "创业项目绩效目标表")
    assert read_heading(text).title == "创业项目绩效目标表"
    far = (Line("某市财政局", Box(250, 20, 340, 32)), Line("创业项目绩效目标表", Box(240, 120, 350, 132)))
    assert read_heading(far).title == "创业项目绩效目标表"


def test_year_in_brackets_behind_the_title() -> None:
    """The title is without the year line, wherever that stands."""
    heading = read_heading(lines("部门预算项目绩效目标申报表(2023年度)", "金额单位:元"))
    assert (heading.title, heading.year_text, heading.money_unit) == ("部门预算项目绩效目标申报表", "(2023年度)", "元")


def test_titles_of_other_tables() -> None:
    """A budget table has no title of ours."""
    assert read_heading(lines("部门收支总表", "单位：万元")).title is None


def test_labels_side_by_side_above_the_frame() -> None:
    """项目名称：… 实施机构：… on one line are two labels with their texts."""
    heading = read_heading(lines("污水处理项目绩效目标表", "项目名称：污水处理厂 实施机构：某县住建局"))
    assert [(label, text) for label, text, _ in heading.pairs] == [
        ("项目名称", "污水处理厂"),
        ("实施机构", "某县住建局"),
    ]
