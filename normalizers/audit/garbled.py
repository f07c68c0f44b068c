"""O1: texts that nobody printed so: what a broken text layer, a poor recogniser or a mirror site leaves behind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from extractors.model import Place, Severity
from normalizers.audit.report import about_indicator, about_table
from normalizers.codes import AuditCode
from normalizers.model import Indicator, TableFinding, TargetTable

_HAN = "[\u3400-\u9fff]"
# characters without a code, codes without a character, bytes read in another code page, boxes for missing glyphs
_BROKEN = re.compile(
    "[\ufffd\ue000-\uf8ff]+|\\(cid:[0-9]+\\)|(?:/G[0-9A-F]{2}){2,}|(?:锟斤拷?)+|烫烫烫+|屯屯屯+|[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff][\u0080-\u00d6\u00d8-\u00f6\u00f8-\u00ff]+"
    "|[□▯]{2,}"
)
# `就业LJUI,冈位`: capitals and the comma of another keyboard in the middle of a Chinese word
_CAPITALS = re.compile(f"(?<={_HAN})[A-Z]{{3,}}[,.;:'\"`]+(?={_HAN})")
# `服务对 Nhomakorabea 满意度`: the mark of a site in the middle of a text
_INSERTED = re.compile(
    f"(?<={_HAN})[ ]?(?!(?i:internet|windows|android|python|office)(?![A-Za-z]))[A-Za-z]{{8,}}[ ]?(?={_HAN})"
)
# one or two letters of a script that is not set among Chinese; whole words of it are another language
_FOREIGN = re.compile(
    f"(?<={_HAN})[\u0400-\u04ff\u0e00-\u0e7f\uac00-\ud7a3\u3041-\u306d\u306f-\u30fb]{{1,2}}(?={_HAN})"
)
# 贷 and 货 make a word with 款 each, but nobody pays interest on the price of goods
_GOODS = re.compile("货款(?=贴息|利率|利息|期限|余额|担保|发放|贴补|风险补偿)|贴息货款")
_MARKS = re.compile("[,，.。;；:：、]{3,}")
# `854万854万`: the text is there twice
_TWICE = re.compile(r"(?P<half>.{4,})(?P=half)")


def garbled(text: str | None) -> str | None:
    """The first piece of a text that cannot have been meant; None when there is none.

    >>> garbled("为当地提供就业LJUI,冈位"), garbled("带动GDP增长")
    ('LJUI,', None)
    """
    if not text:
        return None
    for pattern in (_BROKEN, _CAPITALS, _INSERTED, _FOREIGN, _GOODS):
        if match := pattern.search(text):
            return match.group().strip()
    for match in _MARKS.finditer(text):
        if any(one != other for one, other in pairwise(match.group())):
            return match.group()
    squeezed = "".join(text.split())
    twice = _TWICE.fullmatch(squeezed)
    # a row of one sign is a placeholder
    return squeezed if twice and len(set(twice["half"])) > 1 else None


def indicator_texts(item: Indicator) -> tuple[str | None, ...]:
    """The texts of an indicator that are looked at."""
    return item.level1, item.level2, item.level3, item.value_text, item.explanation


def check_garbled(table: TargetTable) -> Iterator[TableFinding]:
    """O1: one finding for each row, goal or header field with a text that nobody printed so."""
    for item in table.indicators:
        piece = next((found for text in indicator_texts(item) if (found := garbled(text))), None)
        if piece and item.part == 1:
            message = f"‘{piece}’ is no text that was printed so."
            yield about_indicator(AuditCode.TEXT_GARBLED, Severity.WARNING, message, item, computed=piece)
    others: list[tuple[str, Place | None]] = [(goal.text, goal.place) for goal in table.goals]
    others += [(text or "", table.place(role)) for role, text in _fields(table) if text]
    for text, place in others:
        if piece := garbled(text):
            message = f"‘{piece}’ is no text that was printed so."
            yield about_table(AuditCode.TEXT_GARBLED, Severity.WARNING, message, text, place, computed=piece)


def _fields(table: TargetTable) -> tuple[tuple[str, str | None], ...]:
    return ("title", table.title), ("project_name", table.project_name), ("department", table.department)
