from __future__ import annotations

import numpy as np
import pytest

from extractors.scan.ruling.beside import barer_side, in_strokes
from extractors.scan.ruling.runs import cut_apart, parted, without_clouds, without_print

GLYPH = 18.0
BARE = np.full((8, 900), 4, np.uint8)  # the paper beside a run


@pytest.mark.parametrize("fall", [0.0, 0.004, -0.004])
@pytest.mark.parametrize(("first", "last"), [(0, 300), (300, 620), (700, 900)])
def test_print_that_hangs_on_a_whole_stretch_of_a_rule_is_taken_off(fall: float, first: int, last: int) -> None:
    """Text set a pixel from the rule touches it for longer than the sides are looked for in."""
    rows = np.arange(40)[:, None]
    middle = 20 + fall * np.arange(900)[None, :]
    rule = (rows >= np.round(middle) - 2) & (rows < np.round(middle) + 3)
    columns = np.arange(900)[None, :]
    strokes = (columns >= first) & (columns < last) & (columns % 5 < 4)
    printed = rule | (strokes & (rows >= 4) & (rows < middle))
    alone = without_print(printed, GLYPH)
    assert alone[rule].mean() > 0.9  # a row of pixels at most where a falling rule steps
    assert (alone & ~rule).sum() < 0.1 * (printed & ~rule).sum()


def test_a_run_that_waves_is_left_as_it_is() -> None:
    """No straight piece of it has two sides: there is nothing to tell print by, and no failure."""
    wave = np.zeros((40, 600), bool)
    for x in range(600):
        top = int(20 + 15 * np.sin(x / 12))
        wave[top : top + 2, x] = True
    assert (without_print(wave, GLYPH) == wave).all()


def test_a_line_of_small_print_is_no_bar() -> None:
    """A thick run that is dark in strokes and lighter between is print; one that is dark throughout is a bar."""
    part = np.ones((10, 240), bool)
    print_ = np.full((60, 400), 5, np.uint8)
    print_[20:30, 50:290] = np.where(np.arange(240) % 8 < 3, 100, 50)
    bar = np.full((60, 400), 5, np.uint8)
    bar[20:30, 50:290] = 100
    bar[(20, 29), 50:290] = 55
    assert in_strokes(print_, 50, 20, part, glyph=GLYPH)
    assert not in_strokes(bar, 50, 20, part, glyph=GLYPH)


def test_a_thin_run_is_never_taken_for_a_line_of_print() -> None:
    """A dotted rule is dark and light in turn, too."""
    darkness = np.where(np.arange(400) % 8 < 3, 100, 50).astype(np.uint8)[None, :].repeat(60, axis=0)
    assert not in_strokes(darkness, 50, 20, np.ones((4, 240), bool), glyph=GLYPH)


@pytest.mark.parametrize("gap", [0, 12])
def test_two_rules_joined_by_a_line_of_print_are_two(gap: int) -> None:
    """Text centred in a merged cell may stand on the level of the rules beside it: they do not run on through it."""
    darkness = np.full((30, 900), 4, np.uint8)
    darkness[14:17, :] = 210
    darkness[14:17, 400:520] = 4
    darkness[:, 400:520] += (np.arange(120) % 10 < 6).astype(np.uint8) * 150  # strokes, and paper between them
    darkness[14:17, 100 : 100 + gap] = 4  # a gap that was closed
    run = np.zeros((30, 900), bool)
    run[14:17, :] = True
    run[2:28, 400:520] = True
    alone = np.zeros_like(run)
    alone[14:17, :] = True
    assert parted(run, alone, darkness, GLYPH, above=BARE, below=BARE) == [(0, 400), (520, 900)]


def test_a_rule_with_print_on_it_is_one() -> None:
    """Below the print it is as dark as beside it; where it is broken everywhere, also there."""
    columns = np.arange(900)
    for broken in (np.zeros(900, bool), columns % 40 < 8):
        darkness = np.full((30, 900), 4, np.uint8)
        darkness[:14, 400:520] = 150
        darkness[14:17, ~broken] = 210
        run = np.zeros((30, 900), bool)
        run[14:17, :] = True
        run[2:17, 400:520] = True
        alone = np.zeros_like(run)
        alone[14:17, :] = True
        assert parted(run, alone, darkness, GLYPH, above=BARE, below=BARE) == [(0, 900)]


def test_a_line_of_print_on_the_level_of_two_rules_parts_them_where_no_stroke_thickens_the_run() -> None:
    """Print stands above and below the level, the paper between its strokes shows; a rule between two texts stays."""
    columns = np.arange(900)
    run = np.zeros((6, 900), bool)
    run[2:5, :] = True
    print_ = BARE.copy()
    print_[:, (columns >= 400) & (columns < 520) & (columns % 9 < 4)] = 210
    darkness = np.full((6, 900), 4, np.uint8)
    darkness[2:5, :] = 210
    assert parted(run, run, darkness, GLYPH, above=print_, below=print_) == [(0, 900)]
    darkness[2:5, (columns >= 395) & (columns < 525) & (columns % 9 >= 4)] = 4
    assert parted(run, run, darkness, GLYPH, above=BARE, below=print_) == [(0, 900)]
    (before, behind) = parted(run, run, darkness, GLYPH, above=print_, below=print_)
    assert abs(before[1] - 400) < GLYPH / 2 and abs(behind[0] - 520) < GLYPH / 2


def test_a_character_that_lengthens_a_rule_is_cut_off_it() -> None:
    """A row little higher than its print: the upright stroke of 采 nearly meets the wall that ends at the row above."""
    run = np.zeros((6, 334), bool)
    run[2:5, :] = True
    darkness = np.full((6, 334), 4, np.uint8)
    darkness[2:5, :310] = 210  # the rule; then white, 9 pixels, and strokes of a character of 18
    darkness[2:5, 319:325] = 180
    darkness[2:5, 330:332] = 150
    print_ = np.full((8, 334), 4, np.uint8)
    print_[:, 318:334:2] = 210
    assert parted(run, run, darkness, GLYPH, above=print_, below=print_)[0] == (0, 310)
    darkness[2:5, 310:] = 210  # a rule goes on between strokes that touch it
    assert parted(run, run, darkness, GLYPH, above=print_, below=print_) == [(0, 334)]


@pytest.mark.parametrize(("is_rule", "parts"), [(True, 1), (False, 2)])
def test_a_rule_is_whole_where_strokes_as_high_as_the_window_hang_on_it(is_rule: bool, parts: int) -> None:
    """Against what is above and below, such a stroke is dark nowhere; the picture shows whether the rule goes on."""
    grey = np.full((80, 900), 250, np.uint8)
    grey[40:43] = 20
    strokes = np.flatnonzero(np.arange(120) % 6 < 3) + 400
    if not is_rule:
        grey[40:43, 400:520] = 250
    grey[30:70, strokes] = 20
    darkness = np.where(grey < 100, 210, 4).astype(np.uint8)
    darkness[:, strokes] = 4
    run = np.zeros((30, 900), bool)
    run[10:13] = True
    run[0:30, strokes] = True
    alone = np.zeros_like(run)
    alone[10:13] = True
    assert len(cut_apart(run, alone, GLYPH, corner=(0, 30), darkness=darkness, grey=grey)) == parts


@pytest.mark.parametrize(("top", "share"), [(40, 0.0), (0, 1.0)])
def test_beyond_the_picture_no_side_of_a_run_is_bare(top: int, share: float) -> None:
    """A bar with print below it has bare paper above; dirt along the border of a picture has nothing that is known."""
    dark = np.zeros((80, 900), np.uint8)
    dark[top : top + 4] = 1
    dark[top + 6 : top + 20, ::2] = 1
    assert barer_side(dark, np.ones((4, 900), bool), (0, top), GLYPH) == share


def test_the_crossing_of_another_rule_parts_no_rule() -> None:
    """In the darkness against what is above and below it a crossing is as pale as paper."""
    run = np.zeros((6, 900), bool)
    run[2:5, :] = True
    darkness = np.full((6, 900), 4, np.uint8)
    darkness[2:5, :] = 210
    beside = BARE.copy()
    for crossing in (200, 500, 894):
        darkness[:, crossing : crossing + 6] = 0
        beside[:, crossing : crossing + 6] = 210
    assert parted(run, run, darkness, GLYPH, above=beside, below=beside) == [(0, 900)]


def test_a_rule_that_meets_black_grain_is_left_without_it() -> None:
    """Of a run that is a cloud for the most part nothing is taken."""
    rule = np.zeros((120, 900), bool)
    rule[60:63] = True
    grain = np.random.default_rng(1).random((120, 90)) < 0.6
    met = rule.copy()
    met[:, :90] |= grain
    left = without_clouds(met, 25.0)
    assert not left[:, :90].any()
    assert (left[:, 90:] == rule[:, 90:]).all()
    assert (without_clouds(met[:, :150], 25.0) == met[:, :150]).all()
    assert without_clouds(rule, 25.0) is rule
