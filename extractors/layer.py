"""What the content of one page draws: glyphs, rules and pictures, in displayed points.

These are the facts that both the digital readers and the judgement of the text layer work on. Nothing
here decides anything.
"""

from __future__ import annotations

from dataclasses import dataclass

from extractors.model import Box, QuarterTurn, Rule, Word


@dataclass(frozen=True, slots=True)
class Glyph:
    """One drawn character.

    `size` is its em in points; `turned` the clockwise quarter turn of its writing direction on the
    displayed page; `hidden` says that no ink is left by it (text render mode 3, or white on paper); `mapped`
    that its font says which character it is; `clipped` that it lies outside the area open for drawing; `slanted`
    that it is written along no axis of the page, as watermarks are; `font` numbers the fonts of the page.
    """

    word: Word
    size: float
    turned: QuarterTurn = 0
    hidden: bool = False
    mapped: bool = True
    clipped: bool = False
    slanted: bool = False
    font: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture placed on the page: its box, and its own size in pixels."""

    box: Box
    columns: int
    rows: int


@dataclass(frozen=True, slots=True)
class Layer:
    """All that the content of a page draws, in the order of drawing."""

    glyphs: tuple[Glyph, ...] = ()
    rules: tuple[Rule, ...] = ()
    pictures: tuple[Picture, ...] = ()
