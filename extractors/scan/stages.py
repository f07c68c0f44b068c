"""The pictures a scanned page goes through before it is read, for whoever wants to see where a reading went wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from extractors.model import QuarterTurn
from extractors.scan.cleaning.cleanup import clean
from extractors.scan.flattening.upright import turned
from extractors.scan.geometry import Geometry, measure
from extractors.scan.ruling.unruled import with_unruled

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WALL, LINE = (200, 30, 40), (20, 90, 200)


def stages(picture: NDArray[np.uint8], dpi: float, turn: QuarterTurn) -> Iterator[tuple[str, NDArray[np.uint8]]]:
    """The name and the picture of each stage, in order.

    Args:
        picture: height × width × 3, RGB, as displayed.
        dpi: its resolution.
        turn: the clockwise quarter turn that makes it upright.
    """
    yield "drawn", picture
    sheet = clean(picture, dpi)
    yield "seal-off-upright", turned(sheet.grey, turn)
    geometry = with_unruled(measure(sheet, turn))
    yield "flat-rules-off", geometry.paper
    yield "ink", 255 - geometry.ink
    yield "cells-and-lines", _marked(geometry)


def _marked(geometry: Geometry) -> NDArray[np.uint8]:
    """The flat picture with its cells and the lines in them."""
    import cv2

    picture = cv2.cvtColor(geometry.paper, cv2.COLOR_GRAY2RGB)
    for lattice in geometry.lattices:
        for span in lattice.spans:
            x0, top, x1, bottom = geometry.pixels(lattice.box_of(span))
            cv2.rectangle(picture, (x0, top), (x1, bottom), WALL, 2)
            for strip in geometry.lines_of(lattice, span)[0]:
                cv2.rectangle(picture, (strip.x0, strip.top), (strip.x1, strip.bottom), LINE, 1)
    for strip in geometry.lines_outside():
        cv2.rectangle(picture, (strip.x0, strip.top), (strip.x1, strip.bottom), LINE, 1)
    return picture
