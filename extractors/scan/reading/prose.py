"""Lines outside every table of which one reading by the small model is enough: running text, and the grain of paper.

Nothing is left out. On a page without tables most lines are the body of its text. A line that may be a heading, an
attachment's number or a label is short, large or set apart, and is read like a cell; so is a body line with a figure,
for a notice says its totals in sentences.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.scan.reading.ink import uncovered_ink
from extractors.scan.reading.plain import holds_value
from extractors.scan.reading.second_reading import LineReading, read_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from extractors.scan.reading.heard import Reader
    from extractors.scan.reading.lines import Strip

    Way = Callable[[NDArray[np.uint8], Sequence[Reader]], LineReading]

LEAST_LINES = 6  # with fewer there is no body
LONG = 18.0  # characters: a shorter line may be anything
LARGE = 1.25  # of the usual height of a line: larger print is a heading
INDENT = 3.0  # characters by which a body line may stay off either edge of the text
# With more lines outside the tables most are the grain of paper: what the small model reads with less is left at that.
MOST, READABLE = 150, 0.7
CLEAR = 0.95  # mean probability of a line that needs no second opinion


def ways(strips: Sequence[Strip], glyph: float, *, tables: bool) -> list[Way]:
    """How each of the lines outside the tables of a page is read.

    Args:
        strips: all of them.
        glyph: the usual height of a character in pixels.
        tables: whether there are any: beside one every line may say something about it.
    """
    if len(strips) > MOST:
        return [read_grain] * len(strips)
    plain = frozenset() if tables else body(strips, glyph)
    return [read_body if strip in plain else read_line for strip in strips]


def body(strips: Sequence[Strip], glyph: float) -> frozenset[Strip]:
    """The lines that go from one edge of the text to the other, in print of the usual size.

    Args:
        strips: all lines of a page without tables.
        glyph: the usual height of a character in pixels.
    """
    if len(strips) < LEAST_LINES:
        return frozenset()
    usual = sorted(strip.height for strip in strips)[len(strips) // 2]
    long = [strip for strip in strips if strip.width >= LONG * glyph]
    if not long:
        return frozenset()
    # most lines share the edges of the text; a note in the margin or a mark of the scanner lies outside them
    left = sorted(strip.x0 for strip in long)[len(long) // 4]
    right = sorted(strip.x1 for strip in long)[-1 - len(long) // 4]
    return frozenset(
        strip
        for strip in long
        if strip.height <= LARGE * usual and strip.x0 - left <= INDENT * glyph and right - strip.x1 <= INDENT * glyph
    )


def read_grain(crop: NDArray[np.uint8], readers: Sequence[Reader]) -> LineReading:
    """Read a line among very many: by the small model alone where that makes nothing of it.

    Args:
        crop: height × width, grey, dark text on a light ground.
        readers: as for `read_line`.
    """
    reading = readers[0](crop)
    return LineReading(reading, reading.confidence) if reading.mean < READABLE else read_line(crop, readers)


def read_body(crop: NDArray[np.uint8], readers: Sequence[Reader]) -> LineReading:
    """Read a line of the body: by the small model alone where that reads all of it clearly and finds no figure.

    Args:
        crop: height × width, grey, dark text on a light ground.
        readers: as for `read_line`.
    """
    reading = readers[0](crop)
    if reading.mean >= CLEAR and not holds_value(reading.text) and not uncovered_ink(reading, crop):
        return LineReading(reading, reading.confidence)
    return read_line(crop, readers)
