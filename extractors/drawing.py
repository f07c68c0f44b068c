"""What pdfium draws of a page, whole or in parts, as an array."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from extractors.model import Box

POINTS_PER_INCH = 72.0


def drawn(page: Any, dpi: float, unit: float, part: Box | None = None) -> NDArray[np.uint8]:
    """A page of pdfium with its annotations: height × width × 3, RGB.

    Args:
        page: pdfium's own.
        dpi: the resolution.
        unit: the UserUnit of the page: points for each of its units, which pdfium does not know of.
        part: in displayed points; what lies beyond the page is left out. The whole page when None.
    """
    import cv2
    import numpy as np

    crop = (0.0, 0.0, 0.0, 0.0)
    if part is not None:
        width, height = page.get_size()
        left, low = max(0.0, part.x0 / unit), max(0.0, height - part.bottom / unit)
        crop = left, low, max(0.0, width - part.x1 / unit), max(0.0, part.top / unit)
    # as BGR, which is pdfium's own order: in the other one it draws more slowly than OpenCV turns it round
    bitmap = page.render(scale=dpi * unit / POINTS_PER_INCH, crop=crop, draw_annots=True)
    try:
        return cv2.cvtColor(bitmap.to_numpy(), cv2.COLOR_BGR2RGB).astype(np.uint8, copy=False)
    finally:
        bitmap.close()
