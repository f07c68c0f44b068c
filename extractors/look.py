"""Does a digital page show what its text layer says? A few runs of every font are recognised and compared.

A font may name its characters wrongly in a way that no statistic tells: only its figures, or a third of them. What is
drawn is what the office published; a layer that says something else is read as a picture.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.geometry import follows
from extractors.model import Box

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from extractors.layer import Glyph
    from extractors.model import QuarterTurn
    from extractors.source import Page

DPI = 150.0
SHORTEST, LONGEST = 2, 24  # characters of a run that is compared
FIGURES = frozenset("0123456789%<>")  # and operators, in one dress
RUNS = {"figures": 3, "words": 2}  # of each font
SURE = 0.9  # mean probability of a recognition that says anything
# A font is believed unless so many of its figures, or of its words' characters, and so large a share of them is drawn
# otherwise: recognised text differs by a character now and then.
WRONG = 3
OTHERWISE = {"figures": 0.2, "words": 0.3}
ON_LINE = 0.25  # of the em: the middles of two characters of one line lie no further apart
MARGIN = 1.0  # points around a run
DRESS = str.maketrans({"≥": ">", "≧": ">", "⩾": ">", "≤": "<", "≦": "<", "⩽": "<", "〈": "<", "〉": ">"})

Recognise = Callable[["NDArray[np.uint8]"], tuple[str, float]]


@dataclass(frozen=True, slots=True)
class _Run:
    text: str
    box: Box
    turned: QuarterTurn


def belied(page: Page, recognise: Recognise) -> str | None:
    """What a page shows otherwise than its layer says, in a sentence; None where the two agree.

    Args:
        page: with a text layer that is trusted so far.
        recognise: a line, height × width, grey, dark on light → its text and the mean probability of its characters.
    """
    # a printer's notes beside the page are drawn by nobody
    printed = list(_runs([glyph for glyph in page.layer().glyphs if page.box.holds(*glyph.word.box.centre)]))
    samples = [(kind, runs) for kind in ("figures", "words") for runs in _of_fonts(printed, kind)]
    lines = _pictures(page, [run for _, runs in samples for run in runs])
    for kind, runs in samples:
        wrong = told = 0
        example = ""
        for run in runs:
            seen, sure = recognise(next(lines))
            if sure < SURE:
                continue
            off, among = _differing(run.text, seen, kind)
            wrong, told = wrong + off, told + among
            example = f"‘{run.text}’ is drawn as ‘{seen}’" if off and not example else example
        if wrong >= WRONG and wrong > OTHERWISE[kind] * told:
            return example
    return None


def _of_fonts(printed: Sequence[tuple[int, _Run]], kind: str) -> Iterator[list[_Run]]:
    """Of every font the runs that tell most: those that bring the most characters not yet seen."""
    by_font: dict[int, dict[str, _Run]] = {}
    for font, run in printed:
        if _telling(run.text, kind):
            by_font.setdefault(font, {}).setdefault(run.text, run)
    for runs in by_font.values():
        chosen: list[_Run] = []
        seen: set[str] = set()
        left = list(runs.values())
        while left and len(chosen) < RUNS[kind]:
            best = max(left, key=lambda run: len(set(_telling(run.text, kind)) - seen))
            if chosen and not set(_telling(best.text, kind)) - seen:
                break
            left.remove(best)
            chosen.append(best)
            seen.update(_telling(best.text, kind))
        yield chosen


def _runs(glyphs: Sequence[Glyph]) -> Iterator[tuple[int, _Run]]:
    """The visible glyphs that stand one behind the other in one font, and the number of that."""
    runs: list[list[Glyph]] = [[]]
    for glyph in glyphs:
        if glyph.hidden or glyph.clipped or glyph.slanted:
            continue
        if glyph.word.text.isspace():
            runs.append([])
        elif runs[-1] and _goes_on(runs[-1][-1], glyph):
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    for run in runs:
        if SHORTEST <= len(run) <= LONGEST:
            box = run[0].word.box
            for one in run[1:]:
                box = box.union(one.word.box)
            yield run[0].font, _Run("".join(one.word.text for one in run), box, run[0].turned)


def _goes_on(glyph: Glyph, after: Glyph) -> bool:
    (x, y), (next_x, next_y) = glyph.word.box.centre, after.word.box.centre
    off = abs(next_y - y) if glyph.turned in (0, 180) else abs(next_x - x)
    alike = (after.font, after.turned) == (glyph.font, glyph.turned)
    return alike and off <= ON_LINE * glyph.size and follows(glyph, after)


def _plain(text: str) -> str:
    # recognisers hardly know ‰
    return unicodedata.normalize("NFKC", text.translate(DRESS).replace("‰", "%0")).translate(DRESS)


def _telling(text: str, kind: str) -> str:
    """The characters of a text that are compared."""
    plain = _plain(text)
    if kind == "figures":
        return "".join(sign for sign in plain if sign in FIGURES)
    return "".join(sign for sign in plain if "\u4e00" <= sign <= "\u9fff")


def _differing(said: str, seen: str, kind: str) -> tuple[int, int]:
    """How many of the characters that are compared are drawn otherwise, and how many there are."""
    from rapidfuzz.distance import Levenshtein

    one, other = _telling(said, kind), _telling(seen, kind)
    return Levenshtein.distance(one, other), max(len(one), len(other))


def _pictures(page: Page, runs: Sequence[_Run]) -> Iterator[NDArray[np.uint8]]:
    """The runs as they are drawn, upright, dark on light."""
    import cv2
    import numpy as np

    around = [Box(b.x0 - MARGIN, b.top - MARGIN, b.x1 + MARGIN, b.bottom + MARGIN) for b in (run.box for run in runs)]
    for run, picture in zip(runs, page.parts(around, DPI) if runs else (), strict=True):
        upright = np.rot90(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), run.turned // 90)
        # white on a coloured heading
        yield np.ascontiguousarray(255 - upright if float(np.median(upright)) < 128 else upright, dtype=np.uint8)
