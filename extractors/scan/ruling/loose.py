"""Ink → pieces of lines: characters that stand close together, their marks kept apart for the white between columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.model import Box
from extractors.pieces import Piece
from extractors.scan.blobs import blobs
from extractors.scan.reading.lines import lines_in

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# In character heights: the white inside a piece; what is lower and narrower is no character; what is higher no line.
JOINED, SMALLEST, HIGHEST = 0.5, 0.35, 8.0


def pieces_in(ink: NDArray[np.uint8], glyph: float, scale: float) -> list[Piece]:
    """The pieces of lines on the open page.

    Args:
        ink: height × width, 255 on 0.
        glyph: the usual height of a character in pixels.
        scale: points a pixel.
    """
    import cv2
    import numpy as np

    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (max(3, int(JOINED * glyph)), 1))
    count, labels, stats, _ = blobs(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, kernel))
    pieces: list[Piece] = []
    for index in range(1, count):
        x, y, width, height, _ = (int(v) for v in stats[index])
        if max(width, height) < SMALLEST * glyph or height > HIGHEST * glyph:
            continue
        mine = labels[y : y + height, x : x + width] == index
        piece = np.where(mine, ink[y : y + height, x : x + width], 0).astype(np.uint8)
        for strip in lines_in(piece, x, y, glyph)[0]:
            line = piece[strip.top - y : strip.bottom - y, strip.x0 - x : strip.x1 - x]
            starts, stops = _runs(line.max(axis=0) > 0)
            parts = [
                Box((strip.x0 + a) * scale, strip.top * scale, (strip.x0 + b) * scale, strip.bottom * scale)
                for a, b in zip(starts, stops, strict=True)
            ]
            if parts:
                pieces.append(Piece(tuple(parts)))
    return pieces


def _runs(filled: NDArray[np.bool_]) -> tuple[list[int], list[int]]:
    """Where stretches of True begin and end."""
    import numpy as np

    steps = np.flatnonzero(np.diff(np.concatenate(([0], filled.astype(np.int8), [0]))))
    return steps[::2].tolist(), steps[1::2].tolist()
