"""A nought in two halves: a fax opens the ring of 0 above and below, and every recogniser reads ()."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.model import ReadingCode
from extractors.scan.reading.doubt import Doubt
from extractors.scan.reading.recognise import Reading

# before a range or the point of a number; a template leaves room in the brackets that it wants filled: ( )个
HALVES = re.compile(r"\(\)(?=[-—–~～.]\d)")


def with_noughts(reading: Reading) -> tuple[Reading, tuple[Doubt, ...]]:
    """The reading with 0 for an empty pair of brackets where a number begins, in doubt: 0-6岁 for ()-6岁."""
    found = [match.start() for match in HALVES.finditer(reading.signs)]
    if not found:
        return reading, ()
    glyphs = list(reading.glyphs)
    for place in reversed(found):
        left, right = glyphs[place : place + 2]
        glyphs[place : place + 2] = [replace(left, text="0", centre=(left.centre + right.centre) / 2)]
    return Reading(tuple(glyphs)), (Doubt(ReadingCode.CONFUSABLE, "‘()’ was read where ‘0’ may be", reading.text),)
