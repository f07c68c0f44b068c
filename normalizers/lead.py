"""What stands before a number: words, an operator, a sign.

Texts are folded (see normalizers.text).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from normalizers.codes import MeaningCode
from normalizers.model import Operator
from normalizers.operators import PREFIX, SIGN, SIGNS, WEAK, prefix_word, same_direction
from normalizers.text import Folded

_WEAK_END = re.compile(rf"(?:{'|'.join(sorted(WEAK, key=len, reverse=True))})+$")
_LEAD_END = re.compile(r"[:;,、\"'的]+$")
# before a bare number these make it an ordinal, a negation or part of a word
_NO_LEAD = re.compile(r"[第无未不非免之零一二三四五六七八九十百千万亿两前每数几上]$|附[件表]|[见号]$|[0-9()]")
_TOLERANCE = re.compile(r"(?:正负|上下浮动)(?:误差|偏差)?$")
_LONGEST_LEAD = 12
_LONGEST_BARE_LEAD = 8


@dataclass(frozen=True, slots=True)
class Head:
    """Operator and words before a number; `sign` is `±`, `-`, `+` or empty."""

    operator: Operator | None
    operator_text: str | None
    notes: tuple[str, ...]
    sign: str = ""
    doubts: tuple[str, ...] = ()


def read_head(value: Folded, head: str) -> Head | None:
    """What stands before the number: words, operator, sign."""
    sign = ""
    if (tolerance := _TOLERANCE.search(head)) is not None:
        sign, head = "±", head[: tolerance.start()]
    elif head.endswith(("±", "-", "+")):
        sign, head = head[-1], head[:-1]
        before = PREFIX.search(head)
        if head and sign != "±" and (before is None or not before.group()):
            return None
    match = PREFIX.search(head)
    assert match is not None  # the pattern may be empty
    operator, doubts = _head_operator(match["word"], match["sign"])
    lead = head[: match.start()]
    if SIGN.search(lead) or "±" in lead or "≠" in lead:
        return None
    cleaned = _LEAD_END.sub("", _strip_weak(lead))
    longest = _LONGEST_LEAD if operator else _LONGEST_BARE_LEAD
    if len(cleaned) > longest or (cleaned and _NO_LEAD.search(cleaned) and not (operator and cleaned[-1] in "不前")):
        return None
    notes = (value.span(lead.find(cleaned), lead.find(cleaned) + len(cleaned)),) if cleaned else ()
    text = value.printed(match.start(), tolerance.end() if tolerance else match.end()) or None
    return Head(operator, text, notes, sign, doubts)


def _strip_weak(lead: str) -> str:
    """The words without the weak verbs at their end; 完成 in 完成率 is part of a name."""
    verbs = _WEAK_END.search(lead)
    return lead[: verbs.start()] if verbs else lead


def _head_operator(word: str | None, sign: str | None) -> tuple[Operator | None, tuple[str, ...]]:
    by_word = prefix_word(word) if word else None
    by_sign = SIGNS[sign] if sign else None
    doubts = (MeaningCode.CONFUSABLE_GLYPH,) if sign and sign[0] in "》《" else ()
    if by_word and by_sign and by_word is not Operator.EQ and not same_direction(by_word, by_sign):
        return by_sign, (*doubts, MeaningCode.OPERATOR_CONFLICT)
    return by_sign or by_word, doubts
