"""What the small model is believed in, read by the larger ones as well."""

from __future__ import annotations

from pathlib import Path

import pytest
from scan_lines import crop_with

from benchmarks.believed import Believed, main, measure
from extractors.scan.reading.recognise import Glyph, Reading

SCAN = Path(__file__).parent.parent / "samples" / "variants" / "monitoring" / "monitoring-scan-office.pdf"
CROP = crop_with([(6, 8, 18, 32), (22, 8, 34, 32)])


def says(text: str, sure: float = 1.0) -> Reading:
    """A line of two characters."""
    return Reading(tuple(Glyph(one, sure, 12.0 + 16 * place) for place, one in enumerate(text)))


def test_a_line_that_larger_models_read_otherwise_is_named() -> None:
    """15 to the small model both times, and 16 to the others; a line that nobody believes at once is not counted."""
    found = Believed()
    found.judge(CROP, [lambda _: says("15"), lambda _: says("16"), lambda _: says("16")])
    found.judge(CROP, [lambda _: says("15", 0.5), lambda _: says("16"), lambda _: says("16")])
    assert (found.read, found.alone, found.otherwise) == (2, 1, ["‘15’, else ‘16’"])


def test_the_reading_itself_is_as_without_the_benchmark() -> None:
    """The larger models are asked beside it and change nothing."""
    _, line = Believed().judge(CROP, [lambda _: says("15"), lambda _: says("16"), lambda _: says("16")])
    assert (line.text, line.doubts) == ("15", ())


def test_a_file_that_is_not_there_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """With exit code 2."""
    assert main(["/nowhere/page.pdf"]) == 2
    assert capsys.readouterr().err == "no such file: /nowhere/page.pdf\n"


def test_a_scan_is_read_in_both_ways() -> None:
    """Some lines of every scan are believed as the small model reads them."""
    found = measure([SCAN])
    assert 0 < found.alone <= found.read
