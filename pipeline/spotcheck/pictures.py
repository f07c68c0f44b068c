"""Pieces of pages as PNG: what a person looks at to settle a doubt."""

from __future__ import annotations

import base64
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.errors import JixiaoError
from extractors.model import QuarterTurn
from pipeline.inputs.sources import Sources
from pipeline.store.dataset import read_table
from pipeline.store.storage import Place

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from pipeline.spotcheck.difference import Spot

    # a page drawn upright, and its pixels a point
    Drawn = tuple[NDArray[np.uint8], float]

POINTS_PER_INCH = 72
DPI = 150
MARGIN = 12.0  # points around a cell: enough to see its rules and the neighbouring line
KEPT_PAGES = 8
FRAME = (200, 30, 40)


class Pictures:
    """Crops of upright pages, as the dataset's boxes mean them. Use it as a context manager."""

    def __init__(self, datasets: Sequence[Place], roots: Iterable[Path]) -> None:
        """`roots`: folders or files where the sources are; those of the datasets' last runs are tried too."""
        self._sources = Sources(datasets, roots)
        self._turned = {key: turn for dataset in datasets for key, turn in _turned_pages(dataset).items()}
        self._pages: OrderedDict[tuple[str, int], Drawn | None] = OrderedDict()

    def __enter__(self) -> Pictures:
        return self

    def __exit__(self, *error: object) -> None:
        self._sources.close()

    def crop(self, spot: Spot | None, whole_row: bool = False) -> str | None:
        """The surroundings of a box with the box framed, as a data URI; None when the page cannot be had.

        `whole_row`: over the full width of the page, so that the names of the row are seen too.
        """
        if spot is None:
            return None
        drawn = self._page(spot)
        if drawn is None:
            return None
        import cv2

        image, scale = drawn
        left, top = (max(0, round((edge - MARGIN) * scale)) for edge in (spot.x0, spot.top))
        right, bottom = (round((edge + MARGIN) * scale) for edge in (spot.x1, spot.bottom))
        if whole_row:
            left, right = 0, image.shape[1]
        piece = image[top:bottom, left:right].copy()
        if not piece.size:
            return None
        corners = [
            (round(x * scale) - left, round(y * scale) - top) for x, y in ((spot.x0, spot.top), (spot.x1, spot.bottom))
        ]
        cv2.rectangle(piece, corners[0], corners[1], FRAME, 2)
        done, buffer = cv2.imencode(".png", cv2.cvtColor(piece, cv2.COLOR_RGB2BGR))
        return f"data:image/png;base64,{base64.b64encode(buffer.tobytes()).decode()}" if done else None

    def _page(self, spot: Spot) -> Drawn | None:
        key = (spot.sha256, spot.page)
        if key not in self._pages:
            while len(self._pages) >= KEPT_PAGES:
                self._pages.popitem(last=False)
            self._pages[key] = self._drawn(spot)
        self._pages.move_to_end(key)
        return self._pages[key]

    def _drawn(self, spot: Spot) -> Drawn | None:
        from extractors import overlay
        from extractors.source import open_document

        try:
            file = self._sources.file(spot.sha256, [spot.path])
            with open_document(file) as document:
                page = document.page(spot.page)
                try:
                    image, scale = page.image(DPI), page.fitting_dpi(DPI) / POINTS_PER_INCH
                finally:
                    page.close()
        except (JixiaoError, OSError):
            return None
        return overlay.turn_upright(image, self._turned.get((spot.sha256, spot.page), 0)), scale


def _turned_pages(dataset: Place) -> dict[tuple[str, int], QuarterTurn]:
    """By how many degrees clockwise each page of a dataset, as (sha256, page), was turned upright."""
    rows = read_table(dataset, "pages", ["source_sha256", "page", "turned"])
    return {(row["source_sha256"], row["page"]): row["turned"] or 0 for row in rows}
