from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.scan.cleaning.watermark import without_watermark
from extractors.scan.cleaning.watermark_page import NOISY, coarse_page, print_contrast
from extractors.scan.cleaning.watermark_repeats import lifted_by_repeats, repeats

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from extractors.scan.cleaning.watermark_page import CoarsePage

DPI, PAPER = 150.0, 240
RIGHT, DOWN = (210, -60), (70, 190)  # from one word of the watermark to the next ones


def _cleared(grey: NDArray[np.uint8], dpi: float = DPI) -> NDArray[np.uint8]:
    """The page after this stage."""
    page = coarse_page(grey, dpi)
    assert page is not None
    return without_watermark(grey, page)


def _table() -> NDArray[np.float32]:
    """Print and rules at 150 dpi, without noise."""
    import cv2
    import numpy as np

    page = np.full((1500, 1100), PAPER, np.uint8)
    random = np.random.default_rng(1)
    for top in range(130, 1450, 40):
        for left in range(100, 1000, 220):
            word = "".join(random.choice(list("ABEHKMRSW0123456789"), 8))
            cv2.putText(page, word, (left, top), cv2.FONT_HERSHEY_SIMPLEX, 0.75, 60, 2)
        cv2.line(page, (80, top + 12), (980, top + 12), 50, 2)
    return page.astype(np.float32)


def _words() -> NDArray[np.bool_]:
    """Letters about 10 mm high, tiled aslant over the page."""
    import cv2
    import numpy as np

    drawn = np.zeros((1500, 1100), np.uint8)
    for across in range(-12, 13):
        for along in range(-12, 13):
            x, y = (500 + across * RIGHT[way] + along * DOWN[way] for way in (0, 1))
            for begin, end in (((0, 0), (50, -30)), ((25, -45), (45, 20)), ((5, 25), (60, -8)), ((10, -30), (30, 35))):
                cv2.line(drawn, (x + begin[0], y + begin[1]), (x + end[0], y + end[1]), 255, 4)
    return drawn > 0


def _scanned(page: NDArray[np.float32]) -> NDArray[np.uint8]:
    """The page through a poor scanner: soft, noisy and with a pale band across."""
    import cv2
    import numpy as np

    page = page.copy()
    page[500:800] += (PAPER - page[500:800]) * 0.4
    soft = cv2.GaussianBlur(page, (0, 0), 1.0)
    grain = np.random.default_rng(3).normal(0, 9, page.shape)
    return np.clip(soft + grain, 0, 255).astype(np.uint8)


def _seen(grey: NDArray[np.uint8]) -> tuple[CoarsePage, float]:
    page = coarse_page(grey, DPI)
    assert page is not None
    return page, print_contrast(page)


def test_a_tiled_watermark_goes_from_a_poor_scan() -> None:
    """Noise and a pale band hide its tone; its letters become as light as paper, and the print keeps its darkness."""
    import numpy as np

    table, words = _table(), _words()
    before = _scanned(np.where(words, table * 0.9, table))
    after = _cleared(before)
    bare, print_ = words & (table > 235), table < 100
    paper = ~words & (table > 235)
    assert before[bare].mean() < before[paper].mean() - 10
    assert abs(float(after[bare].mean()) - float(after[paper].mean())) < 5
    assert after[print_].mean() < before[print_].mean() + 8


def test_print_as_pale_as_the_watermark_stays() -> None:
    """What is pale in one place and paper in its repeats is no watermark, though it be near one."""
    import cv2
    import numpy as np

    table, words = _table(), _words()
    table[850:] += (PAPER - table[850:]) * 0.8
    clean, before = _scanned(table), _scanned(np.where(words, table * 0.9, table))
    after = _cleared(before).astype(int)
    apart = cv2.dilate(words.astype(np.uint8), np.ones((9, 9), np.uint8)) == 0
    pale = (table < 215) & (np.arange(len(table)) > 860)[:, None] & apart
    assert before[pale].mean() < PAPER - 20
    assert np.abs(after[pale] - clean[pale]).mean() < 2


def test_words_are_found_where_they_were_drawn() -> None:
    """Every move lays the tiles over each other, within a dot or so."""
    import numpy as np

    paper = np.full((1500, 1100), PAPER, np.float32)
    page, _ = _seen(_scanned(np.where(_words(), paper * 0.9, paper)))
    moves = repeats(page, np.ones(page.soft.shape, bool))
    steps = np.linalg.solve(np.array([RIGHT, DOWN], float).T, np.array(moves).T).T
    assert len(moves) >= 3
    assert np.abs(steps - steps.round()).max() < 0.02


def test_faded_print_does_not_repeat() -> None:
    """A table of equal rows and columns whose print fades is like itself along them only, and stays."""
    import numpy as np

    table = _table()
    table += (PAPER - table) * np.linspace(0, 0.8, table.shape[0], dtype=np.float32)[:, None]
    grey = _scanned(table)
    page, contrast = _seen(grey)
    assert lifted_by_repeats(grey, page, contrast) is None
    assert _cleared(grey) is grey


def test_an_empty_page_repeats_nothing() -> None:
    """Paper and its grain alone are no watermark."""
    import numpy as np

    page, _ = _seen(_scanned(np.full((1500, 1100), PAPER, np.float32)))
    assert repeats(page, np.ones(page.soft.shape, bool)) == ()


def _exported() -> NDArray[np.float32]:
    """How much small letters cover, as a system prints them into what it exports, all over the page: thin strokes."""
    import cv2
    import numpy as np

    drawn = np.zeros((1500, 1100), np.uint8)
    for across in range(-12, 13):
        for along in range(-20, 21):
            x, y = 500 + 170 * across + 56 * along, 700 - 48 * across + 61 * along
            cv2.putText(drawn, "BUDGET", (x, y), cv2.FONT_HERSHEY_SIMPLEX, 1.1, 255, 1)
    return (drawn / 255).astype(np.float32)


def test_small_letters_all_over_an_even_page_go() -> None:
    """Their strokes have no flat insides that would tell their tone; what was left of them was read as text."""
    import cv2
    import numpy as np

    table, words = _table(), _exported()
    page = cv2.GaussianBlur(table * (1 - 0.25 * words), (0, 0), 0.6)
    before = np.clip(page + np.random.default_rng(5).normal(0, 1.5, page.shape), 0, 255).astype(np.uint8)
    after = _cleared(before, 200.0)
    bare, print_ = (words > 0.9) & (cv2.erode(table, np.ones((9, 9))) > 235), table < 100
    assert (before[bare] < 220).mean() > 0.9
    assert (after[bare] < 220).mean() < 0.1
    assert np.abs(after[print_].astype(int) - before[print_]).mean() < 12


def test_thin_letters_on_mottled_paper_go_by_the_tone_that_their_repeats_have() -> None:
    """An office scan: clear enough for no noise to hide its tone, but shaded cells and mottles have more of others."""
    import cv2
    import numpy as np

    page, words = _table(), _words()
    page[118:172, 80:980] *= 0.9  # a heading
    mottled = cv2.resize(np.random.default_rng(4).uniform(0.95, 1.0, (15, 11)).astype(np.float32), (1100, 1500))
    page *= mottled
    marked = np.where(words, page * 0.78, page)
    marked = cv2.GaussianBlur(marked, (0, 0), 0.7)
    grey = np.clip(marked + np.random.default_rng(5).normal(0, 0.5, page.shape), 0, 255).astype(np.uint8)
    coarse = coarse_page(grey, DPI)
    assert coarse is not None
    assert coarse.noise < NOISY
    cleared = _cleared(grey)
    bare = words & (page > 200) & (mottled > 0.97)
    assert np.percentile(grey[bare], 50) < 200
    assert np.percentile(cleared[bare], 50) > 222
    crossed = words & (page < 70)
    assert np.median(cleared[crossed]) < 110
