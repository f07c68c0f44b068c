"""A quotation mark or bracket that is alone in its cell of a scan."""

from __future__ import annotations

import pytest
from grids import grid

from extractors.model import ReadingCode
from extractors.scan.reading.together import together


def in_doubt(text: str) -> bool:
    """Whether a cell with this text is in doubt beside others."""
    cells = together(grid(f"| {text} | ≤5% |\n| 经费变动率 | ≥90% |", confidence=0.99).cells, 1)
    return any(found.code == ReadingCode.CONFUSABLE for found in cells[0].findings)


@pytest.mark.parametrize(
    "text", ["三公”经费变动率", "“三公经费变动率", "普查《年鉴编印", "样地数量（含复查", "样地数量含复查)"]
)
def test_a_mark_without_the_other_of_its_pair_is_in_doubt(text: str) -> None:
    """Either of a pair may be the one that was not read."""
    assert in_doubt(text)


@pytest.mark.parametrize(
    "text", ["“三公”经费变动率", "样地数量（含复查)", "1）编印；2）发放", "一)编印（含光盘）", "经费变动率"]
)
def test_whole_pairs_and_numbers_of_parts_are_not(text: str) -> None:
    """A bracket may be wide on one side, and 1） opens nothing."""
    assert not in_doubt(text)
