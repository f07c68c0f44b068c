"""The desk round a photographed sheet is taken away, and nothing of a sheet is."""

from __future__ import annotations

import cv2
import numpy as np

from extractors.scan.cleaning.desk import without_desk


def photograph(line_to: int) -> np.ndarray:
    """A white sheet on a dark striped desk, with one rule on it up to an x."""
    picture = np.full((800, 600), 70, np.uint8)
    picture[::8] = 40
    picture[100:700, 100:500] = 240
    for y in range(150, 650, 12):
        picture[y : y + 3, 150:line_to] = 20
    return picture


def test_the_grain_of_a_desk_is_gone_and_the_print_stays() -> None:
    """Outside the sheet nothing dark is left; inside every pixel is what it was."""
    picture = photograph(450)
    flat = without_desk(picture)
    assert flat[:, :90].min() > 200
    assert (flat[110:690, 110:490] == picture[110:690, 110:490]).all()


def test_print_that_runs_to_the_edge_keeps_what_is_beyond() -> None:
    """Rules that reach the edge of the bright area may go on in a shadow: nothing is taken away."""
    picture = photograph(500)
    assert without_desk(picture) is picture


def test_a_seal_at_the_edge_of_a_sheet_is_no_end_of_it() -> None:
    """Its ring is as dark as the desk in grey and as bright as paper in its own colour."""
    picture = np.dstack([photograph(450)] * 3)
    for radius in (40, 70, 100, 130):
        cv2.circle(picture, (500, 400), radius, (225, 60, 60), 14)
    picture[:, 500:] = np.dstack([photograph(450)] * 3)[:, 500:]
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    assert without_desk(grey) is grey
    flat = without_desk(grey, picture)
    assert flat[:, :90].min() > 200
    assert flat[:, 510:].min() > 90
    assert (flat[110:690, 110:490] == grey[110:690, 110:490]).all()


def test_a_scan_without_a_desk_is_left_as_it_is() -> None:
    """A page that fills the picture has nothing round it."""
    picture = np.full((800, 600), 245, np.uint8)
    picture[200:205, 50:550] = 30
    assert without_desk(picture) is picture


def test_a_corner_in_a_deep_shadow_is_no_desk() -> None:
    """The shadow is darker than the desk is elsewhere, but it begins softly: print in it stays what it was."""
    picture = photograph(450).astype(np.float32)
    y, x = np.mgrid[:800, :600]
    depth = 0.72 / (1 + np.exp((np.hypot(x - 100, y - 700) - 60) / 16))
    shadowed = (picture * (1 - depth)).astype(np.uint8)
    flat = without_desk(shadowed)
    assert (flat[110:690, 110:490] == shadowed[110:690, 110:490]).all()


def test_the_gap_between_two_sheets_is_desk_though_it_is_narrow() -> None:
    """Two pages on one photograph stay two sheets."""
    picture = photograph(450)
    both = np.hstack([picture[:, :507], picture[:, 93:]])
    flat = without_desk(both)
    assert flat[120:680, 502:512].min() > 200


def test_a_sheet_in_less_light_beside_a_bright_one_is_a_sheet() -> None:
    """Two pages on one photograph, the second nearer to the tone of the desk than to that of the first."""
    picture = np.full((800, 1100), 110, np.uint8)
    picture[::8] = 85
    for left, paper in ((80, 240), (600, 165)):
        picture[100:700, left : left + 420] = paper
        for y in range(150, 650, 12):
            picture[y : y + 2, left + 60 : left + 360] = 30
    flat = without_desk(picture)
    for left in (80, 600):
        assert (flat[110:690, left + 10 : left + 410] == picture[110:690, left + 10 : left + 410]).all()
    assert flat[:80, :500].min() > 200


def test_a_sheet_partly_in_a_shadow_on_a_desk_in_the_light_is_told_by_its_edges() -> None:
    """No one level parts paper and desk where the paper in the shadow is as dark as the desk in the light."""
    picture = photograph(450).astype(np.float32)
    picture[:, :100] *= 1.7
    picture[:100], picture[700:] = picture[:100] * 1.3, picture[700:] * 0.4
    picture[100:700, 500:] *= 0.45
    x = np.arange(600)
    light = 1 - 0.55 / (1 + np.exp(-(x - 330) / 30))
    picture[100:700, 100:500] *= light[100:500]
    scene = np.clip(picture, 0, 255).astype(np.uint8)
    flat = without_desk(scene)
    assert (flat[110:690, 110:490] == scene[110:690, 110:490]).all()
    assert np.ptp(flat[200:600, :80].astype(int)) < 40


def test_letters_of_a_watermark_at_the_edge_are_no_end_of_a_sheet_on_a_dark_desk() -> None:
    """They are cut by the edge of the paper; a desk on all sides that is so dark is no shadow."""
    picture = photograph(450)
    for x in range(110, 480, 90):
        cv2.line(picture, (x, 103), (x + 20, 130), 200, 5)
        cv2.line(picture, (x, 696), (x + 20, 670), 200, 5)
    flat = without_desk(picture)
    assert flat[:, :90].min() > 200
    assert (flat[110:690, 110:490] == picture[110:690, 110:490]).all()


def test_a_photograph_on_a_page_of_another_shape_has_its_desk_taken_away() -> None:
    """The white of the page above and below it is brighter than any paper, and no part of the picture."""
    picture = photograph(450)
    page = np.vstack([np.full((40, 600), 255, np.uint8), picture, np.full((40, 600), 255, np.uint8)])
    flat = without_desk(page)
    assert flat[40:840, :90].min() > 200
    assert (flat[150:730, 110:490] == page[150:730, 110:490]).all()


def test_a_table_on_quite_white_paper_is_no_photograph() -> None:
    """What is drawn or exported as a picture has white margins, too; within its frame there is no desk."""
    page = np.full((900, 1200), 255, np.uint8)
    for x in (100, 400, 700, 1000):
        cv2.line(page, (x, 100), (x, 460), 0, 2)
    for y in range(100, 461, 90):
        cv2.line(page, (100, y), (700 if 100 < y < 460 else 1000, y), 0, 2)
    for y in range(155, 460, 90):
        for x in (130, 430, 730):
            cv2.putText(page, "HWMBE", (x, y), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 0, 2)
    assert without_desk(page) is page


def test_a_smooth_desk_all_round_is_no_shadow_of_the_sheet() -> None:
    """A curled sheet lies in its own soft shade: at one place no step parts it from the plain desk."""
    picture = np.full((800, 600), 110, np.uint8)
    picture[100:700, 100:500] = photograph(450)[100:700, 100:500]
    picture[380:480, 500:560] = np.linspace(240, 110, 60).astype(np.uint8)
    flat = without_desk(picture)
    assert flat[:, :90].min() > 200
    assert flat[:90].min() > 200
