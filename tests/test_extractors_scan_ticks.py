import pytest

from extractors.model import Box, Line, ReadingCode
from extractors.scan.reading.ticks import without_ticks


def _lines(*texts: str) -> list[Line]:
    return [Line(text, Box(0, 10.0 * row, 50, 10.0 * row + 8)) for row, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("read", "kept"),
    [
        (("组织专题讲座√",), ["组织专题讲座"]),
        (("√68629",), ["68629"]),
        (("95%以上 ✓ ",), ["95%以上"]),
        (("✔社会效益", "指标"), ["社会效益", "指标"]),
        (("社会效益", "指标", "√"), ["社会效益", "指标"]),
        (("√", "≥95%"), ["≥95%"]),
    ],
)
def test_a_tick_at_an_end_of_a_text_is_left_out_and_the_cell_in_doubt(read: tuple[str, ...], kept: list[str]) -> None:
    """What was printed stays; the finding holds the text with its tick, for it may have been part of it."""
    lines, doubts = without_ticks(_lines(*read))
    assert [line.text for line in lines] == kept
    assert [doubt.code for doubt in doubts] == [ReadingCode.CONFUSABLE]
    assert doubts[0].evidence == "".join("".join(read).split())


@pytest.mark.parametrize("read", ["", "√", "√ ✓", "是√ 否□", "□是 ☑否 √", "甲√乙", "组织专题讲座"])
def test_ticks_that_a_form_asks_for_stay(read: str) -> None:
    """A lone tick, one among check boxes and one amid a text are left alone."""
    lines = _lines(read)
    assert without_ticks(lines) == (lines, [])
