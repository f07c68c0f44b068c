"""T1 to T4: the printed levels against the standard tree."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.model import Severity
from normalizers.audit.names import name_of
from normalizers.audit.report import about_indicator, about_table
from normalizers.codes import AuditCode
from normalizers.model import TableFinding, TargetTable
from normalizers.taxonomy import level_codes


def check_places(table: TargetTable) -> Iterator[TableFinding]:
    """T1: a level 2 under a level 1 it does not belong to, once for each pair.

    Satisfaction below benefit is the custom of whole provinces and only noted.
    """
    seen: set[tuple[str | None, str | None]] = set()
    for indicator in table.indicators:
        above, code = level_codes(indicator.level1, None)[0], indicator.level2_code
        pair = (indicator.level1, indicator.level2)
        if above is None or code is None or code.split(".")[0] == above.split(".")[0] or pair in seen:
            continue
        seen.add(pair)
        custom = above == "benefit" and code.startswith("satisfaction")
        message = f"{indicator.level2} belongs elsewhere than under {indicator.level1}."
        severity = Severity.INFO if custom else Severity.WARNING
        yield about_indicator(
            AuditCode.LEVEL_UNUSUAL,
            severity,
            message,
            indicator,
            computed=f"{indicator.level1} / {indicator.level2}",
        )


def check_presence(table: TargetTable) -> Iterator[TableFinding]:
    """T2, T3: outputs, benefits and satisfaction are all measured.

    Tables with levels unknown to us and lists by region are left alone; bonds and purchases satisfy nobody.
    """
    codes = [(indicator.level1_code, indicator.level2_code) for indicator in table.indicators]
    listed = any(label == "地区" for indicator in table.indicators for label, _ in indicator.extras)
    if not codes or listed or any(level1 is None for level1, _ in codes):
        return
    present = {code.split(".")[0] for pair in codes for code in pair if code is not None}
    place = table.indicators[0].place
    for group, name in (("output", "产出"), ("benefit", "效益")):
        if group not in present:
            message = f"There is no {name} indicator."
            yield about_table(AuditCode.LEVEL_ABSENT, Severity.INFO, message, place=place, computed=name)
    served = _NOBODY_SERVED.search(f"{table.title or ''}{table.project_name or ''}") is None
    if served and "satisfaction" not in present and not any("满意" in (item.level3 or "") for item in table.indicators):
        message = "There is no satisfaction indicator."
        yield about_table(AuditCode.SATISFACTION_ABSENT, Severity.INFO, message, place=place)


_NOBODY_SERVED = re.compile("债券|专项债|还本付息|设备购置|设备采购")
# (names, level 2 they belong to, what they may also stand under). A convention, so only noted.
_OF_LEVEL2 = (
    (re.compile(r"资金(?:拨付|到位|执行|使用|支出)率$|^预算执行率$"), "", ()),
    (
        re.compile(r"及时(?:率|性)$|按期|按时(?:完成|开工|竣工|交付)|完成(?:时间|时限|期限)$|工期$"),
        "output.timeliness",
        (),
    ),
    (re.compile(r"(?<!不)合格率$|验收(?:通过|合格)率$|达标率$|准确率$|优良率$"), "output.quality", ("benefit",)),
    (re.compile(r"(?:补助|补贴|奖补|发放)标准$|单价$|(?:成本|费用|经费|投资)(?:控制)?$"), "output.cost", ("cost",)),
    (
        re.compile(r"占比$"),
        "",
        ("output.quality", "output.timeliness", "output.cost", "benefit", "satisfaction", "cost"),
    ),
)
_SAVED = re.compile(r"降低|节约|减少|节省|压缩|缩减")


def check_levels(table: TargetTable) -> Iterator[TableFinding]:
    """T4: the words of a name speak for another level 2 of the outputs than the one it stands under.

    资金拨付率 speaks of the process and is no output at all; 占比 is no quantity. Savings are benefits, not costs.
    """
    for indicator in table.indicators:
        code = indicator.level2_code
        if code is None or not code.startswith("output.") or indicator.part > 1:
            continue
        name = name_of(indicator)
        for words, belongs, also in _OF_LEVEL2:
            if words.search(name) and not _SAVED.search(name):
                if code != belongs and not code.startswith(also or ("\0",)):
                    yield about_indicator(
                        AuditCode.LEVEL_DOUBTFUL,
                        Severity.INFO,
                        f"{indicator.level3} stands under {indicator.level2}.",
                        indicator,
                        computed=indicator.level2,
                        expected=_LEVEL2_NAMES.get(belongs),
                    )
                break


_LEVEL2_NAMES = {"output.timeliness": "时效指标", "output.quality": "质量指标", "output.cost": "成本指标"}
