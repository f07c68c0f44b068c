"""`jixiao explain`: pictures of how one page was read."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.commands.parser import positive
from pipeline.errors import EXIT_OK

if TYPE_CHECKING:
    from pipeline.commands.parser import Commands


def add(commands: Commands) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "explain",
        help="pictures of how one page was read",
        description="Draws each stage of one page: words, rules, grid, roles, values; the same as JSON.",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="a PDF")
    parser.add_argument("--page", type=positive, required=True, metavar="N", help="the page, from 1")
    parser.add_argument(
        "--out", type=Path, default=Path("output/explain"), metavar="DIR", help="default: output/explain"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Draw, print where the pictures are; the exit code."""
    from pipeline.explain import explain

    for line in explain(options.file, options.page, options.out):
        print(line)
    return EXIT_OK
