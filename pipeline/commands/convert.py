"""`jixiao convert`: inputs into the dataset."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from pipeline.commands.parser import positive
from pipeline.config import Settings, default_workers, pipeline_version

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.commands.parser import Commands
    from pipeline.inputs.discover import Discovered
    from pipeline.inputs.requested import Input

DESCRIPTION = """\
Reads every 绩效目标表 in the documents given and writes the dataset. INPUT is a PDF, a picture (JPEG, PNG, TIFF), a
folder, which is searched through, a zip, which is looked into, a quoted glob ('2024/**/*.pdf'), an address that
fsspec knows (s3://, oss://, hdfs://), or - for a list of these on standard input. DIR may be an address, too. A
document that an earlier run of this version has converted into the same DIR is left as it is.

exit codes: 0 every document converted or without tables, 1 some documents failed and the others are written,
2 wrong usage or environment, 130 interrupted with all finished documents written"""


def add(commands: Commands) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "convert",
        help="PDFs, folders and zips into the dataset",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("inputs", nargs="*", metavar="INPUT", help="PDF, picture, folder, zip, glob, address or -")
    parser.add_argument(
        "--from-file",
        action="append",
        default=[],
        metavar="FILE",
        help="a list of inputs, one a line; - for standard input",
    )
    parser.add_argument("--out", default="output", metavar="DIR", help="the dataset (default: output)")
    parser.add_argument("--force", action="store_true", help="convert also what has been converted before")
    parser.add_argument("--prune", action="store_true", help="remove the rows of documents whose files are gone")
    add_running(parser)
    parser.set_defaults(run=run)


def add_running(parser: argparse.ArgumentParser) -> None:
    """How a run is done and shown: the same for every command that converts."""
    parser.add_argument("--workers", type=positive, metavar="N", help="processes (default: one a core)")
    parser.add_argument(
        "--engine",
        choices=("local", "ray"),
        default="local",
        help="processes of this machine, or of a Ray cluster (RAY_ADDRESS)",
    )
    parser.add_argument("--quiet", action="store_true", help="print errors only")
    parser.add_argument("--json", action="store_true", help="print the run report as JSON instead of the summary")
    parser.add_argument(
        "--log-json",
        nargs="?",
        const="-",
        metavar="FILE",
        help="a JSON object a line for each event: to stderr instead of the progress, or into FILE",
    )
    parser.add_argument(
        "--page-seconds", type=positive, default=300, metavar="S", help="time for a page (default: 300)"
    )
    parser.add_argument(
        "--worker-mib", type=positive, default=3072, metavar="M", help="memory of a process (default: 3072)"
    )


def settings_of(options: argparse.Namespace) -> Settings:
    """Settings by the options of `add_running`, `--out`, `--force` and `--prune`."""
    from pipeline.store.storage import place_of

    return Settings(
        out=place_of(options.out),
        workers=options.workers or default_workers(),
        pipeline_version=pipeline_version(),
        force=options.force,
        prune=options.prune,
        page_seconds=options.page_seconds,
        worker_mib=options.worker_mib,
        engine=options.engine,
    )


def run(options: argparse.Namespace) -> int:
    """Convert, print what was done; the exit code."""
    from pipeline.inputs.requested import inputs_of

    inputs = inputs_of(options.inputs, options.from_file)
    return convert_and_tell(inputs, settings_of(options), options)


def convert_and_tell(
    inputs: tuple[Input, ...],
    settings: Settings,
    options: argparse.Namespace,
    choose: Callable[[Discovered], Discovered] = lambda found: found,
) -> int:
    """One run on the terminal; its exit code."""
    import json
    import signal

    from pipeline.batch.progress import shown
    from pipeline.batch.report import as_json, closing_lines, error_lines, interrupted_lines
    from pipeline.batch.run import convert_inputs
    from pipeline.errors import EXIT_INTERRUPTED

    # a service manager's stop is treated as Ctrl-C: what is finished stays, the rest can be taken up again
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with shown(options.quiet, options.log_json) as display:
        try:
            report = convert_inputs(
                inputs,
                settings,
                display.looking,
                display.found,
                display.show,
                on_interrupt=display.interrupted,
                choose=choose,
            )
        except KeyboardInterrupt:
            print("Interrupted; the same command again goes on from here.", file=sys.stderr)
            return EXIT_INTERRUPTED
        display.finished(report)
    if options.json:
        print(json.dumps(as_json(report), ensure_ascii=False, indent=1))
    elif not options.quiet:
        for line in closing_lines(report):
            print(line)
    sys.stdout.flush()
    if options.log_json != "-" and (options.quiet or options.json):
        for line in interrupted_lines(report):
            print(line, file=sys.stderr)
    if options.log_json != "-":
        for line in error_lines(report):
            print(line, file=sys.stderr)
    return report.exit_code
