"""Target tables as they come from the reading, built from a few words, for the tests of the checks."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from extractors.model import Box, Place
from normalizers.audit.chain import audit
from normalizers.measure import ValueContext, parse_values
from normalizers.model import BudgetLine, Goal, Horizon, Indicator, Scope, TargetTable

PLACE = Place(1, Box(0, 0, 10, 10))
LEVEL1 = {
    "产出指标": "output",
    "效果指标": "benefit",
    "效益指标": "benefit",
    "满意度指标": "satisfaction",
    "成本指标": "cost",
}
LEVEL2 = {
    "数量指标": "output.quantity",
    "质量指标": "output.quality",
    "时效指标": "output.timeliness",
    "成本指标": "output.cost",
    "经济成本指标": "cost.economic",
    "经济效益指标": "benefit.economic",
    "社会效益指标": "benefit.social",
    "生态效益指标": "benefit.ecological",
    "可持续影响指标": "benefit.sustainable",
    "满意度指标": "satisfaction.served",
    "服务对象满意度指标": "satisfaction.served",
}
Row = tuple[str, str, str, str]


def row_place(ordinal: int) -> Place:
    """Where the value cell of a row stands."""
    return Place(1, Box(0, 20 * ordinal, 10, 20 * ordinal + 10))


def indicators(*rows: Row, weights: dict[str, str] | None = None, **context: str) -> tuple[Indicator, ...]:
    """Indicators from (level 1, level 2, name, value), with the weights of the levels."""
    found = []
    for ordinal, (level1, level2, name, value) in enumerate(rows, 1):
        weight = Decimal(weights[level1]) if weights and level1 in weights else None
        for part, measure in enumerate(parse_values([value], ValueContext(name, **context)), 1):  # type: ignore[arg-type]
            found.append(
                Indicator(
                    ordinal,
                    Horizon.ANNUAL,
                    level1,
                    level2,
                    name,
                    LEVEL1.get(level1),
                    LEVEL2.get(level2),
                    weight,
                    None,
                    None,
                    None,
                    value,
                    part,
                    measure,
                    (),
                    row_place(ordinal),
                    "typed",
                )
            )
    return tuple(found)


def table(*rows: Row, weights: dict[str, str] | None = None, **fields: object) -> TargetTable:
    """A table of 2024 with these rows."""
    blank = TargetTable(1, 2024, 1, 1, (), "typed", indicators=indicators(*rows, weights=weights))
    return replace(blank, **fields)  # type: ignore[arg-type]


def codes(found: TargetTable) -> list[str]:
    """The codes of its findings, sorted."""
    return sorted(finding.finding.code for finding in audit(found))


def line(ordinal: int, label: str, amount: str, parent: int | None = None, unit: str = "万元") -> BudgetLine:
    """An amount of the fund block, blank when empty."""
    factor = {"万元": 10000, "元": 1}[unit]
    yuan = Decimal(amount.replace(",", "")) * factor if amount else None
    return BudgetLine(ordinal, label, parent, Scope.ANNUAL, amount or None, unit, yuan, PLACE)


def goal(text: str, horizon: Horizon = Horizon.ANNUAL) -> Goal:
    """A goal text."""
    return Goal(1, horizon, "年度目标", text, PLACE)


SATISFACTION = ("满意度指标", "服务对象满意度指标", "学员满意度", "≥80%")
QUIET: tuple[Row, ...] = (
    ("产出指标", "数量指标", "培训班次", "14期"),
    ("效益指标", "社会效益指标", "带动就业人数", "≥600人"),
    SATISFACTION,
)
