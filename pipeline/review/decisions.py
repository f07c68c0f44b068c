"""What a person does on the page, made into an event: checked against what they saw and by the dataset's parser."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extractors.model import Box, join_lines
from normalizers.amounts import parse_amount
from normalizers.measure import ValueContext, parse_values
from normalizers.model import Measure
from pipeline.corrections.model import Event, Seen, Spot, seen
from pipeline.errors import DecisionError
from pipeline.review.documents import Json, Loaded, corners_of, plain, row_key

LONGEST_TEXT = 4000
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Check:
    """What follows from a text: values to show, the rows expected of it, the doubts of the parser."""

    values: tuple[Json, ...] = ()
    rows: tuple[tuple[str, Seen], ...] = ()
    doubts: tuple[str, ...] = ()


def decide(loaded: Loaded, wish: Mapping[str, Any]) -> Event:
    """The event for a wish of the page; not written yet.

    Raises:
        DecisionError: it is about nothing, about something that is read otherwise now, or its text cannot be.
    """
    over = tuple(str(name) for name in wish.get("over") or ())
    known = {event.id for event in loaded.events}
    if not set(over) <= known:
        raise DecisionError("A decision that this one replaces is not there.")
    base = Event("", loaded.line.sha256, _name(wish), "", _words(wish.get("why") or "", LONGEST_TEXT), over)
    action = wish.get("action")
    if action == "withdraw":
        if not over:
            raise DecisionError("There is nothing to undo.")
        return base
    if action == "accept":
        return _accept(loaded, base, str(wish.get("row")))
    if action == "correct":
        return _correct(loaded, base, wish)
    raise DecisionError("This is no decision.")


def _accept(loaded: Loaded, base: Event, key: str) -> Event:
    row = loaded.row(key)
    if row is None:
        raise DecisionError("This row is not in the dataset any more.")
    table = key.partition(":")[0]
    corners = corners_of(row)
    if corners is None:
        return _event(base, None, None, None, ((table, seen(table, row)),))
    together = _rows_at(loaded, corners)
    cell = _cell_at(loaded, corners)
    if cell is None:
        return _event(base, Spot(row["page"], _box(row)), None, None, together)
    # what was read, not what an earlier correction put there
    text = cell["text"] or ""
    return _event(base, _spot(cell), _reading(loaded, base.over, text), text, together)


def _correct(loaded: Loaded, base: Event, wish: Mapping[str, Any]) -> Event:
    cell = loaded.cell(str(wish.get("cell")))
    if cell is None:
        raise DecisionError("This cell is not in the dataset any more.")
    printed = cell["text"] or ""
    if wish.get("seen") is not None and wish["seen"] != printed:
        raise DecisionError("The cell is read otherwise than when the page was opened.", "Load the page again.")
    text = _words(wish.get("text") or "", LONGEST_TEXT)
    if join_lines(text.splitlines()) == printed:
        raise DecisionError("The text is the one that was read.", "Accept it instead.")
    row = loaded.row(str(wish.get("row"))) if wish.get("row") else None
    rows: tuple[tuple[str, Seen], ...] = ()
    if row is not None and corners_of(row) == corners_of(cell):
        found = check(loaded, str(wish["row"]), text)
        if found.doubts and not wish.get("despite"):
            raise DecisionError(
                f"The text is not fully understood: {', '.join(found.doubts)}.", "Save it all the same?"
            )
        rows = () if found.doubts else found.rows
    return _event(base, _spot(cell), _reading(loaded, base.over, printed), text, rows)


def check(loaded: Loaded, key: str, text: str) -> Check:
    """What the parser makes of a text in the value cell of this row."""
    table, row = key.partition(":")[0], loaded.row(key)
    if row is None:
        return Check()
    lines = [line for line in text.splitlines() if line.strip()]
    joined = join_lines(lines) or None
    if table == "indicators":
        measures = parse_values(lines, _context(row))
        doubts = tuple(dict.fromkeys(str(doubt) for measure in measures for doubt in measure.doubts))
        values = tuple(_values(measure) for measure in measures)
        same = {name: row[name] for name in ("horizon", "level1", "level2", "level3")}
        rows = tuple(
            (table, seen(table, {**same, **_decimals(measure), "value_text": joined, "part": part}))
            for part, measure in enumerate(measures, 1)
        )
        return Check(values, rows, doubts)
    if table == "budgets":
        amount = parse_amount(joined or "", row["unit_text"])
        value = {"amount_text": amount.text, "unit_text": amount.unit_text, "amount_yuan": plain(amount.yuan)}
        after = {**row, "amount_text": joined, "unit_text": amount.unit_text, "amount_yuan": amount.yuan}
        return Check((value,), ((table, seen(table, after)),), tuple(str(doubt) for doubt in amount.doubts))
    if table == "goals":
        return Check(({"text": joined},), ((table, seen(table, {**row, "text": joined})),))
    return Check()


def _context(row: Json) -> ValueContext:
    """What stood beside the value: its operator and unit when they are not in its own text."""
    value = row["value_text"] or ""

    def beside(name: str) -> str | None:
        printed = row[name]
        return printed if printed and printed not in value else None

    return ValueContext(row["level3"], beside("operator_text"), beside("unit_text"), row["fiscal_year"])


def _decimals(measure: Measure) -> Json:
    return {
        "value_kind": measure.kind.value,
        "operator": measure.operator.value if measure.operator else None,
        "number_low": measure.low,
        "number_high": measure.high,
        "unit_text": measure.unit_text,
        "value_min": measure.minimum,
        "value_max": measure.maximum,
        "base_unit": measure.base_unit,
        "date_from": measure.date_from,
        "date_to": measure.date_to,
    }


def _values(measure: Measure) -> Json:
    return {name: plain(value) for name, value in _decimals(measure).items()}


def _rows_at(loaded: Loaded, corners: tuple[int, ...]) -> tuple[tuple[str, Seen], ...]:
    """Every row that this cell gave, for a cell may hold several values."""
    return tuple(
        (table, seen(table, row))
        for table in ("budgets", "goals", "indicators")
        for row in sorted(loaded.tables[table], key=lambda row: row_key(table, row))
        if corners_of(row) == corners
    )


def _cell_at(loaded: Loaded, corners: tuple[int, ...]) -> Json | None:
    return next((cell for cell in loaded.tables["cells"] if corners_of(cell) == corners), None)


def _reading(loaded: Loaded, over: Sequence[str], printed: str) -> str:
    """The reading underneath: the dataset may hold what an earlier event, now replaced, has put there."""
    for event in loaded.events:
        if event.id in over and event.text is not None and join_lines(event.text.splitlines()) == printed:
            return event.reading or ""
    return printed


def _spot(cell: Json) -> Spot:
    return Spot(cell["page"], _box(cell), cell["grid"], cell["row"], cell["col"])


def _box(row: Json) -> Box:
    return Box(row["x0"], row["top"], row["x1"], row["bottom"])


def _event(
    base: Event, spot: Spot | None, reading: str | None, text: str | None, rows: tuple[tuple[str, Seen], ...]
) -> Event:
    return Event(base.id, base.source_sha256, base.who, base.when, base.why, base.over, spot, reading, text, rows)


def _name(wish: Mapping[str, Any]) -> str:
    name = " ".join(_words(str(wish.get("who") or ""), LONGEST_NAME).split())
    if not name:
        raise DecisionError("Nobody has said who decides.", "Give a name in the upper right corner.")
    return name


def _words(text: Any, longest: int) -> str:
    """A text that a cell can hold: no control characters but line ends, not longer than any cell."""
    if not isinstance(text, str) or len(text) > longest:
        raise DecisionError(f"The text is longer than {longest} characters.")
    cleaned = "\n".join(line.strip() for line in text.splitlines()).strip()
    if any(unicodedata.category(sign) in ("Cc", "Cs", "Co", "Cn") for sign in cleaned if sign != "\n"):
        raise DecisionError("The text holds a character that cannot be printed.", "Type it again.")
    return cleaned
