"""÷ read as ：, ； or +: small recognisers hardly know the sign, and its ink is plain.

Between two dots stands a level stroke that goes beyond them on both sides; ： has none, and + no gap around it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.scan.blobs import stretches
from extractors.scan.reading.ink import dark, em_of
from extractors.scan.reading.recognise import Reading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

READ_FOR = frozenset("：:；;+＋")
# In ems. How long the level stroke is, a dot is never; how far its middle lies from the place of the sign and from the
# middle of the line; how far above and below it the dots end.
LONG, NEAR, LEVEL, REACH = 0.28, 0.25, 0.2, (0.1, 0.45)
THICK = 0.15  # ems: of the stroke
SIDES = 0.25  # of its length on either side: no dot stands over it


def with_division(reading: Reading, crop: NDArray[np.uint8]) -> Reading:
    """The reading with ÷ where its ink stands.

    Args:
        reading: what a model read.
        crop: the line it was read from, height × width, grey.
    """
    places = {
        place
        for place, glyph in enumerate(reading.glyphs)
        if glyph.text in READ_FOR and _is_division(crop, glyph.centre)
    }
    if not places:
        return reading
    glyphs = enumerate(reading.glyphs)
    return Reading(tuple(replace(glyph, text="÷") if place in places else glyph for place, glyph in glyphs))


def _is_division(crop: NDArray[np.uint8], centre: float) -> bool:
    """Whether a level stroke with a mark above and one below stands at a place, in pixels from the left."""
    em, inked = em_of(crop), dark(crop)
    middle = crop.shape[0] / 2
    for row in range(round(middle - LEVEL * em), round(middle + LEVEL * em) + 1):
        for start, end in stretches(inked[row]):
            if end - start >= LONG * em and abs((start + end) / 2 - centre) <= NEAR * em:
                return _stands_between_dots(inked[:, start:end], row, em)
    return False


def _stands_between_dots(part: NDArray[np.bool_], row: int, em: float) -> bool:
    """Whether what lies above and below a level stroke, whose first row of pixels is given, is a mark over its middle.

    Args:
        part: the ink of the columns of the stroke.
        row: of its upper edge.
        em: in pixels.
    """
    import numpy as np

    side = max(1, round(SIDES * part.shape[1]))
    reach, thick = round(REACH[1] * em), round(THICK * em)
    near = part[max(0, row - reach) : row + thick + reach]
    row -= max(0, row - reach)
    beside = np.flatnonzero(np.concatenate((near[:, :side], near[:, -side:]), axis=1).any(axis=1))
    if beside[-1] - beside[0] > thick:
        return False
    inked = np.flatnonzero(near[:, side:-side].any(axis=1))
    above, below = row - inked[0], inked[-1] - row
    gaps = int(np.diff(inked).max(initial=1)) > 1
    return bool(gaps and min(above, below - thick / 2) >= REACH[0] * em)
