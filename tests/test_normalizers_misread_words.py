"""Words of the forms that a recogniser missed by a character: read as what they must be, never without a mark."""

from __future__ import annotations

import pytest
from grids import grid, reading

from extractors.model import Finding, Severity
from normalizers.chain import normalize
from normalizers.model import TargetTable

TABLE = """
| 指标类型 | 二级指标 | 三级指标 | 指标值 | {unit} | {weight} |
| 产出指标 | {level2} | 新增企业 | 15 | 户 | {first} |
| 效益指标 | 社会效益指标 | 带动就业 | 300 | 人 | 20 |
| {level1} | 满意度指标 | 居民满意度 | 90 | % | 10 |
"""
PRINTED = {
    "unit": "计量单位",
    "weight": "权重",
    "level2": "数量指标",
    "first": "15",
    "level1": "满意度指标",
}


def differ(other: str) -> Finding:
    """The recogniser's doubt about a cell that it read otherwise too."""
    return Finding("OCR-DIFFER", Severity.WARNING, "read otherwise", None, other)


def scan(doubts: dict[str, str], *, confidence: float = 0.9, **cells: str) -> TargetTable:
    """The table as recognised: `cells` are misread, `doubts` lead from what was read to the other reading."""
    drawn = grid(
        TABLE.format(**PRINTED | cells),
        confidence=confidence,
        doubts={text: differ(other) for text, other in doubts.items()},
    )
    (table,) = normalize([reading(drawn)]).tables
    return table


def test_a_heading_whose_other_reading_is_known_names_its_column_with_a_mark() -> None:
    """权量, read again as 权重: the column holds the weights, and the rows say that this is in doubt."""
    table = scan({"权量": "权重"}, weight="权量")
    assert [item.weight for item in table.indicators] == [15, 20, 10]
    assert all("HEADING-DOUBTFUL" in item.reasons for item in table.indicators)


def test_a_heading_in_doubt_over_nothing_but_units_names_the_units_with_a_mark() -> None:
    """No heading of the table names the units, and the cells below one that was not understood are nothing else."""
    table = scan({"汁慧維位": "计盤華位"}, unit="汁慧維位")
    assert [item.measure.unit_text for item in table.indicators] == ["户", "人", "%"]
    assert all("FORM-UNKNOWN" in item.reasons for item in table.indicators)


def test_units_under_a_clear_heading_of_a_form_of_its_own_are_left_to_the_extras() -> None:
    """A heading that was read without doubt says what it says."""
    table = scan({}, unit="所在村庄")
    assert [dict(item.extras)["所在村庄"] for item in table.indicators] == ["户", "人", "%"]


def test_misread_weights_under_a_misread_heading_mark_their_rows() -> None:
    """IC and 1C under 权顺 are no numbers, but they may have been 10: the weights are not lost without a mark."""
    table = scan({"权顺": "权烟"}, weight="权顺", first="IC")
    assert all("HEADING-DOUBTFUL" in item.reasons for item in table.indicators)


@pytest.mark.parametrize(
    ("read", "other", "name"),
    [("数最指标", "数景指标", "数量指标"), ("费量指标", "质量指标", "质量指标"), ("时此指标", "时数指标", "时效指标")],
)
def test_a_level_in_doubt_that_can_be_one_name_only_is_that_name_with_a_mark(read: str, other: str, name: str) -> None:
    """One character off one known name alone, or read again as one."""
    table = scan({read: other}, level2=read)
    assert table.indicators[0].level2 == name
    assert "LEVEL-MISREAD" in table.indicators[0].reasons
    assert "LEVEL-MISREAD" not in table.indicators[1].reasons


@pytest.mark.parametrize(("read", "doubts"), [("费量指标", {"费量指标": "费徽指标"}), ("能效指标", {})])
def test_a_level_that_may_be_two_names_or_was_read_clearly_stays_as_it_was_read(
    read: str, doubts: dict[str, str]
) -> None:
    """费量指标 may be 数量指标 or 质量指标; 能效指标 may be a name of the form's own."""
    assert scan(doubts, level2=read).indicators[0].level2 == read


def test_a_level_column_without_a_heading_of_its_own_may_hold_a_misread_name() -> None:
    """指标类型 over 产出指标, 效益指标 and 溝意度指标 is the first level, the misread name mended and marked."""
    table = scan({"溝意度指标": "清意度指标"}, level1="溝意度指标")
    assert [item.level1 for item in table.indicators] == ["产出指标", "效益指标", "满意度指标"]
    assert "LEVEL-MISREAD" in table.indicators[2].reasons


@pytest.mark.parametrize(("printed", "doubted"), [("产出", [True, False]), ("产出指标", [False, False])])
def test_half_a_name_of_a_level_that_stands_in_full_elsewhere_is_in_doubt(printed: str, doubted: list[bool]) -> None:
    """A streak cuts 产出指标 in two, and 产出 is a name that other forms print."""
    rows = (
        TABLE.format(**PRINTED).replace("| 产出指标 |", f"| {printed} |")
        + "| 产出指标 | 时效指标 | 按时完工 | 1 | 次 | 5 |"
    )
    (table,) = normalize([reading(grid(rows, confidence=0.9))]).tables
    assert [("LEVEL-MISREAD" in item.reasons) for item in (table.indicators[0], table.indicators[3])] == doubted
