"""What speaks against the text of a line, however sure its readers are: its ink, and what no text says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.model import ReadingCode
from extractors.scan.reading.doubt import Doubt
from extractors.scan.reading.ink import (
    em_of,
    lost_character,
    lost_dot,
    lost_point,
    proportion,
    rings,
    uncovered_ink,
    uneven_digits,
)
from extractors.scan.reading.plain import canonical, holds_value
from extractors.scan.reading.point_or_comma import mistaken_mark
from extractors.scan.reading.recognise import Reading
from extractors.scan.reading.unit_dots import room_of_lost_dot

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# ‰ alone is wider than high (so is the % of some faces) and has three rings (so has many a speckled %): it is both.
NARROWEST_PERMILLE, RINGS_OF_PERCENT = 1.04, 2
# a lone o, or one beside figures and away from other letters, is more often a nought
LETTER_AMONG_DIGITS = re.compile(r"^[A-Za-z〇○]$|(?<![A-Za-z])[oOliISBZ](?=\d)|(?<=\d)[oOlISBZ](?![A-Za-z])")
MARK_LAST = re.compile(r"[^\w\s]{0,2}[\d.,]*\d[%‰],")  # a value's own line ends so when the last ring of % is broken
# A template without the unit of its blank: `(≥**%)`, of which a fax leaves no %; and `100.00(%)` without its %
NO_UNIT = re.compile(r"[*＊]{2}[)）]|\d[（(][)）]")
TWO_POINTS = re.compile(r",\d{3}\.\d{3}|\d\.\d{3},\d{3}")  # a comma of a long amount read as a point


def ink_doubts(reading: Reading, crop: NDArray[np.uint8]) -> tuple[Doubt, ...]:
    """What the ink says against a reading."""
    doubts = []
    uncovered = uncovered_ink(reading, crop)
    if uncovered:
        message = f"{uncovered} stretch(es) of ink with no character read above"
        doubts.append(Doubt(ReadingCode.INK_LEFT, message, reading.text))
    lost = lost_character(reading, crop)
    if lost:
        doubts.append(Doubt(ReadingCode.INK_LEFT, f"a character may be missing in ‘{lost}’", reading.text))
    dot = lost_dot(reading, crop) if re.search("/|人天", canonical(reading.text)) else None
    dot = dot or room_of_lost_dot(reading, crop)
    if dot:
        doubts.append(Doubt(ReadingCode.CONFUSABLE, f"there may be a dot in ‘{dot}’", reading.text))
    if not holds_value(reading.text):
        return tuple(doubts)
    point = lost_point(reading, crop)
    if point:
        doubts.append(Doubt(ReadingCode.CONFUSABLE, f"there may be a point in ‘{point}’", reading.text))
    mistaken = mistaken_mark(reading, crop)
    if mistaken:
        doubts.append(Doubt(ReadingCode.CONFUSABLE, f"the mark in ‘{mistaken}’ may be another", reading.text))
    gap = uneven_digits(reading, em_of(crop))
    if gap:
        doubts.append(Doubt(ReadingCode.CONFUSABLE, f"a digit may be missing in ‘{gap}’", reading.text))
    return tuple(doubts)


def hard_doubts(reading: Reading, crop: NDArray[np.uint8], *, unanimous: bool) -> tuple[Doubt, ...]:
    """Doubts that no probability outweighs: ink without a character, and texts that contradict themselves.

    Where all three readers agree, a mark between two figures is a speck: they do see points.
    """
    doubts = [doubt for doubt in ink_doubts(reading, crop) if not (unanimous and "point" in doubt.message)]
    if canonical(reading.text) == "%" and proportion(crop) > NARROWEST_PERMILLE and rings(crop) > RINGS_OF_PERCENT:
        doubts.append(Doubt(ReadingCode.CONFUSABLE, "the ink has as many rings as ‘‰’", reading.text))
    letter = LETTER_AMONG_DIGITS.search(reading.text)
    if letter:
        doubts.append(Doubt(ReadingCode.CONFUSABLE, f"‘{letter.group()}’ may be a figure or a sign", reading.text))
    if MARK_LAST.fullmatch(canonical(reading.text)):
        doubts.append(
            Doubt(ReadingCode.CONFUSABLE, "no comma stands behind a value; it may be part of %", reading.text)
        )
    if NO_UNIT.search(reading.text):
        doubts.append(Doubt(ReadingCode.CONFUSABLE, "no unit was read where one is printed; it may be %", reading.text))
    points = TWO_POINTS.search(reading.text)
    if points:
        doubts.append(Doubt(ReadingCode.CONFUSABLE, f"‘{points.group()}’ mixes commas and points", reading.text))
    return tuple(doubts)
