"""Grids into target tables: the list of steps, nothing else of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from extractors.model import Finding, PageReading
from normalizers.above import by_number, with_doubts_above
from normalizers.audit.chain import audited, audited_together
from normalizers.audit.notice import check_notice
from normalizers.bundle import split
from normalizers.model import CellRole, NormalizedDocument, TargetTable
from normalizers.second_look import look_again
from normalizers.sheet import Sheet
from normalizers.tables import read_sheet

# Runs the reading of a sheet; the finding that takes the place of its tables when the caller has caught an error.
Guard = Callable[[Sheet, Callable[[], None]], Finding | None]


def plainly(sheet: Sheet, read: Callable[[], None]) -> Finding | None:
    """Let every error through."""
    read()
    return None


def normalize(pages: Sequence[PageReading], guarded: Guard = plainly) -> NormalizedDocument:
    """Read the target tables of a document.

    Args:
        pages: all pages in order, as they were read.
        guarded: runs the reading of each sheet, so that one that fails need not cost the others.

    Returns:
        Its target tables in reading order, the pages that continue one, what every used cell was taken for, and
        the doubts that belong to no table.
    """
    bundle = split(pages)
    tables: list[TargetTable] = []
    roles: list[CellRole] = []
    failures: list[Finding] = []
    numbered = by_number(pages)

    def read(sheet: Sheet) -> None:
        found, marks = read_sheet(sheet, len(tables) + 1)
        tables.extend(audited(look_again(with_doubts_above(table, numbered))) for table in found)
        roles.extend(marks)

    for sheet in bundle.sheets:
        failure = guarded(sheet, partial(read, sheet))
        if failure:
            failures.append(failure)
    findings = (*bundle.findings, *failures, *check_notice(pages, tables))
    return NormalizedDocument(audited_together(tables), bundle.continued, tuple(dict.fromkeys(roles)), findings)
