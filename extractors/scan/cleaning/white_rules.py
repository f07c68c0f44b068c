"""White lines between coloured cells are rules: they are drawn dark on white cells, as other tables are.

Word processors and slides offer table styles that have no borders: the cells are tinted and the paper shows between
them. A rule is darker than what it parts everywhere else in this package; where it is lighter, it is made so here.

Grain and uneven light are as strong as such a line, dot by dot. So the picture is first averaged along the line, print
is filled up (a morphological closing along the line, longer than the gaps between two strokes and shorter than a
cell), and what is then lighter than the ground above and below it is a line if it is long, thin, and one of a net.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FAINT, CLEAR = 3, 6  # grey levels by which a white line is lighter than its cells: anywhere on it; on much of it
SEEN_CLEARLY = 0.3  # so much of it
RIM = 24  # grey levels by which a dark rule is darker than its surroundings: a sharpened scan has a light rim there
SHORTEST, THICKEST = 1 / 2, 1 / 20  # inches
STEEPEST = 0.1  # a line may rise by so much of its length
PRINT = 15  # grey levels by which print is darker than its ground, on the mean of a few dots
AS_CLEAR = 0.5  # of the usual line's, so much must be how much lighter a line is: its cells are of like colours
MOST_BENDS, BEND = 3, 2.0  # a line is drawn as a polynomial of this degree at most, one more every so many inches
BETWEEN_LINES = 0.5  # of a gap between two lines of print, so much has print on both sides
FEWEST_ACROSS, FEWEST_DOWN = 3, 2  # lines of a net, the edges of the table not counted
STROKE = 1 / 8  # inches: no stroke of print is so thick
DARK_CELL = 0.5  # of the light of the paper
PAPER = 1 / 4  # of the picture: what lines enclose is the paper around the table where it is larger
LONG = 1 / 2  # of the longest rule: a shorter one is too short to tell a slope from
PEN = 1 / 100  # inches: how thick a rule is drawn


def with_dark_rules(grey: NDArray[np.uint8], dpi: float) -> NDArray[np.uint8]:
    """The picture with its white rules dark and its coloured cells white; the very same one where there are none.

    Args:
        grey: height × width, dark print on a light ground.
        dpi: its resolution.
    """
    import cv2
    import numpy as np

    across = _white_lines(grey, dpi)
    if len(across) < FEWEST_ACROSS:
        return grey
    down = [line[:, ::-1] for line in _white_lines(np.ascontiguousarray(grey.T), dpi)]
    if len(down) < FEWEST_DOWN:
        return grey
    nets = _nets(across, down, grey.shape, dpi)
    if not nets:
        return grey
    wide = round(dpi * STROKE) | 1
    ground = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((wide, wide), np.uint8))
    drawn = cv2.divide(grey, ground, scale=255)
    pen = max(2, round(dpi * PEN))
    for net in nets:
        _turn_dark_cells(drawn, grey, net, pen)
        cv2.polylines(drawn, net, isClosed=False, color=0, thickness=pen)
    return drawn


def _turn_dark_cells(drawn: NDArray[np.uint8], grey: NDArray[np.uint8], net: list[NDArray[np.int32]], pen: int) -> None:
    """Draw the white letters of dark cells dark on white; a cell is what the lines of the net enclose."""
    import cv2
    import numpy as np

    dark = DARK_CELL * float(np.percentile(grey[::8, ::8], 75))
    enclosed = np.ones_like(grey)
    cv2.polylines(enclosed, net, isClosed=False, color=0, thickness=pen)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(enclosed, connectivity=4)
    for number in range(1, len(stats)):
        x, y, width, height, area = stats[number].tolist()
        if area > PAPER * enclosed.size:
            continue
        box = np.s_[y : y + height, x : x + width]
        inside = labels[box] == number
        ground = float(np.median(grey[box][inside]))
        if ground < dark:
            letters = np.clip((grey[box][inside] - ground) * (255 / (255 - ground)), 0, 255)
            drawn[box][inside] = (255 - letters).astype(np.uint8)


def _white_lines(grey: NDArray[np.uint8], dpi: float) -> list[NDArray[np.int32]]:
    """The lines across that are lighter than what is above and below them: for each its points (x, y), in pixels."""
    import cv2
    import numpy as np

    height, width = grey.shape
    few = max(1, round(dpi / 25))  # dots averaged along the line: the work is less by as much
    thin, stroke = max(3, round(dpi / 50)), max(3, round(dpi / 5 / few)) | 1
    average = cv2.resize(grey, (max(1, width // few), height), interpolation=cv2.INTER_AREA)
    ground = cv2.morphologyEx(average, cv2.MORPH_CLOSE, np.ones((1, stroke), np.uint8))
    lighter = cv2.subtract(ground, cv2.max(*_above_and_below(cv2.dilate(ground, _tall(2 * thin + 1)), 2 * thin)))
    rules = cv2.subtract(cv2.morphologyEx(ground, cv2.MORPH_CLOSE, _tall(4 * thin + 1)), ground) >= RIM
    lighter[cv2.dilate(rules.astype(np.uint8), _tall(4 * thin + 1)) > 0] = 0
    lighter[cv2.subtract(ground, average) >= PRINT] = 0
    mask = cv2.threshold(lighter, FAINT - 1, 255, cv2.THRESH_BINARY)[1]
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((1, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    print_ = cv2.subtract(ground, cv2.erode(average, np.ones((2 * thin + 1, 3), np.uint8))) >= PRINT
    above, below = _above_and_below(print_.astype(np.uint8), 2 * thin)
    clear, between = (
        np.bincount(labels[where], minlength=count) for where in (lighter >= CLEAR, (above > 0) & (below > 0))
    )
    widths, heights, areas = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_AREA]
    lines = (
        (widths >= SHORTEST * dpi / few)
        & (areas <= widths * THICKEST * dpi)
        & (heights <= THICKEST * dpi + widths * few * STEEPEST)
        & (clear >= SEEN_CLEARLY * widths)
        & (between < BETWEEN_LINES * areas)
    )
    levels = np.bincount(labels.ravel(), weights=lighter.ravel(), minlength=count) / np.maximum(1, areas)
    lines[0] = False
    if not lines.any():
        return []
    lines &= levels >= AS_CLEAR * np.median(levels[lines])
    found = []
    for number in np.flatnonzero(lines):
        x, y, wide, tall = stats[number, :4]
        own = labels[y : y + tall, x : x + wide] == number
        columns = np.flatnonzero(own.any(axis=0))
        middles = (own * np.arange(tall)[:, None]).sum(axis=0)[columns] / own.sum(axis=0)[columns]
        bend = min(MOST_BENDS, int(wide * few / (BEND * dpi)) + 1)
        xs = np.concatenate([[0], columns + 0.5, [wide]])
        ys = y + np.polyval(np.polyfit(columns + 0.5, middles, bend), xs)
        found.append(np.stack([(x + xs) * width / average.shape[1], ys], axis=1).round().astype(np.int32))
    return found


def _tall(height: int) -> NDArray[np.uint8]:
    import numpy as np

    return np.ones((height, 1), np.uint8)


def _above_and_below(values: NDArray[np.uint8], far: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """At every dot the value so many rows above and below it; beyond the picture the highest there can be."""
    import numpy as np

    above, below = np.full_like(values, 255), np.full_like(values, 255)
    above[far:], below[:-far] = values[:-far], values[far:]
    return above, below


def _nets(
    across: list[NDArray[np.int32]], down: list[NDArray[np.int32]], shape: tuple[int, ...], dpi: float
) -> list[list[NDArray[np.int32]]]:
    """The lines of every net of lines that touch one another, and the edges of its table, which nothing parts."""
    import cv2
    import numpy as np

    canvas = np.zeros(shape, np.uint8)
    cv2.polylines(canvas, across + down, isClosed=False, color=255, thickness=max(2, round(dpi / 40)))
    _, labels = cv2.connectedComponents(canvas)
    nets: defaultdict[int, tuple[list[NDArray[np.int32]], list[NDArray[np.int32]]]] = defaultdict(lambda: ([], []))
    for way, lines in enumerate((across, down)):
        for line in lines:
            nets[_label(labels, line)][way].append(line)
    return [
        [*own_across, *own_down, _edges(own_across, own_down)]
        for own_across, own_down in nets.values()
        if len(own_across) >= FEWEST_ACROSS and len(own_down) >= FEWEST_DOWN
    ]


def _label(labels: NDArray[np.int32], line: NDArray[np.int32]) -> int:
    x, y = line[len(line) // 2]
    return int(labels[min(y, labels.shape[0] - 1), min(x, labels.shape[1] - 1)])


def _edges(across: list[NDArray[np.int32]], down: list[NDArray[np.int32]]) -> NDArray[np.int32]:
    """The four edges of a table as one closed line: its rules end there, and nothing else may show them."""
    import numpy as np

    left, right = (
        _outermost([line[end][::-1] for line in across], [line[:, ::-1] for line in down], way)
        for end, way in ((0, -1), (-1, 1))
    )
    top, bottom = (_outermost([line[end] for line in down], across, way) for end, way in ((0, -1), (-1, 1)))
    corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
    return np.array([_crossing(*corner) for corner in corners]).round().astype(np.int32)


def _outermost(ends: list[NDArray[np.int32]], along: list[NDArray[np.int32]], way: int) -> tuple[float, float]:
    """The straight line offset + slope · t that touches the outermost end (t, v), parallel to the long rule next to it.

    Not all rules go as far as the edge: a row may have fewer cells than those below it.
    """
    import numpy as np

    least = LONG * max(int(np.ptp(line[:, 0])) for line in along)
    nearest = max((line for line in along if np.ptp(line[:, 0]) >= least), key=lambda line: way * line[:, 1].mean())
    slope = float(np.polyfit(nearest[:, 0], nearest[:, 1], 1)[0])
    return way * max(way * (float(v) - slope * float(t)) for t, v in ends), slope


def _crossing(side: tuple[float, float], level: tuple[float, float]) -> tuple[float, float]:
    """Where x = a + b · y meets y = c + d · x."""
    (a, b), (c, d) = side, level
    y = (c + d * a) / (1 - b * d)
    return a + b * y, y
