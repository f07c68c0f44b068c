from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import Printed, measures, value_texts

from normalizers.codes import MeaningCode
from normalizers.measure import ValueContext, parse_values
from normalizers.model import Measure, Operator, ValueKind


def one(text: str, **context: object) -> Measure:
    """The only measure of a cell; ⏎ ends a line."""
    found = parse_values(text.split("⏎"), ValueContext(**context))  # type: ignore[arg-type]
    assert len(found) == 1, found
    return found[0]


def number(text: str | None) -> Decimal | None:
    """A decimal, or None for None."""
    return None if text is None else Decimal(text)


GE, GT, LE, LT, EQ, RANGE, APPROX = (Operator(name) for name in ["ge", "gt", "le", "lt", "eq", "range", "approx"])

# Every numeric row of DOMAIN 3.12 under the conventions of the contract: (text, operator, low, high, unit as
# printed, minimum, maximum, base unit, dimension).
NUMERIC = [
    ("≥90%", GE, "90", None, "%", "90", None, "%", "ratio"),
    ("≧90%", GE, "90", None, "%", "90", None, "%", "ratio"),
    ("⩾90%", GE, "90", None, "%", "90", None, "%", "ratio"),
    ("15个", None, "15", "15", "个", "15", "15", "个", "count"),
    ("150户", None, "150", "150", "户", "150", "150", "户", "households"),
    ("15万人", None, "15", "15", "万人", "150000", "150000", "人", "people"),
    ("≥600人⏎次", GE, "600", None, "人次", "600", None, "人次", "person_times"),
    ("≧1000人", GE, "1000", None, "人", "1000", None, "人", "people"),
    ("≧30场 ", GE, "30", None, "场", "30", None, "场", "events"),
    ("14期", None, "14", "14", "期", "14", "14", "期", "events"),
    ("30份", None, "30", "30", "份", "30", "30", "份", "count"),
    ("600万元", None, "600", "600", "万元", "6000000", "6000000", "元", "money"),
    ("≥800万元", GE, "800", None, "万元", "8000000", None, "元", "money"),
    ("≥30亿元", GE, "30", None, "亿元", "3000000000", None, "元", "money"),
    ("559", None, "559", "559", None, "559", "559", None, None),
    ("≥1", GE, "1", None, None, "1", None, None, None),
    ("≥1%", GE, "1", None, "%", "1", None, "%", "ratio"),
    ("≥1.5%", GE, "1.5", None, "%", "1.5", None, "%", "ratio"),
    ("0", None, "0", "0", None, "0", "0", None, None),
    ("100%", None, "100", "100", "%", "100", "100", "%", "ratio"),
    ("600人次以上", GE, "600", None, "人次", "600", None, "人次", "person_times"),
    ("=300天", EQ, "300", "300", "天", "300", "300", "天", "time"),
    ("=100百分比", EQ, "100", "100", "百分比", "100", "100", "%", "ratio"),
    ("≥100百分比", GE, "100", None, "百分比", "100", None, "%", "ratio"),
    ("=30000人次", EQ, "30000", "30000", "人次", "30000", "30000", "人次", "person_times"),
    ("2280次", None, "2280", "2280", "次", "2280", "2280", "次", "events"),
    (">92%", GT, "92", None, "%", "92", None, "%", "ratio"),
    ("±3%以内", RANGE, "-3", "3", "%", "-3", "3", "%", "ratio"),
    ("0%", None, "0", "0", "%", "0", "0", "%", "ratio"),
    ("985米", None, "985", "985", "米", "985", "985", "米", "length"),
    ("=100.00(%)", EQ, "100", "100", "%", "100", "100", "%", "ratio"),
    ("≥90.00(%)", GE, "90", None, "%", "90", None, "%", "ratio"),
    ("≥50厘米", GE, "50", None, "厘米", "50", None, "厘米", "length"),
    (">=17600株", GE, "17600", None, "株", "17600", None, "株", "count"),
    ("(≥**株)>=17600株", GE, "17600", None, "株", "17600", None, "株", "count"),
    (">=100%", GE, "100", None, "%", "100", None, "%", "ratio"),
    ("<=475元/亩", LE, None, "475", "元/亩", None, "475", "元/亩", "rate"),
    ("<=2875元/个", LE, None, "2875", "元/个", None, "2875", "元/个", "rate"),
    ("<=3000元/平方米", LE, None, "3000", "元/平方米", None, "3000", "元/平方米", "rate"),
    (">=2.61万元", GE, "2.61", None, "万元", "26100", None, "元", "money"),
    (">=60亩", GE, "60", None, "亩", "60", None, "亩", "area"),
    ("≤120万元", LE, None, "120", "万元", None, "1200000", "元", "money"),
    ("2km", None, "2", "2", "km", "2", "2", "公里", "length"),
    ("1600元/亩", None, "1600", "1600", "元/亩", "1600", "1600", "元/亩", "rate"),
    ("3500公斤", None, "3500", "3500", "公斤", "3500", "3500", "公斤", "mass"),
    ("≥20年", GE, "20", None, "年", "20", None, "年", "time"),
    ("≥100公里", GE, "100", None, "公里", "100", None, "公里", "length"),
    ("13969.56标箱", None, "13969.56", "13969.56", "标箱", "13969.56", "13969.56", "标箱", "count"),
    ("超13万元/年", GT, "13", None, "万元/年", "130000", None, "元/年", "rate"),
    ("58元/标箱/年", None, "58", "58", "元/标箱/年", "58", "58", "元/标箱/年", "rate"),
    ("14-24℃", RANGE, "14", "24", "℃", "14", "24", "℃", "other"),
    ("45%-60%", RANGE, "45", "60", "%", "45", "60", "%", "ratio"),
    ("100%（1.0）", None, "100", "100", "%", "100", "100", "%", "ratio"),
    ("≤10次", LE, None, "10", "次", None, "10", "次", "events"),
    ("142万人", None, "142", "142", "万人", "1420000", "1420000", "人", "people"),
    ("4.0‰", None, "4.0", "4.0", "‰", "4.0", "4.0", "‰", "ratio"),
    ("10/10万", None, "10", "10", "/10万", "10", "10", "/10万", "ratio"),
    ("不低于250个工作日", GE, "250", None, "个工作日", "250", None, "工作日", "time"),
    ("99.9%以上", GE, "99.9", None, "%", "99.9", None, "%", "ratio"),
    ("30分钟内", LE, None, "30", "分钟", None, "30", "分钟", "time"),
    ("每周开放时间≥49小时", GE, "49", None, "小时", "49", None, "小时", "time"),
    ("60万/公里", None, "60", "60", "万/公里", "600000", "600000", "元/公里", "rate"),
    ("15000元/公里", None, "15000", "15000", "元/公里", "15000", "15000", "元/公里", "rate"),
    ("≥３０场", GE, "30", None, "场", "30", None, "场", "events"),
    ("≥3,000人次", GE, "3000", None, "人次", "3000", None, "人次", "person_times"),
    ("≥3，000人次", GE, "3000", None, "人次", "3000", None, "人次", "person_times"),
    ("十五个", None, "15", "15", "个", "15", "15", "个", "count"),
    ("一百二十人次", None, "120", "120", "人次", "120", "120", "人次", "person_times"),
    ("一亿二千万元", None, "120000000", "120000000", "元", "120000000", "120000000", "元", "money"),
    ("≥1.5万亩", GE, "1.5", None, "万亩", "15000", None, "亩", "area"),
    ("85%-90%", RANGE, "85", "90", "%", "85", "90", "%", "ratio"),
    ("85—90%", RANGE, "85", "90", "%", "85", "90", "%", "ratio"),
    ("2/3以上", GE, "0.666666667", None, None, "0.666666667", None, None, "ratio"),
    ("1:8", None, "0.125", "0.125", None, "0.125", "0.125", None, "ratio"),
    ("1:2,000", None, "0.0005", "0.0005", None, "0.0005", "0.0005", None, "ratio"),
    ("≥2,000个/cm³", GE, "2000", None, "个/cm³", "2000", None, "个/立方厘米", "rate"),
    ("≤18：1", LE, None, "18", None, None, "18", None, "ratio"),
    ("不低于1∶100", GE, "0.01", None, None, "0.01", None, None, "ratio"),
    ("3:7左右", APPROX, "0.428571429", "0.428571429", None, "0.428571429", "0.428571429", None, "ratio"),
    ("≤1.2人/万车", LE, None, "1.2", "人/万车", None, "1.2", "人/万车", "rate"),
    ("2起/百万吨", None, "2", "2", "起/百万吨", "2", "2", "起/百万吨", "rate"),
    ("≤2人/百万工时", LE, None, "2", "人/百万工时", None, "2", "人/百万工时", "rate"),
    ("9/10万以下", LE, None, "9", "/10万", None, "9", "/10万", "ratio"),
    ("≤9/10万", LE, None, "9", "/10万", None, "9", "/10万", "ratio"),
    ("控制在5%以内", LE, None, "5", "%", None, "5", "%", "ratio"),
    ("约200家", APPROX, "200", "200", "家", "200", "200", "家", "entities"),
    ("≥1.2倍", GE, "1.2", None, "倍", "1.2", None, "倍", "ratio"),
    ("≤30分钟/次", LE, None, "30", "分钟/次", None, "30", "分钟/次", "rate"),
    ("PM2.5≤35微克/立方米", LE, None, "35", "微克/立方米", None, "35", "微克/立方米", "rate"),
    ("45657", None, "45657", "45657", None, "45657", "45657", None, None),
    # beyond the table
    ("①30场", None, "30", "30", "场", "30", "30", "场", "events"),
    ("指标1：≥30场", GE, "30", None, "场", "30", None, "场", "events"),
    ("15万余人", GT, "15", None, "万人", "150000", None, "人", "people"),
    ("30多家", GT, "30", None, "家", "30", None, "家", "entities"),
    ("90%以上（不含）", GT, "90", None, "%", "90", None, "%", "ratio"),
    ("不低于600人次以上", GE, "600", None, "人次", "600", None, "人次", "person_times"),
    ("达到100%", None, "100", "100", "%", "100", "100", "%", "ratio"),
    ("完成30场", None, "30", "30", "场", "30", "30", "场", "events"),
    ("不少于2次/年", GE, "2", None, "次/年", "2", None, "次/年", "rate"),
    ("百分之九十以上", GE, "90", None, "百分之", "90", None, "%", "ratio"),
    ("九成", None, "9", "9", "成", "9", "9", "成", "ratio"),
    ("5个百分点", None, "5", "5", "个百分点", "5", "5", "百分点", "ratio"),
    ("1万-2万元", RANGE, "1", "2", "万元", "10000", "20000", "元", "money"),
    ("≥-5%", GE, "-5", None, "%", "-5", None, "%", "ratio"),
    ("12个月", None, "12", "12", "个月", "12", "12", "月", "time"),
    ("≥90分", GE, "90", None, "分", "90", None, "分", "points"),
    ("2000元/亩·年", None, "2000", "2000", "元/亩·年", "2000", "2000", "元/亩·年", "rate"),
    ("完成率100%", None, "100", "100", "%", "100", "100", "%", "ratio"),
    ("每年≥2次", GE, "2", None, "次", "2", None, "次", "events"),
    ("未超过3次", LE, None, "3", "次", None, "3", "次", "events"),
    ("￥500", None, "500", "500", "￥", "500", "500", "元", "money"),
    ("¥1.5万", None, "1.5", "1.5", "万", "15000", "15000", "元", "money"),
    ("1000kW·h", None, "1000", "1000", "kW·h", "1000", "1000", "千瓦时", "energy"),
    ("介于5-10次", RANGE, "5", "10", "次", "5", "10", "次", "events"),
    ("90%≤满意度≤100%", RANGE, "90", "100", "%", "90", "100", "%", "ratio"),
    ("5≤x≤10万元", RANGE, "5", "10", "万元", "50000", "100000", "元", "money"),
    ("≥5%≤10%", RANGE, "5", "10", "%", "5", "10", "%", "ratio"),
    ("≤10万元≥5万元", RANGE, "5", "10", "万元", "50000", "100000", "元", "money"),
    ("1,0⏎00人", None, "1000", "1000", "人", "1000", "1000", "人", "people"),
]  # fmt: skip


@pytest.mark.parametrize("row", NUMERIC, ids=lambda row: row[0])
def test_numeric_values_of_the_domain_table(row: tuple[str, ...]) -> None:
    """Operator, numbers as printed, unit as printed, numbers in the base unit; no doubt."""
    text, operator, low, high, unit_text, minimum, maximum, base_unit, dimension = row
    measure = one(text)
    assert measure.kind is ValueKind.NUMERIC
    assert measure.operator == operator
    assert (measure.low, measure.high) == (number(low), number(high))
    assert measure.unit_text == unit_text
    assert (measure.minimum, measure.maximum) == (number(minimum), number(maximum))
    assert (measure.base_unit, measure.dimension) == (base_unit, dimension)
    assert measure.doubts == ()


@pytest.mark.parametrize(
    ("operator", "value", "unit", "expected"),
    [
        ("≥", "95", "%", (GE, "95", None, "%", "%", "ratio")),
        ("≥", "1", "年", (GE, "1", None, "年", "年", "time")),
        ("≥", "1", "人/年", (GE, "1", None, "人/年", "人/年", "rate")),
        ("≥", "230", "个", (GE, "230", None, "个", "个", "count")),
        ("=", "11", "个", (EQ, "11", "11", "个", "个", "count")),
        ("＝", "11", "个", (EQ, "11", "11", "个", "个", "count")),
        ("≥", "280", "亿元", (GE, "280", None, "亿元", "元", "money")),
        ("≥", "80", "人数", (GE, "80", None, "人数", "人", "people")),
        ("≤", "5", "次", (LE, None, "5", "次", "次", "events")),
        (None, "≥95%", "%", (GE, "95", None, "%", "%", "ratio")),
        ("正向指标", "15万", "人", (None, "15", "15", "万人", "人", "people")),
        (None, "15万", "万人", (None, "15", "15", "万人", "人", "people")),
        (None, "80", "是/否", (None, "80", "80", None, None, None)),
        ("大于等于", "80", None, (GE, "80", None, None, None, None)),
    ],
)
def test_operator_and_unit_from_their_own_columns(
    operator: str | None, value: str, unit: str | None, expected: tuple[object, ...]
) -> None:
    """What is printed with the value wins; 定量 and 正向指标 are no operators, 是/否 is no unit."""
    measure = one(value, operator_text=operator, unit_text=unit)
    low, high = (None if part is None else Decimal(str(part)) for part in expected[1:3])
    assert (measure.operator, measure.low, measure.high) == (expected[0], low, high)
    assert (measure.unit_text, measure.base_unit, measure.dimension) == expected[3:]
    assert measure.doubts == ()


@pytest.mark.parametrize("value", ["100", "2023-12-31"])
@pytest.mark.parametrize(("printed", "operator"), [("二", EQ), ("之", None), ("Z", None), ("一", None)])
def test_a_single_character_in_the_operator_column_is_a_misread_sign(
    printed: str, operator: Operator | None, value: str
) -> None:
    """A recogniser reads = as 二 and ≥ as 之: the row is in doubt; words like 定性 and 无 are none."""
    measure = one(value, operator_text=printed)
    assert measure.operator is operator
    assert MeaningCode.CONFUSABLE_GLYPH in measure.doubts
    for word in ("定性", "正向指标", "无", "/", "-"):
        assert MeaningCode.CONFUSABLE_GLYPH not in one(value, operator_text=word).doubts


@pytest.mark.parametrize("value", ["—-≥6%", "一≤60%", "-＞5次"])
def test_a_dash_before_an_operator_is_in_doubt(value: str) -> None:
    """A piece of a rule is read so; nobody prints it. A value may begin with a minus sign only before its number."""
    assert MeaningCode.CONFUSABLE_GLYPH in one(value).doubts
    assert MeaningCode.CONFUSABLE_GLYPH not in one(value.lstrip("—-一")).doubts


def test_operator_text_is_what_is_printed() -> None:
    """Glyphs and words stay, inline before column; words on both sides are both kept."""
    assert one("≧90%").operator_text == "≧"
    assert one(">=90%").operator_text == ">="
    assert one("90", operator_text="＞").operator_text == "＞"
    assert one("控制在5%以内").operator_text == "控制在…以内"
    assert one("15个", operator_text="定性").operator_text is None
    assert one("±3%以内").operator_text == "±…以内"
    assert one("±3%").operator_text == "±"
    assert one("正负3%").operator_text == "正负"
    assert one("允许误差正负3%以内").operator_text == "正负…以内"
    assert one("85—90%").operator_text == "—"


def test_a_bare_amount_takes_the_money_unit_of_the_table_with_a_doubt() -> None:
    """Only where the name is an amount and nothing beside says otherwise; the unit is printed, not for this row."""
    for name in ("补助金额", "项目成本", "培训经费控制数", "年销售收入"):
        measure = one("≤120", name=name, money_unit="万元")
        assert (measure.unit_text, measure.maximum, measure.base_unit) == ("万元", 1200000, "元"), name
        assert measure.doubts == ("UNIT-INFERRED",), name
    assert one("120", name="补助金额（元）", money_unit="万元").maximum == 120
    assert one("120", name="补助金额", unit_text="元", money_unit="万元").doubts == ()
    assert one("120万元", name="补助金额", money_unit="元").doubts == ()
    assert one("120", name="培训人数", money_unit="万元").unit_text is None
    assert one("90", name="成本控制率", money_unit="万元").unit_text is None


@pytest.mark.parametrize(
    ("label", "value", "more", "unit", "maximum"),
    [
        ("年度指标值（万元）", "120", {}, "万元", "1200000"),
        ("指标值（单位：元）", "120", {}, "元", "120"),
        ("指标值（万元）", "120", {"unit_text": "元"}, "元", "120"),
        ("指标值（万元）", "120", {"name": "补助金额（元）"}, "万元", "1200000"),
        ("指标值（2024年）", "120", {}, None, "120"),
        ("指标值（年度）", "120", {}, None, "120"),
        ("指标值（计量单位：年）", "120", {}, "年", "120"),
        ("指标值", "120", {}, None, "120"),
        ("指标值（包含数字及文字描述）", "120", {}, None, "120"),
    ],
)
def test_the_unit_may_stand_in_the_heading_of_the_column(
    label: str, value: str, more: dict[str, str], unit: str | None, maximum: str
) -> None:
    """After the unit's own column and before the name; what is no unit is none."""
    measure = one(value, label=label, **more)
    assert (measure.unit_text, measure.maximum) == (unit, Decimal(maximum))


@pytest.mark.parametrize(
    ("value", "column", "name", "doubts"),
    [
        ("28.8万元", "%", None, ("UNIT-CONFLICT",)),
        ("≥1000人次", "人", None, ("UNIT-CONFLICT",)),
        ("≥1000人次", None, "参与活动(人)", ("UNIT-CONFLICT",)),
        ("≥1000人次", "万人次", None, ()),
        ("475元/亩", "元", None, ()),
        ("≤81元/人·天", "元/人天", None, ()),
        ("5个百分点", "%", None, ()),
        ("18个", None, "覆盖乡镇（街道）", ()),
        ("18个", "台", None, ("UNIT-CONFLICT",)),
        ("18台", None, "覆盖乡镇（街道）", ("UNIT-CONFLICT",)),
        ("≥90%", "％", None, ()),
        ("≥90%", "定量", "改造项目（一期）", ()),
    ],
)
def test_two_units_of_one_value(value: str, column: str | None, name: str | None, doubts: tuple[str, ...]) -> None:
    """The one in the cell is kept; another one beside it may mean that the value is another row's."""
    measure = one(value, unit_text=column, name=name)
    assert measure.unit_text is not None
    assert measure.unit_text in value
    assert measure.doubts == doubts


@pytest.mark.parametrize(
    ("text", "baseline", "note"),
    [
        ("≥95%（2022：90%）", "2022：90%", None),
        ("≥95%（上年92%）", "上年92%", None),
        ("达到95%以上（2022年实际完成90%）", "2022年实际完成90%", None),
        ("≥95%（2022年新增）", None, "2022年新增"),
        ("≥95%（计划标准）", None, "计划标准"),
        ("≥95%（其中2022年30%，2023年65%）", None, "其中2022年30%，2023年65%"),
    ],
)
def test_an_older_value_in_brackets_is_the_baseline(text: str, baseline: str | None, note: str | None) -> None:
    """It is no second value and no remark; the value stays a number."""
    measure = one(text)
    assert (measure.kind, measure.low, measure.doubts) == (ValueKind.NUMERIC, 95, ())
    assert (measure.baseline_text, measure.note) == (baseline, note)


def test_a_spreadsheets_day_is_in_doubt_only_where_a_day_is_asked_for() -> None:
    """45657 people are people; 45657 as a time of completion is a day that lost its format."""
    assert one("45657", name="项目完成时间").doubts == ("VALUE-UNPARSED",)
    assert one("45657", name="受益人数").doubts == ()
    assert one("365", name="项目完成时间").doubts == ()


def test_a_contradicting_operator_column_is_in_doubt() -> None:
    """Only one of two operators can be kept, so the reader is told."""
    assert one("≤90%", operator_text="≥").doubts == ("OPERATOR-CONFLICT",)
    assert one("不低于90%以下").doubts == ("OPERATOR-CONFLICT",)
    assert one("不低于2%～3%").doubts == ("OPERATOR-CONFLICT",)
    assert one("控制在2%～3%").doubts == ()


def test_an_operator_column_that_is_no_operator_and_no_word_is_in_doubt() -> None:
    """A recogniser makes 2 or Z of ≥."""
    assert one("90", operator_text="2").doubts == ("VALUE-CONFUSABLE",)
    assert one("90", operator_text="》").doubts == ("VALUE-CONFUSABLE",)
    assert one("90", operator_text="＞").doubts == ()


def test_the_unit_may_stand_at_the_end_of_the_name() -> None:
    """In brackets, also inside a template; a remark in brackets is no unit."""
    assert one("1", name="开展小型水利工程建设(个)").unit_text == "个"
    assert one(">=85", name="种植作物成活率（≥**%）").base_unit == "%"
    assert one("=99", name="服务对象满意度%").base_unit == "%"
    assert one("5", name="改造面积（万亩）").minimum == 50000
    assert one("5", name="改造项目（一期）").unit_text is None
    assert one("559", name="企业户数").unit_text is None
    per_tree = one("≤28.40/株", name="补助成本（≤**元/株）")
    assert (per_tree.unit_text, per_tree.base_unit, per_tree.doubts) == ("元/株", "元/株", ())


def test_a_value_inside_brackets_is_a_value() -> None:
    """Brackets around all of it are no remark; a bracket that never closes still is one."""
    assert one("（100%）").low == 100
    assert one("（100%").low == 100
    assert one("100%（计划标准").note == "计划标准"


def test_words_on_both_sides_are_both_kept() -> None:
    """A note before and a note behind, and the verb of a comparison before its remark."""
    assert one("全省9个市州").note == "全省；市州"
    assert one("较上年增长5%（新口径）").note == "增长；新口径"


def test_a_bare_ten_thousand_is_money_when_the_name_says_so() -> None:
    """854万 under 补助资金 is 元; under a name that says nothing the unit stays unknown."""
    money = one("854万(高标准农田400万元,示范295万元,畅通159万元)", name="补助资金")
    assert (money.minimum, money.base_unit, money.dimension) == (8540000, "元", "money")
    assert money.note == "高标准农田400万元,示范295万元,畅通159万元"
    more = one("15万余", name="带动人数(人)")
    assert (more.operator, more.minimum, more.unit_text) == (GT, 150000, "万人")
    unknown = one("15万", name="带动规模")
    assert (unknown.minimum, unknown.base_unit, unknown.unit_text) == (150000, None, "万")


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("90%(计划标准)", "计划标准"),
        ("≥60%（新增）", "新增"),
        ("100%（1.0）", "1.0"),
        ("≥40%（其中师资费10%）", "其中师资费10%"),
        ("15个国家级平台", "国家级平台"),
        ("每周开放时间≥49小时", "每周开放时间"),
        ("≥90%，逐步提高", "逐步提高"),
        ("5日内完成", "完成"),
    ],
)
def test_remarks_are_kept_beside_the_number(text: str, note: str) -> None:
    """What is printed around a number and is neither operator nor unit is a note."""
    measure = one(text)
    assert (measure.kind, measure.note, measure.doubts) == (ValueKind.NUMERIC, note, ())


@pytest.mark.parametrize(
    "text",
    [
        "按月安排",
        "应保尽保",
        "长远",
        "增加岗位",
        "可控",
        "及时",
        "减少",
        "显著提升",
        "不断缩小",
        "全年",
        "长期",
        "持续",
        "是",
        "否",
        "有",
        "无",
        "全覆盖",
        "优",
        "良好以上",
        "优良中低差",
        "按时",
        "达标",
        "一级",
        "3A级",
        "4A级以上",
        "三级甲等",
        "一次性完成",
        "第一批",
        "参照政府采购成本控制",
        "符合相关规定",
        "每月10日前",
        "次月5日前",
        "次年3月底前报送",
        "下季度第1个月15日前",
        "当月28日前",
        "数十家",
        "上百家",
        "逐步提高",
    ],
)
def test_words_are_qualitative(text: str) -> None:
    """Words keep their text and get no number, no unit and no doubt."""
    measure = one(text)
    assert (measure.kind, measure.text, measure.doubts) == (ValueKind.QUALITATIVE, text, ())
    assert (measure.low, measure.high, measure.minimum, measure.maximum) == (None, None, None, None)


@pytest.mark.parametrize(
    ("text", "operator", "low", "unit", "baseline"),
    [
        ("较上年提高", None, None, None, "上年"),
        ("较上年增长≥5%", GE, "5", "%", "上年"),
        ("较上年提高5%", None, "5", "%", "上年"),
        ("同比提高1个百分点", None, "1", "个百分点", "同比"),
        ("不低于上年", GE, None, None, "上年"),
        ("不低于上年水平", GE, None, None, "上年水平"),
        ("不超预算", LE, None, None, "预算"),
        ("比2020年下降10%", None, "10", "%", "2020年"),
        ("逐年下降", None, None, None, "逐年"),
        ("高于全省平均水平", GT, None, None, "全省平均水平"),
        ("达到国家标准", None, None, None, "国家标准"),
        ("提高5%", None, "5", "%", None),
    ],
)
def test_comparative_values(
    text: str, operator: Operator | None, low: str | None, unit: str | None, baseline: str | None
) -> None:
    """The delta, its unit and what it is compared with; never turned into an absolute number."""
    measure = one(text)
    assert measure.kind is ValueKind.COMPARATIVE
    assert (measure.operator, measure.low, measure.unit_text) == (operator, number(low), unit)
    assert (measure.baseline_text, measure.doubts) == (baseline, ())


def test_raised_to_a_level_is_not_a_comparison() -> None:
    """提高到95% is 95, 提高5% is a difference of 5."""
    assert one("提高到95%").kind is ValueKind.NUMERIC
    assert one("提升至95%").kind is ValueKind.NUMERIC


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024年12月底前", None, date(2024, 12, 31)),
        ("2019年12月(计划标准)", None, date(2019, 12, 31)),
        ("12月31日前完成", None, date(2023, 12, 31)),
        ("2024年第四季度", date(2024, 10, 1), date(2024, 12, 31)),
        ("2024年7月—⏎2025年7月", date(2024, 7, 1), date(2025, 7, 31)),
        ("当年", None, date(2023, 12, 31)),
        ("二〇二四年十二月", None, date(2024, 12, 31)),
        ("二○二四年六月三十日前", None, date(2024, 6, 30)),
        ("二〇二四年一月至二〇二四年六月", date(2024, 1, 1), date(2024, 6, 30)),
    ],
)
def test_dates(text: str, first: date | None, last: date | None) -> None:
    """A date value has days and no numbers; a date without a year takes the table's."""
    measure = one(text, fiscal_year=2023)
    assert (measure.kind, measure.date_from, measure.date_to) == (ValueKind.DATE, first, last)
    assert (measure.low, measure.high, measure.doubts) == (None, None, ())


def test_a_date_keeps_a_printed_operator() -> None:
    """From its column or in front of the date; 前 is told by the days alone."""
    assert one("2024年12月", operator_text="≤").operator_text == "≤"
    assert one("≤2024年12月").operator is LE
    assert one("2024年12月底前").operator is None
    assert one("2024年12月", operator_text="定性").operator_text is None


def test_a_month_is_a_duration_where_the_row_says_so() -> None:
    """12月 is December, unless an operator or the name makes it twelve months."""
    assert one("12月", fiscal_year=2024).date_to == date(2024, 12, 31)
    assert one("≤12月").low is None
    assert one("≤12月").high == 12
    assert one("12月", name="项目工期").low == 12


@pytest.mark.parametrize(
    "text", ["≥**%", "**元/人·月", "≥X", "XX", "≥**人", "≧ %", "公里", "/", "—", "－", "*", "……", "____", "不适用"]
)
def test_placeholders(text: str) -> None:
    """Templates and blank markers are no values."""
    measure = one(text)
    assert (measure.kind, measure.text, measure.low, measure.high) == (ValueKind.PLACEHOLDER, text, None, None)
    assert measure.doubts == ()


def test_a_placeholder_keeps_what_is_printed() -> None:
    """≧ % still has its operator and its unit."""
    measure = one("≧ %")
    assert (measure.operator, measure.operator_text, measure.unit_text) == (GE, "≧", "%")


@pytest.mark.parametrize("lines", [[], [""], ["  ", "\n"], ["\u200b"]])
def test_an_empty_cell_is_missing(lines: list[str]) -> None:
    """Nothing printed is one measure of kind missing, also when the operator column says 定性."""
    (measure,) = parse_values(lines, ValueContext(operator_text="定性"))
    assert measure == Measure(None, ValueKind.MISSING, declared="定性")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("≥600人次；≥3期", ["≥600人次", "≥3期"]),
        ("≥600人次⏎≥3期", ["≥600人次", "≥3期"]),
        ("≥600人⏎次⏎≥3期", ["≥600人次", "≥3期"]),
        ("30场、20人次", ["30场", "20人次"]),
        ("①30场②20人次", ["30场", "20人次"]),
        ("1、30场⏎2、20人次", ["1、30场", "2、20人次"]),
        ("≥600⏎人次", ["≥600人次"]),
        ("≥5%⏎≤10%", ["≥5%", "≤10%"]),
        ("≥5%≤⏎10%", ["≥5%≤10%"]),
        ("≥1⏎00%", ["≥100%"]),
        ("3，000人次", ["3，000人次"]),
        ("854万(甲400万元,乙454万元)", ["854万(甲400万元,乙454万元)"]),
    ],
)
def test_several_values_in_one_cell(text: str, parts: list[str]) -> None:
    """A cell is parted only where every part is a complete value."""
    assert [measure.text for measure in parse_values(text.split("⏎"))] == parts


@pytest.mark.parametrize(
    "text",
    [
        "9O%",
        "≥9O%",
        "l5个",
        "1〇0%",
        "Z90%",
        "S5个",
        "》90%",
        "《5%",
        "二100百分比",
        "一90%",
        "15方人",
        "30化元",
        "315,8",
        "+3%以内",
        "士3%以内",
        "-90%",
        "00%",
        "015个",
        "3.000人",
        "90o/o",
        "O",
        "292%",
        "1、5%",
        "l00%",
    ],
)
def test_probable_misreadings_are_in_doubt(text: str) -> None:
    """Each is a confusion that recognisers are known for; none passes unmarked."""
    assert "VALUE-CONFUSABLE" in one(text).doubts


@pytest.mark.parametrize(
    "text",
    [
        "≥3,00人次",
        "≥1,5%",
        "30、40个",
        "9O%",
        "≥9O%",
        "l5个",
        "1〇0%",
        "315,8",
        "100% 22.5",
        "30场200人",
        "90-85%",
        "10 20个",
        "≥.5%",
        "3/5人",
        "5%<x<10%",
        "≥5个≤10天",
        "≤5%≥10%",
        ">5%<10%",
        "7×24",
        "7×24小时",
        "7*24小时",
        "10%≤x≤5%",
        "5人≤x≤10户",
        "10（新增）5人",
        "10（新增）(续建)5人",
        "100（1.0）⏎100%（1.0）",
    ],
)
def test_no_number_is_taken_from_what_is_not_understood(text: str) -> None:
    """Rather no number than a wrong one."""
    measure = one(text)
    assert (measure.low, measure.high, measure.minimum, measure.maximum) == (None, None, None, None)
    assert measure.doubts


def test_a_rate_above_a_hundred_is_in_doubt_when_a_misread_sign_explains_it() -> None:
    """292% may be ≥92% and 909 may be 90%; 120% of a growth or with its operator is what it is."""
    assert one("292%", name="维修验收合格率").low == 292
    assert "VALUE-CONFUSABLE" in one("909", name="群众满意率").doubts
    assert one("≥292%", name="投资增长").doubts == ()
    assert one("120%", name="任务完成率").doubts == ()
    assert one("909", name="受益人数").doubts == ()
    assert "VALUE-CONFUSABLE" in one("≥985%", name="验收合格率").doubts
    assert "VALUE-CONFUSABLE" in one("≥90‰", name="群众满意度").doubts
    assert one("≥4‰", name="死亡率").doubts == ()


@pytest.mark.parametrize(
    "text", ["15方人", "15力人", "≤3力元", "30化元", "15万入", "600八次", "15午", "5尸", "3顶", "202412月底前"]
)
def test_a_unit_made_of_look_alikes_is_in_doubt(text: str) -> None:
    """What becomes a unit when look-alike glyphs are put right was probably misread."""
    assert "VALUE-CONFUSABLE" in one(text).doubts


@pytest.mark.parametrize("text", ["15方", "8人", "5项设备", "30户", "5千米", "2广场"])
def test_a_unit_that_is_one_is_not_in_doubt(text: str) -> None:
    """方 alone is a cubic metre, and a noun that stays a noun is none of a recogniser's making."""
    assert one(text).doubts == ()


@pytest.mark.parametrize(
    "text",
    ["通过调查问卷形式了解，满意度达到40%以上的群众占比", "排名前10名", "第3名", "详见附件2", "≠5", "5×3米"],
)
def test_a_number_inside_words_is_not_a_value(text: str) -> None:
    """It is kept as text and marked, for it holds digits that were not understood."""
    measure = one(text)
    assert (measure.kind, measure.low, measure.high) == (ValueKind.QUALITATIVE, None, None)
    assert "VALUE-UNPARSED" in measure.doubts


@pytest.mark.parametrize("text", ["2024.6", "202412", "20241231", "2024"])
def test_a_number_that_may_be_a_date_is_in_doubt(text: str) -> None:
    """Without a unit it is kept as the number it is and marked; where a date is asked for it is one."""
    assert one(text).doubts == ("VALUE-UNPARSED",)
    assert one(text, unit_text="人").doubts == ()


def test_a_line_end_between_digits_is_in_doubt() -> None:
    """50 and 60人 may be two numbers; where one half alone is no number, they are one."""
    assert one("≥50⏎60人").doubts == ("NUMBER-WRAPPED",)
    assert one("≥1000⏎1%").doubts == ("NUMBER-WRAPPED",)
    assert one("≥1⏎20,000人").doubts == ("NUMBER-WRAPPED",)
    assert one("2023年2月—20⏎23年12月").doubts == ()
    assert one("DB3301/T 0245-20⏎22").doubts == ()
    assert one("≥20⏎23人").doubts == ("NUMBER-WRAPPED",)
    assert one("1,0⏎00人").doubts == ()
    assert one("≥12⏎0,000人").doubts == ()


def test_an_unknown_unit_is_kept() -> None:
    """A short Chinese noun is taken for a unit of its own; what is longer or Latin is marked."""
    noun = one("5联")
    assert (noun.low, noun.unit_text, noun.base_unit, noun.dimension, noun.doubts) == (5, "联", "联", "other", ())
    assert one("5kcx").doubts == ("UNIT-UNKNOWN",)
    assert one("5", unit_text="kcx").doubts == ("UNIT-UNKNOWN",)
    assert one("5", unit_text="联").doubts == ()
    assert one("5", unit_text="万元一").doubts == ("UNIT-UNKNOWN",)
    assert one("5", unit_text="联").base_unit == "联"
    assert one("≤28.40/株").doubts == ("UNIT-UNKNOWN",)


def test_numbers_that_the_dataset_cannot_hold_are_not_rounded() -> None:
    """Ten decimals are marked instead."""
    assert one("0.1234567891%").doubts == ("VALUE-UNPARSED",)
    assert one("0.123456789%").low == Decimal("0.123456789")
    assert one("9" * 29 + "人").low == Decimal("9" * 29)
    assert one("9" * 29 + "万人").doubts == ("VALUE-UNPARSED",)
    assert one("9" * 100 + "人").doubts == ("VALUE-UNPARSED",)


WIDE = str.maketrans("0123456789%.,<>=()/", "０１２３４５６７８９％．，＜＞＝（）／")


def meaning(measure: Measure) -> tuple[object, ...]:
    """All of a measure but its printed texts."""
    return (
        measure.kind, measure.operator, measure.low, measure.high, measure.minimum, measure.maximum, measure.base_unit,
        measure.dimension, measure.doubts,
    )  # fmt: skip


@given(measures())
def test_a_printed_measure_is_read_back(printed: Printed) -> None:
    """Whatever operator, number and unit are printed, exactly these are read."""
    measure = one(printed.text)
    assert (measure.kind, measure.operator) == (ValueKind.NUMERIC, printed.operator)
    assert (measure.low, measure.high) == printed.bounds
    scaled = tuple(None if bound is None else bound * printed.multiplier for bound in printed.bounds)
    assert (measure.minimum, measure.maximum) == scaled
    assert (measure.unit_text, measure.base_unit, measure.dimension) == (
        printed.unit_text, printed.base_unit, printed.dimension,
    )  # fmt: skip
    assert measure.text == printed.text


@given(measures())
def test_full_width_spells_the_same_measure(printed: Printed) -> None:
    """Full-width and half-width glyphs differ in the printed texts only."""
    assert meaning(one(printed.text.translate(WIDE))) == meaning(one(printed.text))


@given(measures(), st.data())
def test_a_wrap_inside_a_value_changes_nothing(printed: Printed, data: st.DataObject) -> None:
    """A line end anywhere in a value gives the same value; between digits there may be a doubt besides."""
    place = data.draw(st.integers(1, max(1, len(printed.text) - 1)))
    wrapped = one(f"{printed.text[:place]}⏎{printed.text[place:]}")
    whole = one(printed.text)
    assert meaning(wrapped)[:-1] == meaning(whole)[:-1]
    assert wrapped.text == whole.text
    assert set(wrapped.doubts) - {"NUMBER-WRAPPED"} == set(whole.doubts)


@given(measures(), measures())
def test_two_values_on_two_lines_stay_two_or_are_marked(first: Printed, second: Printed) -> None:
    """Lines are never run together into another number without a doubt."""
    found = parse_values([first.text, second.text])
    numbers = [measure.low if measure.low is not None else measure.high for measure in found]
    assert numbers == [first.number, second.number] or any(measure.doubts for measure in found)


@given(st.lists(value_texts(), max_size=4), value_texts(), value_texts())
def test_any_text_is_read_without_failing(lines: list[str], name: str, beside: str) -> None:
    """There is always a measure, its numbers fit the dataset, and a missing text is None."""
    context = ValueContext(name=name, operator_text=beside, unit_text=beside, fiscal_year=2024)
    found = parse_values(lines, context)
    assert found
    for measure in found:
        assert measure.text is None or measure.text.strip() == measure.text != ""
        for value in (measure.low, measure.high, measure.minimum, measure.maximum):
            if value is not None:
                exponent = value.as_tuple().exponent
                assert isinstance(exponent, int) and exponent >= -9
                assert value.copy_abs() < Decimal(10) ** 29
        if measure.low is not None and measure.high is not None:
            assert measure.low <= measure.high


@pytest.mark.parametrize(
    "text",
    ["GB 5749-2022", "GB/T 22080", "ISO 9001", "ISO9001认证", "HJ 2.2—2018", "CJJ 1-2008", "DB3301/T 0245-2022"],
)
def test_the_name_of_a_standard_is_no_number(text: str) -> None:
    """9001 was read from ISO 9001 as a number without a unit."""
    measure = one(text)
    assert (measure.kind, measure.low, measure.doubts) == (ValueKind.QUALITATIVE, None, ())


@pytest.mark.parametrize(("text", "low"), [("≥3GB", "3"), ("100GB", "100"), ("WS 100套", "100")])
def test_letters_beside_a_number_of_things_name_no_standard(text: str, low: str) -> None:
    """GB is a unit too."""
    assert one(text).low == Decimal(low)


@pytest.mark.parametrize("text", ["8:30", "18:00", "1:2:3", "1:20人"])
def test_a_time_of_day_is_no_ratio(text: str) -> None:
    """Nor are three numbers one, or one with a unit."""
    measure = one(text)
    assert measure.low is None
    assert "VALUE-UNPARSED" in measure.doubts


@pytest.mark.parametrize(
    ("unit", "doubted"), [("方人", True), ("化元", True), ("万人", False), ("批次", False), ("班次", False)]
)
def test_a_unit_column_that_is_a_unit_but_for_a_look_alike_is_doubted(unit: str, doubted: bool) -> None:
    """4.2 beside 方人 was 4.2 of a unit nobody knows, without a doubt: 万人 on a poor scan."""
    (measure,) = parse_values(["4.2"], ValueContext("受益人口数量", None, unit))
    assert (MeaningCode.UNIT_UNKNOWN in measure.doubts) is doubted
