"""Why a reading is not to be believed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extractors.model import Finding, Place, ReadingCode, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractors.model import Box, Cell, Line


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


def finding_of(doubt: Doubt, box: Box, number: int) -> Finding:
    """A doubt as the finding of a place on a page, in points."""
    return Finding(doubt.code, Severity.WARNING, doubt.message, Place(number, box), doubt.evidence)


def doubted(cell: Cell, message: str, number: int, part: Line | None = None) -> Cell:
    """A cell whose text, or one line of it, may be another.

    Args:
        cell: as it was read.
        message: what else it may be.
        number: of the page, from 1.
        part: the line of it that is in doubt; the whole without one.
    """
    at = part or cell
    doubt = Finding(ReadingCode.CONFUSABLE, Severity.WARNING, message, Place(number, at.box), at.text)
    return replace(cell, findings=(*cell.findings, doubt))
