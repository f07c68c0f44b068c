"""Values that are compared with something: 较上年提高5%, 不低于上年, 同比, 逐年下降."""

from __future__ import annotations

import re
from typing import NamedTuple

from normalizers.model import Operator
from normalizers.operators import PREFIXES, SIGNS, prefix_word
from normalizers.text import Folded

_YEAR = r"(?:19|20)[0-9]{2}年度?(?![0-9])"
_BASE = (
    rf"(?:{_YEAR}|上一?年度?|去年度?|往年|前年|历年|前[三3]年|前期|上期|基期|同期|上一?季度?|上月|上半年|年初|历史"
    r"|[全本国省市县][国省市县区]?(?:行业)?平均|行业平均|社会平均|周边[地省市县]?[区]?|国家|地方|部颁|行业|省定|国定|规定|预算|概算|计划|合同|现有|现状|当前|目前|建设前|实施前|培训前)"
    r"(?:同期|同口径|批复|平均|实际|控制|规定|要求|目标|总|年|末|底|水平|标准|数额?|额|值|价|成本|金额|基数|规模|范围|工期)*"
)
_WORDS = sorted(
    (word for words in PREFIXES.values() for word in words if word not in ("为", "近", "左右", "约")),
    key=len,
    reverse=True,
)
_SIGN = "|".join(re.escape(sign) for sign in sorted(SIGNS, key=len, reverse=True))
_RELATION = (
    rf"(?P<than>相?较于?|比|与|同|对比|优于|达到|达|超过|不劣于|不次于)|(?P<word>{'|'.join(_WORDS)})|(?P<sign>{_SIGN})"
)
_COMPARED = re.compile(rf"(?P<lead>[\u4e00-\u9fff]{{0,8}}?)(?:{_RELATION})(?P<base>{_BASE})(?:相比|比较?)?(?P<rest>.*)")
_RUNNING = re.compile(r"(?P<lead>[\u4e00-\u9fff]{0,6}?)(?P<base>同比|环比|逐年|年均(?=[增递下降])|年递)(?P<rest>.*)")
CHANGE = (
    r"(?:有所|明显|显著|逐步|稳步|持续|不断|进一步|大幅|略有|平均|累计|可)*"
    r"(?:提高|提升|增长|增加|递增|上升|增幅|增收|下降|降低|降幅|减少|压减|缩小|缩短|节约|压缩|改善|持平|增|降|涨)(?:率|量|幅度?|速度?)?(?![到至])"
)
_CHANGE = re.compile(CHANGE)
# something of the source's own is met (达到预算, 达到规定要求): a state word, not a comparison
_STATE = re.compile(r"(?:达到?|同|与)(?:预算|计划|合同|规定|要求|目标)")


# 控制在预算内: nothing more than the operator
_WITHIN = re.compile("(?:范围)?[以之]?内")


class Comparison(NamedTuple):
    """`baseline` as printed (None when only a change is printed), what else is printed, and the number's part."""

    baseline: str | None
    operator: Operator | None
    operator_text: str | None
    notes: tuple[str, ...]
    rest: Folded


def find_comparison(value: Folded) -> Comparison | None:
    """What the value is compared with; `rest` is what remains for a number, perhaps empty."""
    text = value.text
    match = _COMPARED.fullmatch(text) or _RUNNING.fullmatch(text)
    if match is None:
        return _bare_change(value)
    if _STATE.match(text):
        return None
    parts = match.groupdict()
    operator: Operator | None = None
    operator_text = None
    for kind in ("word", "sign"):
        if parts.get(kind):
            operator = prefix_word(parts[kind]) if kind == "word" else SIGNS[parts[kind]]
            operator_text = value.printed(*match.span(kind))
    if parts.get("than") == "超过":
        operator, operator_text = Operator.GT, value.printed(*match.span("than"))
    start = match.start("rest")
    notes = [value.span(*match.span("lead"))] if parts["lead"] else []
    rest, change = _after_change(value, start)
    return Comparison(
        value.printed(*match.span("base")), operator, operator_text, tuple(notes + change), value.part(rest)
    )


def _after_change(value: Folded, start: int) -> tuple[int, list[str]]:
    """Where the number's part begins, and the verb of the change."""
    if _WITHIN.fullmatch(value.text, start):
        return len(value.text), []
    while value.text[start : start + 1] and value.text[start] in "的,、:":
        start += 1
    change = _CHANGE.match(value.text, start)
    return (change.end(), [value.span(*change.span())]) if change else (start, [])


def _bare_change(value: Folded) -> Comparison | None:
    """提高5%: a change without a printed baseline."""
    change = _CHANGE.match(value.text)
    if change is None or not re.search(r"[0-9]", value.text[change.end() :]):
        return None
    return Comparison(None, None, None, (value.span(*change.span()),), value.part(change.end()))
