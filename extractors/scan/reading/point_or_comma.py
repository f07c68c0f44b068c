"""Point or comma between the figures of a number: 3,200 read as 3.200 is a thousand times too little.

Two or fewer figures behind the last mark make it a point, for commas part thousands. With three the ink says more: a
comma has a tail. Its height was measured on scans of the tuning seeds 6 and 7 (fax, poor 150 dpi, office 200 dpi): of
230 points all are at most 0.21 em high, of 26 commas of fax and office all at least 0.23; poor 150 dpi lies between.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.scan.reading.ink import connected, em_of
from extractors.scan.reading.recognise import Reading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CENTS = re.compile(r"(?<![0-9.,])[0-9]+,[0-9]{1,2}(?![0-9,.])")
THOUSANDTHS = re.compile(r"(?<![0-9.,])[1-9][0-9]{0,2}\.[0-9]{3}(?![0-9,.])")
ONE_THOUSAND = re.compile(r"(?<![0-9.,])[1-9][0-9]{0,2},[0-9]{3}(?![0-9,.])")
TAIL, SLIM = 0.22, 1.4  # in ems, and times as high as wide: no point is
ROUND = (0.15, 1.05)  # likewise: hardly a comma is less
# In ems: the white between two figures with a point. On 420 points of tuning seeds 28 to 32 (fax, poor 150 dpi, office,
# photo, skewed) it is 0.27 or more; where a speck below two noughts was one, 0.08. A figure is so high at least.
ROOM, FIGURE = 0.17, 0.45
NEAR, LARGEST = 0.35, 0.45  # in ems: how far from where it was read a mark stands, and its longer side


def with_points(reading: Reading) -> tuple[Reading, str | None]:
    """A reading with points for commas before the last figure or two of a number, and the number as it was read."""
    text = reading.signs
    found = CENTS.search(text)
    if found is None:
        return reading, None
    glyphs = list(reading.glyphs)
    place = found.start() + found.group().index(",")
    glyphs[place] = replace(glyphs[place], text=".")
    return Reading(tuple(glyphs)), found.group()


def mistaken_mark(reading: Reading, crop: NDArray[np.uint8]) -> str | None:
    """A number whose ink shows a comma where a point was read, or a point where a comma was; None without any."""
    text = reading.signs
    for number in THOUSANDTHS.finditer(text):
        size = _mark_at(reading, number.start() + number.group().index("."), crop)
        # nobody prints thousandths that end in a nought
        if number.group().endswith("0") or (size and (size[1] >= TAIL or size[1] >= SLIM * size[0])):
            return number.group()
    for number in ONE_THOUSAND.finditer(text):
        size = _mark_at(reading, number.start() + number.group().index(","), crop)
        if size and size[1] < ROUND[0] and size[1] < ROUND[1] * size[0]:
            return number.group()
    return None


def lacks_room(reading: Reading, index: int, crop: NDArray[np.uint8]) -> bool:
    """Whether the two figures beside a point stand as close as without one: it is a speck between them.

    Args:
        reading: what a model read.
        index: of the point in it.
        crop: the line it was read from, height × width, grey.
    """
    em, centre = em_of(crop), reading.glyphs[index].centre
    _, stats, _ = connected(crop)
    figures = [(x, x + width) for x, _, width, height, _ in stats[1:].tolist() if height > FIGURE * em]
    left = max((end for start, end in figures if start + end < 2 * centre), default=None)
    right = min((start for start, end in figures if start + end > 2 * centre), default=None)
    return left is not None and right is not None and right - left < ROOM * em


def _mark_at(reading: Reading, index: int, crop: NDArray[np.uint8]) -> tuple[float, float] | None:
    """Width and height, in ems, of the mark in the lower half of the line nearest to a character; None without one."""
    em, centre = em_of(crop), reading.glyphs[index].centre
    _, stats, centres = connected(crop)
    marks = [
        (abs(float(x) - centre), width / em, height / em)
        for (x, y), (_, _, width, height, _) in zip(centres[1:], stats[1:].tolist(), strict=True)
        if max(width, height) < LARGEST * em and abs(x - centre) < NEAR * em and y > crop.shape[0] / 2
    ]
    return min(marks)[1:] if marks else None
