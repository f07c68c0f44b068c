"""Several readings of one line → one text, how likely it is right, and what speaks against it.

A small model reads every line; words it is certain of stay as they are. Everything else, and every line that holds a
digit or an operator, is read by a larger model too; where the two differ, or the ink speaks against them, a model of
another generation is asked. Models that were trained apart are seldom wrong in the same way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extractors.model import ReadingCode
from extractors.scan.reading.confidence import Evidence, probability, support
from extractors.scan.reading.doubt import Doubt
from extractors.scan.reading.ink import (
    blobs_at,
    em_of,
    lost_dot,
    lost_point,
    proportion,
    rings,
    uncovered_ink,
    uneven_digits,
)
from extractors.scan.reading.point_or_comma import mistaken_mark
from extractors.scan.reading.recognise import Reading
from extractors.scan.reading.repairs import repaired
from extractors.scan.reading.traditional import SIMPLIFIED, TRADITIONAL
from extractors.scan.reading.wording import LIKELY, settles, slip, without_word
from extractors.scan.reading.wording import doubt as wording_doubt

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Reader = Callable[["NDArray[np.uint8]"], Reading]

# The small model's lowest probability in words that are believed without a second reading: of 4840 such lines of the
# tuning corpus none was wrong, and 97 of 100 characters that its alphabet lacks stay below it.
ALONE = 0.995
CERTAIN = 0.999  # and that of a character that makes no word with its neighbours: 挖制 is 控制 to the larger models
ALL = 3  # readers
# The second look at a line in doubt: out of focus by this part of its height, and narrowed to this part of its width.
SOFT, NARROW = 0.035, 0.87
OF_A_LOOK = 2.0  # its readings and the first ones are worth so many looks
# After the second look this is likely enough: of 54 lines between it and REVIEW or above none had another name or
# number. But marks of a pixel or two are as easily lost twice: a point, a comma, the bar of /人, the dot of 人·天.
AGAIN = 0.9
FRAGILE = re.compile(r"\d[.,，．]|[·/]|人天|[”“\"]$")
TOLD_BY_WORDS = 0.6  # a text at least so likely that alone is made of words needs no person
REVIEW = 0.98  # a line less likely right than this is put before a person
SEPARATORS = frozenset("()（）“”‘’\"'《》〈〉【】[]—-–~～… ")  # a doubt about one of these changes no meaning
STAIN = 0.4  # in ems: a blob that gives no text and is smaller is a stain, not a lost character
# ‰ alone is wider than high (so is the % of some faces) and has three rings (so has many a speckled %): it is both.
NARROWEST_PERMILLE, RINGS_OF_PERCENT = 1.04, 2
# a lone o, or one beside figures and away from other letters, is more often a nought
LETTER_AMONG_DIGITS = re.compile(r"^[A-Za-z〇○]$|(?<![A-Za-z])[oOliISBZ](?=\d)|(?<=\d)[oOlISBZ](?![A-Za-z])")
MARK_LAST = re.compile(r"[^\w\s]{0,2}[\d.,]*\d[%‰],")  # a value's own line ends so when the last ring of % is broken
NO_UNIT = re.compile(r"[*＊]{2}[)）]")  # a template without the unit of its blank: `(≥**%)`, of which a fax leaves no %
TWO_POINTS = re.compile(r",\d{3}\.\d{3}|\d\.\d{3},\d{3}")  # a comma of a long amount read as a point
VALUE_SIGNS = frozenset("0123456789%％‰≥≧⩾≤≦⩽<>＜＞=＝±~～OoIlSBZ〇○")
# the same sign in other clothes: not a disagreement. NFKC takes care of widths.
SAME = str.maketrans("≧⩾≦⩽—–一～、，。“”‘’", "≥≥≤≤---~,,.\"\"''")


@dataclass(frozen=True, slots=True)
class LineReading:
    """What a line says: the reading chosen, the probability that its text is right, and the doubts."""

    reading: Reading
    confidence: float
    doubts: tuple[Doubt, ...] = ()

    @property
    def text(self) -> str:
        """The characters, outer blanks removed."""
        return self.reading.text


@dataclass(frozen=True, slots=True)
class _Heard:
    """One reader's reading after its repairs."""

    reading: Reading
    repairs: tuple[Doubt, ...]
    plain: str


def read_line(crop: NDArray[np.uint8], readers: Sequence[Reader]) -> LineReading:
    """Read one upright line with as many readers as it takes.

    Args:
        crop: height × width, grey, dark text on a light ground.
        readers: the small model, the larger one, the one of another generation; each is called only when needed.
    """
    return judge(crop, readers)[1]


def judge(crop: NDArray[np.uint8], readers: Sequence[Reader]) -> tuple[Evidence, LineReading]:
    """The same, with the evidence its confidence is made of."""
    quick, thorough, other = readers
    heard = [_hear(quick, crop, crop)]
    if not _sure_alone(heard[0], crop):
        heard.append(_hear(thorough, crop, crop))
        if _is_open(heard, crop):
            heard.append(_hear(other, crop, crop))
    if _likely(heard) >= REVIEW:
        evidence, line = _judged(heard, crop)
        return evidence, _by_words(line, heard)
    first, heard = heard, [*heard[:2], *_second_look(crop, readers)]
    evidence, line = _judged(_covering(heard, crop), crop, OF_A_LOOK)
    return evidence, _by_words(_outvoted(line, first), [*first, *heard])


def _by_words(line: LineReading, heard: Sequence[_Heard]) -> LineReading:
    """The line after a look at its words: a character that makes none is put right or doubted, never both unsaid.

    Where readings differ and only one of them is made of words, there is nothing left to doubt.
    """
    readings = [one.reading for one in heard]
    found = slip(line.reading, readings)
    if found is not None:
        sure = found.probability >= LIKELY
        reading, instead = (found.reading, line.text) if sure else (line.reading, found.reading.text)
        confidence = min(line.confidence, found.probability if sure else 1 - found.probability)
        return LineReading(reading, confidence, (*line.doubts, wording_doubt(found, instead)))
    others = [one.reading for one in heard if one.plain != canonical(line.text)]
    differ = {doubt.code for doubt in line.doubts} == {ReadingCode.READINGS_DIFFER}
    if (
        differ
        and line.confidence >= TOLD_BY_WORDS
        and not holds_value(line.text)
        and settles(line.reading, others, readings)
    ):
        return replace(line, confidence=max(line.confidence, REVIEW), doubts=())
    return line


def _outvoted(line: LineReading, first: Sequence[_Heard]) -> LineReading:
    """A line of the second look, in doubt where the two larger models read one other text at the first look.

    A fax out of focus may lose the strokes that both saw: 准确率 became 准确串 to all three.
    """
    sure = line.doubts or line.confidence >= REVIEW or len(first) < ALL
    if sure or first[1].plain != first[2].plain or first[1].plain == canonical(line.text):
        return line
    return replace(line, doubts=(_reason(line.reading, line.confidence, first[1:]),))


def _covering(heard: Sequence[_Heard], crop: NDArray[np.uint8]) -> Sequence[_Heard]:
    """The readings with a character above all ink; all of them where every one leaves some: 次 is not all of /次."""
    whole = [one for one in heard if not uncovered_ink(one.reading, crop)]
    return whole or heard


def _second_look(crop: NDArray[np.uint8], readers: Sequence[Reader]) -> Iterator[_Heard]:
    """The line as it reads out of focus, which takes the ragged edges of a fax and the grain of paper, and narrowed.

    Of 227 lines in doubt of three tuning seeds (fax, poor and good office scans) 146 are read right at the first look
    and 161 with the second.
    """
    import cv2

    quick, thorough, other = readers
    soft = cv2.GaussianBlur(crop, (0, 0), max(1.0, SOFT * crop.shape[0]))
    narrow = cv2.resize(crop, None, fx=NARROW, fy=1, interpolation=cv2.INTER_AREA)
    for reader, picture in ((quick, soft), (thorough, soft), (other, soft), (quick, narrow), (thorough, narrow)):
        yield _hear(reader, picture, crop)


def _likely(heard: Sequence[_Heard]) -> float:
    return probability(_evidence(_elected(heard), heard))


def _is_open(heard: Sequence[_Heard], crop: NDArray[np.uint8]) -> bool:
    """Whether two readings leave a question: they differ, needed a repair, or the ink speaks against them."""
    first, second = heard
    return first.plain != second.plain or bool(first.repairs or second.repairs or _ink_doubts(second.reading, crop))


def _hear(reader: Reader, picture: NDArray[np.uint8], crop: NDArray[np.uint8]) -> _Heard:
    """What a reader sees in a picture of a line, repaired by the ink of its crop."""
    reading = reader(picture)
    if picture.shape[1] != crop.shape[1]:
        scale = crop.shape[1] / picture.shape[1]
        reading = Reading(tuple(replace(glyph, centre=glyph.centre * scale) for glyph in reading.glyphs))
    reading, repairs = repaired(reading, crop)
    return _Heard(reading, repairs, canonical(reading.text))


def _sure_alone(heard: _Heard, crop: NDArray[np.uint8]) -> bool:
    """Whether words were read so surely that no second reading is worth its time."""
    return (
        heard.reading.confidence >= ALONE
        and len(heard.plain) > 1
        and not heard.repairs
        and not holds_value(heard.reading.text)
        and not _ink_doubts(heard.reading, crop)
        and not _strange(heard.reading)
    )


def _strange(reading: Reading) -> bool:
    """Whether a character that is not quite certain belongs to no word."""
    unsure = {place for place, glyph in enumerate(reading.glyphs) if glyph.confidence < CERTAIN}
    return bool(unsure) and not unsure.isdisjoint(without_word(reading.signs))


def _evidence(agreed: Sequence[_Heard], heard: Sequence[_Heard], looks: float = 1.0) -> Evidence:
    """What speaks for the text of `agreed` and against it; the same readers see alike, so looks count as their mean."""
    others = [one for one in heard if one.plain != agreed[0].plain]
    against = {one.plain: support([o.reading for o in others if o.plain == one.plain], SEPARATORS) for one in others}
    return Evidence(
        support([one.reading for one in agreed], SEPARATORS) / looks,
        max(against.values(), default=0.0) / looks,
        holds_value(agreed[0].reading.text),
        len(others) / looks,
    )


def _elected(heard: Sequence[_Heard]) -> tuple[_Heard, ...]:
    """The readings of the text that has the most support, the surest first."""
    texts = dict.fromkeys(one.plain for one in heard)
    groups = [[one for one in heard if one.plain == text] for text in texts]
    best = max(groups, key=lambda group: support([one.reading for one in group], SEPARATORS))
    return tuple(sorted(best, key=lambda one: -one.reading.confidence))


def _judged(heard: Sequence[_Heard], crop: NDArray[np.uint8], looks: float = 1.0) -> tuple[Evidence, LineReading]:
    """The text elected, its probability, and every doubt about it."""
    agreed = _elected(heard)
    chosen = _as_figure(agreed)
    evidence = _evidence(agreed, heard, looks)
    if not chosen.text:
        blob = max((size for _, _, size in blobs_at(crop)), default=0)
        doubt = Doubt(ReadingCode.UNREADABLE, "ink that gave no text")
        return evidence, LineReading(chosen, 0.0, (doubt,) if blob > STAIN * em_of(crop) else ())
    likely = probability(evidence)
    doubts = list(_hard_doubts(chosen, crop, unanimous=ALL <= len(heard) == len(agreed)))
    if all(one.repairs for one in agreed):
        doubts += agreed[0].repairs
    if likely < (REVIEW if looks == 1.0 or FRAGILE.search(chosen.text) or len(chosen.text) == 1 else AGAIN):
        doubts.append(_reason(chosen, likely, [one for one in heard if one.plain != agreed[0].plain]))
    return evidence, LineReading(chosen, likely, tuple(doubts))


def _reason(chosen: Reading, likely: float, others: Sequence[_Heard]) -> Doubt:
    """Why a text is not likely enough: what else it was read as, or its least sure character."""
    if others:
        other = max(others, key=lambda one: one.reading.confidence).reading.text
        return Doubt(ReadingCode.READINGS_DIFFER, f"read as ‘{chosen.text}’ and again as ‘{other}’", other)
    weakest = min(chosen.glyphs, key=lambda glyph: glyph.confidence)
    return Doubt(ReadingCode.LOW_CONFIDENCE, f"right with {likely:.2f}; ‘{weakest.text}’ least sure", chosen.text)


def _traditional(text: str) -> int:
    return sum(ord(character) in TRADITIONAL for character in text)


def _as_figure(agreed: Sequence[_Heard]) -> Reading:
    """The surest reading, in simplified characters if any has them; a lone ring is a nought when any reader says so.

    Likewise a dash between the usual lengths is a hyphen: hardly anybody prints an en dash.
    """
    # readers of all scripts see traditional forms in blurred print; the tables are printed in simplified ones
    best = min(
        (one.reading for one in agreed), key=lambda reading: (_traditional(reading.text), reading.text.count("–"))
    )
    if agreed[0].plain == "0":
        return next((one.reading for one in agreed if one.reading.text == "0"), best)
    return _in_one_script(best)


def _in_one_script(reading: Reading) -> Reading:
    """A line that mixes both scripts in simplified characters: nobody prints so, and readers of all scripts read so."""
    if not _traditional(reading.text) or not SIMPLIFIED.intersection(reading.text):
        return reading
    return Reading(tuple(replace(glyph, text=glyph.text.translate(TRADITIONAL)) for glyph in reading.glyphs))


def _ink_doubts(reading: Reading, crop: NDArray[np.uint8]) -> tuple[Doubt, ...]:
    """What the ink says against a reading."""
    doubts = []
    uncovered = uncovered_ink(reading, crop)
    if uncovered:
        message = f"{uncovered} stretch(es) of ink with no character read above"
        doubts.append(Doubt(ReadingCode.INK_LEFT, message, reading.text))
    dot = lost_dot(reading, crop) if re.search("/|人天", canonical(reading.text)) else None
    if dot:
        doubts.append(Doubt(ReadingCode.CONFUSABLE, f"there may be a dot in ‘{dot}’", reading.text))
    if not holds_value(reading.text):
        return tuple(doubts)
    point = lost_point(reading, crop)
    if point:
        doubts.append(Doubt(ReadingCode.CONFUSABLE, f"there may be a point in ‘{point}’", reading.text))
    mistaken = mistaken_mark(reading, crop)
    if mistaken:
        doubts.append(Doubt(ReadingCode.CONFUSABLE, f"the mark in ‘{mistaken}’ may be another", reading.text))
    gap = uneven_digits(reading, em_of(crop))
    if gap:
        doubts.append(Doubt(ReadingCode.CONFUSABLE, f"a digit may be missing in ‘{gap}’", reading.text))
    return tuple(doubts)


def _hard_doubts(reading: Reading, crop: NDArray[np.uint8], *, unanimous: bool) -> tuple[Doubt, ...]:
    """Doubts that no probability outweighs: ink without a character, and texts that contradict themselves.

    Where all three readers agree, a mark between two figures is a speck: they do see points.
    """
    doubts = [doubt for doubt in _ink_doubts(reading, crop) if not (unanimous and "point" in doubt.message)]
    if canonical(reading.text) == "%" and proportion(crop) > NARROWEST_PERMILLE and rings(crop) > RINGS_OF_PERCENT:
        doubts.append(Doubt(ReadingCode.CONFUSABLE, "the ink has as many rings as ‘‰’", reading.text))
    letter = LETTER_AMONG_DIGITS.search(reading.text)
    if letter:
        doubts.append(Doubt(ReadingCode.CONFUSABLE, f"‘{letter.group()}’ may be a figure or a sign", reading.text))
    if MARK_LAST.fullmatch(canonical(reading.text)):
        doubts.append(
            Doubt(ReadingCode.CONFUSABLE, "no comma stands behind a value; it may be part of %", reading.text)
        )
    if NO_UNIT.search(reading.text):
        doubts.append(Doubt(ReadingCode.CONFUSABLE, "no unit was read behind the blank **; it may be %", reading.text))
    points = TWO_POINTS.search(reading.text)
    if points:
        doubts.append(Doubt(ReadingCode.CONFUSABLE, f"‘{points.group()}’ mixes commas and points", reading.text))
    return tuple(doubts)


def holds_value(text: str) -> bool:
    """Whether a mistake in one character of this text may change a number."""
    return any(sign in VALUE_SIGNS for sign in text)


def canonical(text: str) -> str:
    """Text without what two readings may differ in and still agree: widths, blanks, the dress of a sign."""
    plain = "".join(unicodedata.normalize("NFKC", text.translate(SAME).translate(TRADITIONAL)).split())
    return "0" if plain in ("o", "O", "〇", "○") else plain
