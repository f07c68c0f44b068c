"""Ink → pieces of lines: characters that stand close together, their marks kept apart for the white between columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.crossrules import union
from extractors.model import Box
from extractors.pieces import Piece, around
from extractors.scan.blobs import blobs, inked_rows, stretches
from extractors.scan.reading.lines import lines_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

# In character heights: the white inside a piece; what is lower and narrower is no character; what is higher no line.
JOINED, SMALLEST, HIGHEST = 0.5, 0.35, 8.0
# A larger speck, which is about as high as wide; a hyphen by itself is flat.
LARGEST_SPECK, COMPACT = 0.5, 0.4
FLAT, UNDER = 0.3, 0.5  # in character heights: an underline, and how far below the text it is
# The upper stroke of 元 or 三 by itself is so low, so near to the rest, and as high as one character with it.
LOW, NEAR, CHARACTER = 0.45, 0.3, 1.15


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
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, kernel)
    rows = inked_rows(closed)
    if not len(rows):
        return []
    ink = ink[rows]
    count, labels, stats, _ = blobs(closed[rows])
    pieces: list[Piece] = []
    for index in range(1, count):
        x, y, width, height, _ = (int(v) for v in stats[index])
        if _is_speck(width / glyph, height / glyph) or height > HIGHEST * glyph:
            continue
        mine = labels[y : y + height, x : x + width] == index
        piece = np.where(mine, ink[y : y + height, x : x + width], 0).astype(np.uint8)
        y = int(rows[y])
        for strip in lines_in(piece, x, y, glyph)[0]:
            line = piece[strip.top - y : strip.bottom - y, strip.x0 - x : strip.x1 - x]
            parts = [
                Box((strip.x0 + a) * scale, strip.top * scale, (strip.x0 + b) * scale, strip.bottom * scale)
                for a, b in stretches(line.max(axis=0) > 0)
            ]
            if parts:
                pieces.append(Piece(tuple(parts)))
    return _whole([piece for piece in pieces if not _underlines(piece.box, pieces, glyph * scale)], glyph * scale)


def _underlines(box: Box, pieces: Sequence[Piece], em: float) -> bool:
    """Whether a mark is a stroke right below a text: it is no line of its own."""
    if box.height > FLAT * em or box.width < em:
        return False
    return any(
        0 <= box.top - piece.box.bottom < UNDER * em
        and min(box.x1, piece.box.x1) - max(box.x0, piece.box.x0) > 0.5 * box.width
        for piece in pieces
    )


def _is_speck(width: float, height: float) -> bool:
    """Whether a mark, in character heights, is smaller than any character that stands by itself."""
    longer, shorter = max(width, height), min(width, height)
    # upright and low it is a piece of a streak: a lone 1 is higher, and what is flat may be a hyphen
    return longer < SMALLEST or (longer < LARGEST_SPECK and (shorter >= COMPACT * longer or height > width))


def _whole(pieces: Sequence[Piece], em: float) -> list[Piece]:
    """The pieces, the strokes of one character that do not touch being one: each would else be a line of its own."""
    whole: list[Piece] = []
    for piece in sorted(pieces, key=lambda one: -one.box.height):  # strokes go to what is higher
        index = next((place for place, one in enumerate(whole) if _of_one(one.box, piece.box, em)), None)
        if index is None:
            whole.append(piece)
            continue
        box = around((whole[index].box, piece.box))
        across = union(((part.x0, part.x1) for part in (*whole[index].parts, *piece.parts)), 0.0)
        whole[index] = Piece(tuple(Box(x0, box.top, x1, box.bottom) for x0, x1 in across))
    return whole


def _of_one(box: Box, stroke: Box, em: float) -> bool:
    """Whether a stroke belongs to the character above or below it."""
    white = max(box.top, stroke.top) - min(box.bottom, stroke.bottom)
    over = min(box.x1, stroke.x1) - max(box.x0, stroke.x0)
    return (
        stroke.height <= LOW * em
        and white <= NEAR * em
        and over > 0.5 * min(box.width, stroke.width)
        and max(box.bottom, stroke.bottom) - min(box.top, stroke.top) <= CHARACTER * em
    )
