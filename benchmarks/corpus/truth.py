"""The golden of a form, from its contents alone. A column whose right answer depends on taste is left out."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from benchmarks.corpus.contents import OPERATORS, UNITS, Row, Value

_CODES = {
    "数量指标": "output.quantity",
    "质量指标": "output.quality",
    "时效指标": "output.timeliness",
    "成本指标": "output.cost",
    "经济效益指标": "benefit.economic",
    "社会效益指标": "benefit.social",
    "生态效益指标": "benefit.ecological",
    "可持续影响指标": "benefit.sustainable",
    "服务对象满意度指标": "satisfaction.served",
}


def exact(number: Decimal | str) -> str:
    """A decimal as text without trailing zeros."""
    return format(Decimal(str(number).replace(",", "")).normalize(), "f")


def indicator(row: Row, *, horizon: str = "annual", apart: bool = False, **printed: str | None) -> dict[str, Any]:
    """One row; `apart`: operator and unit stand in columns of their own; `printed` adds weights and explanation."""
    code = _CODES[row.level2]
    return {
        "horizon": horizon,
        "level1": row.level1,
        "level2": row.level2,
        "level3": row.name,
        "level1_code": code.split(".")[0],
        "level2_code": code,
        "value_text": row.value.number if apart and not row.value.word else row.value.printed,
        "part": 1,
        **_measure(row.value),
        **printed,
    }


def _measure(value: Value) -> dict[str, Any]:
    if value.until:
        return {"value_kind": "date", "date_to": value.until, "number_low": None, "number_high": None}
    if value.word:
        compared = "上年" in value.word
        return {"value_kind": "comparative" if compared else "qualitative", "number_low": None, "number_high": None}
    operator = "range" if value.high else OPERATORS[value.operator]
    low = None if operator in ("le", "lt") else exact(value.number)
    high = exact(value.high or value.number) if operator not in ("ge", "gt") else None
    base, multiplier, dimension = UNITS.get(value.unit, (None, 1, None))
    known = {
        "value_kind": "numeric",
        "operator": operator,
        "number_low": low,
        "number_high": high,
        "unit_text": value.unit or None,
        "value_min": None if low is None else exact(Decimal(low) * multiplier),
        "value_max": None if high is None else exact(Decimal(high) * multiplier),
        "base_unit": base,
        "dimension": dimension,
    }
    return known if value.high else known | {"operator_text": value.operator or None}


def budget(
    label: str, amount: str, unit: str, yuan: Decimal, *, parent: int | None = None, scope: str = "annual"
) -> Any:
    """One amount line."""
    return {
        "label": label,
        "scope": scope,
        "parent_ordinal": parent,
        "amount_text": amount,
        "unit_text": unit,
        "amount_yuan": exact(yuan),
    }


def goal(horizon: str, label: str, text: str) -> dict[str, str]:
    """One goal text."""
    return {"horizon": horizon, "label": label, "text": text}
