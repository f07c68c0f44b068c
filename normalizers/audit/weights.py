"""W1 to W3: weights."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from extractors.model import Severity
from normalizers.audit.report import about_table, plain
from normalizers.codes import AuditCode
from normalizers.model import Indicator, TableFinding, TargetTable, ValueKind

_TOLERANCE = Decimal("0.5")
# 100 in all, or 90 with 10 for the execution of the budget; as fractions too
_USUAL = (Decimal(100), Decimal(90), Decimal(1), Decimal("0.9"))
_WHOLE = (Decimal(100), Decimal(1))
# below this the weights are fractions of one
_FRACTIONS = Decimal(2)
# the row of the budget's execution, which weighs 10 beside the 90 or beside the 100 of the targets
_EXECUTION = re.compile(r"(?:预算|资金|支出)执行(?:率|进度|情况)?$|^执行率$")

Weights = list[tuple[str, Decimal]]


def blocks(table: TargetTable) -> list[list[Indicator]]:
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
    """W1: level-1 weights, or else the indicators' own, add up to 90 or 100, with or without the execution's 10."""
    for block in blocks(table):
        weights = _level_weights(block) or own_weights(block)
        if weights is None or len(weights) < 2:
            continue
        if adds_up(weights):
            continue
        total = _added(weights)
        evidence = "; ".join(f"{label} {plain(weight)}" for label, weight in weights)
        message = f"The weights add up to {plain(total)}, neither 90 nor 100."
        yield about_table(
            AuditCode.LEVEL_WEIGHTS,
            Severity.WARNING,
            message,
            evidence,
            block[0].place,
            computed=plain(total),
            expected="90 / 100" if total > _FRACTIONS else "0.9 / 1",
            related=[indicator.place for indicator in block],
        )


def _level_weights(block: Sequence[Indicator]) -> Weights | None:
    """The weight of each level 1; None when one has none."""
    found = [(level1 or "", group[0].level1_weight) for level1, group in _groups(block).items()]
    known = [(label, weight) for label, weight in found if weight is not None]
    return known if len(known) == len(found) else None


def own_weights(block: Sequence[Indicator]) -> Weights | None:
    """The weight of each indicator with its name; None when one has none."""
    known = [(indicator.level3 or "", indicator.weight) for indicator in block if indicator.weight is not None]
    return known if len(known) == len(block) else None


def adds_up(weights: Weights) -> bool:
    """Whether labelled weights add up to 90 or 100, or to as many hundredths, with or without the execution's 10."""
    return any(map(is_usual, sums(weights)))


def sums(weights: Weights) -> tuple[Decimal, Decimal]:
    """What labelled weights add up to, with and without the execution of the budget."""
    return _added(weights), _added([(label, weight) for label, weight in weights if not _EXECUTION.search(label)])


def is_usual(total: Decimal) -> bool:
    """Whether a sum of weights is 90 or 100, or as many hundredths."""
    return any(_close(total, usual) for usual in _USUAL)


def _added(weights: Weights) -> Decimal:
    return sum((weight for _, weight in weights), Decimal(0))


def _close(total: Decimal, other: Decimal) -> bool:
    return abs(total - other) <= (_TOLERANCE if max(total, other) > _FRACTIONS else _TOLERANCE / 100)


def check_indicator_weights(table: TargetTable) -> Iterator[TableFinding]:
    """W2: the indicators' weights under a level 1 add up to its own.

    Where they add up to 100 under every level 1, or every level 2, they are shares of their level, not of the table.
    """
    for block in blocks(table):
        groups = {level1: (group, own_weights(group)) for level1, group in _groups(block).items()}
        weighed = [(level1, group, own) for level1, (group, own) in groups.items() if own]
        if all(_nested(group, _added(own)) for _, group, own in weighed):
            continue
        for level1, group, own in weighed:
            stated, total = group[0].level1_weight, _added(own)
            if stated is None or _close(total, stated):
                continue
            message = f"{level1} weighs {plain(stated)}, its indicators together {plain(total)}."
            yield about_table(
                AuditCode.INDICATOR_WEIGHTS,
                Severity.WARNING,
                message,
                "; ".join(f"{label} {plain(weight)}" for label, weight in own),
                group[0].place,
                computed=plain(total),
                expected=plain(stated),
                related=[indicator.place for indicator in group],
            )


def _nested(group: Sequence[Indicator], total: Decimal) -> bool:
    """Whether the weights are shares of their level 1, or of the several level 2 below it."""
    seconds = len({indicator.level2 for indicator in group})
    return any(_close(total, whole) or _close(total, whole * seconds) for whole in _WHOLE)


def check_partial_weights(table: TargetTable) -> Iterator[TableFinding]:
    """W3: some rows of a level 1 have a weight and others have none; words weigh nothing in some forms."""
    for block in blocks(table):
        for level1, group in _groups(block).items():
            without = [item for item in group if item.weight is None and item.measure.kind is not ValueKind.QUALITATIVE]
            if not without or len(without) == len(group) or all(item.weight is None for item in group):
                continue
            message = f"{len(without)} of {len(group)} rows under {level1} have no weight."
            yield about_table(
                AuditCode.WEIGHT_PARTIAL,
                Severity.INFO,
                message,
                "; ".join(item.level3 or "" for item in without),
                without[0].place,
                computed=str(len(group) - len(without)),
                expected=str(len(group)),
                related=[item.place for item in without],
            )
