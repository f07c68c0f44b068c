"""How a run shows that it is alive: a bar on a terminal, a line per document elsewhere, JSON for machines."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from pipeline.batch.dispatch import Progress
from pipeline.batch.summary import Summary
from pipeline.errors import OutputError

if TYPE_CHECKING:
    import rich.progress

    from pipeline.batch.report import RunReport

# A rate over less says nothing.
RATE_FROM_SECONDS = 5.0
RATE_EVERY_SECONDS = 30.0
WINDING_DOWN = "Interrupted: ending with the pages in hand. Once more ends at once."


class Silent:
    """Shows nothing."""

    def looking(self, path: str) -> None:
        """Which file is being looked at, before any is converted."""

    def found(self, documents: int) -> None:
        """How many documents there are."""

    def show(self, progress: Progress) -> None:
        """A page or a document is done."""

    def interrupted(self) -> None:
        """The pages in hand are the last ones."""

    def finished(self, report: RunReport) -> None:
        """The run has ended."""


class Rate:
    """Documents and pages converted so far and the time the rest will take at this rate."""

    def __init__(self, documents: int) -> None:
        self.documents = documents
        self.finished = self.unchanged = self.pages = 0
        self._began = time.monotonic()

    def count(self, summary: Summary) -> None:
        """One more document; what is unchanged took no time and says nothing of the rest."""
        self.finished += 1
        if summary.unchanged:
            self.unchanged += 1
            # compared before anything is converted: the clock starts after
            self._began = time.monotonic()
        else:
            self.pages += summary.pages

    @property
    def seconds(self) -> float:
        """Since the first conversion began."""
        return time.monotonic() - self._began

    def pages_per_second(self) -> float | None:
        """None while there is too little to tell."""
        return self.pages / self.seconds if self.seconds >= RATE_FROM_SECONDS and self.pages else None

    def seconds_left(self) -> float | None:
        """By the documents finished so far; None while there is too little to tell."""
        converted = self.finished - self.unchanged
        if not converted or self.seconds < RATE_FROM_SECONDS:
            return None
        return self.seconds / converted * (self.documents - self.finished)

    def text(self) -> str:
        """Both, for a person; empty while there is too little to tell."""
        rate, left = self.pages_per_second(), self.seconds_left()
        if rate is None or left is None:
            return ""
        return f"{rate:.1f} pages/s, about {duration(left)} left"


def duration(seconds: float) -> str:
    """In the two largest units that matter."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02d} min"
    return f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"


class Lines(Silent):
    """A line for each converted document, for logs; now and then the rate. What is unchanged is only counted."""

    def __init__(self) -> None:
        self._rate = Rate(0)
        self._told = 0
        self._said = 0.0

    def found(self, documents: int) -> None:
        """How many documents there are."""
        self._rate = Rate(documents)
        self._say(f"{documents} documents")

    def show(self, progress: Progress) -> None:
        """A line when a document is finished."""
        if not progress.summary:
            return
        self._rate.count(progress.summary)
        if progress.summary.unchanged:
            return
        if self._told != self._rate.unchanged:
            self._told = self._rate.unchanged
            self._say(f"{self._told} unchanged since an earlier run")
        self._say(f"[{self._rate.finished}/{self._rate.documents}] {outcome(progress.summary)}")
        if time.monotonic() - self._said >= RATE_EVERY_SECONDS and (text := self._rate.text()):
            self._said = time.monotonic()
            self._say(text)

    def interrupted(self) -> None:
        """Say what is waited for."""
        self._say(WINDING_DOWN)

    def _say(self, text: str) -> None:
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()


class Bar(Silent):
    """A bar over the documents that moves with every page."""

    def __init__(self, bar: rich.progress.Progress) -> None:
        self._bar = bar
        self._task = bar.add_task("looking for documents", total=None, rate="")
        self._rate = Rate(0)
        self._under_way: dict[str, float] = {}

    def looking(self, path: str) -> None:
        """Name the file."""
        self._bar.update(self._task, description=f"looking at {path}")

    def found(self, documents: int) -> None:
        """How many documents there are."""
        self._rate = Rate(documents)
        self._bar.update(self._task, total=documents, description="starting")

    def show(self, progress: Progress) -> None:
        """Move the bar; name the page or document."""
        if progress.summary:
            self._rate.count(progress.summary)
            self._under_way.pop(progress.path, None)
        elif progress.pages:
            self._under_way[progress.path] = progress.done / progress.pages
            text = f"{progress.path} page {min(progress.done + 1, progress.pages)}/{progress.pages}"
            self._bar.update(self._task, description=text)
        completed = self._rate.finished + sum(self._under_way.values())
        self._bar.update(self._task, completed=completed, rate=self._rate.text())

    def interrupted(self) -> None:
        """Say above the bar what is waited for."""
        self._bar.console.print(WINDING_DOWN, markup=False, highlight=False)


class JsonLines(Silent):
    """An object a line for each event. `event` is `found`, `document`, `interrupted` or `finished`; `time` is UTC."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._rate = Rate(0)

    def found(self, documents: int) -> None:
        """How many documents there are."""
        self._rate = Rate(documents)
        self._write("found", {"documents": documents})

    def show(self, progress: Progress) -> None:
        """A document is finished."""
        summary = progress.summary
        if not summary:
            return
        self._rate.count(summary)
        rate, left = self._rate.pages_per_second(), self._rate.seconds_left()
        self._write(
            "document",
            {
                "level": "error" if summary.failure else "info",
                "source_path": summary.source.path,
                "source_sha256": summary.source.sha256,
                "status": summary.status,
                "unchanged": summary.unchanged,
                "pages": summary.pages,
                "failed_pages": len(summary.failed_pages),
                "tables": summary.tables,
                "indicators": summary.indicators,
                "indicators_in_doubt": summary.indicators_in_doubt,
                "seconds": round(summary.seconds, 3),
                "error_code": summary.failure and summary.failure.code,
                "error_message": summary.failure and summary.failure.text,
                "finished": self._rate.finished,
                "documents": self._rate.documents,
                "pages_per_second": rate and round(rate, 3),
                "seconds_left": left and round(left),
            },
        )

    def interrupted(self) -> None:
        """The pages in hand are the last ones."""
        self._write("interrupted", {"level": "warning"})

    def finished(self, report: RunReport) -> None:
        """The run has ended."""
        self._write(
            "finished",
            {
                "level": "error" if report.exit_code else "info",
                "run_id": report.run_id,
                "exit_code": report.exit_code,
                "interrupted": report.interrupted,
                "seconds": round(report.seconds, 3),
                "stages": report.stage_seconds(),
                "totals": report.totals(),
            },
        )

    def _write(self, event: str, content: dict[str, Any]) -> None:
        head = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "level": "info", "event": event}
        self._file.write(json.dumps({**head, **content}, ensure_ascii=False) + "\n")
        # a log is of use when it can be followed, and when the run dies
        self._file.flush()


class Both(Silent):
    """Two displays at once."""

    def __init__(self, *displays: Silent) -> None:
        self._displays = displays

    def looking(self, path: str) -> None:
        """Which file is being looked at."""
        for display in self._displays:
            display.looking(path)

    def found(self, documents: int) -> None:
        """How many documents there are."""
        for display in self._displays:
            display.found(documents)

    def show(self, progress: Progress) -> None:
        """A page or a document is done."""
        for display in self._displays:
            display.show(progress)

    def interrupted(self) -> None:
        """The pages in hand are the last ones."""
        for display in self._displays:
            display.interrupted()

    def finished(self, report: RunReport) -> None:
        """The run has ended."""
        for display in self._displays:
            display.finished(report)


def outcome(summary: Summary) -> str:
    """What became of a document, in half a line."""
    path = summary.source.path
    if summary.failure:
        return f"{path}: failed ({summary.failure.code})"
    counts = f"{summary.pages} pages, {summary.tables} tables, {summary.indicators} indicators"
    doubt = f", {summary.indicators_in_doubt} to review" if summary.indicators_in_doubt else ""
    return f"{path}: {'unchanged, ' if summary.unchanged else ''}{counts}{doubt}"


@contextmanager
def shown(quiet: bool, log: str | None = None) -> Iterator[Silent]:
    """The display that suits where stderr goes; `log` is a file for JSON lines, `-` puts them on stderr instead.

    Raises:
        OutputError: the log cannot be written.
    """
    with ExitStack() as stack:
        if log == "-":
            yield JsonLines(sys.stderr)
            return
        display = stack.enter_context(_for_people(quiet))
        if log is not None:
            try:
                file = stack.enter_context(Path(log).open("a", encoding="utf-8"))
            except OSError as error:
                message = f"{log} cannot be written: {error.strerror or error}."
                raise OutputError(message, "Choose another file with --log-json.") from error
            display = Both(display, JsonLines(file))
        yield display


@contextmanager
def _for_people(quiet: bool) -> Iterator[Silent]:
    if quiet:
        yield Silent()
    elif not sys.stderr.isatty():
        yield Lines()
    else:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
        from rich.progress import Progress as RichProgress

        columns = (
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}", markup=False),
            TextColumn("{task.description}", markup=False),
        )
        with RichProgress(*columns, console=Console(stderr=True), transient=True) as bar:
            yield Bar(bar)
