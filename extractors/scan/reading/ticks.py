"""Marks of a pen in the text of a cell: a √ before or behind other text was hardly printed there, and is left out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.model import Line, ReadingCode
from extractors.scan.reading.doubt import Doubt
from extractors.scan.reading.plain import holds_value

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from extractors.scan.reading.lines import Strip

TICKS = "√✓✔"
READ_WELL = 0.99  # of words: what a stroke takes from a character makes it read worse
CALLS = "!！"  # no table of targets calls out: a stroke of a pen beside the text
BOXES = frozenset("□☐☑☒■")  # with one of these a tick is an answer that the form asks for (是√ 否□)


def without_ticks(lines: list[Line]) -> tuple[list[Line], list[Doubt]]:
    """The lines of a cell without a tick at either end of its text, which may be a mark of a pen; and that doubt.

    A cell of nothing but ticks, and one with check boxes, are what the form asks for. A tick amid a text stays in it,
    for what it hides is not known, and so does an exclamation mark: either is a doubt.
    """
    texts = ["".join(line.text.split()) for line in lines]
    whole = "".join(texts)
    if not whole.strip(TICKS) or any(sign in BOXES for sign in whole):
        return lines, []
    if whole == whole.strip(TICKS):
        odd = [sign for sign in whole if sign in TICKS + CALLS]
        return lines, [Doubt(ReadingCode.CONFUSABLE, f"‘{odd[0]}’ may be a mark of a pen", whole)] if odd else []
    first = next(index for index, text in enumerate(texts) if text.strip(TICKS))
    last = next(index for index in range(len(texts) - 1, -1, -1) if texts[index].strip(TICKS))
    kept = lines[first : last + 1]
    kept[0] = replace(kept[0], text=kept[0].text.lstrip(TICKS + " "))
    kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip(TICKS + " "))
    message = "a tick beside the text was taken for the mark of a pen and left out"
    return kept, [Doubt(ReadingCode.CONFUSABLE, message, whole)]


def penned_over(
    strips: tuple[Strip, ...],
    cell: tuple[int, int, int, int],
    lines: list[Line],
    ticks: NDArray[np.bool_] | None,
    strokes: NDArray[np.bool_] | None,
) -> list[Doubt]:
    """Whether a coloured pen, though taken off, may have changed what a cell says.

    Args:
        strips: the lines of the cell.
        cell: its rectangle in pixels (x0, top, x1, bottom).
        lines: what was read in it; words that read well are believed under a stroke.
        ticks: pixels where ticks were taken off beside print.
        strokes: pixels where strokes were taken off that may cross print.
    """
    text = "".join(line.text for line in lines)
    well = not holds_value(text) and all(line.confidence > READ_WELL for line in lines)
    if (
        not (lines and well)
        and strokes is not None
        and any(strokes[s.top : s.bottom, max(0, s.x0) : s.x1].any() for s in strips)
    ):
        return [Doubt(ReadingCode.CONFUSABLE, "a stroke of a coloured pen lay over the text and was taken off", text)]
    x0, top, x1, bottom = cell
    if ticks is not None and any(sign in BOXES for sign in text) and ticks[top:bottom, x0:x1].any():
        return [Doubt(ReadingCode.CONFUSABLE, "a tick of a coloured pen stood beside a check box", text)]
    return []
