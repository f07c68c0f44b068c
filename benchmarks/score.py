"""What one reading of one file is worth against its golden: counts that add up over files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from rapidfuzz.distance import Levenshtein

from pipeline.golden import Compared, ComparedRow, Difference

# The columns that a wrong figure, operator, unit or date shows in.
MEASURE = frozenset((
    "value_text", "value_kind", "operator", "operator_text", "number_low", "number_high", "unit_text", "value_min",
    "value_max", "base_unit", "dimension", "date_from", "date_to",
))  # fmt: skip
# What the dataset says about a table or a page of which it may not have every row.
INCOMPLETE = frozenset(("TABLE-UNREAD", "PAGE-CUT", "PAGE-ILLEGIBLE"))
# The columns that hold what is printed, so that a character of them can be right or wrong.
PRINTED = frozenset((
    "title", "year_text", "project_name", "department", "implementing_unit", "budget_total_text",
    "label", "amount_text", "unit_text", "text",
    "level1", "level2", "level3", "value_text", "explanation", "operator_text", "weight",
))  # fmt: skip


@dataclass(slots=True)
class Tally:
    """Counts of one file, or of many added up.

    Rows are indicator rows of the golden, and rows that are too many. A row is right when every column that the
    golden names is; `lost` and `extra` rows are wrong ones too. Of the lost ones `lost_reported` are those of a file
    with a finding that says of a table or a page that it was not read whole; the others are silent. Cells and
    characters are those of all tables.
    """

    files: int = 0
    failed: int = 0
    rows: int = 0
    right: int = 0
    right_flagged: int = 0
    wrong_flagged: int = 0
    wrong_silent: int = 0
    lost: int = 0
    lost_reported: int = 0
    extra: int = 0
    measures_right: int = 0
    cells: int = 0
    cells_right: int = 0
    characters: int = 0
    characters_wrong: int = 0
    pages: int = 0
    cpu_seconds: float = 0.0
    seconds: float = 0.0
    peak_mib: float = 0.0
    notes: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> Tally:
        """The counts of both; of the peak memory the larger."""
        both = {f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self)}
        return Tally(**(both | {"peak_mib": max(self.peak_mib, other.peak_mib)}))

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def tally(golden: Sequence[Mapping[str, Any]], compared: Compared) -> Tally:
    """Count one file: its comparison with the golden it was made with."""
    wanted = [row for table in golden for row in table.get("indicators", ())]
    counts = Tally(files=1, rows=len(wanted), failed=int(compared.failure is not None))
    counts.cells = sum(_cells(table) for table in golden)
    counts.characters = sum(_characters(table) for table in golden)
    if compared.failure is not None:
        # nothing was read, and the dataset says so: rows lost, none of them silently
        counts.lost = counts.lost_reported = counts.wrong_flagged = len(wanted)
        counts.characters_wrong = counts.characters
        counts.notes.append(compared.failure.line)
        return counts
    counts.cells_right = counts.cells
    counts.measures_right = len(wanted)
    findings = compared.reading.get("findings", ()) if compared.reading else ()
    reported = any(finding.get("code") in INCOMPLETE for finding in findings)
    for row in compared.rows:
        _count_row(counts, row, golden, reported=reported)
    return counts


def _count_row(counts: Tally, row: ComparedRow, golden: Sequence[Mapping[str, Any]], *, reported: bool) -> None:
    missing = any(not d.column and d.read is None for d in row.differences)
    extra = any(not d.column and d.expected is None for d in row.differences)
    if row.table == "indicators":
        counts.extra += extra
        counts.lost += missing
        counts.measures_right -= not extra and (missing or any(d.column in MEASURE for d in row.differences))
        match row.verdict:
            case "right":
                counts.right += 1
            case "flagged though right":
                counts.right += 1
                counts.right_flagged += 1
            case "wrong and flagged":
                counts.wrong_flagged += 1
            case _ if missing and reported:
                counts.wrong_flagged += 1
                counts.lost_reported += 1
            case _:
                counts.wrong_silent += 1
                counts.notes.append(f"{row.name}: {'; '.join(map(_said, row.differences))}")
    if missing:
        cells, characters = _typical(row.table, golden)
        counts.cells_right -= cells
        counts.characters_wrong += characters
    elif not extra:
        counts.cells_right -= len(row.differences)
        counts.characters_wrong += sum(
            Levenshtein.distance(d.expected or "", d.read or "") for d in row.differences if d.column in PRINTED
        )


def _said(difference: Difference) -> str:
    return f"{difference.column or 'row'} {difference.expected!r} read {difference.read!r}"


def _rows(table: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The row of the table itself and the rows below it."""
    below = [row for value in table.values() if isinstance(value, list) for row in value]
    return [{key: value for key, value in table.items() if not isinstance(value, list)}, *below]


def _cells(table: Mapping[str, Any]) -> int:
    return sum(len(row) for row in _rows(table))


def _characters(table: Mapping[str, Any]) -> int:
    return sum(len(str(row[column] or "")) for row in _rows(table) for column in PRINTED & row.keys())


def _typical(name: str, golden: Sequence[Mapping[str, Any]]) -> tuple[int, int]:
    """Cells and characters of the mean row of a table: a lost row's own are not told by the comparison."""
    rows = [row for table in golden for row in (table.get(name) or ())] or [_rows(table)[0] for table in golden]
    cells = sum(len(row) for row in rows)
    characters = sum(len(str(row[column] or "")) for row in rows for column in PRINTED & row.keys())
    return round(cells / len(rows)), round(characters / len(rows))
