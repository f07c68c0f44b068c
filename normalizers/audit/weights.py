"""W1, W2: weights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from extractors.model import Severity
from normalizers.audit.report import about_table, plain
from normalizers.codes import AuditCode
from normalizers.model import Indicator, TableFinding, TargetTable

_TOLERANCE = Decimal("0.5")
# 100 in all, or 90 with 10 for the execution of the budget; as fractions too
_USUAL = (Decimal(100), Decimal(90), Decimal(1), Decimal("0.9"))
# below this the weights are fractions of one
_FRACTIONS = Decimal(2)


def _blocks(table: TargetTable) -> list[list[Indicator]]:
    """The indicators of each horizon, one part of each."""
    first = [indicator for indicator in table.indicators if indicator.part == 1]
    horizons = dict.fromkeys(indicator.horizon for indicator in first)
    return [[indicator for indicator in first if indicator.horizon is horizon] for horizon in horizons]


def _groups(block: Sequence[Indicator]) -> dict[str | None, list[Indicator]]:
    """By printed level 1; forms that do not merge level 1 repeat it in any order."""
    groups: dict[str | None, list[Indicator]] = {}
    for level1, run in groupby(block, key=lambda indicator: indicator.level1):
        groups.setdefault(level1, []).extend(run)
    return groups


def check_level_weights(table: TargetTable) -> Iterator[TableFinding]:
    """W1: level-1 weights, or else the indicators' own, add up to 90 or 100."""
    for block in _blocks(table):
        groups = _groups(block)
        weights = [group[0].level1_weight for group in groups.values()]
        labels = [level1 or "" for level1 in groups]
        if any(weight is None for weight in weights):
            weights = [indicator.weight for indicator in block]
            labels = [indicator.level3 or "" for indicator in block]
        known = [weight for weight in weights if weight is not None]
        if len(known) < len(weights) or len(known) < 2:
            continue
        total = sum(known, Decimal(0))
        if not any(abs(total - usual) <= _slack(total) for usual in _USUAL):
            evidence = "; ".join(f"{label} {plain(weight)}" for label, weight in zip(labels, known, strict=True))
            message = f"The weights add up to {plain(total)}, neither 90 nor 100."
            yield about_table(AuditCode.LEVEL_WEIGHTS, Severity.WARNING, message, evidence, block[0].place)


def _slack(total: Decimal) -> Decimal:
    return _TOLERANCE if total > _FRACTIONS else _TOLERANCE / 100


def check_indicator_weights(table: TargetTable) -> Iterator[TableFinding]:
    """W2: the indicators' weights under a level 1 add up to its own."""
    for block in _blocks(table):
        for level1, group in _groups(block).items():
            own = group[0].level1_weight
            weights = [indicator.weight for indicator in group if indicator.weight is not None]
            if own is None or len(weights) < len(group):
                continue
            total = sum(weights, Decimal(0))
            if abs(total - own) > _slack(own):
                message = f"{level1} weighs {plain(own)}, its indicators together {plain(total)}."
                evidence = "; ".join(
                    f"{indicator.level3 or ''} {plain(weight)}"
                    for indicator, weight in zip(group, weights, strict=True)
                )
                yield about_table(AuditCode.INDICATOR_WEIGHTS, Severity.WARNING, message, evidence, group[0].place)
