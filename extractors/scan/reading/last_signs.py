"""A 、 or ， at the end of a line that one reader saw and the others passed over: it parts the names of a list.

At 150 dpi it is a few grey pixels. Where its ink stands there, the line is in doubt; the small model, which drops one
in both of its readings now and then, is not believed alone before such ink.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.model import ReadingCode
from extractors.scan.reading.doubt import Doubt
from extractors.scan.reading.ink import connected, em_of
from extractors.scan.reading.recognise import is_han

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from extractors.scan.reading.recognise import Reading

SIGNS = frozenset("、，,；;：:")
HEARD = 0.5  # the least probability of the sign to the reader that saw it
NEAR, MARK = 0.4, 0.18  # in ems: from its centre to that of its ink; the longer side of that
# In ems, behind the centre of a last Chinese character: where the ink of a sign begins, and where its middle lies
BEYOND, NEXT = 0.45, (0.5, 1.2)
LEAST, LARGEST = 0.13, 0.5  # its longer side: what is looked at once more may be a speck
LOW = 0.5  # of the height of a line: below it such signs stand


def lost_last_sign(chosen: Reading, others: Sequence[Reading], crop: NDArray[np.uint8]) -> tuple[Doubt, ...]:
    """A doubt where another reading has a sign behind the text, and ink for it.

    Args:
        chosen: the text as it was decided.
        others: the readings that differ from it.
        crop: the line they were read from, height × width, grey.
    """
    for other in others:
        last = other.glyphs[-1] if other.glyphs else None
        if last is None or last.text not in SIGNS or last.confidence < HEARD or other.text[:-1] != chosen.text:
            continue
        em = em_of(crop)
        _, stats, centres = connected(crop)
        marks = zip(stats[1:].tolist(), centres[1:].tolist(), strict=True)
        if any(abs(x - last.centre) < NEAR * em and max(box[2], box[3]) >= MARK * em for box, (x, _) in marks):
            message = f"read as ‘{chosen.text}’ and again as ‘{other.text}’"
            return (Doubt(ReadingCode.READINGS_DIFFER, message, other.text),)
    return ()


def mark_behind(reading: Reading, crop: NDArray[np.uint8]) -> bool:
    """Whether ink of the size and place of such a sign stands behind a Chinese character that ends a line."""
    last = reading.glyphs[-1] if reading.glyphs else None
    if last is None or not is_han(last.text):
        return False
    em = em_of(crop)
    _, stats, centres = connected(crop)
    return any(
        x0 > last.centre + BEYOND * em
        and NEXT[0] * em < x - last.centre < NEXT[1] * em
        and y > LOW * crop.shape[0]
        and LEAST * em <= max(wide, high) < LARGEST * em
        for (x0, _, wide, high, _), (x, y) in zip(stats[1:].tolist(), centres[1:].tolist(), strict=True)
    )
