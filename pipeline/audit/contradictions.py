"""The contradictions of a dataset: findings of the audit, beside the table and the row they are about."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from normalizers.codes import AuditCode
from pipeline.audit.doubts import names
from pipeline.audit.words import SEVERITIES, WORDS, sentence
from pipeline.store.dataset import read_table, see_that_it_is_one
from pipeline.store.storage import Place

_RANK = {severity: rank for rank, severity in enumerate(SEVERITIES)}
# Control and direction characters of a source could rewrite a terminal or turn a line around.
_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


class Where(NamedTuple):
    """A box on a page: points, origin top left."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def text(self) -> str:
        """第2页 距上85毫米 距左120毫米: what a ruler on the printed page finds."""
        return f"第{self.page}页 距上{_millimetres(self.top)}毫米 距左{_millimetres(self.x0)}毫米"


def _millimetres(points: float) -> int:
    return round(points * 25.4 / 72)


@dataclass(frozen=True, slots=True)
class Filter:
    """What to show; empty means all. `table` is a table_id, or a part of a title or a project's name."""

    codes: frozenset[str] = frozenset()
    severities: frozenset[str] = frozenset()
    years: frozenset[int] = frozenset()
    table: str = ""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One finding for the reviewer. Texts are without control characters; missing ones are empty.

    `doubtful`: the row it rests on needs review, so the reading may be what is wrong; `doubts` are its codes.
    """

    severity: str
    code: str
    source: str
    year: int | None
    table_id: str
    table: str
    ordinal: int | None
    indicator: str
    value: str
    computed: str
    expected: str
    suggestion: str
    evidence: str
    page: int | None
    where: Where | None = None
    others: tuple[Where, ...] = field(default=())
    doubtful: bool = False
    doubts: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What the check is called."""
        return WORDS[AuditCode(self.code)].name

    @property
    def sentence(self) -> str:
        """What it found, and whether the reading is in doubt."""
        why = f"：{names(self.doubts)}" if self.doubts else ""
        doubt = f"（本行读数待复核{why}）" if self.doubtful else ""
        return sentence(self.code, self.computed, self.expected) + doubt

    @property
    def place(self) -> str:
        """Where it stands."""
        if self.where is not None:
            return self.where.text
        return f"第{self.page}页" if self.page else ""

    @property
    def other_places(self) -> str:
        """Where the other side stands; the first ones of many."""
        shown = "；".join(other.text for other in self.others[:_SHOWN])
        return f"{shown} 等{len(self.others)}处" if len(self.others) > _SHOWN else shown


_SHOWN = 3


def read_contradictions(dataset: Place, wanted: Filter) -> list[Contradiction]:
    """The contradictions of a dataset, the gravest first, then in the order of documents and pages.

    Raises:
        InputNotFoundError: there is no dataset.
        DatasetError: a file of it cannot be read.
    """
    see_that_it_is_one(dataset)
    documents = {row["source_sha256"]: row for row in read_table(dataset, "documents")}
    tables = {row["table_id"]: row for row in read_table(dataset, "target_tables")}
    rows = {(row["table_id"], row["ordinal"]): row for row in read_table(dataset, "indicators")}
    codes = {str(code) for code in AuditCode}
    found = [
        _contradiction(
            row,
            documents.get(row["source_sha256"], {}),
            tables.get(row["table_id"], {}),
            rows.get((row["table_id"], row["indicator_ordinal"]), {}),
        )
        for row in read_table(dataset, "findings")
        if row["code"] in codes
    ]
    return sorted((item for item in found if _wanted(item, wanted)), key=_order)


def _contradiction(
    row: dict[str, Any], document: dict[str, Any], table: dict[str, Any], indicator: dict[str, Any]
) -> Contradiction:
    year = table.get("fiscal_year")
    corners = [row[name] for name in ("x0", "top", "x1", "bottom")]
    placed = row["page"] is not None and None not in corners
    return Contradiction(
        severity=row["severity"],
        code=row["code"],
        source=_clean(document.get("source_path")),
        year=year,
        table_id=row["table_id"] or "",
        table=_clean(table.get("title") or table.get("project_name")),
        ordinal=row["indicator_ordinal"],
        indicator=_clean(indicator.get("level3")),
        value=_clean(indicator.get("value_text")),
        computed=_clean(row.get("computed")),
        expected=_clean(row.get("expected")),
        suggestion=_clean(row["suggestion"]),
        evidence=_clean(row["evidence"]),
        page=row["page"],
        where=Where(row["page"], *corners) if placed else None,
        others=tuple(_others(row.get("places_json"))),
        doubtful=bool(indicator.get("needs_review")),
        doubts=tuple(code for code in (indicator.get("review_reasons") or "").split(",") if code),
    )


def _others(text: str | None) -> Iterable[Where]:
    for place in json.loads(text) if text else ():
        yield Where(place["page"], place["x0"], place["top"], place["x1"], place["bottom"])


def _clean(text: str | None) -> str:
    return _INVISIBLE.sub(" ", text or "").strip()


def _wanted(item: Contradiction, wanted: Filter) -> bool:
    return (
        (not wanted.codes or item.code in wanted.codes)
        and (not wanted.severities or item.severity in wanted.severities)
        and (not wanted.years or item.year in wanted.years)
        and (not wanted.table or wanted.table == item.table_id or wanted.table in item.table)
    )


def _order(item: Contradiction) -> tuple[Any, ...]:
    top, left = (item.where.top, item.where.x0) if item.where else (0.0, 0.0)
    return _RANK[item.severity], item.source, item.page or 0, top, left, item.code, item.ordinal or 0, item.evidence


def summary(found: list[Contradiction]) -> str:
    """共 3 处：错误 0，警告 2，提示 1；涉及 2 张表、1 份文件."""
    counts = "，".join(
        f"{label} {sum(item.severity == severity for item in found)}" for severity, label in SEVERITIES.items()
    )
    tables, sources = {item.table_id for item in found if item.table_id}, {item.source for item in found}
    return f"共 {len(found)} 处：{counts}；涉及 {len(tables)} 张表、{len(sources)} 份文件"
