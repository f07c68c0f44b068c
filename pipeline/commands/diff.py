"""`jixiao diff`: two datasets, or a dataset and goldens, compared by meaning."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import OutputError
from pipeline.store.storage import place_of

if TYPE_CHECKING:
    from pipeline.commands.parser import Commands

DESCRIPTION = """\
Compares two datasets, or a dataset with the goldens beside its sources. Rows are matched by project, levels and
horizon, so that one inserted row is one difference. Everything that differs is shown; leave out what you do not want:

  jixiao diff before after --ignore place,doubt      contents only
  jixiao diff before after --only number,operator    values only
  jixiao diff samples output                         goldens against a dataset
  jixiao diff before after --golden samples          and which of the two is nearer to the truth

aspects: document structure header budget goal text operator number unit doubt place

exit codes: 0 the same, 1 different, 2 they could not be compared"""


def add(commands: Commands) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "diff",
        help="what changed between two datasets, or against goldens",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("left", type=place_of, metavar="A", help="a dataset, or a folder with goldens")
    parser.add_argument("right", type=place_of, metavar="B", help="the same")
    parser.add_argument("--only", type=_aspects, default=frozenset(), metavar="ASPECTS", help="comma separated")
    parser.add_argument("--ignore", type=_aspects, default=frozenset(), metavar="ASPECTS", help="comma separated")
    parser.add_argument("--ignore-spelling", action="store_true", help="leave out widths, blanks and ≧ for ≥")
    parser.add_argument("--document", default="", metavar="TEXT", help="only documents whose path contains TEXT")
    parser.add_argument("--golden", type=Path, metavar="DIR", help="measure both against these goldens")
    shown = parser.add_mutually_exclusive_group()
    shown.add_argument("--json", action="store_true", help="print JSON")
    shown.add_argument("--markdown", action="store_true", help="print Markdown for a pull request")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write a page with the pieces of both pages")
    parser.add_argument(
        "--source", type=Path, action="append", default=[], metavar="PATH", help="where the PDFs are, for --html"
    )
    parser.set_defaults(run=run)


def _aspects(text: str) -> frozenset[str]:
    known = DESCRIPTION.partition("aspects: ")[2].splitlines()[0].split()
    asked = frozenset(word.strip() for word in text.split(","))
    if unknown := sorted(asked - set(known)):
        raise argparse.ArgumentTypeError(f"there is no aspect {', '.join(unknown)}; there are {', '.join(known)}")
    return asked


def run(options: argparse.Namespace) -> int:
    """Compare and show; the exit code."""
    from pipeline.spotcheck import comparison_text
    from pipeline.spotcheck.comparison import compare
    from pipeline.spotcheck.difference import Filter

    wanted = Filter(options.only, options.ignore, not options.ignore_spelling)
    comparison = compare(options.left, options.right, wanted, options.document, options.golden)
    if options.html:
        from pipeline.spotcheck.comparison_html import page

        write_page(options.html, page(comparison, options.source))
    if options.json:
        print(comparison_text.json_text(comparison))
    elif options.markdown:
        for line in comparison_text.markdown(comparison):
            print(line)
    else:
        from rich.console import Console

        comparison_text.print_table(comparison, Console(highlight=False, soft_wrap=False))
    return comparison.exit_code


def write_page(path: Path, text: str) -> None:
    """Write a page of HTML.

    Raises:
        OutputError: it cannot be written there.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror or error}.", "Name another file.") from error
