"""Columns of a page in which nothing is printed."""

import cv2
import numpy as np

from extractors.model import Box, Line
from extractors.scan.accounting.dead_columns import cut_by, dead_columns
from extractors.scan.reading.lines import Strip
from extractors.scan.ruling.rules import find_rules

GLYPH = 30.0


def form() -> np.ndarray:
    """A table of ten rows: height × width."""
    grey = np.full((1200, 900), 245, np.uint8)
    for row in range(11):
        cv2.line(grey, (80, 100 + 100 * row), (820, 100 + 100 * row), 10, 3)
    for x in (80, 300, 560, 820):
        cv2.line(grey, (x, 100), (x, 1100), 10, 3)
    return grey


def dead(grey: np.ndarray) -> tuple[Box, ...]:
    """The dead columns of a picture."""
    return dead_columns(grey, find_rules(grey, GLYPH), GLYPH)


def test_a_column_that_cuts_all_rules_is_dead() -> None:
    """A burnt-out dot of a thermal head prints nothing from the first line to the last."""
    grey = form()
    grey[:, 430:433] = 250
    (column,) = dead(grey)
    assert 428 <= column.x0 <= 430
    assert 433 <= column.x1 <= 435
    assert (column.top, column.bottom) == (0, 1200)


def test_gaps_here_and_there_and_missing_rules_are_none() -> None:
    """Broken rules have their gaps anywhere; where no rule is, none is cut."""
    grey = form()
    for row in range(11):
        grey[90 + 100 * row : 110 + 100 * row, 340 + 17 * row : 344 + 17 * row] = 245
        grey[90 + 100 * row : 110 + 100 * row, 600:660] = 245
    assert dead(grey) == ()
    dotted = form()
    dotted[:, 82:820:6], dotted[:, 83:820:6] = 245, 245
    assert dead(dotted) == ()
    aliased = form()
    for start in range(100, 800, 50):
        aliased[:, start : start + 3] = 245
    assert dead(aliased) == ()


def test_text_that_a_dead_column_may_have_cut_is_doubted() -> None:
    """A figure may be gone at its end; words that read well are believed, and text elsewhere."""
    column = (Box(430, 0, 433, 400),)

    def doubts(text: str, confidence: float, x0: int, x1: int, top: int = 100) -> int:
        line = Line(text, Box(0, 0, 1, 1), confidence)
        return len(cut_by([line], [Strip(x0, top, x1, top + 30)], column, GLYPH))

    assert doubts("5万人", 0.999, 440, 520) == 1
    assert doubts("于展供需对接活动", 0.987, 400, 640) == 1
    assert doubts("产出指标", 0.999, 400, 520) == 0
    assert doubts("5万人", 0.999, 500, 600) == 0
    assert doubts("5万人", 0.999, 440, 520, top=500) == 0
