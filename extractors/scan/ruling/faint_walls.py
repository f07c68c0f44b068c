"""A second look for walls of cells, where the grid says that one may stand.

Rules are found by their length alone, which misses what is left of a broken, dotted or pale one between two columns.
A grid line that is ruled elsewhere says where to look: there a mark as thin as a rule, with white paper beside it, is
a wall, however pale it is or however often it is interrupted. Lines of text are kept out by the strokes that hang on
them, and because they seldom reach from wall to wall.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from extractors.model import Box
from extractors.rectangles import Span
from extractors.scan.reading.ink import shade
from extractors.scan.ruling.rules import RuleInk
from extractors.scan.ruling.runs import quantile
from extractors.tiling import Lattice

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

OFF = 0.22  # in character heights: how far from its grid line a wall may lie
BESIDE = 0.3  # in character heights: where the paper beside a rule is looked at
FINE = 0.35  # in character heights: darkness is averaged so far along the wall, over dots and noise
CLEAR = 0.5  # of the contrast of a mark: what stands beside it is no darker than this
LEAST, SHARE = 5.0, 0.09  # the contrast of a mark: grey levels, and a share of that of print
WHOLE, HALF = 0.6, 0.45  # of a side: marked over so much it is a wall, over so much it is one that is doubted
STROKE = 0.2  # in character heights: a stroke is at least so long, a rule not so thick
CROSSED = 0.05  # of a wall's marks: more strokes that hang on them make them print
ONE_SIDED = 0.85  # of a side: text may stand close to one side of a rule that is marked over so much
LONG = 6.0  # in character heights: a rule whose ends say where others may end
# In character heights: the longest stem of a character, how far short of both walls it ends, and how near on both sides
# print goes on from it (木, 十 and 巾 have one; the smooth look along the wall makes it longer than it is).
STEM, SHORT, AMID = 1.15, 0.05, 0.6
LEAST_BESIDE = 0.3  # of a stem's length, along which that print stands
PARTS, MARKED = 5, 0.25  # in each of so many parts of a side, marks must stand over so much of it


@dataclass(frozen=True, slots=True)
class FaintWall:
    """A wall that only the second look has found: its box in pixels, and whether it may be none."""

    box: Box
    doubtful: bool


def faint_walls(grey: NDArray[np.uint8], lattices: Sequence[Lattice], glyph: float, scale: float) -> list[FaintWall]:
    """The walls that run through merged cells of these lattices after all.

    Args:
        grey: height × width, straightened, dark ink on a light ground.
        lattices: in points.
        glyph: the usual height of a character in pixels.
        scale: points a pixel.
    """
    least = _least(grey)
    found: list[FaintWall] = []
    for lattice in lattices:
        for at, start, end in _sides(lattice, [span for span in lattice.spans if span[2] > 1], 0):
            wall = _wall(grey, (at / scale, start / scale, end / scale), glyph, least)
            found += [wall] if wall else []
        for at, start, end in _sides(lattice, [span for span in lattice.spans if span[3] > 1], 1):
            wall = _wall(grey.T, (at / scale, start / scale, end / scale), glyph, least)
            found += [replace(wall, box=wall.box.transposed)] if wall else []
    return found


def lengthened(grey: NDArray[np.uint8], found: RuleInk, glyph: float) -> list[FaintWall]:
    """What is left of rules between their ends and the farther end of another: an open table's edge shows only there.

    Args:
        grey: height × width, straightened, dark ink on a light ground.
        found: its rules.
        glyph: the usual height of a character in pixels.
    """
    least = _least(grey)
    along_x = _outward(grey, found.horizontals, glyph, least)
    along_y = _outward(grey.T, [box.transposed for box in found.verticals], glyph, least)
    return along_x + [replace(wall, box=wall.box.transposed) for wall in along_y]


def _outward(grey: NDArray[np.uint8], rules: Sequence[Box], glyph: float, least: float) -> list[FaintWall]:
    """The same for rules along x."""
    walls: list[FaintWall] = []
    long = [box for box in rules if box.width > LONG * glyph]
    for line in _lines(rules, OFF * glyph):
        first, last = min(line, key=lambda box: box.x0), max(line, key=lambda box: box.x1)
        # above or below it, not of a sheet that lies beside this one
        near = [box for box in long if box.x0 < last.x1 and box.x1 > first.x0]
        if last.x1 - first.x0 < LONG * glyph or not near:
            continue
        start, end = min(box.x0 for box in near), max(box.x1 for box in near)
        if start < first.x0 - glyph:
            wall = _wall(grey, (first.centre[1], start, first.x0), glyph, least)
            walls += [wall] if wall else []
        if end > last.x1 + glyph:
            wall = _wall(grey, (last.centre[1], last.x1, end), glyph, least)
            walls += [wall] if wall else []
    return walls


def _lines(rules: Sequence[Box], off: float) -> list[list[Box]]:
    """Rules along x on one line, by their height on the page."""
    lines: list[list[Box]] = []
    for box in sorted(rules, key=lambda box: box.centre[1]):
        if lines and box.centre[1] - lines[-1][-1].centre[1] <= off:
            lines[-1].append(box)
        else:
            lines.append([box])
    return lines


def _least(grey: NDArray[np.uint8]) -> float:
    """The contrast of a mark in grey levels."""
    few = grey[::4, ::4]
    return max(LEAST, SHARE * (shade(few, 80) - shade(few, 0.5)))


def with_walls(found: RuleInk, walls: Sequence[FaintWall]) -> RuleInk:
    """The rules of a page with these walls among them."""
    along_x = [wall.box for wall in walls if wall.box.width >= wall.box.height]
    along_y = [wall.box for wall in walls if wall.box.width < wall.box.height]
    return RuleInk(found.horizontals + along_x, found.verticals + along_y, found.mask, found.scraps)


def doubted(lattices: Sequence[Lattice], walls: Sequence[FaintWall], scale: float) -> tuple[Lattice, ...]:
    """The lattices with the cells beside doubtful walls among the repaired ones.

    Args:
        lattices: tiled with the walls; in points.
        walls: in pixels.
        scale: points a pixel.
    """
    near = [
        Box(w.box.x0 * scale - 1, w.box.top * scale - 1, w.box.x1 * scale + 1, w.box.bottom * scale + 1)
        for w in walls
        if w.doubtful
    ]
    if not near:
        return tuple(lattices)
    return tuple(
        replace(
            lattice,
            repaired=lattice.repaired
            + tuple(
                cell
                for cell in (lattice.box_of(span) for span in lattice.spans)
                if any(cell.overlap(wall) > 0 for wall in near)
            ),
        )
        for lattice in lattices
    )


def _sides(lattice: Lattice, spans: Sequence[Span], direction: int) -> Iterator[tuple[float, float, float]]:
    """Position, start and end of the sides of fine cells within spans: along x for 0, along y for 1."""
    across, along = (lattice.ys, lattice.xs) if direction == 0 else (lattice.xs, lattice.ys)
    for span in spans:
        first, count = span[direction], span[direction + 2]
        begin, length = span[1 - direction], span[3 - direction]
        for line in range(first + 1, first + count):
            for start, end in pairwise(along[begin : begin + length + 1]):
                yield across[line], start, end


def _wall(grey: NDArray[np.uint8], side: tuple[float, float, float], glyph: float, least: float) -> FaintWall | None:
    """The wall along x that stands near this side of a cell, if there is one.

    Args:
        grey: height × width.
        side: its y, and from which x to which, in pixels.
        glyph: the usual height of a character in pixels.
        least: contrast of a mark in grey levels.
    """
    import cv2
    import numpy as np

    at, start, end = side
    off, beside = max(2, round(OFF * glyph)), max(3, round(BESIDE * glyph))
    inset = max(2, round(0.1 * glyph))  # the soft edge of the walls it runs between
    top, x0, x1 = round(at) - off - beside, round(start) + inset, round(end) - inset
    band = grey[max(0, top) : round(at) + off + beside + 1, max(0, x0) : x1]
    if band.shape[0] < 2 * (off + beside) + 1 or band.shape[1] < glyph / 2:
        return None
    smooth = cv2.blur(np.ascontiguousarray(band), (max(3, round(FINE * glyph)) | 1, 1)).astype(np.float32)
    if float(band.max()) - smooth[beside:-beside].min() <= least:
        return None  # darker than no paper here: most sides of cells are bare
    paper = quantile(band, 0.8)
    darkness = paper - smooth
    marks, inked = darkness > least, band < paper - 2 * least
    parts = [(part[0], part[-1] + 1) for part in np.array_split(np.arange(band.shape[1]), PARTS) if len(part)]
    best: tuple[float, float, int] = (0.0, 0.0, 0)
    marked_rows = np.flatnonzero(np.count_nonzero(marks, axis=1) >= MARKED * band.shape[1])
    for row in marked_rows[(marked_rows >= beside) & (marked_rows < band.shape[0] - beside)].tolist():
        marked, dark = darkness[row], marks[row]
        before, after = (darkness[at] < CLEAR * marked for at in (row - beside, row + beside))
        lone, close = dark & before & after, dark & (before | after)
        if min(np.count_nonzero(close[first:end]) / (end - first) for first, end in parts) < MARKED:
            continue
        if _crossed(inked, row, max(3, round(STROKE * glyph))) > CROSSED:
            continue
        if _is_stem(inked, row, glyph):
            continue
        best = max(best, (float(lone.mean()), float(close.mean()), row))
    lone_share, close_share, row = best
    if lone_share < HALF and not (close_share >= ONE_SIDED and lone_share >= MARKED):
        return None
    y = top + row + 0.5
    return FaintWall(Box(start, y - 0.5, end, y + 0.5), lone_share < WHOLE and close_share < ONE_SIDED)


def _crossed(dark: NDArray[np.bool_], row: int, reach: int) -> float:
    """Of the columns that are dark at a row, the share where a stroke runs on from it for `reach` rows.

    Strokes hang on every line of print; on a rule within a cell there are none.
    """
    inked = dark[row - 1 : row + 2].any(axis=0)
    strokes = dark[row - reach : row].all(axis=0) | dark[row + 1 : row + reach + 1].all(axis=0)
    return float((strokes & inked).sum() / max(1, inked.sum()))


def _is_stem(dark: NDArray[np.bool_], row: int, glyph: float) -> bool:
    """Whether what is dark at a row is the stroke of one character amid a line of print that runs across it."""
    import numpy as np

    inked = np.flatnonzero(dark[row - 1 : row + 2].any(axis=0))
    if not inked.size:
        return False
    first, last = int(inked[0]), int(inked[-1]) + 1
    if last - first > STEM * glyph or min(first, dark.shape[1] - last) < SHORT * glyph:
        return False
    near, clear = round(AMID * glyph), max(2, round(STROKE * glyph))
    beside = dark[max(0, row - near) : max(0, row - clear), first:last], dark[row + clear + 1 : row + near, first:last]
    return all(side.any(axis=0).mean() > LEAST_BESIDE for side in beside)
