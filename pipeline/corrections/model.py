"""What people have said about cells: stored beside the dataset, applied when a source is converted.

`DIR/corrections/<sha16>/<event>.json` holds one event a file, written once and never changed, so that reviewers
cannot overwrite each other, on one machine or on a shared folder. An event says that the text of one cell is so
(a correction, or with the text that was read an acceptance), and which rows of the dataset were seen to be right
with it. It names the events it stands in place of (`over`); a withdrawal is an event with nothing but that. Events
about one cell that do not know of each other and do not agree are a conflict: none of them is applied.

The text is put into the cell before the tables are understood, so that levels, numbers and units follow by the
same code. It is only put there while the reading underneath is the one the person saw; otherwise the cell is
reported. Names, times and reasons stay in `corrections/`: they do not reach the dataset.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from extractors.model import Box
from normalizers.model import Indicator, TargetTable

SEEN: Mapping[str, tuple[str, ...]] = {
    "indicators": (
        *("horizon", "level1", "level2", "level3", "value_text", "part", "value_kind", "operator"),
        *("number_low", "number_high", "unit_text", "date_from", "date_to"),
    ),
    "budgets": ("scope", "label", "amount_text", "unit_text", "amount_yuan"),
    "goals": ("horizon", "label", "text"),
    "target_tables": (
        *("ordinal", "title", "form", "fiscal_year", "project_name", "department", "implementing_unit"),
        *("budget_total_text", "budget_total_yuan", "indicators"),
    ),
}
Seen = Mapping[str, str | None]


class CorrectionCode(StrEnum):
    """What became of the events of a cell. Each is explained in docs/findings.md."""

    CORRECTED = "CORRECTED"
    ACCEPTED = "ACCEPTED"
    STALE = "CORRECTION-STALE"
    CONFLICT = "CORRECTION-CONFLICT"


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell of a grid, by its place in the grid and on the page; `grid` is None where there is only a box."""

    page: int
    box: Box
    grid: int | None = None
    row: int | None = None
    col: int | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One thing a person said. See the module; `rows` are (table, what was seen) pairs."""

    id: str
    source_sha256: str
    who: str
    when: str
    why: str = ""
    over: tuple[str, ...] = ()
    spot: Spot | None = None
    reading: str | None = None
    text: str | None = None
    rows: tuple[tuple[str, Seen], ...] = ()

    @property
    def kind(self) -> str:
        """`withdraw`, `accept` or `correct`."""
        if self.text is None and not self.rows:
            return "withdraw"
        return "accept" if self.text == self.reading else "correct"

    @property
    def key(self) -> tuple[object, ...]:
        """The same for events about the same cell, or about the same table's header."""
        if self.spot is not None:
            box = self.spot.box
            return ("cell", self.spot.page, round(box.x0), round(box.top), round(box.x1), round(box.bottom))
        return ("table", *(row["ordinal"] for name, row in self.rows if name == "target_tables"))

    @property
    def says(self) -> tuple[object, ...]:
        """What two reviewers agree or disagree about."""
        return (self.text, self.reading if self.text is None else None)


@dataclass(frozen=True, slots=True)
class Standing:
    """The events of a source that hold: one for each key, and the keys people disagree about."""

    agreed: tuple[Event, ...] = ()
    disputed: tuple[tuple[Event, ...], ...] = ()

    @property
    def state(self) -> str | None:
        """Changes when anything changes that conversion would apply; None when there is nothing."""
        if not self.agreed and not self.disputed:
            return None
        said = [[_content(event)] for event in self.agreed]
        said += [sorted((_content(event) for event in events), key=_canonical) for events in self.disputed]
        said.sort(key=_canonical)
        return hashlib.sha256(_canonical(said).encode()).hexdigest()[:16]


NOTHING = Standing()


def seen(table: str, row: Any) -> dict[str, str | None]:
    """What a person sees of a row: a row of the dataset (a mapping) or the object it is made from."""
    return {name: _shown(_get(row, name)) for name in SEEN[table]}


def _get(row: Any, name: str) -> Any:
    if isinstance(row, Mapping):
        return row.get(name)
    if isinstance(row, Indicator) and name in _OF_MEASURE:
        return getattr(row.measure, _OF_MEASURE[name])
    if isinstance(row, TargetTable) and name == "indicators":
        return len(row.indicators)
    return getattr(row, name)


_OF_MEASURE = {
    "value_kind": "kind",
    "operator": "operator",
    "number_low": "low",
    "number_high": "high",
    "unit_text": "unit_text",
    "date_from": "date_from",
    "date_to": "date_to",
}


def _shown(value: Any) -> str | None:
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return None if value is None or value == "" else str(value)


def standing(events: Iterable[Event]) -> Standing:
    """The events that hold.

    What a withdrawal names does not hold and replaces nothing; what any other event names is replaced for good
    unless that event is withdrawn.
    """
    withdrawn: set[str] = set()
    replaced: set[str] = set()
    live: list[Event] = []
    # an event is written after those it names, and its time is set so that it sorts after them
    for event in sorted(events, key=lambda event: (event.when, event.id), reverse=True):
        if event.id in withdrawn:
            continue
        if event.kind == "withdraw":
            withdrawn.update(event.over)
            continue
        replaced.update(event.over)
        if event.id not in replaced:
            live.append(event)
    by_key: dict[tuple[object, ...], list[Event]] = {}
    for event in reversed(live):
        by_key.setdefault(event.key, []).append(event)
    agreed, disputed = [], []
    for group in by_key.values():
        if len({event.says for event in group}) == 1:
            agreed.append(group[-1])
        else:
            disputed.append(tuple(group))
    return Standing(tuple(agreed), tuple(disputed))


def _content(event: Event) -> dict[str, Any]:
    """What an event does to the dataset: without who, when and why."""
    content = as_json(event)
    return {name: content[name] for name in ("spot", "reading", "text", "rows")}


def _canonical(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True)


def as_json(event: Event) -> dict[str, Any]:
    """An event as it is stored."""
    spot = event.spot
    return {
        "id": event.id,
        "kind": event.kind,
        "source_sha256": event.source_sha256,
        "who": event.who,
        "when": event.when,
        "why": event.why,
        "over": list(event.over),
        "spot": spot
        and {
            "page": spot.page,
            "grid": spot.grid,
            "row": spot.row,
            "col": spot.col,
            "box": [spot.box.x0, spot.box.top, spot.box.x1, spot.box.bottom],
        },
        "reading": event.reading,
        "text": event.text,
        "rows": [{"table": table, "seen": dict(row)} for table, row in event.rows],
    }


def from_json(content: Mapping[str, Any]) -> Event:
    """An event as it was stored.

    Raises:
        KeyError, TypeError, ValueError: it is none.
    """
    spot = content["spot"]
    return Event(
        id=str(content["id"]),
        source_sha256=str(content["source_sha256"]),
        who=str(content["who"]),
        when=str(content["when"]),
        why=str(content["why"]),
        over=tuple(str(name) for name in content["over"]),
        spot=Spot(int(spot["page"]), Box(*(float(edge) for edge in spot["box"])), *_place(spot)) if spot else None,
        reading=_text(content["reading"]),
        text=_text(content["text"]),
        rows=tuple(
            (str(row["table"]), {name: _text(row["seen"][name]) for name in SEEN[row["table"]]})
            for row in content["rows"]
        ),
    )


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _place(spot: Mapping[str, Any]) -> tuple[int | None, ...]:
    return tuple(None if spot[name] is None else int(spot[name]) for name in ("grid", "row", "col"))
