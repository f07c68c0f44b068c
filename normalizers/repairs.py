"""What a doubtful value may have said: a proposal for the reader, never a value of the dataset."""

from __future__ import annotations

import re
from collections.abc import Iterator

from normalizers.codes import MeaningCode
from normalizers.confusions import LOOK_ALIKES, spreadsheet_day
from normalizers.measure import ValueContext, parse_values
from normalizers.model import ValueKind
from normalizers.text import fold

# one known confusion each (DOMAIN 4.1): what to look for, what to put there
_SWAPS = (
    (
        re.compile(r"(?<=[0-9])[Oo〇○](?=[0-9%.]|$)|^[Oo〇○]$|(?<=[0-9])[Oo〇○](?=[\u4e00-\u9fff])|[Oo〇○](?=[0-9.])"),
        "0",
    ),
    (re.compile(r"[lI|丨](?=[0-9.])|(?<=[0-9])[lI|丨]"), "1"),
    (re.compile(r"(?<=[0-9])S(?=[0-9%])"), "5"),
    (re.compile(r"(?<=[0-9])B(?=[0-9%])"), "8"),
    (re.compile(r"^[ZzSN乏之》](?=[0-9])"), "≥"),
    (re.compile(r"^[《く](?=[0-9])"), "≤"),
    (re.compile(r"^[二一](?=[0-9])"), "="),
    (re.compile(r"^[+士土](?=[0-9])"), "±"),
    (re.compile(r"^2(?=(?:[6-9][0-9](?:\.[0-9]+)?|100)%)"), "≥"),
    (re.compile(r"(?<=[0-9]),(?=[0-9]{1,2}(?![0-9]))"), "."),
    (re.compile(r"(?<=[0-9])[oO0]/[oO0]"), "%"),
)


def propose(text: str, context: ValueContext | None = None) -> str | None:
    """The text with its known confusions put right, if that leaves a value without any doubt; else None.

    Args:
        text: a value as printed, marked VALUE-CONFUSABLE.
        context: what it was parsed with.

    >>> propose("292%"), propose("9O%"), propose("15方人"), propose("90%")
    ('≥92%', '90%', '15万人', None)
    """
    context = context or ValueContext()
    folded = fold(text).text
    day = spreadsheet_day(folded)
    if day is not None and MeaningCode.VALUE_UNPARSED in parse_values([text], context)[0].doubts:
        return day.isoformat()
    for proposal in _proposals(folded):
        measures = parse_values([proposal], context)
        sound = all(measure.kind is ValueKind.NUMERIC and not measure.doubts for measure in measures)
        if proposal != folded and sound:
            return proposal
    return None


def _proposals(text: str) -> Iterator[str]:
    swapped = text
    for pattern, instead in _SWAPS:
        swapped = pattern.sub(instead, swapped)
    yield swapped
    if swapped.endswith("方"):
        # a doubt about 方 says that money was asked for
        yield swapped[:-1] + "元"
    yield re.sub(r"(?<=[0-9])[\u4e00-\u9fff]+", lambda words: words.group().translate(LOOK_ALIKES), swapped)
