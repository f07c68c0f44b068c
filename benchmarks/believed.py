"""What the small model is believed in, read by the larger ones as well: `python -m benchmarks.believed PDF ...`.

Every line of these scans that the small model alone is believed in (extractors/scan/reading/small_model.py), at once or
read twice, is also read as if it were not. Prints how many there are, how many of them have another text or a doubt
then, and which. It needs no truth: where both ways agree there is nothing to look up.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

from extractors.scan.reading import second_reading
from extractors.scan.reading.plain import canonical
from extractors.scan.reading.second_reading import judge
from extractors.scan.reading.small_model import NOTHING, Beside

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from extractors.scan.reading.confidence import Evidence
    from extractors.scan.reading.heard import Reader
    from extractors.scan.reading.recognise import Reading
    from extractors.scan.reading.second_reading import LineReading


@dataclass
class Believed:
    """Lines read in both ways."""

    read: int = 0  # all lines
    alone: int = 0  # lines that the small model alone was believed in
    otherwise: list[str] = field(default_factory=list)  # of these, the ones with another text
    doubted: list[str] = field(default_factory=list)  # and the ones with the same text and a doubt

    def judge(
        self, crop: NDArray[np.uint8], readers: Sequence[Reader], beside: Beside = NOTHING
    ) -> tuple[Evidence, LineReading]:
        """In the place of the reader's own: judges a line once more without the small model's word."""
        small, *larger = readers
        asked = []

        def noted(reader: Reader) -> Reader:
            def read(picture: NDArray[np.uint8]) -> Reading:
                asked.append(reader)
                return reader(picture)

            return read

        evidence, line = judge(crop, (small, *map(noted, larger)), beside)
        self.read += 1
        if not asked:
            self.alone += 1
            nobody = {"sure_at_once": lambda *_: False, "same_again": lambda *_: None}
            with patch.multiple(second_reading, **nobody):
                _, again = judge(crop, readers, beside)
            if canonical(again.text) != canonical(line.text):
                self.otherwise.append(f"‘{line.text}’, else ‘{again.text}’")
            elif again.doubts and not line.doubts:
                self.doubted.append(f"‘{line.text}’: {again.doubts[0].message}")
        return evidence, line


def measure(pdfs: Sequence[Path]) -> Believed:
    """Read these scans in both ways."""
    from pipeline.convert import read_pages

    found = Believed()
    with patch.object(second_reading, "judge", found.judge):
        for pdf in pdfs:
            read_pages(pdf)
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.believed", description=__doc__.splitlines()[0])
    parser.add_argument("pdf", nargs="+", type=Path)
    chosen = parser.parse_args(arguments)
    missing = [str(pdf) for pdf in chosen.pdf if not pdf.is_file()]
    if missing:
        print(f"no such file: {missing[0]}", file=sys.stderr)
        return 2
    found = measure(chosen.pdf)
    print(f"{len(chosen.pdf)} files, {found.read} lines, {found.alone} of them believed as the small model reads them.")
    print(f"Another text by the larger models: {len(found.otherwise)}; the same in doubt: {len(found.doubted)}.")
    for line in (*found.otherwise, *found.doubted):
        print(f"- {line}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
