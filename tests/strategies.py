"""Shared hypothesis strategies: measures as they are printed, with what they mean."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from hypothesis import strategies as st

from normalizers.model import Operator

# (printed unit, base unit, multiplier, dimension), typed by hand from the dataset contract
UNITS = (
    ("%", "%", 1, "ratio"),
    ("个", "个", 1, "count"),
    ("户", "户", 1, "households"),
    ("人", "人", 1, "people"),
    ("万人", "人", 10_000, "people"),
    ("人次", "人次", 1, "person_times"),
    ("万人次", "人次", 10_000, "person_times"),
    ("场", "场", 1, "events"),
    ("家", "家", 1, "entities"),
    ("万元", "元", 10_000, "money"),
    ("亿元", "元", 100_000_000, "money"),
    ("万元/公里", "元/公里", 10_000, "rate"),
    ("公里", "公里", 1, "length"),
    ("万亩", "亩", 10_000, "area"),
    ("千瓦时", "千瓦时", 1, "energy"),
    ("个工作日", "工作日", 1, "time"),
    ("", None, 1, None),
)
OPERATORS: tuple[tuple[str, Operator | None], ...] = (
    ("≥", Operator.GE),
    ("≧", Operator.GE),
    (">=", Operator.GE),
    ("不低于", Operator.GE),
    ("≤", Operator.LE),
    ("<=", Operator.LE),
    ("不超过", Operator.LE),
    (">", Operator.GT),
    ("<", Operator.LT),
    ("=", Operator.EQ),
    ("约", Operator.APPROX),
    ("", None),
)


@dataclass(frozen=True)
class Printed:
    """A value as printed and what it must be read as."""

    text: str
    operator: Operator | None
    number: Decimal
    unit_text: str | None
    base_unit: str | None
    multiplier: int
    dimension: str | None

    @property
    def bounds(self) -> tuple[Decimal | None, Decimal | None]:
        """Lower and upper bound as printed."""
        low = None if self.operator in (Operator.LE, Operator.LT) else self.number
        high = None if self.operator in (Operator.GE, Operator.GT) else self.number
        return low, high


@st.composite
def printed_numbers(draw: st.DrawFn) -> tuple[str, Decimal]:
    """A number as printed, with or without thousands marks and decimals."""
    whole = draw(st.integers(1, 99_999_999))
    places = draw(st.integers(0, 2))
    fraction = "." + "".join(str(draw(st.integers(0, 9))) for _ in range(places)) if places else ""
    printed = f"{whole:,}{fraction}" if draw(st.booleans()) else f"{whole}{fraction}"
    return printed, Decimal(f"{whole}{fraction}")


@st.composite
def measures(draw: st.DrawFn) -> Printed:
    """An operator, a number and a unit, printed without blanks."""
    sign, operator = draw(st.sampled_from(OPERATORS))
    printed, number = draw(printed_numbers())
    unit, base, multiplier, dimension = draw(st.sampled_from(UNITS))
    return Printed(f"{sign}{printed}{unit}", operator, number, unit or None, base, multiplier, dimension)


def value_texts() -> st.SearchStrategy[str]:
    """Any text, most of it made of what value cells are made of."""
    pieces = st.sampled_from(
        [
            *"≥≧≤<>=±-—~/%‰.,，、；;:：()（）[]*×XOlI|①②_ \n\t0123456789",
            "万",
            "亿",
            "千",
            "百",
            "十",
            "个",
            "人次",
            "元",
            "亩",
            "年",
            "月",
            "日",
            "前",
            "以上",
            "以内",
            "不低于",
            "较上年",
            "同比",
            "提高",
            "一",
            "二",
            "零",
            "〇",
            "半",
            "每",
            "分之",
            "２",
            "％",
            "㎡",
            "2024",
        ]
    )
    return st.one_of(st.text(max_size=30), st.lists(pieces, max_size=14).map("".join))
