"""Amounts of money in the fund block."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

from normalizers.codes import MeaningCode
from normalizers.numbers import ARABIC, multiply, parse_arabic, parse_chinese
from normalizers.text import fold, without_brackets

MONEY_UNITS = {
    "元": Decimal(1),
    "百元": Decimal(100),
    "千元": Decimal(1000),
    "万元": Decimal(10**4),
    "十万元": Decimal(10**5),
    "百万元": Decimal(10**6),
    "千万元": Decimal(10**7),
    "亿元": Decimal(10**8),
    "万亿元": Decimal(10**12),
}
_UNIT = "(?:人民币)?(?P<unit>万亿|百万|千万|十万|[十百千万亿])?(?P<word>元人民币|元整|元|圆整|圆)?(?:人民币|整)?"
_AMOUNT = re.compile(rf"(?:.*[:：])?(?:约|共计?|合计|[¥￥$])?(?P<sign>-)?(?P<number>{ARABIC}){_UNIT}")
# needs its unit: a lone 一 is a dash. 十, 百 and 千 belong to the number: 二百六十万 is no 二百六 times 十万.
_FORMAL_WORD = "(?P<word>元整|圆整|元|圆)(?:人民币|整)?"
_FORMAL_DIGITS = "零壹贰叁肆伍陆柒捌玖拾佰仟一二三四五六七八九十百千两"
_FORMAL = re.compile(rf"(?:人民币)?(?P<number>[{_FORMAL_DIGITS}]+)(?P<unit>万亿|[万亿])?{_FORMAL_WORD}")
# 一亿二千万元: 万 and 亿 inside, so the whole is the number of yuan
_FORMAL_LONG = re.compile(rf"(?:人民币)?(?P<number>[{_FORMAL_DIGITS}万亿]+){_FORMAL_WORD}")
_PATTERNS = (_AMOUNT, _FORMAL, _FORMAL_LONG)
_SPLIT_BY_BRACKETS = re.compile(r"[0-9.,](?:\([^()]*\))+[0-9.,]")
_BLANK = re.compile(r"[-/\\*.xX×_无…一]*")
# thousands and then three decimals of a yuan: one of its signs is another than it was
_MIXED = re.compile(r"[, ]\s*\d{3}\s*\.\s*\d{3}$")
_DECLARED = re.compile(
    r"单位[:为]?\(?(?:人民币)?(?P<a>万亿元|[十百千]?万元|亿元|[百千]?元|万)(?![\u4e00-\u9fff])"
    r"|\((?:单位:?|人民币)?(?P<b>万亿元|[十百千]?万元|亿元|[百千]?元|万)(?:人民币)?\)"
)
_CENT = Decimal("0.01")
_WIDE = Context(prec=60)
_LARGEST = Decimal(10) ** 18


@dataclass(frozen=True, slots=True)
class Amount:
    """A printed amount. `unit_text` is the unit it was read with, `yuan` is rounded to the fen; `doubts` are codes."""

    text: str | None
    unit_text: str | None
    yuan: Decimal | None
    doubts: tuple[str, ...] = ()


def parse_amount(text: str, unit_hint: str | None = None) -> Amount:
    """An amount as printed, in yuan.

    A breakdown in brackets is left aside. The cell's own unit wins over the hint; when they differ the amount
    is in doubt, for a lost 万 looks the same. Without any unit only a zero is an amount.

    Args:
        text: what the cell holds.
        unit_hint: the money unit of the label, the column or the table.

    >>> parse_amount("   685万元").yuan, parse_amount("315.8", "万元").yuan
    (Decimal('6850000.00'), Decimal('3158000.00'))
    """
    printed = " ".join(text.split()) or None
    folded = without_brackets(fold(text).text).strip("。;,、•\"'")
    if printed is None or _BLANK.fullmatch(folded):
        return Amount(printed, None, None)
    # 10（新增）5万元 is not 105
    apart = _SPLIT_BY_BRACKETS.search(fold(text).text) is not None
    match = None if apart else next(filter(None, (pattern.fullmatch(folded) for pattern in _PATTERNS)), None)
    number = None if match is None else _number(match["number"])
    if match is None or number is None:
        return Amount(printed, None, None, (MeaningCode.AMOUNT_UNPARSED,))
    if match.groupdict().get("sign"):
        number = number.copy_negate()
    unit = _unit_of(match, unit_hint)
    if (unit or _hint(unit_hint)) == "元" and _MIXED.search(match["number"]):
        return Amount(printed, "元", None, (MeaningCode.AMOUNT_UNPARSED,))
    return _in_yuan(printed, number, unit, _hint(unit_hint))


def _number(text: str) -> Decimal | None:
    arabic = parse_arabic(text)
    return parse_chinese(text) if arabic is None else arabic


def _unit_of(match: re.Match[str], hint: str | None) -> str | None:
    """万, 万元 → 万元; a bare 元 is 元; nothing is nothing."""
    unit = match.groupdict().get("unit")
    if unit is None and match["word"] is None:
        return None
    return (unit or "") + "元"


def _hint(hint: str | None) -> str | None:
    if hint is None:
        return None
    folded = fold(hint).text.strip("()")
    unit = folded if folded.endswith("元") else folded + "元"
    return unit if unit in MONEY_UNITS else None


def _in_yuan(printed: str, number: Decimal, inline: str | None, hint: str | None) -> Amount:
    doubts: tuple[str, ...] = ()
    if inline is not None and hint is not None and inline != hint:
        doubts = (MeaningCode.MONEY_UNIT_CONFLICT,)
    unit = inline or hint
    if unit is None:
        return Amount(printed, None, _cents(number)) if number == 0 else _without_unit(printed)
    factor = MONEY_UNITS.get(unit)
    yuan = None if factor is None else multiply(number, factor)
    if yuan is None or yuan.copy_abs() >= _LARGEST:
        return Amount(printed, unit, None, (MeaningCode.AMOUNT_UNPARSED,))
    return Amount(printed, unit, _cents(yuan), doubts)


def _without_unit(printed: str) -> Amount:
    return Amount(printed, None, None, (MeaningCode.MONEY_UNIT_MISSING,))


def _cents(yuan: Decimal) -> Decimal:
    return yuan.quantize(_CENT, rounding=ROUND_HALF_UP, context=_WIDE)


def money_unit_in(text: str) -> str | None:
    """The money unit that a label or a line declares.

    >>> money_unit_in("项目资金（万元）"), money_unit_in("金额单位：元"), money_unit_in("项目资金")
    ('万元', '元', None)
    """
    match = _DECLARED.search(fold(text).text)
    if match is None:
        return None
    unit = match["a"] or match["b"]
    return unit if unit.endswith("元") else unit + "元"
