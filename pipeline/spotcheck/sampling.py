"""A random sample of indicator rows to check by hand, spread over the strata of a dataset.

Rows are allotted to strata in proportion to their size, at least two to each stratum that has them, by largest
remainders (Cochran, Sampling Techniques, 3rd ed., chapter 5). The same dataset, seed and size draw the same rows.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.errors import UsageError
from pipeline.spotcheck.difference import Spot
from pipeline.store.dataset import read_table, see_that_it_is_one
from pipeline.store.rows import Row
from pipeline.store.storage import Place

SEE = "See: jixiao sample --help"
# What rows can be spread over. Confidence is cut into bands: it is the doubt that matters, not its digits.
STRATA = ("form", "reader", "confidence", "review", "year", "department", "level1", "kind")
BANDS = ((0.99, "0.99+"), (0.95, "0.95-0.99"), (0.8, "0.80-0.95"), (0.0, "below 0.80"))
LEAST = 2

Stratum = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One row of the sample: where it stands, its stratum and how many rows of the dataset that stands for."""

    indicator: Row
    table: Row
    path: str
    stratum: Stratum
    stratum_rows: int

    @property
    def spot(self) -> Spot | None:
        """The box of the value cell."""
        row = self.indicator
        if row["page"] is None or row["x0"] is None:
            return None
        box = (row["page"], row["x0"], row["top"], row["x1"], row["bottom"])
        return Spot(row["source_sha256"], self.path, *box)


def drawn(dataset: Place, size: int, by: Sequence[str], seed: int) -> list[Drawn]:
    """A sample of `size` rows, all rows when there are no more, in the order of the documents' paths.

    Raises:
        InputNotFoundError: there is no dataset.
        UsageError: it has no indicator, or there are more strata than the size allows.
    """
    see_that_it_is_one(dataset)
    paths = {
        row["source_sha256"]: row["source_path"]
        for row in read_table(dataset, "documents", ["source_sha256", "source_path"])
    }
    tables = {row["table_id"]: row for row in read_table(dataset, "target_tables")}
    indicators = sorted(read_table(dataset, "indicators"), key=lambda row: (row["table_id"], row["ordinal"]))
    if not indicators:
        raise UsageError(f"{dataset} has no indicator to check.", SEE)
    strata: dict[Stratum, list[Row]] = {}
    for row in indicators:
        strata.setdefault(tuple(_value(name, row, tables[row["table_id"]]) for name in by), []).append(row)
    if size < len(strata):
        raise UsageError(
            f"{size} rows cannot be spread over {len(strata)} strata.", "Ask for more rows or fewer strata."
        )
    chosen = random.Random(seed)
    shares = allotted({stratum: len(rows) for stratum, rows in strata.items()}, size)
    sample = [
        Drawn(row, tables[row["table_id"]], paths[row["source_sha256"]], stratum, len(strata[stratum]))
        for stratum in sorted(strata)
        for row in chosen.sample(strata[stratum], shares[stratum])
    ]
    return sorted(sample, key=lambda one: (one.path, one.indicator["table_id"], one.indicator["ordinal"]))


def _value(name: str, indicator: Row, table: Row) -> str:
    if name == "confidence":
        return next(band for least, band in BANDS if indicator["confidence"] >= least)
    if name == "review":
        return "flagged" if indicator["needs_review"] else "not flagged"
    columns = {"year": "fiscal_year", "level1": "level1_code", "kind": "value_kind"}
    row = table if name in ("form", "department") else indicator
    return str(row[columns.get(name, name)] or "none")


def allotted(sizes: Mapping[Stratum, int], size: int) -> dict[Stratum, int]:
    """How many rows each stratum gives: their sum is `size`, or all rows when there are no more."""
    total = sum(sizes.values())
    if size >= total:
        return dict(sizes)
    shares = {stratum: min(rows, LEAST if size >= LEAST * len(sizes) else 1) for stratum, rows in sizes.items()}
    for _ in range(size - sum(shares.values())):
        # the stratum that is furthest below its proportional share gives the next row
        wanting = [stratum for stratum in sizes if shares[stratum] < sizes[stratum]]
        shares[min(wanting, key=lambda one: (shares[one] - size * sizes[one] / total, one))] += 1
    return shares
