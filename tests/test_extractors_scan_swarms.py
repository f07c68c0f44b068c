"""Swarms of specks on a page: what is taken for one, and what is left to be read. Pages are drawn here."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.scan.cleaning.swarms import Swarms, swarms

GLYPH = 26.0
WHITE = 250


def page_with_print(tone: int = 30) -> NDArray[np.uint8]:
    """Ten lines of squares with a cross in them, each with a point behind it."""
    page = np.full((900, 900), WHITE, np.uint8)
    for x in range(60, 400, 32):
        for y in range(60, 860, 80):
            cv2.rectangle(page, (x, y), (x + 24, y + 24), tone, 2)
            cv2.line(page, (x, y + 12), (x + 24, y + 12), tone, 2)
            page[y + 22 : y + 25, x + 28 : x + 31] = tone
    return page


def strewn(page: NDArray[np.uint8], x: int, y: int, tone: int, count: int = 150) -> None:
    """Dots over a square of 90 pixels."""
    for left, top in np.random.default_rng(1).integers(0, 90, (count, 2)):
        page[y + top : y + top + 2, x + left : x + left + 3] = tone


def found(page: NDArray[np.uint8]) -> Swarms | None:
    """The swarms of a page, all that is darker than paper being ink."""
    return swarms(np.where(page < WHITE - 20, 255, 0).astype(np.uint8), page, GLYPH)


@pytest.mark.parametrize("tone", [0, 30, 170])
def test_a_swarm_away_from_print_is_cleared_but_no_point(tone: int) -> None:
    """Specks crowd where print has one or two; black ones of a fax as well as the pale blotches of a copy."""
    page = page_with_print()
    strewn(page, 600, 400, tone)
    cleared = found(page)
    assert cleared is not None
    assert not cleared.alone[:, :450].any() and not cleared.marks[:, :450].any()
    assert cleared.alone[page < WHITE].sum() > 0.8 * (page[:, 450:] < WHITE).sum()


def test_what_stands_near_print_is_left_to_be_read() -> None:
    """A point in a number may stand in a swarm: the marks there part no columns, but they are still ink."""
    page = page_with_print()
    strewn(page, 200, 400, 0)
    cleared = found(page)
    assert cleared is not None and cleared.marks.any()
    near = cv2.dilate((page_with_print() < WHITE).astype(np.uint8), np.ones((13, 13), np.uint8)) > 0
    assert not (cleared.alone & near & (page < WHITE))[60:840, 60:400].any()


def test_a_lone_figure_in_a_swarm_is_left_to_be_read() -> None:
    """A one is as slight as specks that touch, but higher."""
    page = page_with_print()
    strewn(page, 600, 400, 0)
    page[435:455, 690:693] = 0  # beside the dots
    cleared = found(page)
    assert cleared is not None and not cleared.alone[435:455, 690:693].any()


@pytest.mark.parametrize("tone", [30, 170])
def test_a_page_of_print_has_no_swarms(tone: int) -> None:
    """However many points it has, and however pale all of it is."""
    assert found(page_with_print(tone)) is None
