"""How like two readings of a table are, in the three figures of the field.

* rows: indicator rows whose every compared printed column is the same, of the larger number of rows
* CER: character error rate, edits (Levenshtein) of all compared text over the characters of the left side
* TEDS: tree-edit-distance-based similarity of the grids as HTML (Zhong et al., Image-based table recognition,
  ECCV 2020), from the package table-recognition-metric; the grid as it was read when both sides have one,
  else the grid that levels, name and value make
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.spotcheck.difference import DOUBT, PLACE, ROW_KEYS, PairedTable, is_compared, said_keys
from pipeline.spotcheck.matching import matched
from pipeline.store.rows import Row

TEXTS = {
    "target_tables": ("title", "project_name", "department", "implementing_unit", "budget_total_text"),
    "budgets": ("label", "amount_text"),
    "goals": ("label", "text"),
    "indicators": ("level1", "level2", "level3", "explanation", "operator_text", "value_text", "unit_text"),
}
GRID = ("level1", "level2", "level3", "value_text")
# Beyond this the tree edit distance takes minutes; such a grid is compared row by row only.
MAX_GRID_CELLS = 1500


@dataclass(frozen=True, slots=True)
class TableMetrics:
    """The figures of one target table; `teds` is None for a grid too large to compare."""

    document: str
    table: str
    rows: int
    rows_exact: int
    edits: int
    characters: int
    teds: float | None

    @property
    def cer(self) -> float:
        """Character error rate; 1 where there should be no character and is one."""
        return self.edits / self.characters if self.characters else float(bool(self.edits))


def table_metrics(pair: PairedTable, golden: bool = False) -> TableMetrics:
    """The figures of one pair; with `golden`, of the columns that the left side names."""
    left, right = pair.left or {}, pair.right or {}
    rows, exact = _rows_exact(left.get("indicators", ()), right.get("indicators", ()), golden)
    edits = characters = 0
    for kind, columns in TEXTS.items():
        mine, theirs = left.get(kind, ()), right.get(kind, ())
        if golden and not mine:
            continue
        more, all_of = _edits(kind, mine, theirs, [column for column in columns if not golden or column in mine[0]])
        edits, characters = edits + more, characters + all_of
    return TableMetrics(pair.document, pair.name, rows, exact, edits, characters, _teds(pair))


def _rows_exact(left: Sequence[Row], right: Sequence[Row], golden: bool) -> tuple[int, int]:
    exact = 0
    for one, other in _pairs("indicators", left, right):
        if one is not None and other is not None:
            said = set(left[one] if golden else right[other]) - {*PLACE, *DOUBT}
            columns = [column for column in said if is_compared("indicators", column)]
            exact += all(left[one].get(column) == right[other].get(column) for column in columns)
    return max(len(left), len(right)), exact


def _pairs(kind: str, left: Sequence[Row], right: Sequence[Row]) -> Iterable[tuple[int | None, int | None]]:
    return matched(left, right, said_keys(ROW_KEYS.get(kind, ((),)), left, right))


def _edits(kind: str, left: Sequence[Row], right: Sequence[Row], columns: Sequence[str]) -> tuple[int, int]:
    from rapidfuzz.distance import Levenshtein

    edits = characters = 0
    for one, other in _pairs(kind, left, right):
        for column in columns:
            mine = "" if one is None else str(left[one].get(column) or "")
            theirs = "" if other is None else str(right[other].get(column) or "")
            characters += len(mine)
            edits += Levenshtein.distance(mine, theirs)
    return edits, characters


def _teds(pair: PairedTable) -> float | None:
    if pair.left is None or pair.right is None:
        return 0.0
    read = bool(pair.left["cells"] and pair.right["cells"])
    mine, theirs = (
        _cells_html(side["cells"]) if read else _rows_html(side["indicators"]) for side in (pair.left, pair.right)
    )
    if mine == theirs:
        return 1.0
    if max(mine.count("<td"), theirs.count("<td")) > MAX_GRID_CELLS:
        return None
    from table_recognition_metric import TEDS

    return float(TEDS()(theirs, mine))


def _cells_html(cells: Sequence[Row]) -> str:
    """The grids of a table as one HTML table, row after row."""
    rows: dict[tuple[int, int, int], list[Row]] = {}
    for cell in cells:
        rows.setdefault((cell["page"], cell["grid"], cell["row"]), []).append(cell)
    return _html(
        [_td(cell["text"], cell["row_span"], cell["col_span"]) for cell in sorted(row, key=lambda cell: cell["col"])]
        for _, row in sorted(rows.items())
    )


def _rows_html(rows: Sequence[Mapping[str, Any]]) -> str:
    """The grid that levels, name and value make: equal neighbours of a level are one merged cell."""
    texts = [[row.get(column) for column in GRID] for row in rows]
    lines: list[list[str]] = [[] for _ in texts]
    for depth in range(len(GRID)):
        start = 0
        while start < len(texts):
            stop = start + 1
            while depth < 2 and stop < len(texts) and texts[stop][: depth + 1] == texts[start][: depth + 1]:
                stop += 1
            lines[start].append(_td(texts[start][depth], stop - start, 1))
            start = stop
    return _html(lines)


def _td(text: Any, row_span: int, col_span: int) -> str:
    return f'<td rowspan="{row_span}" colspan="{col_span}">{html.escape(str(text or ""))}</td>'


def _html(rows: Iterable[Sequence[str]]) -> str:
    return "<html><body><table>" + "".join(f"<tr>{''.join(row)}</tr>" for row in rows) + "</table></body></html>"
