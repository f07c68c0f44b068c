"""Whether an inequality sign has a bar: > or ≥, which recognisers are certain of and often wrong about.

The ink tells. The bar of most faces slants along the lower arm, so the sign has twice as much ink below its tip as
above it; a level bar is a foot as wide as the sign. And a bare sign is its own upside-down mirror image. A bar that
was read and is not in the ink is taken away with a doubt: of a pale one no ink may be left.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.model import ReadingCode
from extractors.scan.reading.doubt import Doubt
from extractors.scan.reading.ink import connected, dark, em_of, shade
from extractors.scan.reading.recognise import Glyph, Reading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BARRED = {">": "≥", "<": "≤"}
BARE = {"≥": ">", "≧": ">", "⩾": ">", "≤": "<", "≦": "<", "⩽": "<"}
# Of 618 signs of seed 9 (office200, skew3, poor150, fax) the lower arm of bare ones weighs 0.73 to 1.22 times as much
# as the upper one, with a slanting bar 1.42 to 2.6 times; the foot of bare ones is at most 0.39 of their width, a
# level bar at least 0.71. A speck at the end of an arm changes neither.
LIGHT, HEAVY = 1.3, 1.42
NO_FOOT, FOOT = 0.5, 0.65
# Of 2367 signs that their weight alone calls barred 3 are lighter, and may be their own mirror image (scratch script)
SURELY_HEAVY = 1.55
# Correlation of a sign with its upside-down image. On 450 signs of 18 forms in 4 faces and 6 conditions the barred ones
# reach 0.78, the bare ones begin at 0.73 in fax and at 0.88 elsewhere; between these two bounds it says nothing.
HAS_BAR, HAS_NONE = 0.70, 0.86
MIDDLE = (HAS_BAR + HAS_NONE) / 2
BAR_SEEN = 0.02  # probability left to the barred sign that counts as having seen the bar when the ink does not say
# Pieces of an unbroken sign: itself and its bar; in ems, what is smaller is a speck.
WHOLE, PIECE = 2, 0.08
ARMS, TIP = 0.7, 0.15  # of the width of a sign: where its arms lie apart; where they meet
LOWEST = 0.15  # of its height: where its foot lies
# Where a sign gapes, from and to, of its width; the least white there, as a share of its height. Bare ones of seed 9
# have 0.33 or more, in 150 dpi too; a sign of a brush face whose bar fills it has 0.13.
MOUTH, OPEN = (0.1, 0.4), 0.25


@dataclass(frozen=True, slots=True)
class Sign:
    """The ink of a sign: its pixels in the crop, from and to, columns and rows, and of how many pieces it is made."""

    left: int
    right: int
    top: int
    bottom: int
    pieces: int


def with_bars(reading: Reading, crop: NDArray[np.uint8]) -> tuple[Reading, tuple[Doubt, ...]]:
    """Give inequality signs the bar that is printed below them, and take from them one that is not."""
    glyphs = list(reading.glyphs)
    doubts = []
    for index, glyph in enumerate(glyphs):
        bare = BARE.get(glyph.text, glyph.text)
        if bare not in BARRED or (index + 1 < len(glyphs) and glyphs[index + 1].text in "=＝"):
            continue
        sign = _sign_at(crop, glyph.centre)
        weighed = likeness = None
        faded = False
        if sign is not None:
            weighed, likeness = has_bar(crop, sign, opens_left=bare == ">"), mirror_likeness(crop, sign)
            faded = _stroke_may_have_faded(crop, sign, likeness, barred=weighed, opens_left=bare == ">")
        seen = glyph.text in BARE or glyph.arrow - glyph.confidence > BAR_SEEN
        mirrored = None if likeness is None or HAS_BAR < likeness < HAS_NONE else likeness <= HAS_BAR
        says = mirrored if weighed is None else weighed
        # where neither says anything, the reader is asked, and doubted where the likeness leans against it; a bare
        # sign always, for readers overlook a bar oftener than they make one up
        leans = likeness is None or not seen or likeness >= MIDDLE
        broken = sign is not None and sign.pieces > WHOLE and says not in (None, glyph.text in BARE)
        if broken:  # of a sign with a stroke half gone the ink settles nothing
            says, seen = None, glyph.text in BARE
        if broken or faded or (says is None and leans) or (weighed is not None and mirrored not in (None, weighed)):
            message = f"‘{BARRED[bare]}’ and ‘{bare}’ are hard to tell apart here"
            doubts.append(Doubt(ReadingCode.CONFUSABLE, message, reading.text))
        barred = seen if says is None else says
        if not barred and glyph.text in BARE and not doubts:  # its bar may be too pale to be ink
            doubts.append(Doubt(ReadingCode.CONFUSABLE, f"‘{glyph.text}’ was read and no bar is seen", reading.text))
        if not barred and sign is not None and not doubts and not _gapes(crop, sign, opens_left=bare == ">"):
            message = f"‘{bare}’ is filled as if ‘{BARRED[bare]}’ had run together"
            doubts.append(Doubt(ReadingCode.CONFUSABLE, message, reading.text))
        text = glyph.text if barred == (glyph.text in BARE) else BARRED[bare] if barred else bare
        # where the ink settles the bar, what is left to the reader is that this is a sign of this direction
        surer = glyph.confidence if says is None and text == glyph.text else max(glyph.confidence, glyph.arrow)
        glyphs[index] = Glyph(text, surer, glyph.centre, glyph.arrow)
    return Reading(tuple(glyphs)), tuple(doubts)


def _sign_at(crop: NDArray[np.uint8], centre: float) -> Sign | None:
    """The ink around a place, in pixels from the left, that has the size of a sign."""
    import numpy as np

    em = em_of(crop)
    _, stats, centres = connected(crop)
    x, y, width, height = (stats[1:, column] for column in range(4))
    parts = (np.abs(centres[1:, 0] - centre) < 0.35 * em) & (width < 1.1 * em) & (np.maximum(width, height) > 0.2 * em)
    if not parts.any():
        return None
    left, right = int(x[parts].min()), int((x + width)[parts].max())
    top, bottom = int(y[parts].min()), int((y + height)[parts].max())
    small = np.maximum(width, height) > PIECE * em
    pieces = int(((np.abs(centres[1:, 0] - centre) < 0.35 * em) & small & (width < 1.1 * em)).sum())
    return Sign(left, right, top, bottom, pieces) if bottom - top >= 4 and right - left >= 4 else None


def has_bar(crop: NDArray[np.uint8], sign: Sign, *, opens_left: bool) -> bool | None:
    """Whether a sign has a bar by the weight of its arms and the width of its foot; None where they do not say.

    Args:
        crop: the line, height × width, grey, dark text on a light ground.
        sign: where the sign stands in it.
        opens_left: of >, whose tip is at the right.
    """
    foot = _foot(crop, sign)
    weight = _weight(crop, sign, opens_left=opens_left)
    if weight >= HEAVY or foot >= FOOT:
        return True
    return False if weight <= LIGHT and foot <= NO_FOOT else None


def _foot(crop: NDArray[np.uint8], sign: Sign) -> float:
    """How wide the foot of a sign is, as a share of its width."""
    inked = dark(crop)[sign.top : sign.bottom, sign.left : sign.right]
    return float(inked[-max(1, round(LOWEST * len(inked))) :].any(axis=0).mean())


def _weight(crop: NDArray[np.uint8], sign: Sign, *, opens_left: bool) -> float:
    """How much ink the lower arm of a sign has, with a slanting bar, as a multiple of that of the upper one."""
    import numpy as np

    ink = _ink(crop, sign)[:, :: 1 if opens_left else -1]
    height, width = ink.shape
    tip = ink[:, -max(2, round(TIP * width)) :].sum(axis=1)
    middle = float((tip * np.arange(height)).sum() / max(1e-6, tip.sum()))
    rows, arms = np.arange(height)[:, None], ink[:, : max(1, round(ARMS * width))]
    upper, lower = ((arms * side).sum(axis=0) for side in (rows < middle - 0.5, rows > middle + 0.5))
    return float(np.median(np.maximum(1, lower) / np.maximum(1, upper)))


def _stroke_may_have_faded(
    crop: NDArray[np.uint8], sign: Sign, likeness: float, *, barred: bool | None, opens_left: bool
) -> bool:
    """Whether a sign may lack so much of a stroke that its ink tells the bar wrongly.

    One called bare is less like its mirror image than bare ones are: so the slanting bar of small print fades, or a
    speck at the end of the upper arm weighs as much as the bar. One called barred is hardly heavier below, and may be
    its own mirror image: a bare one of a fax with its upper arm half gone.
    """
    if barred is None or likeness <= HAS_BAR:
        return False
    if not barred:
        return likeness < MIDDLE
    return _weight(crop, sign, opens_left=opens_left) < SURELY_HEAVY and _foot(crop, sign) < FOOT


def _gapes(crop: NDArray[np.uint8], sign: Sign, *, opens_left: bool) -> bool:
    """Whether there is white between the arms of a sign, as of every bare one."""
    import numpy as np

    inked = dark(crop)[sign.top : sign.bottom, sign.left : sign.right][:, :: 1 if opens_left else -1]
    height, width = inked.shape
    first = round(MOUTH[0] * width)
    columns = (np.flatnonzero(column) for column in inked[:, first : max(first + 1, round(MOUTH[1] * width))].T)
    return max(int(np.diff(inside, prepend=inside[:1]).max(initial=1)) - 1 for inside in columns) >= OPEN * height


def mirror_likeness(crop: NDArray[np.uint8], sign: Sign) -> float:
    """How alike a sign is to its own upside-down mirror image: correlation. A bar, level or slanting, destroys that."""
    import numpy as np

    ink = _ink(crop, sign)
    ink -= ink.mean()
    mirror = ink[::-1]
    # the middle of a sign may lie between two pixels
    likeness = [float((ink * np.roll(mirror, shift, axis=0)).sum()) for shift in (-1, 0, 1)]
    return max(likeness) / max(1e-6, float((ink * ink).sum()))


def _ink(crop: NDArray[np.uint8], sign: Sign) -> NDArray[np.float64]:
    """How dark the pixels of a sign are against the ground of its line; at its bottom with the soft edge."""
    import numpy as np

    part = crop[max(0, sign.top - 1) : sign.bottom + 1, sign.left : sign.right]
    return np.clip(shade(crop, 85) - part.astype(np.float64), 0, None)
