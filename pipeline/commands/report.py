"""`jixiao report`: a dataset as one HTML file that needs no server."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.commands.diff import write_page
from pipeline.errors import EXIT_OK
from pipeline.store.storage import place_of

if TYPE_CHECKING:
    from pipeline.commands.parser import Commands


def add(commands: Commands) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "report",
        help="a dataset as one HTML page: figures, plots, the doubtful rows",
        description="Writes one HTML file with the figures of a dataset and a picture of every doubtful row. "
        "It needs no server and no network.",
    )
    parser.add_argument("dataset", type=place_of, metavar="DIR", help="the dataset")
    parser.add_argument("--to", type=Path, default=Path("report.html"), metavar="FILE", help="default: report.html")
    parser.add_argument("--golden", type=Path, metavar="DIR", help="goldens to hold the confidence against")
    parser.add_argument(
        "--source", type=Path, action="append", default=[], metavar="PATH", help="where the PDFs are, if they moved"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the page; the exit code."""
    from pipeline.spotcheck.overview_html import page

    write_page(options.to, page(options.dataset, options.source, options.golden))
    print(options.to)
    return EXIT_OK
