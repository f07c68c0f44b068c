"""N1: numbers in the goal texts against the indicators that measure them.

Pairs a goal's number with an indicator only when the words beside the number are nearly the indicator's name and the
unit is the same; everything less sure is left to the reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractors.model import Severity
from normalizers.audit.report import about_indicator, plain
from normalizers.codes import AuditCode
from normalizers.model import Goal, Indicator, Measure, TableFinding, TargetTable, ValueKind
from normalizers.numbers import ARABIC, multiply, parse_arabic
from normalizers.text import fold, without_brackets
from normalizers.units import match_unit

_NUMBER = re.compile(rf"(?<![0-9.,]){ARABIC}(?![0-9.,])")
_WORDS = re.compile(r"[\u4e00-\u9fff]+$")
_AROUND = re.compile(r"(?:不低于|不少于|不超过|至少|达到|超过|完成|实现|约|达|为|[≥≤<>=])+$")
# share of common pairs of characters from which two names are taken for one; 0.5 pairs strangers
_ALIKE = 0.75
_LONGEST_NAME = 20


@dataclass(frozen=True, slots=True)
class _Claim:
    """A number in a goal text: the words before it, the number in its base unit, the words as printed."""

    words: str
    number: Decimal
    base_unit: str
    printed: str


def check_goals(table: TargetTable) -> Iterator[TableFinding]:
    """N1: a goal of the same horizon names a number for the very thing an indicator measures, and another number."""
    for goal in table.goals:
        indicators = [indicator for indicator in table.indicators if indicator.horizon is goal.horizon]
        for claim in _claims(goal):
            same_unit = [item for item in indicators if item.measure.base_unit == claim.base_unit]
            if any(_meets(item.measure, claim.number) for item in same_unit):
                continue
            pair = _pair(claim, same_unit)
            if pair is not None:
                yield _differs(claim, pair)


def _claims(goal: Goal) -> list[_Claim]:
    text = fold(goal.text).text
    claims = []
    for match in _NUMBER.finditer(text):
        unit = match_unit(text, match.end())
        number = parse_arabic(match.group())
        words = _WORDS.search(_AROUND.sub("", text[: match.start()]))
        if unit is None or not unit[0].base or number is None or words is None:
            continue
        printed = words.group()[-_LONGEST_NAME:] + text[match.start() : unit[1]]
        claims.append(_Claim(words.group(), multiply(number, unit[0].multiplier), unit[0].base, printed))
    return claims


def _meets(measure: Measure, number: Decimal) -> bool:
    return number in (measure.minimum, measure.maximum)


def _pair(claim: _Claim, indicators: Sequence[Indicator]) -> Indicator | None:
    """The one numeric indicator whose name is nearly the claim's words; None when there is none or more than one."""
    alike = [
        item
        for item in indicators
        if item.measure.kind is ValueKind.NUMERIC and _alike(claim.words, without_brackets(item.level3 or "")) >= _ALIKE
    ]
    return alike[0] if len(alike) == 1 else None


def _alike(words: str, name: str) -> float:
    """Share of the pairs of characters that the name and the end of the words have in common (Dice)."""
    name = fold(name).text
    words = words[-len(name) :] if name else ""
    one, other = _pairs(words), _pairs(name)
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def _pairs(text: str) -> set[str]:
    return {text[place : place + 2] for place in range(len(text) - 1)}


def _differs(claim: _Claim, indicator: Indicator) -> TableFinding:
    measure = indicator.measure
    bound = measure.minimum if measure.minimum is not None else measure.maximum
    stated = f"{plain(bound)} {measure.base_unit}" if bound is not None else "another number"
    message = f"The goal says {claim.printed}, the indicator {stated}."
    return about_indicator(AuditCode.GOAL_DIFFERS, Severity.WARNING, message, indicator)
