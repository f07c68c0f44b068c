"""Columns in which nothing is printed or seen: a burnt-out dot of a thermal head, a scratch on a drum.

Such a column cuts every rule that runs across it, on one line down the page. What it took from a character nobody
knows: 开 became 于, and a 1 is gone as a whole. Nor does anybody know it of a streak that nothing shows through.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.model import Box, ReadingCode
from extractors.scan.reading.doubt import Doubt
from extractors.scan.reading.ink import shade
from extractors.scan.reading.plain import holds_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from extractors.model import Line
    from extractors.scan.reading.lines import Strip
    from extractors.scan.ruling.rules import RuleInk

FEWEST, CUT = 6, 0.8  # rules that run across a column, and the share of them that it cuts
LONG = 3.0  # in character heights: a rule so long is looked at, but for its ends
INSET = 0.3  # in character heights: the end of a rule
NARROW = 0.4  # in character heights: a wider gap is a missing wall
FAINT = 0.5  # of the contrast of a rule: less is a gap
MOST = 4  # dead columns of a page; the dots of dotted rules stand below each other in more
DOTTED = 0.1  # of a rule: with more gaps it is dotted or dashed, and its dots may stand below those of others
STRAY = 1  # pixels: by so much a column leaves its place down the page
READ_WELL = 0.99  # 开 with a stroke gone was 于 with 0.987
BESIDE = 0.7  # in character heights: a character beside what was read may be gone


def dead_columns(grey: NDArray[np.uint8], found: RuleInk, glyph: float) -> tuple[Box, ...]:
    """The columns without ink, in pixels, from the head of the picture to its foot.

    Args:
        grey: height × width, straightened.
        found: the rules in it.
        glyph: the usual height of a character in pixels.
    """
    import numpy as np

    width = grey.shape[1]
    across, cut = np.zeros(width, int), np.zeros(width, int)
    ground = shade(grey[::4, ::4], 80)
    for box in found.horizontals:
        x0, x1 = round(box.x0 + INSET * glyph), round(box.x1 - INSET * glyph)
        if x1 - x0 < LONG * glyph:
            continue
        darkest = grey[max(0, round(box.top) - 1) : round(box.bottom) + 2, x0:x1].min(axis=0).astype(float)
        gaps = darkest > ground - FAINT * (ground - np.median(darkest))
        if gaps.mean() > DOTTED:
            continue
        across[x0:x1] += 1
        cut[x0:x1] += _widened(gaps & ~_widened(_opened(gaps, round(NARROW * glyph)), round(NARROW * glyph)), STRAY)
    dead = np.flatnonzero((across >= FEWEST) & (cut >= CUT * across))
    runs = np.split(dead, np.flatnonzero(np.diff(dead) > 1) + 1) if dead.size else []
    return tuple(Box(int(run[0]), 0, int(run[-1]) + 1, len(grey)) for run in runs) if len(runs) <= MOST else ()


def _widened(flags: NDArray[np.bool_], by: int) -> NDArray[np.bool_]:
    import numpy as np

    return np.convolve(flags, np.ones(2 * by + 1), mode="same") > 0


def _opened(flags: NDArray[np.bool_], length: int) -> NDArray[np.bool_]:
    """The middles of runs at least so long."""
    import numpy as np

    return np.convolve(flags, np.ones(2 * (length // 2) + 1), mode="same") >= 2 * (length // 2) + 1


def cut_by(lines: Sequence[Line], strips: Sequence[Strip], dead: Sequence[Box], glyph: float) -> list[Doubt]:
    """Whether a place of which nothing is known runs through the text of a cell, or close beside it.

    Args:
        lines: what was read; words that read well are believed.
        strips: where it stands, in pixels.
        dead: columns without ink and opaque streaks, in pixels.
        glyph: the usual height of a character in pixels.
    """
    reach, text = BESIDE * glyph, "".join(line.text for line in lines)
    if not holds_value(text) and min((line.confidence for line in lines), default=0.0) > READ_WELL:
        return []
    if not any(
        strip.x0 - reach < box.x1 and strip.x1 + reach > box.x0 and strip.top < box.bottom and strip.bottom > box.top
        for strip in strips
        for box in dead
    ):
        return []
    message = "a line of the page shows nothing here; a stroke or a character may be missing"
    return [Doubt(ReadingCode.CONFUSABLE, message, text)]
