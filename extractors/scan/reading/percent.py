"""% and ‰ told by their rings, where the bar between these faded or a recogniser took one for the other.

Recognisers hardly know ‰, and a coarse scan leaves little of the thin bar: ‰ is read as % or 00, the % of `≥**%` as 0.
What is printed shows in the grounds its ink encloses: one high, one low to its right, and of ‰ another beside that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from extractors.model import ReadingCode
from extractors.scan.reading.doubt import Doubt
from extractors.scan.reading.ink import LARGER, em_of, enclosed, proportion, shade
from extractors.scan.reading.recognise import Glyph, Reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

# What the signs are read as: behind a figure or a template's star, or alone. A nought behind a figure is a nought.
LIKE = re.compile(
    r"(?<=[0-9])(?:[%％‰][0oO〇○]?|[°º])(?![0-9])|(?<=\*)[%％‰0oO〇○°º。]+$"
    r"|^(?:[%％‰][0oO〇○]?|[0oO〇○]/[0oO〇○]{1,2}|[0oO〇○°º。]{1,3})$"
    r"|(?:^|(?<=[0-9] ))[0-9]$|^[0-9]{2,3}$"
)
# Of figures alone none has two rings aslant, no two have three, nor have three that are so narrow
WIDEST = 1.7  # times as wide as high
HOLE = (0.03, 0.42)  # in ems: the height of the ground that a ring encloses; that of a nought is higher
ALIKE = 0.55  # the lower of two rings of one sign is at least so high, as a part of the other
BELOW = (0.12, 0.7)  # in ems: how much lower the second ring lies
APART, BESIDE = (0.15, 0.6), (0.15, 0.62)  # in ems: from ring to ring, of the first two and of the last two
# As a part of the height of the sign, from the first ring of ‰ to its last: in 27 of 28 faces of proportional width
# 0.87 or more, in the other 0.80, while no % of 32 has its rings further apart than 0.73. So far apart they are those
# of a ‰ whose middle ring broke. A pale sign seems lower than it is, so in ems, too: 0.68 or more, and 0.56 at most.
# (A line of figures is as high as they are: ems alone do not tell.)
OUTER, OUTER_EMS = (0.77, 1.4), 0.62
LEVEL = 0.12  # in ems: the last two stand on one level
FIGURE = 0.22  # in ems: half of the width of a figure at least
NEAR = 0.75  # in ems: how far from the characters read their rings may lie


@dataclass(frozen=True, slots=True)
class Hole:
    """Ground enclosed by ink: its centre from the left and from the top, and its height, in pixels of the crop."""

    x: float
    y: float
    height: float


def with_shares(reading: Reading, crop: NDArray[np.uint8]) -> tuple[Reading, tuple[Doubt, ...]]:
    """The reading with each % or ‰ that its rings show; where they show neither, as it was.

    In doubt where a plain % becomes ‰, a tenth of it, unless another reader sees the ‰ itself.

    Args:
        reading: what a model read.
        crop: the line it was read from, height × width, grey.
    """
    doubts: list[Doubt] = []
    for found in reversed(list(LIKE.finditer(reading.signs))):
        read = reading.glyphs[found.start() : found.end()]
        before, behind = reading.glyphs[: found.start()][-1:], reading.glyphs[found.end() : found.end() + 1]
        seen = _seen(before, read, behind, crop)
        if seen is None or found.group() in (seen.text, "％"):
            continue
        if seen.text == "%" and len(found.group()) > 1 and found.group()[0] in "%％":
            continue  # the ring read behind a % is that of ‰ which the ink shows no more
        if found.group().isdigit() and not _no_figures(found.group(), seen.text, crop):
            continue
        if found.group() in "%％‰":
            message = f"‘{found.group()}’ was read where the ink has the rings of ‘{seen.text}’"
            doubts.append(Doubt(ReadingCode.CONFUSABLE, message, reading.text))
        reading = Reading((*reading.glyphs[: found.start()], seen, *reading.glyphs[found.end() :]))
    return reading, tuple(doubts)


def permille_heard(chosen: Reading, others: Sequence[Reading]) -> tuple[Doubt, ...]:
    """A doubt where a % was decided for and any reader made out ‰, ten times less: few of them know that sign.

    Args:
        chosen: the text as it was decided.
        others: the readings that differ from it.
    """
    for other in others:
        if other.text.count("‰") > chosen.text.count("‰") and any(sign in chosen.text for sign in "%％"):
            message = f"read as ‘{chosen.text}’ and again as ‘{other.text}’"
            return (Doubt(ReadingCode.CONFUSABLE, message, other.text),)
    return ()


def _no_figures(read: str, seen: str, crop: NDArray[np.uint8]) -> bool:
    """Whether figures of which the ink shows the rings of a sign cannot have these themselves: 96 has those of %."""
    if set(read) == {"0"}:
        return True
    if len(read) == 1:
        return seen == "%"
    return seen == "‰" and (len(read) == 2 or proportion(crop) < WIDEST)


def _seen(
    before: tuple[Glyph, ...], read: tuple[Glyph, ...], behind: tuple[Glyph, ...], crop: NDArray[np.uint8]
) -> Glyph | None:
    """The sign that the rings around the characters `read` make, or None, given the characters beside them."""
    em = em_of(crop)
    left = read[0].centre - NEAR * em
    right = min([read[-1].centre + NEAR * em, *(glyph.centre for glyph in behind)])
    low, high = max(0, round(left)), min(crop.shape[1], round(right))
    if high - low < 2:
        return None
    # figures have rings as far apart as the outer ones of ‰, 96 and the 8 before a %
    within = float("inf") if all(glyph.text.isdigit() for glyph in read) else max((g.centre for g in before), default=0)
    part = crop[:, low:high]
    outer = within + FIGURE * em - low, ink_height(part, crop)
    for first, second, *third in _signs(holes(part, em, crop), em, *outer):
        whole = replace(read[0], centre=low + (first.x + (third or [second])[-1].x) / 2)
        return replace(whole, text="‰" if third else "%", confidence=min(glyph.confidence for glyph in read))
    return None


def _signs(rings: list[Hole], em: float, within: float, high: float) -> list[tuple[Hole, ...]]:
    """The rings that make a sign: one high and one low, and one more beside that.

    From `within` on, in pixels from the left, the outer two of three may stand for all; `high` is the sign.
    """
    signs: list[tuple[Hole, ...]] = []
    for first, second in pairwise(rings):
        if not (_alike(first, second) and BELOW[0] * em < second.y - first.y < BELOW[1] * em):
            continue
        apart = (second.x - first.x) / em
        if first.x >= within and apart > OUTER_EMS and OUTER[0] * high < second.x - first.x < OUTER[1] * high:
            signs.append((first, second, second))
        if not APART[0] < apart < APART[1]:
            continue
        beside = [
            ring
            for ring in rings
            if _alike(second, ring)
            and BESIDE[0] * em < ring.x - second.x < BESIDE[1] * em
            and abs(ring.y - second.y) < LEVEL * em
        ]
        signs.append((first, second, *beside[:1]))
    return signs


def ink_height(part: NDArray[np.uint8], crop: NDArray[np.uint8]) -> float:
    """From the first row of a part of a line that has ink to the last, in pixels."""
    import numpy as np

    ground = shade(crop, 85)
    rows = np.flatnonzero((part < (ground + float(crop.min())) / 2).any(axis=1))
    return float(rows[-1] - rows[0] + 1) if len(rows) else 0.0


def _alike(one: Hole, other: Hole) -> bool:
    return min(one.height, other.height) > ALIKE * max(one.height, other.height)


def holes(part: NDArray[np.uint8], em: float, crop: NDArray[np.uint8]) -> list[Hole]:
    """The grounds as high as those of the rings of a sign that ink encloses in a part of a line, from left to right.

    Args:
        part: height × width of it, grey.
        em: the height of the line in pixels.
        crop: the whole line, whose ground and contrast are those of the part.
    """
    import cv2

    ground = shade(crop, 85)
    most: list[Hole] = []
    for outlines in enclosed(part, ground, max(30.0, ground - float(crop.min()))):
        boxes = [cv2.boundingRect(outline) for outline in outlines]
        found = [
            Hole((x + width / 2) / LARGER, (y + height / 2) / LARGER, height / LARGER)
            for x, y, width, height in boxes
            if HOLE[0] * em < height / LARGER < HOLE[1] * em and width < 2 * height
        ]
        most = max(most, found, key=len)
    return sorted(most, key=lambda hole: hole.x)
