"""Light print on a dark cell → dark print on a light one, and the cell's edge drawn as a rule.

Headings in white on blue or black are usual in tables made from a style. Everything after this stage looks for ink
that is darker than its ground, so the cell is turned over: what differs from its fill becomes ink, the fill paper.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.scan.cleaning.dark_walls import walls_through
from extractors.scan.reading.ink import shade

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DARK = 0.68  # of the paper's light: a fill that carries white print; grey under black print is lighter
# Likewise: the fill of a faded scan, which may be as light as grey under black print. There the print must be lighter
# than its fill by so much of the paper's light, and what is darker by as much at most so many times as much. On 21 such
# areas of tuning seeds 4 (poor150) and 7 that share is 0.01 to 0.62 for white print, 40 and more for black.
FADED, STROKE, BLACK = 0.84, 0.06, 3.0
KNOWN = 0.8  # of a faded area: where so much is dark, it is a dark cell, with the soft edge of one
COARSE, FINE = 50.0, 200.0  # dpi: where a look tells that there is no dark cell, and where one is measured
DENSE, LONG = 0.35, 6.0  # every cell has fill over so much of some square as high as it, and over so many mm
THIN = 0.6  # mm: what is thinner is a rule or a stroke, no fill
LOWEST, SHORTEST = 2.5, 10.0  # mm: no cell with print is lower, or smaller in both directions; a heading's letter is
STRAIGHT, WAVE = 3.0, 0.6  # mm: how far the outline of a cell runs straight on the average, and within how much
LEANS, SQUARE = 15.0, 0.7  # degrees from level and upright at most, for so much of its outline
# Share of its outline where what is dark ends: a letter of a watermark as thick as a cell is high goes on beyond the
# squares that fit into it (0.79 where one did; 0.99 and more of 85 areas of dark headings, photographs and faxes too).
OWN_EDGE = 0.9
LETTER = 1.6  # mm: what is light and wider in both directions is a white cell, no stroke
SOLID = 0.6  # of a cell with light print is fill
# Half of a fill is within so much of one tone, as a part of what it is darker than paper: up to 0.06 on photographs of
# dark headings (48 files), 0.15 to 0.51 in 17 of 18 places where letters and ring of a seal ran together over rules.
LEVEL = 0.1
PRINT = 2.0  # mm²: a few characters
AROUND = 40.0  # mm: higher than any dark cell, narrower than a shadow on a photograph
STEP, RIM = 0.12, (0.3, 0.9)  # of the paper's light, between rims so many mm away from the edge of a cell
AROUND_FILL = 5.0  # mm: wider than the strokes of print, so near that the fill is of one tone
OWN, LEAST_OWN = 40.0, 0.1  # grey levels from most of what stands around: fill; share of a window that tells its tone
TOLERANCE = 12.0  # grey levels: the grain of a printed fill
WALL = 0.3  # mm: the drawn walls between cells
EDGE = 0.5  # mm: the drawn edge; it covers the rule that runs there


def with_dark_print(grey: NDArray[np.uint8], dpi: float) -> NDArray[np.uint8]:
    """The picture with its dark cells turned over; the very same picture when there is none.

    Args:
        grey: height × width.
        dpi: its resolution.
    """
    import cv2
    import numpy as np

    small, fine = _shrunk(grey, dpi, FINE), min(dpi, FINE)
    around = _light_around(_shrunk(grey, dpi, COARSE)).astype(np.float32)
    # what is faded against the brightest paper of the page is more than what is against that around it
    most = cv2.threshold(small, FADED * float(around.max()) + 1, 1, cv2.THRESH_BINARY_INV)[1]
    if not _may_have_cells(_opened(most, THIN, fine), fine):
        return grey
    light = cv2.resize(around, small.shape[::-1], interpolation=cv2.INTER_LINEAR)
    faded = (small < FADED * light).astype(np.uint8)
    fill = _opened(faded, THIN, fine)
    if not _may_have_cells(fill, fine):
        return grey
    paper = shade(grey[::4, ::4], 80)
    dark = (small < DARK * light).astype(np.uint8)
    solid = _opened(dark, THIN, fine)
    cells = _cells(small, dark, solid, STEP * paper, fine) if _may_have_cells(solid, fine) else np.zeros_like(dark)
    pale = _with_light_print(small, _cells(small, faded, fill, STEP * paper, fine), cells, STROKE * paper, fine)
    cells |= pale
    if not cells.any():
        return grey
    joined = cv2.morphologyEx(cells, cv2.MORPH_CLOSE, _square(THIN, fine))  # over white lines between two cells
    whole = cv2.resize(joined, grey.shape[::-1], interpolation=cv2.INTER_NEAREST).astype(bool)
    turned = _turned_over(grey, whole, paper, FADED if pale.any() else DARK, dpi)
    for wall in walls_through(small, joined, STEP * paper, fine):
        ends = [(round(x * dpi / fine), round(y * dpi / fine)) for x, y in ((wall.x0, wall.y0), (wall.x1, wall.y1))]
        cv2.line(turned, ends[0], ends[1], 0, max(1, round(WALL * dpi / 25.4)))
    return turned


def _light_around(look: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The light of the paper near every dot of the coarse picture: in a broad shadow, that of the shadow."""
    import cv2
    import numpy as np

    side = round(AROUND * COARSE / 25.4) | 1
    return cv2.blur(cv2.dilate(cv2.medianBlur(look, 3), np.ones((side, side), np.uint8)), (side, side)).astype(np.uint8)


def _may_have_cells(fill: NDArray[np.uint8], dpi: float) -> bool:
    """Whether there is fill, 1 on 0, as dense and long as in any dark cell; most pages have none."""
    import cv2

    dense = cv2.blur(_shrunk(fill * 255, dpi, COARSE), (max(3, round(LOWEST * COARSE / 25.4)),) * 2)
    level = cv2.threshold(dense, 255 * DENSE, 1, cv2.THRESH_BINARY)[1]
    _, _, stats, _ = cv2.connectedComponentsWithStats(level, connectivity=4)
    return bool((stats[1:, cv2.CC_STAT_WIDTH : cv2.CC_STAT_HEIGHT + 1] > LONG * COARSE / 25.4).any())


def _cells(
    grey: NDArray[np.uint8], dark: NDArray[np.uint8], fill: NDArray[np.uint8], step: float, dpi: float
) -> NDArray[np.uint8]:
    """Dark cells that hold light print, their print included, as 1 on 0.

    Args:
        grey: height × width.
        dark: what is dark in it, 1 on 0.
        fill: the parts of it that are thicker than strokes, 1 on 0.
        step: grey levels by which it is lighter outside a cell.
        dpi: of both.
    """
    import cv2
    import numpy as np

    # white print is enclosed by its cell: what is dark or enclosed, and as wide and high as a line of print
    whole = 1 - _wide(1 - dark, dpi)
    area = _opened(whole, LOWEST, dpi)
    within = cv2.erode(whole, np.ones((5, 5), np.uint8))
    outlines, _ = cv2.findContours(area, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    cells = np.zeros_like(dark)
    for outline in outlines:
        if not _may_be_cells(outline, dark.shape, dpi / 25.4) or _goes_on(outline, within):
            continue
        x, y, width, height = cv2.boundingRect(outline)
        here = np.s_[y : y + height, x : x + width]
        inside = cv2.drawContours(np.zeros((height, width), np.uint8), [outline], -1, 1, cv2.FILLED, offset=(-x, -y))
        inside &= area[here]
        printed = (inside & (1 - dark[here])).sum() / (dpi / 25.4) ** 2
        solid = (inside & fill[here]).sum() > SOLID * inside.sum()
        level = printed > PRINT and solid and _is_level(grey[here], inside & fill[here])
        if level and _step(grey, inside, (x, y), dpi) > step:
            cells[here] |= inside
    return cells


def _with_light_print(
    grey: NDArray[np.uint8], cells: NDArray[np.uint8], dark: NDArray[np.uint8], step: float, dpi: float
) -> NDArray[np.uint8]:
    """Those of the faded cells, 1 on 0, whose print is lighter than their fill and that are not dark for the most part.

    Args:
        grey: height × width.
        cells: with their print.
        dark: those that are dark, whose edges are told better by that, likewise.
        step: grey levels by which print differs from the fill.
        dpi: of all three.
    """
    import cv2
    import numpy as np

    if not cells.any():
        return cells
    inner = cv2.erode(cells, _square(2 * RIM[1], dpi), borderType=cv2.BORDER_CONSTANT, borderValue=0)
    above_fill = cv2.blur(grey, (3, 3)) - _usual_around(grey, float(grey.max()), dpi)
    lighter, darker = ((side * above_fill > step) & (inner > 0) for side in (1, -1))
    count, labels = cv2.connectedComponents(cells, connectivity=4)
    light, black = (np.bincount(labels[where], minlength=count) for where in (lighter, darker))
    whole, known = (np.bincount(labels[where > 0], minlength=count) for where in (cells, dark))
    kept = (light > PRINT * (dpi / 25.4) ** 2) & (black <= BLACK * light) & (known < KNOWN * whole)
    kept[0] = False
    return kept.astype(np.uint8)[labels]


def _is_level(grey: NDArray[np.uint8], fill: NDArray[np.uint8]) -> bool:
    """Whether a fill, 1 on 0, is of one tone: a cell's is; that of seals, pressed unevenly over print, is not.

    The light of a photograph may change across it evenly.
    """
    import cv2
    import numpy as np

    y, x = np.nonzero(fill[::2, ::2])
    tone = cv2.medianBlur(grey, 5)[::2, ::2][y, x].astype(float)
    across = np.stack((x, y, np.ones(len(x))), axis=1)
    slope = np.linalg.lstsq(across, tone, rcond=None)[0]
    ordered = np.sort(tone - across @ slope)
    half = len(ordered) // 2
    narrowest = (ordered[half:] - ordered[: len(ordered) - half]).min()
    return float(narrowest) <= LEVEL * (float(grey.max()) - float(np.median(tone)))


def _step(grey: NDArray[np.uint8], area: NDArray[np.uint8], corner: tuple[int, int], dpi: float) -> float:
    """By how many grey levels it is lighter around an area than within its edge: a shadow ends softly.

    Args:
        grey: the page.
        area: 1 on 0, in its bounding box.
        corner: x and y of the box; a margin of a millimetre lies around it on the page.
        dpi: of the page.
    """
    import cv2
    import numpy as np

    margin = round(dpi / 25.4)
    wider = cv2.copyMakeBorder(area, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=0)
    y, x = corner[1] - margin, corner[0] - margin
    around = grey[y : y + wider.shape[0], x : x + wider.shape[1]]
    near, far = _square(2 * RIM[0], dpi), _square(2 * RIM[1], dpi)
    outer = (cv2.dilate(wider, far) > 0) & (cv2.dilate(wider, near) == 0)
    inner = (cv2.erode(wider, near) > 0) & (cv2.erode(wider, far) == 0)
    if not (outer.any() and inner.any()):
        return 0.0
    # rules and print beside the edge darken the rims in places
    return float(np.percentile(around[outer], 75) - np.percentile(around[inner], 75))


def _wide(light: NDArray[np.uint8], dpi: float) -> NDArray[np.uint8]:
    """Of the light parts of a page those that are somewhere wider than any stroke: paper and white cells."""
    import cv2
    import numpy as np

    _, labels = cv2.connectedComponents(light, connectivity=4)
    wide = np.zeros(int(labels.max()) + 1, np.uint8)
    wide[labels[_opened(light, LETTER, dpi) > 0]] = 1
    wide[0] = 0
    return wide[labels]


def _may_be_cells(outline: NDArray[np.int32], shape: tuple[int, ...], millimetre: float) -> bool:
    """Whether a dark area is large enough, away from the edge of the picture, and bounded by straight, square lines."""
    import cv2
    import numpy as np

    x, y, width, height = cv2.boundingRect(outline)
    if min(width, height) < LOWEST * millimetre or max(width, height) < SHORTEST * millimetre:
        return False
    if min(x, y, shape[1] - x - width, shape[0] - y - height) <= millimetre:
        return False  # the desk, the dark border of a scan
    corners = cv2.approxPolyDP(outline, WAVE * millimetre, closed=True)
    if cv2.arcLength(corners, closed=True) < STRAIGHT * millimetre * len(corners):
        return False
    sides = np.abs(np.roll(corners[:, 0], 1, axis=0) - corners[:, 0]).astype(float)
    square = sides.min(axis=1) < np.tan(np.radians(LEANS)) * sides.max(axis=1)
    lengths = np.hypot(sides[:, 0], sides[:, 1])
    return bool(lengths[square].sum() > SQUARE * lengths.sum())  # the star of a seal has straight sides, too


def _goes_on(outline: NDArray[np.int32], within: NDArray[np.uint8]) -> bool:
    """Whether a dark area is cut out of something larger: much of its outline lies within what is dark.

    Args:
        outline: of the area, n × 1 × 2: x and y.
        within: what is dark without its edges, 1 on 0.
    """
    return bool((within[outline[:, 0, 1], outline[:, 0, 0]] == 0).mean() < OWN_EDGE)


def _turned_over(
    grey: NDArray[np.uint8], cells: NDArray[np.bool_], paper: float, dark: float, dpi: float
) -> NDArray[np.uint8]:
    """What differs from the fill of its cell as ink on paper, the edges of the cells as rules."""
    import cv2
    import numpy as np

    mask = cells.astype(np.uint8)
    x, y, width, height = cv2.boundingRect(mask)
    here = np.s_[y : y + height, x : x + width]
    picture, within = grey[here].astype(np.float32), mask[here].astype(np.float32)
    fill = _fill(picture, within, dark * paper, dpi)
    strength = np.maximum(0, np.abs(picture - fill) - TOLERANCE) * (paper / np.maximum(1, paper - fill - TOLERANCE))
    inverted = np.clip(paper - strength, 0, paper)
    inner = cv2.erode(mask[here], _square(2 * EDGE, dpi), borderType=cv2.BORDER_CONSTANT, borderValue=0)
    inverted[(mask[here] > 0) & (inner == 0)] = 0
    turned = grey.copy()
    turned[here][cells[here]] = inverted[cells[here]].astype(np.uint8)
    return turned


def _fill(picture: NDArray[np.float32], within: NDArray[np.float32], dark: float, dpi: float) -> NDArray[np.float32]:
    """The tone of the fill around each place, for in a photograph it changes over the page: what most of it has.

    Args:
        picture: grey levels.
        within: 1 in the cells, else 0.
        dark: print in them is lighter.
        dpi: of both.
    """
    import cv2
    import numpy as np

    filled = within * (picture < dark)
    usual = float(np.median(picture[filled > 0])) if filled.any() else 0.0
    # neither the soft edges of print nor rules, which are darker, are half of what stands around
    nearly = _usual_around(np.where(filled > 0, picture, usual).astype(np.uint8), usual, dpi)
    own = filled * (np.abs(picture - nearly) < OWN)
    around = (round(AROUND_FILL * dpi / 25.4) | 1,) * 2
    share = cv2.blur(own, around)
    return np.where(share > LEAST_OWN, cv2.blur(picture * own, around) / np.maximum(share, 1e-3), nearly)


def _usual_around(picture: NDArray[np.uint8], beyond: float, dpi: float) -> NDArray[np.float32]:
    """The tone that half of what stands around each dot exceeds; `beyond` is that beyond the edges of the picture."""
    import cv2

    few = cv2.resize(picture, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_NEAREST)
    side = max(3, round(AROUND_FILL * dpi / 25.4 / 4)) | 1
    edged = cv2.copyMakeBorder(few, *(side,) * 4, cv2.BORDER_CONSTANT, value=beyond)
    most = cv2.medianBlur(edged, side)[side:-side, side:-side]
    return cv2.resize(most, picture.shape[::-1], interpolation=cv2.INTER_LINEAR).astype("float32")


def _shrunk(grey: NDArray[np.uint8], dpi: float, to: float) -> NDArray[np.uint8]:
    import cv2

    if dpi <= to:
        return grey
    return cv2.resize(grey, None, fx=to / dpi, fy=to / dpi, interpolation=cv2.INTER_AREA)


def _opened(mask: NDArray[np.uint8], millimetres: float, dpi: float) -> NDArray[np.uint8]:
    """What a square of this side fits into."""
    import cv2

    return cv2.morphologyEx(mask, cv2.MORPH_OPEN, _square(millimetres, dpi))


def _square(millimetres: float, dpi: float) -> NDArray[np.uint8]:
    import numpy as np

    side = max(3, round(millimetres * dpi / 25.4)) | 1  # a square with a middle: opening with another moves the edges
    return np.ones((side, side), np.uint8)
