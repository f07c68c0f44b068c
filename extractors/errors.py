"""Every failure that is expected.

    JixiaoError                  .code (stable, see docs/errors.md), .message, .hint (the next step)
    ├─ SourceError               the file cannot be read
    │  ├─ NotAPdfError           NOT-A-PDF
    │  ├─ EmptyFileError         EMPTY-FILE
    │  ├─ DamagedPdfError        DAMAGED-PDF
    │  ├─ EncryptedPdfError      ENCRYPTED-PDF
    │  ├─ DamagedPictureError    DAMAGED-PICTURE
    │  └─ PageTooLargeError      PAGE-TOO-LARGE
    ├─ ReaderError               READER-FAILED: a library failed on a page
    └─ (pipeline/errors.py)      UsageError, OutputError

Raise one of these only when this document (or page) cannot go on; every doubt short of that is a
`Finding`. Constructors take positional strings only, so that an error survives the trip from a
worker process.
"""

from __future__ import annotations


class JixiaoError(Exception):
    """An expected failure: a stable code, a sentence, and what to do next."""

    code = "JIXIAO"
    hint = ""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message, hint)
        self.message = message
        if hint is not None:
            self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class SourceError(JixiaoError):
    """The file itself cannot be read."""

    code = "SOURCE"


class NotAPdfError(SourceError):
    """The file has no PDF header."""

    code = "NOT-A-PDF"
    hint = "Check how it was downloaded: web pages and office files are often saved with the name of a PDF."


class EmptyFileError(SourceError):
    """The file has no bytes."""

    code = "EMPTY-FILE"
    hint = "Download it again."


class DamagedPdfError(SourceError):
    """The file starts as a PDF and cannot be read further."""

    code = "DAMAGED-PDF"
    hint = "Download it again, or open it in a viewer and print it to a new PDF."


class EncryptedPdfError(SourceError):
    """The file needs a password to be opened."""

    code = "ENCRYPTED-PDF"
    hint = "Remove the password (for example: qpdf --decrypt IN OUT) and convert the result."


class DamagedPictureError(SourceError):
    """The file starts as a JPEG, PNG or TIFF and cannot be decoded."""

    code = "DAMAGED-PICTURE"
    hint = "Copy or scan it again, or open it in a viewer and save it anew."


class PageTooLargeError(SourceError):
    """A page whose picture would not fit into the memory set aside for one page."""

    code = "PAGE-TOO-LARGE"
    hint = "Print the page to A3 or smaller."


class ReaderError(JixiaoError):
    """A library failed on one page; the original error is the cause."""

    code = "READER-FAILED"
    hint = "The other pages are not affected; please report the file."
