"""The number part of a quantity: a number with its unit, a range, a fraction.

Texts are folded (see normalizers.text).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from normalizers.model import Operator, Unit
from normalizers.numbers import ARABIC, parse_arabic, parse_fraction, parse_ratio
from normalizers.operators import SUFFIX, TAILS
from normalizers.units import match_unit

_NUMBER = re.compile(ARABIC)
# 1:3, one teacher to eighteen pupils; two figures behind another number are minutes (8:30)
_TERM = r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+(?:\.[0-9]+)?"
_RATIO = re.compile(rf"(?P<first>{_TERM}) ?[:∶] ?(?P<second>{_TERM})(?![0-9.,:∶])")
_RANGE = re.compile(r"[-~至到]+")


@dataclass(frozen=True, slots=True)
class Numbers:
    """One number twice, or a range; `start` and `end` bound it in the text, unit and 余 or 多 included.

    `unit_spans` are the stretches of the unit (two in 15万余人), `tail` the operator and
    the place of 余, 多 or +, `range_span` the place of the sign between two numbers.
    """

    low: Decimal
    high: Decimal
    start: int
    end: int
    range_span: tuple[int, int] | None = None
    fraction: bool = False
    unit: Unit | None = None
    unit_spans: tuple[tuple[int, int], ...] = ()
    tail: tuple[Operator, int] | None = None


def _number_at(text: str, start: int) -> tuple[Decimal, int] | None:
    match = _NUMBER.match(text, start)
    if match is None or re.match(r"[0-9]|[.,] ?[0-9]| [0-9]", text[match.end() : match.end() + 3]):
        return None
    number = parse_arabic(match.group())
    return None if number is None else (number, match.end())


def read_numbers(text: str, start: int) -> Numbers | None:
    """The number, range or fraction that begins at `start`, as far as it and its unit go; None when malformed."""
    first = _number_at(text, start)
    if first is None:
        return None
    low, end = first
    numbers = _with_unit(text, Numbers(low, low, start, end))
    fraction = re.compile(r"/([0-9]{1,3})(?![0-9.,年月/])").match(text, end) if numbers.unit is None else None
    if fraction is not None:
        value = parse_fraction(text[start:end], fraction[1]) if text[start:end].isdigit() else None
        # a fraction of something (3/5人) is no fraction alone
        alone = fraction.end() == len(text) or SUFFIX.match(text, fraction.end()) is not None
        return Numbers(value, value, start, fraction.end(), fraction=True) if value is not None and alone else None
    ratio = _RATIO.match(text, start)
    if ratio is not None:
        value = parse_ratio(ratio["first"].replace(",", ""), ratio["second"].replace(",", ""))
        alone = ratio.end() == len(text) or SUFFIX.match(text, ratio.end()) is not None
        return Numbers(value, value, start, ratio.end(), fraction=True) if value is not None and alone else None
    sign = _RANGE.match(text, numbers.end)
    second = _number_at(text, sign.end()) if sign else None
    if sign is None or second is None:
        return numbers
    return _as_range(text, numbers, sign, second)


def _as_range(text: str, first: Numbers, sign: re.Match[str], second: tuple[Decimal, int]) -> Numbers | None:
    last = _with_unit(text, Numbers(second[0], second[0], sign.end(), second[1]))
    one, two = first.unit, last.unit
    if one is not None and two is not None and (one.multiplier != two.multiplier or one.base not in ("", two.base)):
        return None
    if (one is not None and two is None) or first.tail or first.low > last.high:
        return None
    return Numbers(
        first.low, last.high, first.start, last.end, sign.span(), unit=two, unit_spans=last.unit_spans, tail=last.tail
    )


def _with_unit(text: str, numbers: Numbers) -> Numbers:
    """The number with the unit behind it; 余, 多 and + may stand before the unit or inside it (15万余人)."""
    end, tail = numbers.end, None
    if text[end : end + 1] in TAILS and text[end : end + 1]:
        tail, end = (TAILS[text[end]], end), end + 1
    found = match_unit(text, end)
    if found is None:
        return Numbers(numbers.low, numbers.high, numbers.start, end, tail=tail)
    unit, stop = found
    spans: tuple[tuple[int, int], ...] = ((end, stop),)
    if unit.base == "" and text[stop : stop + 1] in TAILS and (rest := match_unit(text, stop + 1)) is not None:
        tail = (TAILS[text[stop]], stop)
        spans = (spans[0], (stop + 1, rest[1]))
        inner = rest[0]
        unit, stop = (
            Unit(unit.text + inner.text, inner.base, unit.multiplier * inner.multiplier, inner.dimension),
            rest[1],
        )
    elif unit.base == "" and text[stop : stop + 1] in TAILS and text[stop : stop + 1]:
        tail, stop = (TAILS[text[stop]], stop), stop + 1
    return Numbers(numbers.low, numbers.high, numbers.start, stop, unit=unit, unit_spans=spans, tail=tail)
