"""F1 to F3 and V10: the fund block, and amounts beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractors.model import Severity
from normalizers.amounts import MONEY_UNITS
from normalizers.audit.report import about_indicator, about_table, amount, plain
from normalizers.codes import AuditCode
from normalizers.model import BudgetLine, TableFinding, TargetTable, ValueKind

# 0.01 万元, the last digit of most forms
_SMALLEST = Decimal(100)
_DECIMALS = re.compile(r"[.．]([0-9０-９]+)")
# A project of less than 1000 yuan or more than a thousand milliards has probably the wrong unit.
_LEAST, _MOST = Decimal(10**3), Decimal(10**12)
# Further than this from the project's total an amount has probably the wrong unit.
_TIMES_ABOVE, _TIMES_BELOW = Decimal(100), Decimal(10**6)
# Amounts of the economy that a fund is meant to move, which are far above it
_LEVERAGED = re.compile(
    r"收入|产值|营业|销售|利润|税|投资|带动|撬动|交易|贷款|融资|增加值|GDP|进出口|贸易|消费|资产|增收|[人户亩]均|每[人户亩]"
)


def check_sums(table: TargetTable) -> Iterator[TableFinding]:
    """F1: the direct parts of an amount against it.

    A 其中 block need not list every part, so parts below the total count only when there are several and all are
    printed; parts above the total always count.
    """
    for line in table.budgets:
        parts = [part for part in table.budgets if part.parent == line.ordinal and part.scope is line.scope]
        known = [part.amount_yuan for part in parts if part.amount_yuan is not None]
        if line.amount_yuan is None or not known:
            continue
        total, added = line.amount_yuan, sum(known, Decimal(0))
        tolerance = max(_last_digit(line) for line in (line, *parts)) / 2 * len(parts)
        complete = len(known) == len(parts) > 1
        if added > total + max(tolerance, _SMALLEST) or (complete and added < total - max(tolerance, _SMALLEST)):
            yield _differs(line, parts, total, added)


def _last_digit(line: BudgetLine) -> Decimal:
    """What the last printed digit is worth, in yuan: `315.8` 万元 is known to 1000 yuan."""
    if line.amount_yuan is None or line.unit_text is None:
        return Decimal(0)
    factor = MONEY_UNITS.get(line.unit_text, Decimal(1))
    decimals = _DECIMALS.search(line.amount_text or "")
    # amounts printed without decimals are taken to be exact
    return factor.scaleb(-len(decimals[1])) if decimals else Decimal(0)


def _differs(line: BudgetLine, parts: Sequence[BudgetLine], total: Decimal, added: Decimal) -> TableFinding:
    message = f"The parts add up to {plain(added)} yuan, {line.label} is {plain(total)} yuan."
    evidence = f"{line.label} {line.amount_text}: " + " + ".join(
        f"{part.label} {part.amount_text or '-'}" for part in parts
    )
    return about_table(
        AuditCode.SUM_DIFFERS,
        Severity.WARNING,
        message,
        evidence,
        line.place,
        computed=amount(added),
        expected=amount(total),
        related=[part.place for part in parts],
    )


def check_money_units(table: TargetTable) -> Iterator[TableFinding]:
    """F2: one money unit in a fund block. Zeros and blanks say nothing about units."""
    units = {line.unit_text: line for line in reversed(table.budgets) if line.unit_text and line.amount_yuan}
    if len(units) > 1:
        evidence = "; ".join(f"{line.label} {line.amount_text} ({unit})" for unit, line in reversed(units.items()))
        first, *others = sorted(units.values(), key=lambda line: line.ordinal)
        yield about_table(
            AuditCode.MONEY_UNITS_MIXED,
            Severity.WARNING,
            f"The amounts are printed in {len(units)} different units.",
            evidence,
            first.place,
            computed="、".join(line.unit_text or "" for line in others),
            expected=first.unit_text,
            related=[line.place for line in others],
        )


def check_magnitude(table: TargetTable) -> Iterator[TableFinding]:
    """F3: a total that no project has, as when 元 and 万元 were mixed up. Zero is left to the sums."""
    total = table.budget_total_yuan
    if total is None or total <= 0 or _LEAST <= total <= _MOST:
        return
    place = next((line.place for line in table.budgets if line.amount_yuan == total), None)
    message = f"A total of {plain(total)} yuan is unusual."
    yield about_table(
        AuditCode.AMOUNT_UNUSUAL,
        Severity.INFO,
        message,
        table.budget_total_text,
        place,
        computed=amount(total),
        expected="1000–1000000000000 元",
    )


def check_money_scale(table: TargetTable) -> Iterator[TableFinding]:
    """V10: an amount of money in an indicator against the project's total; what a fund is to move is exempt."""
    total = table.budget_total_yuan
    if total is None or total <= 0:
        return
    place = next((line.place for line in table.budgets if line.amount_yuan == total), None)
    for indicator in table.indicators:
        measure = indicator.measure
        number = measure.minimum if measure.minimum is not None else measure.maximum
        money = measure.kind is ValueKind.NUMERIC and measure.dimension == "money" and number is not None
        if not money or not number or _LEVERAGED.search(indicator.level3 or ""):
            continue
        if number > total * _TIMES_ABOVE or number < total / _TIMES_BELOW:
            message = f"{plain(number)} yuan beside a total of {plain(total)} yuan: is the unit right?"
            yield about_indicator(
                AuditCode.AMOUNT_UNUSUAL,
                Severity.INFO,
                message,
                indicator,
                computed=amount(number),
                expected=amount(total),
                related=[place],
            )
