"""Takes a pale watermark off a page: by its one tone, else by the thickness and the size of its strokes.

The tone is exact and leaves hardly anything behind, but where cells are shaded, too, no tone stands out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.scan.watermark_letters import lifted_by_letters
from extractors.scan.watermark_tone import lifted_by_tone

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def without_watermark(grey: NDArray[np.uint8], dpi: float) -> NDArray[np.uint8]:
    """The page without its watermark; the very same page where it has none.

    Args:
        grey: height × width, dark print on a light ground.
        dpi: its resolution.
    """
    for lifted in (lifted_by_tone, lifted_by_letters):
        cleared = lifted(grey, dpi)
        if cleared is not None:
            return cleared
    return grey
