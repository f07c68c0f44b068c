"""What the ink of a line says, whoever read it: strokes without a character, holes in the pace of digits."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from extractors.scan.blobs import stretches
from extractors.scan.reading.recognise import FIGURES, Glyph, Reading, is_han

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

# in ems: the distance of two figures that leaves room for a point between them (a figure is half an em wide), and how
# much wider than the usual distance of this line it must be
ROOM_FOR_POINT, WIDER = 0.62, 1.25
# from centre to centre of two Chinese characters with another between, and to where their own ink ends
ROOM_FOR_CHARACTER, EDGE = 1.75, 0.6
# So many steps from character to character tell the pace of a line; so much of it, for a centre is known roughly
FEWEST_STEPS, STEADY = 4, 1.1
ROOM_FOR_DOT = 1.15  # from centre to centre of two wide characters; without a dot between them it is one
DOT, OFF_MIDDLE = (0.07, 0.3), 0.2  # in ems: the size of a middle dot, and how far it stands from the middle of a line
LARGER = 4  # times: a ring of a coarse scan encloses a pixel or two
# In ems: so long is ink that has no character; so far from its centre a figure ends. Behind 1231 of 1233 figures that
# end a line (fax, seeds 20 to 26) the rest is shorter, behind the other two % was lost.
STRETCH, BEHIND = 0.3, 0.3
# Pieces of a broken sign, and in ems from the first of them to the last (of 2546 readings of faxes that begin with a
# figure, of two sets by other authors and tuning seed 33, 13 have so many; a scratch script).
FEWEST_CRUMBS, CRUMBS = 3, 0.25
CLEAR, FAINT = 0.35, 0.2  # of the contrast of a line: ink, and ink of strokes too thin for the paper to keep
MARK = 0.15  # in ems: what is smaller is a speck when the height of a character is measured


def em_of(crop: NDArray[np.uint8]) -> float:
    """The height of the line in a crop, which holds it and its margins, in pixels."""
    return crop.shape[0] / 1.32


def shade(picture: NDArray[np.uint8], percent: float, where: NDArray[np.uint8] | None = None) -> float:
    """The grey that this percentage of the pixels does not exceed: numpy's percentile, ten times as fast on bytes.

    Of all pixels, or of those where another picture of the same shape is not 0.

    >>> import numpy as np
    >>> shade(np.array([[0, 10], [20, 40]], dtype=np.uint8), 85)
    31.0
    """
    import cv2
    import numpy as np

    counts = cv2.calcHist([np.ascontiguousarray(picture)], [0], where, [256], [0, 256])
    reached = np.cumsum(counts.ravel().astype(np.int64))
    place, part = divmod((int(reached[-1]) - 1) * percent, 100)
    below = int(np.searchsorted(reached, place, side="right"))
    above = below if place + 1 < reached[below] or not part else int(np.searchsorted(reached, place + 1, side="right"))
    return below + (above - below) * part / 100


def dark(crop: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Clearly inked pixels; read only."""
    return _seen_in(crop).dark


def faint(crop: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Those and the fainter ones of strokes too thin for the paper to keep; read only."""
    return _seen_in(crop).faint


def connected(crop: NDArray[np.uint8]) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64]]:
    """The pieces that clearly inked pixels make, eight neighbours connected; read only.

    Returns:
        Their labels, statistics and centres, as cv2.connectedComponentsWithStats gives them.
    """
    return _seen_in(crop).marks


def _inked(crop: NDArray[np.uint8], share: float) -> NDArray[np.bool_]:
    """Pixels that stand out of the ground by this share of the contrast of the line; read only."""
    ground = shade(crop, 85)
    inked: NDArray[np.bool_] = crop < ground - share * max(30.0, ground - float(crop.min()))
    inked.flags.writeable = False
    return inked


@dataclass(frozen=True, eq=False)
class _Seen:
    """What a crop shows. The last one is kept: a line is asked about many times in a row."""

    crop: NDArray[np.uint8]

    @cached_property
    def dark(self) -> NDArray[np.bool_]:
        return _inked(self.crop, CLEAR)

    @cached_property
    def faint(self) -> NDArray[np.bool_]:
        return _inked(self.crop, FAINT)

    @cached_property
    def marks(self) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64]]:
        import cv2
        import numpy as np

        _, labels, stats, centres = cv2.connectedComponentsWithStats(self.dark.astype(np.uint8), connectivity=8)
        for found in (labels, stats, centres):
            found.flags.writeable = False
        return labels, stats, centres


_last: list[_Seen] = []


def _seen_in(crop: NDArray[np.uint8]) -> _Seen:
    if not _last or _last[0].crop is not crop:
        _last[:] = [_Seen(crop)]
    return _last[0]


def blobs_at(crop: NDArray[np.uint8]) -> list[tuple[float, float, int]]:
    """The blobs of ink: x and y of their centres, and their longer sides, in pixels."""
    import cv2
    import numpy as np

    _, stats, centres = connected(crop)
    sizes = np.maximum(stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT])
    return [(float(x), float(y), int(size)) for (x, y), size in zip(centres[1:], sizes, strict=True)]


def middle_dots(crop: NDArray[np.uint8], em: float | None = None) -> list[float]:
    """The x of the centres of the marks as small and compact as a middle dot, half-way up the crop.

    Args:
        crop: a line with its margins, grey.
        em: the height of its characters in pixels, when the crop is not a line.
    """
    em = em or em_of(crop)
    small, large = DOT[0] * em, DOT[1] * em
    _, stats, centres = connected(crop)
    return [
        float(x)
        for (x, y), (_, _, width, height, _) in zip(centres[1:], stats[1:].tolist(), strict=True)
        if small <= min(width, height)
        and max(width, height) <= min(large, 2 * min(width, height))
        and abs(y - crop.shape[0] / 2) < OFF_MIDDLE * em
    ]


def proportion(crop: NDArray[np.uint8]) -> float:
    """How many times wider than high the ink is, specks left aside; 0 without ink."""
    import numpy as np

    _, stats, _ = connected(crop)
    left, top, width, height = stats[1:, :4].T
    kept = np.maximum(width, height) > MARK * em_of(crop)
    if not kept.any():
        return 0.0
    across = (left + width)[kept].max() - left[kept].min()
    return float(across / ((top + height)[kept].max() - top[kept].min()))


def enclosed(part: NDArray[np.uint8], ground: float, contrast: float) -> Iterator[list[NDArray[np.int32]]]:
    """The outlines of the grounds that ink encloses, at each of three thresholds, in pixels of a picture LARGER times.

    Args:
        part: height × width, grey.
        ground: the grey of the paper.
        contrast: how much darker the darkest ink is.
    """
    import cv2
    import numpy as np

    large = cv2.resize(part, None, fx=LARGER, fy=LARGER, interpolation=cv2.INTER_CUBIC)
    for share in (0.35, 0.5, 0.65):
        inked = (large < ground - share * contrast).astype(np.uint8)
        contours, tree = cv2.findContours(inked, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
        both = [] if tree is None else zip(contours, tree[0], strict=True)
        yield [np.asarray(one, np.int32) for one, row in both if row[3] >= 0]


def rings(crop: NDArray[np.uint8]) -> int:
    """The grounds that ink encloses, at the threshold that shows most of them: two in %, three in ‰."""
    import cv2

    ground = shade(crop, 85)
    contrast = max(30.0, ground - float(crop.min()))
    return max(sum(cv2.contourArea(one) > 3 for one in found) for found in enclosed(crop, ground, contrast))


def uncovered_ink(reading: Reading, crop: NDArray[np.uint8]) -> int:
    """How many stretches of ink, at least a third of a character wide, lie away from every character read.

    Behind a figure that ends a line the pieces of what has no character may be smaller: of a % that lost its bar two
    rings are left. So may those before one that begins a line: of a ＜ in a fax three crumbs are left.
    """
    columns = dark(crop).sum(axis=0) >= max(1, crop.shape[0] // 16)
    em = em_of(crop)
    behind = 0
    if reading.glyphs and reading.glyphs[-1].text in FIGURES:
        rest = columns[int(reading.glyphs[-1].centre + BEHIND * em) + 1 :].nonzero()[0]
        behind = int(rest.size > 0 and rest[-1] - rest[0] + 1 >= STRETCH * em)
    before = _crumbs_before(reading, crop, em)
    for glyph in reading.glyphs:
        reach = 0.62 * em if unicodedata.east_asian_width(glyph.text) in "WFA" else 0.45 * em
        columns[max(0, int(glyph.centre - reach)) : int(glyph.centre + reach) + 1] = False
    return max(behind, before, sum(end - start >= STRETCH * em for start, end in stretches(columns)))


def _crumbs_before(reading: Reading, crop: NDArray[np.uint8], em: float) -> int:
    """1 where crumbs of ink, too many for dirt, stand as wide as a sign before a figure that begins a line, else 0."""
    if not reading.glyphs or reading.glyphs[0].text not in FIGURES:
        return 0
    end = reading.glyphs[0].centre - BEHIND * em
    crumbs = [x for x, _, _ in blobs_at(crop) if x < end]
    return int(len(crumbs) >= FEWEST_CRUMBS and max(crumbs) - min(crumbs) >= CRUMBS * em)


def lost_character(reading: Reading, crop: NDArray[np.uint8]) -> str | None:
    """Two neighbouring Chinese characters with room for another and ink between them, or None.

    Readers drop a character (安责 for 安全责) or a bracket. Of 57,765 readings 45 have such a gap, four for nothing.
    """
    pairs = [(a, b) for a, b in pairwise(reading.glyphs) if is_han(a.text) and is_han(b.text)]
    steps = sorted(right.centre - left.centre for left, right in pairs)
    # a speck beside a line makes its crop higher than its print
    pace = min(em_of(crop), STEADY * steps[len(steps) // 2]) if len(steps) >= FEWEST_STEPS else em_of(crop)
    for left, right in pairs:
        if right.centre - left.centre >= ROOM_FOR_CHARACTER * pace:
            between = slice(round(left.centre + EDGE * pace), round(right.centre - EDGE * pace))
            if dark(crop)[:, between].any():
                return left.text + right.text
    return None


def lost_point(reading: Reading, crop: NDArray[np.uint8]) -> str | None:
    """Two neighbouring figures with a small mark low between them that was not read, and room for it, or None."""
    em = em_of(crop)
    low = 0.55 * crop.shape[0]
    pairs = [(a, b) for a, b in pairwise(reading.glyphs) if a.text in FIGURES and b.text in FIGURES]
    if not pairs:
        return None
    usual = min(b.centre - a.centre for a, b in pairs)
    marks: list[float] | None = None
    for left, right in pairs:
        apart = right.centre - left.centre
        if apart < ROOM_FOR_POINT * em or (len(pairs) > 1 and apart < WIDER * usual and usual < em):
            continue
        if marks is None:
            marks = [x for x, y, size in blobs_at(crop) if size < 0.22 * em and y > low]
        # a figure is half a character wide, and a centre is known to an eighth
        middle, reach = (left.centre + right.centre) / 2, max(0.15 * em, apart / 2 - 0.2 * em)
        if any(abs(x - middle) < reach for x in marks):
            return left.text + right.text
    return None


def uneven_digits(reading: Reading, em: float) -> str | None:
    """A run of digits in which two neighbours stand clearly further apart than the others, or None.

    CTC merges a doubled digit when no blank is seen between the two; the hole in the pace of the digits remains.
    """
    run: list[tuple[str, float]] = []
    for glyph in [*reading.glyphs, None]:
        if glyph is not None and glyph.text.isdigit() and glyph.text.isascii():
            run.append((glyph.text, glyph.centre))
            continue
        if len(run) >= 3:
            steps = [right - left for (_, left), (_, right) in pairwise(run)]
            usual = sorted(steps)[len(steps) // 2 if len(steps) > 2 else 0]
            if max(steps) > max(1.7 * usual, 0.85 * em):
                return "".join(digit for digit, _ in run)
        run = []
    return None


def lost_dot(reading: Reading, crop: NDArray[np.uint8]) -> str | None:
    """Two wide characters with room and a small mark between them that was not read (元/人·天), or None."""
    em = em_of(crop)
    for left, right in pairwise(reading.glyphs):
        if not (_is_wide(left.text) and _is_wide(right.text)) or right.centre - left.centre < ROOM_FOR_DOT * em:
            continue
        middle = (left.centre + right.centre) / 2
        if any(abs(x - middle) < 0.25 * em and size < 0.3 * em for x, _, size in blobs_at(crop)):
            return left.text + right.text
    return None


def _is_wide(text: str) -> bool:
    return unicodedata.east_asian_width(text) in "WF" and text.isalpha()


def is_speck(glyph: Glyph, crop: NDArray[np.uint8], largest: float) -> bool:
    """Whether the ink nearest to a character is a single mark smaller than `largest` ems."""
    em = em_of(crop)
    near = [size for centre, _, size in blobs_at(crop) if abs(centre - glyph.centre) < 0.4 * em]
    return min(near, default=0) < largest * em


def is_slim(glyph: Glyph, crop: NDArray[np.uint8], widest: float) -> bool:
    """Whether the largest of the small marks low on the line near a character is narrower than `widest` ems."""
    import numpy as np

    em = em_of(crop)
    _, stats, centres = connected(crop)
    x, y = centres[1:].T
    width, height, pixels = stats[1:, 2:].T
    near = (np.abs(x - glyph.centre) < 0.45 * em) & (y > crop.shape[0] / 2) & (np.maximum(width, height) < 0.45 * em)
    return bool(near.any()) and int(width[np.argmax(np.where(near, pixels, 0))]) < widest * em


def is_tall(reading: Reading, index: int, crop: NDArray[np.uint8], least: float) -> bool:
    """Whether the marks of a character, up to half-way to its neighbours, reach over at least `least` ems of height.

    Together, for the thin stroke between the rings of % is the first to fade; specks do not count.
    """
    import numpy as np

    em, glyphs = em_of(crop), reading.glyphs
    centre = glyphs[index].centre
    left = (glyphs[index - 1].centre + centre) / 2 if index else centre - em / 2
    right = (glyphs[index + 1].centre + centre) / 2 if index + 1 < len(glyphs) else centre + em / 2
    _, stats, centres = connected(crop)
    top, width, height, middle = stats[1:, 1], stats[1:, 2], stats[1:, 3], centres[1:, 0]
    marks = (np.maximum(width, height) > MARK * em) & (height < 1.1 * em) & (left < middle) & (middle < right)
    return bool(marks.any()) and int((top + height)[marks].max() - top[marks].min()) >= least * em


def is_filled(glyph: Glyph, crop: NDArray[np.uint8]) -> bool:
    """Whether the small mark under a full stop is a filled dot: a printed 。 is a ring, lighter in the middle."""
    import cv2
    import numpy as np

    em = em_of(crop)
    labels, stats, centres = connected(crop)
    size = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    here = (size < 0.3 * em) & (np.abs(centres[:, 0] - glyph.centre) < 0.4 * em)
    here[0] = False
    if not here.any():
        return False
    # the largest mark: a dropped pixel beside a ring is no dot
    index = int(np.argmax(np.where(here, stats[:, cv2.CC_STAT_AREA], 0)))
    x, y = round(float(centres[index][0])), round(float(centres[index][1]))
    return float(crop[y, x]) <= float(crop[labels == index].mean())
