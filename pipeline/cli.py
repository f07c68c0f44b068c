"""The command line: what every command shares. The commands are in `pipeline/commands/`, a file each."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from extractors.errors import JixiaoError
from pipeline.commands import (
    audit,
    compact,
    convert,
    diff,
    explain,
    forms,
    golden,
    report,
    retry,
    review,
    sample,
    status,
)
from pipeline.commands.parser import Parser
from pipeline.config import VERSION
from pipeline.errors import (
    EXIT_FAILED,
    EXIT_INTERRUPTED,
    EXIT_OK,
    EXIT_USAGE,
    DatasetError,
    Failure,
    InstallationError,
    OutputError,
    UnreadableFileError,
    UsageError,
)

COMMANDS = (convert, status, retry, compact, audit, explain, forms, golden, diff, sample, report, review)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        options = _parser().parse_args(arguments)
        code: int = options.run(options)
        return code
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone (| head); the dataset was written before anything was printed.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_OK
    except JixiaoError as error:
        print(Failure.of(error).line, file=sys.stderr)
        return EXIT_USAGE if isinstance(error, UsageError | OutputError | DatasetError) else EXIT_FAILED
    except ImportError as error:
        print(Failure.of(InstallationError(f"A library cannot be loaded: {error}.")).line, file=sys.stderr)
        return EXIT_USAGE
    except OSError as error:
        what = str(error.filename) if error.filename else "A file"
        message = f"{what} cannot be used: {error.strerror or error}."
        print(Failure.of(UnreadableFileError(message)).line, file=sys.stderr)
        return EXIT_FAILED


def _parser() -> Parser:
    parser = Parser(prog="jixiao", description="Budget performance target tables (绩效目标表) from PDF to Parquet.")
    parser.add_argument("--version", action="version", version=f"jixiao {VERSION}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.add(commands)
    return parser
