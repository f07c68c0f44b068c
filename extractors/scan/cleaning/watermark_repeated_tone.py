"""Takes a watermark off a page whose repeats are seen while neither its tone nor its strokes stand out by themselves.

Thin strokes have hardly a flat inside, and shaded cells or mottled paper have more of one tone than they. That pale
letters come again and again aslant is proof enough of a watermark; its tone is then that of what is dark at two places
a move apart, and all strokes of this tone are its own, where print hides their repeats too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.scan.cleaning.watermark_repeats import FEWEST, bare_places, repeats
from extractors.scan.cleaning.watermark_tone import lifted_tone

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from extractors.scan.cleaning.watermark_letters import Parts
    from extractors.scan.cleaning.watermark_page import CoarsePage

LETTERS = 4  # parts of the size of letters; heads of columns that are shaded are fewer
BEST = 4  # moves that show the watermark well enough
DARKER = 0.06  # share of light that a place and its repeat both lack: more than mottled paper does
INSIDE = 85  # per cent: the darker places lie inside the strokes, the others on their edges
LEAST = 0.0004  # share of the page that such places cover


def lifted_by_repeated_tone(
    grey: NDArray[np.uint8], page: CoarsePage, contrast: float, parts: Parts
) -> NDArray[np.uint8] | None:
    """The page without its watermark; None where nothing pale repeats aslant.

    Args:
        grey: height × width, dark print on a light ground.
        page: the same, coarse.
        contrast: of its print.
        parts: what may be letters on it.
    """
    import numpy as np

    if parts.count() < LETTERS:
        return None
    bare = bare_places(page, contrast)
    moves = repeats(page, bare)
    if len(moves) < FEWEST:
        return None
    lack = np.where(bare, 1 - page.soft, 0).astype(np.float32)
    dark = lack[(lack > DARKER) & _dark_at_a_repeat(lack, moves[:BEST])]
    if dark.size < LEAST * lack.size:
        return None
    return lifted_tone(grey, page, 1 - float(np.percentile(dark, INSIDE)), contrast)


def _dark_at_a_repeat(lack: NDArray[np.float32], moves: tuple[tuple[float, float], ...]) -> NDArray[np.bool_]:
    """Where the page is dark one move away, in either direction."""
    import cv2
    import numpy as np

    dark = (lack > DARKER).astype(np.uint8)
    again = np.zeros_like(dark)
    for right, down in moves:
        for way in (1, -1):
            move = np.array([[1, 0, way * right], [0, 1, way * down]], np.float32)
            again |= cv2.warpAffine(dark, move, dark.shape[::-1], flags=cv2.INTER_NEAREST)
    return np.asarray(again > 0)
