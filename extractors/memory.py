"""What the libraries would hold on to for as long as a file is open, let go: a long scan is read in flat memory.

And the other way round within a page: room that one picture leaves is kept for the next.
"""

from __future__ import annotations

import sys
from typing import Any

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3  # of mallopt (malloc.h)
LARGEST_KEPT = 32 << 20  # bytes of one picture: glibc takes no higher threshold
MOST_KEPT = 256 << 20  # bytes free at the end of the heap: a page of 300 dpi has so much in pictures at a time


def give_back() -> None:
    """Return freed memory to the system: glibc keeps what lies between small things that live on, more every page."""
    import ctypes

    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)


def keep_room() -> None:
    """Let glibc keep the room that freed pictures leave, until `give_back`, for this process.

    A page goes through hundreds of pictures of some MiB. Else the room of each goes back to the system at once, and the
    next one's comes page by page, blanked: 10,000 page faults and a twelfth of the time of an office scan without its
    recognition.
    """
    import ctypes

    tell = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if tell is not None:
        tell(M_MMAP_THRESHOLD, LARGEST_KEPT)
        tell(M_TRIM_THRESHOLD, MOST_KEPT)


def forget_pictures(plumber: Any) -> None:
    """Drop the bytes of the pictures that pdfminer has met: it keeps each one, a long scan's whole file in the end."""
    from pdfminer.pdftypes import PDFStream
    from pdfminer.psparser import literal_name

    kept = plumber.doc._cached_objs  # what is not there is read from the file again when asked for
    for number, (held, _) in list(kept.items()):
        if isinstance(held, PDFStream) and literal_name(held.get("Subtype")) == "Image":
            del kept[number]
