"""A page of running text that lies beside or before a form: no table on it."""

from __future__ import annotations

from random import Random

from samples.make.typeset import Heading

TEXT = (
    "根据预算绩效管理的有关要求，现将本部门重点项目绩效目标予以公开，接受社会监督。",
    "各单位要按照“谁申请资金，谁设定目标”的原则，合理确定绩效指标，细化量化指标值，做到指向明确、合理可行、相应匹配。",
    "项目实施单位应当对照绩效目标开展运行监控，发现偏差及时纠正，确保如期完成；监控结果作为调整预算的依据。",
    "年度预算执行结束后，应当对资金使用情况和绩效目标完成情况开展自评，自评结果随同部门决算向社会公开。",
    "财政部门将选择部分项目开展重点绩效评价，评价结果作为以后年度预算安排和改进管理的重要依据。",
)


def notice(random: Random) -> tuple[Heading, ...]:
    """A heading and some paragraphs."""
    paragraphs = random.sample(TEXT, random.randint(3, len(TEXT)))
    title = Heading("关于公开绩效目标的说明", "center", 16, 14)
    return (title, *(Heading("　　" + text, after=10) for text in paragraphs))
