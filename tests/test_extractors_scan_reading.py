"""When a reading is believed: witnesses other than the recogniser's own probability."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from extractors.model import ReadingCode
from extractors.scan.recognise import Glyph, Reading
from extractors.scan.second_reading import (
    LETTER_AMONG_DIGITS,
    canonical,
    doubts_about,
    holds_value,
    lost_point,
    uncovered_ink,
    uneven_digits,
    with_bars,
    without_specks,
)

EM = 30
HEIGHT = round(EM * 1.32)


def crop_with(marks: list[tuple[int, int, int, int]], width: int = 240) -> NDArray[np.uint8]:
    """A line's picture with black rectangles (x0, top, x1, bottom)."""
    picture = np.full((HEIGHT, width), 245, dtype=np.uint8)
    for x0, top, x1, bottom in marks:
        picture[top:bottom, x0:x1] = 20
    return picture


def reading(*glyphs: tuple[str, float]) -> Reading:
    """Characters with their centres, all sure."""
    return Reading(tuple(Glyph(text, 1.0, centre) for text, centre in glyphs))


def test_a_lost_operator_shows_as_ink_without_a_character() -> None:
    """Ink in front of `90%` that no character covers is found; none is found when ≥ was read."""
    picture = crop_with([(10, 8, 34, 32), (45, 8, 58, 32), (62, 8, 75, 32), (80, 8, 108, 32)])
    lost = reading(("9", 51), ("0", 68), ("%", 94))
    assert uncovered_ink(lost, picture) == 1
    assert uncovered_ink(reading(("≥", 22), ("9", 51), ("0", 68), ("%", 94)), picture) == 0


def test_a_swallowed_digit_leaves_a_hole_in_the_pace() -> None:
    """57763 read as 5763 is doubted; evenly paced digits are not."""
    assert uneven_digits(reading(("5", 10), ("7", 25), ("6", 55), ("3", 70)), EM) == "5763"
    assert uneven_digits(reading(("5", 10), ("7", 25), ("7", 40), ("6", 55), ("3", 70)), EM) is None


def test_wide_digits_are_not_doubted() -> None:
    """Full-width spacing is a style, not a hole."""
    assert uneven_digits(reading(("1", 15), ("2", 45), ("0", 75)), EM) is None


def test_a_speck_before_a_number_is_no_point_and_is_doubted() -> None:
    """`.15万人` becomes `15万人` with a doubt: silently it would change the number."""
    picture = crop_with([(6, 26, 10, 30), (16, 8, 28, 32), (32, 8, 44, 32), (50, 6, 78, 34), (82, 6, 110, 34)])
    cleaned, doubts = without_specks(reading((".", 8), ("1", 22), ("5", 38), ("万", 64), ("人", 96)), picture)
    assert cleaned.text == "15万人"
    assert [doubt.code for doubt in doubts] == [ReadingCode.CONFUSABLE]


def test_a_speck_behind_a_word_goes_without_a_doubt() -> None:
    """`数量指标.` is `数量指标`: no meaning hangs on it."""
    picture = crop_with([(6, 6, 34, 34), (38, 6, 66, 34), (80, 15, 84, 19)])
    cleaned, doubts = without_specks(reading(("数", 20), ("量", 52), (".", 82)), picture)
    assert (cleaned.text, doubts) == ("数量", ())


def test_a_decimal_point_stays() -> None:
    """A point between two digits is one."""
    picture = crop_with([(6, 8, 18, 32), (22, 28, 26, 32), (30, 8, 42, 32)])
    number = reading(("1", 12), (".", 24), ("5", 36))
    assert without_specks(number, picture) == (number, ())


def test_two_dresses_of_a_sign_are_not_a_disagreement() -> None:
    """≧ and ≥, full and half width, dashes of all lengths agree; other digits do not."""
    assert canonical("≧30场 ") == canonical("≥30场")
    assert canonical("（１）") == canonical("(1)")
    assert canonical("15") != canonical("16")


def test_only_lines_that_carry_a_number_or_an_operator_are_read_twice() -> None:
    """A name costs one reading."""
    assert holds_value("≥人")
    assert holds_value("15万人")
    assert not holds_value("数量指标")


def test_an_item_keeps_the_point_behind_its_number() -> None:
    """`1.完成` is an enumeration, however small the printed point is."""
    picture = crop_with([(6, 8, 18, 32), (22, 28, 25, 31), (34, 6, 62, 34)])
    item = reading(("1", 12), (".", 24), ("完", 48))
    assert without_specks(item, picture) == (item, ())


def test_a_sign_alone_gets_the_bar_that_was_half_seen() -> None:
    """Where the recogniser wavers between > and ≥ the sign is ≥; where it does not, > stays."""
    assert with_bars(Reading((Glyph(">", 0.50, 15, arrow=0.92),)))[0].text == "≥"
    assert with_bars(Reading((Glyph(">", 0.999, 15, arrow=1.0),))) == (Reading((Glyph(">", 0.999, 15, arrow=1.0),)), ())
    assert with_bars(Reading((Glyph("<", 0.40, 15, arrow=0.80),)))[0].text == "≤"


def test_a_letter_among_figures_is_doubted() -> None:
    """A lone o and the O of 9O% may be noughts; the letters of a code are letters."""
    assert LETTER_AMONG_DIGITS.search("o")
    assert LETTER_AMONG_DIGITS.search("≥9O%")
    assert not LETTER_AMONG_DIGITS.search("ISO9001")
    assert not LETTER_AMONG_DIGITS.search("≥90%")


def test_a_bare_sign_in_small_print_is_doubted() -> None:
    """At 150 dpi the bar of ≥ leaves no trace, so > cannot be believed there; in larger print it can."""
    glyphs = reading((">", 12), ("9", 34), ("2", 48), ("%", 68))
    marks = [(4, 3, 20, 18), (30, 3, 38, 18), (44, 3, 52, 18), (60, 3, 76, 18)]
    small = np.full((24, 90), 245, dtype=np.uint8)
    for x0, top, x1, bottom in marks:
        small[top:bottom, x0:x1] = 20

    class Same:
        """Reads the same again."""

        def read(self, crop: NDArray[np.uint8]) -> Reading:
            """Whatever is shown."""
            return glyphs

    large = np.kron(small, np.ones((2, 2), dtype=np.uint8))
    doubled = Reading(tuple(Glyph(g.text, g.confidence, g.centre * 2) for g in glyphs.glyphs))
    assert ReadingCode.CONFUSABLE in {d.code for d in doubts_about(glyphs, small, Same())}  # type: ignore[arg-type]
    assert ReadingCode.CONFUSABLE not in {d.code for d in doubts_about(doubled, large, Same())}  # type: ignore[arg-type]


def test_a_point_that_was_not_read_is_found_between_its_figures() -> None:
    """`7.7` read as `77` leaves a mark low between the figures; `77` has none."""
    figures = [(6, 8, 18, 32), (30, 8, 42, 32)]
    number = reading(("7", 12), ("7", 36))
    assert lost_point(number, crop_with([*figures, (22, 28, 26, 32)])) == "77"
    assert lost_point(number, crop_with(figures)) is None


def test_the_dot_of_a_compound_unit_stays() -> None:
    """元/人·天 keeps its small dot."""
    picture = crop_with([(6, 6, 30, 34), (34, 6, 44, 34), (48, 6, 72, 34), (80, 18, 83, 21), (90, 6, 114, 34)])
    unit = reading(("元", 18), ("/", 39), ("人", 60), ("·", 81), ("天", 102))
    assert without_specks(unit, picture) == (unit, ())
