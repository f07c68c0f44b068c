"""Codes of what normalizers find. Each is explained in docs/findings.md."""

from __future__ import annotations

from enum import StrEnum


class MeaningCode(StrEnum):
    """Doubts about what was understood (they set needs_review), and contradictions of the source (they do not)."""

    # values
    VALUE_UNPARSED = "VALUE-UNPARSED"
    UNIT_CONFLICT = "UNIT-CONFLICT"
    UNIT_UNKNOWN = "UNIT-UNKNOWN"
    CONFUSABLE_GLYPH = "VALUE-CONFUSABLE"
    OPERATOR_CONFLICT = "OPERATOR-CONFLICT"
    NUMBER_WRAPPED = "NUMBER-WRAPPED"
    # structure
    UNKNOWN_FORM = "FORM-UNKNOWN"
    NO_VALUE_COLUMN = "FORM-NO-VALUE"
    LEVEL_MISSING = "LEVEL-MISSING"
    ROW_CUT = "ROW-CUT"
    TABLE_UNREAD = "TABLE-UNREAD"
    AMOUNT_UNPARSED = "AMOUNT-UNPARSED"
    MONEY_UNIT_MISSING = "MONEY-UNIT-MISSING"
    MONEY_UNIT_CONFLICT = "MONEY-UNIT-CONFLICT"


class AuditCode(StrEnum):
    """Contradictions and gaps of the source itself. They never change a value and never set needs_review."""

    SUM_DIFFERS = "SUM-DIFFERS"  # the parts of an amount do not add up to it
    MONEY_UNITS_MIXED = "MONEY-UNITS-MIXED"  # amounts of one fund block are printed in different units
    LEVEL_WEIGHTS = "LEVEL-WEIGHTS"  # the weights of a table are neither 90 nor 100
    INDICATOR_WEIGHTS = "INDICATOR-WEIGHTS"  # the weights under a level 1 differ from its own
    VALUE_BLANK = "VALUE-BLANK"  # an indicator has no value, or an unfilled template
    RATE_ABOVE_HUNDRED = "RATE-ABOVE-100"  # a share of a whole is above 100 %
    SATISFACTION_UNUSUAL = "SATISFACTION-UNUSUAL"  # a satisfaction target outside 60 to 100 %
    COST_AT_LEAST = "COST-AT-LEAST"  # a cost is bounded from below
    UNIT_MISSING = "UNIT-MISSING"  # the name asks for a unit and none is printed
    UNIT_AGAINST_NAME = "UNIT-AGAINST-NAME"  # 人次 in the name, 人 in the value
    VALUE_ZERO = "VALUE-ZERO"  # a target of zero where zero is unusual
    VALUES_CROSS = "VALUES-CROSS"  # two values of one cell exclude each other
    DEADLINE_OUTSIDE = "DEADLINE-OUTSIDE"  # a deadline outside the table's year and the project's period
    PERIOD_BEYOND_YEAR = "PERIOD-BEYOND-YEAR"  # the project's period reaches outside the table's year
    YEARS_DIFFER = "YEARS-DIFFER"  # title, year line and period name different years
    LEVEL_UNUSUAL = "LEVEL-UNUSUAL"  # a level 2 under a level 1 it does not belong to
    LEVEL_ABSENT = "LEVEL-ABSENT"  # no output or no benefit indicators
    SATISFACTION_ABSENT = "SATISFACTION-ABSENT"  # no satisfaction indicator
    GOAL_DIFFERS = "GOAL-DIFFERS"  # a goal and its indicator name different numbers
