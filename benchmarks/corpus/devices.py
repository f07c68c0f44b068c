"""Scanners, fax machines and telephones: a printed sheet in, the picture that is stored out (RGB, uint8).

Lengths in the arguments are degrees and pixels; every function takes the seeded generator.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.random import Generator

from samples.make.scan import PAPER, Picture

LID = (232, 232, 230)
DARK = (28, 27, 26)


def laid(picture: Picture, angle: float, *, lid: tuple[int, ...] = LID) -> Picture:
    """The sheet crooked on the glass by degrees, clockwise positive; nothing cut off, the lid seen round it."""
    height, width = picture.shape[:2]
    turn = np.radians(abs(angle))
    # up to a degree the sheet fills the glass and its corners are cut, as they are in offices
    wide, tall = width, height
    if abs(angle) > 1.2:
        wide = round(width * np.cos(turn) + height * np.sin(turn))
        tall = round(height * np.cos(turn) + width * np.sin(turn))
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -angle, 1.0)
    matrix[:, 2] += ((wide - width) / 2, (tall - height) / 2)
    colour = lid if abs(angle) > 1.2 else PAPER
    return cv2.warpAffine(picture, matrix, (wide, tall), flags=cv2.INTER_CUBIC, borderValue=colour)


def rimmed(picture: Picture, rng: Generator, dpi: float) -> Picture:
    """A lid left open: two or three dark rims outside the sheet, each a wedge with a soft edge."""
    sides = [int(rng.uniform(2, 9) / 25.4 * dpi) if rng.random() < 0.75 else 0 for _ in range(4)]
    top, bottom, left, right = sides
    framed = cv2.copyMakeBorder(picture, top, bottom, left, right, cv2.BORDER_CONSTANT, value=DARK)
    tall, wide = framed.shape[:2]
    slope = np.tan(np.radians(rng.uniform(-0.5, 0.5)))
    matrix = np.array([[1, slope, -slope * tall / 2], [-slope, 1, slope * wide / 2]], np.float32)
    return cv2.warpAffine(framed, matrix, (wide, tall), flags=cv2.INTER_CUBIC, borderValue=DARK)


def office(picture: Picture, rng: Generator, *, noise: float = 5.0, blur: float = 0.6) -> Picture:
    """A flat-bed or feeder: soft focus, uneven lamp, paper noise, a few specks."""
    sheet = cv2.GaussianBlur(picture, (0, 0), blur).astype(np.float32)
    height, width = sheet.shape[:2]
    lamp = np.linspace(rng.uniform(0.92, 1.0), rng.uniform(0.95, 1.0), width, dtype=np.float32)
    sheet *= lamp[None, :, None]
    sheet += (noise * rng.standard_normal((height, width), np.float32))[:, :, None]
    for _ in range(int(rng.integers(15, 40))):
        centre = (int(rng.integers(0, width)), int(rng.integers(0, height)))
        cv2.circle(sheet, centre, int(rng.integers(1, 3)), (110, 110, 110), -1)
    return np.clip(sheet, 0, 255).astype(np.uint8)


def poor(picture: Picture, rng: Generator) -> Picture:
    """A copy of a copy: patches where the toner faded, grey paper, speckle."""
    height, width = picture.shape[:2]
    patches = cv2.resize(
        rng.uniform(0.55, 1.0, (5, 4)).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC
    )
    sheet = cv2.GaussianBlur(picture, (0, 0), 0.5).astype(np.float32)
    sheet = 242 - (242 - np.minimum(sheet, 242)) * np.clip(patches, 0.5, 1.0)[:, :, None]
    sheet += (7 * rng.standard_normal((height, width), np.float32))[:, :, None]
    for _ in range(int(height * width / 9000)):
        x, y = int(rng.integers(0, width)), int(rng.integers(0, height))
        sheet[y : y + 1 + int(rng.random() < 0.3), x : x + 1] = rng.uniform(60, 170)
    return grey(np.clip(sheet, 0, 255).astype(np.uint8))


def grey(picture: Picture) -> Picture:
    """Colour lost."""
    return cv2.cvtColor(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)


def faxed(picture: Picture, rng: Generator) -> Picture:
    """Black or white by a threshold that shifts over the page, ragged edges, lost pixels, a streak of dirt."""
    sheet = cv2.GaussianBlur(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), (0, 0), 0.6).astype(np.float32)
    height, width = sheet.shape
    sheet += 9 * rng.standard_normal((height, width), np.float32)
    level = np.linspace(rng.uniform(155, 185), rng.uniform(155, 185), width, dtype=np.float32)
    bits = np.where(sheet > level[None, :], 255, 0).astype(np.uint8)
    flipped = rng.random((height, width), np.float32) < 0.0004
    bits[flipped] = 255 - bits[flipped]
    if rng.random() < 0.4:
        column = int(rng.integers(round(0.02 * width), round(0.05 * width)))
        bits[rng.random(height) < 0.8, column : column + 2] = 0
    return cv2.cvtColor(bits, cv2.COLOR_GRAY2RGB)


def turned(picture: Picture, quarter: int) -> Picture:
    """Lying on its side or head: turned clockwise by 0, 90, 180 or 270 degrees."""
    return np.ascontiguousarray(np.rot90(picture, k=-(quarter // 90)))


def side_by_side(pictures: Sequence[Picture], rng: Generator) -> tuple[Picture, Picture]:
    """Sheets next to each other, each a little crooked, a gap between; with the picture where there is paper (255)."""
    height = max(picture.shape[0] for picture in pictures)
    room = round(0.012 * height)
    parts, covers = [], []
    for picture in pictures:
        lacking = height - picture.shape[0]
        rims = (lacking // 2 + room, lacking - lacking // 2 + room, room, room)
        framed = cv2.copyMakeBorder(picture, *rims, cv2.BORDER_CONSTANT, value=(0, 0, 0))
        cover = cv2.copyMakeBorder(np.full(picture.shape[:2], 255, np.uint8), *rims, cv2.BORDER_CONSTANT, value=0)
        size = (framed.shape[1], framed.shape[0])
        matrix = cv2.getRotationMatrix2D((size[0] / 2, size[1] / 2), float(rng.uniform(-0.9, 0.9)), 1)
        parts.append(cv2.warpAffine(framed, matrix, size, flags=cv2.INTER_CUBIC))
        covers.append(cv2.warpAffine(cover, matrix, size))
    return np.hstack(parts), np.hstack(covers)


def _desk(height: int, width: int, rng: Generator) -> np.ndarray:
    """Wood or a grey table top: a colour with grain along it."""
    colour = np.array(((118, 92, 70), (92, 70, 54), (128, 128, 126), (70, 76, 82))[int(rng.integers(4))], np.float32)
    grain = cv2.resize(rng.uniform(0.82, 1.12, (max(2, height // 6), 3)).astype(np.float32), (width, height))
    return colour * grain[:, :, None]


def photographed(picture: Picture, rng: Generator, *, paper: Picture | None = None, strength: float = 0.045) -> Picture:
    """A telephone above a desk: perspective, a sheet that bows, shadows, warm light, soft focus, noise.

    Args:
        picture: the sheet or sheets.
        rng: the seeded generator.
        paper: 255 where the picture is paper and not desk; None: everywhere.
        strength: largest shift of a corner as a share of the width.
    """
    height, width = picture.shape[:2]
    rim = round((0.06 if paper is None else 0.03) * max(height, width))
    tall, wide = height + 2 * rim, width + 2 * rim
    sheet = cv2.copyMakeBorder(picture, rim, rim, rim, rim, cv2.BORDER_CONSTANT, value=(0, 0, 0))
    cover = np.zeros((tall, wide), np.float32)
    cover[rim : rim + height, rim : rim + width] = 1 if paper is None else paper / np.float32(255)
    corners = np.array([[0, 0], [wide, 0], [wide, tall], [0, tall]], np.float32)
    inwards = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]], np.float32)
    moved = corners + inwards * rng.uniform(0, strength * width, (4, 2)).astype(np.float32)
    view = cv2.getPerspectiveTransform(moved, corners)
    xs, ys = np.meshgrid(np.arange(wide, dtype=np.float32), np.arange(tall, dtype=np.float32))
    bow = rng.uniform(0.002, 0.007) * tall * rng.choice((-1, 1))
    bent = ys + bow * np.sin(xs / wide * np.pi + rng.uniform(-0.4, 0.4))
    depth = view[2, 0] * xs + view[2, 1] * bent + view[2, 2]
    from_x = ((view[0, 0] * xs + view[0, 1] * bent + view[0, 2]) / depth).astype(np.float32)
    from_y = ((view[1, 0] * xs + view[1, 1] * bent + view[1, 2]) / depth).astype(np.float32)
    seen = cv2.remap(sheet, from_x, from_y, cv2.INTER_CUBIC).astype(np.float32)
    share = cv2.remap(cover, from_x, from_y, cv2.INTER_LINEAR)[:, :, None]
    scene = seen * share + _desk(tall, wide, rng) * (1 - share)
    scene *= _light(xs / wide, ys / tall, rng)[:, :, None] * np.array([1.0, 0.97, 0.91], np.float32)
    scene = cv2.GaussianBlur(scene, (0, 0), 0.8) + 3.5 * rng.standard_normal(scene.shape, np.float32)
    return np.clip(scene, 0, 255).astype(np.uint8)


def _light(x: np.ndarray, y: np.ndarray, rng: Generator) -> np.ndarray:
    """A lamp from one side and, often, the soft shadow of the hand that holds the telephone."""
    angle = rng.uniform(0, 2 * np.pi)
    along = (x - 0.5) * np.cos(angle) + (y - 0.5) * np.sin(angle)
    light = 0.84 + 0.24 * along
    if rng.random() < 0.6:
        cx, cy, reach = rng.uniform(0, 1), rng.uniform(0.6, 1.1), rng.uniform(0.2, 0.4)
        light -= 0.22 / (1 + np.exp((np.hypot(x - cx, y - cy) - reach) * 14))
    return light.astype(np.float32)
