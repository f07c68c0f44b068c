"""A comparison as one HTML file with the pieces of both pages beside each difference."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pipeline.spotcheck.characters import pieces
from pipeline.spotcheck.comparison import Comparison, grouped
from pipeline.spotcheck.difference import Difference
from pipeline.spotcheck.html import ASPECTS_ZH, rendered
from pipeline.spotcheck.pictures import Pictures
from pipeline.store.storage import place_of

# More make a file that no browser likes to open.
MOST_PICTURES = 600


def page(comparison: Comparison, roots: Iterable[Path]) -> str:
    """The HTML. `roots`: folders or files where the sources are; those of the datasets' last runs are tried too."""
    sides = [side for side in (comparison.left, comparison.right) if not side.golden]
    count = missing = 0
    groups: dict[tuple[str, ...], list[tuple[Difference, str | None, str | None]]] = {}
    with Pictures([place_of(side.name) for side in sides], roots) as pictures:
        for key, differences in grouped(comparison.differences, lambda one: (one.document, one.table)).items():
            groups[key] = []
            for difference in differences:
                spots = (difference.left_spot, difference.right_spot)
                crops = [pictures.crop(spot) if count < MOST_PICTURES else None for spot in spots]
                count += sum(crop is not None for crop in crops)
                missing += any(spot is not None and crop is None for spot, crop in zip(spots, crops, strict=True))
                groups[key].append((difference, crops[0], crops[1]))
    return rendered(
        "diff.html.j2",
        comparison=comparison,
        groups=groups,
        aspects=ASPECTS_ZH,
        pieces=pieces,
        missing_pictures=missing,
        most_pictures=MOST_PICTURES,
    )
