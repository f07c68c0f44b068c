"""Ticks of a pen read as text: a √ before or behind other text was hardly printed there, and nobody can be sure."""

from __future__ import annotations

from extractors.model import ReadingCode
from extractors.scan.repairs import Doubt

TICKS = frozenset("√✓✔")
BOXES = frozenset("□☐☑☒■口")  # with one of these a tick is an answer that the form asks for (是√ 否□)


def tick_doubts(text: str) -> list[Doubt]:
    """Whether a tick at either end of a cell's text may be a mark of a pen.

    A cell of nothing but ticks, one with check boxes, and a tick amid a text are what the form asks for.

    >>> [doubt.message for doubt in tick_doubts("组织专题讲座√")]
    ['‘√’ at the end of a text may be a mark of a pen']
    >>> tick_doubts("√"), tick_doubts("是√ 否□")
    ([], [])
    """
    whole = "".join(text.split())
    if all(sign in TICKS for sign in whole) or any(sign in BOXES for sign in whole):
        return []
    for sign, end in ((whole[-1], "end"), (whole[0], "beginning")):
        if sign in TICKS:
            return [Doubt(ReadingCode.CONFUSABLE, f"‘{sign}’ at the {end} of a text may be a mark of a pen", text)]
    return []
