"""Marks of print → pieces of lines, levels of a page, and the white that runs down beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.model import Box

# All in heights of a line.
GUTTER = 0.28  # the narrowest white between two columns
GRAIN = 0.04  # the accuracy of whites
LEVEL = 0.5  # pieces whose middles lie so near to each other are of one printed line
_GUTTERS = re.compile(f"0{{{round(GUTTER / GRAIN)},}}")  # in the bits of a level's ink


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a printed line: `parts` are its marks from left to right, none reaching over white."""

    parts: tuple[Box, ...]

    @property
    def box(self) -> Box:
        """Around the marks."""
        return around(self.parts)


@dataclass(frozen=True, slots=True)
class Level:
    """What stands on one line of the page, and where along x its ink is, a bit a grain."""

    boxes: tuple[Box, ...]
    ink: int

    @property
    def top(self) -> float:
        """Of the highest mark."""
        return min(box.top for box in self.boxes)

    @property
    def bottom(self) -> float:
        """Of the lowest mark."""
        return max(box.bottom for box in self.boxes)


def levels_of(pieces: Sequence[Piece], em: float) -> list[Level]:
    """Pieces side by side, from top to bottom."""
    groups: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.box.centre[1]):
        if groups and piece.box.centre[1] - groups[-1][0].box.centre[1] <= LEVEL * em:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    levels: list[Level] = []
    for group in groups:
        boxes = tuple(box for piece in group for box in piece.parts)
        ink = 0
        for box in boxes:
            start, stop = round(box.x0 / (GRAIN * em)), round(box.x1 / (GRAIN * em))
            ink |= ((1 << max(1, stop - start)) - 1) << start
        levels.append(Level(boxes, ink))
    return levels


def whites_in(ink: int, em: float) -> list[tuple[float, float]]:
    """From where to where white between print goes that is wide enough to part columns."""
    bits = bin(ink)[:1:-1]
    whites = _GUTTERS.finditer(bits, max(0, bits.find("1")))
    return [(white.start() * GRAIN * em, white.end() * GRAIN * em) for white in whites]


def has_ink(ink: int, start: float, stop: float, em: float) -> bool:
    """Whether there is ink from one place along x to another, which may be infinite."""
    behind = ink >> round(start / (GRAIN * em))
    return bool(behind if stop == float("inf") else behind & ((1 << max(0, round((stop - start) / (GRAIN * em)))) - 1))


def lines_of(boxes: Sequence[Box]) -> list[Box]:
    """Marks of one column as lines: those whose heights overlap; the highest found the lines."""
    lines: list[list[Box]] = []
    for box in sorted(boxes, key=lambda box: -box.height):
        for line in lines:
            common = min(line[0].bottom, box.bottom) - max(line[0].top, box.top)
            if common > 0.5 * min(line[0].height, box.height):
                line.append(box)
                break
        else:
            lines.append([box])
    return sorted((around(line) for line in lines), key=lambda box: box.centre[1])


def around(boxes: Sequence[Box]) -> Box:
    """The box around boxes, of which there is one at least."""
    return Box(
        min(box.x0 for box in boxes),
        min(box.top for box in boxes),
        max(box.x1 for box in boxes),
        max(box.bottom for box in boxes),
    )
