"""The grammar of one quantity: words, operator, number or range, unit, suffix.

Reads a whole folded text or nothing: a number inside a sentence is not a value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from normalizers.codes import MeaningCode
from normalizers.lead import Head, read_head
from normalizers.model import Operator, Unit
from normalizers.numbers import CHINESE, fits, multiply, parse_chinese, parse_fraction
from normalizers.numerals import Numbers, read_numbers
from normalizers.operators import SUFFIX, same_direction, suffix_word
from normalizers.text import Folded
from normalizers.units import match_unit

# Names that hold digits (DOMAIN 3.3, step 5).
_NAME_WITH_DIGITS = re.compile(
    r"PM ?2\.5|PM ?10|CO2|SO2|NO2|O3|(?<![0-9.,])123(?:45|15)(?![0-9.,%])|(?:[0-9]+-)?[0-9]+周?岁(?:及?以[上下])?"
    r"|[1-5]A级?|[0-9]型|GB/?T? ?[0-9.]+"
    r"|ISO ?[0-9]+|\(?(?:19|20)[0-9]{2}\)[0-9]*号|[0-9]+G网络"
)
# a grade of a hotel or a park: 3A级, 4A级以上
GRADE = re.compile(r"[1-5]A(?:级|级景区)?(?:及?以上)?")
_CHINESE_NUMBER = re.compile(rf"(?P<parts>百分之|千分之)?(?P<number>[{CHINESE}]+)")
_CHINESE_FRACTION = re.compile(r"(?P<below>[二三四五六七八九十]+)分之(?P<above>[一二三四五六七八九十]+)")
_REST = re.compile(r"(?![十百千万亿])[\u4e00-\u9fffA-Za-z]{1,12}")
_UNKNOWN_UNIT = re.compile(r"[\u4e00-\u9fff]{1,8}?(?=$|及?以[上下内]|之内|左右|上下|内$)|[A-Za-zμ°Ω%/]{1,12}(?![0-9])")
_PLAIN_NOUN = re.compile(r"[\u4e00-\u9fff]{1,3}")
# Chinese numerals make grades and ordinals too: 一级, 三类, 一流, 一次性
_ORDINAL_UNIT = frozenset(
    [
        "级",
        "类",
        "等",
        "档",
        "星",
        "流",
        "线",
        "口",
        "条",
        "面",
        "位",
        "行",
        "把",
        "对",
        "点",
        "段",
        "路",
        "分",
        "生",
        "部",
        "端",
        "级以上",
    ]
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """What one text says as a number. `unit.base` is empty for a bare multiplier; `unit_text` is as printed.

    `number_text` is the printed number and what belongs to it, up to the end of its unit.
    """

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


def read_quantity(value: Folded) -> Quantity | None:
    """The quantity that the whole text is, or None."""
    if GRADE.fullmatch(value.text):
        return None
    text = _protect(value.text)
    first = re.search(r"[0-9]", text)
    if first is None:
        return _chinese(value)
    head = read_head(value, text[: first.start()])
    numbers = None if head is None else read_numbers(text, first.start())
    if head is None or numbers is None:
        return None
    return _finish(value, text, head, numbers)


def _protect(text: str) -> str:
    """The text with the digits inside names masked, as long as others remain."""
    masked = _NAME_WITH_DIGITS.sub(lambda match: "名" * len(match.group()), text)
    return masked if re.search(r"[0-9]", masked) else text


def _finish(value: Folded, text: str, head: Head, numbers: Numbers) -> Quantity | None:
    end, doubts = numbers.end, list(head.doubts)
    unit, spans = numbers.unit, numbers.unit_spans
    if unit is None and not numbers.fraction and SUFFIX.match(text, end) is None:
        unknown = _unknown_unit(text, end)
        if unknown is not None:
            unit, end = unknown
            spans = ((numbers.end, end),)
            if not _PLAIN_NOUN.fullmatch(unit.text):
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
    value: Folded, head: Head, numbers: Numbers, suffix: re.Match[str] | None
) -> tuple[Operator | None, str | None, tuple[str, ...]]:
    """One operator from the words and signs before, inside and behind the number."""
    if head.sign == "±":
        after = f"…{value.printed(suffix.start(), suffix.end())}" if suffix else ""
        return Operator.RANGE, f"{head.operator_text or '±'}{after}", ()
    parts: list[tuple[Operator, str]] = []
    if head.operator is not None and head.operator_text is not None:
        parts.append((head.operator, head.operator_text))
    if numbers.tail is not None:
        tail, place = numbers.tail
        parts.append((tail, value.printed(place, place + 1)))
    if suffix is not None:
        parts.append((suffix_word(suffix.group()), value.printed(suffix.start(), suffix.end())))
    if numbers.range_span is not None:
        bounded = bool(parts) and parts[0][0] in _BOUNDS and not parts[0][1].startswith(_KEEPS_WITHIN)
        doubts = (MeaningCode.OPERATOR_CONFLICT,) if bounded else ()
        return Operator.RANGE, value.printed(*numbers.range_span), doubts
    if not parts:
        return None, None, ()
    told = [part for part in parts if part[0] is not Operator.EQ] or parts
    conflict = any(not same_direction(told[0][0], part[0]) for part in told[1:])
    text = "…".join(part[1] for part in parts)
    return told[0][0], text, (MeaningCode.OPERATOR_CONFLICT,) if conflict else ()


# 控制在2%～3% says nothing against its range
_KEEPS_WITHIN = ("控制在", "稳定在", "保持在", "维持在")
_BOUNDS = (Operator.GE, Operator.GT, Operator.LE, Operator.LT)


def _signed(numbers: Numbers, sign: str) -> tuple[Decimal, Decimal]:
    # copy_negate: a minus sign would round to the precision of the context
    low, high = numbers.low, numbers.high
    if sign == "±":
        return high.copy_negate(), high
    if sign != "-" or not low:
        return low, high
    return low.copy_negate(), high if numbers.range_span else high.copy_negate()


def _storable(low: Decimal, high: Decimal, unit: Unit | None) -> bool:
    factor = unit.multiplier if unit else Decimal(1)
    return all(fits(number) and fits(multiply(number, factor)) for number in (low, high))


def _chinese(value: Folded) -> Quantity | None:
    """十五个, 一百二十人次, 百分之九十, 三分之二: only with a unit, and behind it nothing but 以上 and the like."""
    text = value.text
    for start in range(len(text)):
        if text[start] not in CHINESE and not text.startswith(("百分之", "千分之"), start):
            continue
        head = read_head(value, text[:start])
        if head is not None and (quantity := _chinese_at(value, head, start)) is not None:
            return quantity
        if text[start] in CHINESE:
            return None
    return None


def _chinese_at(value: Folded, head: Head, start: int) -> Quantity | None:
    text = value.text
    if (fraction := _CHINESE_FRACTION.match(text, start)) is not None:
        above, below = parse_chinese(fraction["above"]), parse_chinese(fraction["below"])
        part = parse_fraction(str(above), str(below)) if above and below else None
        numbers = None if part is None else Numbers(part, part, start, fraction.end(), fraction=True)
        return None if numbers is None or not _ends(text, numbers.end) else _finish(value, text, head, numbers)
    match = _CHINESE_NUMBER.match(text, start)
    if match is None:
        return None
    if match["parts"]:
        number = Decimal(100) if match["number"] == "百" else parse_chinese(match["number"])
        base = "%" if match["parts"] == "百分之" else "‰"
        unit = Unit(match["parts"], base, Decimal(1), "ratio")
        numbers = (
            None
            if number is None
            else Numbers(
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


def _chinese_with_unit(value: Folded, head: Head, match: re.Match[str]) -> Quantity | None:
    """十五万人 is 15 万人: a lone 万 or 亿 goes with the unit, other places with the number (一亿二千万元)."""
    text, start, end = value.text, match.start("number"), match.end()
    if text[end - 1] in "万亿" and end - 1 > start and not set("万亿") & set(text[start : end - 1]):
        end -= 1
    number, found = parse_chinese(text[start:end]), match_unit(text, end)
    if number is None or found is None or not found[0].base or found[0].base.startswith("/"):
        return None
    if found[0].base in _ORDINAL_UNIT or not _ends(text, found[1]):
        return None
    numbers = Numbers(number, number, start, found[1], unit=found[0], unit_spans=((end, found[1]),))
    return _finish(value, text, head, numbers)


def _ends(text: str, start: int) -> bool:
    suffix = SUFFIX.match(text, start)
    return (suffix.end() if suffix else start) == len(text)
