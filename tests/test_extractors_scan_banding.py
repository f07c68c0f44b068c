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


def wandering(page: NDArray[np.uint8], by: float) -> NDArray[np.uint8]:
    """The same stripes with soft edges, each row of pixels a little further than the one above."""
    height, width = page.shape
    stripes = cv2.GaussianBlur(banded(np.full((1, 3 * width), 255, np.uint8)), (0, 0), 2)[0] / 255
    starts = (np.arange(height) * by).astype(int)
    light = np.stack([stripes[start : start + width] for start in starts])
    return (page * light).astype(np.uint8)


@pytest.mark.parametrize("turned", [False, True])
def test_stripes_that_wander_are_lifted_part_by_part(turned: bool) -> None:
    """A dirty drum draws them askew: what is usual along a whole column of pixels is everywhere the same."""
    plain = form()
    page = wandering(plain, 0.02)
    page, plain = (cv2.transpose(page), cv2.transpose(plain)) if turned else (page, plain)
    before, after = find_rules(page, GLYPH), find_rules(without_bands(page, DPI), GLYPH)
    assert len(before.horizontals if turned else before.verticals) > 12
    assert (len(after.verticals), len(after.horizontals)) == ((11, 6) if turned else (6, 11))
    assert (without_bands(page, DPI)[plain < 60] < 60).all()


def test_a_page_whose_stripes_cover_a_part_of_it_is_left() -> None:
    """They may be print: only what goes on over all of the page is a drum's."""
    page = wandering(form(), 0.02)
    page[: len(page) // 3] = form()[: len(page) // 3]
    assert without_bands(page, DPI) is page
