"""How likely a line's text is right: a logistic model of what the readings say, fitted to drawn pages with known texts.

docs/confidence.md shows how it is fitted and how well it is calibrated; `python -m benchmarks.confidence` prints both.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.scan.reading.recognise import Reading

FLOOR = 1e-3  # a recogniser's probability is never taken to be nearer to 1 than this
# What is fitted: see COLUMNS. Written by `python -m benchmarks.confidence`.
WEIGHTS = (1.129, 1.634, -1.865, -1.021, -0.867)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a text and against it.

    `support` and `against` are in powers of ten of improbable errors: 2 for one reader whose least sure character is
    99 % probable, 4 for two such readers of the same text. `value` says whether one wrong character changes a
    number; `outvoted` how many readers read something else, in the mean of their looks.
    """

    support: float
    against: float = 0.0
    value: bool = False
    outvoted: float = 0.0

    @property
    def row(self) -> tuple[float, ...]:
        """The columns of the logistic model: constant, support, against, value, outvoted."""
        return (1.0, min(self.support, 6.0), self.against, float(self.value), float(self.outvoted))


def probability(evidence: Evidence) -> float:
    """The probability that the text is right."""
    return 1.0 / (1.0 + math.exp(-sum(w * x for w, x in zip(WEIGHTS, evidence.row, strict=True))))


def support(readings: Sequence[Reading], unimportant: frozenset[str]) -> float:
    """What readings of the same text are worth together: that of the least sure character.

    Args:
        readings: of the same line, by different readers, with the same text but for blanks and the dress of signs.
        unimportant: characters whose confusion changes no meaning; they count only where there is nothing else.
    """
    rows = [[glyph for glyph in reading.glyphs if not glyph.text.isspace()] for reading in readings]
    if not all(rows):
        return 0.0
    if len({len(row) for row in rows}) == 1:
        telling = [column for column in zip(*rows, strict=True) if column[0].text not in unimportant]
        columns = telling or list(zip(*rows, strict=True))
        return min(sum(surprise(glyph.confidence) for glyph in column) for column in columns)
    return sum(min(surprise(glyph.confidence) for glyph in row) for row in rows)


def surprise(confidence: float) -> float:
    """How improbable an error is, in powers of ten: 2 for 99 %.

    >>> round(surprise(0.9), 2), round(surprise(1.0), 2)
    (1.0, 3.0)
    """
    return -math.log10(1.0 - confidence + FLOOR)
