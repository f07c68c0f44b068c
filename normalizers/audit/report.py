"""How a check says what it found: the two sides it compared, with the boxes of both."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from extractors.model import Finding, Place, Severity
from normalizers.codes import AuditCode
from normalizers.model import Indicator, TableFinding

# A check over a whole table names the first of its places; more boxes than this help nobody.
_MOST_PLACES = 40


def about_table(
    code: AuditCode,
    severity: Severity,
    message: str,
    evidence: str | None = None,
    place: Place | None = None,
    *,
    computed: str | None = None,
    expected: str | None = None,
    related: Iterable[Place | None] = (),
) -> TableFinding:
    """A finding about the table, its header, its fund block or its goals.

    Args:
        code: what kind of contradiction.
        severity: how much it matters.
        message: one sentence with the numbers.
        evidence: what is printed, both sides of it.
        place: where the first side stands.
        computed: what was found or added up.
        expected: what it was compared with.
        related: where the other side stands.
    """
    return TableFinding(
        Finding(code, severity, message, place, evidence, None, _others(place, related), computed, expected)
    )


def about_indicator(
    code: AuditCode,
    severity: Severity,
    message: str,
    indicator: Indicator,
    *,
    computed: str | None = None,
    expected: str | None = None,
    suggestion: str | None = None,
    evidence: str | None = None,
    related: Iterable[Place | None] = (),
) -> TableFinding:
    """A finding about one indicator, at its value cell, with its printed name and value as evidence."""
    evidence = evidence or f"{indicator.level3 or ''} | {indicator.value_text or ''}"
    others = _others(indicator.place, related)
    finding = Finding(code, severity, message, indicator.place, evidence, suggestion, others, computed, expected)
    return TableFinding(finding, indicator.ordinal)


def _others(place: Place | None, related: Iterable[Place | None]) -> tuple[Place, ...]:
    others = dict.fromkeys(other for other in related if other is not None and other != place)
    return tuple(others)[:_MOST_PLACES]


def plain(number: Decimal) -> str:
    """A decimal as people write it: no exponent, no trailing zeros.

    >>> plain(Decimal("3158000.00")), plain(Decimal("1E+2"))
    ('3158000', '100')
    """
    printed = f"{number:f}"
    return printed.rstrip("0").rstrip(".") if "." in printed else printed


def amount(yuan: Decimal) -> str:
    """An amount for the reader: `3158000 元`.

    >>> amount(Decimal("3158000.00"))
    '3158000 元'
    """
    return f"{plain(yuan)} 元"
