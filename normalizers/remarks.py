"""What stands around a value in its cell: bullets, quotes, remarks in brackets.

Texts are folded (see normalizers.text).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

from normalizers.text import Folded, fold
from normalizers.units import find_unit

# What a form prints for the filler to replace: ≥**人, XX, ______.
TEMPLATE = re.compile(r"[*×_□]|…|\.{3}|[xX]{2}|^[xX]$|某某")

_BRACKET = re.compile(r"\([^()]*(?:\)|$)")
_BULLET = re.compile(
    r"(?:•+[、.:]?"
    r"|(?:指标|目标|任务)?(?:[0-9]{1,2}(?:[、.:](?![0-9])|\)(?=.))|[1-9]、)"
    r"|(?:指标|目标)[0-9]*:"
    r"|\([0-9]{1,2}\)(?=.)"
    r"|[★☆]+|\*(?=[^*%_])"
    r"|[:、,.](?=[^0-9])|:)+"
)
_AROUND = "\"'。;,、. "
_INCLUSIVE = re.compile("含(?:本数)?")
_EXCLUSIVE = re.compile("不含(?:本数)?")


_BASELINE = re.compile(
    r"(?:(?:19|20)[0-9]{2}年?度?|上一?年度?|去年|往年|基期|基准|基线|现状|原)(?:末|底|年|水平|[实现]?[绩际状]|完成|目标|值|为)*:?"
    r"[≥≤<>=]{0,2}[0-9][0-9.,]*[^0-9]{0,6}"
)


def is_baseline(note: str) -> bool:
    """Whether a remark in brackets is the value of another year: (2022：90%), (上年85%).

    >>> is_baseline("2022：90%"), is_baseline("计划标准"), is_baseline("2022年新增")
    (True, False, False)
    """
    return _BASELINE.fullmatch(fold(note).text) is not None


class Bare(NamedTuple):
    """A value without its brackets, the remarks that stood in them, and whether its bound is excluded (不含)."""

    value: Folded
    notes: tuple[str, ...] = ()
    exclusive: bool = False


def without_bullets(value: Folded) -> Folded:
    """The value without ①, `1、`, 指标1：, ★ in front and quotes and stops around it."""
    text = value.text
    start = bullet.end() if (bullet := _BULLET.match(text)) is not None else 0
    end = len(text.rstrip(_AROUND))
    while start < end and text[start] in "\"'":
        start += 1
    return value.part(start, end) if start < end else value


def _joins_digits(text: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether taking these stretches out would run two numbers together."""
    taken = {place for first, last in spans for place in range(first, last)}
    left = [place for place in range(len(text)) if place not in taken]
    return any(
        other - one > 1 and text[one].isdigit() and text[other].isdigit() for one, other in itertools.pairwise(left)
    )


def split_brackets(value: Folded) -> Bare:
    """Part the value from its brackets. A unit in brackets stays, a template goes, everything else is a remark."""
    spans: list[tuple[int, int]] = []
    notes: list[str] = []
    exclusive = False
    for match in _BRACKET.finditer(value.text):
        closed = match.group().endswith(")")
        inner = match.group().strip("()")
        if closed and match.start() > 0 and find_unit(inner) is not None:
            # 100.00(%): only the brackets go
            spans += [(match.start(), match.start() + 1), (match.end() - 1, match.end())]
            continue
        spans.append(match.span())
        exclusive = exclusive or _EXCLUSIVE.fullmatch(inner) is not None
        if inner and not TEMPLATE.search(inner) and not _INCLUSIVE.fullmatch(inner) and not _EXCLUSIVE.fullmatch(inner):
            notes.append(value.span(match.start() + 1, match.end() - closed))
    if _joins_digits(value.text, spans):
        # 10（新增）5人 is not 105人
        return Bare(value)
    bare = value.without(spans)
    if not bare.text and len(value.text) > 2:
        # nothing but brackets: they hold the value
        return Bare(value.part(1, len(value.text) - value.text.endswith(")")))
    return Bare(bare, tuple(notes), exclusive)
