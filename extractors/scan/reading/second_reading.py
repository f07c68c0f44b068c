"""Several readings of one line → one text, how likely it is right, and what speaks against it.

A small model reads every line; words it is certain of stay as they are. Everything else, and every line that holds a
digit or an operator, is read twice: by the small model narrowed, and where that is not surely the same, or a
character may be one that the small model does not know, by a larger model. Where the two differ, or the ink speaks
against them, a model of another generation is asked. Models that were trained apart are seldom wrong in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extractors.model import ReadingCode
from extractors.scan.reading.against import hard_doubts, ink_doubts
from extractors.scan.reading.confidence import Evidence, probability, support
from extractors.scan.reading.doubt import Doubt
from extractors.scan.reading.heard import Heard, Reader, hear, narrowed, softened
from extractors.scan.reading.ink import blobs_at, em_of, uncovered_ink
from extractors.scan.reading.last_signs import lost_last_sign
from extractors.scan.reading.percent import permille_heard
from extractors.scan.reading.plain import canonical, holds_value
from extractors.scan.reading.recognise import Reading
from extractors.scan.reading.small_model import NOTHING, Beside, same_again, sure_at_once
from extractors.scan.reading.traditional import SIMPLIFIED, TRADITIONAL
from extractors.scan.reading.typesetting import as_set
from extractors.scan.reading.wording import LIKELY, settles, slip
from extractors.scan.reading.wording import doubt as wording_doubt

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ALL = 3  # readers
OF_A_LOOK = 2.0  # the readings of the second look and the first ones are worth so many looks
# After the second look this is likely enough: of 54 lines between it and REVIEW or above none had another name or
# number. But marks of a pixel or two are as easily lost twice: a point, a comma, the bar of /人, the dot of 人·天.
AGAIN = 0.9
FRAGILE = re.compile(r"\d[.,，．]|[·/]|人天|[”“\"]$")
FEW_STRANGE = 4  # of so many characters one at most is set in a traditional form by a slip
TOLD_BY_WORDS = 0.6  # a text at least so likely that alone is made of words needs no person
REVIEW = 0.98  # a line less likely right than this is put before a person
# A figure that one reading of a value's text was less sure of is in doubt, however often others agree: the 5 of a worn
# 2850 was 3 to all seven, and to one of them hardly so. Of 1394 values of faxes, poor, sealed and office scans that a
# larger model read and nothing spoke against, six have one.
FIGURE = 0.75
SEPARATORS = frozenset("()（）“”‘’\"'《》〈〉【】[]—-–~～… ")  # a doubt about one of these changes no meaning
STAIN = 0.4  # in ems: a blob that gives no text and is smaller is a stain, not a lost character


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


def read_line(crop: NDArray[np.uint8], readers: Sequence[Reader], beside: Beside = NOTHING) -> LineReading:
    """Read one upright line with as many readers as it takes.

    Args:
        crop: height × width, grey, dark text on a light ground.
        readers: the small model, the larger one, the one of another generation; each is called only when needed.
        beside: what the small model reads before and behind the line in its cell.
    """
    return judge(crop, readers, beside)[1]


def judge(crop: NDArray[np.uint8], readers: Sequence[Reader], beside: Beside = NOTHING) -> tuple[Evidence, LineReading]:
    """The same, with the evidence its confidence is made of."""
    quick, thorough, other = readers
    heard = [hear(quick, crop, crop)]
    # what one reading does not make likely enough is read narrowed before every model is asked twice
    if _likely(heard) < REVIEW or not sure_at_once(heard[0], crop, beside):
        again = same_again(heard[0], crop, quick, beside)
        heard.append(again or hear(thorough, crop, crop))
        if again is None and _is_open(heard, crop):
            heard.append(hear(other, crop, crop))
    if _likely(heard) >= REVIEW:
        evidence, line = _judged(heard, crop)
        return evidence, _by_words(line, heard)
    first, heard = heard, [*heard[:2], *_second_look(crop, readers)]
    evidence, line = _judged(_covering(heard, crop), crop, OF_A_LOOK)
    return evidence, _by_words(_outvoted(line, first), [*first, *heard])


def _by_words(line: LineReading, heard: Sequence[Heard]) -> LineReading:
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


def _outvoted(line: LineReading, first: Sequence[Heard]) -> LineReading:
    """A line of the second look, in doubt where the two larger models read one other text at the first look.

    A fax out of focus may lose the strokes that both saw: 准确率 became 准确串 to all three.
    """
    sure = line.doubts or line.confidence >= REVIEW or len(first) < ALL
    if sure or first[1].plain != first[2].plain or first[1].plain == canonical(line.text):
        return line
    return replace(line, doubts=(_reason(line.reading, line.confidence, first[1:]),))


def _covering(heard: Sequence[Heard], crop: NDArray[np.uint8]) -> Sequence[Heard]:
    """The readings with a character above all ink; all of them where every one leaves some: 次 is not all of /次."""
    whole = [one for one in heard if not uncovered_ink(one.reading, crop)]
    return whole or heard


def _second_look(crop: NDArray[np.uint8], readers: Sequence[Reader]) -> Iterator[Heard]:
    """The line as it reads out of focus, which takes the ragged edges of a fax and the grain of paper, and narrowed.

    Of 227 lines in doubt of three tuning seeds (fax, poor and good office scans) 146 are read right at the first look
    and 161 with the second.
    """
    quick, thorough, other = readers
    soft, narrow = softened(crop), narrowed(crop)
    for reader, picture in ((quick, soft), (thorough, soft), (other, soft), (quick, narrow), (thorough, narrow)):
        yield hear(reader, picture, crop)


def _likely(heard: Sequence[Heard]) -> float:
    return probability(_evidence(_elected(heard), heard))


def _is_open(heard: Sequence[Heard], crop: NDArray[np.uint8]) -> bool:
    """Whether two readings leave a question: they differ, needed a repair, or the ink speaks against them."""
    first, second = heard
    return first.plain != second.plain or bool(first.repairs or second.repairs or ink_doubts(second.reading, crop))


def _evidence(agreed: Sequence[Heard], heard: Sequence[Heard], looks: float = 1.0) -> Evidence:
    """What speaks for the text of `agreed` and against it; the same readers see alike, so looks count as their mean."""
    others = [one for one in heard if one.plain != agreed[0].plain]
    against = {one.plain: support([o.reading for o in others if o.plain == one.plain], SEPARATORS) for one in others}
    return Evidence(
        support([one.reading for one in agreed], SEPARATORS) / looks,
        max(against.values(), default=0.0) / looks,
        holds_value(agreed[0].reading.text),
        len(others) / looks,
    )


def _elected(heard: Sequence[Heard]) -> tuple[Heard, ...]:
    """The readings of the text that has the most support, the surest first."""
    texts = dict.fromkeys(one.plain for one in heard)
    groups = [[one for one in heard if one.plain == text] for text in texts]
    best = max(groups, key=lambda group: support([one.reading for one in group], SEPARATORS))
    return tuple(sorted(best, key=lambda one: -one.reading.confidence))


def _judged(heard: Sequence[Heard], crop: NDArray[np.uint8], looks: float = 1.0) -> tuple[Evidence, LineReading]:
    """The text elected, its probability, and every doubt about it."""
    agreed = _elected(heard)
    chosen = _as_figure(agreed)
    evidence = _evidence(agreed, heard, looks)
    if not chosen.text:
        blob = max((size for _, _, size in blobs_at(crop)), default=0)
        doubt = Doubt(ReadingCode.UNREADABLE, "ink that gave no text")
        return evidence, LineReading(chosen, 0.0, (doubt,) if blob > STAIN * em_of(crop) else ())
    likely = probability(evidence)
    doubts = list(hard_doubts(chosen, crop, unanimous=ALL <= len(heard) == len(agreed)))
    if all(one.repairs for one in agreed):
        doubts += agreed[0].repairs
    others = [one for one in heard if one.plain != agreed[0].plain]
    if likely < (REVIEW if looks == 1.0 or FRAGILE.search(chosen.text) or len(chosen.text) == 1 else AGAIN):
        doubts.append(_reason(chosen, likely, others))
    else:
        doubts += lost_last_sign(chosen, [one.reading for one in others], crop)
        doubts += permille_heard(chosen, [one.reading for one in others])
        doubts += _unsure_figure([one.reading for one in agreed])
    return evidence, LineReading(chosen, likely, tuple(doubts))


def _unsure_figure(agreed: Sequence[Reading]) -> tuple[Doubt, ...]:
    """A doubt about the figure of a value that one of the readings of its text is hardly sure of."""
    if not holds_value(agreed[0].text):
        return ()
    figures = (glyph for reading in agreed for glyph in reading.glyphs if glyph.text.isdigit())
    weakest = min(figures, key=lambda glyph: glyph.confidence, default=None)
    if weakest is None or weakest.confidence >= FIGURE:
        return ()
    message = f"a reading is only {weakest.confidence:.2f} sure of ‘{weakest.text}’"
    return (Doubt(ReadingCode.LOW_CONFIDENCE, message, agreed[0].text),)


def _reason(chosen: Reading, likely: float, others: Sequence[Heard]) -> Doubt:
    """Why a text is not likely enough: what else it was read as, or its least sure character."""
    if others:
        # in the characters that the tables are printed in: 項目名稱 is a heading that nobody looks up
        other = max(others, key=lambda one: one.reading.confidence).reading.text.translate(TRADITIONAL)
        return Doubt(ReadingCode.READINGS_DIFFER, f"read as ‘{chosen.text}’ and again as ‘{other}’", other)
    weakest = min(chosen.glyphs, key=lambda glyph: glyph.confidence)
    return Doubt(ReadingCode.LOW_CONFIDENCE, f"right with {likely:.2f}; ‘{weakest.text}’ least sure", chosen.text)


def _traditional(text: str) -> int:
    return sum(ord(character) in TRADITIONAL for character in text)


def _as_figure(agreed: Sequence[Heard]) -> Reading:
    """The surest reading, in simplified characters if any has them; a lone ring is a nought when any reader says so.

    Likewise a dash between the usual lengths is a hyphen: hardly anybody prints an en dash.
    """
    # readers of all scripts see traditional forms in blurred print; the tables are printed in simplified ones
    best = min(
        (one.reading for one in agreed), key=lambda reading: (_traditional(reading.text), reading.text.count("–"))
    )
    if agreed[0].plain == "0":
        return next((one.reading for one in agreed if one.reading.text == "0"), best)
    return as_set(_in_one_script(best))


def _in_one_script(reading: Reading) -> Reading:
    """A line that mixes both scripts in simplified characters: nobody prints so, and readers of all scripts read so.

    Most characters are the same in both: of a line in traditional ones, more than one of four is not.
    """
    strange = _traditional(reading.text)
    if not strange or not (SIMPLIFIED.intersection(reading.text) or FEW_STRANGE * strange <= len(reading.text)):
        return reading
    return Reading(tuple(replace(glyph, text=glyph.text.translate(TRADITIONAL)) for glyph in reading.glyphs))
