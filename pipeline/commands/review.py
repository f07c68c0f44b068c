"""`jixiao review`: a page in the browser from each doubt to its place on the page."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import EXIT_OK, UsageError
from pipeline.store.storage import is_remote, local_path

if TYPE_CHECKING:
    from pipeline.commands.parser import Commands

DESCRIPTION = """\
Opens a web page on this machine only: documents by doubt, the page picture beside the rows read from it, accept,
correct, skip and undo by keyboard. Decisions are kept in DIR/corrections/ and applied by the next
`jixiao convert ... --out DIR`. Ctrl-C ends it."""


def add(commands: Commands) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "review",
        help="look at doubts beside their pages and correct them",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("out", metavar="DIR", help="the dataset")
    parser.add_argument(
        "--source",
        type=Path,
        action="append",
        default=[],
        metavar="PATH",
        help="folder, zip or PDF that was converted, when it has moved; repeatable",
    )
    parser.add_argument("--by", default="", metavar="NAME", help="who decides (default: the user of this machine)")
    parser.add_argument("--port", type=int, default=0, metavar="N", help="default: a free one")
    parser.add_argument("--no-browser", action="store_true", help="print the address only")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Serve until Ctrl-C; the exit code."""
    import webbrowser

    from pipeline.review.server import serve

    if is_remote(options.out):
        raise UsageError(
            f"{options.out} is not on this machine.", "Copy the dataset into a folder and review it there."
        )

    def ready(address: str) -> None:
        print(address, flush=True)
        if not options.no_browser:
            webbrowser.open(address)

    serve(local_path(options.out), options.source, options.by or _user(), options.port, ready)
    return EXIT_OK


def _user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""
