"""Target values: what is printed and what it means are made together from the same parts.

A column whose right answer the contract leaves open is left out of the meaning and so not compared.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

Meaning = dict[str, Any]

# as printed: base unit, multiplier, dimension
UNITS: dict[str, tuple[str, int, str | None]] = {
    "人": ("人", 1, "people"),
    "万人": ("人", 10_000, "people"),
    "人次": ("人次", 1, "person_times"),
    "万人次": ("人次", 10_000, "person_times"),
    "户": ("户", 1, "households"),
    "家": ("家", 1, "entities"),
    "场": ("场", 1, "events"),
    "期": ("期", 1, "events"),
    "次": ("次", 1, "events"),
    "%": ("%", 1, "ratio"),
    "‰": ("‰", 1, "ratio"),
    "元": ("元", 1, "money"),
    "万元": ("元", 10_000, "money"),
    "亿元": ("元", 100_000_000, "money"),
    "天": ("天", 1, "time"),
    "小时": ("小时", 1, "time"),
    "月": ("月", 1, None),
    "年": ("年", 1, "time"),
    "公里": ("公里", 1, "length"),
    "平方米": ("平方米", 1, "area"),
    "亩": ("亩", 1, "area"),
    "万亩": ("亩", 10_000, "area"),
    "立方米": ("立方米", 1, "volume"),
    "公斤": ("公斤", 1, "mass"),
    "吨": ("吨", 1, "mass"),
    "万吨": ("吨", 10_000, "mass"),
    "元/人": ("元/人", 1, "rate"),
    "元/亩": ("元/亩", 1, "rate"),
    "元/平方米": ("元/平方米", 1, "rate"),
    "元/人·天": ("元/人·天", 1, "rate"),
    "元/户": ("元/户", 1, "rate"),
    "元/次": ("元/次", 1, "rate"),
    "万元/公里": ("元/公里", 10_000, "rate"),
    "次/年": ("次/年", 1, None),
    "分": ("分", 1, None),
    "倍": ("倍", 1, None),
} | {unit: (unit, 1, "count") for unit in ("个", "项", "份", "册", "套", "座")}

SIGNS = {"≥": "ge", "≧": "ge", ">=": "ge", "≤": "le", "≦": "le", "=": "eq", "＝": "eq", "＞": "gt", "＜": "lt"}
OPERATORS = SIGNS | {
    "不低于": "ge",
    "不少于": "ge",
    "不超过": "le",
    "不高于": "le",
    "以上": "ge",
    "以内": "le",
    "": None,
}
_BEHIND = ("以上", "以内")
# Values that are no single number and no word: not for forms with a column for the operator and one for the unit.
COMPOSED = ("date", "span", "quarter", "range", "±", "more%", "less%", "budget")

_WORDS = (
    "及时", "合理", "健全", "明显改善", "持续提升", "完整", "应保尽保", "有效控制", "显著提高", "可控", "规范", "提升",
    "符合相关规定", "严格执行相关制度规定", "巩固提高", "稳步提高", "长期", "效果明显", "全覆盖",
    "在项目计划完成时间内完成",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Value:
    """A number with operator and unit (all as printed), or a `text` printed as it stands with what it means."""

    operator: str = ""
    number: str = ""
    unit: str = ""
    text: str = ""
    means: tuple[tuple[tuple[str, Any], ...], ...] = ()

    def printed(self, dress: str = "") -> str:
        """All in one cell; `dress` is how the system writes per cent: `gansu` 百分比, `shanghai` 90.00(%)."""
        if self.means:
            return self.text
        quantity = f"{self.number}{self.unit}"
        if self.unit == "%" and dress == "gansu":
            quantity = f"{self.number}百分比"
        if self.unit == "%" and dress == "shanghai":
            quantity = f"{Decimal(self.number):.2f}(%)"
        return quantity + self.operator if self.operator in _BEHIND else self.operator + quantity

    def meanings(self, dress: str = "") -> list[Meaning]:
        """One for each value of the cell."""
        if self.means:
            return [dict(meaning) for meaning in self.means]
        meaning = measured(self.operator, self.number, self.unit)
        if self.unit == "%" and dress == "gansu":
            meaning["unit_text"] = "百分比"
            del meaning["base_unit"]
        if self.unit == "%" and dress == "shanghai":
            del meaning["unit_text"]
        return [meaning]


def exact(number: Decimal | str) -> str:
    """A decimal as text without trailing zeros."""
    return format(Decimal(str(number).replace(",", "")).normalize(), "f")


def measured(operator: str, number: str, unit: str) -> Meaning:
    """What a printed number with operator and unit means."""
    code, amount = OPERATORS[operator], Decimal(number.replace(",", ""))
    base, multiplier, dimension = UNITS.get(unit, (None, 1, None))
    low, high = code not in ("le", "lt"), code not in ("ge", "gt")
    meaning: Meaning = {
        "value_kind": "numeric",
        "operator": code,
        "operator_text": operator or None,
        "number_low": exact(amount) if low else None,
        "number_high": exact(amount) if high else None,
        "unit_text": unit or None,
        "value_min": exact(amount * multiplier) if low else None,
        "value_max": exact(amount * multiplier) if high else None,
        "base_unit": base,
        "date_from": None,
        "date_to": None,
    }
    return meaning | ({"dimension": dimension} if dimension else {})


def _says(text: str, *meanings: Meaning) -> Value:
    return Value(text=text, means=tuple(tuple(meaning.items()) for meaning in meanings))


def _word(text: str) -> Value:
    empty = dict.fromkeys(("operator", "number_low", "number_high", "unit_text", "value_min", "value_max", "base_unit"))
    return _says(text, {"value_kind": "qualitative", **empty})


def value(random: Random, kind: str, year: int, *, signs_only: bool = False) -> Value:
    """A value of a kind named in `names.py`; `signs_only` where operator and unit have columns of their own."""
    if not signs_only and random.random() < 0.015:
        return _unfilled(random, kind)
    makers = {
        "word": lambda: _word(random.choice(_WORDS)),
        "zero": lambda: Value(number="0", unit=random.choice(("", "", "次"))),
        **dict.fromkeys(("date", "span", "quarter"), lambda: _dated(random, kind, year)),
        **dict.fromkeys(("more", "more%", "less%"), lambda: _compared(random, kind, signs_only)),
        **dict.fromkeys(("range", "±"), lambda: _ranged(random, kind)),
        **dict.fromkeys(("%<", "‰"), lambda: _small(random, kind)),
        "budget": lambda: _says("不超预算", {}),
        "%": lambda: _rate(random, signs_only),
    }
    return makers.get(kind, lambda: _amount(random, kind, signs_only))()


def _small(random: Random, kind: str) -> Value:
    number = random.choice(("0.5", "1", "2", "3", "5", "1.5"))
    return Value(random.choice(("≤", "≤", "＜")), number, kind.rstrip("<"))


def _unfilled(random: Random, kind: str) -> Value:
    unit = kind.rstrip("<") if kind.rstrip("<") in UNITS else "%"
    if random.random() < 0.5:
        return _says("", {"value_kind": "missing", "number_low": None, "number_high": None})
    return _says(f"≥{random.choice(('**', 'XX'))}{unit}", {"value_kind": "placeholder", "number_low": None})


def _dated(random: Random, kind: str, year: int) -> Value:
    month = random.choice((3, 6, 9, 10, 11, 12))
    last = monthrange(year, month)[1]
    until: Meaning = {"value_kind": "date", "date_to": f"{year}-{month:02}-{last}", "number_low": None}
    if kind == "quarter":
        number = random.randint(1, 4)
        end = f"{year}-{number * 3:02}-{monthrange(year, number * 3)[1]}"
        begin = f"{year}-{number * 3 - 2:02}-01"
        return _says(f"{year}年第{'一二三四'[number - 1]}季度", until | {"date_from": begin, "date_to": end})
    if kind == "span":
        start = random.randint(1, month)
        text = random.choice(
            (
                f"{year}年{start}月—{year}年{month}月",
                f"{year}年{start}月-{year}年{month}月",
                f"{year}年{start}月1日至{year}年{month}月{last}日",
            )
        )
        return _says(text, until | {"date_from": f"{year}-{start:02}-01"})
    text = random.choice((
        f"{year}年{month}月底前", f"{year}年{month}月{last}日前", f"{month}月底前", f"{year}年{month}月底前完成",
        f"{year}-{month:02}-{last}",
    ))  # fmt: skip
    return _says(text, until | ({"date_from": None} if "前" in text else {}))


def _compared(random: Random, kind: str, signs_only: bool) -> Value:
    down = kind == "less%"
    if kind == "more" or signs_only:
        words = ("较上年下降", "低于上年") if down else ("较上年提高", "较上年有所提高", "高于上年", "逐年提高")
        return _says(random.choice(words), {"value_kind": "comparative", "number_low": None})
    number = random.choice(("1", "2", "3", "5", "8", "10", "1.5"))
    verb = random.choice(("下降", "降低") if down else ("提高", "增长", "增加"))
    sign = random.choice(("", "", "≥"))
    meaning: Meaning = {"value_kind": "comparative", "number_low": number, "unit_text": "%"}
    return _says(f"{random.choice(('较上年', '同比', '比上年'))}{verb}{sign}{number}%", meaning)


def _ranged(random: Random, kind: str) -> Value:
    low, high = random.choice((("85", "90"), ("90", "95"), ("60", "70"), ("95", "98")))
    text = random.choice((f"{low}%-{high}%", f"{low}%—{high}%", f"{low}%～{high}%", f"{low}-{high}%"))
    if kind == "±":
        high = random.choice(("1", "3", "5"))
        low, text = f"-{high}", random.choice((f"±{high}%以内", f"±{high}%"))
    meaning: Meaning = {
        "value_kind": "numeric",
        "operator": "range",
        "number_low": low,
        "number_high": high,
        "unit_text": "%",
        "value_min": low,
        "value_max": high,
        "base_unit": "%",
        "dimension": "ratio",
    }
    return _says(text, meaning)


def _rate(random: Random, signs_only: bool) -> Value:
    number = random.choice(("80", "85", "90", "92", "95", "98", "99.5", "100", "100"))
    if number == "100":
        return Value(random.choice(("", "", "=", "＝", "≥")), number, "%")
    if not signs_only and random.random() < 0.08:
        remark = random.choice(("（计划标准）", f"（上年：{number}%）", "（历史标准）"))
        meaning = measured("≥", number, "%")
        return _says(f"≥{number}%{remark}", meaning)
    if not signs_only and random.random() < 0.08:
        return _ranged(random, "range")
    words = () if signs_only else ("≧", ">=", "不低于", "以上")
    return Value(random.choice(("≥", "≥", "≥", "≥", "＞", *words)), number, "%")


_NUMBERS: dict[str, Callable[[Random], str]] = {
    "亿元": lambda r: f"{r.randint(11, 990) / 10:g}",
    "万人": lambda r: f"{r.randint(2, 400) / 10:g}",
    "万人次": lambda r: f"{r.randint(2, 900) / 10:g}",
    "万亩": lambda r: f"{r.randint(5, 300) / 10:g}",
    "万吨": lambda r: f"{r.randint(1, 90) / 10:g}",
    "公里": lambda r: f"{r.randint(10, 900) / 10:g}",
    "万元": lambda r: r.choice((f"{r.randint(100, 99_999) / 100:g}", str(r.randint(3, 900)))),
    "平方米": lambda r: r.choice((f"{r.randint(1000, 99_000):,}", str(r.randint(200, 20_000)))),
    "亩": lambda r: str(r.randint(20, 5000)),
    "立方米": lambda r: str(r.randint(200, 90_000)),
    "人次": lambda r: r.choice((str(r.randint(3, 900) * 100), f"{r.randint(10, 300) * 100:,}")),
    "元": lambda r: str(r.randint(2, 60) * 100),
    "倍": lambda r: f"{r.randint(11, 60) / 10:g}",
    "分": lambda r: str(r.randint(80, 98)),
    "年": lambda r: str(r.choice((1, 3, 5, 8, 10, 15, 20, 30))),
    "月": lambda r: str(r.randint(3, 24)),
    "次/年": lambda r: str(r.choice((2, 4, 6, 12, 24))),
    "元/亩": lambda r: str(r.randint(5, 60) * 50),
    "元/平方米": lambda r: str(r.randint(5, 60) * 50),
}


def _count(random: Random) -> str:
    return str(random.randint(2, 160))


def _amount(random: Random, kind: str, signs_only: bool) -> Value:
    unit, most = (
        kind.rstrip("<"),
        kind.endswith("<") or kind.startswith(("元/", "万元/")) or kind in ("天", "小时", "月"),
    )
    number = _NUMBERS.get(unit, _count)(random)
    if not signs_only and unit in ("期", "场") and random.random() < 0.15:
        people = str(random.randint(2, 30) * 50)
        return _says(f"≥{number}{unit}；≥{people}人次", measured("≥", number, unit), measured("≥", people, "人次"))
    signs = ("≤", "≤", "≤", "＜", "") if most else ("≥", "≥", "≥", "", "", "=", "＞")
    words = () if signs_only else (("不超过", "以内", "≦", "不高于") if most else ("≧", ">=", "不少于", "以上"))
    return Value(random.choice((*signs, *words)), number, unit)
