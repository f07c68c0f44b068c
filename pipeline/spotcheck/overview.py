"""What the static report shows of a dataset: counts, distributions, the doubtful rows, confidence against error."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from normalizers.codes import AuditCode
from pipeline.spotcheck.difference import ROW_KEYS, is_compared, paired_tables, said_keys
from pipeline.spotcheck.matching import loose, matched
from pipeline.spotcheck.readings import Reading, Side
from pipeline.spotcheck.sampling import BANDS
from pipeline.store.dataset import read_table, see_that_it_is_one
from pipeline.store.rows import Row
from pipeline.store.storage import Place

CONTRADICTIONS = frozenset(code.value for code in AuditCode)
SEE = "See: jixiao report --help"
MOST_BARS = 15
OTHERS = "其他"
LEVELS_ZH = {
    "output": "产出指标", "cost": "成本指标", "benefit": "效益指标", "satisfaction": "满意度指标", None: "未对应标准树",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its share of the longest from 0 to 1, and the share of it that is in doubt."""

    label: str
    value: str
    share: float
    doubt: float = 0.0


@dataclass(frozen=True, slots=True)
class Band:
    """Rows with a confidence in a band that were compared with the truth, and how many were wrong."""

    label: str
    rows: int
    wrong: int
    silent: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the report shows but the pictures."""

    counts: Mapping[str, int]
    levels: tuple[Bar, ...]
    reasons: tuple[Bar, ...]
    departments: tuple[Bar, ...]
    failures: tuple[Row, ...]
    doubtful: tuple[Row, ...]


def overview(dataset: Place) -> Overview:
    """The figures of a dataset.

    Raises:
        InputNotFoundError: there is no dataset.
        DatasetError: a file of it cannot be read.
    """
    see_that_it_is_one(dataset)
    documents, tables, indicators, findings = (
        read_table(dataset, name) for name in ("documents", "target_tables", "indicators", "findings")
    )
    paths = {row["source_sha256"]: row["source_path"] for row in documents}
    doubtful = [{**row, "source_path": paths[row["source_sha256"]]} for row in indicators if row["needs_review"]]
    return Overview(
        {
            "文件": len(documents),
            "失败": sum(row["status"] == "failed" for row in documents),
            "页": sum(row["pages"] or 0 for row in documents),
            "绩效目标表": len(tables),
            "指标": len(indicators),
            "存疑指标": len(doubtful),
            "原文矛盾": sum(row["code"] in CONTRADICTIONS for row in findings),
        },
        _levels(indicators),
        _counted(reason for row in indicators for reason in (row["review_reasons"] or "").split(",") if reason),
        _money(tables),
        tuple(row for row in documents if row["status"] == "failed"),
        tuple(sorted(doubtful, key=lambda row: (row["confidence"], row["table_id"], row["ordinal"]))),
    )


def _levels(indicators: Sequence[Row]) -> tuple[Bar, ...]:
    rows = Counter(row["level1_code"] for row in indicators)
    doubts = Counter(row["level1_code"] for row in indicators if row["needs_review"])
    longest = max(rows.values(), default=1)
    return tuple(
        Bar(LEVELS_ZH.get(code, str(code)), str(count), count / longest, doubts[code] / count)
        for code, count in rows.most_common()
    )


def _counted(values: Iterable[str]) -> tuple[Bar, ...]:
    counts = Counter(values).most_common()
    longest = counts[0][1] if counts else 1
    return tuple(Bar(value, str(count), count / longest) for value, count in counts[:MOST_BARS])


def _money(tables: Sequence[Row]) -> tuple[Bar, ...]:
    """Annual totals by department; what was not read counts nothing."""
    sums: dict[str, Decimal] = {}
    for row in tables:
        if row["budget_total_yuan"] is not None:
            name = row["department"] or "未写明"
            sums[name] = sums.get(name, Decimal(0)) + row["budget_total_yuan"]
    ranked = sorted(sums.items(), key=lambda entry: (-entry[1], entry[0]))
    shown, rest = ranked[:MOST_BARS], ranked[MOST_BARS:]
    if rest:
        shown.append((f"{OTHERS}（{len(rest)}）", sum((amount for _, amount in rest), Decimal(0))))
    longest = max((amount for _, amount in shown), default=Decimal(1)) or Decimal(1)
    return tuple(Bar(name, f"{amount / 10000:,.2f}", float(amount / longest)) for name, amount in shown)


def bands(dataset: Sequence[Reading], goldens: Side) -> tuple[Band, ...]:
    """Confidence against error: the indicator rows of documents that have a golden, by confidence."""
    found = {label: [0, 0, 0] for _, label in BANDS}
    for reading in dataset:
        golden = goldens.by_sha256.get(reading.sha256)
        if golden is None:
            continue
        for row, wrong in _checked(golden, reading):
            label = next(label for least, label in BANDS if row["confidence"] >= least)
            found[label][0] += 1
            found[label][1] += wrong
            found[label][2] += wrong and not row["needs_review"]
    return tuple(Band(label, *counts) for label, counts in found.items() if counts[0])


def _checked(golden: Reading, reading: Reading) -> Iterator[tuple[Row, bool]]:
    """Each indicator that both have, and whether it is wrong in a column that the golden names; spelling is not."""
    for pair in paired_tables(golden, reading):
        if pair.left is None or pair.right is None:
            continue
        mine, theirs = pair.left["indicators"], pair.right["indicators"]
        for one, other in matched(mine, theirs, said_keys(ROW_KEYS["indicators"], mine, theirs)):
            if one is not None and other is not None:
                columns = [column for column in mine[one] if is_compared("indicators", column)]
                yield theirs[other], any(_wrong(mine[one][column], theirs[other][column]) for column in columns)


def _wrong(expected: Any, read: Any) -> bool:
    return bool(expected != read) and not (isinstance(expected, str) and loose(expected) == loose(read))
