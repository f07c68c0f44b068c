"""Operator and unit of a value: printed with it, or beside it in the unit column, the operator column, the name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from normalizers.codes import MeaningCode
from normalizers.confusions import misread_unit
from normalizers.model import Operator, Unit
from normalizers.operators import SIGN, read_operator
from normalizers.quantity import Quantity
from normalizers.text import fold, without_brackets
from normalizers.units import find_unit

_MONEY_NAME = re.compile(r"金额|成本|收入|资金|补助|投资|产值|税|费|预算|价|利润|支出|经费|营收|销售|贷款|投入")
_MONEY_END = re.compile(
    r"(?:金额|成本|费用?|经费|收入|资金|投资额?|产值|支出|利润|单价|总价|补助|补贴|税收)"
    r"(?:总?额|(?:控制)?数|标准|控制|上限|限额)?$"
)
_LABEL_UNIT = re.compile(r"\((?P<says>(?:计量|货币|金额)?单位:?)?(?P<unit>[^()]+)\)$")
_CURRENCY = frozenset("¥￥")
_NO_UNIT = re.compile(r"[-/\\*—.]*|无|其他|其它|是/?否|有/?无|定性|定量|不适用|文字|文本|空|百分制")


@dataclass(frozen=True, slots=True)
class ValueContext:
    """What stands beside a value: texts as printed, None where there is none.

    `name` is the 三级指标, `operator_text` and `unit_text` come from their own columns (指标性质, 计量单位),
    `label` is the heading of the value column, which may hold a unit: 指标值（万元）. `money_unit` is the table's
    (单位：万元), used for a bare number whose name is an amount of money.
    """

    name: str | None = None
    operator_text: str | None = None
    unit_text: str | None = None
    fiscal_year: int | None = None
    money_unit: str | None = None
    label: str | None = None


def tidy(text: str | None) -> str | None:
    """A column's text without blanks; None when nothing is left."""
    return "".join((text or "").split()) or None


def unit_beside(context: ValueContext) -> tuple[Unit | None, str | None, tuple[str, ...]]:
    """The unit of the unit column, of the column's heading, or of brackets at the end of the name.

    The brackets of a name may hold a template.
    """
    printed = tidy(context.unit_text)
    if printed is not None and not _NO_UNIT.fullmatch(fold(printed).text):
        unit = find_unit(printed)
        if unit is not None and unit.base:
            return unit, printed, ()
        # 万元一 is a unit and a stroke beside it
        plain = re.fullmatch(r"[\u4e00-\u9fff]{1,4}(?<!一)", printed) is not None
        # 方人 is 万人 misread: the number would be a ten thousandth of it
        plain = plain and not misread_unit(printed)
        return Unit(printed, printed, Decimal(1), "other"), printed, () if plain else (MeaningCode.UNIT_UNKNOWN,)
    label = fold(context.label or "")
    if (heading := _LABEL_UNIT.search(label.text)) is not None:
        unit = find_unit(heading["unit"])
        # 指标值（年度） names the year, not a unit
        if unit is not None and unit.base and (heading["says"] or unit.dimension in ("money", "ratio")):
            return unit, label.printed(*heading.span("unit")), ()
    name = fold(context.name or "")
    bracket = re.search(
        rf"\((?:单位:)?(?:{SIGN.pattern})?[*xX×_]*(?P<unit>[^()]+)\)$|(?<=[率度])(?P<percent>[%‰])$", name.text
    )
    if bracket is None:
        return None, None, ()
    group = "unit" if bracket["unit"] else "percent"
    unit = find_unit(bracket[group])
    return (unit, name.printed(*bracket.span(group)), ()) if unit is not None and unit.base else (None, None, ())


def unit_of(quantity: Quantity, context: ValueContext) -> tuple[Unit | None, str | None, tuple[str, ...]]:
    """The unit printed with the value, else beside it, else the table's money unit where the name is an amount.

    A bare 万 is completed from beside, or is money by its name. The unit of the value wins over another one beside it,
    but a value read into the wrong row looks the same: a doubt.
    """
    inline = quantity.unit
    sign = next((note for note in quantity.notes if note in _CURRENCY), None)
    if inline is None:
        return (None, None, ()) if quantity.fraction else _beside_or_line(context, sign)
    if inline.base.startswith("/") and inline.dimension == "rate":
        return _per(inline, quantity, context)
    if inline.base:
        beside, _, _ = unit_beside(context)
        agrees = beside is None or _same_unit(inline, beside) or _counts_what_it_names(inline, beside, context)
        return inline, quantity.unit_text, () if agrees else (MeaningCode.UNIT_CONFLICT,)
    beside, beside_text, doubts = unit_beside(context)
    if beside is None:
        money = sign is not None or _MONEY_NAME.search(context.name or "") is not None
        return (Unit(inline.text, "元", inline.multiplier, "money") if money else inline), quantity.unit_text, ()
    if beside.multiplier == inline.multiplier:
        return beside, beside_text, doubts
    combined = Unit(inline.text + beside.text, beside.base, inline.multiplier * beside.multiplier, beside.dimension)
    conflict = () if beside.multiplier == 1 else (MeaningCode.UNIT_CONFLICT,)
    return combined, f"{quantity.unit_text}{beside_text}", (*doubts, *conflict)


def _beside_or_line(context: ValueContext, sign: str | None) -> tuple[Unit | None, str | None, tuple[str, ...]]:
    """元 by the sign before a bare number, else the unit beside it.

    By the table's 单位 line only what the name calls money, and with a doubt.
    """
    if sign is not None:
        return find_unit("元"), sign, ()
    beside = unit_beside(context)
    line = find_unit(context.money_unit) if context.money_unit else None
    if beside[0] is not None or line is None or not _MONEY_END.search(without_brackets(fold(context.name or "").text)):
        return beside
    return line, context.money_unit, (MeaningCode.UNIT_INFERRED,)


def _same_unit(one: Unit, other: Unit) -> bool:
    """元/亩 beside 元 is the fuller one of two; per cent and points of per cent go together; 元/人天 is 元/人·天."""
    shorter, longer = sorted((unit.base.replace("·", "") for unit in (one, other)), key=len)
    return longer == shorter or longer.startswith(f"{shorter}/") or {shorter, longer} == {"%", "百分点"}


def _counts_what_it_names(inline: Unit, beside: Unit, context: ValueContext) -> bool:
    """18个 of 覆盖乡镇（街道）: 个 counts what the brackets of a name say; a column of units says another unit."""
    return not context.unit_text and inline.base == "个" and beside.dimension == "count"


def _per(inline: Unit, quantity: Quantity, context: ValueContext) -> tuple[Unit, str | None, tuple[str, ...]]:
    """28.40/株: what is counted per 株 may be printed in the name or the unit column (元/株); else it is unknown."""
    beside, beside_text, _ = unit_beside(context)
    if beside is not None and beside.base.endswith(inline.base):
        return beside, beside_text, ()
    return inline, quantity.unit_text, (MeaningCode.UNIT_UNKNOWN,)


def operator_of(quantity: Quantity, context: ValueContext) -> tuple[Operator | None, str | None, tuple[str, ...]]:
    """The operator printed with the value, else in its column. When both differ only one can be kept: a doubt."""
    column, understood = read_operator(context.operator_text)
    doubts = () if understood else (MeaningCode.CONFUSABLE_GLYPH,)
    if quantity.operator is None:
        return column, tidy(context.operator_text) if column else None, doubts
    if column is not None and column is not quantity.operator and quantity.operator is not Operator.RANGE:
        doubts = (*doubts, MeaningCode.OPERATOR_CONFLICT)
    return quantity.operator, quantity.operator_text, doubts
