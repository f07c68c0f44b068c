"""The walls between dark cells, where rules as dark as the cells cannot be seen: those of the rows beside go on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from extractors.scan.blobs import blobs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RULE = 4.0  # mm: a rule that reaches a dark cell is at least so long; no stroke of print is
SLOPED = 10.0  # mm: one that tells in which direction it goes on
NEAR = 1.0  # mm between its end and the cell, and between two that are one
HIGHEST = 40.0  # mm: no column heading is higher
BESIDE = 0.3  # mm on either side of a wall that are free of print
STROKE = 1.6  # mm: no stroke of print in a cell is wider
BRIGHT, HALF = 90, 0.5  # per cent of the light strokes are duller than the brightest print, and rules by half
CONTRAST = 20.0  # grey levels: a rule on paper
HIT, SEEN = 0.05, 0.8  # of its length beside print: it runs through print; it is a light rule that can be seen
PRINTED = 0.01  # of the room between two walls is light where print stands
SEVERAL = 3  # so many headings side by side are a row of headings, though another cell of it be blank


@dataclass(frozen=True, slots=True)
class Wall:
    """A straight wall through dark cells, from one edge to the other, in pixels; `corner`: it begins at a corner."""

    x0: float
    y0: float
    x1: float
    y1: float
    corner: bool


def walls_through(grey: NDArray[np.uint8], cells: NDArray[np.uint8], step: float, dpi: float) -> list[Wall]:
    """The walls that go on through dark cells.

    All rules that arrive at one row of cells go on, or none: where one of them would run through print, the cell is a
    merged one. Where the cells surround white ones on two sides, both of their edges go on: a cell has four corners.

    Args:
        grey: height × width.
        cells: the dark cells with their print, 1 on 0, likewise.
        step: grey levels by which their print is lighter than their fill, at least.
        dpi: of both.
    """
    import cv2

    light = cells & _print(grey, cells, step, dpi)
    down = _down(grey, cells, light, dpi / 25.4)
    across = _down(cv2.transpose(grey), cv2.transpose(cells), cv2.transpose(light), dpi / 25.4)
    return down + [Wall(wall.y0, wall.x0, wall.y1, wall.x1, wall.corner) for wall in across]


def _print(grey: NDArray[np.uint8], cells: NDArray[np.uint8], step: float, dpi: float) -> NDArray[np.uint8]:
    """Light print, 1 on 0: thin print is grey where a scan makes it soft, and a grey rule is duller than print."""
    import cv2
    import numpy as np

    strokes = cv2.morphologyEx(grey, cv2.MORPH_TOPHAT, np.ones((round(STROKE * dpi / 25.4) | 1,) * 2, np.uint8))
    seen = strokes[(cells > 0) & (strokes > step)]
    level = max(step, HALF * float(np.percentile(seen, BRIGHT))) if seen.size else step
    return (strokes > level).astype(np.uint8)


def _down(grey: NDArray[np.uint8], cells: NDArray[np.uint8], light: NDArray[np.uint8], millimetre: float) -> list[Wall]:
    """The walls that go on downwards or upwards."""
    import cv2
    import numpy as np

    wide = np.ones((1, round(NEAR * millimetre) | 1), np.uint8)
    strokes = cv2.threshold(cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, wide), CONTRAST, 1, cv2.THRESH_BINARY)[1]
    edge = cells & (1 - cv2.erode(cells, np.ones((3, 3), np.uint8)))
    corners = [wall for wall in _arriving(edge, cells, millimetre, corner=True) if _hit(wall, light, millimetre) < HIT]
    arriving = [*_arriving(strokes & (1 - cells), cells, millimetre, corner=False), *corners]
    kept = list(corners)
    while arriving:
        first = arriving[0]
        row = [wall for wall in arriving if _side_by_side(first, wall)]
        arriving = [wall for wall in arriving if wall not in row]
        kept += _row_of_headings(_apart(row, NEAR * millimetre), cells, light, millimetre)
    return kept


def _arriving(rules: NDArray[np.uint8], cells: NDArray[np.uint8], millimetre: float, *, corner: bool) -> list[Wall]:
    """The ways through the cells on which the vertical rules that end at them would go on."""
    import cv2
    import numpy as np

    upright = np.ones((round(RULE * millimetre / 2) | 1, 1), np.uint8)
    runs = cv2.morphologyEx(rules, cv2.MORPH_OPEN, upright)
    _, labels, stats, _ = blobs(runs.astype(np.uint8, copy=False))
    ends: list[tuple[int, int, int]] = []
    slopes: list[float] = []
    for index in np.flatnonzero(stats[:, cv2.CC_STAT_HEIGHT] >= RULE * millimetre).tolist():
        x, y, width, height = stats[index, :4].tolist()
        if not index or width > height / 4:
            continue
        part = labels[y : y + height, x : x + width] == index
        top, bottom = (x + float(np.flatnonzero(part[row]).mean()) for row in (0, -1))
        ends += [(round(top), y, -1), (round(bottom), y + height - 1, 1)]
        if height >= SLOPED * millimetre:
            slopes.append((bottom - top) / (height - 1))
    slope = float(np.median(slopes)) if slopes else 0.0
    found = (_through(cells, end, slope, millimetre) for end in ends)
    return [replace(wall, corner=corner) for wall in found if wall is not None]


def _through(cells: NDArray[np.uint8], end: tuple[int, int, int], slope: float, millimetre: float) -> Wall | None:
    """From the end of a rule (x, y, and -1 for upwards or 1) to the other edge of the cells, or None."""
    x, y, step = end
    height, width = cells.shape
    inside: list[tuple[int, int]] = []
    for far in range(1, round((NEAR + HIGHEST) * millimetre)):
        row, column = y + step * far, round(x + slope * step * far)
        if not (0 <= row < height and 0 <= column < width):
            break
        if cells[row, column]:
            inside.append((column, row))
        elif inside or far > NEAR * millimetre:
            break
    else:
        return None
    if len(inside) < RULE / 2 * millimetre:
        return None
    (x0, y0), (x1, y1) = sorted((inside[0], inside[-1]), key=lambda point: point[1])
    return Wall(x0, y0, x1, y1, corner=False)


def _side_by_side(one: Wall, other: Wall) -> bool:
    """Whether two walls run through the same row of cells."""
    shared = min(one.y1, other.y1) - max(one.y0, other.y0)
    return shared > 0.5 * max(one.y1 - one.y0, other.y1 - other.y0)


def _apart(row: list[Wall], near: float) -> list[Wall]:
    """From left to right, those that arrive from above and from below at one place once."""
    walls: list[Wall] = []
    for wall in sorted(row, key=lambda wall: wall.x0 + wall.x1):
        if not walls or (wall.x0 + wall.x1) / 2 - (walls[-1].x0 + walls[-1].x1) / 2 > near:
            walls.append(wall)
    return walls


def _hit(wall: Wall, light: NDArray[np.uint8], millimetre: float) -> float:
    """The share of a wall's length that has print, or a light rule, on it or close beside it."""
    import numpy as np

    beside = max(1, round(BESIDE * millimetre))
    rows = np.arange(int(wall.y0), int(wall.y1) + 1)
    columns = np.round(np.interp(rows, (wall.y0, wall.y1), (wall.x0, wall.x1))).astype(int)
    around = [np.clip(columns + off, 0, light.shape[1] - 1) for off in range(-beside, beside + 1)]
    return float(np.stack([light[rows, near] for near in around]).any(axis=0).mean())


def _row_of_headings(
    walls: list[Wall], cells: NDArray[np.uint8], light: NDArray[np.uint8], millimetre: float
) -> list[Wall]:
    """The walls of one row of cells, if none of them runs through print and print stands between them."""
    hits = [_hit(wall, light, millimetre) for wall in walls]
    if any(HIT < hit <= SEEN for hit in hits):
        return []
    unseen = [wall for wall, hit in zip(walls, hits, strict=True) if hit <= HIT and not wall.corner]
    if not unseen:
        return []
    beside = max(1, round(BESIDE * millimetre))
    top, bottom = int(max(wall.y0 for wall in walls)), int(min(wall.y1 for wall in walls))
    row = cells[(top + bottom) // 2]
    edges = [round((wall.x0 + wall.x1) / 2) for wall in walls]
    edges = [_end(row, edges[0], -1), *edges, _end(row, edges[-1], 1)]
    rooms = [light[top:bottom, left + beside : right - beside] for left, right in pairwise(edges)]
    printed = [bool(room.size) and float(room.mean()) > PRINTED for room in rooms]
    return unseen if all(printed) or sum(printed) >= SEVERAL else []


def _end(row: NDArray[np.uint8], start: int, step: int) -> int:
    """How far the cells reach from a place in a row of pixels."""
    place = start
    while 0 <= place + step < len(row) and row[place + step]:
        place += step
    return place
