"""The shape of a scanned page: straightened picture, rules, lattices, and the ink that is text."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

from extractors.model import Box, QuarterTurn, Rule
from extractors.rectangles import Span
from extractors.scan.accounting.dead_columns import dead_columns
from extractors.scan.cleaning.bare_ground import bare_ground
from extractors.scan.cleaning.cleanup import Sheet, ink_of
from extractors.scan.flattening.flatten import Flat, flatten
from extractors.scan.flattening.mapping import Mapping
from extractors.scan.flattening.skew import levelness, skew_of_lines
from extractors.scan.flattening.upright import turned
from extractors.scan.print_height import glyph_height
from extractors.scan.reading.lines import Strip, lines_in, open_lines
from extractors.scan.reading.remnants import without_edges, without_rules
from extractors.scan.ruling.broken import broken_rules
from extractors.scan.ruling.faint_walls import doubted, faint_walls, lengthened, with_walls
from extractors.scan.ruling.folds import without_folds
from extractors.scan.ruling.hidden_walls import hidden_walls
from extractors.scan.ruling.loose_lines import without_loose_lines
from extractors.scan.ruling.reverse_side import without_reverse_side
from extractors.scan.ruling.rules import RuleInk
from extractors.scan.ruling.specks import is_bilevel, speckled_rules
from extractors.scan.ruling.touching import without_strokes
from extractors.scan.straightened import WALL_REACH, in_points, rules_of, straightened, tables_of
from extractors.tiling import Lattice

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from extractors.scan.cleaning.grey_seals import GreySeals

BAR = 0.22  # in character heights: thicker rules are bars
BAR_END = 0.8  # of the thickness of the rules: so far one reaches beyond the middle of the one it meets
BAR_EDGE = 0.3  # of what a rule is thicker than two soft edges
OWN_CONTRAST = 7  # grey levels by which ink is darker than the bare ground beside it
LONG_RULE = 0.3  # of the page's width: a rule as long is no stroke of print
RULE_PAD = 2  # pixels cleared around a rule: its soft edge
FAR_FROM_RULES = 4.0  # in character heights: what lies farther from all rules says nothing of strokes that touch one
SEAL_EDGE = 0.15  # in character heights: so far the stroke of a seal fades
DARKER = 12  # shades of grey by which a stroke beside a rule is darker than the white between


@dataclass(frozen=True, slots=True, eq=False)
class Geometry:
    """What is known of a page before anything is read.

    `paper` is the flat grey picture with the rules painted over, `ink` the text ink on it (255 on 0), `seal` the
    seal's pixels on it or None, `greys` the grey ones of the seals, told from print by their tone alone, `stamped` the
    same picture with these seals. `lattices` and `rules` are in points of the flat picture; `mapping` leads from its
    pixels to points of the upright page. `glyph` is the usual height of a character in pixels. `unruled` are those of
    the lattices that only the alignment of text shows; `drawn` is all ink, rules and dirt included. `ticks` and
    `strokes` are where a coloured pen was taken off. `dead` are columns of pixels without any ink and opaque streaks,
    of which nothing is known. `solid` are those pieces of `ink` that can be parts of characters, if known.
    """

    turn: QuarterTurn
    skew: float
    glyph: float
    dpi: float
    paper: NDArray[np.uint8]
    ink: NDArray[np.uint8]
    seal: NDArray[np.bool_] | None
    rules: tuple[Rule, ...]
    lattices: tuple[Lattice, ...]
    mapping: Mapping
    unruled: tuple[Lattice, ...] = ()
    drawn: NDArray[np.uint8] | None = None
    greys: GreySeals | None = None
    ticks: NDArray[np.bool_] | None = None
    strokes: NDArray[np.bool_] | None = None
    stamped: NDArray[np.uint8] | None = None
    dead: tuple[Box, ...] = ()
    solid: NDArray[np.uint8] | None = None
    # lines that were looked for already, by their pixel rectangle; a copy with other ink begins anew
    _known: dict[tuple[int, int, int, int], tuple[tuple[Strip, ...], int]] = field(default_factory=dict, init=False)
    _outside: list[tuple[Strip, ...]] = field(default_factory=list, init=False)

    @property
    def all_ink(self) -> NDArray[np.uint8]:
        """The ink with what was taken for dirt, where that is known."""
        return self.ink if self.drawn is None else self.drawn

    def pixels(self, box: Box) -> tuple[int, int, int, int]:
        """A box in flat points as a pixel rectangle (x0, top, x1, bottom) on the picture: rules may leave it."""
        scale = self.dpi / 72
        x0, top, x1, bottom = (max(0, round(edge * scale)) for edge in (box.x0, box.top, box.x1, box.bottom))
        return x0, top, x1, bottom

    def on_page(self, box: Box) -> Box:
        """A box in flat points as the box around it on the upright page."""
        scale = self.dpi / 72
        return self.mapping.box(box.x0 * scale, box.top * scale, box.x1 * scale, box.bottom * scale)

    def lines_of(self, lattice: Lattice, span: Span) -> tuple[tuple[Strip, ...], int]:
        """The lines of text in a cell, and the ink in it that belongs to none, in pixels."""
        x0, top, x1, bottom = place = self.pixels(lattice.box_of(span))
        if place not in self._known:
            inside = without_edges(self.ink[top:bottom, x0:x1], self.glyph)
            self._known[place] = lines_in(inside, x0, top, self.glyph)
        return self._known[place]

    def lines_outside(self) -> tuple[Strip, ...]:
        """The lines of text outside every table, in reading order."""
        if not self._outside:
            rest = self.ink.copy()
            for lattice in self.lattices:
                x0, top, x1, bottom = self.pixels(lattice.box)
                rest[top:bottom, x0:x1] = 0
            self._outside.append(open_lines(rest, self.glyph))
        return self._outside[0]

    def lines(self) -> list[Strip]:
        """All lines in tables, and those outside where hardly any are in one: to try how well the page reads."""
        strips: list[Strip] = []
        for lattice in self.lattices:
            for span in lattice.spans:
                strips.extend(self.lines_of(lattice, span)[0])
        if len(strips) < 3:
            strips.extend(self.lines_outside())
        return strips


def _cleared(
    grey: NDArray[np.uint8],
    found: RuleInk,
    lattices: tuple[Lattice, ...],
    tolerance: float,
    scale: float,
    *,
    glyph: float,
) -> NDArray[np.bool_]:
    """The pixels of the rules with their soft edges, and the straight boxes over their gaps, along walls of cells only.

    A run of ink inside a cell that looks like a rule may be a line of print; it is left to be read.

    Args:
        grey: the picture they were found in.
        found: the rules.
        lattices: in points.
        tolerance: in pixels, how far a rule may lie from its wall.
        scale: points a pixel.
        glyph: the usual height of a character in pixels.
    """
    import cv2
    import numpy as np

    ruled = found.mask.astype(np.uint8)
    for box in found.horizontals + found.verticals:
        ruled[max(0, int(box.top)) : int(box.bottom) + 1, max(0, int(box.x0)) : int(box.x1) + 1] = 1
    walls = np.zeros_like(ruled)
    for lattice in lattices:
        for span in lattice.spans:
            wall = lattice.box_of(span)
            corners = (
                (round(wall.x0 / scale), round(wall.top / scale)),
                (round(wall.x1 / scale), round(wall.bottom / scale)),
            )
            cv2.rectangle(walls, *corners, 1, thickness=2 * round(tolerance) + 1)
    inked = np.flatnonzero(ruled.any(axis=1))
    if not len(inked):
        return np.zeros(grey.shape, dtype=bool)
    # the edges of a bar are ragged and bent by more than those of a line
    steps = RULE_PAD + round(BAR_EDGE * max(0.0, _thickness(found) - 2 * RULE_PAD))
    margin = steps + round(FAR_FROM_RULES * glyph)
    rows = slice(max(0, int(inked[0]) - margin), int(inked[-1]) + 1 + margin)
    core = edged = ruled[rows]
    for _ in range(steps):
        edged = _with_soft_edge(edged, grey[rows])
    walls[rows] &= without_strokes(edged, core, grey[rows], glyph, RULE_PAD)
    walls[: rows.start] = walls[rows.stop :] = 0
    return walls.view(bool)


def _with_soft_edge(ruled: NDArray[np.uint8], grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The cleared pixels and those beside them, but for print: the edge of a rule grows lighter away from it."""
    import cv2
    import numpy as np

    around = cv2.dilate(ruled, np.ones((3, 3), np.uint8))
    # what is darker than the lightest pixel between it and the rule is the stroke of a character
    lightest = cv2.dilate(cv2.copyTo(grey, ruled), np.ones((3, 3), np.uint8))
    edge = cv2.compare(grey, cv2.subtract(lightest, DARKER), cv2.CMP_GE)
    return cv2.bitwise_or(ruled, cv2.bitwise_and(around, edge))


def _stamped(
    paper: NDArray[np.uint8],
    seen: NDArray[np.uint8],
    seals: NDArray[np.bool_] | None,
    painted: NDArray[np.bool_],
    edge: int,
) -> NDArray[np.uint8] | None:
    """The paper with its seals back on it; None where it has none.

    Args:
        paper: the flat picture without seals and rules.
        seen: with both.
        seals: where their ink is.
        painted: where rules and dirt were painted over.
        edge: pixels over which a stroke of a seal fades.
    """
    import cv2
    import numpy as np

    if seals is None:
        return None
    near = cv2.dilate(seals.astype(np.uint8), np.ones((2 * edge + 1, 2 * edge + 1), np.uint8)) > 0
    return np.where(near & ~painted, np.minimum(paper, seen), paper)


def _thickness(found: RuleInk) -> float:
    """How thick the rules of a page usually are in pixels; 0 without any."""
    return median([min(box.width, box.height) for box in found.horizontals + found.verticals] or [0.0])


def _skew_of_print(
    grey: NDArray[np.uint8], flattened: Flat, ink: NDArray[np.uint8], glyph: float, dpi: float
) -> float | None:
    """The skew of a page without rules that is straighter without what was done to it, or None where none is.

    What seemed bent rules was print: it is let be when its lines are more level without that.
    """
    if flattened.unbent:
        plain = ink_of(flatten(grey, dpi, glyph, flattened.skew).grey, dpi)
        if levelness(plain, glyph) <= levelness(ink, glyph):
            return None
        return flattened.skew + skew_of_lines(plain, glyph)
    lean = skew_of_lines(ink, glyph)
    return flattened.skew + lean if lean else None


def _otherwise_straight(
    sheet: Sheet, turn: QuarterTurn, flattened: Flat, ink: NDArray[np.uint8] | None, glyph: float
) -> Geometry | None:
    """A page without tables straightened in another way, where that is better; `ink` is None with long rules."""
    if flattened.unbent:
        # a table of one row has few rules to tell a bend by: what was taken for one may have torn it apart
        straight = measure(sheet, turn, flattened.skew)
        if straight.lattices:
            return straight
    if ink is None:
        return None
    skew = _skew_of_print(turned(sheet.grey, turn), flattened, ink, glyph, sheet.dpi)
    return None if skew is None else measure(sheet, turn, skew)


def measure(sheet: Sheet, turn: QuarterTurn, skew: float | None = None) -> Geometry:
    """Turn a sheet, straighten it by its skew, find its rules and lattices.

    Args:
        sheet: as it was scanned, cleaned.
        turn: to be upright.
        skew: degrees, of a page that is known not to be bent.
    """
    import cv2
    import numpy as np

    grey = turned(sheet.grey, turn)
    raw = ink_of(grey, sheet.dpi)
    flattened, found, glyph = straightened(grey, sheet.dpi, glyph_height(raw, sheet.dpi), skew)
    flat, mapping = flattened.grey, flattened.mapping
    seal, ticks, strokes = (
        None if mask is None else flattened.marks(turned(mask.astype(np.uint8), turn))
        for mask in (sheet.seal, sheet.ticks, sheet.strokes)
    )
    greys = sheet.greys and sheet.greys.moved(lambda mask: flattened.marks(turned(mask.astype(np.uint8), turn)))
    ink = raw if flat is grey else ink_of(flat, sheet.dpi)

    def again(lighter: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.uint8], RuleInk]:
        if lighter is flat:
            return flat, ink, found
        return lighter, ink_of(lighter, sheet.dpi), rules_of(lighter, sheet.dpi, glyph)

    flat, ink, found = again(without_folds(flat, found, glyph))
    lighter, opaque = without_loose_lines(flat, found, glyph)
    flat, ink, found = again(lighter)
    flat, ink, found = again(without_reverse_side(flat, found, glyph))
    dead = (*dead_columns(flat, found, glyph), *opaque)
    scale = 72 / sheet.dpi
    more = speckled_rules(flat, found, glyph) if is_bilevel(grey) else []
    found = with_walls(found, more)
    pieced = broken_rules(flat, ink, found, glyph)
    more += pieced or lengthened(flat, found, glyph)
    found = with_walls(found, more)
    rules = in_points(found.horizontals + found.verticals, scale)
    lattices = tables_of(found, glyph, scale)
    if skew is None and not lattices:
        ruled_over = any(rule.box.width > LONG_RULE * flat.shape[1] * scale for rule in rules)
        straight = _otherwise_straight(sheet, turn, flattened, None if ruled_over else ink, glyph)
        if straight is not None:
            return straight
    # where rules are broken, a stroke of print is as much of a wall as what is left of one
    within = [] if pieced else faint_walls(flat, lattices, glyph, scale)
    within += hidden_walls(ink, with_walls(found, within), glyph, scale)
    found = with_walls(found, within)
    rules = in_points(found.horizontals + found.verticals, scale)
    lattices = doubted(tables_of(found, glyph, scale), more + within, scale)
    # the end of a bar reaches over half the bar it meets, into the cell behind
    reach = max(WALL_REACH * glyph, BAR_END * _thickness(found) + RULE_PAD)
    ruled = _cleared(flat, found, lattices, reach, scale, glyph=glyph)
    paper = flat.copy()
    inked = cv2.bitwise_or(ink, ruled.view(np.uint8) * 255)
    ground = bare_ground(flat, inked, 2 * (_thickness(found) + 2 * RULE_PAD))
    cv2.copyTo(ground, ruled.view(np.uint8), paper)
    if _thickness(found) > BAR * glyph:  # print beside such rules seems pale
        ink = ink_of(paper, sheet.dpi)
    # the grain of a shaded cell is darker than the white beyond its edge, but not than its own shade
    ink = cv2.copyTo(ink, cv2.compare(cv2.subtract(ground, paper), OWN_CONTRAST, cv2.CMP_GT))
    text_ink, solid = without_rules(ink, ruled, glyph)
    dirt = cv2.subtract(cv2.dilate(cv2.subtract(ink, text_ink), np.ones((3, 3), np.uint8)), text_ink)
    cv2.copyTo(ground, dirt, paper)
    seen = None if sheet.stamped is None else mapping.flat(turned(sheet.stamped, turn), flat.shape, int(ground.max()))
    return Geometry(
        turn,
        flattened.skew,
        glyph,
        sheet.dpi,
        paper,
        text_ink,
        seal,
        rules,
        lattices,
        mapping,
        drawn=ink,
        greys=greys,
        ticks=ticks,
        strokes=strokes,
        stamped=None if seen is None else _stamped(paper, seen, seal, ruled | (dirt > 0), round(SEAL_EDGE * glyph)),
        dead=dead,
        solid=solid,
    )
