"""Draws what was read onto the picture of its page: boxes, labels, a legend.

Labels are ASCII, because a machine may have no font for anything else; printed text is in the JSON beside the
pictures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.model import Box, QuarterTurn

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image

Colour = tuple[int, int, int]

GREEN: Colour = (0, 140, 60)
ORANGE: Colour = (230, 130, 0)
RED: Colour = (210, 20, 30)
BLUE: Colour = (20, 80, 200)
GREY: Colour = (120, 120, 120)
PURPLE: Colour = (130, 40, 160)

POINTS_PER_INCH = 72.0
SURE = 0.95
DOUBTFUL = 0.80
_FILL_OPACITY = 60
_LABEL_POINTS = 5.0
_MARGIN = 6


@dataclass(frozen=True, slots=True)
class Mark:
    """One box to draw: outlined, filled lightly when `filled`, with an ASCII label at its upper left corner."""

    box: Box
    colour: Colour
    label: str = ""
    filled: bool = False


def by_confidence(confidence: float) -> Colour:
    """Green for what is sure, orange for less, red for doubtful."""
    if confidence >= SURE:
        return GREEN
    return ORANGE if confidence >= DOUBTFUL else RED


CONFIDENCE_LEGEND: Mapping[str, Colour] = {
    f"confidence {SURE:.2f} or more": GREEN,
    f"{DOUBTFUL:.2f} or more": ORANGE,
    "less": RED,
}


def turn_upright(image: NDArray[np.uint8], turned: QuarterTurn) -> NDArray[np.uint8]:
    """The picture turned clockwise by the quarter turn that made its page upright."""
    import numpy as np

    return np.ascontiguousarray(np.rot90(image, k=-turned // 90))


def draw(
    image: NDArray[np.uint8], page_width: float, marks: Iterable[Mark], legend: Mapping[str, Colour]
) -> Image.Image:
    """The marks over a paled picture of the upright page, the legend in a strip below.

    `image` is height × width × 3, RGB; `page_width` in points gives its scale.
    """
    from PIL import Image as Pillow
    from PIL import ImageDraw, ImageFont

    scale = image.shape[1] / page_width
    page = Pillow.blend(Pillow.fromarray(image), Pillow.new("RGB", (image.shape[1], image.shape[0]), "white"), 0.35)
    canvas = ImageDraw.Draw(page, "RGBA")
    font = ImageFont.load_default(size=max(8.0, _LABEL_POINTS * scale))
    stroke = max(1, round(scale / 2))
    for mark in marks:
        corners = (mark.box.x0 * scale, mark.box.top * scale, mark.box.x1 * scale, mark.box.bottom * scale)
        fill = (*mark.colour, _FILL_OPACITY) if mark.filled else None
        canvas.rectangle(corners, outline=mark.colour, width=stroke, fill=fill)
        if mark.label:
            label = mark.label.encode("ascii", "replace").decode()
            background = canvas.textbbox(corners[:2], label, font=font)
            canvas.rectangle(background, fill=(255, 255, 255, 160))
            canvas.text(corners[:2], label, fill=mark.colour, font=font)
    return _with_legend(page, legend)


def _with_legend(page: Image.Image, legend: Mapping[str, Colour]) -> Image.Image:
    """A white strip of colour patches and words, in as many lines as it takes."""
    from PIL import Image as Pillow
    from PIL import ImageDraw, ImageFont

    font = ImageFont.load_default(size=max(11.0, page.width / 90))
    line = round(max(11.0, page.width / 90) * 1.6)
    placed: list[tuple[int, int, str, Colour]] = []
    x, y = _MARGIN, 0
    for text, colour in legend.items():
        width = line + round(font.getlength(text)) + 2 * _MARGIN
        if x + width > page.width and x > _MARGIN:
            x, y = _MARGIN, y + line
        placed.append((x, y, text, colour))
        x += width
    picture = Pillow.new("RGB", (page.width, page.height + y + line + _MARGIN), "white")
    picture.paste(page, (0, 0))
    canvas = ImageDraw.Draw(picture)
    for x, y, text, colour in placed:
        top = page.height + y + _MARGIN // 2
        canvas.rectangle((x, top, x + line // 2, top + line // 2), fill=colour)
        canvas.text((x + line // 2 + _MARGIN, top - line // 8), text, fill=(0, 0, 0), font=font)
    return picture
