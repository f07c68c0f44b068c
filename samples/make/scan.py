"""Pages as scanners and telephones give them: pure functions on pictures (height × width × 3, RGB, uint8).

Every function takes a seeded generator, so the same seed gives the same picture.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from samples.make import fonts

Picture = NDArray[np.uint8]

PAPER = (250, 250, 247)
DESK = (95, 75, 60)
SEAL_RED = (212, 42, 46)


def drawn(pdf: Path, dpi: float) -> list[Picture]:
    """The pages of a PDF as pictures."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return [np.asarray(page.render(scale=dpi / 72).to_pil().convert("RGB")) for page in document]
    finally:
        document.close()


def skewed(picture: Picture, angle: float) -> Picture:
    """The sheet laid on the glass a little crooked; degrees, clockwise positive."""
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -angle, 1.0)
    return cv2.warpAffine(picture, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=PAPER)


def jpeg(picture: Picture, quality: int) -> Picture:
    """Through JPEG and back."""
    stored = cv2.imencode(".jpg", picture[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return np.ascontiguousarray(cv2.imdecode(stored, cv2.IMREAD_COLOR)[:, :, ::-1])


def office(
    picture: Picture, rng: np.random.Generator, *, skew: float = 0.6, quality: int = 70, noise: float = 5.0
) -> Picture:
    """An office scanner: slight skew, soft focus, uneven light, paper noise, a few specks, JPEG."""
    sheet = cv2.GaussianBlur(skewed(picture, skew), (0, 0), 0.6).astype(np.float32)
    height, width = sheet.shape[:2]
    sheet *= (0.94 + 0.06 * np.linspace(0, 1, width))[None, :, None]
    sheet += rng.normal(0, noise, (height, width))[:, :, None]
    for _ in range(int(rng.integers(15, 40))):
        centre = (int(rng.integers(0, width)), int(rng.integers(0, height)))
        cv2.circle(sheet, centre, int(rng.integers(1, 3)), (110, 110, 110), -1)
    return jpeg(np.clip(sheet, 0, 255).astype(np.uint8), quality)


def sealed(picture: Picture, rng: np.random.Generator, x: int, y: int, radius: int) -> Picture:
    """A round red office seal pressed over the print: ring, star, name along the ring; centre and radius in pixels."""
    stamp = np.zeros(picture.shape[:2], dtype=np.uint8)
    cv2.circle(stamp, (x, y), radius, 255, max(2, radius // 18))
    spokes = [(-np.pi / 2 + k * np.pi / 5, radius * (0.34 if k % 2 == 0 else 0.135)) for k in range(10)]
    star = np.array([(int(x + r * np.cos(a)), int(y + r * np.sin(a))) for a, r in spokes])
    cv2.fillPoly(stamp, [star], 255)
    _name_on_ring(stamp, "某某省某某厅财务专用章", x, y, radius)
    pressed = cv2.GaussianBlur(stamp, (0, 0), 0.8) / 255.0 * rng.uniform(0.65, 0.95, stamp.shape)
    share = pressed[:, :, None]
    paper = picture.astype(np.float32) / 255
    return np.clip(paper * (1 - share + share * np.array(SEAL_RED) / 255) * 255, 0, 255).astype(np.uint8)


def _name_on_ring(stamp: Picture, name: str, x: int, y: int, radius: int) -> None:
    face = fonts.FACES["zenhei"]
    font = ImageFont.truetype(face.path, max(8, int(radius * 0.27)), index=face.index)
    side = max(10, int(radius * 0.36))
    for position, character in enumerate(name):
        angle = np.pi * (0.85 + 1.3 * position / (len(name) - 1))
        tile = Image.new("L", (side, side))
        ImageDraw.Draw(tile).text((side / 2, side / 2), character, fill=255, font=font, anchor="mm")
        turned = np.asarray(tile.rotate(-np.degrees(angle) - 90, resample=Image.Resampling.BICUBIC))
        left = int(x + radius * 0.73 * np.cos(angle) - side / 2)
        top = int(y + radius * 0.73 * np.sin(angle) - side / 2)
        if left < 0 or top < 0:
            continue
        area = stamp[top : top + side, left : left + side]
        np.maximum(area, turned[: area.shape[0], : area.shape[1]], out=area)


def turned(picture: Picture, quarter: int) -> Picture:
    """Lying on its side or head: turned clockwise by 90, 180 or 270 degrees."""
    return np.ascontiguousarray(np.rot90(picture, k=-(quarter // 90)))


def photographed(picture: Picture, rng: np.random.Generator, *, strength: float = 0.05) -> Picture:
    """A telephone above a desk: perspective, a sheet that bows, a shadow, warm light, soft focus, JPEG."""
    height, width = picture.shape[:2]
    rim = int(0.07 * width)
    scene = np.empty((height + 2 * rim, width + 2 * rim, 3), dtype=np.float32)
    scene[:] = DESK
    scene[rim : rim + height, rim : rim + width] = picture
    tall, wide = scene.shape[:2]
    corners = np.array([[0, 0], [wide, 0], [wide, tall], [0, tall]], dtype=np.float32)
    inwards = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]], dtype=np.float32)
    moved = corners + inwards * rng.uniform(0, strength * width, (4, 2)).astype(np.float32)
    view = cv2.getPerspectiveTransform(corners, moved)
    scene = cv2.warpPerspective(scene, view, (wide, tall), flags=cv2.INTER_CUBIC, borderValue=DESK)
    y, x = np.mgrid[0:tall, 0:wide].astype(np.float32)
    bow = rng.uniform(0.002, 0.006) * tall
    scene = cv2.remap(scene, x, y + bow * np.sin(x / wide * np.pi), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    scene *= (0.62 + 0.38 * np.clip((x / wide + y / tall) / 1.4, 0, 1))[:, :, None] * np.array([1.0, 0.97, 0.91])
    scene = cv2.GaussianBlur(scene, (0, 0), 0.8) + rng.normal(0, 3.5, scene.shape)
    return jpeg(np.clip(scene, 0, 255).astype(np.uint8), 82)


def faxed(picture: Picture, rng: np.random.Generator) -> Picture:
    """Black and white only, with pixels dropped and added."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    bits = np.where(grey > 150, 255, 0).astype(np.uint8)
    flipped = rng.random(bits.shape) < 0.0008
    bits[flipped] = 255 - bits[flipped]
    return cv2.cvtColor(bits, cv2.COLOR_GRAY2RGB)


def pdf_of(pictures: Sequence[Picture], dpi: float, path: Path, *, quality: int | None = 75) -> None:
    """An image-only PDF, a picture a page; `quality` None stores them without loss. The same bytes every time."""
    canvas = Canvas(str(path), invariant=1, pageCompression=1)
    for picture in pictures:
        width, height = picture.shape[1] * 72 / dpi, picture.shape[0] * 72 / dpi
        grey = bool((picture[:, :, 0] == picture[:, :, 1]).all() and (picture[:, :, 1] == picture[:, :, 2]).all())
        image = Image.fromarray(picture[:, :, 0] if grey else picture)
        canvas.setPageSize((width, height))
        if quality is None:
            canvas.drawImage(ImageReader(image), 0, 0, width, height)
        else:
            stored = io.BytesIO()
            image.save(stored, "JPEG", quality=quality)
            stored.seek(0)
            canvas.drawImage(ImageReader(stored), 0, 0, width, height)
        canvas.showPage()
    canvas.save()
