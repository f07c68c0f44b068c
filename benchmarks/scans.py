"""The scan reader measured: rows, cells, characters, doubt, speed and memory by condition.

    python -m benchmarks.scans                          the tuning seed, 9 forms in every condition
    python -m benchmarks.scans --seed 103 --write       a held-back seed, its table put into RESULTS.md
    python -m benchmarks.scans --folder DIR             PDFs of your own, each with a golden.json beside it

The corpus is made where it is missing and counts are kept by the version of the sources, so a run that was cut off
goes on where it stopped. Seeds 1 to 39 are for tuning; what a seed from 100 on gets wrong is counted, never shown.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from benchmarks import peers
from benchmarks.corpus.__main__ import ALL, chosen, make_form, name_of
from benchmarks.corpus.conditions import CONDITIONS
from benchmarks.machine import about
from benchmarks.reading import Task, read, version, warm
from benchmarks.score import Tally
from benchmarks.table import goals, markdown, put

RESULTS = Path(__file__).parent / "RESULTS.md"
HELD_BACK = 100  # seeds from here on are never looked at


def condition_of(pdf: Path) -> str:
    """The condition a file of the corpus is in: the name behind `scan-` or `layer-`; else the file's name."""
    return pdf.stem.removeprefix("scan-").removeprefix("layer-")


def made(folder: Path, seed: int, count: int, conditions: Sequence[str], pool: ProcessPoolExecutor) -> list[Path]:
    """The PDFs of a seed, made where they are missing, condition by condition in the order given."""
    forms = [folder / name_of(seed, number) for number in range(count)]
    waiting = []
    for number, form in enumerate(forms):
        missing = [name for name in conditions if name != "digital" and not file_of(form, name).exists()]
        if missing or not (form / "golden.json").exists():
            waiting.append(pool.submit(make_form, form, seed, number, missing))
    for done in waiting:
        done.result()
    return [file_of(form, name) for name in conditions for form in forms]


def file_of(form: Path, condition: str) -> Path:
    """Where a condition of a form is written."""
    if condition == "digital":
        return form / "digital.pdf"
    return form / f"{'scan' if condition in CONDITIONS else 'layer'}-{condition}.pdf"


def measured(pdfs: Sequence[Path], kept: Path, pool: ProcessPoolExecutor, *, show: bool) -> dict[str, Tally]:
    """Read the files and add up by condition."""
    tasks = [Task(pdf, kept / version() / pdf.parent.name / f"{pdf.stem}-{_content(pdf)}.json") for pdf in pdfs]
    sums: dict[str, Tally] = {}
    for number, (pdf, counts) in enumerate(zip(pdfs, pool.map(read, tasks), strict=True), 1):
        name = condition_of(pdf)
        sums[name] = sums.get(name, Tally()).add(counts)
        if sys.stderr.isatty() or number % 50 == 0:
            print(f"{number} / {len(pdfs)} {name:<20}", end="\r", file=sys.stderr, flush=True)
        if show:
            for note in counts.notes:
                print(f"{pdf}: {note}")
    return sums


def _content(pdf: Path) -> str:
    """A key of a file and of its golden: folders of other authors have the same names, and goldens are corrected."""
    golden = pdf.parent / "golden.json"
    content = pdf.read_bytes() + (golden.read_bytes() if golden.exists() else b"")
    return hashlib.sha256(content).hexdigest()[:12]


def report(sums: dict[str, Tally], title: str, command: str) -> str:
    """Heading, command, what was run where, and the table."""
    return "\n".join((f"### {title}", "", f"    {command}", "", about(), "", goals(sums), "", markdown(sums)))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, help="measure the PDFs below this folder and make none")
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--count", type=int, default=9, help="forms; the layouts go round")
    parser.add_argument("--conditions", nargs="*", metavar="NAME[,NAME]", help=f"of: digital {' '.join(ALL)}")
    parser.add_argument("--work", type=Path, default=Path("/tmp/jixiao-bench"), help="corpus and kept counts")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--show", action="store_true", help="print what is wrong and not flagged (tuning seeds only)")
    parser.add_argument("--write", action="store_true", help="put the table into RESULTS.md")
    parser.add_argument(
        "--peer", action="append", default=[], metavar="NAME=PYTHON", help="also run a peer: see README"
    )
    options = parser.parse_args(arguments)
    if options.show and options.folder is None and options.seed >= HELD_BACK:
        parser.error(f"seeds from {HELD_BACK} on are held back: what they get wrong is not looked at")
    unknown = [name for name in chosen(options.conditions) if name not in ALL and name != "digital"]
    if unknown:
        parser.error(f"{unknown[0]} is no condition; they are: digital {' '.join(ALL)}")
    return options


def _files(options: argparse.Namespace, pool: ProcessPoolExecutor) -> Iterator[Path]:
    if options.folder:
        yield from sorted(
            (pdf for pdf in options.folder.rglob("*.pdf") if (pdf.parent / "golden.json").exists()), key=condition_of
        )
        return
    folder = options.work / f"seed{options.seed:03}"
    yield from made(folder, options.seed, options.count, chosen(options.conditions), pool)


def main(arguments: Sequence[str] | None = None) -> int:
    """Make, read, count, print; exit code."""
    options = _options(arguments)
    given = sys.argv[1:] if arguments is None else arguments
    command = " ".join(("python -m benchmarks.scans", *given))
    with ProcessPoolExecutor(options.workers, initializer=warm) as pool:
        pdfs = list(_files(options, pool))
        sums = measured(pdfs, options.work / "kept", pool, show=options.show)
    held_back = options.folder is None and options.seed >= HELD_BACK
    part = "held back" if held_back else "tuning"
    title = str(options.folder or f"Seed {options.seed}, {part}: {options.count} forms in {len(sums)} conditions")
    text = report(sums, title, command)
    for peer in options.peer:
        text += "\n\n" + peers.report(peer, pdfs, options.work / "kept", sums)
    print(text)
    if options.write:
        put(RESULTS, part, text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
