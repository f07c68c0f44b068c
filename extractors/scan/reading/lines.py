"""Ink → lines of text: where they lie inside a cell or on the open page, and their crops for the recogniser."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from extractors.scan.blobs import blobs

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

DUST = 0.3  # in character heights: what is smaller in both directions and stands alone is no character
# In character heights from the wall above or below: what ends so close to it is a piece of that wall. A piece of a
# broken rule may be as short as a dash, but no dash stands so close.
ON_WALL = 0.2
ASTRIDE = 0.16  # in character heights: the half of a stroke on a wall, as wide as it reaches into one of its cells
HALF = 0.5  # in character heights: a mark alone in its row that is no wider and no higher is no figure
SPECK = 0.2  # in character heights: a full stop's ring, a comma and a quotation mark are larger in one direction
PAIR = 0.4, 1.0  # in character heights: the longer side of the two rings of a % together
# how far from print, in character heights, a small mark is dirt: a decimal point between wide figures stands 0.5 from
# either; two dots together are a colon
LONELY, IN_COMPANY = 0.65, 1.0
# in character heights: the white between the halves of one larger character, and how high these are at most; lines of
# small print stand further apart
CRACK, HALVES, WHOLE = 0.12, 0.85, 1.5


@dataclass(frozen=True, slots=True)
class Strip:
    """The ink of one line: a rectangle in pixels of the flat picture, right and bottom exclusive."""

    x0: int
    top: int
    x1: int
    bottom: int

    @property
    def height(self) -> int:
        """Pixels."""
        return self.bottom - self.top

    @property
    def width(self) -> int:
        """Pixels."""
        return self.x1 - self.x0


def without_rules(ink: NDArray[np.uint8], rules: NDArray[np.bool_], glyph: float) -> NDArray[np.uint8]:
    """Ink with the rules and the dirt taken away.

    Dirt is a mark smaller than any punctuation that stands away from print. A decimal point stands close to its
    digits; the two dots of a colon keep each other company.

    Args:
        ink: height × width, 255 on 0.
        rules: the pixels to clear.
        glyph: the usual height of a character in pixels.
    """
    import cv2
    import numpy as np

    cleared = ink.copy()
    cleared[rules] = 0
    _, labels, stats, centres = blobs(cleared)
    size = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    small = size < SPECK * glyph
    small[0] = False
    if not small.any():
        return cleared
    dirt = stats[:, cv2.CC_STAT_AREA] <= 2
    dirt[0] = False
    printed = cleared.copy()
    for speck in np.flatnonzero(small):
        _erase(printed, labels, stats[speck], int(speck))
    dots = np.flatnonzero(small & ~dirt)
    away = _distances(printed, centres, dots, round(2 * glyph))
    for index in map(int, dots):
        aside = np.abs(centres[dots] - centres[index]) / glyph
        # the dots of a colon stand above each other, those of an ellipsis beside each other
        company = int(((aside.max(axis=1) < 0.9) & (aside.min(axis=1) < 0.15)).sum()) > 1
        if away[index] > (IN_COMPANY if company else LONELY) * glyph:
            dirt[index] = True
    for speck in np.flatnonzero(dirt):
        _erase(cleared, labels, stats[speck], int(speck))
    return cleared


def _distances(
    printed: NDArray[np.uint8], centres: NDArray[np.float64], dots: NDArray[np.int64], reach: int
) -> dict[int, float]:
    """How far from print the dots stand, in pixels; what is further than `reach` may be told as any larger distance.

    Looked for around each dot where they are few: on the whole page it takes as long as a few lines of text.
    """
    import cv2

    height, width = printed.shape
    where = [(int(index), int(centres[index][0]), int(centres[index][1])) for index in dots]
    if len(dots) * (2 * reach + 1) ** 2 > printed.size:
        whole = cv2.distanceTransform(255 - printed, cv2.DIST_L2, 3)
        return {index: float(whole[y, x]) for index, x, y in where}
    away = {}
    for index, x, y in where:
        left, above = max(0, x - reach), max(0, y - reach)
        window = printed[above : min(height, y + reach + 1), left : min(width, x + reach + 1)]
        away[index] = float(cv2.distanceTransform(255 - window, cv2.DIST_L2, 3)[y - above, x - left])
    return away


def _erase(ink: NDArray[np.uint8], labels: NDArray[np.integer], box: NDArray[np.int32], index: int) -> None:
    """Clear one blob, given its number and its row of connectedComponentsWithStats, in place."""
    x, y, width, height = (int(v) for v in box[:4])
    ink[y : y + height, x : x + width][labels[y : y + height, x : x + width] == index] = 0


def without_edges(ink: NDArray[np.uint8], glyph: float) -> NDArray[np.uint8]:
    """The ink of a cell without what its own borders left at its sides.

    A remnant of a rule hugs a side of the cell, is thin, and is longer than any character.

    Args:
        ink: the cell, 255 on 0.
        glyph: the usual height of a character in pixels.
    """
    import cv2
    import numpy as np

    height, width = ink.shape
    if not ink.size:  # a cell beyond the edge of the picture; asked about nothing, OpenCV 5 crashes the process
        return ink
    near = 0.25 * glyph
    rim = int(near) + 1
    if not (ink[:rim].any() or ink[-rim:].any() or ink[:, :rim].any() or ink[:, -rim:].any()):
        return ink
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    x, y, w, h = (stats[:, column] for column in range(4))
    at_side = ((x < near) | (x + w > width - near)) & (w < 0.22 * glyph) & (h > 1.15 * glyph)
    at_end = ((y < near) | (y + h > height - near)) & (h < 0.22 * glyph) & (w > 1.3 * glyph)
    piece = ((y + h < ON_WALL * glyph) | (y > height - ON_WALL * glyph)) & (w > 0.2 * glyph)
    remnant = at_side | at_end | piece | _astride(ink, labels, stats, glyph)
    remnant[0] = False
    return np.where(remnant[labels], 0, ink).astype(np.uint8) if remnant.any() else ink


def _astride(
    ink: NDArray[np.uint8], labels: NDArray[np.integer], stats: NDArray[np.int32], glyph: float
) -> NDArray[np.bool_]:
    """The halves of upright marks that stand on the line between two cells, with nothing of this cell beside them.

    A piece of a broken rule is as high as a figure; but a figure stands on the line only where a text overflows.
    """
    import numpy as np

    x, y, w, h = (stats[:, column] for column in range(4))
    halves = ((x == 0) | (x + w == ink.shape[1])) & (w <= ASTRIDE * glyph) & (h > w)
    halves[0] = False
    reach = round(HALF * glyph)
    for index in np.flatnonzero(halves):
        rows, columns = (
            slice(y[index], y[index] + h[index]),
            slice(max(0, x[index] - reach), x[index] + w[index] + reach),
        )
        beside = labels[rows, columns]
        halves[index] = not ((beside != 0) & (beside != index)).any()
    return halves


def lines_in(ink: NDArray[np.uint8], x: int, y: int, glyph: float) -> tuple[tuple[Strip, ...], int]:
    """The lines of text in a piece of a page, from top to bottom.

    Args:
        ink: the piece, without rules, 255 on 0.
        x: where the piece begins on the page, in pixels.
        y: likewise from the top.
        glyph: the usual height of a character in pixels.

    Returns:
        The lines, and the number of ink pixels that belong to none (dust).
    """
    strips: list[tuple[Strip, int]] = []
    left_over = 0
    for start, end in _bands(ink, glyph):
        upper_edge, lower_edge = _height(ink[start:end], glyph)
        left_over += int((ink[start : start + upper_edge] > 0).sum() + (ink[start + lower_edge : end] > 0).sum())
        top, bottom = start + upper_edge, start + lower_edge
        first, last = _ends(ink[top:bottom], glyph)
        pixels = int((ink[top:bottom] > 0).sum())
        if _is_dust(ink[top:bottom, first:last], glyph):
            left_over += pixels
        else:
            strips.append((Strip(x + first, y + top, x + last, y + bottom), pixels))
    if len(strips) == 2 and _is_one_character(strips[0][0], strips[1][0], glyph):
        (upper, above), (lower, below) = strips
        x0, x1 = min(upper.x0, lower.x0), max(upper.x1, lower.x1)
        strips = [(Strip(x0, upper.top, x1, lower.bottom), above + below)]
    tallest = max((strip.height for strip, _ in strips), default=0)
    scraps = [is_scrap(strip, min(glyph, tallest)) for strip, _ in strips]
    left_over += sum(pixels for (_, pixels), scrap in zip(strips, scraps, strict=True) if scrap)
    return tuple(strip for (strip, _), scrap in zip(strips, scraps, strict=True) if not scrap), left_over


def _is_one_character(upper: Strip, lower: Strip, glyph: float) -> bool:
    """Whether two lines alone in a cell are the halves of one character larger than the usual: 亩 without its stem."""
    height, width = lower.bottom - upper.top, max(upper.x1, lower.x1) - min(upper.x0, lower.x0)
    low = max(upper.height, lower.height) < HALVES * glyph
    return low and lower.top - upper.bottom <= max(1, CRACK * glyph) and height < WHOLE * min(glyph, width)


def is_scrap(mark: Strip, glyph: float) -> bool:
    """Whether a mark alone in its row is smaller than a figure of such print, and no dash: dirt, a piece of a wall."""
    return mark.width < HALF * glyph and SPECK * glyph <= mark.height < HALF * glyph


def _is_dust(band: NDArray[np.uint8], glyph: float) -> bool:
    """Whether a line holds specks alone; two rings close together are a % that lost its bar."""
    import cv2
    import numpy as np

    _, _, stats, _ = cv2.connectedComponentsWithStats(band, connectivity=8)
    x, y, width, height = (stats[1:, column] for column in range(4))
    longer = np.maximum(width, height)
    if longer.max(initial=0) >= DUST * glyph:
        return False
    rings = longer >= SPECK * glyph
    if np.count_nonzero(rings) < 2:
        return True
    sides = np.ptp(np.append(x[rings], (x + width)[rings])), np.ptp(np.append(y[rings], (y + height)[rings]))
    return not PAIR[0] * glyph <= max(sides) <= PAIR[1] * glyph


def _height(band: NDArray[np.uint8], glyph: float) -> tuple[int, int]:
    """Where a line begins and ends from the top: specks above and below its characters are left out.

    With them its height says nothing about the size of its print, by which its signs are told apart.
    """
    import cv2

    if len(band) <= glyph:
        return 0, len(band)
    _, _, stats, _ = cv2.connectedComponentsWithStats(band, connectivity=8)
    _, y, width, height, _ = stats[1:].T
    marks = (width >= SPECK * glyph) | (height >= SPECK * glyph)
    return (int(y[marks].min()), int((y + height)[marks].max())) if marks.any() else (0, len(band))


def _ends(band: NDArray[np.uint8], glyph: float) -> tuple[int, int]:
    """Where a line begins and ends: specks before its first and after its last character are left out."""
    import numpy as np

    inked = np.flatnonzero(band.any(axis=0))
    breaks = np.flatnonzero(np.diff(inked) > max(1, 0.1 * glyph))
    starts = [int(inked[0]), *(int(inked[i + 1]) for i in breaks)]
    ends = [*(int(inked[i]) + 1 for i in breaks), int(inked[-1]) + 1]

    def is_speck(start: int, end: int) -> bool:
        rows = np.flatnonzero(band[:, start:end].any(axis=1))
        return end - start < SPECK * glyph and int(rows[-1] - rows[0]) + 1 < SPECK * glyph

    def ends_sentence(before: int, start: int, end: int) -> bool:
        """Whether a small mark stands where a full stop stands: close behind a character, low on the line."""
        rows = np.flatnonzero(band[:, start:end].any(axis=1))
        return start - before < 0.6 * glyph and float(rows.mean()) > 0.55 * band.shape[0]

    runs = list(zip(starts, ends, strict=True))
    while len(runs) > 1 and is_speck(*runs[0]):
        runs.pop(0)
    while len(runs) > 1 and is_speck(*runs[-1]) and not ends_sentence(runs[-2][1], *runs[-1]):
        runs.pop()
    return runs[0][0], runs[-1][1]


def _bands(ink: NDArray[np.uint8], glyph: float) -> list[tuple[int, int]]:
    """Rows that hold a line: runs of inked rows, parts of one character joined, touching lines split."""
    import numpy as np

    profile = (ink > 0).sum(axis=1)
    inked = np.flatnonzero(profile)
    if not len(inked):
        return []
    edges = np.flatnonzero(np.diff(inked) > 1)
    starts = [int(inked[0]), *(int(inked[i + 1]) for i in edges)]
    ends = [*(int(inked[i]) + 1 for i in edges), int(inked[-1]) + 1]
    bands: list[tuple[int, int]] = []
    for start, end in zip(starts, ends, strict=True):
        whole = bands and end - bands[-1][0] <= 1.15 * glyph
        scrap = bands and min(end - start, bands[-1][1] - bands[-1][0]) < DUST * glyph
        near = bands and start - bands[-1][1] <= (0.7 if whole else 0.25) * glyph
        if near and (whole or scrap):
            bands[-1] = (bands[-1][0], end)
        else:
            bands.append((start, end))
    return [piece for band in bands for piece in _split(profile, *band, glyph)]


def _split(profile: NDArray[np.int64], start: int, end: int, glyph: float) -> list[tuple[int, int]]:
    """Cut a band that is too high for one line at its deepest valley, if the valley is deep."""
    if end - start < 1.7 * glyph:
        return [(start, end)]
    low, high = start + int(0.6 * glyph), end - int(0.6 * glyph)
    valley = low + int(profile[low:high].argmin())
    usual = float(sorted(profile[start:end])[(end - start) * 2 // 3])
    if profile[valley] > 0.2 * usual:
        return [(start, end)]  # one line of larger print
    return _split(profile, start, valley, glyph) + _split(profile, valley + 1, end, glyph)


def is_vertical(strips: Sequence[Strip], glyph: float) -> bool:
    """Whether the lines are the single characters of a vertical heading."""
    return len(strips) >= 2 and all(s.width <= 1.45 * max(glyph, s.height) and s.width <= 1.6 * glyph for s in strips)


def open_lines(ink: NDArray[np.uint8], glyph: float) -> tuple[Strip, ...]:
    """Lines of text on the open page, in reading order: neighbouring characters smeared together along x.

    The smearing is the run-length smoothing of Wong, Casey and Wahl (1982).
    """
    import cv2
    import numpy as np

    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (max(3, int(2.2 * glyph)), 1))
    # beside a table most rows are bare; one bare row more parts what stands above from what stands below
    near = np.flatnonzero(cv2.dilate(ink.max(axis=1, keepdims=True), np.ones((3, 1), np.uint8)))
    if not len(near):
        return ()
    ink = ink[near]
    smeared = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, kernel)
    count, labels, stats, _ = blobs(smeared)
    strips: list[Strip] = []
    for index in range(1, count):
        x, y, width, height, _ = (int(v) for v in stats[index])
        if height < 0.35 * glyph or width < 0.35 * glyph or height > 8 * glyph:
            continue
        piece = np.where(labels[y : y + height, x : x + width] == index, ink[y : y + height, x : x + width], 0)
        strips.extend(lines_in(piece.astype(np.uint8), x, int(near[y]), glyph)[0])
    return _reading_order([s for s in strips if s.height >= 0.35 * glyph], glyph)


def _reading_order(strips: list[Strip], glyph: float) -> tuple[Strip, ...]:
    """Rows from top to bottom, each from left to right; pieces of one printed line are joined."""
    rows: list[list[Strip]] = []
    for strip in sorted(strips, key=lambda s: s.top + s.bottom):
        middle = (strip.top + strip.bottom) / 2
        if rows and rows[-1][0].top <= middle <= rows[-1][0].bottom:
            rows[-1].append(strip)
        else:
            rows.append([strip])
    ordered: list[Strip] = []
    for row in rows:
        row.sort(key=lambda s: s.x0)
        joined = [row[0]]
        for left, right in pairwise(row):
            if right.x0 - left.x1 < 1.2 * glyph:
                last = joined[-1]
                joined[-1] = Strip(
                    last.x0, min(last.top, right.top), max(last.x1, right.x1), max(last.bottom, right.bottom)
                )
            else:
                joined.append(right)
        ordered.extend(joined)
    return tuple(ordered)
