"""Straighten a page: turn its skew back, unbend what a camera or a lifted sheet has bent, and keep the way back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.scan.cleaning.cleanup import ink_of
from extractors.scan.flattening.creases import creases
from extractors.scan.flattening.mapping import Mapping, affine, composed, knots_of
from extractors.scan.flattening.sheet_edges import SHRINK, without_lid
from extractors.scan.flattening.skew import lines_of_print, skew_of
from extractors.scan.flattening.slopes import (
    FEWEST,
    cancelling,
    detected,
    lean,
    nearly_along,
    segments_of,
    strokes,
    strokes_along,
)
from extractors.scan.flattening.unbend import field, traced
from extractors.scan.reading.ink import shade

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

NEGLIGIBLE = 0.03  # degrees: half a pixel over an A4 page at 100 dpi; below it the pixels are left as they are
STRAIGHT = 0.08  # degrees: a pixel over the width of a column
BENT = 0.15  # degrees: rules that lean more than this, after the skew is gone, belong to a bent page
SURE, GLANCE = 0.1, 900  # degrees, and pixels of the longer side: at a glance, leaning less is straight without doubt
PIECE, CUT = 8.0, 3  # in character heights: the pieces of a rule that tell its bow; and pixels between two
WAVY = 0.015  # in character heights: rules that lie so little off straight are let be
FINER = 3  # steps along the traced rules; the first takes away most of the waves, and more of a rule is traced then
BORDER = 1.0  # in character heights: nearer to the border of the scanned picture nothing is ruled
BENT_PRINT, FEWEST_LINES = 0.3, 12  # degrees that lines of print lean, and how many tell it, where no rule does
RUN = 1.3  # in character heights: a longer run of ink is a piece of a rule
PRINT_PASSES, MOST_LINES = 3, 0.75  # and the share of their length that counts
PASSES = 6  # each takes away most of what is left; a flat page needs none


@dataclass(frozen=True, slots=True, eq=False)
class Flat:
    """A straightened picture, the angle it was turned back by, the way back, and whether it was unbent."""

    grey: NDArray[np.uint8]
    skew: float
    mapping: Mapping
    unbent: bool

    def marks(self, mask: NDArray[np.uint8]) -> NDArray[np.bool_]:
        """The pixels of the flat picture that `mask` marks on the upright one, 1 on 0."""
        return self.mapping.flat(mask * 255, self.grey.shape, 0) > 128


def flatten(grey: NDArray[np.uint8], dpi: float, glyph: float, skew: float | None = None) -> Flat:
    """Straighten a page.

    Args:
        grey: height × width, upright but for its skew.
        dpi: resolution.
        glyph: the usual height of a character in pixels.
        skew: degrees, of a page that is known not to be bent.
    """
    not_bent = skew is not None
    if skew is None:
        skew = skew_of(strokes(grey, glyph))
    if abs(skew) < NEGLIGIBLE:
        skew = 0.0
    shape, matrix = _turned_back(grey.shape, skew)
    ground = int(shade(grey[::4, ::4], 75))
    mapping = affine(matrix, shape, dpi)
    flat = _turned(grey, matrix, shape, ground) if skew else grey
    small = _at_a_glance(flat)
    folded = creases(flat, small, glyph)
    if folded is not None:
        mapping = composed(_uncreased(*folded), mapping)
        flat = mapping.flat(grey, shape, ground)
        small = _at_a_glance(flat)
    unbent = False
    size = grey.shape[1], grey.shape[0]
    straight = True if not_bent else _is_straight(flat, small, mapping, size, glyph)
    if straight is None and (levelled := _levelled(grey, flat, mapping, dpi, glyph)) is not None:
        flat, mapping = levelled
        unbent = True
    for attempt in range(PASSES if straight is False else 0):
        # what is bent at all is unbent thoroughly: a rule that leans a little at one side is lost there
        segments = [
            _off_border(near, glyph, mapping, size, upright=upright)
            for near, upright in zip(segments_of(flat, glyph), (False, True), strict=True)
        ]
        bent = _bend(flat, segments, BENT if attempt == 0 else STRAIGHT, 0.75 if attempt == 0 else 0.95)
        if bent is None:
            break
        mapping = composed(bent, mapping)
        flat = mapping.flat(grey, shape, ground)
        unbent = True
    for _ in range(FINER if unbent and straight is False else 0):
        wavy = _wave(flat, glyph)
        if wavy is None:
            break
        mapping = composed(wavy, mapping)
        flat = mapping.flat(grey, shape, ground)
    if skew and not unbent:
        flat = without_lid(flat, _scanned(mapping, shape, size), glyph)
    return Flat(flat, skew, mapping, unbent)


def _levelled(
    grey: NDArray[np.uint8], flat: NDArray[np.uint8], mapping: Mapping, dpi: float, glyph: float
) -> tuple[NDArray[np.uint8], Mapping] | None:
    """The picture and its mapping with the lines of print level, which tell a bend where no rule does.

    None where they lean hardly, or more than half as much afterwards: then they were no lines of print.
    """
    import numpy as np

    ground = int(shade(grey[::4, ::4], 75))
    lines = lines_of_print(_print(flat, dpi, glyph), glyph)
    before = lean(lines, MOST_LINES)
    if len(lines) < FEWEST_LINES or before < np.tan(np.radians(BENT_PRINT)):
        return None
    for _ in range(PRINT_PASSES):
        bent = _bend(flat, (lines, lines[:0]), STRAIGHT, MOST_LINES)
        if bent is None:
            break
        mapping = composed(bent, mapping)
        flat = mapping.flat(grey, flat.shape, ground)
        lines = lines_of_print(_print(flat, dpi, glyph), glyph)
    return (flat, mapping) if lean(lines, MOST_LINES) < before / 2 else None


def _print(flat: NDArray[np.uint8], dpi: float, glyph: float) -> NDArray[np.uint8]:
    """The ink of a page, 255 on 0, without pieces of rules, which hold print of other lines together."""
    import cv2
    import numpy as np

    ink = ink_of(flat, dpi)
    runs = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, round(RUN * glyph)), np.uint8))
    return cv2.subtract(ink, cv2.dilate(runs, np.ones((3, 3), np.uint8))).astype(np.uint8)


def _scanned(mapping: Mapping, shape: tuple[int, int], size: tuple[int, int]) -> NDArray[np.bool_]:
    """Where a flat picture of `shape` has pixels of the scanned one of width and height `size`, at a quarter of it."""
    import numpy as np

    x, y = np.meshgrid(*(np.arange(SHRINK // 2, side, SHRINK, dtype=np.float32) for side in (shape[1], shape[0])))
    xs, ys = mapping.points(x, y)
    room = np.minimum(np.minimum(xs, ys), np.minimum(size[0] - 1 - xs, size[1] - 1 - ys))
    return np.asarray(room > SHRINK)


def _turned_back(shape: tuple[int, ...], skew: float) -> tuple[tuple[int, int], NDArray[np.float64]]:
    """The shape of the sheet turned back by its skew, grown so that no corner is lost, and the matrix to it."""
    import cv2
    import numpy as np

    height, width = shape[:2]
    if not skew:
        return (height, width), np.eye(3)
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1.0)
    corners = np.array([[0, width, width, 0], [0, 0, height, height], [1, 1, 1, 1]], dtype=np.float64)
    xs, ys = turn @ corners
    turn[:, 2] -= [xs.min(), ys.min()]
    grown = (int(np.ceil(ys.max() - ys.min())), int(np.ceil(xs.max() - xs.min())))
    return grown, np.vstack([turn, [0, 0, 1]])


def _turned(
    grey: NDArray[np.uint8], matrix: NDArray[np.float64], shape: tuple[int, int], ground: int
) -> NDArray[np.uint8]:
    """What the mapping of a matrix gives, within one grey level, in half the time."""
    import cv2

    return cv2.warpAffine(
        grey,
        matrix[:2],
        shape[::-1],
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=ground,
    )


def _uncreased(down: NDArray[np.float32], right: NDArray[np.float32]) -> Mapping:
    """The mapping that lifts what lies too low and too far right."""
    import numpy as np

    x, y = knots_of((len(right), len(down)))
    columns, rows = np.arange(len(down)), np.arange(len(right))
    lifted = y + np.interp(x[0], columns, down)[None, :]
    return Mapping((x + np.interp(y[:, 0], rows, right)[:, None]).astype(np.float32), lifted.astype(np.float32), 0.0)


def _off_border(
    segments: NDArray[np.float64], glyph: float, mapping: Mapping, size: tuple[int, int], *, upright: bool
) -> NDArray[np.float64]:
    """Those of the segments that do not lie along the border of the scanned picture.

    Beyond the border the flat picture is filled with the tone of paper. What is seen between a crooked sheet and the
    border tapers to a thin dark line there, which leans half as much as the sheet did.

    Args:
        segments: rows (position along, position across, slope, length) in pixels of the flat picture.
        glyph: the usual height of a character in pixels.
        mapping: from the flat picture to the scanned one.
        size: width and height of the scanned picture in pixels.
        upright: near y, not near x.
    """
    import numpy as np

    if not len(segments):
        return segments
    along, across = segments[:, :1].astype(np.float32), segments[:, 1:2].astype(np.float32)
    x, y = mapping.points(across, along) if upright else mapping.points(along, across)
    room = np.min([x, y, size[0] - x, size[1] - y], axis=0)[:, 0]
    return segments[room > BORDER * glyph]


def _at_a_glance(flat: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture no larger than a glance needs."""
    import cv2

    shrink = min(1.0, GLANCE / max(flat.shape))
    return cv2.resize(flat, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)


def _is_straight(
    flat: NDArray[np.uint8], small: NDArray[np.uint8], mapping: Mapping, size: tuple[int, int], glyph: float
) -> bool | None:
    """Whether a glance at a small picture shows that no rule leans; False where it shows too little, None without any.

    On pages of the tuning corpus that are flat most of the rules lean at most 0.07 degrees at this size, on
    photographs 0.35 and more, so a look at the full size, which takes twenty times as long, is left to those. Where one
    direction has few rules, as a page has few walls and many rows that cut them, there is a second glance at these.
    """
    import cv2
    import numpy as np

    shrink = min(1.0, GLANCE / max(flat.shape))

    def leaning(ends: NDArray[np.float32], *, upright: bool) -> NDArray[np.float64]:
        segments = nearly_along(ends, glyph * shrink) * np.array([1 / shrink, 1 / shrink, 1, 1 / shrink])
        return _off_border(segments, glyph, mapping, size, upright=upright)

    (segments,) = detected([strokes(small, glyph * shrink)])
    both = leaning(segments, upright=False), leaning(segments[:, [1, 0, 3, 2]], upright=True)
    few = [len(near) < FEWEST for near in both]
    if all(few):
        return None
    straight = all(_none_leans(near) for near, too_few in zip(both, few, strict=True) if not too_few)
    if any(few) and straight:
        alone = strokes_along(small if few[0] else cv2.transpose(small), glyph * shrink)
        # whole, a bowed rule is told as one straight segment
        alone[:, np.arange(alone.shape[1]) % round(PIECE * glyph * shrink) < CUT] = 0
        return _none_leans(leaning(detected([alone])[0], upright=not few[0]))
    return straight


def _none_leans(segments: NDArray[np.float64]) -> bool:
    """Whether there are segments enough to tell, and most of them are straight without doubt."""
    import numpy as np

    return len(segments) >= FEWEST and lean(segments, 0.75) < float(np.tan(np.radians(SURE)))


def _bend(
    flat: NDArray[np.uint8], segments: Sequence[NDArray[np.float64]], tolerated: float, share: float
) -> Mapping | None:
    """The mapping that makes leaning rules straight, or None when they are straight already.

    Each long straight segment tells the slope of the page where it lies. A polynomial shift whose slope cancels
    them all is found by weighted least squares, for y from the segments along x and for x from those along y.

    Args:
        flat: the picture so far.
        segments: its long straight ones, near x and near y.
        tolerated: degrees of lean that are let be.
        share: of the ruled length that must lean less.
    """
    import numpy as np

    along, across = segments
    if max(lean(along, share), lean(across, share)) < np.tan(np.radians(tolerated)):
        return None
    x, y = knots_of(flat.shape[:2])
    half = max(flat.shape) / 2
    shift_y = cancelling(along, half)
    shift_x = cancelling(across, half)
    # the shifts lead from here to the straight picture; what is wanted is the way back: two steps of fixed point
    back_x, back_y = x, y
    for _ in range(3):
        back_x, back_y = x - shift_x(back_y, back_x), y - shift_y(back_x, back_y)
    return Mapping(back_x.astype(np.float32), back_y.astype(np.float32), 0.0)


def _wave(flat: NDArray[np.uint8], glyph: float) -> Mapping | None:
    """The mapping that takes the last waves out of the rules, or None when they are straight already."""
    import cv2
    import numpy as np

    across = cv2.transpose(flat)
    traces = traced(flat, glyph), traced(across, glyph)
    if max(trace.waviness() for trace in traces) < WAVY * glyph:
        return None
    x, y = knots_of(flat.shape)
    shifts = []
    for trace, shape, (along, beside) in zip(traces, (flat.shape, across.shape), ((x, y), (y, x)), strict=True):
        if trace.waviness() < WAVY * glyph:
            shifts.append(np.zeros_like(x))
            continue
        knots = field(trace, shape)
        u, v = along / shape[1] * (knots.shape[1] - 1), beside / shape[0] * (knots.shape[0] - 1)
        shifts.append(cv2.remap(knots, u, v, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE))
    return Mapping(x + shifts[1], y + shifts[0], 0.0)
