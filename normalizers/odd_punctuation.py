"""Texts of a scanned table that are worded like those of other rows and punctuated otherwise.

Explanations and rules of scoring say the same in row after row: 反映…，计算方法：实际完成数与计划数对比. A fax
loses the comma of one of them, a poor copy makes ； of its ：, and every recogniser agrees. The other rows do not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

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


def odd_punctuation(table: TargetTable) -> tuple[Odd, ...]:
    """The texts of a scanned table that stand against more of their wording, row by row; a digital page has none."""
    found = []
    told = sorted(_worded(table), key=lambda item: item[:2])
    for _, alike in groupby(told, key=lambda item: item[:2]):
        group = list(alike)
        counts = Counter(marks for _, _, marks, _, _ in group)
        usual, most = max(counts.items(), key=lambda item: (item[1], len("".join(item[0]))))
        example = next(text for _, _, marks, text, _ in group if marks == usual)
        found += [
            Odd(row.ordinal, text, example)
            for _, _, marks, text, row in group
            if row.confidence < 1
            and marks != usual
            and most >= max(_FEWEST, counts[marks] * (_TO_ONE if len(marks) >= len(usual) else 1))
        ]
    return tuple(sorted(found, key=lambda odd: odd.ordinal))


def _worded(table: TargetTable) -> Iterator[tuple[str, str, tuple[str, ...], str, Indicator]]:
    """Every explanation and other text: its column, its wording, its marks, itself and its row.

    The wording is what stands between the marks, figures and the name of the row taken out.
    """
    for row in table.indicators:
        if row.part > 1:
            continue
        name = _plain(row.level3)
        for column, text in (("", row.explanation), *row.extras):
            folded = _plain(text)
            plain = _FIGURES.sub("0", folded.replace(name, "\0") if name else folded)
            wording = _MARKS.sub("", plain)
            if len(wording) >= _LEAST_WORDING:
                yield column, wording, tuple(_placed(plain)), text or "", row


def _plain(text: str | None) -> str:
    return fold(text or "").text.replace(" ", "")


def _placed(text: str) -> Iterator[str]:
    """The marks of a text, each run behind the number of characters of the wording before it."""
    before = end = 0
    for match in _MARKS.finditer(text):
        before, end = before + match.start() - end, match.end()
        yield f"{before}{match.group()}"
