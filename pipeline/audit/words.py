"""The checks in Chinese: a name for each code, and a sentence around the two sides it compared."""

from __future__ import annotations

from typing import NamedTuple

from normalizers.codes import AuditCode

SEVERITIES = {"error": "错误", "warning": "警告", "info": "提示"}


class Words(NamedTuple):
    """`name` of a check; `sentence` with {computed} and {expected}; `alone` when there is nothing to compare with."""

    name: str
    sentence: str
    alone: str = ""


WORDS = {
    AuditCode.SUM_DIFFERS: Words("资金合计不符", "各分项合计 {computed}，总额为 {expected}。"),
    AuditCode.MONEY_UNITS_MIXED: Words("金额单位不一", "同一资金栏既用{expected}又用{computed}。"),
    AuditCode.AMOUNT_UNUSUAL: Words("金额量级异常", "{computed}，对照 {expected}，请核对金额单位。"),
    AuditCode.NOTICE_TOTAL_DIFFERS: Words("通知与附表金额不符", "各附表资金合计 {computed}，通知正文为 {expected}。"),
    AuditCode.LEVEL_WEIGHTS: Words("权重合计异常", "权重合计 {computed}，应为 {expected}。"),
    AuditCode.INDICATOR_WEIGHTS: Words("下级权重不符", "三级指标权重合计 {computed}，一级指标权重为 {expected}。"),
    AuditCode.WEIGHT_PARTIAL: Words("权重不全", "{expected} 项指标中只有 {computed} 项填了权重。"),
    AuditCode.GOAL_DIFFERS: Words("目标与指标不符", "绩效目标写 {expected}，指标值为 {computed}。"),
    AuditCode.GOAL_AMOUNT_DIFFERS: Words("目标与资金不符", "绩效目标写 {computed}，资金栏为 {expected}。"),
    AuditCode.GOAL_UNMEASURED: Words("目标无对应指标", "", "绩效目标提到 {computed}，没有对应的指标。"),
    AuditCode.VALUE_BLANK: Words("指标值未填", "", "指标值空白、为模板占位或只列出可选等级：{computed}"),
    AuditCode.VALUE_ZERO: Words("指标值为零", "", "指标值为 0，请确认是目标还是未填。"),
    AuditCode.VALUES_CROSS: Words("指标值互斥", "同一单元格的 {expected} 与 {computed} 不能同时成立。"),
    AuditCode.RATE_ABOVE_HUNDRED: Words("比率超过百分之百", "比率为 {computed}，上限应为 {expected}。"),
    AuditCode.RATE_AS_FRACTION: Words("比率写成小数", "比率印作 {computed}，可能是 {expected}。"),
    AuditCode.SATISFACTION_UNUSUAL: Words("满意度目标异常", "满意度目标 {computed}，通常在 {expected}。"),
    AuditCode.COST_AT_LEAST: Words("成本指标方向存疑", "成本指标用 {computed}，通常用 {expected}。"),
    AuditCode.NAME_NUMBER_DIFFERS: Words("名称与数值不符", "指标名称写 {expected}，指标值为 {computed}。"),
    AuditCode.OPERATOR_ODD: Words("符号与同表不同", "本行符号为 {computed}，同表其余各行为 {expected}。"),
    AuditCode.GLYPHS_MIXED: Words("符号字形不一", "同表混用 {expected} 与 {computed}。"),
    AuditCode.UNIT_MISSING: Words(
        "缺计量单位", "指标值 {computed} 没有单位，按名称可能是“{expected}”。", "指标值 {computed} 没有单位。"
    ),
    AuditCode.UNIT_AGAINST_NAME: Words(
        "单位与名称不符", "指标值单位为“{computed}”，按名称应为“{expected}”。", "指标值单位为“{computed}”，与名称不符。"
    ),
    AuditCode.RATE_UNIT_MISSING: Words("标准缺计量对象", "标准或单价的单位为 {computed}，应为 {expected}。"),
    AuditCode.DEADLINE_OUTSIDE: Words("期限超出年度", "完成期限 {computed} 不在 {expected} 年度和实施期内。"),
    AuditCode.PERIOD_BEYOND_YEAR: Words("实施期跨年度", "实施期 {computed} 超出 {expected} 年度。"),
    AuditCode.YEARS_DIFFER: Words("年度不一致", "一处为 {computed}，另一处为 {expected}。"),
    AuditCode.LEVEL_UNUSUAL: Words("指标层级归类异常", "", "归类为 {computed}，与标准体系不同。"),
    AuditCode.LEVEL_DOUBTFUL: Words(
        "指标归类存疑", "现归在{computed}，按名称更像{expected}。", "现归在{computed}，按名称不属于该类。"
    ),
    AuditCode.LEVEL_ABSENT: Words("缺一级指标", "", "没有{computed}指标。"),
    AuditCode.SATISFACTION_ABSENT: Words("缺满意度指标", "", "没有满意度指标。"),
    AuditCode.INDICATOR_REPEATED: Words("指标重复", "与另一行名称、数值相同：{computed}。"),
    AuditCode.VALUES_DISAGREE: Words("同名指标值不同", "本行为 {computed}，另一行为 {expected}。"),
    AuditCode.TITLE_AGAINST_NAME: Words("表名与项目名称不符", "表名写“{computed}”，项目名称写“{expected}”。"),
    AuditCode.TEXT_GARBLED: Words("文字乱码", "", "“{computed}”不像印刷的原文，请对照原页。"),
    AuditCode.DEPARTMENT_SPELLINGS: Words("部门名称不一", "本表写 {computed}，其他表写 {expected}。"),
}


def sentence(code: str, computed: str | None, expected: str | None) -> str:
    """What a finding says, in Chinese.

    >>> sentence("GOAL-DIFFERS", "70 人", "650 人")
    '绩效目标写 650 人，指标值为 70 人。'
    """
    words = WORDS[AuditCode(code)]
    text = words.sentence if words.sentence and (expected or not words.alone) else words.alone
    return text.format(computed=computed or "（空）", expected=expected or "（空）")
