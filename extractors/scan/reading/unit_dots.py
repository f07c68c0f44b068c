"""The middle dot of a unit (元/人·天), which readers drop beside wide characters and lines leave out as a speck.

A mark of the size of a dot, half-way up the line and where a dot of such a unit would stand, is one: dirt seldom lies
just there, and a unit without its dot means the same.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from extractors.scan.blobs import stretches
from extractors.scan.reading.ink import dark, em_of, middle_dots
from extractors.scan.reading.recognise import Glyph, Reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from extractors.scan.reading.lines import Strip
    from extractors.scan.reading.second_reading import LineReading

DOT = "·"
WIDE = r"[\u4e00-\u9fff]"
PARTED = re.compile(rf"/{WIDE}{{1,2}}$")  # the first of two things a unit is counted by, at the end of a line
# Of 元/人·天 the stroke may stand at the end of the line before. Not of 次: its own dot may have columns for itself.
PERSON_DAYS = re.compile("人[天日月年]")
# In ems, from centre to centre: two wide characters without a dot between them are one em apart. The dot of a narrow
# face leaves less room; there it has its columns for itself, which a dot of 次 has not.
ROOM, NARROW_ROOM = 1.15, 1.04
ROOM_OF_ONE = 1.6  # likewise, of two with room for a character between them
WITH_DOTS = "小火"  # like a dot is a stroke at each side of these
DOT_WIDE = 0.3  # ems: no dot is wider
NEAR = 0.9  # in characters: a dot stands no farther from the character beside it


def with_dot(reading: Reading, crop: NDArray[np.uint8]) -> Reading:
    """A reading with the dot that stands between two characters behind a stroke, if none was read there."""
    glyphs = list(reading.glyphs)
    text = "".join(glyph.text for glyph in glyphs)
    if "/" not in text and not PERSON_DAYS.match(text):
        return reading
    em, dots = em_of(crop), middle_dots(crop)
    for index in range(len(glyphs) - 1, 0, -1):
        left, right = glyphs[index - 1], glyphs[index]
        before = "".join(glyph.text for glyph in glyphs[:index])
        behind_stroke = "/" in before or (index == 1 and PERSON_DAYS.match(text))
        both_wide = re.fullmatch(WIDE, left.text) and re.fullmatch(WIDE, right.text)
        if not (behind_stroke and both_wide) or right.centre - left.centre < NARROW_ROOM * em:
            continue
        middle = (left.centre + right.centre) / 2
        marks = sorted(x for x in dots if left.centre < x < right.centre)
        if left.text in WITH_DOTS:
            marks = marks[1:]
        if right.text in WITH_DOTS:
            marks = marks[:-1]
        between = [x for x in marks if abs(x - middle) < 0.25 * em]
        if right.centre - left.centre < ROOM * em:
            between = [x for x in between if _is_alone(crop, x, em)]
        if len(between) == 1:
            glyphs.insert(index, Glyph(DOT, min(left.confidence, right.confidence), between[0]))
    return Reading(tuple(glyphs)) if len(glyphs) > len(reading.glyphs) else reading


def room_of_lost_dot(reading: Reading, crop: NDArray[np.uint8]) -> str | None:
    """人月 set as far apart as with a character between them, or None: its dot was too small for the paper to keep."""
    text = "".join(glyph.text for glyph in reading.glyphs)
    if not PERSON_DAYS.fullmatch(text):
        return None
    left, right = reading.glyphs
    return text if right.centre - left.centre >= ROOM_OF_ONE * em_of(crop) else None


def _is_alone(crop: NDArray[np.uint8], x: float, em: float) -> bool:
    """Whether a place has the ink of a dot alone above and below it, with white columns on both sides."""
    import numpy as np

    inked = dark(crop)
    columns = stretches(np.asarray(inked.any(axis=0)))
    own = next((run for run in columns if run[0] <= x < run[1]), None)
    if own is None:
        return False
    rows = stretches(np.asarray(inked[:, slice(*own)].any(axis=1)))
    return len(rows) == 1 and max(own[1] - own[0], rows[0][1] - rows[0][0]) <= DOT_WIDE * em


def with_dots_between(
    reads: Sequence[LineReading], strips: Sequence[Strip], ink: NDArray[np.uint8], glyph: float
) -> list[LineReading]:
    """The lines of a cell with the dots that stand at the end of one or at the beginning of the next.

    Args:
        reads: what was read, line by line.
        strips: where the lines are, in pixels.
        ink: all of the page, 255 on 0, for a dot so far from print is taken for dirt elsewhere.
        glyph: the usual height of a character in pixels.
    """
    dotted = list(reads)
    for index, (strip, below) in enumerate(pairwise(strips)):
        before, after = dotted[index], dotted[index + 1]
        if not PARTED.search(before.text) or not re.match(WIDE, after.text):
            continue
        if _dots_in(ink, strip, (strip.x1, strip.x1 + NEAR * glyph), glyph):
            last = Glyph(DOT, before.confidence, before.reading.glyphs[-1].centre + glyph / 2)
            dotted[index] = replace(before, reading=Reading((*before.reading.glyphs, last)))
        elif _dots_in(ink, below, _room_before(below, after, glyph), glyph):
            first = Glyph(DOT, after.confidence, after.reading.glyphs[0].centre - glyph / 2)
            dotted[index + 1] = replace(after, reading=Reading((first, *after.reading.glyphs)))
    return dotted


def _room_before(strip: Strip, read: LineReading, glyph: float) -> tuple[float, float]:
    """From where to where a dot may stand before the first character: the line may reach over it."""
    start = strip.x1 - len(read.text) * glyph
    return min(strip.x0, start) - NEAR * glyph, max(strip.x0, start - 0.1 * glyph)


def _dots_in(ink: NDArray[np.uint8], line: Strip, room: tuple[float, float], glyph: float) -> bool:
    """Whether one mark stands in a stretch beside a line, and it is a dot at half its height."""
    x0, x1 = (max(0, round(x)) for x in room)
    middle = (line.top + line.bottom) / 2
    top, bottom = max(0, round(middle - glyph / 2)), round(middle + glyph / 2)
    piece = ink[top:bottom, x0:x1]
    return piece.size > 0 and len(middle_dots(255 - piece, glyph)) == 1
