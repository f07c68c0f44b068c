"""What a column without a known heading holds, by its cells: the way an unknown form is read, never without a doubt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from normalizers.operators import SIGN
from normalizers.taxonomy import names_level
from normalizers.text import fold
from normalizers.units import find_unit

# A column is what more than this share of its cells are.
_MOST = 0.6
_EXPLAINS = 16
_WEIGHT = re.compile(r"(\d{1,3}(?:\.\d+)?)(?:%|分)?")
# Weights add up to the whole, or to what the rate of execution leaves of it.
_WHOLE = (90, 100)
_NUMBER = re.compile(r"[0-9]")


def guess_role(texts: Sequence[str]) -> str | None:
    """The role that most of the filled cells of a column speak for; `name` is told by the columns, not by cells."""
    folded = [fold(text).text for text in texts if fold(text).text]
    if not folded:
        return None
    if like_weights(folded) and sum(map(_weight, folded)) in _WHOLE:
        return "weight"
    checks = (
        ("operator", lambda text: SIGN.fullmatch(text) or text == "定性"),
        ("level1", lambda text: names_level(text) == 1),
        ("level2", lambda text: names_level(text) == 2),
        ("unit", lambda text: not _NUMBER.search(text) and find_unit(text) is not None),
        ("value", lambda text: len(text) < _EXPLAINS and _NUMBER.search(text)),
        ("explanation", lambda text: len(text) >= _EXPLAINS),
    )
    for role, holds in checks:
        if sum(bool(holds(text)) for text in folded) > _MOST * len(folded):
            return role
    return None


def guess_roles(columns: Sequence[Sequence[str]]) -> list[str | None]:
    """The roles of unknown columns from left to right, each given once: the first text that repeats least is the name.

    Args:
        columns: the filled cells of each.
    """
    roles = [guess_role(texts) for texts in columns]
    taken: set[str] = set()
    for index, role in enumerate(roles):
        if role in taken:
            roles[index] = None
        elif role is not None:
            taken.add(role)
    name = next((index for index, role in enumerate(roles) if role is None and len(set(columns[index])) > 1), None)
    if name is not None:
        roles[name] = "name"
    return roles


def like_weights(texts: Sequence[str]) -> bool:
    """Whether all cells of a column are small numbers, in points or per cent."""
    return len(texts) > 1 and all(_WEIGHT.fullmatch(fold(text).text) for text in texts)


def _weight(text: str) -> Decimal:
    match = _WEIGHT.fullmatch(text)
    return Decimal(match[1]) if match else Decimal(0)
