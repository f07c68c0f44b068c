"""Words and what they stand for: which role a header word has, which field a label names.

Words are compared after squeezing; what does not match exactly may differ in one character (the slips of a
recogniser) from words of four characters and more, if only one role is so near.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from normalizers.text import squeeze, without_brackets

_NUMBERING = re.compile(r"^(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})[、.)](?=\D)")
_PREFIX = re.compile(r"^其中")
_SLIP_LENGTH = 4
_NOTE_MARKS = "*＊※\"”“'’‘。°·"


@dataclass(frozen=True, slots=True)
class Match:
    """A word that was recognised. `rank` counts from the strongest word of its role; `slip` means one character off."""

    role: str
    word: str
    rank: int
    slip: bool = False


class WordIndex:
    """Words to roles, exact or one character off."""

    def __init__(self, words: Mapping[str, Iterable[str]]) -> None:
        self._exact: dict[str, Match] = {}
        for role, spellings in words.items():
            for rank, word in enumerate(spellings):
                self._exact.setdefault(squeeze(word), Match(role, word, rank))
        self._cache: dict[str, Match | None] = {}

    def exact(self, text: str) -> Match | None:
        """The match of the text, its brackets kept or dropped."""
        for key in spellings(text):
            if key in self._exact:
                return self._exact[key]
        return None

    def find(self, text: str) -> Match | None:
        """The exact match, or the only role whose word is one character off."""
        if text not in self._cache:
            self._cache[text] = self.exact(text) or self._near(text)
        return self._cache[text]

    def near_roles(self, text: str) -> dict[str, Match]:
        """The roles that have a word one character off, each with its strongest such word."""
        found: dict[str, Match] = {}
        for key in spellings(text):
            if len(key) < _SLIP_LENGTH:
                continue
            for word, match in self._exact.items():
                if _near(key, word):
                    known = found.get(match.role)
                    if known is None or match.rank < known.rank:
                        found[match.role] = Match(match.role, match.word, match.rank, slip=True)
            if found:
                break
        return found

    def _near(self, text: str) -> Match | None:
        roles = self.near_roles(text)
        return next(iter(roles.values())) if len(roles) == 1 else None


def _near(key: str, word: str) -> bool:
    """One character off; of short words only one with a character more at an end: 量指标值, 指标值”."""
    if len(word) < _SLIP_LENGTH:
        return len(word) == _SLIP_LENGTH - 1 and word in (key[1:], key[:-1])
    return one_off(key, word)


def spellings(text: str) -> list[str]:
    """A text as it is looked up: squeezed, without a number or 其中 in front, and that without its brackets.

    At last without the mark of a note at its end, a star or what a recogniser makes of one.
    """
    squeezed = _PREFIX.sub("", _NUMBERING.sub("", squeeze(text)))
    bare = without_brackets(squeezed)
    return [spelling for spelling in dict.fromkeys((squeezed, bare, bare.rstrip(_NOTE_MARKS))) if spelling]


def one_off(left: str, right: str) -> bool:
    """Whether one replaced, lost or added character turns one into the other.

    >>> one_off("年底金额", "年度金额"), one_off("年度金额", "年度目标")
    (True, False)
    """
    if len(left) == len(right):
        return sum(one != other for one, other in zip(left, right, strict=True)) == 1
    if abs(len(left) - len(right)) != 1:
        return False
    short, long = sorted((left, right), key=len)
    return any(long[:place] + long[place + 1 :] == short for place in range(len(long)))
