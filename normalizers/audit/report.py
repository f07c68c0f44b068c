"""How a check says what it found."""

from __future__ import annotations

from decimal import Decimal

from extractors.model import Finding, Place, Severity
from normalizers.codes import AuditCode
from normalizers.model import Indicator, TableFinding


def about_table(
    code: AuditCode, severity: Severity, message: str, evidence: str | None = None, place: Place | None = None
) -> TableFinding:
    """A finding about the table, its fund block or its goals."""
    return TableFinding(Finding(code, severity, message, place, evidence))


def about_indicator(code: AuditCode, severity: Severity, message: str, indicator: Indicator) -> TableFinding:
    """A finding about one indicator, at its value cell, with its printed name and value as evidence."""
    evidence = f"{indicator.level3 or ''} | {indicator.value_text or ''}"
    return TableFinding(Finding(code, severity, message, indicator.place, evidence), indicator.ordinal)


def plain(number: Decimal) -> str:
    """A decimal as people write it: no exponent, no trailing zeros.

    >>> plain(Decimal("3158000.00")), plain(Decimal("1E+2"))
    ('3158000', '100')
    """
    printed = f"{number:f}"
    return printed.rstrip("0").rstrip(".") if "." in printed else printed
