"""A page with a ruled table and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray


def ruled(
    shape: tuple[int, int], xs: Sequence[int], ys: Sequence[int], *, paper: int, ink: int, thick: int
) -> NDArray[np.uint8]:
    """Height × width, grey, with walls at `xs` and rules at `ys`, all in pixels, each as far as the table reaches."""
    page = np.full(shape, paper, np.uint8)
    for y in ys:
        cv2.line(page, (xs[0], y), (xs[-1], y), ink, thick)
    for x in xs:
        cv2.line(page, (x, ys[0]), (x, ys[-1]), ink, thick)
    return page
