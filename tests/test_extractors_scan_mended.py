"""Rules of a table without walls that a copier broke."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.model import Box
from extractors.scan.ruling.mended import mended

EM = 10.0


def broken(*pieces: tuple[float, float, float]) -> list[Box]:
    """Rules y, from, to."""
    return [Box(x0, y, x1, y) for y, x0, x1 in pieces]


def whole(rules: Sequence[Box], marks: Sequence[Box] = ()) -> list[Box]:
    """The rules as they are told to have been."""
    return mended(rules, marks, EM)


WHOLE = [(100.0, 50.0, 400.0), (120.0, 150.0, 400.0), (140.0, 50.0, 400.0), (160.0, 150.0, 400.0)]


def test_rules_that_a_copier_broke_are_whole_again() -> None:
    """Gaps wider than a character at three places, and a rule that begins where no other does."""
    pieces = broken(
        (100.0, 50.0, 180.0), (100.0, 200.0, 400.0), (120.0, 150.0, 240.0), (120.0, 262.0, 400.0),
        (140.0, 50.0, 90.0), (140.0, 115.0, 400.0), (160.0, 171.0, 400.0), (180.0, 150.0, 400.0), (200.0, 50.0, 400.0),
    )  # fmt: skip
    assert whole(pieces) == broken(*WHOLE, (180.0, 150.0, 400.0), (200.0, 50.0, 400.0))


def test_the_gap_of_a_merged_cell_stays() -> None:
    """Its text stands across the rule, or between the rule and the next one, which has the same gap."""
    breaks = broken(*((y, x0, x1) for y in (300.0, 320.0, 340.0) for x0, x1 in ((50.0, y - 130), (y - 110, 400.0))))
    text = [Box(200.0, 115.0, 230.0, 125.0), Box(200.0, 166.0, 230.0, 176.0)]
    merged = broken((120.0, 50.0, 190.0), (120.0, 240.0, 400.0))
    wide = broken(*((y, x0, x1) for y in (160.0, 180.0) for x0, x1 in ((50.0, 190.0), (240.0, 400.0))))
    found = whole([*merged, *wide, *breaks], text)
    assert found == [*merged, *wide, *broken(*((y, 50.0, 400.0) for y in (300.0, 320.0, 340.0)))]


def test_a_few_gaps_are_no_sign_of_broken_rules() -> None:
    """The very rules."""
    pieces = broken((100.0, 50.0, 180.0), (100.0, 200.0, 400.0), *WHOLE[1:])
    assert whole(pieces) == pieces
