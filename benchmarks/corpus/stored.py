"""Pictures into a PDF without a text layer, as a device writes it: JPEG pages, or bits in CCITT G4."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from samples.make import scan
from samples.make.scan import Picture

_NO_DATE = time.gmtime(0)  # the same bytes every time


def store(pictures: Sequence[Picture], dpi: float, path: Path, quality: int | None) -> None:
    """Write a page a picture; `quality` of the JPEG, None for black and white in CCITT G4."""
    if quality is not None:
        scan.pdf_of(pictures, dpi, path, quality=quality)
        return
    first, *rest = (Image.fromarray(picture[:, :, 0]).convert("1", dither=Image.Dither.NONE) for picture in pictures)
    first.save(path, "PDF", resolution=dpi, save_all=True, append_images=rest, creationDate=_NO_DATE, modDate=_NO_DATE)
