"""The same processes on the machines of a Ray cluster.

Each Ray actor keeps one watched process, so that limits on time and memory hold as on one machine, and a hostile
page costs a child of the actor, never the actor. What an actor was doing when its node died is done again by
another; nothing else is lost, because the batch keeps the readings of long documents here, on the driver.

Inputs and the dataset must be reachable under the same addresses on every machine, and every machine needs the
same version of this program.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.batch.orders import Broken, Event, Kept, Lost, Order, Part, Sign, Stopped
from pipeline.config import Settings, pipeline_version
from pipeline.engines.protocol import WATCH_SECONDS
from pipeline.engines.watched import Serve, Watched
from pipeline.errors import Failure, InstallationError, WorkerCrashedError

# A document during which so many actors died in a row is taken for the cause.
MAX_DEATHS = 4
# A station answers at once that it will end with its page; one that does not has no machine yet, or none any more.
FAREWELL_SECONDS = 5.0
# An answer, and the readings kept with it.
Reply = tuple[Event, bytes | None]


class Station:
    """One watched process at work on some machine of the cluster. Runs as a Ray actor."""

    def __init__(self, settings: Settings, serve: Serve) -> None:
        # A spawned process imports the main module of its parent again; here that is Ray's own, and heavy.
        vars(sys.modules["__main__"]).pop("__file__", None)
        self._folder = tempfile.TemporaryDirectory(prefix="jixiao-")
        self._settings = settings
        self._serve = serve
        self._process: Watched | None = None
        self._enough = False
        self._version = pipeline_version()

    def pid(self) -> int:
        """The process of the actor."""
        return os.getpid()

    def enough(self) -> None:
        """End the order under way with the page under way; called beside `perform`, which says it to the process."""
        self._enough = True

    def perform(self, order: Order, *readings: bytes) -> Reply:
        """Carry out an order; `readings` are the contents of the files of its parts."""
        if self._version != self._settings.pipeline_version:
            wanted = self._settings.pipeline_version
            message = f"{platform.node()} has version {self._version} of the program, not {wanted}."
            return Broken(Failure.of(InstallationError(message))), None
        scratch = Path(self._folder.name)
        parts = tuple(_stored(part, content, scratch) for part, content in zip(order.parts, readings, strict=True))
        event = self._watch(replace(order, parts=parts))
        for part in parts:
            if part.file:
                part.file.unlink()
        if isinstance(event, Kept) and event.part.file:
            content = event.part.file.read_bytes()
            event.part.file.unlink()
            return event, content
        return event, None

    def _watch(self, order: Order) -> Event:
        process = self._process or Watched(self._settings, Path(self._folder.name), self._serve)
        self._process = process
        event: Event | None = process.give(order)
        told = False
        while event is None or isinstance(event, Sign):
            if self._enough and not told:
                process.enough()
                told = True
            event = process.receive() if process.connection.poll(WATCH_SECONDS) else None
            event = process.overdue() or event if event is None or isinstance(event, Sign) else event
        if isinstance(event, Lost) or process.worn:
            process.end()
            self._process = None
        return event


def _stored(part: Part, content: bytes, scratch: Path) -> Part:
    if part.file is None:
        return part
    file = scratch / part.file.name
    file.write_bytes(content)
    return replace(part, file=file)


class RayEngine:
    """As many stations as there are workers; a cluster that runs already is used, else one is started here."""

    def __init__(self, settings: Settings, scratch: Path, serve: Serve) -> None:
        self._ray = _started(settings.workers)
        self._settings = settings
        self._scratch = scratch
        self._serve = serve
        self._idle: list[Any] = []
        self._busy: dict[Any, tuple[int, Order, Any]] = {}
        # by what they are to perform: stations of which it is not known yet whether they have a machine
        self._placing: dict[Any, Any] = {}
        self._deaths: dict[int, int] = {}
        self._winding_down = False
        self._stopped: list[int] = []

    def has_room(self) -> bool:
        """Whether another station may be at work."""
        return len(self._busy) < self._settings.workers

    def give(self, job: int, order: Order) -> None:
        """Send the order to a station that is warm, if there is one."""
        warm = bool(self._idle)
        station = self._idle.pop() if warm else self._hired()
        readings = [part.file.read_bytes() if part.file else b"" for part in order.parts]
        reference = station.perform.remote(order, *readings)
        self._busy[reference] = (job, order, station)
        if not warm:
            self._placing[reference] = station.pid.remote()

    def news(self) -> Iterator[tuple[int, Event]]:
        """Answers and losses; signs of life stay with the stations."""
        yield from ((job, Stopped()) for job in self._stopped)
        self._stopped.clear()
        self._take_over()
        ready, _ = self._ray.wait(list(self._busy), num_returns=1, timeout=WATCH_SECONDS) if self._busy else ([], [])
        for reference in ready:
            job, order, station = self._busy.pop(reference)
            self._placing.pop(reference, None)
            try:
                event, content = self._ray.get(reference)
            # the node has died, or the actor cannot work there
            except self._ray.exceptions.RayError:
                self._ray.kill(station)
                yield from self._died(job, order)
                continue
            self._deaths.pop(job, None)
            self._idle.append(station)
            yield job, self._fetched(event, content, job)

    def wind_down(self) -> None:
        """Tell the stations, also those that write; one that waits for a machine is given up."""
        self._winding_down = True
        told = {station.enough.remote(): reference for reference, (_, _, station) in self._busy.items()}
        _, silent = self._ray.wait(list(told), num_returns=len(told), timeout=FAREWELL_SECONDS) if told else ([], [])
        for answer in silent:
            job, _, station = self._busy.pop(told[answer])
            self._placing.pop(told[answer], None)
            self._ray.kill(station)
            self._stopped.append(job)

    def stop(self) -> None:
        """Give the cluster its cores back."""
        for station in (*self._idle, *(station for _, _, station in self._busy.values())):
            self._ray.kill(station)
        self._idle.clear()
        self._busy.clear()

    def _take_over(self) -> None:
        """Give the orders of stations without a machine to idle ones: there may be fewer cores than workers."""
        for reference, placed in list(self._placing.items()):
            if self._ray.wait([placed], timeout=0)[0]:
                del self._placing[reference]
            elif self._idle:
                del self._placing[reference]
                job, order, station = self._busy.pop(reference)
                self._ray.kill(station)
                self.give(job, order)

    def _hired(self) -> Any:
        # one call performs, another may say that it is enough
        station = self._ray.remote(num_cpus=1, max_restarts=0, max_concurrency=2)(Station)
        return station.remote(self._settings, self._serve)

    def _died(self, job: int, order: Order) -> Iterator[tuple[int, Event]]:
        if self._winding_down:
            yield job, Stopped()
            return
        self._deaths[job] = self._deaths.get(job, 0) + 1
        if self._deaths[job] < MAX_DEATHS:
            self.give(job, order)
            return
        message = f"{self._deaths[job]} machines or Ray workers died while reading {order.source.path}."
        yield job, Lost(Failure.of(WorkerCrashedError(message)), Sign(), patient=False)

    def _fetched(self, event: Event, content: bytes | None, job: int) -> Event:
        if not isinstance(event, Kept) or content is None:
            return event
        file = self._scratch / f"{job}.pages"
        file.write_bytes(content)
        return Kept(replace(event.part, file=file))


def _started(workers: int) -> Any:
    """Ray, connected to a cluster (RAY_ADDRESS, or one on this machine), or to a new one of this machine.

    Raises:
        InstallationError: Ray is not installed.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        import ray
    except ImportError as error:
        raise InstallationError("Ray is not installed.", 'Install it with: pip install "jixiao[ray]"') from error
    if not ray.is_initialized():
        if "RAY_ADDRESS" in os.environ:
            ray.init(log_to_driver=False, configure_logging=False)
        else:
            # "local": a cluster that somebody else has running on this machine is not joined unasked
            ray.init(
                address="local",
                num_cpus=workers,
                include_dashboard=False,
                log_to_driver=False,
                configure_logging=False,
            )
    return ray
