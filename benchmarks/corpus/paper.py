"""What happens to a printed sheet before it is scanned: pens, punches, staples, rules that did not print."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.random import Generator

from benchmarks.corpus.leaf import Leaf
from samples.make.scan import Picture

_PENS = ((28, 44, 140), (190, 30, 40), (40, 60, 170))
_LID = (46, 44, 42)


def bound(leaf: Leaf, rng: Generator) -> Leaf:
    """Two holes of 5.5 mm in the left margin, the scanner's dark lid behind them, and a staple with its shadow."""
    picture = leaf.picture.copy()
    x, radius = round(leaf.pixels(8.5)), round(leaf.pixels(2.75))
    middle = picture.shape[0] / 2 + leaf.pixels(rng.uniform(-10, 10))
    for side in (-1, 1):
        y = round(middle + side * leaf.pixels(40))
        cv2.circle(picture, (x, y), radius, _LID, -1, cv2.LINE_AA)
        cv2.circle(picture, (x, y), radius, (150, 148, 145), 2, cv2.LINE_AA)
    return leaf.printed(_stapled(leaf, picture, rng))


def _stapled(leaf: Leaf, picture: Picture, rng: Generator) -> Picture:
    """A staple across the upper left corner: bright wire, dark below it, and the shadow of the fold."""
    x, y = leaf.pixels(rng.uniform(6, 9)), leaf.pixels(rng.uniform(6, 9))
    half, slope = leaf.pixels(5.5), rng.uniform(-0.9, -0.6)
    ends = [(round(x + side * half * np.cos(slope)), round(y + side * half * np.sin(slope))) for side in (-1, 1)]
    shade = np.zeros(picture.shape[:2], np.float32)
    cv2.line(shade, ends[0], ends[1], 1.0, round(leaf.pixels(2.4)))
    shade = cv2.GaussianBlur(shade, (0, 0), leaf.pixels(0.9))[:, :, None]
    picture = (picture * (1 - 0.45 * shade)).astype(np.uint8)
    cv2.line(picture, ends[0], ends[1], (70, 70, 72), max(2, round(leaf.pixels(0.5))), cv2.LINE_AA)
    return picture


def penned(leaf: Leaf, rng: Generator) -> Leaf:
    """A signature over the lower rules or margin, and ticks beside some characters that end a line of text."""
    picture = leaf.picture.copy()
    pen = _PENS[int(rng.integers(len(_PENS)))]
    height, width = picture.shape[:2]
    for _ in range(int(rng.integers(3, 8)) if len(leaf.glyphs) else 0):
        _tick(picture, leaf, rng, pen)
    x, y = rng.uniform(0.45, 0.75) * width, height - leaf.pixels(rng.uniform(9, 16))
    steps = np.cumsum(rng.uniform((2, -5), (6, 5), (14, 2)), axis=0) * [1, 0.5]
    path = _smooth(np.array([x, y]) + (steps - [0, steps[:, 1].mean()]) * leaf.pixels(1))
    path[:, 0] = np.minimum(path[:, 0], width - leaf.pixels(5))
    cv2.polylines(picture, [path], False, pen, max(2, round(leaf.pixels(0.45))), cv2.LINE_AA)
    return leaf.printed(picture)


def _tick(picture: Picture, leaf: Leaf, rng: Generator, pen: tuple[int, ...]) -> None:
    """A tick in a place where nothing is printed, right of a character; none where there is no room."""
    size = leaf.pixels(3.2)
    for _ in range(40):
        _, y0, x1, y1 = leaf.glyphs[int(rng.integers(len(leaf.glyphs)))]
        x, y = x1 + size * 0.4, (y0 + y1) / 2
        near = (leaf.glyphs[:, 0] < x + 1.4 * size) & (leaf.glyphs[:, 2] > x)
        near &= (leaf.glyphs[:, 1] < y + 0.7 * size) & (leaf.glyphs[:, 3] > y - 0.7 * size)
        if not near.any() and x + size < picture.shape[1]:
            corners = np.array([[0, 0], [0.35, 0.4], [1.2, -0.6]]) * size + [x, y]
            cv2.polylines(picture, [corners.astype(np.int32)], False, pen, max(2, round(leaf.pixels(0.4))), cv2.LINE_AA)
            return


def _smooth(points: np.ndarray) -> np.ndarray:
    """Corners cut three times: a pen does not turn sharply (Chaikin's method)."""
    for _ in range(3):
        ahead = np.roll(points, -1, axis=0)[:-1]
        near, far = 0.75 * points[:-1] + 0.25 * ahead, 0.25 * points[:-1] + 0.75 * ahead
        points = np.stack((near, far), axis=1).reshape(-1, 2)
    return points.astype(np.int32)


def broken(leaf: Leaf, rng: Generator) -> Leaf:
    """Rules with gaps of 0.3 to 1.5 mm every few centimetres, and paler in places, as a worn drum prints them."""
    picture = leaf.picture.astype(np.float32)
    for x0, y0, x1, y1 in leaf.rules:
        across = x1 - x0 >= y1 - y0
        length = max(x1 - x0, y1 - y0)
        place = rng.uniform(0, leaf.pixels(30))
        while place < length:
            gap = leaf.pixels(rng.uniform(0.3, 1.5))
            left, top = (x0 + place, y0 - 2) if across else (x0 - 2, y0 + place)
            right, bottom = (x0 + place + gap, y1 + 3) if across else (x1 + 3, y0 + place + gap)
            area = picture[max(0, round(top)) : round(bottom), max(0, round(left)) : round(right)]
            area += (255 - area) * rng.choice((1.0, 1.0, 0.6))
            place += gap + leaf.pixels(rng.uniform(4, 40))
    return leaf.printed(picture.astype(np.uint8))
