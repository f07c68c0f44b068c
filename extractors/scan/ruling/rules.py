"""Ruled lines in a flat picture.

A rule is a run of ink longer than any stroke of a character and thinner than one. Runs are looked for after taking
away the slow changes of the ground (morphological black-hat), so shading and grey cells do not matter, with a
threshold low enough for hairlines, and with gaps of noise closed along the rule only.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from statistics import median
from typing import TYPE_CHECKING

from extractors.model import Box
from extractors.scan.blobs import blobs
from extractors.scan.reading.ink import shade
from extractors.scan.ruling.among_print import (
    LONGER_THAN_PRINT,
    THICKEST,
    UNBROKEN_ACROSS,
    UNBROKEN_DOWN,
    Standing,
    standing,
    thread,
)
from extractors.scan.ruling.beside import in_strokes, is_even, lies_apart
from extractors.scan.ruling.chains import CHAIN_OFF, SURE, chained, continued
from extractors.scan.ruling.dashed import with_dashes_joined
from extractors.scan.ruling.runs import bow, box_of, cut_apart, lean, without_clouds, without_print

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    # where the bounding box of a run begins, x and y, and its pixels in it
    Part = tuple[int, int, NDArray[np.bool_]]

LONG = 1.6  # in character heights: the shortest horizontal run that can be a rule
TALL = 1.25  # the shortest vertical one: a single-row box is not much higher than its text
PIECE = 0.9  # noise breaks a short rule: its longest piece may measure so much, the whole must reach the above
RESOLVED = 16.0  # pixels of a character; in smaller print the strokes of characters look like such pieces
# In character heights: so near to another rule a short run ends, and where it may be print
REACH, TOUCHES = 0.45, 0.12
# Of its length: what is left open at both ends of a short run. A stroke of print is nearly as high as a row set close,
# 计 leaves 0.27 open (sides of boxes in 60 scans of seed 123: up to 0.04).
OPEN_ENDS = 0.15
TALLER_THAN_PRINT = 2.5  # in character heights: no characters stand so close below each other
THICKEST_FRAME = 0.85  # in character heights: so thick may very long runs be
ASLANT, SQUARE = 1.0, 0.3  # degrees: a short run that leans more, where most lean less, is the side of a seal
DARK = 0.22  # a clear rule's contrast as a share of that of print
# Grey levels, and times the grain of the paper: the contrast of a pale rule; and how long one must be on its own.
PALEST, PALE_NOISE, PALE_LONG = 7.0, 2.5, 2.5
PRINT_HIGH = 0.43  # in character heights: faded lines of print are 0.45 to 0.66 thick as runs (tuning seed 36)
PRINTED = 1.8  # times the contrast of a clear rule: print
HALO = 0.3  # in character heights: how far the grey around print reaches
BOWED = 0.13  # in character heights: a short run bowed by more is the arc of a seal, not a rule


@dataclass(frozen=True, slots=True, eq=False)
class RuleInk:
    """Horizontal and vertical rules as boxes in pixels, with their thickness, and the very pixels they cover.

    `scraps` are runs of either kind that by themselves are too short to be believed.
    """

    horizontals: list[Box]
    verticals: list[Box]
    mask: NDArray[np.bool_]
    scraps: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class _Runs:
    """Runs along x with their pixels; `hemmed` are short ones with so much ink beside them that they may be print.

    Of these `crowded` have print along most of their length, and are dark throughout.
    """

    parts: dict[Box, Part]
    hemmed: frozenset[Box]
    crowded: frozenset[Box] = frozenset()


def find_rules(grey: NDArray[np.uint8], glyph: float, shrink: float = 1.0) -> RuleInk:
    """Find the rules of a picture.

    Args:
        grey: height × width, straightened, dark ink on a light ground.
        glyph: the usual height of a character in pixels.
        shrink: look at a picture this much smaller; the result is in pixels of the one given.
    """
    import cv2
    import numpy as np

    if shrink > 0.95:
        return _found(grey, glyph)
    small = cv2.resize(grey, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    found = _found(small, glyph * shrink)
    mask = cv2.resize(found.mask.astype(np.uint8), grey.shape[::-1], interpolation=cv2.INTER_NEAREST)
    return RuleInk(
        [box.scaled(1 / shrink) for box in found.horizontals],
        [box.scaled(1 / shrink) for box in found.verticals],
        mask.astype(bool),
        tuple(box.scaled(1 / shrink) for box in found.scraps),
    )


def _found(grey: NDArray[np.uint8], glyph: float) -> RuleInk:
    """The rules at the resolution of the picture."""
    import cv2
    import numpy as np

    along_x = _runs(grey, glyph, LONG, LONGER_THAN_PRINT, UNBROKEN_ACROSS)
    along_y = _runs(cv2.transpose(grey), glyph, TALL, TALLER_THAN_PRINT, UNBROKEN_DOWN)
    horizontals, turned = list(along_x.parts), list(along_y.parts)
    hemmed = {*along_x.hemmed, *(box.transposed for box in along_y.hemmed)}
    sure_h = chained([box for box in horizontals if box not in along_x.hemmed], glyph)
    verticals = [box.transposed for box in turned if box not in along_y.crowded or _crosses(box, sure_h)]
    sure_v = [box.transposed for box in chained([box for box in turned if box not in along_y.hemmed], glyph)]
    known = set(sure_h + sure_v)
    # short runs count only as the side of a small box: both their ends meet a rule of the other kind
    kept_h, kept_v = list(sure_h), list(sure_v)
    for box in horizontals:
        if box not in known and _joins(box, sure_v, (TOUCHES if box in hemmed else REACH) * glyph):
            kept_h.append(box)
    across = [box.transposed for box in sure_h]
    for box in verticals:
        if box not in known and _joins(box.transposed, across, (TOUCHES if box in hemmed else REACH) * glyph):
            kept_v.append(box)
    mask = _masked(grey.shape, along_x.parts, kept_h)
    across_it = _masked(grey.T.shape, along_y.parts, [box.transposed for box in kept_v])
    mask |= cv2.transpose(across_it.view(np.uint8)).view(bool)  # numpy turns a page in five times as long
    kept = {*kept_h, *kept_v}
    return RuleInk(kept_h, kept_v, mask, tuple(box for box in horizontals + verticals if box not in kept))


def _masked(shape: tuple[int, ...], parts: dict[Box, Part], kept: list[Box]) -> NDArray[np.bool_]:
    """The pixels of the kept rules on a picture of this shape."""
    import numpy as np

    mask = np.zeros(shape, dtype=bool)
    for box in kept:
        x, y, part = parts[box]
        mask[y : y + part.shape[0], x : x + part.shape[1]] |= part
    return mask


def _joins(rule: Box, across: list[Box], reach: float) -> bool:
    """Whether a short horizontal run goes from one crossing rule to another, each at most `reach` pixels away."""
    y = (rule.top + rule.bottom) / 2
    passing = [other for other in across if other.top - reach <= y <= other.bottom + reach]
    ends = [
        min((max(other.x0 - end, end - other.x1, 0.0) for other in passing), default=inf) for end in (rule.x0, rule.x1)
    ]
    return max(ends) <= reach and sum(ends) <= OPEN_ENDS * rule.width


def _crosses(upright: Box, across: list[Box]) -> bool:
    """Whether a vertical run, given as its transposed box, goes through one along x, as no print does."""
    run = upright.transposed
    passed = (other for other in across if other.x0 <= run.centre[0] <= other.x1)
    return any(run.top + run.height / 5 < other.centre[1] < run.bottom - run.height / 5 for other in passed)


def _runs(grey: NDArray[np.uint8], glyph: float, least: float, unlike_print: float, never_print: float) -> _Runs:
    """Thin dark runs along x at least `least` characters long, each with its pixels.

    Runs longer than `unlike_print` characters may wave; shorter ones must be straight to be told from print. Unbroken
    ones longer than `never_print` are rules whatever stands beside them.
    """
    import cv2

    thick = max(3, int(0.45 * glyph)) | 1  # thicker than any rule, thinner than a character
    hat = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, cv2.getStructuringElement(cv2.MORPH_RECT, (1, 2 * thick + 1)))
    soft = cv2.blur(hat, (5, 1))
    clear = max(16.0, DARK * shade(soft[::2, ::2], 99.5))
    dark = _above(soft, clear)
    dark = with_dashes_joined(dark, grey, glyph)
    found = _runs_of(dark, hat, glyph, least, unlike_print=unlike_print, never_print=never_print, grey=grey)
    parts = {box: part for box, part in found.parts.items() if not in_strokes(soft, *part, glyph=glyph)}
    pale = _pale_runs(hat, soft, clear, glyph=glyph, least=max(least, PALE_LONG), unlike_print=unlike_print)
    usual = median([box.height for box in parts if box.width >= LONGER_THAN_PRINT * glyph] or [inf])
    for box, part in pale.items():
        # lines of print as pale as that fill their cells from wall to wall; they are thicker than rules, and than folds
        print_ = box.height > max(usual, PRINT_HIGH * glyph)
        if not print_ and not any(_same_rule(box, known, glyph) for known in parts):
            parts[box] = part
    return _Runs(parts, found.hemmed, found.crowded)


def _pale_runs(
    hat: NDArray[np.uint8], soft: NDArray[np.uint8], clear: float, *, glyph: float, least: float, unlike_print: float
) -> dict[Box, Part]:
    """Runs of ink far paler than print: they stand out of the grain of the paper once averaged along their direction.

    Args:
        hat: darkness against what is above and below.
        soft: the same, averaged over a few pixels.
        clear: how dark a clear rule is in it.
        glyph: the usual height of a character in pixels.
        least: characters, as for the clear ones.
        unlike_print: likewise.
    """
    import cv2
    import numpy as np

    averaged = cv2.blur(hat, (max(5, int(glyph / 2)) | 1, 1))
    pale = max(PALEST, PALE_NOISE * shade(averaged[::2, ::2], 60))
    if pale >= clear:
        return {}
    # print is no pale rule, however it is averaged
    strokes = _above(soft, PRINTED * clear)
    print_ = cv2.dilate(strokes, np.ones((3, int(0.6 * glyph) | 1), np.uint8))
    dark = cv2.subtract(_above(averaged, pale), print_)
    found = _runs_of(dark, averaged, glyph, least, unlike_print=unlike_print, never_print=inf)
    if not found.parts:
        return {}
    halo = cv2.dilate(strokes, np.ones((2 * round(HALO * glyph) + 1, 1), np.uint8))
    return {
        box: part
        for box, part in found.parts.items()
        if box not in found.hemmed
        and is_even(hat, part, glyph)
        and (box.width > LONGER_THAN_PRINT * glyph or lies_apart(halo, part))
    }


def _above(picture: NDArray[np.uint8], level: float) -> NDArray[np.uint8]:
    """1 where a picture exceeds a level, else 0."""
    import cv2

    return cv2.threshold(picture, level, 1, cv2.THRESH_BINARY)[1]


def _same_rule(box: Box, known: Box, glyph: float) -> bool:
    """Whether a run along x adds hardly anything to one that was found before."""
    beyond = max(0.0, known.x0 - box.x0) + max(0.0, box.x1 - known.x1)
    return abs(box.centre[1] - known.centre[1]) < CHAIN_OFF * glyph and beyond < glyph


def _runs_of(
    dark: NDArray[np.uint8],
    darkness: NDArray[np.uint8],
    glyph: float,
    least: float,
    *,
    unlike_print: float,
    never_print: float,
    grey: NDArray[np.uint8] | None = None,
) -> _Runs:
    """The runs of thin dark pixels, given as 1 on 0 and by their darkness; and by the picture, if they are not pale."""
    import cv2
    import numpy as np

    gap, bare = max(3, int(0.2 * glyph)), dark
    dark = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, (gap, 1)))
    length = max(8, int(least * glyph))
    piece = min(length, int(PIECE * glyph)) if glyph >= RESOLVED else length
    straight = cv2.getStructuringElement(cv2.MORPH_RECT, (piece, 1))
    cores = cv2.erode(dark, straight)
    # most rows are bare; what follows takes as long as there are rows
    near = np.flatnonzero(cv2.dilate(cores.max(axis=1, keepdims=True), np.ones((5, 1), np.uint8)))
    if not len(near):
        return _Runs({}, frozenset())
    runs = cv2.dilate(cores[near], straight)
    # a rule that drifts by a pixel row breaks into steps; join them before measuring
    joined = cv2.dilate(runs, cv2.getStructuringElement(cv2.MORPH_RECT, (gap, 3)))
    _, labels, stats, _ = blobs(joined)
    found: dict[Box, Part] = {}
    beside: dict[Box, Standing] = {}
    for index in np.flatnonzero(stats[1:, cv2.CC_STAT_WIDTH] >= length) + 1:  # most are strokes of print
        x, y, width, height, _ = (int(v) for v in stats[index])
        part = (labels[y : y + height, x : x + width] == index) & (runs[y : y + height, x : x + width] > 0)
        if width > LONGER_THAN_PRINT * glyph:
            part = without_clouds(part, glyph)
        y, columns = int(near[y]), np.flatnonzero(part.any(axis=0))
        if not len(columns):
            continue
        if never_print < inf:
            part = thread(part, bare[y : y + height, x : x + width], glyph)
            columns = np.flatnonzero(part.any(axis=0))
        thickness = part.sum() / max(1, len(columns))
        limit = THICKEST_FRAME if len(columns) > LONGER_THAN_PRINT * glyph else THICKEST
        if thickness > limit * glyph or len(columns) < length:
            continue
        wavy = width > unlike_print * glyph
        stands = standing((x, y, part), dark, bare, grey, glyph, wavy=wavy, tall=never_print)
        if stands is Standing.IN_PRINT:
            continue
        if len(columns) >= LONGER_THAN_PRINT * glyph or bow(part) <= BOWED * glyph:
            alone = without_print(part, glyph)
            seen_in = grey if len(columns) >= LONGER_THAN_PRINT * glyph else None
            for first, last in cut_apart(part, alone, glyph, corner=(x, y), darkness=darkness, grey=seen_in):
                rule = alone[:, first:last]
                if (first, last) == (0, width) or rule.any(axis=0).sum() >= length:
                    box = box_of(rule, x + first, y)
                    found[box] = x + first, y, rule
                    beside[box] = stands
    crowded = frozenset(box for box, stands in beside.items() if stands is Standing.CROWDED)
    hemmed = crowded.union(box for box, stands in beside.items() if stands is Standing.HEMMED)
    return _Runs(_square(found, glyph), hemmed, crowded)


def _square(found: dict[Box, Part], glyph: float) -> dict[Box, Part]:
    """The runs without the short ones that lean: rules lie square to the page, a stamped seal seldom does.

    All of them where the long ones lean themselves: such a page was not straightened well enough to tell. And those
    that go on where another run ends: the rule of a sheet that is still bowed at its edge.
    """
    import numpy as np

    long = [box for box in found if box.width >= LONGER_THAN_PRINT * glyph]
    aslant = {
        box
        for box, (_, _, part) in found.items()
        if SURE * glyph <= box.width < LONGER_THAN_PRINT * glyph and lean(part) > ASLANT
        if not continued(box, found, glyph)
    }
    if not long or not aslant or np.median([lean(found[box][2]) for box in long]) > SQUARE:
        return found
    return {box: part for box, part in found.items() if box not in aslant}
