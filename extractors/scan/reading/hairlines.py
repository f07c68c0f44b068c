"""Strokes too thin and pale to count as ink: the level strokes of 一, 二 and — in a light face.

Ink is what is darker than its surroundings by a fixed measure, and a hairline beside black characters is not. Seen
along its own direction it stands out of the noise: every pixel of it is darker than the paper above and below it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.scan.blobs import blobs, inked_rows
from extractors.scan.reading.ink import shade
from extractors.scan.reading.lines import Strip

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

# In character heights. The length of a stroke that is looked for; how thick it may be; how far from the walls of its
# cell it stands, for there the shadow of a rule looks alike; the soft edges of known lines.
LENGTH, THICK, FROM_WALL, SOFT = 0.4, 0.16, 0.35, 0.1
DARKER = 9  # grey levels by which the palest pixel of a stroke is darker than the paper beside it
# times the darkness that one in twenty pixels of the open ground has: the grain of rough paper is no stroke
GRAIN, COMMON = 2.8, 95


def hairlines(
    paper: NDArray[np.uint8], walls: Sequence[Strip], lines: Sequence[Strip], glyph: float
) -> tuple[Strip, ...]:
    """Pale level strokes inside cells and outside their known lines.

    Args:
        paper: height × width, grey, the rules painted over.
        walls: the cells, in its pixels.
        lines: where ink was found.
        glyph: the usual height of a character in pixels.
    """
    import cv2
    import numpy as np

    if not walls:
        return ()
    x0, top = max(0, min(w.x0 for w in walls)), max(0, min(w.top for w in walls))
    x1, bottom = max(w.x1 for w in walls), max(w.bottom for w in walls)
    piece = cv2.blur(paper[top:bottom, x0:x1], (3, 1))
    thick, length = max(3, round(THICK * glyph)) | 1, max(5, round(LENGTH * glyph))
    dark = cv2.morphologyEx(piece, cv2.MORPH_BLACKHAT, np.ones((thick, 1), np.uint8))
    ground = _open_ground(dark.shape, walls, lines, glyph, (x0, top))
    if not ground.any():
        return ()
    darker = max(DARKER, GRAIN * shade(dark, COMMON, ground))
    strokes = cv2.morphologyEx((dark >= darker).view(np.uint8), cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    strokes &= ground
    rows = inked_rows(strokes)
    if not len(rows):
        return ()
    _, _, stats, _ = blobs(strokes[rows])
    stats[1:, cv2.CC_STAT_TOP] = rows[stats[1:, cv2.CC_STAT_TOP]]
    return tuple(
        Strip(x + x0, y + top, x + x0 + width, y + top + height)
        for x, y, width, height, _ in stats[1:].tolist()
        if width >= length and height <= thick
    )


def _open_ground(
    shape: tuple[int, ...], walls: Sequence[Strip], lines: Sequence[Strip], glyph: float, origin: tuple[int, int]
) -> NDArray[np.uint8]:
    """1 inside the cells, away from their walls and from known lines."""
    import numpy as np

    x, y = origin
    ground = np.zeros(shape, dtype=np.uint8)
    away, soft = round(FROM_WALL * glyph), max(2, round(SOFT * glyph))
    for wall in walls:
        rows = slice(max(0, wall.top + away - y), max(0, wall.bottom - away - y))
        ground[rows, max(0, wall.x0 + away - x) : max(0, wall.x1 - away - x)] = 1
    for line in lines:
        rows = slice(max(0, line.top - soft - y), max(0, line.bottom + soft - y))
        ground[rows, max(0, line.x0 - soft - x) : max(0, line.x1 + soft - x)] = 0
    return ground
