"""`jixiao retry`: what failed, once more."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from pipeline.commands.convert import add_running, convert_and_tell, settings_of
from pipeline.errors import EXIT_FAILED, EXIT_OK

if TYPE_CHECKING:
    from pipeline.commands.parser import Commands

DESCRIPTION = """\
Converts the documents of DIR that failed, and those that lost a page to a limit of time or memory, from the places
where they were found; with larger limits, say. Nothing else is looked at.

exit codes: 0 nothing fails any more, 1 some still do or are gone from their places, 2 wrong usage or environment,
130 interrupted"""


def add(commands: Commands) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "retry",
        help="convert again what failed",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("out", nargs="?", default="output", metavar="DIR", help="the dataset (default: output)")
    add_running(parser)
    parser.set_defaults(run=run, force=False, prune=False)


def run(options: argparse.Namespace) -> int:
    """Find the failed ones, convert, print what was done; the exit code."""
    from pipeline.batch.retry import to_retry

    settings = settings_of(options)
    retry = to_retry(settings)
    for path in retry.unknown:
        print(f"not retried: {path} is not where it was. Convert it from where it is now.", file=sys.stderr)
    if not retry.inputs:
        if not (options.quiet or retry.unknown):
            print(f"Nothing in {options.out} has failed.")
        return EXIT_FAILED if retry.unknown else EXIT_OK
    code = convert_and_tell(retry.inputs, settings, options, retry.choose)
    return code or (EXIT_FAILED if retry.unknown else EXIT_OK)
