"""Grids into target tables: the list of steps, nothing else of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.model import PageReading
from normalizers.audit.chain import audit
from normalizers.bundle import split
from normalizers.model import CellRole, NormalizedDocument, TargetTable
from normalizers.tables import read_sheet


def normalize(pages: Sequence[PageReading]) -> NormalizedDocument:
    """Read the target tables of a document.

    Args:
        pages: all pages in order, as they were read.

    Returns:
        Its target tables in reading order, the pages that continue one, what every used cell was taken for, and
        the doubts that belong to no table.
    """
    bundle = split(pages)
    tables: list[TargetTable] = []
    roles: list[CellRole] = []
    for sheet in bundle.sheets:
        found, marks = read_sheet(sheet, len(tables) + 1)
        tables += [replace(table, findings=(*table.findings, *audit(table))) for table in found]
        roles += marks
    return NormalizedDocument(tuple(tables), bundle.continued, tuple(dict.fromkeys(roles)), bundle.findings)
