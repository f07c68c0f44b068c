"""Brackets, quotation marks and blanks as they are set."""

from __future__ import annotations

import pytest
from scan_lines import reading

from extractors.scan.reading.typesetting import as_set, over_lines


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("部门（单位)名称", "部门（单位）名称"),
        ("评(扣）分", "评(扣)分"),
        ("（一(二）三)", "（一(二)三）"),
        ("(2024年度)", "(2024年度)"),
        ("［2024)年］", "［2024)年］"),
        ("（2024年度）", "（2024年度）"),
        ("单位)名称", "单位)名称"),
        ('“12345"热线', "“12345”热线"),
        ('"12345"热线', '"12345"热线'),
        ('"12345”热线', "“12345”热线"),
        ('"一"和"二"的”', '"一"和"二"的”'),
        ('“三公”经费"', '“三公”经费"'),
        ("24, 458.43", "24,458.43"),
        ("1,234, 567", "1,234,567"),
        ("1. 300人", "1. 300人"),
        ("3, 4500", "3, 4500"),
    ],
)
def test_signs_of_a_pair_are_of_one_kind_and_numbers_without_blanks(read: str, printed: str) -> None:
    """The opening sign tells; a lone one, one of another shape and a blank that may part two numbers stay."""
    assert as_set(reading(*((one, 16.0 * place) for place, one in enumerate(read)))).text == printed


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["进“社区、进", '企业"活动'], ["进“社区、进", "企业”活动"]),
        (["执行（第二", "批)资金"], ["执行（第二", "批）资金"]),
        (['"好差评"', "评价"], ['"好差评"', "评价"]),
        (["“双减”政策", '"三新"'], ["“双减”政策", '"三新"']),
    ],
)
def test_a_pair_that_begins_in_one_line_is_closed_alike_in_the_next(texts: list[str], expected: list[str]) -> None:
    """What is not open in the cell is left as it was read."""
    assert over_lines(texts) == expected
