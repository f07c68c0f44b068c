"""Takes a pale watermark off a page: by its one tone, its repeats, or the thickness and the size of its strokes.

The tone is exact and leaves hardly anything behind, but where cells are shaded or the scan is poor, no tone stands out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.scan.cleaning.watermark_insides import lifted_by_insides
from extractors.scan.cleaning.watermark_letters import lifted_by_letters, may_have_letters
from extractors.scan.cleaning.watermark_page import NOISY, print_contrast
from extractors.scan.cleaning.watermark_repeated_tone import lifted_by_repeated_tone
from extractors.scan.cleaning.watermark_repeats import lifted_by_repeats, may_have_small_letters
from extractors.scan.cleaning.watermark_tone import lifted_by_tone, may_have_tone

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from extractors.scan.cleaning.watermark_page import CoarsePage

WAYS = ((may_have_tone, lifted_by_tone), (may_have_letters, lifted_by_letters))


def without_watermark(grey: NDArray[np.uint8], page: CoarsePage) -> NDArray[np.uint8]:
    """The page without its watermark; the very same page where it has none.

    Args:
        grey: height × width, dark print on a light ground.
        page: the same, coarse.
    """
    # the darker the print, the more may be a watermark: on most pages nothing is, even if their print were quite black
    tries = [lifted for may_be_there, lifted in WAYS if may_be_there(page, 1.0)]
    contrast = print_contrast(page) if tries else 0.0
    if contrast == 0:
        return grey
    if page.noise > NOISY:
        tries = [lifted_by_repeats, lifted_by_insides]
    else:
        if may_have_small_letters(page, contrast):
            tries.insert(0, lifted_by_repeats)
        tries.append(lifted_by_repeated_tone)
    for lifted in tries:
        cleared = lifted(grey, page, contrast)
        if cleared is not None:
            return cleared
    return grey
