"""A typeset page as a picture, with the places of its characters and rules: what blemishes are laid over."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.corpus.faults import is_ground
from samples.make import scan
from samples.make.scan import Picture

Boxes = NDArray[np.float32]  # n × 4: x0, y0, x1, y1 in pixels of the picture, y downwards


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page: RGB picture, its resolution, the boxes of its visible characters and of its rules."""

    picture: Picture
    dpi: float
    glyphs: Boxes
    rules: Boxes

    def printed(self, picture: Picture) -> Leaf:
        """The same page with another picture of the same size."""
        return replace(self, picture=picture)

    def pixels(self, millimetres: float) -> float:
        """A length on the paper."""
        return millimetres * self.dpi / 25.4


def leaves(pdf: Path, dpi: float) -> list[Leaf]:
    """The pages of a digital PDF."""
    import pdfplumber

    pictures = scan.drawn(pdf, dpi)
    with pdfplumber.open(pdf) as document:
        return [
            Leaf(
                picture,
                dpi,
                _boxes([c for c in page.chars if c["text"].strip()], dpi),
                _boxes([*page.lines, *(rect for rect in page.rects if not is_ground(rect))], dpi),
            )
            for picture, page in zip(pictures, document.pages, strict=True)
        ]


def _boxes(objects: list[dict[str, float]], dpi: float) -> Boxes:
    found = [[item[key] * dpi / 72 for key in ("x0", "top", "x1", "bottom")] for item in objects]
    return np.array(found, dtype=np.float32).reshape(-1, 4)
