"""Boxes of a straightened picture lead back to the page, whatever its turn and skew; its stages can be looked at."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from extractors.geometry import turn_box
from extractors.model import Box, QuarterTurn
from extractors.scan.cleaning.cleanup import Sheet
from extractors.scan.flattening.upright import turned
from extractors.scan.geometry import measure
from extractors.scan.stages import stages

DPI = 200.0
HEIGHT, WIDTH = 1100, 800
TURNS: tuple[QuarterTurn, ...] = (0, 90, 180, 270)


def form(spot: tuple[int, int]) -> NDArray[np.uint8]:
    """A ruled table of words with one filled disc of 11 pixels' radius in it."""
    page = np.full((HEIGHT, WIDTH), 250, dtype=np.uint8)
    for row in range(7):
        cv2.line(page, (100, 200 + row * 120), (700, 200 + row * 120), 40, 2)
    for col in range(4):
        cv2.line(page, (100 + col * 200, 200), (100 + col * 200, 920), 40, 2)
    for row in range(6):
        for col in range(3):
            cv2.putText(page, "PLAN", (118 + col * 200, 240 + row * 120), cv2.FONT_HERSHEY_SIMPLEX, 1, 20, 2)
    cv2.circle(page, spot, 11, 20, -1)
    return page


def skewed(page: NDArray[np.uint8], angle: float) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """The page turned about its middle by degrees, and the matrix that does it."""
    matrix = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), -angle, 1.0)
    return cv2.warpAffine(page, matrix, (WIDTH, HEIGHT), flags=cv2.INTER_CUBIC, borderValue=250), matrix


def disc(ink: NDArray[np.uint8]) -> tuple[float, float]:
    """The middle of the disc: no letter is as filled."""
    binary = (ink > 128).astype(np.uint8)
    _, _, stats, centres = cv2.connectedComponentsWithStats(binary, connectivity=8)
    sized = [index for index in range(1, len(stats)) if 18 < stats[index, 2] < 30 and 18 < stats[index, 3] < 30]
    (best,) = [index for index in sized if stats[index, 4] > 0.7 * 22 * 22]
    return float(centres[best][0]), float(centres[best][1])


@pytest.mark.slow
@settings(max_examples=6, deadline=None)
@given(st.floats(-5, 5), st.sampled_from(TURNS), st.integers(0, 2), st.integers(0, 5))
def test_what_is_found_leads_back_to_where_it_was_drawn(angle: float, turn: QuarterTurn, col: int, row: int) -> None:
    """A disc drawn anywhere, on a page skewed by up to 5° and lying on any side: its place is right within a pixel."""
    spot = (210 + col * 200, 280 + row * 120)
    upright, matrix = skewed(form(spot), angle)
    lying = turned(upright, (-turn) % 360)  # type: ignore[arg-type]
    geometry = measure(Sheet(lying, None, DPI), turn)
    x, y = disc(geometry.ink)
    box = geometry.mapping.box(x, y, x, y)
    there = matrix @ np.array([*spot, 1.0])
    found = np.array([box.x0, box.top]) * DPI / 72
    assert np.abs(found - there).max() <= 1.0
    # and onto the page as it lies in the file
    middle = (found + 0.5) * 72 / DPI  # the number of a pixel is its left upper corner
    points = Box(*middle, *middle)
    back = turn_box(points, (-turn) % 360, WIDTH * 72 / DPI, HEIGHT * 72 / DPI)  # type: ignore[arg-type]
    u, v = disc(255 - lying)
    assert abs(back.x0 * DPI / 72 - 0.5 - u) <= 1.0
    assert abs(back.top * DPI / 72 - 0.5 - v) <= 1.0


@pytest.mark.slow
@settings(max_examples=5, deadline=None)
@given(st.floats(-5, 5), st.floats(0.2, 0.8), st.floats(0.2, 0.8))
@example(3.6875, 0.6953125, 0.33203125)
def test_the_straightened_picture_shows_what_its_mapping_says(angle: float, across: float, down: float) -> None:
    """There and back: the tone of a flat pixel is that of the place its mapping names."""
    upright, _ = skewed(form((210, 280)), angle)
    soft = cv2.GaussianBlur(upright, (9, 9), 0)  # so that a tenth of a pixel changes little
    geometry = measure(Sheet(soft, None, DPI), 0)
    shown = geometry.mapping.flat(soft, geometry.paper.shape, 250)
    x, y = round(across * (shown.shape[1] - 1)), round(down * (shown.shape[0] - 1))
    xs, ys = geometry.mapping.points(np.array([[x]], dtype=np.float32), np.array([[y]], dtype=np.float32))
    # by the same interpolation: on the ridge of a rule a linear one is paler
    tone = cv2.remap(soft, xs, ys, cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=250)
    assert abs(int(shown[y, x]) - int(tone[0, 0])) <= 6


def test_every_stage_of_a_scanned_page_has_its_picture() -> None:
    """From the drawn page to its cells: each stage has a name of its own and is as large as the upright page."""
    page, _ = skewed(form((210, 280)), 1.5)
    lying = np.repeat(turned(page, 90)[:, :, None], 3, axis=2)
    found = list(stages(lying, DPI, 270))
    assert [name for name, _ in found] == ["drawn", "seal-off-upright", "flat-rules-off", "ink", "cells-and-lines"]
    pictures = dict(found)
    assert (pictures["drawn"] == lying).all()
    assert all(picture.shape[0] > picture.shape[1] for name, picture in found if name != "drawn")
    # the rules are off where the text is still there, and the cells are marked in colour
    assert (pictures["ink"] < 128).mean() < (page < 128).mean()
    colours = pictures["cells-and-lines"].astype(int)
    assert (np.abs(colours[:, :, 0] - colours[:, :, 2]) > 50).any()
