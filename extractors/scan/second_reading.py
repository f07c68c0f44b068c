"""Is a reading to be believed? Each line is checked against its own ink; values are read a second time.

A recogniser is most often wrong, with full confidence, about thin and doubled characters: a lost ≥, a digit of a
pair swallowed by CTC, 0 and O. So besides its own probabilities three independent witnesses are asked: whether
every stretch of ink has a character above it, whether the digits stand at an even pace, and, for lines that hold a
digit or an operator, what the same model reads from the line at another scale and contrast.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from extractors.model import ReadingCode
from extractors.scan.recognise import FIGURES, Glyph, Reading, Recogniser

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BELIEVED = 0.60  # the lowest probability of a character that raises no doubt by itself
VALUE_BELIEVED = 0.80  # the same in a line that holds a digit or an operator: there one character changes a number
SEPARATORS = frozenset(
    "：:，,。、；;（）()“”‘’\"'《》〈〉【】[]—-–~～… "
)  # a doubt about one of these changes no meaning
POINTS = frozenset(".·•'`")  # what a speck is read as
# Chinese typesetting puts none of these there (an opening quotation mark does stand last: seen in a published table)
NEVER_FIRST, NEVER_LAST = frozenset(".。·，,、"), frozenset(".·•`")
BARRED = {">": "≥", "<": "≤"}
# probability of the barred sign when the bare one was read before a number; measured on 8 forms in 4 fonts and 6
# conditions: bare signs leave it at most 0.001, barred ones 0.06 to 0.48
BAR_SEEN = 0.02
BAR_RESOLVED = 25.0  # pixels of a character, 9 pt at 200 dpi: in smaller print a bar vanishes without a trace
STAIN = 0.4  # in ems: a blob that gives no text and is smaller is a stain, not a lost character
# a lone o, or one beside figures and away from other letters, is more often a nought
LETTER_AMONG_DIGITS = re.compile(r"^[oO〇○lI]$|(?<![A-Za-z])[oOlISBZ](?=\d)|(?<=\d)[oOlISBZ](?![A-Za-z])")
SPECK = 0.2  # in ems: no printed mark of these is smaller in both directions, but for a point between digits
VALUE_SIGNS = frozenset("0123456789%％‰≥≧⩾≤≦⩽<>＜＞=＝±~～OoIlSBZ〇○")
# the same sign in other clothes: not a disagreement. NFKC takes care of widths.
SAME = str.maketrans(
    {
        "≧": "≥",
        "⩾": "≥",
        "≦": "≤",
        "⩽": "≤",
        "—": "-",
        "–": "-",
        "一": "-",
        "～": "~",
        "、": ",",
        "，": ",",
        "。": ".",
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
    }
)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A reason not to believe a reading, and what else it may be."""

    code: ReadingCode
    message: str
    evidence: str | None = None


def holds_value(text: str) -> bool:
    """Whether a mistake in one character of this text may change a number."""
    return any(sign in VALUE_SIGNS for sign in text)


def doubts_about(reading: Reading, crop: NDArray[np.uint8], again: Recogniser) -> tuple[Doubt, ...]:
    """Everything that speaks against a reading of a crop.

    Args:
        reading: what was read.
        crop: the picture it was read from, grey.
        again: the recogniser for the second reading.
    """
    text = reading.text
    if not text:
        blob = max(_blobs(crop), default=0)
        return (Doubt(ReadingCode.UNREADABLE, "ink that gave no text"),) if blob > STAIN * em_of(crop) else ()
    doubts = []
    value = holds_value(text)
    least = VALUE_BELIEVED if value else BELIEVED
    telling = [g for g in reading.glyphs if g.text not in SEPARATORS]
    weakest = min(telling or reading.glyphs, key=lambda g: g.confidence)
    if weakest.confidence < least:
        doubts.append(
            Doubt(ReadingCode.LOW_CONFIDENCE, f"‘{weakest.text}’ was read with {weakest.confidence:.2f}", text)
        )
    uncovered = uncovered_ink(reading, crop)
    if uncovered:
        doubts.append(Doubt(ReadingCode.INK_LEFT, f"{uncovered} stretch(es) of ink with no character read above", text))
    if value:
        other = varied(crop)
        second, _ = without_specks(with_bars(again.read(other))[0], other)
        if canonical(second.text) != canonical(text):
            doubts.append(
                Doubt(ReadingCode.READINGS_DIFFER, f"read as ‘{text}’ and again as ‘{second.text}’", second.text)
            )
        point = lost_point(reading, crop)
        if point:
            doubts.append(Doubt(ReadingCode.CONFUSABLE, f"there may be a point in ‘{point}’", text))
        gap = uneven_digits(reading, em_of(crop))
        if gap:
            doubts.append(Doubt(ReadingCode.CONFUSABLE, f"a digit may be missing in ‘{gap}’", text))
    bare = next((glyph.text for glyph in reading.glyphs if glyph.text in BARRED), None)
    if bare and "=" not in canonical(text) and (text == bare or em_of(crop) < BAR_RESOLVED):
        doubts.append(Doubt(ReadingCode.CONFUSABLE, f"‘{bare}’ may be a ‘{BARRED[bare]}’ whose bar is lost", text))
    letter = LETTER_AMONG_DIGITS.search(text)
    if letter:
        doubts.append(Doubt(ReadingCode.CONFUSABLE, f"‘{letter.group()}’ may be a figure", text))
    return tuple(doubts)


def canonical(text: str) -> str:
    """Text without what two readings may differ in and still agree: widths, blanks, the dress of a sign."""
    plain = "".join(unicodedata.normalize("NFKC", text.translate(SAME)).split())
    return "0" if plain in ("o", "O", "〇", "○") else plain


def varied(crop: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The same line as another scanner might have given it: softer, stretched to full contrast, wider margins."""
    import cv2
    import numpy as np

    low, high = np.percentile(crop, (1, 90))
    stretched = np.clip((crop.astype(np.float32) - low) * (255.0 / max(1.0, high - low)), 0, 255).astype(np.uint8)
    pad = max(2, crop.shape[0] // 10)
    framed = cv2.copyMakeBorder(stretched, pad, pad, pad, pad, cv2.BORDER_CONSTANT, value=255)
    return cv2.GaussianBlur(framed, (3, 3), 0)


def uncovered_ink(reading: Reading, crop: NDArray[np.uint8]) -> int:
    """How many stretches of ink, at least a third of a character wide, lie away from every character read."""
    import numpy as np

    columns = _dark(crop).sum(axis=0) >= max(1, crop.shape[0] // 16)
    em = em_of(crop)
    for glyph in reading.glyphs:
        reach = 0.62 * em if _wide(glyph.text) else 0.45 * em
        columns[max(0, int(glyph.centre - reach)) : int(glyph.centre + reach) + 1] = False
    padded = np.concatenate([[False], columns, [False]])
    edges = np.flatnonzero(np.diff(padded.astype(np.int8)))
    return int(sum(end - start >= 0.3 * em for start, end in zip(edges[::2], edges[1::2], strict=True)))


def em_of(crop: NDArray[np.uint8]) -> float:
    """The height of the line in a crop, which holds it and its margins, in pixels."""
    return crop.shape[0] / 1.32


def _dark(crop: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Clearly inked pixels."""
    import numpy as np

    ground = float(np.percentile(crop, 85))
    return crop < ground - 0.35 * max(30.0, ground - float(crop.min()))


def without_specks(reading: Reading, crop: NDArray[np.uint8]) -> tuple[Reading, tuple[Doubt, ...]]:
    """Take out what was read from specks: points smaller than any printed one, or where no line has one.

    A point behind a digit and before more is a decimal point or numbers an item (`1.完成…`); it stays. Where taking
    one out would change a number (`.15万人`, `15.`) it is done with a doubt.
    """
    last = len(reading.glyphs) - 1
    specks = [
        index
        for index, glyph in enumerate(reading.glyphs)
        if (index == 0 and glyph.text in NEVER_FIRST)
        or (index == last and glyph.text in NEVER_LAST)
        or (glyph.text in POINTS and not _belongs(reading, index) and _is_speck(glyph, crop))
        or (index == last and glyph.text == "。" and _is_filled(glyph, crop))
    ]
    if not specks:
        return reading, ()
    beside_digit = any(_digit(reading, index - 1) or _digit(reading, index + 1) for index in specks)
    cleaned = Reading(tuple(glyph for index, glyph in enumerate(reading.glyphs) if index not in specks))
    if not beside_digit:
        return cleaned, ()
    return cleaned, (Doubt(ReadingCode.CONFUSABLE, "a speck beside a digit was not taken for a point", reading.text),)


def _belongs(reading: Reading, index: int) -> bool:
    """Whether a point stands where one is printed: behind a figure (15.8, `1.完成`), or in a unit (元/人·天)."""
    before = "".join(glyph.text for glyph in reading.glyphs[:index])
    return before[-1:].isdigit() or (reading.glyphs[index].text == "·" and "/" in before)


def with_bars(reading: Reading) -> tuple[Reading, tuple[Doubt, ...]]:
    """Give inequality signs the bar that the recogniser half saw, with a doubt.

    It is certain of a bare sign before a number; where it leaves some probability to the barred one, that is printed.
    """
    half_seen = [
        index
        for index, glyph in enumerate(reading.glyphs)
        if glyph.text in BARRED and glyph.arrow - glyph.confidence > BAR_SEEN
    ]
    if not half_seen:
        return reading, ()
    glyphs = tuple(
        Glyph(BARRED[glyph.text], glyph.arrow, glyph.centre, glyph.arrow) if index in half_seen else glyph
        for index, glyph in enumerate(reading.glyphs)
    )
    read = reading.glyphs[half_seen[0]].text
    doubt = Doubt(ReadingCode.CONFUSABLE, f"the bar of ‘{BARRED[read]}’ is faint: it may be ‘{read}’", reading.text)
    return Reading(glyphs), (doubt,)


def _digit(reading: Reading, index: int) -> bool:
    return 0 <= index < len(reading.glyphs) and reading.glyphs[index].text.isdigit()


def _is_speck(glyph: Glyph, crop: NDArray[np.uint8]) -> bool:
    """Whether the ink nearest to a character is a single mark too small for any punctuation."""
    em = em_of(crop)
    near = [size for centre, _, size in _blobs_at(crop) if abs(centre - glyph.centre) < 0.4 * em]
    return min(near, default=0) < SPECK * em


def _is_filled(glyph: Glyph, crop: NDArray[np.uint8]) -> bool:
    """Whether the small mark under a full stop is a filled dot: a printed 。 is a ring, lighter in the middle."""
    import cv2
    import numpy as np

    em = em_of(crop)
    count, labels, stats, centres = cv2.connectedComponentsWithStats(_dark(crop).astype(np.uint8), connectivity=8)
    for index in range(1, count):
        small = max(stats[index, cv2.CC_STAT_WIDTH], stats[index, cv2.CC_STAT_HEIGHT]) < 0.3 * em
        if small and abs(centres[index][0] - glyph.centre) < 0.4 * em:
            x, y = round(float(centres[index][0])), round(float(centres[index][1]))
            return float(crop[y, x]) <= float(crop[labels == index].mean())
    return False


def _blobs(crop: NDArray[np.uint8]) -> list[int]:
    """The longer sides of the blobs of ink in pixels."""
    return [size for _, _, size in _blobs_at(crop)]


def _blobs_at(crop: NDArray[np.uint8]) -> list[tuple[float, float, int]]:
    """The blobs of ink: x and y of their centres, and their longer sides, in pixels."""
    import cv2
    import numpy as np

    _, _, stats, centres = cv2.connectedComponentsWithStats(_dark(crop).astype(np.uint8), connectivity=8)
    sizes = np.maximum(stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT])
    return [(float(x), float(y), int(size)) for (x, y), size in zip(centres[1:], sizes, strict=True)]


def _wide(text: str) -> bool:
    return unicodedata.east_asian_width(text) in "WFA"


def lost_point(reading: Reading, crop: NDArray[np.uint8]) -> str | None:
    """Two neighbouring figures with a small mark low between them that was not read, or None."""
    em = em_of(crop)
    low = 0.55 * crop.shape[0]
    marks = [(x, y) for x, y, size in _blobs_at(crop) if size < 0.22 * em and y > low]
    for left, right in pairwise(reading.glyphs):
        if not (left.text in FIGURES and right.text in FIGURES):
            continue
        # a figure is half a character wide, and a centre is known to an eighth
        middle, reach = (left.centre + right.centre) / 2, max(0.15 * em, (right.centre - left.centre) / 2 - 0.2 * em)
        if any(abs(x - middle) < reach for x, _ in marks):
            return left.text + right.text
    return None


def uneven_digits(reading: Reading, em: float) -> str | None:
    """A run of digits in which two neighbours stand clearly further apart than the others, or None.

    CTC merges a doubled digit when no blank is seen between the two; the hole in the pace of the digits remains.
    """
    run: list[tuple[str, float]] = []
    for glyph in [*reading.glyphs, None]:
        if glyph is not None and glyph.text.isdigit() and glyph.text.isascii():
            run.append((glyph.text, glyph.centre))
            continue
        if len(run) >= 3:
            steps = [right - left for (_, left), (_, right) in pairwise(run)]
            usual = sorted(steps)[len(steps) // 2 if len(steps) > 2 else 0]
            if max(steps) > max(1.7 * usual, 0.85 * em):
                return "".join(digit for digit, _ in run)
        run = []
    return None
