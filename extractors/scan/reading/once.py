"""A recogniser that reads the same pixels once: lines that told which way up a page lies are among its cells again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from extractors.scan.reading.heard import Reader
    from extractors.scan.reading.recognise import Reading


class Once:
    """A reader with a memory, for one page: longer than that the pixels of its lines are not worth keeping."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._read: dict[tuple[tuple[int, ...], bytes], Reading] = {}

    def __call__(self, crop: NDArray[np.uint8]) -> Reading:
        """Read one upright line: height × width, grey, dark text on a light ground."""
        pixels = crop.shape, crop.tobytes()
        if pixels not in self._read:
            self._read[pixels] = self._reader(crop)
        return self._read[pixels]
