"""What a form says: made up from pools, with a seeded generator, and what each value means known by construction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

# as printed: (base unit, multiplier, dimension)
UNITS = {
    "个": ("个", 1, "count"),
    "项": ("项", 1, "count"),
    "份": ("份", 1, "count"),
    "户": ("户", 1, "households"),
    "人": ("人", 1, "people"),
    "万人": ("人", 10_000, "people"),
    "人次": ("人次", 1, "person_times"),
    "万人次": ("人次", 10_000, "person_times"),
    "场": ("场", 1, "events"),
    "期": ("期", 1, "events"),
    "次": ("次", 1, "events"),
    "%": ("%", 1, "ratio"),
    "元": ("元", 1, "money"),
    "万元": ("元", 10_000, "money"),
    "亿元": ("元", 100_000_000, "money"),
    "天": ("天", 1, "time"),
    "公里": ("公里", 1, "length"),
    "平方米": ("平方米", 1, "area"),
    "万平方米": ("平方米", 10_000, "area"),
    "亩": ("亩", 1, "area"),
    "元/人": ("元/人", 1, "rate"),
    "万元/公里": ("元/公里", 10_000, "rate"),
}
OPERATORS = {"≥": "ge", "≧": "ge", ">=": "ge", "≤": "le", "＝": "eq", "=": "eq", "＞": "gt", "＜": "lt", "": None}
OPERATORS |= {"不低于": "ge", "不超过": "le", "以上": "ge", "以内": "le"}
SUFFIXES = ("以上", "以内")


@dataclass(frozen=True, slots=True)
class Value:
    """A target value: a number with operator and unit, a range (`high` set), a word, or a deadline (`until`, ISO)."""

    operator: str = ""
    number: str = ""
    unit: str = ""
    high: str = ""
    word: str = ""
    until: str = ""

    @property
    def printed(self) -> str:
        """All in one cell."""
        if self.word:
            return self.word
        if self.high:
            return f"{self.number}{self.unit}-{self.high}{self.unit}"
        if self.operator in SUFFIXES:
            return f"{self.number}{self.unit}{self.operator}"
        return f"{self.operator}{self.number}{self.unit}"


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator as the form prints it."""

    level1: str
    level2: str
    name: str
    value: Value
    weight: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Contents:
    """One project's targets. Amounts are in 万元; `fiscal` and `other` add up to `total`."""

    attachment: int
    year: int
    project: str
    department: str
    unit: str
    total: Decimal
    fiscal: Decimal
    annual_goal: str
    long_goal: str
    rows: tuple[Row, ...]

    @property
    def other(self) -> Decimal:
        """万元 from other sources."""
        return self.total - self.fiscal


_PLACES = ("临江省", "青河市", "白石县", "南屏区", "东泽市", "云岭州", "柳溪县", "海宁港区")
_BUREAUS = ("农业农村局", "教育局", "文化和旅游厅", "水务局", "卫生健康委员会", "科学技术局", "交通运输局", "民政局")
_WORKS = (
    "高标准农田建设", "乡村教师培训", "公共图书馆免费开放", "中小河流治理", "基层卫生服务能力提升", "科技成果转化补助",
    "农村公路养护", "养老服务设施改造", "职业技能提升行动", "老旧小区节能改造", "古籍保护与数字化", "城乡环境综合整治",
)  # fmt: skip
_GOALS = (
    "按计划完成{work}的年度任务，资金使用规范。",
    "通过{work}，改善基础条件，服务群众不少于{n}人次。",
    "目标1：完成{work}{n}项。目标2：群众满意度达到90%以上。",
    "进一步提高服务水平，健全{work}的长效管理机制，推动事业持续健康发展。",
    "到{year}年底，{work}取得明显成效，惠及{n}户家庭，形成可复制、可推广的经验。",
)
_NAMES: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {
    ("产出", "数量"): (
        ("举办培训班期数", "期"), ("完成改造面积", "平方米"), ("补助企业数量", "户"), ("开展巡查次数", "次"),
        ("新建和改建道路里程", "公里"), ("采购设备数量（含安装调试）", "个"), ("参加活动人次", "人次"),
        ("受益人口数量", "万人"), ("组织文艺演出场次", "场"), ("流转土地面积", "亩"), ("编制规划和研究报告数量", "份"),
    ),
    ("产出", "质量"): (
        ("工程验收合格率", "%"), ("培训人员结业率", "%"), ("设备采购质量达标率", "%"),
        ("政策宣传覆盖率（不含流动人口）", "%"), ("档案整理差错率", "%<"), ("资料归集的完整程度", "word"),
    ),
    ("产出", "时效"): (
        ("项目按期完成率", "%"), ("资金拨付及时率", "%"), ("全部工程完工时间", "date"), ("办结时限", "天"),
        ("任务完成的及时性", "word"),
    ),
    ("产出", "成本"): (
        ("人均培训成本控制数", "元/人"), ("项目总投资控制数", "万元<"), ("养护成本控制数", "万元/公里"),
        ("成本节约情况", "word"),
    ),
    ("效益", "经济效益"): (("带动社会投资", "亿元"), ("企业新增销售收入", "万元"), ("农民人均增收", "元")),
    ("效益", "社会效益"): (
        ("新增就业人数", "人"), ("政策知晓率", "%"), ("公共服务水平改善情况", "word"),
        ("重大安全责任事故发生数", "zero"),
    ),
    ("效益", "生态效益"): (("主要污染物排放量下降比例", "%"), ("对自然环境影响", "zero"), ("周边生态环境", "word")),
    ("效益", "可持续影响"): (
        ("长效管理机制健全性", "word"), ("设施设计使用年限内完好率", "%"), ("服务能力提升", "more"),
    ),
    ("满意度", "服务对象满意度"): (("受益群众满意度", "%"), ("参训学员满意度", "%"), ("服务企业满意度", "%")),
}  # fmt: skip
_WORDS = ("及时", "合理", "健全", "明显改善", "持续提升", "完整", "应保尽保", "有效控制", "显著提高")
_COMPARED = ("较上年提高", "较上年有所提高", "高于上年")
_ASKED = "反映{name}，计算方法：实际完成数与计划数对比"


def invent(random: Random) -> Contents:
    """One project's targets, 9 to 16 indicators, some level-2 names with several."""
    place, work, year = random.choice(_PLACES), random.choice(_WORKS), random.randint(2019, 2026)
    total = Decimal(random.randint(200, 999_999)) / random.choice((1, 10, 100))
    fiscal = total if random.random() < 0.5 else (total * random.randint(40, 95) / 100).quantize(Decimal("0.01"))
    annual, long_term = (
        goal.format(work=work, n=random.randint(2, 90) * 10, year=year) for goal in random.sample(_GOALS, 2)
    )
    return Contents(
        attachment=random.randint(1, 19),
        year=year,
        project=f"{place}{work}{random.choice(('项目', '专项资金', '补助经费'))}",
        department=place + random.choice(_BUREAUS),
        unit=place + random.choice(("项目服务中心", "公共事务管理所", "综合保障中心", "人民政府办公室")),
        total=total,
        fiscal=fiscal,
        annual_goal=annual,
        long_goal=long_term,
        rows=_rows(random, year),
    )


def without_words_and_dates(contents: Contents, random: Random) -> Contents:
    """The same for forms with operator and unit in columns of their own: plain numbers and words only."""
    rows = []
    for row in contents.rows:
        value = row.value
        if value.high or value.until:
            value = Value(random.choice("≥="), "90", "%")
        if value.operator in ("不低于", "以上", ">=", "≧"):
            value = replace(value, operator="≥")
        if value.operator in ("不超过", "以内"):
            value = replace(value, operator="≤")
        rows.append(replace(row, value=value))
    return replace(contents, rows=tuple(rows))


def _rows(random: Random, year: int) -> tuple[Row, ...]:
    drawn = []
    for (level1, level2), pool in _NAMES.items():
        most = 3 if level2 == "数量" else 2
        for name, kind in random.sample(pool, random.randint(1, min(most, len(pool)))):
            drawn.append((level1, level2, name, _value(random, kind, year)))
    weights = _weights(random, len(drawn))
    return tuple(
        Row(f"{level1}指标", f"{level2}指标", name, value, weight, _ASKED.format(name=name))
        for (level1, level2, name, value), weight in zip(drawn, weights, strict=True)
    )


def _weights(random: Random, count: int) -> Sequence[str]:
    """Points that add up to 90, as the rule asks."""
    cuts = sorted(random.sample(range(1, 90), count - 1))
    return [str(right - left) for left, right in zip([0, *cuts], [*cuts, 90], strict=True)]


def _value(random: Random, kind: str, year: int) -> Value:
    match kind:
        case "word" | "more":
            return Value(word=random.choice(_WORDS if kind == "word" else _COMPARED))
        case "zero":
            return Value(number="0")
        case "date":
            month = random.choice((6, 9, 10, 11, 12))
            last = {6: 30, 9: 30, 10: 31, 11: 30, 12: 31}[month]
            text = random.choice((f"{year}年{month}月底前", f"{year}年{month}月{last}日前"))
            return Value(word=text, until=f"{year}-{month:02}-{last}")
        case "%":
            return _rate(random)
        case "%<":
            return Value(random.choice(("≤", "＜", "≤")), random.choice(("1", "2", "3", "0.5", "5")), "%")
        case _:
            return _amount(random, kind)


def _rate(random: Random) -> Value:
    number = random.choice(("80", "85", "90", "92", "95", "98", "99.5", "100", "100"))
    if number == "100":
        return Value(random.choice(("", "=", "＝", "≥")), number, "%")
    if random.random() < 0.12:
        return Value(number="85", high="90", unit="%")
    return Value(random.choice(("≥", "≥", "≥", "≧", ">=", "＞", "不低于", "以上")), number, "%")


def _amount(random: Random, kind: str) -> Value:
    unit, most = kind.removesuffix("<"), kind.endswith("<") or "/" in kind or kind == "天"
    number = {
        "亿元": lambda: f"{random.randint(11, 99) / 10}",
        "万人": lambda: f"{random.randint(2, 400) / 10:g}",
        "平方米": lambda: f"{random.randint(1000, 99_000):,}" if random.random() < 0.5 else "12500",
        "亩": lambda: str(random.randint(20, 5000)),
        "人次": lambda: str(random.randint(3, 90) * 100),
        "元": lambda: str(random.randint(2, 60) * 100),
        "元/人": lambda: str(random.randint(2, 60) * 50),
        "公里": lambda: f"{random.randint(10, 900) / 10:g}",
    }.get(unit, lambda: str(random.randint(2, 160)))()
    operators = ("≤", "≤", "不超过", "以内") if most else ("≥", "≥", "", "", "=", "≧", ">=", "不低于", "以上")
    return Value(random.choice(operators), number, unit)
