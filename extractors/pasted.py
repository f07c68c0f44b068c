"""Pages that are part text, part picture: a table pasted as a picture beside what is set as text.

The text is read from its layer, the picture by the reader of pictures, and what was recognised inside the picture is
added to the page.
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
APART = 0.05  # of a picture: one that reaches further into a grid is its background, a seal or a logo in a cell
INSIDE = 0.7  # of what was recognised must lie in the picture


def pasted(page: Page, reading: PageReading) -> tuple[Box, ...]:
    """The pictures beside the tables of a digital page, in upright points, when a table has room in them."""
    boxes = [turn_box(picture.box, reading.turned, page.width, page.height) for picture in page.layer().pictures]
    beside = [box for box in boxes if not any(box.overlap(grid.box) > APART * _area(box) for grid in reading.grids)]
    enough = sum(map(_area, beside)) >= TABLE_SHARE * reading.width * reading.height
    return tuple(beside) if enough else ()


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
