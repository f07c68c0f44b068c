"""V9, D2: deadlines, periods and years."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from extractors.model import Severity
from normalizers.audit.report import about_indicator, about_table
from normalizers.codes import AuditCode
from normalizers.dates import find_year
from normalizers.model import Horizon, TableFinding, TargetTable, ValueKind


def check_deadlines(table: TargetTable) -> Iterator[TableFinding]:
    """V9: the last day of an annual indicator lies in the table's year or in the project's period."""
    for indicator in table.indicators:
        last = indicator.measure.date_to
        if indicator.measure.kind is not ValueKind.DATE or last is None or indicator.horizon is not Horizon.ANNUAL:
            continue
        if table.fiscal_year is None or last.year == table.fiscal_year or _in_period(table, last):
            continue
        yield about_indicator(
            AuditCode.DEADLINE_OUTSIDE,
            Severity.WARNING,
            f"The deadline {last} lies outside {table.fiscal_year} and outside the project's period.",
            indicator,
            computed=last.isoformat(),
            expected=str(table.fiscal_year),
            related=[table.place("period")],
        )


def _in_period(table: TargetTable, day: date) -> bool:
    first, last = table.period_start, table.period_end
    return (first is not None or last is not None) and (first or day) <= day <= (last or day)


def check_period(table: TargetTable) -> Iterator[TableFinding]:
    """V9, D2: the project's period against the table's year: beyond it is usual and noted, apart from it is not."""
    year, first, last = table.fiscal_year, table.period_start, table.period_end
    if year is None or (first is None and last is None):
        return
    text = table.period_text
    if (first is not None and first.year > year) or (last is not None and last.year < year):
        code, severity = AuditCode.YEARS_DIFFER, Severity.WARNING
        message = f"The project's period does not touch the table's year {year}."
    elif (first is not None and first.year < year) or (last is not None and last.year > year):
        code, severity = AuditCode.PERIOD_BEYOND_YEAR, Severity.INFO
        message = f"The project's period reaches beyond the table's year {year}."
    else:
        return
    yield about_table(code, severity, message, text, table.place("period"), computed=text, expected=str(year))


def check_title(table: TargetTable) -> Iterator[TableFinding]:
    """D2: the year in the title and the year line below it agree."""
    named, stated = find_year(table.title or ""), find_year(table.year_text or "")
    if named is not None and stated is not None and named != stated:
        message = f"The title names {named}, the year line {stated}."
        evidence = f"{table.title} {table.year_text}"
        yield about_table(
            AuditCode.YEARS_DIFFER,
            Severity.WARNING,
            message,
            evidence,
            table.place("title"),
            computed=str(named),
            expected=str(stated),
        )
