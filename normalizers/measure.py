"""Value cells as measures: what is printed, read by the grammar of DOMAIN 3 under the conventions of the dataset.

Nothing is invented and nothing repaired. A value that holds digits and is not understood keeps its text and gets
a doubt. A contradiction between columns of the source is no doubt about the reading, unless only one can be kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from normalizers.between import read_between, two_bounds
from normalizers.cells import Part, split_values
from normalizers.codes import MeaningCode
from normalizers.comparison import Comparison, find_comparison
from normalizers.confusions import (
    confusable,
    date_as_number,
    implausible_point,
    implausible_rate,
    implausible_time,
    implausible_volume,
    spreadsheet_day,
    unreadable,
)
from normalizers.context import ValueContext, operator_of, tidy, unit_beside, unit_of
from normalizers.dates import parse_deadline
from normalizers.model import Measure, ValueKind
from normalizers.numbers import fits, multiply
from normalizers.operators import SIGN, read_operator, without_bound
from normalizers.placeholders import read_placeholder
from normalizers.quantity import GRADE, Quantity, read_quantity
from normalizers.remarks import is_baseline, split_brackets, without_bullets
from normalizers.standards import names_standard
from normalizers.text import Folded, fold
from normalizers.units import find_unit

__all__ = ["ValueContext", "parse_values"]

_RECURRING = re.compile(
    r"(?:每(?:年|季度?|月|周|半年)|[次下翌](?:一个?)?(?:年|季度?|月|周)|当月).{0,4}[0-9]{1,2}[日号月](?:[之以]?前|内)?.{0,8}"
)
_ZERO_WORD = re.compile(
    r"零(?P<what>事故|投诉|增长|排放|伤亡|上访|差错|失误|违规|违纪|案件|感染|死亡|延误|距离|拒绝|新增|发生|疫情|缺陷|火灾)(?:率|发生|目标)?"
)
_DATE_NAME = re.compile(r"时间|日期|时限|期限|时点|节点|进度")
_DURATION_NAME = re.compile(r"工期|时长|周期|年限|期限|寿命|时效")
_WORDS_BEHIND = re.compile(r"(?P<value>[^,;。]*[0-9%][^,;。]*)[,;。](?P<words>[\u4e00-\u9fff、,;]{1,30})")
# an enumeration of one: 1、5% may be 1.5%
_LONE_BULLET = re.compile("[1-9]、[0-9]")
_MONTH_ALONE = re.compile(r"(?:1[0-2]|[1-9])月")
_DIGIT = re.compile(r"[0-9〇○]")


_NO_CONTEXT = ValueContext()


def parse_values(lines: Sequence[str], context: ValueContext = _NO_CONTEXT) -> tuple[Measure, ...]:
    """The values of one cell, in reading order; never empty, never raises on any text.

    Args:
        lines: the printed lines of the value cell. A line end is a wrap unless it separates complete values.
        context: what other cells of the row and the table say.

    >>> [(m.low, m.unit_text, m.minimum) for m in parse_values(["≥600人", "次"])]
    [(Decimal('600'), '人次', Decimal('600'))]
    """
    parts = split_values(lines, _complete)
    if len(parts) == 1 and _LONE_BULLET.match(fold(parts[0].text).text):
        parts = [Part(parts[0].text, (*parts[0].doubts, MeaningCode.CONFUSABLE_GLYPH))]
    declared = _declared(context)
    measures = (_with_doubts(_parse(part.text, context), part.doubts) for part in parts)
    return tuple(replace(measure, declared=declared) if declared else measure for measure in measures)


def _declared(context: ValueContext) -> str | None:
    """What the operator column says when it is no operator: 定性, 正向指标."""
    printed = tidy(context.operator_text)
    return printed if printed and read_operator(printed)[0] is None else None


def _complete(text: str) -> bool:
    """Whether a text on its own is a value: a number with a unit or an operator, a date, a comparison."""
    if two_bounds(fold(text)):
        return False
    measure = _parse(text, _NO_CONTEXT)
    if measure.kind is ValueKind.NUMERIC:
        return (measure.operator or measure.base_unit) is not None and MeaningCode.UNIT_UNKNOWN not in measure.doubts
    return measure.kind is ValueKind.DATE or (measure.kind is ValueKind.COMPARATIVE and measure.low is not None)


def _with_doubts(measure: Measure, doubts: Sequence[str]) -> Measure:
    return replace(measure, doubts=tuple(dict.fromkeys((*measure.doubts, *doubts)))) if doubts else measure


def _parse(printed: str, context: ValueContext) -> Measure:
    text = printed.strip()
    folded = fold(printed)
    if not folded.text:
        return _beside(Measure(None, ValueKind.MISSING), context)
    value, notes, exclusive = split_brackets(without_bullets(folded))
    if (blank := read_placeholder(text, value)) is not None:
        return _beside(blank, context)
    if names_standard(value.text):
        return _with_notes(Measure(text, ValueKind.QUALITATIVE), notes)
    measure = None if unreadable(value.text) else _understood(text, value, context, exclusive)
    if measure is None and (measure := _before_comma(text, value, context)) is None:
        return _with_notes(_qualitative(text, value), notes)
    if confusable(value.text) or (measure.kind is ValueKind.NUMERIC and _implausible(measure, context)):
        measure = _with_doubts(measure, (MeaningCode.CONFUSABLE_GLYPH,))
    return _with_notes(*_with_baseline(measure, notes))


def _with_baseline(measure: Measure, notes: tuple[str, ...]) -> tuple[Measure, tuple[str, ...]]:
    """(2022：90%) behind a number is what it is compared with, not a remark about it."""
    old = [note for note in notes if is_baseline(note)]
    if measure.low is measure.high is None or measure.baseline_text is not None or len(old) != 1:
        return measure, notes
    return replace(measure, baseline_text=old[0]), tuple(note for note in notes if note != old[0])


def _understood(text: str, value: Folded, context: ValueContext, exclusive: bool = False) -> Measure | None:
    comparison = find_comparison(value)
    if comparison is not None and (compared := _comparative(text, comparison, context)) is not None:
        return compared
    if (dated := _dated(text, value, context)) is not None:
        return dated
    if (quantity := read_quantity(value) or read_between(value)) is not None:
        return _numeric(text, quantity, context, exclusive)
    if (zero := _ZERO_WORD.fullmatch(value.text)) is not None:
        none = Decimal(0)
        note = value.span(*zero.span("what"))
        return Measure(text, ValueKind.NUMERIC, low=none, high=none, minimum=none, maximum=none, note=note)
    return None


def _before_comma(text: str, value: Folded, context: ValueContext) -> Measure | None:
    """≥90%，逐步提高: one value, and behind it words without any number."""
    match = _WORDS_BEHIND.fullmatch(value.text)
    if match is None or unreadable(value.text):
        return None
    measure = _understood(text, value.part(0, match.end("value")), context)
    if measure is None or measure.kind is ValueKind.QUALITATIVE:
        return None
    return _with_notes(measure, (value.span(*match.span("words")),))


def _with_notes(measure: Measure, notes: Sequence[str]) -> Measure:
    every = [note for note in (measure.note, *notes) if note]
    return replace(measure, note="；".join(dict.fromkeys(every)) or None)


def _beside(measure: Measure, context: ValueContext) -> Measure:
    """A measure without number takes operator and unit from their columns, so that they are not lost."""
    if measure.operator is None:
        operator, understood = read_operator(context.operator_text)
        if operator is not None:
            measure = replace(measure, operator=operator, operator_text=tidy(context.operator_text))
        if not understood:
            measure = _with_doubts(measure, (MeaningCode.CONFUSABLE_GLYPH,))
    if measure.unit_text is None:
        unit, unit_text, _ = unit_beside(context)
        if unit is not None:
            measure = replace(measure, unit_text=unit_text, base_unit=unit.base, dimension=unit.dimension)
    return measure


def _numeric(text: str, quantity: Quantity, context: ValueContext, exclusive: bool = False) -> Measure:
    unit, unit_text, unit_doubts = unit_of(quantity, context)
    operator, operator_text, operator_doubts = operator_of(quantity, context)
    if exclusive and operator is not None:
        operator = without_bound(operator)
    quantity = replace(quantity, operator=operator)
    low, high = quantity.bounds
    doubts = [*quantity.doubts, *unit_doubts, *operator_doubts]
    if implausible_point(quantity.number_text, unit) or implausible_volume(unit_text, context.name):
        doubts.append(MeaningCode.CONFUSABLE_GLYPH)
    if operator is None and (
        date_as_number(quantity.number_text, unit)
        or (unit is None and _DATE_NAME.search(context.name or "") and spreadsheet_day(quantity.number_text))
    ):
        doubts.append(MeaningCode.VALUE_UNPARSED)
    factor = unit.multiplier if unit else Decimal(1)
    minimum = None if low is None else multiply(low, factor)
    maximum = None if high is None else multiply(high, factor)
    if any(number is not None and not fits(number) for number in (minimum, maximum)):
        return Measure(text, ValueKind.QUALITATIVE, doubts=(MeaningCode.VALUE_UNPARSED,))
    return Measure(
        text,
        ValueKind.NUMERIC,
        operator,
        operator_text,
        low,
        high,
        unit_text,
        minimum,
        maximum,
        base_unit=(unit.base or None) if unit else None,
        dimension="ratio" if quantity.fraction else (unit.dimension or None) if unit else None,
        note="；".join(quantity.notes) or None,
        doubts=tuple(dict.fromkeys(doubts)),
    )


def _implausible(measure: Measure, context: ValueContext) -> bool:
    number = measure.low if measure.low is not None else measure.high
    if number is None:
        return False
    unit = find_unit(measure.base_unit) if measure.base_unit else None
    return implausible_time(number, unit) or implausible_rate(number, unit, context.name, measure.operator is not None)


def _comparative(text: str, comparison: Comparison, context: ValueContext) -> Measure | None:
    note = "；".join(comparison.notes) or None
    rest = comparison.rest
    if not _DIGIT.search(rest.text):
        tail = "；".join(part for part in (note, rest.span()) if part) or None
        operator, operator_text = comparison.operator, comparison.operator_text
        if SIGN.search(rest.text) or len(rest.text) > 12:
            return None
        return Measure(
            text, ValueKind.COMPARATIVE, operator, operator_text, baseline_text=comparison.baseline, note=tail
        )
    quantity = read_quantity(rest)
    if quantity is None:
        return None
    if quantity.operator is None and comparison.operator is not None:
        quantity = replace(quantity, operator=comparison.operator, operator_text=comparison.operator_text)
    measure = _numeric(text, quantity, context)
    notes = [part for part in (note, measure.note) if part]
    return replace(
        measure, kind=ValueKind.COMPARATIVE, baseline_text=comparison.baseline, note="；".join(notes) or None
    )


def _dated(text: str, value: Folded, context: ValueContext) -> Measure | None:
    folded = value.text
    name = context.name or ""
    operator, _ = read_operator(context.operator_text)
    sign = SIGN.match(folded)
    bare_month = _MONTH_ALONE.fullmatch(folded[sign.end() :] if sign else folded) is not None
    if bare_month and (sign or operator or _DURATION_NAME.search(name)):
        return None
    if _RECURRING.fullmatch(folded):
        return Measure(text, ValueKind.QUALITATIVE)
    bounds = parse_deadline(folded, context.fiscal_year, expected=_expects_date(folded, name, context))
    if bounds is None:
        return None
    return _date_measure(text, bounds, value.printed(*sign.span()) if sign else None, context)


def _expects_date(folded: str, name: str, context: ValueContext) -> bool:
    return _DATE_NAME.search(name) is not None and find_unit(context.unit_text or "") is None and len(folded) >= 6


def _date_measure(
    text: str, bounds: tuple[date | None, date | None], sign: str | None, context: ValueContext
) -> Measure:
    printed = sign or tidy(context.operator_text)
    operator, understood = read_operator(printed)
    doubts = () if understood else (MeaningCode.CONFUSABLE_GLYPH,)
    written = printed if operator else None
    return Measure(text, ValueKind.DATE, operator, written, date_from=bounds[0], date_to=bounds[1], doubts=doubts)


def _qualitative(text: str, value: Folded) -> Measure:
    doubts: tuple[str, ...] = ()
    if confusable(value.text):
        doubts += (MeaningCode.CONFUSABLE_GLYPH,)
    if (re.search("[0-9]", value.text) and not GRADE.fullmatch(value.text)) or SIGN.search(
        value.text.replace("《", "").replace("》", "")
    ):
        doubts += (MeaningCode.VALUE_UNPARSED,)
    return Measure(text, ValueKind.QUALITATIVE, doubts=doubts)
