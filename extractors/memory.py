"""What the libraries would hold on to for as long as a file is open, let go: a long scan is read in flat memory."""

from __future__ import annotations

import sys
from typing import Any


def give_back() -> None:
    """Return freed memory to the system: glibc keeps what lies between small things that live on, more every page."""
    import ctypes

    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)


def forget_pictures(plumber: Any) -> None:
    """Drop the bytes of the pictures that pdfminer has met: it keeps each one, a long scan's whole file in the end."""
    from pdfminer.pdftypes import PDFStream
    from pdfminer.psparser import literal_name

    kept = plumber.doc._cached_objs  # what is not there is read from the file again when asked for
    for number, (held, _) in list(kept.items()):
        if isinstance(held, PDFStream) and literal_name(held.get("Subtype")) == "Image":
            del kept[number]
