"""The checks in order, nothing else."""

from __future__ import annotations

from normalizers.audit.goals import check_goals
from normalizers.audit.sums import check_money_units, check_sums
from normalizers.audit.tree import check_places, check_presence
from normalizers.audit.values import (
    check_blank,
    check_costs,
    check_parts,
    check_rates,
    check_satisfaction,
    check_units,
    check_zeros,
)
from normalizers.audit.weights import check_indicator_weights, check_level_weights
from normalizers.audit.years import check_deadlines, check_period, check_title
from normalizers.model import TableFinding, TargetTable

CHECKS = (
    check_sums,
    check_money_units,
    check_level_weights,
    check_indicator_weights,
    check_blank,
    check_rates,
    check_satisfaction,
    check_costs,
    check_units,
    check_zeros,
    check_parts,
    check_places,
    check_presence,
    check_goals,
    check_deadlines,
    check_period,
    check_title,
)


def audit(table: TargetTable) -> tuple[TableFinding, ...]:
    """What the table itself contradicts, check by check, with the numbers and the boxes. Changes nothing."""
    return tuple(finding for check in CHECKS for finding in check(table))
