"""What a form says: made up from pools with a seeded generator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from benchmarks.corpus.names import POOLS
from benchmarks.corpus.values import COMPOSED, Value, value


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


# Level 1, with its levels 2 as pool and as printed, in the trees of 2015, of 2021 and of Jilin.
Tree = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
_BENEFITS = (
    ("经济效益", "经济效益指标"),
    ("社会效益", "社会效益指标"),
    ("生态效益", "生态效益指标"),
    ("可持续影响", "可持续影响指标"),
)
_OUTPUTS = (("数量", "数量指标"), ("质量", "质量指标"), ("时效", "时效指标"))
_SERVED = (("服务对象满意度", "服务对象满意度指标"),)
TREE_2015: Tree = (
    ("产出指标", (*_OUTPUTS, ("成本", "成本指标"))),
    ("效益指标", _BENEFITS),
    ("满意度指标", _SERVED),
)
TREE_2021: Tree = (
    ("成本指标", tuple((name, f"{name}指标") for name in ("经济成本", "社会成本", "生态环境成本"))),
    ("产出指标", _OUTPUTS),
    ("效益指标", _BENEFITS),
    ("满意度指标", _SERVED),
)
TREE_JILIN: Tree = (
    ("产出指标", (*_OUTPUTS, ("成本", "成本指标"))),
    ("效果指标", (*_BENEFITS, ("服务对象满意度", "满意度指标"))),
)

_PLACES = (
    "临江省", "青河市", "白石县", "南屏区", "东泽市", "云岭州", "柳溪县", "海宁港区", "金沙湾市", "松林旗", "石鼓县",
    "长乐岭市", "北辰开发区", "永清县", "大洼区", "凤鸣县",
)  # fmt: skip
_BUREAUS = (
    "农业农村局", "教育局", "文化和旅游厅", "水务局", "卫生健康委员会", "科学技术局", "交通运输局", "民政局",
    "人力资源和社会保障厅", "工业和信息化厅", "林业和草原局", "退役军人事务局", "应急管理局", "生态环境局",
)  # fmt: skip
_WORKS = (
    "高标准农田建设", "乡村教师培训", "公共图书馆免费开放", "中小河流治理", "基层卫生服务能力提升", "科技成果转化补助",
    "农村公路养护", "养老服务设施改造", "职业技能提升行动", "老旧小区节能改造", "古籍保护与数字化", "城乡环境综合整治",
    "中小企业公共服务体系建设", "森林防火能力建设", "退役军人就业创业培训", "学前教育普惠发展", "重点流域水质监测",
    "农村厕所革命整村推进", "自然灾害救助物资储备", "博物馆纪念馆免费开放", "大气污染防治", "创业孵化基地",
)  # fmt: skip
_GOALS = (
    "按计划完成{work}的年度任务，资金使用规范。",
    "通过{work}，改善基础条件，服务群众不少于{n}人次。",
    "目标1：完成{work}{n}项。目标2：群众满意度达到90%以上。",
    "进一步提高服务水平，健全{work}的长效管理机制，推动事业持续健康发展。",
    "到{year}年底，{work}取得明显成效，惠及{n}户家庭，形成可复制、可推广的经验。",
    "1.落实{work}各项任务；2.资金支付率达到95%；3.受益人口{n}人以上，全年无重大安全责任事故。",
    "围绕{work}，新建示范点{n}个，带动就业1.5万人，为“十四五”规划目标的实现打下基础。",
)
_ASKED = (
    "反映{name}，计算方法：实际完成数与计划数对比",
    "考核{name}",
    "用以衡量{name}的完成情况",
    "{name}＝实际数÷应完成数×100%",
)


def invent(random: Random, tree: Tree = TREE_2015, *, apart: bool = False, most: int = 25, year: int = 0) -> Contents:
    """One project's targets, 6 to `most` indicators.

    Args:
        random: the seeded generator all is drawn from.
        tree: the names of the levels.
        apart: operator and unit stand in columns of their own: plain numbers and words only.
        most: upper bound of the number of indicators.
        year: the fiscal year; 0 draws one.
    """
    place, work = random.choice(_PLACES), random.choice(_WORKS)
    year = year or random.randint(2019, 2026)
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
        rows=_rows(random, tree, year, random.randint(6, most), apart),
    )


def _rows(random: Random, tree: Tree, year: int, count: int, apart: bool) -> tuple[Row, ...]:
    places = [(level1, pool, level2) for level1, levels in tree for pool, level2 in levels]
    # One of each level 1 at least; small forms leave levels 2 out, large ones have several indicators in each.
    needed = [random.choice([place for place in places if place[0] == level1]) for level1, _ in tree]
    spare = random.sample([place for place in places if place not in needed], len(places) - len(needed))
    chosen = [*needed, *spare][:count]
    numbers = dict.fromkeys(chosen, 1)
    for _ in range(count - len(chosen)):
        numbers[random.choice(sorted(chosen))] += 1
    weights = iter(_weights(random, count))
    rows = []
    for level1, pool, level2 in places:
        names = [name for name in POOLS[pool] if not (apart and name[1] in COMPOSED)]
        for name, kind in random.sample(names, numbers.get((level1, pool, level2), 0)):
            target = value(random, kind, year, signs_only=apart)
            explanation = random.choice(_ASKED).format(name=name)
            rows.append(Row(level1, level2, name, target, next(weights), explanation))
    return tuple(rows)


def _weights(random: Random, count: int) -> Sequence[str]:
    """Points that add up to 90, as the rule asks."""
    cuts = sorted(random.sample(range(1, 90), count - 1))
    return [str(right - left) for left, right in zip([0, *cuts], [*cuts, 90], strict=True)]
