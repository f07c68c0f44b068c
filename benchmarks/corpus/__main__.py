"""Makes held-out forms with their truth: `python -m benchmarks.corpus OUT_DIR --seed 1 --count 20`.

Each form gets a folder with golden.json, a digital PDF, and scans in the conditions asked for, so that
`jixiao golden OUT_DIR` and `python -m benchmarks.compare OUT_DIR` read it as they read samples/.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import numpy as np

from benchmarks.corpus.faults import faults
from benchmarks.corpus.layouts import LAYOUTS
from benchmarks.corpus.sheet import Printed
from samples.make import fonts, scan
from samples.make.scan import Picture
from samples.make.typeset import A4, A4_LANDSCAPE, Sheet, Style, draw

Condition = Callable[[Picture, np.random.Generator], Picture]


def _office(picture: Picture, rng: np.random.Generator) -> Picture:
    return scan.office(picture, rng, skew=float(rng.uniform(0.4, 1.2) * rng.choice([-1, 1])))


def _seal(picture: Picture, rng: np.random.Generator) -> Picture:
    height, width = picture.shape[:2]
    x, y = int(rng.uniform(0.3, 0.75) * width), int(rng.uniform(0.3, 0.7) * height)
    return _office(scan.sealed(picture, rng, x, y, int(0.1 * min(width, height))), rng)


def _turned(picture: Picture, rng: np.random.Generator) -> Picture:
    return scan.turned(_office(picture, rng), int(rng.choice((90, 180, 270))))


def _fax(picture: Picture, rng: np.random.Generator) -> Picture:
    return scan.faxed(scan.skewed(picture, float(rng.uniform(-0.8, 0.8))), rng)


# name: resolution in dots per inch, and what happens to the page
CONDITIONS: dict[str, tuple[int, Condition]] = {
    "clean300": (300, lambda picture, rng: picture),
    "office200": (200, _office),
    "office150": (150, _office),
    "seal": (200, _seal),
    "turned": (200, _turned),
    "photo": (200, scan.photographed),
    "fax": (200, _fax),
}
STYLES_TRIED = 30  # a large face in narrow columns can run out of its cells


def _style(random: Random, printed: Printed) -> Style:
    size = random.choice((8, 8.5, 9, 9.5) if printed.landscape else (8, 9, 9.5, 10, 10.5, 11, 12, 13))
    rule = random.choice((0.3, 0.5, 0.75, 1.0, 1.5))
    return Style(
        font=random.choice(tuple(fonts.FACES)),
        size=size,
        rule=rule,
        outer=random.choice((rule, rule, rule * 1.6, 0)),
        padding=random.choice((2.0, 3.0, 5.0)),
        leading=random.choice((1.2, 1.3, 1.5)),
        row_height=size * random.choice((1.7, 2.0, 2.6)),
        page=A4_LANDSCAPE if printed.landscape else A4,
        margin=random.choice((36.0, 48.0, 60.0)),
        rules_as=random.choice(("line", "rect")),
    )


def _typeset(digital: Path, random: Random, printed: Printed, title: str) -> None:
    """Draw in styles by turns until one has room for every text.

    Raises:
        RuntimeError: none has.
    """
    for _ in range(STYLES_TRIED):
        draw(digital, (Sheet(printed.blocks, _style(random, printed)),), title)
        found = faults(digital)
        if not found:
            return
    raise RuntimeError(f"{digital}: no style fits: {found[0]}")


def make_form(folder: Path, seed: int, number: int, conditions: Sequence[str]) -> None:
    """Write one form; its layout goes round, all else comes from the seed and the number."""
    random = Random(f"{seed}-{number}")
    printed = LAYOUTS[number % len(LAYOUTS)](random)
    folder.mkdir(parents=True, exist_ok=True)
    digital = folder / "digital.pdf"
    _typeset(digital, random, printed, folder.name)
    golden = json.dumps({"tables": printed.tables}, ensure_ascii=False, indent=1)
    (folder / "golden.json").write_text(golden + "\n", encoding="utf-8")
    for name in conditions:
        dpi, change = CONDITIONS[name]
        # The same picture of a condition, whichever others are asked for.
        rng = np.random.default_rng((seed, number, tuple(CONDITIONS).index(name)))
        pages = [change(page, rng) for page in scan.drawn(digital, dpi)]
        scan.pdf_of(pages, dpi, folder / f"scan-{name}.pdf", quality=None if name == "fax" else 75)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the forms; exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1, help="1 to 3 for tuning; 100 and above is held back")
    parser.add_argument("--count", type=int, default=2 * len(LAYOUTS))
    parser.add_argument("--conditions", nargs="*", choices=tuple(CONDITIONS), default=tuple(CONDITIONS))
    options = parser.parse_args(arguments)
    missing = fonts.missing_packages()
    if missing:
        print(f"error: fonts are missing. Install the Debian packages {' '.join(missing)}", file=sys.stderr)
        return 2
    for number in range(options.count):
        name = f"s{options.seed:03}-{number:03}-{LAYOUTS[number % len(LAYOUTS)].__name__}"
        make_form(options.out / name, options.seed, number, options.conditions)
        print(options.out / name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
