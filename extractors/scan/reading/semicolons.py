"""； and ：, which recognisers take for each other, so that the second of two measures is lost: the tail tells.

Of ： both dots are the same; of ； the lower one has more ink, and it is spread over more of its height. Measured in
grey, for at 150 dpi the tail is a shade of one row of pixels. On 260 ： and 57 ； of the tuning seeds 6, 9, 13, 20 to
22 (fax and poor 150 dpi): of ：, whose dots a fax frays, 18 weigh 1.2 to 1.53 times as much below as above; all of ；
weigh 1.2 times as much or more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING

from extractors.model import ReadingCode
from extractors.scan.reading.doubt import Doubt
from extractors.scan.reading.ink import connected, em_of, shade
from extractors.scan.reading.recognise import Reading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SEMICOLON = {":": ";", "：": "；"}
COLON = {semicolon: colon for colon, semicolon in SEMICOLON.items()}
# The ink of the lower mark as a multiple of that of the upper one; how much further it is spread, as a multiple and
# in ems: what a ； has where it is not too coarse, what it has at least, and what is a ：.
HEAVIER, TAIL = 1.3, 0.012
LEAST = 1.2
SAME, AS_LONG = 1.1, 1.1
NEAR, ASIDE = 0.4, 0.12  # in ems: from the place of the sign to its marks, and from one of these to the other, level
APART = (0.12, 0.55)  # in ems: from the upper mark down to the lower one
LARGEST = 0.4  # in ems: the longer side of a mark
SOFT = 2  # pixels around a mark over which its edge fades
FAINT = 0.12  # of the contrast of a line: what is lighter is the grain of its paper
# Between two measures stands no ：, unless a year is before it; `8:30` and `1:3` are one.
MEASURE_BEFORE = re.compile(r"[0-9](?!\s*年)[^0-9：:；;，,。（(]{1,4}$|[0-9]$")
MEASURE_AFTER = re.compile(r"\s*[≥≤><＞＜=＝]?\s*[0-9]")
OPERATOR_AFTER = re.compile(r"\s*[≥≤><＞＜=＝]")


@dataclass(frozen=True, slots=True)
class Marks:
    """The two marks of a sign, the lower one compared with the upper one.

    `weight`: its ink, `length`: how far that is spread, both as multiples; `longer`: how much further, in ems.
    """

    weight: float
    length: float
    longer: float

    @property
    def has_tail(self) -> bool:
        """Whether they are a ； wherever they stand."""
        return self.weight >= HEAVIER and self.longer >= TAIL

    @property
    def are_alike(self) -> bool:
        """Whether they are a ： wherever they stand."""
        return self.weight <= SAME and self.length <= AS_LONG


def with_semicolons(reading: Reading, crop: NDArray[np.uint8]) -> tuple[Reading, tuple[Doubt, ...]]:
    """The reading with ； and ： as their marks are, and a doubt where a ： would part two measures.

    Args:
        reading: what a model read.
        crop: the line it was read from, height × width, grey.
    """
    glyphs, doubts = list(reading.glyphs), []
    for index, glyph in enumerate(glyphs):
        if glyph.text not in SEMICOLON and glyph.text not in COLON:
            continue
        marks, parts = _marks_at(crop, glyph.centre), _parts_measures(reading, index)
        if glyph.text in COLON:
            if marks is not None and marks.are_alike and not parts:
                glyphs[index] = replace(glyph, text=COLON[glyph.text])
        elif marks is not None and (marks.has_tail or (parts and marks.weight >= LEAST)):
            glyphs[index] = replace(glyph, text=SEMICOLON[glyph.text])
        elif parts:
            message = f"‘{glyph.text}’ between two measures may be ‘{SEMICOLON[glyph.text]}’"
            doubts.append(Doubt(ReadingCode.CONFUSABLE, message, reading.text))
            if OPERATOR_AFTER.match(reading.signs[index + 1 :]):  # two measures, of which the second one would be lost
                glyphs[index] = replace(glyph, text=SEMICOLON[glyph.text])
    return Reading(tuple(glyphs)), tuple(doubts)


def _parts_measures(reading: Reading, index: int) -> bool:
    """Whether a number with a unit stands before a sign and a number behind it, or an operator with one."""
    text = reading.signs
    before, after = MEASURE_BEFORE.search(text[:index]), MEASURE_AFTER.match(text[index + 1 :])
    if before is None or after is None:
        return False
    return not before.group().isdigit() or not after.group().strip().isdigit()


def _marks_at(crop: NDArray[np.uint8], centre: float) -> Marks | None:
    """The two marks one above the other at a place, in pixels from the left; None without two."""
    import numpy as np

    em = em_of(crop)
    _, stats, centres = connected(crop)
    marks = [
        (x, y, box)
        for (x, y), box in zip(centres[1:].tolist(), stats[1:].tolist(), strict=True)
        if abs(x - centre) < NEAR * em and max(box[2], box[3]) < LARGEST * em
    ]
    # dirt beside the dots is smaller, and the strokes of the character before are further off
    pairs = [
        (min(upper[-1], lower[-1]) * (NEAR * em - abs((x + across) / 2 - centre)), upper, lower)
        for (x, y, upper), (across, below, lower) in product(marks, marks)
        if APART[0] * em < below - y < APART[1] * em and abs(across - x) < ASIDE * em
    ]
    if not pairs:
        return None
    _, upper, lower = max(pairs)
    left, right = min(upper[0], lower[0]) - SOFT, max(upper[0] + upper[2], lower[0] + lower[2]) + SOFT
    ground = shade(crop, 85)
    part = crop[:, max(0, left) : right].astype(np.float64)
    rows = np.clip((ground - part) / max(30.0, ground - float(crop.min())) - FAINT, 0, 1).sum(axis=1)
    between = round((upper[1] + upper[3] + lower[1]) / 2)
    above = rows[max(0, upper[1] - SOFT) : between]
    below = rows[between : lower[1] + lower[3] + SOFT + 1]
    if not above.sum() or not below.sum():
        return None
    shorter, longer = _spread(above), _spread(below)
    return Marks(float(below.sum() / above.sum()), longer / max(1e-6, shorter), (longer - shorter) / em)


def _spread(rows: NDArray[np.float64]) -> float:
    """How far the ink of some rows of pixels is spread over them: its standard deviation, in pixels."""
    import numpy as np

    places = np.arange(len(rows))
    middle = (rows * places).sum() / rows.sum()
    return float(np.sqrt((rows * (places - middle) ** 2).sum() / rows.sum()))
