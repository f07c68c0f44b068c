"""How much of N cores N workers turn into pages: the same scans with one worker and with several.

    python -m benchmarks.overhead                     needs an idle machine; the ratio should be 0.85 or better

`wall` is what a user sees and means nothing while others use the cores; `cpu` is the work done for the same pages
and may grow only by what starting a process costs. With few documents the start of the processes counts in full; a
real batch hides it.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import resource
import tempfile
import time
from pathlib import Path

from pipeline.batch.dispatch import run
from pipeline.config import Settings, default_workers, pipeline_version
from pipeline.inputs.discover import Source

SAMPLES = Path(__file__).resolve().parent.parent / "samples"


def copies(folder: Path, files: list[Path], times: int) -> list[Source]:
    """Each file so many times, with other bytes behind its end."""
    sources = []
    for number in range(times):
        for file in files:
            content = file.read_bytes() + b"%% %d\n" % number
            path = folder / f"{number}-{file.name}"
            path.write_bytes(content)
            sources.append(Source(path.name, hashlib.sha256(content).hexdigest(), path, len(content)))
    return sources


def measured(sources: list[Source], out: Path, workers: int) -> tuple[float, float, int]:
    """Wall seconds, CPU seconds of all processes, pages."""
    before, started = _cpu(), time.monotonic()
    outcome = run(sources, Settings(out=out, workers=workers, pipeline_version=pipeline_version()))
    return time.monotonic() - started, _cpu() - before, sum(summary.pages for summary in outcome.summaries)


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def main() -> int:
    """Measure with one worker and with several; print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workers", type=int, default=default_workers())
    parser.add_argument("--times", type=int, default=6, help="copies of each scan (default: 6)")
    parser.add_argument("--digital", action="store_true", help="digital samples in place of scans")
    options = parser.parse_args()
    files = sorted(SAMPLES.glob("*/*-digital.pdf" if options.digital else "*/*-scan-office.pdf"))
    print(f"load average before: {os.getloadavg()[0]:.1f}; {os.cpu_count()} cores\n")
    print("| workers | pages | wall, s | cpu, s | pages a second |\n|---:|---:|---:|---:|---:|")
    rates, work = {}, {}
    with tempfile.TemporaryDirectory(prefix="jixiao-overhead-") as folder:
        sources = copies(Path(folder), files, options.times)
        for workers in (1, options.workers):
            wall, work[workers], pages = measured(sources, Path(folder) / f"out{workers}", workers)
            rates[workers] = pages / wall
            print(f"| {workers} | {pages} | {wall:.1f} | {work[workers]:.1f} | {rates[workers]:.2f} |")
    share = rates[options.workers] / (options.workers * rates[1])
    print(
        f"\n{share:.2f} × {options.workers} of one worker by wall clock; {work[1] / work[options.workers]:.2f} by cpu."
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
