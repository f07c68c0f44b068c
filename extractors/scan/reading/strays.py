"""Dirt that reads as a sign beside the text of a cell: left out where it cannot be a line of that text, else doubted.

Grain, a scrap of a wall and what a watermark left read as 1, 0, ” or H. Alone in a row they would be joined to the
text above or below as its first or last line.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.model import ReadingCode
from extractors.scan.reading.doubt import Doubt, doubted
from extractors.scan.reading.ink import is_slim
from extractors.scan.reading.lines import HALF, Strip
from extractors.scan.reading.plain import canonical
from extractors.scan.reading.recognise import Reading
from extractors.scan.reading.second_reading import REVIEW, LineReading

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from extractors.model import Cell

# Of the ink that the other lines of the cell have on the width of one character. Of 160 figures that stood alone
# (tuning seed 13: office, fax, thin, faint and poor scans) the thinnest had 0.20, of five pieces of dirt that read as
# signs (seeds 7, 9 and 13, poor+watermark) none more than 0.13.
LITTLE = 0.17
APART = 1.5  # in character heights: lines of one text stand closer, blank lines of a few points included
STROKES = frozenset("1-|lI!_/\\丨亅'")  # one stroke reads as one of these (一 is a dash among canonical texts)
CHOICES = frozenset(("是否", "有无"))  # 是/否 of a pale scan was 是否 to every reader
PIECES = STROKES | frozenset("二三=")  # and pieces of a rule beside a fold as one of these
# In ems: a comma is wider. At 150 dpi grain is one pixel wide, 0.06 to 0.08; of 350 commas of short lines (fax, poor
# 150 dpi, office) 9 are as thin.
SLIM = 0.085
WORD = re.compile(r"[^\W\d_]{2}")
FIGURE = re.compile(r"[0-9]")
WHOLE = re.compile(r"[0-9]+(?:\.[0-9]+)?[%％]$")  # the weight of a level


def stray_lines(
    strips: Sequence[Strip], reads: Sequence[LineReading], ink: NDArray[np.uint8], glyph: float
) -> frozenset[int]:
    """Which lines of a cell are dirt beside its text: narrow, of little ink, and where no line of that text stands.

    What was read surely is no dirt, unless it is a single stroke: any scratch reads well as one.
    The lines of one text stand close, and none but the longest ends furthest to the right, however they are aligned:
    a 1 or a % that did not fit stands below the text.

    Args:
        strips: the lines of the cell from top to bottom.
        reads: what each reads as by itself.
        ink: of the page, 255 on 0.
        glyph: the usual height of a character in pixels.
    """
    sure = [strip for strip, read in zip(strips, reads, strict=True) if is_sure(read) and strip.width >= glyph]
    if not sure:
        return frozenset()
    usual = glyph * sum(_inked(strip, ink) for strip in sure) / sum(strip.width for strip in sure)
    return frozenset(
        index
        for index, (strip, read) in enumerate(zip(strips, reads, strict=True))
        if read.text
        and (not is_sure(read) or canonical(read.text) in STROKES)
        and strip.width < HALF * glyph
        and _inked(strip, ink) < LITTLE * usual
        and _stands_off(strip, [other for other in strips if other is not strip], glyph)
    )


def is_sure(read: LineReading) -> bool:
    """Whether a line was read without a doubt."""
    return bool(read.text) and not read.doubts and read.confidence >= REVIEW


def _inked(strip: Strip, ink: NDArray[np.uint8]) -> int:
    return int((ink[strip.top : strip.bottom, strip.x0 : strip.x1] > 0).sum())


def _stands_off(strip: Strip, others: Sequence[Strip], glyph: float) -> bool:
    """Whether a mark stands behind the end of every other line, or far above or below them all."""
    behind = all(strip.x0 >= other.x1 for other in others)
    return behind or all(max(strip.top - o.bottom, o.top - strip.bottom) > APART * glyph for o in others)


def all_words(texts: Sequence[str]) -> bool:
    """Whether the lines of a cell are words, or words and a whole percentage: no figure of theirs is missing.

    >>> all_words(["产出指标", "50%"]), all_words(["指标50%"]), all_words(["15万人"]), all_words([])
    (True, True, False, False)
    """
    whole = [WHOLE.sub("", text) for text in texts]
    return any(map(WORD.search, whole)) and not any(map(FIGURE.search, whole))


def without_last_comma(read: LineReading, crop: NDArray[np.uint8]) -> LineReading:
    """The last line of a cell without the grain that reads as a comma behind it, where nothing follows to be parted.

    In doubt where the mark is as wide as a comma: a text that is cut by the page end may end so.

    Args:
        read: what the line reads as.
        crop: its picture, height × width, grey.
    """
    glyphs = read.reading.glyphs
    if len(glyphs) < 2 or canonical(glyphs[-1].text) != ",":
        return read
    if is_slim(glyphs[-1], crop, SLIM):
        return replace(read, reading=Reading(glyphs[:-1]))
    message = "a comma ends this cell; it may be dirt"
    return replace(read, doubts=(*read.doubts, Doubt(ReadingCode.CONFUSABLE, message, read.text)))


def with_end_doubted(read: LineReading, crop: NDArray[np.uint8], *, alone: bool) -> LineReading:
    """The last line of a cell without a comma behind it that is none, in doubt where its last sign may be dirt.

    Args:
        read: what the line reads as.
        crop: its picture, height × width, grey.
        alone: no other line stands in the cell.
    """
    read = without_last_comma(read, crop)
    return with_full_stop_doubted(read) if alone else read


# Characters with a figure among them: no value so short of the bundle of a ministry (published texts) ends a sentence.
VALUE = 12


def with_full_stop_doubted(read: LineReading) -> LineReading:
    """The only line of a cell, in doubt where it is a value and a full stop ends it: of a seal or of a pen's stroke."""
    text = read.text
    if not text.endswith("。") or len(text) > VALUE or not FIGURE.search(text):
        return read
    message = "a full stop ends this value; it may be a piece of a seal or of a pen's stroke"
    return replace(read, doubts=(*read.doubts, Doubt(ReadingCode.CONFUSABLE, message, text)))


def with_slash_doubted(cell: Cell, number: int) -> Cell:
    """The cell, in doubt where it is a choice of two words whose slash, thin and pale, was not read.

    Args:
        cell: as it was read.
        number: of the page, from 1.
    """
    if cell.text not in CHOICES:
        return cell
    return doubted(cell, f"‘/’ may stand between the words of ‘{cell.text}’", number)


def with_stroke_doubted(cell: Cell, number: int) -> Cell:
    """The cell, in doubt where one of its lines is a single stroke and the others are words without a figure.

    Args:
        cell: as it was read.
        number: of the page, from 1.
    """
    strokes = [line for line in cell.lines if canonical(line.text) in PIECES]
    rest = [line.text for line in cell.lines if line not in strokes]
    # the characters of a heading set upright are no words, each in its row
    if not strokes or not any(map(WORD.search, rest)) or any(map(FIGURE.search, rest)):
        return cell
    for line in strokes:
        cell = doubted(cell, f"‘{line.text}’ alone in its row beside words may be dirt", number, line)
    return cell
