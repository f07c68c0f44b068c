"""What the name of an indicator says about its value: the words that every check of values asks for."""

from __future__ import annotations

import re
from decimal import Decimal

from normalizers.model import Indicator, Measure, Operator, ValueKind
from normalizers.text import squeeze, without_brackets

LOWER, UPPER = (Operator.GE, Operator.GT), (Operator.LE, Operator.LT)
RATE = re.compile(r"(?:率|占比|比例|比重|满意度|知晓度)$")
# rates that may be above 100 %
OPEN_RATE = re.compile(r"增|完成率|执行率|完成比例|带动|杠杆|倍|收益率|回报率|产销率|利用率|周转率|使用率")
SAVING = re.compile(r"降低|节约|减少|压减|节省|下降|压缩|缩减|带动|撬动|率$|占比$|比例$|效益|收入|收益")


def name_of(indicator: Indicator) -> str:
    """The name without brackets, blanks and the stop at its end."""
    return squeeze(without_brackets(indicator.level3 or "")).rstrip("。.,，、;%")


def numeric(indicator: Indicator) -> bool:
    """Whether its value is a number."""
    return indicator.measure.kind is ValueKind.NUMERIC


def largest(measure: Measure) -> Decimal | None:
    """The larger of its printed numbers."""
    return max((number for number in (measure.low, measure.high) if number is not None), default=None)
