"""`jixiao explain` of a scanned page."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from drawn_pdf import drawn_pdf

from pipeline.cli import main


@pytest.mark.slow
def test_the_stages_of_a_scanned_page_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Beside the pictures that every page has, a scan has those of its way to cells and lines, and all are printed."""
    picture = np.full((1000, 1400), 250, dtype=np.uint8)
    for y in (200, 400, 600):
        cv2.line(picture, (200, y), (1200, y), 20, 3)
    for x in (200, 700, 1200):
        cv2.line(picture, (x, 200), (x, 600), 20, 3)
    for x, y, text in ((250, 320, "TARGET"), (750, 320, "VALUE"), (250, 520, "LENGTH"), (750, 520, "1280")):
        cv2.putText(picture, text, (x, y), cv2.FONT_HERSHEY_DUPLEX, 2, 0, 3)
    entries = "/Type /XObject /Subtype /Image /Width 1400 /Height 1000 /ColorSpace /DeviceGray /BitsPerComponent 8"
    content = "q 504 0 0 360 0 0 cm /P Do Q\n"
    file = drawn_pdf(
        tmp_path / "scan.pdf", content, media=(0, 0, 504, 360), streams={"P": (entries, picture.tobytes())}
    )
    assert main(["explain", str(file), "--page", "1", "--out", str(tmp_path / "out")]) == 0
    printed = capsys.readouterr().out.splitlines()
    names = ["1-drawn", "2-seal-off-upright", "3-flat-rules-off", "4-ink", "5-cells-and-lines"]
    for name in names:
        path = tmp_path / "out" / "scan" / f"p001-scan-{name}.png"
        assert str(path) in printed
        shown = cv2.imread(str(path))
        assert shown.shape[1] > shown.shape[0] > 600
