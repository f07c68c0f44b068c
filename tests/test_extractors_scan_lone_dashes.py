"""A stroke alone in a cell."""

import pytest
from grids import grid

from extractors.scan.reading.lone_dashes import with_lone_dashes


@pytest.mark.parametrize(
    ("drawing", "read"),
    [
        ("| 经济收益 | 一 |\n| 会议费 | / |", ["经济收益", "—", "会议费", "/"]),
        ("| 一 | 经济收益 |\n| 二 | 会议费 |", ["一", "经济收益", "二", "会议费"]),
        ("| （一） | 经济收益 |\n| 一 | 一次 |", ["（一）", "经济收益", "—", "一次"]),
    ],
)
def test_a_stroke_alone_is_a_dash_unless_its_column_counts(drawing: str, read: list[str]) -> None:
    """— says that nothing is to be filled in; 一 before 二 is a number, and so is a stroke with anything beside it."""
    assert [cell.text for cell in with_lone_dashes(grid(drawing, confidence=0.99).cells)] == read
