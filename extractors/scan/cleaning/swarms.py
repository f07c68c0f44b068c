"""Swarms of specks: what a threshold leaves of a pale watermark, and the blotches of a bad copy.

They stand where nothing is printed as well as across print, and fill the white between columns. A speck by itself is a
point or a piece of a stroke; print has no more than a few in the room of a character, a swarm has many.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.scan.blobs import blobs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SPECK = 0.22  # in character heights: a larger mark is no speck
# Specks in the room of a character, around one of them: in print, also that of a fax, usually 1, and 4 or fewer but in
# one of thirty; in a watermark cut at a threshold usually 8, and 5 or more but in one of ten. Of pale ones fewer do.
CROWD, PALE_CROWD = 5, 3
PALE = 0.5  # of the contrast of print (blotches of a copy 0.25 to 0.55, print 0.75 and more)
FEWEST = 40  # specks in swarms on a page: fewer are let be
# In character heights, and their square: specks that touch are no larger and cover no more; most characters do.
CLUMP, COVERED = 1.2, 0.12
LONE = 0.6  # in character heights: a figure that stands by itself is higher
PRINT = 0.35  # in character heights: outside swarms, a mark so large is print
NEAR = 0.5  # in character heights: a mark that stands nearer to print may belong to it


@dataclass(frozen=True, slots=True, eq=False)
class Swarms:
    """Pixels of the swarms of a page: of all their marks, and of those away from print; and the bare paper."""

    marks: NDArray[np.bool_]
    alone: NDArray[np.bool_]
    ground: NDArray[np.uint8]


def swarms(ink: NDArray[np.uint8], paper: NDArray[np.uint8], glyph: float) -> Swarms | None:
    """The swarms of specks on a page; None where it has none.

    Args:
        ink: height × width, 255 on 0, without rules.
        paper: the same page in grey.
        glyph: the usual height of a character in pixels.
    """
    import cv2
    import numpy as np

    _, labels, stats, centres = blobs(ink)
    size = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1) / glyph
    covered = stats[:, cv2.CC_STAT_AREA] / glyph**2
    size[0] = covered[0] = np.inf
    specks = np.flatnonzero(size < SPECK)
    if len(specks) < FEWEST:
        return None
    x, y = (np.minimum(centres[:, axis], ink.shape[1 - axis] - 1).astype(int) for axis in (0, 1))
    box = np.ones((round(glyph) | 1,) * 2, np.uint8)

    def crowded(members: NDArray[np.integer], crowd: int) -> NDArray[np.uint8]:
        """1 where so many of these specks stand in the room of a character, and around it; 0 where they are too few."""
        places = np.zeros_like(ink)
        places[y[members], x[members]] = 1
        around = cv2.boxFilter(places, -1, box.shape, normalize=False, borderType=cv2.BORDER_CONSTANT)
        if np.count_nonzero(around[y[members], x[members]] >= crowd) < FEWEST:
            return np.zeros_like(ink)
        return cv2.dilate(cv2.threshold(around, crowd - 1, 1, cv2.THRESH_BINARY)[1], box).astype(np.uint8)

    if not crowded(specks, PALE_CROWD).any():
        return None
    ground = cv2.medianBlur(paper, round(1.5 * glyph) | 1)
    pale = _contrast(ink, labels, cv2.subtract(ground, paper), size) < PALE
    within = (size < CLUMP) & (covered < COVERED) & (crowded(specks, CROWD)[y, x] > 0)
    if crowded(specks[pale[specks]], PALE_CROWD).any():
        small = pale & (size < LONE)
        within |= small | (pale & (size < CLUMP) & (crowded(np.flatnonzero(small), PALE_CROWD)[y, x] > 0))
    print_ = (size >= PRINT) & ~within
    print_[0] = False
    reach = (2 * round(NEAR * glyph) + 1,) * 2
    close = cv2.dilate(print_[labels].astype(np.uint8), np.ones(reach, np.uint8))
    alone = within & (close[y, x] == 0) & (pale | (size < LONE))
    return Swarms(within[labels], alone[labels], ground) if within.any() else None


def _contrast(
    ink: NDArray[np.uint8], labels: NDArray[np.integer], darker: NDArray[np.uint8], size: NDArray[np.float64]
) -> NDArray[np.float64]:
    """How much darker than the ground each mark is, as a share of the usual for marks as large as characters."""
    import numpy as np

    inked = np.flatnonzero(ink)
    owner = labels.ravel()[inked]
    mean = np.bincount(owner, darker.ravel()[inked], len(size)) / np.maximum(1, np.bincount(owner, minlength=len(size)))
    usual = mean[(size >= LONE) & (size <= 2 * CLUMP)]
    return np.asarray(mean / max(1.0, float(np.median(usual)))) if len(usual) else np.ones(len(size))
