"""Ink → lines of text: where they lie inside a cell or on the open page, and their crops for the recogniser."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from extractors.scan.blobs import blobs

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

DUST = 0.3  # in character heights: what is smaller in both directions and stands alone is no character
HALF = 0.5  # in character heights: a mark alone in its row that is no wider and no higher is no figure
SPECK = 0.2  # in character heights: a full stop's ring, a comma and a quotation mark are larger in one direction
PAIR = 0.4, 1.0  # in character heights: the longer side of the two rings of a % together
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

    upright = np.ones((math.ceil(DUST * glyph), 1), np.uint8)
    if cv2.erode(band, upright, borderType=cv2.BORDER_CONSTANT, borderValue=0).any():
        return False  # nearly every line has a stroke that is no speck by itself
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
