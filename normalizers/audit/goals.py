"""N1, N2, F4: numbers in the goal texts against the indicators that measure them and the fund block.

Pairs a goal's number with an indicator only when the words beside the number are nearly the indicator's name and the
unit is the same; everything less sure is left to the reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from extractors.model import Severity
from normalizers.audit.report import about_indicator, about_table, amount, plain
from normalizers.codes import AuditCode
from normalizers.model import Goal, Horizon, Indicator, Measure, TableFinding, TargetTable, ValueKind
from normalizers.numbers import ARABIC, multiply, parse_arabic
from normalizers.text import fold, without_brackets
from normalizers.units import match_unit

_NUMBER = re.compile(rf"(?<![0-9.,]){ARABIC}(?![0-9.,])")
_WORDS = re.compile(r"[\u4e00-\u9fff]+$")
_AROUND = re.compile(r"(?:不低于|不少于|不超过|至少|达到|超过|完成|实现|约|达|为|[≥≤<>=])+$")
# share of common pairs of characters from which two names are taken for one; 0.5 pairs strangers
_ALIKE = 0.75
_LONGEST_NAME = 20
# The amount of the project itself. What is cumulative, of another phase or of other money is left alone: the biggest
# source of false alarms.
_PROJECT_MONEY = re.compile(
    r"(?:年度资金总额|资金总额|项目(?:总)?(?:资金|预算|经费)|预算(?:总额|安排|资金)|安排(?:财政|专项|预算)?资金)$"
)
_OTHER_PHASE = re.compile(r"累计|每年|各年|[三四五]年|总投资|分期|结转|其中|带动|撬动|20[0-9]{2}年?[-~至到]")
# dates and laws name numbers that nothing measures
_NOT_COUNTED = frozenset(["年", "月", "日", "号", "级", "类", "期", "条", "款", "A", "度", "届", "分", "点"])


@dataclass(frozen=True, slots=True)
class _Claim:
    """A number in a goal text: the words before it, the number in its base unit, the words as printed."""

    words: str
    number: Decimal
    base_unit: str
    dimension: str
    printed: str
    goal: Goal


def check_goals(table: TargetTable) -> Iterator[TableFinding]:
    """N1, N2: a goal names another number than the indicator of the same horizon that measures the very same thing.

    What nothing measures is only noted: goals list works that need no indicator. In a list by region the goal's number
    may be the sum of a row.
    """
    by_region = any(label == "地区" for item in table.indicators for label, _ in item.extras)
    for goal in table.goals:
        indicators = [indicator for indicator in table.indicators if indicator.horizon is goal.horizon]
        for claim in _claims(goal) if indicators else ():
            if any(_measures(item.measure, claim) for item in indicators):
                continue
            same_unit = [item for item in indicators if item.measure.base_unit == claim.base_unit]
            pair = _pair(claim, same_unit)
            if pair is not None:
                yield _differs(claim, pair)
            elif not by_region and not _related(claim, indicators) and not _uncounted(claim):
                yield _unmeasured(claim)


def check_goal_amounts(table: TargetTable) -> Iterator[TableFinding]:
    """F4: an annual goal names the money of the project and the fund block has no such amount."""
    amounts = {line.amount_yuan for line in table.budgets if line.amount_yuan is not None}
    total = table.budget_total_yuan
    if total is None:
        return
    for goal in table.goals:
        for claim in _claims(goal) if goal.horizon is Horizon.ANNUAL and not _OTHER_PHASE.search(goal.text) else ():
            if claim.base_unit == "元" and _PROJECT_MONEY.search(claim.words) and claim.number not in amounts:
                yield about_table(
                    AuditCode.GOAL_AMOUNT_DIFFERS,
                    Severity.WARNING,
                    f"The goal says {claim.printed}, the fund block {plain(total)} yuan.",
                    f"{claim.printed} | {table.budget_total_text}",
                    goal.place,
                    computed=amount(claim.number),
                    expected=amount(total),
                    related=[line.place for line in table.budgets if line.amount_yuan == total],
                )


def _claims(goal: Goal) -> list[_Claim]:
    text = fold(goal.text).text
    claims = []
    for match in _NUMBER.finditer(text):
        unit = match_unit(text, match.end())
        number = parse_arabic(match.group())
        words = _WORDS.search(_AROUND.sub("", text[: match.start()]))
        if unit is None or not unit[0].base or number is None or words is None:
            continue
        printed = words.group()[-_LONGEST_NAME:] + text[match.start() : unit[1]]
        scaled = multiply(number, unit[0].multiplier)
        claims.append(_Claim(words.group(), scaled, unit[0].base, unit[0].dimension, printed, goal))
    return claims


def _measures(measure: Measure, claim: _Claim) -> bool:
    """The number is a target, in the same unit or a looser one: 1000人次 beside 1000人, 559户 beside 559."""
    if claim.number not in (measure.minimum, measure.maximum):
        return False
    loose = {measure.dimension, claim.dimension} <= {"people", "person_times", "households", "entities", "count"}
    return measure.base_unit in (claim.base_unit, None) or loose


def _uncounted(claim: _Claim) -> bool:
    """Dates, laws, and the project's own money are no promise of a number."""
    return claim.base_unit in _NOT_COUNTED or (
        claim.base_unit == "元" and _PROJECT_MONEY.search(claim.words) is not None
    )


def _pair(claim: _Claim, indicators: Sequence[Indicator]) -> Indicator | None:
    """The one numeric indicator whose name is nearly the claim's words; None when there is none or more than one."""
    alike = [
        item
        for item in indicators
        if item.measure.kind is ValueKind.NUMERIC
        and _alike(claim.words, item.level3) >= _ALIKE
        and not _other_sum(claim.words, item.level3 or "")
    ]
    return alike[0] if len(alike) == 1 else None


def _other_sum(words: str, name: str) -> bool:
    """A goal may state the total where the indicator counts what is new, and the other way round."""
    near = words[-len(name) - 4 :]
    return any((mark.search(near) is None) != (mark.search(name) is None) for mark in _SUMS)


_SUMS = (re.compile("累计|总计|共计|总共|达到总"), re.compile("新[增建培认]"))


def _related(claim: _Claim, indicators: Sequence[Indicator]) -> bool:
    """Whether some name shares half of the words: something measures it, if in another way."""
    return any(_alike(claim.words, item.level3) >= _ALIKE / 2 for item in indicators)


def _alike(words: str, name: str | None) -> float:
    """Share of the pairs of characters that the name and the end of the words have in common (Dice)."""
    length, other = _name_pairs(name or "")
    one = _pairs(words[-length:]) if length else frozenset()
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


@lru_cache(maxsize=4096)
def _name_pairs(name: str) -> tuple[int, frozenset[str]]:
    """The length of a name without its brackets, and its pairs of characters."""
    folded = fold(without_brackets(name)).text
    return len(folded), _pairs(folded)


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[place : place + 2] for place in range(len(text) - 1))


def _differs(claim: _Claim, indicator: Indicator) -> TableFinding:
    measure = indicator.measure
    bound = measure.minimum if measure.minimum is not None else measure.maximum
    stated = f"{plain(bound)} {measure.base_unit}" if bound is not None else "another number"
    return about_indicator(
        AuditCode.GOAL_DIFFERS,
        Severity.WARNING,
        f"The goal says {claim.printed}, the indicator {stated}.",
        indicator,
        evidence=f"{claim.printed} | {indicator.level3 or ''} | {indicator.value_text or ''}",
        computed=stated,
        expected=f"{plain(claim.number)} {claim.base_unit}",
        related=[claim.goal.place],
    )


def _unmeasured(claim: _Claim) -> TableFinding:
    return about_table(
        AuditCode.GOAL_UNMEASURED,
        Severity.INFO,
        f"No indicator measures {claim.printed}.",
        claim.printed,
        claim.goal.place,
        computed=f"{plain(claim.number)} {claim.base_unit}",
    )
