"""A mark that hardly another cell of its column has is in doubt, and those that are printed in a column are not."""

from __future__ import annotations

import pytest
from grids import grid

from extractors.model import ReadingCode
from extractors.scan.reading.lone_marks import with_lone_marks_doubted


def doubted(drawing: str) -> list[str]:
    """The texts in doubt."""
    cells = with_lone_marks_doubted(grid(drawing, confidence=0.99).cells, 1)
    return [cell.text for cell in cells if any(found.code == ReadingCode.CONFUSABLE for found in cell.findings)]


@pytest.mark.parametrize("text", ["③≤55分贝", "明显好转②", "日益丰富/", "~完成", "√", "类"])
def test_a_mark_that_no_other_cell_of_the_column_has_is_in_doubt(text: str) -> None:
    """A number in a ring or a stroke at either end, a tick alone, a class that lost its number."""
    assert doubted(f"| 噪声 | {text} |\n| 秩序 | 良好 |\n| 质量 | ≥90% |") == [text]


@pytest.mark.parametrize(
    "drawing",
    [
        "| 噪声 | ①≤55分贝②≤3起 |\n| 秩序 | 良好 |\n| 质量 | ≥90% |",
        "| ①噪声 | 低 |\n| ②秩序 | 良好 |\n| ③质量 | 高 |",
        "| ① | 低 |\n| 秩序 | 良好 |\n| 质量 | 高 |",
        "| 达标 | √ |\n| 验收 | √ |\n| 质量 | 无 |",
        "| 水质 | 类 |\n| 道路 | 公里 |\n| 合格率 | % |\n| 人数 | 人 |",
        "| 风险 | / |\n| 秩序 | 5元/次 |\n| 质量 | 1~2次 |",
    ],
    ids=["a list in a cell", "a list down a column", "alone", "answers", "units", "signs in texts"],
)
def test_what_is_printed_in_a_column_is_in_no_doubt(drawing: str) -> None:
    """None is in doubt."""
    assert doubted(drawing) == []
