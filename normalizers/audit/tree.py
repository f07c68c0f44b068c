"""T1 to T3: the printed levels against the standard tree."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.model import Severity
from normalizers.audit.report import about_indicator, about_table
from normalizers.codes import AuditCode
from normalizers.model import TableFinding, TargetTable


def check_places(table: TargetTable) -> Iterator[TableFinding]:
    """T1: a level 2 under a level 1 it does not belong to, once for each pair.

    Satisfaction below benefit is the custom of whole provinces and only noted.
    """
    seen: set[tuple[str | None, str | None]] = set()
    for indicator in table.indicators:
        above, code = indicator.level1_code, indicator.level2_code
        pair = (indicator.level1, indicator.level2)
        if above is None or code is None or code.split(".")[0] == above.split(".")[0] or pair in seen:
            continue
        seen.add(pair)
        custom = above == "benefit" and code.startswith("satisfaction")
        message = f"{indicator.level2} belongs elsewhere than under {indicator.level1}."
        severity = Severity.INFO if custom else Severity.WARNING
        yield about_indicator(AuditCode.LEVEL_UNUSUAL, severity, message, indicator)


def check_presence(table: TargetTable) -> Iterator[TableFinding]:
    """T2, T3: outputs, benefits and satisfaction are all measured; tables with levels unknown to us are left alone."""
    codes = [(indicator.level1_code, indicator.level2_code) for indicator in table.indicators]
    if not codes or any(level1 is None for level1, _ in codes):
        return
    present = {code.split(".")[0] for pair in codes for code in pair if code is not None}
    place = table.indicators[0].place
    for group, name in (("output", "产出"), ("benefit", "效益")):
        if group not in present:
            message = f"There is no {name} indicator."
            yield about_table(AuditCode.LEVEL_ABSENT, Severity.INFO, message, place=place)
    if "satisfaction" not in present and not any("满意" in (item.level3 or "") for item in table.indicators):
        message = "There is no satisfaction indicator."
        yield about_table(AuditCode.SATISFACTION_ABSENT, Severity.INFO, message, place=place)
