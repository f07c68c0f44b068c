"""Glyphs in a value that a recogniser, or a typist, probably took for others.

Nothing here repairs: a value is parsed as it stands and marked. Sources of the patterns: DOMAIN 4.1.
Texts are folded (see normalizers.text).
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

from normalizers.model import Unit
from normalizers.operators import SUFFIX
from normalizers.text import fold
from normalizers.units import find_unit

RATE_NAME = re.compile(r"(?:率|占比|比例|比重|覆盖面|满意度|知晓度|[满达合][意标格]度|%)(?:\([^()]*\))?$")
# shares of a whole; 完成率, 增长率 and 执行率 may be above 100
_AT_MOST_HUNDRED = re.compile(
    r"(?:满意|合格|覆盖|知晓|到位|及时|准确|正确|达标|优良|通过|入学|巩固|成活|完好|兑现|受理|办结|入户|参保|接种|签约)(?:率|度|比例)"
    r"|占比(?:\([^()]*\))?$"
)
_GROWTH = re.compile(r"增|降|减|提高|提升|倍|杠杆|带动|放大")
# words of Latin letters and digits that are what they seem
_NAMES = re.compile(
    r"PM ?2\.5|PM ?10|CO2|SO2|NO2|O3|(?<![0-9.,])123(?:45|15)(?![0-9.,%])|[2-6][GK](?![0-9])"
    r"|[1-5]A(?:级|景区)?|A[1-5](?![0-9])|ISO ?[0-9]+|GB/?T? ?[0-9.]+"
    r"|O2O|B2B|B2C|C2C|H5|5S|IPv[46]|T\+[0-9]|7[×*x]24|24[×*x]7"
)
_LETTER_IN_NUMBER = re.compile(r"[0-9][OoIl|丨〇○S](?![a-z])|(?<![A-Za-z])[OoIl|丨〇○SZzBGqb][0-9]")
# of these the number cannot be told; of a stray sign in front (Z90%) it can
_UNREADABLE = re.compile(r"[0-9][OoIl|丨〇○](?![a-z])|(?<![A-Za-z])[OoIl|丨〇○][0-9]")
_STRAY_START = re.compile(
    r"(?:[》《]|[A-Za-z乏之く〈〉三二一工丫]=?(?=[0-9])|[+_`'|.,](?=[0-9])|[士土][0-9]|[-—–一~]+[≥≤<>=])"
)
_STRAY_ALONE = re.compile(r"[OoIl〇○|丨]")
_COMMA_FOR_POINT = re.compile(r"(?<![0-9])[0-9]+,(?![0-9]{3}(?![0-9]))[0-9]+")
_LEADING_ZERO = re.compile(r"(?<![0-9.,\-/ 年月])0[0-9]+(?![0-9]*[-/年月.日])")
_MINUS = re.compile(r"-[0-9]")
# glyphs that stand where a unit's own should: 15方人, 30化元, 15万入
LOOK_ALIKES = str.maketrans("方力入八化忆乙干于午尸卢广设顶坏沃末兀", "万万人人亿亿亿千千个户户户项项次次米元")
_UNIT_RUN = re.compile(r"[0-9]([\u4e00-\u9fff/]{1,8})")
_WRONG_PERCENT = re.compile(r"[0-9](?:o/o|0/0|O/O)")
_DATE_LIKE = re.compile(r"20(?:1[5-9]|[23][0-9])(?:\.?(?:0?[1-9]|1[0-2])(?:(?:0[1-9]|[12][0-9]|3[01]))?)?")
_LOST_BAR = re.compile(r"2(?:[6-9][0-9](?:\.[0-9]+)?|100(?:\.0+)?)")


def confusable(text: str) -> bool:
    """Whether the text of a value holds a glyph that is probably another."""
    named = _NAMES.sub("", text)
    return (
        _STRAY_ALONE.fullmatch(named) is not None
        or _STRAY_START.match(named) is not None
        or _MINUS.match(named) is not None
        or any(
            pattern.search(named) is not None
            for pattern in (_LETTER_IN_NUMBER, _COMMA_FOR_POINT, _LEADING_ZERO, _WRONG_PERCENT)
        )
        or any(misread_unit(match[1]) for match in _UNIT_RUN.finditer(named))
    )


def misread_unit(run: str) -> bool:
    """Whether the words behind a number are no unit, and become one when look-alikes are put right."""
    suffix = SUFFIX.search(run)
    run = run[: suffix.start()] if suffix else run
    other = run.translate(LOOK_ALIKES)
    return other != run and find_unit(other) is not None and find_unit(run) is None


def unreadable(text: str) -> bool:
    """Whether letters stand where digits must, so that a number taken from the rest would be wrong: `9O%`, `l5个`."""
    return _UNREADABLE.search(_NAMES.sub("", text)) is not None


def implausible_rate(number: Decimal, unit: Unit | None, name: str | None, operator_printed: bool) -> bool:
    """A rate that is too high in a way that a misread sign explains.

    `292%` may be ≥92%, 909 under …率 may be 90%, 985% may be 98.5%, 90‰ under 满意度 may be 90%.
    """
    name = name or ""
    is_rate = RATE_NAME.search(name) is not None
    if unit is not None and unit.base == "‰":
        return number > 50 and _AT_MOST_HUNDRED.search(name) is not None
    if number <= 100 or (_GROWTH.search(name) and not is_rate):
        return False
    if unit is not None and unit.base == "%":
        lost_bar = not operator_printed and _LOST_BAR.fullmatch(str(number)) is not None
        return lost_bar or _AT_MOST_HUNDRED.search(name) is not None
    return unit is None and is_rate


def date_as_number(printed: str, unit: Unit | None) -> bool:
    """`2024.6`, `202412`, `20241231`, `2024` without a unit: a number or a date, the text cannot tell."""
    return unit is None and _DATE_LIKE.fullmatch(printed) is not None


def spreadsheet_day(printed: str) -> date | None:
    """The day a spreadsheet means by a number of days since the end of 1899, from 2000 to 2049: 45657 is 2024-12-31.

    >>> spreadsheet_day("45657"), spreadsheet_day("456")
    (datetime.date(2024, 12, 31), None)
    """
    if re.fullmatch("[345][0-9]{4}", printed) is None:
        return None
    day = date(1899, 12, 30) + timedelta(days=int(printed))
    return day if 2000 <= day.year < 2050 else None


def implausible_time(number: Decimal, unit: Unit | None) -> bool:
    """`202412月`: a date that has lost a glyph."""
    return unit is not None and unit.base in ("年", "月", "日", "天", "季度", "周") and number >= 1900


def implausible_volume(unit_text: str | None, name: str | None) -> bool:
    """`5.0万方` where money is asked for: 元 read as 方. Earth, water and concrete are counted in 方."""
    asked = _MONEY_NAME.search(name or "") is not None and _POURED.search(name or "") is None
    return asked and unit_text is not None and unit_text.endswith("方")


_MONEY_NAME = re.compile(r"金额|成本|费用?|经费|资金|补助|补贴|投资|收入|产值|支出|利润|税")
_POURED = re.compile(r"土|石|砂|沙|水|库容|方量|混凝土|砼|淤|垃圾|木材|气")


def counted_rate(unit_text: str | None, dimension: str | None, name: str | None) -> bool:
    """Whether a rate seems to be counted in things: a lone % of a fax is read as 名 or 台."""
    if unit_text is None or len(unit_text) > 1 or dimension not in _WHOLE:
        return False
    named = fold(name or "").text
    # what is covered may be counted, and who died: 服务覆盖面 13个, 责任事故死亡率 0.02人
    counted = "覆盖面" in named or (unit_text == "人" and "亡率" in named)
    return RATE_NAME.search(named) is not None and not counted


_WHOLE = frozenset({"people", "person_times", "households", "entities", "count", "events"})


def implausible_point(printed: str, unit: Unit | None) -> bool:
    """`3.000人`: a point where a thousands mark belongs."""
    return (
        unit is not None
        and unit.dimension in _WHOLE
        and unit.multiplier == 1
        and _THREE_DECIMALS.match(printed) is not None
    )


def rate_per_thousand(unit_text: str | None, name: str | None) -> bool:
    """Whether a rate that is counted in ‰ stands in %: a ring of ‰ is easily lost, and 0.5% may well be."""
    return unit_text in ("%", "％") and _PER_THOUSAND.search(fold(name or "").text) is not None


_PER_THOUSAND = re.compile(r"死亡率|发病率|[万千]人.{0,8}率|出生率|自然增长率")


def thousands_by_point(text: str | None, unit_text: str | None) -> bool:
    """Whether a number has a point where a comma between thousands is as likely: ≥15.183平方米, not 15.183万平方米."""
    if text is None or (unit_text or "").startswith(("万", "亿", "千", "百", "%", "‰")):
        return False
    return _THREE_DECIMALS.search(fold(text).text) is not None


_THREE_DECIMALS = re.compile(r"(?<![0-9.,])[1-9][0-9]{0,2}\.[0-9]{3}(?![0-9])")
