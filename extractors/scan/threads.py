"""OpenCV with one thread: pages are read side by side, each in a process of its own.

Left alone OpenCV divides each of the hundreds of short steps of a page among all cores, and waiting for each other
costs more than it brings: on two cores 0.90 CPU seconds a page around the recognisers, 0.74 with one thread
(docs/performance.md). What a page reads as does not depend on it.
"""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=1)
def one_thread() -> None:
    """Tell the OpenCV of this process; once is enough."""
    import cv2

    cv2.setNumThreads(1)
