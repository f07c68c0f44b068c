"""A value between two signs: 90%≤满意度≤100%, ≥5%≤10%.

Only signs that include the number make a range; a range has no place to say that an end is left out. Two bounds that
follow each other on one line in one unit hold together; of two units, or crossing, they stay unread.
Texts are folded (see normalizers.text).
"""

from __future__ import annotations

import re

from normalizers.model import Operator
from normalizers.quantity import Quantity, read_quantity
from normalizers.text import Folded

_AROUND = re.compile(
    r"(?P<low>[0-9][^≤≥<>]*?)(?P<one>≤|<=)(?P<what>[^0-9≤≥<>]{0,12})(?P<two>≤|<=)(?P<high>[0-9][^≤≥<>]*)"
)
_GE, _LE = "(?:≥|>=)", "(?:≤|<=)"
_FOLLOWING = (
    re.compile(rf"(?P<one>{_GE})(?P<low>[0-9][^≤≥<>]*?)(?P<two>{_LE})(?P<high>[0-9][^≤≥<>]*)"),
    re.compile(rf"(?P<two>{_LE})(?P<high>[0-9][^≤≥<>]*?)(?P<one>{_GE})(?P<low>[0-9][^≤≥<>]*)"),
)


def two_bounds(value: Folded) -> bool:
    """Whether one bound follows the other, as on two lines of a cell: there they are two values."""
    return any(pattern.fullmatch(value.text) for pattern in _FOLLOWING)


def read_between(value: Folded) -> Quantity | None:
    """The range that the whole text is, with its unit from the number above; None when it is none."""
    match = next((found for pattern in (_AROUND, *_FOLLOWING) if (found := pattern.fullmatch(value.text))), None)
    if match is None:
        return None
    low, high = (read_quantity(value.part(*match.span(name))) for name in ("low", "high"))
    if low is None or high is None or low.low is None or high.low is None or low.low > high.low:
        return None
    if low.operator or high.operator or low.notes or high.notes:
        return None
    if low.unit is not None and (
        high.unit is None or low.unit.base != high.unit.base or low.unit.multiplier != high.unit.multiplier
    ):
        return None
    first, second = sorted((match.span("one"), match.span("two")))
    signs = f"{value.printed(*first)}…{value.printed(*second)}"
    what = value.span(*match.span("what")) if "what" in match.groupdict() else None
    return Quantity(
        Operator.RANGE,
        signs,
        low.low,
        high.low,
        high.number_text,
        high.unit,
        high.unit_text,
        (what,) if what else (),
        (*low.doubts, *high.doubts),
    )
