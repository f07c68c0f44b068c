"""`jixiao golden`: fresh readings against the goldens beside the samples."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.commands.parser import Commands


def add(commands: Commands) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "golden",
        help="compare fresh readings with golden.json beside the samples",
        description="Reads each PDF below PATH that has a golden.json in its folder and prints the differences.",
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="PDF or folder")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Compare, print the differences; the exit code."""
    from pipeline.golden import compare_paths

    comparison = compare_paths(options.paths)
    for line in comparison.lines():
        print(line)
    return comparison.exit_code
