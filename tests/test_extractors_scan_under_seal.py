"""Values that a coloured seal crosses: compared with what they read as with the seal on them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import cv2
import numpy as np
import pytest

from extractors.model import ReadingCode
from extractors.scan.accounting.under_seal import Seals
from extractors.scan.reading.lines import Strip
from extractors.scan.reading.recognise import Glyph, Reading
from extractors.scan.reading.second_reading import LineReading

STRIP = Strip(40, 20, 110, 50)


def reading(text: str) -> Reading:
    """Characters side by side, read surely."""
    return Reading(tuple(Glyph(sign, 0.999, 12.0 + 20 * place) for place, sign in enumerate(text)))


def seals(crossed: bool) -> Seals:
    """Of a page with a number, and the stroke of a seal through its last figure or beside it."""
    paper = np.full((80, 160), 245, np.uint8)
    cv2.putText(paper, "85", (42, 48), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 30, 3)
    mask = np.zeros(paper.shape, np.uint8)
    cv2.line(mask, (80, 10) if crossed else (130, 10), (100, 60) if crossed else (150, 60), 1, 8)
    stamped = np.where(mask > 0, np.minimum(paper, 190), paper).astype(np.uint8)
    ink = np.where(paper < 120, 255, 0).astype(np.uint8)
    page: Any = SimpleNamespace(seal=mask > 0, greys=None, glyph=28.0, paper=paper, ink=ink, stamped=stamped)
    return Seals(page)


@pytest.mark.parametrize(
    ("text", "crossed", "again", "doubted"),
    [
        ("83", True, ("86", "83", "83"), True),
        ("85", True, ("85", "85", "85"), False),
        ("83", False, ("86", "86", "86"), False),
        ("公示", True, ("公不", "公不", "公不"), False),
    ],
)
def test_a_value_that_one_reader_reads_otherwise_with_the_seal_on_it_is_doubted(
    text: str, crossed: bool, again: tuple[str, ...], doubted: bool
) -> None:
    """The upright of a 5 went with the stroke beside it, and the 3 that was left is read surely; words are let be."""
    readers: list[Any] = [lambda crop, says=says: reading(says) for says in again]
    read = seals(crossed).confirmed(STRIP, (), (30, 10, 150, 60), LineReading(reading(text), 0.999), readers)
    assert [doubt.code for doubt in read.doubts] == [ReadingCode.UNDER_SEAL] * doubted
