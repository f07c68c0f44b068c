"""`jixiao status`: what is in a dataset, what failed and why."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from pipeline.errors import EXIT_OK

if TYPE_CHECKING:
    from pipeline.commands.parser import Commands


def add(commands: Commands) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "status",
        help="what is in a dataset, what failed and why",
        description="Counts what is in a dataset and names the documents that failed, with what to do about each.",
    )
    parser.add_argument("out", nargs="?", default="output", metavar="DIR", help="the dataset (default: output)")
    parser.add_argument("--json", action="store_true", help="print all of it as JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Look, print; exit code 0 whatever there is."""
    import json

    from pipeline.config import pipeline_version
    from pipeline.store.status import as_json, lines, status
    from pipeline.store.storage import place_of

    seen = status(place_of(options.out))
    if options.json:
        print(json.dumps(as_json(seen), ensure_ascii=False, indent=1))
        return EXIT_OK
    for line in lines(seen, pipeline_version()):
        print(line)
    return EXIT_OK
