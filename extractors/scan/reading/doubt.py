"""Why a reading is not to be believed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractors.model import ReadingCode


@dataclass(frozen=True, slots=True)
class Doubt:
    """A reason not to believe a reading, and what else it may be.

    `at_end`: about the end of a line, and nothing is to be doubted unless a figure begins the next one.
    """

    code: ReadingCode
    message: str
    evidence: str | None = None
    at_end: bool = False


def within(doubts: Sequence[Doubt], behind: str) -> tuple[Doubt, ...]:
    """The doubts about a line, given the text of the line below it in its cell; empty for the last one."""
    return tuple(doubt for doubt in doubts if not doubt.at_end or behind[:1].isdigit())
