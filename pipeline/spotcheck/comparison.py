"""`jixiao diff`: two sides compared, ready to be shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import EXIT_FAILED, EXIT_OK, UsageError
from pipeline.spotcheck.difference import (
    ASPECTS,
    Difference,
    Filter,
    compare_sides,
    paired_documents,
    paired_tables,
)
from pipeline.spotcheck.metrics import TableMetrics, table_metrics
from pipeline.spotcheck.readings import Side, read_side
from pipeline.store.storage import Place

SEE = "See: jixiao diff --help"


@dataclass(frozen=True, slots=True)
class Total:
    """The figures of all tables together."""

    tables: int
    rows: int
    rows_exact: int
    cer: float
    teds: float | None


@dataclass(frozen=True, slots=True)
class Scores:
    """The figures of one side against a reference."""

    name: str
    tables: tuple[TableMetrics, ...]

    @property
    def total(self) -> Total:
        """Sums of rows and characters, the mean of TEDS."""
        measured = [table.teds for table in self.tables if table.teds is not None]
        characters, edits = (sum(getattr(table, name) for table in self.tables) for name in ("characters", "edits"))
        return Total(
            len(self.tables),
            sum(table.rows for table in self.tables),
            sum(table.rows_exact for table in self.tables),
            edits / characters if characters else float(bool(edits)),
            sum(measured) / len(measured) if measured else None,
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sides, what differs, and the figures: of B against A, or of each against goldens."""

    left: Side
    right: Side
    differences: tuple[Difference, ...]
    scores: tuple[Scores, ...]
    reference: str

    @property
    def exit_code(self) -> int:
        """0 when nothing that was asked for differs, else 1."""
        return EXIT_FAILED if self.differences else EXIT_OK

    @property
    def counts(self) -> dict[str, int]:
        """Differences by aspect, in the order of the aspects."""
        counts = Counter(difference.aspect for difference in self.differences)
        return {aspect: counts[aspect] for aspect in ASPECTS if counts[aspect]}


def compare(left: Place, right: Place, wanted: Filter, document: str = "", golden: Path | None = None) -> Comparison:
    """Compare two datasets, or goldens and a dataset (in either order: the golden is always the left side).

    `document`: a part of the paths of the documents to compare. `golden`: goldens that both sides are measured by.

    Raises:
        InputNotFoundError: there is no such path.
        UsageError: a side is neither a dataset nor goldens, or both are goldens.
    """
    one, other = _part(read_side(left), document), _part(read_side(right), document)
    if other.golden:
        one, other = other, one
    if other.golden:
        raise UsageError("Both sides are goldens; one must be a dataset.", SEE)
    scores: tuple[Scores, ...] = ()
    if golden is None:
        scores = (_scores(one, other),)
    else:
        truth = _part(read_side(golden), document)
        if not truth.golden or one.golden:
            raise UsageError("--golden takes a folder with goldens, and A and B are then two datasets.", SEE)
        scores = (_scores(truth, one), _scores(truth, other))
    reference = one.name if golden is None else str(golden)
    return Comparison(one, other, tuple(compare_sides(one, other, wanted)), scores, reference)


def _part(side: Side, document: str) -> Side:
    kept = tuple(reading for reading in side.readings if document in reading.path)
    return Side(side.name, kept, side.golden, {reading.sha256: reading for reading in kept})


def _scores(reference: Side, side: Side) -> Scores:
    """Over the documents that both have: what is missing altogether is a difference, not a bad reading."""
    tables = [
        table_metrics(pair, reference.golden)
        for one, other in paired_documents(reference, side)
        if one is not None and other is not None
        for pair in paired_tables(one, other)
    ]
    return Scores(side.name, tuple(tables))


def grouped(
    differences: Sequence[Difference], key: Callable[[Difference], tuple[str, ...]]
) -> dict[tuple[str, ...], list[Difference]]:
    """The differences under each key, in the order of their first."""
    groups: dict[tuple[str, ...], list[Difference]] = {}
    for difference in differences:
        groups.setdefault(key(difference), []).append(difference)
    return groups
