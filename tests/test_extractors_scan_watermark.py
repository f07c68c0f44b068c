from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from extractors.scan.cleaning.cleanup import clean
from extractors.scan.cleaning.watermark import without_watermark
from extractors.scan.cleaning.watermark_letters import lifted_by_letters, parts_of
from extractors.scan.cleaning.watermark_page import coarse_page, print_contrast, runs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PAPER, PRINT = 248, 40
DPI = 200.0


def _cleared(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The page after this stage."""
    page = coarse_page(grey, DPI)
    assert page is not None
    return without_watermark(grey, page)


def _page(seed: int = 0, paper: int = PAPER) -> NDArray[np.uint8]:
    """A blurred, noisy page of strokes as thin as print at 200 dpi, and rules."""
    import cv2
    import numpy as np

    random = np.random.default_rng(seed)
    page = np.full((1200, 900), paper, np.uint8)
    for top in range(100, 1150, 45):
        for left in range(80, 820, 30):
            for _ in range(5):
                begin, end = (np.add(random.integers(0, 24, 2), (left, top)) for _ in range(2))
                cv2.line(page, begin.tolist(), end.tolist(), PRINT, 2)
    for edge in range(60, 900, 195):
        cv2.line(page, (edge, 80), (edge, 1150), PRINT, 3)
    blurred = cv2.GaussianBlur(page, (3, 3), 0.8).astype(np.float32)
    return np.clip(blurred + random.normal(0, 3, page.shape), 0, 255).astype(np.uint8)


def _letters(shape: tuple[int, ...], thickness: int = 8) -> NDArray[np.bool_]:
    """Large slanting letters all over the page."""
    import cv2
    import numpy as np

    drawn = np.zeros(shape, np.uint8)
    for left in range(120, 900, 260):
        for top in range(200, 1200, 300):
            for turn in (0.3, 1.2, 2.2):
                reach = (round(left + 45 * math.cos(turn)), round(top + 45 * math.sin(turn)))
                cv2.line(drawn, (left, top), reach, 255, thickness)
            cv2.circle(drawn, (left, top), 45, 255, thickness)
    return drawn > 0


@pytest.mark.parametrize("left_of_light", [0.7, 0.78, 0.86])
def test_a_watermark_goes_and_the_print_over_it_stays(left_of_light: float) -> None:
    """Bare letters become paper; print that crosses them keeps nearly all of its contrast."""
    import numpy as np

    page = _page()
    letters = _letters(page.shape)
    marked = page.copy()
    marked[letters] = (page[letters] * left_of_light).astype(np.uint8)
    cleared = _cleared(marked)
    bare, crossed = letters & (page > 230), letters & (page < 60)
    assert np.percentile(cleared[bare], 5) > PAPER - 18
    assert crossed.sum() > 500
    assert np.median(cleared[crossed]) < 80
    assert np.abs(cleared[~letters].astype(int) - marked[~letters]).mean() < 2


def test_letters_over_half_a_page_go_and_a_shaded_cell_of_their_tone_stays() -> None:
    """Their strokes are as solid as a cell is, but aslant, and the letter does not fill its box."""
    import cv2
    import numpy as np

    page = _page()
    drawn = np.zeros(page.shape, np.uint8)
    for first, second in (((120, 700), (700, 160)), ((260, 260), (640, 720)), ((80, 420), (520, 900))):
        cv2.line(drawn, first, second, 255, 62)
    for first, second in (((140, 500), (640, 620)), ((330, 250), (760, 330)), ((200, 760), (560, 400))):
        cv2.line(drawn, first, second, 255, 22)
    letters = drawn > 0
    letters[1000:1080, 300:700] = True  # a shaded cell
    marked = page.copy()
    marked[letters] = (page[letters] * 0.85).astype(np.uint8)
    cleared = _cleared(marked)
    bare = letters & (page > 230)
    bare[1000:1080] = False
    assert np.percentile(cleared[bare], 5) > PAPER - 18
    assert np.median(cleared[1000:1080, 300:700]) < 0.88 * PAPER


def test_a_dark_watermark_goes_from_a_page_of_little_print() -> None:
    """Where the letters are dark enough to pass for print and outnumber it, they become paper all the same."""
    import numpy as np

    page = _page()
    page[190:] = PAPER
    letters = _letters(page.shape, thickness=14)
    marked = page.copy()
    marked[letters] = (page[letters] * 0.72).astype(np.uint8)
    cleared = _cleared(marked)
    bare = letters & (page > 0.95 * PAPER)
    assert np.percentile(cleared[bare], 5) > 0.93 * PAPER


@pytest.mark.parametrize("paper", [PAPER, 215])
def test_a_page_without_a_watermark_is_left_as_it_is(paper: int) -> None:
    """The blurred edges of print are pale too, and are no watermark."""
    page = _page(paper=paper)
    assert _cleared(page) is page


def test_a_shaded_cell_is_no_watermark() -> None:
    """A heading on a grey ground is read as it is."""
    import numpy as np

    page = _page()
    page[80:150] = (page[80:150] * 0.8).astype(np.uint8)
    assert _cleared(page) is page


def test_pale_print_is_never_taken_for_a_watermark() -> None:
    """On a faded page everything is pale: what is as pale as the print stays."""
    import cv2
    import numpy as np

    page = np.full((1200, 900), PAPER, np.uint8)
    for top in range(100, 1150, 60):
        cv2.putText(page, "ABCDEF 123456", (80, top), cv2.FONT_HERSHEY_SIMPLEX, 1.4, 170, 5)
    assert _cleared(page) is page


def test_print_that_fades_towards_the_foot_of_the_page_stays() -> None:
    """Half of it is far paler than the rest and as thick as a watermark, but of every tone."""
    import cv2
    import numpy as np

    page = np.full((1200, 900), PAPER, np.uint8)
    for row, top in enumerate(range(100, 1150, 50)):
        cv2.putText(page, "BMRWEK 88450 ESBBMMW", (80, top), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 60 + 6 * row, 3)
    noise = np.random.default_rng(2).normal(0, 4, page.shape)
    faded = np.clip(cv2.GaussianBlur(page.astype(np.float32), (0, 0), 1.2) + noise, 0, 255).astype(np.uint8)
    assert _cleared(faded) is faded


def test_small_letters_of_separate_strokes_go() -> None:
    """The parts of small letters that do not touch each other are a watermark by their one tone."""
    import cv2
    import numpy as np

    page = _page()
    drawn = np.zeros(page.shape, np.uint8)
    for left in range(100, 850, 150):
        for top in range(150, 1150, 150):
            for shift in (0, 14, 28):
                cv2.line(drawn, (left + shift, top + shift), (left + 28 + shift, top - 28 + shift), 255, 6)
    letters = drawn > 0
    marked = np.where(letters, page * 0.78, page).astype(np.uint8)
    cleared = _cleared(marked)
    bare = letters & (page > 230)
    assert np.percentile(cleared[bare], 5) > PAPER - 25


def test_a_watermark_of_two_tones_goes() -> None:
    """Where no tone stands out, as below the shadow of a fold, letters are told by the thickness of their strokes."""
    import numpy as np

    page = _page()
    letters = _letters(page.shape, thickness=12)
    tone = np.where(np.arange(page.shape[1]) < 450, 0.78, 0.87)[None, :]
    marked = np.where(letters, page * tone, page).astype(np.uint8)
    cleared = _cleared(marked)
    bare = letters & (page > 230)
    assert np.percentile(marked[bare], 90) < 0.9 * PAPER
    assert np.percentile(cleared[bare], 10) > 0.85 * PAPER
    assert np.median(cleared[bare]) > PAPER - 12


def test_no_print_is_lost_beside_a_watermark() -> None:
    """Thin grey print and rules, hardly darker than the letters, are as dark afterwards, and rules have no gaps."""
    import cv2
    import numpy as np

    page = np.where(_page() < 200, 130, PAPER).astype(np.uint8)
    page = cv2.GaussianBlur(page, (3, 3), 0.6)
    for top in range(90, 1150, 90):
        cv2.line(page, (60, top), (840, top + 8), 120, 3)
    letters = _letters(page.shape, thickness=14)
    marked = np.where(letters, page * 0.78, page).astype(np.uint8)
    cleared = _cleared(marked)
    print_ = page < 150
    away = print_ & (cv2.dilate(letters.astype(np.uint8), np.ones((25, 25), np.uint8)) == 0)
    assert (cleared[away] == marked[away]).mean() > 0.99
    assert np.percentile(cleared[print_], 99) < 190
    assert np.percentile(cleared[letters & (page > 240)], 10) > PAPER - 25


@pytest.mark.parametrize("fall", [0, 20, 60])
def test_pale_rules_are_no_watermark(fall: int) -> None:
    """Thick grey rules are as even as the strokes of a watermark, on a page that is askew too."""
    import cv2

    page = _page()
    for top in range(40, 1100, 90):
        cv2.line(page, (40, top), (860, top + fall), 180, 6)
    assert _cleared(page) is page


def test_a_dark_page_is_left_as_it_is() -> None:
    """A page without any light to compare with has no watermark, and is no error."""
    import numpy as np

    for light in (0, 90):
        page = np.full((600, 400), light, np.uint8)
        known = coarse_page(page, DPI)
        assert known is None or without_watermark(page, known) is page
        assert (clean(np.dstack([page] * 3), DPI).grey == page).all()


@pytest.mark.parametrize("shape", [(60, 90), (90, 60), (7, 200), (5, 5)])
@pytest.mark.parametrize("least", [3, 8, 41])
def test_runs_are_what_a_straight_line_fits_into(shape: tuple[int, int], least: int) -> None:
    """Among other ink and at the edges of the picture, too, where half a line is enough."""
    import cv2
    import numpy as np

    random = np.random.default_rng(3)
    ink = (random.random(shape) < 0.7).astype(np.uint8)
    ink[shape[0] // 3, : shape[1] // 2 + 3] = ink[: shape[0] // 2 + 3, shape[1] // 3] = 1
    ink[-1], ink[:, 0] = 1, 1
    level, upright = (
        cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(line, np.uint8)) for line in ((1, least), (least, 1))
    )
    assert (runs(ink, least) == ((level | upright) > 0)).all()


def test_grey_rules_beside_letters_of_their_tone_stay() -> None:
    """What a seal leaves is as pale as the thin grey rules of a form, and they were taken off with it in pieces."""
    import cv2
    import numpy as np

    page = _page()
    rules = np.zeros(page.shape, np.uint8)
    for top in range(90, 1150, 90):
        cv2.line(rules, (70, top), (830, top), 255, 4)
    letters = _letters(page.shape) & (np.arange(page.shape[0])[:, None] > 850)
    grey = page.copy()
    for drawn in (letters, rules > 0):
        grey[drawn] = np.minimum(grey[drawn], 150)
    coarse = coarse_page(grey, DPI)
    assert coarse is not None
    parts = parts_of(coarse, print_contrast(coarse))
    assert parts is not None
    cleared = lifted_by_letters(grey, coarse, parts)
    assert cleared is not None
    bare = (rules > 0) & (page > 200) & (np.arange(page.shape[0])[:, None] < 800)
    assert (cleared[bare] < 180).mean() > 0.98
