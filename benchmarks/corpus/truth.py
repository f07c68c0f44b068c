"""The golden of a form, from its contents alone. A column whose right answer the contract leaves open is left out."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from benchmarks.corpus.contents import Contents, Row
from benchmarks.corpus.values import exact

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
    "满意度指标": "satisfaction.served",
    "经济成本指标": "cost.economic",
    "社会成本指标": "cost.social",
    "生态环境成本指标": "cost.ecological",
}


def indicators(
    rows: Iterable[Row], *, horizon: str = "annual", dress: str = "", weights: bool = False
) -> list[dict[str, Any]]:
    """All rows of one block; `dress`: how values are printed (`apart`: operator and unit in columns of their own)."""
    return [part for row in rows for part in _parts(row, horizon, dress, weights)]


def _parts(row: Row, horizon: str, dress: str, weights: bool) -> Iterable[dict[str, Any]]:
    code = _CODES[row.level2]
    apart = dress == "apart" and not row.value.means
    text = row.value.number if apart else row.value.printed(dress)
    for part, meaning in enumerate(row.value.meanings(dress), 1):
        yield {
            "horizon": horizon,
            "level1": row.level1,
            "level2": row.level2,
            "level3": row.name,
            "level1_code": code.split(".")[0],
            "level2_code": code,
            "value_text": text or None,
            "part": part,
            **meaning,
            **({"weight": row.weight} if weights else {}),
        }


def common(contents: Contents, title: str, year_text: str, total_text: str) -> dict[str, Any]:
    """What every form has; the total is the annual one as printed."""
    return {
        "title": title,
        "year_text": year_text,
        "fiscal_year": contents.year,
        "project_name": contents.project,
        "budget_total_text": total_text,
        "budget_total_yuan": exact(contents.total * 10_000),
    }


def budget(label: str, amount: str, unit: str, yuan: Decimal, *, parent: int | None = None) -> dict[str, Any]:
    """One amount line of the year; `parent` is the ordinal of the line that this one is a part of."""
    return {
        "label": label,
        "scope": "annual",
        "parent_ordinal": parent,
        "amount_text": amount,
        "unit_text": unit,
        "amount_yuan": exact(yuan),
    }


def goal(horizon: str, label: str, text: str) -> dict[str, str]:
    """One goal text."""
    return {"horizon": horizon, "label": label, "text": text}
