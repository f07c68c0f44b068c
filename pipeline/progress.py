"""How a run shows that it is alive: a bar on a terminal, a line per document elsewhere; on stderr."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipeline.batch import Progress
from pipeline.summary import Summary

if TYPE_CHECKING:
    import rich.progress


class Silent:
    """Shows nothing."""

    def looking(self, path: str) -> None:
        """Which file is being looked at, before any is converted."""

    def found(self, documents: int) -> None:
        """How many documents there are."""

    def show(self, progress: Progress) -> None:
        """A page or a document is done."""


class Lines(Silent):
    """A line for each finished document, for logs."""

    def __init__(self) -> None:
        self._finished = 0
        self._documents = 0

    def found(self, documents: int) -> None:
        """How many documents there are."""
        self._documents = documents
        sys.stderr.write(f"{documents} documents\n")

    def show(self, progress: Progress) -> None:
        """A line when a document is finished."""
        if progress.summary:
            self._finished += 1
            sys.stderr.write(f"[{self._finished}/{self._documents}] {outcome(progress.summary)}\n")
            sys.stderr.flush()


class Bar(Silent):
    """A bar over the documents that moves with every page."""

    def __init__(self, bar: rich.progress.Progress) -> None:
        self._bar = bar
        self._task = bar.add_task("looking for documents", total=None)
        self._finished = 0
        self._under_way: dict[str, float] = {}

    def looking(self, path: str) -> None:
        """Name the file."""
        self._bar.update(self._task, description=f"looking at {path}")

    def found(self, documents: int) -> None:
        """How many documents there are."""
        self._bar.update(self._task, total=documents, description="starting")

    def show(self, progress: Progress) -> None:
        """Move the bar; name the page or document."""
        if progress.summary:
            self._finished += 1
            self._under_way.pop(progress.path, None)
        elif progress.pages:
            self._under_way[progress.path] = progress.done / progress.pages
            text = f"{progress.path} page {min(progress.done + 1, progress.pages)}/{progress.pages}"
            self._bar.update(self._task, description=text)
        self._bar.update(self._task, completed=self._finished + sum(self._under_way.values()))


def outcome(summary: Summary) -> str:
    """What became of a document, in half a line."""
    path = summary.source.path
    if summary.failure:
        return f"{path}: failed ({summary.failure.code})"
    counts = f"{summary.pages} pages, {summary.tables} tables, {summary.indicators} indicators"
    doubt = f", {summary.indicators_in_doubt} to review" if summary.indicators_in_doubt else ""
    return f"{path}: {'unchanged, ' if summary.unchanged else ''}{counts}{doubt}"


@contextmanager
def shown(quiet: bool) -> Iterator[Silent]:
    """The display that suits where stderr goes."""
    if quiet:
        yield Silent()
    elif not sys.stderr.isatty():
        yield Lines()
    else:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as RichProgress

        columns = (
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.description}", markup=False),
        )
        with RichProgress(*columns, console=Console(stderr=True), transient=True) as bar:
            yield Bar(bar)
