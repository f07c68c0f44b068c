"""Doubts that the vocabulary of levels answers, and those it does not."""

from __future__ import annotations

import pytest

from extractors.model import Box, Cell, Finding, Line, Place, ReadingCode, Severity
from normalizers.vouched import vouched

BOX = Box(0, 0, 60, 20)
PLACE = Place(1, BOX)


def cell(text: str, code: ReadingCode, evidence: str | None) -> Cell:
    """A level cell of one line with one doubt."""
    finding = Finding(code, Severity.WARNING, "in doubt", PLACE, evidence)
    return Cell(0, 0, 1, 1, BOX, (Line(text, BOX, 0.97),), (finding,))


@pytest.mark.parametrize(
    ("text", "code", "evidence"),
    [
        ("满意度指标", ReadingCode.LOW_CONFIDENCE, "满意度指标"),
        ("社会效益指标", ReadingCode.READINGS_DIFFER, "社会放益指标"),
        ("产出指标", ReadingCode.INK_LEFT, "0"),  # a scrap beside a whole name
        ("产出指标", ReadingCode.INK_LEFT, "一"),
        ("生态效益指标", ReadingCode.WALL_MISSING, "生态效益指标"),  # its two lines are set loosely
        ("效果指标", ReadingCode.INK_LEFT, None),  # two specks, as far apart as the rings of a %
    ],
)
def test_a_complete_level_name_outweighs_the_doubt_of_the_recogniser(
    text: str, code: ReadingCode, evidence: str | None
) -> None:
    """No slip writes a whole name of another level."""
    assert vouched(cell(text, code, evidence)).findings == ()


@pytest.mark.parametrize(
    ("text", "code", "evidence"),
    [
        ("数量指标", ReadingCode.LOW_CONFIDENCE, "数量指标"),  # one character from 质量指标
        ("数量指标", ReadingCode.READINGS_DIFFER, "质量指标"),
        ("数量指标", ReadingCode.READINGS_DIFFER, "质量"),  # the first of two lines
        ("社会放益指标", ReadingCode.READINGS_DIFFER, "社会效益指标"),
        ("满意度指标10%", ReadingCode.LOW_CONFIDENCE, "10%"),  # its weight may be what is doubtful
        ("满意度指标", ReadingCode.UNDER_SEAL, "满意度指标"),
        ("满意度指标", ReadingCode.INK_LEFT, "满意度指标"),
        ("满意度指标", ReadingCode.INK_LEFT, "10"),  # a weight
        ("满意度指标", ReadingCode.INK_LEFT, "社"),
    ],
)
def test_a_doubt_that_another_name_or_number_could_answer_stays(text: str, code: ReadingCode, evidence: str) -> None:
    """Names a character apart, texts that are no name, weights, and doubts about ink are kept."""
    assert len(vouched(cell(text, code, evidence)).findings) == 1
