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
