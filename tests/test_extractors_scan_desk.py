"""The desk round a photographed sheet is taken away, and nothing of a sheet is."""

from __future__ import annotations

import numpy as np

from extractors.scan.desk import without_desk


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


def test_a_scan_without_a_desk_is_left_as_it_is() -> None:
    """A page that fills the picture has nothing round it."""
    picture = np.full((800, 600), 245, np.uint8)
    picture[200:205, 50:550] = 30
    assert without_desk(picture) is picture
