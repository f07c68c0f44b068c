"""Codes of what normalizers find. Each is explained in docs/findings.md."""

from __future__ import annotations

from enum import StrEnum


class MeaningCode(StrEnum):
    """Doubts about what was understood (they set needs_review), and contradictions of the source (they do not)."""

    # values
    VALUE_UNPARSED = "VALUE-UNPARSED"
    UNIT_CONFLICT = "UNIT-CONFLICT"
    UNIT_INFERRED = "UNIT-INFERRED"
    UNIT_UNKNOWN = "UNIT-UNKNOWN"
    CONFUSABLE_GLYPH = "VALUE-CONFUSABLE"
    OPERATOR_DOUBTFUL = "OPERATOR-DOUBTFUL"
    OPERATOR_CONFLICT = "OPERATOR-CONFLICT"
    NUMBER_WRAPPED = "NUMBER-WRAPPED"
    # structure
    UNKNOWN_FORM = "FORM-UNKNOWN"
    NO_VALUE_COLUMN = "FORM-NO-VALUE"
    HEADING_DOUBTFUL = "HEADING-DOUBTFUL"
    LEVEL_MISSING = "LEVEL-MISSING"
    LEVEL_MISREAD = "LEVEL-MISREAD"
    ROW_CUT = "ROW-CUT"
    WEIGHTS_SEVERAL = "WEIGHTS-SEVERAL"
    TABLE_UNREAD = "TABLE-UNREAD"
    AMOUNT_UNPARSED = "AMOUNT-UNPARSED"
    MONEY_UNIT_MISSING = "MONEY-UNIT-MISSING"
    MONEY_UNIT_CONFLICT = "MONEY-UNIT-CONFLICT"


class AuditCode(StrEnum):
    """Contradictions and gaps of the source itself. They never change a value; only TEXT-GARBLED sets needs_review."""

    # money
    SUM_DIFFERS = "SUM-DIFFERS"  # the parts of an amount do not add up to it
    MONEY_UNITS_MIXED = "MONEY-UNITS-MIXED"  # amounts of one fund block are printed in different units
    AMOUNT_UNUSUAL = "AMOUNT-UNUSUAL"  # an amount is out of all proportion
    NOTICE_TOTAL_DIFFERS = "NOTICE-TOTAL-DIFFERS"  # the tables do not add up to the total of the notice
    # weights
    LEVEL_WEIGHTS = "LEVEL-WEIGHTS"  # the weights of a table are neither 90 nor 100
    INDICATOR_WEIGHTS = "INDICATOR-WEIGHTS"  # the weights under a level 1 differ from its own
    WEIGHT_PARTIAL = "WEIGHT-PARTIAL"  # some rows of a level 1 have a weight, others none
    # goals
    GOAL_DIFFERS = "GOAL-DIFFERS"  # a goal and its indicator name different numbers
    GOAL_AMOUNT_DIFFERS = "GOAL-AMOUNT-DIFFERS"  # a goal names another amount than the fund block
    GOAL_UNMEASURED = "GOAL-UNMEASURED"  # no indicator measures what a goal promises in numbers
    # values
    VALUE_BLANK = "VALUE-BLANK"  # an indicator has no value, or an unfilled template
    VALUE_ZERO = "VALUE-ZERO"  # a target of zero where zero is unusual
    VALUES_CROSS = "VALUES-CROSS"  # two values of one cell exclude each other
    RATE_ABOVE_HUNDRED = "RATE-ABOVE-100"  # a share of a whole is above 100 %
    RATE_AS_FRACTION = "RATE-AS-FRACTION"  # a rate is printed as 1 or 0.95
    SATISFACTION_UNUSUAL = "SATISFACTION-UNUSUAL"  # a satisfaction target outside 60 to 100 %
    COST_AT_LEAST = "COST-AT-LEAST"  # a cost is bounded from below
    NAME_NUMBER_DIFFERS = "NAME-NUMBER-DIFFERS"  # the name holds another number than the value
    OPERATOR_ODD = "OPERATOR-ODD"  # > where every neighbour has ≥, or no operator where every neighbour has one
    GLYPHS_MIXED = "GLYPHS-MIXED"  # ≥ and ≧ in one table
    # units
    UNIT_MISSING = "UNIT-MISSING"  # the name asks for a unit and none is printed
    UNIT_AGAINST_NAME = "UNIT-AGAINST-NAME"  # 人次 in the name, 人 in the value
    RATE_UNIT_MISSING = "RATE-UNIT-MISSING"  # a standard (补助标准) without what it is per
    # years
    DEADLINE_OUTSIDE = "DEADLINE-OUTSIDE"  # a deadline outside the table's year and the project's period
    PERIOD_BEYOND_YEAR = "PERIOD-BEYOND-YEAR"  # the project's period reaches outside the table's year
    YEARS_DIFFER = "YEARS-DIFFER"  # title, year line and period name different years
    # the tree
    LEVEL_UNUSUAL = "LEVEL-UNUSUAL"  # a level 2 under a level 1 it does not belong to
    LEVEL_DOUBTFUL = "LEVEL-DOUBTFUL"  # an indicator under another level 2 than its name suggests
    LEVEL_ABSENT = "LEVEL-ABSENT"  # no output or no benefit indicators
    SATISFACTION_ABSENT = "SATISFACTION-ABSENT"  # no satisfaction indicator
    # repetitions and names
    INDICATOR_REPEATED = "INDICATOR-REPEATED"  # the same name, level and value twice
    VALUES_DISAGREE = "VALUES-DISAGREE"  # the same name with different values
    TITLE_AGAINST_NAME = "TITLE-AGAINST-NAME"  # the title and the project's name differ in a word
    TEXT_GARBLED = "TEXT-GARBLED"  # a text that nobody printed so; it hints at a misreading and sets needs_review
    DEPARTMENT_SPELLINGS = "DEPARTMENT-SPELLINGS"  # one department under two names in one document
