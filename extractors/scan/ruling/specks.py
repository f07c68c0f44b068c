"""What a threshold has left of hairline rules: specks on one level, between bare paper.

A rule of a quarter of a point is paler than print, and a scan of black and white alone keeps of it a dot here and
there: too little to be a run of ink, however small the gaps that are closed. But nothing else stands on a page like
it, one small speck after the other on a straight line, level, with bare paper above and below, and evenly all along.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from extractors.model import Box
from extractors.scan.blobs import blobs, inked_rows
from extractors.scan.ruling.faint_walls import FaintWall
from extractors.scan.ruling.rules import RuleInk

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

# Grey levels of black and of white, and the share of what is not white that lies between: pages of black and white
# alone, drawn at their own resolution, reach 0.52 (a pixel seldom falls on a pixel), grey ones begin at 0.64.
BLACK, WHITE, BETWEEN = 25, 230, 0.58
INKED = 225  # grey level: a black dot turned by half a degree is spread over four pixels
# In character heights. A speck is no thicker across the rule; specks of one rule lie no further off its line;
# the white between them; the shortest chain; the ends of a wall, which may be of the rules it meets.
THIN, OFF, GAP, SHORTEST, INSET = 0.2, 0.07, 2.2, 3.0, 0.15
BESIDE = 0.3, 0.5  # in character heights: where the paper above and below it is looked at
LEAST = 2  # specks of a wall that other walls on its level lead to
# In character heights: so close to a speck of a rule stands no print, above or below a level one, beside an upright
# one, and on its own level.
ABOVE, ASIDE, ASLEVEL = 0.1, 0.5, 0.3
FEWEST = 6  # specks of a chain, and of a wall that is not doubted
SEVERAL = 4  # specks of a wall that goes on at both ends
SPREAD = 5  # the parts of a chain over which its specks are spread: hardly one is without
SPARSE, WIDEST = 6.0, 6.0  # times the usual white between the specks of a level: a gap in it; in character heights
STEP = 0.15  # in character heights: specks that stand closer are told as one, longer ones as several
STRAY, STRAYS = 0.3, 0.5  # beside a chain stand at most so many specks as on it; beside a wall that is doubted
CROSSED = 0.3  # of its length, over which print may cross it
DENSE, THINNED = 0.15, 0.5  # of the specks that the chain has elsewhere: a wall of a cell has so many, else is doubted
LEVELS = 4  # on fewer levels it is the ragged edge of a rule, or dirt
SNAP = 1.2  # in character heights: so far from the last speck a rule of the other direction ends it


@dataclass(frozen=True, slots=True, eq=False)
class _Dots:
    """Specks, and other ink, of a picture in which the rules looked for run along x."""

    specks: NDArray[np.uint8]
    print_: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A wall between two rules that cross it; `lone`: some specks, hardly any beside them and no print across."""

    wall: FaintWall
    lone: bool


def is_bilevel(grey: NDArray[np.uint8]) -> bool:
    """Whether a page was scanned in black and white alone.

    Args:
        grey: height × width, as it was drawn: straightening makes grey of it.
    """
    import numpy as np

    few = grey[::3, ::3]
    inked = np.count_nonzero(few < WHITE)
    return bool(inked and np.count_nonzero((few < WHITE) & (few > BLACK)) < BETWEEN * inked)


def speckled_rules(grey: NDArray[np.uint8], found: RuleInk, glyph: float) -> list[FaintWall]:
    """The rules of which only specks are left, in pieces between the rules that they meet.

    Args:
        grey: height × width, straightened, dark ink on a light ground.
        found: the rules that are more than specks.
        glyph: the usual height of a character in pixels.
    """
    import cv2

    dark = cv2.threshold(grey, INKED, 1, cv2.THRESH_BINARY_INV)[1]
    lying = _dots(dark, found.verticals, glyph, ABOVE)
    upright = _dots(cv2.transpose(dark), _turned(found.horizontals), glyph, ASIDE)
    along_x = _several(_chains(lying, found.horizontals, glyph), glyph)
    along_y = _several(_chains(upright, _turned(found.verticals), glyph), glyph)
    walls = _walls(lying, along_x, found.verticals + _turned(along_y), glyph)
    across = _turned(found.horizontals) + along_x
    walls += [replace(wall, box=wall.box.transposed) for wall in _walls(upright, along_y, across, glyph)]
    return walls


def _several(chains: list[Box], glyph: float) -> list[Box]:
    """The chains where there are some on several levels: a threshold that loses a rule loses those of its kind."""
    return chains if len(_levels(chains, glyph)) >= LEVELS else []


def _turned(rules: Sequence[Box]) -> list[Box]:
    return [box.transposed for box in rules]


def _chains(dots: _Dots, known: Sequence[Box], glyph: float) -> list[Box]:
    """Chains of specks along x that no known rule accounts for.

    Args:
        dots: of the page.
        known: rules along x.
        glyph: the usual height of a character in pixels.
    """
    import cv2
    import numpy as np

    off = max(1, round(OFF * glyph))
    near = cv2.dilate(dots.specks, np.ones((2 * off + 1, 1), np.uint8))
    chained = cv2.morphologyEx(near, cv2.MORPH_CLOSE, np.ones((1, round(GAP * glyph)), np.uint8))
    shortest = round(SHORTEST * glyph)
    # a row with fewer has no run so long, nor half of one at the edge of the picture
    few = cv2.reduce(chained, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32S).ravel() < shortest // 2 - 1
    chained[few] = 0
    many = np.flatnonzero(~few)
    if len(many):
        chained[many] = cv2.morphologyEx(chained[many], cv2.MORPH_OPEN, np.ones((1, shortest), np.uint8))
    chains: list[Box] = []
    rows = inked_rows(chained)
    if not len(rows):
        return chains
    specks = dots.specks[rows]
    _, labels, stats, _ = blobs(chained[rows])
    for index, (x, y, width, height, _) in enumerate(stats[1:].tolist(), 1):
        if height > 2 * off + 1 + 3 * off:
            continue  # a shaded ground, or dirt
        here = (labels[y : y + height, x : x + width] == index) & (specks[y : y + height, x : x + width] > 0)
        box = _straight(here, x, int(rows[y]), off)
        if box is None or any(_covers(rule, box, glyph) for rule in known):
            continue
        if _is_rule(dots, box, glyph):
            chains.append(box)
    return chains


def _dots(dark: NDArray[np.uint8], across: Sequence[Box], glyph: float, clear: float) -> _Dots:
    """The specks that may be of a rule along x, and the ink that is none of them; rules along y are neither.

    Print is full of specks: dots, colons below each other, strokes that broke. They have print beside them.

    Args:
        dark: 1 where inked.
        across: rules along y.
        glyph: the usual height of a character in pixels.
        clear: in character heights: so close to a speck, above and below, stands no print.
    """
    import cv2
    import numpy as np

    bare = dark.copy()
    for rule in across:
        bare[int(rule.top) : int(rule.bottom) + 1, max(0, int(rule.x0) - 2) : int(rule.x1) + 3] = 0
    _, labels, stats, _ = blobs(bare)
    thin = max(3, round(THIN * glyph))
    small = stats[:, cv2.CC_STAT_HEIGHT] <= thin
    small[0] = False
    specks, inked = np.zeros_like(bare), np.flatnonzero(bare > 0)  # most of a page need not be looked up
    specks.ravel()[inked] = small[labels.ravel()[inked]]
    print_ = cv2.subtract(bare, specks)
    column, line = np.ones((2 * round(clear * glyph) + 1, 1)), np.ones((1, 2 * round(ASLEVEL * glyph) + 1))
    near = cv2.bitwise_or(cv2.dilate(print_, column.astype(np.uint8)), cv2.dilate(print_, line.astype(np.uint8)))
    return _Dots(cv2.subtract(specks, near), print_)


def _straight(here: NDArray[np.bool_], x: int, y: int, off: int) -> Box | None:
    """The box of the level most of these specks stand on; None where that is not most of them."""
    import numpy as np

    rows = here.sum(axis=1)
    if not rows.any():
        return None
    level = int(np.argmax(np.convolve(rows, np.ones(2 * off + 1), "same")))
    band = here[max(0, level - off) : level + off + 1]
    columns = np.flatnonzero(band.any(axis=0))
    if band.sum() < 0.7 * here.sum():
        return None
    return Box(float(x + columns[0]), y + level, float(x + columns[-1] + 1), y + level + 1.0)


def _covers(rule: Box, box: Box, glyph: float) -> bool:
    """Whether a known rule lies where most of a chain does."""
    shared = min(rule.x1, box.x1) - max(rule.x0, box.x0)
    return abs(rule.centre[1] - box.centre[1]) < THIN * glyph + rule.height / 2 and shared > 0.8 * box.width


def _places(dots: _Dots, y: int, x0: float, x1: float, glyph: float) -> tuple[float, ...]:
    """Where specks stand between x0 and x1 on a level: the middles of the short stretches that hold any."""
    import numpy as np

    off, step = max(1, round(OFF * glyph)), max(3, round(STEP * glyph))
    band = dots.specks[max(0, y - off) : max(0, y + off + 1), int(x0) : int(x1)]
    whole = np.pad(band, ((0, 0), (0, -band.shape[1] % step)))
    seen = whole.any(axis=0).reshape(-1, step).any(axis=1)
    return tuple(float(int(x0) + (at + 0.5) * step) for at in np.flatnonzero(seen))


def _strays(dots: _Dots, y: int, x0: float, x1: float, glyph: float) -> int:
    """How many specks stand on the levels beside one, at the most: those of a shaded ground, of dirt, of print."""
    return max(len(_places(dots, y + side * round(by * glyph), x0, x1, glyph)) for by in BESIDE for side in (-1, 1))


def _is_rule(dots: _Dots, box: Box, glyph: float) -> bool:
    """Whether specks stand evenly along a level, more than beside it, and apart from print."""
    import numpy as np

    off, y, x0, x1 = max(1, round(OFF * glyph)), int(box.top), int(box.x0), int(box.x1)
    places = _places(dots, y, x0, x1, glyph)
    if len(places) < FEWEST:
        return False
    parts = np.histogram(places, bins=SPREAD, range=(x0, x1))[0]
    if np.count_nonzero(parts) < SPREAD - 1 or parts.max() > 0.6 * len(places):
        return False
    crossed = dots.print_[max(0, y - off) : y + off + 1, x0:x1].any(axis=0).mean()
    return bool(crossed <= CROSSED and _strays(dots, y, x0, x1, glyph) <= STRAY * len(places))


def _walls(dots: _Dots, chains: Sequence[Box], across: Sequence[Box], glyph: float) -> list[FaintWall]:
    """What stands on the levels of chains between the rules that cross them, and the chains where none does.

    Args:
        dots: of the page.
        chains: along x.
        across: the rules along y.
        glyph: the usual height of a character in pixels.
    """
    walls: list[FaintWall] = []
    for level in _levels(chains, glyph):
        y, reach = level[0].centre[1], SNAP * glyph
        met = sorted(rule.centre[0] for rule in across if rule.top - reach <= y <= rule.bottom + reach)
        pieces = [piece for start, end in pairwise(met) for piece in _pieces(dots, level, start, end, glyph)]
        walls += _between_sure_ones(_led_to(pieces, level, reach))
        first, last = (met[0], met[-1]) if met else (float("inf"), float("inf"))
        for box in level:
            # beyond the rules that cross it
            for start, end in ((box.x0, min(box.x1, first)), (max(box.x0, last), box.x1)):
                if end - start > reach and len(_places(dots, int(box.top), start, end, glyph)) >= FEWEST:
                    walls.append(FaintWall(Box(start, box.top, end, box.bottom), doubtful=False))
    return walls


def _led_to(pieces: list[_Piece], level: Sequence[Box], reach: float) -> list[_Piece]:
    """The pieces that a chain, or another piece, leads to: in another table on its level a few specks are dirt.

    Args:
        pieces: on the level of some chains, from left to right.
        level: these chains.
        reach: pixels from the end of one to the beginning of the next.
    """
    known = [(box.x0, box.x1) for box in level]
    for ordered in (pieces, pieces[::-1]):
        for box in (piece.wall.box for piece in ordered):
            if any(box.x0 <= end + reach and start - reach <= box.x1 for start, end in known):
                known.append((box.x0, box.x1))
    return [piece for piece in pieces if (piece.wall.box.x0, piece.wall.box.x1) in known]


def _between_sure_ones(pieces: Sequence[_Piece]) -> list[FaintWall]:
    """The walls, without a doubt where one with a few specks and nothing else goes on at both its ends as a sure one.

    Args:
        pieces: on one level, from left to right.
    """
    settled: list[FaintWall] = []
    for index, piece in enumerate(pieces):
        before, behind = pieces[:index][::-1], pieces[index + 1 :]
        sure = piece.lone and all(_goes_on(piece, beside) for beside in (before, behind))
        settled.append(replace(piece.wall, doubtful=piece.wall.doubtful and not sure))
    return settled


def _goes_on(piece: _Piece, beside: Sequence[_Piece]) -> bool:
    """Whether a sure wall touches a piece, or others with a few specks lead to one, given from the piece outwards."""
    box = piece.wall.box
    for other in beside:
        if min(abs(other.wall.box.x1 - box.x0), abs(other.wall.box.x0 - box.x1)) > 1 or not other.lone:
            return False
        if not other.wall.doubtful:
            return True
        box = other.wall.box
    return False


def _levels(chains: Sequence[Box], glyph: float) -> list[list[Box]]:
    """Chains on one line, by their height on the page."""
    levels: list[list[Box]] = []
    for box in sorted(chains, key=lambda box: box.centre[1]):
        if levels and box.centre[1] - levels[-1][-1].centre[1] <= THIN * glyph:
            levels[-1].append(box)
        else:
            levels.append([box])
    return levels


def _pieces(dots: _Dots, level: Sequence[Box], start: float, end: float, glyph: float) -> list[_Piece]:
    """The walls between two rules that cross a level, as far as specks of their own reach; doubted where there are few.

    Args:
        dots: of the page.
        level: the chains on it.
        start: x of a rule, in pixels.
        end: x of the next.
        glyph: the usual height of a character in pixels.
    """
    off, inset = max(1, round(OFF * glyph)), INSET * glyph
    x0, x1 = start + inset, end - inset
    if x1 - x0 < glyph / 2:
        return []
    middle = (start + end) / 2
    nearest = min(level, key=lambda box: max(box.x0 - middle, middle - box.x1, 0.0))
    usual = min(len(_places(dots, int(box.top), box.x0, box.x1, glyph)) / box.width for box in level)
    tried = (int(nearest.top) + by for by in (0, -off, off))
    y, places = max(((at, _places(dots, at, x0, x1, glyph)) for at in tried), key=lambda one: len(one[1]))
    gap = min(max(SPARSE / usual, glyph), WIDEST * glyph)
    walls: list[_Piece] = []
    for first, last, count in _stretches(places, gap):
        begin, stop = (start if first - start < gap else first), (end if end - last < gap else last)
        length, x0, x1 = stop - begin, begin + inset, stop - inset
        if count < max(LEAST, DENSE * usual * length) or x1 - x0 < glyph / 2:
            continue
        crossed = dots.print_[max(0, y - off) : y + off + 1, int(x0) : int(x1)].any(axis=0).mean()
        strays = _strays(dots, y, x0, x1, glyph)
        if crossed > CROSSED or strays > STRAYS * count:
            continue
        stray = strays > STRAY * count
        doubtful = count < max(FEWEST, THINNED * usual * length) or stray
        wall = FaintWall(Box(begin, y, stop, y + 1.0), doubtful)
        walls.append(_Piece(wall, lone=count >= SEVERAL and not stray and not crossed))
    return walls


def _stretches(places: Sequence[float], gap: float) -> list[tuple[float, float, int]]:
    """From where to where specks follow each other without a wider gap, and how many they are."""
    stretches: list[tuple[float, float, int]] = []
    for place in places:
        if stretches and place - stretches[-1][1] <= gap:
            stretches[-1] = (stretches[-1][0], place, stretches[-1][2] + 1)
        else:
            stretches.append((place, place, 1))
    return stretches
