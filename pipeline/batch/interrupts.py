"""Ctrl-C, heeded: the first lets what is in hand come to its end, the second ends at once."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Interrupts:
    """What signals have asked for so far."""

    def __init__(self) -> None:
        self.wanted = False

    @contextmanager
    def heeded(self) -> Iterator[None]:
        """The first SIGINT or SIGTERM only sets `wanted`; the next raises KeyboardInterrupt, as it would outside.

        Only signals that raise it anyway are taken: one that the caller ignores or handles is the caller's. In a
        thread other than the main one nothing is taken, because no signal gets there.
        """
        numbers = (signal.SIGINT, signal.SIGTERM) if threading.current_thread() is threading.main_thread() else ()
        taken = [number for number in numbers if signal.getsignal(number) is signal.default_int_handler]

        def give_back() -> None:
            for number in taken:
                signal.signal(number, signal.default_int_handler)

        def heed(number: int, frame: FrameType | None) -> None:
            self.wanted = True
            give_back()

        for number in taken:
            signal.signal(number, heed)
        try:
            yield
        finally:
            give_back()
