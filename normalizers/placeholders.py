"""Cells that look filled and hold no value: templates, blank markers, an operator and a unit without a number."""

from __future__ import annotations

import re
from dataclasses import replace

from normalizers.model import Measure, ValueKind
from normalizers.operators import SIGN, read_operator
from normalizers.remarks import TEMPLATE
from normalizers.text import Folded, fold
from normalizers.units import find_unit

_SIGNS = r"[*_xX×□…]|\.{2,}|某"
_FORM = re.compile(rf"(?P<op>{SIGN.pattern})?(?P<blank>(?:{_SIGNS})*)(?P<unit>[^0-9]*)")
_EMPTY_MARK = re.compile(r"[-/\\*_.…一|]+|待定|待填|不适用|无此项|暂无|待补充|N/?A|未定")
_DIGIT = re.compile(r"[0-9〇○]")


def is_blank_mark(text: str) -> bool:
    """Whether a cell says that nothing stands in it: —, /, 不适用."""
    return _EMPTY_MARK.fullmatch(fold(text).text) is not None


def lacks_its_blank(text: str) -> bool:
    """Whether a placeholder is an operator and a unit with nothing between: ≥天 of ≥**天, or of ≥30天."""
    folded = fold(text).text
    match = _FORM.fullmatch(folded)
    return bool(match and match["op"] and not match["blank"] and not TEMPLATE.search(folded))


def read_placeholder(text: str, value: Folded) -> Measure | None:
    """The measure of a placeholder, with the operator and the unit it prints; None when the value is none.

    Args:
        text: the value as printed.
        value: the same folded, without bullets and brackets.
    """
    folded = value.text
    if _EMPTY_MARK.fullmatch(folded) or not folded:
        return Measure(text, ValueKind.PLACEHOLDER)
    match = None if _DIGIT.search(folded) else _FORM.fullmatch(folded)
    if match is None:
        return None
    unit = find_unit(match["unit"]) if match["unit"] else None
    if unit is None and not TEMPLATE.search(folded) and (match["unit"] or not match["op"]):
        return None
    measure = Measure(text, ValueKind.PLACEHOLDER)
    if match["op"]:
        operator, _ = read_operator(match["op"])
        measure = replace(measure, operator=operator, operator_text=value.printed(*match.span("op")))
    if unit is not None and unit.base:
        printed = value.printed(*match.span("unit"))
        measure = replace(measure, unit_text=printed, base_unit=unit.base, dimension=unit.dimension)
    return measure
