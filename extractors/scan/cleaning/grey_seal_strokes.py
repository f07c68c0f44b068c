"""The strokes of a grey seal whose frame was found: its ring, its star, its letters; and how much light they take.

The ring and the star are known by their shape, and what lies on them may be anything. A letter is as thin as print,
and known by its darkness: print is nearly everywhere near something that is darker than the seal's ink, how near is
told by the print of the same page beside the seal; what lies farther from anything so dark is a letter's. Where print
is as pale as the seal this says nothing, and the letters stay.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.scan.blobs import blobs
from extractors.scan.cleaning.grey_seal_outline import depth_in, ring
from extractors.scan.cleaning.watermark_page import runs, square

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from extractors.scan.cleaning.watermark_page import CoarsePage

INKED = 0.85  # of the paper's light: what is darker is ink
DARKER = 0.13  # of the paper's light: what is so much darker than the seal's ink around it is print
WIDE_MM = 2.5  # the share that the ink takes changes over so much
PASSES = 3  # the tone is told, then told again without what is no bare ink of that tone
TONES = (0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7)  # of the paper's light: for these the reach of print is told
RARE = 0.02  # of the print of a page is in pieces that are nowhere dark, where such pieces are a seal's
NEARLY_ALL = 0.97  # of the print of a page; the rest is dirt and pale dots
SPECK_MM = 0.5  # the side of the square that has the area of the smallest piece that is not dirt
TOGETHER = 2  # so many dots of a square of three are print, one alone may be noise
RULE_MM = 8.0  # a longer level or upright run is a rule
STAR_MM, TIP_MM = 0.9, 1.5  # print that touches a star is nowhere so broad; its tips are so long where they are less
GAP_MM = 0.7  # a rule across a star parts it by no more


@dataclass(frozen=True, slots=True, eq=False)
class FoundSeal:
    """A seal on a coarse page: `here` is the part of the page that holds it, the arrays are of this part.

    `enclosed` is what its frame encloses, to half a millimetre, `frame` the long ones of its strokes, the star among
    them, both 1 on 0; `tone` is the share of the paper's light that its ink leaves around every dot.
    """

    here: tuple[slice, slice]
    enclosed: NDArray[np.uint8]
    frame: NDArray[np.uint8]
    tone: NDArray[np.float32]


def tone_of(soft: NDArray[np.float32], frame: NDArray[np.uint8], millimetre: float) -> NDArray[np.float32]:
    """The share of light that a seal's ink leaves around every dot (a normalised convolution).

    Args:
        soft: shares of the paper's light, softened.
        frame: the seal's frame, 1 on 0.
        millimetre: in dots of both.
    """
    import cv2
    import numpy as np

    core = cv2.erode(frame, square(3))  # the edges are blurred
    core = core if core.any() else frame
    near = np.full(soft.shape, np.median(soft[core > 0]), np.float32)
    bare = core.astype(np.float32)
    for _ in range(PASSES):
        weights = cv2.GaussianBlur(bare, (0, 0), WIDE_MM * millimetre)
        told = cv2.GaussianBlur(soft * bare, (0, 0), WIDE_MM * millimetre) / np.maximum(weights, 1e-6)
        near = np.where(weights > 1e-3, told, near).astype(np.float32)
        bare = (core * (np.abs(soft - near) < DARKER)).astype(np.float32)
    return near


@dataclass(frozen=True, slots=True)
class PrintBeside:
    """How dark the print of a page is beside its seals, for seals of each of the TONES.

    `reach` is how far, in millimetres, print goes from what in it is darker than the seal's ink; `pale` is the share of
    it in pieces that are nowhere darker.
    """

    reach: tuple[float, ...]
    pale: tuple[float, ...]


def print_beside(page: CoarsePage, beside: NDArray[np.uint8]) -> PrintBeside:
    """The print of a page where no seal is.

    Args:
        page: the page.
        beside: 1 where no seal is.
    """
    import cv2
    import numpy as np

    inked = (page.soft < INKED).astype(np.uint8)
    ruled = _rules(inked, page.millimetre)
    print_ = _without_specks(inked & beside & ~ruled, page.millimetre)
    if not print_.any():
        return PrintBeside((0.0,) * len(TONES), (0.0,) * len(TONES))
    own = np.flatnonzero(print_)
    _, labels = cv2.connectedComponents(print_)
    pieces = labels.ravel()[own]
    reach, pale = [], []
    for tone in TONES:
        darker = _darker(page.share, np.float32(tone), ruled)
        reach.append(float(np.quantile(_away_from(darker, page.millimetre).ravel()[own], NEARLY_ALL)))
        pale.append(float(_pale(pieces, darker.ravel()[own]).mean()))
    return PrintBeside(tuple(reach), tuple(pale))


def letters_stay(tone: NDArray[np.float32], beside: PrintBeside) -> bool:
    """Whether the print of a page is so pale that the letters of a seal of this tone cannot be told from it."""
    import numpy as np

    return float(np.interp(np.median(tone), TONES, beside.pale)) >= RARE


def strokes_of(page: CoarsePage, found: FoundSeal, beside: PrintBeside) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """The ring and the star of a seal, then its letters, with the print on them, without their blurred edges, 1 on 0.

    Args:
        page: the page.
        found: the seal.
        beside: its print.
    """
    import cv2
    import numpy as np

    frame, tone, millimetre = found.frame, found.tone, page.millimetre
    inked = (page.soft[found.here] < INKED).astype(np.uint8)
    ruled = _rules(inked, millimetre)
    darker = _darker(page.share[found.here], tone, ruled)
    far = _away_from(darker, millimetre) > np.interp(tone, TONES, beside.reach)
    depth = depth_in(frame, found.enclosed, millimetre)
    outer = ring(frame, depth, millimetre)
    if outer.any():
        within = (depth > 0).astype(np.uint8)
        shape = outer | _star(frame & within & (1 - outer), far, ruled, millimetre)
    else:
        within, shape = found.enclosed, frame
    letters = inked & within & ~ruled & (cv2.dilate(shape, square(3)) == 0)
    _, pieces = cv2.connectedComponents(letters)
    own = far | _pale(pieces, darker) & (np.interp(tone, TONES, beside.pale) < RARE)
    letters = cv2.dilate(letters & own, square(3)) & own & ~ruled
    return shape.astype(np.uint8), letters.astype(np.uint8)


def _star(
    frame: NDArray[np.uint8], far: NDArray[np.bool_], ruled: NDArray[np.bool_], millimetre: float
) -> NDArray[np.uint8]:
    """What is broader than print in a frame, with its tips, 1 on 0.

    Args:
        frame: without its ring, 1 on 0.
        far: away from print.
        ruled: the rules of the page.
        millimetre: in dots of all three.
    """
    import cv2
    import numpy as np

    joined = frame | (cv2.morphologyEx(frame, cv2.MORPH_CLOSE, square(GAP_MM * millimetre)) & ruled)
    broad = cv2.morphologyEx(joined, cv2.MORPH_OPEN, square(STAR_MM * millimetre))
    around = cv2.dilate(broad, square(2 * TIP_MM * millimetre + 1))
    return np.where(far | ruled, joined & around, broad).astype(np.uint8)


def _rules(inked: NDArray[np.uint8], millimetre: float) -> NDArray[np.bool_]:
    """The level and upright lines in some ink, 1 on 0, longer than a seal's strokes; they may lean a little."""
    import cv2
    import numpy as np

    long = runs(cv2.dilate(inked, square(3)), RULE_MM * millimetre)
    return cv2.erode(long.astype(np.uint8), square(3)) > 0


def _darker(
    share: NDArray[np.float32], tone: NDArray[np.float32] | np.float32, ruled: NDArray[np.bool_]
) -> NDArray[np.uint8]:
    """What is darker than the ink of a seal of this tone and no rule, 1 on 0."""
    import cv2
    import numpy as np

    darker = ((share < tone - DARKER) & ~ruled).astype(np.uint8)
    return darker & (cv2.filter2D(darker, -1, square(3)) >= TOGETHER)


def _away_from(dark: NDArray[np.uint8], millimetre: float) -> NDArray[np.float32]:
    """The distance of every dot from what is 1 on 0, in millimetres."""
    import cv2

    return (cv2.distanceTransform(1 - dark, cv2.DIST_L2, 5) / millimetre).astype("float32")


def _pale(pieces: NDArray[np.int32], darker: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """The dots of those pieces that are nowhere darker, of some dots in an order of any kind.

    Args:
        pieces: labels of connected ink, 0 where there is none.
        darker: 1 on 0.
    """
    import numpy as np

    pale = np.bincount(pieces.ravel(), darker.ravel()) == 0
    pale[0] = False
    return pale[pieces]


def _without_specks(ink: NDArray[np.uint8], millimetre: float) -> NDArray[np.uint8]:
    """The pieces of some ink, 1 on 0, that are larger than dirt."""
    import cv2
    import numpy as np

    _, pieces, stats, _ = blobs(ink)
    large = stats[:, cv2.CC_STAT_AREA] >= (SPECK_MM * millimetre) ** 2
    large[0] = False
    return large[pieces].astype(np.uint8)
