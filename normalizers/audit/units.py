"""V5, V6: units against names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractors.model import Severity
from normalizers.audit.names import RATE, largest, name_of, numeric
from normalizers.audit.report import about_indicator, plain
from normalizers.audit.values import stated_in_name
from normalizers.codes import AuditCode
from normalizers.model import Indicator, Measure, TableFinding, TargetTable

_NEEDS_UNIT = re.compile(r"(?:数|量|率|比|比例|满意度|人次|场次|班次|次|额|成本|收入|支出|投资|面积|里程|长度)$")
# (what the name ends with, dimensions that go with it, the unit it suggests)
_EXPECTED = (
    (re.compile(r"人次数?$"), {"person_times"}, "人次"),
    (re.compile(r"(?:人数|人员数量?|人口数?)$"), {"people"}, "人"),
    (re.compile(r"(?:户数|企业数)量?$"), {"households", "entities", "count"}, "户"),
    (re.compile(r"场次数?$"), {"events"}, "场"),
    (re.compile(r"(?:率|占比|满意度|知晓度)$"), {"ratio"}, "%"),
    (re.compile(r"金额$"), {"money", "rate"}, None),
    # what is asked is when or how many of all, not whom: 按时发放 beside 人/年
    (re.compile(r"^(?:按时|按期|及时)[^数量额人户次]{2,6}$"), {"ratio", "time", "events"}, None),
)
_STANDARD = re.compile(r"(?:补助|补贴|奖补|奖励|发放|收费|支付)标准$|单价$|单位成本$|均成本$")


def check_units(table: TargetTable) -> Iterator[TableFinding]:
    """V5, V6: the name asks for a unit and none is printed, or for another than is printed."""
    for indicator in table.indicators:
        if not numeric(indicator):
            continue
        measure = indicator.measure
        if measure.unit_text is None and measure.dimension is None:
            yield from _missing(indicator)
        else:
            yield from _contradicted(indicator)


def _missing(indicator: Indicator) -> Iterator[TableFinding]:
    number, name = largest(indicator.measure), name_of(indicator)
    if not number or not _NEEDS_UNIT.search(name):
        return
    suggested = next((unit for ending, _, unit in _EXPECTED if ending.search(name)), None)
    if RATE.search(name) and 0 < number <= 1:
        percent = f"{plain(number * 100)}%"
        yield about_indicator(
            AuditCode.RATE_AS_FRACTION,
            Severity.WARNING,
            f"A rate is printed as {plain(number)}; a spreadsheet stores {percent} so.",
            indicator,
            computed=plain(number),
            expected=percent,
            suggestion=percent,
        )
        return
    yield about_indicator(
        AuditCode.UNIT_MISSING,
        Severity.WARNING,
        "The value has no unit.",
        indicator,
        computed=indicator.value_text,
        expected=suggested,
        suggestion=suggested,
    )


def _contradicted(indicator: Indicator) -> Iterator[TableFinding]:
    measure, name = indicator.measure, name_of(indicator)
    expected = next(((dimensions, unit) for ending, dimensions, unit in _EXPECTED if ending.search(name)), None)
    if expected is not None and measure.dimension not in {*expected[0], "other"} and not _per_rate(indicator, name):
        message = f"The name ends in {name[-2:]}, the value is printed in {measure.unit_text}."
        yield _against(indicator, message, expected[1])
    elif (stated := stated_in_name(indicator)) is not None and _same_number_of_others(measure, *stated):
        message = f"The name says {plain(stated[0])} {stated[1]}, the value {measure.unit_text}."
        yield _against(indicator, message, stated[1])
    if measure.dimension == "money" and _STANDARD.search(name):
        yield about_indicator(
            AuditCode.RATE_UNIT_MISSING,
            Severity.INFO,
            "A standard is so much per something; per what is not printed.",
            indicator,
            computed=measure.unit_text,
            expected=f"{measure.unit_text}/…",
        )


def _same_number_of_others(measure: Measure, number: Decimal, base_unit: str) -> bool:
    """村组干部230人 beside 230个."""
    return base_unit != measure.base_unit and number in (measure.minimum, measure.maximum)


def _per_rate(indicator: Indicator, name: str) -> bool:
    """≥2次/年 under 频率, 10/10万 under 死亡率: a rate of another kind than a share."""
    return RATE.search(name) is not None and indicator.measure.dimension == "rate"


def _against(indicator: Indicator, message: str, expected: str | None) -> TableFinding:
    return about_indicator(
        AuditCode.UNIT_AGAINST_NAME,
        Severity.WARNING,
        message,
        indicator,
        computed=indicator.measure.unit_text,
        expected=expected,
    )
