"""A PDF opened by the two libraries that read it: pdfium draws its pages, pdfminer (by pdfplumber) reads their text."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path
from typing import Any

from extractors.errors import DamagedPdfError, EncryptedPdfError

_PASSWORD, _SECURITY = 4, 5


def open_drawing(path: Path, content: io.BytesIO | None) -> Any:
    """The file in pdfium, which draws it; `content` is that of a picture, as a PDF.

    Raises:
        EncryptedPdfError, DamagedPdfError.
    """
    import pypdfium2

    _forget_last_error()
    try:
        drawing = pypdfium2.PdfDocument(path if content is None else content)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in (_PASSWORD, _SECURITY):
            raise EncryptedPdfError(f"{path.name} is encrypted.") from error
        raise DamagedPdfError(f"{path.name} cannot be opened as a PDF.") from error
    with contextlib.suppress(pypdfium2.PdfiumError):
        # Form fields are drawn when the form can be set up; without it the page is shown as it is.
        drawing.init_forms()
    return drawing


def _forget_last_error() -> None:
    """Set pdfium's last error to "no PDF": some failures (no page at all) leave that of an earlier file standing."""
    import pypdfium2.raw

    pypdfium2.raw.FPDF_LoadMemDocument64(b"", 0, None)


def open_plumber(path: Path, content: io.BytesIO | None) -> tuple[Any, str | None]:
    """The file in pdfplumber, which reads its text, or why it cannot be read there."""
    import pdfplumber

    try:
        return pdfplumber.open(path if content is None else io.BytesIO(content.getvalue())), None
    # Same boundary as in `Document.read_layer`: pdfium shows the file, so its pages can be read as pictures.
    except Exception as error:
        return None, f"{type(error).__name__}: {error}"


def content_pages(plumber: Any, expected: int) -> list[Any]:
    """The pages of pdfminer. A page tree that it reads otherwise than pdfium cannot be matched page by page."""
    from pdfminer.pdfpage import PDFPage

    pages = list(PDFPage.create_pages(plumber.doc))
    if len(pages) != expected:
        raise ValueError(f"{len(pages)} pages of content for {expected} displayed pages")
    return pages
