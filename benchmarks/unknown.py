"""What the small model reads for characters it does not know: `python -m benchmarks.unknown FONT ...`.

Every character of GB 2312 that its alphabet lacks, and those beyond it that forms hold, is drawn between two others and
behind a number in each of these fonts. Prints the Chinese characters that are read in their place with a probability of
0.9 or more, in any font: the table of extractors/scan/reading/unknown.py, which was made so from uming.ttc,
wqy-zenhei.ttc, NotoSerifCJK-Regular.ttc and ukai.ttc.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.scan.reading.recognise import is_han, known, quick

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEAST = 0.9
SIZE, INK, PAPER, BLUR = 28, 20, 255, 0.7  # pixels, grey levels, and the blur of a scan in pixels
BESIDE = (("建", "山"), ("30", ""))
BEYOND = "樘塱"  # a unit of doors, and a name of places
# parts of characters that the standard lists among them; no text holds one
PARTS = frozenset("亠冂冖冫凵刂勹匚卩厶亻讠廴阝宀尢巛彐彡彳忄扌攴攵犭疒癶礻纟罒艹虍衤辶钅饣髟夂屮氵丬丨丶丿灬")


def gb2312() -> Iterator[str]:
    """The Chinese characters of the standard, in its order."""
    for row in range(0xB0, 0xF8):
        for place in range(0xA1, 0xFF):
            try:
                yield bytes([row, place]).decode("gb2312")
            except UnicodeDecodeError:
                continue


def read_for_unknown(fonts: Sequence[Path], unknown: Iterable[str]) -> dict[str, float]:
    """The Chinese characters read in the place of these, with the highest probability of each."""
    from PIL import ImageFont

    found: dict[str, float] = {}
    for font in fonts:
        face = ImageFont.truetype(font, SIZE)
        for character in unknown:
            for before, behind in BESIDE:
                glyphs = quick(_drawn(before + character + behind, face)).glyphs
                for glyph in glyphs[len(before) : len(glyphs) - len(behind)]:
                    if is_han(glyph.text):
                        found[glyph.text] = max(glyph.confidence, found.get(glyph.text, 0.0))
    return found


def _drawn(text: str, face: object) -> NDArray[np.uint8]:
    """A line of print, height × width, grey."""
    import cv2
    import numpy as np
    from PIL import Image, ImageDraw

    picture = Image.new("L", (SIZE * len(text) + 12, 40), PAPER)
    ImageDraw.Draw(picture).text((6, 3), text, font=face, fill=INK)  # type: ignore[arg-type]
    return cv2.GaussianBlur(np.asarray(picture), (0, 0), BLUR).astype(np.uint8)


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw, read and print; exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.unknown", description=__doc__.splitlines()[0])
    parser.add_argument("fonts", nargs="+", type=Path, metavar="FONT")
    fonts = parser.parse_args(arguments).fonts
    missing = [font for font in fonts if not font.is_file()]
    if missing:
        print(f"no such file: {missing[0]}", file=sys.stderr)
        return 2
    left_out = known() | PARTS
    unknown = [character for character in (*gb2312(), *BEYOND) if character not in left_out]
    found = read_for_unknown(fonts, unknown)
    read = sorted(character for character, probability in found.items() if probability >= LEAST)
    print(f"{len(unknown)} characters unknown, {len(read)} read for them:")
    print("".join(read))
    return 0


if __name__ == "__main__":
    sys.exit(main())
