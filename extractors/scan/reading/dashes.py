"""Dashes as long as they are printed, in one piece, and none lost: what a range and a period hang on."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from extractors.scan.reading.ink import dark, em_of, faint
from extractors.scan.reading.level_strokes import extent, flat_strokes, is_level, is_low, level_run
from extractors.scan.reading.recognise import FIGURES, Glyph, Reading, is_han

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

DASHES = frozenset("-—–")
HEAD = re.compile(r"[-—–]{0,2}一?级")  # what 一级 is read as where the stroke broke; each character is one glyph
LONG_DASH, SHORT_DASH = (0.7, 1.3), 0.45  # in ems; between them is an en dash or one of a narrow face
WIDE = 0.12  # in ems: so much further than usual a character of a wide face reaches to either side
HYPHENS = 0.75  # the shorter of two hyphens is at least so long, as a part of the other
ROOM_OF_ONE = 2.4  # in ems: from centre to centre of the characters on either side of one
SHORTEST_LONG = 0.58  # in ems: no dash of a whole character is shorter, not even of a narrow face


def with_dashes(reading: Reading, crop: NDArray[np.uint8]) -> Reading:
    """The reading with its dashes as the ink has them.

    Args:
        reading: what a model read.
        crop: the line it was read from, height × width, grey.
    """
    return _as_long(_with_lost_dashes(_with_whole_numeral(_with_numeral(reading, crop), crop), crop), crop)


def _with_numeral(reading: Reading, crop: NDArray[np.uint8]) -> Reading:
    """一 at the head of 一级 for its stroke, or the pieces of that, which was read as dashes or not at all.

    Readers lose the strokes of 二 and 三 too: nothing but one stroke may stand there.
    """
    text = "".join(glyph.text for glyph in reading.glyphs)
    head = HEAD.match(text)
    if head is None:
        return reading
    level, em = reading.glyphs[head.end() - 1], em_of(crop)
    end = level.centre - (_half(level) + WIDE) * em  # readers tell a centre late
    if not SHORTEST_LONG * em < extent(crop, 0, end) or not is_low(crop, end):
        return reading
    numeral = replace(level, text="一", centre=end - _half(level) * em)
    return Reading((numeral, *reading.glyphs[head.end() - 1 :]))


def _with_whole_numeral(reading: Reading, crop: NDArray[np.uint8]) -> Reading:
    """一 without the dash read beside it for a piece of its stroke: there is room for one character only.

    The arm of a seal's star over 报告一次通过率 leaves 报告-一次通过率 to all readers.
    """
    glyphs = list(reading.glyphs)
    for index in range(len(glyphs) - 3, 0, -1):
        pair = glyphs[index : index + 2]
        before, after = glyphs[index - 1], glyphs[index + 2]
        broken = {glyph.text for glyph in pair} in ({"一", dash} for dash in DASHES)
        room = after.centre - before.centre < ROOM_OF_ONE * em_of(crop)
        if broken and room and is_han(before.text) and is_han(after.text):
            numeral = next(glyph for glyph in pair if glyph.text == "一")
            glyphs[index : index + 2] = [replace(numeral, centre=(before.centre + after.centre) / 2)]
    return Reading(tuple(glyphs))


def _with_lost_dashes(reading: Reading, crop: NDArray[np.uint8]) -> Reading:
    """A dash between % and a figure, where the ink has a level stroke and nothing was read: nobody prints 95%98%.

    Where it touches both its neighbours, readers see none.
    """
    glyphs = list(reading.glyphs)
    for index in range(len(glyphs) - 1, 0, -1):
        before, after = glyphs[index - 1], glyphs[index]
        if before.text not in "%％‰" or after.text not in FIGURES:
            continue
        em = em_of(crop)
        # a figure of a wide face reaches a little further
        left, right = before.centre + (_half(before) + WIDE) * em, after.centre - (_half(after) + WIDE) * em
        if is_level(crop, left, right):
            sure = min(before.confidence, after.confidence)
            glyphs.insert(index, Glyph("—", sure, (left + right) / 2))
    return Reading(tuple(glyphs))


def _as_long(reading: Reading, crop: NDArray[np.uint8]) -> Reading:
    """Dashes as long as they are printed: a reader knows that there is one, the ink how long it is."""
    if not any(glyph.text in DASHES for glyph in reading.glyphs):
        return reading
    em, strokes = em_of(crop), flat_strokes(crop)
    glyphs = _joined(reading, crop)
    for index, glyph in enumerate(glyphs):
        # twice the length is one dash of two characters, read as one or two; that is left alone
        if glyph.text not in DASHES or any(
            g.text in DASHES for g in glyphs[max(0, index - 1) : index + 2] if g is not glyph
        ):
            continue
        length = max(
            (right - left for left, right in strokes if left - 0.2 * em < glyph.centre < right + 0.2 * em), default=0
        )
        length = max(length, _pieces(glyphs, index, crop), _touching(glyphs, index, crop))
        if LONG_DASH[0] * em < length < LONG_DASH[1] * em:
            glyphs[index] = replace(glyph, text="—")
        elif 0 < length < (SHORTEST_LONG if glyph.text == "—" else SHORT_DASH) * em:
            glyphs[index] = replace(glyph, text="-")
    return Reading(tuple(glyphs))


def _joined(reading: Reading, crop: NDArray[np.uint8]) -> list[Glyph]:
    """The characters with one dash where the pieces of a broken one were read as two: two hyphens are of one length."""
    glyphs, strokes, em = list(reading.glyphs), flat_strokes(crop), em_of(crop)
    for index in range(len(glyphs) - 3, 0, -1):
        first, second = glyphs[index : index + 2]
        if first.text not in DASHES or second.text not in DASHES:
            continue
        one = replace(first, confidence=max(first.confidence, second.confidence))
        one = replace(one, centre=(first.centre + second.centre) / 2)
        whole = [*glyphs[:index], one, *glyphs[index + 2 :]]
        own = [right - left for left, right in strokes if abs((left + right) / 2 - one.centre) < LONG_DASH[1] / 2 * em]
        hyphens = len(own) == 2 and min(own) > HYPHENS * max(own)
        if not hyphens and LONG_DASH[0] * em < _pieces(whole, index, crop) < LONG_DASH[1] * em:
            glyphs = whole
    return glyphs


def _pieces(glyphs: Sequence[Glyph], index: int, crop: NDArray[np.uint8]) -> int:
    """The length of a broken dash from its first piece to its last, in pixels; 0 where it has no room to be long."""
    if not 0 < index < len(glyphs) - 1:
        return 0
    em, before, after = em_of(crop), glyphs[index - 1], glyphs[index + 1]
    left, right = before.centre + _half(before) * em, after.centre - _half(after) * em
    return extent(crop, left, right) if right - left > LONG_DASH[0] * em else 0


def _touching(glyphs: Sequence[Glyph], index: int, crop: NDArray[np.uint8]) -> int:
    """The length of a dash that may touch its neighbours, in pixels; 0 without any."""
    if not 0 < index < len(glyphs) - 1:
        return 0
    left, right = glyphs[index - 1].centre, glyphs[index + 1].centre
    clear, pale = (level_run(crop, inked, left, right) for inked in (dark(crop), faint(crop)))
    return pale if pale > LONG_DASH[0] * em_of(crop) else clear  # a hyphen has a pale edge too


def _half(glyph: Glyph) -> float:
    """Half of the width of a character, in ems."""
    return 0.5 if east_asian_width(glyph.text) in "WF" or glyph.text == "%" else 0.27
