"""How signs are set: the two of a pair are of one kind, and no blank stands inside a number.

Readers give （单位) where （单位） is printed, “12345" and "12345” for “12345”, and `24, 458.43` where the comma of
a narrow font has room behind it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from extractors.model import Line
from extractors.scan.reading.recognise import Reading

CLOSES = {"(": ")", "（": "）", "[": "]", "［": "］", "“": "”"}
OTHER = {")": "）", "）": ")", "]": "］", "］": "]", "”": '"'}  # the same closing sign of the other kind
BLANK = re.compile(r"(?<=\d,)\s+(?=\d{3}(?!\d))")


def as_set(reading: Reading) -> Reading:
    """The reading with every closing sign of the kind of its opening one, and no blank behind the commas of a number.

    A narrow one is read where the blank half of a wide one is cut away. Of the 68 mixed pairs that the small model read
    in forms by others whose print is known, 65 are as wide as their opening bracket (a scratch script). Of a published
    bundle's texts none closes a “ with a straight sign.
    """
    texts = _paired([glyph.text for glyph in reading.glyphs])
    glyphs = [replace(glyph, text=text) for glyph, text in zip(reading.glyphs, texts, strict=True)]
    blank = {place for found in BLANK.finditer(reading.signs) for place in range(*found.span())}
    return Reading(tuple(glyph for place, glyph in enumerate(glyphs) if place not in blank))


def _paired(signs: Sequence[str]) -> list[str]:
    """Signs with every closing one of the kind of its opening one, and a straight mark before a ” as its “."""
    out = list(signs)
    opened: list[str] = []
    straight: int | None = None
    for place, sign in enumerate(signs):
        if sign in CLOSES:
            opened.append(CLOSES[sign])
        elif opened and sign in (opened[-1], OTHER[opened[-1]]):
            out[place] = opened.pop()
        elif sign == '"':
            straight = place if straight is None else None
        elif sign == "”" and straight is not None:
            out[straight], straight = "“", None
    return out


def set_alike(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of a cell with their pairs closed as they were opened: a pair may begin in one and end in the next."""
    texts = over_lines([line.text for line in lines])
    return tuple(replace(line, text=text) for line, text in zip(lines, texts, strict=True))


def over_lines(texts: Sequence[str]) -> list[str]:
    """The same of texts alone.

    >>> over_lines(["进“社区、进", '企业"活动'])
    ['进“社区、进', '企业”活动']
    """
    signs = iter(_paired("".join(texts)))
    return ["".join(islice(signs, len(text))) for text in texts]
