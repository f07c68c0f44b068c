"""What the small model reads for characters it does not know."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.unknown import LEAST, gb2312, main, read_for_unknown
from extractors.scan.reading.recognise import known
from extractors.scan.reading.unknown import READ_FOR_UNKNOWN
from samples.make import fonts


def test_the_characters_of_the_standard_are_all_there() -> None:
    """6763 Chinese characters (GB 2312-80), from 啊 to 齄."""
    characters = list(gb2312())
    assert (len(characters), characters[0], characters[-1]) == (6763, "啊", "齄")


@pytest.mark.skipif(bool(fonts.missing_packages()), reason="needs the Debian fonts of samples/README.md")
def test_what_an_unknown_character_is_read_as_is_in_the_table() -> None:
    """In one of the fonts it was made from."""
    unknown = "怍岣悛惝伧"
    assert not known().intersection(unknown)
    found = {
        character
        for character, sure in read_for_unknown([Path(fonts.FACES["uming"].path)], unknown).items()
        if sure >= LEAST
    }
    assert found
    assert found <= READ_FOR_UNKNOWN


def test_a_font_that_is_not_there_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """As in the other benchmarks."""
    assert main(["/nowhere/font.ttf"]) == 2
    assert capsys.readouterr().err == "no such file: /nowhere/font.ttf\n"
