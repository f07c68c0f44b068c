"""Texts beside each other are told to be of two cells by how they wrap."""

from __future__ import annotations

import pytest

from extractors.model import Box
from extractors.wrapped import wrapped_apart

EM, LEADING = 10.0, 13.0


def text(x0: float, *heights: float) -> list[Box]:
    """Lines of four characters at these heights, in lines of a text from its middle."""
    return [
        Box(x0 + EM * index, 95 + LEADING * line, x0 + EM * index + 0.9 * EM, 105 + LEADING * line)
        for line in heights
        for index in range(4)
    ]


@pytest.mark.parametrize(
    ("left", "right", "apart"),
    [
        ((-1.0, 0.0, 1.0), (-0.5, 0.5), True),  # their lines stand between each other
        ((-0.5, 0.5), (0.0,), True),
        ((0.0,), (-1.0, 0.0, 1.0), True),  # one wraps where the other stands beside
        ((-0.5, 0.5), (-0.5, 0.5), False),  # level lines may be those of one text
        ((-0.5, 0.5), (0.5,), False),  # the end of a text, behind a comma
        ((0.0,), (0.0,), False),
        ((-1.0, 0.0, 1.0), (), False),
    ],
)
def test_texts_in_the_middle_of_two_cells(left: tuple[float, ...], right: tuple[float, ...], apart: bool) -> None:
    """Whichever side has the more lines."""
    assert wrapped_apart(text(50.0, *left), text(99.0, *right), 10.0, EM) is apart


def test_a_comma_is_no_line() -> None:
    """It lies low in its line, at no height of its own."""
    comma = [Box(99.0, 107.0, 101.0, 111.0)]
    assert not wrapped_apart(text(50.0, -0.5, 0.5), comma, 10.0, EM)


@pytest.mark.parametrize(("right", "apart"), [((-0.5, 0.5), True), ((0.0,), False)])
def test_narrow_white_parts_only_texts_whose_lines_stand_between_each_other(
    right: tuple[float, ...], apart: bool
) -> None:
    """No comma leaves white at the side of a line that is not its own."""
    assert wrapped_apart(text(50.0, -1.0, 0.0, 1.0), text(94.0, *right), 5.0, EM) is apart
