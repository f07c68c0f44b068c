"""Units of measure: what a printed unit is made of. The words are in units.toml.

A unit is a word, perhaps with a multiplier (万人次), perhaps per something (万元/公里, 微克/立方米, /10万). Only the
multiplier is taken off; nothing is converted. A bare multiplier (15万, 60万/公里) is a unit without a word.
Texts are folded (see normalizers.text).
"""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from normalizers.model import Unit
from normalizers.text import fold

MULTIPLIERS = {
    "十": Decimal(10),
    "百": Decimal(100),
    "千": Decimal(1000),
    "万": Decimal(10**4),
    "十万": Decimal(10**5),
    "百万": Decimal(10**6),
    "千万": Decimal(10**7),
    "亿": Decimal(10**8),
    "十亿": Decimal(10**9),
    "百亿": Decimal(10**10),
    "千亿": Decimal(10**11),
    "万亿": Decimal(10**12),
}
MULTIPLIER = "|".join(sorted(MULTIPLIERS, key=len, reverse=True))
# In these a bare 万 before the slash is money: 60万/公里, 5万/亩 (DOMAIN 3.5).
_PRICED = frozenset(["length", "area", "households", "entities", "count", "energy", "mass", "volume", "time"])
_TIMES = re.compile("[·・.*]")
_PER = re.compile(r"[/每]")
# A denominator that is no known unit: a short noun (元/贫困户), or a round number (10/10万, 5例/10万人).
_NOUN = re.compile(r"[\u4e00-\u9fff]{1,4}?(?=$|[/每]|及?以[上下内]|之内|左右|的)")
_THING = re.compile(rf"(?!及?以[上下内]|之内|左右|的|内$){_NOUN.pattern}")  # what a round number counts
_ROUND = re.compile(rf"1?0*(?:{MULTIPLIER}|0+)(?:人口|人|户|例)?")
_STRAY = re.compile(r"[/\-—.,]*")


class _Word(NamedTuple):
    base: str
    multiplier: Decimal
    dimension: str


@lru_cache(maxsize=1)
def _lexicon() -> tuple[dict[str, _Word], int]:
    """All words with and without multiplier, and the length of the longest."""
    tables = tomllib.loads(files("normalizers").joinpath("units.toml").read_text(encoding="utf-8"))
    words: dict[str, _Word] = {}
    multiplied: dict[str, _Word] = {}
    for dimension, table in tables.items():
        spelled = {word: word for word in table["words"]} | table.get("aliases", {})
        for printed, base in spelled.items():
            key = fold(printed).text
            words[key] = _Word(base, Decimal(1), dimension)
            if table.get("multiplied", True):
                for sign, factor in MULTIPLIERS.items():
                    multiplied[sign + key] = _Word(base, factor, dimension)
    lexicon = multiplied | words
    return lexicon, max(map(len, lexicon))


def match_word(text: str, start: int = 0) -> tuple[_Word, int] | None:
    """The longest unit word at `start`, and where it ends."""
    lexicon, longest = _lexicon()
    for end in range(min(len(text), start + longest), start, -1):
        word = lexicon.get(text[start:end])
        # a Latin unit must end where it ends: m is not the start of max
        if word is not None and not (_latin(text[end - 1]) and text[end : end + 1] and _latin(text[end])):
            return word, end
    return None


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def match_unit(text: str, start: int = 0) -> tuple[Unit, int] | None:
    """The unit at `start`, with all its denominators, and where it ends; None when none is known there.

    >>> unit, end = match_unit("万元/公里以内")
    >>> unit.base, unit.multiplier, unit.dimension, end
    ('元/公里', Decimal('10000'), 'rate', 5)
    """
    found = match_word(text, start)
    if found is None:
        return _match_bare(text, start)
    word, end = found
    # 人/次 and the like are words of the lexicon already
    base, dimension = word.base, word.dimension
    while (denominator := _match_denominator(text, end)) is not None:
        printed, per, end = denominator
        joined = _TIMES.match(text, end)
        factor = match_word(text, joined.end()) if joined else None
        if factor is not None:
            # 元/亩·年
            per, end = f"{per}·{factor[0].base}", factor[1]
        base, dimension = f"{base}/{per}", "rate"
        if _ROUND.fullmatch(printed) and word.dimension != "money":
            dimension = "ratio"
    return Unit(text[start:end], base, word.multiplier, dimension), end


def _match_bare(text: str, start: int) -> tuple[Unit, int] | None:
    """A multiplier without a word, or a denominator without a numerator."""
    sign = re.compile(MULTIPLIER).match(text, start)
    end = sign.end() if sign else start
    denominator = _match_denominator(text, end)
    if denominator is None:
        return (Unit(text[start:end], "", MULTIPLIERS[text[start:end]], ""), end) if sign else None
    printed, per, stop = denominator
    if sign is None:
        dimension = "ratio" if _ROUND.fullmatch(printed) else "rate"
        return Unit(text[start:stop], f"/{per}", Decimal(1), dimension), stop
    known = match_word(per)
    base = f"元/{per}" if known is not None and known[0].dimension in _PRICED else f"/{per}"
    return Unit(text[start:stop], base, MULTIPLIERS[text[start:end]], "rate"), stop


def _match_denominator(text: str, start: int) -> tuple[str, str, int] | None:
    """(as printed, as a base, end) of `/公里`, `每人`, `/10万`."""
    if not _PER.match(text, start):
        return None
    start += 1
    if (round_number := _ROUND.match(text, start)) is not None and round_number.end() > start:
        end = round_number.end()
        if text[end - 1] in MULTIPLIERS and (thing := _THING.match(text, end)) is not None:
            end = thing.end()  # 人/万车, 起/百万吨
        return text[start:end], text[start:end], end
    noun = _NOUN.match(text, start)
    known = match_word(text, start)
    if known is not None and (noun is None or known[1] >= noun.end()):
        return text[start : known[1]], known[0].base, known[1]
    if noun is not None:
        return noun.group(), noun.group(), noun.end()
    return None if known is None else (text[start : known[1]], known[0].base, known[1])


def find_unit(text: str) -> Unit | None:
    """The unit that a whole text is, as in a unit column; None when it is none.

    >>> find_unit("万人次")
    Unit(text='万人次', base='人次', multiplier=Decimal('10000'), dimension='person_times')
    """
    folded = fold(text).text
    if folded.startswith("(") and folded.endswith(")"):
        folded = folded[1:-1]
    found = match_unit(folded) if folded and not _STRAY.fullmatch(folded) else None
    return found[0] if found is not None and found[1] == len(folded) else None


_LOST_MARK = re.compile("/人天$|万m$|^m/")
_NUMERAL_FIRST = re.compile("[一二三八](?P<unit>.+)")


def looks_misread(text: str) -> bool:
    """Whether a unit read from a picture is what a lost or a broken mark leaves of another.

    元/人·天 without its dot, 万m² or m²/人 without its figure, or the upper strokes of 元 read as a numeral before it.

    >>> [looks_misread(text) for text in ("元/人天", "m/人", "二元", "元/人·天", "元")]
    [True, True, True, False, False]
    """
    numeral = _NUMERAL_FIRST.fullmatch(text)
    return bool(_LOST_MARK.search(text)) or (numeral is not None and find_unit(numeral["unit"]) is not None)
