"""What the cells mean: measures, goals, budget lines, indicators, target tables.

Numbers are exact decimals. Text is what was printed with line wraps joined; a missing thing is None, never ""
and never 0. Column names and meanings follow the dataset contract (docs/dataset.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from extractors.model import Finding, Place


class ValueKind(StrEnum):
    """What a value cell holds."""

    NUMERIC = "numeric"
    QUALITATIVE = "qualitative"
    DATE = "date"
    COMPARATIVE = "comparative"
    PLACEHOLDER = "placeholder"
    MISSING = "missing"


class Operator(StrEnum):
    """How the value is bounded; None where nothing is printed."""

    GE = "ge"
    GT = "gt"
    LE = "le"
    LT = "lt"
    EQ = "eq"
    RANGE = "range"
    APPROX = "approx"


class Horizon(StrEnum):
    """The span of time a goal or an indicator is for."""

    ANNUAL = "annual"
    MEDIUM_TERM = "medium_term"
    LONG_TERM = "long_term"
    OVERALL = "overall"


class Scope(StrEnum):
    """Whether an amount is for the year or for the whole project."""

    ANNUAL = "annual"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as printed and what it is made of: 万元/公里 is 10000 × 元/公里, dimension rate."""

    text: str
    base: str
    multiplier: Decimal
    dimension: str


@dataclass(frozen=True, slots=True)
class Measure:
    """One value of a value cell.

    `low`, `high` are the printed numbers before the unit's multiplier (15 for 15万人); `minimum`, `maximum` are
    the same in the base unit (150000). `>= 90` has no high, `<= 3` no low, a bare number has both.
    `declared` is what an operator column says that is no operator (定性, 定量). `doubts` are finding codes that put
    the parsing in doubt.
    """

    text: str | None
    kind: ValueKind
    operator: Operator | None = None
    operator_text: str | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit_text: str | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    base_unit: str | None = None
    dimension: str | None = None
    date_from: date | None = None
    date_to: date | None = None
    baseline_text: str | None = None
    note: str | None = None
    declared: str | None = None
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """One amount of the fund block. `parent` is the ordinal of the line it is a part of (其中)."""

    ordinal: int
    label: str
    parent: int | None
    scope: Scope
    amount_text: str | None
    unit_text: str | None
    amount_yuan: Decimal | None
    place: Place
    confidence: float = 1.0
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal text."""

    ordinal: int
    horizon: Horizon
    label: str
    text: str
    place: Place
    confidence: float = 1.0
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Indicator:
    """One 三级指标 of one horizon, with one part of its value. `reasons` non-empty means: needs review."""

    ordinal: int
    horizon: Horizon
    level1: str | None
    level2: str | None
    level3: str | None
    level1_code: str | None
    level2_code: str | None
    level1_weight: Decimal | None
    level2_weight: Decimal | None
    weight: Decimal | None
    explanation: str | None
    value_text: str | None
    part: int
    measure: Measure
    extras: tuple[tuple[str, str], ...]
    place: Place
    reader: str
    confidence: float = 1.0
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableFinding:
    """A finding of one table; `indicator` is the ordinal it is about, if it is about one."""

    finding: Finding
    indicator: int | None = None


@dataclass(frozen=True, slots=True)
class TargetTable:
    """One 绩效目标表 (of one project: a grid that lists many projects gives one of these each).

    `grids` says which grids it was read from, as (page, index of the grid on that page).
    `reasons` are the doubts about the header fields and the structure; non-empty means: needs review.
    `places` says where title, project_name, department and period stand.
    """

    ordinal: int
    fiscal_year: int | None
    page_first: int
    page_last: int
    grids: tuple[tuple[int, int], ...]
    form: str
    attachment_label: str | None = None
    attachment_no: int | None = None
    title: str | None = None
    year_text: str | None = None
    project_name: str | None = None
    department: str | None = None
    department_label: str | None = None
    implementing_unit: str | None = None
    period_text: str | None = None
    period_start: date | None = None
    period_end: date | None = None
    budget_total_text: str | None = None
    budget_total_yuan: Decimal | None = None
    fields: tuple[tuple[str, str], ...] = ()
    budgets: tuple[BudgetLine, ...] = ()
    goals: tuple[Goal, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    findings: tuple[TableFinding, ...] = ()
    confidence: float = 1.0
    reasons: tuple[str, ...] = ()
    places: tuple[tuple[str, Place], ...] = ()

    def place(self, role: str) -> Place | None:
        """Where a field of the header stands; None when it is not printed."""
        return next((place for name, place in self.places if name == role), None)


@dataclass(frozen=True, slots=True)
class CellRole:
    """What a cell was taken for (level1, level3, value, label:项目名称, header …); `explain` draws these."""

    page: int
    grid: int
    row: int
    col: int
    role: str


@dataclass(frozen=True, slots=True)
class NormalizedDocument:
    """All target tables of a document. `continued` are the pages whose grids continue a table of a page before."""

    tables: tuple[TargetTable, ...]
    continued: tuple[int, ...] = ()
    roles: tuple[CellRole, ...] = ()
    findings: tuple[Finding, ...] = ()
