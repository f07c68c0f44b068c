"""The doubts in Chinese: a name for each code, and a sentence around the text in doubt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from extractors.model import ReadingCode
from normalizers.codes import AuditCode, MeaningCode
from pipeline.audit.words import WORDS, Words, sentence

# how readers quote what they read: extractors/scan/
_QUOTED = re.compile("‘([^’]*)’")

# `sentence` has {text}, the text in doubt, and for two readings {other}; `alone` is for a finding without a text.
DOUBTS: dict[str, Words] = {
    ReadingCode.LOW_CONFIDENCE: Words(
        "识别把握低", "“{text}”识别把握低，请与原页核对。", "此处识别把握低，请与原页核对。"
    ),
    ReadingCode.READINGS_DIFFER: Words(
        "两次识别不一致", "读作“{text}”，又读作“{other}”，请与原页核对。", "两次识别结果不一致，请与原页核对。"
    ),
    ReadingCode.CONFUSABLE: Words(
        "形近字符", "“{text}”中有形近字符，或缺少数字、小数点，请逐字核对。", "此处有形近字符，请逐字核对。"
    ),
    ReadingCode.UNREADABLE: Words(
        "无法识别", "“{text}”处有字迹未能识别，请看原页。", "此处未读出文字，原页上可能有内容，请看原页。"
    ),
    ReadingCode.UNDER_SEAL: Words("印章遮盖", "印章压住“{text}”，请核对数字。", "印章压住文字，请核对数字。"),
    ReadingCode.INK_LEFT: Words(
        "有未识别墨迹", "读作“{text}”，但旁边还有未读出的墨迹，可能缺字。", "此处有未读出的墨迹，可能缺字。"
    ),
    ReadingCode.GLYPHS_LEFT: Words("有未归位字符", "“{text}”不在任何单元格内。", "有字符不在任何单元格内。"),
    ReadingCode.GLYPH_ON_RULE: Words(
        "字符压线", "“{text}”压在两格之间的线上，请确认属于哪一格。", "有字符压在两格之间的线上，请确认属于哪一格。"
    ),
    ReadingCode.HIDDEN_TEXT: Words("隐藏文字", "", "本页有不显示或与显示不符的文字层，未采用。"),
    ReadingCode.GRID_REPAIRED: Words(
        "补全表线", "“{text}”的边线有缺，已补全，请核对合并单元格。", "边线有缺，已补全，请核对合并单元格。"
    ),
    ReadingCode.WALL_MISSING: Words(
        "或缺表线", "“{text}”中的文字分开排列，可能缺少表线而漏行，请与原页核对。", "可能缺少表线而漏行，请与原页核对。"
    ),
    ReadingCode.NO_RULES: Words("无表线", "", "表格没有框线，按空白分列，请核对各列。"),
    ReadingCode.CUT_OFF: Words(
        "页面被截", "“{text}”在图片边缘，可能被截断，图片以外可能还有行、列。", "表格超出图片边缘，可能缺行、缺列。"
    ),
    ReadingCode.ILLEGIBLE: Words("页面模糊", "", "本表大部分文字未能可靠识别，请重新拍摄或扫描。"),
    ReadingCode.LOW_RESOLUTION: Words("分辨率低", "", "页面图像分辨率过低，请以200 dpi以上重新扫描。"),
    ReadingCode.READER_FAILED: Words("页面读取失败", "", "本页未能读取，可能有表格，请看原页。"),
    MeaningCode.VALUE_UNPARSED: Words("数值未解析", "指标值“{text}”中有数字，未能完全解析。", "指标值未能完全解析。"),
    MeaningCode.CONFUSABLE_GLYPH: Words(
        "数值有形近字符", "指标值“{text}”中有易误读的字符，请与原页核对。", "指标值中有易误读的字符。"
    ),
    MeaningCode.UNIT_CONFLICT: Words(
        "单位不一致", "指标值“{text}”的单位与单位栏或名称不一致。", "指标值的单位与单位栏或名称不一致。"
    ),
    MeaningCode.UNIT_INFERRED: Words(
        "单位系推断", "指标值“{text}”没有单位，按本表金额单位计。", "指标值没有单位，按本表金额单位计。"
    ),
    MeaningCode.UNIT_UNKNOWN: Words("单位未知", "单位“{text}”不在单位表中。", "单位不在单位表中。"),
    MeaningCode.OPERATOR_DOUBTFUL: Words(
        "符号存疑",
        "“{text}”前没有符号而同表其余各行都有，首位的 2 可能是符号。",
        "同表其余各行都有符号，首位的 2 可能是符号。",
    ),
    MeaningCode.OPERATOR_CONFLICT: Words(
        "符号不一致", "符号“{text}”与另一处所印符号或文字不一致。", "两处符号不一致。"
    ),
    MeaningCode.NUMBER_WRAPPED: Words("数字折行", "“{text}”中的数字被换行断开，可能是两个数。", "数字被换行断开。"),
    MeaningCode.UNKNOWN_FORM: Words("表式未知", "不能确定各列的含义（{text}）。", "不能确定各列的含义。"),
    MeaningCode.NO_VALUE_COLUMN: Words("无指标值列", "没有可辨认的指标值列（{text}）。", "没有可辨认的指标值列。"),
    MeaningCode.HEADING_DOUBTFUL: Words(
        "列名存疑", "列名可能误读（{text}），该列可能是指标解释、权重、单位或符号。", "列名没有读出，请核对该列。"
    ),
    MeaningCode.LEVEL_MISSING: Words(
        "缺少级次", "级次单元格为空，沿用上方的“{text}”。", "一级、二级指标或指标名称没有读出。"
    ),
    MeaningCode.LEVEL_MISREAD: Words(
        "级次名称存疑", "“{text}”与常用级次名称只差一两个字，可能误读。", "级次名称可能误读。"
    ),
    MeaningCode.ROW_CUT: Words("跨页断行", "“{text}”被分页断开，请对照前后两页。", "此行被分页断开，请对照前后两页。"),
    MeaningCode.WEIGHTS_SEVERAL: Words("一格多个权重", "一项指标旁有多个权重：{text}。", "一项指标旁有多个权重。"),
    MeaningCode.TABLE_UNREAD: Words(
        "表未读出", "“{text}”像绩效目标表或指标行，未能读出。", "此处像绩效目标表，未能读出。"
    ),
    MeaningCode.AMOUNT_UNPARSED: Words("金额未解析", "金额“{text}”未能解析。", "金额未能解析。"),
    MeaningCode.MONEY_UNIT_MISSING: Words(
        "缺金额单位", "金额“{text}”没有单位，不知是元还是万元。", "金额没有单位，不知是元还是万元。"
    ),
    MeaningCode.MONEY_UNIT_CONFLICT: Words("金额单位不一致", "金额“{text}”印有两个单位。", "金额印有两个单位。"),
    "ACCEPTED": Words("已接受", "", "已与原页核对，读数无误。"),
    "CORRECTED": Words("已更正", "原读作“{text}”，已更正。", "已更正。"),
    "CORRECTION-STALE": Words("决定已失效", "", "现在的读数与当时不同，原决定未采用，请重新核对。"),
    "CORRECTION-CONFLICT": Words("决定有冲突", "", "两位复核人的决定不一致，均未采用，请商定后重新决定。"),
}
NAMES = {str(code): words.name for code, words in (*WORDS.items(), *DOUBTS.items())}


def in_chinese(finding: Mapping[str, Any]) -> str | None:
    """What a row of `findings` says, in Chinese; None for a code that has no words.

    Args:
        finding: its columns.
    """
    code = finding["code"]
    if code in {str(known) for known in AuditCode}:
        return sentence(code, finding.get("computed"), finding.get("expected"))
    words = DOUBTS.get(code)
    if words is None:
        return None
    text, other = _texts(finding)
    if words.sentence and text and (other or "{other}" not in words.sentence):
        said = words.sentence.format(text=text, other=other)
    else:
        said = words.alone if not (words.sentence and text) else f"“{text}”：{words.alone}"
    suggestion = finding.get("suggestion")
    return f"{said}可能是“{suggestion}”。" if suggestion and code in _REPAIRED else said


# Of these `suggestion` is a repair; of a conflict of reviewers it lists both decisions.
_REPAIRED = frozenset(str(code) for code in (*ReadingCode, *MeaningCode))


def _texts(finding: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """The text in doubt, and its other reading."""
    if finding.get("computed") or finding["code"] == MeaningCode.LEVEL_MISSING:
        return finding.get("computed"), None
    quoted = _QUOTED.findall(finding.get("message") or "")
    if finding["code"] == ReadingCode.READINGS_DIFFER and len(quoted) > 1:
        return quoted[0], quoted[1]
    if finding["code"] in (ReadingCode.LOW_CONFIDENCE, ReadingCode.CONFUSABLE) and len(quoted) == 1:
        return quoted[0], None
    return finding.get("evidence"), None


def names(codes: Iterable[str]) -> str:
    """The Chinese names of the reasons of a row: 识别把握低、跨页断行."""
    return "、".join(NAMES.get(code, code) for code in codes)
