"""What holds for every value, whatever is printed: real texts with glyphs lost, doubled, swapped and misread."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import fields
from datetime import date
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from strategies import OPERATORS, UNITS, printed_numbers, value_texts

from normalizers.measure import ValueContext, parse_values
from normalizers.model import Measure, Operator, ValueKind
from normalizers.repairs import propose

# value cells of published tables: the domain's examples and the Jilin bundle
REAL = (
    "≥90%",
    "≧1000人",
    "15万人",
    "≥600人次",
    "600万元",
    "≥30亿元",
    "2024年7月—2025年7月",
    "28.8万元",
    "90%(计划标准)",
    "=300天",
    "±3%以内",
    "=100.00(%)",
    "(≥**株)>=17600株",
    "≤28.40/株",
    "<=475元/亩",
    "2km",
    "854万(高标准400万元,示范295万元,畅通159万元)",
    "13969.56标箱",
    "超13万元/年",
    "58元/标箱/年",
    "14-24℃",
    "45%-60%",
    "100%（1.0）",
    "≥95%(2022:90%)",
    "较上年提高",
    "4.0‰",
    "10/10万",
    "不低于250个工作日",
    "每周开放时间≥49小时",
    "60万/公里",
    "≥３０场",
    "≥3,000人次",
    "十五个",
    "一百二十人次",
    "≥1.5万亩",
    "85—90%",
    "2/3以上",
    "≥600人次；≥3期",
    "控制在5%以内",
    "约200家",
    "较上年增长≥5%",
    "同比提高1个百分点",
    "不低于上年",
    "PM2.5≤35微克/立方米",
    "2024年12月底前",
    "12月31日前完成",
    "2024年第四季度",
    "45657",
    "优良中低差",
    "百分之九十以上",
    "三分之二",
    "1：3",
    "零事故",
    "7×24小时",
)
MISREAD = "0OolI1|丨二2Zz≥>=-—一,.，。%9‰万方力入人八亿化十千百个户尸／/()（）\n 　＋±士"
FRACTION = re.compile(r"[/⁄∕]|[0-9][:：∶][0-9]")  # the value of a fraction or a ratio is not printed
CHINESE_NUMERAL = re.compile("[零〇一二两三四五六七八九十百千万亿半壹贰叁肆伍陆柒捌玖拾佰仟廿]")


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A real text with up to three glyphs taken out, put in, replaced or exchanged."""
    text = draw(st.sampled_from(REAL))
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, max(0, len(text) - 1)))
        kind = draw(st.sampled_from(["out", "in", "other", "swap", "cut"]))
        glyph = draw(st.sampled_from(MISREAD))
        text = {
            "out": text[:place] + text[place + 1 :],
            "in": text[:place] + glyph + text[place:],
            "other": text[:place] + glyph + text[place + 1 :],
            "swap": text[:place] + text[place + 1 : place + 2] + text[place : place + 1] + text[place + 2 :],
            "cut": text[:place],
        }[kind]
    return text


@st.composite
def contexts(draw: st.DrawFn) -> ValueContext:
    """Anything beside the value, or nothing."""
    beside = (
        st.none()
        | value_texts()
        | st.sampled_from(["验收合格率", "参与人次", "成本", "完成时间", "≥", "定性", "%", "万元", "人"])
    )
    money = draw(st.sampled_from([None, "万元", "元", "?"]))
    return ValueContext(draw(beside), draw(beside), draw(beside), draw(st.sampled_from([None, 2024])), money)


def bare(text: str) -> str:
    """The text as its digits are compared: no thousands marks, no blanks, narrow digits."""
    return re.sub(r"[\s,]", "", unicodedata.normalize("NFKC", text))


def invented(number: Decimal, text: str) -> bool:
    """Whether the digits of a number stand nowhere in the text."""
    digits = f"{number.copy_abs():f}"
    return digits not in bare(text) and not CHINESE_NUMERAL.search(text) and not FRACTION.search(bare(text))


def check(measure: Measure, text: str, context: ValueContext) -> None:
    """All that must hold for one value."""
    for field in fields(measure):
        assert not isinstance(getattr(measure, field.name), float), field.name
    for number in (measure.low, measure.high):
        assert number is None or isinstance(number, Decimal)
        assert number is None or not invented(number, text), (number, text)
    if measure.kind not in (ValueKind.NUMERIC, ValueKind.COMPARATIVE):
        assert measure.low is measure.high is measure.minimum is measure.maximum is None
    if measure.kind is not ValueKind.DATE:
        assert measure.date_from is measure.date_to is None
    beside = "".join(filter(None, (context.name, context.operator_text, context.unit_text, context.money_unit)))
    for printed in (measure.unit_text, measure.operator_text, measure.note, measure.baseline_text):
        assert printed is None or printed
        assert set(printed or "") <= set(text + beside + "…； "), printed
    if (measure.low is None) != (measure.minimum is None) or (measure.high is None) != (measure.maximum is None):
        raise AssertionError("a bound is lost between the printed and the base unit")


@given(st.lists(damaged(), min_size=1, max_size=3), contexts())
def test_no_damage_makes_a_number_that_is_not_printed(lines: list[str], context: ValueContext) -> None:
    """Never a float, never an invented digit, never a text that stands neither in the cell nor beside it."""
    for measure in parse_values(lines, context):
        check(measure, "".join(lines), context)


@given(value_texts(), contexts())
def test_nothing_is_invented_from_any_text(text: str, context: ValueContext) -> None:
    """The same for texts that were never a value."""
    for measure in parse_values(text.split("\n"), context):
        check(measure, text, context)


@given(damaged(), contexts())
def test_a_proposal_never_touches_the_value(text: str, context: ValueContext) -> None:
    """It is another text than the printed one, and is read without a doubt unless it is a day."""
    proposal = propose(text, context)
    if proposal is not None:
        assert proposal != text
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", proposal) or not any(
            measure.doubts for measure in parse_values([proposal], context)
        )


@given(
    printed_numbers(),
    printed_numbers(),
    st.sampled_from(["-", "—", "~", "～", "至", "到", "－"]),
    st.sampled_from(UNITS),
)
def test_a_range_is_read_back_with_the_unit_on_its_right(
    first: tuple[str, Decimal], second: tuple[str, Decimal], sign: str, unit: tuple[str, str | None, int, str | None]
) -> None:
    """The left bound takes the unit of the right one; a range that runs down is no range."""
    text = f"{first[0]}{sign}{second[0]}{unit[0]}"
    (measure,) = parse_values([text])
    if first[1] > second[1]:
        assert measure.low is None
        assert measure.doubts
    elif measure.kind is ValueKind.NUMERIC:
        assert (measure.operator, measure.low, measure.high) == (Operator.RANGE, first[1], second[1])
        assert (measure.minimum, measure.maximum) == (first[1] * unit[2], second[1] * unit[2])
    else:
        assert measure.kind is ValueKind.DATE or measure.doubts


@given(printed_numbers(), st.sampled_from(UNITS[:-1]), st.sampled_from(["±{}{}", "±{}{}以内", "正负{}{}"]))
def test_a_tolerance_is_symmetric(
    number: tuple[str, Decimal], unit: tuple[str, str | None, int, str | None], form: str
) -> None:
    """±3% is −3 to 3."""
    (measure,) = parse_values([form.format(number[0], unit[0])])
    assert (measure.operator, measure.low, measure.high) == (Operator.RANGE, -number[1], number[1])
    assert (measure.minimum, measure.maximum) == (-number[1] * unit[2], number[1] * unit[2])


@given(printed_numbers(), st.sampled_from(UNITS[:-1]), st.sampled_from(OPERATORS[:-1]))
def test_operator_number_and_unit_may_stand_in_three_columns(
    number: tuple[str, Decimal], unit: tuple[str, str | None, int, str | None], sign: tuple[str, Operator | None]
) -> None:
    """Printed in one cell or in three, it is the same measure."""
    (together,) = parse_values([f"{sign[0]}{number[0]}{unit[0]}"])
    (apart,) = parse_values([number[0]], ValueContext(operator_text=sign[0], unit_text=unit[0]))
    for name in ("kind", "operator", "low", "high", "unit_text", "minimum", "maximum", "base_unit", "dimension"):
        assert getattr(apart, name) == getattr(together, name), name


@given(
    st.dates(date(2000, 1, 1), date(2049, 12, 31)),
    st.sampled_from(["{0}年{1}月{2}日前", "{0}-{1:02}-{2:02}", "{0}/{1}/{2}", "{0}.{1}.{2}"]),
)
def test_a_day_is_read_back(day: date, form: str) -> None:
    """Whatever way it is printed."""
    (measure,) = parse_values([form.format(day.year, day.month, day.day)])
    assert (measure.kind, measure.date_from, measure.date_to) == (ValueKind.DATE, None, day)


@given(st.lists(st.sampled_from([text for text in REAL if "；" not in text]), min_size=2, max_size=4))
def test_values_keep_their_order_in_the_cell(lines: list[str]) -> None:
    """Parts come in the order they are printed."""
    whole = "".join(lines)
    places = [whole.find(measure.text or "") for measure in parse_values(lines)]
    assert all(one <= other or -1 in (one, other) for one, other in pairwise(places)) or len(set(lines)) < len(lines)
