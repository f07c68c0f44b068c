"""When the small model is believed without a larger one: sure at once of words, or twice of the same text.

Models are seldom wrong in the same way; nor is one model on two pictures of a line. Narrowed, its characters lie
elsewhere on the steps that the recogniser goes along it, and what was misread surely at first is then read right, read
otherwise, or less surely. docs/confidence.md has the figures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.scan.reading.against import ink_doubts
from extractors.scan.reading.heard import Heard, Reader, hear, narrowed
from extractors.scan.reading.last_signs import mark_behind
from extractors.scan.reading.plain import holds_value
from extractors.scan.reading.recognise import is_han
from extractors.scan.reading.unknown import READ_FOR_UNKNOWN
from extractors.scan.reading.wording import slip, without_word

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# The lowest probability in words that are believed at once: of 3180 such lines that the larger model read as well none
# was finally read otherwise.
AT_ONCE = 0.97
# And that of a character alone (of 2224 one was 元 before a lost bracket), or of one that makes no word with its
# neighbours: 挖制 is 控制 to the larger models.
CERTAIN = 0.999
# The lowest probability, both times, in a text that is read twice: in words, where a number hangs on it, and of a
# character alone, which no other stands by.
WORDS, VALUE, ALONE = 0.93, 0.97, 0.99
EN_DASH = "–"  # hardly anybody prints one: a larger model may say that it is a hyphen

Beside = tuple[str, str]  # the texts of the lines before and behind a line in its cell
NOTHING: Beside = ("", "")


def sure_at_once(heard: Heard, crop: NDArray[np.uint8], beside: Beside = NOTHING) -> bool:
    """Whether words were read so surely that no second reading is worth its time.

    Args:
        heard: the small model's reading of the line.
        crop: height × width, grey, dark text on a light ground.
        beside: what it reads before and behind the line in its cell: a word may go on there.
    """
    return (
        heard.reading.confidence >= (CERTAIN if len(heard.plain) == 1 else AT_ONCE)
        and not holds_value(heard.reading.text)
        and not _strange(heard, beside)
        and _unquestioned(heard, crop)
    )


def same_again(heard: Heard, crop: NDArray[np.uint8], reader: Reader, beside: Beside = NOTHING) -> Heard | None:
    """The small model's reading of the line narrowed, where it is surely the same; None where a larger one is needed.

    A Chinese character that belongs to no word and is not quite certain may be misread alike both times: it has to be
    read as surely as words that are believed at once, and be none that stands for one that the alphabet lacks, nor one
    in whose place a likely other would make a word: 挖制.

    Args:
        heard: its reading of the line as it is.
        crop: height × width, grey, dark text on a light ground.
        reader: the small model.
        beside: what it reads before and behind the line in its cell.
    """
    strange = [sign for sign in _strange(heard, beside) if is_han(sign)]
    words = AT_ONCE if strange else WORDS
    least = ALONE if len(heard.plain) == 1 else VALUE if holds_value(heard.reading.text) else words
    unsure = heard.reading.confidence < least or EN_DASH in heard.reading.text
    if unsure or READ_FOR_UNKNOWN.intersection(strange) or not _unquestioned(heard, crop):
        return None
    if strange and slip(heard.reading, [heard.reading]):
        return None
    again = hear(reader, narrowed(crop), crop)
    same = again.plain == heard.plain and again.reading.confidence >= least
    return again if same and _unquestioned(again, crop) else None


def _unquestioned(heard: Heard, crop: NDArray[np.uint8]) -> bool:
    """Whether neither its repairs nor its ink speak against a reading."""
    if not heard.plain or heard.repairs or mark_behind(heard.reading, crop):
        return False
    return not ink_doubts(heard.reading, crop)


def _strange(heard: Heard, beside: Beside) -> str:
    """The characters that are not quite certain and belong to no word."""
    signs = heard.reading.signs
    unsure = {place for place, glyph in enumerate(heard.reading.glyphs) if glyph.confidence < CERTAIN}
    alone = unsure & without_word(signs, *beside) if unsure else ()  # to look for words takes time
    return "".join(signs[place] for place in sorted(alone))
