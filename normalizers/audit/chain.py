"""The checks in order, nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from normalizers.audit.garbled import check_garbled
from normalizers.audit.goals import check_goal_amounts, check_goals
from normalizers.audit.repeats import check_glyphs, check_operators, check_parts, check_repeats
from normalizers.audit.sums import check_magnitude, check_money_scale, check_money_units, check_sums
from normalizers.audit.titles import check_departments, check_project_name
from normalizers.audit.tree import check_levels, check_places, check_presence
from normalizers.audit.units import check_units
from normalizers.audit.values import (
    check_blank,
    check_costs,
    check_name_numbers,
    check_rates,
    check_satisfaction,
    check_zeros,
)
from normalizers.audit.weights import check_indicator_weights, check_level_weights, check_partial_weights
from normalizers.audit.years import check_deadlines, check_period, check_title
from normalizers.model import TableFinding, TargetTable

CHECKS = (
    check_sums,
    check_money_units,
    check_magnitude,
    check_money_scale,
    check_level_weights,
    check_indicator_weights,
    check_partial_weights,
    check_blank,
    check_rates,
    check_satisfaction,
    check_costs,
    check_units,
    check_zeros,
    check_name_numbers,
    check_parts,
    check_repeats,
    check_glyphs,
    check_operators,
    check_places,
    check_presence,
    check_levels,
    check_goals,
    check_goal_amounts,
    check_deadlines,
    check_period,
    check_title,
    check_project_name,
    check_garbled,
)


def audit(table: TargetTable) -> tuple[TableFinding, ...]:
    """What the table itself contradicts, check by check, with the numbers and the boxes. Changes nothing."""
    return tuple(finding for check in CHECKS for finding in check(table))


def audited(table: TargetTable) -> TargetTable:
    """The table with what it contradicts."""
    return replace(table, findings=(*table.findings, *audit(table)))


def audited_together(tables: Sequence[TargetTable]) -> tuple[TargetTable, ...]:
    """The tables of one document with what they contradict in each other."""
    found = dict(check_departments(tables))
    return tuple(
        replace(table, findings=(*table.findings, found[index])) if index in found else table
        for index, table in enumerate(tables)
    )
