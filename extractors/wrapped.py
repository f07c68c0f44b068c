"""Two texts beside each other: whether they are those of two cells, told by how each of them wraps."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.model import Box
from extractors.pieces import lines_of

# In heights of a character.
LEVEL = 0.35  # lines whose middles lie so near to each other stand on one line of print
LOWEST = 0.5  # what is lower is a comma, a dash or dirt, whose middle says nothing of its line
# White that parts texts whose lines stand between each other, and white beside a single line; a full stop leaves less.
CLOSER, CLOSE = 0.4, 0.8
FEWEST_LINES = 3  # lines of a text in the middle of which the one line of another stands


def wrapped_apart(left: Sequence[Box], right: Sequence[Box], white: float, em: float) -> bool:
    """Whether two texts are of two cells: their lines do not stand level, or one wraps where the other stands beside.

    The lines of one text all begin at its left and none ends before its right while another follows. So where one side
    has several lines and the other a single one in their middle, they are two texts, each in the middle of its cell.

    Args:
        left: marks of the text before some white.
        right: marks of the text behind it.
        white: how wide it is.
        em: the usual height of a character.
    """
    sides = [[line for line in lines_of(marks) if line.height >= LOWEST * em] for marks in (left, right)]
    if not all(sides) or white < CLOSER * em:
        return False
    one, other = sorted(sides, key=len)
    if _between(one, other, em) or (len(one) > 1 and _between(other, one, em)):
        return True
    middle = (one[0].centre[1] + one[-1].centre[1]) / 2
    level = abs(middle - (other[0].centre[1] + other[-1].centre[1]) / 2) <= LEVEL * em
    return white >= CLOSE * em and level and len(one) < len(other) and len(other) >= FEWEST_LINES


def _between(lines: Sequence[Box], others: Sequence[Box], em: float) -> bool:
    """Whether a line stands between two of the others."""
    return any(
        others[0].centre[1] < line.centre[1] < others[-1].centre[1]
        and all(abs(line.centre[1] - other.centre[1]) > LEVEL * em for other in others)
        for line in lines
    )
