"""Text under the pictures of a page: some OCR programs write it as usual and lay the scan over it."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.grounds import holds

# Pictures over so much of the page, one or the many strips and tiles a scanner stores it in, hide what lies below.
PAGE_PICTURE = 0.5
_Rect = tuple[float, float, float, float]


def below_pictures(boxes: Sequence[_Rect], covers: Sequence[tuple[_Rect, int]], page: _Rect) -> list[bool]:
    """Which glyphs no eye sees, because opaque pictures drawn later lie over their middle.

    Args:
        boxes: of the glyphs, in the order of drawing, in any one unit.
        covers: the opaque pictures, each with the number of glyphs drawn before it.
        page: the area of the page.
    """
    if sum(_area(cover) for cover, _ in covers) < PAGE_PICTURE * _area(page):
        return [False] * len(boxes)
    return [any(index < before and holds(cover, box) for cover, before in covers) for index, box in enumerate(boxes)]


def _area(box: _Rect) -> float:
    return max(box[2] - box[0], 0.0) * max(box[3] - box[1], 0.0)
