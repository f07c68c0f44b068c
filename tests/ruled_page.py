"""A page with a ruled table and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

GRAINY_ROWS = range(300, 1201, 90)  # the rules of grainy_table


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


def grainy_table() -> NDArray[np.uint8]:
    """A table of three columns on grainy paper, 1600 × 1200 at 200 dpi: walls at 200, 650 and 1000, rules every 90."""
    paper = ruled((1600, 1200), (200, 650, 1000), GRAINY_ROWS, paper=245, ink=40, thick=2).astype(np.float32)
    return np.clip(paper + np.random.default_rng(7).normal(0, 2, paper.shape), 0, 255).astype(np.uint8)
