"""What every reading is cleaned of: specks read as points, remnants of rules read as strokes, bars lost or dreamt up.

Each repair rests on the ink, so it holds whichever model read the line. Where a repair beside a digit would change a
number it comes with a doubt.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from extractors.model import ReadingCode
from extractors.scan.reading.broken_rings import with_broken_rings
from extractors.scan.reading.dashes import with_dashes
from extractors.scan.reading.division import with_division
from extractors.scan.reading.doubt import Doubt
from extractors.scan.reading.inequality import with_bars
from extractors.scan.reading.ink import em_of, is_filled, is_speck, is_tall
from extractors.scan.reading.letter_case import with_case
from extractors.scan.reading.lost_hairline import with_four
from extractors.scan.reading.noughts import with_noughts
from extractors.scan.reading.percent import with_shares
from extractors.scan.reading.point_or_comma import lacks_room, with_points
from extractors.scan.reading.recognise import Glyph, Reading
from extractors.scan.reading.roman import with_numerals
from extractors.scan.reading.semicolons import with_semicolons
from extractors.scan.reading.slashes import with_slash
from extractors.scan.reading.unit_dots import with_dot

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

POINTS = frozenset(".·•'`")  # what a speck is read as
# Chinese typesetting puts none of these there (an opening quotation mark does stand last: seen in a published table)
ROOM = 1.18  # in character heights: from centre to centre of two characters with a middle dot of a narrow font between
NEVER_FIRST, NEVER_LAST = frozenset(".。·，,、"), frozenset(".·•`")
STROKES = frozenset("|｜")  # what the remnant of a rule is read as, first or last in a line
SPECK = 0.2  # in ems: no printed mark of these is smaller in both directions, but for a point between digits
FAR = 1.5  # in ems: a mark whose centre lies so far behind the last character is none of this line
RINGS, TALL = frozenset("。°º"), 0.5  # a ring is less than half as high as a line, % nearly as high as a figure
# The thousands of a number with whatever was read between them, with its cents or the point that ends the line.
THOUSANDS = re.compile(r"(?<![0-9.,])[0-9]{1,3}(?:[.,][0-9]{3})+(?:\.[0-9]{0,2})?(?![0-9])")
DAY_BELOW = re.compile(r"(?<![0-9.])(?:19|20)[0-9]{2}\.[0-9]{1,2}\.$|[0-9][-—–~至](?:19|20)[0-9]{2}\.$")
MILLIONS = re.compile(r"(?<![0-9.,])[0-9]{1,3}(?:,[0-9]{3}){2,}\.$")


def repaired(reading: Reading, crop: NDArray[np.uint8]) -> tuple[Reading, tuple[Doubt, ...]]:
    """A reading as its ink allows it, and what is doubtful about the changes.

    Args:
        reading: what a model read.
        crop: the picture it was read from, grey.
    """
    shares, tenth = with_shares(with_broken_rings(reading, crop), crop)
    shares, first = with_percent(_with_permille(shares), crop)
    settled, doubts = with_bars(with_dashes(shares, crop), crop)
    cleaned, more = without_specks(with_commas(settled), crop)
    pointed, comma = with_points(cleaned)
    if comma:
        message = f"‘{comma}’ was read; a point stands before so few figures"
        more += (Doubt(ReadingCode.CONFUSABLE, message, reading.text),)
    parted, colon = with_semicolons(with_division(with_case(with_dot(pointed, crop), crop), crop), crop)
    figure, four = with_four(parted, crop)
    whole, halves = with_noughts(figure)
    counted, numeral = with_numerals(whole, crop)
    return with_slash(counted, crop), tenth + first + doubts + more + colon + four + halves + numeral


def without_specks(reading: Reading, crop: NDArray[np.uint8]) -> tuple[Reading, tuple[Doubt, ...]]:
    """Take out what was read from specks and remnants of rules: marks smaller than any printed one, or out of place.

    A point behind a digit and before more is a decimal point or numbers an item (`1.完成…`); it stays. Where taking
    one out would change a number (`.15万人`, `15.`) it is done with a doubt.
    """
    out = [index for index in range(len(reading.glyphs)) if _is_dirt(reading, index, crop)]
    if not out:
        return reading, ()
    beside_digit = any(_digit(reading, index - 1) or _digit(reading, index + 1) for index in out)
    cleaned = Reading(tuple(glyph for index, glyph in enumerate(reading.glyphs) if index not in out))
    if not beside_digit:
        return cleaned, ()
    message = "a speck beside a digit was not taken for a point"
    at_end = out == [len(reading.glyphs) - 1] and reading.glyphs[-1].text in NEVER_LAST
    return cleaned, (Doubt(ReadingCode.CONFUSABLE, message, reading.text, at_end),)


def _is_dirt(reading: Reading, index: int, crop: NDArray[np.uint8]) -> bool:
    glyph, last = reading.glyphs[index], len(reading.glyphs) - 1
    if glyph.text in STROKES:
        return index in (0, last)
    if index == 0 and glyph.text in NEVER_FIRST:
        return True
    if glyph.text in POINTS and _belongs(reading, index, crop) and (index < last or _numbers_item(reading)):
        return glyph.text == "." and _digit(reading, index + 1) and lacks_room(reading, index, crop)
    if index == last and (glyph.text in NEVER_LAST or _lies_far(reading, crop)):
        return True
    if glyph.text in POINTS:
        return is_speck(glyph, crop, SPECK)
    return index == last and glyph.text == "。" and is_filled(glyph, crop)


def _lies_far(reading: Reading, crop: NDArray[np.uint8]) -> bool:
    """Whether the last character is a small mark away from all others."""
    if len(reading.glyphs) < 2 or reading.glyphs[-1].text not in NEVER_FIRST | POINTS:
        return False
    return reading.glyphs[-1].centre - reading.glyphs[-2].centre > FAR * em_of(crop)


def _belongs(reading: Reading, index: int, crop: NDArray[np.uint8]) -> bool:
    """Whether a point stands where one is printed: behind a figure (15.8, `1.完成`), or in a unit (元/人·天)."""
    before = "".join(glyph.text for glyph in reading.glyphs[:index])
    in_unit = reading.glyphs[index].text == "·" and ("/" in before or _has_room(reading, index, crop))
    return before[-1:].isdigit() or in_unit


def _has_room(reading: Reading, index: int, crop: NDArray[np.uint8]) -> bool:
    """Whether the characters around a point stand as far apart as if one were printed between them."""
    if not 0 < index < len(reading.glyphs) - 1:
        return False
    before, after = reading.glyphs[index - 1], reading.glyphs[index + 1]
    return before.text.isalpha() and after.text.isalpha() and after.centre - before.centre > ROOM * em_of(crop)


def _numbers_item(reading: Reading) -> bool:
    """Whether the point that ends a line numbers an item that goes on in the next (`…；2.`), or is part of a unit.

    Or the cents of a long amount stand in the next line (`7,243,560,000.`), or the day of a date (`2024.12.`).
    """
    text = reading.text
    if text.endswith("·") or MILLIONS.search(text) or DAY_BELOW.search(text):
        return True
    return len(text) > 2 and text[-2].isdigit() and text[-3] in "；;。，,、"


def _with_permille(reading: Reading) -> Reading:
    """%0 and %o are how ‰ is read: nothing is printed like that."""
    glyphs = list(reading.glyphs)
    for index in range(len(glyphs) - 2, -1, -1):
        if glyphs[index].text in "%％" and glyphs[index + 1].text in "0oO〇○" and not _digit(reading, index + 2):
            joined = replace(glyphs[index], text="‰", centre=(glyphs[index].centre + glyphs[index + 1].centre) / 2)
            glyphs[index : index + 2] = [joined]
    return Reading(tuple(glyphs))


def with_commas(reading: Reading) -> Reading:
    """The signs between the thousands of one long number are commas, all but its last: a number has one point.

    Of two signs only, neither is changed: `1.234,567` may be an item and its number.
    """
    glyphs = list(reading.glyphs)
    text = reading.signs
    for number in THOUSANDS.finditer(text):
        signs = [index for index in range(number.start(), number.end()) if not text[index].isdigit()]
        # read as points alone only where cents follow: 2024.001.002.003 may be a numbering
        if len(signs) > 2 and ("," in number.group() or text[number.end() - 3] == "."):
            for index in signs[:-1]:
                glyphs[index] = replace(glyphs[index], text=",")
    return Reading(tuple(glyphs))


def with_percent(reading: Reading, crop: NDArray[np.uint8]) -> tuple[Reading, tuple[Doubt, ...]]:
    """A ring read behind a figure where the ink is as high as one is what coarse or crossed print leaves of %.

    In doubt, unless another reader sees the % itself.
    """
    glyphs, doubts = list(reading.glyphs), []
    for index, glyph in enumerate(glyphs):
        behind = glyphs[index + 1] if index + 1 < len(glyphs) else None
        if _first_ring(glyph, behind):
            doubts.append(Doubt(ReadingCode.CONFUSABLE, f"‘{glyph.text}’ before % is taken for its ring", reading.text))
            continue
        if glyph.text in RINGS and _digit(reading, index - 1) and is_tall(reading, index, crop, TALL):
            glyphs[index] = replace(glyph, text="%")
            message = f"‘{glyph.text}’ was read where the ink is too high for it: probably ‘%’"
            doubts.append(Doubt(ReadingCode.CONFUSABLE, message, reading.text))
    # ring and bar of one % read one after the other: no unit is printed like that
    whole = [glyph for glyph, behind in zip_longest(glyphs, glyphs[1:]) if not _first_ring(glyph, behind)]
    return Reading(tuple(whole)), tuple(doubts)


def _first_ring(glyph: Glyph, behind: Glyph | None) -> bool:
    return glyph.text in "°º" and behind is not None and behind.text in "%％"


def _digit(reading: Reading, index: int) -> bool:
    return 0 <= index < len(reading.glyphs) and reading.glyphs[index].text.isdigit()
