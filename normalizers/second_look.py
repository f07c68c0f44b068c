"""What a whole table says about a doubtful value: odd operators among its neighbours, and proposals of repairs.

A proposal never reaches a value: the printed text stays, the row is marked, the finding says what it may have been.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from extractors.model import Finding, ReadingCode, Severity
from normalizers.audit.garbled import garbled, indicator_texts
from normalizers.audit.repeats import odd_operators
from normalizers.audit.report import plain
from normalizers.codes import AuditCode, MeaningCode
from normalizers.confusions import counted_rate, rate_per_thousand, thousands_by_point
from normalizers.context import ValueContext
from normalizers.misweighed import misweighed
from normalizers.model import Goal, Indicator, TableFinding, TargetTable, ValueKind
from normalizers.odd_punctuation import Odd, odd_punctuation
from normalizers.repairs import propose

_Row = TypeVar("_Row", Indicator, Goal)
_REPAIRABLE = (MeaningCode.CONFUSABLE_GLYPH, MeaningCode.VALUE_UNPARSED)


def look_again(table: TargetTable) -> TargetTable:
    """The table with doubts that only its other rows can raise, and a proposal beside each doubt that has one."""
    # whether a sign has a bar is settled by its ink, where that is clear; a sign read as a figure only its row can tell
    odd = {
        item.ordinal: usual
        for item, usual in odd_operators(table)
        if item.confidence < 1.0 and item.measure.operator is None
    }
    marked = tuple(
        _doubted(item, MeaningCode.OPERATOR_DOUBTFUL) if item.ordinal in odd and item.part == 1 else item
        for item in table.indicators
    )
    misread, parted = misweighed(table), _with_a_slash(table) | _from_date_to_date(table)
    unlike = {one.ordinal: one for one in odd_punctuation(table)}
    findings = (
        *_odd(marked, odd),
        *_proposals(table),
        *_misweighed(marked, misread),
        *_unlike_the_others(marked, unlike),
    )
    marked = tuple(
        _doubted(item, AuditCode.TEXT_GARBLED) if any(map(garbled, indicator_texts(item))) else item for item in marked
    )
    marked = tuple(
        _doubted(item, ReadingCode.CONFUSABLE)
        if item.confidence < 1.0
        and (
            _ragged(item.level3)
            or _frayed(item.value_text, item.measure.note)
            or _undivided(item.explanation)
            or _miscounted(item)
            or item.ordinal in misread
            or item.ordinal in parted
            or item.ordinal in unlike
        )
        else item
        for item in marked
    )
    goals = tuple(_doubted(goal, AuditCode.TEXT_GARBLED) if garbled(goal.text) else goal for goal in table.goals)
    return replace(table, indicators=marked, goals=goals, findings=(*table.findings, *findings))


def _ragged(text: str | None) -> bool:
    """Whether a name leaves a bracket open, has a dash or a pause at an end, or a colon where a point must be.

    The last mark of a line is the one most often lost, and what is left of a rule or a stroke beside a name reads as a
    dash, as 一 where no word has one, or as a 1 behind a word that nobody numbers.
    """
    if text is None:
        return False
    stroke = (text.endswith("一") and text[-2:-1] not in _ENDS_WITH_ONE) or _BEGUN_BY_A_STROKE.match(text) is not None
    odd = _opened(text) or _NUMBERED_MEASURE.search(text) is not None or _NO_RATIO.search(text) is not None
    return odd or stroke or bool(set(text[:1] + text[-1:]) & _DASHES) or text[-1:] in _PAUSES


def _opened(text: str) -> bool:
    """Whether a bracket is opened and not closed."""
    return sum(map(text.count, "(（")) > sum(map(text.count, ")）"))


def _frayed(text: str | None, note: str | None) -> bool:
    """Whether a value has half of a pair of brackets or quotation marks, a letter before its words or a stray last one.

    The quotation mark is a speck, or its other half is lost; 2000元庙 is 2000元/亩 with its stroke in the character,
    and so is 2000元l亩.
    `note` is what number and unit leave of the text.
    """
    if not text:
        return False
    if note is not None and text.endswith(note) and (len(note) == 1 or _ONE_OF.fullmatch(note)):
        return True
    outer = text[0] if text[0] in _QUOTES else text[-1] if text[-1] in _QUOTES else ""
    odd = bool(outer) and sum(map(text.count, _QUOTES)) % 2 == 1
    return odd or _opened(text) or _LETTER_FIRST.match(text) is not None


_DASHES = frozenset("-–—_")
_PAUSES = frozenset(";；,，、:：")  # nobody ends a name so; a speck behind it reads like that
# 统一 唯一 万一 第一 之一 合一 归一 同一 专一 单一 逐一 划一, and any number
_ENDS_WITH_ONE = frozenset("统唯万第之合归同专单逐划十百千〇零周星期初")
# 一般 一次 一体 一线 一站 一网 一村 一流 一批 一等 一类 一级 一事 一老 一户 一卡 一期 一张 一件 一二三 一键 一窗 一照
_BEGUN_BY_A_STROKE = re.compile(
    r"一(?![般次体线站网村流批等类级事老户卡期张件二三带路把手个套条项年季月日人企镇县乡键窗照码证图园部刀揽门票区库杆校院]"
    r"|[^\u4e00-\u9fff(（])"
)
_NUMBERED_MEASURE = re.compile(r"(?:[率度量额积]|[人户个项]数)[1lI|]$")
_NO_RATIO = re.compile(r"[A-Za-z][0-9]+[:：][0-9]")  # PM2:5 is PM2.5
# a letter alone before words is a piece of a seal or a rule; A级 B超 T恤 X光 and their like are printed
_LETTER_FIRST = re.compile(r"[A-Za-z](?![级类型区超光线柜座片恤股证轮])[\u4e00-\u9fff]")
_QUOTES = "'\"`‘’“”"
# 合格率=合格数÷总数×100%: on a scan its ÷ is read as +, as a colon or not at all
_SHARE = re.compile(r"[=＝].{2,}[xX×]\s*100\s*[%％]", re.DOTALL)
_DIVISIONS = frozenset("÷/／∕")


def _undivided(text: str | None) -> bool:
    """Whether a text works out a share of 100 % without dividing anything."""
    return text is not None and _SHARE.search(text) is not None and not _DIVISIONS.intersection(text)


def _miscounted(item: Indicator) -> bool:
    unit = item.measure.unit_text
    return (
        counted_rate(unit, item.measure.dimension, item.level3)
        or rate_per_thousand(unit, item.level3)
        or thousands_by_point(item.value_text, unit)
    )


def _with_a_slash(table: TargetTable) -> frozenset[int]:
    """The ordinals of the rows whose value may go on with / where 1 was read: 26元 and below it 1户 are 26元/户."""
    parts = (item for item in table.indicators if item.part > 1 and item.measure.text is not None)
    return frozenset(item.ordinal for item in parts if _ONE_OF.fullmatch(item.measure.text or ""))


def _from_date_to_date(table: TargetTable) -> frozenset[int]:
    """The ordinals of the rows with two dates that nothing parts: 2023年2月 and below it 2023年9月 lost their dash."""
    dates = Counter(
        item.ordinal
        for item in table.indicators
        if item.measure.kind is ValueKind.DATE and not _PARTED.search(item.value_text or "")
    )
    return frozenset(ordinal for ordinal, count in dates.items() if count > 1)


_PARTED = re.compile("[;；,，、。]")
_ONE_OF = re.compile(r"[1lI|][\u4e00-\u9fff]{1,3}")


def _doubted(row: _Row, code: str) -> _Row:
    return replace(row, reasons=tuple(dict.fromkeys((*row.reasons, str(code)))))


def _odd(indicators: tuple[Indicator, ...], odd: dict[int, str]) -> Iterator[TableFinding]:
    for item in indicators:
        if item.ordinal in odd and item.part == 1:
            usual = odd[item.ordinal]
            yield TableFinding(
                Finding(
                    MeaningCode.OPERATOR_DOUBTFUL,
                    Severity.WARNING,
                    f"Every comparable value of the table has {usual}; the 2 may be the sign.",
                    item.place,
                    f"{item.level3 or ''} | {item.value_text or ''}",
                    usual + (item.measure.text or "")[1:],
                    computed=item.value_text,
                    expected=usual,
                ),
                item.ordinal,
            )


def _misweighed(indicators: tuple[Indicator, ...], misread: frozenset[int]) -> Iterator[TableFinding]:
    for item in indicators:
        if item.ordinal in misread and item.part == 1 and item.weight is not None:
            message = (
                f"The weights do not add up, and would if {plain(item.weight)} were a figure it is often read for."
            )
            evidence = f"{item.level3 or ''} | {plain(item.weight)}"
            yield TableFinding(
                Finding(ReadingCode.CONFUSABLE, Severity.WARNING, message, item.place, evidence), item.ordinal
            )


def _unlike_the_others(indicators: tuple[Indicator, ...], unlike: dict[int, Odd]) -> Iterator[TableFinding]:
    for item in indicators:
        if item.ordinal in unlike and item.part == 1:
            one = unlike[item.ordinal]
            message = f"Worded like other rows and punctuated otherwise: one of them reads {one.usual}."
            yield TableFinding(
                Finding(ReadingCode.CONFUSABLE, Severity.WARNING, message, item.place, one.text), item.ordinal
            )


def _proposals(table: TargetTable) -> Iterator[TableFinding]:
    for item in table.indicators:
        code = next((code for code in _REPAIRABLE if code in item.measure.doubts), None)
        text = item.measure.text
        if code is None or text is None or (proposal := propose(text, _context(table, item))) is None:
            continue
        yield TableFinding(
            Finding(
                code,
                Severity.WARNING,
                f"{text} may have been {proposal}.",
                item.place,
                f"{item.level3 or ''} | {item.value_text or ''}",
                proposal,
                computed=text,
                expected=proposal,
            ),
            item.ordinal,
        )


def _context(table: TargetTable, item: Indicator) -> ValueContext:
    """What stood beside the value: operator and unit that are not printed in its own cell."""
    printed, measure = item.value_text or "", item.measure
    operator = measure.operator_text if measure.operator_text and measure.operator_text not in printed else None
    unit = measure.unit_text if measure.unit_text and measure.unit_text not in printed else None
    return ValueContext(item.level3, operator, unit, table.fiscal_year)
