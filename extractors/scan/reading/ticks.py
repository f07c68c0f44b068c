"""Ticks of a pen beside printed text: a √ before or behind other text was hardly printed there, and is left out."""

from __future__ import annotations

from dataclasses import replace

from extractors.model import Line, ReadingCode
from extractors.scan.reading.repairs import Doubt

TICKS = "√✓✔"
BOXES = frozenset("□☐☑☒■")  # with one of these a tick is an answer that the form asks for (是√ 否□)


def without_ticks(lines: list[Line]) -> tuple[list[Line], list[Doubt]]:
    """The lines of a cell without a tick at either end of its text, which may be a mark of a pen; and that doubt.

    A cell of nothing but ticks, one with check boxes, and a tick amid a text are what the form asks for.
    """
    texts = ["".join(line.text.split()) for line in lines]
    whole = "".join(texts)
    if not whole.strip(TICKS) or whole == whole.strip(TICKS) or any(sign in BOXES for sign in whole):
        return lines, []
    first = next(index for index, text in enumerate(texts) if text.strip(TICKS))
    last = next(index for index in range(len(texts) - 1, -1, -1) if texts[index].strip(TICKS))
    kept = lines[first : last + 1]
    kept[0] = replace(kept[0], text=kept[0].text.lstrip(TICKS + " "))
    kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip(TICKS + " "))
    message = "a tick beside the text was taken for the mark of a pen and left out"
    return kept, [Doubt(ReadingCode.CONFUSABLE, message, whole)]
