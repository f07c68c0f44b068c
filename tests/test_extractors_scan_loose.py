"""Ink of the open page → pieces of lines."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.scan.ruling.loose import pieces_in

GLYPH = 30.0


@pytest.mark.parametrize(
    ("width", "height", "is_print"),
    [
        (8, 8, False),  # a speck
        (12, 8, False),  # a larger one, which would be a column of its own beside the heading of another
        (14, 3, True),  # a hyphen that fills a cell
        (3, 14, False),  # a piece of an upright streak
        (9, 21, True),  # a lone 1
        (24, 3, True),  # 一
    ],
)
def test_a_speck_by_itself_is_no_piece_of_a_line_and_a_lone_sign_is(width: int, height: int, is_print: bool) -> None:
    """What is nearly half as large as a character and as high as wide is dirt; flat or tall it may be print."""
    ink = np.zeros((200, 400), np.uint8)
    ink[100 : 100 + height, 200 : 200 + width] = 255
    assert len(pieces_in(ink, GLYPH, 0.36)) == is_print


def test_an_underline_is_no_line_of_text_and_a_dash_is() -> None:
    """The one lies right below a text, the other beside it."""
    ink = np.zeros((200, 600), np.uint8)
    for x in range(100, 250, 32):
        ink[100:126, x : x + 26] = 255
    ink[112:115, 320:372] = 255
    assert len(pieces_in(ink, GLYPH, 0.36)) == 2
    ink[135:138, 100:240] = 255
    assert len(pieces_in(ink, GLYPH, 0.36)) == 2
