"""`jixiao audit`: what the tables of a dataset contradict, for the reviewer."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.commands.diff import write_page
from pipeline.errors import EXIT_FAILED, EXIT_OK, UsageError
from pipeline.store.storage import place_of

if TYPE_CHECKING:
    from pipeline.audit.contradictions import Contradiction
    from pipeline.commands.parser import Commands

_DESCRIPTION = """\
Prints what the tables of a dataset contradict (核对结果), the gravest first: amounts that do not add up, goals against
indicators, units against names. Doubts about the reading are not among them: see jixiao review.

exit codes: 0 no contradiction, 1 some, 2 wrong usage"""
_FORMATS = {".csv": "csv", ".md": "markdown", ".html": "html", ".htm": "html", ".txt": "table"}


def add(commands: Commands) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "audit",
        help="what the tables of a dataset contradict, for the reviewer",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("dataset", type=place_of, metavar="DIR", help="the dataset")
    parser.add_argument("--code", type=_codes, default=frozenset(), metavar="CODES", help="only these, comma separated")
    parser.add_argument(
        "--severity", type=_severities, default=frozenset(), metavar="LEVELS", help="only error, warning or info"
    )
    parser.add_argument("--year", type=_years, default=frozenset(), metavar="YEARS", help="only tables of these years")
    parser.add_argument("--table", default="", metavar="TEXT", help="only this table_id, or titles that contain TEXT")
    parser.add_argument("--format", choices=sorted(set(_FORMATS.values())), help="default: by the ending of FILE")
    parser.add_argument("--to", type=Path, metavar="FILE", help="write .csv, .md or .html instead of printing a table")
    parser.late_epilog = _code_list
    parser.set_defaults(run=run)


def _code_list() -> str:
    from pipeline.audit.output import code_list

    return f"codes, explained in docs/findings.md:\n{code_list()}"


def _codes(text: str) -> frozenset[str]:
    from normalizers.codes import AuditCode

    return _known(text.upper(), [code.value for code in AuditCode], "code")


def _severities(text: str) -> frozenset[str]:
    from pipeline.audit.words import SEVERITIES

    return _known(text.lower(), list(SEVERITIES), "severity")


def _known(text: str, known: list[str], what: str) -> frozenset[str]:
    asked = frozenset(word.strip() for word in text.split(",") if word.strip())
    if unknown := sorted(asked - set(known)) or ([text] if not asked else []):
        raise argparse.ArgumentTypeError(f"there is no {what} {', '.join(unknown)}; there are {', '.join(known)}")
    return asked


def _years(text: str) -> frozenset[int]:
    try:
        return frozenset(int(year) for year in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no year") from None


def run(options: argparse.Namespace) -> int:
    """Print or write; the exit code."""
    from pipeline.audit.contradictions import Filter, read_contradictions, summary

    kind = options.format or _format_of(options.to)
    wanted = Filter(options.code, options.severity, options.year, options.table)
    found = read_contradictions(options.dataset, wanted)
    if options.to is None:
        _print(kind, found)
    else:
        write_page(options.to, _text(kind, found))
        print(f"{options.to}: {summary(found)}")
    return EXIT_FAILED if found else EXIT_OK


def _format_of(path: Path | None) -> str:
    if path is None:
        return "table"
    if path.suffix.lower() not in _FORMATS:
        raise UsageError(f"{path} says no format by its ending.", "Name it .csv, .md or .html, or give --format.")
    return _FORMATS[path.suffix.lower()]


def _text(kind: str, found: list[Contradiction]) -> str:
    from pipeline.audit import output

    if kind == "table":
        from io import StringIO

        from rich.console import Console

        stream = StringIO()
        output.print_table(found, Console(file=stream, width=_WIDE))
        return stream.getvalue()
    writers = {"csv": output.csv_text, "markdown": output.markdown_text, "html": output.html_text}
    return writers[kind](found)


# characters; a pipe has no width of its own
_WIDE = 200


def _print(kind: str, found: list[Contradiction]) -> None:
    import sys

    if kind == "table" and sys.stdout.isatty():
        from rich.console import Console

        from pipeline.audit.output import print_table

        print_table(found, Console(highlight=False))
    else:
        sys.stdout.write(_text(kind, found))
