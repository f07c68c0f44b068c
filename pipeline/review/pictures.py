"""Pictures of pages, drawn on demand and turned as the boxes of the dataset are.

A process of its own draws: a file that crashes pdfium, or keeps it busy for ever, costs its picture only.
"""

from __future__ import annotations

import io
import multiprocessing
import signal
import threading
from collections import OrderedDict
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Literal, cast

from extractors.errors import DamagedPdfError, JixiaoError
from extractors.model import QuarterTurn
from pipeline.errors import PageTimeoutError

# Sharp enough to read and to enlarge; what the page is shown with first, and when a person zooms in.
Resolution = Literal[100, 200]
RESOLUTIONS: tuple[Resolution, ...] = (100, 200)
MEDIA_TYPE = "image/webp"
QUALITY = 82
KEPT_BYTES = 96 << 20
# Pages that take longer have millions of strokes; the cells are shown without their picture then.
DRAWING_SECONDS = 40.0

Order = tuple[Path, int, QuarterTurn, Resolution]


class Pictures:
    """Draws pages, one at a time, and keeps the last ones. `close` ends its process."""

    def __init__(self) -> None:
        self._drawing = threading.Lock()
        self._kept: OrderedDict[tuple[str, int, int], bytes] = OrderedDict()
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None

    def page(self, sha256: str, file: Path, page: int, turned: int, dpi: Resolution) -> bytes:
        """The upright page as WebP.

        Raises:
            SourceError, PageTooLargeError: the file or the page cannot be drawn.
            PageTimeoutError: it took too long.
        """
        key = (sha256, page, dpi)
        with self._drawing:
            if key not in self._kept:
                self._kept[key] = self._drawn((file, page, cast(QuarterTurn, turned), dpi))
                while len(self._kept) > 1 and sum(map(len, self._kept.values())) > KEPT_BYTES:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
            return self._kept[key]

    def warm(self) -> None:
        """Start the process before the first page is asked for."""
        with self._drawing:
            self._hired()

    def close(self) -> None:
        """End the process."""
        if self._process is not None and self._connection is not None:
            self._process.kill()
            self._process.join()
            self._connection.close()
        self._process = self._connection = None

    def _drawn(self, order: Order) -> bytes:
        connection = self._hired()
        try:
            connection.send(order)
            if not connection.poll(DRAWING_SECONDS):
                self.close()
                raise PageTimeoutError(f"Drawing page {order[1]} took more than {DRAWING_SECONDS:g} s.", "Skip it.")
            answer: bytes | JixiaoError = connection.recv()
        except (EOFError, OSError) as error:
            self.close()
            raise DamagedPdfError(f"Page {order[1]} cannot be drawn: the process that drew it died.") from error
        if isinstance(answer, JixiaoError):
            raise answer
        return answer

    def _hired(self) -> Connection:
        if self._connection is None or self._process is None or not self._process.is_alive():
            self.close()
            # a fresh interpreter: forking is not safe beside the threads of a server
            context = multiprocessing.get_context("spawn")
            self._connection, theirs = context.Pipe()
            self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
            self._process.start()
            theirs.close()
        return self._connection


def _serve(connection: Connection) -> None:
    """Draw what comes through the connection until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            order: Order = connection.recv()
        except (EOFError, OSError):
            return
        try:
            answer: bytes | JixiaoError = _draw(*order)
        except JixiaoError as error:
            answer = error
        connection.send(answer)


def _draw(file: Path, page: int, turned: QuarterTurn, dpi: Resolution) -> bytes:
    from PIL import Image

    from extractors.overlay import turn_upright
    from extractors.source import open_document

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
