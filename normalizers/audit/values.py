"""V1 to V4, V7 and N3: each value against its name and its place in the tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractors.model import ReadingCode, Severity
from normalizers.audit.names import LOWER, OPEN_RATE, RATE, SAVING, UPPER, largest, name_of, numeric
from normalizers.audit.report import about_indicator, plain
from normalizers.codes import AuditCode
from normalizers.model import Indicator, TableFinding, TargetTable, ValueKind
from normalizers.numbers import ARABIC, parse_arabic
from normalizers.text import fold
from normalizers.units import match_unit

# what one hopes to see none of
_GOOD_ZERO = re.compile(
    r"事故|投诉|违规|违纪|违法|影响|污染|差错|失误|上访|信访|伤亡|死亡|纠纷|超支|超预算|破坏|损失|损害|风险|安全|舆情|争议|误差"
    r"|拖欠|逾期|被|不良|缺陷|故障|新增|发病|感染|流失|挪用|截留|调整|瘫痪|入侵|攻击|中断|结转|结余|排放|增长|延误|退票|遗漏|不满意"
)
# the grades to choose from, left standing as a value
_SCALE = re.compile(
    r"优[、/,]?良[好]?[、/,]?(?:中[、/,]?)?(?:一般[、/,]?|合格[、/,]?)?[低差及][格差]?|高[、/,]?中[、/,]?低|好[、/,]?中[、/,]?差"
)
_NUMBER = re.compile(rf"(?<![0-9A-Za-z.,])(?:[≥≤<>=])?(?P<number>{ARABIC})(?![0-9.,])")


def check_blank(table: TargetTable) -> Iterator[TableFinding]:
    """V1: no value, a template never filled in, or the grades to choose from. A row declared 定性 may have none."""
    for indicator in table.indicators:
        kind = indicator.measure.kind
        scale = kind is ValueKind.QUALITATIVE and _SCALE.fullmatch(fold(indicator.measure.text or "").text) is not None
        if ReadingCode.UNREADABLE in indicator.measure.doubts:
            # on a recognised page an empty cell may hold what was not seen: a doubt of the reading
            continue
        if not indicator.level3 or (kind not in (ValueKind.MISSING, ValueKind.PLACEHOLDER) and not scale):
            continue
        stated = (indicator.measure.declared, *(text for _, text in indicator.extras))
        declared = any("定性" in (text or "") for text in stated)
        severity = Severity.INFO if declared else Severity.WARNING if scale else Severity.ERROR
        what = "no value" if kind is ValueKind.MISSING else "a scale to choose from" if scale else "an unfilled value"
        yield about_indicator(
            AuditCode.VALUE_BLANK,
            severity,
            f"The indicator has {what}.",
            indicator,
            computed=indicator.value_text or "",
            expected=None,
        )


def check_rates(table: TargetTable) -> Iterator[TableFinding]:
    """V2: a share above 100 %; growth and completion may be above."""
    for indicator in table.indicators:
        number, name = largest(indicator.measure), name_of(indicator)
        percent = numeric(indicator) and indicator.measure.base_unit == "%"
        if percent and number is not None and number > 100 and RATE.search(name) and not OPEN_RATE.search(name):
            message = f"A share of {plain(number)} % is above 100 %."
            yield about_indicator(
                AuditCode.RATE_ABOVE_HUNDRED,
                Severity.WARNING,
                message,
                indicator,
                computed=f"{plain(number)}%",
                expected="100%",
            )


def check_satisfaction(table: TargetTable) -> Iterator[TableFinding]:
    """V3: satisfaction targets lie between 60 and 100 %; how many may be dissatisfied is another thing."""
    for indicator in table.indicators:
        number = largest(indicator.measure)
        asked = numeric(indicator) and "满意" in f"{indicator.level2 or ''}{indicator.level3 or ''}"
        other = indicator.measure.operator in UPPER or "不满意" in (indicator.level3 or "")
        percent = indicator.measure.base_unit == "%"
        if asked and not other and percent and number is not None and not 60 <= number <= 100:
            message = f"A satisfaction target of {plain(number)} % is unusual."
            yield about_indicator(
                AuditCode.SATISFACTION_UNUSUAL,
                Severity.INFO,
                message,
                indicator,
                computed=f"{plain(number)}%",
                expected="60%–100%",
            )


def check_costs(table: TargetTable) -> Iterator[TableFinding]:
    """V4: a cost should have an upper bound; savings and shares are exempt."""
    for indicator in table.indicators:
        code = indicator.level2_code or indicator.level1_code or ""
        is_cost = code == "output.cost" or code.split(".")[0] == "cost"
        bounded_below = is_cost and numeric(indicator) and indicator.measure.operator in LOWER
        absolute = indicator.measure.dimension in ("money", "rate", None)
        if bounded_below and absolute and not SAVING.search(name_of(indicator)):
            yield about_indicator(
                AuditCode.COST_AT_LEAST,
                Severity.WARNING,
                "A cost is bounded from below.",
                indicator,
                computed=indicator.measure.operator_text,
                expected="≤",
            )


def check_zeros(table: TargetTable) -> Iterator[TableFinding]:
    """V7: a target of zero, where zero is not what one hopes for."""
    for indicator in table.indicators:
        measure = indicator.measure
        hoped = _GOOD_ZERO.search(indicator.level3 or "") or "零" in (measure.text or "")
        if not numeric(indicator) or hoped:
            continue
        if measure.low == 0 and measure.high in (0, None) and measure.operator not in UPPER:
            yield about_indicator(AuditCode.VALUE_ZERO, Severity.INFO, "The target is zero.", indicator, computed="0")


def check_name_numbers(table: TargetTable) -> Iterator[TableFinding]:
    """N3: the name holds a number of the same unit and the value is another: …达标率100% beside ≥98%.

    The number of the name is often the standard that is counted against, so this is only noted.
    """
    for indicator in table.indicators:
        measure = indicator.measure
        numbers = [number for number in (measure.minimum, measure.maximum) if number is not None]
        if not numeric(indicator) or not numbers:
            continue
        stated = stated_in_name(indicator)
        if stated is None or stated[1] != measure.base_unit or stated[0] in numbers:
            continue
        message = f"The name says {plain(stated[0])} {stated[1]}, the value {indicator.value_text}."
        yield about_indicator(
            AuditCode.NAME_NUMBER_DIFFERS,
            Severity.INFO,
            message,
            indicator,
            computed=f"{plain(numbers[0])} {measure.base_unit}",
            expected=f"{plain(stated[0])} {stated[1]}",
        )


def stated_in_name(indicator: Indicator) -> tuple[Decimal, str] | None:
    """The number at the end of a name, in its base unit."""
    text = fold(indicator.level3 or "").text
    found = [(match, match_unit(text, match.end())) for match in _NUMBER.finditer(text)]
    closing = [(match, unit) for match, unit in found if unit is not None and not text[unit[1] :].strip("。.,;)以上内")]
    if len(found) != 1 or len(closing) != 1:
        return None
    match, unit = closing[0]
    number = parse_arabic(match["number"])
    if number is None or unit is None or not unit[0].base or match.start() == 0:
        return None
    return number * unit[0].multiplier, unit[0].base
