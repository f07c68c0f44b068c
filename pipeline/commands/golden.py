"""`jixiao golden`: fresh readings against the goldens beside the samples, and the goldens themselves."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.commands.parser import Parser
from pipeline.errors import EXIT_OK

if TYPE_CHECKING:
    from pipeline.commands.parser import Commands

ACTIONS = ("check", "write", "accept")
DESCRIPTION = """\
check   reads each PDF below PATH that has a golden.json in its folder and prints the differences
        (what `jixiao golden PATH` does too)
write   drafts a golden.json from the reading of a PDF that has none; never overwrites one
accept  takes over into the golden.json what was read otherwise, and puts it into its canonical form

A golden says what a person found on the page. A draft is unsigned until `accept --by NAME`, and check says so.

exit codes: 0 nothing wrong in silence, 1 a row is wrong and not flagged or a PDF cannot be read, 2 wrong usage"""


class _Parser(Parser):
    """`jixiao golden PATH` is `jixiao golden check PATH`: the action may be left out."""

    def parse_known_args(self, args: Any = None, namespace: Any = None, **others: Any) -> Any:
        """Put in the action that is meant."""
        words = list(args or ())
        if words and words[0] not in (*ACTIONS, "-h", "--help"):
            words.insert(0, "check")
        return super().parse_known_args(words, namespace, **others)


def add(commands: Commands) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "golden",
        help="check fresh readings against goldens; write and accept goldens",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.__class__ = _Parser
    actions = parser.add_subparsers(metavar="ACTION", required=True, parser_class=Parser)
    for action, run in (("check", _check), ("write", _write), ("accept", _accept)):
        described = actions.add_parser(action, description=DESCRIPTION, formatter_class=parser.formatter_class)
        described.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="PDF or folder")
        described.set_defaults(run=run)
        if action == "accept":
            described.add_argument("--only", default="", metavar="TEXT", help="only changes whose line contains TEXT")
            described.add_argument("--by", metavar="NAME", help="who has compared the golden with the page")


def _check(options: argparse.Namespace) -> int:
    from pipeline.golden import compare_paths

    comparison = compare_paths(options.paths)
    for line in comparison.lines():
        print(line)
    return comparison.exit_code


def _write(options: argparse.Namespace) -> int:
    from pipeline.spotcheck.keep import draft

    for line in draft(options.paths):
        print(line)
    return EXIT_OK


def _accept(options: argparse.Namespace) -> int:
    from pipeline.spotcheck.keep import accept

    for line in accept(options.paths, options.by, options.only):
        print(line)
    return EXIT_OK
