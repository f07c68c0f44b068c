"""Digital pages whose text layer lies or is missing: made from a typeset PDF, character by character.

Each writer takes the typeset PDF, the file to write and the seeded generator; pages keep their size and look.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import ttfonts
from reportlab.pdfgen.canvas import Canvas

from benchmarks.corpus import devices
from samples.make import fonts, scan

Place = tuple[float, float, float]  # size, x, baseline (upwards)
Glyph = Callable[[Canvas, str, str, Place], None]
_GRID = 512  # pixels a glyph's em is traced at
_SLIPS = str.maketrans("≥≤%01项目万户指标值", "2＜9Ol顶自方尸措际直")


@dataclass(frozen=True, slots=True)
class Typeset:
    """One page of a typeset PDF in points, y downwards: its characters and rules as pdfplumber tells them."""

    width: float
    height: float
    characters: list[dict[str, Any]]
    rules: list[dict[str, Any]]


def _pages(pdf: Path) -> list[Typeset]:
    import pdfplumber

    with pdfplumber.open(pdf) as document:
        return [
            Typeset(float(page.width), float(page.height), page.chars, [*page.lines, *page.rects])
            for page in document.pages
        ]


@cache
def _face_names() -> dict[str, str]:
    return {fonts.load(name).face.name.decode().replace(" ", ""): name for name in fonts.FACES}


def _face(character: dict[str, Any]) -> str:
    printed = str(character["fontname"]).split("+")[-1].replace(" ", "")
    return next((key for name, key in _face_names().items() if printed in name or name in printed), fonts.FALLBACK)


def _typed(canvas: Canvas, text: str, face: str, place: Place) -> None:
    size, x, baseline = place
    for font, part in fonts.runs(text, face):
        canvas.setFont(font, size)
        canvas.drawString(x, baseline, part)


@cache
def _contours(text: str, face: str) -> tuple[np.ndarray, ...]:
    """The outline of a glyph as closed polygons in shares of the em, y upwards from the baseline."""
    entry = fonts.FACES[face]
    plate = Image.new("L", (2 * _GRID, 2 * _GRID))
    font = ImageFont.truetype(entry.path, _GRID, index=entry.index)
    ImageDraw.Draw(plate).text((_GRID // 4, 1.25 * _GRID), text, fill=255, font=font, anchor="ls")
    bits = (np.asarray(plate) > 127).astype(np.uint8)
    found, _ = cv2.findContours(bits, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    return tuple(
        (cv2.approxPolyDP(line, 1.0, True)[:, 0, :] - (_GRID / 4, 1.25 * _GRID)) / (_GRID, -_GRID)
        for line in found
        if len(line) > 2
    )


def _drawn(canvas: Canvas, text: str, face: str, place: Place) -> None:
    size, x, baseline = place
    path = canvas.beginPath()
    (font, _), *_ = fonts.runs(text, face)
    for polygon in _contours(text, font):
        (x0, y0), *rest = (polygon * size + (x, baseline)).tolist()
        path.moveTo(x0, y0)
        for corner in rest:
            path.lineTo(*corner)
        path.close()
    canvas.drawPath(path, stroke=0, fill=1, fillMode=0)  # even-odd: the holes stay open


def _lay(canvas: Canvas, glyph: Glyph, characters: list[dict[str, Any]]) -> None:
    for character in characters:
        if character["text"].strip():
            _, _, _, _, x, baseline = character["matrix"]
            place = float(character["size"]), float(x), float(baseline)
            glyph(canvas, character["text"], _face(character), place)


def _rule(canvas: Canvas, page: Typeset, rule: dict[str, Any]) -> None:
    thick = max(float(rule["linewidth"] or 0.5), 0.1)
    x0, x1 = float(rule["x0"]), float(rule["x1"])
    y0, y1 = page.height - float(rule["bottom"]), page.height - float(rule["top"])
    if rule["object_type"] == "rect":
        canvas.rect(x0, y0, x1 - x0, y1 - y0, stroke=0, fill=1)
    else:
        canvas.setLineWidth(thick)
        canvas.setLineCap(2)
        canvas.line(x0, y0, x1, y1)


def _redrawn(pdf: Path, out: Path, glyph: Glyph) -> None:
    canvas = Canvas(str(out), invariant=1, pageCompression=1)
    for page in _pages(pdf):
        canvas.setPageSize((page.width, page.height))
        for rule in page.rules:
            _rule(canvas, page, rule)
        _lay(canvas, glyph, page.characters)
        canvas.showPage()
    canvas.save()


def outlined(pdf: Path, out: Path, random: Random) -> None:
    """Text as filled outlines: a page without a single character in its text layer."""
    _redrawn(pdf, out, _drawn)


@contextmanager
def _mapping(change: Callable[[int], int]) -> Iterator[None]:
    """ReportLab's fonts say other characters than they show while this is open."""
    true_map = ttfonts.makeToUnicodeCMap
    ttfonts.makeToUnicodeCMap = lambda name, subset: true_map(name, [change(code) for code in subset])
    try:
        yield
    finally:
        ttfonts.makeToUnicodeCMap = true_map


def garbled(pdf: Path, out: Path, random: Random) -> None:
    """Fonts that show the right glyphs and map them to Latin signs, to private codes, or to other Chinese."""
    kind, shift = random.choice(("latin", "private", "chinese")), random.randint(3, 4000)
    change: dict[str, Callable[[int], int]] = {
        "latin": lambda code: 33 + (code * 7 + shift) % 90,
        "private": lambda code: 0xE000 + code % 6000,
        "chinese": lambda code: (
            0x4E00 + (code - 0x4E00 + shift) % 20000 if code >= 0x4E00 else 48 + (code + shift) % 10
        ),
    }
    with _mapping(change[kind]):
        _redrawn(pdf, out, _typed)


def _picture(canvas: Canvas, picture: scan.Picture, box: tuple[float, float, float, float], quality: int) -> None:
    stored = io.BytesIO()
    Image.fromarray(picture).save(stored, "JPEG", quality=quality)
    stored.seek(0)
    canvas.drawImage(ImageReader(stored), *box)


def pasted(pdf: Path, out: Path, random: Random) -> None:
    """A digital page whose table is one picture of 150 to 220 dpi; headings and notes stay text."""
    dpi = random.choice((150, 180, 200, 220))
    canvas = Canvas(str(out), invariant=1, pageCompression=1)
    for page, picture in zip(_pages(pdf), scan.drawn(pdf, dpi), strict=True):
        canvas.setPageSize((page.width, page.height))
        # from the edge of the outermost rules: open frames have none at their sides
        inside = [float(rule[key]) for rule in page.rules for key in ("x0", "x1")]
        across = [float(rule[key]) for rule in page.rules for key in ("top", "bottom")]
        x0, x1, top, bottom = min(inside) - 2, max(inside) + 2, min(across) - 2, max(across) + 2
        left, upper, right, lower = (round(edge * dpi / 72) for edge in (x0, top, x1, bottom))
        cut = picture[upper:lower, left:right]
        _picture(canvas, cut, (x0, page.height - bottom, x1 - x0, bottom - top), random.choice((70, 85)))
        _lay(canvas, _typed, [c for c in page.characters if not top < float(c["top"]) < bottom])
        canvas.showPage()
    canvas.save()


def searchable(pdf: Path, out: Path, random: Random) -> None:
    """An office scan with the invisible text of a poor recogniser: slips, lost signs, places off by some points."""
    rng = np.random.default_rng(random.getrandbits(32))
    canvas = Canvas(str(out), invariant=1, pageCompression=1)
    for page, picture in zip(_pages(pdf), scan.drawn(pdf, 200), strict=True):
        sheet = devices.office(devices.laid(picture, float(rng.uniform(-1, 1))), rng)
        canvas.setPageSize((page.width, page.height))
        _picture(canvas, sheet, (0, 0, page.width, page.height), 75)
        text = canvas.beginText()
        text.setTextRenderMode(3)
        for character in page.characters:
            _misread(text, character, random)
        canvas.drawText(text)
        canvas.showPage()
    canvas.save()


def _misread(text: Any, character: dict[str, Any], random: Random) -> None:
    if random.random() < 0.04:
        return
    shown = character["text"].translate(_SLIPS) if random.random() < 0.4 else character["text"]
    if random.random() < 0.03 and shown >= "一":
        shown = chr(ord(shown) ^ random.choice((1, 2, 4, 8)))
    _, _, _, _, x, baseline = character["matrix"]
    text.setTextOrigin(float(x) + random.uniform(-1, 3), float(baseline) - random.uniform(-1, 2))
    # any face will do: nothing of it is seen, and the fallback has most characters
    known = ord(shown) in fonts.load(fonts.FALLBACK).face.charToGlyph
    text.setFont(fonts.FALLBACK, float(character["size"]))
    text.textOut(shown if known else "口")


WRITERS: dict[str, Callable[[Path, Path, Random], None]] = {
    "searchable": searchable,
    "pasted": pasted,
    "outlines": outlined,
    "garbled": garbled,
}
