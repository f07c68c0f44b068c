"""What the batch asks of an engine, and all that it knows of one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from pipeline.batch.orders import Event, Order

# How long an engine may wait for news: the watch on time and memory is kept in between.
WATCH_SECONDS = 0.2


class Engine(Protocol):
    """Carries out orders, several at a time. A job is the caller's number of an order under way."""

    def has_room(self) -> bool:
        """Whether another order would be begun at once."""
        ...

    def give(self, job: int, order: Order) -> None:
        """Begin an order."""
        ...

    def news(self) -> Iterable[tuple[int, Event]]:
        """What happened since the last time, after waiting for at most `WATCH_SECONDS`.

        Each job ends with one answer or one `Lost`; there may be any number of signs before.
        """
        ...

    def wind_down(self) -> None:
        """Let every job end with the page under way; each still ends with an answer or a `Lost`, under watch."""
        ...

    def stop(self) -> None:
        """End all that is under way and free everything."""
        ...
