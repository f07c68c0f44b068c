"""Printed operators: signs and words, before or after the number.

An operator is never invented. Weak verbs (达到, 实现, 完成) say that a value is wanted, not how it is bounded, so
they give none. 以上, 以下 and 以内 include the number, 超过 does not (Civil Code, art. 1259).
"""

from __future__ import annotations

import re

from normalizers.model import Operator
from normalizers.text import fold

SIGNS = {
    "≥": Operator.GE,
    ">=": Operator.GE,
    "=>": Operator.GE,
    "≥=": Operator.GE,
    "》=": Operator.GE,
    ">≥": Operator.GE,
    "≤": Operator.LE,
    "<=": Operator.LE,
    "=<": Operator.LE,
    "≤=": Operator.LE,
    "《=": Operator.LE,
    ">": Operator.GT,
    "》": Operator.GT,
    "<": Operator.LT,
    "《": Operator.LT,
    "=": Operator.EQ,
    "≈": Operator.APPROX,
}
PREFIXES = {
    Operator.GE: [
        "不低于",
        "不少于",
        "不小于",
        "不短于",
        "不得低于",
        "不得少于",
        "不得小于",
        "至少",
        "最少",
        "最低",
        "保底",
        "大于等于",
        "大于或等于",
        "高于或等于",
        "高于等于",
        "不差于",
    ],
    Operator.GT: ["大于", "高于", "多于", "超过", "超", "突破", "逾", "超出"],
    Operator.LE: [
        "不高于",
        "不超过",
        "不超",
        "不多于",
        "不大于",
        "不晚于",
        "不长于",
        "不得超过",
        "不得高于",
        "不得大于",
        "至多",
        "最多",
        "最高",
        "上限",
        "控制在",
        "低于或等于",
        "低于等于",
        "小于等于",
        "小于或等于",
        "不突破",
        "不迟于",
        "未超过",
        "未突破",
    ],
    Operator.LT: ["小于", "低于", "少于", "不足", "不满", "不到", "未达"],
    Operator.EQ: ["等于", "保持在", "保持", "稳定在", "维持在", "维持", "为"],
    Operator.APPROX: ["约", "大约", "约为", "近", "将近", "接近", "左右"],
}
SUFFIXES = {
    Operator.GE: ["以上", "及以上", "或以上", "之上", "起", "及其以上", "及以上的"],
    Operator.LE: ["以下", "及以下", "或以下", "以内", "之内", "内", "之下", "封顶", "及以内", "范围内", "范围以内"],
    Operator.APPROX: ["左右", "上下"],
}
# between the number and its unit: 30余家, 100多人
TAILS = {"余": Operator.GT, "多": Operator.GT, "+": Operator.GE, "来": Operator.APPROX}
WEAK = [
    "达到",
    "达",
    "实现",
    "完成",
    "确保",
    "力争达到",
    "力争",
    "计划完成",
    "计划",
    "预计达到",
    "预计",
    "累计达到",
    "累计",
    "共计",
    "合计",
    "总计",
    "共",
    "新增",
    "介于",
    "以",
    "并",
    "须",
    "应",
    "需",
]

_SIGN = "|".join(re.escape(sign) for sign in sorted(SIGNS, key=len, reverse=True))
_PREFIX_OF = {word: operator for operator, words in PREFIXES.items() for word in words}
_PREFIX = "|".join(sorted(_PREFIX_OF, key=len, reverse=True))
_SUFFIX_OF = {word: operator for operator, words in SUFFIXES.items() for word in words}
_SUFFIX = "|".join(sorted(_SUFFIX_OF, key=len, reverse=True))

PREFIX = re.compile(rf"(?:(?P<word>{_PREFIX})[在为]?)?(?P<sign>{_SIGN})?$")
SIGN = re.compile(_SIGN)
SUFFIX = re.compile(_SUFFIX)
# words that stand in an operator column and are no operators; a single character but 无 is none of them
_NO_OPERATOR = re.compile(r"(?:无|[\u4e00-\u9fff()/\-]{2,}|[()/\-])?")
# characters that a recogniser makes of a sign that stands alone
_MISREAD = {"二": Operator.EQ}


def prefix_word(word: str) -> Operator:
    """The operator of a word that stands before a number."""
    return _PREFIX_OF[word]


def suffix_word(word: str) -> Operator:
    """The operator of a word that stands after a number."""
    return _SUFFIX_OF[word]


def read_operator(text: str | None) -> tuple[Operator | None, bool]:
    """What an operator column says: (operator, whether the text was understood).

    定性, 定量, 正向指标 and other Chinese words are understood and are no operators; `2`, `Z` or 之 are not understood:
    a recogniser makes them of ≥.
    """
    folded = fold(text or "").text
    if folded in _MISREAD:
        return _MISREAD[folded], False
    if folded in SIGNS:
        return SIGNS[folded], "》" not in folded and "《" not in folded
    if folded in _PREFIX_OF:
        return _PREFIX_OF[folded], True
    if folded in _SUFFIX_OF:
        return _SUFFIX_OF[folded], True
    return None, _NO_OPERATOR.fullmatch(folded) is not None


def same_direction(one: Operator, other: Operator) -> bool:
    """Whether two operators of one value can both be meant: 不低于 … 以上."""
    up, down = {Operator.GE, Operator.GT}, {Operator.LE, Operator.LT}
    return one is other or {one, other} <= up or {one, other} <= down


def without_bound(operator: Operator) -> Operator:
    """以上（不含） is greater than."""
    return {Operator.GE: Operator.GT, Operator.LE: Operator.LT}.get(operator, operator)
