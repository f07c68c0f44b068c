"""Why a reading is not to be believed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractors.model import ReadingCode


@dataclass(frozen=True, slots=True)
class Doubt:
    """A reason not to believe a reading, and what else it may be."""

    code: ReadingCode
    message: str
    evidence: str | None = None
