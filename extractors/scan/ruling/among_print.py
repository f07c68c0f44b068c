"""Whether a run of ink along x is a rule or is made of the strokes of a line of print."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from extractors.scan.ruling.beside import barer_side, company, paper_share

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    # where the bounding box of a run begins, x and y, and its pixels in it
    Part = tuple[int, int, NDArray[np.bool_]]

# Share of a length with ink close beside it that makes it print (rules 0 to 0.36, print 0.4 to 1). With half as much
# one that is not long, as a line of print in a column is, is a rule if it touches others at its ends: the feet of
# 业技能提升行 are a run of 4.3 characters, with ink close beside 0.48 of it.
CROWDED, LINE_OF_PRINT = 0.5, 8.0
LONGER_THAN_PRINT = 12.0  # in character heights: no line of print is dark without a gap for so long
# No print is dark without a gap over so many lines below each other: text may hang on such a rule all along (a
# spreadsheet sets it a pixel beside the rule). A line of small bold print may be one dark run from end to end.
# Strokes of six lines set solid make such a run too, with paper between the lines: 6 to 26 dots of a hundred.
UNBROKEN_DOWN, UNBROKEN_ACROSS, UNBROKEN, PALER = 6.0, float("inf"), 0.95, 0.03
BROKEN = 0.15  # likewise, of one that meets rules at both ends and crosses another: strokes of print do not
BARE = 0.05  # of its length, over which ink is close to its barer side (fused lines of print 0.13 and more)
THICKEST = 0.6  # in character heights: a bar that is thicker is a dark area
BAR, SOLID = 0.28, 0.75  # in character heights: what is thicker is a bar; the share of its box that it fills


class Standing(Enum):
    """How a run stands among print.

    HEMMED runs have so much ink beside them that they may be print, CROWDED ones have it along most of their length
    and are dark throughout.
    """

    ALONE = auto()
    HEMMED = auto()
    CROWDED = auto()
    IN_PRINT = auto()


def standing(
    run: Part,
    dark: NDArray[np.uint8],
    bare: NDArray[np.uint8],
    grey: NDArray[np.uint8] | None,
    glyph: float,
    *,
    wavy: bool,
    tall: float,
) -> Standing:
    """How a run stands among print.

    Args:
        run: by its pixels.
        dark: all thin dark pixels of the page, small gaps along x closed.
        bare: the same before any gap was closed.
        grey: the page; None for pale runs.
        glyph: the usual height of a character in pixels.
        wavy: whether the run is so long that it may wave.
        tall: from so many characters on an unbroken run is a rule whatever stands beside it; infinite for none.
    """
    x, y, part = run
    length = int(part.any(axis=0).sum())
    paper = 1.0
    if grey is not None and tall < UNBROKEN_ACROSS and _is_unbroken(bare, run):
        paper = paper_share(grey[y : y + part.shape[0], x : x + part.shape[1]], part)
    if paper <= PALER and length > tall * glyph:
        return Standing.ALONE
    # a bar thicker than any stroke needs no white beside it: text is set close to heavy rules
    if part.sum() > BAR * glyph * length and part.sum() > SOLID * part.shape[0] * part.shape[1]:
        return Standing.ALONE
    beside = company(dark, part, (x, y), glyph, wavy)
    # the edge of a clear rule is pale, and bare on one side
    if beside >= CROWDED and (grey is None or not _is_bare(bare, run, glyph)):
        return Standing.CROWDED if paper <= BROKEN else Standing.IN_PRINT
    return Standing.HEMMED if beside >= CROWDED / 2 and length < LINE_OF_PRINT * glyph else Standing.ALONE


def thread(part: NDArray[np.bool_], dark: NDArray[np.uint8], glyph: float) -> NDArray[np.bool_]:
    """The rule in a run that has run together with the lines of print beside it: the rows that are dark throughout.

    A spreadsheet sets text a pixel beside its rules. The run as it is where no such rows stand together, or too many.

    Args:
        part: the pixels of the run in its box.
        dark: the thin dark pixels of the page in that box, before any gap was closed.
        glyph: the usual height of a character in pixels.
    """
    import numpy as np

    if len(part) <= THICKEST * glyph:
        return part
    whole = np.concatenate([[0], (part & (dark > 0)).mean(axis=1) >= UNBROKEN, [0]]).astype(np.int8)
    starts, ends = np.flatnonzero(np.diff(whole) == 1), np.flatnonzero(np.diff(whole) == -1)
    if len(starts) != 1 or ends[0] - starts[0] > BAR * glyph:
        return part
    rows = np.arange(len(part))[:, None]
    return part & (rows >= starts[0]) & (rows < ends[0])


def _is_unbroken(dark: NDArray[np.uint8], run: Part) -> bool:
    """Whether a run is dark throughout before any gap is closed.

    Strokes below each other nearly reach the rules between them, row after row.
    """
    x, y, part = run
    inked = part & (dark[y : y + part.shape[0], x : x + part.shape[1]] > 0)
    return bool(inked.any(axis=0).sum() > UNBROKEN * part.shape[1])


def _is_bare(dark: NDArray[np.uint8], run: Part, glyph: float) -> bool:
    """Whether a run longer than print is unbroken, and bare on one side: a text under a bar may nearly touch it."""
    x, y, part = run
    if part.shape[1] < LONGER_THAN_PRINT * glyph or not _is_unbroken(dark, run):
        return False
    return barer_side(dark, part, (x, y), glyph) < BARE
