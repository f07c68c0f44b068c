"""Which way up is the page? Asked of the recogniser, because only text knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.model import QuarterTurn
from extractors.scan.blobs import blobs
from extractors.scan.reading.crops import crop_of, crop_size
from extractors.scan.reading.heard import Reader
from extractors.scan.reading.plain import canonical
from extractors.scan.reading.remnants import can_be_print

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from extractors.scan.geometry import Geometry

UNCLEAR = 0.2  # less apart are two turns of which neither reads well: the grain of a desk is among their lines
READS_WELL = 0.85  # mean probability from which on a page is upright without looking further
ACROSS = 1.6  # ratio of pieces from which on the direction of the lines is clear: letter-spaced text comes near 1
SAMPLE = 6
WITNESSES = 48  # pieces of text that every recogniser reads where the direction is not clear


def turned(picture: NDArray[np.uint8], turn: QuarterTurn) -> NDArray[np.uint8]:
    """The picture turned clockwise by 0, 90, 180 or 270 degrees; works on grey and on colour."""
    import cv2
    import numpy as np

    if turn == 0:
        return np.ascontiguousarray(picture)
    rotation = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}[turn]
    return cv2.rotate(picture, rotation).astype(np.uint8, copy=False)


def runs_across(ink: NDArray[np.uint8], glyph: float, solid: NDArray[np.uint8] | None = None) -> float:
    """Above 1 when lines of text run along y, below 1 when they run along x.

    Characters stand closer to each other than lines do, so closing small gaps along the lines leaves fewer pieces
    than closing them across.

    Args:
        ink: without rules, 255 on 0.
        glyph: the usual height of a character in pixels.
        solid: those of its pieces that can be parts of characters, where they are known.
    """
    import cv2

    reach = max(2, round(0.3 * glyph))
    ink = _solid(ink, glyph) if solid is None else solid
    x, y, width, height = cv2.boundingRect(ink)
    ink = ink[max(0, y - reach) : y + height + reach, max(0, x - reach) : x + width + reach]
    along_x = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, (reach, 1)))
    along_y = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, (1, reach)))
    return cv2.connectedComponents(along_x)[0] / max(1, cv2.connectedComponents(along_y)[0])


def _solid(ink: NDArray[np.uint8], glyph: float) -> NDArray[np.uint8]:
    """The pieces that can be parts of characters: the specks and the streak of a fax outnumber a short table's text."""
    import numpy as np

    _, labels, stats, _ = blobs(ink)
    solid, inked = np.zeros_like(ink), np.flatnonzero(ink > 0)  # most of a page is bare and need not be looked up
    solid.ravel()[inked] = (can_be_print(stats, glyph) * np.uint8(255))[labels.ravel()[inked]]
    return solid


def agreement(page: Geometry, readers: Sequence[Reader]) -> float:
    """Which part of the pieces of text all recognisers read alike, over the number of pieces.

    They know many Chinese characters lying on their side and are sure of them; of figures and signs on their side each
    makes something else. And what is cut across its lines falls into more pieces.
    """
    lines = page.lines()
    step = max(1, len(lines) // WITNESSES)
    chosen = [crop_of(page.paper, line, (), page.glyph) for line in lines[step // 2 :: step][:WITNESSES]]
    read = [{canonical(reader(crop).text) for reader in readers} for crop in chosen]
    return sum(len(texts) == 1 and texts != {""} for texts in read) / len(read) / len(lines) if read else 0.0


def legibility(page: Geometry, reader: Reader, *, upside_down: bool = False) -> float:
    """How well a few lines read: the mean probability of their characters, 0 when there are none.

    Lines of the middle length are taken: headings are large and few, long lines cost time.

    Args:
        page: as it was measured.
        reader: of a line.
        upside_down: read each of them turned by 180 degrees.
    """
    import numpy as np

    sized = [(line, *crop_size(line, page.glyph)) for line in page.lines()]
    usual = [one for one in sized if 1.5 * one[1] < one[2] < 14 * one[1]] or sized
    by_width = sorted(usual, key=lambda one: one[2])
    step = max(1, len(usual) // SAMPLE)
    chosen = by_width[step // 2 :: step][:SAMPLE]
    crops = [crop_of(page.paper, line, (), page.glyph) for line, _, _ in chosen]
    readings = [reader(np.ascontiguousarray(crop[::-1, ::-1]) if upside_down else crop) for crop in crops]
    # a line of no characters is as bad as a line of wrong ones; one of a single character proves little
    marks = [r.mean * min(1.0, len(r.glyphs) / 2) for r in readings]
    return sum(marks) / len(marks) if marks else 0.0
