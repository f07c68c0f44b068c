"""Pictures of pages, drawn on demand and turned as the boxes of the dataset are."""

from __future__ import annotations

import io
import threading
from collections import OrderedDict
from pathlib import Path
from typing import Literal, cast

from extractors.model import QuarterTurn
from extractors.overlay import turn_upright
from extractors.source import open_document

# Sharp enough to read and to enlarge; what the page is shown with first, and when a person zooms in.
Resolution = Literal[100, 200]
RESOLUTIONS: tuple[Resolution, ...] = (100, 200)
MEDIA_TYPE = "image/webp"
QUALITY = 82
KEPT_BYTES = 96 << 20


class Pictures:
    """Draws pages, one at a time because pdfium knows no threads, and keeps the last ones."""

    def __init__(self) -> None:
        self._drawing = threading.Lock()
        self._kept: OrderedDict[tuple[str, int, int], bytes] = OrderedDict()

    def page(self, sha256: str, file: Path, page: int, turned: int, dpi: Resolution) -> bytes:
        """The upright page as WebP.

        Raises:
            SourceError, PageTooLargeError: the file or the page cannot be drawn.
            IndexError: there is no such page.
        """
        key = (sha256, page, dpi)
        with self._drawing:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            picture = _draw(file, page, cast(QuarterTurn, turned), dpi)
            self._kept[key] = picture
            while len(self._kept) > 1 and sum(map(len, self._kept.values())) > KEPT_BYTES:
                self._kept.popitem(last=False)
            return picture


def _draw(file: Path, page: int, turned: QuarterTurn, dpi: Resolution) -> bytes:
    from PIL import Image

    with open_document(file) as document:
        opened = document.page(page)
        try:
            upright = turn_upright(opened.image(dpi), turned)
        finally:
            opened.close()
    buffer = io.BytesIO()
    # method 2: half the time of the default for a few per cent more bytes
    Image.fromarray(upright).save(buffer, "WEBP", quality=QUALITY, method=2)
    return buffer.getvalue()
