"""The command line: `jixiao convert`, `jixiao explain`, `jixiao golden`. Heavy imports wait until a command runs."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from extractors.errors import JixiaoError
from pipeline.config import VERSION, Settings, default_workers, pipeline_version
from pipeline.errors import EXIT_FAILED, EXIT_INTERRUPTED, EXIT_OK, EXIT_USAGE, Failure, OutputError, UsageError

CONVERT = """\
Reads every 绩效目标表 in the PDFs given and writes the dataset. A folder is searched through, a zip is looked
into. A document that an earlier run of this version has converted into the same DIR is left as it is.

exit codes: 0 every document converted or without tables, 1 some documents failed and the others are written,
2 wrong usage or environment, 130 interrupted with all finished documents written"""


class Parser(argparse.ArgumentParser):
    """Bad usage is one line, like every other error."""

    def error(self, message: str) -> NoReturn:
        """Print it and leave with exit code 2."""
        raise UsageError(f"{message[:1].upper()}{message[1:]}.", f"See: {self.prog} --help")


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
        return EXIT_USAGE if isinstance(error, UsageError | OutputError) else EXIT_FAILED


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="jixiao", description="Budget performance target tables (绩效目标表) from PDF to Parquet.")
    parser.add_argument("--version", action="version", version=f"jixiao {VERSION}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    convert = commands.add_parser(
        "convert",
        help="PDFs, folders and zips into the dataset",
        description=CONVERT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    convert.add_argument("inputs", nargs="+", type=Path, metavar="INPUT", help="PDF, folder or zip")
    convert.add_argument(
        "--out", type=Path, default=Path("output"), metavar="DIR", help="the dataset (default: output)"
    )
    convert.add_argument("--workers", type=_positive, metavar="N", help="processes (default: one a core)")
    convert.add_argument("--again", action="store_true", help="convert also what has been converted before")
    convert.add_argument("--quiet", action="store_true", help="print errors only")
    convert.add_argument("--json", action="store_true", help="print the run report as JSON instead of the summary")
    convert.add_argument(
        "--page-seconds", type=_positive, default=300, metavar="S", help="time for a page (default: 300)"
    )
    convert.add_argument(
        "--worker-mib", type=_positive, default=3072, metavar="M", help="memory of a process (default: 3072)"
    )
    convert.set_defaults(run=_convert)

    explain = commands.add_parser(
        "explain",
        help="pictures of how one page was read",
        description="Draws each stage of one page: words, rules, grid, roles, values; the same as JSON.",
    )
    explain.add_argument("file", type=Path, metavar="FILE", help="a PDF")
    explain.add_argument("--page", type=_positive, required=True, metavar="N", help="the page, from 1")
    explain.add_argument(
        "--out", type=Path, default=Path("output/explain"), metavar="DIR", help="default: output/explain"
    )
    explain.set_defaults(run=_explain)

    golden = commands.add_parser(
        "golden",
        help="compare fresh readings with golden.json beside the samples",
        description="Reads each PDF below PATH that has a golden.json in its folder and prints the differences.",
    )
    golden.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="PDF or folder")
    golden.set_defaults(run=_golden)
    return parser


def _positive(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a whole number from 1")
    return number


def _convert(options: argparse.Namespace) -> int:
    import json
    import signal

    from pipeline.progress import shown
    from pipeline.report import as_json, closing_lines, error_lines
    from pipeline.run import convert_inputs

    # a service manager's stop is treated as Ctrl-C: what is finished stays, the rest can be taken up again
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    settings = Settings(
        out=options.out,
        workers=options.workers or default_workers(),
        pipeline_version=pipeline_version(),
        again=options.again,
        page_seconds=options.page_seconds,
        worker_mib=options.worker_mib,
    )
    with shown(options.quiet) as display:
        report = convert_inputs(options.inputs, settings, display.looking, display.found, display.show)
    if options.json:
        print(json.dumps(as_json(report), ensure_ascii=False, indent=1))
    elif not options.quiet:
        for line in closing_lines(report):
            print(line)
    sys.stdout.flush()
    for line in error_lines(report):
        print(line, file=sys.stderr)
    return report.exit_code


def _explain(options: argparse.Namespace) -> int:
    from pipeline.explain import explain

    for line in explain(options.file, options.page, options.out):
        print(line)
    return EXIT_OK


def _golden(options: argparse.Namespace) -> int:
    from pipeline.golden import compare_paths

    comparison = compare_paths(options.paths)
    for line in comparison.lines():
        print(line)
    return comparison.exit_code
