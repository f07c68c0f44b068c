"""How far specks stand from print."""

import cv2
import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from extractors.scan.reading.remnants import _distances

SIDE = 30


@given(
    arrays.arrays(np.uint8, (SIDE, SIDE), elements=st.sampled_from((0, 0, 0, 0, 0, 0, 0, 255))),
    st.lists(st.tuples(st.integers(0, SIDE - 1), st.integers(0, SIDE - 1)), min_size=1, max_size=8),
    st.floats(1, 6),
    st.floats(0, 6),
)
def test_distances_that_matter_are_those_of_the_whole_page(printed, places, near, more):
    """Between the two bounds they are the same; nearer or farther than both, they are so in either."""
    far = near + more
    printed[0, 0] = 255  # a page has some print
    whole = cv2.distanceTransform(255 - printed, cv2.DIST_L2, 3)
    found = _distances(printed, np.array(places, dtype=float) + 0.4, near, far)
    for (x, y), away in zip(places, found.tolist(), strict=True):
        assert (away > near, away > far) == (whole[y, x] > near, whole[y, x] > far)
        if near < away <= far:
            assert away == whole[y, x]
