"""Values under a seal: read where print shows through, doubted where it does not."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from extractors.model import ReadingCode, TableGrid
from extractors.scan.reading.recognise import READERS
from extractors.scan.scanned import read_picture
from samples.make import fonts

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(fonts.missing_packages()), reason="needs the Debian fonts of samples/README.md"),
]
DPI = 200
TEXTS = (("名称", "数量", "受益人数"), ("培训班", "≥12期", "15万人"), ("补助标准", "＞800元", "95%以上"))
WIDE, HIGH, LEFT, TOP = 300, 90, 150, 300


def table() -> NDArray[np.uint8]:
    """A table of three columns and three rows on a page, RGB."""
    page = Image.new("RGB", (1200, 900), (252, 252, 250))
    face = fonts.FACES["gbsn"]
    font = ImageFont.truetype(face.path, 30, index=face.index)
    pen = ImageDraw.Draw(page)
    for row in range(4):
        pen.line([(LEFT, TOP + row * HIGH), (LEFT + 3 * WIDE, TOP + row * HIGH)], fill=(20, 20, 20), width=2)
        pen.line([(LEFT + row * WIDE, TOP), (LEFT + row * WIDE, TOP + 3 * HIGH)], fill=(20, 20, 20), width=2)
    for row, texts in enumerate(TEXTS):
        for col, text in enumerate(texts):
            middle = (LEFT + (col + 0.5) * WIDE, TOP + (row + 0.5) * HIGH)
            pen.text(middle, text, fill=(20, 20, 20), font=font, anchor="mm")
    return np.asarray(page)


def stamped(page: NDArray[np.uint8], *, opaque: bool) -> NDArray[np.uint8]:
    """A ring of 24 mm whose left arc runs through the first character of 15万人."""
    ring = np.zeros(page.shape[:2], dtype=np.uint8)
    cv2.circle(ring, (LEFT + round(2.5 * WIDE) - 46 + 95, TOP + round(1.5 * HIGH)), 95, 255, 24)
    share = (cv2.GaussianBlur(ring, (0, 0), 0.8) / 255.0)[:, :, None] * (1.0 if opaque else 0.85)
    red = np.array([210.0, 40.0, 45.0])
    below = page.astype(np.float64)
    inked = below * (1 - share) + red * share if opaque else below * (1 - share + share * red / 255)
    return np.clip(inked, 0, 255).astype(np.uint8)


def grid_of(page: NDArray[np.uint8]) -> TableGrid:
    """The one table on the page."""
    reading = read_picture(page, DPI, number=1, width=1200 * 72 / DPI, height=900 * 72 / DPI)
    assert len(reading.grids) == 1
    return reading.grids[0]


def test_a_value_under_a_transparent_seal_is_read() -> None:
    """Print that shows through the ring is read in full, and no other cell is changed by the seal."""
    grid = grid_of(stamped(table(), opaque=False))
    for row, texts in enumerate(TEXTS):
        for col, text in enumerate(texts):
            assert grid.at(row, col).text.replace("＞", ">") == text.replace("＞", ">")


def test_a_digit_hidden_by_a_seal_leaves_a_mark() -> None:
    """Whatever is read of 15万人 when its 1 lies below opaque ink, the cell says that a seal lies over it."""
    cell = grid_of(stamped(table(), opaque=True)).at(1, 2)
    assert ReadingCode.UNDER_SEAL in {finding.code for finding in cell.findings}


def test_a_line_reads_the_same_whatever_was_read_before() -> None:
    """No reader keeps anything from one line to the next: text and probabilities are the same in any order."""
    page = cv2.cvtColor(table(), cv2.COLOR_RGB2GRAY)
    rows = [
        page[TOP + 20 + r * HIGH : TOP + 70 + r * HIGH, LEFT + 60 : LEFT + 40 + c * WIDE]
        for r in range(3)
        for c in (1, 3)
    ]
    for read in READERS:
        once = [read(row) for row in rows]
        again = [read(row) for row in reversed(rows)]
        assert once == again[::-1]
