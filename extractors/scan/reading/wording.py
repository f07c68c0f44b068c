"""Whether a line says words: a character that makes none where a likely other one does was probably misread.

All recognisers read 带动 as 帝动 where a fax lost the upper strokes, and are sure of it. The dictionary is not: 带 is
among the characters they thought possible, and 带动 is a word. Where none of them offers another one, it may still be
a character of nearly the same shape: 重太传染病 is not made of words, 重大传染病 is. Words are those of jieba's
dictionary, which rjieba brings along (the segmentation of most words: Jieba, Sun Junyi, 2012).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from extractors.model import ReadingCode
from extractors.scan.reading.doubt import Doubt
from extractors.scan.reading.look_alikes import LOOK_ALIKES
from extractors.scan.reading.recent_words import LONGEST, RECENT
from extractors.scan.reading.recognise import RIVAL, Glyph, Reading, is_han
from extractors.scan.reading.traditional import TRADITIONAL

LIKELY = 0.3  # a character at least so probable that makes a word is what stands there
BY_SHAPE = 0.2  # how probable a character is that makes a word and was no reader's, only looks like what was read
LONGEST_WORD = 4  # characters of the lines beside a text that may belong to its words
# Words and characters that are none fewer by so many: one character less that belongs to no word, and one word less.
BETTER = 2


@dataclass(frozen=True, slots=True)
class Slip:
    """A character of a reading that is probably another: the reading with it, how probable it is, and both."""

    reading: Reading
    probability: float
    read: str
    probable: str


def slip(chosen: Reading, heard: Sequence[Reading]) -> Slip | None:
    """The misread character of a text, or None where no likely other one makes a better text.

    Args:
        chosen: the text as it was decided.
        heard: all readings of the line; only those with as many characters are compared.
    """
    found = [(rival, gain) for rival, gain in _gains(chosen, heard) if gain >= BETTER] or list(_by_shape(chosen))
    if not found:
        return None
    likeliest, _ = max(found, key=lambda item: item[0][2])
    return _slip(chosen, likeliest)


def _slip(chosen: Reading, rival: tuple[int, str, float]) -> Slip:
    """A reading with another character, given by its place and how probable it is."""
    place, character, probability = rival
    old = chosen.glyphs[place]
    glyphs = (*chosen.glyphs[:place], Glyph(character, probability, old.centre), *chosen.glyphs[place + 1 :])
    return Slip(Reading(glyphs), probability, old.text, character)


def slip_at_break(upper: Reading, lower: Reading) -> Slip | None:
    """The misread character at the end of a line or the beginning of the next one, whose word the break parts, or None.

    Of 农户 the second line may hold nothing but 户, read as 尸.
    """
    together = Reading(upper.glyphs + lower.glyphs)
    ends = {len(upper.glyphs) - 1, len(upper.glyphs)}
    found = [rival for rival, _ in _by_shape(together) if rival[0] in ends]
    return _slip(together, found[0]) if found else None


def settles(chosen: Reading, others: Sequence[Reading], heard: Sequence[Reading]) -> bool:
    """Whether words alone speak for a text: all that was read otherwise makes fewer, and no likely character more.

    Args:
        chosen: the text as it was decided.
        others: the readings that differ from it.
        heard: all readings of the line.
    """
    own = strangeness(chosen.signs)
    alike = all(len(other.glyphs) == len(chosen.glyphs) for other in others)
    worse = all(strangeness(other.signs) - own >= BETTER for other in others)
    return bool(others) and alike and worse and all(gain <= 0 for _, gain in _gains(chosen, heard))


def _gains(chosen: Reading, heard: Sequence[Reading]) -> Iterator[tuple[tuple[int, str, float], int]]:
    """Every other character that may stand at a place with its probability, and by how much less strange it reads."""
    found: dict[tuple[int, str], float] = {}
    for reading in heard:
        if len(reading.glyphs) != len(chosen.glyphs):
            continue
        for place, (own, seen) in enumerate(zip(chosen.glyphs, reading.glyphs, strict=True)):
            for character, probability in ((seen.text, seen.confidence), *seen.rivals):
                same = character.translate(TRADITIONAL) == own.text.translate(TRADITIONAL)
                if not same and is_han(own.text) and is_han(character) and probability >= RIVAL:
                    found[place, character] = max(probability, found.get((place, character), 0.0))
    text = chosen.signs
    own_strangeness = strangeness(text) if found else 0
    for (place, character), probability in found.items():
        other = text[:place] + character + text[place + 1 :]
        yield (place, character, probability), own_strangeness - strangeness(other)


def _by_shape(chosen: Reading) -> Iterator[tuple[tuple[int, str, float], int]]:
    """The characters that look like one that belongs to no word, where they make one, as `_gains` gives them."""
    text = chosen.signs
    alone = [place for place in without_word(text) if text[place] in LOOK_ALIKES]
    own = strangeness(text) if alone else 0
    for place in sorted(alone):
        for character in LOOK_ALIKES[text[place]]:
            gain = own - strangeness(text[:place] + character + text[place + 1 :])
            if gain >= BETTER:
                yield (place, character, BY_SHAPE), gain


def strangeness(text: str) -> int:
    """The number of words of a text, those of one character counted twice.

    >>> strangeness("带动产业发展"), strangeness("帝动产业发展")
    (3, 6)
    """
    words = _cutter()(text)
    return len(words) + sum(len(word) == 1 for word in words)


def without_word(text: str, before: str = "", behind: str = "") -> frozenset[int]:
    """The places of the characters of a text that belong to no word of several, nor to one with what stands beside it.

    >>> sorted(without_word("影响挖制")), sorted(without_word("绩效目")), sorted(without_word("绩效目", behind="标表"))
    ([2, 3], [2], [])
    """
    before, behind = before[-LONGEST_WORD:], behind[:LONGEST_WORD]
    words = _cutter()(before + text + behind)
    ends = accumulate(len(word) for word in words)
    alone = (end - 1 - len(before) for end, word in zip(ends, words, strict=True) if len(word) == 1)
    return frozenset(place for place in alone if 0 <= place < len(text))


@lru_cache(maxsize=1)
def _cutter() -> Callable[[str], list[str]]:
    import rjieba  # half a second and 24 MiB: only where pictures are read

    # without its model of unknown words, which joins what no dictionary holds
    return lambda text: _joined(rjieba.cut(text, False))


def _joined(words: list[str]) -> list[str]:
    """The words of a text, those made one that are a word only since the dictionary was made.

    >>> _joined(["大宗", "食", "材", "抽检"])
    ['大宗', '食材', '抽检']
    """
    if not any(len(word) == 1 for word in words):
        return words
    joined: list[str] = []
    place = 0
    while place < len(words):
        count = next((count for count in range(LONGEST, 1, -1) if "".join(words[place : place + count]) in RECENT), 1)
        joined.append("".join(words[place : place + count]))
        place += count
    return joined


def doubt(found: Slip, instead: str) -> Doubt:
    """What to say of a slip where a line is given otherwise than as the text `instead`."""
    message = f"‘{found.read}’ was read where ‘{found.probable}’ would make a word"
    return Doubt(ReadingCode.CONFUSABLE, message, instead)
