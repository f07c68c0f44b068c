"""`jixiao compact`: a copy of a dataset with few large files."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from pipeline.errors import EXIT_OK

if TYPE_CHECKING:
    from pipeline.commands.parser import Commands

DESCRIPTION = """\
Writes a copy with one file a partition (more above a million rows) and exactly the same rows, for warehouses that
suffer from many small files. The dataset itself stays as it is: its file a source is what makes runs repeatable. An
earlier copy is replaced; nothing can be converted into a copy."""


def add(commands: Commands) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "compact",
        help="a copy of a dataset with few large files",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("out", metavar="DIR", help="the dataset")
    parser.add_argument("--to", required=True, metavar="COPY", help="where the copy goes: a folder or an address")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Copy, print the number of files; the exit code."""
    from pipeline.store.compact import compact
    from pipeline.store.storage import place_of

    counts = compact(place_of(options.out), place_of(options.to))
    print(f"{options.to}: {', '.join(f'{name} {count}' for name, count in counts.items() if count)} files")
    return EXIT_OK
