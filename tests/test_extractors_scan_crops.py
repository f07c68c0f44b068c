"""The crops of lines: their size, and what is seen in them."""

import cv2
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from extractors.scan.reading.crops import crop_of, crop_size
from extractors.scan.reading.ink import connected, dark
from extractors.scan.reading.lines import Strip

SIDES = st.integers(1, 60)


@given(st.integers(0, 100), st.integers(0, 100), SIDES, SIDES, st.floats(10, 40))
def test_the_size_of_a_crop_is_known_before_it_is_made(x, y, width, height, glyph) -> None:
    """The lines that tell how well a page reads are chosen without their pixels."""
    paper = np.full((200, 200), 240, np.uint8)
    strip = Strip(x, y, x + width, y + height)
    assert crop_size(strip, glyph) == crop_of(paper, strip, (), glyph).shape


def test_what_is_seen_in_a_crop_is_its_own_whichever_was_asked_about_before() -> None:
    """Of two crops asked about in turn each shows its own ink."""
    random = np.random.default_rng(7)
    crops = [np.where(random.random((40, 90)) < 0.3, 30, 240).astype(np.uint8) for _ in range(2)]
    for crop in (*crops, *crops, crops[1]):
        assert np.array_equal(dark(crop), crop < 100)
        known = cv2.connectedComponentsWithStats((crop < 100).astype(np.uint8), connectivity=8)
        assert all(np.array_equal(one, other) for one, other in zip(connected(crop), known[1:], strict=True))
