"""What a seal may hide: print shows through most stamping ink, and where it does nothing can be lost below it.

Each seal is judged by the ink that is seen through it. Print as dark there as beside it means that the ink is
transparent, and a line below it is as good as its reading. Where nothing dark is seen through a seal it may be opaque,
and a value below it is doubted however well it reads: `15万人` would have become `5万人`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.model import ReadingCode
from extractors.scan.reading.doubt import Doubt
from extractors.scan.reading.second_reading import holds_value

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from extractors.scan.geometry import Geometry
    from extractors.scan.reading.lines import Strip

SEAL_SHARE = 0.02  # of a line's box: more red than this lies over it
# contrast of the darkest tenth of the print below a seal to that beside it. On 17 stamped pages of the tuning corpus:
# 0.74 to 0.84 where print lies below the seal, 0.16 to 0.23 (what is left of the seal itself) where none does
TRANSPARENT = 0.6
PALE = 0.4  # of the contrast of print: what is paler below a transparent seal is the seal's own
LEAST = 0.5  # squares of a character's height: with less ink below a seal nothing is known about it
BELIEVED = 0.99  # a value that is read through a seal with at least this is believed
READ_THROUGH = 0.9  # words likewise


class Seals:
    """The seals of a page, and whether print shows through each."""

    def __init__(self, geometry: Geometry) -> None:
        self._geometry = geometry
        self._glyph = geometry.glyph
        self._mask = geometry.seal
        self._grey = geometry.grey_seal
        self._labels: NDArray[np.int32] | None = None
        self._clear: list[bool] = []
        if geometry.seal is None:
            return
        import cv2
        import numpy as np

        reach = 2 * max(2, round(geometry.glyph)) + 1
        whole = cv2.dilate(geometry.seal.astype(np.uint8), np.ones((reach, reach), np.uint8))
        count, self._labels = cv2.connectedComponents(whole)
        ground = float(np.percentile(geometry.paper[::4, ::4], 80))
        self._print = _darkest(geometry.paper, (geometry.ink > 0) & ~geometry.seal, ground)
        self._ground = ground
        for label in range(count):
            below = (geometry.ink > 0) & geometry.seal & (self._labels == label)
            enough = int(below.sum()) > LEAST * geometry.glyph**2
            self._clear.append(enough and _darkest(geometry.paper, below, ground) >= TRANSPARENT * self._print)

    def cleared(self) -> Geometry:
        """The page without what is left of its transparent seals: marks below them that are too pale for print.

        A seal's own characters would else be read as text. Below a seal that may be opaque nothing is taken away.
        """
        if self._mask is None or self._labels is None or not any(self._clear):
            return self._geometry
        import cv2
        import numpy as np

        page = self._geometry
        stamped = cv2.dilate(self._mask.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)
        stamped &= np.array(self._clear)[self._labels]
        core = (self._ground - page.paper > PALE * self._print).astype(np.uint8)
        soft = cv2.dilate(core, np.ones((5, 5), np.uint8)).astype(bool)  # the soft edges of strokes stay
        pale = stamped & ~soft
        paper, ink = page.paper.copy(), page.ink.copy()
        paper[pale], ink[pale] = round(self._ground), 0
        return replace(page, paper=paper, ink=ink)

    def doubts(self, strips: tuple[Strip, ...], text: str, confidence: float) -> list[Doubt]:
        """Whether a seal over these lines of a cell may have changed what they say.

        Args:
            strips: the lines.
            text: what was read from them.
            confidence: of the least sure line.
        """
        import numpy as np

        if self._mask is None or self._labels is None:
            return []
        # a character may be hidden beside what was found
        reached = [
            np.s_[strip.top : strip.bottom, max(0, round(strip.x0 - self._glyph)) : round(strip.x1 + self._glyph)]
            for strip in strips
        ]
        for grey in () if self._grey is None else [self._grey[box] for box in reached]:
            if grey.size and float(grey.mean()) > SEAL_SHARE:
                # no channel shows the print below it: a stroke may be gone, or one of the seal's be left
                return [Doubt(ReadingCode.UNDER_SEAL, f"a grey seal lies over {float(grey.mean()):.0%} of the text")]
        if not holds_value(text) and confidence > READ_THROUGH:
            return []
        for box in reached:
            red = self._mask[box]
            if not red.size or float(red.mean()) <= SEAL_SHARE:
                continue
            labels = {int(label) for label in self._labels[box][red]}
            if confidence < BELIEVED or not all(self._clear[label] for label in labels):
                return [Doubt(ReadingCode.UNDER_SEAL, f"coloured ink lies over {float(red.mean()):.0%} of the text")]
        return []


def _darkest(paper: NDArray[np.uint8], where: NDArray[np.bool_], ground: float) -> float:
    """How much darker than the ground the darkest tenth of some pixels is; 0 when there are none."""
    import numpy as np

    return ground - float(np.percentile(paper[where], 10)) if where.any() else 0.0
