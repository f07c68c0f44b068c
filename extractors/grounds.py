"""What was filled on a page, in the order of painting: white print and white lines show on what is not white itself."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from extractors.colours import is_dark, is_white

_Rect = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Ground:
    box: _Rect
    dark: bool
    tinted: bool


class Grounds:
    """The filled areas of a page; boxes in any one unit, (x0, y0, x1, y1)."""

    def __init__(self) -> None:
        self._painted: list[_Ground] = []
        self._any_tinted = False

    def note(self, path: Sequence[tuple[Any, ...]], colour: Any, clip: _Rect | None) -> None:
        """The boxes of the parts of a path that is filled with a colour, as far as the clip shows them."""
        parts: list[list[tuple[float, float]]] = []
        for operator, *points in path:
            if operator == "m" or not parts:
                parts.append([])
            parts[-1] += points
        for points in parts:
            if not points or not all(math.isfinite(value) for point in points for value in point):
                continue
            xs, ys = zip(*points, strict=True)
            box = (min(xs), min(ys), max(xs), max(ys))
            kept = box if clip is None else common(box, clip)
            if kept is not None:
                ground = _Ground(kept, is_dark(colour), not is_white(colour))
                self._painted.append(ground)
                self._any_tinted |= ground.tinted

    def dark_at(self, box: _Rect) -> bool:
        """Whether white print shows at the middle of the box: the last paint there is darker than paper."""
        last = self._last(box)
        return last is not None and last.dark

    def tinted_at(self, box: _Rect) -> bool:
        """Whether a white line shows at the middle of the box, were it ever so faint: the last paint is not white."""
        last = self._last(box) if self._any_tinted else None
        return last is not None and last.tinted

    def _last(self, box: _Rect) -> _Ground | None:
        return next((ground for ground in reversed(self._painted) if holds(ground.box, box)), None)


def common(first: _Rect, second: _Rect) -> _Rect | None:
    """The area that two boxes share, or None; a line without width may be one."""
    x0, y0, x1, y1 = (
        max(first[0], second[0]),
        max(first[1], second[1]),
        min(first[2], second[2]),
        min(first[3], second[3]),
    )
    return (x0, y0, x1, y1) if x0 <= x1 and y0 <= y1 else None


def holds(area: _Rect, box: _Rect) -> bool:
    """Whether the middle of the box lies in the area."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return area[0] <= x <= area[2] and area[1] <= y <= area[3]
