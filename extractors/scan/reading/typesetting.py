"""How signs are set: brackets of one pair are of one width, and no blank stands inside a number.

Readers give （单位) where （单位） is printed, and `24, 458.43` where the comma of a narrow font has room behind it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.scan.reading.recognise import Glyph, Reading

WIDE = {"(": "（", ")": "）", "[": "［", "]": "］"}
CLOSES = {"(": ")", "[": "]"}
BLANK = re.compile(r"(?<=\d,)\s+(?=\d{3}(?!\d))")
_NARROW = {wide: narrow for narrow, wide in WIDE.items()}


def as_set(reading: Reading) -> Reading:
    """The reading with both brackets of a mixed pair wide, and without blanks behind the commas of a number.

    Of mixed pairs in forms by others (scans of 30 documents that two authors made, and of real ones) whose print was
    looked up, all are wide: a narrow one is read where the blank half of a wide one is cut away.
    """
    glyphs = list(reading.glyphs)
    for one, other in _pairs(glyphs):
        if (glyphs[one].text in _NARROW) != (glyphs[other].text in _NARROW):
            for place in (one, other):
                text = glyphs[place].text
                glyphs[place] = replace(glyphs[place], text=WIDE.get(text, text))
    blank = {place for found in BLANK.finditer(reading.signs) for place in range(*found.span())}
    return Reading(tuple(glyph for place, glyph in enumerate(glyphs) if place not in blank))


def _pairs(glyphs: Sequence[Glyph]) -> list[tuple[int, int]]:
    """The places of the brackets that belong together, of one shape but for their width."""
    found, opened = [], list[tuple[int, str]]()
    for place, glyph in enumerate(glyphs):
        sign = _NARROW.get(glyph.text, glyph.text)
        if sign in CLOSES:
            opened.append((place, CLOSES[sign]))
        elif opened and sign == opened[-1][1]:
            found.append((opened.pop()[0], place))
    return found
