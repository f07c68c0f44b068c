"""Pages that are part text, part picture: a table pasted as a picture beside what is set as text.

The text is read from its layer, the picture by the reader of pictures, and what was recognised inside the picture is
added to the page. Where a table begins in the one and goes on in the other, the whole page is read as a picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.geometry import turn_box
from extractors.model import Box, PageReading

if TYPE_CHECKING:
    from extractors.source import Page

TABLE_SHARE = 0.15  # of the page: pictures beside the grids that are larger may hold a table
# And so may lower ones that are so wide, as a share of the page, and so high, in points: the last rows of one
WIDE, TWO_ROWS = 0.5, 28.0
APART = 0.05  # of a picture: one that reaches further into a grid is its background, a seal or a logo in a cell
INSIDE = 0.7  # of what was recognised must lie in the picture
SEAM = 8.0  # points: so near to a table a picture begins that its rows go on in
BESIDE = 0.5  # of the width of the table
FEW = 5  # glyphs: a picture with more print set on it is the ground of that
ROW = 12.0  # points: a table that goes on in a picture reaches so far into it, and so far out of it


def may_hold_table(page: Page) -> bool:
    """Whether a table has room in the pictures of a page, wherever they are."""
    return _room([picture.box for picture in page.layer().pictures], page.width, page.height)


def pasted(page: Page, reading: PageReading) -> tuple[Box, ...]:
    """The pictures beside the tables of a digital page, in upright points, when a table has room in them."""
    beside = [
        box
        for box in _pictures(page, reading)
        if not any(box.overlap(grid.box) > APART * _area(box) for grid in reading.grids)
    ]
    return tuple(beside) if _room(beside, reading.width, reading.height) else ()


def torn(page: Page, reading: PageReading) -> tuple[Box, ...]:
    """The large pictures into which tables of a digital page may go on, in upright points: they touch or cover one."""
    glyphs = [turn_box(word.box, reading.turned, page.width, page.height).centre for word in page.glyphs()]
    return tuple(
        box
        for box in _joined(_pictures(page, reading))
        if _room([box], reading.width, reading.height)
        and any(_touch(box, grid.box) for grid in reading.grids)
        and sum(box.holds(*centre) for centre in glyphs) <= FEW
    )


def go_on_in(reading: PageReading, seen: PageReading, pictures: Sequence[Box]) -> bool:
    """Whether a table of the page read as a picture lies partly in one of the pictures, partly in a digital table."""
    return seen.turned == reading.turned and any(
        _shared(grid.box, picture) >= ROW
        and any(_shared(grid.box, own.box) - _shared_by_all(grid.box, own.box, picture) >= ROW for own in reading.grids)
        for grid in seen.grids
        for picture in pictures
    )


def _pictures(page: Page, reading: PageReading) -> list[Box]:
    return [turn_box(picture.box, reading.turned, page.width, page.height) for picture in page.layer().pictures]


def _room(boxes: Sequence[Box], width: float, height: float) -> bool:
    wide = any(box.width >= WIDE * width and box.height >= TWO_ROWS for box in _joined(boxes))
    return wide or sum(map(_area, boxes)) >= TABLE_SHARE * width * height


def _joined(boxes: Sequence[Box]) -> list[Box]:
    """Pictures that a scanner stored in strips, as one."""
    joined: list[Box] = []
    for box in sorted(boxes, key=lambda box: (box.top, box.x0)):
        last = joined[-1] if joined else None
        if last and abs(box.top - last.bottom) < 1 and abs(box.x0 - last.x0) < 1 and abs(box.x1 - last.x1) < 1:
            joined[-1] = last.union(box)
        else:
            joined.append(box)
    return joined


def _touch(picture: Box, table: Box) -> bool:
    wide = min(picture.x1, table.x1) - max(picture.x0, table.x0)
    return wide >= BESIDE * table.width and picture.top <= table.bottom + SEAM and picture.bottom >= table.top - SEAM


def _shared(one: Box, other: Box) -> float:
    """The height that two boxes share, in points."""
    return max(0.0, min(one.bottom, other.bottom) - max(one.top, other.top)) if one.overlap(other) > 0 else 0.0


def _shared_by_all(one: Box, other: Box, third: Box) -> float:
    return max(0.0, min(one.bottom, other.bottom, third.bottom) - max(one.top, other.top, third.top))


def with_pasted(reading: PageReading, seen: PageReading, pictures: Sequence[Box]) -> PageReading:
    """The reading of the text with the tables and lines that were recognised in the pictures.

    Args:
        reading: from the text layer.
        seen: the same page read as a picture.
        pictures: their boxes on the upright page.
    """
    if seen.turned != reading.turned:
        return reading
    added = tuple(grid for grid in seen.grids if _in_pictures(grid.box, pictures))
    if not added:
        return reading
    lines = tuple(line for line in seen.text if _in_pictures(line.box, pictures))
    places = [grid.box for grid in added]
    kept = tuple(finding for finding in seen.findings if finding.place is None or _meets(finding.place.box, places))
    return replace(
        reading,
        content="mixed",
        grids=tuple(sorted((*reading.grids, *added), key=lambda grid: (grid.box.top, grid.box.x0))),
        text=tuple(sorted((*reading.text, *lines), key=lambda line: (line.box.top, line.box.x0))),
        rules=reading.rules + tuple(rule for rule in seen.rules if _in_pictures(rule.box, pictures)),
        findings=reading.findings + kept,
    )


def _in_pictures(box: Box, pictures: Sequence[Box]) -> bool:
    if _area(box) <= 0:
        return any(picture.holds(*box.centre) for picture in pictures)
    return sum(box.overlap(picture) for picture in pictures) >= INSIDE * _area(box)


def _meets(box: Box, others: Sequence[Box]) -> bool:
    return any(box.overlap(other) > 0 for other in others)


def _area(box: Box) -> float:
    return box.width * box.height
