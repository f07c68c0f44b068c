"""Blobs of ink and shades of grey: the quick ways give what the slow ones give."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from extractors.scan.blobs import _beginnings, _level_runs, blobs, inked_rows
from extractors.scan.reading.ink import shade

SMALL = arrays.array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=40)


@given(arrays.arrays(np.uint8, SMALL, elements=st.sampled_from((0, 0, 255))))
def test_blobs_are_those_of_opencv(ink):
    """Number, labels, boxes, areas and centres are those that OpenCV finds with labels of 32 bits."""
    count, labels, stats, centres = blobs(ink)
    known = cv2.connectedComponentsWithStats(ink, connectivity=8)
    assert count == known[0]
    assert np.array_equal(labels, known[1])
    assert np.array_equal(stats, known[2])
    assert np.allclose(centres, known[3], equal_nan=True)


@given(arrays.arrays(np.uint8, SMALL, elements=st.sampled_from((0, 0, 255))))
def test_a_picture_has_no_more_blobs_than_the_bounds_say(ink):
    """Each has a beginning, and each beginning is that of a run along x: few runs fit into labels of 16 bits."""
    assert blobs(ink)[0] - 1 <= _beginnings(ink) <= _level_runs(ink)


@given(arrays.arrays(np.uint8, SMALL, elements=st.sampled_from((0, 255))), st.lists(st.integers(0, 39), max_size=30))
def test_blobs_of_the_inked_rows_are_those_of_the_picture(ink, bare):
    """Without bare rows a picture has the same blobs in the same order, and the rows of each follow each other."""
    ink[[row for row in bare if row < len(ink)]] = 0
    rows = inked_rows(ink)
    known_count, known_labels, known, _ = blobs(ink)
    if not len(rows):
        assert known_count == 1
        return
    count, labels, stats, _ = blobs(ink[rows])
    stats[1:, cv2.CC_STAT_TOP] = rows[stats[1:, cv2.CC_STAT_TOP]]
    assert count == known_count
    assert np.array_equal(labels, known_labels[rows])
    assert np.array_equal(stats[1:], known[1:])


@pytest.mark.parametrize("side", [240, 600])
def test_more_blobs_than_sixteen_bits_hold_are_told_apart(side):
    """A page of separate dots keeps one label a dot, whether or not they outnumber what 16 bits hold."""
    ink = np.zeros((side, side), np.uint8)
    ink[::2, ::2] = 255
    count, labels, _, _ = blobs(ink)
    assert count == (side // 2) ** 2 + 1
    assert len(np.unique(labels)) == count


def test_dots_in_a_slanting_pattern_are_counted_before_they_are_labelled() -> None:
    """Dots of which each touches the next above to the right need as many labels as there are squares of four."""
    ink = np.zeros((1200, 1200), np.uint8)
    ink[1::4, 1::4] = 255
    ink[0::4, 2::4] = 255
    ink[3::4, 3::4] = 255
    ink[2::4, 0::4] = 255
    count, labels, stats, _ = blobs(ink)
    known = cv2.connectedComponentsWithStats(ink, connectivity=8)
    assert count == known[0]
    assert np.array_equal(stats, known[2])
    assert np.array_equal(labels, known[1])


@given(arrays.arrays(np.uint8, SMALL), st.integers(0, 100) | st.just(99.5) | st.just(0.5))
def test_shade_is_the_percentile(picture, percent):
    """The shade is numpy's percentile, between two greys by straight lines."""
    assert shade(picture, percent) == pytest.approx(float(np.percentile(picture, percent)), abs=1e-9)


@given(arrays.arrays(np.uint8, SMALL), st.integers(0, 100), st.randoms(use_true_random=False))
def test_shade_of_a_part_is_the_percentile_of_its_pixels(picture, percent, chance):
    """Of a part of a picture, the shade is that of the pixels in it."""
    where = np.array([[chance.randint(0, 1) for _ in row] for row in picture], np.uint8)
    where[0, 0] = 1
    known = float(np.percentile(picture[where > 0], percent))
    assert shade(picture, percent, where) == pytest.approx(known, abs=1e-9)
