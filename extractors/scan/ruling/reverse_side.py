"""The print of the other side of thin paper: pale, soft, mirrored, its rules run through the text of this side.

A scanner without a dark ground sees both sides of a sheet. The rules of the other table, found as if they were pale
rules of this one, cut its cells to pieces; its characters are read as text.

So are the steps of a shadow where a photograph was sent with much compression (blocks of eight pixels), whose edges are
pale and end anywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from extractors.model import Box
from extractors.pieces import around
from extractors.scan.blobs import blobs
from extractors.scan.ruling.chains import chains
from extractors.scan.ruling.folds import contrast

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from extractors.scan.ruling.rules import RuleInk

CLEAR = 75  # per cent of the rules, the palest first: that one is of this side
PALE = 0.5  # of its contrast: a rule that shines through has less
# Likewise: print that does, if no rule does that is nearly as deep; thin strokes of this side are paler than its rules.
FADED, DEEPER = 0.35, 1.25
DEEPEST = 90  # per cent of the pale rules that are paler than the deepest: a piece of a clear one is among them
# Likewise: nobody prints rules so pale beside clear ones; and so many times as deep as they is the print that shines.
GHOST, PRINT = 0.06, 2.5
APART = 2.0  # times the contrast of the deepest pale rule: what a rule of this side has
# Likewise: pale ones of which so many end at no other rule. Of 280 pages by others and of used-up seeds 17
# had such, which shine through or are steps of a shadow; one was a wall, and the others there lay beside the table (a
# scratch script)
FAINT, FREE = 0.2, 0.6
GAP, OFF, MEETS, LONG = 12.0, 0.3, 0.5, 2.0  # in character heights: pieces of one line, its end at a rule, its length
# pale rules, and the share of those that stand beside the clear ones, that print runs across: no wall of a cell is
FEWEST, SHARE = 3, 0.2
STROKE = 0.25  # of the contrast of a clear rule: a stroke of print, however thin, deeper than the pale rules
END = 0.6  # in character heights: how far behind a run the print stands that it ends at
# Rules across and down that are clear: a table whose frame alone is dark has fewer, and its pale rules are its own.
OWN = (4, 3)
SMALL, LARGE = 0.4, 1.5  # in character heights: a character or a larger part of one
WITHIN = 0.2  # of a character: what runs further within its edges runs through it
EDGE = 2  # pixels: the soft edge of print
WINDOW, NEAR = 2.0, 0.7  # in character heights: ground shows within so much, and beside a stroke


def without_reverse_side(grey: NDArray[np.uint8], found: RuleInk, glyph: float) -> NDArray[np.uint8]:
    """The picture without what shines through; the very same picture when no print runs across pale rules.

    Args:
        grey: height × width, straightened.
        found: its rules.
        glyph: the usual height of a character in pixels.
    """
    import cv2
    import numpy as np

    across = [(box, contrast(grey, box, glyph)) for box in found.horizontals]
    turned = grey.T
    down = [(box, contrast(turned, box, glyph)) for box in (b.transposed for b in found.verticals)]
    if not across or not down:
        return grey
    clear = _of_this_side([depth for _, depth in across + down])
    pale_across, pale_down = ([box for box, depth in rules if depth < PALE * clear] for rules in (across, down))
    pale = len(pale_across) + len(pale_down)
    if pale < FEWEST or len(across) - len(pale_across) < OWN[0] or len(down) - len(pale_down) < OWN[1]:
        return grey
    ground = float(np.percentile(grey[::4, ::4], 80))
    depths = [deep for _, deep in across + down if deep < PALE * clear]
    deepest = float(np.percentile(depths, DEEPEST))
    if deepest <= GHOST * clear:
        return _without(grey, PRINT * deepest, glyph)
    if deepest <= FAINT * clear and _end_anywhere(pale_across, pale_down, found, glyph):
        return _without(grey, min(PRINT * deepest, FADED * clear), glyph)
    print_ = (grey < ground - max(STROKE * clear, DEEPER * deepest)) & ~_rules(grey.shape, across, down, PALE * clear)
    _, _, stats, _ = blobs(print_.astype(np.uint8))
    characters = stats[1:, : cv2.CC_STAT_AREA]
    sides = characters[:, cv2.CC_STAT_WIDTH :]
    characters = characters[(sides.min(axis=1) > SMALL * glyph) & (sides.max(axis=1) < LARGE * glyph)]
    crossed = sum(_crossed(characters, box, glyph) for box in pale_across)
    crossed += sum(_crossed(characters[:, [1, 0, 3, 2]], box, glyph) for box in pale_down)
    own = _around([box for box, depth in across if depth >= PALE * clear])
    beside = sum(own[0] < box.centre[1] < own[1] for box in (*pale_across, *(box.transposed for box in pale_down)))
    if crossed < max(FEWEST, SHARE * beside):
        return grey
    return _without(grey, min(PALE * clear, max(FADED * clear, DEEPER * deepest)), glyph)


def _without(grey: NDArray[np.uint8], shone: float, glyph: float) -> NDArray[np.uint8]:
    """The picture with its ground where nothing is deeper than what shines through, and no such stroke is near."""
    import cv2
    import numpy as np

    side = (round(WINDOW * glyph) | 1,) * 2
    light = cv2.blur(cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones(side, np.uint8)), side)
    depth = cv2.subtract(light, grey)
    strokes = cv2.dilate((depth > shone).astype(np.uint8), np.ones((2 * EDGE + 1,) * 2, np.uint8))
    # the ground around strokes is lifted as the rest is: in the edge of a shadow they would have one of their own
    near = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((round(NEAR * glyph) | 1,) * 2, np.uint8))
    lifted = cv2.add(grey, cv2.subtract(light, near))
    return np.where(strokes > 0, lifted, np.maximum(grey, light)).astype(np.uint8)


def _end_anywhere(across: Sequence[Box], down: Sequence[Box], found: RuleInk, glyph: float) -> bool:
    """Whether most pale lines among the clear rules have an end that lies at no rule, as a wall has none.

    Args:
        across: the pale lines along x, in pixels.
        down: those along y, their axes exchanged.
        found: all rules.
        glyph: the usual height of a character in pixels.
    """
    upright = [box.transposed for box in found.horizontals]
    pale = {*across, *(box.transposed for box in down)}
    own = around([box for box in (*found.horizontals, *found.verticals) if box not in pale])
    ends = [
        _free(line, rules, glyph)
        for lines, rules, within in ((across, found.verticals, own), (down, upright, own.transposed))
        for line in _lines([box for box in lines if within.holds(*box.centre)], glyph)
    ]
    return len(ends) >= FEWEST and sum(ends) > FREE * len(ends)


def _lines(pale: Sequence[Box], glyph: float) -> list[Box]:
    """Pieces along x that follow each other, as one line each; short ones are left out."""
    lines = [around(chain) for chain in chains(pale, GAP * glyph, OFF * glyph)]
    return [line for line in lines if line.width >= LONG * glyph]


def _free(line: Box, rules: Sequence[Box], glyph: float) -> bool:
    """Whether an end of a line along x lies at none of the rules across it."""
    near, y = MEETS * glyph, line.centre[1]
    passed = [rule.centre[0] for rule in rules if rule.top - near < y < rule.bottom + near]
    return any(all(abs(x - end) >= near for x in passed) for end in (line.x0, line.x1))


def _around(rules: Sequence[Box]) -> tuple[float, float]:
    """From where to where rules go down the page."""
    return min(rule.top for rule in rules), max(rule.bottom for rule in rules)


def _of_this_side(depths: Sequence[float]) -> float:
    """The contrast of the rules of this side: those behind the widest gap, of which there may be fewer than pale."""
    import numpy as np

    ordered = sorted(depths)
    gaps = [(deep / max(1.0, pale), index) for index, (pale, deep) in enumerate(pairwise(ordered), 1)]
    widest, first = max(gaps, default=(1.0, 0))
    return float(np.percentile(ordered[first if widest > APART else 0 :], CLEAR))


def _rules(
    shape: tuple[int, ...], across: list[tuple[Box, float]], down: list[tuple[Box, float]], least: float
) -> NDArray[np.bool_]:
    """Where the clear rules are, with their edges."""
    import numpy as np

    ruled = np.zeros(shape, dtype=bool)
    for rules, picture in ((across, ruled), (down, ruled.T)):
        for box, depth in rules:
            if depth >= least:
                top, x0 = max(0, round(box.top) - EDGE - 1), max(0, round(box.x0) - EDGE - 1)
                picture[top : round(box.bottom) + EDGE + 2, x0 : round(box.x1) + EDGE + 2] = True
    return ruled


def _crossed(characters: NDArray[np.int32], box: Box, glyph: float) -> bool:
    """Whether a rule along x runs through a character, or to one: a run is looked for between print.

    Args:
        characters: their boxes, a row each: left, top, width, height.
        box: of the rule.
        glyph: the usual height of a character in pixels.
    """
    left, top, width, height = characters.T
    middle, end = (box.top + box.bottom) / 2, END * glyph
    beside = (left < box.x1 + end) & (left + width > box.x0 - end)
    through = (top + WITHIN * height < middle) & (middle < top + (1 - WITHIN) * height)
    return bool((beside & through).any())
