"""Roman numerals in one sign: Ⅱ of Ⅱ类 is read as IⅡ or ⅡI, for its two strokes are as wide as two letters.

Nobody prints a letter beside such a sign. How many upright strokes stand there tells which numeral it is.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.model import ReadingCode
from extractors.scan.blobs import stretches
from extractors.scan.reading.doubt import Doubt
from extractors.scan.reading.ink import dark, em_of
from extractors.scan.reading.recognise import Reading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MIXED = re.compile("[IlⅠ]+[ⅡⅢ]|[ⅡⅢ][IlⅠ]+")
RIVER = re.compile("(?<![\u4e00-\u9fff])川(?=类)")  # three strokes, too: 川类 is no word
RANGE = re.compile("[IlⅠ][一—–](?=[ⅡⅢⅣⅤ])")  # Ⅰ—Ⅲ类: nobody begins a range of numerals with a letter
FOUR = re.compile("[IlⅠ](?=Ⅳ)")  # its own first stroke, read twice
NUMERALS = {2: "Ⅱ", 3: "Ⅲ"}
ASIDE = 0.35  # in ems: so far beside the outer signs their ink reaches
LEVELS = (0.4, 0.45, 0.5, 0.55, 0.6)  # of the height of a line: strokes are upright there, serifs above and below


def with_numerals(reading: Reading, crop: NDArray[np.uint8]) -> tuple[Reading, tuple[Doubt, ...]]:
    """The reading with one numeral where a letter was read beside one; in doubt where its strokes cannot be counted.

    Args:
        reading: what a model read.
        crop: the line it was read from, height × width, grey.
    """
    if (first_to := RANGE.search(reading.signs)) is not None:
        glyphs = list(reading.glyphs)
        for index, sign in ((first_to.start(), "Ⅰ"), (first_to.end() - 1, "—")):
            glyphs[index] = replace(glyphs[index], text=sign)
        reading = Reading(tuple(glyphs))
    if (twice := FOUR.search(reading.signs)) is not None:
        return Reading((*reading.glyphs[: twice.start()], *reading.glyphs[twice.end() :])), ()
    found = MIXED.search(reading.signs) or RIVER.search(reading.signs)
    if found is None:
        return reading, ()
    glyphs = list(reading.glyphs)
    first, last = glyphs[found.start()], glyphs[found.end() - 1]
    strokes = _strokes(crop, first.centre, last.centre)
    if strokes not in NUMERALS:
        message = f"‘{found.group()}’ was read where one numeral stands"
        return reading, (Doubt(ReadingCode.CONFUSABLE, message, reading.text),)
    centre = (first.centre + last.centre) / 2
    glyphs[found.start() : found.end()] = [replace(first, text=NUMERALS[strokes], centre=centre)]
    return Reading(tuple(glyphs)), ()


def _strokes(crop: NDArray[np.uint8], first: float, last: float) -> int:
    """How many pieces of ink most of the middle rows have from one sign to the other."""
    aside = ASIDE * em_of(crop)
    inked = dark(crop)[:, max(0, round(first - aside)) : round(last + aside)]
    counts = Counter(len(stretches(inked[int(level * len(inked))])) for level in LEVELS)
    (count, rows) = counts.most_common(1)[0]
    return count if 2 * rows > len(LEVELS) else 0
