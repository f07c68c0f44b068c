"""F1, F2: the fund block."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractors.model import Severity
from normalizers.audit.report import about_table, plain
from normalizers.codes import AuditCode
from normalizers.model import BudgetLine, TableFinding, TargetTable

# 0.01 万元, the last digit of most forms
_SMALLEST = Decimal(100)
_DECIMALS = re.compile(r"[.．]([0-9０-９]+)")


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
        tolerance = max(_last_digit(amount) for amount in (line, *parts)) / 2 * len(parts)
        complete = len(known) == len(parts) > 1
        if added > total + max(tolerance, _SMALLEST) or (complete and added < total - max(tolerance, _SMALLEST)):
            yield _differs(line, parts, total, added)


def _last_digit(line: BudgetLine) -> Decimal:
    """What the last printed digit is worth, in yuan: `315.8` 万元 is known to 1000 yuan."""
    if line.amount_yuan is None or line.unit_text is None:
        return Decimal(0)
    factor = {"元": 1, "千元": 1000, "万元": 10**4, "百万元": 10**6, "亿元": 10**8}.get(line.unit_text, 1)
    decimals = _DECIMALS.search(line.amount_text or "")
    # amounts printed without decimals are taken to be exact
    return Decimal(factor).scaleb(-len(decimals[1])) if decimals else Decimal(0)


def _differs(line: BudgetLine, parts: Sequence[BudgetLine], total: Decimal, added: Decimal) -> TableFinding:
    message = f"The parts add up to {plain(added)} yuan, {line.label} is {plain(total)} yuan."
    evidence = " + ".join(f"{part.label} {part.amount_text or '-'}" for part in parts)
    return about_table(AuditCode.SUM_DIFFERS, Severity.WARNING, message, evidence, line.place)


def check_money_units(table: TargetTable) -> Iterator[TableFinding]:
    """F2: one money unit in a fund block. Zeros and blanks say nothing about units."""
    units = {line.unit_text: line for line in reversed(table.budgets) if line.unit_text and line.amount_yuan}
    if len(units) > 1:
        evidence = "; ".join(f"{line.label} {line.amount_text} ({unit})" for unit, line in reversed(units.items()))
        message = f"The amounts are printed in {len(units)} different units."
        first = min(units.values(), key=lambda line: line.ordinal)
        yield about_table(AuditCode.MONEY_UNITS_MIXED, Severity.WARNING, message, evidence, first.place)
