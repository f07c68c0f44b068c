"""A name alone at the top of a page: the rest of the name before it, or an indicator whose value is blank."""

from __future__ import annotations

import re

from extractors.model import Cell
from normalizers.text import squeeze

# What the name of an indicator ends with when it is whole.
_WHOLE = re.compile(r"(?:率|数量?|次|度|额|量|情况|占比|比例|成本|时间|标准|水平|效果|能力|面积|里程)$")
_OPEN_END = re.compile(r"[、,/(《“‘—-]$|(?:以?及|和|与|或|的|对)$")
_CLOSING = (")", "”", "’", "》", "、", ",", "。", "(")
_NUMBERED = re.compile(
    r"(?:指标)?[0-9一二三四五六七八九十]{1,2}[、.．:：)）](?![0-9])|[①-⑳]|[（(][0-9一二三四五六七八九十]{1,2}[）)]"
)


# In characters: what a line may leave free for a sign that must not begin the next one.
_KEPT_TOGETHER = 1.5


def had_room(above: Cell, below: Cell) -> bool:
    """Whether the last line of a cell ends where characters of the cell below it had room: it was not broken there.

    The first line of the cell below shows that a line of this column may be longer.
    """
    if not above.lines or not below.text:
        return False
    last, first = above.lines[-1], below.lines[0]
    character = first.box.width / len(first.text)
    return len(first.text) > 1 and first.box.width - last.box.width >= _KEPT_TOGETHER * character


def numbered(text: str) -> bool:
    """Whether a number in front begins a name: `3.`, `指标3：`, `（三）`, `③`."""
    return _NUMBERED.match(text.strip()) is not None


def name_goes_on(text: str, before: str, *, valueless: bool, room: bool = False) -> bool:
    """Whether a name alone at the top of a page goes on with the name before.

    Marks decide: a number in front begins a new name as it began the one before; an open end or a closing mark goes
    on. Else it goes on, unless the line before had room for more, both names are whole by their last words, or rows
    without a value are nothing new.

    Args:
        text: the name at the top of the page.
        before: the name of the last row of the page before.
        valueless: whether other rows of the table have a name and no value.
        room: whether the line above ends where more of this one had room.

    >>> name_goes_on("基地数量", "新增孵化", valueless=False), name_goes_on("验收合格率", "拨付及时率", valueless=False)
    (True, False)
    """
    if numbered(text) and numbered(before):
        return False
    here, above = squeeze(text), squeeze(before)
    opened = above.count("(") > above.count(")") or above.count("“") > above.count("”")
    if opened or here.startswith(_CLOSING) or _OPEN_END.search(above):
        return True
    return not (room or valueless or (_WHOLE.search(above) and _WHOLE.search(here)))
