"""Dates, deadlines, periods and years as they are printed."""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import NamedTuple

from normalizers.numbers import parse_chinese
from normalizers.text import fold
from normalizers.text import without_brackets as strip_brackets

_Y, _M, _D = r"(?P<y>(?:19|20)[0-9]{2})", r"(?P<m>1[0-2]|0?[1-9])", r"(?P<d>3[01]|[12][0-9]|0?[1-9])"
_YEARISH = rf"(?:{_Y}年度?|当年|本年度?|今年)?"
_QUARTER = r"第?(?P<q>[1-4一二三四])季度"
_HALF = r"(?P<h>[上下])半年度?"
_CLOCK = r"(?: ?0{1,2}:00(?::00)?)?"
# Whole expressions, most telling first. Those of LOOSE are dates only where a date is expected.
_STRICT = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_YEARISH}{_M}月{_D}[日号]",
        rf"{_Y}[-./]{_M}[-./]{_D}{_CLOCK}",
        rf"{_Y}[-/]{_M}",
        rf"{_YEARISH}{_QUARTER}",
        rf"{_YEARISH}{_HALF}",
        rf"{_YEARISH}{_M}月份?",
        rf"{_Y}年度?",
        r"(?:当年|本年度?|今年)",
    )
)
_LOOSE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_Y}\.{_M}",
        rf"{_Y}年{_M}",
        r"(?P<y>(?:19|20)[0-9]{2})(?P<m>1[0-2]|0[1-9])(?:(?P<d>3[01]|[12][0-9]|0[1-9]))?",
        rf"{_Y}年?{_M}月{_D}[日号]?",
        rf"{_Y}",
    )
)
_LEAD = re.compile(r"(?:不[晚迟]于|截至|截止到?|最迟|[于在至到≤]|<=)?")
_TAIL = re.compile(
    r"(?P<mark>(?:年?[底末]|内)?(?:之前|以前|前|止)?)(?P<rest>(?:[全基按如陆][部面本时期续])?"
    r"(?:(?:完成|竣工|结束|交付|到位|启动|开工|建成|投入|发放|验收|拨付|支付)[\u4e00-\u9fff]{0,8})?|[\u4e00-\u9fff]{0,12})"
)
_DONE = re.compile(
    r"(?:[全基按如陆][部面本时期续])?(?:完成|竣工|结束|交付|到位|启动|开工|建成|投入|发放|验收|拨付|支付)"
)
_YEAR_END = re.compile(
    r"(?:当年|本年度?|今年|年)年?(?:[底末]|内)(?:之前|以前|前|止)?[\u4e00-\u9fff]{0,12}|年[底末][\u4e00-\u9fff]{0,12}|年内[\u4e00-\u9fff]{0,8}"
)
# 1月-12月 without any year; 1-12月 may be so many months
_MONTHS = re.compile(rf"{_M}月(?:底|末|初)?[-~至到]+(?:1[0-2]|0?[1-9])月(?:底|末|初)?")
_RANGE = re.compile(r"起?[-~至到]+")
_OPEN_END = re.compile(r"(?P<when>.+?)(?:开始|起)?(?:至今|起|开始|以后|以来)")
_CHINESE_YEAR = re.compile(r"([二][〇○零OＯ0一二三四五六七八九]{3})年")
_YEAR_MARKED = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})年度")
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})年")
_YEAR_ALONE = re.compile(r"\(?((?:19|20)[0-9]{2})(?:年度?)?\)?")


_CHINESE_DATE = re.compile(
    r"(?P<y>二[〇○零OＯ0][〇○零OＯ0一二三四五六七八九]{2})年"
    r"(?:(?P<m>十[一二]?|[一二三四五六七八九])月(?:(?P<d>[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])日)?)?"
)


def _arabic(text: str) -> str:
    """二〇二四年十二月 with the digits that everything here looks for."""

    def digits(match: re.Match[str]) -> str:
        year = parse_chinese(re.sub("[○OＯ0]", "〇", match["y"]))
        rest = [(parse_chinese(match[name]), sign) for name, sign in (("m", "月"), ("d", "日")) if match[name]]
        return f"{year}年" + "".join(f"{number}{sign}" for number, sign in rest)

    return _CHINESE_DATE.sub(digits, text)


class Span(NamedTuple):
    """First and last day of a printed date: a day, a month, a quarter, a year."""

    first: date
    last: date


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month_span(year: int, first: int, last: int) -> Span:
    return Span(date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]))


def _span_of(match: re.Match[str], year: int | None) -> Span | None:
    parts = match.groupdict()
    year = int(parts["y"]) if parts.get("y") else year
    if year is None:
        return None
    if parts.get("d"):
        day = _day(year, int(parts["m"]), int(parts["d"]))
        return None if day is None else Span(day, day)
    if parts.get("m"):
        return _month_span(year, int(parts["m"]), int(parts["m"]))
    if parts.get("q"):
        quarter = "1234".find(parts["q"]) if parts["q"].isascii() else "一二三四".find(parts["q"])
        return _month_span(year, quarter * 3 + 1, quarter * 3 + 3)
    if parts.get("h"):
        return _month_span(year, 1, 6) if parts["h"] == "上" else _month_span(year, 7, 12)
    return _month_span(year, 1, 12)


def _match(text: str, loose: bool) -> re.Match[str] | None:
    for pattern in _STRICT + (_LOOSE if loose else ()):
        if (match := pattern.fullmatch(text)) is not None:
            return match
    return None


def parse_period(text: str) -> tuple[date | None, date | None]:
    """First and last day of a printed period; None for an end that is not printed or not understood.

    >>> parse_period("2024年7月—2025年7月")
    (datetime.date(2024, 7, 1), datetime.date(2025, 7, 31))
    >>> parse_period("202001-202012")
    (datetime.date(2020, 1, 1), datetime.date(2020, 12, 31))
    """
    folded = _arabic(fold(strip_brackets(text)).text or fold(text).text.strip("()"))
    span = _period(folded)
    if span is None:
        inner = re.search(r"\(([^()]*)\)", fold(text).text)
        span = _period(inner[1]) if inner else None
    if span is None or (span[0] and span[1] and span[0] > span[1]):
        return None, None
    return span


def _period(text: str, year: int | None = None) -> tuple[date | None, date | None] | None:
    text = text.strip("\"'。.,;:").removeprefix("自").removeprefix("从")
    if (whole := _match(text, loose=True)) is not None:
        span = _span_of(whole, year)
        return None if span is None else (span.first, span.last)
    for sign in _RANGE.finditer(text):
        both = _two_ends(text[: sign.start()], text[sign.end() :], year)
        if both is not None:
            return both
    if (opened := _OPEN_END.fullmatch(text)) is not None and (start := _match(opened["when"], loose=True)) is not None:
        span = _span_of(start, year)
        return None if span is None else (span.first, None)
    deadline = parse_deadline(text, year)
    return deadline if deadline is not None and deadline[1] is not None else None


def _two_ends(left: str, right: str, year: int | None) -> tuple[date, date] | None:
    """Both ends of a period. The right end takes the year, the left end the unit (6-8月), of the other."""
    right = re.sub(r"(?:底|末|止|期间)$", "", right)
    start, end = _match(left, loose=True), _match(right, loose=True)
    if end is not None and start is None and right.endswith("月"):
        start = _match(left + "月", loose=True)
    if end is not None and start is None and right.endswith(("年", "年度")):
        start = _match(left + "年", loose=True)
    if start is None or end is None:
        return None
    first = _span_of(start, year or _year_in(end))
    if first is None:
        return None
    last = _span_of(end, first.first.year)
    return None if last is None else (first.first, last.last)


def _year_in(match: re.Match[str]) -> int | None:
    printed = match.groupdict().get("y")
    return int(printed) if printed else None


def parse_deadline(
    text: str, fiscal_year: int | None, expected: bool = False
) -> tuple[date | None, date | None] | None:
    """(first day, last day) of a deadline or a period in a value cell; None when the text is no date at all.

    A single day, month or year is a deadline: only the last day is given. Quarters, half years and printed
    periods have both ends. A date without a year takes the fiscal year; without that both are None.

    Args:
        text: the printed value, without notes in brackets.
        fiscal_year: the year of the table.
        expected: whether the indicator asks for a date, so that `2024.12` or `202412` is one.

    >>> parse_deadline("2024年12月底前", None)
    (None, datetime.date(2024, 12, 31))
    >>> parse_deadline("90%", 2024) is None
    True
    """
    folded = _arabic(fold(text).text.strip("\"'。.,;:"))
    if not folded:
        return None
    if (ends := _value_period(folded, fiscal_year)) is not None:
        return ends
    if fiscal_year is None and _MONTHS.fullmatch(folded):
        return None, None
    if _YEAR_END.fullmatch(folded):
        return (None, None) if fiscal_year is None else (None, date(fiscal_year, 12, 31))
    return _one_date(folded, fiscal_year, expected)


def _one_date(text: str, fiscal_year: int | None, expected: bool) -> tuple[date | None, date | None] | None:
    lead = _LEAD.match(text)
    start = lead.end() if lead else 0
    for loose in (False, True):
        match = _longest(text, start, loose)
        tail = _TAIL.fullmatch(text, match.end()) if match else None
        if match is None or tail is None or (tail["rest"] and not (tail["mark"] or _DONE.match(tail["rest"]))):
            continue
        if loose and not expected and not (tail["mark"] and not match.group().isdigit()):
            continue
        span = _span_of(match, fiscal_year)
        if span is None:
            return None, None
        whole = match.groupdict().get("q") or match.groupdict().get("h")
        return (span.first, span.last) if whole and "前" not in tail["mark"] else (None, span.last)
    return None


def _longest(text: str, start: int, loose: bool) -> re.Match[str] | None:
    found = [match for pattern in (_LOOSE if loose else _STRICT) if (match := pattern.match(text, start)) is not None]
    return max(found, key=lambda match: match.end(), default=None)


def _value_period(text: str, fiscal_year: int | None) -> tuple[date, date] | None:
    """A period in a value cell: needs a date word, or two full dates (2021-2023 may be a number range)."""
    for sign in _RANGE.finditer(text):
        left, right = text[: sign.start()], text[sign.end() :]
        dated = any(mark in text for mark in "年月") or (_full(left) and _full(right))
        both = _two_ends(left, right, fiscal_year) if dated and left and right else None
        if both is not None and both[0] <= both[1]:
            return both
    return None


def _full(text: str) -> bool:
    return (
        re.fullmatch(rf"{_Y}[-./]{_M}[-./]{_D}{_CLOCK}", text) is not None
        or re.fullmatch(r"20[0-9]{4}", text) is not None
    )


def find_year(text: str) -> int | None:
    """The year a title or a year line names; None when there is none, or several and none is marked 年度.

    >>> find_year("（2024年度）"), find_year("( 年度)"), find_year("二〇二四年度")
    (2024, None, 2024)
    """
    folded = fold(text).text
    for match in _CHINESE_YEAR.finditer(folded):
        value = parse_chinese(re.sub("[○OＯ0]", "〇", match[1]))
        if value is not None:
            folded = folded.replace(match[0], f"{value}年")
    for pattern in (_YEAR_MARKED, _YEAR):
        years = {int(year) for year in pattern.findall(folded)}
        if years:
            # 2021-2023年 names a period, not a year
            span = re.search(r"(?:19|20)[0-9]{2}年?[-~至到](?:19|20)[0-9]{2}年", folded)
            return years.pop() if len(years) == 1 and not (span and pattern is _YEAR) else None
    alone = _YEAR_ALONE.fullmatch(folded)
    return int(alone[1]) if alone else None
