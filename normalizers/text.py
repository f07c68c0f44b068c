"""Text as it is compared: one spelling for every glyph variant, and the way back to what was printed.

Matching is done on folded text, but the dataset keeps what was printed (≧ and ≥, （ and (), so folded text
remembers where each of its characters came from.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

BULLET = "•"

# What NFKC leaves apart although it is one sign (DOMAIN 3.3), each to one character.
_VARIANTS = {
    **dict.fromkeys("≧⩾", "≥"),
    **dict.fromkeys("≦⩽", "≤"),
    **dict.fromkeys("‐‑‒–—―−－﹣⁃─━", "-"),
    **dict.fromkeys("～〜∼˜", "~"),
    **dict.fromkeys("≒≅", "≈"),
    **dict.fromkeys("“”„＂", '"'),
    **dict.fromkeys("‘’＇", "'"),
    **dict.fromkeys("〔【［", "("),
    **dict.fromkeys("〕】］", ")"),
    **dict.fromkeys("∕⁄", "/"),
    **dict.fromkeys("•●■◆▪◇►", BULLET),
    **dict.fromkeys("✕✖", "×"),
    **dict.fromkeys("﹡∗", "*"),
}
# Invisible: zero width, byte order mark, soft hyphen, variation selectors.
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\ufe00-\ufe0f]")
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LABEL_NOISE = re.compile(r"[\s*★☆:;]")


@lru_cache(maxsize=8192)
def _fold_character(character: str) -> str:
    if character in _VARIANTS:
        return _VARIANTS[character]
    if _INVISIBLE.match(character):
        return ""
    if _is_enumerator(character):
        # NFKC would make 1 of ①, and 130场 of ①30场.
        return BULLET
    folded = unicodedata.normalize("NFKC", character)
    if folded.isspace():
        return " "
    return _VARIANTS.get(folded, folded.replace(" ", "").replace("−", "-").replace("⁄", "/"))


def _is_enumerator(character: str) -> bool:
    return "\u2460" <= character <= "\u249b" or "\u24f5" <= character <= "\u24ff" or "\u2776" <= character <= "\u2793"


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text with the place in `source` that each of its characters came from."""

    text: str
    origin: tuple[int, ...]
    source: str

    def printed(self, start: int = 0, end: int | None = None) -> str:
        """What was printed for text[start:end], without blanks; gaps left by `without` stay out."""
        places = dict.fromkeys(self.origin[start:end])
        return "".join(self.source[place] for place in places if not self.source[place].isspace())

    def span(self, start: int = 0, end: int | None = None) -> str:
        """The stretch of the source from the first to the last character of text[start:end], stripped."""
        places = self.origin[start:end]
        return self.source[places[0] : places[-1] + 1].strip() if places else ""

    def part(self, start: int, end: int | None = None) -> Folded:
        """A stretch of the folded text."""
        return Folded(self.text[start:end], self.origin[start:end], self.source)

    def without(self, spans: Sequence[tuple[int, int]]) -> Folded:
        """The text with some stretches (in order, apart from each other) taken out."""
        text, start = "", 0
        origin: tuple[int, ...] = ()
        for first, last in [*spans, (len(self.text), len(self.text))]:
            text += self.text[start:first]
            origin += self.origin[start:first]
            start = last
        return Folded(text, origin, self.source)


def fold(text: str) -> Folded:
    """Fold a printed text for parsing: NFKC, one glyph for each sign, enumerators as •, blanks removed.

    A blank between two digits stays, as one blank: `3 000` may be one number and `10 20` is two.
    """
    characters: list[str] = []
    origin: list[int] = []
    for place, character in enumerate(text):
        for folded in _fold_character(character):
            characters.append(folded)
            origin.append(place)
    kept = [index for index, character in enumerate(characters) if character != " "]
    out, places = [], []
    for before, index in zip([None, *kept], kept, strict=False):
        gap = before is not None and index - before > 1
        if gap and before is not None and _is_digit(characters[before]) and _is_digit(characters[index]):
            out.append(" ")
            places.append(origin[before + 1])
        out.append(characters[index])
        places.append(origin[index])
    return Folded("".join(out), tuple(places), text)


def _is_digit(character: str) -> bool:
    return "0" <= character <= "9"


def squeeze(text: str) -> str:
    """A label or header as it is matched: NFKC, no white space, no `*`, `★`, colon or semicolon.

    >>> squeeze(" *二 级 指标： ")
    '二级指标'
    """
    squeezed = _LABEL_NOISE.sub("", _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)))
    # what was taken out may let its neighbours compose
    return squeezed if squeezed == text else squeeze(squeezed)


def without_brackets(text: str) -> str:
    """The text without its bracketed parts, also nested ones. Brackets that do not close stay.

    >>> without_brackets("二级指标（长期）")
    '二级指标'
    """
    text = text.translate({ord("（"): "(", ord("）"): ")", ord("［"): "[", ord("］"): "]"})
    while (shorter := _BRACKETED.sub("", text)) != text:
        text = shorter
    return text
