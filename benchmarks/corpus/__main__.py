"""Makes held-out forms with their truth: `python -m benchmarks.corpus OUT_DIR --seed 1 --count 20`.

Each form gets a folder with golden.json, a digital PDF, and scans in the conditions asked for, so that
`jixiao golden OUT_DIR` and `python -m benchmarks.compare OUT_DIR` read it as they read samples/.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.corpus.conditions import CONDITIONS, REPRINTS, scanned
from benchmarks.corpus.faults import faults
from benchmarks.corpus.layouts import LAYOUTS
from benchmarks.corpus.leaf import leaves
from benchmarks.corpus.notice import notice
from benchmarks.corpus.sheet import Printed
from benchmarks.corpus.stored import store
from benchmarks.corpus.textlayers import WRITERS
from samples.make import fonts
from samples.make.typeset import A4, A4_LANDSCAPE, Sheet, Style, draw

ALL = (*CONDITIONS, *WRITERS, *REPRINTS)
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


def _typeset(digital: Path, random: Random, printed: Printed, title: str) -> Style:
    """Draw in styles by turns until one has room for every text; that style.

    Raises:
        RuntimeError: none has.
    """
    for _ in range(STYLES_TRIED):
        style = _style(random, printed)
        draw(digital, (Sheet(printed.blocks, style),), title)
        found = faults(digital)
        if not found:
            return style
    raise RuntimeError(f"{digital}: no style fits: {found[0]}")


def name_of(seed: int, number: int) -> str:
    """The folder of a form."""
    return f"s{seed:03}-{number:03}-{LAYOUTS[number % len(LAYOUTS)].__name__}"


def make_form(folder: Path, seed: int, number: int, conditions: Sequence[str]) -> None:
    """Write one form; its layout goes round, all else comes from the seed and the number."""
    random = Random(f"{seed}-{number}")
    printed = LAYOUTS[number % len(LAYOUTS)](random)
    folder.mkdir(parents=True, exist_ok=True)
    digital = folder / "digital.pdf"
    style = _typeset(digital, random, printed, folder.name)
    golden = json.dumps({"tables": printed.tables}, ensure_ascii=False, indent=1)
    (folder / "golden.json").write_text(golden + "\n", encoding="utf-8")
    for name in conditions:
        _scan(folder, Sheet(printed.blocks, style), name, f"{seed}-{number}-{name}")


def _scan(folder: Path, sheet: Sheet, name: str, seed: str) -> None:
    """Write one condition; the same bytes whichever others are asked for."""
    if name in WRITERS:
        WRITERS[name](folder / "digital.pdf", folder / f"layer-{name}.pdf", Random(seed))
        return
    if name in REPRINTS:
        draw(folder / f"layer-{name}.pdf", (replace(sheet, style=REPRINTS[name](sheet.style, Random(seed))),), name)
        return
    condition, random, rng = CONDITIONS[name], Random(seed), np.random.default_rng(list(seed.encode()))
    with TemporaryDirectory() as scratch:
        pdf = folder / "digital.pdf"
        if condition.prints:
            pdf = Path(scratch) / "print.pdf"
            draw(pdf, (replace(sheet, style=condition.prints(sheet.style, random)),), name)
        pages = leaves(pdf, condition.dpi)
        if condition.spread and len(pages) == 1:
            draw(Path(scratch) / "notice.pdf", (Sheet(notice(random), sheet.style),), name)
            pages = [*leaves(Path(scratch) / "notice.pdf", condition.dpi), *pages]
    store(scanned(pages, condition, rng), condition.dpi, folder / f"scan-{name}.pdf", condition.quality)


def chosen(names: Sequence[str] | None) -> tuple[str, ...]:
    """Conditions by name, written apart or with commas; all when None."""
    return ALL if names is None else tuple(name for part in names for name in part.split(",") if name)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the forms; exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1, help="1 to 19 for tuning; 100 and above is held back")
    parser.add_argument("--count", type=int, default=2 * len(LAYOUTS))
    parser.add_argument("--conditions", nargs="*", metavar="NAME[,NAME]", help="all of them when left out")
    parser.add_argument("--from", dest="first", type=int, default=0, help="number of the first form")
    options = parser.parse_args(arguments)
    conditions = chosen(options.conditions)
    unknown = [name for name in conditions if name not in ALL]
    if unknown:
        parser.error(f"no such condition: {' '.join(unknown)}. There are: {' '.join(ALL)}")
    missing = fonts.missing_packages()
    if missing:
        print(f"error: fonts are missing. Install the Debian packages {' '.join(missing)}", file=sys.stderr)
        return 2
    for number in range(options.first, options.first + options.count):
        folder = options.out / name_of(options.seed, number)
        make_form(folder, options.seed, number, conditions)
        print(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
