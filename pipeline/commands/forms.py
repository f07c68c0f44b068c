"""`jixiao forms`: the form variants that are known, and drafts of those that are not."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.commands.parser import Commands


def add(commands: Commands) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "forms",
        help="list the form variants, or draft the data of one that is not known",
        description="The variants of the form are files in normalizers/forms/: docs/forms.md says how to add one.",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    listed = actions.add_parser("list", help="the variants and what tells each of them")
    listed.set_defaults(run=run_list)
    suggest = actions.add_parser(
        "suggest",
        help="draft a file for the first unknown form of a PDF",
        description="Prints the draft of a file for normalizers/forms/; lines marked DECIDE are left to a person.",
    )
    suggest.add_argument("file", type=Path, metavar="FILE", help="a PDF with a form that is not known")
    suggest.set_defaults(run=run_suggest)


def run_list(options: argparse.Namespace) -> int:
    """Print the variants; the exit code."""
    from normalizers.variants import form_specs
    from pipeline.errors import EXIT_OK

    specs = form_specs()
    width = max(len(spec.name) for spec in specs)
    for spec in specs:
        print(f"{spec.name:<{width}}  {spec.description}")
        print(f"{'':<{width}}  requires {' '.join(sorted(spec.require))}")
    return EXIT_OK


def run_suggest(options: argparse.Namespace) -> int:
    """Print the draft; the exit code, 1 when there is nothing to draft from."""
    import sys

    from normalizers.suggest import as_toml, drafts
    from pipeline.convert import read_pages
    from pipeline.errors import EXIT_FAILED, EXIT_OK, InputNotFoundError

    path: Path = options.file
    if not path.is_file():
        raise InputNotFoundError(f"{path} does not exist.")
    unknown, known = drafts(read_pages(path))
    if unknown:
        print(as_toml(unknown[0], path.name), end="")
        others = f" {len(unknown) - 1} more unknown tables follow." if len(unknown) > 1 else ""
        print(f"{path.name}: page {unknown[0].page} has a form that is not known.{others}", file=sys.stderr)
        return EXIT_OK
    if known:
        print(f"{path.name}: every target table has a known form: {', '.join(known)}", file=sys.stderr)
        return EXIT_OK
    print(f"{path.name}: no page has a table; there is nothing to draft from", file=sys.stderr)
    return EXIT_FAILED
