"""What the layouts share: merged levels, spines, widths that differ from form to form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from random import Random
from typing import Any

from benchmarks.corpus.contents import Row
from samples.make.typeset import Cell, Grid, Heading, vertical

Rows = list[tuple[Cell, ...]]


@dataclass(frozen=True, slots=True)
class Printed:
    """The blocks of a form, its page size where it is not upright A4, and the truth of each of its tables."""

    blocks: tuple[Heading | Grid, ...]
    tables: tuple[dict[str, Any], ...]
    landscape: bool = False


def centred(text: str, cols: int = 1, rows: int = 1) -> Cell:
    """A cell with its text in the middle."""
    return Cell(text, cols, rows, "center")


def widths(random: Random, *shares: float) -> tuple[float, ...]:
    """Shares of the columns, each a little wider or narrower, so that texts wrap elsewhere."""
    return tuple(share * random.uniform(0.85, 1.25) for share in shares)


def levels(rows: Sequence[Row], rest: Callable[[Row], Sequence[Cell]], mark: Callable[[str], str] = str) -> Rows:
    """Indicator rows with merged level cells; `rest` gives the cells from the name on, `mark` prints level 1."""
    printed: Rows = []
    for level1, group in groupby(rows, key=lambda row: row.level1):
        of_level1 = list(group)
        first = [centred(mark(level1), rows=len(of_level1))]
        for level2, inner in groupby(of_level1, key=lambda row: row.level2):
            of_level2 = list(inner)
            second = [centred(level2, rows=len(of_level2))]
            for row in of_level2:
                printed.append((*first, *second, *rest(row)))
                first, second = [], []
    return printed


def spine(random: Random, text: str, rows: Rows) -> Rows:
    """The rows with a heading merged down beside them, its text upright or one character a line."""
    heading = random.choice((text, vertical(text), text[: len(text) // 2] + "\n" + text[len(text) // 2 :]))
    return [(centred(heading, rows=len(rows)), *rows[0]), *rows[1:]]


def name_and_value(row: Row) -> Sequence[Cell]:
    """The last two columns of most forms."""
    return Cell(row.name), centred(row.value.printed())


def yuan(amount: Decimal) -> Decimal:
    """元 from 万元."""
    return amount * 10_000


def titled(title: str, year_text: str) -> tuple[Heading, ...]:
    """The title and the line of the year."""
    return Heading(title, "center", 16), Heading(year_text, "center")
