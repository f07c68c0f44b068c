"""Image files as pages: JPEG, PNG and TIFF wrapped into a PDF in memory, so that one way of reading serves all.

Nothing of a picture is lost on the way: a JPEG keeps its own bytes, anything else is packed losslessly, and
transparent ground becomes white, as a viewer shows it.
"""

from __future__ import annotations

import io
import warnings
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractors.errors import DamagedPictureError, PageTooLargeError

if TYPE_CHECKING:
    from PIL.Image import Image

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff"})
_MAGIC = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_FORMATS = ("JPEG", "PNG", "TIFF")
POINTS_PER_INCH = 72.0
# A0 at 300 dpi. A picture is unpacked whole, so this bounds the memory, not the time.
MAX_PICTURE_PIXELS = 140_000_000
MAX_FRAMES = 5_000
# The long side of paper from A5 to A2, in points. A picture whose stated resolution says otherwise (cameras write
# 72 dpi, which makes a page of metres) is taken for a sheet of A4.
_PAPER = (590.0, 1690.0)
_A4 = 841.89
_EXIF_ORIENTATION = 0x0112


def is_picture(head: bytes) -> bool:
    """Whether a file that begins with these bytes is a picture we take."""
    return head.startswith(_MAGIC)


def as_pdf(path: Path) -> io.BytesIO:
    """The picture as a PDF, a page for each frame, as large as its resolution says.

    Raises:
        DamagedPictureError: it, or a frame of it, cannot be decoded.
        PageTooLargeError: a frame has more than `MAX_PICTURE_PIXELS`.
        OSError: the file cannot be read at all.
    """
    from PIL import Image, UnidentifiedImageError

    content = path.read_bytes()
    pages = _Pages()
    # Pillow warns of, and at twice its limit refuses, large pictures; the limit here is our own.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
                for frame in _frames(picture, path):
                    pages.add(*_packed(frame, content))
        except Image.DecompressionBombError as error:
            raise PageTooLargeError(f"{path.name} has too many pixels for a page.") from error
        # what Pillow's decoders raise on damaged files, by their documentation and their source
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, TypeError, KeyError) as error:
            raise DamagedPictureError(f"{path.name} cannot be decoded as a picture.") from error
    return pages.finished()


def _frames(picture: Image, path: Path) -> Iterator[Image]:
    """The pages of a TIFF; of other files the picture: films and previews in PNG and JPEG are no pages."""
    count = getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1
    if count > MAX_FRAMES:
        raise PageTooLargeError(f"{path.name} has {count} frames, more than {MAX_FRAMES}.")
    for number in range(count):
        picture.seek(number)
        if picture.width * picture.height > MAX_PICTURE_PIXELS:
            size = f"{picture.width} × {picture.height}"
            raise PageTooLargeError(f"Picture {number + 1} of {path.name} has {size} pixels.")
        yield picture


def _packed(picture: Image, content: bytes) -> tuple[str, bytes, tuple[int, int], tuple[float, float]]:
    """The image object's dictionary, its bytes, its size in pixels and that of its page in points."""
    from PIL import ImageOps

    dpi = picture.info.get("dpi")
    turned = picture.getexif().get(_EXIF_ORIENTATION, 1) not in (0, 1)
    if picture.format == "JPEG" and picture.mode in ("L", "RGB") and not turned:
        picture.load()  # a JPEG cut short is found here and not when the page is drawn grey
        space = "/DeviceGray" if picture.mode == "L" else "/DeviceRGB"
        entries = f"/ColorSpace {space} /BitsPerComponent 8 /Filter /DCTDecode"
        return entries, content, picture.size, _page_size(picture.size, dpi)
    upright = ImageOps.exif_transpose(picture)
    if upright.width != picture.width and isinstance(dpi, tuple):
        dpi = dpi[::-1]
    flat = _flattened(upright)
    bits = 1 if flat.mode == "1" else 8
    space = "/DeviceRGB" if flat.mode == "RGB" else "/DeviceGray"
    entries = f"/ColorSpace {space} /BitsPerComponent {bits} /Filter /FlateDecode"
    return entries, zlib.compress(flat.tobytes(), 1), flat.size, _page_size(flat.size, dpi)


def _flattened(picture: Image) -> Image:
    """In one of the modes of a PDF: black and white, grey, colour; on white where it is transparent."""
    from PIL import Image

    if picture.mode in ("1", "L", "RGB"):
        if "transparency" not in picture.info:
            return picture
        picture = picture.convert("RGBA")
    if picture.mode.startswith("I;16") or picture.mode in ("I", "F"):
        # 16 bits of grey, which Pillow would clip, not scale
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    if picture.mode in ("LA", "PA", "La", "RGBA", "RGBa", "P"):
        seen = picture.convert("RGBA")
        ground = Image.new("RGBA", seen.size, "white")
        return Image.alpha_composite(ground, seen).convert("RGB")
    return picture.convert("RGB")


def _page_size(pixels: tuple[int, int], dpi: Any) -> tuple[float, float]:
    """Width and height in points by the stated resolution where it makes a sheet of paper, else those of an A4."""
    width, height = pixels
    try:
        across, down = float(dpi[0]), float(dpi[1])
        stated = (width / across * POINTS_PER_INCH, height / down * POINTS_PER_INCH)
        if _PAPER[0] <= max(stated) <= _PAPER[1]:
            return stated
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        pass
    scale = _A4 / max(width, height)
    return width * scale, height * scale


class _Pages:
    """A PDF of one picture a page, as plain as the format allows (ISO 32000-1, 7.5)."""

    def __init__(self) -> None:
        self._file = io.BytesIO()
        self._file.write(b"%PDF-1.4\n")
        self._offsets: dict[int, int] = {}
        self._pages = 0

    def add(self, entries: str, content: bytes, pixels: tuple[int, int], points: tuple[float, float]) -> None:
        """One more page, filled by the picture."""
        first = 3 + 3 * self._pages
        self._pages += 1
        # PNG states 99.9998 dpi for 100; hundredths of a point bring the round number back
        width, height = f"{points[0]:.2f}", f"{points[1]:.2f}"
        drawing = f"q {width} 0 0 {height} 0 0 cm /P Do Q".encode()
        resources = f"/Resources << /XObject << /P {first + 1} 0 R >> >>"
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] {resources} /Contents {first + 2} 0 R >>"
        self._object(first, page)
        picture = f"/Type /XObject /Subtype /Image /Width {pixels[0]} /Height {pixels[1]} {entries}"
        self._object(first + 1, f"<< {picture} /Length {len(content)} >>", content)
        self._object(first + 2, f"<< /Length {len(drawing)} >>", drawing)

    def finished(self) -> io.BytesIO:
        """The whole file, at its beginning."""
        kids = " ".join(f"{3 + 3 * page} 0 R" for page in range(self._pages))
        self._object(2, f"<< /Type /Pages /Kids [{kids}] /Count {self._pages} >>")
        self._object(1, "<< /Type /Catalog /Pages 2 0 R >>")
        start, count = self._file.tell(), len(self._offsets) + 1
        self._file.write(f"xref\n0 {count}\n0000000000 65535 f \n".encode())
        for number in range(1, count):
            self._file.write(f"{self._offsets[number]:010d} 00000 n \n".encode())
        self._file.write(f"trailer << /Size {count} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode())
        self._file.seek(0)
        return self._file

    def _object(self, number: int, dictionary: str, stream: bytes | None = None) -> None:
        self._offsets[number] = self._file.tell()
        self._file.write(f"{number} 0 obj\n{dictionary}\n".encode())
        if stream is not None:
            self._file.write(b"stream\n" + stream + b"\nendstream\n")
        self._file.write(b"endobj\n")
