"""% and ‰ of which the bar is gone and the rings are in pieces, as a fax leaves them: told by where these lie.

Readers take what is left for 0, 6, a or 品, behind a figure for a nought or nothing. But nothing else is two small
hollow marks of one size, of which the second lies below the first and further to the right; a third beside the second
makes ‰. On 19069 lines of the tuning seeds 6, 9, 13 and 20 to 22 (fax, poor 150 dpi, office) none is found where
another sign is printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from extractors.scan.reading.ink import MARK, connected, em_of, shade
from extractors.scan.reading.recognise import FIGURES, Glyph, Reading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Box = tuple[int, int, int, int]  # left, top, right, bottom

WIDEST, MOST = 2.0, 3  # in ems, a crop with its margins that holds one sign alone; the characters it is read as
HEIGHT, WIDTH = (0.2, 0.45), (0.12, 0.45)  # in ems: of a ring
ALIKE = 0.6  # the smaller of two rings of one sign, as a part of the other, in width and in height
OVER = 0.7  # of its width: so much of the first lies above the second at most
TWO = (1.6, 3.2)  # times as wide as the first: two rings side by side
WHOLE = 0.65  # of the height of the sign: no ring is so high
HOLLOW = 0.7  # the middle of a ring is lighter than its left and right: so dark at most, as a part of the darker one
SIGNS = frozenset("%％‰")
SURE = 0.95  # the probability given to a sign that its ink tells
BEFORE = FIGURES | frozenset("*(（")  # what a sign stands behind: a number, the stars of a template, in brackets
HALF, HALF_WIDE = 0.17, 0.45  # in ems: from the centre of a narrow or a wide character to where its ink ends at least


def with_broken_rings(reading: Reading, crop: NDArray[np.uint8]) -> Reading:
    """The reading with the % and ‰ that its ink has where another sign was read, or none.

    Args:
        reading: what a model read.
        crop: the line it was read from, height × width, grey, dark text on a light ground.
    """
    em = em_of(crop)
    alone = crop.shape[1] <= WIDEST * em and len(reading.glyphs) <= MOST
    if not alone and not any(glyph.text in BEFORE for glyph in reading.glyphs):
        return reading
    marks = _marks(crop)
    if alone:
        sign = _sign_in(marks, 0, crop.shape[1])
        # a ring more than the ink shows is not dreamt up: the last one of ‰ may be lost
        more = reading.text.startswith("‰") or (reading.text.startswith(("%", "％")) and len(reading.text) > 1)
        return Reading((sign,)) if sign and not (more and sign.text == "%") else reading
    glyphs = list(reading.glyphs)
    for index in range(len(glyphs) - 1, 0, -1):
        before, glyph = glyphs[index - 1], glyphs[index]
        if before.text in BEFORE and glyph.text not in SIGNS and not _is_wide(glyph):
            end = _start(glyphs[index + 1], em) if index + 1 < len(glyphs) else crop.shape[1]
            glyphs[index] = _sign_in(marks, before.centre + HALF * em, end) or glyph
    if glyphs and glyphs[-1].text in BEFORE:
        sign = _sign_in(marks, glyphs[-1].centre + HALF * em, crop.shape[1])
        glyphs += [sign] if sign else []
    return Reading(tuple(glyphs))


def _is_wide(glyph: Glyph) -> bool:
    return east_asian_width(glyph.text) in "WF" and glyph.text.isalpha()


def _start(glyph: Glyph, em: float) -> float:
    """Where the ink of a character begins at the latest, in pixels."""
    return glyph.centre - (HALF_WIDE if _is_wide(glyph) else HALF) * em


@dataclass(frozen=True, slots=True, eq=False)
class _Marks:
    """The ink of a line but for specks: rows of connectedComponentsWithStats, their centres, and the line itself."""

    crop: NDArray[np.uint8]
    boxes: NDArray[np.int32]
    centres: NDArray[np.float64]


def _marks(crop: NDArray[np.uint8]) -> _Marks:
    import numpy as np

    _, stats, centres = connected(crop)
    large = stats[:, 2:4].max(axis=1) > MARK * em_of(crop)
    large[0] = False
    return _Marks(crop, np.asarray(stats[large], np.int32), centres[large])


def _sign_in(marks: _Marks, left: float, right: float) -> Glyph | None:
    """The sign whose rings are all ink between two places of a line, in pixels from the left, specks left aside."""
    import numpy as np

    crop, em = marks.crop, em_of(marks.crop)
    here = (marks.boxes[:, 0] >= round(left)) & (marks.boxes[:, 0] + marks.boxes[:, 2] <= round(right))
    if np.count_nonzero(here) <= 1:
        return None
    boxes, centres = marks.boxes[here], marks.centres[here]
    _, top, _, bottom = _around(boxes)
    high = centres[:, 1] < (top + bottom) / 2
    if (boxes[:, 3] > WHOLE * (bottom - top)).any() or high.all() or not high.any():
        return None
    first, second = _around(boxes[high]), _around(boxes[~high])
    rings = [first, *_parted(second, first[2] - first[0])]
    if not _follow(first, second) or not all(_alike(first, ring) for ring in rings):
        return None
    darkness = np.clip(shade(crop, 85) - crop.astype(np.float64), 0, None)
    if not all(_is_ring(darkness, ring, em) for ring in rings):
        return None
    return Glyph("%" if rings[-1] is second else "‰", SURE, (first[0] + second[2]) / 2)


def _around(boxes: NDArray[np.int32]) -> Box:
    """The rectangle around rows of connectedComponentsWithStats."""
    x, y, width, height = boxes[:, :4].T
    return int(x.min()), int(y.min()), int((x + width).max()), int((y + height).max())


def _parted(box: Box, usual: int) -> tuple[Box, ...]:
    """A rectangle, or its halves where it is as wide as two rings of the usual width."""
    left, top, right, bottom = box
    if not TWO[0] * usual < right - left < TWO[1] * usual:
        return (box,)
    middle = (left + right) // 2
    return (left, top, middle, bottom), (middle, top, right, bottom)


def _follow(first: Box, second: Box) -> bool:
    """Whether one rectangle lies below another, and further to the right by more than their edges."""
    return second[1] > first[3] and first[2] - second[0] < OVER * (first[2] - first[0])


def _alike(one: Box, other: Box) -> bool:
    sides = ((one[2] - one[0], other[2] - other[0]), (one[3] - one[1], other[3] - other[1]))
    return all(min(pair) >= ALIKE * max(pair) for pair in sides)


def _is_ring(darkness: NDArray[np.float64], box: Box, em: float) -> bool:
    """Whether the ink in a rectangle has the size of a ring and is hollow."""
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    if not (WIDTH[0] * em <= width <= WIDTH[1] * em and HEIGHT[0] * em <= height <= HEIGHT[1] * em):
        return False
    rows = darkness[top + height // 3 : max(top + height // 3 + 1, bottom - height // 3), left:right].mean(axis=0)
    third = max(1, width // 3)
    if width <= 2 * third:
        return False
    return bool(rows[third:-third].min() <= HOLLOW * max(rows[:third].max(), rows[-third:].max()))
