"""The grammar of one quantity: words, operator, number or range, unit, suffix.

Reads a whole folded text or nothing: a number inside a sentence is not a value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from normalizers.codes import MeaningCode
from normalizers.model import Operator, Unit
from normalizers.numbers import ARABIC, CHINESE, fits, multiply, parse_arabic, parse_chinese, parse_fraction
from normalizers.operators import (
    PREFIX,
    SIGN,
    SIGNS,
    SUFFIX,
    TAILS,
    WEAK,
    prefix_word,
    same_direction,
    suffix_word,
)
from normalizers.text import Folded
from normalizers.units import match_unit

# Names that hold digits (DOMAIN 3.3, step 5).
_NAME_WITH_DIGITS = re.compile(
    r"PM ?2\.5|PM ?10|CO2|SO2|NO2|O3|12345|12315|(?:[0-9]+-)?[0-9]+周?岁(?:及?以[上下])?|[1-5]A级?|[0-9]型|GB/?T? ?[0-9.]+"
    r"|ISO ?[0-9]+|\(?(?:19|20)[0-9]{2}\)[0-9]*号|[0-9]+G网络"
)
_NUMBER = re.compile(ARABIC)
_RANGE = re.compile(r"[-~至到]+")
_CHINESE_NUMBER = re.compile(rf"(?P<parts>百分之|千分之)?(?P<number>[{CHINESE}]+)")
_CHINESE_FRACTION = re.compile(r"(?P<below>[二三四五六七八九十]+)分之(?P<above>[一二三四五六七八九十]+)")
_WEAK = re.compile(rf"(?:{'|'.join(sorted(WEAK, key=len, reverse=True))})+")
_LEAD_END = re.compile(r"[:;,、\"'的]+$")
# before a bare number these make it an ordinal, a negation or part of a word
_NO_LEAD = re.compile(r"[第无未不非免之零一二三四五六七八九十百千万亿两前每]$|[0-9()]|每$")
_REST = re.compile(r"[\u4e00-\u9fffA-Za-z]{1,12}")
_UNKNOWN_UNIT = re.compile(r"[\u4e00-\u9fff]{1,8}?(?=$|及?以[上下内]|之内|左右|上下|内$)|[A-Za-zμ°Ω%/]{1,12}(?![0-9])")
_PLAIN_NOUN = re.compile(r"[\u4e00-\u9fff]{1,3}")
# Chinese numerals make grades and ordinals too: 一级, 三类, 一流, 一次性
_ORDINAL_UNIT = frozenset(["级", "类", "等", "档", "星", "流", "线", "口", "条", "面", "位", "行", "把", "对", "点", "段", "路", "成", "分", "生", "部", "端", "级以上"])
_LONGEST_LEAD = 12
_LONGEST_BARE_LEAD = 8


@dataclass(frozen=True, slots=True)
class Quantity:
    """What one text says as a number. `unit.base` is empty for a bare multiplier; `unit_text` is as printed."""

    operator: Operator | None
    operator_text: str | None
    low: Decimal | None
    high: Decimal | None
    number_text: str
    unit: Unit | None = None
    unit_text: str | None = None
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    fraction: bool = False

    @property
    def bounds(self) -> tuple[Decimal | None, Decimal | None]:
        """The lower and upper bound that the operator leaves, as printed."""
        if self.operator in (Operator.GE, Operator.GT):
            return self.low, None
        if self.operator in (Operator.LE, Operator.LT):
            return None, self.high
        return self.low, self.high


@dataclass(frozen=True, slots=True)
class _Head:
    operator: Operator | None
    operator_text: str | None
    notes: tuple[str, ...]
    sign: str = ""
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Numbers:
    low: Decimal
    high: Decimal
    start: int
    end: int
    range_text: str | None = None
    fraction: bool = False
    unit: Unit | None = None
    unit_spans: tuple[tuple[int, int], ...] = ()
    tail: tuple[Operator, str] | None = None


def read_quantity(value: Folded) -> Quantity | None:
    """The quantity that the whole text is, or None."""
    text = _protect(value.text)
    first = re.search(r"[0-9]", text)
    if first is None:
        return _chinese(value)
    head = _read_head(value, text[: first.start()])
    numbers = None if head is None else _read_numbers(text, first.start())
    if head is None or numbers is None:
        return None
    return _finish(value, text, head, numbers)


def _protect(text: str) -> str:
    """The text with the digits inside names masked, as long as others remain."""
    masked = _NAME_WITH_DIGITS.sub(lambda match: "名" * len(match.group()), text)
    return masked if re.search(r"[0-9]", masked) else text


def _read_head(value: Folded, head: str) -> _Head | None:
    """What stands before the number: words, operator, sign."""
    sign = ""
    if head.endswith(("±", "-", "+")):
        sign, head = head[-1], head[:-1]
        if head and sign != "±" and PREFIX.search(head).group() == "":  # type: ignore[union-attr]
            return None
    match = PREFIX.search(head)
    assert match is not None  # the pattern may be empty
    operator, doubts = _head_operator(match["word"], match["sign"])
    lead = head[: match.start()]
    if SIGN.search(lead) or "±" in lead or "≠" in lead:
        return None
    cleaned = _LEAD_END.sub("", _strip_weak(lead))
    longest = _LONGEST_LEAD if operator else _LONGEST_BARE_LEAD
    if len(cleaned) > longest or (cleaned and _NO_LEAD.search(cleaned) and not (operator and cleaned[-1] in "不前")):
        return None
    notes = (value.span(lead.find(cleaned), lead.find(cleaned) + len(cleaned)),) if cleaned else ()
    text = value.printed(match.start(), match.end()) or None
    return _Head(operator, text, notes, sign, doubts)


def _strip_weak(lead: str) -> str:
    start = _WEAK.match(lead)
    lead = lead[start.end() :] if start else lead
    end = re.search(_WEAK.pattern + "$", lead)
    return lead[: end.start()] if end else lead


def _head_operator(word: str | None, sign: str | None) -> tuple[Operator | None, tuple[str, ...]]:
    by_word = prefix_word(word) if word else None
    by_sign = SIGNS[sign] if sign else None
    doubts = (MeaningCode.CONFUSABLE_GLYPH,) if sign and sign[0] in "》《" else ()
    if by_word and by_sign and by_word is not Operator.EQ and not same_direction(by_word, by_sign):
        return by_sign, (*doubts, MeaningCode.OPERATOR_CONFLICT)
    return by_sign or by_word, doubts


def _number_at(text: str, start: int) -> tuple[Decimal, int] | None:
    match = _NUMBER.match(text, start)
    if match is None or re.match(r"[0-9]|[.,] ?[0-9]| [0-9]", text[match.end() : match.end() + 3]):
        return None
    number = parse_arabic(match.group())
    return None if number is None else (number, match.end())


def _read_numbers(text: str, start: int) -> _Numbers | None:
    first = _number_at(text, start)
    if first is None:
        return None
    low, end = first
    numbers = _with_unit(text, _Numbers(low, low, start, end))
    fraction = re.compile(r"/([0-9]{1,3})(?![0-9.,年月/])").match(text, end) if numbers.unit is None else None
    if fraction is not None:
        value = parse_fraction(text[start:end], fraction[1]) if text[start:end].isdigit() else None
        return None if value is None else _Numbers(value, value, start, fraction.end(), fraction=True)
    sign = _RANGE.match(text, numbers.end)
    second = _number_at(text, sign.end()) if sign else None
    if sign is None or second is None:
        return numbers
    return _as_range(text, numbers, sign, second)


def _as_range(text: str, first: _Numbers, sign: re.Match[str], second: tuple[Decimal, int]) -> _Numbers | None:
    last = _with_unit(text, _Numbers(second[0], second[0], sign.end(), second[1]))
    one, two = first.unit, last.unit
    if one is not None and two is not None and (one.multiplier != two.multiplier or one.base not in ("", two.base)):
        return None
    if (one is not None and two is None) or first.tail or first.low > last.high:
        return None
    return _Numbers(
        first.low, last.high, first.start, last.end, sign.group(), unit=two, unit_spans=last.unit_spans, tail=last.tail
    )


def _with_unit(text: str, numbers: _Numbers) -> _Numbers:
    """The number with the unit behind it; 余, 多 and + may stand before the unit or inside it (15万余人)."""
    end, tail = numbers.end, None
    if text[end : end + 1] in TAILS and text[end : end + 1]:
        tail, end = (TAILS[text[end]], text[end]), end + 1
    found = match_unit(text, end)
    if found is None:
        return _Numbers(numbers.low, numbers.high, numbers.start, end, tail=tail)
    unit, stop = found
    spans = ((end, stop),)
    if unit.base == "" and text[stop : stop + 1] in TAILS and (rest := match_unit(text, stop + 1)) is not None:
        tail = (TAILS[text[stop]], text[stop])
        spans = (spans[0], (stop + 1, rest[1]))
        inner = rest[0]
        unit, stop = (
            Unit(unit.text + inner.text, inner.base, unit.multiplier * inner.multiplier, inner.dimension),
            rest[1],
        )
    elif unit.base == "" and text[stop : stop + 1] in TAILS and text[stop : stop + 1]:
        tail, stop = (TAILS[text[stop]], text[stop]), stop + 1
    return _Numbers(numbers.low, numbers.high, numbers.start, stop, unit=unit, unit_spans=spans, tail=tail)


def _finish(value: Folded, text: str, head: _Head, numbers: _Numbers) -> Quantity | None:
    end, doubts = numbers.end, list(head.doubts)
    unit, spans = numbers.unit, numbers.unit_spans
    if unit is None and not numbers.fraction and SUFFIX.match(text, end) is None:
        unknown = _unknown_unit(text, end)
        if unknown is not None:
            unit, end = unknown
            spans = ((numbers.end, end),)
            if not _PLAIN_NOUN.fullmatch(unit.text):
                doubts.append(MeaningCode.UNIT_UNKNOWN)
    elif unit is not None and unit.base.startswith("/") and unit.dimension == "rate":
        # ≤28.40/株: what per 株?
        doubts.append(MeaningCode.UNIT_UNKNOWN)
    suffix = SUFFIX.match(text, end)
    rest = text[suffix.end() :] if suffix else text[end:]
    if rest and not _REST.fullmatch(rest):
        return None
    notes = (*head.notes, value.span(len(text) - len(rest))) if rest else head.notes
    operator, operator_text, more = _combine(value, head, numbers, suffix)
    low, high = _signed(numbers, head.sign)
    if not _storable(low, high, unit):
        return None
    unit_text = "".join(value.printed(*span) for span in spans) or None
    return Quantity(
        operator,
        operator_text,
        low,
        high,
        value.printed(numbers.start, numbers.end),
        unit,
        unit_text,
        notes,
        (*doubts, *more),
        numbers.fraction,
    )


def _unknown_unit(text: str, start: int) -> tuple[Unit, int] | None:
    match = _UNKNOWN_UNIT.match(text, start)
    if match is None:
        return None
    return Unit(match.group(), match.group(), Decimal(1), "other"), match.end()


def _combine(
    value: Folded, head: _Head, numbers: _Numbers, suffix: re.Match[str] | None
) -> tuple[Operator | None, str | None, tuple[str, ...]]:
    """One operator from the words and signs before, inside and behind the number."""
    if head.sign == "±":
        after = f"…{value.printed(suffix.start(), suffix.end())}" if suffix else ""
        return Operator.RANGE, f"±{after}", ()
    parts: list[tuple[Operator, str]] = []
    if head.operator is not None and head.operator_text is not None:
        parts.append((head.operator, head.operator_text))
    if numbers.tail is not None:
        parts.append(numbers.tail)
    if suffix is not None:
        parts.append((suffix_word(suffix.group()), value.printed(suffix.start(), suffix.end())))
    if numbers.range_text is not None:
        doubts = (MeaningCode.OPERATOR_CONFLICT,) if parts and parts[0][0] in _BOUNDS else ()
        return Operator.RANGE, numbers.range_text, doubts
    if not parts:
        return None, None, ()
    told = [part for part in parts if part[0] is not Operator.EQ] or parts
    conflict = any(not same_direction(told[0][0], part[0]) for part in told[1:])
    text = "…".join(part[1] for part in parts)
    return told[0][0], text, (MeaningCode.OPERATOR_CONFLICT,) if conflict else ()


_BOUNDS = (Operator.GE, Operator.GT, Operator.LE, Operator.LT)


def _signed(numbers: _Numbers, sign: str) -> tuple[Decimal, Decimal]:
    if sign == "±":
        return -numbers.high, numbers.high
    if sign == "-" and numbers.range_text is None:
        return (-numbers.low, -numbers.high) if numbers.low else (numbers.low, numbers.high)
    return (-numbers.low, numbers.high) if sign == "-" else (numbers.low, numbers.high)


def _storable(low: Decimal, high: Decimal, unit: Unit | None) -> bool:
    factor = unit.multiplier if unit else Decimal(1)
    return all(fits(number) and fits(multiply(number, factor)) for number in (low, high))


def _chinese(value: Folded) -> Quantity | None:
    """十五个, 一百二十人次, 百分之九十, 三分之二: only with a unit, and nothing else behind it but 以上 and the like."""
    text = value.text
    for start in range(len(text)):
        if text[start] not in CHINESE and not text.startswith(("百分之", "千分之"), start):
            continue
        head = _read_head(value, text[:start])
        if head is not None and (quantity := _chinese_at(value, head, start)) is not None:
            return quantity
        if text[start] in CHINESE:
            return None
    return None


def _chinese_at(value: Folded, head: _Head, start: int) -> Quantity | None:
    text = value.text
    if (fraction := _CHINESE_FRACTION.match(text, start)) is not None:
        above, below = parse_chinese(fraction["above"]), parse_chinese(fraction["below"])
        part = parse_fraction(str(above), str(below)) if above and below else None
        numbers = None if part is None else _Numbers(part, part, start, fraction.end(), fraction=True)
        return None if numbers is None or not _ends(text, numbers.end) else _finish(value, text, head, numbers)
    match = _CHINESE_NUMBER.match(text, start)
    if match is None:
        return None
    if match["parts"]:
        number = parse_chinese(match["number"])
        base = "%" if match["parts"] == "百分之" else "‰"
        unit = Unit(match["parts"], base, Decimal(1), "ratio")
        numbers = (
            None
            if number is None
            else _Numbers(
                number,
                number,
                match.start("number"),
                match.end(),
                unit=unit,
                unit_spans=((match.start(), match.start("number")),),
            )
        )
        return _finish(value, text, head, numbers) if numbers and _ends(text, numbers.end) else None
    return _chinese_with_unit(value, head, match)


def _chinese_with_unit(value: Folded, head: _Head, match: re.Match[str]) -> Quantity | None:
    """The longest numeral that leaves a known unit behind it: 十五万人 is 15 万人."""
    text = value.text
    for end in range(match.start("number") + 1, match.end() + 1):
        found = match_unit(text, end)
        number = parse_chinese(text[match.start("number") : end])
        if found is None or number is None or not found[0].base or found[0].base.startswith("/"):
            continue
        if (found[0].base in _ORDINAL_UNIT and found[0].base not in ("成",)) or not _ends(text, found[1]):
            continue
        numbers = _Numbers(number, number, match.start("number"), end, unit=found[0], unit_spans=((end, found[1]),))
        return _finish(value, text, head, numbers)
    return None


def _ends(text: str, start: int) -> bool:
    suffix = SUFFIX.match(text, start)
    return (suffix.end() if suffix else start) == len(text)
