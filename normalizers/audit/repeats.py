"""U1, U2, V8 and D4: rows beside each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from extractors.model import Severity
from normalizers.audit.names import LOWER, UPPER, numeric
from normalizers.audit.report import about_indicator, about_table
from normalizers.codes import AuditCode
from normalizers.model import Indicator, Measure, Operator, TableFinding, TargetTable, ValueKind
from normalizers.text import squeeze

_PLACES = "地区"
_VARIANTS = (frozenset("≥≧⩾"), frozenset("≤≦⩽"))


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
                yield about_indicator(
                    AuditCode.VALUES_CROSS,
                    Severity.ERROR,
                    message,
                    other,
                    computed=other.measure.text,
                    expected=one.measure.text,
                )


def _exclude(one: Measure, other: Measure) -> bool:
    """Whether a lower bound of one lies above an upper bound of the other, in the same unit."""
    if one.base_unit != other.base_unit or one.kind is not ValueKind.NUMERIC or other.kind is not ValueKind.NUMERIC:
        return False
    return any(
        lower.operator in LOWER
        and upper.operator in UPPER
        and lower.minimum is not None
        and upper.maximum is not None
        and lower.minimum > upper.maximum
        for lower, upper in ((one, other), (other, one))
    )


def check_repeats(table: TargetTable) -> Iterator[TableFinding]:
    """U1, U2: one name twice under the same levels, with the same value or with another.

    Rows for different places are meant to repeat; a lower and an upper bound go together; another unit or another
    explanation is another thing.
    """
    rows: dict[tuple[object, ...], list[Indicator]] = {}
    for indicator in table.indicators:
        place = next((text for label, text in indicator.extras if label == _PLACES), None)
        name = squeeze(indicator.level3 or "")
        key = (indicator.horizon, indicator.level1, indicator.level2, name, squeeze(indicator.explanation or ""), place)
        if name and indicator.part == 1:
            rows.setdefault(key, []).append(indicator)
    for same in rows.values():
        for one, other in combinations(same[:_MOST_REPEATS], 2):
            if one.place != other.place and (finding := _repeated(one, other)) is not None:
                yield finding


_MOST_REPEATS = 8


def _repeated(one: Indicator, other: Indicator) -> TableFinding | None:
    first, second = one.measure, other.measure
    values = (first.operator, first.minimum, first.maximum, first.base_unit, squeeze(first.text or ""))
    if values == (second.operator, second.minimum, second.maximum, second.base_unit, squeeze(second.text or "")):
        return about_indicator(
            AuditCode.INDICATOR_REPEATED,
            Severity.INFO,
            f"Row {one.ordinal} has the same name and value.",
            other,
            computed=other.value_text,
            expected=one.value_text,
            related=[one.place],
        )
    both = {first.operator, second.operator}
    bounds = bool(both & set(LOWER)) and bool(both & set(UPPER))
    if not numeric(one) or not numeric(other) or first.base_unit != second.base_unit or bounds:
        return None
    return about_indicator(
        AuditCode.VALUES_DISAGREE,
        Severity.WARNING,
        f"Row {one.ordinal} has the same name and the value {one.value_text}.",
        other,
        computed=other.value_text,
        expected=one.value_text,
        related=[one.place],
    )


def check_glyphs(table: TargetTable) -> Iterator[TableFinding]:
    """D4: two glyphs of one operator in a table, as after copying from another file."""
    signs = [(item, character) for item in table.indicators for character in item.measure.operator_text or ""]
    for variants in _VARIANTS:
        counts = Counter(character for _, character in signs if character in variants)
        if len(counts) < 2:
            continue
        rare = min(counts, key=lambda character: (counts[character], character))
        at = [item for item, character in signs if character == rare]
        printed = "、".join(f"{character} ×{count}" for character, count in sorted(counts.items()))
        yield about_table(
            AuditCode.GLYPHS_MIXED,
            Severity.INFO,
            "One operator is printed with different glyphs.",
            printed,
            at[0].place,
            computed=rare,
            expected="、".join(sorted(set(counts) - {rare})),
            related=[item.place for item in at],
        )


def odd_operators(table: TargetTable) -> Iterator[tuple[Indicator, str]]:
    """Rows whose operator differs from that of every neighbour in a way a lost stroke or a lost sign explains.

    `>92%` where all others have ≥ may have lost its bar; `2280次` where all others have an operator may be ≥280次.
    Gives the row and what its neighbours print.
    """
    rows = [item for item in table.indicators if numeric(item)]
    counts = Counter(item.measure.operator for item in rows)
    for indicator in rows:
        if counts[indicator.measure.operator] > 1:
            continue
        others = [item.measure for item in rows if item is not indicator]
        if len(others) >= _FEWEST_NEIGHBOURS and (usual := _usual(indicator, others)) is not None:
            yield indicator, usual


_FEWEST_NEIGHBOURS = 4
_FULL = {Operator.GT: Operator.GE, Operator.LT: Operator.LE}
_SIGN_AS_DIGIT_PLACES = 3
# a word such as 不低于 has no stroke to lose
_BARRED = frozenset("≥≧⩾≤≦⩽")


def _usual(indicator: Indicator, others: Sequence[Measure]) -> str | None:
    measure = indicator.measure
    full = _FULL.get(measure.operator) if measure.operator and len(measure.operator_text or "") == 1 else None
    if full is not None:
        directed = [item for item in others if item.operator in (measure.operator, full)]
        alone = len(directed) >= _FEWEST_NEIGHBOURS and all(
            item.operator is full and item.operator_text in _BARRED for item in directed
        )
        return (directed[0].operator_text or None) if alone else None
    number = f"{measure.low:f}".partition(".")[0] if measure.low is not None else ""
    sign_as_digit = measure.operator is None and number.startswith("2") and len(number) >= _SIGN_AS_DIGIT_PLACES
    if sign_as_digit and all(item.operator is not None for item in others):
        return next((item.operator_text for item in others if item.operator in LOWER), None)
    return None


def check_operators(table: TargetTable) -> Iterator[TableFinding]:
    """Operators unlike all their neighbours'; a missing one is a doubt of the reading instead on a recognised page."""
    for indicator, usual in odd_operators(table):
        if indicator.confidence == 1.0 or indicator.measure.operator is not None:
            yield about_indicator(
                AuditCode.OPERATOR_ODD,
                Severity.INFO,
                f"Every comparable value of the table has {usual}.",
                indicator,
                computed=indicator.measure.operator_text or "",
                expected=usual,
            )
