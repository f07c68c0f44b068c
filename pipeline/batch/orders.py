"""What a process that reads documents is asked for, and what it may answer. Data only; it crosses processes.

A short document is one order: read it, understand it, write its rows. A long one is answered with `Split`; its
pages are then ordered in pieces, each kept in a file (`Kept`), and a last order joins them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from pathlib import Path

from pipeline.batch.summary import Summary
from pipeline.errors import Failure
from pipeline.inputs.discover import Source

# So many pages are read in one go. Opening a file again for the next ones costs some hundredths of a second.
PAGES_TOGETHER = 8


class Stage(StrEnum):
    """What a process is doing with a document."""

    OPENING = "opening"
    READING = "reading"
    UNDERSTANDING = "understanding"
    WRITING = "writing"


@dataclass(frozen=True, slots=True)
class Sign:
    """Of life. `page` is the one about to be read, of the pages `first` to `last` of the order."""

    stage: Stage = Stage.OPENING
    page: int | None = None
    first: int = 1
    last: int = 1


@dataclass(frozen=True, slots=True)
class Part:
    """The readings of the pages `first` to `last`, kept in `file`; or why there are none."""

    first: int
    last: int
    file: Path | None = None
    failure: Failure | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Order:
    """A document, or pages of it to be kept (`pages`), or its kept pages to be joined (`parts`).

    `lost` are pages not to be read again because they killed a process; `puzzling` is set when understanding
    the pages did: then they are only written down.
    """

    source: Source
    pages: tuple[int, int] | None = None
    parts: tuple[Part, ...] = ()
    lost: Mapping[int, Failure] = field(default_factory=dict)
    puzzling: Failure | None = None


@dataclass(frozen=True, slots=True)
class Enough:
    """To a process: end with the page under way. One that reads none any more finishes its order."""


@dataclass(frozen=True, slots=True)
class Done:
    """The document is in the dataset."""

    summary: Summary


@dataclass(frozen=True, slots=True)
class Split:
    """The document has so many pages that they are to be ordered in pieces."""

    pages: int


@dataclass(frozen=True, slots=True)
class Kept:
    """The pages of the order are kept."""

    part: Part


@dataclass(frozen=True, slots=True)
class Stopped:
    """The order was left with pages unread, because there was `Enough`; nothing was written."""


@dataclass(frozen=True, slots=True)
class Broken:
    """Every other order would fail alike: the dataset cannot be written, or a library is missing."""

    failure: Failure


@dataclass(frozen=True, slots=True)
class Lost:
    """The process had to be given up after its last sign; `patient` says that a fresh one may do better."""

    failure: Failure
    sign: Sign
    patient: bool = True


Answer = Done | Split | Kept | Stopped | Broken
Event = Sign | Answer | Lost


def pieces(pages: int, together: int = PAGES_TOGETHER) -> tuple[tuple[int, int], ...]:
    """The pages 1 to `pages` in pieces of about the same length, none longer than `together`.

    >>> pieces(10, 4)
    ((1, 4), (5, 7), (8, 10))
    """
    count = -(-pages // together)
    ends = [-(-pages * number // count) for number in range(count + 1)]
    return tuple((start + 1, end) for start, end in pairwise(ends))
