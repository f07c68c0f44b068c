"""The processes of this machine."""

from __future__ import annotations

from collections.abc import Iterator
from multiprocessing.connection import wait
from pathlib import Path

from pipeline.batch.orders import Event, Lost, Order, Sign
from pipeline.config import Settings
from pipeline.engines.protocol import WATCH_SECONDS
from pipeline.engines.watched import Serve, Watched


class LocalEngine:
    """As many watched processes as there are workers, hired when needed and replaced when worn or lost."""

    def __init__(self, settings: Settings, scratch: Path, serve: Serve) -> None:
        self._settings = settings
        self._scratch = scratch
        self._serve = serve
        self._idle: list[Watched] = []
        self._busy: dict[int, Watched] = {}
        self._stillborn: list[tuple[int, Lost]] = []

    def has_room(self) -> bool:
        """Whether another process may be at work."""
        return len(self._busy) < self._settings.workers

    def give(self, job: int, order: Order) -> None:
        """Hand the order to a process that is warm, if there is one."""
        process = self._idle.pop() if self._idle else Watched(self._settings, self._scratch, self._serve)
        self._busy[job] = process
        lost = process.give(order)
        if lost:
            self._stillborn.append((job, lost))

    def news(self) -> Iterator[tuple[int, Event]]:
        """Signs, answers and losses."""
        for job, lost in self._stillborn:
            yield from self._ended(job, lost)
        self._stillborn.clear()
        jobs = {process.connection: job for job, process in self._busy.items()}
        for ready in wait(list(jobs), WATCH_SECONDS):
            job = jobs[ready]  # type: ignore[index]
            event = self._busy[job].receive()
            if isinstance(event, Sign):
                yield job, event
            else:
                yield from self._ended(job, event)
        for job, process in list(self._busy.items()):
            overdue = process.overdue()
            if overdue:
                yield from self._ended(job, overdue)

    def wind_down(self) -> None:
        """Tell the processes."""
        for process in self._busy.values():
            process.enough()

    def stop(self) -> None:
        """Kill all processes."""
        for process in (*self._idle, *self._busy.values()):
            process.end()
        self._idle.clear()
        self._busy.clear()

    def _ended(self, job: int, event: Event) -> Iterator[tuple[int, Event]]:
        process = self._busy.pop(job)
        if isinstance(event, Lost) or process.worn:
            process.end()
        else:
            self._idle.append(process)
        yield job, event
