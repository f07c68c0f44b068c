"""Telephones held as people hold them: far aslant, over a book that bows, in bad light, moving (RGB, uint8).

Every function takes the sheet and the seeded generator; the sheet lies on a desk and none of it is cut off.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.random import Generator

from samples.make.scan import Picture

WOOD = np.array((150, 104, 66), np.float32)


def tilted(picture: Picture, rng: Generator, *, degrees: float = 20.0) -> Picture:
    """Seen from the side by so many degrees out of the vertical, in a direction of chance, on planks of wood."""
    height, width = picture.shape[:2]
    angle, lean = rng.uniform(0, 2 * np.pi), np.radians(degrees)
    distance = 1.9 * max(height, width)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)
    away = corners - (width / 2, height / 2)
    along = away @ (np.cos(angle), np.sin(angle))
    depth = distance + along * np.sin(lean)
    seen = away - (along * (1 - np.cos(lean)))[:, None] * (np.cos(angle), np.sin(angle))
    seen = seen * (distance / depth)[:, None]
    seen += 0.05 * max(height, width) - seen.min(axis=0)
    wide, tall = (np.ceil(seen.max(axis=0)) + 0.05 * max(height, width)).astype(int)
    view = cv2.getPerspectiveTransform(corners.astype(np.float32), seen.astype(np.float32))
    xs, ys = _mesh(int(tall), int(wide))
    back = np.linalg.inv(view)
    depth = back[2, 0] * xs + back[2, 1] * ys + back[2, 2]
    from_x = (back[0, 0] * xs + back[0, 1] * ys + back[0, 2]) / depth
    from_y = (back[1, 0] * xs + back[1, 1] * ys + back[1, 2]) / depth
    return _taken(picture, from_x, from_y, rng)


def curled(picture: Picture, rng: Generator) -> Picture:
    """A leaf of an open book: lines bow along the sheet, and near the spine also draw together; bowed across too."""
    height, width = picture.shape[:2]
    rim = round(0.06 * max(height, width))
    xs, ys = _mesh(height + 2 * rim, width + 2 * rim)
    u, v = (xs - rim) / width, (ys - rim) / height
    if rng.random() < 0.5:
        u = 1 - u  # the spine at the right
    rise = rng.uniform(0.012, 0.022) * height * np.exp(-3 * np.clip(u, 0, 1)) * (2 * v - 1)
    bow_y = rng.uniform(0.004, 0.01) * height * np.sin(np.pi * u)
    bow_x = rng.uniform(0.003, 0.007) * width * np.sin(np.pi * v) * rng.choice((-1, 1))
    return _taken(picture, xs - rim + bow_x, ys - rim + rise + bow_y, rng, spine=u)


def dim(picture: Picture, rng: Generator) -> Picture:
    """In the evening: a third of the light, and the noise of a high sensitivity, smoothed by the telephone."""
    sheet = tilted(picture, rng, degrees=5).astype(np.float32) * rng.uniform(0.36, 0.46)
    sheet += 10 * rng.standard_normal(sheet.shape[:2], np.float32)[:, :, None]
    sheet += 5 * rng.standard_normal(sheet.shape, np.float32)
    return cv2.bilateralFilter(np.clip(sheet, 0, 255).astype(np.uint8), 5, 22, 2)


def shaken(picture: Picture, rng: Generator, *, reach: float = 0.0022) -> Picture:
    """Moved while the shutter was open, by a share of the longer side, in a direction of chance."""
    sheet = tilted(picture, rng, degrees=5)
    length = max(2, round(reach * max(sheet.shape)))
    side = 2 * length + 1
    angle = rng.uniform(0, np.pi)
    dx, dy = length / 2 * np.cos(angle), length / 2 * np.sin(angle)
    path = np.zeros((side * 8, side * 8), np.uint8)
    middle = side * 4
    ends = [(round(middle + s * 8 * dx), round(middle + s * 8 * dy)) for s in (-1, 1)]
    cv2.line(path, ends[0], ends[1], 255, 8)
    kernel = cv2.resize(path, (side, side), interpolation=cv2.INTER_AREA).astype(np.float32)
    return cv2.filter2D(sheet, -1, kernel / kernel.sum())


def _mesh(tall: int, wide: int) -> tuple[np.ndarray, np.ndarray]:
    xs, ys = np.meshgrid(np.arange(wide, dtype=np.float32), np.arange(tall, dtype=np.float32))
    return xs, ys


def _taken(
    picture: Picture, from_x: np.ndarray, from_y: np.ndarray, rng: Generator, *, spine: np.ndarray | None = None
) -> Picture:
    """The scene: the sheet where it is, planks elsewhere, the shadow of a hand, soft focus, noise."""
    height, width = picture.shape[:2]
    from_x, from_y = from_x.astype(np.float32), from_y.astype(np.float32)
    seen = cv2.remap(picture, from_x, from_y, cv2.INTER_CUBIC).astype(np.float32)
    cover = cv2.remap(np.ones((height, width), np.float32), from_x, from_y, cv2.INTER_LINEAR)[:, :, None]
    tall, wide = from_x.shape
    scene = seen * cover + _planks(tall, wide, rng) * (1 - cover)
    xs, ys = _mesh(tall, wide)
    hand = np.hypot(xs / wide - rng.uniform(0.2, 0.9), ys / tall - rng.uniform(0.9, 1.1)) - rng.uniform(0.25, 0.45)
    light = 1 - 0.3 / (1 + np.exp(hand * 30))
    if spine is not None:
        light = light * (1 - 0.3 * np.exp(-9 * np.clip(spine, 0, 1)))
    scene *= light[:, :, None].astype(np.float32)
    scene = cv2.GaussianBlur(scene, (0, 0), 0.8) + 3.5 * rng.standard_normal(scene.shape, np.float32)
    return np.clip(scene, 0, 255).astype(np.uint8)


def _planks(tall: int, wide: int, rng: Generator) -> np.ndarray:
    """Planks with grain along them and dark joints between."""
    grain = cv2.resize(rng.uniform(0.78, 1.15, (max(2, tall // 4), 5)).astype(np.float32), (wide, tall))
    desk = WOOD * grain[:, :, None]
    step = max(40, tall // 9)
    for joint in range(step // 2, tall, step):
        desk[joint : joint + max(2, tall // 500)] *= 0.35
    return desk
