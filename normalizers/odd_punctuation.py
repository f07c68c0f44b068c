"""Texts of a scanned table that are worded like those of other rows and punctuated otherwise.

Explanations and rules of scoring say the same in row after row: 反映…，计算方法：实际完成数与计划数对比. A fax
loses the comma of one of them, a poor copy makes ； of its ：, and every recogniser agrees. The other rows do not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from normalizers.model import Indicator, TargetTable
from normalizers.text import fold

# Rows that agree: at least so many, and so many for each one that does not. Where as many are written one way as the
# other, the source is; but a scan loses marks and seldom makes any, so one with fewer is in doubt before as many.
_FEWEST, _TO_ONE = 2, 1.5
_LEAST_WORDING = 4  # characters: of fewer no wording is made
_MARKS = re.compile(r"[,.;:!?()<>\"'·•…、。《》+×÷=/-]+")
_FIGURES = re.compile(r"[0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Odd:
    """A text whose marks are not those of the others: the row's ordinal, its text and that of one of the others."""

    ordinal: int
    text: str
    usual: str


@dataclass(frozen=True, slots=True)
class _Worded:
    """A text of a row: its column and its wording, which say what it is like, and its marks.

    The wording is what stands between the marks, figures and the name of the row taken out.
    """

    row: Indicator
    text: str
    like: tuple[str, str]
    marks: tuple[str, ...]


def odd_punctuation(table: TargetTable) -> tuple[Odd, ...]:
    """The texts of a scanned table that stand against more of their wording, row by row; a digital page has none."""
    groups: dict[tuple[str, str], list[_Worded]] = {}
    for worded in _worded(table):
        groups.setdefault(worded.like, []).append(worded)
    found = [odd for group in groups.values() for odd in _odd_among(group)]
    return tuple(sorted(found, key=lambda odd: odd.ordinal))


def _odd_among(alike: Sequence[_Worded]) -> Iterator[Odd]:
    """Those of some texts of one wording that are not punctuated like most of them."""
    counts = Counter(one.marks for one in alike)
    usual, most = max(counts.items(), key=lambda item: (item[1], len(item[0])))
    example = next(one.text for one in alike if one.marks == usual)
    for one in alike:
        to_one = _TO_ONE if len(one.marks) >= len(usual) else 1
        if one.row.confidence < 1 and one.marks != usual and most >= max(_FEWEST, to_one * counts[one.marks]):
            yield Odd(one.row.ordinal, one.text, example)


def _worded(table: TargetTable) -> Iterator[_Worded]:
    """Every explanation and other text that is long enough to be worded."""
    for row in table.indicators:
        if row.part > 1:
            continue
        name = _plain(row.level3)
        for column, text in (("", row.explanation), *row.extras):
            folded = _plain(text)
            plain = _FIGURES.sub("0", folded.replace(name, "\0") if name else folded)
            wording = _MARKS.sub("", plain)
            if text and len(wording) >= _LEAST_WORDING:
                yield _Worded(row, text, (column, wording), tuple(_placed(plain)))


def _plain(text: str | None) -> str:
    return fold(text or "").text.replace(" ", "")


def _placed(text: str) -> Iterator[str]:
    """The marks of a text, each run behind the number of characters of the wording before it."""
    before = end = 0
    for match in _MARKS.finditer(text):
        before, end = before + match.start() - end, match.end()
        yield f"{before}{match.group()}"
