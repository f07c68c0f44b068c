"""Lines of text → their pictures for the recogniser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.scan.reading.ink import shade

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from extractors.scan.reading.lines import Strip

MARGIN_Y, MARGIN_X = 0.16, 0.3  # white kept around a line's ink, in line heights; the recogniser was trained with some


def crop_of(
    paper: NDArray[np.uint8], strip: Strip, neighbours: Sequence[Strip], glyph: float, *, margin: float = 1.0
) -> NDArray[np.uint8]:
    """The picture of a line with white around it, free of the lines above and below.

    Args:
        paper: the flat grey picture with its rules painted over.
        strip: the line.
        neighbours: the other lines of the same cell.
        glyph: the usual height of a character; a flat line (a dash) keeps the height of a character.
        margin: factor on the white around the ink; another one gives a second view of the same line.
    """
    import numpy as np

    tall = max(strip.height, 0.95 * glyph)
    pad_y, pad_x = _margins(strip, tall, margin)
    above = max((n.bottom for n in neighbours if n.bottom <= strip.top + 1), default=0)
    below = min((n.top for n in neighbours if n.top >= strip.bottom - 1), default=paper.shape[0])
    top, bottom = max(above, strip.top - pad_y, 0), min(below, strip.bottom + pad_y, paper.shape[0])
    if bottom <= top:  # a flat mark between lines that touch
        top, bottom = strip.top, strip.bottom
    # beyond the soft edge of its strokes nothing belongs to the line: a speck there would be read as a full stop
    edge = max(2, round(0.1 * tall))
    x0, x1 = max(0, strip.x0 - edge), min(paper.shape[1], strip.x1 + edge)
    piece = paper[top:bottom, x0:x1]
    ground = int(shade(piece, 85))
    crop = np.full((strip.height + 2 * pad_y, strip.width + 2 * pad_x), ground, dtype=np.uint8)
    y, x = top - (strip.top - pad_y), x0 - (strip.x0 - pad_x)
    crop[y : y + piece.shape[0], x : x + piece.shape[1]] = piece
    return crop


def crop_size(strip: Strip, glyph: float) -> tuple[int, int]:
    """The height and width of the crop of a line in pixels."""
    pad_y, pad_x = _margins(strip, max(strip.height, 0.95 * glyph), 1.0)
    return strip.height + 2 * pad_y, strip.width + 2 * pad_x


def _margins(strip: Strip, tall: float, margin: float) -> tuple[int, int]:
    """The pixels of white above and below a line as high as a character at least, and those at its ends."""
    return round((tall - strip.height) / 2 + margin * MARGIN_Y * tall), round(margin * MARGIN_X * tall)


def montage(paper: NDArray[np.uint8], strips: Sequence[Strip], glyph: float) -> NDArray[np.uint8]:
    """The characters of a vertical heading set side by side, as the recogniser knows them."""
    import numpy as np

    crops = [crop_of(paper, strip, [s for s in strips if s is not strip], glyph, margin=0.5) for strip in strips]
    height = max(crop.shape[0] for crop in crops)
    ground = int(np.percentile(np.concatenate([crop.ravel() for crop in crops]), 85))
    framed = []
    for crop in crops:
        frame = np.full((height, crop.shape[1]), ground, dtype=np.uint8)
        y = (height - crop.shape[0]) // 2
        frame[y : y + crop.shape[0]] = crop
        framed.append(frame)
    edge = np.full((height, int(0.2 * height)), ground, dtype=np.uint8)
    return np.hstack([edge, *framed, edge])
