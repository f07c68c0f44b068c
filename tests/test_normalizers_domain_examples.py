"""The 124 examples of the value grammar (DOMAIN 3.12), each under its number.

What is expected was written from the domain's table and adapted to the dataset contract: per cent stays per cent (90,
not 0.9), a base unit only loses its multiplier (公里 stays 公里, 亩 stays 亩), an operator is null where none is
printed, and a flag is a doubt of the value (`doubts`) or a check of the audit (`found`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from extractors.model import Box, Place
from normalizers.audit.chain import audit
from normalizers.measure import ValueContext, parse_values
from normalizers.model import Horizon, Indicator, Measure, TargetTable
from normalizers.repairs import propose


@dataclass(frozen=True)
class Example:
    """A row of the table: what is printed, beside what, and what it means. ⏎ ends a line."""

    number: int
    text: str
    kind: str
    operator: str | None = None
    low: str | None = None
    high: str | None = None
    unit: str | None = None
    minimum: str | None = None
    maximum: str | None = None
    base: str | None = None
    dimension: str | None = None
    first: date | None = None
    last: date | None = None
    baseline: str | None = None
    note: str | None = None
    doubts: tuple[str, ...] = ()
    found: tuple[str, ...] = ()
    name: str | None = None
    sign: str | None = None
    column: str | None = None
    year: int | None = None
    part: int = 1
    parts: int = 1
    level1: str | None = None
    level2: str | None = None
    proposal: str | None = None
    explanation: str | None = None


def number(
    row: int,
    text: str,
    bounds: tuple[str | None, str | None, str | None],
    unit: tuple[str | None, str | None, str | None, str | None, str | None],
    **more: object,
) -> Example:
    """A number: (operator, low, high) as printed and (unit as printed, minimum, maximum, base unit, dimension)."""
    return Example(row, text, "numeric", *bounds, *unit, **more)  # type: ignore[arg-type]


def same(
    bounds: tuple[str | None, str | None, str | None], unit: str | None, dimension: str | None, base: str = ""
) -> tuple:  # type: ignore[type-arg]
    """A unit without a multiplier: the numbers in the base unit are the printed ones."""
    return unit, bounds[1], bounds[2], base or unit, dimension


def plain(  # noqa: PLR0917
    row: int,
    text: str,
    operator: str | None,
    low: str | None,
    high: str | None,
    unit: str | None,
    dimension: str | None,
    *,
    base: str = "",
    **more: object,
) -> Example:
    """A number whose unit has no multiplier."""
    bounds = (operator, low, high)
    return number(row, text, bounds, same(bounds, unit, dimension, base), **more)


def words(row: int, text: str, **more: object) -> Example:
    """A qualitative value."""
    return Example(row, text, "qualitative", **more)  # type: ignore[arg-type]


def empty(row: int, text: str, **more: object) -> Example:
    """A template or a blank marker that is printed."""
    return Example(row, text, "placeholder", **more)  # type: ignore[arg-type]


EXAMPLES = [
    plain(1, "≥90%", "ge", "90", None, "%", "ratio"),
    plain(2, "≧90%", "ge", "90", None, "%", "ratio"),
    plain(3, "⩾90%", "ge", "90", None, "%", "ratio"),
    plain(4, "15个", None, "15", "15", "个", "count"),
    plain(5, "150户", None, "150", "150", "户", "households"),
    number(6, "15万人", (None, "15", "15"), ("万人", "150000", "150000", "人", "people")),
    plain(7, "≥600人⏎次", "ge", "600", None, "人次", "person_times"),
    plain(8, "≧1000人", "ge", "1000", None, "人", "people", name="参与活动人次", found=("UNIT-AGAINST-NAME",)),
    plain(9, "≧30场 ", "ge", "30", None, "场", "events"),
    plain(10, "14期", None, "14", "14", "期", "events"),
    plain(11, "30份", None, "30", "30", "份", "count"),
    number(12, "600万元", (None, "600", "600"), ("万元", "6000000", "6000000", "元", "money"),
           name="降低创业孵化基地运营成本", level1="产出指标", level2="成本指标"),
    number(13, "≥800万元", ("ge", "800", None), ("万元", "8000000", None, "元", "money")),
    number(14, "≥30亿元", ("ge", "30", None), ("亿元", "3000000000", None, "元", "money")),
    # no unit is printed: none is written; the audit names the one of the name
    plain(15, "559", None, "559", "559", None, None, name="年度认定省级专精特新中小企业户数", found=("UNIT-MISSING",)),
    plain(16, "≥1", "ge", "1", None, None, None, name="参与制（修）订行业标准个数。", found=("UNIT-MISSING",)),
    # the growth is in the name; the value itself compares nothing
    plain(17, "≥1%", "ge", "1", None, "%", "ratio", name="就业、税收贡献同比增长"),
    plain(18, "≥1.5%", "ge", "1.5", None, "%", "ratio", name="创新能力持续提升（研发投入占比）"),
    plain(19, "0", None, "0", "0", None, None, name="对自然环境影响"),
    plain(20, "100%", None, "100", "100", "%", "ratio"),
    plain(21, "600人次以上", "ge", "600", None, "人次", "person_times"),
    plain(22, "≥20个", "ge", "20", None, "个", "count", name="执行动态管理制度情况（整改或撤销不合格基地）"),
    Example(23, "2024年7月—2025年7月", "date", first=date(2024, 7, 1), last=date(2025, 7, 31)),
    plain(24, "95", "ge", "95", None, "%", "ratio", sign="≥", column="%"),
    plain(25, "1", "ge", "1", None, "年", "time", sign="≥", column="年", name="维持时效"),
    plain(26, "1", "ge", "1", None, "人/年", "rate", sign="≥", column="人/年", name="按时发放",
          found=("UNIT-AGAINST-NAME",)),
    plain(27, "230", "ge", "230", None, "个", "count", sign="≥", column="个", name="村组干部230人",
          found=("UNIT-AGAINST-NAME",)),
    plain(28, "11", "eq", "11", "11", "个", "count", sign="=", column="个"),
    number(29, "280", ("ge", "280", None), ("亿元", "28000000000", None, "元", "money"), sign="≥", column="亿元"),
    plain(30, "80", "ge", "80", None, "人数", "people", base="人", sign="≥", column="人数"),
    plain(31, "1", "eq", "1", "1", "次", "events", sign="=", column="次"),
    Example(32, "", "missing", sign="定性", found=("VALUE-BLANK",)),
    number(33, "28.8万元", (None, "28.8", "28.8"), ("万元", "288000", "288000", "元", "money"), column="%",
           doubts=("UNIT-CONFLICT",)),
    words(34, "按月安排", sign="定量"),
    words(35, "应保尽保"),
    plain(36, "90%(计划标准)", None, "90", "90", "%", "ratio", note="计划标准"),
    plain(37, "1", None, "1", "1", None, None, name="各类书籍审稿率", explanation="100%", found=("RATE-AS-FRACTION",)),
    Example(38, "2019年12月(计划标准)", "date", last=date(2019, 12, 31), note="计划标准"),
    plain(39, "=300天", "eq", "300", "300", "天", "time"),
    plain(40, "=100百分比", "eq", "100", "100", "百分比", "ratio", base="%"),
    plain(41, "≥100百分比", "ge", "100", None, "百分比", "ratio", base="%"),
    plain(42, "=30000人次", "eq", "30000", "30000", "人次", "person_times"),
    words(43, "长远"),
    words(44, "增加岗位"),
    Example(45, "不超预算", "comparative", "le", baseline="预算"),
    # nothing in the text tells ≥280 from 2280; test_normalizers_siblings has it beside its neighbours
    plain(46, "2280次", None, "2280", "2280", "次", "events"),
    plain(47, "292%", None, "292", "292", "%", "ratio", doubts=("VALUE-CONFUSABLE",), proposal="≥92%"),
    # > is kept; beside neighbours that all have ≥ it is noted, see test_normalizers_siblings
    plain(48, ">92%", "gt", "92", None, "%", "ratio"),
    plain(49, "±3%以内", "range", "-3", "3", "%", "ratio"),
    plain(50, "0%", None, "0", "0", "%", "ratio", name="争议率"),
    plain(51, "≥95%", "ge", "95", None, "%", "ratio", column="%"),
    plain(52, "985米", None, "985", "985", "米", "length"),
    plain(53, "=100.00(%)", "eq", "100", "100", "%", "ratio"),
    plain(54, "≥90.00(%)", "ge", "90", None, "%", "ratio"),
    *(words(55, text) for text in ("可控", "及时", "健全", "合理")),
    *(words(56, text) for text in ("减少", "降低", "提升", "提高")),
    plain(57, "≥266米", "ge", "266", None, "米", "length"),
    plain(58, "≥50厘米", "ge", "50", None, "厘米", "length"),
    words(59, "显著提升"),
    plain(60, ">=17600株", "ge", "17600", None, "株", "count"),
    plain(60, "(≥**株)>=17600株", "ge", "17600", None, "株", "count"),
    plain(61, "≤28.40/株", "le", None, "28.4", "元/株", "rate", name="补助成本（≤**元/株）"),
    plain(61, "≤28.40/株", "le", None, "28.4", "/株", "rate", doubts=("UNIT-UNKNOWN",)),
    plain(62, ">=100%", "ge", "100", None, "%", "ratio", name="验收合格率"),
    plain(63, "<=475元/亩", "le", None, "475", "元/亩", "rate"),
    plain(64, "<=2875元/个", "le", None, "2875", "元/个", "rate"),
    plain(65, "<=3000元/平方米", "le", None, "3000", "元/平方米", "rate"),
    number(66, ">=2.61万元", ("ge", "2.61", None), ("万元", "26100", None, "元", "money")),
    plain(67, ">=60亩", "ge", "60", None, "亩", "area"),
    number(68, "≤120万元", ("le", None, "120"), ("万元", None, "1200000", "元", "money"), name="补助标准",
           found=("RATE-UNIT-MISSING",)),
    plain(69, "2km", None, "2", "2", "km", "length", base="公里"),
    plain(70, "1600元/亩", None, "1600", "1600", "元/亩", "rate"),
    plain(71, "3500公斤", None, "3500", "3500", "公斤", "mass"),
    plain(72, "≥20年", "ge", "20", None, "年", "time"),
    plain(73, "≥500亩", "ge", "500", None, "亩", "area"),
    plain(74, "≥100公里", "ge", "100", None, "公里", "length"),
    number(75, "854万(高标准农田400万元,示范项目295万元,畅通工程159万元)", (None, "854", "854"),
           ("万", "8540000", "8540000", "元", "money"), name="补助资金",
           note="高标准农田400万元,示范项目295万元,畅通工程159万元"),
    empty(76, "≥**%", operator="ge", unit="%", base="%", dimension="ratio", found=("VALUE-BLANK",)),
    empty(76, "**元/人·月", unit="元/人·月", base="元/人·月", dimension="rate", found=("VALUE-BLANK",)),
    empty(76, "≥X", operator="ge", found=("VALUE-BLANK",)),
    empty(76, "XX", found=("VALUE-BLANK",)),
    empty(77, "≧ %", operator="ge", unit="%", base="%", dimension="ratio", found=("VALUE-BLANK",)),
    plain(78, "13969.56标箱", None, "13969.56", "13969.56", "标箱", "count"),
    number(79, "超13万元/年", ("gt", "13", None), ("万元/年", "130000", None, "元/年", "rate")),
    plain(80, "58元/标箱/年", None, "58", "58", "元/标箱/年", "rate"),
    plain(81, "14-24℃", "range", "14", "24", "℃", "other"),
    plain(82, "45%-60%", "range", "45", "60", "%", "ratio"),
    plain(83, "100%（1.0）", None, "100", "100", "%", "ratio", note="1.0"),
    plain(84, "≤10次", "le", None, "10", "次", "events"),
    plain(85, "≥95%(2022:90%)", "ge", "95", None, "%", "ratio", baseline="2022:90%"),
    plain(86, "≥60%(新增)", "ge", "60", None, "%", "ratio", note="新增"),
    number(87, "142万人", (None, "142", "142"), ("万人", "1420000", "1420000", "人", "people")),
    Example(88, "较上年提高", "comparative", baseline="上年", note="提高"),
    # nothing is printed that it is compared with (the contract's comparative values name it)
    words(89, "不断缩小"),
    plain(90, "4.0‰", None, "4.0", "4.0", "‰", "ratio"),
    plain(91, "10/10万", None, "10", "10", "/10万", "ratio"),
    plain(92, "不低于250个工作日", "ge", "250", None, "个工作日", "time", base="工作日"),
    plain(93, "99.9%以上", "ge", "99.9", None, "%", "ratio"),
    plain(94, "30分钟内", "le", None, "30", "分钟", "time"),
    # the period in front is a remark: the printed unit is 小时
    plain(95, "每周开放时间≥49小时", "ge", "49", None, "小时", "time", note="每周开放时间"),
    number(96, "60万/公里", (None, "60", "60"), ("万/公里", "600000", "600000", "元/公里", "rate")),
    plain(97, "15000元/公里", None, "15000", "15000", "元/公里", "rate"),
    plain(98, "≥３０场", "ge", "30", None, "场", "events"),
    plain(99, "≥3,000人次", "ge", "3000", None, "人次", "person_times"),
    plain(99, "≥3，000人次", "ge", "3000", None, "人次", "person_times"),
    plain(100, "十五个", None, "15", "15", "个", "count"),
    plain(101, "一百二十人次", None, "120", "120", "人次", "person_times"),
    number(102, "≥1.5万亩", ("ge", "1.5", None), ("万亩", "15000", None, "亩", "area")),
    plain(103, "85%-90%", "range", "85", "90", "%", "ratio"),
    plain(104, "85—90%", "range", "85", "90", "%", "ratio"),
    # rounded to the nine places that the dataset holds
    number(105, "2/3以上", ("ge", "0.666666667", None), (None, "0.666666667", None, None, "ratio")),
    plain(106, "≥600人次；≥3期", "ge", "600", None, "人次", "person_times", part=1, parts=2),
    plain(106, "≥600人次；≥3期", "ge", "3", None, "期", "events", part=2, parts=2),
    plain(107, "控制在5%以内", "le", None, "5", "%", "ratio"),
    plain(108, "约200家", "approx", "200", "200", "家", "entities"),
    Example(109, "较上年增长≥5%", "comparative", "ge", "5", None, "%", "5", None, "%", "ratio", baseline="上年",
            note="增长"),
    Example(110, "同比提高1个百分点", "comparative", None, "1", "1", "个百分点", "1", "1", "百分点", "ratio",
            baseline="同比", note="提高"),
    Example(111, "不低于上年", "comparative", "ge", baseline="上年"),
    plain(112, "≥1.2倍", "ge", "1.2", None, "倍", "ratio"),
    plain(113, "≤30分钟/次", "le", None, "30", "分钟/次", "rate"),
    plain(114, "PM2.5≤35微克/立方米", "le", None, "35", "微克/立方米", "rate", note="PM2.5"),
    Example(115, "2024年12月底前", "date", last=date(2024, 12, 31)),
    Example(116, "12月31日前完成", "date", last=date(2023, 12, 31), year=2023),
    Example(116, "12月31日前完成", "date"),
    Example(117, "2024年第四季度", "date", first=date(2024, 10, 1), last=date(2024, 12, 31)),
    # kept as printed; the day that a spreadsheet means by it is a proposal
    plain(118, "45657", None, "45657", "45657", None, None, name="项目完成时间", doubts=("VALUE-UNPARSED",),
          proposal="2024-12-31"),
    Example(119, "当年", "date", last=date(2024, 12, 31), year=2024),
    *(words(119, text) for text in ("全年", "长期", "持续")),
    *(words(120, text) for text in ("是", "否", "有", "无")),
    *(words(121, text) for text in ("全覆盖", "应享尽享")),
    *(words(122, text) for text in ("优", "良好以上")),
    words(122, "优良中低差", found=("VALUE-BLANK",)),
    *(words(123, text) for text in ("按时", "按期", "达标", "合格", "规范")),
    *(empty(124, text, found=("VALUE-BLANK",)) for text in ("/", "—", "－", "*", "……")),
    Example(124, "", "missing", found=("VALUE-BLANK",), name="培训场次"),
]  # fmt: skip

_VALUE_CODES = {
    "UNIT-MISSING", "UNIT-AGAINST-NAME", "RATE-AS-FRACTION", "RATE-UNIT-MISSING", "VALUE-BLANK", "VALUE-ZERO",
    "RATE-ABOVE-100", "COST-AT-LEAST", "NAME-NUMBER-DIFFERS",
}  # fmt: skip


def decimal(text: str | None) -> Decimal | None:
    """A decimal, or None for None."""
    return None if text is None else Decimal(text)


def read(example: Example) -> tuple[Measure, ...]:
    """What the parser makes of it."""
    context = ValueContext(example.name, example.sign, example.column, example.year)
    return parse_values(example.text.split("⏎"), context)


def test_all_examples_are_here() -> None:
    """Every number from 1 to 124 has its row."""
    assert sorted({example.number for example in EXAMPLES}) == list(range(1, 125))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.number}-{example.text}")
def test_an_example_of_the_domain_is_read_as_it_says(example: Example) -> None:
    """Kind, operator, numbers as printed and in the base unit, unit, days, baseline, remark and doubts."""
    found = read(example)
    assert len(found) == example.parts
    measure = found[example.part - 1]
    assert (measure.kind, measure.operator) == (example.kind, example.operator)
    assert (measure.low, measure.high) == (decimal(example.low), decimal(example.high))
    assert measure.unit_text == example.unit
    assert (measure.minimum, measure.maximum) == (decimal(example.minimum), decimal(example.maximum))
    assert (measure.base_unit, measure.dimension) == (example.base, example.dimension)
    assert (measure.date_from, measure.date_to) == (example.first, example.last)
    assert (measure.baseline_text, measure.note) == (example.baseline, example.note)
    assert measure.doubts == example.doubts


@pytest.mark.parametrize(
    "example",
    [example for example in EXAMPLES if example.parts == 1],
    ids=lambda example: f"{example.number}-{example.text}",
)
def test_the_checks_say_of_an_example_what_the_domain_notes(example: Example) -> None:
    """The flags that are not doubts of the reading come from the audit; the other value checks stay silent."""
    (measure,) = read(example)
    place = Place(1, Box(0, 0, 10, 10))
    indicator = Indicator(
        1, Horizon.ANNUAL, example.level1, example.level2, example.name or "指标", None,
        "output.cost" if example.level2 == "成本指标" else None, None, None, None, example.explanation,
        example.text or None, 1, measure, (), place, "typed",
    )  # fmt: skip
    table = TargetTable(1, 2024, 1, 1, (), "typed", indicators=(indicator,))
    codes = {str(item.finding.code) for item in audit(table)} & _VALUE_CODES
    assert codes == set(example.found)


@pytest.mark.parametrize(
    "example",
    [example for example in EXAMPLES if example.proposal or example.doubts],
    ids=lambda example: f"{example.number}-{example.text}",
)
def test_the_repair_of_an_example_is_only_proposed(example: Example) -> None:
    """The printed text stays in the measure; the proposal stands beside it."""
    context = ValueContext(example.name, example.sign, example.column, example.year)
    assert propose(example.text, context) == example.proposal
    assert read(example)[0].text == example.text
