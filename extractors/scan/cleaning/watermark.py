"""Takes a pale watermark off a page: by its one tone, its repeats, or the thickness and the size of its strokes.

The tone is exact and leaves hardly anything behind, but where cells are shaded or the scan is poor, no tone stands out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.scan.cleaning.watermark_insides import lifted_by_insides
from extractors.scan.cleaning.watermark_letters import lifted_by_letters, may_have_letters, parts_of
from extractors.scan.cleaning.watermark_page import NOISY, print_contrast
from extractors.scan.cleaning.watermark_repeated_tone import lifted_by_repeated_tone
from extractors.scan.cleaning.watermark_repeats import lifted_by_repeats, may_have_small_letters
from extractors.scan.cleaning.watermark_tone import lifted_by_tone, may_have_tone

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from extractors.scan.cleaning.watermark_page import CoarsePage


def without_watermark(grey: NDArray[np.uint8], page: CoarsePage) -> NDArray[np.uint8]:
    """The page without its watermark; the very same page where it has none.

    Args:
        grey: height × width, dark print on a light ground.
        page: the same, coarse.
    """
    # the darker the print, the more may be a watermark: on most pages nothing is, even if their print were quite black
    tone, letters = may_have_tone(page, 1.0), may_have_letters(page, 1.0)
    contrast = print_contrast(page) if tone or letters else 0.0
    if contrast == 0:
        return grey
    tries = _by_repeats(grey, page, contrast) if page.noise > NOISY else _clear(grey, page, contrast, tone=tone)
    return next((cleared for cleared in tries if cleared is not None), grey)


def _by_repeats(grey: NDArray[np.uint8], page: CoarsePage, contrast: float) -> Iterator[NDArray[np.uint8] | None]:
    """The page without a watermark that noise hides, in the ways there are."""
    yield lifted_by_repeats(grey, page, contrast)
    yield lifted_by_insides(grey, page, contrast)


def _clear(
    grey: NDArray[np.uint8], page: CoarsePage, contrast: float, *, tone: bool
) -> Iterator[NDArray[np.uint8] | None]:
    """The page without a watermark that is seen clearly, in the ways there are; with `tone` it may have one."""
    if may_have_small_letters(page, contrast):
        yield lifted_by_repeats(grey, page, contrast)
    if tone:
        yield lifted_by_tone(grey, page, contrast)
    parts = parts_of(page, contrast)
    if parts is not None:
        yield lifted_by_letters(grey, page, parts)
        yield lifted_by_repeated_tone(grey, page, contrast, parts)
