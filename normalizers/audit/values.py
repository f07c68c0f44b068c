"""V1 to V8: each value against its name and its place in the tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from extractors.model import Severity
from normalizers.audit.report import about_indicator, plain
from normalizers.codes import AuditCode
from normalizers.model import Indicator, Measure, Operator, TableFinding, TargetTable, ValueKind
from normalizers.text import squeeze, without_brackets

_RATE = re.compile(r"(?:率|占比|比例|比重|满意度|知晓度)$")
# rates that may be above 100 %
_OPEN_RATE = re.compile(r"增|完成率|执行率|完成比例|带动|杠杆|倍|收益率|回报率|产销率|利用率|周转率|使用率")
_SAVING = re.compile(r"降低|节约|减少|压减|节省|下降|压缩|缩减|带动|撬动|率$|占比$|比例$|效益|收入|收益")
_NEEDS_UNIT = re.compile(r"(?:数|量|率|比|比例|满意度|人次|场次|班次|次|额|成本|收入|支出|投资|面积|里程|长度)$")
# what one hopes to see none of
_GOOD_ZERO = re.compile(
    r"事故|投诉|违规|违纪|违法|影响|污染|差错|失误|上访|信访|伤亡|死亡|纠纷|超支|超预算|破坏|损失|损害|风险|安全|舆情|争议|误差|拖欠|逾期|被|不良|缺陷|故障|新增|发病|感染|流失|挪用|截留|调整"
)
_PERSON_TIMES, _PEOPLE, _HOUSEHOLDS, _EVENTS = (
    re.compile(pattern) for pattern in (r"人次数?$", r"人数$", r"户数$", r"场次数?$")
)
# (what the name ends with, dimensions that go with it)
_EXPECTED = (
    (_PERSON_TIMES, {"person_times"}),
    (_PEOPLE, {"people"}),
    (_HOUSEHOLDS, {"households", "entities"}),
    (_EVENTS, {"events"}),
    (re.compile(r"(?:率|占比)$"), {"ratio"}),
    (re.compile(r"金额$"), {"money", "rate"}),
)
_LOWER, _UPPER = (Operator.GE, Operator.GT), (Operator.LE, Operator.LT)


def _name(indicator: Indicator) -> str:
    return squeeze(without_brackets(indicator.level3 or "")).rstrip("。.,，、;%")


def _numeric(indicator: Indicator) -> bool:
    return indicator.measure.kind is ValueKind.NUMERIC


def _largest(measure: Measure) -> Decimal | None:
    return max((number for number in (measure.low, measure.high) if number is not None), default=None)


def check_blank(table: TargetTable) -> Iterator[TableFinding]:
    """V1: no value, or a template never filled in. A row declared 定性 may have none."""
    for indicator in table.indicators:
        kind = indicator.measure.kind
        if kind not in (ValueKind.MISSING, ValueKind.PLACEHOLDER) or not indicator.level3:
            continue
        declared = any("定性" in text for _, text in indicator.extras)
        severity = Severity.INFO if declared else Severity.WARNING
        what = "no value" if kind is ValueKind.MISSING else "a placeholder for its value"
        yield about_indicator(AuditCode.VALUE_BLANK, severity, f"The indicator has {what}.", indicator)


def check_rates(table: TargetTable) -> Iterator[TableFinding]:
    """V2: a share above 100 %; growth and completion may be above."""
    for indicator in table.indicators:
        largest, name = _largest(indicator.measure), _name(indicator)
        percent = _numeric(indicator) and indicator.measure.base_unit == "%"
        if percent and largest is not None and largest > 100 and _RATE.search(name) and not _OPEN_RATE.search(name):
            message = f"A share of {plain(largest)} % is above 100 %."
            yield about_indicator(AuditCode.RATE_ABOVE_HUNDRED, Severity.WARNING, message, indicator)


def check_satisfaction(table: TargetTable) -> Iterator[TableFinding]:
    """V3: satisfaction targets lie between 60 and 100 %."""
    for indicator in table.indicators:
        largest = _largest(indicator.measure)
        asked = _numeric(indicator) and "满意" in f"{indicator.level2 or ''}{indicator.level3 or ''}"
        bounded_below = indicator.measure.operator not in _UPPER
        if (
            asked
            and bounded_below
            and indicator.measure.base_unit == "%"
            and largest is not None
            and not 60 <= largest <= 100
        ):
            message = f"A satisfaction target of {plain(largest)} % is unusual."
            yield about_indicator(AuditCode.SATISFACTION_UNUSUAL, Severity.INFO, message, indicator)


def check_costs(table: TargetTable) -> Iterator[TableFinding]:
    """V4: a cost should have an upper bound; savings and shares are exempt."""
    for indicator in table.indicators:
        code = indicator.level2_code or indicator.level1_code or ""
        is_cost = code == "output.cost" or code.split(".")[0] == "cost"
        bounded_below = is_cost and _numeric(indicator) and indicator.measure.operator in _LOWER
        absolute = indicator.measure.dimension in ("money", "rate", None)
        if bounded_below and absolute and not _SAVING.search(_name(indicator)):
            yield about_indicator(AuditCode.COST_AT_LEAST, Severity.WARNING, "A cost is bounded from below.", indicator)


def check_units(table: TargetTable) -> Iterator[TableFinding]:
    """V5, V6: the name asks for a unit and none is printed, or for another than is printed."""
    for indicator in table.indicators:
        measure, name = indicator.measure, _name(indicator)
        if not _numeric(indicator):
            continue
        if measure.unit_text is None and measure.dimension is None:
            if _NEEDS_UNIT.search(name) and _largest(measure):
                message = "The value has no unit."
                yield about_indicator(AuditCode.UNIT_MISSING, Severity.WARNING, message, indicator)
            continue
        expected = next((dimensions for ending, dimensions in _EXPECTED if ending.search(name)), None)
        if expected is not None and measure.dimension not in {*expected, "other"}:
            message = f"The name ends in {name[-2:]}, the value is printed in {measure.unit_text}."
            yield about_indicator(AuditCode.UNIT_AGAINST_NAME, Severity.WARNING, message, indicator)


def check_zeros(table: TargetTable) -> Iterator[TableFinding]:
    """V7: a target of zero, where zero is not what one hopes for."""
    for indicator in table.indicators:
        measure = indicator.measure
        if not _numeric(indicator) or _GOOD_ZERO.search(_name(indicator)):
            continue
        if measure.low == 0 and measure.high in (0, None) and measure.operator not in _UPPER:
            yield about_indicator(AuditCode.VALUE_ZERO, Severity.INFO, "The target is zero.", indicator)


def check_parts(table: TargetTable) -> Iterator[TableFinding]:
    """V8: two values of one cell that no number can meet."""
    cells: dict[tuple[object, ...], list[Indicator]] = {}
    for indicator in table.indicators:
        key = (indicator.horizon, indicator.level1, indicator.level2, indicator.level3, indicator.place)
        cells.setdefault(key, []).append(indicator)
    for parts in cells.values():
        for one, other in combinations(parts, 2):
            if one.part != other.part and _exclude(one.measure, other.measure):
                message = f"{one.measure.text} and {other.measure.text} exclude each other."
                yield about_indicator(AuditCode.VALUES_CROSS, Severity.ERROR, message, other)


def _exclude(one: Measure, other: Measure) -> bool:
    """Whether a lower bound of one lies above an upper bound of the other, in the same unit."""
    if one.base_unit != other.base_unit or one.kind is not ValueKind.NUMERIC or other.kind is not ValueKind.NUMERIC:
        return False
    return any(
        lower.operator in _LOWER
        and upper.operator in _UPPER
        and lower.minimum is not None
        and upper.maximum is not None
        and lower.minimum > upper.maximum
        for lower, upper in ((one, other), (other, one))
    )
