"""One reader's reading of a line, repaired by its ink; and the pictures in which a line is looked at again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extractors.scan.reading.doubt import Doubt
from extractors.scan.reading.plain import canonical
from extractors.scan.reading.recognise import Reading
from extractors.scan.reading.repairs import repaired

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Reader = Callable[["NDArray[np.uint8]"], Reading]

# A line is looked at again out of focus by this part of its height, and narrowed to this part of its width.
SOFT, NARROW = 0.035, 0.87


@dataclass(frozen=True, slots=True)
class Heard:
    """One reader's reading after its repairs, what they were, and its text as two readings may agree on it."""

    reading: Reading
    repairs: tuple[Doubt, ...]
    plain: str


def hear(reader: Reader, picture: NDArray[np.uint8], crop: NDArray[np.uint8]) -> Heard:
    """What a reader sees in a picture of a line, repaired by the ink of its crop.

    Args:
        reader: a recogniser.
        picture: the crop itself, or one of the pictures below.
        crop: height × width, grey, dark text on a light ground.
    """
    reading = reader(picture)
    if picture.shape[1] != crop.shape[1]:
        scale = crop.shape[1] / picture.shape[1]
        reading = Reading(tuple(replace(glyph, centre=glyph.centre * scale) for glyph in reading.glyphs))
    reading, repairs = repaired(reading, crop)
    return Heard(reading, repairs, canonical(reading.text))


def softened(crop: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The line out of focus, which takes the ragged edges of a fax and the grain of paper."""
    import cv2
    import numpy as np

    return cv2.GaussianBlur(crop, (0, 0), max(1.0, SOFT * crop.shape[0])).astype(np.uint8, copy=False)


def narrowed(crop: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The line a little narrower: every character lies elsewhere on the steps in which a recogniser goes along it."""
    import cv2
    import numpy as np

    return cv2.resize(crop, None, fx=NARROW, fy=1, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
