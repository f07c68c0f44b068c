"""Speed and memory of the scan reader: ratios to peers, where the time goes, two workers, long scans.

    python -m benchmarks.speed stages PDF ...            share of the CPU time by source file
    python -m benchmarks.speed ratios PDF ... --peer rapidocr=/tmp/peer/bin/python --peer img2table=/tmp/peer/bin/python
    python -m benchmarks.speed memory PDF ... --pages 500

Seconds on a busy machine mean little: `ratios` runs the engines in turn, round after round, each on all the pages with
its models loaded, and gives the median of the ratios of a round. One engine runs at a time.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from types import FrameType

from benchmarks.machine import about
from benchmarks.peers import Peer
from benchmarks.reading import ROOT, page_count, warm
from benchmarks.table import put

DOCUMENT = ROOT / "docs" / "performance.md"
_OURS = ("extractors/", "normalizers/", "pipeline/")
_TICK = 0.005  # CPU seconds between two samples


def _read(pdf: Path) -> None:
    from pipeline.convert import convert
    from pipeline.inputs.discover import Source

    convert(Source(pdf.name, "0" * 64, pdf), pdf)


class Stages:
    """A sampling profiler of CPU time that blames the innermost of our own source files.

    A signal is handled when the interpreter gets hold of it again, after a long call of C code; so each sample counts
    as much CPU time as has passed since the one before, not as one tick.
    """

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._before = 0.0

    def _sample(self, _: int, frame: FrameType | None) -> None:
        now = time.process_time()
        while frame is not None and not self._place(frame):
            frame = frame.f_back
        self.seconds[self._place(frame) if frame else "elsewhere"] += now - self._before
        self._before = now

    @staticmethod
    def _place(frame: FrameType) -> str:
        name = frame.f_code.co_filename.removeprefix(f"{ROOT}/")
        return f"{name} {frame.f_code.co_name}" if name.startswith(_OURS) else ""

    def __enter__(self) -> Stages:
        self._before = time.process_time()
        signal.signal(signal.SIGPROF, self._sample)
        signal.setitimer(signal.ITIMER_PROF, _TICK, _TICK)
        return self

    def __exit__(self, *_: object) -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)


def stages(pdfs: Sequence[Path]) -> str:
    """The share of every source file, and of its functions that take a hundredth or more."""
    warm()
    with Stages() as found:
        for pdf in pdfs:
            _read(pdf)
    whole, pages = found.seconds.total(), sum(map(page_count, pdfs))
    files: Counter[str] = Counter()
    for place, seconds in found.seconds.items():
        files[place.split()[0]] += seconds
    lines = [f"{pages} pages, {whole / pages:.2f} CPU seconds a page, one thread.", ""]
    lines += ["| source file | share | functions |", "|---|---:|---|"]
    for name, seconds in files.most_common():
        inside = {p.split()[1]: s for p, s in found.seconds.most_common() if p.startswith(f"{name} ")}
        if seconds / whole >= 0.005:
            said = ", ".join(f"{n} {spent / whole:.1%}" for n, spent in inside.items() if spent / whole >= 0.01)
            lines.append(f"| {name} | {seconds / whole:.1%} | {said} |")
    return "\n".join(lines)


def jixiao(pdfs: Sequence[Path], workers: int) -> float:
    """Seconds that all files take in so many processes, models loaded."""
    with ProcessPoolExecutor(workers, initializer=warm) as pool:
        list(pool.map(_read, [pdfs[0]] * workers * 2))  # every process has started and is warm
        began = time.perf_counter()
        list(pool.map(_read, pdfs))
        return time.perf_counter() - began


def _peer(peer: Peer, pdfs: Sequence[Path]) -> float:
    script = Path(__file__).parent / f"peer_{peer.name}.py"
    done = subprocess.run([peer.python, str(script), *map(str, pdfs)], capture_output=True, text=True, check=True)
    return sum(json.loads(line)["seconds"] for line in done.stdout.splitlines() if line.startswith("{"))


def ratios(pdfs: Sequence[Path], peers: Sequence[Peer], rounds: int) -> str:
    """The seconds a page of every engine and the ratios within a round: median, and smallest to largest."""
    pages = sum(map(page_count, pdfs))
    took: dict[str, list[float]] = {}
    for number in range(rounds):
        took.setdefault("jixiao, one process", []).append(jixiao(pdfs, 1))
        for peer in peers:
            took.setdefault(peer.name, []).append(_peer(peer, pdfs))
        took.setdefault("jixiao, two processes", []).append(jixiao(pdfs, 2))
        print(f"round {number + 1} of {rounds}", file=sys.stderr)
    lines = [f"{pages} pages, {rounds} rounds, load of the machine {os.getloadavg()[1]:.1f} at the end.", ""]
    lines += ["| engine | s a page | times jixiao, one process | times jixiao, two processes |", "|---|---:|---:|---:|"]
    for name, seconds in took.items():
        against = [_ratio(seconds, took[f"jixiao, {count}"]) for count in ("one process", "two processes")]
        lines.append(f"| {name} | {statistics.median(seconds) / pages:.2f} | {' | '.join(against)} |")
    return "\n".join(lines)


def _ratio(one: Sequence[float], other: Sequence[float]) -> str:
    found = sorted(a / b for a, b in zip(one, other, strict=True))
    return f"{statistics.median(found):.2f} ({found[0]:.2f} to {found[-1]:.2f})"


def long_scan(pdfs: Sequence[Path], pages: int, out: Path) -> None:
    """One PDF of so many pages, those of the files over and over."""
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    while len(document) < pages:
        for pdf in pdfs:
            source = pypdfium2.PdfDocument(pdf)
            document.import_pages(source)
            source.close()
    for surplus in range(len(document) - 1, pages - 1, -1):
        document.get_page(surplus).close()
        del document[surplus]
    document.save(out)


def memory(pdfs: Sequence[Path], pages: int, workers: int) -> str:
    """Each process's resident memory while the real command converts a long scan, and the peaks."""
    with tempfile.TemporaryDirectory() as scratch:
        scan = Path(scratch) / "long.pdf"
        long_scan(pdfs, pages, scan)
        command = [sys.executable, "-m", "pipeline", "convert", str(scan), "--out", f"{scratch}/out"]
        command += ["--workers", str(workers), "--quiet"]
        lines = ["| after s | the command, then what it started |", "|---:|---|"]
        began, peaks, told = time.perf_counter(), dict[int, float](), 0.0
        with subprocess.Popen(command, cwd=ROOT) as running:
            while running.poll() is None:
                now = dict(_resident(running.pid))
                for process, mib in now.items():
                    peaks[process] = max(peaks.get(process, 0), mib)
                if time.perf_counter() - began > told:
                    lines.append(f"| {told:.0f} | {_said(now)} |")
                    print(lines[-1], file=sys.stderr)
                    told += 60
                time.sleep(0.5)
        seconds = time.perf_counter() - began
        lines.append(f"| peak | {_said(peaks)} |")
        return "\n".join((f"{pages} pages in {seconds:.0f} s, exit code {running.returncode}.", "", *lines))


def _said(processes: Mapping[int, float]) -> str:
    return ", ".join(f"{mib:.0f} MiB" for mib in processes.values())


def _resident(root: int) -> Iterator[tuple[int, float]]:
    """The resident memory in MiB of a process and all below it (Linux, man proc_pid_status)."""
    for process in (root, *_below(root)):
        try:
            lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
        except (FileNotFoundError, ProcessLookupError):
            continue  # it has just ended
        for line in lines:
            if line.startswith("VmRSS"):
                yield process, int(line.split()[1]) / 1024


def _below(process: int) -> Iterator[int]:
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    except (FileNotFoundError, ProcessLookupError):
        return
    for child in map(int, children):
        yield child
        yield from _below(child)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one of the measurements; exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("stages", "ratios", "memory"))
    parser.add_argument("pdfs", nargs="+", type=Path, metavar="PDF")
    parser.add_argument("--peer", action="append", default=[], type=Peer.of, metavar="NAME=PYTHON")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--write", action="store_true", help="put it into docs/performance.md")
    options = parser.parse_args(arguments)
    match options.what:
        case "stages":
            text = stages(options.pdfs)
        case "ratios":
            text = ratios(options.pdfs, options.peer, options.rounds)
        case _:
            text = memory(options.pdfs, options.pages, options.workers)
    given = sys.argv[1:] if arguments is None else arguments
    text = "\n".join((f"    python -m benchmarks.speed {' '.join(_short(given))}", "", f"{about()} {text}"))
    print(text)
    if options.write:
        put(DOCUMENT, options.what, text)
    return 0


def _short(given: Sequence[str]) -> list[str]:
    """The command line without `--write`, the files of a corpus as patterns."""
    short: list[str] = []
    for part in given:
        pattern = re.sub(r"^.*/s(\d\d\d)-\d\d\d-\w+/", r"seed\1/*/", part)
        if part != "--write" and (pattern == part or pattern not in short):
            short.append(pattern)
    return short


if __name__ == "__main__":
    sys.exit(main())
