"""Office seals and watermarks: ink laid over a printed page, as light through a coloured film."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.random import Generator
from PIL import Image, ImageDraw, ImageFont

from benchmarks.corpus.leaf import Leaf
from samples.make import fonts
from samples.make.scan import Picture

RED, BLUE = (212, 42, 46), (52, 70, 176)
_NAMES = ("某某省某某厅财务专用章", "青河市财政局", "临江省农业农村厅预算专用章", "白石县水务局", "东泽市教育局公章")
_WATERMARKS = ("公示", "内部资料", "临江省财政厅", "青河市财政局 预算公开", "仅供公示使用")


def _font(pixels: float) -> ImageFont.FreeTypeFont:
    face = fonts.FACES["zenhei"]
    return ImageFont.truetype(face.path, max(8, round(pixels)), index=face.index)


def _character(text: str, pixels: float, turn: float) -> Picture:
    """One character in white on black in a square, turned clockwise by degrees."""
    side = round(pixels * 1.5)
    tile = Image.new("L", (side, side))
    ImageDraw.Draw(tile).text((side / 2, side / 2), text, fill=255, font=_font(pixels), anchor="mm")
    return np.asarray(tile.rotate(-turn, resample=Image.Resampling.BICUBIC))


def _paste(plate: Picture, tile: Picture, x: float, y: float) -> None:
    left, top = round(x - tile.shape[1] / 2), round(y - tile.shape[0] / 2)
    area = plate[max(0, top) : top + tile.shape[0], max(0, left) : left + tile.shape[1]]
    part = tile[max(0, -top) :, max(0, -left) :][: area.shape[0], : area.shape[1]]
    np.maximum(area, part, out=area)


def _round(half_width: float, half_height: float, name: str) -> Picture:
    """A ring, the name along its upper part, a star in the middle or, in an oval one, a line of figures."""
    height, width = round(2.2 * half_height), round(2.2 * half_width)
    plate, centre = np.zeros((height, width), np.uint8), (width / 2, height / 2)
    thick = max(2, round(half_height / 16))
    axes = (round(half_width - thick), round(half_height - thick))
    cv2.ellipse(plate, (width // 2, height // 2), axes, 0, 0, 360, 255, thick, cv2.LINE_AA)
    for position, character in enumerate(name):
        angle = np.pi * (0.86 + 1.28 * position / (len(name) - 1))
        x, y = centre[0] + 0.76 * half_width * np.cos(angle), centre[1] + 0.74 * half_height * np.sin(angle)
        slope = np.degrees(np.arctan2(half_width * np.cos(angle), -half_height * np.sin(angle)))
        _paste(plate, _character(character, half_height * 0.25, slope), x, y)
    if half_width == half_height:
        spokes = [(-np.pi / 2 + k * np.pi / 5, half_width * (0.32 if k % 2 == 0 else 0.125)) for k in range(10)]
        star = [(centre[0] + r * np.cos(a), centre[1] + r * np.sin(a)) for a, r in spokes]
        cv2.fillPoly(plate, [np.array(star, np.int32)], 255, cv2.LINE_AA)
    else:
        for position, character in enumerate("专用章"):
            _paste(plate, _character(character, half_height * 0.3, 0), centre[0] + (position - 1) * 0.33 * half_width,
                   centre[1] + 0.2 * half_height)  # fmt: skip
    return plate


def _square(half: float, name: str) -> Picture:
    """A frame with the name in columns from the right."""
    side = round(2.1 * half)
    plate, thick = np.zeros((side, side), np.uint8), max(2, round(half / 14))
    rim = round(0.05 * side) + thick
    cv2.rectangle(plate, (rim, rim), (side - rim, side - rim), 255, thick, cv2.LINE_AA)
    columns = int(np.ceil(np.sqrt(len(name))))
    step = 1.7 * half / columns
    for position, character in enumerate(name):
        column, row = divmod(position, columns)
        x, y = side / 2 + 0.85 * half - (column + 0.5) * step, side / 2 - 0.85 * half + (row + 0.5) * step
        _paste(plate, _character(character, step * 0.85, 0), x, y)
    return plate


def _plate(leaf: Leaf, rng: Generator) -> Picture:
    """A seal of the customary sizes: 38 to 42 mm round, 45 × 30 mm oval, 20 to 30 mm square."""
    name = str(rng.choice(_NAMES))
    match rng.integers(0, 4):
        case 0:
            plate = _round(leaf.pixels(22.5), leaf.pixels(15), name)
        case 1:
            plate = _square(leaf.pixels(rng.uniform(10, 15)), name)
        case _:
            radius = leaf.pixels(rng.uniform(19, 21))
            plate = _round(radius, radius, name)
    turn = cv2.getRotationMatrix2D((plate.shape[1] / 2, plate.shape[0] / 2), float(rng.uniform(-14, 14)), 1)
    return cv2.warpAffine(plate, turn, (plate.shape[1], plate.shape[0]), flags=cv2.INTER_LINEAR)


def _uneven(shape: tuple[int, ...], rng: Generator) -> np.ndarray:
    """How much ink the pad gave: patches, and pores of the rubber."""
    coarse = rng.uniform(0.55, 1.0, (6, 6)).astype(np.float32)
    patches = cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)
    return np.clip(patches * rng.uniform(0.75, 1.0, shape), 0, 0.95)


def press(picture: Picture, plate: np.ndarray, x: float, y: float, ink: tuple[int, ...]) -> Picture:
    """The plate (height × width, 0 to 1) pressed with its middle at x, y: light passes paper and ink in turn."""
    pressed = picture.astype(np.float32)
    left, top = round(x - plate.shape[1] / 2), round(y - plate.shape[0] / 2)
    area = pressed[max(0, top) : top + plate.shape[0], max(0, left) : left + plate.shape[1]]
    share = plate[max(0, -top) :, max(0, -left) :][: area.shape[0], : area.shape[1], None]
    area *= 1 - share + share * np.array(ink, np.float32) / 255
    return np.clip(pressed, 0, 255).astype(np.uint8)


def sealed(leaf: Leaf, rng: Generator) -> Leaf:
    """One seal, on some pages two, each with its ring or face over some character of the page; none on a blank page."""
    picture = leaf.picture
    if not len(leaf.glyphs):
        return leaf
    for _ in range(int(rng.choice((1, 1, 2)))):
        plate = _plate(leaf, rng)
        inked = cv2.GaussianBlur(plate, (0, 0), 0.9).astype(np.float32) / 255 * _uneven(plate.shape, rng)
        x0, y0, x1, y1 = leaf.glyphs[int(rng.integers(len(leaf.glyphs) // 3, len(leaf.glyphs)))]
        reach = 0.4 * min(plate.shape)
        x, y = (x0 + x1) / 2 + rng.uniform(-reach, reach), (y0 + y1) / 2 + rng.uniform(-reach, reach)
        picture = press(picture, inked, float(x), float(y), RED if rng.random() < 0.8 else BLUE)
    return leaf.printed(picture)


def watermarked(leaf: Leaf, rng: Generator) -> Leaf:
    """A word printed pale and slanting below the table: once and large, or many times and small."""
    height, width = leaf.picture.shape[:2]
    text, many = str(rng.choice(_WATERMARKS)), rng.random() < 0.5
    size = leaf.pixels(9) if many else min(leaf.pixels(42), 0.9 * width / len(text))
    across = round(1.5 * max(height, width))
    plate = Image.new("L", (across, across))
    pen, font = ImageDraw.Draw(plate), _font(size)
    if many:
        step = size * (len(text) + 3)
        for row, y in enumerate(np.arange(0, across, size * 4)):
            for x in np.arange(-step / 2 * (row % 2), across, step):
                pen.text((x, y), text, fill=255, font=font)
    else:
        pen.text((across / 2, across / 2), text, fill=255, font=font, anchor="mm")
    slanted = np.asarray(plate.rotate(float(rng.uniform(25, 50)), resample=Image.Resampling.BICUBIC))
    left, top = (across - width) // 2, (across - height) // 2
    inked = slanted[top : top + height, left : left + width].astype(np.float32) / 255
    grey = int(rng.integers(196, 226))
    ink = (grey, grey, grey) if rng.random() < 0.7 else (grey, grey - 12, min(255, grey + 22))
    return leaf.printed(press(leaf.picture, inked, width / 2, height / 2, ink))
