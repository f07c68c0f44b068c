"""Marks far paler than the print of their table, which no model reads surely: the mottle and the clouds of a copier.

Print is of one darkness. Of 12,800 lines that were read surely none had less than 0.6 of what is usual on their pages;
of 323 that gave text and were not, 165 had less than 0.5 (scans of tuning seed 38 and of forms by another author, by a
scratch script). What is pale and reads surely stays: grey notes are print.
"""

from __future__ import annotations

from functools import cached_property
from statistics import median
from typing import TYPE_CHECKING

from extractors.scan.reading.ink import shade
from extractors.scan.reading.strays import is_sure

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from extractors.scan.reading.lines import Strip
    from extractors.scan.reading.second_reading import LineReading

FEW = 4  # signs that mottle reads as; a pale mark that reads as more may be a grey note
PALE = 0.5  # of the usual darkness of print
WORDS = 2.0  # in character heights: the lines that tell the usual one are at least so long
AROUND = 0.4  # in character heights: so far around a line its paper is looked for
PAPER, DARK = 85, 90  # per cent of the pixels around that are darker, of the inked ones that are lighter


def is_mottle(read: LineReading, reads: Sequence[LineReading]) -> bool:
    """Whether a pale line needs nobody's eye: a few signs, beside print of its cell that was read surely.

    Args:
        read: what the pale line reads as.
        reads: all lines of the cell.
    """
    return len(read.text) <= FEW and any(map(is_sure, reads))


class PrintDarkness:
    """How dark the print of some lines is, told when it is first asked for."""

    def __init__(self, paper: NDArray[np.uint8], ink: NDArray[np.uint8], lines: Sequence[Strip], glyph: float) -> None:
        """Look at no pixel yet.

        Args:
            paper: the flat page, height × width, grey, its rules taken off.
            ink: of the same shape, not 0 where inked.
            lines: of the table.
            glyph: the usual height of a character in pixels.
        """
        self._paper, self._ink, self._lines, self._glyph = paper, ink, lines, glyph

    def pale_lines(self, strips: Sequence[Strip], reads: Sequence[LineReading]) -> frozenset[int]:
        """Which lines of a cell are too pale for print and were not read surely.

        Args:
            strips: the lines of the cell.
            reads: what each reads as by itself.
        """
        return frozenset(
            index
            for index, (strip, read) in enumerate(zip(strips, reads, strict=True))
            if read.text and not is_sure(read) and self.is_pale(strip)
        )

    def is_pale(self, strip: Strip) -> bool:
        """Whether the ink in a rectangle is too pale for print."""
        return self._darkness(strip) < PALE * self._usual

    @cached_property
    def _usual(self) -> float:
        long = [strip for strip in self._lines if strip.width >= WORDS * self._glyph]
        return median(map(self._darkness, long)) if long else 0.0

    def _darkness(self, strip: Strip) -> float:
        """By how many grey levels the darker ink of a line differs from the paper around it."""
        import numpy as np

        near = round(AROUND * self._glyph)
        around = self._paper[max(0, strip.top - near) : strip.bottom + near, max(0, strip.x0 - near) : strip.x1 + near]
        rows, columns = slice(strip.top, strip.bottom), slice(strip.x0, strip.x1)
        inked = np.ascontiguousarray(self._ink[rows, columns])
        if not inked.any():
            return 0.0
        return shade(around, PAPER) - shade(np.ascontiguousarray(self._paper[rows, columns]), 100 - DARK, inked)
