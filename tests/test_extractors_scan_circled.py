"""A single circled number beside a text is in doubt, and those of a list are not."""

from __future__ import annotations

import pytest
from grids import grid

from extractors.model import ReadingCode
from extractors.scan.reading.circled import with_circled_doubted


def doubted(drawing: str) -> list[str]:
    """The texts in doubt."""
    cells = with_circled_doubted(grid(drawing, confidence=0.99).cells, 1)
    return [cell.text for cell in cells if any(found.code == ReadingCode.CONFUSABLE for found in cell.findings)]


@pytest.mark.parametrize("text", ["③≤55分贝", "明显好转②"])
def test_a_circled_number_beside_a_text_may_be_a_pens(text: str) -> None:
    """At either end of it."""
    assert doubted(f"| 噪声 | {text} |\n| 秩序 | 良好 |\n| 质量 | ≥90% |") == [text]


@pytest.mark.parametrize(
    "drawing",
    [
        "| 噪声 | ①≤55分贝②≤3起 |\n| 秩序 | 良好 |\n| 质量 | ≥90% |",
        "| ①噪声 | 低 |\n| ②秩序 | 良好 |\n| ③质量 | 高 |",
        "| ① | 低 |\n| 秩序 | 良好 |\n| 质量 | 高 |",
    ],
    ids=["a list in a cell", "a list down a column", "alone"],
)
def test_the_numbers_of_a_list_are_printed(drawing: str) -> None:
    """None is in doubt."""
    assert doubted(drawing) == []
