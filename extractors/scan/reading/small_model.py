"""When the small model is believed without a larger one: sure at once of words, or twice of the same text.

Models are seldom wrong in the same way; nor is one model on two pictures of a line. Narrowed, its characters lie
elsewhere on the steps that the recogniser goes along it, and what was misread surely at first is then read right, read
otherwise, or less surely. docs/confidence.md has the figures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.scan.reading.against import ink_doubts
from extractors.scan.reading.heard import Heard, Reader, hear, narrowed
from extractors.scan.reading.plain import holds_value
from extractors.scan.reading.recognise import is_han
from extractors.scan.reading.wording import without_word

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
# Words of one character that stand in every form. Of the 1315 characters of GB 2312 that the model does not know, drawn
# in two fonts, none is read as one of these with 0.9.
COMMON = frozenset("率个于否万亿天人户日月年亩次元内县")
EN_DASH = "–"  # hardly anybody prints one: a larger model may say that it is a hyphen


def sure_at_once(heard: Heard, crop: NDArray[np.uint8]) -> bool:
    """Whether words were read so surely that no second reading is worth its time.

    Args:
        heard: the small model's reading of the line.
        crop: height × width, grey, dark text on a light ground.
    """
    return (
        heard.reading.confidence >= (CERTAIN if len(heard.plain) == 1 else AT_ONCE)
        and not holds_value(heard.reading.text)
        and not _strange(heard)
        and _unquestioned(heard, crop)
    )


def same_again(heard: Heard, crop: NDArray[np.uint8], reader: Reader) -> Heard | None:
    """The small model's reading of the line narrowed, where it is surely the same; None where a larger one is needed.

    A Chinese character that belongs to no word and is not quite certain may be one that the alphabet lacks, which is
    misread alike both times; a sign is not.

    Args:
        heard: its reading of the line as it is.
        crop: height × width, grey, dark text on a light ground.
        reader: the small model.
    """
    least = ALONE if len(heard.plain) == 1 else VALUE if holds_value(heard.reading.text) else WORDS
    unsure = heard.reading.confidence < least or EN_DASH in heard.reading.text
    if unsure or any(map(_may_be_unknown, _strange(heard))) or not _unquestioned(heard, crop):
        return None
    again = hear(reader, narrowed(crop), crop)
    same = again.plain == heard.plain and again.reading.confidence >= least
    return again if same and _unquestioned(again, crop) else None


def _unquestioned(heard: Heard, crop: NDArray[np.uint8]) -> bool:
    """Whether neither its repairs nor its ink speak against a reading."""
    return bool(heard.plain) and not heard.repairs and not ink_doubts(heard.reading, crop)


def _may_be_unknown(character: str) -> bool:
    """Whether a character may stand for one that the model does not know."""
    return is_han(character) and character not in COMMON


def _strange(heard: Heard) -> str:
    """The characters that are not quite certain and belong to no word."""
    signs = heard.reading.signs
    unsure = {place for place, glyph in enumerate(heard.reading.glyphs) if glyph.confidence < CERTAIN}
    return "".join(signs[place] for place in sorted(unsure.intersection(without_word(signs)))) if unsure else ""
