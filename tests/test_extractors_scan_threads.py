"""A process that reads pages takes one core."""

from __future__ import annotations

import cv2
import numpy as np

from extractors.scan.scanned import read_picture
from extractors.scan.threads import one_thread


def test_a_page_is_read_with_one_thread_of_opencv() -> None:
    """Pages are read side by side; steps that share cores wait for each other."""
    one_thread.cache_clear()
    cv2.setNumThreads(2)
    read_picture(np.full((400, 300, 3), 255, dtype=np.uint8), 100.0, number=1, width=216, height=288)
    assert cv2.getNumThreads() == 1
