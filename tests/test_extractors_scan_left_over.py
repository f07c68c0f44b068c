"""Ink of a cell that no line accounts for."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from extractors.model import Box, Cell, Line, ReadingCode
from extractors.scan.accounting import left_over
from extractors.scan.reading.doubt import Doubt
from extractors.scan.reading.lines import Strip
from extractors.scan.reading.recognise import Glyph, Reading
from extractors.scan.reading.second_reading import LineReading

LINE, STROKE = Strip(40, 10, 100, 30), Strip(18, 19, 36, 22)
DOUBT = Doubt(ReadingCode.READINGS_DIFFER, "a star was read and was not", "一级指标*")


@pytest.mark.parametrize(
    ("known", "seen", "doubts", "after"),
    [
        ("级指标", "一级指标", (), ("一级指标", 0)),
        ("级指标", "一级指标", (DOUBT,), ("一级指标", 1)),  # of the rest of the heading
        ("指标", "一指标", (), ("指标", 1)),  # dirt is a flat stroke as often
    ],
)
def test_a_stroke_left_over_before_a_level_is_its_numeral(
    monkeypatch: pytest.MonkeyPatch, known: str, seen: str, doubts: tuple[Doubt, ...], after: tuple[str, int]
) -> None:
    """A fax leaves dots of the 一 of 一级指标, which are no line of their own."""

    def place(strip: Strip, _: Any) -> Box:
        return Box(strip.x0, strip.top, strip.x1, strip.bottom)

    read = LineReading(Reading(tuple(Glyph(one, 0.99, 10.0 * at) for at, one in enumerate(seen))), 0.99, doubts)
    monkeypatch.setattr(left_over, "_second_view", lambda *_: read)
    monkeypatch.setattr(left_over, "_on_page", place)
    geometry: Any = SimpleNamespace(glyph=20.0)
    cell = Cell(0, 0, 1, 1, Box(0, 0, 120, 40), (Line(known, place(LINE, None), 0.99),))
    cell = left_over._with_ink(cell, [STROKE], [LINE], geometry, 1)
    assert (cell.text, len(cell.findings)) == after
