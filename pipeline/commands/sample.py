"""`jixiao sample`: rows to check by hand, and what the verdicts say about the whole dataset."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.commands.parser import positive
from pipeline.errors import EXIT_OK, OutputError, UsageError
from pipeline.store.storage import place_of

if TYPE_CHECKING:
    from pipeline.commands.parser import Commands

DESCRIPTION = """\
Draws indicator rows at random, spread over strata, into a sheet (CSV) whose column `verdict` a reviewer fills in
with right, wrong or unclear (对, 错, 不清):

  jixiao sample output --n 200 --stratify form,reader,confidence --seed 7 --to check.csv --html check.html
  jixiao sample --verdicts check.csv     the error rate of the whole dataset, with its confidence interval

strata: form reader confidence review year department level1 kind. The same dataset and seed draw the same rows."""


def add(commands: Commands) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "sample",
        help="a random sample to check by hand, and the error rate it shows",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("dataset", nargs="?", type=place_of, metavar="DIR", help="the dataset")
    parser.add_argument("--n", type=positive, default=200, metavar="N", help="rows to draw (default: 200)")
    parser.add_argument("--stratify", type=_strata, default=("review",), metavar="STRATA", help="default: review")
    parser.add_argument("--seed", type=int, default=1, metavar="SEED", help="default: 1")
    parser.add_argument("--to", type=Path, default=Path("sample.csv"), metavar="FILE", help="default: sample.csv")
    parser.add_argument("--html", type=Path, metavar="FILE", help="also a page with the pieces of the pages")
    parser.add_argument(
        "--source", type=Path, action="append", default=[], metavar="PATH", help="where the PDFs are, for --html"
    )
    parser.add_argument("--verdicts", type=Path, metavar="FILE", help="a filled-in sheet: print the estimate")
    parser.set_defaults(run=run)


def _strata(text: str) -> tuple[str, ...]:
    known = DESCRIPTION.partition("strata: ")[2].partition(".")[0].split()
    asked = tuple(word.strip() for word in text.split(","))
    if unknown := sorted(set(asked) - set(known)):
        raise argparse.ArgumentTypeError(f"there is no stratum {', '.join(unknown)}; there are {', '.join(known)}")
    return asked


def run(options: argparse.Namespace) -> int:
    """Draw or estimate; the exit code."""
    if (options.dataset is None) == (options.verdicts is None):
        raise UsageError("sample takes either a DIR to draw from or --verdicts.", "See: jixiao sample --help")
    return _draw(options) if options.verdicts is None else _estimate(options.verdicts)


def _draw(options: argparse.Namespace) -> int:
    from pipeline.spotcheck.sampling import drawn
    from pipeline.spotcheck.sheet import sheet

    if options.to.exists():
        raise OutputError(f"{options.to} exists; verdicts in it would be lost.", "Name another file with --to.")
    sample = drawn(options.dataset, options.n, options.stratify, options.seed)
    _write(options.to, sheet(sample))
    print(f"{options.to}: {len(sample)} rows in {len({one.stratum for one in sample})} strata")
    if options.html:
        from pipeline.spotcheck.sheet_html import page

        _write(options.html, page(sample, options.dataset, options.source))
        print(options.html)
    print(f"fill in the column verdict, then: jixiao sample --verdicts {options.to}")
    return EXIT_OK


def _estimate(path: Path) -> int:
    from pipeline.spotcheck.sheet import estimate, estimate_lines

    for line in estimate_lines(*estimate(path)):
        print(line)
    return EXIT_OK


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror or error}.", "Name another file.") from error
