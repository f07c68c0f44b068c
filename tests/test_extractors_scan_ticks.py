import pytest

from extractors.model import ReadingCode
from extractors.scan.ticks import tick_doubts


@pytest.mark.parametrize("text", ["组织专题讲座√", "√68629", "95%以上 ✓ ", "✔社会效益指标"])
def test_a_tick_at_an_end_of_a_text_is_in_doubt(text: str) -> None:
    """A tick before or behind other text is doubted as a mark of a pen."""
    assert [doubt.code for doubt in tick_doubts(text)] == [ReadingCode.CONFUSABLE]


@pytest.mark.parametrize("text", ["", "√", "√ ✓", "是√ 否□", "□是 ☑否 √", "甲√乙", "组织专题讲座"])
def test_ticks_that_a_form_asks_for_are_not_in_doubt(text: str) -> None:
    """A lone tick, one among check boxes and one amid a text are left alone."""
    assert tick_doubts(text) == []
