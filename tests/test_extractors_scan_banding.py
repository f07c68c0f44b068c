"""Stripes of dirty rollers over a whole page are no rules, and the rules under them stay."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from ruled_page import ruled

from extractors.scan.cleaning.banding import without_bands
from extractors.scan.ruling.rules import find_rules

DPI, GLYPH = 200.0, 28.0


def form() -> NDArray[np.uint8]:
    """A table of five columns and ten rows on a page twice as wide as high, rules of two pixels."""
    return ruled((1200, 1600), range(100, 1501, 280), range(300, 901, 60), paper=250, ink=30, thick=2)


def banded(page: NDArray[np.uint8], share: float = 0.5) -> NDArray[np.uint8]:
    """Stripes of 2 to 20 pixels along y, up to a fifth darker, over so much of the width."""
    rng = np.random.default_rng(3)
    light = np.ones(page.shape[1])
    x = 5
    while x < page.shape[1] - 25:
        width = int(rng.integers(2, 20))
        light[x : x + width] = rng.uniform(0.8, 0.92)
        x += width + round(width * (1 - share) / share)
    return (page * light[None, :]).astype(np.uint8)


@pytest.mark.parametrize("turned", [False, True])
def test_the_stripes_of_dirty_rollers_are_no_rules(turned: bool) -> None:
    """Along y or, on a page that was fed sideways, along x."""
    page = banded(form())
    page = cv2.transpose(page) if turned else page
    before, after = find_rules(page, GLYPH), find_rules(without_bands(page, DPI), GLYPH)
    across, down = (before.verticals, before.horizontals) if turned else (before.horizontals, before.verticals)
    assert len(down) > 20
    across, down = (after.verticals, after.horizontals) if turned else (after.horizontals, after.verticals)
    assert (len(across), len(down)) == (11, 6)


def test_ink_under_a_stripe_stays_ink() -> None:
    """It is as dark beside its paper as it was."""
    plain = form()
    lifted = without_bands(banded(plain), DPI)
    assert (lifted[plain < 60] < 60).all()
    assert np.median(lifted[plain > 240]) > 235


@pytest.mark.parametrize("page", [form(), banded(form(), share=0.15)], ids=["clean", "a few stripes"])
def test_a_page_that_is_not_covered_with_stripes_is_left_as_it_is(page: NDArray[np.uint8]) -> None:
    """The very same page."""
    assert without_bands(page, DPI) is page
