"""Makes the rules of a nearly straight page quite straight: the waves and creases that no polynomial follows.

Every rule is traced, pixel column by pixel column, and says how far the paper lies off at each of its points; between
the rules a stiff sheet is laid through what they say (the smoothest field of shifts by least squares).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SIDE = 26  # knots of the field along the longer side: a third of a character row of a dense form at least
LONGEST = 1800  # pixels of the longer side at which rules are traced
SAMPLE = 0.7  # in character heights: the distance of two points that are taken of a rule
SHORTEST = 4.0  # in character heights: shorter runs may be strokes of print
THICKEST = 0.55  # likewise: what is thicker is no rule
WINDOW = 0.9  # likewise: higher than a thick rule with its soft edges, so that its middle is darker than what is in it
STEEPEST = 0.1  # slope of a rule against the axis on a page that is nearly straight
STROKE = 12  # grey levels by which a rule is darker than the paper above and below it
STIFF = 0.02  # weight of the bending of the sheet against the points of the rules
LEVEL = 0.02  # of that weight: what keeps the sheet from rising on and on where there are no rules
ROUNDS = 3  # of doubt about traces that no stiff sheet explains


@dataclass(frozen=True, slots=True, eq=False)
class Traces:
    """Points of rules that run along x: position along and across in pixels, and the number of the rule of each."""

    along: NDArray[np.float64]
    across: NDArray[np.float64]
    rule: NDArray[np.int64]

    def waviness(self) -> float:
        """How far the points lie off the middle of their rule, in pixels: all but three of a hundred at most so far."""
        import numpy as np

        off = np.abs(self.centred(self.across[:, None]))
        return float(np.percentile(off, 97)) if self.rule.size else 0.0

    def centred(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Values of the points (first axis) less their mean over each rule."""
        import numpy as np

        count = np.maximum(1, np.bincount(self.rule))
        sums = np.zeros((len(count), values.shape[1]))
        np.add.at(sums, self.rule, values)
        return values - (sums / count[:, None])[self.rule]


def traced(picture: NDArray[np.uint8], glyph: float) -> Traces:
    """The rules that run nearly along x, in pixels of the picture.

    Args:
        picture: height × width, nearly straight, dark rules on light paper.
        glyph: the usual height of a character in pixels.
    """
    import cv2
    import numpy as np

    shrink = min(1.0, LONGEST / max(picture.shape))
    small = cv2.resize(picture, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    size = glyph * shrink
    window = max(3, round(WINDOW * size)) | 1
    dark = cv2.morphologyEx(small, cv2.MORPH_BLACKHAT, cv2.getStructuringElement(cv2.MORPH_RECT, (1, window)))
    thin = (dark > STROKE).astype(np.uint8)
    # a hairline that leans leaves a row of pixels for the next: a little height keeps it in one run
    runs = cv2.dilate(thin, np.ones((3, 1), np.uint8))
    runs = cv2.morphologyEx(runs, cv2.MORPH_OPEN, np.ones((1, max(3, round(1.2 * size))), np.uint8)) & thin
    joined = cv2.morphologyEx(runs, cv2.MORPH_CLOSE, np.ones((3, max(3, round(0.5 * size))), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    step = max(2, round(SAMPLE * size))
    points: list[NDArray[np.float64]] = []
    for label in range(1, count):
        x, y, width, height, _ = stats[label].tolist()
        if width < SHORTEST * size or height > THICKEST * size + STEEPEST * width:
            continue
        own = (labels[y : y + height, x : x + width] == label) & (runs[y : y + height, x : x + width] > 0)
        line = _line_of(own, dark[y : y + height, x : x + width], step, THICKEST * size)
        if len(line) > 3:
            points.append(np.column_stack([line + np.array([x, y]), np.full(len(line), len(points))]))
    if not points:
        return Traces(np.zeros(0), np.zeros(0), np.zeros(0, np.int64))
    every = np.concatenate(points)
    return Traces((every[:, 0] + 0.5) / shrink, (every[:, 1] + 0.5) / shrink, every[:, 2].astype(np.int64))


def _line_of(own: NDArray[np.bool_], dark: NDArray[np.uint8], step: int, thickest: float) -> NDArray[np.float64]:
    """The middles (x, y) of a run at every `step` pixels, weighted by darkness, where it is as thin as a rule."""
    import numpy as np

    weight = np.where(own, dark, 0).astype(np.float64)
    whole = weight.shape[1] // step * step
    if not whole:
        return np.zeros((0, 2))
    rows = np.arange(len(weight), dtype=np.float64)[:, None]
    mass, thick = weight.sum(axis=0), own.sum(axis=0)
    middle = (weight * rows).sum(axis=0) / np.maximum(mass, 1e-9)
    kept = (mass > 0) & (thick <= thickest)
    middle, kept = middle[:whole].reshape(-1, step), kept[:whole].reshape(-1, step)
    enough = kept.sum(axis=1) > step / 2
    places = np.arange(0, whole, step) + (step - 1) / 2
    means = np.where(kept, middle, 0).sum(axis=1) / np.maximum(1, kept.sum(axis=1))
    return np.column_stack([places[enough], means[enough]])


def field(traces: Traces, shape: tuple[int, int]) -> NDArray[np.float32]:
    """The shift along y, at knots spread evenly over a picture, by which each point lies below its rule's middle.

    Args:
        traces: of the rules along x.
        shape: height and width of the picture.

    Returns:
        rows × columns of knots, the first at pixel 0, the last at the far edge.
    """
    import numpy as np

    rows, columns = (max(4, round(SIDE * side / max(shape)) + 1) for side in shape)
    at_points = _between(traces, shape, rows, columns)
    wanted = traces.centred(traces.across[:, None])[:, 0]
    given = traces.centred(at_points)
    bending = _bending(rows, columns)
    weights: NDArray[np.float64] = np.ones(len(wanted))
    shifts: NDArray[np.float64] = np.zeros(rows * columns)
    for _ in range(ROUNDS):
        weighted = given * weights[:, None]
        stiff = STIFF * len(wanted) / (rows * columns)
        matrix = given.T @ weighted + stiff * bending + 1e-6 * len(wanted) * np.eye(rows * columns)
        shifts = np.asarray(np.linalg.solve(matrix, weighted.T @ wanted), np.float64)
        left = np.abs(given @ shifts - wanted)
        usual = max(0.3, 2 * float(np.median(left)))
        weights = np.minimum(1.0, usual / np.maximum(left, 1e-9))
    return shifts.reshape(rows, columns).astype(np.float32)


def _between(traces: Traces, shape: tuple[int, int], rows: int, columns: int) -> NDArray[np.float64]:
    """The share of every knot in the field at every point: straight lines between the four around it."""
    import numpy as np

    u = np.clip(traces.along / shape[1] * (columns - 1), 0, columns - 1 - 1e-6)
    v = np.clip(traces.across / shape[0] * (rows - 1), 0, rows - 1 - 1e-6)
    left, upper = u.astype(int), v.astype(int)
    share = np.zeros((len(u), rows * columns))
    every = np.arange(len(u))
    for down, right in ((0, 0), (0, 1), (1, 0), (1, 1)):
        part = np.abs(1 - right - (u - left)) * np.abs(1 - down - (v - upper))
        share[every, (upper + down) * columns + left + right] = part
    return share


def _bending(rows: int, columns: int) -> NDArray[np.float64]:
    """The quadratic form of the second differences of a field of knots (a thin plate), and a little of the first."""
    import numpy as np

    def second(count: int) -> NDArray[np.float64]:
        return np.diff(np.eye(count), 2, axis=0)

    def first(count: int) -> NDArray[np.float64]:
        return np.diff(np.eye(count), 1, axis=0)

    down = np.kron(second(rows), np.eye(columns))
    right = np.kron(np.eye(rows), second(columns))
    twist = np.kron(first(rows), first(columns))
    rise = np.kron(first(rows), np.eye(columns)), np.kron(np.eye(rows), first(columns))
    return down.T @ down + right.T @ right + 2 * twist.T @ twist + LEVEL * sum(part.T @ part for part in rise)
