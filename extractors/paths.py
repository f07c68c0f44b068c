"""Painted paths → straight ruled lines along the axes.

Office programs draw the border of a table in many ways: as lines, as stroked rectangles (one for each cell),
as thin filled rectangles, as polygons. All of them become boxes with the thickness of the ink; the filled
background of a cell does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

# Ink thicker than this is an area, not a line (the heaviest border of Word and Excel is 6 pt).
THICKEST = 6.5
# A filled area is a line when it is at least so many times as long as thick; dots of a dotted border are shorter
# and are joined later.
SLENDER = 4.0
DOT = 2.0
# Dashes of a border that are drawn as areas may be less slender, but of one path so many stand on one line; in points.
DASH, FEWEST_DASHES = 12.0, 4
# Of the way around a frame with round corners so much is straight.
STRAIGHT = 0.6
# A stroke that leaves its axis by less than this over its whole length was meant to be straight.
LEAN = 0.6

_Point = tuple[float, float]
_Rect = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Paint:
    """How a path is painted; `width` is the line width in points."""

    stroke: bool
    fill: bool
    width: float


def rules_of_path(path: Sequence[tuple[Any, ...]], paint: Paint) -> Iterator[_Rect]:
    """The straight lines a painted path leaves.

    Args:
        path: (operator, point, ...) with the operators m l c v y h of PDF, in page coordinates.
        paint: how it is painted.

    Yields:
        Boxes (x0, y0, x1, y1) of ink along an axis.
    """
    subpaths = list(_subpaths(path))
    frame = _frame(*subpaths) if paint.fill and len(subpaths) == 2 else ()
    if frame:
        yield from frame
        return
    dashes: list[_Rect] = []
    for points in subpaths:
        area = _level_area(points) if paint.fill else None
        if area is not None and _is_thin(area):
            yield area
            continue
        if area is not None and max(area[2] - area[0], area[3] - area[1]) <= DASH:
            dashes.append(area)
        if paint.stroke:
            yield from _strokes(points, paint.width)
    yield from _in_rows(dashes)


def _subpaths(path: Sequence[tuple[Any, ...]]) -> Iterator[list[_Point | None]]:
    """The corner points of each subpath; None stands before a point that a curve leads to."""
    points: list[_Point | None] = []
    for operator, *places in path:
        if operator == "m":
            if points:
                yield points
            points = [places[-1]]
        elif operator == "h":
            if points:
                points.append(points[0])
        elif operator == "l" and points:
            points.append(places[-1])
        elif places and points:
            bent = any(abs(x - places[-1][0]) > LEAN for x, _ in places) and any(
                abs(y - places[-1][1]) > LEAN for _, y in places
            )
            points.extend([None, places[-1]] if bent else [places[-1]])
    if points:
        yield points


def _level_area(points: Sequence[_Point | None]) -> _Rect | None:
    """The box of a filled rectangle along the axes that is no thicker than a line."""
    if len(points) < 2 or None in points:
        return None
    corners = [point for point in points if point is not None]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    box = (min(xs), min(ys), max(xs), max(ys))
    along_axes = all(
        min(abs(x - box[0]), abs(x - box[2])) <= LEAN and min(abs(y - box[1]), abs(y - box[3])) <= LEAN
        for x, y in corners
    )
    return box if along_axes and min(box[2] - box[0], box[3] - box[1]) <= THICKEST else None


def _frame(one: Sequence[_Point | None], other: Sequence[_Point | None]) -> tuple[_Rect, ...]:
    """The sides of a border that is filled between two rectangles, one inside the other, their corners round or not.

    The ring of a seal has no straight sides and gives none.
    """
    outer, inner = sorted((_extent(one), _extent(other)), key=lambda box: box[0] - box[2])
    sides = (
        (outer[0], outer[1], inner[0], outer[3]),
        (inner[2], outer[1], outer[2], outer[3]),
        (outer[0], outer[1], outer[2], inner[1]),
        (outer[0], inner[3], outer[2], outer[3]),
    )
    thick = [side[2] - side[0] for side in sides[:2]] + [side[3] - side[1] for side in sides[2:]]
    if min(thick) < 0 or max(thick) > THICKEST or not (_mostly_straight(one) and _mostly_straight(other)):
        return ()
    return tuple(side for side, width in zip(sides, thick, strict=True) if width > 0)


def _extent(points: Sequence[_Point | None]) -> _Rect:
    xs, ys = zip(*(point for point in points if point is not None), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _mostly_straight(points: Sequence[_Point | None]) -> bool:
    """Whether most of the way around the box of a closed path goes along its sides."""
    box, along = _extent(points), 0.0
    for start, end in pairwise([*points, points[0]]):
        if start is not None and end is not None and min(abs(start[0] - end[0]), abs(start[1] - end[1])) <= LEAN:
            along += max(abs(start[0] - end[0]), abs(start[1] - end[1]))
    return along > STRAIGHT * 2 * (box[2] - box[0] + box[3] - box[1])


def _is_thin(box: _Rect) -> bool:
    thick, long = sorted((box[2] - box[0], box[3] - box[1]))
    return long >= SLENDER * thick or long <= DOT


def _in_rows(areas: Sequence[_Rect]) -> Iterator[_Rect]:
    """Those of the short areas of one path of which several stand on one line: the dashes of a border."""
    for low, high, first, last in ((0, 2, 1, 3), (1, 3, 0, 2)):  # upright, level
        rows: dict[tuple[float, float], list[_Rect]] = {}
        for area in areas:
            if area[high] - area[low] < area[last] - area[first]:
                rows.setdefault((round(area[low], 1), round(area[high], 1)), []).append(area)
        for row in rows.values():
            if len(row) >= FEWEST_DASHES:
                yield from row


def _strokes(points: Sequence[_Point | None], width: float) -> Iterator[_Rect]:
    half = min(max(width, 0.0), THICKEST) / 2
    for start, end in pairwise(points):
        if start is None or end is None:
            continue
        across_x, across_y = abs(end[0] - start[0]), abs(end[1] - start[1])
        if min(across_x, across_y) > LEAN or max(across_x, across_y) <= LEAN:
            continue
        x0, x1 = sorted((start[0], end[0]))
        y0, y1 = sorted((start[1], end[1]))
        if across_x >= across_y:
            y = (y0 + y1) / 2
            yield (x0, y - half, x1, y + half)
        else:
            x = (x0 + x1) / 2
            yield (x - half, y0, x + half, y1)
