"""Runs the content stream of a page with pdfminer and notes what it draws.

pdfplumber opens the file and owns the fonts; its page objects, however, lose the text render mode, the
clipping area and the turn of a glyph, and measure from the MediaBox instead of what a viewer shows. So the
same interpreter is run here once per page with a device that keeps them.

pdfminer is a heavy import: import this module inside functions only.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFType3Font, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import dict_value, resolve1
from pdfminer.psparser import literal_name
from pdfminer.utils import apply_matrix_pt, apply_matrix_rect, mult_matrix

from extractors.annotations import appearances
from extractors.colours import is_white
from extractors.covers import below_pictures
from extractors.grounds import Grounds, common, holds
from extractors.layer import Glyph, Layer, Picture
from extractors.model import Box, QuarterTurn, Rule, Word
from extractors.paths import Paint, rules_of_path
from extractors.radicals import as_character

# A glyph box reaches from 0.12 em below the baseline to 0.88 em above it, whatever the font claims about its
# ascent and descent: then glyphs of two fonts on one baseline have boxes of one height, and a font with a wrong
# descent cannot push its glyphs into the next row of a table.
DESCENT = 0.12
INVISIBLE = 3
INVISIBLE_CLIP = 7
UNSEEN = 0.02  # opacity
# Forms drawn by one page. Drawings of many parts have some thousands; forty forms each of which draws the next twice
# would be drawn a million million times, by every viewer.
MOST_FORMS = 10_000
SLANTED = 8.0  # degrees
_Rect = tuple[float, float, float, float]


class EndlessFormsError(Exception):
    """The forms of a page draw each other without end, or so often that no viewer would come to one."""


class _Device(PDFTextDevice):  # type: ignore[misc]
    """Notes glyphs, rules and pictures of one page; coordinates still those of pdfminer (origin lower left)."""

    def __init__(self, resources: Any) -> None:
        super().__init__(resources)
        self.page_matrix: Any = None
        self.page_area: _Rect = (0.0, 0.0, 0.0, 0.0)
        self.glyphs: list[tuple[str, _Rect, float, QuarterTurn, bool, bool, bool, bool, int]] = []
        self.fonts: list[Any] = []
        self.rules: list[_Rect] = []
        self.pictures: list[tuple[_Rect, int, int]] = []
        # the opaque pictures, each with the number of glyphs drawn before it
        self.covers: list[tuple[_Rect, int]] = []
        self.clip: _Rect | None = None
        self.render_mode = 0
        self.forms_drawn = 0
        self.opacity = 1.0
        self.grounds = Grounds()

    def begin_page(self, page: Any, ctm: Any) -> None:
        self.page_matrix = ctm
        self.page_area = apply_matrix_rect(ctm, shown_area(page.mediabox, page.cropbox))

    def begin_figure(self, name: Any, bbox: Any, matrix: Any) -> None:
        """Called for each form and each picture that is drawn."""
        self.forms_drawn += 1
        if self.forms_drawn > MOST_FORMS:
            raise EndlessFormsError(f"more than {MOST_FORMS} forms are drawn")

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        self.render_mode = textstate.render
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(  # noqa: PLR0917 - pdfminer's own signature
        self,
        matrix: Any,
        font: Any,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: Any,
        graphicstate: Any,
    ) -> float:
        mapped = True
        try:
            text = as_character(str(font.to_unichr(cid)))
        except PDFUnicodeNotDefined:
            text, mapped = "\ufffd", False
        advance = float(font.char_width(cid)) * fontsize * scaling
        local = _glyph_box(font, cid, fontsize, rise, advance)
        box = apply_matrix_rect(matrix, local)
        size = abs(fontsize) * math.hypot(matrix[2], matrix[3])
        unseen = self.render_mode in (INVISIBLE, INVISIBLE_CLIP) or self.opacity <= UNSEEN
        hidden = unseen or (is_white(graphicstate.ncolor, self.render_mode) and not self.grounds.dark_at(box))
        if text and all(map(math.isfinite, box)):
            clipped = self.clip is not None and not holds(self.clip, box)
            turned, slanted = _direction(matrix, fontsize)
            self.glyphs.append((text, box, size, turned, hidden, mapped, clipped, slanted, self._number(font)))
        return advance

    def _number(self, font: Any) -> int:
        """The number of a font on this page, from 0 in the order of drawing."""
        for number, known in enumerate(self.fonts):
            if known is font:
                return number
        self.fonts.append(font)
        return len(self.fonts) - 1

    def paint_path(self, graphicstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]) -> None:
        placed, width = _placed(path, self.ctm), float(graphicstate.linewidth)
        white_fill, white_stroke = is_white(graphicstate.ncolor), is_white(graphicstate.scolor)
        shown = Paint(stroke and not white_stroke, fill and not white_fill, width)
        rules = list(rules_of_path(placed, shown)) if shown.stroke or shown.fill else []
        # white lines part coloured cells; on paper there would be nothing to see
        if fill and white_fill:
            rules += filter(self.grounds.tinted_at, rules_of_path(placed, Paint(False, True, width)))
        if fill and self.opacity > UNSEEN:
            self.grounds.note(placed, graphicstate.ncolor, self.clip)
        if stroke and white_stroke:
            rules += filter(self.grounds.tinted_at, rules_of_path(placed, Paint(True, False, width)))
        for rule in rules:
            kept = rule if self.clip is None else common(rule, self.clip)
            if kept is not None and all(map(math.isfinite, kept)):
                self.rules.append(kept)

    def render_image(self, name: str, stream: Any) -> None:
        box = apply_matrix_rect(self.ctm, (0, 0, 1, 1))
        kept = box if self.clip is None else common(box, self.clip)
        columns, rows = (_whole(stream.get_any(keys)) for keys in (("W", "Width"), ("H", "Height")))
        if kept is not None and all(map(math.isfinite, kept)) and columns > 0 and rows > 0:
            # The resolution is that of the whole picture, also when only a part of it shows.
            share_x = (kept[2] - kept[0]) / (box[2] - box[0]) if box[2] > box[0] else 1.0
            share_y = (kept[3] - kept[1]) / (box[3] - box[1]) if box[3] > box[1] else 1.0
            self.pictures.append((kept, max(1, round(columns * share_x)), max(1, round(rows * share_y))))
            if _is_opaque(stream):
                self.covers.append((kept, len(self.glyphs)))


class _Interpreter(PDFPageInterpreter):  # type: ignore[misc]
    """pdfminer's interpreter, with clipping to rectangles and the state a form inherits from its caller."""

    def __init__(self, rsrcmgr: Any, device: Any) -> None:
        super().__init__(rsrcmgr, device)
        self.clip: _Rect | None = None
        self.pending_clip = False
        self.inherited: tuple[Any, Any] | None = None
        self.opacity = 1.0

    def subinterp(self) -> Any:
        interpreter = super().subinterp()
        interpreter.clip = self.clip
        interpreter.opacity = self.opacity
        interpreter.inherited = (self.textstate.copy(), self.graphicstate.copy())
        return interpreter

    def execute(self, streams: Sequence[Any]) -> None:
        # pdfminer would leave out the inner drawing; whoever draws the page later must know
        if any(getattr(resolve1(stream), "objid", None) in self.parent_stream_ids for stream in streams):
            raise EndlessFormsError("a form draws itself")
        super().execute(streams)

    def init_state(self, ctm: Any) -> None:
        super().init_state(ctm)
        if self.inherited is not None:
            self.textstate, self.graphicstate = self.inherited

    def get_current_state(self) -> Any:
        return (*super().get_current_state(), self.clip, self.opacity)

    def set_current_state(self, state: Any) -> None:
        super().set_current_state(state[:3])
        self._set_clip(state[3])
        self._set_opacity(state[4])

    def do_gs(self, name: Any) -> None:
        # pdfminer ignores it; some OCR programs hide their text by making its paint transparent
        states = dict_value(self.resources.get("ExtGState") or {})
        opacity = resolve1(dict_value(states.get(literal_name(name)) or {}).get("ca"))
        if isinstance(opacity, (int, float)):
            self._set_opacity(float(opacity))

    def do_Do(self, xobjid_arg: Any) -> None:
        super().do_Do(xobjid_arg)
        # A form leaves the device with its own matrix and clip.
        self.device.set_ctm(self.ctm)
        self._set_clip(self.clip)
        self._set_opacity(self.opacity)

    def do_W(self) -> None:
        self.pending_clip = True

    def do_W_a(self) -> None:
        self.pending_clip = True

    def do_n(self) -> None:
        self._apply_clip()
        super().do_n()

    def do_S(self) -> None:
        path = self.curpath
        super().do_S()
        self._apply_clip(path)

    def do_f(self) -> None:
        path = self.curpath
        super().do_f()
        self._apply_clip(path)

    def do_F(self) -> None:
        self.do_f()

    def _apply_clip(self, path: Sequence[Any] | None = None) -> None:
        if not self.pending_clip:
            return
        self.pending_clip = False
        points = [point for _, *points in _placed(self.curpath if path is None else path, self.ctm) for point in points]
        if not points or not all(math.isfinite(value) for point in points for value in point):
            return
        xs, ys = zip(*points, strict=True)
        box = (min(xs), min(ys), max(xs), max(ys))
        # Two areas with nothing in common leave an empty one: nothing is drawn until the state is restored.
        self._set_clip(box if self.clip is None else common(box, self.clip) or (0.0, 0.0, -1.0, -1.0))

    def leave(self) -> None:
        """Open the whole page for drawing again."""
        self._set_clip(None)
        self._set_opacity(1.0)

    def _set_opacity(self, opacity: float) -> None:
        self.opacity = opacity
        self.device.opacity = opacity

    def _set_clip(self, clip: _Rect | None) -> None:
        self.clip = clip
        self.device.clip = clip


def read_layer(page: Any, resources: Any, unit: float = 1.0) -> Layer:
    """Run the content of a page once.

    Args:
        page: a pdfminer PDFPage.
        resources: the PDFResourceManager that holds the document's fonts.
        unit: how many points a unit of the page measures.

    Returns:
        What it draws, in points on the page as displayed: turned by /Rotate, cut to the CropBox, origin top left.
    """
    device = _Device(resources)
    page.rotate = page.rotate // 90 * 90 % 360
    _Interpreter(resources, device).process_page(page)
    for stream, matrix in appearances(page):
        form = _Interpreter(resources, device)
        form.render_contents(
            dict_value(stream.get("Resources") or {}), [stream], mult_matrix(matrix, device.page_matrix)
        )
        form.leave()
    below = below_pictures([glyph[1] for glyph in device.glyphs], device.covers, device.page_area)
    left, _, _, upper = device.page_area

    def flip(box: _Rect) -> Box:
        x0, top, x1, bottom = (unit * edge for edge in (box[0] - left, upper - box[3], box[2] - left, upper - box[1]))
        return Box(x0, top, x1, bottom)

    return Layer(
        glyphs=tuple(
            Glyph(Word(text, flip(box)), size * unit, turned, hidden or covered, mapped, clipped, slanted, font)
            for (text, box, size, turned, hidden, mapped, clipped, slanted, font), covered in zip(
                device.glyphs, below, strict=True
            )
        ),
        rules=tuple(Rule(flip(box)) for box in device.rules),
        pictures=tuple(Picture(flip(box), columns, rows) for box, columns, rows in device.pictures),
    )


def shown_area(mediabox: _Rect, cropbox: _Rect) -> _Rect:
    """What a viewer shows: the CropBox inside the MediaBox, or the MediaBox when they do not meet."""
    media = (min(mediabox[::2]), min(mediabox[1::2]), max(mediabox[::2]), max(mediabox[1::2]))
    crop = (min(cropbox[::2]), min(cropbox[1::2]), max(cropbox[::2]), max(cropbox[1::2]))
    return common(media, crop) or media


def _glyph_box(font: Any, cid: int, fontsize: float, rise: float, advance: float) -> _Rect:
    """The box in text space, before the text matrix."""
    if font.is_vertical():
        across, along = font.char_disp(cid)
        x = fontsize * 0.5 if across is None else across * fontsize * 0.001
        y = (1000 - along) * fontsize * 0.001
        return (-x, y + rise + advance, -x + fontsize, y + rise)
    if isinstance(font, PDFType3Font):
        # The em of a Type 3 font is whatever its matrix says; only its own box tells.
        descent = font.get_descent() * fontsize
        return (0.0, descent + rise, advance, descent + rise + fontsize)
    return (0.0, rise - DESCENT * fontsize, advance, rise + (1 - DESCENT) * fontsize)


def _direction(matrix: Any, fontsize: float) -> tuple[QuarterTurn, bool]:
    """The clockwise quarter turn of the writing direction, and whether it leaves the axes of the page."""
    sign = -1 if fontsize < 0 else 1
    quarters = math.degrees(math.atan2(sign * matrix[1], sign * matrix[0])) / 90
    turns: tuple[QuarterTurn, ...] = (0, 270, 180, 90)
    return turns[round(quarters) % 4], abs(quarters - round(quarters)) * 90 > SLANTED


def _placed(path: Sequence[Any], matrix: Any) -> list[tuple[Any, ...]]:
    """The path in page coordinates: (operator, point, ...)."""
    return [
        (operator, *(apply_matrix_pt(matrix, (values[i], values[i + 1])) for i in range(0, len(values) - 1, 2)))
        for operator, *values in path
    ]


def _is_opaque(stream: Any) -> bool:
    return all(stream.get_any(keys) is None for keys in (("SMask",), ("Mask",), ("IM", "ImageMask")))


def _whole(value: Any) -> int:
    return int(value) if isinstance(value, (int, float)) else 0
